package room

import (
	"context"
	"time"

	"mendan/internal/actor"
	"mendan/internal/txn"
)

// keepPlace is how long the place and number of the opening checklist stay: they
// are for an emergency, and for questions soon after (emergency page, section 3).
const keepPlace = 30 * 24 * time.Hour

// Erased stands where a place or number was. That it was confirmed stays known.
const Erased = "-"

// Erase forgets where people were and under which number, 30 days after their
// session; the evidence stays as it was, since it never held more than "confirmed".
func (s *Service) Erase(ctx context.Context) error {
	for {
		done := 0
		err := s.Txns.Write(ctx, actor.System("room.erase"), "room.erase", func(ctx context.Context, tx txn.Write) error {
			old, err := s.Store.ListToErase(ctx, tx, tx.Now().Add(-keepPlace))
			if err != nil {
				return err
			}
			for _, x := range old {
				if x.Checklist.Place != "" {
					x.Checklist.Place = Erased
				}
				if x.Checklist.Phone != "" {
					x.Checklist.Phone = Erased
				}
				x.ErasedAt = tx.Now()
				if err := s.Store.Update(ctx, tx, x); err != nil {
					return err
				}
				tx.Touch(string(x.ID), "checklist")
			}
			done = len(old)
			return nil
		})
		if err != nil || done < 100 { // fewer than a full list: that was all
			return err
		}
	}
}
