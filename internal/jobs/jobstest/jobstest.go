// Package jobstest is the contract of a job store, run against every database,
// and what tests of other areas need to see later work. For tests only.
package jobstest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/actor"
	"mendan/internal/id"
	"mendan/internal/jobs"
	"mendan/internal/txn"
)

// Clock is a clock the test moves.
type Clock interface {
	Now() time.Time
	Add(d time.Duration)
}

// Setup makes a fresh, empty world.
type Setup func(t *testing.T) (txn.Runner, jobs.Store, Clock)

// Someone acts in tests.
var Someone = actor.System("test")

// Write runs f as an act and ends the test when it fails.
func Write(t testing.TB, txns txn.Runner, f func(ctx context.Context, tx txn.Write) error) {
	t.Helper()
	if err := txns.Write(context.Background(), Someone, "test.act", f); err != nil {
		t.Fatal(err)
	}
}

// Read runs f on a snapshot and ends the test when it fails.
func Read(t testing.TB, txns txn.Runner, f func(ctx context.Context, tx txn.Read) error) {
	t.Helper()
	if err := txns.Read(context.Background(), f); err != nil {
		t.Fatal(err)
	}
}

// Run tries the store of each world against the contract.
func Run(t *testing.T, setup Setup) {
	t.Helper()
	for name, f := range map[string]func(*testing.T, txn.Runner, jobs.Store, Clock){
		"a row keeps every column":              keepsColumns,
		"absent is unknown":                     absent,
		"only the due are listed":               lists,
		"of one unique only one waits":          oneWaits,
		"an update needs state and attempt":     fences,
		"leases are lengthened by attempt":      extends,
		"the ended are swept, the living never": sweeps,
		"enqueue replaces what waits":           replaces,
		"cancel ends what waits and what runs":  cancels,
		"a claim takes each job once":           claims,
		"a rolled back act leaves no job":       rollsBack,
		"periodic work is planted once":         plants,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			txns, store, clock := setup(t)
			f(t, txns, store, clock)
		})
	}
}

func job(kind string, at time.Time, unique string) jobs.Job {
	return jobs.Job{ID: id.New[id.Job](), Kind: kind, Subject: string(id.New[id.Message]()), RunAt: at, Unique: unique, State: jobs.Waiting, Queued: at}
}

func keepsColumns(t *testing.T, txns txn.Runner, store jobs.Store, clock Clock) {
	j := job("k", clock.Now(), "u")
	Write(t, txns, func(ctx context.Context, tx txn.Write) error { return store.Insert(ctx, tx, j) })
	same := func(want jobs.Job) {
		t.Helper()
		Read(t, txns, func(ctx context.Context, tx txn.Read) error {
			got, err := store.Get(ctx, tx, j.ID)
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			return err
		})
	}
	same(j)
	j.State, j.Attempt, j.Failures, j.Last, j.Node = jobs.Running, 3, 2, "x.y", "node"
	j.Lease, j.RunAt, j.Subject = clock.Now().Add(time.Minute), clock.Now().Add(time.Microsecond), "other"
	Write(t, txns, func(ctx context.Context, tx txn.Write) error { return store.Update(ctx, tx, j, jobs.Waiting, 0) })
	same(j)
	j.State, j.Node, j.Lease, j.Settled = jobs.Done, "", time.Time{}, clock.Now().Add(time.Hour)
	Write(t, txns, func(ctx context.Context, tx txn.Write) error { return store.Update(ctx, tx, j, jobs.Running, 3) })
	same(j)
	Read(t, txns, func(ctx context.Context, tx txn.Read) error {
		got, err := store.Count(ctx, tx)
		if d := cmp.Diff([]jobs.Count{{Kind: "k", State: jobs.Done, N: 1}}, got); d != "" {
			t.Error(d)
		}
		return err
	})
}

func absent(t *testing.T, txns txn.Runner, store jobs.Store, clock Clock) {
	Read(t, txns, func(ctx context.Context, tx txn.Read) error {
		if _, err := store.Get(ctx, tx, id.New[id.Job]()); !errors.Is(err, jobs.ErrUnknown) {
			t.Errorf("Get = %v", err)
		}
		if _, err := store.Waiting(ctx, tx, "u"); !errors.Is(err, jobs.ErrUnknown) {
			t.Errorf("Waiting = %v", err)
		}
		if list, err := store.Running(ctx, tx, "u"); err != nil || len(list) != 0 {
			t.Errorf("Running = %v, %v", list, err)
		}
		if list, err := store.Due(ctx, tx, []string{"k"}, clock.Now(), 5); err != nil || len(list) != 0 {
			t.Errorf("Due = %v, %v", list, err)
		}
		if list, err := store.Due(ctx, tx, nil, clock.Now(), 5); err != nil || len(list) != 0 {
			t.Errorf("Due of no kind = %v, %v", list, err)
		}
		return nil
	})
}

