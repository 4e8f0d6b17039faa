// Package meetingweb draws the page on which a workplace names its tool for
// video, and the page on which the link of one interview is given by hand.
// Both work without script. A secret that was given is never drawn again.
package meetingweb

import (
	"net/http"
	"time"

	"mendan/internal/actor"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/meeting"
	"mendan/internal/web"
)

// Pages are the pages over a service.
type Pages struct {
	service *meeting.Service
	zone    *time.Location // of pages that are about no workplace
}

// New makes the pages.
func New(service *meeting.Service, zone *time.Location) *Pages { return &Pages{service, zone} }

// Routes is the table of doors.
func (p *Pages) Routes() []web.Route {
	see := actor.Of(actor.HROfficer, actor.Coordinator, actor.Physician, actor.HealthStaff, actor.Committee, actor.Admin)
	name := actor.Of(actor.HROfficer, actor.Coordinator)
	paste := actor.Of(actor.HROfficer, actor.Coordinator, actor.Physician, actor.HealthStaff)
	const tool, link = "/programme/{workplace}/tool", "/interviews/{case}/link"
	return []web.Route{
		{Method: http.MethodGet, Pattern: tool, Who: see, Handle: p.tool},
		{Method: http.MethodPost, Pattern: tool, Who: name, Handle: p.name},
		{Method: http.MethodGet, Pattern: tool + "/account/{tool}", Who: name, Handle: p.account},
		{Method: http.MethodPost, Pattern: tool + "/account/{tool}", Who: name, Handle: p.giveAccount},
		{Method: http.MethodPost, Pattern: tool + "/account/{tool}/check", Who: name, Handle: p.checkAccount},
		{Method: http.MethodPost, Pattern: tool + "/account/{tool}/forget", Who: name, Handle: p.forgetAccount},
		{Method: http.MethodGet, Pattern: link, Who: paste, Handle: p.link},
		{Method: http.MethodPost, Pattern: link, Who: paste, Handle: p.giveLink},
	}
}

// refused tells whether err belongs on the form's own page.
func refused(err error) bool {
	k := fault.KindOf(err)
	return err != nil && (k == fault.Invalid || k == fault.Conflict || k == fault.Unavailable)
}

func home(w id.Workplace) string { return "/programme/" + string(w) + "/tool" }
