package opinion

import (
	"context"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/civil"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// ForManager is a measure as a line manager sees it: whom, what, from when until
// when. It has no place for a reason, a letter or a case.
type ForManager struct {
	Employee string
	JA, EN   string
	From     civil.Date
	Until    civil.Date
	Now      bool // holds today; false: begins later
}

// ListForManager is the measures that hold now or later for the manager's own
// people, by person and start.
func (s *Service) ListForManager(ctx context.Context, who actor.Actor) ([]ForManager, error) {
	var out []ForManager
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		out = nil
		if !who.Is(actor.LineManager) || who.Employee == "" {
			return nil
		}
		people, err := s.Interviews.Subordinates(ctx, tx, who.Employee)
		if err != nil {
			return err
		}
		for _, p := range people {
			taken, err := s.Store.ListTakenFor(ctx, tx, p.ID, civil.DateOf(tx.Now(), time.UTC).AddDays(-1))
			if err != nil {
				return err
			}
			for _, t := range taken {
				m, ok, err := s.forManager(ctx, tx, who, p, t)
				if err != nil {
					return err
				}
				if ok {
					out = append(out, m)
				}
			}
		}
		return nil
	})
	return out, err
}

func (s *Service) forManager(ctx context.Context, tx txn.Read, who actor.Actor, p Person, t Taken) (ForManager, bool, error) {
	f, err := s.Interviews.Facts(ctx, tx, t.Case)
	if err != nil {
		return ForManager{}, false, err
	}
	today := civil.DateOf(tx.Now(), f.Zone)
	who.Roles &= actor.Of(actor.LineManager)
	f.Manager = who.Employee // he is the manager now, whoever was when the case was opened
	// A recorded measure of a voluntary interview rests on consent to what the employer does.
	if !access.May(who, access.SeeMeasure, f.Subject(s.Words.Kind(f.Type).Statutory, true)) || t.Until.Before(today) {
		return ForManager{}, false, nil
	}
	ja, en := s.Words.Say(t.Measure)
	return ForManager{Employee: p.Name, JA: ja, EN: en, From: t.From, Until: t.Until, Now: !t.From.After(today)}, true, nil
}

// Open reads one finished document and notes who did.
//
// Errors: ErrNone for what is not there or not the reader's; access faults.
func (s *Service) Open(ctx context.Context, who actor.Actor, c id.Case, kind DocumentKind) (Document, error) {
	var out Document
	err := s.Txns.Write(ctx, who, "opinion.open", func(ctx context.Context, tx txn.Write) error {
		letter, err := s.readable(ctx, tx, who, c, kind)
		if err != nil {
			return err
		}
		doc, err := s.Store.Document(ctx, tx, letter, kind)
		if err != nil {
			return err
		}
		tx.Touch(string(doc.ID), string(kind))
		tx.Touch(string(c), "document")
		out = doc
		return nil
	})
	return out, hide(err)
}

// readable is the letter whose document of that kind who may read: the worker
// and the health side the newest signed, the employer the newest that went.
func (s *Service) readable(ctx context.Context, tx txn.Read, who actor.Actor, c id.Case, kind DocumentKind) (id.Letter, error) {
	f, err := s.Interviews.Facts(ctx, tx, c)
	if err != nil {
		return "", err
	}
	statutory := s.Words.Kind(f.Type).Statutory
	if access.May(who, access.ReadReport, f.Subject(statutory, false)) {
		all, err := s.Store.List(ctx, tx, c)
		if err != nil {
			return "", err
		}
		for i := len(all) - 1; i >= 0; i-- {
			if !all[i].SignedAt.IsZero() {
				return all[i].ID, nil
			}
		}
		return "", ErrNone
	}
	if kind != ForEmployer {
		return "", access.Check(who, access.ReadReport, f.Subject(statutory, false))
	}
	v, _, err := s.employer(ctx, tx, who, access.ReadOpinion, c)
	if err != nil {
		return "", err
	}
	if v.Waiting {
		return "", ErrNone
	}
	return v.Letter.ID, nil
}
