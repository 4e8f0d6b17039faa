// Package modalityweb draws the pages on which worker and physician see how an
// interview is held and why: the worker says how he would like it, the
// physician says his word. Every page works without script.
package modalityweb

import (
	"context"
	"net/http"
	"slices"
	"time"

	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/modality"
	"mendan/internal/web"
)

// Head is whom a physician's page is about.
type Head struct{ Worker, Company string }

// Deps are what the pages stand on. All are required.
type Deps struct {
	Modes *modality.Service
	// Head asks for the same permission as the page itself.
	Head func(ctx context.Context, who actor.Actor, c id.Case) (Head, error)
	Zone *time.Location
}

// Pages are the pages over a service.
type Pages struct{ Deps }

// New makes the pages.
func New(d Deps) *Pages { return &Pages{d} }

// Routes is the table of doors.
func (p *Pages) Routes() []web.Route {
	worker, health, physician := actor.Of(actor.Employee), actor.Of(actor.Physician, actor.HealthStaff), actor.Of(actor.Physician)
	const mine, theirs = "/interviews/{case}/mode", "/physician/cases/{case}/mode"
	return []web.Route{
		{Method: http.MethodGet, Pattern: mine, Who: worker, Handle: p.mine},
		{Method: http.MethodPost, Pattern: mine, Who: worker, Handle: p.wish},
		{Method: http.MethodGet, Pattern: theirs, Who: health, Handle: p.theirs},
		{Method: http.MethodPost, Pattern: theirs + "/tighten", Who: physician, Handle: p.tighten},
		{Method: http.MethodPost, Pattern: theirs + "/loosen", Who: physician, Handle: p.loosen},
	}
}

// mineView is the worker's page.
type mineView struct {
	Sheet         modality.Sheet
	Wish, Support string
	Err           error
}

// theirsView is the physician's page.
type theirsView struct {
	Sheet                  modality.Sheet
	Head                   Head
	Zone                   *time.Location
	Reason, Note, Sentence string
	Err                    error
}

func (p *Pages) mine(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	s, err := p.Modes.SheetOf(r.Context(), r.Who, c)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, minePage(mineView{Sheet: s, Wish: string(s.Case.Wish), Support: string(s.Support)}))
}

func (p *Pages) wish(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	in := modality.WishInput{Case: c, Wish: casework.Mode(form.Text("wish")), Support: modality.Support(form.Text("support"))}
	err = p.Modes.Wish(r.Context(), r.Who, in)
	if refused(err) {
		s, read := p.Modes.SheetOf(r.Context(), r.Who, c)
		if read != nil {
			return read
		}
		return web.Render(w, r, web.Status(fault.KindOf(err)), minePage(mineView{s, form.Text("wish"), form.Text("support"), err}))
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, interview(c)+"/mode")
}

// view reads the physician's page.
func (p *Pages) view(r *web.Request, c id.Case) (theirsView, error) {
	v := theirsView{Zone: p.Zone}
	var err error
	if v.Sheet, err = p.Modes.SheetOf(r.Context(), r.Who, c); err != nil {
		return v, err
	}
	v.Head, err = p.Head(r.Context(), r.Who, c)
	return v, err
}

func (p *Pages) theirs(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	v, err := p.view(r, c)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, theirsPage(v))
}

func (p *Pages) tighten(w http.ResponseWriter, r *web.Request) error {
	return p.word(w, r, func(c id.Case, form web.Form, v *theirsView) error {
		v.Reason, v.Note = form.Text("reason"), form.Text("note")
		return p.Modes.Tighten(r.Context(), r.Who, c, modality.Reason(v.Reason), v.Note)
	})
}

func (p *Pages) loosen(w http.ResponseWriter, r *web.Request) error {
	return p.word(w, r, func(c id.Case, form web.Form, v *theirsView) error {
		v.Sentence = form.Text("sentence")
		return p.Modes.Loosen(r.Context(), r.Who, c, v.Sentence)
	})
}

func (p *Pages) word(w http.ResponseWriter, r *web.Request, say func(c id.Case, form web.Form, v *theirsView) error) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	var typed theirsView
	err = say(c, form, &typed)
	if refused(err) {
		v, read := p.view(r, c)
		if read != nil {
			return read
		}
		v.Reason, v.Note, v.Sentence, v.Err = typed.Reason, typed.Note, typed.Sentence, err
		return web.Render(w, r, web.Status(fault.KindOf(err)), theirsPage(v))
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, physicianCase(c)+"/mode")
}

func interview(c id.Case) string     { return "/interviews/" + string(c) }
func physicianCase(c id.Case) string { return "/physician/cases/" + string(c) }

// refused tells whether err belongs on the form's own page: typed wrongly, or not possible now.
func refused(err error) bool {
	k := fault.KindOf(err)
	return err != nil && (k == fault.Invalid || k == fault.Conflict)
}

// in is the language of the table for the reader.
func in(ctx context.Context) modality.Lang {
	if lang.From(ctx) == lang.EN {
		return modality.EN
	}
	return modality.JA
}

// reasons are what the worker reads: the rows that decide, then what else was
// thought of; of what allows online only when nothing speaks against it.
func reasons(ctx context.Context, d modality.Decision) []string {
	var out []string
	add := func(keep func(*modality.Row) bool) {
		for _, r := range d.Rows {
			if text := r.Worker.In(in(ctx)); keep(r) && !slices.Contains(out, text) {
				out = append(out, text)
			}
		}
	}
	add(func(r *modality.Row) bool { return r.Outcome == d.Outcome })
	add(func(r *modality.Row) bool { return r.Outcome != modality.OnlineOK })
	return out
}

// bookedOnline tells whether the standing booking would have to be turned.
func bookedOnline(c casework.Case) bool {
	return c.State == casework.Booked && c.Mode == casework.Online
}
