package readiness

import (
	"context"
	"errors"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Parts are what a Service stands on. All but Support are required.
type Parts struct {
	Txns     txn.Runner
	Store    Store
	Cases    Cases
	People   People
	Bookings Bookings
	Rooms    Rooms
	Costs    Costs
	Texts    CompanyTexts
	Places   PlaceTable
	Camera   CameraTable
	Support  Support // may be zero: the provider has named no number
}

// Service makes workers ready.
type Service struct {
	Parts
	heard listeners
}

// NewService makes a Service.
func NewService(p Parts) *Service { return &Service{Parts: p} }

// mine reads the case for its worker.
func (s *Service) mine(ctx context.Context, tx txn.Read, who actor.Actor, a access.Action, c id.Case) (casework.Case, error) {
	k, err := s.Cases.Get(ctx, tx, c)
	if err != nil {
		return casework.Case{}, err
	}
	return k, access.Check(who, a, k.Subject())
}

// facts gathers what the steps hang on.
func (s *Service) facts(ctx context.Context, tx txn.Read, k casework.Case) (facts, error) {
	f := facts{Case: k, Now: tx.Now()}
	w, err := s.People.Workplace(ctx, tx, k.Workplace)
	if err != nil {
		return f, err
	}
	f.Zone = w.Location()
	b, err := s.Bookings.Standing(ctx, tx, k.ID)
	switch {
	case err == nil:
		f.Booked, f.From, f.To, f.Mode = true, b.From, b.To, b.Mode
	case fault.KindOf(err) != fault.NotFound:
		return f, err
	}
	if f.Place, err = s.Store.Place(ctx, tx, k.ID); err != nil && !errors.Is(err, ErrNone) {
		return f, err
	}
	confirmed, err := s.Store.ConfirmedAt(ctx, tx, k.ID)
	if err != nil {
		return f, err
	}
	f.Contact = !confirmed.IsZero()
	a, err := s.Store.Address(ctx, tx, k.ID)
	if err != nil && !errors.Is(err, ErrNone) {
		return f, err
	}
	// An address of another day is where somebody was then: after a move it is asked again.
	f.Address = err == nil && (!f.Booked || civil.DateOf(a.SaidAt, f.Zone) == f.day())
	return f, nil
}

// preparable reads a case whose interview has not begun.
func (s *Service) preparable(ctx context.Context, tx txn.Read, who actor.Actor, a access.Action, c id.Case) (facts, error) {
	k, err := s.mine(ctx, tx, who, a, c)
	if err != nil {
		return facts{}, err
	}
	f, err := s.facts(ctx, tx, k)
	if err != nil {
		return f, err
	}
	if f.begun() {
		return f, ErrClosed
	}
	return f, nil
}
