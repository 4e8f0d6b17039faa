package gate

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/directory"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Source tells the facts of one area. What it cannot tell it leaves out.
type Source interface {
	GateFacts(ctx context.Context, tx txn.Read, w directory.Workplace, t casework.Type, day civil.Date) (Facts, error)
}

// Parts are what a Service stands on. All are required; each fact comes from one source.
type Parts struct {
	Txns    txn.Runner
	Store   Store
	People  *directory.Service
	Rules   Rules
	Sources []Source
}

// Service judges. Methods that take a tx join the caller's snapshot or act and
// ask no permission.
type Service struct{ Parts }

// NewService makes a Service.
func NewService(p Parts) *Service { return &Service{p} }

// Check judges a workplace and a type for the day of an interview, by the rules
// in force that day and what is known now. Where no version is in force, or
// none names the type, the gate is closed and Version is empty.
func (s *Service) Check(ctx context.Context, tx txn.Read, w directory.Workplace, kind casework.Type, day civil.Date) (Verdict, error) {
	q := Question{Workplace: w.ID, Type: kind, Headcount: w.Headcount, Day: day, Today: directory.Today(tx, w)}
	table, ok := s.Rules.On(day)
	if !ok || !table.Knows(kind) {
		return Verdict{Workplace: w.ID, Type: kind, Day: day, Items: []Item{}}, nil
	}
	facts := Facts{}
	for _, src := range s.Sources {
		got, err := src.GateFacts(ctx, tx, w, kind, day)
		if err != nil {
			return Verdict{}, err
		}
		maps.Copy(facts, got)
	}
	return table.Judge(q, facts), nil
}

// MayBeOnline asks the gate for the interview of a case at an instant. Errors: ErrClosed.
func (s *Service) MayBeOnline(ctx context.Context, tx txn.Read, c casework.Case, at time.Time) error {
	v, err := s.of(ctx, tx, c, at)
	if err != nil {
		return err
	}
	if v.Open {
		return nil
	}
	var ids []string
	for _, i := range v.Closing() {
		ids = append(ids, i.ID+" "+string(i.State))
	}
	return ErrClosed.Because(fmt.Errorf("%s on %s: %s", v.Type, v.Day, strings.Join(ids, ", ")))
}

func (s *Service) of(ctx context.Context, tx txn.Read, c casework.Case, at time.Time) (Verdict, error) {
	w, err := s.People.Workplace(ctx, tx, c.Workplace)
	if err != nil {
		return Verdict{}, err
	}
	return s.Check(ctx, tx, w, c.Type, civil.DateOf(at, w.Location()))
}

// Keep judges again and keeps what came out, for the evidence of the interview:
// when it was booked and when it began. at is the time of the interview.
func (s *Service) Keep(ctx context.Context, tx txn.Write, c casework.Case, m Moment, at time.Time) error {
	v, err := s.of(ctx, tx, c, at)
	if err != nil {
		return err
	}
	return s.Store.Add(ctx, tx, Kept{Case: c.ID, Company: c.Company, Moment: m, At: tx.Now(), Verdict: v})
}

// KeptOf lists what was kept for a case, oldest first.
func (s *Service) KeptOf(ctx context.Context, tx txn.Read, c id.Case) ([]Kept, error) {
	return s.Store.List(ctx, tx, c)
}

// Sheet is a workplace with its verdicts, for a page.
type Sheet struct {
	Company   directory.Company
	Workplace directory.Workplace
	Today     civil.Date
	Source    string // of the version in force
	Verdicts  []Verdict
	Keep      bool // the asker can do something about it
}

// Read judges a workplace today for the types this release holds. Errors:
// directory.ErrNotFound, access faults.
func (s *Service) Read(ctx context.Context, who actor.Actor, w id.Workplace) (Sheet, error) {
	var out Sheet
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		place, err := s.People.Workplace(ctx, tx, w)
		if err != nil {
			return err
		}
		today := directory.Today(tx, place)
		about := place.Subject()
		if about.Appointed, err = s.People.Appointed(ctx, tx, w, today); err != nil {
			return err
		}
		if err := access.Check(who, access.SeeGate, about); err != nil {
			return err
		}
		out = Sheet{Workplace: place, Today: today, Keep: access.May(who, access.KeepCard, about)}
		if out.Company, err = s.People.Company(ctx, tx, place.Company); err != nil {
			return err
		}
		if t, ok := s.Rules.On(today); ok {
			out.Source = t.Source
		}
		for _, t := range casework.Types() {
			if !t.Held {
				continue
			}
			v, err := s.Check(ctx, tx, place, t.ID, today)
			if err != nil {
				return err
			}
			out.Verdicts = append(out.Verdicts, v)
		}
		return nil
	})
	return out, err
}
