package opinion

import (
	"context"
	"errors"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Desk is what the physician works with.
type Desk struct {
	Facts   Facts
	Kind    Kind
	Letter  Letter   // the draft, or the newest signed version; an empty draft when nothing was written
	Earlier []Letter // signed before that, the oldest first
	Taken   []Taken  // what the employer decided on the newest that went
	Today   civil.Date
	Due     civil.Date // last day for the employer to have the letter (DL-09); no day when no clock runs
}

// Desk reads a case's report and letter for the health side.
//
// Errors: access faults; ErrClosedType.
func (s *Service) Desk(ctx context.Context, who actor.Actor, c id.Case) (Desk, error) {
	var out Desk
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		d, err := s.desk(ctx, tx, who, access.ReadReport, c)
		out = d
		return err
	})
	return out, err
}

func (s *Service) desk(ctx context.Context, tx txn.Read, who actor.Actor, a access.Action, c id.Case) (Desk, error) {
	f, err := s.Interviews.Facts(ctx, tx, c)
	if err != nil {
		return Desk{}, err
	}
	k := s.Words.Kind(f.Type)
	if err := access.Check(who, a, f.Subject(k.Statutory, false)); err != nil {
		return Desk{}, err
	}
	if !k.Open {
		return Desk{}, ErrClosedType
	}
	all, err := s.Store.List(ctx, tx, c)
	if err != nil {
		return Desk{}, err
	}
	d := Desk{Facts: f, Kind: k, Today: civil.DateOf(tx.Now(), f.Zone), Due: opinionDue(f)}
	if len(all) == 0 {
		d.Letter = Letter{
			Case: c, Company: f.Company, Workplace: f.Workplace, Employee: f.Employee, Physician: f.Physician,
			Type: f.Type, Statutory: k.Statutory, Version: 1,
		}
		return d, nil
	}
	d.Letter, d.Earlier = all[len(all)-1], all[:len(all)-1]
	for _, l := range all {
		if !l.DecidedAt.IsZero() {
			if d.Taken, err = s.Store.ListTaken(ctx, tx, l.ID); err != nil {
				return Desk{}, err
			}
		}
	}
	return d, nil
}

// opinionDue is the statutory day by which the employer hears the opinion, from
// casework's table of clocks.
func opinionDue(f Facts) civil.Date {
	if !f.Done {
		return civil.Date{}
	}
	c := casework.Case{Type: casework.Type(f.Type), State: f.State, HeldAt: f.Held.At(0, f.Zone)}
	for _, d := range casework.Running(c, time.Time{}, f.Zone) {
		if d.Clock.ID == "DL-09" {
			return d.Due
		}
	}
	return civil.Date{}
}

// Save keeps the draft as it is, half finished or not. saved is the Saved of the
// letter the writer started from, 0 for the first time.
//
// Errors: ErrBehind when it was saved elsewhere meanwhile; ErrSigned; ErrNotHeld
// before the interview began; fault.Fields; access faults.
func (s *Service) Save(ctx context.Context, who actor.Actor, c id.Case, saved int, content Content) (Letter, error) {
	if err := s.Words.CheckDraft(content); err != nil {
		return Letter{}, err
	}
	var out Letter
	err := s.Txns.Write(ctx, who, "opinion.save", func(ctx context.Context, tx txn.Write) error {
		d, err := s.desk(ctx, tx, who, access.WriteReport, c)
		if err != nil {
			return err
		}
		l := d.Letter
		switch {
		case !l.SignedAt.IsZero():
			return ErrSigned
		case d.Facts.State != casework.InSession && !d.Facts.Done:
			return ErrNotHeld
		case l.Saved != saved:
			return ErrBehind
		}
		l.Content, l.SavedAt = content, tx.Now()
		l.Saved++
		if l.ID == "" {
			l.ID, l.CreatedAt = id.New[id.Letter](), tx.Now()
			err = s.Store.Insert(ctx, tx, l)
		} else {
			err = s.Store.Update(ctx, tx, l, saved)
		}
		if err != nil {
			return err
		}
		tx.Touch(string(c), "draft")
		if d.Facts.State == casework.Held {
			if _, err := s.Steps.Advance(ctx, tx, c, casework.Drafted); err != nil {
				return err
			}
		}
		out = l
		return nil
	})
	return out, err
}

// Amend begins a new version from the newest signed one. The earlier version
// stays; an unreleased one never goes once the new one is signed.
//
// Errors: ErrDrafting, ErrNotSigned, ErrDecided, fault.Fields, access faults.
func (s *Service) Amend(ctx context.Context, who actor.Actor, c id.Case, reason string) (Letter, error) {
	if err := s.checkReason(reason); err != nil {
		return Letter{}, err
	}
	var out Letter
	err := s.Txns.Write(ctx, who, "opinion.amend", func(ctx context.Context, tx txn.Write) error {
		d, err := s.desk(ctx, tx, who, access.WriteReport, c)
		if err != nil {
			return err
		}
		l := d.Letter
		switch {
		case l.ID == "":
			return ErrNotSigned
		case l.SignedAt.IsZero():
			return ErrDrafting
		case !l.DecidedAt.IsZero():
			return ErrDecided
		}
		next := Letter{
			ID: id.New[id.Letter](), Case: c, Company: l.Company, Workplace: l.Workplace, Employee: l.Employee,
			Physician: l.Physician, Type: l.Type, Statutory: l.Statutory, Version: l.Version + 1, Saved: 1,
			Reason: reason, Content: l.Content, CreatedAt: tx.Now(), SavedAt: tx.Now(),
		}
		if err := s.Store.Insert(ctx, tx, next); err != nil {
			return err
		}
		tx.Touch(string(c), "amend")
		out = next
		return nil
	})
	return out, err
}

// longestReason keeps the reason of an amendment to a line or two: it is printed
// below the title.
const longestReason = 200

// checkReason holds the reason to what may stand on the employer copy.
func (s *Service) checkReason(reason string) error {
	var f fault.Fields
	bad, unprintable := s.Pages.Unprintable(reason)
	switch {
	case reason == "":
		f.Add("reason", "opinion.amend_reason")
	case len([]rune(reason)) > longestReason:
		f.Add("reason", "opinion.too_long", longestReason)
	case unprintable:
		f.Add("reason", "opinion.unprintable", string(bad))
	case len(s.Words.Flag(Facing{Others: reason})) > 0:
		f.Add("reason", "opinion.amend_words")
	}
	return f.Err()
}

// hide turns every NotFound into the one fault that tells nothing.
func hide(err error) error {
	if fault.KindOf(err) == fault.NotFound && !errors.Is(err, ErrNone) {
		return ErrNone.Because(err)
	}
	return err
}
