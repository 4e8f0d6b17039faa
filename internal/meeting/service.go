package meeting

import (
	"context"
	"errors"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/directory"
	"mendan/internal/id"
	"mendan/internal/scheduling"
	"mendan/internal/txn"
)

// Parts are what a Service stands on. All are required; Makers may lack a tool,
// whose links are then pasted.
type Parts struct {
	Txns     txn.Runner
	Store    Store
	Cases    *casework.Service
	Places   *directory.Service
	Bookings Bookings
	Queue    Queue
	People   People
	Makers   map[Tool]Maker
}

// Service is the designated tool for pages and for the areas above.
type Service struct{ Parts }

// NewService makes a Service. The caller lets scheduling tell Service.Booked of
// every change of a booking.
func NewService(p Parts) *Service { return &Service{p} }

// Designated is what the workplace named, or the default. It joins a snapshot
// and asks no permission.
func (s *Service) Designated(ctx context.Context, tx txn.Read, w id.Workplace) (Designation, error) {
	d, err := s.Store.Designation(ctx, tx, w)
	if errors.Is(err, ErrNone) {
		return Designation{Workplace: w, Tool: Own, Way: Pasted}, nil
	}
	return d, err
}

// early is how long before its time a link is shown to the worker.
const early = 30 * time.Minute

// Way in of an interview, as one of its two people may have it.
type Entry struct {
	Tool  Tool
	State State
	Link  Link      // empty while it is not there, or not shown yet
	Shown time.Time // from when the worker has it
}

// Entry tells where the booked interview takes place and how to get in. Errors:
// ErrNotOutside when it is held in our own room.
func (s *Service) Entry(ctx context.Context, tx txn.Read, b scheduling.Booking, worker bool) (Entry, error) {
	m, err := s.Store.Meeting(ctx, tx, b.ID)
	if errors.Is(err, ErrNone) || err == nil && m.State == Gone {
		return Entry{}, ErrNotOutside
	}
	if err != nil {
		return Entry{}, err
	}
	e := Entry{Tool: m.Tool, State: m.State, Link: m.Link, Shown: b.From.Add(-early)}
	if worker && tx.Now().Before(e.Shown) {
		e.Link = ""
	}
	return e, nil
}

// Sheet is what the page of a workplace's tool shows. It holds no secret.
type Sheet struct {
	Workplace   directory.Workplace
	Designation Designation
	Accounts    map[Tool]Given
	May         bool // change it
}

// Given tells that credentials were given, and for whom; never the secret.
type Given struct {
	Tenant, Client, Host string
	At                   time.Time
}

// SheetOf reads the page of a workplace. Errors: directory.ErrUnknown, access faults.
func (s *Service) SheetOf(ctx context.Context, who actor.Actor, w id.Workplace) (Sheet, error) {
	var out Sheet
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		place, err := s.Places.Workplace(ctx, tx, w)
		if err != nil {
			return err
		}
		subject := place.Subject()
		if who.Is(actor.Physician) {
			if subject.Appointed, err = s.Places.Appointed(ctx, tx, w, directory.Today(tx, place)); err != nil {
				return err
			}
		}
		if err := access.Check(who, access.SeeTool, subject); err != nil {
			return err
		}
		out = Sheet{Workplace: place, Accounts: map[Tool]Given{}, May: access.May(who, access.NameTool, subject)}
		if out.Designation, err = s.Designated(ctx, tx, w); err != nil || !out.May {
			return err
		}
		for _, t := range Tools() {
			a, err := s.Store.Account(ctx, tx, place.Company, t)
			if errors.Is(err, ErrNone) {
				continue
			}
			if err != nil {
				return err
			}
			out.Accounts[t] = Given{Tenant: a.Tenant, Client: a.Client, Host: a.Host, At: a.At}
		}
		return nil
	})
	return out, err
}
