// Package governanceweb draws the programme of a workplace: the questions of
// the committee kit, the texts and their versions, the committee and its
// meetings, rules and notices, and the page on which a worker reads the rule
// and says so. Every page works without script.
//
// It decides nothing: what is missing and what comes next is read from
// governance.Status (lines.go turns it into words).
package governanceweb

import (
	"context"
	"net/http"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/civil"
	"mendan/internal/directory"
	"mendan/internal/fault"
	"mendan/internal/governance"
	"mendan/internal/id"
	"mendan/internal/web"
)

// Paper draws documents for printing and for word processors.
type Paper interface {
	// PDF is an A4 document. Footer is a few neutral words.
	PDF(d governance.Document, place string) ([]byte, error)
	// Word is the same text as a docx file.
	Word(d governance.Document, place string) ([]byte, error)
	// Poster is one A4 page with the way to the page /rules as a QR code.
	Poster(company, place, contact, address string) ([]byte, error)
	// Proof is the list of who was told and who has read.
	Proof(p governance.Proof) ([]byte, error)
}

// Deps are what the pages stand on.
type Deps struct {
	Service *governance.Service
	Paper   Paper
	Address string // of /rules, absolute, for the poster
	// Doctors are the physicians appointed at a workplace, for the choice of members.
	Doctors func(ctx context.Context, w directory.Workplace) ([]directory.Physician, error)
}

// Pages are the pages over a service.
type Pages struct{ Deps }

// New makes the pages.
func New(d Deps) *Pages { return &Pages{d} }

// Routes is the table of doors.
func (p *Pages) Routes() []web.Route {
	hr := actor.Of(actor.HROfficer)
	see := actor.Of(actor.HROfficer, actor.Committee, actor.Physician, actor.HealthStaff, actor.Coordinator)
	speak := actor.Of(actor.HROfficer, actor.Committee, actor.Physician)
	worker := actor.Of(actor.Employee)
	const one = "/programme/{workplace}"
	const meeting = one + "/committee/meetings/{meeting}"
	get := func(pattern string, who actor.Roles, h web.Handler) web.Route {
		return web.Route{Method: http.MethodGet, Pattern: pattern, Who: who, Handle: h}
	}
	post := func(pattern string, who actor.Roles, h web.Handler) web.Route {
		return web.Route{Method: http.MethodPost, Pattern: pattern, Who: who, Handle: h, Body: 512 << 10}
	}
	return []web.Route{
		get("/programme", actor.Of(actor.HROfficer, actor.Committee, actor.Physician, actor.HealthStaff), p.workplaces),
		get(one, see, p.hub),
		get(one+"/kit", see, p.kit),
		get(one+"/kit/groups/{group}", hr, p.group),
		post(one+"/kit/groups/{group}", hr, p.answerGroup),
		get(one+"/kit/questions/{question}", hr, p.question),
		post(one+"/kit/questions/{question}", hr, p.answerOne),
		post(one+"/kit/documents", hr, p.make),
		get(one+"/documents/{kind}", see, p.document),
		get(one+"/documents/{kind}/edit", hr, p.edit),
		post(one+"/documents/{kind}/edit", hr, p.save),
		get(one+"/documents/{kind}/changes", see, p.changes),
		get(one+"/documents/{kind}/file", see, p.file),
		post(one+"/posting", hr, p.makePosting),
		get(one+"/committee", see, p.committee),
		get(one+"/committee/members/new", hr, p.member),
		get(one+"/committee/members/{member}", hr, p.member),
		post(one+"/committee/members", hr, p.putMember),
		get(one+"/committee/meetings/new", hr, p.plan),
		post(one+"/committee/meetings", hr, p.meet),
		get(meeting, see, p.meeting),
		get(meeting+"/edit", hr, p.plan),
		post(meeting+"/opinions", speak, p.state),
		post(meeting+"/decision", hr, p.decide),
		post(meeting+"/minutes", hr, p.minutes),
		post(meeting+"/publish", hr, p.publish),
		post(meeting+"/delete", hr, p.delete),
		get(one+"/rules", see, p.versions),
		post(one+"/rules", hr, p.adopt),
		get(one+"/rules/{rule}", see, p.version),
		post(one+"/rules/{rule}/announce", hr, p.announce),
		post(one+"/rules/{rule}/told", hr, p.told),
		get(one+"/notices/{announcement}", hr, p.proof),
		get(one+"/notices/{announcement}/file", hr, p.proofFile),
		post(one+"/notices/{announcement}/remind", hr, p.remind),
		post(one+"/notices/{announcement}/signed", hr, p.signed),
		get(one+"/poster", hr, p.poster),
		get("/rules", worker, p.mine),
		post("/rules", worker, p.acknowledge),
	}
}

// refused tells whether err belongs on the form's own page: typed wrongly, or not possible now.
func refused(err error) bool {
	k := fault.KindOf(err)
	return err != nil && (k == fault.Invalid || k == fault.Conflict)
}

// status is that of a page drawn again with its fault.
func status(err error) int {
	if err == nil {
		return http.StatusOK
	}
	return web.Status(fault.KindOf(err))
}

func workplaceOf(r *web.Request) (id.Workplace, error) {
	return web.PathID[id.Workplace](r, "workplace")
}

func at(w id.Workplace, rest string) string { return "/programme/" + string(w) + rest }

func manages(r *web.Request, w directory.Workplace) bool {
	return access.May(r.Who, access.ManageProgramme, w.Subject())
}

// day reads a day; what cannot be read is no day, and the rules ask for one.
func day(form web.Form, name string) civil.Date {
	d, err := civil.ParseDate(form.Text(name))
	if err != nil {
		return civil.Date{}
	}
	return d
}

func write(d civil.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}
