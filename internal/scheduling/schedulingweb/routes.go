// Package schedulingweb shows free times and takes bookings: the worker's own
// (list by day, confirm, move, cancel), those made on behalf, the start of an
// interview, and the physician's week. Every page works without script.
//
// Whoever books, the pages are the same; the core decides for whom. What a
// page may say about a worker's wish or type of interview is decided in view.go.
package schedulingweb

import (
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/scheduling"
	"mendan/internal/web"
)

// Pages answer for booking.
type Pages struct {
	service *scheduling.Service
	cases   *casework.Service
}

// New makes the pages.
func New(service *scheduling.Service, cases *casework.Service) *Pages { return &Pages{service, cases} }

// Routes are the doors of booking.
func (p *Pages) Routes() []web.Route {
	worker := actor.Of(actor.Employee)
	behalf := actor.Of(actor.HROfficer, actor.HealthStaff, actor.Coordinator, actor.Physician)
	bookers := worker | behalf
	physician := actor.Of(actor.Physician)
	return []web.Route{
		{Method: "GET", Pattern: "/interviews/new", Who: worker, Handle: p.showStart},
		{Method: "POST", Pattern: "/interviews/new", Who: worker, Handle: p.submitStart},
		{Method: "GET", Pattern: "/interviews/{case}/booking", Who: bookers, Handle: p.showSlots},
		{Method: "POST", Pattern: "/interviews/{case}/booking", Who: bookers, Handle: p.submitBook},
		{Method: "POST", Pattern: "/interviews/{case}/booking/wish", Who: worker, Handle: p.submitWish},
		{Method: "GET", Pattern: "/interviews/{case}/booking/confirm", Who: bookers, Handle: p.showConfirm},
		{Method: "GET", Pattern: "/interviews/{case}/booking/done", Who: bookers, Handle: p.showDone},
		{Method: "GET", Pattern: "/interviews/{case}/booking/cancel", Who: bookers, Handle: p.showCancel},
		{Method: "POST", Pattern: "/interviews/{case}/booking/cancel", Who: bookers, Handle: p.submitCancel},
		{Method: "GET", Pattern: "/interviews/{case}/withdraw", Who: worker, Handle: p.showWithdraw},
		{Method: "POST", Pattern: "/interviews/{case}/withdraw", Who: worker, Handle: p.submitWithdraw},
		{Method: "GET", Pattern: "/hr/bookings/new", Who: behalf, Handle: p.showFind},
		{Method: "GET", Pattern: "/physician/availability", Who: physician, Body: 256 << 10, Handle: p.showWeek},
		{Method: "POST", Pattern: "/physician/availability", Who: physician, Body: 256 << 10, Handle: p.submitWeek},
	}
}
