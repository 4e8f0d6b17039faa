package app

import (
	"context"
	"time"

	"mendan/internal/casework"
	"mendan/internal/txn"
)

// question is one reason why an interview might not be held by video, or not
// begin. It answers nil or a fault of kind Conflict with its sentence.
type question func(ctx context.Context, tx txn.Read, c casework.Case, at time.Time) error

// online asks everything that decides whether an interview may be held by
// video, in this order; the first that says no is the answer. Booking, moving
// and starting all come through here.
type online struct{ s *services }

func (o online) questions() []question { return []question{o.s.gateOpen, o.s.modes.MayBeOnline} }

// MayBeOnline fills scheduling.Online and room.Online.
func (o online) MayBeOnline(ctx context.Context, tx txn.Read, c casework.Case, at time.Time) error {
	for _, ask := range o.questions() {
		if err := ask(ctx, tx, c, at); err != nil {
			return err
		}
	}
	return nil
}

// start asks everything that has to be there before an interview begins.
type start struct{ s *services }

func (x start) questions() []question {
	return []question{x.s.packageGiven, physicianPlace(x).MayStart}
}

// MayStart fills room.Start.
func (x start) MayStart(ctx context.Context, tx txn.Read, c casework.Case) error {
	for _, ask := range x.questions() {
		if err := ask(ctx, tx, c, tx.Now()); err != nil {
			return err
		}
	}
	return nil
}
