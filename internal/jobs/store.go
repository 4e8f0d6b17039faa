package jobs

import (
	"context"
	"time"

	"mendan/internal/id"
	"mendan/internal/txn"
)

// Store keeps job rows. It decides nothing.
type Store interface {
	// Insert adds a job. Two waiting jobs with one Unique are refused by the
	// database; the service never tries.
	Insert(ctx context.Context, tx txn.Write, j Job) error
	// Get reads one job. Errors: ErrUnknown.
	Get(ctx context.Context, tx txn.Read, job id.Job) (Job, error)
	// Waiting reads the waiting job with that Unique. Errors: ErrUnknown.
	Waiting(ctx context.Context, tx txn.Read, unique string) (Job, error)
	// Running reads the running jobs with that Unique: rarely more than one.
	Running(ctx context.Context, tx txn.Read, unique string) ([]Job, error)
	// Update writes every column but id, kind and the time of queueing, if the
	// row still has that state and attempt. Errors: ErrLost.
	Update(ctx context.Context, tx txn.Write, j Job, was State, attempt int64) error
	// Extend lengthens the leases of a node's jobs that it still holds, each by
	// id and attempt, and returns those it could.
	Extend(ctx context.Context, tx txn.Write, held []Held, until time.Time) ([]Held, error)
	// Due lists at most limit jobs of the kinds that can be claimed at that
	// instant, the longest due first: waiting ones whose time has come and whose
	// Unique is not running under a living lease, and running ones whose lease is over.
	Due(ctx context.Context, tx txn.Read, kinds []string, at time.Time, limit int) ([]Job, error)
	// Sweep deletes the jobs whose life ended before that instant and tells how many.
	Sweep(ctx context.Context, tx txn.Write, before time.Time) (int, error)
	// Count tells how many jobs of each kind are in each state.
	Count(ctx context.Context, tx txn.Read) ([]Count, error)
}

// Held names one attempt at a job.
type Held struct {
	Job     id.Job
	Attempt int64
}

// Count is how many jobs of a kind are in a state, for gauges.
type Count struct {
	Kind  string
	State State
	N     int
}
