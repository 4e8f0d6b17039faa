package jobsrun_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/audit/auditdb"
	"mendan/internal/database"
	"mendan/internal/database/databasetest"
	"mendan/internal/id"
	"mendan/internal/jobs"
	"mendan/internal/jobs/jobsdb"
	"mendan/internal/jobs/jobsrun"
	"mendan/internal/jobs/jobstest"
	"mendan/internal/txn"
)

// world is a database on the bubble's clock with a service over it.
type world struct {
	db      *database.DB
	service *jobs.Service
}

// bubble runs f where time passes only when everybody waits.
func bubble(t *testing.T, f func(t *testing.T, w world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		db, err := database.Open(t.Context(), filepath.Join(t.TempDir(), "mendan.db"), database.Options{Log: auditdb.Append, Now: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = db.Close() }()
		if _, err := db.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		f(t, world{db, jobs.New(jobsdb.New())})
	})
}

func (w world) runner(t *testing.T, o jobsrun.Options, handlers ...jobs.Handler) *jobsrun.Runner {
	t.Helper()
	o.Now = time.Now
	if o.Node == "" {
		o.Node = "a"
	}
	r, err := jobsrun.New(w.db, w.service, handlers, o)
	if err != nil {
		t.Fatal(err)
	}
	r.Start()
	return r
}

func stop(t *testing.T, r *jobsrun.Runner, grace time.Duration) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	return r.Stop(ctx)
}

func (w world) enqueue(t *testing.T, list ...jobs.Job) {
	t.Helper()
	jobstest.Write(t, w.db, func(ctx context.Context, tx txn.Write) error {
		for _, j := range list {
			if err := w.service.Enqueue(ctx, tx, j); err != nil {
				return err
			}
		}
		return nil
	})
}

func (w world) counts(t *testing.T) (out map[jobs.State]int) {
	t.Helper()
	out = map[jobs.State]int{}
	jobstest.Read(t, w.db, func(ctx context.Context, tx txn.Read) error {
		list, err := w.service.Count(ctx, tx)
		for _, c := range list {
			out[c.State] += c.N
		}
		return err
	})
	return out
}

func (w world) acts(t *testing.T) (n int) {
	t.Helper()
	jobstest.Read(t, w.db, func(ctx context.Context, tx txn.Read) error {
		return database.Of(tx).Row(ctx, `SELECT COUNT(*) FROM audit_acts`).Scan(&n)
	})
	return n
}

// diary notes what happened when, from several goroutines.
type diary struct {
	mu    sync.Mutex
	began time.Time
	lines []string
}

func newDiary() *diary { return &diary{began: time.Now()} }

func (d *diary) add(format string, args ...any) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lines = append(d.lines, time.Since(d.began).String()+" "+fmt.Sprintf(format, args...))
}

func (d *diary) is(t *testing.T, want ...string) {
	t.Helper()
	d.mu.Lock()
	defer d.mu.Unlock()
	if diff := cmp.Diff(want, d.lines); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func never(context.Context, jobs.Job, error) error { return errors.New("nobody should be told") }

func minute(n int) time.Duration { return time.Duration(n) * time.Minute }

// A commit wakes the runner at once; another process's commit is seen within a
// second; a job of the future runs in its second; and nobody writes an act
// while nothing is due.
func TestWaking(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T, w world) {
		d := newDiary()
		r := w.runner(t, jobsrun.Options{}, jobs.Handler{Kind: "k", Limit: time.Minute, Tries: 1, GiveUp: never,
			Work: func(_ context.Context, j jobs.Job) error { d.add("%s", j.Subject); return nil }})
		time.Sleep(500 * time.Millisecond)
		w.enqueue(t, jobs.Job{Kind: "k", Subject: "woken"}, jobs.Job{Kind: "k", Subject: "later", RunAt: time.Now().Add(minute(2))})
		synctest.Wait()
		elsewhere := world{w.db, jobs.New(jobsdb.New())} // its bell is another process's
		elsewhere.enqueue(t, jobs.Job{Kind: "k", Subject: "found"})
		time.Sleep(2 * time.Second)
		before := w.acts(t)
		time.Sleep(time.Minute)
		if n := w.acts(t) - before; n != 0 {
			t.Errorf("%d acts while nothing was due", n)
		}
		time.Sleep(minute(2))
		d.is(t, "500ms woken", "1s found", "2m1s later")
		if err := stop(t, r, time.Second); err != nil {
			t.Error(err)
		}
	})
}

