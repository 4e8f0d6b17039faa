package questionnaire

import (
	"cmp"
	"slices"
)

// HighlightKind is why something is shown first.
type HighlightKind string

// The kinds, in the order of their weight.
const (
	HighlightAlert    HighlightKind = "alert"
	HighlightMemo     HighlightKind = "memo" // what the worker wants to talk about
	HighlightWish     HighlightKind = "wish"
	HighlightWorry    HighlightKind = "worry"
	HighlightScore    HighlightKind = "score"
	HighlightNotable  HighlightKind = "notable"
	HighlightDeclined HighlightKind = "declined"
)

// Highlight is one thing the physician should see before the interview.
type Highlight struct {
	Kind     HighlightKind
	Weight   int // greater is more important
	Level    Level
	Form     FormID
	Question string
	Title    Text   // the question, or the alert's or score's name
	Says     []Text // the answer in words; empty when declined
	Declined bool   // 「答えたくない」
}

// Highlights draws what deserves attention out of one response: alerts (also
// those whose answer was changed later), wishes, the score, answers that the
// form marks as notable, and questions that were declined. Heaviest first;
// among equals in the order of the form. raised are the stored alerts.
//
// Sources: questionnaires.md sections 1, 7 and 8.
func Highlights(f *Form, a Answers, raised []Alert) []Highlight {
	shown := f.Shown(a)
	var out []Highlight
	for _, al := range raised {
		h := Highlight{Kind: HighlightAlert, Weight: 1000 + 10*al.Level.rank(), Level: al.Level, Form: f.ID, Question: al.Question, Title: al.Name}
		if q, ok := f.byID[al.Question]; ok {
			h.Says = q.Say(shown[al.Question])
			h.Declined = shown[al.Question].State == Declined
		}
		out = append(out, h)
	}
	if r, ok := f.Score(a); ok && len(shown) > 0 {
		out = append(out, scoreHighlight(f, r))
	}
	for _, q := range f.Path(a) {
		x, ok := shown[q.ID]
		if !ok || x.State == Skipped {
			continue
		}
		h := Highlight{Form: f.ID, Question: q.ID, Title: q.Text, Says: q.Say(x), Declined: x.State == Declined}
		switch {
		case x.State == Given && q.Role == Memo:
			h.Kind, h.Weight = HighlightMemo, 550
		case x.State == Given && q.Role == Worry && !q.alone(x):
			h.Kind, h.Weight = HighlightWorry, 450
		case x.State == Given && (q.Role == Wish || q.Role == Disclosure):
			h.Kind, h.Weight = HighlightWish, 500
		case x.State == Declined:
			h.Kind, h.Weight = HighlightDeclined, 100
			if q.Card != "" { // silence on such a question is worth a gentle word
				h.Weight = 350
			}
		case q.Notable != nil && q.Notable.holds(shown):
			h.Kind, h.Weight = HighlightNotable, 200+10*q.Weight
		default:
			continue
		}
		out = append(out, h)
	}
	slices.SortStableFunc(out, func(x, y Highlight) int { return cmp.Compare(y.Weight, x.Weight) })
	return out
}

// alone tells whether the answer is "none of these".
func (q *Question) alone(a Answer) bool {
	o, ok := q.Option(a.value())
	return ok && o.Alone
}

func scoreHighlight(f *Form, r Result) Highlight {
	h := Highlight{Kind: HighlightScore, Weight: 400, Form: f.ID, Title: f.Title}
	if !r.Complete {
		n := plain(float64(len(r.Missing)))
		h.Weight = 150
		h.Says = []Text{{JA: "未回答が" + n + "問あり、判定できません", EN: n + " answers missing: not counted"}}
		return h
	}
	total := plain(float64(r.Total))
	h.Says = []Text{{JA: total + "点 " + r.Judgement.Words.JA, EN: total + " points: " + r.Judgement.Words.EN}}
	for _, s := range r.Sums {
		v := plain(float64(s.Value))
		h.Says = append(h.Says, Text{JA: s.Name.JA + " " + v + "点(" + s.Grade + ")", EN: s.Name.EN + " " + v + " (" + s.Grade + ")"})
	}
	return h
}
