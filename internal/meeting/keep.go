package meeting

import (
	"context"
	"errors"
	"fmt"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/jobs"
	"mendan/internal/scheduling"
	"mendan/internal/txn"
)

// KeepKind is the job that makes the meeting of a booking what it should be.
const KeepKind = "meeting.keep"

// mostWaits is how often a tool may ask to come later before a person is told.
const mostWaits = 20

// longest and shortest time we wait when a tool asks to come later.
const (
	longestWait  = 15 * time.Minute
	shortestWait = time.Second
)

// Booked hears of every change of a booking, in its act: the meeting is wanted,
// moved or not needed any more. It is a scheduling.Listener.
func (s *Service) Booked(ctx context.Context, tx txn.Write, b scheduling.Booking) error {
	m, err := s.Store.Meeting(ctx, tx, b.ID)
	had := err == nil
	if err != nil && !errors.Is(err, ErrNone) {
		return err
	}
	if b.State != scheduling.Booked || b.Mode != casework.Online {
		if !had || m.State == Gone || b.State == scheduling.Past {
			return nil // a meeting that was held is left to the company's own rules
		}
		return s.drop(ctx, tx, m)
	}
	if !had || m.State == Gone {
		d, err := s.Designated(ctx, tx, b.Workplace)
		if err != nil || !d.Tool.Outside() {
			return err
		}
		tried := had && m.Tool == d.Tool && m.Tried
		m = Meeting{Booking: b.ID, Case: b.Case, Company: b.Company, Workplace: b.Workplace, Type: b.Type, Tool: d.Tool, Way: d.Way, State: Wanted, Tried: tried}
	}
	if m.State == Failed {
		m.State, m.Problem, m.Waits = Wanted, "", 0
	}
	m.From, m.To, m.Changed = b.From, b.To, tx.Now()
	if err := s.Store.PutMeeting(ctx, tx, m); err != nil {
		return err
	}
	if m.Way == Pasted {
		if m.Link == "" {
			return s.People.LinkMissing(ctx, tx, m)
		}
		return nil
	}
	return s.ask(ctx, tx, b.ID)
}

// drop lets the meeting go: at once when the tool has none, else by the job.
func (s *Service) drop(ctx context.Context, tx txn.Write, m Meeting) error {
	m.Changed, m.Link = tx.Now(), ""
	if m.Ref == "" && !m.Tried {
		m.State = Gone
		return s.Store.PutMeeting(ctx, tx, m)
	}
	if m.State == Ready {
		m.State = Wanted
	}
	if err := s.Store.PutMeeting(ctx, tx, m); err != nil {
		return err
	}
	return s.ask(ctx, tx, m.Booking)
}

// Paste gives the link of one interview by hand: whoever may book for the
// worker, and the physician. Errors: field faults, ErrNotOutside,
// casework.ErrNotFound, access faults.
func (s *Service) Paste(ctx context.Context, who actor.Actor, c id.Case, text string) error {
	return s.Txns.Write(ctx, who, "meeting.paste", func(ctx context.Context, tx txn.Write) error {
		m, err := s.pasteable(ctx, tx, who, c)
		if err != nil {
			return err
		}
		link, err := ParseLink(m.Tool, text)
		if err != nil {
			return err
		}
		had := m.Ref != "" || m.Tried
		m.Way, m.State, m.Link, m.Problem, m.Changed = Pasted, Ready, link, "", tx.Now()
		tx.Touch(string(m.Booking), "link")
		if err := s.Store.PutMeeting(ctx, tx, m); err != nil || !had {
			return err
		}
		return s.ask(ctx, tx, m.Booking) // what was made through the interface is not needed any more
	})
}

// Pasteable reads what the page for pasting shows. Errors: as Paste.
func (s *Service) Pasteable(ctx context.Context, who actor.Actor, c id.Case) (Meeting, error) {
	var out Meeting
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		m, err := s.pasteable(ctx, tx, who, c)
		out = m
		return err
	})
	return out, err
}

