package questionnaire_test

import (
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/questionnaire"
)

func names(list []questionnaire.Alert) []string {
	var out []string
	for _, a := range list {
		out = append(out, a.Rule+" "+a.Card)
	}
	return out
}

// The alert table. Source: questionnaires.md section 7.
func TestAlerts(t *testing.T) {
	t.Parallel()
	l := library(t)
	fatigue := func(symptoms, work int) questionnaire.Answers {
		a := questionnaire.Answers{}
		spread(t, form(t, "fatigue_2023"), "symptoms", symptoms, a)
		spread(t, form(t, "fatigue_2023"), "work", work, a)
		return a
	}
	for _, x := range []struct {
		name    string
		form    questionnaire.FormID
		answers questionnaire.Answers
		just    string
		want    []string
	}{
		{"no thoughts", "intake_long_hours", questionnaire.Answers{"thoughts": given("thoughts", "never")}, "thoughts", nil},
		{"rather not say", "intake_long_hours", questionnaire.Answers{"thoughts": {Question: "thoughts", State: questionnaire.Declined}}, "thoughts", nil},
		{"sometimes", "intake_long_hours", questionnaire.Answers{"thoughts": given("thoughts", "sometimes")}, "thoughts", []string{"AL-1 life"}},
		{"often", "intake_consultation", questionnaire.Answers{"thoughts": given("thoughts", "often")}, "thoughts", []string{"AL-1 life"}},
		{"right now", "intake_consultation", questionnaire.Answers{"thoughts": given("thoughts", "now")}, "thoughts", []string{"AL-2 life", "AL-1 life"}},
		{"another answer was saved", "intake_long_hours", questionnaire.Answers{"thoughts": given("thoughts", "often"), "mood": given("mood", "1")}, "mood", nil},
		{"chest", "intake_long_hours", questionnaire.Answers{"red_flags": given("red_flags", "chest", "breath")}, "red_flags", []string{"AL-3 physical"}},
		{"blood pressure", "intake_consultation", questionnaire.Answers{"red_flags": given("red_flags", "pressure")}, "red_flags", []string{"AL-3 physical"}},
		{"no signs", "intake_long_hours", questionnaire.Answers{"red_flags": given("red_flags", "none")}, "red_flags", nil},
		{"harassment", "intake_long_hours", questionnaire.Answers{"stressors": given("stressors", "amount", "harassment")}, "stressors", []string{"AL-6 "}},
		{"everything, most pressing first", "intake_long_hours", questionnaire.Answers{
			"stressors": given("stressors", "harassment"), "red_flags": given("red_flags", "head"), "thoughts": given("thoughts", "now"),
		}, "", []string{"AL-2 life", "AL-1 life", "AL-3 physical", "AL-6 "}},
		{"fatigue 5", "fatigue_2023", fatigue(15, 6), "s01_irritated", nil},
		{"fatigue 6", "fatigue_2023", fatigue(8, 12), "s01_irritated", []string{"AL-5 "}},
		{"fatigue 7", "fatigue_2023", fatigue(42, 33), "s01_irritated", []string{"AL-5 "}},
	} {
		if d := cmp.Diff(x.want, names(l.Rules.Check(form(t, x.form), x.answers, x.just))); d != "" {
			t.Errorf("%s (-want +got)\n%s", x.name, d)
		}
	}
}

// The numbers on the cards are those of emergency.md section 5, digit by digit.
// A web page with 0570-046-556 was seen: that one must never appear.
func TestHelpNumbers(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"119": "119", "7119": "#7119", "inochi_sos": "0120-061-338", "yorisoi": "0120-279-338",
		"kokoro_mimi": "0120-565-455", "kokoro_dial": "0570-064-556",
	}
	help := library(t).Help
	got := map[string]string{}
	day := regexp.MustCompile(`^20\d\d-\d\d-\d\d$`)
	for _, c := range help.Cards {
		if c.Lines[0].Number != "119" {
			t.Errorf("%s: 119 does not stand first", c.ID)
		}
		for _, l := range c.Lines {
			got[l.ID] = l.Number
			if !day.MatchString(l.Checked) || l.Source == "" {
				t.Errorf("%s: checked %q, source %q", l.ID, l.Checked, l.Source)
			}
		}
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
	life, _ := help.Card("life")
	var order []string
	for _, l := range life.Lines {
		order = append(order, l.ID)
	}
	if d := cmp.Diff([]string{"119", "inochi_sos", "yorisoi", "kokoro_mimi", "kokoro_dial"}, order); d != "" {
		t.Errorf("order (-want +got)\n%s", d)
	}
}

