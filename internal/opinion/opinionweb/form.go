package opinionweb

import (
	"net/url"
	"strconv"
	"strings"

	"mendan/internal/civil"
	"mendan/internal/fault"
	"mendan/internal/opinion"
	"mendan/internal/web"
)

// The physician's form is drawn from what was typed, never from what was
// understood of it: values turns a saved content into typed text once, and a
// refused form is drawn again from the request.

// values is the content as it would be typed.
func values(v *opinion.Vocabulary, l opinion.Letter) url.Values {
	c := l.Content
	out := url.Values{
		"saved":       {strconv.Itoa(l.Saved)},
		"work_detail": {c.Private.WorkDetail}, "fatigue_detail": {c.Private.FatigueDetail}, "finding": {c.Private.Finding},
		"finding_detail": {c.Private.FindingDetail}, "consultation": {c.Private.Consultation}, "advice": {c.Private.Advice},
		"remarks":     {c.Private.Remarks},
		"work_status": {c.Facing.WorkStatus}, "fatigue": {c.Facing.Fatigue}, "other_state": {c.Facing.OtherState},
		"state_text": {c.Facing.StateText}, "guidance": c.Facing.Guidance, "interview_by": {c.Facing.InterviewBy.String()},
		"facing_remarks": {c.Facing.Remarks}, "classification": {c.Facing.Classification},
		"period_from": {c.Facing.From.String()}, "period_until": {c.Facing.Until.String()}, "review": {c.Facing.Review.String()},
		"environment": {c.Facing.Environment}, "visits": {c.Facing.Visits}, "others": {c.Facing.Others},
		"consent_on": {c.Consent.On.String()}, "consent_how": {c.Consent.How},
	}
	if c.Consent.Given {
		out.Set("consent", "yes")
	}
	for _, m := range c.Facing.Measures {
		out.Add("measures", m.Code)
		setMeasure(v, out, m)
	}
	return out
}

func setMeasure(v *opinion.Vocabulary, out url.Values, m opinion.Measure) {
	t, _ := v.MeasureTerm(m.Code)
	switch t.Parameter {
	case opinion.Hours:
		if m.Hours > 0 {
			out.Set("hours_"+m.Code, strconv.Itoa(m.Hours))
		}
	case opinion.Clocks:
		if m.To > 0 {
			out.Set("clock_"+m.Code, m.From.String())
			out.Set("until_"+m.Code, m.To.String())
		}
	case opinion.Worded:
		out.Set("text_"+m.Code, m.Text)
	case opinion.NoParameter, opinion.When:
	}
}

// readContent understands the form. What cannot be read becomes a fault of its field.
func readContent(v *opinion.Vocabulary, form web.Form, f *fault.Fields) opinion.Content {
	c := opinion.Content{
		Private: opinion.Private{
			WorkDetail: form.Text("work_detail"), FatigueDetail: form.Text("fatigue_detail"), Finding: form.Text("finding"),
			FindingDetail: form.Text("finding_detail"), Consultation: form.Text("consultation"), Advice: form.Text("advice"),
			Remarks: form.Text("remarks"),
		},
		Facing: opinion.Facing{
			WorkStatus: form.Text("work_status"), Fatigue: form.Text("fatigue"), OtherState: form.Text("other_state"),
			StateText: form.Text("state_text"), Guidance: form.All("guidance"), InterviewBy: readDay(form, "interview_by", f),
			Remarks: form.Text("facing_remarks"), Classification: form.Text("classification"),
			From: readDay(form, "period_from", f), Until: readDay(form, "period_until", f), Review: readDay(form, "review", f),
			Environment: form.Text("environment"), Visits: form.Text("visits"), Others: form.Text("others"),
		},
		Consent: opinion.Consent{Given: form.Has("consent"), On: readDay(form, "consent_on", f), How: form.Text("consent_how")},
	}
	ticked := map[string]bool{}
	for _, code := range form.All("measures") {
		ticked[code] = true
		if _, ok := v.MeasureTerm(code); !ok {
			f.Add("measures", "opinion.choose")
		}
	}
	for _, g := range []opinion.Group{opinion.TimeMeasures, opinion.OtherMeasures} {
		for _, t := range v.Terms(g) {
			if ticked[t.Code] {
				c.Facing.Measures = append(c.Facing.Measures, readMeasure(t, form, f))
			}
		}
	}
	return c
}

func readMeasure(t opinion.Term, form web.Form, f *fault.Fields) opinion.Measure {
	m := opinion.Measure{Code: t.Code}
	switch t.Parameter {
	case opinion.Hours:
		m.Hours = readNumber(form, "hours_"+t.Code, f)
	case opinion.Clocks:
		m.From, m.To = readClock(form, "clock_"+t.Code, f), readClock(form, "until_"+t.Code, f)
	case opinion.Worded:
		m.Text = form.Text("text_" + t.Code)
	case opinion.NoParameter, opinion.When:
	}
	return m
}

// narrow reads what Japanese keyboards send: full-width figures and signs.
var narrow = strings.NewReplacer("０", "0", "１", "1", "２", "2", "３", "3", "４", "4", "５", "5", "６", "6", "７", "7", "８", "8", "９", "9",
	"：", ":", "／", "/", "．", ".", "－", "-", "ー", "-", "−", "-", "　", "")

func readNumber(form web.Form, name string, f *fault.Fields) int {
	text := strings.TrimSuffix(narrow.Replace(form.Text(name)), "時間")
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > 9999 {
		f.Add(name, "opinion.hours")
		return 0
	}
	return n
}

// readDay takes a day in any of the writings of civil.ReadDate.
func readDay(form web.Form, name string, f *fault.Fields) civil.Date {
	text := form.Text(name)
	if text == "" {
		return civil.Date{}
	}
	if day, err := civil.ReadDate(text); err == nil && day.Year >= 2000 && day.Year < 2100 {
		return day
	}
	f.Add(name, "opinion.day")
	return civil.Date{}
}

func readClock(form web.Form, name string, f *fault.Fields) civil.Clock {
	text := strings.NewReplacer("時", ":", "分", "").Replace(narrow.Replace(form.Text(name)))
	if text == "" {
		return 0
	}
	if strings.HasSuffix(text, ":") {
		text += "00"
	}
	if !strings.Contains(text, ":") {
		text += ":00"
	}
	c, err := civil.ParseClock(text)
	if err != nil {
		f.Add(name, "opinion.clock_form")
		return 0
	}
	return c
}