func (s *Service) pasteable(ctx context.Context, tx txn.Read, who actor.Actor, c id.Case) (Meeting, error) {
	k, err := s.Cases.Get(ctx, tx, c)
	if err != nil {
		return Meeting{}, err
	}
	if err := access.Check(who, access.BookOnBehalf, k.Subject()); err != nil {
		return Meeting{}, err
	}
	b, err := s.Bookings.Latest(ctx, tx, c)
	if fault.KindOf(err) == fault.NotFound && err != nil || err == nil && b.State != scheduling.Booked {
		return Meeting{}, ErrNotOutside
	}
	if err != nil {
		return Meeting{}, err
	}
	m, err := s.Store.Meeting(ctx, tx, b.ID)
	if errors.Is(err, ErrNone) || err == nil && m.State == Gone {
		return Meeting{}, ErrNotOutside
	}
	return m, err
}

// Handlers are the jobs of the area.
func (s *Service) Handlers() []jobs.Handler {
	return []jobs.Handler{{
		Kind: KeepKind, Limit: time.Minute, Tries: 8, Backoff: jobs.Doubling(10*time.Second, 10*time.Minute),
		Work: s.keep, GiveUp: s.giveUp,
	}}
}

var duty = actor.System("meeting.keep")

// keep makes the meeting of the booking what it should be today.
func (s *Service) keep(ctx context.Context, job jobs.Job) error {
	booking := id.Booking(job.Subject)
	var m Meeting
	var b scheduling.Booking
	var a Account
	// The row says before the call that a try was begun: should the answer be lost,
	// the next try looks first.
	err := s.Txns.Write(ctx, duty, "meeting.begin", func(ctx context.Context, tx txn.Write) error {
		if err := s.Queue.Hold(ctx, tx, job); err != nil {
			return err
		}
		var err error
		if m, err = s.Store.Meeting(ctx, tx, booking); err != nil {
			return err
		}
		if b, err = s.Bookings.Get(ctx, tx, booking); err != nil {
			return err
		}
		a, err = s.Store.Account(ctx, tx, m.Company, m.Tool)
		if errors.Is(err, ErrNone) {
			err = jobs.Permanent(ErrNoAccount)
			if m.Ref == "" && !m.Tried && !s.wants(m, b) {
				err = nil
			}
		}
		if err != nil || !s.wants(m, b) || m.Ref != "" || m.Tried {
			return err
		}
		m.Tried = true
		again := m
		if err := s.Store.PutMeeting(ctx, tx, again); err != nil {
			return err
		}
		m.Tried = false // of this try: it is the first
		return nil
	})
	if errors.Is(err, ErrNone) {
		return nil
	}
	if err != nil {
		return err
	}
	maker, ok := s.Makers[m.Tool]
	if !ok {
		return jobs.Permanent(ErrNoAccount)
	}
	after, err := s.settle(ctx, maker, a, m, b)
	if later, ok := errors.AsType[*Later](err); ok {
		return s.wait(ctx, job, m, later.After)
	}
	if err != nil {
		if errors.Is(err, ErrRefused) || errors.Is(err, ErrNoRight) || errors.Is(err, ErrTakes) || errors.Is(err, ErrGone) {
			return jobs.Permanent(err)
		}
		return err
	}
	return s.Txns.Write(ctx, duty, "meeting.keep", func(ctx context.Context, tx txn.Write) error {
		if err := s.Queue.Hold(ctx, tx, job); err != nil {
			return err
		}
		now, err := s.Store.Meeting(ctx, tx, booking)
		if err != nil {
			return err
		}
		now.Ref, now.Told, now.Tried, now.Problem, now.Waits, now.Changed = after.Ref, after.Told, after.Tried, "", 0, tx.Now()
		if now.Way == Made {
			now.Link, now.State = after.Link, after.State
		}
		tx.Touch(string(booking), string(now.State))
		return s.Store.PutMeeting(ctx, tx, now)
	})
}

