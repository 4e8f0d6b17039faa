package casework

import (
	"context"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// ErrTooLate: the interview has begun or is over; it can no longer be taken back.
var ErrTooLate = fault.New(fault.Conflict, "casework.too_late")

// MayWithdraw tells whether the worker can still take the case back.
func (c Case) MayWithdraw() bool {
	_, ok := Next(c.Type, c.State, Withdrawn)
	return ok
}

// Withdraw takes a case back at the worker's own wish, before or after it was
// booked, and asks no reason. Only the worker can: nobody takes it back for him.
// A booking that stands ends in the same act (scheduling listens). What is
// taken back already stays so.
//
// Errors: ErrNotFound, ErrTooLate; access faults.
func (s *Service) Withdraw(ctx context.Context, who actor.Actor, c id.Case) (Case, error) {
	var out Case
	err := s.txns.Write(ctx, who, "casework.withdraw", func(ctx context.Context, tx txn.Write) error {
		got, err := s.store.Get(ctx, tx, c)
		if err != nil {
			return err
		}
		if err := access.Check(who, access.BookInterview, got.Subject()); err != nil {
			return err
		}
		switch {
		case got.State == Abandoned:
			out = got
			return nil
		case !got.MayWithdraw():
			return ErrTooLate
		}
		out, err = s.Advance(ctx, tx, c, Withdrawn)
		return err
	})
	return out, err
}