func TestHighlights(t *testing.T) {
	t.Parallel()
	f := form(t, "intake_long_hours")
	a := questionnaire.Answers{
		"work_hours": given("work_hours", "over100"), "work_load": given("work_load", "none"), "sleep_hours": given("sleep_hours", "4.5"),
		"meals":      given("meals", "regular"),
		"alcohol":    {Question: "alcohol", State: questionnaire.Declined},
		"illness":    given("illness", "no"),
		"doctor":     given("doctor", "みなと病院"), // hidden: no illness
		"thoughts":   given("thoughts", "sometimes"),
		"wish":       given("wish", "less_overtime", "hospital"),
		"disclosure": given("disclosure", "measure"),
		"not_tell":   {Question: "not_tell", State: questionnaire.Skipped},
		"worries":    given("worries", "rating"),
		"memo":       given("memo", "眠れないことを話したい"),
	}
	raised := []questionnaire.Alert{{Rule: "AL-1", Level: questionnaire.SuicidalitySignal, Name: questionnaire.Text{JA: "気持ち", EN: "thoughts"}, Question: "thoughts", Form: f.ID}}
	type line struct{ Kind, Question, Says string }
	var got []line
	for _, h := range questionnaire.Highlights(f, a, raised) {
		says := ""
		for _, s := range h.Says {
			says += s.JA + ";"
		}
		if h.Declined {
			says = "答えたくない"
		}
		got = append(got, line{string(h.Kind), h.Question, says})
	}
	want := []line{
		{"alert", "thoughts", "ときどきあった;"},
		{"memo", "memo", "眠れないことを話したい;"},
		{"wish", "wish", "残業を減らしたい;受診の時間がほしい;"},
		{"wish", "disclosure", "必要な働き方の配慮だけ;"},
		{"worry", "worries", "評価や異動への影響;"},
		{"notable", "sleep_hours", "4.5時間;"},
		{"notable", "work_hours", "100時間以上;"},
		{"declined", "alcohol", "答えたくない"},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

// "Nothing worries me" is no highlight; "leave it as it is" is a wish.
func TestHighlightOfNothing(t *testing.T) {
	t.Parallel()
	got := questionnaire.Highlights(form(t, "intake_long_hours"), questionnaire.Answers{"worries": given("worries", "none"), "wish": given("wish", "none")}, nil)
	if len(got) != 1 || got[0].Question != "wish" {
		t.Errorf("%+v", got)
	}
}

// Silence on the gravest question comes before ordinary notable answers.
func TestHighlightOfSilence(t *testing.T) {
	t.Parallel()
	got := questionnaire.Highlights(form(t, "intake_long_hours"), questionnaire.Answers{
		"sleep_hours": given("sleep_hours", "3"), "thoughts": {Question: "thoughts", State: questionnaire.Declined},
	}, nil)
	if len(got) != 2 || got[0].Question != "thoughts" || !got[0].Declined {
		t.Errorf("%+v", got)
	}
}

// An alert stays on top when the answer that raised it was changed afterwards.
func TestHighlightOfAChangedAnswer(t *testing.T) {
	t.Parallel()
	f := form(t, "intake_long_hours")
	raised := []questionnaire.Alert{{Rule: "AL-1", Level: questionnaire.SuicidalitySignal, Question: "thoughts", Form: f.ID}}
	for _, a := range []questionnaire.Answers{
		{"thoughts": given("thoughts", "never")},
		{"thoughts": {Question: "thoughts", State: questionnaire.Declined}},
		{},
	} {
		got := questionnaire.Highlights(f, a, raised)
		if len(got) == 0 || got[0].Kind != questionnaire.HighlightAlert {
			t.Errorf("%v: %+v", a, got)
		}
	}
}

func TestHighlightOfTheScore(t *testing.T) {
	t.Parallel()
	f := form(t, "fatigue_2023")
	a := questionnaire.Answers{}
	spread(t, f, "symptoms", 15, a)
	spread(t, f, "work", 12, a)
	got := questionnaire.Highlights(f, a, nil)
	if len(got) == 0 || got[0].Kind != questionnaire.HighlightScore {
		t.Fatalf("%+v", got)
	}
	want := []questionnaire.Text{
		{JA: "7点 疲労の蓄積は非常に高いと考えられます", EN: "7 points: Accumulated fatigue seems very high"},
		{JA: "自覚症状 15点(IV)", EN: "Symptoms 15 (IV)"}, {JA: "勤務の状況 12点(D)", EN: "Work 12 (D)"},
	}
	if d := cmp.Diff(want, got[0].Says); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}
