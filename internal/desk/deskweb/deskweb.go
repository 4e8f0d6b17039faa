// Package deskweb shows the desks: the pages that begin a person's day and say
// what to do next. The worker's home and the one page of an interview, the
// physician's day, HR's deadlines, and a page each for nurse, manager,
// committee, coordinator and administrator.
//
// Desks own no data and no rule of the domain. What they show arrives through
// Sources in shapes that already hold only what the role may see: there is no
// field on HR's desk in which an answer or a note could stand, and consultations
// never get there. Deciding which of several things comes next, and saying it,
// is what the package does: read steps.go for the worker, next.go for the others.
package deskweb

import (
	"context"
	"net/http"
	"time"

	"mendan/internal/actor"
	"mendan/internal/id"
	"mendan/internal/web"
)

// Sources is what the desks read; the program fills them from the areas'
// services. Each function asks permission in its own area and gives a NotFound
// fault for what who may not know.
type Sources struct {
	Now func() time.Time

	// Interviews gives the worker's own interviews, those under way first, then newest first.
	Interviews func(ctx context.Context, who actor.Actor) ([]Interview, error)
	// Interview gives one of them.
	Interview func(ctx context.Context, who actor.Actor, c id.Case) (Interview, error)

	// RuleToRead tells whether the company has something for the worker to read and confirm; nil: never.
	RuleToRead func(ctx context.Context, who actor.Actor) (bool, error)

	// PhysicianDay gives what a physician has today, tomorrow and to write.
	PhysicianDay func(ctx context.Context, who actor.Actor) (PhysicianDay, error)
	// PhysicianCase gives one case to the physician who holds it.
	PhysicianCase func(ctx context.Context, who actor.Actor, c id.Case) (PhysicianCase, error)

	// HRDesk gives HR its deadlines, letters and measures; statutory cases only.
	HRDesk func(ctx context.Context, who actor.Actor) (HRDesk, error)
	// HRCase gives the overview of one statutory case.
	HRCase func(ctx context.Context, who actor.Actor, c id.Case) (HRCase, error)

	Nurse       func(ctx context.Context, who actor.Actor) (NurseDesk, error)
	Manager     func(ctx context.Context, who actor.Actor) (ManagerDesk, error)
	Committee   func(ctx context.Context, who actor.Actor) (CommitteeDesk, error)
	Coordinator func(ctx context.Context, who actor.Actor) (CoordinatorDesk, error)
	Admin       func(ctx context.Context, who actor.Actor) (AdminDesk, error)
}

// Pages answers the desks.
type Pages struct{ from Sources }

// New is the desks over their sources.
func New(from Sources) *Pages { return &Pages{from} }

// Routes lists the doors of the desks.
func (p *Pages) Routes() []web.Route {
	only := func(r actor.Role) actor.Roles { return actor.Of(r) }
	return []web.Route{
		{Method: "GET", Pattern: "/home", Who: only(actor.Employee), Handle: p.home},
		{Method: "GET", Pattern: "/interviews/{case}", Who: only(actor.Employee), Handle: p.interview},
		{Method: "GET", Pattern: "/physician", Who: only(actor.Physician), Handle: p.physician},
		{Method: "GET", Pattern: "/physician/cases/{case}", Who: only(actor.Physician), Handle: p.physicianCase},
		{Method: "GET", Pattern: "/hr", Who: only(actor.HROfficer), Handle: p.hr},
		{Method: "GET", Pattern: "/hr/cases/{case}", Who: only(actor.HROfficer), Handle: p.hrCase},
		{Method: "GET", Pattern: "/nurse", Who: only(actor.HealthStaff), Handle: p.nurse},
		{Method: "GET", Pattern: "/manager", Who: only(actor.LineManager), Handle: p.manager},
		{Method: "GET", Pattern: "/committee", Who: only(actor.Committee), Handle: p.committee},
		{Method: "GET", Pattern: "/coordinator", Who: only(actor.Coordinator), Handle: p.coordinator},
		{Method: "GET", Pattern: "/admin", Who: only(actor.Admin), Handle: p.admin},
		{Method: "GET", Pattern: "/closed", Public: true, Handle: p.closed},
		{Method: "GET", Pattern: "/help", Public: true, Handle: p.help},
	}
}

// closed is the neutral page behind 「この画面を閉じる」: it shows nothing of what was open.
func (p *Pages) closed(w http.ResponseWriter, r *web.Request) error {
	// Forget what the browser kept of our pages, so that its back button shows nothing; the sign-in stays.
	w.Header().Set("Clear-Site-Data", `"cache"`)
	return web.Render(w, r, http.StatusOK, closedPage())
}

func (p *Pages) help(w http.ResponseWriter, r *web.Request) error {
	return web.Render(w, r, http.StatusOK, helpPage())
}
