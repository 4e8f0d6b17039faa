package readinessweb

import (
	"net/http"
	"strconv"

	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/readiness"
	"mendan/internal/web"
)

type companyView struct {
	Sheet readiness.CompanySheet
	Err   error
}

func (p *Pages) company(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	sheet, err := p.service.CompanyOf(r.Context(), r.Who, c)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, companyPage(companyView{Sheet: sheet}))
}

func (p *Pages) confirmRead(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	version, _ := strconv.Atoi(form.Text("version")) // not a number: no version, answered like an old one
	err = p.service.ConfirmRead(r.Context(), r.Who, c, version)
	if refused(err) {
		sheet, read := p.service.CompanyOf(r.Context(), r.Who, c)
		if read != nil {
			return read
		}
		return web.Render(w, r, web.Status(fault.KindOf(err)), companyPage(companyView{sheet, err}))
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, back(c))
}

func in(l lang.Lang, list []readiness.Says) []string {
	var out []string
	for _, s := range list {
		out = append(out, s.In(l))
	}
	return out
}