// Fails, waits as told, gives up, fails to tell, tells. Nothing is silent.
func TestGiveUp(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T, w world) {
		d, deaf := newDiary(), 1
		r := w.runner(t, jobsrun.Options{Poll: 10 * time.Second}, jobs.Handler{
			Kind: "k", Limit: time.Minute, Tries: 3, Backoff: func(n int) time.Duration { return minute(n) },
			Work: func(_ context.Context, j jobs.Job) error {
				d.add("try %d", j.Attempt)
				if j.Attempt == 2 {
					panic("boom")
				}
				return jobs.ErrTooLong
			},
			GiveUp: func(_ context.Context, j jobs.Job, last error) error {
				d.add("give up: %v", last)
				if deaf > 0 {
					deaf--
					return errors.New("the desk does not answer")
				}
				return nil
			},
		})
		w.enqueue(t, jobs.Job{Kind: "k"})
		time.Sleep(minute(10))
		d.is(t, "0s try 1", "1m0s try 2", "3m0s try 3", "3m0s give up: jobs.too_long", "4m0s give up: internal")
		if d := cmp.Diff(map[jobs.State]int{jobs.GivenUp: 1}, w.counts(t)); d != "" {
			t.Error(d)
		}
		_ = stop(t, r, time.Second)
	})
}

func TestPermanentIsGivenUpAtOnce(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T, w world) {
		d := newDiary()
		r := w.runner(t, jobsrun.Options{}, jobs.Handler{Kind: "k", Limit: time.Minute, Tries: 100,
			Work:   func(context.Context, jobs.Job) error { d.add("try"); return jobs.Permanent(jobs.ErrUnknown) },
			GiveUp: func(_ context.Context, _ jobs.Job, last error) error { d.add("give up: %v", last); return nil }})
		w.enqueue(t, jobs.Job{Kind: "k"})
		time.Sleep(time.Minute)
		d.is(t, "0s try", "0s give up: jobs.unknown")
		_ = stop(t, r, time.Second)
	})
}

// Work that outlives its limit has failed; work that does not even heed its
// context loses its lease, and another node does it.
func TestLimitAndLease(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T, w world) {
		d := newDiary()
		release := make(chan struct{})
		handler := func(node string) jobs.Handler {
			return jobs.Handler{Kind: "k", Limit: minute(1), Tries: 3, Backoff: func(int) time.Duration { return minute(1) }, GiveUp: never,
				Work: func(ctx context.Context, j jobs.Job) error {
					d.add("%s begins %s %d", node, j.Subject, j.Attempt)
					switch {
					case j.Subject == "heeds" && j.Attempt == 1:
						<-ctx.Done()
						return ctx.Err()
					case j.Subject == "deaf" && j.Attempt == 1:
						<-release
						err := w.db.Write(context.Background(), jobstest.Someone, "test.effect", func(ctx context.Context, tx txn.Write) error {
							return w.service.Hold(ctx, tx, j)
						})
						d.add("%s wakes: %v", node, errors.Is(err, jobs.ErrLost))
						return err
					}
					return nil
				}}
		}
		w.enqueue(t, jobs.Job{Kind: "k", Subject: "heeds"})
		r := w.runner(t, jobsrun.Options{Node: "a", Lease: minute(1), Poll: 20 * time.Second}, handler("a"))
		time.Sleep(minute(5))
		d.is(t, "0s a begins heeds 1", "2m0s a begins heeds 2")

		d = newDiary()
		w.enqueue(t, jobs.Job{Kind: "k", Subject: "deaf"})
		synctest.Wait()
		b := w.runner(t, jobsrun.Options{Node: "b", Lease: minute(1), Poll: 20 * time.Second}, handler("b"))
		time.Sleep(minute(10))
		close(release)
		synctest.Wait()
		d.mu.Lock()
		lines := d.lines
		d.mu.Unlock()
		if len(lines) != 3 || lines[0] != "0s a begins deaf 1" || lines[2] != "10m0s a wakes: true" {
			t.Errorf("%q: want a to begin, another attempt while a is stuck, and a to find its lease lost", lines)
		}
		for _, x := range []*jobsrun.Runner{r, b} {
			if err := stop(t, x, time.Second); err != nil {
				t.Error(err)
			}
		}
		if d := cmp.Diff(map[jobs.State]int{jobs.Done: 2}, w.counts(t)); d != "" {
			t.Error(d)
		}
	})
}

