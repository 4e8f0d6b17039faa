package opiniontest

import (
	"context"
	"testing"

	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/database"
	"mendan/internal/database/databasetest"
	"mendan/internal/id"
	"mendan/internal/opinion"
	"mendan/internal/txn"
)

// World is a real service over a real store with doubles of the areas around
// it: one held interview, its people, and what was sent and moved.
type World struct {
	Service *opinion.Service
	Txns    txn.Runner
	DB      *database.DB
	Clock   *databasetest.Clock
	Facts   *opinion.Facts
	Steps   *Steps
	Notices *Notices

	Physician, Worker, HR, Manager, Nurse, Coordinator, Admin actor.Actor
	OtherPhysician, OtherWorker, OtherHR, OtherManager        actor.Actor
}

// NewWorld is a world with a held interview of the type, over db.
func NewWorld(t testing.TB, db *database.DB, clock *databasetest.Clock, store opinion.Store, pages opinion.Pages, words *opinion.Vocabulary, typ string) *World {
	t.Helper()
	f := Facts(typ)
	w := &World{
		Txns: db, DB: db, Clock: clock, Facts: &f, Steps: &Steps{typ: casework.Type(typ)}, Notices: &Notices{},
		Physician:   actor.Actor{Account: id.New[id.Account](), Roles: actor.Of(actor.Physician), Physician: f.Physician},
		Worker:      actor.Actor{Account: id.New[id.Account](), Roles: actor.Of(actor.Employee), Company: f.Company, Employee: f.Employee},
		HR:          actor.Actor{Account: id.New[id.Account](), Roles: actor.Of(actor.HROfficer, actor.Employee), Company: f.Company, Workplaces: []id.Workplace{f.Workplace}, Employee: id.New[id.Employee]()},
		Manager:     actor.Actor{Account: id.New[id.Account](), Roles: actor.Of(actor.LineManager, actor.Employee), Company: f.Company, Employee: f.Manager},
		Nurse:       actor.Actor{Account: id.New[id.Account](), Roles: actor.Of(actor.HealthStaff), Workplaces: []id.Workplace{f.Workplace}},
		Coordinator: actor.Actor{Account: id.New[id.Account](), Roles: actor.Of(actor.Coordinator)},
		Admin:       actor.Actor{Account: id.New[id.Account](), Roles: actor.Of(actor.Admin)},
	}
	w.OtherPhysician, w.OtherWorker, w.OtherHR, w.OtherManager = w.Physician, w.Worker, w.HR, w.Manager
	w.OtherPhysician.Physician = id.New[id.Physician]()
	w.OtherWorker.Employee = id.New[id.Employee]()
	w.OtherHR.Company, w.OtherHR.Workplaces = id.New[id.Company](), []id.Workplace{id.New[id.Workplace]()}
	w.OtherManager.Employee = id.New[id.Employee]()
	w.Steps.facts = w.Facts
	w.Service = &opinion.Service{
		Txns: db, Store: store, Interviews: interviews{w.Facts}, Steps: w.Steps, Notices: w.Notices, Pages: pages, Words: words,
	}
	return w
}

type interviews struct{ facts *opinion.Facts }

func (i interviews) Facts(_ context.Context, _ txn.Read, c id.Case) (opinion.Facts, error) {
	if c != i.facts.Case {
		return opinion.Facts{}, casework.ErrNotFound
	}
	return *i.facts, nil
}

func (i interviews) Subordinates(_ context.Context, _ txn.Read, m id.Employee) ([]opinion.Person, error) {
	if m != i.facts.Manager {
		return nil, nil
	}
	return []opinion.Person{{ID: i.facts.Employee, Name: i.facts.EmployeeName}}, nil
}

// Steps moves the case by casework's own table and remembers the events.
type Steps struct {
	typ    casework.Type
	facts  *opinion.Facts
	Events []casework.Event
}

// Advance implements opinion.Steps.
func (s *Steps) Advance(_ context.Context, _ txn.Write, c id.Case, e casework.Event) (casework.Case, error) {
	next, ok := casework.Next(s.typ, s.facts.State, e)
	if c != s.facts.Case || !ok {
		return casework.Case{}, casework.ErrNotNow
	}
	s.facts.State = next
	s.Events = append(s.Events, e)
	return casework.Case{ID: c, State: next}, nil
}

// Notices remembers what was sent.
type Notices struct{ Sent []opinion.Notice }

// Send implements opinion.Notices.
func (n *Notices) Send(_ context.Context, _ txn.Write, x opinion.Notice, _ opinion.Facts) error {
	n.Sent = append(n.Sent, x)
	return nil
}

// Take gives what was sent since the last time.
func (n *Notices) Take() []opinion.Notice {
	out := n.Sent
	n.Sent = nil
	return out
}
