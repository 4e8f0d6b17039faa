package gate

import (
	"context"
	"time"

	"mendan/internal/id"
	"mendan/internal/txn"
)

// Moment is when the gate was asked about an interview.
type Moment string

// The moments. Confirming is booking in this house: a booking stands at once.
const (
	AtBooking Moment = "booking" // booked or moved
	AtStart   Moment = "start"
)

// Kept is a verdict as it was when an interview was booked, moved or begun.
type Kept struct {
	Case    id.Case
	Company id.Company
	Moment  Moment
	At      time.Time
	Verdict Verdict
}

// Store keeps verdicts; nothing is ever changed. Its contract is gatetest.Suite.
type Store interface {
	// Add keeps one.
	Add(ctx context.Context, tx txn.Write, k Kept) error
	// List gives those of a case, oldest first.
	List(ctx context.Context, tx txn.Read, c id.Case) ([]Kept, error)
}
