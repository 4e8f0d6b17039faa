package scheduling

import (
	"context"
	"time"

	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/fault"
	"mendan/internal/txn"
)

// Online tells whether the interview of a case may be held by video at an
// instant: the launch gate of its workplace, the decision about its mode. It is
// asked for every online slot that is offered, booked or moved to; what is held
// in person is never asked about.
type Online interface {
	// MayBeOnline is nil when it may. Errors: a fault of kind Conflict whose
	// sentence says why not; any other error is a failure, not an answer.
	MayBeOnline(ctx context.Context, tx txn.Read, c casework.Case, at time.Time) error
}

// shutter asks Online once for each day and remembers the first refusal.
type shutter struct {
	s    *Service
	f    facts
	days map[civil.Date]error
	why  error
}

func (s *Service) shutter(f facts) *shutter {
	return &shutter{s: s, f: f, days: map[civil.Date]error{}}
}

// shut takes the online half of a slot away when it may not be online that day.
func (x *shutter) shut(ctx context.Context, tx txn.Read, slot *Slot) error {
	if !slot.Online {
		return nil
	}
	day := civil.DateOf(slot.From, x.f.zone)
	closed, asked := x.days[day]
	if !asked {
		closed = x.s.online.MayBeOnline(ctx, tx, x.f.c, slot.From)
		if closed != nil && fault.KindOf(closed) != fault.Conflict {
			return closed
		}
		x.days[day] = closed
	}
	if closed != nil {
		slot.Online = false
		if x.why == nil {
			x.why = closed
		}
	}
	return nil
}

// wish is what the slot has to offer. The worker himself is shown what is left
// in person when online is shut, whatever he wished; nobody else chooses past
// his wish.
func (x *shutter) wish(slot Slot) casework.Mode {
	w := x.f.wish()
	if w == casework.Online && x.days[civil.DateOf(slot.From, x.f.zone)] != nil && !x.f.onBehalf {
		return casework.Either
	}
	return w
}
