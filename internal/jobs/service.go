package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"mendan/internal/actor"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Service is the port through which areas ask for later work, and the rules by
// which runners claim and settle it. Every method joins an act.
type Service struct {
	store Store
	bell  chan struct{}
}

// New makes the service. It starts nothing.
func New(store Store) *Service { return &Service{store: store, bell: make(chan struct{}, 1)} }

// Bell rings, after a commit, when this process may have a job that is due.
// A lost ring is harmless: runners look by themselves every second.
func (s *Service) Bell() <-chan struct{} { return s.bell }

func (s *Service) ring() {
	select {
	case s.bell <- struct{}{}:
	default: // it is ringing already
	}
}

// Enqueue asks for j in this act. When a job with the same Unique waits, j
// takes its place: the waiting one keeps its id and gets j's time and subject.
// When one with the same Unique is running, j waits until that try has ended;
// should that try fail, it is replaced by j. The latest wish wins.
func (s *Service) Enqueue(ctx context.Context, tx txn.Write, j Job) error {
	if j.Kind == "" {
		return errors.New("jobs: a job without a kind")
	}
	now := tx.Now()
	if j.RunAt.IsZero() {
		j.RunAt = now
	}
	if !j.RunAt.After(now) {
		tx.AfterCommit(s.ring)
	}
	if j.Unique != "" {
		old, err := s.store.Waiting(ctx, tx, j.Unique)
		if err == nil {
			if old.Kind != j.Kind {
				return fmt.Errorf("jobs: %q is of kind %s, not %s", j.Unique, old.Kind, j.Kind)
			}
			old.RunAt, old.Subject, old.Failures, old.Last = j.RunAt, j.Subject, 0, ""
			return s.store.Update(ctx, tx, old, Waiting, old.Attempt)
		}
		if !errors.Is(err, ErrUnknown) {
			return err
		}
	}
	return s.store.Insert(ctx, tx, Job{
		ID: id.New[id.Job](), Kind: j.Kind, Subject: j.Subject, Unique: j.Unique,
		RunAt: j.RunAt, Queued: now, State: Waiting,
	})
}

// Cancel ends what has this Unique. A waiting job does not run; a running one
// is not interrupted, but it can no longer write its effect (Hold, Finish) and
// is not tried again. Nothing to cancel is no error.
func (s *Service) Cancel(ctx context.Context, tx txn.Write, unique string) error {
	if unique == "" {
		return nil
	}
	live, err := s.store.Running(ctx, tx, unique)
	if err != nil {
		return err
	}
	switch waiting, err := s.store.Waiting(ctx, tx, unique); {
	case err == nil:
		live = append(live, waiting)
	case !errors.Is(err, ErrUnknown):
		return err
	}
	for _, j := range live {
		was := j.State
		if j.State, err = Next(j.State, Withdraw); err != nil {
			return err
		}
		j.Settled, j.Node, j.Lease = tx.Now(), "", time.Time{}
		if err := s.store.Update(ctx, tx, j, was, j.Attempt); err != nil {
			return err
		}
	}
	return nil
}

// Hold makes sure, inside the act that writes the effect, that this attempt
// still has the job. Errors: ErrLost.
func (s *Service) Hold(ctx context.Context, tx txn.Read, j Job) error {
	now, err := s.store.Get(ctx, tx, j.ID)
	if errors.Is(err, ErrUnknown) {
		return ErrLost
	}
	if err != nil {
		return err
	}
	if now.State != Running || now.Attempt != j.Attempt {
		return ErrLost.Because(fmt.Errorf("%s is %s at attempt %d, not %d", j.ID, now.State, now.Attempt, j.Attempt))
	}
	return nil
}

// Finish settles the job well in the same act as its effect: both or neither.
// Handlers of periodic kinds leave settling to the runner. Errors: ErrLost.
func (s *Service) Finish(ctx context.Context, tx txn.Write, j Job) error {
	return s.Settle(ctx, tx, j, Handler{Kind: j.Kind}, Outcome{})
}

// FinishGivenUp is Finish for the act in which GiveUp tells a person. Errors: ErrLost.
func (s *Service) FinishGivenUp(ctx context.Context, tx txn.Write, j Job, last error) error {
	return s.Settle(ctx, tx, j, Handler{Kind: j.Kind}, Outcome{Err: last, GivingUp: true, GaveUp: true})
}

