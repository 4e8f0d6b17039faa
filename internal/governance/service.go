package governance

import (
	"context"
	"fmt"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/civil"
	"mendan/internal/directory"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Parts are what a Service stands on. All are required.
type Parts struct {
	Txns     txn.Runner
	Store    Store
	People   People
	Accounts Accounts
	Notices  Notices
	Later    Later
	Kit      Kit
	Rules    Requirements
}

// Service keeps the programme of workplaces.
type Service struct {
	Parts
	lines []LineSource
}

// NewService makes a Service.
func NewService(p Parts) *Service { return &Service{Parts: p} }

// place reads a workplace and checks that who may do a there. A workplace that
// is not there and one that is not his look alike.
func (s *Service) place(ctx context.Context, tx txn.Read, who actor.Actor, a access.Action, w id.Workplace) (directory.Workplace, error) {
	got, err := s.People.Workplace(ctx, tx, w)
	if err != nil {
		return got, err
	}
	subject := got.Subject()
	if who.Is(actor.Physician) {
		if subject.Appointed, err = s.People.Appointed(ctx, tx, w, directory.Today(tx, got)); err != nil {
			return got, err
		}
	}
	if err := access.Check(who, a, subject); err != nil {
		// Who cannot even see the programme learns nothing about the workplace.
		if !access.May(who, access.SeeProgramme, subject) {
			return got, access.ErrHidden
		}
		return got, err
	}
	return got, nil
}

// facts fill the places of documents.
func (s *Service) facts(ctx context.Context, tx txn.Read, w directory.Workplace) (Facts, error) {
	today := directory.Today(tx, w)
	c, err := s.People.Company(ctx, tx, w.Company)
	if err != nil {
		return Facts{}, err
	}
	f := Facts{Company: c.Name, Workplace: w.Name, Today: plainDay(today)}
	doctors, err := s.People.PhysiciansFor(ctx, tx, w.ID, today)
	for i, d := range doctors {
		if i > 0 {
			f.Physicians += "、"
		}
		f.Physicians += d.Name.Full()
	}
	return f, err
}

// plainDay is 2026年11月22日: documents do not name the day of the week.
func plainDay(d civil.Date) string {
	return fmt.Sprintf("%d年%d月%d日", d.Year, int(d.Month), d.Day)
}

// write opens an act of somebody who manages the programme.
func (s *Service) write(ctx context.Context, who actor.Actor, act string, w id.Workplace, f func(ctx context.Context, tx txn.Write, w directory.Workplace) error) error {
	return s.Txns.Write(ctx, who, "governance."+act, func(ctx context.Context, tx txn.Write) error {
		place, err := s.place(ctx, tx, who, access.ManageProgramme, w)
		if err != nil {
			return err
		}
		tx.Touch(string(w), "")
		return f(ctx, tx, place)
	})
}

// read opens a snapshot for somebody who may do a.
func (s *Service) read(ctx context.Context, who actor.Actor, a access.Action, w id.Workplace, f func(ctx context.Context, tx txn.Read, w directory.Workplace) error) error {
	return s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		place, err := s.place(ctx, tx, who, a, w)
		if err != nil {
			return err
		}
		return f(ctx, tx, place)
	})
}