// wants tells whether the booking needs a meeting made through the tool's interface.
func (*Service) wants(m Meeting, b scheduling.Booking) bool {
	return m.Way == Made && m.State != Gone && b.State == scheduling.Booked && b.Mode == casework.Online
}

// settle asks the tool for what is missing, and gives the meeting as it is then.
func (s *Service) settle(ctx context.Context, maker Maker, a Account, m Meeting, b scheduling.Booking) (Meeting, error) {
	order := Order{Key: string(b.ID), From: b.From, To: b.Until(), Again: m.Tried}
	if !s.wants(m, b) {
		if m.Ref == "" && m.Tried {
			// Begun once and never heard of again: find it by our key, to take it away.
			order.Find = true
			there, err := maker.Create(ctx, a, order)
			if err != nil && !errors.Is(err, ErrGone) {
				return m, err
			}
			m.Ref = there.Ref
		}
		if m.Ref != "" {
			if err := maker.Delete(ctx, a, m.Ref); err != nil {
				return m, err
			}
		}
		m.Ref, m.Link, m.Tried, m.State = "", "", false, Gone
		return m, nil
	}
	if m.Ref != "" {
		if m.Told == b.Sequence && m.State == Ready {
			return m, nil
		}
		err := maker.Update(ctx, a, m.Ref, order)
		if err == nil {
			m.Told, m.State = b.Sequence, Ready
			return m, nil
		}
		if !errors.Is(err, ErrGone) {
			return m, err
		}
		m.Ref, order.Again = "", false // somebody removed it there: make another
	}
	there, err := maker.Create(ctx, a, order)
	if err != nil {
		return m, err
	}
	link, err := ParseLink(m.Tool, there.Link)
	if err != nil || there.Ref == "" {
		return m, ErrUnreachable.Because(fmt.Errorf("the tool gave no link that leads to itself"))
	}
	m.Ref, m.Link, m.Told, m.State, m.Tried = there.Ref, link, b.Sequence, Ready, true
	return m, nil
}

// wait comes back when the tool asked for it; too often is a failure.
func (s *Service) wait(ctx context.Context, job jobs.Job, m Meeting, after time.Duration) error {
	after = min(max(after, shortestWait), longestWait)
	if m.Waits >= mostWaits {
		return jobs.Permanent(ErrBusy)
	}
	return s.Txns.Write(ctx, duty, "meeting.wait", func(ctx context.Context, tx txn.Write) error {
		if err := s.Queue.Hold(ctx, tx, job); err != nil {
			return err
		}
		now, err := s.Store.Meeting(ctx, tx, m.Booking)
		if err != nil {
			return err
		}
		now.Waits++
		now.Problem = ErrBusy.Code
		if err := s.Store.PutMeeting(ctx, tx, now); err != nil {
			return err
		}
		return s.Queue.Enqueue(ctx, tx, jobs.Job{Kind: KeepKind, Subject: job.Subject, Unique: job.Unique, RunAt: tx.Now().Add(after)})
	})
}

// giveUp tells a person that there is no link, in the same act that says so.
func (s *Service) giveUp(ctx context.Context, job jobs.Job, last error) error {
	return s.Txns.Write(ctx, duty, "meeting.give_up", func(ctx context.Context, tx txn.Write) error {
		m, err := s.Store.Meeting(ctx, tx, id.Booking(job.Subject))
		if err != nil && !errors.Is(err, ErrNone) {
			return err
		}
		if err == nil {
			m.Problem, m.Changed = fault.Of(last).Code, tx.Now()
			if m.Way == Made && m.State != Ready {
				m.State = Failed
			}
			tx.Touch(string(m.Booking), m.Problem)
			if err := s.Store.PutMeeting(ctx, tx, m); err != nil {
				return err
			}
			if err := s.People.LinkMissing(ctx, tx, m); err != nil {
				return err
			}
		}
		return s.Queue.FinishGivenUp(ctx, tx, job, last)
	})
}
