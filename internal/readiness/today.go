package readiness

import (
	"context"
	"errors"
	"strings"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// AddressSheet is the page that asks where the worker is today.
type AddressSheet struct {
	Case    casework.Case
	Address Address // zero: not said
	Booked  bool
	From    time.Time // of the interview
	Zone    *time.Location
	Place   Place
	Open    bool // today is the day, the interview is online and not over
}

// AddressOf reads the worker's own address of the day. Errors: access faults, casework.ErrNotFound.
func (s *Service) AddressOf(ctx context.Context, who actor.Actor, c id.Case) (AddressSheet, error) {
	var out AddressSheet
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		k, err := s.mine(ctx, tx, who, access.GiveEmergencyContact, c)
		if err != nil {
			return err
		}
		f, err := s.facts(ctx, tx, k)
		if err != nil {
			return err
		}
		a, err := s.Store.Address(ctx, tx, c)
		if err != nil && !errors.Is(err, ErrNone) {
			return err
		}
		if !f.Address {
			a = Address{}
		}
		out = AddressSheet{
			Case: k, Address: a, Booked: f.Booked, From: f.From, Zone: f.Zone, Place: f.Place,
			Open: f.today() && f.online() && !f.begun(),
		}
		return nil
	})
	return out, err
}

// GiveAddress keeps where the worker is today.
//
// Errors: an Invalid fault about prefecture, street, nearby; ErrTooEarly on any
// other day than the interview's; ErrNotNeeded, ErrClosed; access faults, casework.ErrNotFound.
func (s *Service) GiveAddress(ctx context.Context, who actor.Actor, in AddressInput) error {
	if err := in.Check(); err != nil {
		return err
	}
	return s.Txns.Write(ctx, who, "readiness.give_address", func(ctx context.Context, tx txn.Write) error {
		f, err := s.preparable(ctx, tx, who, access.GiveEmergencyContact, in.Case)
		switch {
		case err != nil:
			return err
		case !f.online():
			return ErrNotNeeded
		case !f.today():
			return ErrTooEarly
		}
		until := f.To
		if until.Before(tx.Now()) {
			until = tx.Now()
		}
		tx.Touch(string(f.Case.ID), "address")
		return s.Store.PutAddress(ctx, tx, Address{
			Case: f.Case.ID, Company: f.Case.Company, Employee: f.Case.Employee,
			Prefecture: in.Prefecture, Street: strings.TrimSpace(in.Street), Nearby: in.Nearby == "yes",
			SaidAt: tx.Now(), DeleteAt: until.Add(AddressKept),
		})
	})
}

// PurgeAddresses deletes the addresses whose time is up and tells how many
// there were. It is made for a daily job and is safe to run twice.
func (s *Service) PurgeAddresses(ctx context.Context) (int64, error) {
	var out int64
	err := s.Txns.Write(ctx, actor.System("readiness.purge_addresses"), "readiness.purge_addresses", func(ctx context.Context, tx txn.Write) error {
		n, err := s.Store.DeleteAddresses(ctx, tx, tx.Now())
		out = n
		return err
	})
	return out, err
}

// CompanySheet is the page that says what the company learns.
type CompanySheet struct {
	Case   casework.Case
	Text   CompanyText
	ReadAt time.Time // of this version; zero: not yet
}

// CompanyOf reads the text for the worker of a case. Errors: ErrNone when there
// is no text for its type; access faults, casework.ErrNotFound.
func (s *Service) CompanyOf(ctx context.Context, who actor.Actor, c id.Case) (CompanySheet, error) {
	var out CompanySheet
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		k, err := s.mine(ctx, tx, who, access.DeclarePlace, c)
		if err != nil {
			return err
		}
		text, ok := s.Texts.For(string(k.Type))
		if !ok {
			return ErrNone
		}
		version, at, err := s.Store.ReadVersion(ctx, tx, c)
		if err != nil {
			return err
		}
		out = CompanySheet{Case: k, Text: text}
		if version >= text.Version {
			out.ReadAt = at
		}
		return nil
	})
	return out, err
}

// ConfirmRead notes that the worker has read a version of the text.
//
// Errors: ErrOldText when it is not the present one; ErrNone; access faults, casework.ErrNotFound.
func (s *Service) ConfirmRead(ctx context.Context, who actor.Actor, c id.Case, version int) error {
	return s.Txns.Write(ctx, who, "readiness.confirm_read", func(ctx context.Context, tx txn.Write) error {
		k, err := s.mine(ctx, tx, who, access.DeclarePlace, c)
		if err != nil {
			return err
		}
		text, ok := s.Texts.For(string(k.Type))
		switch {
		case !ok:
			return ErrNone
		case version != text.Version:
			return ErrOldText
		}
		tx.Touch(string(k.ID), "company text read")
		return s.Store.AddRead(ctx, tx, ReadMark{Case: k.ID, Company: k.Company, Employee: k.Employee, Version: version, At: tx.Now()})
	})
}
