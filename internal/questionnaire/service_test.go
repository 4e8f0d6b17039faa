package questionnaire_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/database/databasetest"
	"mendan/internal/fault"
	"mendan/internal/questionnaire"
	"mendan/internal/questionnaire/questionnairedb"
	"mendan/internal/questionnaire/questionnairetest"
	"mendan/internal/txn"
)

func house(t *testing.T) (*questionnairetest.House, *databasetest.Clock) {
	t.Helper()
	db, clock := databasetest.Open(t)
	return questionnairetest.NewHouse(t, db), clock
}

const intake questionnaire.FormID = "intake_long_hours"

// A worker answers, stops, goes on on another device, looks over, sends.
func TestOneWholeQuestionnaire(t *testing.T) {
	t.Parallel()
	h, clock := house(t)
	ctx := context.Background()
	c := h.Open(casework.LongHoursGeneral)

	states, err := h.Service.Forms(ctx, h.AsWorker(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, s := range states {
		ids = append(ids, string(s.Form.ID))
		if s.Begun || s.Sent || s.Progress.Done != 0 {
			t.Errorf("before the first answer: %+v", s)
		}
	}
	if d := cmp.Diff([]string{"intake_long_hours", "fatigue_2023"}, ids); d != "" {
		t.Fatalf("forms (-want +got)\n%s", d)
	}

	saved := h.Say(c.ID, intake, "work_hours", "over100")
	clock.Add(time.Hour)
	if q, _ := saved.Form.FirstOpen(saved.Response.Answers); q.ID != "work_outlook" {
		t.Errorf("goes on with %s", q.ID)
	}
	sheet, err := h.Service.Sheet(ctx, h.AsWorker(), c.ID, intake) // another device
	if err != nil || sheet.Response.Answers["work_hours"].Value() != "over100" {
		t.Fatalf("%+v, %v", sheet.Response, err)
	}

	if err := h.Service.Send(ctx, h.AsWorker(), c.ID, intake); fault.Of(err).Code != questionnaire.ErrUnfinished.Code {
		t.Errorf("sent half: %v", err)
	}
	h.Fill(c.ID, intake)
	if err := h.Service.Send(ctx, h.AsWorker(), c.ID, intake); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Service.Save(ctx, h.AsWorker(), questionnaire.SaveInput{Case: c.ID, Form: intake, Question: "mood", Answer: questionnaire.Input{Decline: true}}); fault.Of(err).Code != questionnaire.ErrSubmitted.Code {
		t.Errorf("changed after sending: %v", err)
	}
	if err := h.Service.Reopen(ctx, h.AsWorker(), c.ID, intake); err != nil {
		t.Fatal(err)
	}
	h.Say(c.ID, intake, "mood", "2")
	if err := h.Service.Send(ctx, h.AsWorker(), c.ID, intake); err != nil {
		t.Fatal(err)
	}

	h.Move(c.ID, casework.Started)
	for what, err := range map[string]error{
		"reopen": h.Service.Reopen(ctx, h.AsWorker(), c.ID, intake),
		"send":   h.Service.Send(ctx, h.AsWorker(), c.ID, "fatigue_2023"),
	} {
		if fault.Of(err).Code != questionnaire.ErrClosed.Code {
			t.Errorf("%s after the interview began: %v", what, err)
		}
	}
}

// An alert rises with its single answer, even if nothing else is ever said, and once.
func TestAlertOnSave(t *testing.T) {
	t.Parallel()
	h, _ := house(t)
	c := h.Open(casework.LongHoursGeneral)
	if saved := h.Say(c.ID, intake, "thoughts", "never"); saved.Card != "" || h.Bell.Rung() != nil {
		t.Errorf("nothing to see: %+v", saved)
	}
	if saved := h.Say(c.ID, intake, "thoughts", "sometimes"); saved.Card != "life" {
		t.Errorf("card %q", saved.Card)
	}
	if d := cmp.Diff([]string{"AL-1"}, h.Bell.Rung()); d != "" {
		t.Errorf("rung (-want +got)\n%s", d)
	}
	if saved := h.Say(c.ID, intake, "thoughts", "often"); saved.Card != "life" || h.Bell.Rung() != nil {
		t.Error("the second time: the card again, the bell not")
	}
	h.Say(c.ID, intake, "thoughts", "now")
	if d := cmp.Diff([]string{"AL-2"}, h.Bell.Rung()); d != "" {
		t.Errorf("worse (-want +got)\n%s", d)
	}
	h.Say(c.ID, intake, "red_flags", "chest")
	if d := cmp.Diff([]string{"AL-3"}, h.Bell.Rung()); d != "" {
		t.Errorf("rung (-want +got)\n%s", d)
	}
}

// Who has no physician yet is not forgotten: the one who takes the case is told.
func TestAlertBeforeThereIsAPhysician(t *testing.T) {
	t.Parallel()
	h, _ := house(t)
	ctx := context.Background()
	h.Cases.Listen(h.Service.Moved)
	c, err := h.Cases.Open(ctx, h.AsWorker(), casework.OpenInput{Employee: h.Worker.ID, Type: casework.LongHoursGeneral})
	if err != nil {
		t.Fatal(err)
	}
	h.Say(c.ID, intake, "thoughts", "often")
	h.Say(c.ID, intake, "mood", "3")
	if d := cmp.Diff([]string{"AL-1"}, h.Bell.Rung()); d != "" {
		t.Errorf("on save (-want +got)\n%s", d)
	}
	h.Move(c.ID, casework.Scheduled)
	if d := cmp.Diff([]string{"AL-1"}, h.Bell.Rung()); d != "" {
		t.Errorf("when the physician takes the case (-want +got)\n%s", d)
	}
	h.Move(c.ID, casework.Scheduled) // moved to another time, the same physician
	if got := h.Bell.Rung(); got != nil {
		t.Errorf("told again: %v", got)
	}
}

// The alarm is part of the act: when it cannot be raised nothing is saved, so
// that "saved" never hides an alert that nobody heard.
func TestAlarmAndAnswerAreOneAct(t *testing.T) {
	t.Parallel()
	h, _ := house(t)
	c := h.Open(casework.LongHoursGeneral)
	deaf := questionnaire.NewService(h.DB, questionnairedb.New(), h.Cases, broken{}, library(t), time.UTC)
	_, err := deaf.Save(context.Background(), h.AsWorker(), questionnaire.SaveInput{
		Case: c.ID, Form: intake, Question: "thoughts", Answer: questionnaire.Input{Values: []string{"often"}},
	})
	if fault.KindOf(err) != fault.Unavailable {
		t.Fatal(err)
	}
	s, err := h.Service.Sheet(context.Background(), h.AsWorker(), c.ID, intake)
	if err != nil || s.Response.Begun() {
		t.Errorf("%+v, %v", s.Response, err)
	}
}

type broken struct{}

func (broken) Raise(context.Context, txn.Write, casework.Case, questionnaire.Alert) error {
	return fault.New(fault.Unavailable, "web.unavailable")
}

// Before it is sent the physician sees what is urgent and nothing else; after, all of it.
func TestWhatThePhysicianReads(t *testing.T) {
	t.Parallel()
	h, _ := house(t)
	ctx := context.Background()
	c := h.Open(casework.LongHoursGeneral)
	h.Say(c.ID, intake, "work_hours", "over100")
	h.Say(c.ID, intake, "thoughts", "often")

	read := func() questionnaire.Reading {
		t.Helper()
		r, err := h.Service.Read(ctx, h.AsPhysician(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	r := read()
	if len(r.Forms) != 1 || len(r.Forms[0].Response.Answers) != 1 || r.Forms[0].Response.Answers["thoughts"].Value() != "often" {
		t.Errorf("before sending: %+v", r.Forms)
	}
	if len(r.Highlights) != 1 || r.Highlights[0].Kind != questionnaire.HighlightAlert || r.Highlights[0].Title.JA == "" {
		t.Errorf("before sending: %+v", r.Highlights)
	}

	h.Say(c.ID, intake, "illness", "yes")
	h.Say(c.ID, intake, "doctor", "みなと病院")
	h.Say(c.ID, intake, "illness", "no") // now "doctor" is hidden
	h.Fill(c.ID, intake)
	if err := h.Service.Send(ctx, h.AsWorker(), c.ID, intake); err != nil {
		t.Fatal(err)
	}
	r = read()
	if _, there := r.Forms[0].Response.Answers["doctor"]; there {
		t.Error("an answer that is no longer asked for reached the physician")
	}
	if r.Forms[0].Response.Answers["work_hours"].Value() != "over100" || len(r.Highlights) < 2 {
		t.Errorf("after sending: %+v", r.Highlights)
	}
	sheet, err := h.Service.Sheet(ctx, h.AsWorker(), c.ID, intake)
	if err != nil || len(sheet.Form.Hidden(sheet.Response.Answers)) != 0 {
		t.Errorf("hidden answers stay after sending: %v", err)
	}
}

// Who may and who may not even know. The worker's employer never gets anything.
func TestWhoMay(t *testing.T) {
	t.Parallel()
	h, _ := house(t)
	ctx := context.Background()
	c := h.Open(casework.Consultation)
	h.Say(c.ID, "intake_consultation", "reason", "body")
	for name, x := range map[string]struct {
		who         actor.Actor
		read, write bool
	}{
		"worker": {h.AsWorker(), false, true}, "physician": {h.AsPhysician(), true, false}, "nurse": {h.AsNurse(), true, false},
		"unappointed": {h.AsUnappointed(), false, false}, "foreigner": {h.AsForeigner(), false, false}, "hr": {h.AsHR(), false, false},
		"manager": {h.AsManager(), false, false}, "committee": {h.AsCommittee(), false, false}, "coordinator": {h.AsCoordinator(), false, false},
		"admin": {h.AsAdmin(), false, false}, "nobody": {actor.Actor{}, false, false},
	} {
		_, err := h.Service.Read(ctx, x.who, c.ID)
		if (err == nil) != x.read {
			t.Errorf("%s reads: %v", name, err)
		}
		_, err = h.Service.Sheet(ctx, x.who, c.ID, "intake_consultation")
		if (err == nil) != x.write {
			t.Errorf("%s opens the sheet: %v", name, err)
		}
		_, err = h.Service.Save(ctx, x.who, questionnaire.SaveInput{Case: c.ID, Form: "intake_consultation", Question: "since", Answer: questionnaire.Input{Values: []string{"days"}}})
		if (err == nil) != x.write {
			t.Errorf("%s answers: %v", name, err)
		}
		if name == "hr" && fault.Of(err).Code != access.ErrHidden.Code {
			t.Errorf("%s learns that there is a consultation: %v", name, err)
		}
	}
}

func TestUnknownThings(t *testing.T) {
	t.Parallel()
	h, _ := house(t)
	c := h.Open(casework.LongHoursGeneral)
	for name, x := range map[string]struct {
		form     questionnaire.FormID
		question string
		want     *fault.Fault
	}{
		"form":             {"nothing", "mood", questionnaire.ErrUnknownForm},
		"form of another":  {"intake_consultation", "reason", questionnaire.ErrUnknownForm},
		"question":         {intake, "nothing", questionnaire.ErrUnknownQuestion},
		"hidden question":  {intake, "doctor", questionnaire.ErrUnknownQuestion},
		"reserved address": {intake, "review", questionnaire.ErrUnknownQuestion},
	} {
		_, err := h.Service.Save(context.Background(), h.AsWorker(), questionnaire.SaveInput{Case: c.ID, Form: x.form, Question: x.question, Answer: questionnaire.Input{Decline: true}})
		if fault.Of(err).Code != x.want.Code {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The count is kept when a counted form is sent, and the worker sees it in words.
func TestCountedForm(t *testing.T) {
	t.Parallel()
	h, _ := house(t)
	ctx := context.Background()
	c := h.Open(casework.LongHoursGeneral)
	f := form(t, "fatigue_2023")
	a := questionnaire.Answers{}
	spread(t, f, "symptoms", 15, a)
	spread(t, f, "work", 12, a)
	for _, q := range f.Questions() {
		h.Say(c.ID, f.ID, q.ID, a[q.ID].Values...)
	}
	if d := cmp.Diff([]string{"AL-5"}, h.Bell.Rung()); d != "" {
		t.Errorf("rung (-want +got)\n%s", d)
	}
	if err := h.Service.Send(ctx, h.AsWorker(), c.ID, f.ID); err != nil {
		t.Fatal(err)
	}
	states, err := h.Service.Forms(ctx, h.AsWorker(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	if s := states[1].Score; s == nil || s.Total != 7 || s.Judgement.ID != "very_high" {
		t.Errorf("%+v", s)
	}
}
