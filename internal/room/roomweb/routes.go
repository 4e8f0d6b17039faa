package roomweb

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"mendan/internal/actor"
	"mendan/internal/id"
	"mendan/internal/room"
	"mendan/internal/web"
)

// Deps are what the pages need.
type Deps struct {
	Rooms *room.Service
	Hub   *Hub
	// Signal passes signalling on to the media server; the routes check first.
	Signal http.Handler
	// Desk gives what stands beside the picture: facts, highlights, statutory
	// items. Notes and addresses are filled in here. nil shows none.
	Desk func(ctx context.Context, who actor.Actor, c id.Case) (DeskView, error)
	// SamePhone tells whether the worker's call-back number seems to be the phone he
	// talks on; nil: not asked.
	SamePhone func(ctx context.Context, who actor.Actor, c id.Case, agent string) (bool, error)
	// Emergency gives the buttons and the panel of an emergency for the physician,
	// Help the worker's way to help; nil draws none.
	Emergency func(ctx context.Context, who actor.Actor, c id.Case) (bar, panel templ.Component, err error)
	Help      func(ctx context.Context, c id.Case) templ.Component
	// Print draws the evidence for people; nil offers only the signed document.
	Print func(e room.Evidence, signed []byte, key string) ([]byte, error)
	// Other lets tokens knock that are not of a session (device checks). Errors: any
	// when the token is not for who. nil lets none.
	Other func(ctx context.Context, who actor.Actor, token string) error
}

// Routes is the room's table of doors. Who may knock is told here; who may come
// in is decided in each act: for everybody but the two people of the case the
// answer is 404.
func Routes(d Deps) []web.Route {
	two := actor.Of(actor.Employee, actor.Physician)
	physician := actor.Of(actor.Physician)
	readers := actor.Of(actor.Employee, actor.Physician, actor.HealthStaff, actor.Coordinator)
	const base = "/interviews/{case}/room"
	const statistics = 256 << 10 // a batch after a long cut
	return []web.Route{
		{Method: "GET", Pattern: base, Who: two, Media: true, Handle: d.page},
		{Method: "GET", Pattern: base + "/state", Who: two, JSON: true, Handle: d.state},
		{Method: "GET", Pattern: base + "/live", Who: two, JSON: true, Handle: d.live},
		{Method: "POST", Pattern: base + "/token", Who: two, JSON: true, Handle: d.token},
		{Method: "POST", Pattern: base + "/stats", Who: two, JSON: true, Body: statistics, Handle: d.stats},
		{Method: "POST", Pattern: base + "/event", Who: two, JSON: true, Handle: d.event},
		{Method: "POST", Pattern: base + "/admit", Who: physician, JSON: true, Handle: d.admit},
		{Method: "POST", Pattern: base + "/checklist", Who: physician, JSON: true, Handle: d.checklist},
		{Method: "GET", Pattern: base + "/notes", Who: physician, JSON: true, Handle: d.readNotes},
		{Method: "POST", Pattern: base + "/notes", Who: physician, JSON: true, Body: statistics, Handle: d.saveNotes},
		{Method: "POST", Pattern: base + "/pause", Who: two, JSON: true, Handle: d.pause},
		{Method: "POST", Pattern: base + "/wish", Who: two, JSON: true, Handle: d.wish},
		{Method: "POST", Pattern: base + "/continue", Who: two, JSON: true, Handle: d.resume},
		{Method: "POST", Pattern: base + "/camera", Who: two, JSON: true, Handle: d.camera},
		{Method: "GET", Pattern: base + "/line", Who: physician, JSON: true, Handle: d.line},
		{Method: "POST", Pattern: base + "/line", Who: physician, JSON: true, Handle: d.judgeLine},
		{Method: "POST", Pattern: base + "/end", Who: physician, JSON: true, Handle: d.end},
		{Method: "POST", Pattern: base + "/convert", Who: physician, JSON: true, Handle: d.convert},
		{Method: "POST", Pattern: base + "/outside/open", Who: physician, Handle: d.outsideOpen},
		{Method: "POST", Pattern: base + "/outside/checklist", Who: physician, Handle: d.outsideCheck},
		{Method: "POST", Pattern: base + "/outside/notes", Who: physician, Body: statistics, Handle: d.outsideNotes},
		{Method: "POST", Pattern: base + "/outside/attest", Who: physician, Handle: d.outsideAttest},
		{Method: "POST", Pattern: base + "/outside/stop", Who: physician, Handle: d.outsideStop},
		{Method: "GET", Pattern: "/interviews/{case}/evidence.json", Who: readers, Handle: d.evidence},
		{Method: "GET", Pattern: "/interviews/{case}/evidence.pdf", Who: readers, Handle: d.printed},
		{Method: "GET", Pattern: "/physician/arrivals/live", Who: physician, JSON: true, Handle: d.arrivals},
		{Method: "GET", Pattern: "/media/", Who: two, JSON: true, Handle: d.signal},
	}
}
