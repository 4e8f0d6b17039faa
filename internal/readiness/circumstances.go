package readiness

import (
	"context"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/private"
	"mendan/internal/txn"
)

// Answer is what somebody says to a question he need not answer.
type Answer string

// The answers. The empty one: not asked, or not answered yet. Help is an answer
// to Operate alone.
const (
	Yes    Answer = "YES"
	No     Answer = "NO"
	Help   Answer = "WITH_SUPPORT" // can, with somebody's help
	Unsaid Answer = "UNSAID"       // prefers not to say
)

// Circumstances is what a worker says in confidence about where he is. Only he,
// his physician and the health staff ever read it.
//
// Source: online-guidance.md section 6, D-06, D-26, D-27.
type Circumstances struct {
	private.Mark

	Case      id.Case
	Company   id.Company
	Employee  id.Employee
	Overheard Answer // it would be dangerous or bad to be overheard by people around
	Abroad    Answer // outside Japan on the day
	Operate   Answer // can manage the device: Yes, Help, No (not even with help)
	SaidAt    time.Time
}

// CircumstancesInput is what was chosen.
type CircumstancesInput struct {
	Case                       id.Case
	Overheard, Abroad, Operate Answer
}

// Check says what is wrong. Fields: overheard, abroad, operate. Leaving a
// question open is not wrong.
func (in CircumstancesInput) Check() error {
	var f fault.Fields
	for _, x := range []struct {
		name string
		a    Answer
	}{{"overheard", in.Overheard}, {"abroad", in.Abroad}, {"operate", in.Operate}} {
		if x.a != "" && x.a != Yes && x.a != No && x.a != Unsaid && (x.a != Help || x.name != "operate") {
			f.Add(x.name, "form.choose")
		}
	}
	return f.Err()
}

// CircumstancesSheet is the page.
type CircumstancesSheet struct {
	Case casework.Case
	Said Circumstances // zero: nothing yet
	Open bool
}

// CircumstancesOf reads the worker's own. Errors: access faults, casework.ErrNotFound.
func (s *Service) CircumstancesOf(ctx context.Context, who actor.Actor, c id.Case) (CircumstancesSheet, error) {
	var out CircumstancesSheet
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		k, err := s.mine(ctx, tx, who, access.DeclarePlace, c)
		if err != nil {
			return err
		}
		said, err := s.Store.Circumstances(ctx, tx, c)
		if unexpected(err) {
			return err
		}
		out = CircumstancesSheet{Case: k, Said: said, Open: !facts{Case: k}.begun()}
		return nil
	})
	return out, err
}

// SayCircumstances keeps them. Errors: an Invalid fault; ErrClosed; access faults, casework.ErrNotFound.
func (s *Service) SayCircumstances(ctx context.Context, who actor.Actor, in CircumstancesInput) error {
	if err := in.Check(); err != nil {
		return err
	}
	return s.Txns.Write(ctx, who, "readiness.say_circumstances", func(ctx context.Context, tx txn.Write) error {
		f, err := s.preparable(ctx, tx, who, access.DeclarePlace, in.Case)
		if err != nil {
			return err
		}
		tx.Touch(string(f.Case.ID), "circumstances")
		said := Circumstances{
			Case: f.Case.ID, Company: f.Case.Company, Employee: f.Case.Employee,
			Overheard: in.Overheard, Abroad: in.Abroad, Operate: in.Operate, SaidAt: tx.Now(),
		}
		if err := s.Store.PutCircumstances(ctx, tx, said); err != nil {
			return err
		}
		return s.heard.tell(ctx, tx, f.Case)
	})
}

// Facts are what the decision online or in person asks about place and device.
// Source: online-guidance.md section 6, D-04 to D-06, D-26, D-27.
type Facts struct {
	WorkerPlace    Answer       // a private place is declared: Yes; none there: No; not said: empty
	PhysicianPlace Answer       // the same of the physician, for today
	Room           RequestState // of the room asked for; empty: none was, or the wish was taken back
	Failures       int          // device checks in a row that did not pass
	Operate        Answer       // Yes, Help, No; empty: not asked
	Overheard      Answer
	Abroad         Answer
	Address        bool // where the worker is on the day of the interview is known
	Contact        bool // his telephone number is confirmed for this case
}

// Facts gives them in another area's act, which has asked for permission.
// Overheard and Abroad never reach the employer.
func (s *Service) Facts(ctx context.Context, tx txn.Read, k casework.Case) (Facts, error) {
	var out Facts
	f, err := s.facts(ctx, tx, k)
	if err != nil {
		return out, err
	}
	out.Address, out.Contact = f.Address, f.Contact
	out.WorkerPlace = fits(f.Place.Kind, f.Place.Fits())
	mine, err := s.physicianToday(ctx, tx, k.Physician)
	if err != nil {
		return out, err
	}
	out.PhysicianPlace = fits(mine.Kind, mine.Fits())
	room, err := s.Store.Request(ctx, tx, k.ID, RoomRequest)
	if unexpected(err) {
		return out, err
	}
	if room.State != RequestWithdrawn {
		out.Room = room.State
	}
	l, err := s.ladderOf(ctx, tx, k.ID)
	if err != nil {
		return out, err
	}
	out.Failures = l.Failures
	said, err := s.Store.Circumstances(ctx, tx, k.ID)
	if unexpected(err) {
		return out, err
	}
	out.Operate, out.Overheard, out.Abroad = said.Operate, said.Overheard, said.Abroad
	return out, nil
}

func fits(k PlaceKind, fit bool) Answer {
	switch {
	case k == "":
		return ""
	case fit:
		return Yes
	}
	return No
}
