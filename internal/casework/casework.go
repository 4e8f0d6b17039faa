// Package casework carries one interview from its reason to its end: which type
// it is, where it stands, which step may follow, and which deadlines run.
//
// A case is one interview (面談) of one worker. Its life is the table in life.go;
// its types and deadlines are tables in types.go and clocks.go. A consultation
// is a case the employer never learns of. What is said, asked or written lives
// in the areas above (questionnaire, room, opinion); they move the case with
// Advance inside their own acts.
//
// Read life.go first.
package casework

import (
	"context"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/directory"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Faults of the area.
var (
	ErrNotFound  = fault.New(fault.NotFound, "web.not_found")
	ErrNotNow    = fault.New(fault.Conflict, "casework.not_now")
	ErrTypeWrong = fault.New(fault.Invalid, "casework.type_wrong")
	ErrOpenOne   = fault.New(fault.Conflict, "casework.open_one")
)

// Case is one interview from its reason to its end.
type Case struct {
	ID        id.Case
	Company   id.Company
	Workplace id.Workplace
	Employee  id.Employee
	Manager   id.Employee  // line manager when the case was opened
	Physician id.Physician // who holds it; empty until booked
	Type      Type
	State     State
	OpenedAt  time.Time
	AppliedAt time.Time // the worker's own application (申出); zero when none was needed or made
	HeldAt    time.Time // the interview was completed
	ClosedAt  time.Time
	Wish      Mode // the worker's private wish, no reason asked; Either when none
	Mode      Mode // how it is or was to be held; empty until booked
}

// Mode is how an interview is held.
type Mode string

// The modes.
const (
	Either   Mode = "EITHER"    // only as a wish
	Online   Mode = "ONLINE"    // オンライン
	InPerson Mode = "IN_PERSON" // 対面
)

// Valid tells whether m is one of the modes.
func (m Mode) Valid() bool { return m == Either || m == Online || m == InPerson }

// Subject is the case as permission sees it.
func (c Case) Subject() access.Subject {
	return access.Subject{
		Company: c.Company, Workplace: c.Workplace, Employee: c.Employee, Manager: c.Manager,
		Physician: c.Physician, Type: string(c.Type), Statutory: c.Type.Statutory(),
	}
}

// Step is one move of a case, for its history.
type Step struct {
	Seq   int64
	Event Event
	State State // after the move
	At    time.Time
	Actor string // actor.Actor.Name
}

// Changed is told to listeners inside the act that moved the case.
type Changed struct {
	Before, After Case
	Event         Event
}

// Listener reacts to a move, in the same act.
type Listener func(ctx context.Context, tx txn.Write, c Changed) error

// Service opens and moves cases.
type Service struct {
	txns      txn.Runner
	store     Store
	people    *directory.Service
	listeners []Listener
}

// NewService is the service over a store.
func NewService(txns txn.Runner, store Store, people *directory.Service) *Service {
	return &Service{txns: txns, store: store, people: people}
}

// Listen adds a listener; only while the program is put together.
func (s *Service) Listen(l Listener) { s.listeners = append(s.listeners, l) }

// OpenInput is what is needed to open a case.
type OpenInput struct {
	Employee id.Employee
	Type     Type
	Wish     Mode
}

// Open starts a case. A worker opens his own: for a type that needs an
// application this is the application (申出), which nobody else can make for
// him; HR and health staff open the types that need none, or record that the
// case exists and let the worker apply.
//
// Errors: ErrTypeWrong, ErrOpenOne when one of that type is under way;
// access faults.
func (s *Service) Open(ctx context.Context, who actor.Actor, in OpenInput) (Case, error) {
	t, ok := Find(in.Type)
	if !ok || !t.Held {
		return Case{}, ErrTypeWrong
	}
	if in.Wish == "" {
		in.Wish = Either
	}
	if !in.Wish.Valid() {
		return Case{}, ErrTypeWrong
	}
	var out Case
	err := s.txns.Write(ctx, who, "casework.open", func(ctx context.Context, tx txn.Write) error {
		e, err := s.people.Employee(ctx, tx, in.Employee)
		if err != nil {
			return err
		}
		c := Case{
			ID: id.New[id.Case](), Company: e.Company, Workplace: e.Workplace, Employee: e.ID, Manager: e.Manager,
			Type: in.Type, Wish: in.Wish, OpenedAt: tx.Now(),
		}
		own := who.Employee == e.ID
		action := access.BookOnBehalf
		if own {
			action = access.BookInterview
		}
		if err := access.Check(who, action, c.Subject()); err != nil {
			return err
		}
		event := Opened
		if own && t.Application {
			event, c.AppliedAt = Applied, tx.Now()
		}
		running, err := s.store.ListByEmployee(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		for _, r := range running {
			if r.Type == c.Type && !r.State.Over() && r.HeldAt.IsZero() {
				return ErrOpenOne
			}
		}
		c.State = Start(c.Type, event)
		if err := s.store.Insert(ctx, tx, c); err != nil {
			return err
		}
		if err := s.note(ctx, tx, Changed{After: c, Event: event}); err != nil {
			return err
		}
		out = c
		return nil
	})
	return out, err
}

// Get reads a case for another area's act or page, without asking who. Errors: ErrNotFound.
func (s *Service) Get(ctx context.Context, tx txn.Read, c id.Case) (Case, error) {
	return s.store.Get(ctx, tx, c)
}

// Find reads a case that who may know of. Errors: ErrNotFound, access faults.
func (s *Service) Find(ctx context.Context, who actor.Actor, a access.Action, c id.Case) (Case, error) {
	var out Case
	err := s.txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		got, err := s.store.Get(ctx, tx, c)
		if err != nil {
			return err
		}
		out = got
		return access.Check(who, a, got.Subject())
	})
	if err != nil {
		return Case{}, err
	}
	return out, nil
}

