package jobstest

import (
	"context"
	"errors"
	"testing"
	"time"

	"mendan/internal/jobs"
	"mendan/internal/txn"
)

// Work does what is due, one job after the other and without goroutines, until
// nothing is, as a runner would, and tells how many tries that were. Time does
// not pass: what is put off waits until the test moves its clock.
func Work(t testing.TB, txns txn.Runner, service *jobs.Service, handlers []jobs.Handler) int {
	t.Helper()
	byKind, kinds := map[string]jobs.Handler{}, []string{}
	for _, h := range handlers {
		byKind[h.Kind], kinds = h, append(kinds, h.Kind)
	}
	for tries := 0; ; tries++ {
		if tries > 10_000 {
			t.Fatal("jobstest: the work never ends")
		}
		var list []jobs.Job
		due := false
		Read(t, txns, func(ctx context.Context, tx txn.Read) (err error) {
			due, err = service.Due(ctx, tx, kinds)
			return err
		})
		if !due {
			return tries
		}
		Write(t, txns, func(ctx context.Context, tx txn.Write) (err error) {
			list, err = service.Claim(ctx, tx, kinds, "test", time.Minute, 1)
			return err
		})
		if len(list) == 0 {
			return tries
		}
		j, h := list[0], byKind[list[0].Kind]
		how := jobs.Outcome{}
		if j.Failures >= h.Tries {
			how.GivingUp, how.Err = true, h.GiveUp(context.Background(), j, j.LastError())
			if how.Err == nil {
				how.Err, how.GaveUp = j.LastError(), true
			}
		} else {
			how.Err = h.Work(context.Background(), j)
		}
		err := txns.Write(context.Background(), Someone, "test.settle", func(ctx context.Context, tx txn.Write) error {
			return service.Settle(ctx, tx, j, h, how)
		})
		if err != nil && !errors.Is(err, jobs.ErrLost) { // lost: the handler has settled it itself
			t.Fatal(err)
		}
	}
}
