package readinessweb

import (
	"context"
	"errors"
	"net/http"
	"time"

	"mendan/internal/actor"
	"mendan/internal/id"
	"mendan/internal/readiness"
	"mendan/internal/web"
)

// CheckDeps are what the device check needs.
type CheckDeps struct {
	Checker *readiness.Checker
	// Signalling is the address of the media server's signalling on our origin ("/media").
	Signalling string
	Zone       *time.Location
	// Service knows place, number and what was tried.
	Service *readiness.Service
	// Handover makes a link that signs the asker in on another device, once and
	// for a few minutes, and leads to the path. Link is a whole address.
	Handover func(ctx context.Context, who actor.Actor, path string) (link string, until time.Time, err error)
}

// CheckRoutes are the doors of the device check.
func CheckRoutes(d CheckDeps) []web.Route {
	worker := actor.Of(actor.Employee)
	const base = "/interviews/{case}/check"
	return []web.Route{
		{Method: "GET", Pattern: base, Who: worker, Media: true, Handle: d.page},
		{Method: "POST", Pattern: base, Who: worker, JSON: true, Handle: d.keep},
		{Method: "POST", Pattern: base + "/device", Who: worker, Handle: d.otherDevice},
		{Method: "POST", Pattern: base + "/way", Who: worker, Handle: d.climb},
		{Method: "POST", Pattern: base + "/token", Who: worker, JSON: true, Handle: d.token},
	}
}

// CheckView is the page of the device check.
type CheckView struct {
	Case      id.Case
	Last      readiness.Verdict // zero: never checked
	Zone      *time.Location
	Rehearsal readiness.RehearsalSheet
	Table     readiness.PlaceTable
	Support   readiness.Support
}

func (d CheckDeps) page(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	last, err := d.Checker.Last(r.Context(), r.Who, c)
	if err != nil && !errors.Is(err, readiness.ErrNone) {
		return err
	}
	sheet, err := d.Service.RehearsalOf(r.Context(), r.Who, c, DeviceKind(r.UserAgent()))
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, CheckPage(CheckView{
		Case: c, Last: last, Zone: d.Zone, Rehearsal: sheet, Table: d.Service.Places, Support: d.Service.Support,
	}))
}

func (d CheckDeps) token(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	pass, err := d.Checker.Pass(r.Context(), r.Who, c)
	if err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, struct {
		URL     string `json:"url"`
		Token   string `json:"token"`
		Echo    string `json:"echo"`
		Seconds int    `json:"seconds"`
	}{d.Signalling, pass.Token, pass.Echo, int(pass.TTL.Seconds())})
}

func (d CheckDeps) keep(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	var in readiness.VerdictInput
	if err := r.ReadJSON(&in); err != nil {
		return err
	}
	v, err := d.Checker.Keep(r.Context(), r.Who, c, in)
	if err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, struct {
		OK bool      `json:"ok"`
		At time.Time `json:"at"`
	}{v.OK(), v.At})
}
