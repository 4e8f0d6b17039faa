package questionnaire

import (
	"context"

	"mendan/internal/actor"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// SaveInput is one answer as it came from a page.
type SaveInput struct {
	Case     id.Case
	Form     FormID
	Question string
	Language string
	Answer   Input
}

// Saved is the sheet after an answer was saved.
type Saved struct {
	Sheet
	Card string // help card to show at once; empty when none
}

// Save takes one answer and keeps it; the first one begins the response. An
// alert that the answer meets is raised in the same act, however the worker
// goes on. Who is told again on a second save of the same answer: nobody; the
// card is shown again all the same.
//
// Errors: an Invalid fault about Field; ErrUnknownForm, ErrUnknownQuestion,
// ErrClosed, ErrSubmitted; access faults, casework.ErrNotFound.
func (s *Service) Save(ctx context.Context, who actor.Actor, in SaveInput) (Saved, error) {
	var out Saved
	err := s.txns.Write(ctx, who, "questionnaire.save", func(ctx context.Context, tx txn.Write) error {
		sheet, err := s.changeable(ctx, tx, who, in.Case, in.Form)
		if err != nil {
			return err
		}
		if sheet.Response.Sent() {
			return ErrSubmitted
		}
		f := sheet.Form
		q, ok := f.Question(in.Question)
		if n, _ := f.Place(sheet.Response.Answers, in.Question); !ok || n == 0 {
			return ErrUnknownQuestion
		}
		a, err := q.Take(in.Answer, tx.Now())
		if err != nil {
			return err
		}
		r := &sheet.Response
		r.Language, r.ChangedAt = in.Language, tx.Now()
		if !r.Begun() {
			*r = Response{
				ID: id.New[id.Response](), Case: sheet.Case.ID, Company: sheet.Case.Company, Employee: sheet.Case.Employee,
				Form: f.ID, Version: f.Version, Language: in.Language, StartedAt: tx.Now(), ChangedAt: tx.Now(), Answers: Answers{},
			}
			if err := s.store.Insert(ctx, tx, *r); err != nil {
				return err
			}
		} else if err := s.store.Update(ctx, tx, *r); err != nil {
			return err
		}
		if err := s.store.PutAnswer(ctx, tx, r.ID, a); err != nil {
			return err
		}
		r.Answers[a.Question] = a
		// Which question was answered could already tell something about health: only that one was.
		tx.Touch(string(r.ID), "answer")
		card, err := s.raise(ctx, tx, sheet, a.Question)
		if err != nil {
			return err
		}
		out = Saved{Sheet: sheet, Card: card}
		return nil
	})
	return out, err
}

// raise keeps the alerts that the answer just given meets and tells Alarm of the new ones.
func (s *Service) raise(ctx context.Context, tx txn.Write, sheet Sheet, question string) (card string, err error) {
	for _, a := range s.library.Rules.Check(sheet.Form, sheet.Response.Answers, question) {
		if card == "" {
			card = a.Card
		}
		a.Response, a.Case, a.At = sheet.Response.ID, sheet.Case.ID, tx.Now()
		fresh, err := s.store.InsertAlert(ctx, tx, a)
		if err != nil {
			return "", err
		}
		if !fresh {
			continue
		}
		if err := s.alarm.Raise(ctx, tx, sheet.Case, a); err != nil {
			return "", err
		}
	}
	return card, nil
}

// changeable reads the sheet for its worker and refuses once the interview has begun.
func (s *Service) changeable(ctx context.Context, tx txn.Read, who actor.Actor, c id.Case, form FormID) (Sheet, error) {
	k, err := s.own(ctx, tx, who, c)
	if err != nil {
		return Sheet{}, err
	}
	sheet, err := s.sheet(ctx, tx, k, form)
	if err != nil {
		return Sheet{}, err
	}
	if !sheet.Open {
		return Sheet{}, ErrClosed
	}
	return sheet, nil
}