// ListByEmployee gives a worker's cases, newest first.
func (s *Service) ListByEmployee(ctx context.Context, tx txn.Read, e id.Employee) ([]Case, error) {
	return s.store.ListByEmployee(ctx, tx, e)
}

// ListByPhysician gives the cases a physician holds that are not over, oldest first.
func (s *Service) ListByPhysician(ctx context.Context, tx txn.Read, p id.Physician) ([]Case, error) {
	return s.store.ListByPhysician(ctx, tx, p)
}

// ListForEmployer gives the statutory cases of a workplace, newest first, at
// most limit: what an employer may know of by law. Consultations are not read.
func (s *Service) ListForEmployer(ctx context.Context, tx txn.Read, w id.Workplace, limit int) ([]Case, error) {
	return s.store.ListStatutory(ctx, tx, w, limit)
}

// ListByWorkplace gives all cases of a workplace, newest first, at most limit:
// for health staff, never for the employer.
func (s *Service) ListByWorkplace(ctx context.Context, tx txn.Read, w id.Workplace, limit int) ([]Case, error) {
	return s.store.ListByWorkplace(ctx, tx, w, limit)
}

// History gives the moves of a case in order.
func (s *Service) History(ctx context.Context, tx txn.Read, c id.Case) ([]Step, error) {
	return s.store.Steps(ctx, tx, c)
}

// Advance moves a case by an event and tells the listeners. Errors:
// ErrNotFound; ErrNotNow when the event cannot follow where the case stands.
func (s *Service) Advance(ctx context.Context, tx txn.Write, c id.Case, e Event) (Case, error) {
	return s.AdvanceWith(ctx, tx, c, e, nil)
}

// AdvanceWith is Advance with a change of the case's own fields (physician,
// mode), made in the same move.
func (s *Service) AdvanceWith(ctx context.Context, tx txn.Write, c id.Case, e Event, change func(*Case)) (Case, error) {
	before, err := s.store.Get(ctx, tx, c)
	if err != nil {
		return Case{}, err
	}
	after := before
	next, ok := Next(before.Type, before.State, e)
	if !ok {
		return Case{}, ErrNotNow
	}
	after.State = next
	if change != nil {
		change(&after)
	}
	switch e { //nolint:exhaustive // only these leave a time of their own
	case Applied:
		after.AppliedAt = tx.Now()
	case Completed:
		after.HeldAt = tx.Now()
	}
	if after.State.Over() {
		after.ClosedAt = tx.Now()
	}
	if err := s.store.Update(ctx, tx, after); err != nil {
		return Case{}, err
	}
	return after, s.note(ctx, tx, Changed{Before: before, After: after, Event: e})
}

func (s *Service) note(ctx context.Context, tx txn.Write, c Changed) error {
	tx.Touch(string(c.After.ID), string(c.Event))
	step := Step{Event: c.Event, State: c.After.State, At: tx.Now(), Actor: tx.Who().Name()}
	if err := s.store.InsertStep(ctx, tx, c.After.ID, step); err != nil {
		return err
	}
	for _, l := range s.listeners {
		if err := l(ctx, tx, c); err != nil {
			return err
		}
	}
	return nil
}
