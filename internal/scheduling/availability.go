package scheduling

import (
	"context"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/directory"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Availability is a physician's plan with what its page needs beside it.
type Availability struct {
	Plan       Plan
	Workplaces []directory.Workplace // where he is appointed today
	Today      civil.Date            // in the plan's zone
	Outside    []Booking             // to come, at times the plan no longer offers, in order
}

// Availability reads the physician's own plan; who has none yet gets an empty
// one with the standard lengths. Errors: access faults.
func (s *Service) Availability(ctx context.Context, who actor.Actor, p id.Physician) (Availability, error) {
	if err := access.Check(who, access.SetAvailability, access.Subject{Physician: p}); err != nil {
		return Availability{}, err
	}
	var out Availability
	err := s.txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		plans, err := s.store.Plans(ctx, tx, p)
		if err != nil {
			return err
		}
		saved, ok := plans[p]
		if !ok {
			zone, err := time.LoadLocation("Asia/Tokyo")
			if err != nil {
				return err
			}
			saved = Plan{Physician: p, Zone: zone, Notice: s.rules.Notice}
		}
		out = Availability{Plan: s.complete(saved), Today: civil.DateOf(tx.Now(), saved.Zone)}
		appointments, err := s.people.AppointmentsOf(ctx, tx, p, out.Today)
		if err != nil {
			return err
		}
		for _, a := range appointments {
			w, err := s.people.Workplace(ctx, tx, a.Workplace)
			if err != nil {
				return err
			}
			out.Workplaces = append(out.Workplaces, w)
		}
		out.Outside, err = s.outside(ctx, tx, out.Plan)
		return err
	})
	return out, err
}

// outside lists the bookings to come that the plan has no slot for: made before
// it was changed. They stand; the physician decides what becomes of them.
func (s *Service) outside(ctx context.Context, tx txn.Read, p Plan) ([]Booking, error) {
	list, err := s.store.OfPhysician(ctx, tx, p.Physician, tx.Now(), tx.Now().AddDate(0, 0, s.rules.Ahead+1))
	var out []Booking
	for _, b := range list {
		l, _ := p.LengthOf(b.Type, s.rules.Lengths)
		slots := p.Slots(s.holidays, l, b.From, b.From.Add(Tick))
		if len(slots) == 0 || !slots[0].Offers(b.Mode, b.Workplace) {
			out = append(out, b)
		}
	}
	return out, err
}

// complete puts in the lengths that the plan leaves to the standard, for the
// types that can be booked.
func (s *Service) complete(p Plan) Plan {
	var lengths []Length
	for _, t := range casework.Types() {
		if l, ok := p.LengthOf(t.ID, s.rules.Lengths); ok && t.Held {
			lengths = append(lengths, l)
		}
	}
	p.Lengths = lengths
	return p
}

// SavePlan writes the physician's plan. Bookings that exist stay, also where
// the new plan has no slot: somebody counts on them. Exceptions of days long
// gone are dropped. Errors: fields of the form, ErrPlanChanged, access faults.
func (s *Service) SavePlan(ctx context.Context, who actor.Actor, p Plan) error {
	if err := access.Check(who, access.SetAvailability, access.Subject{Physician: p.Physician}); err != nil {
		return err
	}
	if err := p.Check(); err != nil {
		return err
	}
	return s.txns.Write(ctx, who, "scheduling.plan", func(ctx context.Context, tx txn.Write) error {
		q := p
		q.Exceptions = nil
		gone := civil.DateOf(tx.Now(), p.Zone).AddDays(-31)
		for _, x := range p.Exceptions {
			if !x.Day.Before(gone) {
				q.Exceptions = append(q.Exceptions, x)
			}
		}
		tx.Touch(string(p.Physician), "plan")
		return s.store.SavePlan(ctx, tx, q)
	})
}

// Preview is what the plan, saved or not, would offer for the type on the days
// from first: a look for the physician while he sets it. Bookings are not
// taken away.
func (s *Service) Preview(p Plan, kind casework.Type, first civil.Date, days int) []Day {
	l, ok := p.LengthOf(kind, s.rules.Lengths)
	if !ok || p.Zone == nil {
		return nil
	}
	out := make([]Day, days)
	for i := range out {
		out[i].Date = first.AddDays(i)
		out[i].Holiday, out[i].English = s.holidays.Names(out[i].Date)
	}
	for _, x := range p.Slots(s.holidays, l, first.At(0, p.Zone), first.AddDays(days).At(0, p.Zone)) {
		if i := first.DaysUntil(civil.DateOf(x.From, p.Zone)); i >= 0 && i < days {
			out[i].Slots = append(out[i].Slots, x)
		}
	}
	return out
}

// HolidaysUntil is the last day for which holidays are known.
func (s *Service) HolidaysUntil() civil.Date { return s.holidays.Until() }
