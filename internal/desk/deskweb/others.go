package deskweb

import (
	"net/http"

	"mendan/internal/web"
)

func (p *Pages) nurse(w http.ResponseWriter, r *web.Request) error {
	d, err := p.from.Nurse(r.Context(), r.Who)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, nursePage(d))
}

func (p *Pages) manager(w http.ResponseWriter, r *web.Request) error {
	d, err := p.from.Manager(r.Context(), r.Who)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, managerPage(d))
}

func (p *Pages) committee(w http.ResponseWriter, r *web.Request) error {
	d, err := p.from.Committee(r.Context(), r.Who)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, committeePage(d))
}

func (p *Pages) coordinator(w http.ResponseWriter, r *web.Request) error {
	d, err := p.from.Coordinator(r.Context(), r.Who)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, coordinatorPage(d))
}

func (p *Pages) admin(w http.ResponseWriter, r *web.Request) error {
	d, err := p.from.Admin(r.Context(), r.Who)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, adminPage(d))
}
