package provision

import (
	"context"
	"errors"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/civil"
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
	Times    Times
	Notices  Notices
	Accounts Accounts
}

// Service keeps cards and packages. Methods that take a tx join the caller's
// snapshot or act and ask no permission.
type Service struct{ Parts }

// NewService makes a Service.
func NewService(p Parts) *Service { return &Service{p} }

// CardOf is the newest card of the workplace, the zero Card when there is none.
func (s *Service) CardOf(ctx context.Context, tx txn.Read, w id.Workplace) (Card, error) {
	c, err := s.Store.Card(ctx, tx, w)
	if errors.Is(err, ErrNone) {
		return Card{}, nil
	}
	return c, err
}

// PackageOf is the newest package of the case, the zero Package when there is none.
func (s *Service) PackageOf(ctx context.Context, tx txn.Read, c id.Case) (Package, error) {
	p, err := s.Store.Package(ctx, tx, c)
	if errors.Is(err, ErrNone) {
		return Package{}, nil
	}
	return p, err
}

// WaiverOf is the newest waiver of the case, the zero Waiver when there is none.
func (s *Service) WaiverOf(ctx context.Context, tx txn.Read, c id.Case) (Waiver, error) {
	w, err := s.Store.Waiver(ctx, tx, c)
	if errors.Is(err, ErrNone) {
		return Waiver{}, nil
	}
	return w, err
}

// Standing tells where the package of a case stands, for desks.
type Standing struct {
	Asked  bool       // the employer has to give one
	Given  bool       // he has
	Opened bool       // the physician has opened the newest version
	Waived bool       // the physician goes on without
	Due    civil.Date // the day before the interview; zero while it is not booked
	Late   bool       // Due is over and nothing was given
}

// StandingOf tells where the package of the case stands.
func (s *Service) StandingOf(ctx context.Context, tx txn.Read, c casework.Case) (Standing, error) {
	if !c.Type.Statutory() {
		return Standing{}, nil
	}
	p, err := s.PackageOf(ctx, tx, c.ID)
	if err != nil {
		return Standing{}, err
	}
	w, err := s.WaiverOf(ctx, tx, c.ID)
	if err != nil {
		return Standing{}, err
	}
	out := Standing{Asked: c.HeldAt.IsZero() && !c.State.Over(), Given: p.Given(), Opened: !p.OpenedAt.IsZero(), Waived: w.Waived() && !p.Given()}
	place, err := s.People.Workplace(ctx, tx, c.Workplace)
	if err != nil {
		return out, err
	}
	from, err := s.Times.Begins(ctx, tx, c.ID)
	if err != nil || from.IsZero() {
		return out, err
	}
	out.Due = civil.DateOf(from, place.Location()).AddDays(-1)
	out.Late = out.Asked && !out.Given && directory.Today(tx, place).After(out.Due)
	return out, nil
}

// MayStart tells whether the interview of the case may begin as far as the
// physician was told what the notice asks: a package was given, or he said why
// he goes on without. Others than statutory interviews may always. Errors: ErrMissing.
func (s *Service) MayStart(ctx context.Context, tx txn.Read, c casework.Case) error {
	if !c.Type.Statutory() {
		return nil
	}
	p, err := s.PackageOf(ctx, tx, c.ID)
	if err != nil || p.Given() {
		return err
	}
	w, err := s.WaiverOf(ctx, tx, c.ID)
	if err != nil || w.Waived() {
		return err
	}
	return ErrMissing
}

// find reads a case and its workplace and checks permission with who is
// appointed today.
func (s *Service) find(ctx context.Context, tx txn.Read, who actor.Actor, a access.Action, k id.Case) (casework.Case, directory.Workplace, error) {
	c, err := s.Cases.Get(ctx, tx, k)
	if err != nil {
		return c, directory.Workplace{}, err
	}
	w, err := s.People.Workplace(ctx, tx, c.Workplace)
	if err != nil {
		return c, w, err
	}
	about := c.Subject()
	if about.Appointed, err = s.People.Appointed(ctx, tx, w.ID, directory.Today(tx, w)); err != nil {
		return c, w, err
	}
	return c, w, access.Check(who, a, about)
}
