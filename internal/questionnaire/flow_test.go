package questionnaire_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"mendan/internal/questionnaire"
)

// answer draws something a person could say to q, or nothing.
func answer(rt *rapid.T, q *questionnaire.Question) (questionnaire.Answer, bool) {
	in := questionnaire.Input{}
	switch rapid.IntRange(0, 9).Draw(rt, "how "+q.ID) {
	case 0:
		return questionnaire.Answer{}, false
	case 1:
		in.Decline = true
	case 2:
		if q.Needed {
			in.Decline = true
		}
	default:
		in.Values = say(rt, q)
	}
	a, err := q.Take(in, time.Time{})
	if err != nil {
		rt.Fatalf("%s refuses %v: %v", q.ID, in, err)
	}
	return a, true
}

func say(rt *rapid.T, q *questionnaire.Question) []string {
	switch q.Kind {
	case questionnaire.Choice:
		return []string{rapid.SampledFrom(q.Choices).Draw(rt, q.ID).ID}
	case questionnaire.Choices:
		var out []string
		for _, o := range q.Choices {
			if !o.Alone && rapid.Bool().Draw(rt, q.ID+o.ID) {
				out = append(out, o.ID)
			}
		}
		if len(out) == 0 {
			out = []string{q.Choices[len(q.Choices)-1].ID}
		}
		return out
	case questionnaire.Number, questionnaire.Scale:
		return []string{[]string{"1", "2", "3", "4", "5"}[rapid.IntRange(0, 4).Draw(rt, q.ID)]}
	case questionnaire.Clock:
		return []string{"23:30"}
	case questionnaire.Short, questionnaire.Long:
		return []string{"ある"}
	}
	return nil
}

// Whatever somebody answers, in whatever order and with whatever changes of
// mind: answering the first open question again and again comes to an end after
// at most as many steps as there are questions; no question appears whose
// condition does not hold on what is visible; hidden answers change nothing.
func TestWalkingAlwaysEnds(t *testing.T) {
	t.Parallel()
	for _, f := range append(library(t).All(), chain(t)) {
		t.Run(string(f.ID), func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(rt *rapid.T) {
				a := questionnaire.Answers{}
				for range rapid.IntRange(0, 10).Draw(rt, "earlier answers") { // any question, hidden or not: another tab
					q := rapid.SampledFrom(f.Questions()).Draw(rt, "any")
					if x, ok := answer(rt, q); ok {
						a[q.ID] = x
					}
				}
				for n := 0; ; n++ {
					q, ok := f.FirstOpen(a)
					if !ok {
						break
					}
					if n > len(f.Questions()) {
						rt.Fatalf("does not end: %v", a)
					}
					x, ok := answer(rt, q)
					if !ok {
						x = questionnaire.Answer{Question: q.ID, State: questionnaire.Declined}
					}
					a[q.ID] = x
					visible(rt, f, a)
				}
				if p := f.Progress(a); p.Done != p.All {
					rt.Fatalf("nothing is open but %+v", p)
				}
			})
		})
	}
}

func visible(rt *rapid.T, f *questionnaire.Form, a questionnaire.Answers) {
	path := f.Path(a)
	shown := f.Shown(a)
	for _, q := range f.Questions() {
		on := slices.Contains(path, q)
		if q.When == nil && !on {
			rt.Fatalf("%s is always asked and is hidden", q.ID)
		}
		if _, kept := shown[q.ID]; kept && !on {
			rt.Fatalf("the answer to hidden %s counts", q.ID)
		}
	}
	// The path follows from the visible answers alone.
	if again := f.Path(shown); !slices.Equal(path, again) {
		rt.Fatalf("hidden answers change the path")
	}
	for i, q := range path[1:] {
		if before, ok := f.Before(a, q.ID); !ok || before != path[i] {
			rt.Fatalf("the way back from %s does not lead to %s", q.ID, path[i].ID)
		}
		if after, ok := f.After(a, path[i].ID); !ok || after != q {
			rt.Fatalf("the way on from %s does not lead to %s", path[i].ID, q.ID)
		}
	}
}

