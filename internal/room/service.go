package room

import (
	"context"
	"crypto/ed25519"
	"errors"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/directory"
	"mendan/internal/id"
	"mendan/internal/txn"
)

const (
	// presentFor is how long a page counts as open after its last sign.
	presentFor = 20 * time.Second
	// tokenFor is how long a way into the media room stays open; pages renew it.
	tokenFor = 10 * time.Minute
)

// Deps are what the service needs.
type Deps struct {
	Txns   txn.Runner
	Store  Store
	Media  Media
	Cases  *casework.Service
	People *directory.Service
	Times  Times
	// Online and Start are asked when a session is about to open.
	Online Online
	Start  Start
	// Callbacks, Background may be nil: then numbers come from the directory and
	// the conditions that need more stay unknown.
	Callbacks  Callbacks
	Background Background
	Gates      Gates // may be nil: then the evidence tells of no gate
	Modes      Modes // may be nil: then the evidence tells of no decision
	// Exceptions may be nil: then only what is said in the session is known.
	Exceptions CameraExceptions
	// Tools may be nil: then every session is in our own room.
	Tools Tools
	Rules Rules
	Key   ed25519.PrivateKey // signs evidence
}

// Service is the room for pages and for the media server's events.
type Service struct {
	Deps
	listeners []func(id.Case)
}

// NewService makes a Service.
func NewService(d Deps) *Service { return &Service{Deps: d} }

// Listen adds who is told, after commit, that the state of a case's room
// changed; only while the program is put together.
func (s *Service) Listen(f func(id.Case)) { s.listeners = append(s.listeners, f) }

func (s *Service) changed(tx txn.Write, c id.Case) {
	tx.AfterCommit(func() {
		for _, f := range s.listeners {
			f(c)
		}
	})
}

// place is a session with all that rules about it ask.
type place struct {
	kase    casework.Case
	side    Side
	slot    Slot
	session Session // zero ID when there is none yet
}

// enter finds the room of a case for one of its two people. Everybody else, and
// whoever asks for a case that is not there, gets ErrNotFound.
func (s *Service) enter(ctx context.Context, tx txn.Read, who actor.Actor, c id.Case, a access.Action) (place, error) {
	k, err := s.Cases.Get(ctx, tx, c)
	if err != nil {
		return place{}, err
	}
	p := place{kase: k}
	switch {
	case who.Employee != "" && who.Employee == k.Employee:
		p.side = Worker
	case who.Physician != "" && who.Physician == k.Physician:
		p.side = Physician
	default:
		return place{}, ErrNotFound
	}
	if err := access.Check(who, a, k.Subject()); err != nil {
		return place{}, err
	}
	p.session, err = s.Store.Current(ctx, tx, c)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return place{}, err
	}
	if p.session.Over() && k.State == casework.Booked {
		p.session = Session{} // booked again: the next session has not begun
	}
	switch {
	case p.session.ID != "":
	case k.State == casework.Booked && k.Mode != casework.InPerson:
	default:
		return place{}, ErrNotBooked
	}
	p.slot, err = s.Times.Slot(ctx, tx, c)
	if errors.Is(err, ErrNotBooked) && p.session.Over() {
		return p, nil // an aborted session whose booking is gone: it can still be looked at
	}
	return p, err
}

// begin makes the row of a session that has none yet.
func (s *Service) begin(ctx context.Context, tx txn.Write, p *place) error {
	if p.session.ID != "" {
		return nil
	}
	p.session = Session{
		ID: id.New[id.Room](), Case: p.kase.ID, Company: p.kase.Company, Physician: p.kase.Physician,
		Phase: Waiting, CreatedAt: tx.Now(),
	}
	return s.Store.Insert(ctx, tx, p.session)
}

// State is what who sees of the room now. Errors: ErrNotFound, ErrNotBooked.
func (s *Service) State(ctx context.Context, who actor.Actor, c id.Case) (State, error) {
	var out State
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		p, err := s.enter(ctx, tx, who, c, access.EnterRoom)
		if err != nil {
			return err
		}
		out, err = s.state(ctx, tx, p)
		return err
	})
	return out, err
}

func (s *Service) state(ctx context.Context, tx txn.Read, p place) (State, error) {
	e, err := s.People.Employee(ctx, tx, p.kase.Employee)
	if err != nil {
		return State{}, err
	}
	d, err := s.People.Physician(ctx, tx, p.kase.Physician)
	if err != nil {
		return State{}, err
	}
	seen, err := s.Store.Present(ctx, tx, p.kase.ID)
	if err != nil {
		return State{}, err
	}
	now := tx.Now()
	present := func(side Side) bool {
		at, ok := seen[side]
		return ok && now.Sub(at) < presentFor
	}
	x := p.session
	if x.Phase == "" {
		x.Phase = Waiting
	}
	out := State{
		Phase: x.Phase, Me: p.side, Statutory: p.kase.Type.Statutory(), Admitted: x.Phase == Open, Interrupted: x.Interrupted(),
		From: p.slot.From, To: p.slot.To, Now: now,
		Worker:    Person{Name: e.Name.Full(), Present: present(Worker), Media: x.Media(Worker)},
		Physician: Person{Name: d.Name.Full(), Present: present(Physician), Media: x.Media(Physician)},
		Phones:    Phones{Worker: e.Phone, Physician: d.Phone}, ChecklistDone: x.Checklist.Done(),
		OpenedAt: instant(x.OpenedAt), EndedAt: instant(x.EndedAt), Outcome: x.Outcome, Ending: x.Ending,
		MediaUp: s.Media.Ready() == nil,
	}
	if s.Callbacks != nil {
		number, err := s.Callbacks.Callback(ctx, tx, p.kase.ID)
		if err != nil {
			return State{}, err
		}
		if number != "" {
			out.Phones.Worker = number
		}
	}
	if x.Checklist.Phone != "" && x.ErasedAt.IsZero() {
		out.Phones.Worker = x.Checklist.Phone // what was agreed just now is newest
	}
	out.PausedMS = x.Pause.Sum
	if x.Pause.By != "" && !x.Over() {
		pause := x.Pause
		out.Pause = &pause
	}
	camera, err := s.exception(ctx, tx, p.kase, x)
	if err != nil {
		return State{}, err
	}
	if camera != (CameraException{}) {
		out.Camera = &camera
	}
	if x.Phase == Waiting {
		out.Physician.Busy, err = s.busy(ctx, tx, p.kase)
		if err != nil {
			return State{}, err
		}
	}
	if p.side == Physician {
		l := x.Checklist
		out.Checklist, out.Missing = &l, l.Missing()
	}
	return out, nil
}

// busy tells whether the physician of the case is in another open session.
func (s *Service) busy(ctx context.Context, tx txn.Read, k casework.Case) (bool, error) {
	open, err := s.Store.ListOpen(ctx, tx)
	if err != nil {
		return false, err
	}
	for _, x := range open {
		if x.Physician == k.Physician && x.Case != k.ID {
			return true, nil
		}
	}
	return false, nil
}

func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// say appends an event of the platform itself.
func (s *Service) say(ctx context.Context, tx txn.Write, x Session, side Side, k Kind, d Detail) error {
	e := Event{ID: id.New[id.Event](), Room: x.ID, At: tx.Now(), Source: FromPlatform, Side: side, Kind: k, Data: d}
	e.Key = string(e.ID)
	_, err := s.Store.Append(ctx, tx, e)
	return err
}
