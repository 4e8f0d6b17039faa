package readiness

import (
	"context"

	"mendan/internal/casework"
	"mendan/internal/txn"
)

// Listener reacts, in the same act, to what a worker said or checked anew about
// a case: place, circumstances, devices.
type Listener func(ctx context.Context, tx txn.Write, c casework.Case) error

type listeners []Listener

func (l listeners) tell(ctx context.Context, tx txn.Write, c casework.Case) error {
	for _, x := range l {
		if err := x(ctx, tx, c); err != nil {
			return err
		}
	}
	return nil
}

// Listen adds a listener; only while the program is put together.
func (s *Service) Listen(l Listener) { s.heard = append(s.heard, l) }

// Listen adds a listener; only while the program is put together.
func (s *Checker) Listen(l Listener) { s.heard = append(s.heard, l) }
