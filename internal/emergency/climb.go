package emergency

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"mendan/internal/actor"
	"mendan/internal/civil"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/notify"
	"mendan/internal/phone"
	"mendan/internal/txn"
)

var system = actor.System("emergency")

const (
	batch      = 50               // steps or calls in one act
	lease      = 30 * time.Second // how long a node has to hand a call over
	mostTries  = 5                // of one call; the next step does not wait for them
	soon       = 10 * time.Second // next step when nobody of this one can be reached
	slowAfter  = 30               // turns of calling everybody, then every slowEvery
	slowEvery  = 5 * time.Minute
	retryFirst = 2 * time.Second
)

// crew gathers whom the emergency can call: the people of its plan, the worker's
// own manager, the physician of the case; the provider's coordinators and, for
// the employer's tasks, HR of the workplace where the plan names nobody.
func (s *Service) crew(ctx context.Context, tx txn.Read, a Alarm) (crew, error) {
	out := crew{targets: map[string]Target{}}
	var plan Plan
	var err error
	if a.Plan != "" {
		if plan, err = s.Store.Plan(ctx, tx, a.Plan); err != nil {
			return out, err
		}
	}
	w, err := s.People.Workplace(ctx, tx, a.Workplace)
	if err != nil {
		return out, err
	}
	out.body, out.zone, out.order = plan.Body, w.Location(), slices.Clone(plan.Body.Chain)
	for _, p := range plan.Body.People {
		t := Target{Key: p.Key, Role: p.Role, Name: p.Name, Account: p.Account, Phone: p.Phone}
		if p.Own {
			if t, err = s.manager(ctx, tx, a, p.Key); err != nil {
				return out, err
			}
		}
		if t.Account != "" || t.Phone != "" {
			out.targets[p.Key] = t
		}
	}
	if a.Physician != "" {
		t, err := s.doctor(ctx, tx, a.Physician)
		if err != nil {
			return out, err
		}
		if t.Account != "" || t.Phone != "" {
			out.targets[t.Key] = t
			out.order = append(out.order, t.Key)
		}
	}
	for role, r := range map[Role]actor.Role{Coordinator: actor.Coordinator, HR: actor.HROfficer} {
		if a.Drill || out.has(role) {
			continue
		}
		at := a.Workplace
		if role == Coordinator {
			at = ""
		}
		list, err := s.Accounts.Holders(ctx, tx, r, at)
		if err != nil {
			return out, err
		}
		for _, x := range list {
			key := "account:" + string(x.Account)
			out.targets[key] = Target{Key: key, Role: role, Name: x.Name, Account: x.Account}
			out.order = append(out.order, key)
		}
	}
	return out, nil
}

func (c crew) has(r Role) bool {
	for _, key := range c.order {
		if t, ok := c.targets[key]; ok && t.Role == r {
			return true
		}
	}
	return false
}

// manager is the worker's own line manager under the plan's key.
func (s *Service) manager(ctx context.Context, tx txn.Read, a Alarm, key string) (Target, error) {
	if a.Case == "" {
		return Target{}, nil
	}
	c, err := s.Cases.Get(ctx, tx, a.Case)
	if err != nil || c.Manager == "" {
		return Target{}, err
	}
	e, err := s.People.Employee(ctx, tx, c.Manager)
	if err != nil {
		if missing(err) {
			return Target{}, nil
		}
		return Target{}, err
	}
	t := Target{Key: key, Role: Manager, Name: e.Name.Full()}
	t.Phone, _ = phone.Parse(e.Phone) // no number, or none that can be called: the portal is left
	w, err := s.Accounts.OfEmployee(ctx, tx, e.ID)
	if err != nil && !missing(err) {
		return Target{}, err
	}
	t.Account = w.Account
	return t, nil
}

// doctorKey names the physician of the case in a route.
const doctorKey = "physician"

func (s *Service) doctor(ctx context.Context, tx txn.Read, p id.Physician) (Target, error) {
	d, err := s.People.Physician(ctx, tx, p)
	if err != nil {
		if missing(err) {
			return Target{}, nil
		}
		return Target{}, err
	}
	t := Target{Key: doctorKey, Role: Doctor, Name: d.Name.Full()}
	t.Phone, _ = phone.Parse(d.Phone)
	w, err := s.Accounts.OfPhysician(ctx, tx, p)
	if err != nil && !missing(err) {
		return Target{}, err
	}
	t.Account = w.Account
	return t, nil
}

