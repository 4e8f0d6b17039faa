package emergency_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"mendan/internal/civil"
	"mendan/internal/emergency"
	"mendan/internal/emergency/emergencytest"
	"mendan/internal/fault"
)

// codes lists the fields and codes of a form fault.
func codes(err error) string {
	var f *fault.Fault
	if !errors.As(err, &f) {
		if err == nil {
			return ""
		}
		return err.Error()
	}
	var out []string
	for _, x := range f.Fields {
		out = append(out, x.Name+"="+x.Code)
	}
	return strings.Join(out, " ")
}

// What keeps a plan from being approved, one thing at a time.
func TestCheckPlan(t *testing.T) {
	t.Parallel()
	whole := (&emergencytest.House{}).Whole
	if err := whole().Check(); err != nil {
		t.Fatalf("a whole plan: %s", codes(err))
	}
	for _, c := range []struct {
		name   string
		change func(b *emergency.Body)
		want   string
	}{
		{"deputy of himself", func(b *emergency.Body) { b.People[0].Deputy = "kimura" }, "people.0.deputy=emergency.deputy_loops"},
		{"deputies in a ring", func(b *emergency.Body) { b.People[1].Deputy = "hr"; b.People[2].Deputy = "kimura" }, "people.0.deputy=emergency.deputy_loops people.1.deputy=emergency.deputy_loops people.2.deputy=emergency.deputy_loops"},
		{"deputy unknown", func(b *emergency.Body) { b.People[0].Deputy = "nobody" }, "people.0.deputy=emergency.deputy_unknown"},
		{"no chain", func(b *emergency.Body) { b.Chain = nil }, "chain=emergency.chain_empty"},
		{"twice in the chain", func(b *emergency.Body) { b.Chain = []string{"kimura", "hr", "kimura"} }, "chain.2=emergency.chain_twice"},
		{"unknown in the chain", func(b *emergency.Body) { b.Chain = []string{"kimura", "hr", "x"} }, "chain.2=emergency.person_unknown"},
		{"no coordinator", func(b *emergency.Body) { b.Chain = []string{"hr"} }, "chain=emergency.chain_coordinator"},
		{"no HR", func(b *emergency.Body) { b.Chain = []string{"kimura"} }, "chain=emergency.chain_hr"},
		{"nobody reachable in the evening", func(b *emergency.Body) {
			for i := range b.People {
				b.People[i].Hours = []emergency.Hours{{Day: time.Monday, From: 9 * 60, Until: 18 * 60}, {Day: time.Friday, From: 0, Until: 24 * 60}}
			}
		}, "chain=emergency.chain_gap"},
		{"reachable by turns", func(b *emergency.Body) {
			b.Chain = []string{"kimura", "hr"}
			b.People[0].Hours = []emergency.Hours{{Day: time.Monday, From: 9 * 60, Until: 13 * 60}, {Day: time.Friday, From: 0, Until: 24 * 60}}
			b.People[1].Hours = []emergency.Hours{{Day: time.Monday, From: 13 * 60, Until: 16 * 60}}
			b.People[2].Hours = []emergency.Hours{{Day: time.Monday, From: 15 * 60, Until: 20 * 60}}
			b.People[3].Hours = b.People[2].Hours
		}, ""},
		{"only the own manager, no number", func(b *emergency.Body) {
			b.Chain = []string{"boss"}
		}, "chain=emergency.chain_coordinator chain=emergency.chain_hr chain=emergency.chain_gap"},
		{"number of a service", func(b *emergency.Body) { b.People[0].Phone = "0120-061-338" }, "people.0.phone=phone.service"},
		{"number too short", func(b *emergency.Body) { b.People[0].Phone = "090-1234-567" }, "people.0.phone=phone.length"},
		{"no number", func(b *emergency.Body) { b.People[5].Phone = "" }, "people.5.phone=emergency.phone_needed"},
		{"no AED", func(b *emergency.Body) { b.Places[0].AED = " " }, "places.0.aed=emergency.aed_needed"},
		{"nobody near", func(b *emergency.Body) { b.Places[0].Walkers = nil }, "places.0.walkers=emergency.walkers_needed"},
		{"no room", func(b *emergency.Body) { b.Places = nil }, "places=emergency.places_needed"},
		{"no fire headquarters", func(b *emergency.Body) { b.Desks = b.Desks[:1] }, "desks=emergency.fire_needed"},
		{"desk with a free number", func(b *emergency.Body) { b.Desks[0].Phone = "#7119" }, ""},
		{"desk never checked", func(b *emergency.Body) { b.Desks[0].Checked = civil.Date{} }, "desks.0.checked=emergency.checked_needed"},
		{"no hours", func(b *emergency.Body) { b.Offered = nil }, "offered=emergency.offered_needed"},
		{"hours that end first", func(b *emergency.Body) { b.Offered[0].Until = 0 }, "offered=emergency.hours_wrong"},
		{"own manager as HR", func(b *emergency.Body) { b.People[4].Role = emergency.HR }, "people.4.role=emergency.own_manager"},
		{"HR told the address", func(b *emergency.Body) {
			b.Told = []emergency.Told{{Role: emergency.HR, Data: []emergency.Datum{emergency.TellAddress}, Ground: emergency.LifeProtection}}
		}, "told.0=emergency.told_too_much"},
		{"manager told the level", func(b *emergency.Body) {
			b.Told = []emergency.Told{{Role: emergency.Manager, Data: []emergency.Datum{emergency.TellLevel}, Ground: emergency.LifeProtection}}
		}, "told.0=emergency.told_too_much"},
		{"without a ground", func(b *emergency.Body) {
			b.Told = []emergency.Told{{Role: emergency.HR, Data: []emergency.Datum{emergency.TellTodo}}}
		}, "told.0=form.choose"},
		{"a timer of an hour", func(b *emergency.Body) { b.Ack = 3600 }, "ack=emergency.ack_wrong"},
	} {
		b := whole()
		c.change(&b)
		if got := codes(b.Check()); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestApprove(t *testing.T) {
	t.Parallel()
	h := emergencytest.NewHouse(t)
	day := func(month time.Month, d int) civil.Date { return civil.Date{Year: 2026, Month: month, Day: d} }
	draft := func() emergency.Plan {
		t.Helper()
		p, err := h.SaveDraft(ctx, h.AsHR(), h.Honsha.ID, h.Whole())
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	p := draft()
	if again := draft(); again.ID != p.ID || again.Version != 1 {
		t.Errorf("a second draft %d", again.Version)
	}
	for _, c := range []struct {
		name string
		in   emergency.ApproveInput
		on   civil.Date
		want string
	}{
		{"no such meeting", emergency.ApproveInput{Meeting: "none"}, day(11, 2), "emergency.meeting_wrong"},
		{"decided tomorrow", emergency.ApproveInput{Meeting: "meeting"}, day(11, 24), "emergency.meeting_wrong"},
		{"in force before it was decided", emergency.ApproveInput{Meeting: "meeting", From: day(11, 1)}, day(11, 2), "from=emergency.from_early"},
		{"expired when approved", emergency.ApproveInput{Meeting: "meeting", From: day(11, 2), Until: day(11, 22)}, day(11, 2), "until=emergency.until_wrong"},
		{"more than a year", emergency.ApproveInput{Meeting: "meeting", Until: civil.Date{Year: 2028, Month: 1, Day: 1}}, day(11, 2), "until=emergency.until_wrong"},
		{"until today", emergency.ApproveInput{Meeting: "meeting", Until: day(11, 23)}, day(11, 2), ""},
		{"a second time", emergency.ApproveInput{Meeting: "meeting"}, day(11, 2), "emergency.no_draft"},
	} {
		c.in.Plan, h.Around.DecidedOn = p.ID, c.on
		err := h.Service.Approve(ctx, h.AsHR(), c.in)
		if got := codes(err); got != c.want && (err == nil || fault.Of(err).Code != c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
	sheet, err := h.Plans(ctx, h.AsCommittee(), h.Honsha.ID)
	if err != nil || !sheet.Facts.Valid || sheet.Facts.Expired || sheet.MayEdit || !sheet.Facts.Undrilled {
		t.Errorf("on its last day: %+v, %v", sheet.Facts, err)
	}
	h.Clock.Add(24 * time.Hour)
	if sheet, err = h.Plans(ctx, h.AsHR(), h.Honsha.ID); err != nil || !sheet.Facts.Expired || sheet.Facts.Valid || sheet.Facts.Missing {
		t.Errorf("a day later: %+v, %v", sheet.Facts, err)
	}
	h.Around.DecidedOn = day(11, 2)
	second := draft()
	if err := h.Service.Approve(ctx, h.AsHR(), emergency.ApproveInput{Plan: second.ID, Meeting: "meeting"}); err != nil {
		t.Fatal(err)
	}
	if sheet, err = h.Plans(ctx, h.AsHR(), h.Honsha.ID); err != nil || sheet.Force.Version != 2 || len(sheet.Older) != 1 {
		t.Errorf("renewed: version %d, %d older, %v", sheet.Force.Version, len(sheet.Older), err)
	}
	if _, err := h.SaveDraft(ctx, h.AsForeignHR(), h.Honsha.ID, h.Whole()); err == nil {
		t.Error("another company's HR writes the plan")
	}
	if _, err := h.SaveDraft(ctx, h.AsCommittee(), h.Honsha.ID, h.Whole()); err == nil {
		t.Error("a committee member writes the plan")
	}
	wide := h.Whole()
	wide.People[0].Phone = "０３ー０１２３ー４５０１"
	if p, err := h.SaveDraft(ctx, h.AsHR(), h.Honsha.ID, wide); err != nil || p.Body.People[0].Phone != "03-0123-4501" {
		t.Errorf("full-width: %q, %v", string(p.Body.People[0].Phone), err)
	}
	wide.People[0].Phone = "03-123"
	if _, err := h.SaveDraft(ctx, h.AsHR(), h.Honsha.ID, wide); codes(err) != "people.0.phone=phone.length" {
		t.Errorf("wrong number saved: %v", err)
	}
}

// Every line of the table is needed, and a fault names its line.
func TestParseTable(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                   "E0 is not whole",
		"step 何か | something":                "stands before the first level",
		"level E9":                           "no such level",
		"level E0\nlevel E0":                 "levels.txt:2",
		"level E0\ncalls DOCTOR":             "calls nobody",
		"level E0\nstep ただ":                  "Japanese | English",
		"level E0\ntodo BOSS 何か | something": "no such role",
		"version x":                          "no number",
		"level E0\nwhatever これ | this\n":     "unknown word",
	} {
		if _, err := emergency.ParseTable(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}
