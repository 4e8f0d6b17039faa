package emergency

import (
	"context"
	"errors"
	"slices"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Acknowledge says "I take it": the task waits no longer and whoever took it
// learns on the page what his role may be told. Of two who press, one is first;
// the other learns who.
//
// Errors: ErrAnswered, ErrOver, ErrNotCalled for those who may see the
// emergency, ErrNone for all others.
func (s *Service) Acknowledge(ctx context.Context, who actor.Actor, task id.EmergencyTask) error {
	var late error
	err := s.Txns.Write(ctx, who, "emergency.acknowledge", func(ctx context.Context, tx txn.Write) error {
		late = nil
		t, a, err := s.task(ctx, tx, task)
		if err != nil {
			return err
		}
		target, called := t.Route.byAccount(who.Account)
		if !called {
			if err := access.Check(who, access.SeeEmergency, a.Subject()); err != nil {
				return err
			}
			return ErrNotCalled
		}
		if !a.Open() {
			return ErrOver
		}
		late, err = s.take(ctx, tx, a, t, target, who.Account)
		return err
	})
	if err == nil {
		err = late
	}
	return err
}

// AnswerFor notes that somebody of the route was reached by telephone and takes
// it over: the physician of the case and whoever has taken another task of the
// emergency may say so.
//
// Errors: ErrAnswered, ErrOver, ErrNotCalled, ErrNone, access faults.
func (s *Service) AnswerFor(ctx context.Context, who actor.Actor, task id.EmergencyTask, key string) error {
	return s.Txns.Write(ctx, who, "emergency.answer_for", func(ctx context.Context, tx txn.Write) error {
		t, a, err := s.task(ctx, tx, task)
		if err != nil {
			return err
		}
		if !s.helps(ctx, tx, who, a) {
			if _, err := s.mine(ctx, tx, who, a.ID, access.LeadEmergency); err != nil {
				return err
			}
		}
		target, ok := t.Route.find(key)
		switch {
		case !ok:
			return ErrNotCalled
		case !a.Open():
			return ErrOver
		}
		late, err := s.take(ctx, tx, a, t, target, "")
		return errors.Join(late, err)
	})
}

// helps tells whether who has taken over a task of the provider's side.
func (s *Service) helps(ctx context.Context, tx txn.Read, who actor.Actor, a Alarm) bool {
	tasks, err := s.Store.Tasks(ctx, tx, a.ID)
	return err == nil && slices.ContainsFunc(tasks, func(t Task) bool {
		target, ok := t.Route.find(t.AnsweredBy)
		return ok && target.Role.provider() && t.Account != "" && t.Account == who.Account
	})
}

func (s *Service) task(ctx context.Context, tx txn.Read, task id.EmergencyTask) (Task, Alarm, error) {
	t, err := s.Store.Task(ctx, tx, task)
	if err != nil {
		return Task{}, Alarm{}, err
	}
	a, err := s.Store.Alarm(ctx, tx, t.Alarm)
	return t, a, err
}

// take gives the task to the target. late is ErrAnswered when somebody has it;
// that he came too late is kept.
func (s *Service) take(ctx context.Context, tx txn.Write, a Alarm, t Task, target Target, account id.Account) (late, err error) {
	e := Event{Alarm: a.ID, Deed: DeedAnswered, Task: t.ID, Kind: t.Kind, Person: target.Key, Role: target.Role, Step: t.Step}
	tx.Touch(string(t.ID), string(target.Role))
	s.changed(tx, a.ID)
	if t.State != Waiting {
		if t.AnsweredBy == target.Key {
			return nil, nil // twice the same press
		}
		e.Deed = DeedLate
		return ErrAnswered, s.say(ctx, tx, e)
	}
	t.State, t.AnsweredAt, t.AnsweredBy, t.Account, t.DueAt = Taken, tx.Now(), target.Key, account, time.Time{}
	if err := s.Store.UpdateTask(ctx, tx, t); err != nil {
		return nil, err
	}
	if err := s.Store.DropCalls(ctx, tx, t.ID, tx.Now()); err != nil {
		return nil, err
	}
	if err := s.say(ctx, tx, e); err != nil {
		return nil, err
	}
	return nil, s.tell(ctx, tx, a, target, account)
}

// tell keeps what the one who takes over is told from now on, and on which ground.
func (s *Service) tell(ctx context.Context, tx txn.Write, a Alarm, target Target, account id.Account) error {
	if a.Drill || target.Key == doctorKey {
		return nil // the physician of the case holds the secret himself
	}
	body, err := s.body(ctx, tx, a)
	if err != nil {
		return err
	}
	data, ground := body.told(target.Role)
	if len(data) == 0 {
		return nil
	}
	if ground == "" {
		ground = LifeProtection
	}
	if !s.Table.Script(a.Level).All && target.Role == HR {
		ground = ByConsent // below danger to life HR is called with the worker's word alone
	}
	if !s.Table.Script(a.Level).All && target.Role.provider() && ground == LifeProtection {
		ground = JustCause // within the provider that carries the interview, which keeps the secret
	}
	if !target.Role.provider() && (within(data, TellPlace) || within(data, TellPhone)) {
		c, err := s.Cases.Get(ctx, tx, a.Case)
		if err != nil {
			return err
		}
		if _, err := s.open(ctx, tx, c, a, account, target.Role, ""); err != nil {
			return err
		}
	}
	channel := "PORTAL"
	if account == "" {
		channel = "PHONE"
	}
	return s.disclose(ctx, tx, a, Disclosure{
		Ground: ground, DecidedBy: a.OpenedBy, Recipient: target.Name, RecipientKind: string(target.Role), Data: data, Channel: channel,
	})
}

// body is what the plan of an emergency says; the zero Body without one.
func (s *Service) body(ctx context.Context, tx txn.Read, a Alarm) (Body, error) {
	if a.Plan == "" {
		return Body{}, nil
	}
	p, err := s.Store.Plan(ctx, tx, a.Plan)
	return p.Body, err
}

// Finish says that what the task asked for is done. Errors: ErrNotCalled,
// ErrNotAnswered, ErrNone, access faults.
func (s *Service) Finish(ctx context.Context, who actor.Actor, task id.EmergencyTask) error {
	return s.Txns.Write(ctx, who, "emergency.finish", func(ctx context.Context, tx txn.Write) error {
		t, a, err := s.task(ctx, tx, task)
		if err != nil {
			return err
		}
		if t.Account == "" || t.Account != who.Account {
			if _, err := s.mine(ctx, tx, who, a.ID, access.LeadEmergency); err != nil {
				return err
			}
		}
		if t.State != Taken {
			return ErrNotAnswered
		}
		t.State, t.DoneAt = Finished, tx.Now()
		tx.Touch(string(t.ID), "done")
		s.changed(tx, a.ID)
		if err := s.Store.UpdateTask(ctx, tx, t); err != nil {
			return err
		}
		return s.say(ctx, tx, Event{Alarm: a.ID, Deed: DeedDone, Task: t.ID, Kind: t.Kind, Person: t.AnsweredBy})
	})
}

// CloseInput ends an emergency.
type CloseInput struct {
	Outcome  Outcome
	FollowUp time.Time // the next contact; needed of a real emergency unless there was no danger
}

// Close ends an emergency: its physician does, or whoever may write the plan
// ends a drill. Tasks nobody has taken wait no longer.
//
// Errors: form faults about outcome and follow_up, ErrOver, ErrNone, access faults.
func (s *Service) Close(ctx context.Context, who actor.Actor, alarm id.Alarm, in CloseInput) error {
	return s.Txns.Write(ctx, who, "emergency.close", func(ctx context.Context, tx txn.Write) error {
		a, err := s.mine(ctx, tx, who, alarm, access.LeadEmergency)
		if err != nil {
			return err
		}
		if !a.Open() {
			return ErrOver
		}
		var f faults
		if a.Drill {
			in = CloseInput{Outcome: Drilled}
		} else {
			f.choose("outcome", slices.Contains(Outcomes(), in.Outcome))
			if in.Outcome != NoDanger && !in.FollowUp.After(tx.Now()) {
				f.Add("follow_up", "emergency.follow_up_needed")
			}
		}
		if err := f.Err(); err != nil {
			return err
		}
		return s.close(ctx, tx, a, in, who.Account)
	})
}

func (s *Service) close(ctx context.Context, tx txn.Write, a Alarm, in CloseInput, by id.Account) error {
	a.ClosedAt, a.ClosedBy, a.Outcome, a.FollowUp = tx.Now(), by, in.Outcome, in.FollowUp
	tx.Touch(string(a.ID), string(in.Outcome))
	s.changed(tx, a.ID)
	if err := s.Store.UpdateAlarm(ctx, tx, a); err != nil {
		return err
	}
	tasks, err := s.Store.Tasks(ctx, tx, a.ID)
	if err != nil {
		return err
	}
	for _, t := range tasks {
		switch t.State {
		case Waiting:
			t.State = Needless
		case Taken:
			t.State = Finished
		case Finished, Needless:
			continue
		}
		t.DoneAt, t.DueAt = tx.Now(), time.Time{}
		if err := s.Store.UpdateTask(ctx, tx, t); err != nil {
			return err
		}
		if err := s.Store.DropCalls(ctx, tx, t.ID, tx.Now()); err != nil {
			return err
		}
	}
	return s.say(ctx, tx, Event{Alarm: a.ID, Deed: DeedClosed, Note: string(in.Outcome)})
}

// SetFollowUp moves the next contact. Errors: form faults, ErrNone, access faults.
func (s *Service) SetFollowUp(ctx context.Context, who actor.Actor, alarm id.Alarm, at time.Time) error {
	return s.Txns.Write(ctx, who, "emergency.follow_up", func(ctx context.Context, tx txn.Write) error {
		a, err := s.mine(ctx, tx, who, alarm, access.LeadEmergency)
		if err != nil {
			return err
		}
		var f faults
		if !at.After(tx.Now()) {
			f.Add("follow_up", "emergency.follow_up_needed")
		}
		if err := f.Err(); err != nil {
			return err
		}
		a.FollowUp = at
		tx.Touch(string(a.ID), "follow-up")
		if err := s.Store.UpdateAlarm(ctx, tx, a); err != nil {
			return err
		}
		return s.say(ctx, tx, Event{Alarm: a.ID, Deed: DeedFollowUp})
	})
}

// Watch makes sure that nobody is left with a dead line: where an emergency is
// open, or the answers gave an alert of danger, and the session has lost one of
// the two, the task to call back is there at once. When the line is back before
// anybody answered, the task goes.
func (s *Service) Watch(ctx context.Context) error {
	var broken []id.Case
	var waiting []Alarm
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		list, err := s.Sessions.Broken(ctx, tx)
		if err != nil {
			return err
		}
		broken, waiting = nil, nil
		for _, c := range list {
			act, err := s.left(ctx, tx, c)
			if err != nil {
				return err
			}
			if act {
				broken = append(broken, c)
			}
		}
		open, err := s.Store.OpenAlarms(ctx, tx)
		if err != nil {
			return err
		}
		for _, a := range open {
			if a.Case == "" || slices.Contains(list, a.Case) {
				continue
			}
			if _, ok, err := s.callBack(ctx, tx, a, Waiting); err != nil {
				return err
			} else if ok {
				waiting = append(waiting, a)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(broken) == 0 && len(waiting) == 0 {
		return nil
	}
	return s.Txns.Write(ctx, system, "emergency.watch", func(ctx context.Context, tx txn.Write) error {
		for _, c := range broken {
			if err := s.lost(ctx, tx, c); err != nil {
				return err
			}
		}
		for _, a := range waiting {
			if err := s.back(ctx, tx, a); err != nil {
				return err
			}
		}
		return nil
	})
}

// left tells whether a broken session leaves somebody alone who must not be.
func (s *Service) left(ctx context.Context, tx txn.Read, c id.Case) (bool, error) {
	a, err := s.Store.OpenOf(ctx, tx, c)
	if errors.Is(err, ErrNone) {
		return s.Alerts.Danger(ctx, tx, c)
	}
	if err != nil {
		return false, err
	}
	for _, state := range []State{Waiting, Taken} {
		if _, there, err := s.callBack(ctx, tx, a, state); err != nil || there {
			return false, err
		}
	}
	return true, nil
}

func (s *Service) callBack(ctx context.Context, tx txn.Read, a Alarm, state State) (Task, bool, error) {
	tasks, err := s.Store.Tasks(ctx, tx, a.ID)
	for _, t := range tasks {
		if t.Kind == ForCallBack && t.State == state {
			return t, true, err
		}
	}
	return Task{}, false, err
}

func (s *Service) lost(ctx context.Context, tx txn.Write, c id.Case) error {
	act, err := s.left(ctx, tx, c)
	if err != nil || !act {
		return err // another node was first, or the line is back
	}
	a, err := s.Store.OpenOf(ctx, tx, c)
	if errors.Is(err, ErrNone) {
		k, err := s.Cases.Get(ctx, tx, c)
		if err != nil {
			return err
		}
		if a, err = s.begin(ctx, tx, k, L1, ByLoss, false); err != nil {
			return err
		}
	} else if err != nil {
		return err
	} else if err := s.want(ctx, tx, a, ForCallBack); err != nil {
		return err
	}
	tx.Touch(string(a.ID), "line lost")
	s.changed(tx, a.ID)
	return s.say(ctx, tx, Event{Alarm: a.ID, Deed: DeedLost, Kind: ForCallBack})
}

func (s *Service) back(ctx context.Context, tx txn.Write, a Alarm) error {
	live, err := s.Sessions.Live(ctx, tx, a.Case)
	if err != nil || !live || a.Source == ByLoss {
		return err // the session is over, or the loss itself was the emergency: a person says that all is well
	}
	t, there, err := s.callBack(ctx, tx, a, Waiting)
	if err != nil || !there {
		return err
	}
	t.State, t.DoneAt, t.DueAt = Needless, tx.Now(), time.Time{}
	tx.Touch(string(a.ID), "line back")
	s.changed(tx, a.ID)
	if err := s.Store.UpdateTask(ctx, tx, t); err != nil {
		return err
	}
	if err := s.Store.DropCalls(ctx, tx, t.ID, tx.Now()); err != nil {
		return err
	}
	return s.say(ctx, tx, Event{Alarm: a.ID, Deed: DeedBack, Task: t.ID, Kind: t.Kind})
}
