// Package jobsrun does the later work of package jobs: it claims what is due,
// keeps the leases alive, runs the handlers and settles how they ended.
//
// Several processes may run side by side on one database. Claims are batched
// and happen only when something is due, so an idle runner leaves no acts
// behind. It is woken by the bell of the service after a commit in this
// process, and looks by itself every second for what others asked for.
//
// It knows no kind of job and no rule of their life.
package jobsrun

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"mendan/internal/actor"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/jobs"
	"mendan/internal/txn"
)

// Options shape a runner. The zero value is good but for Node and Now.
type Options struct {
	Node    string           // names this process among the others; required
	Now     func() time.Time // required
	Log     *slog.Logger     // one line per try; nil: none
	Workers int              // how many jobs at once; 0: 8
	Batch   int              // how many jobs are claimed ahead, running ones included; 0: 4 times Workers
	Poll    time.Duration    // how often to look; 0: 1 s
	Lease   time.Duration    // how long a dead process keeps its jobs; 0: 1 min
}

// Runner runs handlers. Make it with New, start it once, stop it once.
type Runner struct {
	txns     txn.Runner
	service  *jobs.Service
	handlers map[string]jobs.Handler
	lanes    []*lane
	list     []jobs.Handler
	o        Options

	quit    chan struct{} // closed by Stop: claim no more
	freed   chan struct{} // a worker has finished something
	ended   chan struct{} // closed when nothing runs any more
	work    context.Context
	cancel  context.CancelFunc // ends the contexts of running handlers
	workers sync.WaitGroup
	once    sync.Once

	mu   sync.Mutex
	held map[id.Job]*try // claimed and not settled; guarded by mu
}

// lane is a queue with workers of its own: what is urgent never waits behind
// a hundred mails to a server that does not answer.
type lane struct {
	kinds   []string
	workers int
	batch   int           // most that is held, running ones included
	queue   chan jobs.Job // claimed, not begun
	held    int           // guarded by Runner.mu
}

type try struct {
	lane  *lane
	held  jobs.Held
	until time.Time // no heartbeat after this, the handler is stuck; zero before it begins
}

var system = actor.System("jobs")

