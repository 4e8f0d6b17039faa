package scheduling

import (
	"context"
	"time"

	"mendan/internal/casework"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Store keeps plans, bookings and ticks. schedulingdb fills it; schedulingtest
// holds the suite it passes.
type Store interface {
	// Plans gives the saved plans of the physicians, by physician; who has none is absent.
	Plans(ctx context.Context, tx txn.Read, of ...id.Physician) (map[id.Physician]Plan, error)
	// SavePlan writes the plan when its Version is the saved one (0: none saved),
	// and raises it. Errors: ErrPlanChanged.
	SavePlan(ctx context.Context, tx txn.Write, p Plan) error

	// Taken gives the held spans of physicians and workers that touch
	// from <= t < to, by resource.
	Taken(ctx context.Context, tx txn.Read, from, to time.Time, resources ...Resource) (map[Resource]Spans, error)

	// Insert writes a booking and holds its ticks. Errors: ErrSlotTaken when a
	// tick is held, ErrAlreadyBooked when the case has a booking that stands.
	Insert(ctx context.Context, tx txn.Write, b Booking) error
	// Update writes the changed booking, lets its ticks go and, when it stands,
	// holds those of its new time; what (move, cancel, past) goes into its
	// changes. Errors: ErrSlotTaken, ErrNone.
	Update(ctx context.Context, tx txn.Write, b Booking, what string) error
	// Latest is the newest booking of the case. Errors: ErrNone.
	Latest(ctx context.Context, tx txn.Read, c id.Case) (Booking, error)
	// Get is the booking. Errors: ErrNone.
	Get(ctx context.Context, tx txn.Read, b id.Booking) (Booking, error)
	// Changes lists what happened to a booking, oldest first.
	Changes(ctx context.Context, tx txn.Read, b id.Booking) ([]Change, error)
	// OfPhysician lists standing bookings that begin at from <= t < to, in order.
	OfPhysician(ctx context.Context, tx txn.Read, p id.Physician, from, to time.Time) ([]Booking, error)
	// OfWorkplaces lists standing bookings at the workplaces that begin at from <= t < to, in order.
	OfWorkplaces(ctx context.Context, tx txn.Read, w []id.Workplace, from, to time.Time) ([]Booking, error)

	// Sweep lets go of ticks before t, which no booking can want any more.
	Sweep(ctx context.Context, tx txn.Write, t time.Time) (int64, error)
}

// Resource is who is in one interview at a time: the id of a physician or a worker.
type Resource string

// Span is a held time, From <= t < To, for a physician with the slack.
type Span struct {
	From, To time.Time
	Booking  id.Booking
}

// Spans are held times in order.
type Spans []Span

// Meet tells whether one of the spans shares a moment with from <= t < to.
func (s Spans) Meet(from, to time.Time) bool {
	for _, x := range s {
		if x.From.Before(to) && from.Before(x.To) {
			return true
		}
	}
	return false
}

// but leaves the spans of one booking out.
func (s Spans) but(b id.Booking) Spans {
	var out Spans
	for _, x := range s {
		if x.Booking != b {
			out = append(out, x)
		}
	}
	return out
}

// Change is one thing that happened to a booking.
type Change struct {
	Sequence  int
	What      string // book, move, cancel, past
	Physician id.Physician
	From, To  time.Time
	Mode      casework.Mode
	By        string // the actor's name
	OnBehalf  bool
	At        time.Time
}
