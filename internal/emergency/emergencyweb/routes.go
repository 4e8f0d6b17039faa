// Package emergencyweb draws what people see of an emergency: the physician's
// panel in the room, the page of whoever is called, the plan of a workplace and
// its drills, and what follows. Every page works without script by reloading;
// with script it is live and has a sound.
//
// A page shows what the view it was given holds and nothing else: who may be
// told what is decided in package emergency. Titles and addresses are neutral.
package emergencyweb

import (
	"context"

	"mendan/internal/actor"
	"mendan/internal/civil"
	"mendan/internal/directory"
	"mendan/internal/emergency"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/txn"
	"mendan/internal/web"
)

// Candidate is somebody with an account who can be named in a plan.
type Candidate struct {
	Account id.Account
	Name    string
	Role    emergency.Role
}

// Meeting is a committee's meeting that can approve a plan.
type Meeting struct {
	ID    string
	Label string
}

// Hotline is a public number with the day it was compared with its source.
type Hotline struct {
	Name, Phone, Hours, Note string
	Checked                  civil.Date
	Stale                    bool // compared more than 90 days ago
	Source                   string
}

// Deps are what the pages need beside the service.
type Deps struct {
	Service *emergency.Service
	Hub     *Hub
	// Candidates lists who can be named at the workplace; nil lists nobody.
	Candidates func(ctx context.Context, w id.Workplace) ([]Candidate, error)
	// Meetings lists the committee's meetings that approved a plan; nil lists none.
	Meetings func(ctx context.Context, who actor.Actor, w id.Workplace) ([]Meeting, error)
	// Hotlines lists the public numbers, in the reader's language, as of today.
	Hotlines func(ctx context.Context) []Hotline
	// PushKey is the key with which browsers subscribe; empty: push is not set up.
	PushKey string
}

// Routes is the table of doors.
func Routes(d Deps) []web.Route {
	plan := actor.Of(actor.HROfficer, actor.Coordinator, actor.Physician, actor.HealthStaff, actor.Committee)
	write := actor.Of(actor.HROfficer, actor.Coordinator, actor.Physician, actor.HealthStaff) // as the matrix says: write_emergency_plan
	called := actor.Of(actor.Coordinator, actor.HealthStaff, actor.Physician, actor.HROfficer, actor.LineManager, actor.Employee)
	physician := actor.Of(actor.Physician)
	leads := actor.Of(actor.Physician, actor.HROfficer, actor.Coordinator)
	const base, one, room = "/programme/{workplace}/emergency", "/emergency/{alarm}", "/interviews/{case}/emergency"
	return []web.Route{
		{Method: "GET", Pattern: base, Who: plan, Handle: d.plan},
		{Method: "GET", Pattern: base + "/print", Who: plan, Handle: d.print},
		{Method: "GET", Pattern: base + "/edit", Who: write, Handle: d.edit},
		{Method: "POST", Pattern: base + "/edit", Who: write, Body: 256 << 10, Handle: d.save},
		{Method: "POST", Pattern: base + "/approve", Who: write, Handle: d.approve},
		{Method: "GET", Pattern: "/programme/{workplace}/drills", Who: plan, Handle: d.drills},
		{Method: "POST", Pattern: "/programme/{workplace}/drills", Who: write, Handle: d.startDrill},

		{Method: "GET", Pattern: "/emergency", Who: called, Handle: d.board},
		{Method: "GET", Pattern: "/emergency/live", Who: called, JSON: true, Handle: d.boardLive},
		{Method: "GET", Pattern: one, Who: called, Handle: d.alarm},
		{Method: "GET", Pattern: one + "/live", Who: called, JSON: true, Handle: d.alarmLive},
		{Method: "POST", Pattern: one + "/take", Who: called, Handle: d.take},
		{Method: "POST", Pattern: one + "/answer", Who: called, Handle: d.answerFor},
		{Method: "POST", Pattern: one + "/done", Who: called, Handle: d.done},
		{Method: "POST", Pattern: one + "/sealed", Who: called, Handle: d.sealed},
		{Method: "POST", Pattern: one + "/raise", Who: leads, Handle: d.raise},
		{Method: "POST", Pattern: one + "/call", Who: leads, Handle: d.callIn},
		{Method: "POST", Pattern: one + "/close", Who: leads, Handle: d.close},
		{Method: "POST", Pattern: one + "/told", Who: physician, Handle: d.disclose},
		{Method: "POST", Pattern: one + "/informed", Who: physician, Handle: d.informed},
		{Method: "POST", Pattern: one + "/note", Who: physician, Handle: d.note},
		{Method: "POST", Pattern: one + "/follow", Who: physician, Handle: d.follow},
		{Method: "GET", Pattern: "/push.js", Public: true, Handle: pushWorker},
		{Method: "POST", Pattern: "/emergency/browser", Who: called, JSON: true, Handle: d.browser},

		{Method: "GET", Pattern: room, Who: physician, JSON: true, Handle: d.panelState},
		{Method: "GET", Pattern: room + "/live", Who: physician, JSON: true, Handle: d.panelLive},
		{Method: "POST", Pattern: room + "/press", Who: actor.Of(actor.Physician, actor.Employee), JSON: true, Handle: d.press},
		{Method: "POST", Pattern: room + "/second", Who: physician, JSON: true, Handle: d.second},
		{Method: "POST", Pattern: room + "/ask", Who: actor.Of(actor.Employee), Handle: d.ask},
		{Method: "GET", Pattern: "/account/opened", Who: actor.Of(actor.Employee), Handle: d.mine},
	}
}

// workplace reads the workplace of the address; whether who may see it is the service's to say.
func (d Deps) workplace(r *web.Request) (directory.Workplace, error) {
	w, err := web.PathID[id.Workplace](r, "workplace")
	if err != nil {
		return directory.Workplace{}, err
	}
	var out directory.Workplace
	err = d.Service.Txns.Read(r.Context(), func(ctx context.Context, tx txn.Read) error {
		out, err = d.Service.People.Workplace(ctx, tx, w)
		return err
	})
	return out, err
}

// refused tells whether err belongs on the form's own page.
func refused(err error) bool {
	k := fault.KindOf(err)
	return err != nil && (k == fault.Invalid || k == fault.Conflict)
}

func (d Deps) hotlines(ctx context.Context) []Hotline {
	if d.Hotlines == nil {
		return nil
	}
	return d.Hotlines(ctx)
}

// in gives the sentence in the reader's language.
func in(ctx context.Context, t emergency.Text) string {
	if lang.From(ctx) == lang.EN {
		return t.EN
	}
	return t.JA
}

func pathOf(a id.Alarm) string { return "/emergency/" + string(a) }
