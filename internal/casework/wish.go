package casework

import (
	"context"

	"mendan/internal/id"
	"mendan/internal/txn"
)

// SetWish keeps how the worker would like the interview to be held; Either when
// it is all the same. Nobody asks why, and no step of the case follows from it.
// Errors: ErrNotFound, ErrTypeWrong for what is no mode.
func (s *Service) SetWish(ctx context.Context, tx txn.Write, c id.Case, wish Mode) error {
	if !wish.Valid() {
		return ErrTypeWrong
	}
	got, err := s.store.Get(ctx, tx, c)
	if err != nil || got.Wish == wish {
		return err
	}
	got.Wish = wish
	tx.Touch(string(c), "wish")
	return s.store.Update(ctx, tx, got)
}
