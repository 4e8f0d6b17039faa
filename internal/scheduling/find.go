package scheduling

import (
	"context"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/directory"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Found is a worker and what can be booked for him by the asker.
type Found struct {
	Worker    directory.Employee
	Workplace directory.Workplace
	Cases     []FoundCase
}

// FoundCase is a case that can be booked, or is.
type FoundCase struct {
	Case    casework.Case
	Booking Booking // zero unless one stands
}

// today is the day in Japan: for questions that belong to no one workplace.
func today(tx txn.Read) civil.Date {
	return civil.DateOf(tx.Now(), time.FixedZone("JST", 9*60*60))
}

// foundLimit is how many workers one search shows.
const foundLimit = 20

// Find looks for workers by the beginning of their kana or by number, among
// the workplaces the asker acts at, with the cases he may book for them. What
// he may not know of is not there: an officer of the employer never meets a
// consultation. Errors: form.invalid with "q".
func (s *Service) Find(ctx context.Context, who actor.Actor, words string) ([]Found, error) {
	if directory.KanaKey(words) == "" {
		var f fault.Fields
		f.Add("q", "scheduling.find_words")
		return nil, f.Err()
	}
	var out []Found
	err := s.txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		at, err := s.workplacesOf(ctx, tx, who)
		if err != nil {
			return err
		}
		people, err := s.people.FindEmployees(ctx, tx, at, words, foundLimit)
		if err != nil {
			return err
		}
		for _, e := range people {
			if !access.May(who, access.SeePerson, e.Subject()) {
				continue
			}
			x := Found{Worker: e}
			if x.Workplace, err = s.people.Workplace(ctx, tx, e.Workplace); err != nil {
				return err
			}
			if x.Cases, err = s.bookable(ctx, tx, who, e); err != nil {
				return err
			}
			out = append(out, x)
		}
		return nil
	})
	return out, err
}

// workplacesOf are those the asker acts at: his own, a physician's
// appointments, or all for the provider's coordinator.
func (s *Service) workplacesOf(ctx context.Context, tx txn.Read, who actor.Actor) ([]id.Workplace, error) {
	out := who.Workplaces
	if who.Is(actor.Physician) {
		list, err := s.people.AppointmentsOf(ctx, tx, who.Physician, today(tx))
		if err != nil {
			return nil, err
		}
		for _, a := range list {
			out = append(out[:len(out):len(out)], a.Workplace)
		}
	}
	if !who.Is(actor.Coordinator) {
		return out, nil
	}
	companies, err := s.people.Companies(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, c := range companies {
		list, err := s.people.Workplaces(ctx, tx, c.ID)
		if err != nil {
			return nil, err
		}
		for _, w := range list {
			out = append(out[:len(out):len(out)], w.ID)
		}
	}
	return out, nil
}

func (s *Service) bookable(ctx context.Context, tx txn.Read, who actor.Actor, e directory.Employee) ([]FoundCase, error) {
	cases, err := s.cases.ListByEmployee(ctx, tx, e.ID)
	if err != nil {
		return nil, err
	}
	var out []FoundCase
	for _, c := range cases {
		subject := c.Subject()
		if subject.Appointed, err = s.people.Appointed(ctx, tx, c.Workplace, today(tx)); err != nil {
			return nil, err
		}
		_, open := casework.Next(c.Type, c.State, casework.Scheduled)
		if !open || !access.May(who, access.BookOnBehalf, subject) {
			continue
		}
		x := FoundCase{Case: c}
		if b, err := s.Standing(ctx, tx, c.ID); err == nil {
			x.Booking = b
		} else if !isNone(err) {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}
