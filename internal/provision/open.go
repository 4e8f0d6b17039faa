package provision

import (
	"context"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Open is the sheet of a case for the health side. When the physician of the
// case reads it, the time at which he first opened this version is kept: the
// notice asks that he was told, not that something was sent. Errors:
// casework.ErrNotFound and access faults.
func (s *Service) Open(ctx context.Context, who actor.Actor, k id.Case) (Sheet, error) {
	out, err := s.read(ctx, who, access.SeePackage, k)
	if err == nil && access.GradeOf(who, access.SeePackage, out.about) != access.Full {
		return Sheet{}, access.ErrForbidden // who may know that there is one, and not what it says
	}
	if err != nil || who.Physician == "" || who.Physician != out.Case.Physician || !out.Package.Given() || !out.Package.OpenedAt.IsZero() {
		return out, err
	}
	err = s.Txns.Write(ctx, who, "provision.open", func(ctx context.Context, tx txn.Write) error {
		c, _, err := s.find(ctx, tx, who, access.SeePackage, k)
		if err != nil {
			return err
		}
		tx.Touch(string(c.ID), "package")
		out.Package.OpenedAt = tx.Now()
		return s.Store.SetOpened(ctx, tx, c.ID, out.Package.Version, tx.Now())
	})
	out.Standing.Opened = err == nil
	return out, err
}

// Waive says that the physician goes on without a package, and why. Only the
// physician of the case may, and only while there is none. Errors:
// form.invalid with "reason", ErrNotAsked, ErrThere, ErrOver;
// casework.ErrNotFound and access faults.
func (s *Service) Waive(ctx context.Context, who actor.Actor, k id.Case, reason string) error {
	return s.Txns.Write(ctx, who, "provision.waive", func(ctx context.Context, tx txn.Write) error {
		c, _, err := s.find(ctx, tx, who, access.WaivePackage, k)
		if err != nil {
			return err
		}
		p, err := s.PackageOf(ctx, tx, c.ID)
		switch {
		case err != nil:
			return err
		case !c.Type.Statutory():
			return ErrNotAsked
		case p.Given():
			return ErrThere
		case !c.HeldAt.IsZero() || c.State.Over():
			return ErrOver
		}
		var f fault.Fields
		must(&f, "reason", reason, true)
		if err := f.Err(); err != nil {
			return err
		}
		tx.Touch(string(c.ID), "waived")
		return s.Store.AddWaiver(ctx, tx, Waiver{Case: c.ID, Company: c.Company, Physician: who.Physician, Reason: reason, At: tx.Now()})
	})
}
