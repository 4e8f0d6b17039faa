package schedulingweb

import (
	"net/http"

	"mendan/internal/web"
)

func (p *Pages) showWeek(w http.ResponseWriter, r *web.Request) error { return web.ErrNotFound }

func (p *Pages) submitWeek(w http.ResponseWriter, r *web.Request) error { return web.ErrNotFound }
