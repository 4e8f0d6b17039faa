package scheduling

import (
	"context"
	"slices"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/directory"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// MaxDays is the longest window FreeSlots answers for.
const MaxDays = 31

// Ask is a question for free slots: Days days of the workplace's calendar
// beginning with From; the zero From means today.
type Ask struct {
	Case id.Case
	From civil.Date
	Days int
}

// Offer is the answer: the free slots by day, and what helps to choose.
type Offer struct {
	Case       casework.Case
	Worker     directory.Employee
	Zone       *time.Location // of the workplace; Days are its days
	Days       []Day          // every day of the window, also those without a slot
	Physicians map[id.Physician]directory.Physician
	Today      civil.Date
	First      civil.Date // the first day of the window
	Last       civil.Date // the last day that can be booked at all
	Deadline   civil.Date // by which the interview should be held; zero when none runs
	Table      civil.Date // the last day for which holidays are known
	OnBehalf   bool       // the asker books for somebody else
	Current    Booking    // the standing booking, zero when none
	Closed     error      // why slots of the window are not offered online; nil when none was held back
}

// Empty tells whether no day has a slot.
func (o Offer) Empty() bool {
	return !slices.ContainsFunc(o.Days, func(d Day) bool { return len(d.Slots) > 0 })
}

// FreeSlots lists what the case can be booked to. The worker's wish narrows it
// for whoever asks. Errors: casework.ErrNotFound and access faults.
func (s *Service) FreeSlots(ctx context.Context, who actor.Actor, ask Ask) (Offer, error) {
	var out Offer
	err := s.txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		f, err := s.facts(ctx, tx, who, ask.Case)
		if err != nil {
			return err
		}
		out, err = s.offer(ctx, tx, f, ask)
		return err
	})
	return out, err
}

// facts is what an act about a case's booking stands on, read in one snapshot.
type facts struct {
	who       actor.Actor
	c         casework.Case
	workplace directory.Workplace
	zone      *time.Location
	worker    directory.Employee
	onBehalf  bool
	latest    Booking // zero when the case was never booked
	now       time.Time
}

// facts reads and checks permission: one's own case, or on behalf.
func (s *Service) facts(ctx context.Context, tx txn.Read, who actor.Actor, c id.Case) (facts, error) {
	f, err := s.load(ctx, tx, who, c)
	if err != nil {
		return f, err
	}
	subject := f.c.Subject()
	if access.May(who, access.BookInterview, subject) {
		return f, nil
	}
	f.onBehalf = true
	if subject.Appointed, err = s.people.Appointed(ctx, tx, f.c.Workplace, civil.DateOf(tx.Now(), f.zone)); err != nil {
		return f, err
	}
	return f, access.Check(who, access.BookOnBehalf, subject)
}

// load reads without asking who.
func (s *Service) load(ctx context.Context, tx txn.Read, who actor.Actor, c id.Case) (facts, error) {
	f := facts{who: who, now: tx.Now()}
	var err error
	if f.c, err = s.cases.Get(ctx, tx, c); err != nil {
		return f, err
	}
	if f.workplace, err = s.people.Workplace(ctx, tx, f.c.Workplace); err != nil {
		return f, err
	}
	f.zone = f.workplace.Location()
	if f.worker, err = s.people.Employee(ctx, tx, f.c.Employee); err != nil {
		return f, err
	}
	f.onBehalf = who.Employee != f.c.Employee
	f.latest, err = s.store.Latest(ctx, tx, c)
	if isNone(err) {
		err = nil
	}
	return f, err
}

// standing tells whether the case has a booking that stands and is not over. A
// time that went by unused, nobody having come, does not keep the case from
// being booked again.
func (f facts) standing() bool { return f.latest.Stands(f.now) }

// holds tells whether the slot is the one the case is booked to.
func (f facts) holds(x Slot) bool {
	return f.standing() && f.latest.Physician == x.Physician && f.latest.From.Equal(x.From)
}

