// Package readinessweb draws the pages on which a worker gets ready: place,
// contact, where he is today, what the company learns; and the card for the
// physician. Every page works without script. The device check has files of its
// own here (check*.go).
package readinessweb

import (
	"net/http"

	"mendan/internal/actor"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/readiness"
	"mendan/internal/web"
)

// Pages are the pages over a service.
type Pages struct{ service *readiness.Service }

// New makes the pages.
func New(service *readiness.Service) *Pages { return &Pages{service} }

// Routes is the table of doors.
func (p *Pages) Routes() []web.Route {
	worker, health := actor.Of(actor.Employee), actor.Of(actor.Physician, actor.HealthStaff)
	const one = "/interviews/{case}"
	return []web.Route{
		{Method: http.MethodGet, Pattern: one + "/place", Who: worker, Handle: p.place},
		{Method: http.MethodPost, Pattern: one + "/place", Who: worker, Handle: p.declarePlace},
		{Method: http.MethodGet, Pattern: one + "/place/today", Who: worker, Handle: p.today},
		{Method: http.MethodPost, Pattern: one + "/place/today", Who: worker, Handle: p.giveAddress},
		{Method: http.MethodGet, Pattern: one + "/contact", Who: worker, Handle: p.contact},
		{Method: http.MethodPost, Pattern: one + "/contact", Who: worker, Handle: p.giveContact},
		{Method: http.MethodGet, Pattern: one + "/company", Who: worker, Handle: p.company},
		{Method: http.MethodPost, Pattern: one + "/company", Who: worker, Handle: p.confirmRead},
		{Method: http.MethodGet, Pattern: "/physician/cases/{case}/contact", Who: health, Handle: p.card},
	}
}

func back(c id.Case) string { return "/interviews/" + string(c) }

// refused tells whether err belongs on the form's own page: typed wrongly, or not possible now.
func refused(err error) bool {
	k := fault.KindOf(err)
	return err != nil && (k == fault.Invalid || k == fault.Conflict)
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
