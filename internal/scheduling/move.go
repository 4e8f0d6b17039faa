package scheduling

import (
	"context"

	"mendan/internal/actor"
	"mendan/internal/txn"
)

// Move puts the standing booking of in.Case to another slot, also of another
// physician. It keeps its id; its Sequence rises. Moving to where it already
// is changes nothing.
//
// Errors: as Book, and ErrNoBooking, ErrBegun.
func (s *Service) Move(ctx context.Context, who actor.Actor, in BookInput) (Booking, error) {
	if err := in.Check(); err != nil {
		return Booking{}, err
	}
	var out Booking
	err := s.txns.Write(ctx, who, "scheduling.move", func(ctx context.Context, tx txn.Write) error {
		f, err := s.facts(ctx, tx, who, in.Case)
		if err != nil {
			return err
		}
		switch {
		case !f.standing():
			return ErrNoBooking
		case f.latest.is(in):
			out = f.latest
			return nil
		case !tx.Now().Before(f.latest.From):
			return ErrBegun
		}
		slot, err := s.fit(ctx, tx, f, in, f.latest.ID)
		if err != nil {
			return err
		}
		b := f.latest
		b.Sequence++
		b.set(tx, f, slot, in.Mode)
		if err := s.store.Update(ctx, tx, b, "move"); err != nil {
			return err
		}
		if err := s.scheduled(ctx, tx, f, b); err != nil {
			return err
		}
		if err := s.changed(ctx, tx, b); err != nil {
			return err
		}
		if err := s.tell(ctx, tx, f.latest, b); err != nil {
			return err
		}
		out = b
		return nil
	})
	if err != nil {
		return Booking{}, s.instead(ctx, who, in, err)
	}
	return out, nil
}