// call asks every channel for everybody of the task's present rung. What needs
// the outside is queued; the portal and the mail are done with this act.
func (s *Service) call(ctx context.Context, tx txn.Write, a Alarm, t *Task) error {
	if err := s.say(ctx, tx, Event{Alarm: a.ID, Deed: DeedStep, Task: t.ID, Kind: t.Kind, Step: t.Step}); err != nil {
		return err
	}
	reachable := false
	for _, target := range t.Route.rung(t.Step) {
		for _, ch := range s.ways(target) {
			c := Call{
				ID: id.New[id.Call](), Alarm: a.ID, Task: t.ID, Step: t.Step, Turn: t.Turn, Person: target.Key, Role: target.Role,
				Account: target.Account, Channel: ch, State: Queued, DueAt: tx.Now(), MadeAt: tx.Now(),
			}
			switch ch {
			case SMS, Voice:
				c.Number = target.Phone
			case Portal:
				c.State, c.SettledAt = Sent, tx.Now()
			case Mail:
				kind := notify.EmergencyCall
				if a.Drill {
					kind = notify.EmergencyDrill
				}
				if err := s.Notices.Send(ctx, tx, notify.Notice{Kind: kind, To: target.Account, Path: "/emergency/" + string(a.ID), Subject: string(a.ID)}); err != nil {
					return err
				}
				c.State, c.SettledAt = Sent, tx.Now()
			case Push:
			}
			reachable = true
			if err := s.Store.InsertCall(ctx, tx, c); err != nil {
				return err
			}
			if err := s.say(ctx, tx, Event{Alarm: a.ID, Deed: DeedCalled, Task: t.ID, Kind: t.Kind, Person: target.Key, Role: target.Role, Channel: ch, Step: t.Step}); err != nil {
				return err
			}
		}
	}
	if reachable {
		return nil
	}
	return s.hurry(ctx, tx, t)
}

// ways are the channels on which a target can be reached at all.
func (s *Service) ways(t Target) []Channel {
	var out []Channel
	for _, ch := range Channels() {
		switch ch {
		case Portal, Mail:
			if t.Account != "" {
				out = append(out, ch)
			}
		case Push:
			if t.Account != "" && within(s.Channels, ch) {
				out = append(out, ch)
			}
		case SMS, Voice:
			if t.Phone != "" && within(s.Channels, ch) {
				out = append(out, ch)
			}
		}
	}
	return out
}

// hurry brings the next step of a task forward: nobody of this one can be reached.
func (s *Service) hurry(ctx context.Context, tx txn.Write, t *Task) error {
	if err := s.say(ctx, tx, Event{Alarm: t.Alarm, Deed: DeedUnreachable, Task: t.ID, Kind: t.Kind, Step: t.Step}); err != nil {
		return err
	}
	if t.Route.last(t.Step) || !t.DueAt.After(tx.Now().Add(soon)) {
		return nil // everybody was called; they are called again when the time is up
	}
	t.DueAt = tx.Now().Add(soon)
	return s.Store.UpdateTask(ctx, tx, *t)
}

// Climb takes every step that is due: the next rung is called, and after the
// last one everybody again. It is safe on several nodes at once: a step is taken
// in an act, and acts take turns. Each step is an act of its own, so one that
// cannot be taken holds nobody else up. It returns how many steps it took.
func (s *Service) Climb(ctx context.Context) (int, error) {
	var list []Task
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) (err error) {
		list, err = s.Store.DueTasks(ctx, tx, tx.Now(), batch)
		return err
	})
	if err != nil {
		return 0, err
	}
	n := 0
	var faults []error
	for _, due := range list {
		taken := 0
		err := s.Txns.Write(ctx, system, "emergency.climb", func(ctx context.Context, tx txn.Write) error {
			taken = 0
			t, err := s.Store.Task(ctx, tx, due.ID)
			if err != nil || t.State != Waiting || t.DueAt.After(tx.Now()) {
				return err // another node was faster
			}
			taken = 1
			return s.climb(ctx, tx, t)
		})
		if err != nil {
			faults = append(faults, err)
			continue
		}
		n += taken
	}
	return n, errors.Join(faults...)
}

func (s *Service) climb(ctx context.Context, tx txn.Write, t Task) error {
	a, err := s.Store.Alarm(ctx, tx, t.Alarm)
	if err != nil {
		return err
	}
	tx.Touch(string(t.ID), string(t.Kind))
	if !a.Open() {
		t.State, t.DoneAt = Needless, tx.Now()
		return s.Store.UpdateTask(ctx, tx, t)
	}
	wait := a.Ack
	if t.Route.last(t.Step) {
		if t.Turn++; t.Turn > slowAfter {
			wait = max(wait, slowEvery)
		}
	} else {
		t.Step++
	}
	t.DueAt = tx.Now().Add(wait)
	if err := s.Store.UpdateTask(ctx, tx, t); err != nil {
		return err
	}
	s.changed(tx, a.ID)
	return s.call(ctx, tx, a, &t)
}

