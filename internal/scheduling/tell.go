package scheduling

import (
	"context"
	"errors"

	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/notify"
	"mendan/internal/txn"
)

// Notices is what scheduling asks of notify; *notify.Service fills it.
type Notices interface {
	Send(ctx context.Context, tx txn.Write, n notify.Notice) error
	Remind(ctx context.Context, tx txn.Write, r notify.Reminder) error
	Forget(ctx context.Context, tx txn.Write, b id.Booking) error
}

// Accounts finds how a person signs in; app fills it from package account.
// Errors: a NotFound fault for who has no account: he gets no mail.
type Accounts interface {
	AccountOfEmployee(ctx context.Context, tx txn.Read, e id.Employee) (id.Account, error)
	AccountOfPhysician(ctx context.Context, tx txn.Read, p id.Physician) (id.Account, error)
	// HROfficersAt gives the accounts of those who act for the employer at the
	// workplace; none is no fault.
	HROfficersAt(ctx context.Context, tx txn.Read, w id.Workplace) ([]id.Account, error)
}

// tell brings a change into the calendars of the worker and the physician, and
// plans their reminders. HR officers of the workplace learn that something about
// a statutory interview has changed, without what; of a consultation nobody of
// the employer learns anything.
func (s *Service) tell(ctx context.Context, tx txn.Write, before, after Booking) error {
	if after.State == Past {
		return s.notices.Forget(ctx, tx, after.ID)
	}
	if err := s.tellEmployer(ctx, tx, after); err != nil {
		return err
	}
	worker, err := s.accountOf(s.accounts.AccountOfEmployee(ctx, tx, after.Employee))
	if err != nil {
		return err
	}
	physician, err := s.accountOf(s.accounts.AccountOfPhysician(ctx, tx, after.Physician))
	if err != nil {
		return err
	}
	kind := notify.Booked
	switch {
	case after.State == Cancelled:
		kind = notify.CancelledBooking
	case after.Sequence > 0:
		kind = notify.Moved
	}
	if after.State == Cancelled || after.Sequence > 0 {
		if err := s.notices.Forget(ctx, tx, after.ID); err != nil {
			return err
		}
	}
	workerPath, physicianPath := "/interviews/"+string(after.Case), "/physician/cases/"+string(after.Case)
	if err := s.send(ctx, tx, kind, worker, workerPath, after); err != nil {
		return err
	}
	if before.Physician != "" && before.Physician != after.Physician {
		// Another physician takes it: out of the first calendar, into the second.
		first, err := s.accountOf(s.accounts.AccountOfPhysician(ctx, tx, before.Physician))
		if err != nil {
			return err
		}
		gone := before
		gone.Sequence = after.Sequence
		if err := s.send(ctx, tx, notify.CancelledBooking, first, "/physician", gone); err != nil {
			return err
		}
		kind = notify.Booked
	}
	if err := s.send(ctx, tx, kind, physician, physicianPath, after); err != nil {
		return err
	}
	if after.State == Cancelled {
		return nil
	}
	if err := s.remind(ctx, tx, worker, workerPath, after); err != nil {
		return err
	}
	return s.remind(ctx, tx, physician, physicianPath, after)
}

// tellEmployer says to HR that there is something to see on its desk, and no
// more than that. Who made the change himself is not told of it, and nobody is
// told of his own interview this way.
func (s *Service) tellEmployer(ctx context.Context, tx txn.Write, b Booking) error {
	if !b.Type.Statutory() {
		return nil
	}
	officers, err := s.accounts.HROfficersAt(ctx, tx, b.Workplace)
	if err != nil {
		return err
	}
	worker, err := s.accountOf(s.accounts.AccountOfEmployee(ctx, tx, b.Employee))
	if err != nil {
		return err
	}
	for _, a := range officers {
		if a == tx.Who().Account || a == worker {
			continue
		}
		if err := s.notices.Send(ctx, tx, notify.Notice{Kind: notify.BookingFact, To: a, Path: "/hr/cases/" + string(b.Case), Subject: string(b.Case)}); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) send(ctx context.Context, tx txn.Write, k notify.Kind, to id.Account, path string, b Booking) error {
	if to == "" {
		return nil
	}
	return s.notices.Send(ctx, tx, notify.Notice{
		Kind: k, To: to, Path: path, Subject: string(b.Case),
		Calendar: &notify.Invite{Booking: b.ID, Sequence: int64(b.Sequence), From: b.From, To: b.To},
	})
}

func (s *Service) remind(ctx context.Context, tx txn.Write, to id.Account, path string, b Booking) error {
	if to == "" {
		return nil
	}
	return s.notices.Remind(ctx, tx, notify.Reminder{
		Booking: b.ID, Sequence: int64(b.Sequence), To: to, Path: path, Subject: string(b.Case), From: b.From, Until: b.To,
	})
}

// accountOf reads a person without account as nobody.
func (*Service) accountOf(a id.Account, err error) (id.Account, error) {
	if fault.KindOf(err) == fault.NotFound && err != nil {
		return "", nil //nolint:nilerr // nobody is the answer, and nobody is told
	}
	return a, err
}

// Upcoming fills notify.Bookings: the truth about a booking when a mail goes out.
func (s *Service) Upcoming(ctx context.Context, tx txn.Read, b id.Booking) (notify.Appointment, error) {
	got, err := s.store.Get(ctx, tx, b)
	if errors.Is(err, ErrNone) {
		return notify.Appointment{}, nil
	}
	return notify.Appointment{Stands: got.State == Booked, From: got.From, To: got.To, Sequence: int64(got.Sequence)}, err
}
