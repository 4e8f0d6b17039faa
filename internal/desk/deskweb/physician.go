package deskweb

import (
	"net/http"

	"mendan/internal/id"
	"mendan/internal/web"
)

func (p *Pages) physician(w http.ResponseWriter, r *web.Request) error {
	d, err := p.from.PhysicianDay(r.Context(), r.Who)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, physicianPage(d, physicianNext(r.Context(), d, p.from.Now())))
}

func (p *Pages) physicianCase(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	got, err := p.from.PhysicianCase(r.Context(), r.Who, c)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, physicianCasePage(got))
}