// Outgoing is a call in the hands of a node.
type Outgoing struct {
	Call     Call
	Drill    bool
	Path     string    // "/emergency/alm_..."
	Browsers []Browser // for web push
}

// Claim takes calls that are due, at most n, for half a minute. A node that
// dies leaves them to the next.
func (s *Service) Claim(ctx context.Context, n int) ([]Outgoing, error) {
	due := false
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		list, err := s.Store.DueCalls(ctx, tx, tx.Now(), 1)
		due = len(list) > 0
		return err
	})
	if err != nil || !due {
		return nil, err
	}
	var out []Outgoing
	err = s.Txns.Write(ctx, system, "emergency.send", func(ctx context.Context, tx txn.Write) error {
		out = nil
		list, err := s.Store.DueCalls(ctx, tx, tx.Now(), min(n, batch))
		if err != nil {
			return err
		}
		for _, c := range list {
			a, err := s.Store.Alarm(ctx, tx, c.Alarm)
			if err != nil {
				return err
			}
			c.State, c.Lease, c.Tries = Sending, tx.Now().Add(lease), c.Tries+1
			c.DueAt = c.Lease
			if err := s.Store.UpdateCall(ctx, tx, c); err != nil {
				return err
			}
			o := Outgoing{Call: c, Drill: a.Drill, Path: "/emergency/" + string(a.ID)}
			if c.Channel == Push {
				if o.Browsers, err = s.Store.Pushes(ctx, tx, c.Account); err != nil {
					return err
				}
			}
			out = append(out, o)
		}
		return nil
	})
	return out, err
}

// Settle writes how a call went. A call that was settled or taken over
// meanwhile stays as it is: ErrLost.
func (s *Service) Settle(ctx context.Context, o Outgoing, reference string, failure error) error {
	return s.Txns.Write(ctx, system, "emergency.settle", func(ctx context.Context, tx txn.Write) error {
		c, err := s.Store.Call(ctx, tx, o.Call.ID)
		switch {
		case err != nil:
			return err
		case c.State != Sending || c.Tries != o.Call.Tries:
			return ErrLost
		}
		tx.Touch(string(c.ID), string(c.Channel))
		c.Lease, c.Reference = time.Time{}, clip(reference)
		deed := DeedReached
		switch {
		case failure == nil:
			c.State, c.SettledAt, c.Result = Sent, tx.Now(), ""
		case permanent(failure) || c.Tries >= mostTries:
			c.State, c.SettledAt, c.Result, deed = Failed, tx.Now(), fault.Of(failure).Code, DeedFailed
		default:
			c.State, c.DueAt, c.Result = Queued, tx.Now().Add(retryFirst<<(c.Tries-1)), fault.Of(failure).Code
			return s.Store.UpdateCall(ctx, tx, c)
		}
		if err := s.Store.UpdateCall(ctx, tx, c); err != nil {
			return err
		}
		if err := s.say(ctx, tx, Event{Alarm: c.Alarm, Deed: deed, Task: c.Task, Person: c.Person, Role: c.Role, Channel: c.Channel, Step: c.Step, Note: c.Result}); err != nil {
			return err
		}
		s.changed(tx, c.Alarm)
		if deed == DeedFailed {
			return s.giveUp(ctx, tx, c)
		}
		return nil
	})
}

// giveUp looks whether anything of the task's present step is still under way.
// The portal alone is no reason to wait: nobody may be looking.
func (s *Service) giveUp(ctx context.Context, tx txn.Write, failed Call) error {
	t, err := s.Store.Task(ctx, tx, failed.Task)
	if err != nil || t.State != Waiting || t.Step != failed.Step || t.Turn != failed.Turn {
		return err
	}
	calls, err := s.Store.Calls(ctx, tx, t.Alarm)
	if err != nil {
		return err
	}
	for _, c := range calls {
		if c.Task == t.ID && c.Step == t.Step && c.Turn == t.Turn && c.Channel != Portal && c.Channel != Mail && c.State != Failed {
			return nil
		}
	}
	return s.hurry(ctx, tx, &t)
}

func permanent(err error) bool {
	return errors.Is(err, ErrBadNumber) || errors.Is(err, ErrRefused) || errors.Is(err, ErrNoChannel)
}

// clip keeps what a provider calls a message short and plain.
func clip(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return -1
		}
		return r
	}, text)
	return text[:min(len(text), 100)]
}

func (s *Service) day(ctx context.Context, tx txn.Read, w id.Workplace, at time.Time) (civil.Date, error) {
	place, err := s.People.Workplace(ctx, tx, w)
	return civil.DateOf(at, place.Location()), err
}