func lists(t *testing.T, txns txn.Runner, store jobs.Store, clock Clock) {
	now := clock.Now()
	early, exact := job("a", now.Add(-time.Hour), ""), job("b", now, "")
	future, foreign := job("a", now.Add(time.Microsecond), ""), job("c", now.Add(-time.Hour), "")
	held, dead, done := job("a", now.Add(-2*time.Hour), "u"), job("a", now.Add(-3*time.Hour), "v"), job("a", now.Add(-time.Hour), "")
	held.State, held.Attempt, held.Lease = jobs.Running, 1, now.Add(time.Second)
	dead.State, dead.Attempt, dead.Lease = jobs.Running, 1, now
	done.State, done.Settled = jobs.Done, now
	behind, free := job("a", now.Add(-time.Minute), "u"), job("a", now.Add(-time.Minute/2), "v")
	Write(t, txns, func(ctx context.Context, tx txn.Write) error {
		for _, j := range []jobs.Job{exact, future, foreign, held, early, dead, done, behind, free} {
			if err := store.Insert(ctx, tx, j); err != nil {
				return err
			}
		}
		return nil
	})
	Read(t, txns, func(ctx context.Context, tx txn.Read) error {
		got, err := store.Due(ctx, tx, []string{"a", "b"}, now, 10)
		// behind waits for held, which has the same Unique and a living lease.
		if d := cmp.Diff([]id.Job{dead.ID, early.ID, free.ID, exact.ID}, ids(got)); d != "" {
			t.Errorf("due (-want +got):\n%s", d)
		}
		if err != nil {
			return err
		}
		got, err = store.Due(ctx, tx, []string{"a", "b"}, now, 2)
		if d := cmp.Diff([]id.Job{dead.ID, early.ID}, ids(got)); d != "" {
			t.Errorf("limit (-want +got):\n%s", d)
		}
		return err
	})
}

func ids(list []jobs.Job) (out []id.Job) {
	for _, j := range list {
		out = append(out, j.ID)
	}
	return out
}

func oneWaits(t *testing.T, txns txn.Runner, store jobs.Store, clock Clock) {
	Write(t, txns, func(ctx context.Context, tx txn.Write) error {
		running := job("k", clock.Now(), "u")
		running.State, running.Lease = jobs.Running, clock.Now()
		return errors.Join(store.Insert(ctx, tx, running), store.Insert(ctx, tx, job("k", clock.Now(), "u")),
			store.Insert(ctx, tx, job("k", clock.Now(), "")), store.Insert(ctx, tx, job("k", clock.Now(), "")))
	})
	err := txns.Write(context.Background(), Someone, "test.act", func(ctx context.Context, tx txn.Write) error {
		return store.Insert(ctx, tx, job("k", clock.Now(), "u"))
	})
	if err == nil {
		t.Error("two jobs with one Unique wait")
	}
}

func fences(t *testing.T, txns txn.Runner, store jobs.Store, clock Clock) {
	j := job("k", clock.Now(), "")
	j.Attempt = 2
	Write(t, txns, func(ctx context.Context, tx txn.Write) error { return store.Insert(ctx, tx, j) })
	Write(t, txns, func(ctx context.Context, tx txn.Write) error {
		for _, wrong := range []error{store.Update(ctx, tx, j, jobs.Running, 2), store.Update(ctx, tx, j, jobs.Waiting, 1)} {
			if !errors.Is(wrong, jobs.ErrLost) {
				t.Errorf("Update of another attempt = %v, want ErrLost", wrong)
			}
		}
		return store.Update(ctx, tx, j, jobs.Waiting, 2)
	})
}

