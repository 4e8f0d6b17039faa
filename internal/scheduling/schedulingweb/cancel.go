package schedulingweb

import (
	"net/http"

	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/web"
)

func (p *Pages) showCancel(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	return p.cancel(w, r, c, nil)
}

func (p *Pages) cancel(w http.ResponseWriter, r *web.Request, c id.Case, refused error) error {
	kept, err := p.service.Kept(r.Context(), r.Who, c)
	if err != nil {
		return err
	}
	if !kept.Stands && refused == nil {
		return web.SeeOther(w, r, "/interviews/"+string(c)+"/booking") // nothing to cancel: the list says what there is
	}
	status := http.StatusOK
	if refused != nil {
		status = web.Status(fault.KindOf(refused))
	}
	return web.Render(w, r, status, cancelPage(doneView{kept}, refused))
}

func (p *Pages) submitCancel(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	_, err = p.service.Cancel(r.Context(), r.Who, c)
	switch {
	case err == nil:
		return web.SeeOther(w, r, "/interviews/"+string(c)+"/booking/done")
	case fault.KindOf(err) == fault.Conflict:
		return p.cancel(w, r, c, err)
	}
	return err
}
