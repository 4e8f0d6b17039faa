package scheduling

import (
	"context"
	"errors"
	"slices"
	"time"

	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/directory"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// BookInput names a slot for a case.
type BookInput struct {
	Case      id.Case
	Physician id.Physician
	Start     time.Time
	Mode      casework.Mode
}

// Check is about the input alone.
func (in BookInput) Check() error {
	var f fault.Fields
	if in.Physician == "" || in.Start.IsZero() {
		f.Add("slot", "scheduling.choose_slot")
	}
	if in.Mode != casework.Online && in.Mode != casework.InPerson {
		f.Add("mode", "form.choose")
	}
	return f.Err()
}

// Book reserves the slot for the interview of in.Case. The same booking asked
// for again is the same booking, and nothing happens twice.
//
// Errors: *Taken (ErrSlotTaken), ErrAlreadyBooked, ErrNotOffered, ErrPassed,
// ErrNotice, ErrTooFar, ErrNotBookable; what Online answers; casework.ErrNotFound and access
// faults; input faults as fields.
func (s *Service) Book(ctx context.Context, who actor.Actor, in BookInput) (Booking, error) {
	if err := in.Check(); err != nil {
		return Booking{}, err
	}
	var out Booking
	err := s.txns.Write(ctx, who, "scheduling.book", func(ctx context.Context, tx txn.Write) error {
		f, err := s.facts(ctx, tx, who, in.Case)
		if err != nil {
			return err
		}
		if f.standing() {
			if !f.latest.is(in) {
				return ErrAlreadyBooked
			}
			out = f.latest // asked for again: a double click, a lost answer
			return nil
		}
		if _, ok := casework.Next(f.c.Type, f.c.State, casework.Scheduled); !ok {
			return ErrNotBookable
		}
		slot, err := s.fit(ctx, tx, f, in, "")
		if err != nil {
			return err
		}
		if f.latest.State == Booked {
			if _, err := s.end(ctx, tx, f, Past); err != nil {
				return err
			}
		}
		b := Booking{
			ID: id.New[id.Booking](), Case: f.c.ID, Company: f.c.Company, Workplace: f.c.Workplace,
			Employee: f.c.Employee, Type: f.c.Type, Made: tx.Now(),
		}
		b.set(tx, f, slot, in.Mode)
		if err := s.store.Insert(ctx, tx, b); err != nil {
			return err
		}
		if err := s.scheduled(ctx, tx, f, b); err != nil {
			return err
		}
		if err := s.changed(ctx, tx, b); err != nil {
			return err
		}
		if err := s.tell(ctx, tx, Booking{}, b); err != nil {
			return err
		}
		out = b
		return nil
	})
	if err != nil {
		return Booking{}, s.instead(ctx, who, in, err)
	}
	return out, nil
}

// is tells whether the booking is what in asks for.
func (b Booking) is(in BookInput) bool {
	return b.Physician == in.Physician && b.From.Equal(in.Start) && b.Mode == in.Mode
}

// set puts the booking on the slot.
func (b *Booking) set(tx txn.Write, f facts, slot Slot, mode casework.Mode) {
	b.Physician, b.From, b.To, b.Slack = slot.Physician, slot.From, slot.To, slot.Until.Sub(slot.To)
	b.Mode, b.Place = mode, ""
	if mode == casework.InPerson {
		b.Place = slot.Place
	}
	b.State = Booked
	b.mark(tx, f.onBehalf)
}

// mark notes who changed the booking, and when.
func (b *Booking) mark(tx txn.Write, onBehalf bool) {
	b.By, b.OnBehalf, b.Changed = tx.Who().Name(), onBehalf, tx.Now()
	tx.Touch(string(b.ID), "")
}

func (s *Service) scheduled(ctx context.Context, tx txn.Write, f facts, b Booking) error {
	_, err := s.cases.AdvanceWith(ctx, tx, f.c.ID, casework.Scheduled, func(c *casework.Case) {
		c.Physician, c.Mode = b.Physician, b.Mode
	})
	return err
}

// fit finds the slot that in names among what the physician offers, and checks
// that nobody has it. moving is the booking that gives its time up for it.
func (s *Service) fit(ctx context.Context, tx txn.Write, f facts, in BookInput, moving id.Booking) (Slot, error) {
	today, day := civil.DateOf(tx.Now(), f.zone), civil.DateOf(in.Start, f.zone)
	switch {
	case !in.Start.After(tx.Now()):
		return Slot{}, ErrPassed
	case day.After(today.AddDays(s.rules.Ahead)):
		return Slot{}, ErrTooFar
	}
	appointed, err := s.people.Appointments(ctx, tx, f.c.Workplace, day)
	if err != nil {
		return Slot{}, err
	}
	if !slices.ContainsFunc(appointed, func(a directory.Appointment) bool { return a.Physician == in.Physician }) {
		return Slot{}, ErrNotOffered
	}
	plans, err := s.store.Plans(ctx, tx, in.Physician)
	if err != nil {
		return Slot{}, err
	}
	plan, ok := plans[in.Physician]
	length, known := plan.LengthOf(f.c.Type, s.rules.Lengths)
	if !ok || !known {
		return Slot{}, ErrNotOffered
	}
	slots := plan.Slots(s.holidays, length, in.Start, in.Start.Add(Tick))
	if len(slots) == 0 || !slots[0].From.Equal(in.Start) {
		return Slot{}, ErrNotOffered
	}
	slot := slots[0]
	if in.Mode == casework.Online {
		if err := s.online.MayBeOnline(ctx, tx, f.c, slot.From); err != nil {
			return Slot{}, err
		}
	}
	online := s.shutter(f)
	if err := online.shut(ctx, tx, &slot); err != nil {
		return Slot{}, err
	}
	wish := online.wish(slot)
	if !slot.Offers(in.Mode, f.c.Workplace) || !slot.Offers(wish, f.c.Workplace) || wish != casework.Either && wish != in.Mode {
		return Slot{}, ErrNotOffered
	}
	if in.Start.Before(tx.Now().Add(plan.Notice)) {
		return Slot{}, ErrNotice
	}
	taken, err := s.store.Taken(ctx, tx, slot.From, slot.Until, Resource(slot.Physician), Resource(f.c.Employee))
	if err != nil {
		return Slot{}, err
	}
	if taken[Resource(slot.Physician)].but(moving).Meet(slot.From, slot.Until) ||
		taken[Resource(f.c.Employee)].but(moving).Meet(slot.From, slot.To) {
		return Slot{}, ErrSlotTaken
	}
	return slot, nil
}

// instead adds to a lost race what is free now; other errors pass.
func (s *Service) instead(ctx context.Context, who actor.Actor, in BookInput, err error) error {
	if !errors.Is(err, ErrSlotTaken) {
		return err
	}
	t := &Taken{}
	again := s.txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		f, err := s.facts(ctx, tx, who, in.Case)
		if err != nil {
			return err
		}
		from := in.Start.Add(-12 * time.Hour)
		to := in.Start.AddDate(0, 0, 14)
		who, err := s.physicians(ctx, tx, f, civil.DateOf(from, f.zone), civil.DateOf(to, f.zone))
		if err != nil {
			return err
		}
		slots, err := s.free(ctx, tx, f, s.shutter(f), who, from, to)
		t.Next = nearest(slots, in.Start, s.rules.Next)
		return err
	})
	if again != nil {
		return again
	}
	return t
}

// nearest are the n slots nearest to at, in order of time.
func nearest(slots []Slot, at time.Time, n int) []Slot {
	out := slices.Clone(slots)
	slices.SortStableFunc(out, func(a, b Slot) int {
		return int(a.From.Sub(at).Abs() - b.From.Sub(at).Abs())
	})
	out = out[:min(n, len(out))]
	slices.SortStableFunc(out, func(a, b Slot) int { return a.From.Compare(b.From) })
	return out
}

func isNone(err error) bool { return errors.Is(err, ErrNone) }
