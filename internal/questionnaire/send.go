package questionnaire

import (
	"context"
	"time"

	"mendan/internal/actor"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Send hands the response to the physician. Answers to questions that are no
// longer asked are forgotten first, and the count is kept with its algorithm.
// Sending twice is no fault.
//
// Errors: ErrNotBegun, ErrUnfinished, ErrClosed, ErrUnknownForm; access faults, casework.ErrNotFound.
func (s *Service) Send(ctx context.Context, who actor.Actor, c id.Case, form FormID) error {
	return s.txns.Write(ctx, who, "questionnaire.send", func(ctx context.Context, tx txn.Write) error {
		sheet, err := s.changeable(ctx, tx, who, c, form)
		if err != nil {
			return err
		}
		r := sheet.Response
		switch _, unfinished := sheet.Form.FirstOpen(r.Answers); {
		case !r.Begun():
			return ErrNotBegun
		case r.Sent():
			return nil
		case unfinished:
			return ErrUnfinished
		}
		if gone := sheet.Form.Hidden(r.Answers); len(gone) > 0 {
			if err := s.store.DeleteAnswers(ctx, tx, r.ID, gone); err != nil {
				return err
			}
		}
		if result, counted := sheet.Form.Score(r.Answers); counted {
			if err := s.store.PutResult(ctx, tx, r.ID, result); err != nil {
				return err
			}
		}
		r.SentAt = tx.Now()
		tx.Touch(string(r.ID), "sent")
		return s.store.Update(ctx, tx, r)
	})
}

// Reopen takes a sent response back so that it can be changed, until the
// interview begins. Reopening an open one is no fault.
//
// Errors: ErrNotBegun, ErrClosed, ErrUnknownForm; access faults, casework.ErrNotFound.
func (s *Service) Reopen(ctx context.Context, who actor.Actor, c id.Case, form FormID) error {
	return s.txns.Write(ctx, who, "questionnaire.reopen", func(ctx context.Context, tx txn.Write) error {
		sheet, err := s.changeable(ctx, tx, who, c, form)
		if err != nil {
			return err
		}
		r := sheet.Response
		if !r.Begun() {
			return ErrNotBegun
		}
		if !r.Sent() {
			return nil
		}
		r.SentAt = time.Time{}
		tx.Touch(string(r.ID), "reopened")
		return s.store.Update(ctx, tx, r)
	})
}
