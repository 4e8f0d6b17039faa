package emergency

import (
	"context"
	"errors"
	"fmt"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/civil"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/phone"
	"mendan/internal/txn"
)

// Facts is what others ask about the plan of a workplace on a day: the launch
// gate, the evidence of an interview.
type Facts struct {
	Plan       id.EmergencyPlan // the approved version; empty: there is none
	Version    int
	Meeting    string
	Decided    civil.Date
	ValidFrom  civil.Date
	ValidUntil civil.Date
	Missing    bool       // never approved
	Expired    bool       // the day is after ValidUntil
	Early      bool       // the day is before ValidFrom
	Valid      bool       // approved and in force on the day
	DrilledOn  civil.Date // the last drill of the workplace, up to the day
	Undrilled  bool       // never drilled: said so, it closes nothing
	Unchecked  int        // desks whose number was not compared for more than 90 days
}

// CheckedFor is how long a number counts as compared with its source.
const CheckedFor = 90

// PlanFacts tells how the workplace's plan stands on the day.
func (s *Service) PlanFacts(ctx context.Context, tx txn.Read, w id.Workplace, day civil.Date) (Facts, error) {
	var out Facts
	p, err := s.Store.PlanIn(ctx, tx, w, Approved)
	switch {
	case errors.Is(err, ErrNone):
		out.Missing = true
	case err != nil:
		return out, err
	default:
		out.Plan, out.Version, out.Meeting, out.Decided = p.ID, p.Version, p.Meeting, p.Decided
		out.ValidFrom, out.ValidUntil = p.ValidFrom, p.ValidUntil
		out.Expired, out.Early, out.Valid = day.After(p.ValidUntil), day.Before(p.ValidFrom), p.On(day)
		for _, d := range p.Body.Desks {
			if d.Checked.DaysUntil(day) > CheckedFor {
				out.Unchecked++
			}
		}
	}
	place, err := s.People.Workplace(ctx, tx, w)
	if err != nil {
		return out, err
	}
	drills, err := s.Store.AlarmsAt(ctx, tx, w, true, 50)
	if err != nil {
		return out, err
	}
	for _, a := range drills {
		if on := civil.DateOf(a.OpenedAt, place.Location()); !a.Open() && !on.After(day) && on.After(out.DrilledOn) {
			out.DrilledOn = on
		}
	}
	out.Undrilled = out.DrilledOn.IsZero()
	return out, nil
}

// PlanSheet is the page of a workplace's plan.
type PlanSheet struct {
	Draft   Plan // zero: none
	Force   Plan // the approved version, zero: none
	Older   []Plan
	Faults  error   // what keeps the draft from being approved
	Gaps    []Hours // of the draft: hours at which nobody can be reached
	Facts   Facts
	Today   civil.Date
	MayEdit bool
}

// Plans reads the plan of a workplace. Errors: access faults.
func (s *Service) Plans(ctx context.Context, who actor.Actor, w id.Workplace) (PlanSheet, error) {
	var out PlanSheet
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		place, err := s.People.Workplace(ctx, tx, w)
		if err != nil {
			return err
		}
		subject, err := s.subject(ctx, tx, place)
		if err != nil {
			return err
		}
		if err := access.Check(who, access.SeeEmergencyPlan, subject); err != nil {
			return err
		}
		out = PlanSheet{Today: civil.DateOf(tx.Now(), place.Location()), MayEdit: access.May(who, access.WriteEmergencyPlan, subject)}
		list, err := s.Store.Plans(ctx, tx, w)
		if err != nil {
			return err
		}
		for _, p := range list {
			switch p.State {
			case Draft:
				out.Draft, out.Faults, out.Gaps = p, p.Body.Check(), p.Body.Gaps()
			case Approved:
				out.Force = p
			case Replaced:
				out.Older = append(out.Older, p)
			}
		}
		out.Facts, err = s.PlanFacts(ctx, tx, w, out.Today)
		return err
	})
	return out, err
}

// ReadNumber reads one typed number of a person (service false) or a desk, and
// says what is wrong with it.
func ReadNumber(text string, service bool) (phone.Number, error) {
	if service {
		return phone.ParseAny(text)
	}
	return phone.Parse(text)
}

// CheckPlan is Body.Check for pages that check what was typed.
func CheckPlan(b Body) error { return b.Check() }

// tidy brings all numbers into their plain form; what is wrong stays for Check to name.
func (b Body) tidy() Body {
	people := append([]Person(nil), b.People...)
	for i := range people {
		if n, err := phone.Parse(string(people[i].Phone)); err == nil {
			people[i].Phone = n
		}
	}
	desks := append([]Desk(nil), b.Desks...)
	for i := range desks {
		if n, err := phone.ParseAny(string(desks[i].Phone)); err == nil {
			desks[i].Phone = n
		}
	}
	b.People, b.Desks = people, desks
	return b
}