// Settle writes how a try of j ended. Errors: ErrLost when the attempt no longer has the job.
func (s *Service) Settle(ctx context.Context, tx txn.Write, j Job, h Handler, how Outcome) error {
	if err := s.Hold(ctx, tx, j); err != nil {
		return err
	}
	crowded := false
	if j.Unique != "" {
		_, err := s.store.Waiting(ctx, tx, j.Unique)
		if err != nil && !errors.Is(err, ErrUnknown) {
			return err
		}
		crowded = err == nil
	}
	after, err := settled(j, h, how, tx.Now(), crowded)
	if err != nil {
		return err
	}
	if err := s.store.Update(ctx, tx, after, Running, j.Attempt); err != nil {
		return err
	}
	if crowded || (after.State == Waiting && !after.RunAt.After(tx.Now())) {
		tx.AfterCommit(s.ring)
	}
	return nil
}

// Due tells whether anything of these kinds can be claimed.
func (s *Service) Due(ctx context.Context, tx txn.Read, kinds []string) (bool, error) {
	list, err := s.store.Due(ctx, tx, kinds, tx.Now(), 1)
	return len(list) > 0, err
}

// Claim takes at most limit due jobs of the kinds for the node, until the lease is over.
func (s *Service) Claim(ctx context.Context, tx txn.Write, kinds []string, node string, lease time.Duration, limit int) ([]Job, error) {
	list, err := s.store.Due(ctx, tx, kinds, tx.Now(), limit)
	if err != nil {
		return nil, err
	}
	var out []Job
	taken := map[string]bool{}
	for _, j := range list {
		if j.Unique != "" && taken[j.Unique] {
			continue // its elder was taken in this very claim
		}
		after, err := claimed(j, node, tx.Now(), lease)
		if err != nil {
			return nil, err
		}
		if err := s.store.Update(ctx, tx, after, j.State, j.Attempt); err != nil {
			return nil, err
		}
		taken[j.Unique] = true
		out = append(out, after)
	}
	return out, nil
}

// Extend lengthens leases and returns the attempts that still hold their job.
func (s *Service) Extend(ctx context.Context, tx txn.Write, held []Held, lease time.Duration) ([]Held, error) {
	return s.store.Extend(ctx, tx, held, tx.Now().Add(lease))
}

// Missing lists the periodic handlers that have no living job yet.
func (s *Service) Missing(ctx context.Context, tx txn.Read, handlers []Handler) ([]Handler, error) {
	var out []Handler
	for _, h := range handlers {
		if h.Every <= 0 {
			continue
		}
		if running, err := s.store.Running(ctx, tx, round(h)); err != nil {
			return nil, err
		} else if len(running) > 0 {
			continue
		}
		_, err := s.store.Waiting(ctx, tx, round(h))
		if errors.Is(err, ErrUnknown) {
			out = append(out, h)
		} else if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Plant gives each of the periodic handlers its job; those that have one keep it.
func (s *Service) Plant(ctx context.Context, tx txn.Write, handlers []Handler) error {
	missing, err := s.Missing(ctx, tx, handlers)
	if err != nil {
		return err
	}
	for _, h := range missing {
		if err := s.Enqueue(ctx, tx, Job{Kind: h.Kind, Unique: round(h)}); err != nil {
			return err
		}
	}
	return nil
}

func round(h Handler) string { return "every:" + h.Kind }

// Kept is how long a job is kept after its life has ended.
const Kept = 30 * 24 * time.Hour

// Sweep deletes what ended longer ago than Kept.
func (s *Service) Sweep(ctx context.Context, tx txn.Write) (int, error) {
	return s.store.Sweep(ctx, tx, tx.Now().Add(-Kept))
}

// Sweeper is the daily round of Sweep; giveUp hears when it fails.
func (s *Service) Sweeper(txns txn.Runner, giveUp func(context.Context, Job, error) error) Handler {
	return Every("jobs.sweep", 24*time.Hour, time.Minute, func(ctx context.Context) error {
		return txns.Write(ctx, actor.System("jobs"), "jobs.sweep", func(ctx context.Context, tx txn.Write) error {
			_, err := s.Sweep(ctx, tx)
			return err
		})
	}, giveUp)
}

// Count tells how many jobs of each kind are in each state.
func (s *Service) Count(ctx context.Context, tx txn.Read) ([]Count, error) {
	return s.store.Count(ctx, tx)
}

// LastError is the failure a job remembers: its code without its cause.
func (j Job) LastError() error {
	if j.Last == "" {
		return nil
	}
	return fault.New(fault.Internal, j.Last)
}