func extends(t *testing.T, txns txn.Runner, store jobs.Store, clock Clock) {
	a, b, c := job("k", clock.Now(), ""), job("k", clock.Now(), ""), job("k", clock.Now(), "")
	for _, j := range []*jobs.Job{&a, &b} {
		j.State, j.Attempt, j.Lease = jobs.Running, 4, clock.Now()
	}
	until := clock.Now().Add(time.Hour)
	Write(t, txns, func(ctx context.Context, tx txn.Write) error {
		if err := errors.Join(store.Insert(ctx, tx, a), store.Insert(ctx, tx, b), store.Insert(ctx, tx, c)); err != nil {
			return err
		}
		still, err := store.Extend(ctx, tx, []jobs.Held{{Job: a.ID, Attempt: 4}, {Job: b.ID, Attempt: 3}, {Job: c.ID}}, until)
		if d := cmp.Diff([]jobs.Held{{Job: a.ID, Attempt: 4}}, still); d != "" {
			t.Error(d)
		}
		return err
	})
	Read(t, txns, func(ctx context.Context, tx txn.Read) error {
		got, err := store.Get(ctx, tx, a.ID)
		if !got.Lease.Equal(until) {
			t.Errorf("lease until %v, want %v", got.Lease, until)
		}
		return err
	})
}

func sweeps(t *testing.T, txns txn.Runner, store jobs.Store, clock Clock) {
	now := clock.Now()
	old, young, living := job("k", now, ""), job("k", now, ""), job("k", now.Add(-1000*time.Hour), "")
	old.State, old.Settled = jobs.GivenUp, now.Add(-time.Microsecond)
	young.State, young.Settled = jobs.Done, now
	Write(t, txns, func(ctx context.Context, tx txn.Write) error {
		if err := errors.Join(store.Insert(ctx, tx, old), store.Insert(ctx, tx, young), store.Insert(ctx, tx, living)); err != nil {
			return err
		}
		n, err := store.Sweep(ctx, tx, now)
		if n != 1 {
			t.Errorf("swept %d, want 1", n)
		}
		return err
	})
}

func replaces(t *testing.T, txns txn.Runner, store jobs.Store, clock Clock) {
	s := jobs.New(store)
	var first jobs.Job
	Write(t, txns, func(ctx context.Context, tx txn.Write) (err error) {
		if err = s.Enqueue(ctx, tx, jobs.Job{Kind: "k", Subject: "one", Unique: "u", RunAt: clock.Now().Add(time.Hour)}); err != nil {
			return err
		}
		first, err = store.Waiting(ctx, tx, "u")
		return err
	})
	select {
	case <-s.Bell():
		t.Error("the bell rang for a job of the future")
	default:
	}
	Write(t, txns, func(ctx context.Context, tx txn.Write) error {
		if err := s.Enqueue(ctx, tx, jobs.Job{Kind: "other", Unique: "u"}); err == nil {
			t.Error("a job of one kind replaced one of another")
		}
		return s.Enqueue(ctx, tx, jobs.Job{Kind: "k", Subject: "two", Unique: "u"})
	})
	select {
	case <-s.Bell():
	default:
		t.Error("the bell did not ring after the commit")
	}
	var claimed []jobs.Job
	Write(t, txns, func(ctx context.Context, tx txn.Write) (err error) {
		claimed, err = s.Claim(ctx, tx, []string{"k"}, "a", time.Minute, 5)
		return err
	})
	if len(claimed) != 1 || claimed[0].ID != first.ID || claimed[0].Subject != "two" {
		t.Fatalf("claimed %+v, want the first row with the second subject", claimed)
	}
	// While it runs, a third wish waits; when the second fails, the third replaces it.
	Write(t, txns, func(ctx context.Context, tx txn.Write) error {
		return s.Enqueue(ctx, tx, jobs.Job{Kind: "k", Subject: "three", Unique: "u"})
	})
	Write(t, txns, func(ctx context.Context, tx txn.Write) error {
		if list, err := s.Claim(ctx, tx, []string{"k"}, "b", time.Minute, 5); err != nil || len(list) != 0 {
			t.Errorf("claimed %v beside a running one, %v", list, err)
		}
		return s.Settle(ctx, tx, claimed[0], jobs.Handler{Kind: "k", Tries: 9}, jobs.Outcome{Err: errors.New("no")})
	})
	Write(t, txns, func(ctx context.Context, tx txn.Write) error {
		old, err := store.Get(ctx, tx, first.ID)
		if old.State != jobs.Replaced {
			t.Errorf("the failed one is %s, want REPLACED", old.State)
		}
		list, err2 := s.Claim(ctx, tx, []string{"k"}, "b", time.Minute, 5)
		if len(list) != 1 || list[0].Subject != "three" {
			t.Errorf("claimed %+v, want the third", list)
		}
		return errors.Join(err, err2)
	})
}

