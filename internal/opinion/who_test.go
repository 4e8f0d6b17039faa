package opinion_test

import (
	"errors"
	"testing"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/opinion"
	"mendan/internal/opinion/opiniontest"
)

func TestConsultationStaysAway(t *testing.T) {
	t.Parallel()
	w := world(t, "CONSULTATION")
	s, c := w.Service, w.Facts.Case
	l := signed(t, w, opiniontest.Consultation())
	if l.Stage() != opinion.Closed || w.Facts.State != casework.Finished || len(w.Notices.Sent) != 0 {
		t.Fatalf("%s, %s, %v", l.Stage(), w.Facts.State, w.Notices.Sent)
	}
	w.Clock.Add(60 * 24 * time.Hour)
	if n, err := s.ReleaseDue(ctx); n != 0 || err != nil {
		t.Errorf("%d released, %v", n, err)
	}
	hidden(t, w, w.HR)
	if _, err := s.Open(ctx, w.Worker, c, opinion.ForEmployer); !errors.Is(err, opinion.ErrNone) {
		t.Errorf("there is a document for the employer: %v", err)
	}
	if v, err := s.Show(ctx, w.Worker, c); err != nil || v.Goes || v.Copy.Number != "" {
		t.Errorf("%+v, %v", v, err)
	}
}

func TestConsultationGoesOnlyWithConsentAndConfirmation(t *testing.T) {
	t.Parallel()
	w := world(t, "CONSULTATION")
	s, c := w.Service, w.Facts.Case
	content := opiniontest.Consultation()
	content.Facing = opiniontest.LongHours().Facing
	content.Consent = opinion.Consent{Given: true, On: w.Facts.Held}
	l, err := s.Save(ctx, w.Physician, c, 0, content)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Sign(ctx, w.Physician, c, opinion.SignInput{Saved: l.Saved}); len(fault.Of(err).Fields) != 1 || fault.Of(err).Fields[0].Name != "consent_how" {
		t.Fatalf("half a consent: %v", err)
	}
	content.Consent.How = "SPOKEN"
	l, _ = s.Save(ctx, w.Physician, c, l.Saved, content)
	if _, err := s.Sign(ctx, w.Physician, c, opinion.SignInput{Saved: l.Saved, Urgent: true, UrgentReason: "急ぐ"}); fault.KindOf(err) != fault.Invalid {
		t.Fatalf("urgent without confirmation: %v", err)
	}
	if _, err := s.Sign(ctx, w.Physician, c, opinion.SignInput{Saved: l.Saved}); err != nil {
		t.Fatal(err)
	}
	w.Clock.Add(60 * 24 * time.Hour)
	if n, _ := s.ReleaseDue(ctx); n != 0 {
		t.Fatal("waiting replaced the worker's confirmation")
	}
	hidden(t, w, w.HR)
	if _, err := s.Answer(ctx, w.Worker, c, opinion.AnswerInput{Confirm: true}); err != nil {
		t.Fatal(err)
	}
	v, err := s.ReadForEmployer(ctx, w.HR, c)
	if err != nil || v.Letter.Copy.Head.ConsentOn != w.Facts.Held {
		t.Fatalf("%+v, %v", v.Letter.Copy.Head, err)
	}
	hidden(t, w, w.OtherHR)
}

// hidden: for who the case is not there, whatever he tries.
func hidden(t *testing.T, w *opiniontest.World, who actor.Actor) {
	t.Helper()
	c := w.Facts.Case
	for name, err := range map[string]error{
		"read":    second(w.Service.ReadForEmployer(ctx, who, c)),
		"receive": w.Service.Receive(ctx, who, c),
		"decide":  w.Service.Decide(ctx, who, c, decision(w)),
		"open":    second(w.Service.Open(ctx, who, c, opinion.ForEmployer)),
		"report":  second(w.Service.Open(ctx, who, c, opinion.FullReport)),
		"show":    second(w.Service.Show(ctx, who, c)),
		"answer":  second(w.Service.Answer(ctx, who, c, opinion.AnswerInput{Confirm: true})),
	} {
		if fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s: %v, want not found", name, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestForeignPeople(t *testing.T) {
	t.Parallel()
	w := world(t, "LONG_HOURS_GENERAL")
	s, c := w.Service, w.Facts.Case
	signed(t, w, opiniontest.LongHours())
	if _, err := s.Answer(ctx, w.Worker, c, opinion.AnswerInput{Confirm: true}); err != nil {
		t.Fatal(err)
	}
	for _, who := range []actor.Actor{w.OtherHR, w.OtherWorker, {}} {
		hidden(t, w, who)
	}
	if _, err := s.Show(ctx, w.HR, c); fault.KindOf(err) != fault.NotFound {
		t.Errorf("HR opens the worker's page: %v", err)
	}
	if _, err := s.ReadForEmployer(ctx, w.Physician, c); err == nil {
		t.Error("the physician acts for the employer")
	}
	for name, who := range map[string]actor.Actor{"HR": w.HR, "manager": w.Manager, "coordinator": w.Coordinator, "admin": w.Admin, "other physician": w.OtherPhysician} {
		if _, err := s.Open(ctx, who, c, opinion.FullReport); err == nil {
			t.Errorf("%s opens the report", name)
		}
		if _, err := s.Desk(ctx, who, c); err == nil {
			t.Errorf("%s reads the desk", name)
		}
	}
	if _, err := s.Save(ctx, w.Nurse, c, 0, opinion.Content{}); err == nil {
		t.Error("the nurse writes")
	}
	if _, err := s.Desk(ctx, w.Nurse, c); err != nil {
		t.Errorf("the nurse reads: %v", err)
	}
	if _, err := s.Open(ctx, w.Worker, id.New[id.Case](), opinion.FullReport); fault.KindOf(err) != fault.NotFound {
		t.Errorf("an unknown case: %v", err)
	}
	if errors.Is(access.Check(w.Manager, access.ReadOpinion, w.Facts.Subject(true, false)), nil) {
		t.Error("the matrix lets managers read letters")
	}
}
