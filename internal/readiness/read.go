package readiness

import (
	"context"
	"errors"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Card is what the physician needs at hand when something goes wrong.
type Card struct {
	Place       Place     // zero: not declared
	Contact     Contact   // zero: not given
	ConfirmedAt time.Time // of the contact for this case; zero: not yet, it may be of an earlier interview
	Address     Address   // zero: not given, or deleted
	ReadAt      time.Time // the company page; zero: not read
	Missing     []Key     // what keeps the worker from entering
}

// Card gives place, contact and address of a case to its physician and the
// health staff. Errors: access.ErrHidden, casework.ErrNotFound.
func (s *Service) Card(ctx context.Context, who actor.Actor, c id.Case) (Card, error) {
	var out Card
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		k, err := s.Cases.Get(ctx, tx, c)
		if err != nil {
			return err
		}
		for _, a := range []access.Action{access.SeePlace, access.ReadEmergencyContact} {
			if err := access.Check(who, a, k.Subject()); err != nil {
				return err
			}
		}
		out, err = s.CardOf(ctx, tx, k)
		return err
	})
	return out, err
}

// CardOf is Card for another area's act, which has asked for permission itself
// (the room, whose telephone fallback shows the number).
func (s *Service) CardOf(ctx context.Context, tx txn.Read, k casework.Case) (Card, error) {
	var out Card
	var err error
	if out.Place, err = s.Store.Place(ctx, tx, k.ID); unexpected(err) {
		return out, err
	}
	if out.Contact, err = s.Store.Contact(ctx, tx, k.Employee); unexpected(err) {
		return out, err
	}
	if out.Address, err = s.Store.Address(ctx, tx, k.ID); unexpected(err) {
		return out, err
	}
	if out.ConfirmedAt, err = s.Store.ConfirmedAt(ctx, tx, k.ID); err != nil {
		return out, err
	}
	if _, out.ReadAt, err = s.Store.ReadVersion(ctx, tx, k.ID); err != nil {
		return out, err
	}
	f, err := s.facts(ctx, tx, k)
	if err != nil {
		return out, err
	}
	if !f.Address {
		out.Address = Address{}
	}
	out.Missing = missing(f)
	return out, nil
}

func unexpected(err error) bool { return err != nil && !errors.Is(err, ErrNone) }

// Ledger lists the consents of the worker himself, oldest first. Errors: access
// faults.
func (s *Service) Ledger(ctx context.Context, who actor.Actor) ([]Consent, error) {
	var out []Consent
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		if who.Employee == "" {
			return access.ErrHidden
		}
		list, err := s.Store.ListConsents(ctx, tx, who.Employee)
		out = list
		return err
	})
	return out, err
}
