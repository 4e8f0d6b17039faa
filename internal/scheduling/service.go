package scheduling

import (
	"context"
	"time"

	"mendan/internal/casework"
	"mendan/internal/directory"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Parts are what a Service stands on. All are required.
type Parts struct {
	Txns     txn.Runner
	Store    Store
	Cases    *casework.Service
	People   *directory.Service
	Holidays Holidays
	Notices  Notices
	Accounts Accounts
	Online   Online
	Rules    Rules
}

// Service books. Its methods that take a tx join the caller's snapshot or act
// and ask no permission.
type Service struct {
	txns     txn.Runner
	store    Store
	cases    *casework.Service
	people   *directory.Service
	holidays Holidays
	notices  Notices
	accounts Accounts
	online   Online
	rules    Rules

	listeners []Listener
}

// NewService makes a Service. The caller adds Service.Moved to the listeners of casework.
func NewService(p Parts) *Service {
	return &Service{
		txns: p.Txns, store: p.Store, cases: p.Cases, people: p.People, holidays: p.Holidays,
		notices: p.Notices, accounts: p.Accounts, online: p.Online, rules: p.Rules,
	}
}

// Listener hears of a booking that was made, moved or ended, in the same act.
type Listener func(ctx context.Context, tx txn.Write, b Booking) error

// Listen adds a listener; only while the program is put together.
func (s *Service) Listen(l Listener) { s.listeners = append(s.listeners, l) }

func (s *Service) changed(ctx context.Context, tx txn.Write, b Booking) error {
	for _, l := range s.listeners {
		if err := l(ctx, tx, b); err != nil {
			return err
		}
	}
	return nil
}

// Get is a booking, whatever its state. Errors: ErrNone.
func (s *Service) Get(ctx context.Context, tx txn.Read, b id.Booking) (Booking, error) {
	return s.store.Get(ctx, tx, b)
}

// Latest is the newest booking of the case, whatever its state. Errors: ErrNone.
func (s *Service) Latest(ctx context.Context, tx txn.Read, c id.Case) (Booking, error) {
	return s.store.Latest(ctx, tx, c)
}

// Standing is the booking of the case that stands, also when its time is over. Errors: ErrNone.
func (s *Service) Standing(ctx context.Context, tx txn.Read, c id.Case) (Booking, error) {
	b, err := s.store.Latest(ctx, tx, c)
	if err == nil && b.State != Booked {
		return Booking{}, ErrNone
	}
	return b, err
}

// Changes lists what happened to a booking, oldest first.
func (s *Service) Changes(ctx context.Context, tx txn.Read, b id.Booking) ([]Change, error) {
	return s.store.Changes(ctx, tx, b)
}

// OfPhysician lists the physician's standing bookings that begin at from <= t < to, in order.
func (s *Service) OfPhysician(ctx context.Context, tx txn.Read, p id.Physician, from, to time.Time) ([]Booking, error) {
	return s.store.OfPhysician(ctx, tx, p, from, to)
}

// ForEmployer lists the standing bookings of statutory interviews at the
// workplaces that begin at from <= t < to, in order: what an employer may know.
func (s *Service) ForEmployer(ctx context.Context, tx txn.Read, w []id.Workplace, from, to time.Time) ([]Booking, error) {
	all, err := s.store.OfWorkplaces(ctx, tx, w, from, to)
	var out []Booking
	for _, b := range all {
		if b.Type.Statutory() {
			out = append(out, b)
		}
	}
	return out, err
}

// Sweep lets go of ticks of days gone by. Losing a run is harmless.
func (s *Service) Sweep(ctx context.Context, tx txn.Write) (int64, error) {
	return s.store.Sweep(ctx, tx, tx.Now().AddDate(0, 0, -2))
}
