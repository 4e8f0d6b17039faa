package jobs

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/fault"
)

// The table of Next, written a second time as a reader would draw it.
func TestNext(t *testing.T) {
	t.Parallel()
	alive := map[State]map[Event]State{
		Waiting: {Claim: Running, Withdraw: Cancelled, Replace: Replaced},
		Running: {
			Claim: Running, Succeed: Done, Fail: Waiting, Exhaust: GivenUp,
			Release: Waiting, Rest: Waiting, Withdraw: Cancelled, Replace: Replaced,
		},
	}
	for _, s := range States() {
		for _, e := range Events() {
			got, err := Next(s, e)
			want, ok := alive[s][e]
			switch {
			case ok && (err != nil || got != want):
				t.Errorf("%s + %s = %s, %v; want %s", s, e, got, err, want)
			case !ok && (!errors.Is(err, ErrLost) || got != s):
				t.Errorf("%s + %s = %s, %v; want no move", s, e, got, err)
			}
		}
	}
}

var noon = time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)

func TestClaimed(t *testing.T) {
	t.Parallel()
	lease := time.Minute
	fresh, err := claimed(Job{State: Waiting, RunAt: noon}, "a", noon, lease)
	if err != nil || fresh.Attempt != 1 || fresh.Failures != 0 || fresh.Node != "a" || !fresh.Lease.Equal(noon.Add(lease)) {
		t.Errorf("first claim = %+v, %v", fresh, err)
	}
	if _, err := claimed(fresh, "b", noon.Add(lease-time.Microsecond), lease); !errors.Is(err, ErrLost) {
		t.Errorf("a job under lease was claimed: %v", err)
	}
	again, err := claimed(fresh, "b", noon.Add(lease), lease)
	if err != nil || again.Attempt != 2 || again.Failures != 1 || again.Node != "b" || again.Last != "jobs.crashed" {
		t.Errorf("claim after a crash = %+v, %v: a crash is a failed try", again, err)
	}
	if _, err := claimed(Job{State: Done}, "a", noon, lease); !errors.Is(err, ErrLost) {
		t.Errorf("a finished job was claimed: %v", err)
	}
}

func TestSettled(t *testing.T) {
	t.Parallel()
	boom := fault.New(fault.Unavailable, "test.boom").Because(errors.New("550 <hanako@example.jp> unknown"))
	plain := Handler{Kind: "k", Tries: 3, Backoff: func(n int) time.Duration { return time.Duration(n) * time.Minute }}
	hourly := plain
	hourly.Every = time.Hour
	run := func(failures int) Job {
		return Job{ID: "j", State: Running, Attempt: 7, Failures: failures, Node: "a", Lease: noon.Add(time.Minute), RunAt: noon.Add(-10 * time.Minute), Queued: noon.Add(-10 * time.Minute)}
	}
	// What is written after the try; attempt 7 never changes here.
	type want struct {
		State    State
		Failures int
		Last     string
		RunAt    time.Duration // from noon
		Settled  bool
	}
	for name, c := range map[string]struct {
		job     Job
		h       Handler
		how     Outcome
		crowded bool
		want    want
	}{
		"well":                     {run(1), plain, Outcome{}, false, want{Done, 1, "", -10 * time.Minute, true}},
		"well, a newer waits":      {run(0), plain, Outcome{}, true, want{Done, 0, "", -10 * time.Minute, true}},
		"first failure":            {run(0), plain, Outcome{Err: boom}, false, want{Waiting, 1, "test.boom", time.Minute, false}},
		"second failure":           {run(1), plain, Outcome{Err: boom}, false, want{Waiting, 2, "test.boom", 2 * time.Minute, false}},
		"last failure":             {run(2), plain, Outcome{Err: boom}, false, want{Waiting, 3, "test.boom", 0, false}},
		"cannot be mended":         {run(0), plain, Outcome{Err: Permanent(boom)}, false, want{Waiting, 3, "test.boom", 0, false}},
		"failure, a newer waits":   {run(0), plain, Outcome{Err: boom}, true, want{Replaced, 1, "test.boom", time.Minute, true}},
		"a person was told":        {run(3), plain, Outcome{Err: boom, GivingUp: true, GaveUp: true}, false, want{GivenUp, 3, "test.boom", -10 * time.Minute, true}},
		"nobody could be told":     {run(3), plain, Outcome{Err: boom, GivingUp: true}, false, want{Waiting, 4, "test.boom", time.Minute, false}},
		"handed back":              {run(1), plain, Outcome{Err: boom, Released: true}, false, want{Waiting, 1, "", 0, false}},
		"handed back, newer waits": {run(1), plain, Outcome{Released: true}, true, want{Replaced, 1, "", 0, true}},
		"round done":               {run(2), hourly, Outcome{}, false, want{Waiting, 0, "", 50 * time.Minute, false}},
		"round failed":             {run(0), hourly, Outcome{Err: boom}, false, want{Waiting, 1, "test.boom", time.Minute, false}},
		"round given up":           {run(3), hourly, Outcome{Err: boom, GivingUp: true, GaveUp: true}, false, want{Waiting, 0, "", 50 * time.Minute, false}},
	} {
		got, err := settled(c.job, c.h, c.how, noon, c.crowded)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got.Attempt != 7 || got.Node != "" || !got.Lease.IsZero() {
			t.Errorf("%s: attempt %d, node %q, lease %v; want 7 and no holder", name, got.Attempt, got.Node, got.Lease)
		}
		w := want{got.State, got.Failures, got.Last, got.RunAt.Sub(noon), !got.Settled.IsZero()}
		if d := cmp.Diff(c.want, w); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

// Rounds keep their place in the hour; what was slept through is left out.
func TestNextRound(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ now, want time.Duration }{
		{0, time.Hour},
		{59 * time.Minute, time.Hour},
		{time.Hour, 2 * time.Hour},
		{5*time.Hour + time.Minute, 6 * time.Hour},
	} {
		if got := nextRound(noon, time.Hour, noon.Add(c.now)); !got.Equal(noon.Add(c.want)) {
			t.Errorf("after %v: in %v, want %v", c.now, got.Sub(noon), c.want)
		}
	}
}

func TestDoubling(t *testing.T) {
	t.Parallel()
	f := Doubling(5*time.Second, time.Minute)
	var got []time.Duration
	for n := 1; n <= 6; n++ {
		got = append(got, f(n)/time.Second)
	}
	if d := cmp.Diff([]time.Duration{5, 10, 20, 40, 60, 60}, got); d != "" {
		t.Error(d)
	}
	if f(10_000) != time.Minute {
		t.Error("many failures overflow")
	}
}

func TestPermanent(t *testing.T) {
	t.Parallel()
	err := Permanent(ErrTooLong)
	if !IsPermanent(err) || !errors.Is(err, ErrTooLong) || IsPermanent(ErrTooLong) || Permanent(nil) != nil {
		t.Error("Permanent must keep the error and mark it")
	}
}
