package opinion

import (
	"unicode/utf8"

	"mendan/internal/civil"
	"mendan/internal/fault"
)

// longest is how many characters one field takes: about one page of A4.
const longest = 2000

// item is one thing a report may have to hold: how to see that it is there, and
// the code of the sentence that asks for it.
type item struct {
	ask    string
	filled func(Content) bool
}

// items are the things the tables may ask for. The names are the names of the
// form's fields, so that a missing item links to its place.
// Source: S02 Ordinance 52-4, 52-5, 52-6; S06.
var items = map[string]item{
	"work_status": {"opinion.missing_work_status", func(c Content) bool { return c.Facing.WorkStatus != "" }},
	"fatigue":     {"opinion.missing_fatigue", func(c Content) bool { return c.Facing.Fatigue != "" }},
	"other_state": {"opinion.missing_other_state", func(c Content) bool {
		return c.Facing.OtherState != "" && (c.Facing.OtherState != StateConsider || c.Facing.StateText != "")
	}},
	"finding": {"opinion.missing_finding", func(c Content) bool {
		return c.Private.Finding != "" && (c.Private.Finding != FindingsSome || c.Private.FindingDetail != "")
	}},
	"guidance":       {"opinion.missing_guidance", func(c Content) bool { return len(c.Facing.Guidance) > 0 }},
	"classification": {"opinion.missing_classification", func(c Content) bool { return c.Facing.Classification != "" }},
	"consultation":   {"opinion.missing_consultation", func(c Content) bool { return c.Private.Consultation != "" }},
}

// Missing lists the items of the type that are still empty, in the order of the
// tables. Of a consultation whose result may go to the employer the letter
// itself is asked for too.
func (v *Vocabulary) Missing(typ string, c Content) []Item {
	k := v.Kind(typ)
	var out []Item
	ask := func(x Item) {
		if i, known := items[x.Name]; known && !i.filled(c) {
			x.Ask = i.ask
			out = append(out, x)
		}
	}
	for _, x := range k.Items {
		ask(x)
	}
	if !k.Statutory && c.Consent.Given {
		ask(Item{Name: "classification", Ground: "own"})
	}
	return out
}

// CheckDraft refuses what cannot be kept at all. A draft may be half finished.
func (v *Vocabulary) CheckDraft(c Content) error {
	var f fault.Fields
	for _, t := range append(c.Facing.texts(), c.Private.texts()...) {
		if utf8.RuneCountInString(t.text) > longest {
			f.Add(t.field, "opinion.too_long", longest)
		}
	}
	known := func(field string, g Group, code string) {
		if _, ok := v.Term(g, code); code != "" && !ok {
			f.Add(field, "opinion.choose")
		}
	}
	known("fatigue", Fatigues, c.Facing.Fatigue)
	known("other_state", States, c.Facing.OtherState)
	known("classification", Classifications, c.Facing.Classification)
	known("finding", Findings, c.Private.Finding)
	known("consent_how", ConsentHows, c.Consent.How)
	for _, code := range c.Facing.Guidance {
		known("guidance", Guidances, code)
	}
	for _, m := range c.Facing.Measures {
		if _, ok := v.MeasureTerm(m.Code); !ok {
			f.Add("measures", "opinion.choose")
		}
	}
	return f.Err()
}

