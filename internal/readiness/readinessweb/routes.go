// Package readinessweb draws the pages on which both sides get ready: place,
// contact, where the worker is today, what the company learns, rooms and
// headsets asked for and arranged, what is said in confidence, the camera, the
// way out when one cannot talk here; and the card for the physician. Every page
// works without script but the two checks: of devices (check*.go) and of the
// quiet room (quiet*.go).
package readinessweb

import (
	"context"
	"net/http"
	"time"

	"mendan/internal/actor"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/readiness"
	"mendan/internal/scheduling"
	"mendan/internal/web"
)

// Deps are what the pages stand on.
type Deps struct {
	Service *readiness.Service
	// Free lists the times a case can be moved to (scheduling.Service.FreeSlots).
	Free func(ctx context.Context, who actor.Actor, ask scheduling.Ask) (scheduling.Offer, error)
	// Progress lists how far the coming rehearsals are, for the coordinator.
	Progress func(ctx context.Context, who actor.Actor) ([]readiness.ProgressLine, error)
	Zone     *time.Location
	Now      func() time.Time
}

// Pages are the pages over a service.
type Pages struct {
	Deps
	service *readiness.Service
}

// New makes the pages.
func New(d Deps) *Pages { return &Pages{d, d.Service} }

// Routes is the table of doors.
func (p *Pages) Routes() []web.Route {
	worker, health := actor.Of(actor.Employee), actor.Of(actor.Physician, actor.HealthStaff)
	physician, hr, coordinator := actor.Of(actor.Physician), actor.Of(actor.HROfficer), actor.Of(actor.Coordinator)
	const one = "/interviews/{case}"
	const get, post = http.MethodGet, http.MethodPost
	return []web.Route{
		{Method: get, Pattern: one + "/place", Who: worker, Handle: p.place},
		{Method: post, Pattern: one + "/place", Who: worker, Handle: p.declarePlace},
		{Method: get, Pattern: one + "/place/today", Who: worker, Handle: p.today},
		{Method: post, Pattern: one + "/place/today", Who: worker, Handle: p.giveAddress},
		{Method: get, Pattern: one + "/place/request", Who: worker, Handle: p.request},
		{Method: post, Pattern: one + "/place/request", Who: worker, Handle: p.ask},
		{Method: post, Pattern: one + "/place/request/withdraw", Who: worker, Handle: p.withdraw},
		{Method: get, Pattern: one + "/place/private", Who: worker, Handle: p.circumstances},
		{Method: post, Pattern: one + "/place/private", Who: worker, Handle: p.sayCircumstances},
		{Method: get, Pattern: one + "/place/quiet", Who: worker, Media: true, Handle: p.quiet},
		{Method: post, Pattern: one + "/place/quiet", Who: worker, JSON: true, Handle: p.keepSound},
		{Method: get, Pattern: one + "/elsewhere", Who: worker, Handle: p.elsewhere},
		{Method: get, Pattern: one + "/camera", Who: worker, Handle: p.camera},
		{Method: post, Pattern: one + "/camera", Who: worker, Handle: p.askCamera},
		{Method: post, Pattern: one + "/camera/withdraw", Who: worker, Handle: p.withdrawCamera},
		{Method: get, Pattern: one + "/contact", Who: worker, Handle: p.contact},
		{Method: post, Pattern: one + "/contact", Who: worker, Handle: p.giveContact},
		{Method: get, Pattern: one + "/company", Who: worker, Handle: p.company},
		{Method: post, Pattern: one + "/company", Who: worker, Handle: p.confirmRead},
		{Method: get, Pattern: "/physician/place", Who: physician, Handle: p.physicianPlace},
		{Method: post, Pattern: "/physician/place", Who: physician, Handle: p.declarePhysicianPlace},
		{Method: get, Pattern: "/physician/cases/{case}/contact", Who: health, Handle: p.card},
		{Method: get, Pattern: "/physician/cases/{case}/camera", Who: health, Handle: p.cameraDecision},
		{Method: post, Pattern: "/physician/cases/{case}/camera", Who: physician, Handle: p.decideCamera},
		{Method: get, Pattern: "/hr/rooms", Who: hr, Handle: p.requests},
		{Method: get, Pattern: "/hr/rooms/{request}", Who: hr, Handle: p.arrange},
		{Method: post, Pattern: "/hr/rooms/{request}", Who: hr, Handle: p.answer},
		{Method: get, Pattern: "/coordinator/rooms", Who: coordinator, Handle: p.requests},
		{Method: get, Pattern: "/coordinator/rooms/{request}", Who: coordinator, Handle: p.arrange},
		{Method: post, Pattern: "/coordinator/rooms/{request}", Who: coordinator, Handle: p.answer},
		{Method: get, Pattern: "/coordinator/rehearsals", Who: coordinator, Handle: p.rehearsals},
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