// New makes a runner for the handlers. A kind handled twice, without work,
// without a limit, without a way to give up is an error of the program.
func New(txns txn.Runner, service *jobs.Service, handlers []jobs.Handler, o Options) (*Runner, error) {
	if o.Node == "" || o.Now == nil {
		return nil, errors.New("jobsrun: a runner needs a node and a clock")
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Workers == 0 {
		o.Workers = 8
	}
	if o.Batch == 0 {
		o.Batch = 4 * o.Workers
	}
	if o.Poll == 0 {
		o.Poll = time.Second
	}
	if o.Lease == 0 {
		o.Lease = time.Minute
	}
	r := &Runner{
		txns: txns, service: service, list: handlers, o: o, handlers: map[string]jobs.Handler{}, held: map[id.Job]*try{},
		quit: make(chan struct{}), freed: make(chan struct{}, 1), ended: make(chan struct{}),
	}
	ordinary := &lane{workers: o.Workers, batch: o.Batch, queue: make(chan jobs.Job, o.Batch)}
	urgent := &lane{workers: 2, batch: 8, queue: make(chan jobs.Job, 8)}
	for _, h := range handlers {
		if _, twice := r.handlers[h.Kind]; twice || h.Kind == "" || h.Work == nil || h.GiveUp == nil || h.Limit <= 0 || h.Tries < 1 {
			return nil, fmt.Errorf("jobsrun: handler %q needs its own kind, work, a limit, tries and a way to give up", h.Kind)
		}
		r.handlers[h.Kind] = h
		l := ordinary
		if h.Urgent {
			l = urgent
		}
		l.kinds = append(l.kinds, h.Kind)
	}
	for _, l := range []*lane{urgent, ordinary} {
		if len(l.kinds) > 0 {
			r.lanes = append(r.lanes, l)
		}
	}
	r.work, r.cancel = context.WithCancel(context.Background())
	return r, nil
}

// Start begins to work and returns at once.
func (r *Runner) Start() {
	for _, l := range r.lanes {
		for range l.workers {
			r.workers.Go(func() {
				for j := range l.queue {
					r.do(r.handlers[j.Kind], j)
				}
			})
		}
	}
	go func() {
		defer close(r.ended)
		beats, heart := make(chan struct{}), sync.WaitGroup{}
		heart.Go(func() { r.heartbeats(beats) })
		r.loop()
		r.handBack()
		for _, l := range r.lanes {
			close(l.queue)
		}
		r.workers.Wait() // the heart beats on: a handler that is given its time keeps its job
		close(beats)
		heart.Wait()
	}()
}

// Stop claims no more, hands back what was not begun, and waits for running
// handlers until ctx ends. Then it ends their contexts and hands their jobs
// back too. Its error is ctx's when a handler did not heed its end; that job's
// lease runs out by itself.
func (r *Runner) Stop(ctx context.Context) error {
	r.once.Do(func() { close(r.quit) })
	defer r.cancel()
	select {
	case <-r.ended:
		return nil
	case <-ctx.Done():
	}
	r.cancel()
	last := time.NewTimer(2 * time.Second) // to hand back what heeds its end
	defer last.Stop()
	select {
	case <-r.ended:
		return nil
	case <-last.C:
		return context.Cause(ctx)
	}
}

func (r *Runner) loop() {
	poll := time.NewTicker(r.o.Poll)
	defer poll.Stop()
	planted := false
	for {
		if !planted {
			planted = r.plant()
		}
		r.claim()
		select {
		case <-r.quit:
			return
		case <-poll.C:
		case <-r.freed:
		case <-r.service.Bell():
		}
	}
}

// handBack releases what was claimed and not begun, in one act.
func (r *Runner) handBack() {
	var rest []jobs.Job
	for _, l := range r.lanes {
		for waiting := true; waiting; {
			select {
			case j := <-l.queue:
				rest = append(rest, j)
			default:
				waiting = false
			}
		}
	}
	if len(rest) == 0 {
		return
	}
	err := r.txns.Write(context.WithoutCancel(r.work), system, "jobs.release", func(ctx context.Context, tx txn.Write) error {
		for _, j := range rest {
			err := r.service.Settle(ctx, tx, j, r.handlers[j.Kind], jobs.Outcome{Released: true})
			if err != nil && !errors.Is(err, jobs.ErrLost) {
				return err
			}
		}
		return nil
	})
	if err != nil {
		r.o.Log.Warn("jobs could not be handed back", "code", fault.Of(err).Code, "jobs", len(rest))
	}
	for _, j := range rest {
		r.drop(j)
	}
}

// plant makes sure that each periodic kind has its job.
func (r *Runner) plant() bool {
	var missing []jobs.Handler
	err := r.txns.Read(r.work, func(ctx context.Context, tx txn.Read) (err error) {
		missing, err = r.service.Missing(ctx, tx, r.list)
		return err
	})
	if err == nil && len(missing) > 0 {
		err = r.txns.Write(r.work, system, "jobs.plant", func(ctx context.Context, tx txn.Write) error {
			return r.service.Plant(ctx, tx, missing)
		})
	}
	if err != nil {
		r.o.Log.Warn("periodic jobs could not be planted", "code", fault.Of(err).Code)
	}
	return err == nil
}

// claim fills each lane when it is half empty, so that many small jobs share
// one act. It reads before it writes: an act is only opened when something is due.
func (r *Runner) claim() {
	room := map[*lane]int{}
	r.mu.Lock()
	for _, l := range r.lanes {
		if free := l.batch - l.held; free >= (l.batch+1)/2 {
			room[l] = free
		}
	}
	r.mu.Unlock()
	var due []*lane
	err := r.txns.Read(r.work, func(ctx context.Context, tx txn.Read) error {
		due = nil
		for _, l := range r.lanes {
			if room[l] == 0 {
				continue
			}
			some, err := r.service.Due(ctx, tx, l.kinds)
			if err != nil {
				return err
			}
			if some {
				due = append(due, l)
			}
		}
		return nil
	})
	claimed := map[*lane][]jobs.Job{}
	if err == nil && len(due) > 0 {
		err = r.txns.Write(r.work, system, "jobs.claim", func(ctx context.Context, tx txn.Write) error {
			for _, l := range due {
				list, err := r.service.Claim(ctx, tx, l.kinds, r.o.Node, r.o.Lease, room[l])
				if err != nil {
					return err
				}
				claimed[l] = list
			}
			return nil
		})
	}
	if err != nil {
		r.o.Log.Warn("jobs could not be claimed", "code", fault.Of(err).Code)
		return
	}
	for _, l := range due {
		for _, j := range claimed[l] {
			r.mu.Lock()
			// A stuck job whose lease ran out may come back to the same process:
			// the newer attempt is the one to keep alive.
			if _, again := r.held[j.ID]; !again {
				l.held++
			}
			r.held[j.ID] = &try{lane: l, held: jobs.Held{Job: j.ID, Attempt: j.Attempt}}
			r.mu.Unlock()
			l.queue <- j // has room: it takes a batch, and no more than that is held
		}
	}
}

// drop forgets the attempt, if it is still the one that is held.
func (r *Runner) drop(j jobs.Job) {
	r.mu.Lock()
	if t, ok := r.held[j.ID]; ok && t.held.Attempt == j.Attempt {
		delete(r.held, j.ID)
		t.lane.held--
	}
	r.mu.Unlock()
	select {
	case r.freed <- struct{}{}:
	default:
	}
}

func (r *Runner) do(h jobs.Handler, j jobs.Job) {
	defer r.drop(j)
	r.mu.Lock()
	if t, ok := r.held[j.ID]; ok && t.held.Attempt == j.Attempt {
		t.until = r.o.Now().Add(h.Limit + r.o.Lease)
	}
	r.mu.Unlock()
	began := r.o.Now()
	how := r.try(h, j)
	state, err := r.settle(h, j, how)
	r.o.Log.Info("job", "id", j.ID, "kind", j.Kind, "attempt", j.Attempt, "failures", j.Failures,
		"outcome", word(how, state, err), "code", code(how.Err, err), "ms", r.o.Now().Sub(began).Milliseconds())
}

// try runs Work, or GiveUp when no tries are left.
func (r *Runner) try(h jobs.Handler, j jobs.Job) jobs.Outcome {
	ctx, cancel := context.WithTimeout(r.work, h.Limit)
	defer cancel()
	how := jobs.Outcome{}
	if j.Failures >= h.Tries {
		how.GivingUp = true
		last := j.LastError()
		if err := guard(func() error { return h.GiveUp(ctx, j, last) }); err != nil {
			how.Err = err
		} else {
			how.Err, how.GaveUp = last, true
		}
	} else {
		how.Err = guard(func() error { return h.Work(ctx, j) })
	}
	switch {
	case how.Err == nil || how.GaveUp:
	case r.work.Err() != nil:
		how.Released = true // we ended it, it did not fail
	case errors.Is(how.Err, context.DeadlineExceeded) && ctx.Err() != nil:
		how.Err = jobs.ErrTooLong.Because(how.Err)
	}
	return how
}

func guard(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = jobs.ErrPanic.Because(fmt.Errorf("%v", p))
		}
	}()
	return f()
}

