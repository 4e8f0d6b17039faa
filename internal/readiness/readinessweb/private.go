package readinessweb

import (
	"net/http"

	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/readiness"
	"mendan/internal/web"
)

type circumstancesView struct {
	Sheet readiness.CircumstancesSheet
	In    readiness.CircumstancesInput
	Err   error
}

func (p *Pages) circumstances(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	sheet, err := p.service.CircumstancesOf(r.Context(), r.Who, c)
	if err != nil {
		return err
	}
	s := sheet.Said
	return web.Render(w, r, http.StatusOK, circumstancesPage(circumstancesView{
		Sheet: sheet, In: readiness.CircumstancesInput{Case: c, Overheard: s.Overheard, Abroad: s.Abroad, Operate: s.Operate},
	}))
}

func (p *Pages) sayCircumstances(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	in := readiness.CircumstancesInput{
		Case: c, Overheard: readiness.Answer(form.Text("overheard")), Abroad: readiness.Answer(form.Text("abroad")), Operate: readiness.Answer(form.Text("operate")),
	}
	err = p.service.SayCircumstances(r.Context(), r.Who, in)
	if refused(err) {
		sheet, read := p.service.CircumstancesOf(r.Context(), r.Who, c)
		if read != nil {
			return read
		}
		return web.Render(w, r, web.Status(fault.KindOf(err)), circumstancesPage(circumstancesView{Sheet: sheet, In: in, Err: err}))
	}
	if err != nil {
		return err
	}
	if in.Overheard == readiness.Yes || in.Abroad == readiness.Yes || in.Operate == readiness.No {
		return web.SeeOther(w, r, back(c)+"/place/private") // where it says what helps
	}
	return web.SeeOther(w, r, back(c)+"/place")
}