// Long work within its limit keeps its lease by heartbeats.
func TestHeartbeat(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T, w world) {
		d := newDiary()
		h := jobs.Handler{Kind: "k", Limit: time.Hour, Tries: 1, GiveUp: never,
			Work: func(context.Context, jobs.Job) error {
				d.add("begins")
				time.Sleep(minute(30))
				d.add("ends")
				return nil
			}}
		w.enqueue(t, jobs.Job{Kind: "k"})
		a := w.runner(t, jobsrun.Options{Node: "a", Poll: minute(1)}, h)
		b := w.runner(t, jobsrun.Options{Node: "b", Poll: minute(1)}, h)
		time.Sleep(time.Hour)
		d.is(t, "0s begins", "30m0s ends")
		if d := cmp.Diff(map[jobs.State]int{jobs.Done: 1}, w.counts(t)); d != "" {
			t.Error(d)
		}
		_, _ = stop(t, a, time.Second), stop(t, b, time.Second)
	})
}

// A stop gives running handlers their time and hands the rest to other nodes.
func TestStop(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T, w world) {
		d := newDiary()
		handler := func(node string) jobs.Handler {
			return jobs.Handler{Kind: "k", Limit: time.Hour, Tries: 1, GiveUp: never, // one try: a job handed back must not lose it
				Work: func(ctx context.Context, j jobs.Job) error {
					took := map[string]time.Duration{"short": minute(1), "long": minute(20)}[j.Subject]
					d.add("%s begins %s", node, j.Subject)
					select {
					case <-ctx.Done():
						d.add("%s lets go of %s", node, j.Subject)
						return ctx.Err()
					case <-time.After(took):
						d.add("%s ends %s", node, j.Subject)
						return nil
					}
				}}
		}
		now := time.Now()
		w.enqueue(t, jobs.Job{Kind: "k", Subject: "short", RunAt: now.Add(-3)}, jobs.Job{Kind: "k", Subject: "long", RunAt: now.Add(-2 * time.Microsecond)},
			jobs.Job{Kind: "k", Subject: "short", RunAt: now.Add(-time.Microsecond)})
		a := w.runner(t, jobsrun.Options{Node: "a", Workers: 1, Poll: 20 * time.Second}, handler("a"))
		synctest.Wait()
		began := time.Now()
		done := make(chan error)
		go func() { done <- stop(t, a, minute(5)) }()
		synctest.Wait()
		if err := <-done; err != nil || time.Since(began) > minute(5) {
			t.Errorf("Stop = %v after %v", err, time.Since(began))
		}
		if c := w.counts(t); c[jobs.Running] != 0 || c[jobs.Waiting] == 0 {
			t.Errorf("after the stop: %v, want the rest waiting", c)
		}
		b := w.runner(t, jobsrun.Options{Node: "b", Poll: minute(1)}, handler("b"))
		time.Sleep(time.Hour)
		if d := cmp.Diff(map[jobs.State]int{jobs.Done: 3}, w.counts(t)); d != "" {
			t.Error(d)
		}
		// A handler that needs longer than the grace is ended and its job handed back.
		w.enqueue(t, jobs.Job{Kind: "k", Subject: "long"})
		synctest.Wait()
		if err := stop(t, b, minute(1)); err != nil {
			t.Errorf("Stop = %v", err)
		}
		if c := w.counts(t); c[jobs.Waiting] != 1 {
			t.Errorf("after the stop: %v, want one waiting with its try", c)
		}
	})
}

