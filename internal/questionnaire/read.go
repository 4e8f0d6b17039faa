package questionnaire

import (
	"cmp"
	"context"
	"slices"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Reading is what the physician and the health staff see of a case.
type Reading struct {
	Case       casework.Case
	Forms      []FormReading
	Highlights []Highlight // of all forms, heaviest first
}

// FormReading is one form of a Reading. Before it is sent, Answers holds only
// what raised an alert: the rest still belongs to the worker alone.
type FormReading struct {
	Form     *Form
	Response Response
	Result   *Result // nil when nothing is counted or it was not sent
	Alerts   []Alert
}

// Read gives the answers to the case's physician and health staff. The worker
// reads his own with Sheet. Errors: access.ErrHidden, casework.ErrNotFound.
func (s *Service) Read(ctx context.Context, who actor.Actor, c id.Case) (Reading, error) {
	var out Reading
	err := s.txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		k, err := s.cases.Get(ctx, tx, c)
		if err != nil {
			return err
		}
		if err := access.Check(who, access.ReadQuestionnaire, k.Subject()); err != nil {
			return err
		}
		if access.GradeOf(who, access.ReadQuestionnaire, k.Subject()) != access.Full {
			return access.ErrHidden // the worker himself: alerts and weights are not made for him
		}
		out, err = s.reading(ctx, tx, k)
		return err
	})
	return out, err
}

// Highlights is Read for another area's act, which has asked for permission
// itself (the physician's desk beside the video).
func (s *Service) Highlights(ctx context.Context, tx txn.Read, k casework.Case) ([]Highlight, error) {
	r, err := s.reading(ctx, tx, k)
	return r.Highlights, err
}

// AlertsOf gives the alerts of a case, oldest first, for another area's act
// that has asked for permission itself: the decision online or in person.
func (s *Service) AlertsOf(ctx context.Context, tx txn.Read, c id.Case) ([]Alert, error) {
	return s.store.Alerts(ctx, tx, c)
}

func (s *Service) reading(ctx context.Context, tx txn.Read, k casework.Case) (Reading, error) {
	out := Reading{Case: k}
	responses, err := s.store.List(ctx, tx, k.ID)
	if err != nil {
		return out, err
	}
	alerts, err := s.store.Alerts(ctx, tx, k.ID)
	if err != nil {
		return out, err
	}
	for _, r := range responses {
		f, err := s.library.Version(r.Form, r.Version)
		if err != nil {
			return out, err
		}
		part := FormReading{Form: f, Response: r}
		for _, a := range alerts {
			if a.Response == r.ID {
				part.Alerts = append(part.Alerts, s.library.Rules.named(a))
			}
		}
		if r.Sent() {
			part.Response.Answers = f.Shown(r.Answers)
			if result, counted := f.Score(r.Answers); counted {
				part.Result = &result
			}
		} else {
			part.Response.Answers = Answers{}
			for _, a := range part.Alerts {
				if x, ok := r.Answers[a.Question]; ok {
					part.Response.Answers[a.Question] = x
				}
			}
		}
		out.Forms = append(out.Forms, part)
		out.Highlights = append(out.Highlights, part.highlights()...)
	}
	slices.SortStableFunc(out.Forms, func(x, y FormReading) int { return cmp.Compare(x.Form.Order, y.Form.Order) })
	slices.SortStableFunc(out.Highlights, func(x, y Highlight) int { return cmp.Compare(y.Weight, x.Weight) })
	return out, nil
}

func (p FormReading) highlights() []Highlight {
	all := Highlights(p.Form, p.Response.Answers, p.Alerts)
	if p.Response.Sent() {
		return all
	}
	return slices.DeleteFunc(all, func(h Highlight) bool { return h.Kind != HighlightAlert })
}

// named fills in what the table says about a stored alert.
func (r Rules) named(a Alert) Alert {
	for _, rule := range r.List {
		if rule.ID == a.Rule {
			a.Name, a.Card = rule.Name, rule.Card
		}
	}
	return a
}

// CardFor finds the help card that the saved answer to a question asks for.
func (s *Service) CardFor(sheet Sheet, question string) (Card, bool) {
	for _, a := range s.library.Rules.Check(sheet.Form, sheet.Response.Answers, question) {
		if card, ok := s.library.Help.Card(a.Card); ok {
			return card, true
		}
	}
	return Card{}, false
}