// settle writes the outcome, unless the handler has done so in its own act or
// the job is no longer this attempt's.
func (r *Runner) settle(h jobs.Handler, j jobs.Job, how jobs.Outcome) (settled bool, err error) {
	ctx := context.WithoutCancel(r.work) // also when stopping: this hands the job back
	err = r.txns.Read(ctx, func(ctx context.Context, tx txn.Read) error { return r.service.Hold(ctx, tx, j) })
	if err == nil {
		err = r.txns.Write(ctx, system, "jobs.settle", func(ctx context.Context, tx txn.Write) error {
			tx.Touch(string(j.ID), h.Kind)
			return r.service.Settle(ctx, tx, j, h, how)
		})
	}
	if errors.Is(err, jobs.ErrLost) {
		return false, nil
	}
	return err == nil, err
}

func word(how jobs.Outcome, settled bool, err error) string {
	switch {
	case err != nil:
		return "unsettled" // the lease runs out and the job is tried again
	case how.Released:
		return "released"
	case how.GaveUp:
		return "given_up"
	case how.Err != nil && !settled:
		return "lost"
	case how.Err != nil:
		return "failed"
	}
	return "done"
}

func code(errs ...error) string {
	for _, err := range errs {
		if err != nil {
			return fault.Of(err).Code
		}
	}
	return ""
}

// heartbeats lengthens the leases of what is held here, in one act for all. A
// handler past its limit gets no more: it is stuck, and another node may try.
func (r *Runner) heartbeats(stop <-chan struct{}) {
	beat := time.NewTicker(r.o.Lease / 3)
	defer beat.Stop()
	for {
		select {
		case <-stop:
			return
		case <-beat.C:
		}
		now := r.o.Now()
		var alive []jobs.Held
		r.mu.Lock()
		for _, t := range r.held {
			if t.until.IsZero() || now.Before(t.until) {
				alive = append(alive, t.held)
			}
		}
		r.mu.Unlock()
		if len(alive) == 0 {
			continue
		}
		err := r.txns.Write(context.WithoutCancel(r.work), system, "jobs.extend", func(ctx context.Context, tx txn.Write) error {
			_, err := r.service.Extend(ctx, tx, alive, r.o.Lease)
			return err
		})
		if err != nil {
			r.o.Log.Warn("leases could not be extended", "code", fault.Of(err).Code)
		}
	}
}
