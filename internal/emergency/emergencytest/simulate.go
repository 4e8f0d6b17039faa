package emergencytest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/emergency"
	"mendan/internal/emergency/emergencydb"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Late is how long after its time a step may be taken at most, whatever fails.
const Late = 60 * time.Second

// flaky is a database that sometimes is not there.
type flaky struct {
	txn.Runner
	random *rand.Rand
	share  float64 // of the acts and snapshots that fail
}

var errAway = errors.New("the database is away")

func (f flaky) Read(ctx context.Context, g func(ctx context.Context, tx txn.Read) error) error {
	if f.random.Float64() < f.share {
		return errAway
	}
	return f.Runner.Read(ctx, g)
}

func (f flaky) Write(ctx context.Context, who actor.Actor, act string, g func(ctx context.Context, tx txn.Write) error) error {
	if f.random.Float64() < f.share {
		return errAway
	}
	return f.Runner.Write(ctx, who, act, g)
}

// temper is how a channel behaves in one emergency.
type temper int

const (
	well temper = iota
	slow        // answers after eleven seconds
	dead        // never answers
	mood        // fails half of the time
	full        // asks for time, then works
	gone        // refuses for good
)

// node is one process.
type node struct {
	service *emergency.Service
	up      time.Time // when it runs again; before that it is dead
	safe    time.Time // until then it does not die again: one that always does is a case for its operator
	held    []handed
}

// handed is a call that a channel has not answered yet.
type handed struct {
	out  emergency.Outgoing
	at   time.Time
	fail error
}

// human is one person of the plan.
type human struct {
	absent  bool
	takes   time.Duration       // from the first time he is reached to his answer
	eyes    bool                // has the page open
	hears   []emergency.Channel // on which he notices anything
	reached time.Time
}

// sim is one emergency.
type sim struct {
	t      testing.TB
	h      *House
	seed   uint64
	random *rand.Rand
	nodes  []*node
	temper map[emergency.Channel]temper
	bad    map[string]bool // people whose number is wrong
	people map[string]*human
	kase   id.Case
	alarm  id.Alarm
	long   time.Duration
	end    time.Time
	empty  bool             // nobody is there at all
	tasks  []emergency.Task // as check saw them
	calls  []emergency.Call // the next that is due
	Result
}

// Result is what happened in one simulated emergency.
type Result struct {
	Steps, Turns, Calls, Failed, Crashes int
	Answered, Unanswered                 int
	Worst                                time.Duration // how late a step was at most
	CallBack                             bool
}

// Simulate plays one emergency from a seed in which channels, people and
// processes fail, and fails the test when somebody is left alone: when a task
// nobody has answered has no next step, when a step comes later than Late after
// its time, when one press makes two emergencies or two nodes take one step
// twice, or when in the end not everybody was called.
func Simulate(t testing.TB, h *House, seed uint64) Result {
	t.Helper()
	s := &sim{t: t, h: h, seed: seed, random: rand.New(rand.NewPCG(seed, 20261122))} //nolint:gosec // a seed, no secret
	s.prepare()
	s.press()
	for h.Clock.Now().Before(s.end) {
		next := s.next()
		if now := h.Clock.Now(); next.After(now) {
			h.Clock.Set(next)
		}
		s.play()
		if s.check() {
			break
		}
	}
	s.finish()
	return s.Result
}

func (s *sim) fail(format string, args ...any) {
	s.t.Helper()
	s.t.Fatalf("seed %d at %s: "+format, append([]any{s.seed, s.h.Clock.Now().Sub(s.end.Add(-s.long)).Round(time.Millisecond)}, args...)...)
}

func (s *sim) chance(p float64) bool { return s.random.Float64() < p }

func (s *sim) within(least, most time.Duration) time.Duration {
	return least + time.Duration(s.random.Int64N(int64(most-least)))
}

func (s *sim) prepare() {
	kind := casework.LongHoursGeneral
	if s.chance(0.4) {
		kind = casework.Consultation
	}
	s.kase = s.h.NewCase(s.t, kind)
	s.h.Around.SetBroken()
	s.long = 4*time.Minute + time.Duration(s.seed%4)*time.Minute // how long it is played
	s.end = s.h.Clock.Now().Add(s.long)
	for range 1 + s.random.IntN(2) {
		s.nodes = append(s.nodes, s.start())
	}
	s.empty = s.chance(0.25)
	s.temper = map[emergency.Channel]temper{}
	for _, ch := range emergency.Channels() {
		s.temper[ch] = temper(s.random.IntN(6))
	}
	s.bad, s.people = map[string]bool{}, map[string]*human{}
}

