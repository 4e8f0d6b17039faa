package questionnaire_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/fault"
	"mendan/internal/questionnaire"
)

// wide turns plain letters and digits into their full-width forms.
func wide(text string) string {
	return strings.Map(func(r rune) rune {
		if r > ' ' && r <= '~' {
			return r - '!' + '\uff01'
		}
		return r
	}, text)
}

func TestTake(t *testing.T) {
	t.Parallel()
	f := form(t, "intake_long_hours")
	for _, x := range []struct {
		question string
		typed    []string
		want     []string // nil with no code: skipped
		code     string
	}{
		{"work_hours", []string{"from80"}, []string{"from80"}, ""},
		{"work_hours", nil, nil, "questionnaire.choose"},
		{"work_hours", []string{"from80", "unsure"}, nil, "questionnaire.only_one"},
		{"work_hours", []string{"' OR 1=1"}, nil, "questionnaire.not_offered"},
		{"work_outlook", nil, nil, ""},
		{"work_load", []string{"calls", "night"}, []string{"night", "calls"}, ""}, // in the form's order
		{"work_load", []string{"none"}, []string{"none"}, ""},
		{"work_load", []string{"none", "night"}, nil, "questionnaire.alone"},
		{"sleep_hours", []string{"6.5"}, []string{"6.5"}, ""},
		{"sleep_hours", []string{wide("6.5")}, []string{"6.5"}, ""},
		{"sleep_hours", []string{" 7 時間"}, []string{"7"}, ""},
		{"sleep_hours", []string{wide("7") + "。5"}, []string{"7.5"}, ""},
		{"sleep_hours", []string{"6.3"}, nil, "questionnaire.step"},
		{"sleep_hours", []string{"17"}, nil, "questionnaire.range"},
		{"sleep_hours", []string{"-1"}, nil, "questionnaire.range"},
		{"sleep_hours", []string{"あまり"}, nil, "questionnaire.number"},
		{"sleep_hours", []string{"NaN"}, nil, "questionnaire.number"},
		{"sleep_hours", []string{"inf"}, nil, "questionnaire.number"},
		{"sleep_hours", []string{""}, nil, "questionnaire.fill_in"},
		{"days_off", []string{"4"}, []string{"4"}, ""},
		{"days_off", []string{"4.5"}, nil, "questionnaire.step"},
		{"mood", []string{"3"}, []string{"3"}, ""},
		{"mood", []string{"6"}, nil, "questionnaire.range"},
		{"bed_time", []string{"23:30"}, []string{"23:30"}, ""},
		{"bed_time", []string{wide("23:30")}, []string{"23:30"}, ""},
		{"bed_time", []string{"23時30分"}, []string{"23:30"}, ""},
		{"bed_time", []string{"23時半"}, []string{"23:30"}, ""},
		{"bed_time", []string{"23時"}, []string{"23:00"}, ""},
		{"bed_time", []string{"午後11時半"}, []string{"23:30"}, ""},
		{"bed_time", []string{"午前0時"}, []string{"00:00"}, ""},
		{"bed_time", []string{"午前12時"}, []string{"00:00"}, ""},
		{"bed_time", []string{"11:30 PM"}, []string{"23:30"}, ""},
		{"bed_time", []string{"2330"}, []string{"23:30"}, ""},
		{"bed_time", []string{"130"}, []string{"01:30"}, ""},
		{"bed_time", []string{"24:00"}, []string{"00:00"}, ""},
		{"bed_time", []string{"25:00"}, nil, "questionnaire.time"},
		{"bed_time", []string{"おそく"}, nil, "questionnaire.time"},
		{"bed_time", []string{"12:3x"}, nil, "questionnaire.time"},
		{"memo", []string{"髙橋さんの件\n𠮷田さんにも"}, []string{"髙橋さんの件\n𠮷田さんにも"}, ""},
		{"memo", []string{"a\r\nb"}, []string{"a\nb"}, ""},
		{"memo", []string{strings.Repeat("あ", 2000)}, []string{strings.Repeat("あ", 2000)}, ""},
		{"memo", []string{strings.Repeat("あ", 2001)}, nil, "questionnaire.too_long"},
		{"memo", []string{"a\x00b"}, nil, "questionnaire.unreadable"},
		{"memo", []string{"\xff"}, nil, "questionnaire.unreadable"},
		{"illness_name", []string{"a\nb"}, nil, "questionnaire.unreadable"},
	} {
		q, ok := f.Question(x.question)
		if !ok {
			t.Fatal(x.question)
		}
		got, err := q.Take(questionnaire.Input{Values: x.typed}, time.Time{})
		if x.code != "" {
			if fields := fault.Of(err).Fields; err == nil || len(fields) != 1 || fields[0].Name != questionnaire.Field || fields[0].Code != x.code {
				t.Errorf("%s %q: %v, want %s", x.question, x.typed, err, x.code)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s %q: %v", x.question, x.typed, err)
			continue
		}
		want := questionnaire.Given
		if x.want == nil {
			want = questionnaire.Skipped
		}
		if got.State != want {
			t.Errorf("%s %q: %s", x.question, x.typed, got.State)
		}
		if d := cmp.Diff(x.want, got.Values); d != "" {
			t.Errorf("%s %q (-want +got)\n%s", x.question, x.typed, d)
		}
	}
}

// Every question of every form may be declined, whatever else was typed.
func TestEverythingMayBeDeclined(t *testing.T) {
	t.Parallel()
	for _, f := range library(t).All() {
		for _, q := range f.Questions() {
			a, err := q.Take(questionnaire.Input{Decline: true, Values: []string{"\xff"}}, time.Time{})
			if err != nil || a.State != questionnaire.Declined || len(a.Values) != 0 {
				t.Errorf("%s %s: %+v, %v", f.ID, q.ID, a, err)
			}
		}
	}
}

// Sentences for workers stay short and kind. Source: quality.md D7.
func TestWordsOfForms(t *testing.T) {
	t.Parallel()
	harsh := []string{"してください!", "べき", "なぜ答え", "怠", "問題があ", "異常", "あなた", "治療しま", "診察"}
	for _, f := range library(t).All() {
		for _, q := range f.Questions() {
			for what, text := range map[string]questionnaire.Text{"text": q.Text, "help": q.Help, "why": q.Why, "who": q.Who} {
				for _, s := range strings.Split(text.JA, "。") {
					if n := len([]rune(s)); n > 50 {
						t.Errorf("%s %s %s: %d characters in one sentence: %s", f.ID, q.ID, what, n, s)
					}
				}
				for _, h := range harsh {
					if strings.Contains(text.JA, h) {
						t.Errorf("%s %s %s: %q in %s", f.ID, q.ID, what, h, text.JA)
					}
				}
			}
		}
	}
}
