package emergency

import (
	"context"
	"errors"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/civil"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// StartDrill plays an emergency (訓練) with the plan in force: the same people,
// the same clocks, every message marked. A workplace has one at a time.
//
// Errors: ErrLevel, ErrNoPlan, ErrOpenOne, access faults.
func (s *Service) StartDrill(ctx context.Context, who actor.Actor, w id.Workplace, l Level) (id.Alarm, error) {
	if !l.Valid() {
		return "", ErrLevel
	}
	var out id.Alarm
	err := s.Txns.Write(ctx, who, "emergency.drill", func(ctx context.Context, tx txn.Write) error {
		place, err := s.People.Workplace(ctx, tx, w)
		if err != nil {
			return err
		}
		subject, err := s.subject(ctx, tx, place)
		if err != nil {
			return err
		}
		if err := access.Check(who, access.WriteEmergencyPlan, subject); err != nil {
			return err
		}
		plan, _, err := s.inForce(ctx, tx, w, tx.Now())
		switch {
		case err != nil:
			return err
		case !plan.On(civil.DateOf(tx.Now(), place.Location())):
			return ErrNoPlan
		}
		if _, err := s.Store.OpenDrill(ctx, tx, w); !errors.Is(err, ErrNone) {
			if err == nil {
				err = ErrOpenOne
			}
			return err
		}
		a := Alarm{
			ID: id.New[id.Alarm](), Company: place.Company, Workplace: w, Drill: true, Level: l, Source: ByHand,
			Plan: plan.ID, Version: plan.Version, Ack: plan.Body.ack(), OpenedAt: tx.Now(), OpenedBy: who.Account,
		}
		if err := s.Store.InsertAlarm(ctx, tx, a); err != nil {
			return err
		}
		tx.Touch(string(a.ID), "drill")
		if err := s.say(ctx, tx, Event{Alarm: a.ID, Deed: DeedOpened, Note: string(l)}); err != nil {
			return err
		}
		for _, k := range []Kind{ForCoordinator, ForHR, ForManager} {
			if k == ForManager && !named(plan.Body, Manager) {
				continue
			}
			if err := s.want(ctx, tx, a, k); err != nil {
				return err
			}
		}
		s.changed(tx, a.ID)
		out = a.ID
		return nil
	})
	return out, err
}

// named tells whether the plan names somebody in the role who is there in a drill.
func named(b Body, r Role) bool {
	for _, p := range b.People {
		if p.Role == r && !p.Own {
			return true
		}
	}
	return false
}

// DrillFigures is what a drill showed.
type DrillFigures struct {
	Alarm       id.Alarm
	Level       Level
	Version     int // of the plan
	StartedAt   time.Time
	ClosedAt    time.Time // zero while it runs
	Answers     []DrillAnswer
	Tasks       []Task // as they stand
	Unreachable []DrillMiss
}

// DrillAnswer is how long a task of the drill waited.
type DrillAnswer struct {
	Kind  Kind
	By    string // name; empty: nobody answered
	Role  Role   // of who did
	Steps int    // rungs that were called
	Took  time.Duration
}

// DrillMiss is a number or channel on which somebody was not reached.
type DrillMiss struct {
	Name    string
	Role    Role
	Channel Channel
	Result  string // a code
}

// Drills lists the figures of the workplace's drills, newest first. Errors: access faults.
func (s *Service) Drills(ctx context.Context, who actor.Actor, w id.Workplace) ([]DrillFigures, error) {
	var out []DrillFigures
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		out = nil
		place, err := s.People.Workplace(ctx, tx, w)
		if err != nil {
			return err
		}
		subject, err := s.subject(ctx, tx, place)
		if err != nil {
			return err
		}
		if err := access.Check(who, access.SeeEmergencyPlan, subject); err != nil {
			return err
		}
		list, err := s.Store.AlarmsAt(ctx, tx, w, true, 20)
		if err != nil {
			return err
		}
		for _, a := range list {
			f, err := s.figures(ctx, tx, a)
			if err != nil {
				return err
			}
			out = append(out, f)
		}
		return nil
	})
	return out, err
}

func (s *Service) figures(ctx context.Context, tx txn.Read, a Alarm) (DrillFigures, error) {
	f := DrillFigures{Alarm: a.ID, Level: a.Level, Version: a.Version, StartedAt: a.OpenedAt, ClosedAt: a.ClosedAt}
	tasks, err := s.tasks(ctx, tx, a)
	if err != nil {
		return f, err
	}
	if f.Tasks, err = s.Store.Tasks(ctx, tx, a.ID); err != nil {
		return f, err
	}
	for _, t := range tasks {
		x := DrillAnswer{Kind: t.Kind, Steps: t.Step + 1}
		if !t.AnsweredAt.IsZero() {
			x.By, x.Role, x.Took = t.AnsweredBy.Name, t.AnsweredBy.Role, t.AnsweredAt.Sub(a.OpenedAt)
		}
		f.Answers = append(f.Answers, x)
		seen := map[string]bool{}
		for _, c := range t.Calls {
			if c.State != Failed || seen[c.Person+string(c.Channel)] {
				continue
			}
			seen[c.Person+string(c.Channel)] = true
			m := DrillMiss{Name: c.Person, Channel: c.Channel, Result: c.Result}
			for _, x := range t.Route {
				if x.Name == c.Person {
					m.Role = x.Role
				}
			}
			f.Unreachable = append(f.Unreachable, m)
		}
	}
	return f, nil
}
