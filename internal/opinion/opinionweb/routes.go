// Package opinionweb draws the pages around reports and letters: the physician's
// form with the pane of what the company sees, the worker's reading, and the
// employer's receipt and decision. Every page works without script.
//
// One component draws the employer copy for all three readers (copy.templ), from
// the same type the PDF is drawn from. It decides nothing: see package opinion.
package opinionweb

import (
	"net/http"

	"mendan/internal/actor"
	"mendan/internal/id"
	"mendan/internal/opinion"
	"mendan/internal/web"
)

// Pages are the pages over a service.
type Pages struct{ service *opinion.Service }

// New makes the pages.
func New(service *opinion.Service) *Pages { return &Pages{service} }

// body is the most a form sends: a dozen long texts, percent-encoded.
const body = 512 << 10

// Routes is the table of doors.
func (p *Pages) Routes() []web.Route {
	physician, health := actor.Of(actor.Physician), actor.Of(actor.Physician, actor.HealthStaff)
	worker, hr := actor.Of(actor.Employee), actor.Of(actor.HROfficer)
	const report, letter, employer = "/physician/cases/{case}/report", "/interviews/{case}/letter", "/hr/cases/{case}"
	return []web.Route{
		{Method: http.MethodGet, Pattern: report, Who: health, Handle: p.write},
		{Method: http.MethodPost, Pattern: report, Who: physician, Body: body, Handle: p.save},
		{Method: http.MethodPost, Pattern: report + "/autosave", Who: physician, Body: body, JSON: true, Handle: p.autosave},
		{Method: http.MethodGet, Pattern: report + "/check", Who: physician, Handle: p.check},
		{Method: http.MethodPost, Pattern: report + "/sign", Who: physician, Body: body, Handle: p.sign},
		{Method: http.MethodPost, Pattern: report + "/amend", Who: physician, Handle: p.amend},
		{Method: http.MethodGet, Pattern: report + "/{document}", Who: health, Handle: p.healthDocument},

		{Method: http.MethodGet, Pattern: letter, Who: worker, Handle: p.read},
		{Method: http.MethodPost, Pattern: letter, Who: worker, Body: body, Handle: p.answer},
		{Method: http.MethodGet, Pattern: letter + "/{document}", Who: worker, Handle: p.workerDocument},

		{Method: http.MethodGet, Pattern: employer + "/letter", Who: hr, Handle: p.receive},
		{Method: http.MethodPost, Pattern: employer + "/letter", Who: hr, Handle: p.received},
		{Method: http.MethodGet, Pattern: employer + "/letter/{document}", Who: hr, Handle: p.employerDocument},
		{Method: http.MethodGet, Pattern: employer + "/measures", Who: hr, Handle: p.measures},
		{Method: http.MethodPost, Pattern: employer + "/measures", Who: hr, Body: body, Handle: p.decide},
	}
}

func reportPath(c id.Case) string   { return "/physician/cases/" + string(c) + "/report" }
func letterPath(c id.Case) string   { return "/interviews/" + string(c) + "/letter" }
func employerPath(c id.Case) string { return "/hr/cases/" + string(c) }

// The documents have names that tell nothing: no person, no illness, no kind.
const (
	companyFile = "document.pdf"
	ownFile     = "record.pdf"
)

func (p *Pages) healthDocument(w http.ResponseWriter, r *web.Request) error {
	return p.document(w, r, actor.Of(actor.Physician, actor.HealthStaff), map[string]opinion.DocumentKind{
		companyFile: opinion.ForEmployer, ownFile: opinion.FullReport,
	})
}

func (p *Pages) workerDocument(w http.ResponseWriter, r *web.Request) error {
	return p.document(w, r, actor.Of(actor.Employee), map[string]opinion.DocumentKind{
		companyFile: opinion.ForEmployer, ownFile: opinion.FullReport,
	})
}

func (p *Pages) employerDocument(w http.ResponseWriter, r *web.Request) error {
	return p.document(w, r, actor.Of(actor.HROfficer), map[string]opinion.DocumentKind{companyFile: opinion.ForEmployer})
}

// document sends one of the files of a door. Who has several roles uses only
// those of the door he came through.
func (p *Pages) document(w http.ResponseWriter, r *web.Request, as actor.Roles, files map[string]opinion.DocumentKind) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	name := r.PathValue("document")
	kind, ok := files[name]
	if !ok {
		return web.ErrNotFound
	}
	who := r.Who
	who.Roles &= as
	doc, err := p.service.Open(r.Context(), who, c, kind)
	if err != nil {
		return err
	}
	return web.Download(w, "application/pdf", name, doc.Bytes)
}
