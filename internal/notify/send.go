package notify

import (
	"context"
	"slices"
	"time"

	"mendan/internal/id"
	"mendan/internal/jobs"
	"mendan/internal/txn"
)

// Service is the asking side. Every method joins an act or a snapshot.
type Service struct {
	store Store
	jobs  *jobs.Service
}

// New makes the asking side. Delivery does what it asks for.
func New(store Store, later *jobs.Service) *Service { return &Service{store: store, jobs: later} }

// Send asks for a message in this act: no act, no message; an act, a message.
// A BookingFact that still waits for the same person stands for the next one too.
// Errors: ErrMalformed.
func (s *Service) Send(ctx context.Context, tx txn.Write, n Notice) error {
	if err := n.Check(); err != nil {
		return err
	}
	if n.Kind.once() {
		waiting, err := s.waits(ctx, tx, n)
		if err != nil || waiting {
			return err
		}
	}
	m := Message{Kind: n.Kind, To: n.To, Path: n.Path, Subject: n.Subject}
	if n.Calendar != nil {
		m.Invite = *n.Calendar
	}
	return s.queue(ctx, tx, m, tx.Now())
}

func (s *Service) queue(ctx context.Context, tx txn.Write, m Message, at time.Time) error {
	m.ID, m.State, m.Created = id.New[id.Message](), Queued, tx.Now()
	if err := s.store.Insert(ctx, tx, m); err != nil {
		return err
	}
	tx.Touch(string(m.ID), string(m.Kind))
	return s.jobs.Enqueue(ctx, tx, jobs.Job{Kind: kindOfJob(m.Kind), Subject: string(m.ID), Unique: unique(m.ID), RunAt: at})
}

// unique lets a message's job be found again.
func unique(m id.Message) string { return "message:" + string(m) }

// The kinds of jobs.
const (
	jobDeliver = "notify.deliver"
	jobUrgent  = "notify.urgent"
)

func kindOfJob(k Kind) string {
	if k.urgent() {
		return jobUrgent
	}
	return jobDeliver
}

// Reminder asks to remind a person of an appointment.
type Reminder struct {
	Booking  id.Booking
	Sequence int64
	To       id.Account
	Path     string // the way in
	Subject  string // the id of the thing it is about: the case
	From     time.Time
	Until    time.Time // its end
}

// Remind plans the reminders a day, an hour and ten minutes before, in place of
// those planned before for this booking and person. What lies in the past is
// left out. Each reads today's truth when it is due, so a forgotten Remind or
// Forget after a change never reminds wrongly.
func (s *Service) Remind(ctx context.Context, tx txn.Write, r Reminder) error {
	if r.Booking == "" || r.To == "" || !r.From.Before(r.Until) {
		return ErrMalformed.With("reminder")
	}
	if err := s.forget(ctx, tx, r.Booking, r.To); err != nil {
		return err
	}
	for _, k := range []Kind{ReminderDay, ReminderHour, ReminderTen} {
		at := r.From.Add(-k.Lead())
		if at.Before(tx.Now()) {
			continue
		}
		m := Message{Kind: k, To: r.To, Path: r.Path, Subject: r.Subject,
			Invite: Invite{Booking: r.Booking, Sequence: r.Sequence, From: r.From, To: r.Until}}
		if err := s.queue(ctx, tx, m, at); err != nil {
			return err
		}
	}
	return nil
}

// Forget takes back all planned reminders of a booking.
func (s *Service) Forget(ctx context.Context, tx txn.Write, booking id.Booking) error {
	return s.forget(ctx, tx, booking, "")
}

func (s *Service) forget(ctx context.Context, tx txn.Write, booking id.Booking, to id.Account) error {
	list, err := s.store.Reminders(ctx, tx, booking, to)
	if err != nil {
		return err
	}
	for _, m := range list {
		m.State, m.Reason, m.Settled = Dropped, Forgotten, tx.Now()
		if err := s.store.Settle(ctx, tx, m); err != nil {
			return err
		}
		if err := s.jobs.Cancel(ctx, tx, unique(m.ID)); err != nil {
			return err
		}
	}
	return nil
}

// waits tells whether the same message is queued already.
func (s *Service) waits(ctx context.Context, tx txn.Read, n Notice) (bool, error) {
	list, err := s.store.About(ctx, tx, n.Subject)
	return slices.ContainsFunc(list, func(m Message) bool {
		return m.State == Queued && m.Kind == n.Kind && m.To == n.To
	}), err
}
