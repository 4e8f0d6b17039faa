package scheduling

import (
	"context"

	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Cancel lets the standing booking of the case go. The case stays open and can
// be booked again: a cancelled time is not a waiver of the interview. What is
// cancelled already stays so.
//
// Errors: ErrNoBooking, ErrBegun; casework.ErrNotFound and access faults.
func (s *Service) Cancel(ctx context.Context, who actor.Actor, c id.Case) (Booking, error) {
	var out Booking
	err := s.txns.Write(ctx, who, "scheduling.cancel", func(ctx context.Context, tx txn.Write) error {
		f, err := s.facts(ctx, tx, who, c)
		if err != nil {
			return err
		}
		switch {
		case f.latest.State == Cancelled:
			out = f.latest
			return nil
		case !f.standing():
			return ErrNoBooking
		case !tx.Now().Before(f.latest.From):
			return ErrBegun
		}
		b, err := s.end(ctx, tx, f, Cancelled)
		if err != nil {
			return err
		}
		if _, err := s.cases.Advance(ctx, tx, c, casework.Unscheduled); err != nil {
			return err
		}
		out = b
		return nil
	})
	return out, err
}

// end takes the standing booking away and tells those whose calendars hold it.
func (s *Service) end(ctx context.Context, tx txn.Write, f facts, state State) (Booking, error) {
	b := f.latest
	b.State = state
	b.Sequence++
	b.mark(tx, f.onBehalf)
	what := "cancel"
	if state == Past {
		what = "past"
	}
	if err := s.store.Update(ctx, tx, b, what); err != nil {
		return b, err
	}
	if err := s.changed(ctx, tx, b); err != nil {
		return b, err
	}
	return b, s.tell(ctx, tx, f.latest, b)
}

// Moved is a casework.Listener: when a case is taken back or has to be held
// another time, its booking ends with it, in the same act.
func (s *Service) Moved(ctx context.Context, tx txn.Write, m casework.Changed) error {
	switch m.Event {
	case casework.Withdrawn, casework.Aborted, casework.Converted, casework.NoShow:
	default: // the other moves leave the booking standing
		return nil
	}
	f, err := s.load(ctx, tx, tx.Who(), m.After.ID)
	if err != nil {
		return err
	}
	if f.latest.State != Booked {
		return nil
	}
	state := Past
	if tx.Now().Before(f.latest.From) {
		state = Cancelled
	}
	_, err = s.end(ctx, tx, f, state)
	return err
}