// CheckFacing holds what goes to the employer against the rules of a letter that
// can be acted on: what, how much, from when until when, and when again.
func (v *Vocabulary) CheckFacing(held civil.Date, c Facing, f *fault.Fields) {
	if len(c.Guidance) > 1 && has(c.Guidance, NoAction) {
		f.Add("guidance", "opinion.guidance_alone")
	}
	if has(c.Guidance, ReInterview) {
		switch {
		case c.InterviewBy.IsZero():
			f.Add("interview_by", "opinion.interview_by")
		case !c.InterviewBy.After(held):
			f.Add("interview_by", "opinion.after_interview")
		}
	}
	if c.OtherState == StateConsider && c.StateText == "" {
		f.Add("state_text", "opinion.state_text")
	}
	bites := false // whether a measure asks something of the employer
	for _, m := range c.Measures {
		bites = bites || m.Code != NoInstruction
		v.checkMeasure(m, "", f)
	}
	if len(c.Measures) > 1 && hasMeasure(c.Measures, NoInstruction) {
		for _, m := range c.Measures {
			if t, ok := v.Term(TimeMeasures, m.Code); ok && t.Code != NoInstruction {
				f.Add("measures", "opinion.no_instruction_alone")
				break
			}
		}
	}
	switch {
	case c.Classification == Restricted && !bites:
		f.Add("measures", "opinion.measure_needed")
	case c.Classification == RegularWork && bites:
		f.Add("classification", "opinion.regular_with_measures")
	}
	needed := bites || c.Classification == LeaveRequired
	v.checkPeriod(c.From, c.Until, needed, f)
	if needed && !c.From.IsZero() && !c.Until.IsZero() {
		switch {
		case c.Review.IsZero():
			f.Add("review", "opinion.review")
		case c.Review.Before(c.From) || c.Review.After(c.Until.AddDays(31)):
			f.Add("review", "opinion.review_within")
		}
	}
}

// checkMeasure asks for the parameter that makes a measure concrete. prefix
// tells apart the fields of several forms.
func (v *Vocabulary) checkMeasure(m Measure, prefix string, f *fault.Fields) {
	t, ok := v.MeasureTerm(m.Code)
	if !ok {
		f.Add(prefix+"measures", "opinion.choose")
		return
	}
	switch t.Parameter {
	case Hours:
		// Source: Labour Standards Act 36: over 100 h is forbidden, so a limit at
		// or above it limits nothing. Zero hours is PROHIBIT_OVERTIME.
		if m.Hours < 1 || m.Hours > 99 {
			f.Add(prefix+"hours_"+m.Code, "opinion.hours")
		}
	case Clocks:
		if m.To <= m.From {
			f.Add(prefix+"clock_"+m.Code, "opinion.clock")
		}
	case Worded:
		if m.Text == "" {
			f.Add(prefix+"text_"+m.Code, "opinion.describe")
		}
	case NoParameter, When:
	}
}

func (v *Vocabulary) checkPeriod(from, until civil.Date, needed bool, f *fault.Fields) {
	switch {
	case from.IsZero() && until.IsZero():
		if needed {
			f.Add("period_from", "opinion.period")
		}
	case from.IsZero():
		f.Add("period_from", "opinion.period_from")
	case until.IsZero():
		f.Add("period_until", "opinion.period_until")
	case until.Before(from):
		f.Add("period_until", "opinion.period_order")
	case from.DaysUntil(until) >= v.rules["longest_period_days"]:
		f.Add("period_until", "opinion.period_long")
	}
}

// checkConsent: of a voluntary interview nothing is composed for the employer
// without the worker's word, given on a day and in a way.
func checkConsent(c Consent, held, today civil.Date, f *fault.Fields) {
	if !c.Given {
		return
	}
	if c.On.IsZero() || c.On.Before(held) || c.On.After(today) {
		f.Add("consent_on", "opinion.consent_on")
	}
	if c.How == "" {
		f.Add("consent_how", "opinion.choose")
	}
}

// Propose fills the period and the review that are still empty, from the rule
// table; what is there stays.
func (v *Vocabulary) Propose(f Facing, today civil.Date) Facing {
	if f.From.IsZero() {
		f.From = today.AddDays(1)
	}
	if f.Until.IsZero() {
		f.Until = f.From.AddMonths(v.rules["default_period_months"]).AddDays(-1)
	}
	if f.Review.IsZero() {
		f.Review = f.Until.AddDays(-v.rules["review_before_end_days"])
		if f.Review.Before(f.From) {
			f.Review = f.From
		}
	}
	return f
}

func has(list []string, code string) bool {
	for _, x := range list {
		if x == code {
			return true
		}
	}
	return false
}

func hasMeasure(list []Measure, code string) bool {
	for _, m := range list {
		if m.Code == code {
			return true
		}
	}
	return false
}