func (s *sim) start() *node {
	share := 0.0
	if s.chance(0.3) {
		share = 0.2
	}
	return &node{service: s.h.Node(s.t, flaky{s.h.DB, s.random, share})}
}

// press begins the emergency: by the physician (often twice, on two nodes), by
// the worker, by an urgent answer, or by a line that dies after an alert.
func (s *sim) press() {
	ctx := context.Background()
	levels := emergency.Levels()
	in := emergency.PressInput{Case: s.kase, Level: levels[s.random.IntN(len(levels))], Consent: s.chance(0.3)}
	try := func(f func(n *emergency.Service) (id.Alarm, error)) {
		for { // whose button does not work presses again
			got, err := f(s.nodes[s.random.IntN(len(s.nodes))].service)
			if errors.Is(err, errAway) {
				continue
			}
			if err != nil {
				s.fail("press: %v", err)
			}
			if s.alarm != "" && got != s.alarm {
				s.fail("two presses are two emergencies: %s and %s", s.alarm, got)
			}
			s.alarm = got
			return
		}
	}
	switch s.random.IntN(4) {
	case 0:
		try(func(n *emergency.Service) (id.Alarm, error) { return n.Ask(ctx, s.h.AsWorker(), s.kase) })
	case 1:
		s.h.Around.SetDanger(s.kase)
		s.h.Around.SetBroken(s.kase)
		s.CallBack = true
		for s.alarm == "" {
			_ = s.nodes[0].service.Watch(ctx)
			a, err := s.open()
			if err == nil {
				s.alarm = a
			}
		}
		s.h.Around.SetBroken()
	default:
		for range 1 + s.random.IntN(3) {
			try(func(n *emergency.Service) (id.Alarm, error) { return n.Press(ctx, s.h.AsPhysician(), in) })
		}
	}
	if s.chance(0.2) {
		try(func(n *emergency.Service) (id.Alarm, error) { return n.CallSecond(ctx, s.h.AsPhysician(), s.kase) })
	}
}

func (s *sim) open() (id.Alarm, error) {
	var out id.Alarm
	err := s.h.DB.Read(context.Background(), func(ctx context.Context, tx txn.Read) error {
		a, err := emergencydb.Store{}.OpenOf(ctx, tx, s.kase)
		out = a.ID
		return err
	})
	return out, err
}

// look reads the tasks of the emergency, and the calls that are due before until.
func (s *sim) look(until time.Time) (tasks []emergency.Task, calls []emergency.Call) {
	err := s.h.DB.Read(context.Background(), func(ctx context.Context, tx txn.Read) (err error) {
		if tasks, err = (emergencydb.Store{}).Tasks(ctx, tx, s.alarm); err != nil {
			return err
		}
		calls, err = emergencydb.Store{}.DueCalls(ctx, tx, until, 1)
		return err
	})
	if err != nil {
		s.fail("look: %v", err)
	}
	return tasks, calls
}

// human makes up a person when he is first met.
func (s *sim) human(key string) *human {
	if p, ok := s.people[key]; ok {
		return p
	}
	p := &human{absent: s.empty || s.chance(0.5), takes: s.within(3*time.Second, 4*time.Minute), eyes: s.chance(0.3)}
	for _, ch := range []emergency.Channel{emergency.Push, emergency.SMS, emergency.Voice} {
		if s.chance(0.7) {
			p.hears = append(p.hears, ch)
		}
	}
	s.bad[key] = s.chance(0.2)
	s.people[key] = p
	return p
}

// next is the next instant at which anything can happen, at most a second after
// something is due on a node that runs.
func (s *sim) next() time.Time {
	now := s.h.Clock.Now()
	at := now.Add(30 * time.Second)
	sooner := func(t time.Time) {
		if t.After(now) && t.Before(at) {
			at = t
		}
	}
	if s.tasks == nil {
		s.tasks, s.calls = s.look(at)
	}
	tasks, calls := s.tasks, s.calls
	due := func(t time.Time) {
		if t.Before(now) {
			t = now // long due, and the last tick could not do it
		}
		t = t.Add(s.within(time.Millisecond, time.Second)) // the ticks of a node
		for _, n := range s.nodes {
			if !n.up.After(t) {
				sooner(t)
				return
			}
		}
		for _, n := range s.nodes {
			sooner(n.up)
		}
	}
	for _, x := range tasks {
		if x.State == emergency.Waiting {
			due(x.DueAt)
		}
	}
	for _, c := range calls {
		due(c.DueAt)
	}
	for _, n := range s.nodes {
		for _, h := range n.held {
			sooner(h.at)
		}
	}
	for _, p := range s.people {
		if !p.reached.IsZero() {
			sooner(p.reached.Add(p.takes))
		}
	}
	return at
}

