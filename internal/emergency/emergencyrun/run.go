// Package emergencyrun drives emergencies on one node: each second, and at once
// when something was pressed, it takes the steps that are due, looks for dead
// lines and hands calls to their channels.
//
// All it knows lies in the database: another node, or the next start of this
// one, goes on where it stopped. It decides nothing; package emergency does.
package emergencyrun

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"mendan/internal/emergency"
)

// Sender is one channel to the outside. Errors: emergency.ErrBadNumber,
// ErrRefused and ErrNoChannel are for good; everything else is tried again.
// The same call has the same id at each try.
type Sender interface {
	Send(ctx context.Context, o emergency.Outgoing) (reference string, err error)
}

// Emergencies is what the runner drives; emergency.Service is it.
type Emergencies interface {
	Climb(ctx context.Context) (int, error)
	Watch(ctx context.Context) error
	Claim(ctx context.Context, n int) ([]emergency.Outgoing, error)
	Settle(ctx context.Context, o emergency.Outgoing, reference string, failure error) error
	Bell() <-chan struct{}
}

const (
	every    = time.Second
	patience = 12 * time.Second // of one call; shorter than its lease
	hands    = 16               // calls under way on this node
)

// Runner drives emergencies. Make it with New, and Run it once.
type Runner struct {
	service Emergencies
	senders map[emergency.Channel]Sender
	log     *slog.Logger

	free chan struct{} // one place for each call under way
	work sync.WaitGroup
}

// New makes a runner with the channels that are set up.
func New(service Emergencies, senders map[emergency.Channel]Sender, log *slog.Logger) *Runner {
	return &Runner{service: service, senders: senders, log: log, free: make(chan struct{}, hands)}
}

// Run drives until ctx ends, then waits for calls under way.
func (r *Runner) Run(ctx context.Context) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	defer r.work.Wait()
	for {
		r.Once(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-r.service.Bell():
		}
	}
}

// Once does everything that is due now. A part that fails does not keep the
// others from their turn, and is tried again in a second.
func (r *Runner) Once(ctx context.Context) {
	_, err := r.service.Climb(ctx)
	r.tell("steps", err)
	r.tell("lines", r.service.Watch(ctx))
	n := hands - len(r.free)
	if n == 0 {
		return
	}
	list, err := r.service.Claim(ctx, n)
	r.tell("calls", err)
	for _, o := range list {
		r.free <- struct{}{}
		r.work.Go(func() {
			defer func() { <-r.free }()
			r.send(ctx, o)
		})
	}
}

func (r *Runner) tell(what string, err error) {
	if err != nil && !errors.Is(err, context.Canceled) {
		r.log.Error("emergency: "+what+" could not be looked after", "error", err)
	}
}

func (r *Runner) send(ctx context.Context, o emergency.Outgoing) {
	reference, err := r.hand(ctx, o)
	err = r.service.Settle(context.WithoutCancel(ctx), o, reference, err)
	if !errors.Is(err, emergency.ErrLost) {
		r.tell("the result of a call", err)
	}
}

func (r *Runner) hand(ctx context.Context, o emergency.Outgoing) (reference string, err error) {
	defer func() {
		if x := recover(); x != nil { // one channel's fault must not end the others
			err = emergency.ErrDown.Because(fmt.Errorf("panic: %v", x))
		}
	}()
	s, ok := r.senders[o.Call.Channel]
	if !ok {
		return "", emergency.ErrNoChannel
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	return s.Send(ctx, o)
}
