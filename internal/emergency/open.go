package emergency

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/id"
	"mendan/internal/private"
	"mendan/internal/txn"
)

// Opening is one look at address, number and contact of a worker. It is kept
// and the worker sees it.
type Opening struct {
	private.Mark

	ID       id.Opening
	Company  id.Company
	Alarm    id.Alarm // empty when a physician looked in the session without an emergency
	Case     id.Case
	Employee id.Employee
	Account  id.Account
	Name     string // of who looked, for the worker
	Role     Role
	Reason   string // in words; of a press: empty
	At       time.Time
}

// openFor is how long after its end the coordinator of an emergency may still look.
const openFor = time.Hour

// OpenInput asks for what is sealed.
type OpenInput struct {
	Case   id.Case
	Reason string // needed of everybody but the physician in an open emergency
}

// Open gives address, call-back number and emergency contact of a case: to its
// physician while the session or an emergency is open, and to who has taken
// over a task of the provider's side, until an hour after its end. It is the
// only door to them; each opening is kept and told to the worker.
//
// Errors: ErrSealed, ErrReason, ErrNone, access faults.
func (s *Service) Open(ctx context.Context, who actor.Actor, in OpenInput) (Whereabouts, error) {
	var out Whereabouts
	in.Reason = strings.TrimSpace(in.Reason)
	err := s.Txns.Write(ctx, who, "emergency.open", func(ctx context.Context, tx txn.Write) error {
		c, err := s.Cases.Get(ctx, tx, in.Case)
		if err != nil {
			return err
		}
		a, role, err := s.mayOpen(ctx, tx, who, c)
		if err != nil {
			return err
		}
		if (a.ID == "" || role != Doctor) && in.Reason == "" || utf8.RuneCountInString(in.Reason) > reasonLength {
			return ErrReason
		}
		out, err = s.open(ctx, tx, c, a, who.Account, role, in.Reason)
		return err
	})
	return out, err
}

// mayOpen finds the emergency on whose strength who may look, and as what.
func (s *Service) mayOpen(ctx context.Context, tx txn.Read, who actor.Actor, c casework.Case) (Alarm, Role, error) {
	a, err := s.Store.OpenOf(ctx, tx, c.ID)
	if err != nil && !errors.Is(err, ErrNone) {
		return Alarm{}, "", err
	}
	subject := c.Subject()
	if who.Is(actor.Physician) && access.May(who, access.LeadEmergency, subject) {
		if a.ID != "" {
			return a, Doctor, nil
		}
		live, err := s.Sessions.Live(ctx, tx, c.ID)
		if err != nil {
			return Alarm{}, "", err
		}
		if !live {
			return Alarm{}, "", ErrSealed
		}
		return a, Doctor, nil
	}
	if a.ID == "" { // just over?
		list, err := s.Store.AlarmsOf(ctx, tx, c.Employee)
		if err != nil {
			return Alarm{}, "", err
		}
		for _, x := range list {
			if x.Case == c.ID && tx.Now().Sub(x.ClosedAt) < openFor {
				a = x
				break
			}
		}
	}
	if a.ID != "" {
		tasks, err := s.Store.Tasks(ctx, tx, a.ID)
		if err != nil {
			return Alarm{}, "", err
		}
		for _, t := range tasks {
			target, ok := t.Route.find(t.AnsweredBy)
			if ok && target.Role.provider() && t.Account != "" && t.Account == who.Account {
				subject.BreakGlass = true
				return a, target.Role, access.Check(who, access.ReadEmergencyContact, subject)
			}
		}
	}
	subject.BreakGlass = false
	if err := access.Check(who, access.SeeEmergency, subject); err != nil {
		return Alarm{}, "", err
	}
	return Alarm{}, "", ErrSealed
}

// open reads what is sealed and keeps who did.
func (s *Service) open(ctx context.Context, tx txn.Write, c casework.Case, a Alarm, by id.Account, role Role, reason string) (Whereabouts, error) {
	o := Opening{
		ID: id.New[id.Opening](), Company: c.Company, Alarm: a.ID, Case: c.ID, Employee: c.Employee,
		Account: by, Role: role, Reason: reason, At: tx.Now(),
	}
	if by != "" {
		w, err := s.Accounts.Of(ctx, tx, by)
		if err != nil && !missing(err) {
			return Whereabouts{}, err
		}
		o.Name = w.Name
	}
	tx.Touch(string(c.ID), "sealed contact opened")
	tx.Touch(string(o.ID), string(role))
	if err := s.Store.InsertOpening(ctx, tx, o); err != nil {
		return Whereabouts{}, err
	}
	if a.ID != "" {
		if err := s.say(ctx, tx, Event{Alarm: a.ID, Deed: DeedSeen, Role: role}); err != nil {
			return Whereabouts{}, err
		}
		s.changed(tx, a.ID)
	}
	return s.Sealed.Whereabouts(ctx, tx, c)
}
