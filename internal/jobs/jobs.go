// Package jobs keeps later work: what must be done after an act has committed,
// at a time, and again when it fails.
//
// A job is a row written in the act that asks for it, so that work is never
// promised by an act that was rolled back and never lost by one that was not.
// It carries a kind and at most one id; whoever does the work reads today's
// truth. A job is claimed with a lease and an attempt number. The attempt is
// the fencing token: work that lost its lease can neither write an effect
// (Hold, Finish) nor settle the job, so an effect written in the database
// together with Finish happens exactly once, whatever dies in between.
// Effects outside of the database happen at least once.
//
// The life of a job is the function Next, drawn in docs/jobs.md. This package
// decides; jobsrun has the goroutines, jobsdb the table. Read life.go first.
package jobs

import (
	"context"
	"errors"
	"time"

	"mendan/internal/fault"
	"mendan/internal/id"
)

// Job is one piece of later work.
type Job struct {
	ID      id.Job
	Kind    string    // who does it: "notify.deliver"
	Subject string    // the id of the thing it is about, never content; may be empty
	RunAt   time.Time // not before; the zero time means at once
	Unique  string    // at most one waiting job has this text; empty: no such wish

	State    State
	Attempt  int64     // rises with every claim: the fencing token
	Failures int       // tries used up; a job handed back in peace does not use one
	Last     string    // code of the last failure, never its text: that may hold addresses
	Node     string    // who holds the lease
	Lease    time.Time // until when
	Queued   time.Time // when it was asked for
	Settled  time.Time // when its life ended; zero before
}

// Handler does the jobs of one kind. Work and GiveUp may run twice for one job
// (a process can die after the effect and before the settling) and must bear it.
type Handler struct {
	Kind    string
	Limit   time.Duration                    // after this the context of Work ends
	Tries   int                              // failed tries before GiveUp; at least 1
	Backoff func(failures int) time.Duration // pause after the nth failure, n from 1; nil: DefaultBackoff
	Work    func(ctx context.Context, job Job) error

	// GiveUp tells a person. It runs when the tries are used up or Work said
	// Permanent, and again until it succeeds: giving up is never silent.
	GiveUp func(ctx context.Context, job Job, last error) error

	// Urgent work has workers of its own: it does not wait behind the rest.
	Urgent bool

	// Every makes the kind periodic: one job for all nodes, run again this long
	// after it was due. Given up or not, the next round comes.
	Every time.Duration
}

// Every declares periodic work: one run per interval among all nodes. A round
// that was missed is not made up for. giveUp hears of a round that failed tries times.
func Every(name string, interval, limit time.Duration, work func(context.Context) error, giveUp func(context.Context, Job, error) error) Handler {
	return Handler{
		Kind: name, Limit: limit, Tries: 5, Every: interval, GiveUp: giveUp,
		Work: func(ctx context.Context, _ Job) error { return work(ctx) },
	}
}

// DefaultBackoff waits 5 s, 10 s, 20 s ... up to 15 minutes.
func DefaultBackoff(failures int) time.Duration {
	return Doubling(5*time.Second, 15*time.Minute)(failures)
}

// Doubling is a backoff that begins with first, doubles, and stays at most.
func Doubling(first, most time.Duration) func(int) time.Duration {
	return func(failures int) time.Duration {
		d := first
		for i := 1; i < failures && d < most; i++ {
			d *= 2
		}
		return min(d, most)
	}
}

// Errors of this package.
var (
	// ErrLost says that the job is no longer this attempt's: the lease expired
	// and another claimed it, or it was settled or cancelled meanwhile.
	ErrLost = fault.New(fault.Conflict, "jobs.lost")
	// ErrUnknown says that there is no such job.
	ErrUnknown = fault.New(fault.NotFound, "jobs.unknown")
	// ErrTooLong is the failure of work that outlived its limit.
	ErrTooLong = fault.New(fault.Internal, "jobs.too_long")
	// ErrCrashed is the failure of work whose process went away.
	ErrCrashed = fault.New(fault.Internal, "jobs.crashed")
	// ErrPanic is the failure of work that panicked.
	ErrPanic = fault.New(fault.Internal, "jobs.panic")
)

// permanent marks an error no further try can mend.
type permanent struct{ err error }

func (p permanent) Error() string { return p.err.Error() }
func (p permanent) Unwrap() error { return p.err }

// Permanent says that no further try can help: the job is given up at once.
func Permanent(err error) error {
	if err == nil {
		return nil
	}
	return permanent{err}
}

// IsPermanent tells whether err was marked so.
func IsPermanent(err error) bool {
	_, ok := errors.AsType[permanent](err)
	return ok
}