// One run per interval among two nodes; a round that fails is tried again, and
// one that is given up does not end the rounds.
func TestEvery(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T, w world) {
		d := newDiary()
		round := 0
		handlers := func() []jobs.Handler {
			h := jobs.Every("sweep", time.Hour, minute(1), func(context.Context) error {
				d.add("round")
				if round++; round >= 2 && round <= 6 {
					return errors.New("no")
				}
				return nil
			}, func(context.Context, jobs.Job, error) error { d.add("told"); return nil })
			h.Backoff = func(int) time.Duration { return minute(1) }
			return []jobs.Handler{h}
		}
		a := w.runner(t, jobsrun.Options{Node: "a", Poll: minute(1)}, handlers()...)
		b := w.runner(t, jobsrun.Options{Node: "b", Poll: minute(1)}, handlers()...)
		time.Sleep(3*time.Hour + minute(30))
		d.is(t, "0s round", "1h0m0s round", "1h1m0s round", "1h2m0s round", "1h3m0s round", "1h4m0s round", "1h4m0s told",
			"2h0m0s round", "3h0m0s round")
		_, _ = stop(t, a, time.Second), stop(t, b, time.Second)
	})
}

// A hundred mails to a server that hangs: what is urgent goes out all the same.
func TestUrgent(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T, w world) {
		d := newDiary()
		r := w.runner(t, jobsrun.Options{Poll: 10 * time.Second},
			jobs.Handler{Kind: "slow", Limit: minute(5), Tries: 9, GiveUp: never, Work: func(ctx context.Context, _ jobs.Job) error { <-ctx.Done(); return ctx.Err() }},
			jobs.Handler{Kind: "quick", Urgent: true, Limit: minute(1), Tries: 1, GiveUp: never, Work: func(context.Context, jobs.Job) error { d.add("done"); return nil }})
		w.enqueue(t, slices.Repeat([]jobs.Job{{Kind: "slow"}}, 100)...)
		time.Sleep(minute(1))
		w.enqueue(t, jobs.Job{Kind: "quick"})
		synctest.Wait()
		d.is(t, "1m0s done")
		_ = stop(t, r, time.Second)
	})
}

