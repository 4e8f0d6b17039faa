package emergencyrun_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"mendan/internal/emergency"
	"mendan/internal/emergency/emergencyrun"
	"mendan/internal/id"
)

// desk stands for the service.
type desk struct {
	mu      sync.Mutex
	calls   []emergency.Outgoing
	settled map[string]error
	climbs  int
	bell    chan struct{}
	fail    error
	done    chan struct{}
}

func (d *desk) Climb(context.Context) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.climbs++
	return 0, d.fail
}

func (d *desk) Watch(context.Context) error { return d.fail }

func (d *desk) Claim(_ context.Context, n int) ([]emergency.Outgoing, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	list := d.calls[:min(n, len(d.calls))]
	d.calls = d.calls[len(list):]
	return list, nil
}

func (d *desk) Settle(_ context.Context, o emergency.Outgoing, _ string, failure error) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.settled[string(o.Call.ID)] = failure
	if len(d.settled) == cap(d.done) {
		close(d.done)
	}
	return nil
}

func (d *desk) Bell() <-chan struct{} { return d.bell }

type sender func() error

func (f sender) Send(context.Context, emergency.Outgoing) (string, error) { return "", f() }

// Each channel's trouble is its own: one that panics, one that is not set up,
// one that works. A database that is away stops nothing for good.
func TestRun(t *testing.T) {
	t.Parallel()
	d := &desk{settled: map[string]error{}, bell: make(chan struct{}), fail: errors.New("away"), done: make(chan struct{}, 3)}
	for name, ch := range map[string]emergency.Channel{"good": emergency.SMS, "panics": emergency.Voice, "none": emergency.Push} {
		d.calls = append(d.calls, emergency.Outgoing{Call: emergency.Call{ID: id.Call(name), Channel: ch}})
	}
	r := emergencyrun.New(d, map[emergency.Channel]emergencyrun.Sender{
		emergency.SMS:   sender(func() error { return nil }),
		emergency.Voice: sender(func() error { panic("the provider's library") }),
	}, slog.New(slog.DiscardHandler))
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { defer close(ended); r.Run(ctx) }()
	select {
	case <-d.done:
	case <-time.After(10 * time.Second):
		t.Fatal("not everything was settled")
	}
	d.bell <- struct{}{} // it listens: a press need not wait for the second
	cancel()
	<-ended
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.settled["good"] != nil || !errors.Is(d.settled["panics"], emergency.ErrDown) || !errors.Is(d.settled["none"], emergency.ErrNoChannel) {
		t.Errorf("settled %v", d.settled)
	}
	if d.climbs < 2 {
		t.Errorf("%d looks", d.climbs)
	}
}
