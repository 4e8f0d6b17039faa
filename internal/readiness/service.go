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

// Parts are what a Service stands on. All are required.
type Parts struct {
	Txns       txn.Runner
	Store      Store
	Cases      Cases
	Workplaces Workplaces
	Bookings   Bookings
	Questions  Questions
	Checks     Checks
	Letters    Letters
	Rooms      Rooms
	Texts      CompanyTexts
}

// Service makes workers ready.
type Service struct{ Parts }

// NewService makes a Service.
func NewService(p Parts) *Service { return &Service{p} }

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
	w, err := s.Workplaces.Workplace(ctx, tx, k.Workplace)
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
	if err := s.forms(ctx, tx, &f); err != nil {
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
	if f.Read, err = s.hasRead(ctx, tx, k); err != nil {
		return f, err
	}
	if f.Check, err = s.Checks.LastCheck(ctx, tx, k.ID); err != nil {
		return f, err
	}
	if f.Letter, err = s.Letters.LetterFor(ctx, tx, k.ID); err != nil {
		return f, err
	}
	a, err := s.Store.Address(ctx, tx, k.ID)
	if err != nil && !errors.Is(err, ErrNone) {
		return f, err
	}
	// An address of another day is where somebody was then: after a move it is asked again.
	f.Address = err == nil && (!f.Booked || civil.DateOf(a.SaidAt, f.Zone) == f.day())
	return f, nil
}

func (s *Service) forms(ctx context.Context, tx txn.Read, f *facts) error {
	states, err := s.Questions.States(ctx, tx, f.Case)
	if err != nil {
		return err
	}
	f.Forms, f.FormsDone, f.AllSent, f.Optional = len(states), true, true, true
	for _, st := range states {
		f.FormsBegun = f.FormsBegun || st.Begun
		f.FormDone, f.FormAll = f.FormDone+st.Progress.Done, f.FormAll+st.Progress.All
		f.AllSent = f.AllSent && st.Sent
		if st.Form.Needed {
			f.Optional = false
			f.FormsDone = f.FormsDone && st.Sent
		}
	}
	return nil
}

func (s *Service) hasRead(ctx context.Context, tx txn.Read, k casework.Case) (bool, error) {
	version, _, err := s.Store.ReadVersion(ctx, tx, k.ID)
	text, ok := s.Texts.For(string(k.Type))
	return err == nil && (!ok || version >= text.Version), err
}

// Steps lists the steps of a case for its worker. Errors: access faults, casework.ErrNotFound.
func (s *Service) Steps(ctx context.Context, who actor.Actor, c id.Case) ([]Step, error) {
	var out []Step
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		k, err := s.mine(ctx, tx, who, access.DeclarePlace, c)
		if err != nil {
			return err
		}
		out, err = s.StepsOf(ctx, tx, k)
		return err
	})
	return out, err
}

// StepsOf is Steps for another area's snapshot, which has asked for permission itself.
func (s *Service) StepsOf(ctx context.Context, tx txn.Read, k casework.Case) ([]Step, error) {
	f, err := s.facts(ctx, tx, k)
	if err != nil {
		return nil, err
	}
	return steps(f), nil
}

// Ready lists what is still missing before the worker of a case may enter the
// room; nil when he may. It asks no permission: for the act that admits.
func (s *Service) Ready(ctx context.Context, tx txn.Read, c id.Case) ([]Key, error) {
	k, err := s.Cases.Get(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	f, err := s.facts(ctx, tx, k)
	if err != nil {
		return nil, err
	}
	return missing(f), nil
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
