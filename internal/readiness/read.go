package readiness

import (
	"context"
	"errors"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/id"
	"mendan/internal/phone"
	"mendan/internal/private"
	"mendan/internal/txn"
)

// Card is what the worker told so that he can be helped when something goes wrong.
type Card struct {
	Place       Place     // zero: not declared
	Contact     Contact   // zero: not given
	ConfirmedAt time.Time // of the contact for this case; zero: not yet, it may be of an earlier interview
	Address     Address   // zero: not given, or deleted
	ReadAt      time.Time // the company page; zero: not read
	Missing     []Key     // what keeps the worker from entering
}

// Sight is a Card as its readers see it at any time: that there is somebody to
// call and an address, never who, at which number and where. Those stay sealed;
// emergency.Service.Open is the one door to them, which keeps and tells each look.
type Sight struct {
	private.Mark

	Place       Place        // zero: not declared
	Phone       phone.Number // of the worker himself; empty: not given
	Second      string
	Nobody      bool // names nobody, by his own wish
	Named       bool // there is somebody to call
	Consents    Consents
	Doctor      bool      // an attending doctor is named
	AddressAt   time.Time // when he said where he is that day; zero: not said
	ConfirmedAt time.Time // as in Card
}

func (c Card) sight() Sight {
	k := c.Contact
	return Sight{
		Place: c.Place, Phone: k.Phone, Second: k.Second, Nobody: k.Nobody, Named: k.Name != "", Consents: k.Consents,
		Doctor: k.Doctor != "" || k.DoctorTel != "", AddressAt: c.Address.SaidAt, ConfirmedAt: c.ConfirmedAt,
	}
}

// Card shows what is given for a case to its physician and the health staff.
// Errors: access.ErrHidden, casework.ErrNotFound.
func (s *Service) Card(ctx context.Context, who actor.Actor, c id.Case) (Sight, error) {
	var out Sight
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
		card, err := s.CardOf(ctx, tx, k)
		out = card.sight()
		return err
	})
	return out, err
}

// CardOf is the whole of it for another area's act, which has asked for
// permission itself (the room, whose telephone fallback shows the number; what
// is opened in an emergency).
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
