package opinion_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/fault"
	"mendan/internal/opinion"
	"mendan/internal/opinion/opiniontest"
)

func TestDecisionNeedsReasons(t *testing.T) {
	t.Parallel()
	w := world(t, "LONG_HOURS_GENERAL")
	s, c := w.Service, w.Facts.Case
	signed(t, w, opiniontest.LongHours())
	_, _ = s.Answer(ctx, w.Worker, c, opinion.AnswerInput{Confirm: true})
	_ = s.Receive(ctx, w.HR, c)
	for name, test := range map[string]struct {
		change func(in *opinion.DecideInput)
		want   string
	}{
		"worker not heard":  {func(in *opinion.DecideInput) { in.Heard, in.HeardOn = "", civil.Date{} }, "heard_on heard"},
		"heard before":      {func(in *opinion.DecideInput) { in.HeardOn = in.HeardOn.AddDays(-1) }, "heard_on"},
		"heard tomorrow":    {func(in *opinion.DecideInput) { in.HeardOn = in.HeardOn.AddDays(1) }, "heard_on"},
		"nothing chosen":    {func(in *opinion.DecideInput) { in.Taken = nil }, "taken"},
		"none, no reason":   {func(in *opinion.DecideInput) { in.None = true }, "none_reason"},
		"looser, no reason": {func(in *opinion.DecideInput) { in.Taken[0].Measure.Hours = 45 }, "deviation"},
		"shorter":           {func(in *opinion.DecideInput) { in.Taken[0].Until = in.Taken[0].Until.AddDays(-7) }, "deviation"},
		"one left out":      {func(in *opinion.DecideInput) { in.Taken = in.Taken[1:] }, "deviation"},
		"one more": {func(in *opinion.DecideInput) {
			in.Taken = append(in.Taken, opinion.TakenInput{Measure: opinion.Measure{Code: "OTHER_TIME", Text: "金曜は定時退社"}, From: in.Taken[0].From, Until: in.Taken[0].Until})
		}, "deviation"},
		"no period": {func(in *opinion.DecideInput) { in.Taken[1].From, in.Taken[1].Until = civil.Date{}, civil.Date{} }, "period_from_LIMIT_WORKING_HOURS"},
		"too long":  {func(in *opinion.DecideInput) { in.Heard = strings.Repeat("あ", 2001) }, "heard"},
	} {
		in := decision(w)
		test.change(&in)
		err := s.Decide(ctx, w.HR, c, in)
		var got []string
		for _, f := range fault.Of(err).Fields {
			got = append(got, f.Name)
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s: %v, want %s", name, err, test.want)
		}
	}
	in := decision(w)
	in.None, in.NoneReason = true, "本人が通常の勤務を強く希望し、業務量を減らしたため"
	if err := s.Decide(ctx, w.HR, c, in); err != nil {
		t.Fatal(err)
	}
	d, _ := s.Desk(ctx, w.Physician, c)
	if d.Letter.NoneReason == "" || len(d.Taken) != 0 {
		t.Errorf("%+v", d.Letter.Decision)
	}
	if diff := cmp.Diff([]casework.Event{"drafted", "signed", "delivered", "heard", "unmeasured", "informed"}, w.Steps.Events); diff != "" {
		t.Error(diff)
	}
}

func TestDocumentsAreWhatWasSigned(t *testing.T) {
	t.Parallel()
	w := world(t, "LONG_HOURS_GENERAL")
	s, c := w.Service, w.Facts.Case
	l := signed(t, w, opiniontest.LongHours())
	copy, err := s.Pages.EmployerCopy(opinion.Compose(l.Number, l.Head, l.Content.Facing))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := s.Open(ctx, w.Worker, c, opinion.ForEmployer)
	if err != nil || string(doc.Bytes) != string(copy) || len(doc.SHA256) != 64 {
		t.Errorf("the stored copy is not what the letter draws: %v", err)
	}
	report, err := s.Open(ctx, w.Nurse, c, opinion.FullReport)
	if err != nil || report.SHA256 == doc.SHA256 {
		t.Errorf("%v", err)
	}
	if _, err := s.Open(ctx, w.HR, c, opinion.ForEmployer); fault.KindOf(err) != fault.NotFound {
		t.Errorf("HR opens the document before its time: %v", err)
	}
	_, _ = s.Answer(ctx, w.Worker, c, opinion.AnswerInput{Confirm: true})
	got, err := s.Open(ctx, w.HR, c, opinion.ForEmployer)
	if err != nil || got.SHA256 != doc.SHA256 {
		t.Errorf("HR gets another document: %v", err)
	}
}

// Two worlds that differ only in what was written privately look the same to the employer.
func TestNoninterference(t *testing.T) {
	t.Parallel()
	see := func(private opinion.Private) (opinion.EmployerCopy, []byte) {
		w := world(t, "LONG_HOURS_GENERAL")
		content := opiniontest.LongHours()
		content.Private = private
		l := signed(t, w, content)
		_, _ = w.Service.Answer(ctx, w.Worker, w.Facts.Case, opinion.AnswerInput{Confirm: true, Comment: private.Remarks})
		v, err := w.Service.ReadForEmployer(ctx, w.HR, w.Facts.Case)
		if err != nil {
			t.Fatal(err)
		}
		v.Letter.Copy.Number = "" // from the letter's random id
		b, err := w.Service.Pages.EmployerCopy(opinion.Compose("", l.Head, v.Letter.Copy.Facing))
		if err != nil {
			t.Fatal(err)
		}
		return v.Letter.Copy, b
	}
	a, pa := see(opiniontest.LongHours().Private)
	b, pb := see(opinion.Private{Finding: "NO_FINDINGS", Advice: "別の助言", Remarks: "別の記録"})
	if diff := cmp.Diff(a, b); diff != "" {
		t.Errorf("the copies differ:\n%s", diff)
	}
	if string(pa) != string(pb) {
		t.Error("the documents differ")
	}
}
