package scheduling

import (
	"context"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// SetWish keeps the worker's own wish for online or in person. Only he sets it;
// a booking that stands is left as it is. Errors: form.invalid with "wish";
// casework.ErrNotFound and access faults.
func (s *Service) SetWish(ctx context.Context, who actor.Actor, c id.Case, wish casework.Mode) error {
	if !wish.Valid() {
		var f fault.Fields
		f.Add("wish", "form.choose")
		return f.Err()
	}
	return s.txns.Write(ctx, who, "scheduling.wish", func(ctx context.Context, tx txn.Write) error {
		got, err := s.cases.Get(ctx, tx, c)
		if err != nil {
			return err
		}
		if err := access.Check(who, access.BookInterview, got.Subject()); err != nil {
			return err
		}
		return s.cases.SetWish(ctx, tx, c, wish)
	})
}
