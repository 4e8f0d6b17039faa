package emergency

import (
	"context"
	"errors"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// PressInput is one press of the button.
type PressInput struct {
	Case    id.Case
	Level   Level
	Consent bool // the worker has just agreed that HR helps
}

// Press starts an emergency in the physician's own session, or joins the one
// that is open: two presses are one emergency, and a higher level raises it.
// A press by somebody outside the session changes nothing but is kept in the
// audit log.
//
// Errors: ErrLevel, ErrOutside or the hidden fault (both after noting the press), casework.ErrNotFound.
func (s *Service) Press(ctx context.Context, who actor.Actor, in PressInput) (id.Alarm, error) {
	if !in.Level.Valid() {
		return "", ErrLevel
	}
	return s.start(ctx, who, in.Case, "emergency.press", func(ctx context.Context, tx txn.Write, c casework.Case) (Alarm, error) {
		if !access.May(who, access.LeadEmergency, c.Subject()) {
			return Alarm{}, ErrOutside // the worker's own button is Ask
		}
		a, err := s.Store.OpenOf(ctx, tx, c.ID)
		switch {
		case errors.Is(err, ErrNone):
			return s.begin(ctx, tx, c, in.Level, ByPress, in.Consent)
		case err != nil:
			return Alarm{}, err
		}
		if in.Consent && !a.Consent {
			if a, err = s.consent(ctx, tx, a); err != nil {
				return Alarm{}, err
			}
		}
		if in.Level.rank() > a.Level.rank() {
			return s.raise(ctx, tx, a, in.Level)
		}
		return a, s.say(ctx, tx, Event{Alarm: a.ID, Deed: DeedPressed, Note: string(in.Level)})
	})
}

// Ask is the worker's own button: the physician and the provider's coordinator
// are called; the employer is not. What the worker sees are the hotlines.
//
// Errors: ErrOutside or the hidden fault (both after noting the press), casework.ErrNotFound.
func (s *Service) Ask(ctx context.Context, who actor.Actor, c id.Case) (id.Alarm, error) {
	return s.start(ctx, who, c, "emergency.ask", func(ctx context.Context, tx txn.Write, c casework.Case) (Alarm, error) {
		if who.Employee == "" || who.Employee != c.Employee {
			return Alarm{}, ErrOutside
		}
		a, err := s.Store.OpenOf(ctx, tx, c.ID)
		switch {
		case errors.Is(err, ErrNone):
			return s.begin(ctx, tx, c, E0, ByAsk, false)
		case err != nil:
			return Alarm{}, err
		}
		if err := s.say(ctx, tx, Event{Alarm: a.ID, Deed: DeedPressed, Note: string(ByAsk)}); err != nil {
			return Alarm{}, err
		}
		return a, s.want(ctx, tx, a, ForDoctor)
	})
}

// CallSecond calls a second person silently: nothing is heard or seen in the
// room. Without an open emergency it begins one of the lowest level.
//
// Errors: as Press.
func (s *Service) CallSecond(ctx context.Context, who actor.Actor, c id.Case) (id.Alarm, error) {
	return s.start(ctx, who, c, "emergency.second", func(ctx context.Context, tx txn.Write, c casework.Case) (Alarm, error) {
		if !access.May(who, access.LeadEmergency, c.Subject()) {
			return Alarm{}, ErrOutside
		}
		a, err := s.Store.OpenOf(ctx, tx, c.ID)
		if errors.Is(err, ErrNone) {
			return s.begin(ctx, tx, c, E0, ByPress, false)
		}
		if err != nil {
			return Alarm{}, err
		}
		return a, s.want(ctx, tx, a, ForSecond)
	})
}

// start opens the act of a press. A refusal is committed with its trace and
// then answered.
func (s *Service) start(ctx context.Context, who actor.Actor, c id.Case, act string, f func(ctx context.Context, tx txn.Write, c casework.Case) (Alarm, error)) (id.Alarm, error) {
	var out id.Alarm
	var refused error
	err := s.Txns.Write(ctx, who, act, func(ctx context.Context, tx txn.Write) error {
		refused = nil
		k, err := s.Cases.Get(ctx, tx, c)
		if err != nil {
			return err
		}
		tx.Touch(string(k.ID), "")
		refused = access.Check(who, access.PressEmergency, k.Subject())
		var a Alarm
		if refused == nil {
			a, err = f(ctx, tx, k)
			if errors.Is(err, ErrOutside) {
				refused = err
			} else if err != nil {
				return err
			}
		}
		if refused != nil {
			tx.Touch(string(k.ID), "refused")
			if errors.Is(refused, access.ErrForbidden) {
				refused = ErrOutside
			}
			return nil
		}
		tx.Touch(string(a.ID), string(a.Level))
		s.changed(tx, a.ID)
		out = a.ID
		return nil
	})
	if err == nil {
		err = refused
	}
	return out, err
}

// begin opens an emergency of a case with the tasks of its level.
func (s *Service) begin(ctx context.Context, tx txn.Write, c casework.Case, l Level, from Source, consent bool) (Alarm, error) {
	a := Alarm{
		ID: id.New[id.Alarm](), Company: c.Company, Workplace: c.Workplace, Case: c.ID, Employee: c.Employee, Physician: c.Physician,
		Type: string(c.Type), Statutory: c.Type.Statutory(), Level: l, Source: from, Consent: consent,
		OpenedAt: tx.Now(), OpenedBy: tx.Who().Account,
	}
	plan, _, err := s.inForce(ctx, tx, c.Workplace, tx.Now())
	if err != nil {
		return Alarm{}, err
	}
	a.Plan, a.Version, a.Ack = plan.ID, plan.Version, plan.Body.ack()
	if err := s.Store.InsertAlarm(ctx, tx, a); err != nil {
		return Alarm{}, err
	}
	if err := s.say(ctx, tx, Event{Alarm: a.ID, Deed: DeedOpened, Note: string(l)}); err != nil {
		return Alarm{}, err
	}
	if plan.ID == "" {
		if err := s.say(ctx, tx, Event{Alarm: a.ID, Deed: DeedNoPlan}); err != nil {
			return Alarm{}, err
		}
	}
	kinds := s.Table.Script(l).Calls
	switch from {
	case ByAsk, ByAlert:
		kinds = append([]Kind{ForDoctor}, kinds...)
	case ByLoss:
		kinds = append([]Kind{ForCallBack}, kinds...)
	case ByPress, ByHand:
	}
	if consent && !within(kinds, ForHR) {
		kinds = append(kinds[:len(kinds):len(kinds)], ForHR)
	}
	for _, k := range kinds {
		if err := s.want(ctx, tx, a, k); err != nil {
			return Alarm{}, err
		}
	}
	return a, nil
}

// inForce is the plan that holds at the workplace at the moment; without one
// the zero plan, whose ways are the standard.
func (s *Service) inForce(ctx context.Context, tx txn.Read, w id.Workplace, at time.Time) (Plan, *time.Location, error) {
	place, err := s.People.Workplace(ctx, tx, w)
	if err != nil {
		return Plan{}, nil, err
	}
	p, err := s.Store.PlanIn(ctx, tx, w, Approved)
	if err != nil && !errors.Is(err, ErrNone) {
		return Plan{}, nil, err
	}
	if !p.On(civil.DateOf(at, place.Location())) {
		// Expired is better than nothing while somebody is in danger: its people are
		// called, and the gate has closed the workplace long before.
		if p.State != Approved {
			p = Plan{}
		}
	}
	return p, place.Location(), nil
}

// allowed tells which roles an emergency may call: those of the employer only
// where life is in danger, or HR where the worker agrees.
func (s *Service) allowed(a Alarm) func(Role) bool {
	all := a.Drill || s.Table.Script(a.Level).All
	return func(r Role) bool { return all || r.provider() || r == HR && a.Consent }
}

// want adds a task of the kind unless one is under way, and calls its first rung.
func (s *Service) want(ctx context.Context, tx txn.Write, a Alarm, k Kind) error {
	tasks, err := s.Store.Tasks(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	for _, t := range tasks {
		if t.Kind == k && (t.State == Waiting || t.State == Taken) {
			return nil
		}
	}
	c, err := s.crew(ctx, tx, a)
	if err != nil {
		return err
	}
	t := Task{
		ID: id.New[id.EmergencyTask](), Alarm: a.ID, Kind: k, State: Waiting, Route: c.route(k, tx.Now(), s.allowed(a)),
		OpenedAt: tx.Now(), DueAt: tx.Now().Add(a.Ack),
	}
	if err := s.Store.InsertTask(ctx, tx, t); err != nil {
		return err
	}
	if err := s.say(ctx, tx, Event{Alarm: a.ID, Deed: DeedTask, Task: t.ID, Kind: k}); err != nil {
		return err
	}
	s.changed(tx, a.ID)
	return s.call(ctx, tx, a, &t)
}

// Raise makes the emergency worse: what the higher level asks for is added.
// Errors: ErrLevel, ErrLower, ErrOver, ErrNone, access faults.
func (s *Service) Raise(ctx context.Context, who actor.Actor, alarm id.Alarm, l Level) error {
	if !l.Valid() {
		return ErrLevel
	}
	return s.Txns.Write(ctx, who, "emergency.raise", func(ctx context.Context, tx txn.Write) error {
		a, err := s.mine(ctx, tx, who, alarm, access.LeadEmergency)
		switch {
		case err != nil:
			return err
		case !a.Open():
			return ErrOver
		case l.rank() <= a.Level.rank():
			return ErrLower
		}
		tx.Touch(string(a.ID), string(l))
		_, err = s.raise(ctx, tx, a, l)
		return err
	})
}

func (s *Service) raise(ctx context.Context, tx txn.Write, a Alarm, l Level) (Alarm, error) {
	a.Level = l
	if err := s.Store.UpdateAlarm(ctx, tx, a); err != nil {
		return a, err
	}
	if err := s.say(ctx, tx, Event{Alarm: a.ID, Deed: DeedRaised, Note: string(l)}); err != nil {
		return a, err
	}
	if err := s.widen(ctx, tx, a); err != nil {
		return a, err
	}
	for _, k := range s.Table.Script(l).Calls {
		if err := s.want(ctx, tx, a, k); err != nil {
			return a, err
		}
	}
	s.changed(tx, a.ID)
	return a, nil
}

// widen lets tasks that still wait call those who may be called now.
func (s *Service) widen(ctx context.Context, tx txn.Write, a Alarm) error {
	tasks, err := s.Store.Tasks(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	c, err := s.crew(ctx, tx, a)
	if err != nil {
		return err
	}
	for _, t := range tasks {
		if t.State != Waiting {
			continue
		}
		t.Route = c.route(t.Kind, tx.Now(), s.allowed(a))
		t.Step = min(t.Step, max(0, len(t.Route.Rungs)-1))
		if err := s.Store.UpdateTask(ctx, tx, t); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) consent(ctx context.Context, tx txn.Write, a Alarm) (Alarm, error) {
	a.Consent = true
	if err := s.Store.UpdateAlarm(ctx, tx, a); err != nil {
		return a, err
	}
	if err := s.say(ctx, tx, Event{Alarm: a.ID, Deed: DeedConsentGiven, Role: HR}); err != nil {
		return a, err
	}
	if err := s.widen(ctx, tx, a); err != nil {
		return a, err
	}
	return a, s.want(ctx, tx, a, ForHR)
}

// CallIn calls HR or the line manager as well, by the physician's decision: HR
// with the worker's consent, both when life is in danger. With a level below
// that the worker's consent is the only ground.
//
// Errors: ErrOver, ErrReason when consent is missing, ErrNone, access faults.
func (s *Service) CallIn(ctx context.Context, who actor.Actor, alarm id.Alarm, k Kind, consent bool) error {
	return s.Txns.Write(ctx, who, "emergency.call_in", func(ctx context.Context, tx txn.Write) error {
		a, err := s.mine(ctx, tx, who, alarm, access.LeadEmergency)
		switch {
		case err != nil:
			return err
		case !a.Open():
			return ErrOver
		case k != ForHR && k != ForManager && k != ForCoordinator && k != ForSecond:
			return ErrNone
		}
		if !s.allowed(a)(k.first()) && (k != ForHR || !consent) {
			return ErrReason
		}
		if k == ForHR && consent && !a.Consent {
			_, err := s.consent(ctx, tx, a)
			return err
		}
		return s.want(ctx, tx, a, k)
	})
}

// Alerted is told in the act of an urgent answer (AL-2): the physician and the
// provider's coordinator are called to call the worker back. Nothing of the
// answer is in it.
func (s *Service) Alerted(ctx context.Context, tx txn.Write, c casework.Case) error {
	_, err := s.Store.OpenOf(ctx, tx, c.ID)
	if !errors.Is(err, ErrNone) {
		return err
	}
	a, err := s.begin(ctx, tx, c, E0, ByAlert, false)
	if err == nil {
		tx.Touch(string(a.ID), string(a.Level))
		s.changed(tx, a.ID)
	}
	return err
}

// mine reads an emergency for somebody who may do the action to it. A drill
// belongs to those who may write the plan of its workplace.
func (s *Service) mine(ctx context.Context, tx txn.Read, who actor.Actor, alarm id.Alarm, action access.Action) (Alarm, error) {
	a, err := s.Store.Alarm(ctx, tx, alarm)
	if err != nil {
		return Alarm{}, err
	}
	if a.Drill {
		w, err := s.People.Workplace(ctx, tx, a.Workplace)
		if err != nil {
			return Alarm{}, err
		}
		subject, err := s.subject(ctx, tx, w)
		if err != nil {
			return Alarm{}, err
		}
		return a, access.Check(who, access.WriteEmergencyPlan, subject)
	}
	return a, access.Check(who, action, a.Subject())
}
