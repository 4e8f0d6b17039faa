package questionnairetest

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/actor"
	"mendan/internal/database"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/questionnaire"
	"mendan/internal/txn"
)

// Suite is what every questionnaire.Store has to do.
func Suite(t *testing.T, db *database.DB, store questionnaire.Store) {
	t.Helper()
	now := time.Date(2026, 11, 23, 3, 0, 0, 123000, time.UTC)
	write := func(f func(ctx context.Context, tx txn.Write) error) error {
		return db.Write(context.Background(), actor.System("test"), "test", f)
	}
	must := func(f func(ctx context.Context, tx txn.Write) error) {
		t.Helper()
		if err := write(f); err != nil {
			t.Fatal(err)
		}
	}
	get := func(c id.Case, form questionnaire.FormID) (out questionnaire.Response, err error) {
		err = db.Read(context.Background(), func(ctx context.Context, tx txn.Read) error {
			out, err = store.Get(ctx, tx, c, form)
			return err
		})
		return out, err
	}
	list := func(c id.Case) (out []questionnaire.Response) {
		t.Helper()
		if err := db.Read(context.Background(), func(ctx context.Context, tx txn.Read) error {
			got, err := store.List(ctx, tx, c)
			out = got
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return out
	}
	fresh := func(c id.Case, form questionnaire.FormID, at time.Time) questionnaire.Response {
		return questionnaire.Response{
			ID: id.New[id.Response](), Case: c, Company: "com_a", Employee: "emp_a", Form: form, Version: 2, Language: "ja",
			StartedAt: at, ChangedAt: at, Answers: questionnaire.Answers{},
		}
	}
	one, other := id.New[id.Case](), id.New[id.Case]()

	if _, err := get(one, "intake"); fault.Of(err).Code != questionnaire.ErrNotBegun.Code {
		t.Fatalf("nothing there: %v", err)
	}
	if got := list(one); got != nil {
		t.Fatalf("nothing there: %v", got)
	}

	second, first := fresh(one, "fatigue", now.Add(time.Minute)), fresh(one, "intake", now)
	foreign := fresh(other, "intake", now)
	for _, r := range []questionnaire.Response{second, first, foreign} {
		must(func(ctx context.Context, tx txn.Write) error { return store.Insert(ctx, tx, r) })
	}
	if err := write(func(ctx context.Context, tx txn.Write) error { return store.Insert(ctx, tx, fresh(one, "intake", now)) }); err == nil {
		t.Error("one case took two responses to one form")
	}

	answers := questionnaire.Answers{}
	for _, a := range []questionnaire.Answer{
		{Question: "memo", State: questionnaire.Given, Values: []string{"髙橋 \"𠮷田\"\n<b>二行目</b>"}, At: now},
		{Question: "many", State: questionnaire.Given, Values: []string{"b", "a"}, At: now},
		{Question: "no", State: questionnaire.Declined, At: now},
		{Question: "later", State: questionnaire.Skipped, At: now},
	} {
		answers[a.Question] = a
		must(func(ctx context.Context, tx txn.Write) error { return store.PutAnswer(ctx, tx, first.ID, a) })
	}
	first.Answers = answers
	check := func(what string, want questionnaire.Response) {
		t.Helper()
		got, err := get(want.Case, want.Form)
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-want +got)\n%s", what, d)
		}
	}
	check("four answers", first)
	check("another case", foreign)

	changed := questionnaire.Answer{Question: "no", State: questionnaire.Given, Values: []string{"yes"}, At: now.Add(time.Hour)}
	must(func(ctx context.Context, tx txn.Write) error {
		if err := store.PutAnswer(ctx, tx, first.ID, changed); err != nil {
			return err
		}
		return store.DeleteAnswers(ctx, tx, first.ID, []string{"many", "never there"})
	})
	first.Answers["no"] = changed
	delete(first.Answers, "many")
	first.Language, first.ChangedAt, first.SentAt = "en", now.Add(time.Hour), now.Add(2*time.Hour)
	must(func(ctx context.Context, tx txn.Write) error { return store.Update(ctx, tx, first) })
	check("changed and sent", first)
	if d := cmp.Diff([]questionnaire.Response{first, second}, list(one)); d != "" {
		t.Errorf("list (-want +got)\n%s", d)
	}
	first.SentAt = time.Time{}
	must(func(ctx context.Context, tx txn.Write) error { return store.Update(ctx, tx, first) })
	check("reopened", first)

	for _, total := range []int{3, 7} { // a second count replaces the first
		must(func(ctx context.Context, tx txn.Write) error {
			return store.PutResult(ctx, tx, second.ID, questionnaire.Result{Algorithm: "A", Version: 1, Complete: true, Total: total, Judgement: questionnaire.Judgement{ID: "high"}, Sums: []questionnaire.SumResult{{ID: "s", Value: total}}})
		})
	}

	alert := questionnaire.Alert{Rule: "AL-1", Level: questionnaire.SuicidalitySignal, Question: "thoughts", Form: "intake", Response: first.ID, Case: one, At: now}
	var isNew []bool
	for range 2 {
		must(func(ctx context.Context, tx txn.Write) error {
			n, err := store.InsertAlert(ctx, tx, alert)
			isNew = append(isNew, n)
			return err
		})
	}
	if d := cmp.Diff([]bool{true, false}, isNew); d != "" {
		t.Errorf("the same alert twice (-want +got)\n%s", d)
	}
	var alerts []questionnaire.Alert
	must(func(ctx context.Context, tx txn.Write) error {
		got, err := store.Alerts(ctx, tx, one)
		if err != nil {
			return err
		}
		none, err := store.Alerts(ctx, tx, other)
		if none != nil {
			t.Errorf("alerts of another case: %v", none)
		}
		alerts = got
		return err
	})
	if d := cmp.Diff([]questionnaire.Alert{alert}, alerts); d != "" {
		t.Errorf("alerts (-want +got)\n%s", d)
	}
}
