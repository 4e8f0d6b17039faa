package meeting

import (
	"context"
	"time"

	"mendan/internal/id"
	"mendan/internal/jobs"
	"mendan/internal/scheduling"
	"mendan/internal/txn"
)

// Store keeps designations, accounts and meetings; meetingtest.Suite is its contract.
type Store interface {
	// Designation reads what a workplace named. Errors: ErrNone.
	Designation(ctx context.Context, tx txn.Read, w id.Workplace) (Designation, error)
	// PutDesignation writes it, over the one before.
	PutDesignation(ctx context.Context, tx txn.Write, d Designation) error

	// Account reads a company's account at a tool, with its secret. Errors: ErrNone.
	Account(ctx context.Context, tx txn.Read, c id.Company, t Tool) (Account, error)
	// PutAccount writes it, over the one before.
	PutAccount(ctx context.Context, tx txn.Write, a Account) error
	// DeleteAccount forgets it; none is no error.
	DeleteAccount(ctx context.Context, tx txn.Write, c id.Company, t Tool) error

	// Meeting reads that of a booking. Errors: ErrNone.
	Meeting(ctx context.Context, tx txn.Read, b id.Booking) (Meeting, error)
	// PutMeeting writes it, over the one before.
	PutMeeting(ctx context.Context, tx txn.Write, m Meeting) error
	// Unready lists the company's meetings at the tool that are wanted or failed and begin after the instant.
	Unready(ctx context.Context, tx txn.Read, c id.Company, t Tool, after time.Time) ([]Meeting, error)
}

// Order is what a tool is asked for. It has no more than this.
type Order struct {
	Key      string // ours, opaque, the same for the same booking
	From, To time.Time
	Again    bool // a try before may have made it: look first, where the tool lets us
	Find     bool // do not make it: only look. ErrGone when there is none, or when it cannot be told
}

// There is a meeting as the tool made it.
type There struct {
	Ref  string
	Link string
}

// Maker makes meetings at one tool. All methods may be called again after an
// answer that was lost.
//
// Errors: ErrRefused, ErrNoRight, ErrGone, ErrTakes, *Later, ErrUnreachable.
type Maker interface {
	// Check tells whether the credentials are accepted. It makes nothing.
	Check(ctx context.Context, a Account) error
	Create(ctx context.Context, a Account, o Order) (There, error)
	Update(ctx context.Context, a Account, ref string, o Order) error
	// Delete is nil also when there is none any more.
	Delete(ctx context.Context, a Account, ref string) error
}

// Bookings is what meeting asks of scheduling; *scheduling.Service fills it.
type Bookings interface {
	Get(ctx context.Context, tx txn.Read, b id.Booking) (scheduling.Booking, error)
	Latest(ctx context.Context, tx txn.Read, c id.Case) (scheduling.Booking, error)
}

// Queue is what meeting asks of jobs; *jobs.Service fills it.
type Queue interface {
	Enqueue(ctx context.Context, tx txn.Write, j jobs.Job) error
	Hold(ctx context.Context, tx txn.Read, j jobs.Job) error
	FinishGivenUp(ctx context.Context, tx txn.Write, j jobs.Job, last error) error
}

// People tells somebody that a tool does not take our meetings. Whoever is told
// of a consultation is never the employer.
type People interface {
	LinkMissing(ctx context.Context, tx txn.Write, m Meeting) error
}