func (s *Service) offer(ctx context.Context, tx txn.Read, f facts, ask Ask) (Offer, error) {
	today := civil.DateOf(tx.Now(), f.zone)
	out := Offer{
		Case: f.c, Worker: f.worker, Zone: f.zone, Today: today, First: ask.From, Last: today.AddDays(s.rules.Ahead),
		Table: s.holidays.Until(), OnBehalf: f.onBehalf, Physicians: map[id.Physician]directory.Physician{},
	}
	if out.First.Before(today) {
		out.First = today
	}
	if f.standing() {
		out.Current = f.latest
	}
	for _, d := range casework.Running(f.c, time.Time{}, f.zone) {
		if d.Clock.Until == "held" {
			out.Deadline = d.Due
		}
	}
	for d := out.First; len(out.Days) < min(ask.Days, MaxDays) && !d.After(out.Last); d = d.AddDays(1) {
		ja, en := s.holidays.Names(d)
		out.Days = append(out.Days, Day{Date: d, Holiday: ja, English: en})
	}
	if len(out.Days) == 0 {
		return out, nil
	}
	end := out.Days[len(out.Days)-1].Date
	who, err := s.physicians(ctx, tx, f, out.First, end)
	if err != nil {
		return out, err
	}
	online := s.shutter(f)
	slots, err := s.free(ctx, tx, f, online, who, out.First.At(0, f.zone), end.AddDays(1).At(0, f.zone))
	if err != nil {
		return out, err
	}
	out.Closed = online.why
	for _, x := range slots {
		i := out.First.DaysUntil(civil.DateOf(x.From, f.zone))
		out.Days[i].Slots = append(out.Days[i].Slots, x)
		if _, ok := out.Physicians[x.Physician]; !ok {
			if out.Physicians[x.Physician], err = s.people.Physician(ctx, tx, x.Physician); err != nil {
				return out, err
			}
		}
	}
	return out, nil
}

// physicians are those appointed at the worker's workplace on the first or the
// last day; free asks again for the day of each slot.
func (s *Service) physicians(ctx context.Context, tx txn.Read, f facts, first, last civil.Date) ([]directory.Appointment, error) {
	out, err := s.people.Appointments(ctx, tx, f.c.Workplace, first)
	if err != nil || first == last {
		return out, err
	}
	later, err := s.people.Appointments(ctx, tx, f.c.Workplace, last)
	if err != nil {
		return nil, err
	}
	for _, a := range later {
		if !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out, nil
}

// free lists the slots that begin at from <= t < to and that the case could be
// booked to, by time and then by length of appointment.
func (s *Service) free(ctx context.Context, tx txn.Read, f facts, online *shutter, who []directory.Appointment, from, to time.Time) ([]Slot, error) {
	var ids []id.Physician
	for _, a := range who {
		if !slices.Contains(ids, a.Physician) {
			ids = append(ids, a.Physician)
		}
	}
	if len(ids) == 0 || !from.Before(to) {
		return nil, nil
	}
	plans, err := s.store.Plans(ctx, tx, ids...)
	if err != nil {
		return nil, err
	}
	worker := Resource(f.c.Employee)
	resources := []Resource{worker}
	for _, p := range ids {
		resources = append(resources, Resource(p))
	}
	// A span may reach in from before and a slot may reach out behind.
	reach := time.Duration(MaxMinutes+MaxSlack) * time.Minute
	taken, err := s.store.Taken(ctx, tx, from, to.Add(reach), resources...)
	if err != nil {
		return nil, err
	}
	var out []Slot
	for _, p := range ids {
		plan, ok := plans[p]
		length, known := plan.LengthOf(f.c.Type, s.rules.Lengths)
		if !ok || !known {
			continue
		}
		begin := from
		if soonest := tx.Now().Add(plan.Notice); soonest.After(begin) {
			begin = soonest
		}
		// What the case holds already it gives up when it moves.
		held, own := taken[Resource(p)].but(f.latest.ID), taken[worker].but(f.latest.ID)
		for _, x := range plan.Slots(s.holidays, length, begin, to) {
			day := civil.DateOf(x.From, f.zone)
			appointed := slices.ContainsFunc(who, func(a directory.Appointment) bool { return a.Physician == p && a.On(day) })
			if !appointed || f.holds(x) || held.Meet(x.From, x.Until) || own.Meet(x.From, x.To) {
				continue
			}
			if err := online.shut(ctx, tx, &x); err != nil {
				return nil, err
			}
			if x.Offers(online.wish(x), f.c.Workplace) {
				out = append(out, x)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Slot) int { return a.From.Compare(b.From) })
	return out, nil
}

func (f facts) wish() casework.Mode {
	if f.c.Wish == "" {
		return casework.Either
	}
	return f.c.Wish
}