// play lets everything happen that happens now.
func (s *sim) play() {
	ctx, now := context.Background(), s.h.Clock.Now()
	for i, n := range s.nodes {
		if n.up.After(now) {
			continue
		}
		if now.After(n.safe) && s.chance(0.04) { // the process dies with all that it held in memory, and comes back
			s.Crashes++
			fresh := s.start()
			fresh.up = now.Add(s.within(time.Second, 45*time.Second))
			fresh.safe = fresh.up.Add(15 * time.Second)
			s.nodes[i] = fresh
			continue
		}
		_, _ = n.service.Climb(ctx) // an error is tried again at the next tick
		_ = n.service.Watch(ctx)
		out, err := n.service.Claim(ctx, 16)
		if err != nil {
			continue
		}
		if now.After(n.safe) && s.chance(0.05) { // dies between taking calls and handing them over
			s.Crashes++
			fresh := s.start()
			fresh.up = now.Add(s.within(time.Second, 45*time.Second))
			fresh.safe = fresh.up.Add(15 * time.Second)
			s.nodes[i] = fresh
			continue
		}
		for _, o := range out {
			n.held = append(n.held, s.hand(o, now))
		}
		n.held = slices.DeleteFunc(n.held, func(h handed) bool {
			if h.at.After(now) {
				return false
			}
			if err := n.service.Settle(ctx, h.out, "ref", h.fail); errors.Is(err, errAway) {
				return true // lost: the lease will run out
			}
			if h.fail == nil {
				s.notice(h.out.Call.Person, h.out.Call.Channel, now)
			}
			return true
		})
	}
	tasks, _ := s.look(now)
	s.portal(now, tasks)
	s.answer(ctx, now, tasks)
	if s.chance(0.02) {
		s.h.Around.SetBroken(s.kase)
	} else if s.chance(0.1) {
		s.h.Around.SetBroken()
	}
}

// hand is what a channel does with a call.
func (s *sim) hand(o emergency.Outgoing, now time.Time) handed {
	s.human(o.Call.Person)
	h := handed{out: o, at: now.Add(s.within(50*time.Millisecond, time.Second))}
	if s.bad[o.Call.Person] && o.Call.Channel != emergency.Push {
		h.fail = emergency.ErrBadNumber
		return h
	}
	switch s.temper[o.Call.Channel] {
	case well:
	case slow:
		h.at = now.Add(11 * time.Second)
	case dead:
		h.at, h.fail = now.Add(12*time.Second), emergency.ErrDown
	case mood:
		if s.chance(0.5) {
			h.fail = emergency.ErrDown
		}
	case full:
		if o.Call.Tries < 3 {
			h.fail = emergency.ErrBusy
		}
	case gone:
		h.fail = emergency.ErrRefused
	}
	return h
}

func (s *sim) notice(key string, ch emergency.Channel, now time.Time) {
	p := s.human(key)
	if p.reached.IsZero() && !p.absent && slices.Contains(p.hears, ch) {
		p.reached = now
	}
}

// portal lets those who have the page open see that they are called.
func (s *sim) portal(now time.Time, tasks []emergency.Task) {
	for _, t := range tasks {
		for i := 0; i <= t.Step && i < len(t.Route.Rungs); i++ {
			for _, target := range t.Route.Rungs[i] {
				if p := s.human(target.Key); target.Account != "" && p.eyes && !p.absent && p.reached.IsZero() {
					p.reached = now
				}
			}
		}
	}
}

