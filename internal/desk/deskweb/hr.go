package deskweb

import (
	"net/http"

	"mendan/internal/id"
	"mendan/internal/web"
)

func (p *Pages) hr(w http.ResponseWriter, r *web.Request) error {
	d, err := p.from.HRDesk(r.Context(), r.Who)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, hrPage(d, hrNext(r.Context(), d)))
}

func (p *Pages) hrCase(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	got, err := p.from.HRCase(r.Context(), r.Who, c)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, hrCasePage(got))
}
