package governanceweb

import (
	"net/http"
	"strconv"

	"mendan/internal/civil"
	"mendan/internal/directory"
	"mendan/internal/governance"
	"mendan/internal/id"
	"mendan/internal/web"
	"mendan/internal/web/ui"
)

func (p *Pages) committee(w http.ResponseWriter, r *web.Request) error {
	k, err := workplaceOf(r)
	if err != nil {
		return err
	}
	v, err := p.Service.Committee(r.Context(), r.Who, k)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, committeePage(v))
}

// memberForm is a member on the screen.
type memberForm struct {
	place   directory.Workplace
	doctors []directory.Physician
	member  governance.Member // of an earlier one
	in      governance.MemberInput
	from    string
	until   string
}

func (p *Pages) member(w http.ResponseWriter, r *web.Request) error {
	k, err := workplaceOf(r)
	if err != nil {
		return err
	}
	v, err := p.Service.Committee(r.Context(), r.Who, k)
	if err != nil {
		return err
	}
	f := memberForm{place: v.Place, from: v.Today.String(), in: governance.MemberInput{Capacity: governance.Capacity(r.URL.Query().Get("capacity"))}}
	if r.PathValue("member") != "" {
		m, err := web.PathID[id.Member](r, "member")
		if err != nil {
			return err
		}
		found := false
		for _, x := range append(v.Members, v.Former...) {
			if x.ID == m {
				found = true
				f.member, f.from, f.until = x, write(x.From), write(x.Until)
				f.in = governance.MemberInput{ID: x.ID, Capacity: x.Capacity, Recommended: x.Recommended}
			}
		}
		if !found {
			return governance.ErrNone
		}
	}
	if f.doctors, err = p.Doctors(r.Context(), v.Place); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, memberPage(f, nil))
}

func (p *Pages) putMember(w http.ResponseWriter, r *web.Request) error {
	k, err := workplaceOf(r)
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	in := governance.MemberInput{
		Workplace: k, Number: form.Text("number"), Name: form.Text("name"), Capacity: governance.Capacity(form.Text("capacity")),
		Recommended: form.Has("recommended"), From: day(form, "from"), Until: day(form, "until"),
	}
	if text := form.Text("member"); text != "" {
		if in.ID, err = id.Parse[id.Member](text); err != nil {
			return web.ErrNotFound
		}
	}
	if text := form.Text("physician"); text != "" && in.Capacity == governance.Doctor {
		if in.Physician, err = id.Parse[id.Physician](text); err != nil {
			return web.ErrNotFound
		}
	}
	err = p.Service.PutMember(r.Context(), r.Who, in)
	if refused(err) {
		v, err2 := p.Service.Committee(r.Context(), r.Who, k)
		if err2 != nil {
			return err2
		}
		f := memberForm{place: v.Place, in: in, from: form.Text("from"), until: form.Text("until")}
		for _, x := range append(v.Members, v.Former...) {
			if x.ID == in.ID {
				f.member = x
			}
		}
		if f.doctors, err2 = p.Doctors(r.Context(), v.Place); err2 != nil {
			return err2
		}
		return web.Render(w, r, status(err), memberPage(f, err))
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, at(k, "/committee"))
}

// planForm is a meeting on the screen.
type planForm struct {
	place    directory.Workplace
	required bool
	rules    governance.Requirements
	in       governance.MeetingInput
	on       string
	tags     []string
	more     string // further points, one per line
	newest   int
}

func (p *Pages) plan(w http.ResponseWriter, r *web.Request) error {
	k, err := workplaceOf(r)
	if err != nil {
		return err
	}
	f, err := p.planForm(r, k)
	if err != nil {
		return err
	}
	if r.PathValue("meeting") != "" {
		m, err := web.PathID[id.Deliberation](r, "meeting")
		if err != nil {
			return err
		}
		v, err := p.Service.Meeting(r.Context(), r.Who, k, m)
		if err != nil {
			return err
		}
		d := v.Meeting
		f.in = governance.MeetingInput{ID: d.ID, Hearing: d.Hearing, Mode: d.Mode, Place: d.Place, Met: d.Met, Note: d.Note, Draft: d.Draft}
		f.on, f.tags = write(d.On), nil
		for _, i := range d.Agenda {
			if i.Text == "" {
				f.tags = append(f.tags, i.Tag)
			} else {
				f.more += i.Text + "\n"
			}
		}
	}
	return web.Render(w, r, http.StatusOK, planPage(f, nil))
}

func (p *Pages) planForm(r *web.Request, k id.Workplace) (planForm, error) {
	v, err := p.Service.Committee(r.Context(), r.Who, k)
	if err != nil {
		return planForm{}, err
	}
	kit, err := p.Service.KitOf(r.Context(), r.Who, k)
	f := planForm{place: v.Place, required: v.Required, rules: p.Service.Rules, newest: kit.Documents[governance.RuleText].Version, tags: []string{"ONLINE_RULE"}}
	f.in = governance.MeetingInput{Hearing: !v.Required, Mode: governance.InRoom, Draft: f.newest}
	return f, err
}