// SaveDraft keeps the draft of a workplace's plan, whole or not: what is wrong
// keeps it from being approved, not from being saved. Only numbers nobody could
// ever call are refused at once.
//
// Errors: form faults about people.N.phone and desks.N.phone; access faults.
func (s *Service) SaveDraft(ctx context.Context, who actor.Actor, w id.Workplace, b Body) (Plan, error) {
	b = b.tidy()
	var f faults
	for i, p := range b.People {
		if _, err := phone.Parse(string(p.Phone)); err != nil && p.Phone != "" {
			f.Add(fmt.Sprintf("people.%d.phone", i), fault.Of(err).Code)
		}
	}
	for i, d := range b.Desks {
		if _, err := phone.ParseAny(string(d.Phone)); err != nil && d.Phone != "" {
			f.Add(fmt.Sprintf("desks.%d.phone", i), fault.Of(err).Code)
		}
	}
	if err := f.Err(); err != nil {
		return Plan{}, err
	}
	var out Plan
	err := s.Txns.Write(ctx, who, "emergency.save_plan", func(ctx context.Context, tx txn.Write) error {
		place, err := s.People.Workplace(ctx, tx, w)
		if err != nil {
			return err
		}
		subject, err := s.subject(ctx, tx, place)
		if err != nil {
			return err
		}
		if err := access.Check(who, access.WriteEmergencyPlan, subject); err != nil {
			return err
		}
		p, err := s.Store.PlanIn(ctx, tx, w, Draft)
		if err != nil && !errors.Is(err, ErrNone) {
			return err
		}
		fresh := p.ID == ""
		if fresh {
			list, err := s.Store.Plans(ctx, tx, w)
			if err != nil {
				return err
			}
			p = Plan{ID: id.New[id.EmergencyPlan](), Company: place.Company, Workplace: w, State: Draft, Version: 1}
			if len(list) > 0 {
				p.Version = list[0].Version + 1
			}
		}
		p.Body, p.WrittenAt, p.WrittenBy = b, tx.Now(), who.Account
		tx.Touch(string(p.ID), "draft")
		out = p
		if fresh {
			return s.Store.InsertPlan(ctx, tx, p)
		}
		return s.Store.UpdatePlan(ctx, tx, p)
	})
	return out, err
}

// ApproveInput puts a draft into force.
type ApproveInput struct {
	Plan    id.EmergencyPlan
	Meeting string     // the committee's meeting that approved it
	From    civil.Date // not before the meeting
	Until   civil.Date // at most twelve months later; zero is that
}

// Approve puts the draft into force by the committee's decision. The version
// before it is replaced.
//
// Errors: everything Check says; ErrMeeting when the meeting is not the
// workplace's, did not approve, or its day has not come; form faults about from
// and until; ErrNoDraft, ErrNone, access faults.
func (s *Service) Approve(ctx context.Context, who actor.Actor, in ApproveInput) error {
	return s.Txns.Write(ctx, who, "emergency.approve_plan", func(ctx context.Context, tx txn.Write) error {
		p, err := s.Store.Plan(ctx, tx, in.Plan)
		if err != nil {
			return err
		}
		place, err := s.People.Workplace(ctx, tx, p.Workplace)
		if err != nil {
			return err
		}
		subject, err := s.subject(ctx, tx, place)
		if err != nil {
			return err
		}
		if err := access.Check(who, access.WriteEmergencyPlan, subject); err != nil {
			return err
		}
		if p.State != Draft {
			return ErrNoDraft
		}
		if err := p.Body.Check(); err != nil {
			return err
		}
		today := civil.DateOf(tx.Now(), place.Location())
		if s.Meetings == nil {
			return ErrMeeting
		}
		decided, err := s.Meetings.Decided(ctx, tx, p.Workplace, in.Meeting)
		if err != nil {
			return err
		}
		if decided.IsZero() || decided.After(today) {
			return ErrMeeting // a decision of tomorrow decides nothing
		}
		if in.From.IsZero() {
			in.From = decided
		}
		last := in.From.AddMonths(KeptMonths)
		if in.Until.IsZero() {
			in.Until = last
		}
		var f faults
		if in.From.Before(decided) {
			f.Add("from", "emergency.from_early")
		}
		if in.Until.Before(in.From) || in.Until.After(last) || in.Until.Before(today) {
			f.Add("until", "emergency.until_wrong", KeptMonths)
		}
		if err := f.Err(); err != nil {
			return err
		}
		old, err := s.Store.PlanIn(ctx, tx, p.Workplace, Approved)
		switch {
		case err == nil:
			old.State = Replaced
			if err := s.Store.UpdatePlan(ctx, tx, old); err != nil {
				return err
			}
		case !errors.Is(err, ErrNone):
			return err
		}
		p.State, p.Meeting, p.Decided, p.ValidFrom, p.ValidUntil = Approved, in.Meeting, decided, in.From, in.Until
		p.ApprovedAt, p.ApprovedBy = tx.Now(), who.Account
		tx.Touch(string(p.ID), "approved")
		return s.Store.UpdatePlan(ctx, tx, p)
	})
}