// What ended is kept for a month, then swept.
func TestSweeper(t *testing.T) {
	t.Parallel()
	bubble(t, func(t *testing.T, w world) {
		w.enqueue(t, jobs.Job{Kind: "k"}, jobs.Job{Kind: "k", RunAt: time.Now().Add(100 * 24 * time.Hour)})
		r := w.runner(t, jobsrun.Options{Poll: 6 * time.Hour}, w.service.Sweeper(w.db, never),
			jobs.Handler{Kind: "k", Limit: minute(1), Tries: 1, GiveUp: never, Work: func(context.Context, jobs.Job) error { return nil }})
		for _, c := range []struct{ days, done int }{{29, 1}, {3, 0}} {
			time.Sleep(time.Duration(c.days) * 24 * time.Hour)
			if got := w.counts(t); got[jobs.Done] != c.done || got[jobs.Waiting] != 2 {
				t.Errorf("after %d days more: %v, want %d done and two waiting", c.days, got, c.done)
			}
		}
		_ = stop(t, r, time.Second)
	})
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	good := jobs.Handler{Kind: "k", Limit: 1, Tries: 1, GiveUp: never, Work: func(context.Context, jobs.Job) error { return nil }}
	bad := map[string][]jobs.Handler{"twice": {good, good}}
	for name, change := range map[string]func(*jobs.Handler){
		"no kind": func(h *jobs.Handler) { h.Kind = "" }, "no work": func(h *jobs.Handler) { h.Work = nil },
		"silent": func(h *jobs.Handler) { h.GiveUp = nil }, "no limit": func(h *jobs.Handler) { h.Limit = 0 }, "no tries": func(h *jobs.Handler) { h.Tries = 0 },
	} {
		h := good
		change(&h)
		bad[name] = []jobs.Handler{h}
	}
	for name, list := range bad {
		if _, err := jobsrun.New(nil, nil, list, jobsrun.Options{Node: "a", Now: time.Now}); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if _, err := jobsrun.New(nil, nil, nil, jobsrun.Options{}); err == nil {
		t.Error("a runner without node and clock was made")
	}
}

// Two runners race on each engine, while leases run out under their hands:
// the effect of every job is in the database exactly once.
func TestRace(t *testing.T) {
	t.Parallel()
	databasetest.Both(t, func(t *testing.T, db *database.DB, clock *databasetest.Clock) {
		const n = 60
		jobstest.Write(t, db, func(ctx context.Context, tx txn.Write) error {
			return database.Of(tx).Exec(ctx, `CREATE TABLE effects (job TEXT NOT NULL)`)
		})
		finished := make(chan id.Job, 10*n)
		var lost sync.Map
		var runners []*jobsrun.Runner
		service := jobs.New(jobsdb.New())
		for _, node := range []string{"a", "b"} {
			r, err := jobsrun.New(db, service, []jobs.Handler{{
				Kind: "k", Limit: time.Minute, Tries: 1000, GiveUp: never, Backoff: func(int) time.Duration { return 0 },
				Work: func(ctx context.Context, j jobs.Job) error {
					if j.Attempt == 1 && j.ID[len(j.ID)-1]%2 == 0 {
						clock.Add(2 * time.Minute) // everybody's lease is over: others claim what is still at work
					}
					err := db.Write(ctx, jobstest.Someone, "test.effect", func(ctx context.Context, tx txn.Write) error {
						if err := database.Of(tx).Exec(ctx, `INSERT INTO effects (job) VALUES (?1)`, j.ID); err != nil {
							return err
						}
						tx.AfterCommit(func() { finished <- j.ID })
						return service.Finish(ctx, tx, j)
					})
					if errors.Is(err, jobs.ErrLost) {
						lost.Store(j.ID, true)
					}
					return err
				},
			}}, jobsrun.Options{Node: node, Now: clock.Now, Workers: 4, Poll: 5 * time.Millisecond})
			if err != nil {
				t.Fatal(err)
			}
			runners = append(runners, r)
		}
		jobstest.Write(t, db, func(ctx context.Context, tx txn.Write) error {
			for range n {
				if err := service.Enqueue(ctx, tx, jobs.Job{Kind: "k"}); err != nil {
					return err
				}
			}
			return nil
		})
		for _, r := range runners {
			r.Start()
		}
		seen := map[id.Job]bool{}
		for len(seen) < n {
			seen[<-finished] = true
		}
		for _, r := range runners {
			if err := r.Stop(t.Context()); err != nil {
				t.Error(err)
			}
		}
		var effects, distinct int
		jobstest.Read(t, db, func(ctx context.Context, tx txn.Read) error {
			return database.Of(tx).Row(ctx, `SELECT COUNT(*), COUNT(DISTINCT job) FROM effects`).Scan(&effects, &distinct)
		})
		if effects != n || distinct != n {
			t.Errorf("%d effects of %d jobs, want %d of %d", effects, distinct, n, n)
		}
		count := 0
		lost.Range(func(any, any) bool { count++; return true })
		t.Logf("%d attempts were fenced off", count)
	})
}