func (p *Pages) meet(w http.ResponseWriter, r *web.Request) error {
	k, err := workplaceOf(r)
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	f, err := p.planForm(r, k)
	if err != nil {
		return err
	}
	draft, _ := strconv.Atoi(form.Text("draft"))
	in := governance.MeetingInput{
		Workplace: k, Hearing: form.Text("mode") == "HEARING", On: day(form, "on"), Mode: governance.Mode(form.Text("mode")),
		Place: form.Text("place"), Met: append(form.All("online"), form.All("paper")...), Note: form.Text("note"), Draft: draft,
	}
	if in.Hearing {
		in.Mode = governance.InRoom
	}
	if text := form.Text("meeting"); text != "" {
		if in.ID, err = id.Parse[id.Deliberation](text); err != nil {
			return web.ErrNotFound
		}
	}
	f.tags, f.more, f.on = form.All("agenda"), form.Text("more"), form.Text("on")
	for _, t := range f.rules.Tags {
		for _, x := range f.tags {
			if x == t.ID {
				in.Agenda = append(in.Agenda, governance.Item{Tag: t.ID})
			}
		}
	}
	for _, l := range (governance.Section{Text: f.more}).Lines() {
		in.Agenda = append(in.Agenda, governance.Item{Tag: "OTHER", Text: l})
	}
	d, err := p.Service.Meet(r.Context(), r.Who, in)
	f.in = in
	if refused(err) {
		return web.Render(w, r, status(err), planPage(f, err))
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, at(k, "/committee/meetings/"+string(d)))
}

func (p *Pages) meetingOf(r *web.Request) (governance.MeetingView, error) {
	k, err := workplaceOf(r)
	if err != nil {
		return governance.MeetingView{}, err
	}
	m, err := web.PathID[id.Deliberation](r, "meeting")
	if err != nil {
		return governance.MeetingView{}, err
	}
	return p.Service.Meeting(r.Context(), r.Who, k, m)
}

// meetingForm is what somebody typed on the page of a meeting; empty at first.
type meetingForm struct {
	governance.MeetingView
	rules    governance.Requirements
	form     web.Form
	part     string // which form of the page: "opinion", "decision", "minutes", "publish"
	template string // of the minutes
}

func (p *Pages) meeting(w http.ResponseWriter, r *web.Request) error {
	v, err := p.meetingOf(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, meetingPage(meetingForm{MeetingView: v, rules: p.Service.Rules, form: web.NewForm(nil)}, nil))
}

// onMeeting does one thing to a meeting and shows its page again.
func (p *Pages) onMeeting(w http.ResponseWriter, r *web.Request, part string, do func(v governance.MeetingView, form web.Form) error) error {
	v, err := p.meetingOf(r)
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	err = do(v, form)
	if refused(err) {
		return web.Render(w, r, status(err), meetingPage(meetingForm{MeetingView: v, rules: p.Service.Rules, form: form, part: part}, err))
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, at(v.Place.ID, "/committee/meetings/"+string(v.Meeting.ID))+"#"+part)
}

func (p *Pages) state(w http.ResponseWriter, r *web.Request) error {
	return p.onMeeting(w, r, "opinions", func(v governance.MeetingView, form web.Form) error {
		m, err := id.Parse[id.Member](form.Text("member"))
		if err != nil {
			return web.ErrNotFound
		}
		return p.Service.State(r.Context(), r.Who, v.Place.ID, v.Meeting.ID, m, governance.Stance(form.Text("stance")), form.Text("text"))
	})
}

func (p *Pages) decide(w http.ResponseWriter, r *web.Request) error {
	return p.onMeeting(w, r, "decision", func(v governance.MeetingView, form web.Form) error {
		in := governance.DecideInput{Workplace: v.Place.ID, ID: v.Meeting.ID, Decision: governance.Decision(form.Text("decision")), On: day(form, "decided"), Remark: form.Text("remark")}
		for _, x := range form.All("present") {
			if m, err := id.Parse[id.Member](x); err == nil {
				in.Present = append(in.Present, m)
			}
		}
		return p.Service.Decide(r.Context(), r.Who, in)
	})
}

func (p *Pages) minutes(w http.ResponseWriter, r *web.Request) error {
	return p.onMeeting(w, r, "minutes", func(v governance.MeetingView, form web.Form) error {
		return p.Service.WriteMinutes(r.Context(), r.Who, v.Place.ID, v.Meeting.ID, form.Text("minutes"))
	})
}

func (p *Pages) publish(w http.ResponseWriter, r *web.Request) error {
	return p.onMeeting(w, r, "publish", func(v governance.MeetingView, form web.Form) error {
		return p.Service.Publish(r.Context(), r.Who, v.Place.ID, v.Meeting.ID, day(form, "published"), form.Text("where"))
	})
}

func (p *Pages) delete(w http.ResponseWriter, r *web.Request) error {
	v, err := p.meetingOf(r)
	if err != nil {
		return err
	}
	err = p.Service.Delete(r.Context(), r.Who, v.Place.ID, v.Meeting.ID)
	if refused(err) {
		return web.Render(w, r, status(err), meetingPage(meetingForm{MeetingView: v, rules: p.Service.Rules, form: web.NewForm(nil)}, err))
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, at(v.Place.ID, "/committee"))
}

func (f meetingForm) value(part, name, otherwise string) string {
	if f.part == part {
		return f.form.Text(name)
	}
	return otherwise
}

func (f meetingForm) said(m id.Member) (governance.Statement, bool) {
	for _, s := range f.Statements {
		if s.Member == m {
			return s, true
		}
	}
	return governance.Statement{}, false
}

func dueKind(today, due civil.Date) ui.Kind {
	if due.Before(today) {
		return ui.Error
	}
	return ui.Warning
}