func cancels(t *testing.T, txns txn.Runner, store jobs.Store, clock Clock) {
	s := jobs.New(store)
	var claimed []jobs.Job
	Write(t, txns, func(ctx context.Context, tx txn.Write) error {
		return errors.Join(s.Cancel(ctx, tx, "nothing"), s.Cancel(ctx, tx, ""), s.Enqueue(ctx, tx, jobs.Job{Kind: "k", Unique: "u"}))
	})
	Write(t, txns, func(ctx context.Context, tx txn.Write) (err error) {
		claimed, err = s.Claim(ctx, tx, []string{"k"}, "a", time.Minute, 5)
		return errors.Join(err, s.Enqueue(ctx, tx, jobs.Job{Kind: "k", Unique: "u"}))
	})
	Write(t, txns, func(ctx context.Context, tx txn.Write) error {
		if err := s.Hold(ctx, tx, claimed[0]); err != nil {
			t.Errorf("Hold before the cancellation = %v", err)
		}
		return s.Cancel(ctx, tx, "u")
	})
	clock.Add(time.Hour)
	Write(t, txns, func(ctx context.Context, tx txn.Write) error {
		if err := s.Finish(ctx, tx, claimed[0]); !errors.Is(err, jobs.ErrLost) {
			t.Errorf("Finish of a cancelled job = %v, want ErrLost", err)
		}
		if list, err := s.Claim(ctx, tx, []string{"k"}, "a", time.Minute, 5); err != nil || len(list) != 0 {
			t.Errorf("claimed %v after cancel, %v", list, err)
		}
		return nil
	})
}

func claims(t *testing.T, txns txn.Runner, store jobs.Store, clock Clock) {
	s := jobs.New(store)
	claim := func(node string) (out []jobs.Job) {
		t.Helper()
		Write(t, txns, func(ctx context.Context, tx txn.Write) (err error) {
			out, err = s.Claim(ctx, tx, []string{"k"}, node, time.Minute, 5)
			return err
		})
		return out
	}
	Write(t, txns, func(ctx context.Context, tx txn.Write) error { return s.Enqueue(ctx, tx, jobs.Job{Kind: "k"}) })
	first := claim("a")
	if len(first) != 1 || len(claim("b")) != 0 {
		t.Fatal("one job, one claim")
	}
	clock.Add(time.Minute)
	second := claim("b")
	if len(second) != 1 || second[0].Attempt != 2 || second[0].Failures != 1 {
		t.Fatalf("after the lease: %+v", second)
	}
	// The first came back from the dead: it may write nothing.
	Write(t, txns, func(ctx context.Context, tx txn.Write) error {
		if err := s.Finish(ctx, tx, first[0]); !errors.Is(err, jobs.ErrLost) {
			t.Errorf("Finish of the old attempt = %v, want ErrLost", err)
		}
		return s.Finish(ctx, tx, second[0])
	})
	Write(t, txns, func(ctx context.Context, tx txn.Write) error {
		if err := s.Finish(ctx, tx, second[0]); !errors.Is(err, jobs.ErrLost) {
			t.Errorf("second Finish = %v, want ErrLost", err)
		}
		return nil
	})
}

func rollsBack(t *testing.T, txns txn.Runner, store jobs.Store, _ Clock) {
	s, boom := jobs.New(store), errors.New("boom")
	err := txns.Write(context.Background(), Someone, "test.act", func(ctx context.Context, tx txn.Write) error {
		return errors.Join(s.Enqueue(ctx, tx, jobs.Job{Kind: "k"}), boom)
	})
	if !errors.Is(err, boom) {
		t.Fatal(err)
	}
	select {
	case <-s.Bell():
		t.Error("the bell rang for an act that was rolled back")
	default:
	}
	Read(t, txns, func(ctx context.Context, tx txn.Read) error {
		due, err := s.Due(ctx, tx, []string{"k"})
		if due {
			t.Error("the job outlived its act")
		}
		return err
	})
}

func plants(t *testing.T, txns txn.Runner, store jobs.Store, _ Clock) {
	s := jobs.New(store)
	handlers := []jobs.Handler{{Kind: "k", Every: time.Hour}, {Kind: "once"}}
	for range 3 {
		Write(t, txns, func(ctx context.Context, tx txn.Write) error { return s.Plant(ctx, tx, handlers) })
	}
	Read(t, txns, func(ctx context.Context, tx txn.Read) error {
		got, err := store.Count(ctx, tx)
		if d := cmp.Diff([]jobs.Count{{Kind: "k", State: jobs.Waiting, N: 1}}, got); d != "" {
			t.Error(d)
		}
		return err
	})
}