// answer lets those whose time has come press the button.
func (s *sim) answer(ctx context.Context, now time.Time, tasks []emergency.Task) {
	for _, task := range tasks {
		if task.State != emergency.Waiting {
			continue
		}
		for i := 0; i <= task.Step && i < len(task.Route.Rungs); i++ {
			for _, target := range task.Route.Rungs[i] {
				p := s.human(target.Key)
				if p.reached.IsZero() || now.Before(p.reached.Add(p.takes)) {
					continue
				}
				n := s.nodes[s.random.IntN(len(s.nodes))]
				if n.up.After(now) {
					continue // his page does not load; he tries again
				}
				var err error
				if target.Account != "" {
					err = n.service.Acknowledge(ctx, s.h.As(target.Account), task.ID)
				} else {
					err = n.service.AnswerFor(ctx, s.h.AsPhysician(), task.ID, target.Key)
				}
				if err != nil && !errors.Is(err, errAway) && !errors.Is(err, emergency.ErrAnswered) {
					s.fail("%s answers %s: %v", target.Key, task.Kind, err)
				}
			}
		}
	}
}

// check is what must hold at every moment. True: nobody is waited for any more.
func (s *sim) check() bool {
	now, waiting := s.h.Clock.Now(), false
	s.tasks, s.calls = s.look(now.Add(30 * time.Second))
	for _, t := range s.tasks {
		if t.State != emergency.Waiting {
			continue
		}
		waiting = true
		if t.DueAt.IsZero() {
			s.fail("%s waits without a next step", t.Kind)
		}
		if late := now.Sub(t.DueAt); late > Late {
			s.fail("%s: its next step is %s late", t.Kind, late)
		} else if late > s.Worst {
			s.Worst = late
		}
		if ahead := t.DueAt.Sub(now); ahead > 5*time.Minute {
			s.fail("%s: its next step is %s away", t.Kind, ahead)
		}
	}
	if a, err := s.open(); err != nil || a != s.alarm {
		s.fail("the emergency is not the one that is open: %v", err)
	}
	return !waiting
}

// finish looks at what is stored once it is over.
func (s *sim) finish() {
	look := s.h.Look(s.t, s.alarm)
	type key struct {
		task    id.EmergencyTask
		step    int
		turn    int
		person  string
		channel emergency.Channel
	}
	seen := map[key]bool{}
	called := map[id.EmergencyTask]map[string]bool{}
	for _, c := range look.Calls {
		k := key{c.Task, c.Step, c.Turn, c.Person, c.Channel}
		if seen[k] {
			s.fail("%s was called twice on %s in one step", c.Person, c.Channel)
		}
		seen[k] = true
		if called[c.Task] == nil {
			called[c.Task] = map[string]bool{}
		}
		called[c.Task][c.Person] = true
		s.Calls++
		if c.State == emergency.Failed {
			s.Failed++
		}
	}
	last := map[id.EmergencyTask]time.Time{}
	for i, e := range look.Events {
		if e.Seq != int64(i+1) {
			s.fail("event %d has number %d", i+1, e.Seq)
		}
		if e.Deed == emergency.DeedStep {
			s.Steps++
			if before, ok := last[e.Task]; ok && e.At.Sub(before) > max(look.Alarm.Ack, 5*time.Minute)+Late {
				s.fail("%s between two steps of %s", e.At.Sub(before), e.Task)
			}
			last[e.Task] = e.At
		}
	}
	for _, t := range look.Tasks {
		s.Turns = max(s.Turns, t.Turn)
		switch t.State {
		case emergency.Waiting:
			s.Unanswered++
			if look.Now.Sub(t.OpenedAt) < time.Duration(len(t.Route.Rungs))*(look.Alarm.Ack+Late) {
				continue // begun late: not everybody's turn has come
			}
			for _, rung := range t.Route.Rungs {
				for _, target := range rung {
					if !called[t.ID][target.Key] {
						s.fail("%s was never called for %s", target.Key, t.Kind)
					}
				}
			}
			if len(called[t.ID]) == 0 {
				s.fail("nobody was called for %s", t.Kind)
			}
		case emergency.Taken, emergency.Finished:
			s.Answered++
		case emergency.Needless:
		}
	}
	s.h.Around.SetBroken()
	if err := s.h.Service.Close(context.Background(), s.h.AsPhysician(), s.alarm, emergency.CloseInput{Outcome: emergency.NoDanger}); err != nil {
		s.fail("close: %v", err)
	}
	for _, t := range s.h.Look(s.t, s.alarm).Tasks {
		if t.State == emergency.Waiting {
			s.fail("%s waits after the end", t.Kind)
		}
	}
}

// String is the result in a line.
func (r Result) String() string {
	return fmt.Sprintf("%d steps, %d calls (%d failed), %d crashes, answered %d, unanswered %d, worst %s", r.Steps, r.Calls, r.Failed, r.Crashes, r.Answered, r.Unanswered, r.Worst.Round(time.Millisecond))
}
