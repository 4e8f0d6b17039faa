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

// ContactSheet is the page of the emergency contact.
type ContactSheet struct {
	Case        casework.Case
	Contact     Contact   // zero: nothing said yet; may come from an earlier interview
	ConfirmedAt time.Time // for this case; zero: not yet
	Open        bool
}

// ContactOf reads the worker's own contact. Errors: access faults, casework.ErrNotFound.
func (s *Service) ContactOf(ctx context.Context, who actor.Actor, c id.Case) (ContactSheet, error) {
	var out ContactSheet
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		k, err := s.mine(ctx, tx, who, access.GiveEmergencyContact, c)
		if err != nil {
			return err
		}
		contact, err := s.Store.Contact(ctx, tx, k.Employee)
		if err != nil && !errors.Is(err, ErrNone) {
			return err
		}
		at, err := s.Store.ConfirmedAt(ctx, tx, c)
		if err != nil {
			return err
		}
		out = ContactSheet{Case: k, Contact: contact, ConfirmedAt: at, Open: !facts{Case: k}.begun()}
		return nil
	})
	return out, err
}

// GiveContact keeps the worker's contact, confirms it for the case, and writes
// each consent that changed into the ledger. Another emergency contact is
// another person: every consent given for him is written anew.
//
// Errors: an Invalid fault (see ContactInput.Read); ErrClosed; access faults, casework.ErrNotFound.
func (s *Service) GiveContact(ctx context.Context, who actor.Actor, in ContactInput) error {
	contact, err := in.Read()
	if err != nil {
		return err
	}
	return s.Txns.Write(ctx, who, "readiness.give_contact", func(ctx context.Context, tx txn.Write) error {
		f, err := s.preparable(ctx, tx, who, access.GiveEmergencyContact, in.Case)
		if err != nil {
			return err
		}
		before, err := s.Store.Contact(ctx, tx, f.Case.Employee)
		if err != nil && !errors.Is(err, ErrNone) {
			return err
		}
		c := contact
		c.Employee, c.Company, c.ChangedAt = f.Case.Employee, f.Case.Company, tx.Now()
		was := before.Consents
		if before.Name != c.Name || before.Tel != c.Tel {
			if err := s.ledger(ctx, tx, f.Case, Consents{}.changes(was)); err != nil {
				return err
			}
			was = Consents{}
		}
		if err := s.ledger(ctx, tx, f.Case, c.Consents.changes(was)); err != nil {
			return err
		}
		if err := s.Store.PutContact(ctx, tx, c); err != nil {
			return err
		}
		tx.Touch(string(f.Case.ID), "contact")
		return s.Store.Confirm(ctx, tx, f.Case.ID, f.Case.Employee, tx.Now())
	})
}

func (s *Service) ledger(ctx context.Context, tx txn.Write, k casework.Case, lines []Consent) error {
	for _, l := range lines {
		l.Employee, l.Company, l.Case, l.At = k.Employee, k.Company, k.ID, tx.Now()
		if err := s.Store.AddConsent(ctx, tx, l); err != nil {
			return err
		}
		tx.Touch(string(k.ID), "consent "+string(l.Kind))
	}
	return nil
}