// chain is a form in which a question hangs on one that hangs on another.
func chain(t *testing.T) *questionnaire.Form {
	t.Helper()
	ask := func(name, when string) string {
		return `{"id": "` + name + `", "kind": "choice", "text": {"ja": "問", "en": "q"}, ` + when + `
			"choices": [{"id": "yes", "text": {"ja": "はい", "en": "yes"}}, {"id": "no", "text": {"ja": "いいえ", "en": "no"}}]},`
	}
	f, err := questionnaire.Parse("chain.json", fmt.Appendf(nil, sound, "",
		ask("first", "")+ask("second", `"when": {"question": "first", "in": ["yes"]},`)+
			ask("third", `"when": {"question": "second", "in": ["yes"]},`)+
			ask("quiet", `"when": {"not": {"question": "second", "given": true}},`), ""))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// An answer to a question that is hidden now neither shows nor hides anything.
func TestHiddenAnswersCountForNothing(t *testing.T) {
	t.Parallel()
	f := chain(t)
	for _, x := range []struct {
		name    string
		answers questionnaire.Answers
		want    string
	}{
		{"all yes", questionnaire.Answers{"first": given("first", "yes"), "second": given("second", "yes")}, "drinks hours first second third memo"},
		{"changed to no", questionnaire.Answers{"first": given("first", "no"), "second": given("second", "yes"), "third": given("third", "yes")}, "drinks hours first quiet memo"},
		{"never said", questionnaire.Answers{"second": given("second", "yes")}, "drinks hours first quiet memo"},
	} {
		var got []string
		for _, q := range f.Path(x.answers) {
			got = append(got, q.ID)
		}
		if strings.Join(got, " ") != x.want {
			t.Errorf("%s: %v, want %s", x.name, got, x.want)
		}
	}
	if got := f.Hidden(questionnaire.Answers{"first": given("first", "no"), "second": given("second", "yes"), "third": given("third", "yes")}); !slices.Equal(got, []string{"second", "third"}) {
		t.Errorf("hidden: %v", got)
	}
}

func given(q string, values ...string) questionnaire.Answer {
	return questionnaire.Answer{Question: q, State: questionnaire.Given, Values: values}
}

// The branches of the intake form, as a person reads them.
func TestIntakeBranches(t *testing.T) {
	t.Parallel()
	f := form(t, "intake_long_hours")
	for _, x := range []struct {
		name    string
		answers questionnaire.Answers
		shows   []string
		hides   []string
	}{
		{"nothing said", questionnaire.Answers{}, []string{"alcohol", "illness"}, []string{"alcohol_sleep", "illness_name", "medicines", "doctor"}},
		{"drinks", questionnaire.Answers{"alcohol": given("alcohol", "daily")}, []string{"alcohol_sleep"}, nil},
		{"does not drink", questionnaire.Answers{"alcohol": given("alcohol", "never")}, nil, []string{"alcohol_sleep"}},
		{"would rather not say", questionnaire.Answers{"alcohol": {Question: "alcohol", State: questionnaire.Declined}}, nil, []string{"alcohol_sleep"}},
		{"is treated", questionnaire.Answers{"illness": given("illness", "yes")}, []string{"illness_name", "medicines", "doctor"}, nil},
		{"has stopped going", questionnaire.Answers{"illness": given("illness", "stopped")}, []string{"illness_name", "medicines"}, []string{"doctor"}},
		{"was treated, says no now", questionnaire.Answers{"illness": given("illness", "no"), "doctor": given("doctor", "みなと病院")}, nil, []string{"illness_name", "medicines", "doctor"}},
	} {
		var ids []string
		for _, q := range f.Path(x.answers) {
			ids = append(ids, q.ID)
		}
		for _, id := range x.shows {
			if !slices.Contains(ids, id) {
				t.Errorf("%s: %s is not asked", x.name, id)
			}
		}
		for _, id := range x.hides {
			if slices.Contains(ids, id) {
				t.Errorf("%s: %s is asked", x.name, id)
			}
		}
	}
}
