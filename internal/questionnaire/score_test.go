package questionnaire_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/questionnaire"
	"mendan/internal/questionnaire/forms"
)

func library(t testing.TB) questionnaire.Library {
	t.Helper()
	l, err := forms.Load()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func form(t testing.TB, name questionnaire.FormID) *questionnaire.Form {
	t.Helper()
	f, err := library(t).Version(name, 1)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// spread gives the questions of a part answers whose points add up to sum:
// as many of three points as possible, then of one.
func spread(t testing.TB, f *questionnaire.Form, part string, sum int, a questionnaire.Answers) {
	t.Helper()
	for _, want := range []int{3, 1, 0} {
		for _, q := range f.Questions() {
			if _, taken := a[q.ID]; taken || q.Section != part || want > 0 && want > sum {
				continue
			}
			for _, o := range q.Choices {
				if o.Points == want {
					a[q.ID] = questionnaire.Answer{Question: q.ID, State: questionnaire.Given, Values: []string{o.ID}}
					sum -= want
					break
				}
			}
		}
	}
	for _, q := range f.Questions() {
		if _, ok := a[q.ID]; !ok && q.Section == part {
			t.Fatalf("%s has no answer", q.ID)
		}
	}
	if sum != 0 {
		t.Fatalf("cannot make the sum in %s: %d left", part, sum)
	}
}

// The fatigue checklist of 2023: every cell of the matrix, reached at the
// lowest and at the highest sum of its bands, so that 2/3, 7/8, 14/15 and 0/1,
// 5/6, 11/12 are all tried. Source: questionnaires.md section 1.
func TestFatigueMatrix(t *testing.T) {
	t.Parallel()
	f := form(t, "fatigue_2023")
	rows := []struct {
		grade string
		sums  []int
		total [4]int
	}{
		{"I", []int{0, 2}, [4]int{0, 0, 2, 4}},
		{"II", []int{3, 7}, [4]int{0, 1, 3, 5}},
		{"III", []int{8, 14}, [4]int{0, 2, 4, 6}},
		{"IV", []int{15, 42}, [4]int{1, 3, 5, 7}},
	}
	columns := []struct {
		grade string
		sums  []int
	}{{"A", []int{0}}, {"B", []int{1, 5}}, {"C", []int{6, 11}}, {"D", []int{12, 33}}}
	judgement := map[int]string{0: "low", 1: "low", 2: "somewhat_high", 3: "somewhat_high", 4: "high", 5: "high", 6: "very_high", 7: "very_high"}
	for _, r := range rows {
		for i, c := range columns {
			for _, symptoms := range r.sums {
				for _, work := range c.sums {
					a := questionnaire.Answers{}
					spread(t, f, "symptoms", symptoms, a)
					spread(t, f, "work", work, a)
					got, counted := f.Score(a)
					if !counted || !got.Complete {
						t.Fatalf("%d/%d: not counted: %+v", symptoms, work, got)
					}
					want := []string{r.grade, c.grade}
					if d := cmp.Diff(want, []string{got.Sums[0].Grade, got.Sums[1].Grade}); d != "" {
						t.Errorf("%d/%d: grades (-want +got)\n%s", symptoms, work, d)
					}
					if got.Sums[0].Value != symptoms || got.Sums[1].Value != work {
						t.Errorf("%d/%d: sums %d, %d", symptoms, work, got.Sums[0].Value, got.Sums[1].Value)
					}
					if got.Total != r.total[i] || got.Judgement.ID != judgement[r.total[i]] {
						t.Errorf("%d/%d (%s%s): %d %s, want %d %s", symptoms, work, r.grade, c.grade,
							got.Total, got.Judgement.ID, r.total[i], judgement[r.total[i]])
					}
				}
			}
		}
	}
}

// The points of each item are those of questionnaires.md section 1: 14 items
// of 0, 1, 3, then 13 of which three have two answers only.
func TestFatigueItems(t *testing.T) {
	t.Parallel()
	want := map[string]string{}
	for _, id := range strings.Fields("w02_irregular w03_trips w05_breaks") {
		want[id] = "01"
	}
	count := map[string]int{}
	for _, q := range form(t, "fatigue_2023").Questions() {
		count[q.Section]++
		got := ""
		for _, o := range q.Choices {
			got += string(rune('0' + o.Points))
		}
		if w := want[q.ID]; w == "" && got != "013" || w != "" && got != w {
			t.Errorf("%s: points %s", q.ID, got)
		}
	}
	if count["symptoms"] != 14 || count["work"] != 13 {
		t.Errorf("items: %v", count)
	}
}

// What is missing, declined or skipped is never counted as nothing.
func TestScoreImputesNothing(t *testing.T) {
	t.Parallel()
	f := form(t, "fatigue_2023")
	for _, state := range []questionnaire.State{"", questionnaire.Declined, questionnaire.Skipped} {
		a := questionnaire.Answers{}
		spread(t, f, "symptoms", 42, a)
		spread(t, f, "work", 33, a)
		delete(a, "s03_restless")
		if state != "" {
			a["s03_restless"] = questionnaire.Answer{Question: "s03_restless", State: state}
		}
		got, _ := f.Score(a)
		if got.Complete || got.Total != 0 || got.Judgement.ID != "" || len(got.Sums) != 0 {
			t.Errorf("%q: counted: %+v", state, got)
		}
		if d := cmp.Diff([]string{"s03_restless"}, got.Missing); d != "" {
			t.Errorf("%q: missing (-want +got)\n%s", state, d)
		}
	}
}

func TestFormWithoutScoring(t *testing.T) {
	t.Parallel()
	if _, counted := form(t, "intake_long_hours").Score(questionnaire.Answers{}); counted {
		t.Error("a form without scoring was counted")
	}
}
