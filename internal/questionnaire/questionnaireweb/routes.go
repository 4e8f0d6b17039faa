// Package questionnaireweb draws the questionnaire for its worker, one question
// a page, and the answers for the physician and the health staff. Every page
// works without script; each answer is saved by its own form and answered with 303.
// It decides nothing: what may be asked, saved and read is decided in questionnaire.
package questionnaireweb

import (
	"net/http"

	"mendan/internal/actor"
	"mendan/internal/id"
	"mendan/internal/questionnaire"
	"mendan/internal/web"
)

// Pages are the pages over a service.
type Pages struct{ service *questionnaire.Service }

// New makes the pages.
func New(service *questionnaire.Service) *Pages { return &Pages{service} }

// Routes is the table of doors.
func (p *Pages) Routes() []web.Route {
	worker, health := actor.Of(actor.Employee), actor.Of(actor.Physician, actor.HealthStaff)
	const all = "/interviews/{case}/questionnaire"
	return []web.Route{
		{Method: http.MethodGet, Pattern: all, Who: worker, Handle: p.forms},
		{Method: http.MethodGet, Pattern: all + "/{form}", Who: worker, Handle: p.begin},
		{Method: http.MethodGet, Pattern: all + "/{form}/{question}", Who: worker, Handle: p.ask},
		{Method: http.MethodPost, Pattern: all + "/{form}/{question}", Who: worker, Handle: p.save},
		{Method: http.MethodGet, Pattern: all + "/{form}/{question}/help", Who: worker, Handle: p.help},
		{Method: http.MethodGet, Pattern: all + "/{form}/review", Who: worker, Handle: p.review},
		{Method: http.MethodPost, Pattern: all + "/{form}/review", Who: worker, Handle: p.send},
		{Method: http.MethodPost, Pattern: all + "/{form}/reopen", Who: worker, Handle: p.reopen},
		{Method: http.MethodGet, Pattern: "/physician/cases/{case}/questionnaire", Who: health, Handle: p.read},
	}
}

// at is where a page of a case's questionnaire lives; parts are ids.
func at(c id.Case, parts ...string) string {
	path := "/interviews/" + string(c) + "/questionnaire"
	for _, x := range parts {
		path += "/" + x
	}
	return path
}

// sheet reads the form that the path names.
func (p *Pages) sheet(r *web.Request) (questionnaire.Sheet, error) {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return questionnaire.Sheet{}, err
	}
	return p.service.Sheet(r.Context(), r.Who, c, questionnaire.FormID(r.PathValue("form")))
}
