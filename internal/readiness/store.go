package readiness

import (
	"context"
	"time"

	"mendan/internal/casework"
	"mendan/internal/directory"
	"mendan/internal/id"
	"mendan/internal/scheduling"
	"mendan/internal/txn"
)

// Store keeps what workers say about themselves.
type Store interface {
	// Place reads the declaration for a case. Errors: ErrNone.
	Place(ctx context.Context, tx txn.Read, c id.Case) (Place, error)
	// PutPlace saves it, replacing an earlier one.
	PutPlace(ctx context.Context, tx txn.Write, p Place) error

	// Contact reads a worker's contact. Errors: ErrNone.
	Contact(ctx context.Context, tx txn.Read, e id.Employee) (Contact, error)
	// PutContact saves it, replacing an earlier one.
	PutContact(ctx context.Context, tx txn.Write, c Contact) error
	// ConfirmedAt is when the worker confirmed his contact for the case; zero when he has not.
	ConfirmedAt(ctx context.Context, tx txn.Read, c id.Case) (time.Time, error)
	// Confirm notes that the contact holds for the case.
	Confirm(ctx context.Context, tx txn.Write, c id.Case, e id.Employee, at time.Time) error

	// AddConsent adds a line to the ledger.
	AddConsent(ctx context.Context, tx txn.Write, c Consent) error
	// ListConsents lists a worker's lines, oldest first.
	ListConsents(ctx context.Context, tx txn.Read, e id.Employee) ([]Consent, error)

	// Address reads the address of the day. Errors: ErrNone, also once it is deleted.
	Address(ctx context.Context, tx txn.Read, c id.Case) (Address, error)
	// PutAddress saves it, replacing an earlier one.
	PutAddress(ctx context.Context, tx txn.Write, a Address) error
	// DeleteAddresses deletes those whose DeleteAt is not after now and tells how many there were.
	DeleteAddresses(ctx context.Context, tx txn.Write, now time.Time) (int64, error)

	// ReadVersion is the version of the company text that the worker last
	// confirmed for the case, and when; 0 when none.
	ReadVersion(ctx context.Context, tx txn.Read, c id.Case) (int, time.Time, error)
	// AddRead adds a confirmation. Adding the same version again changes nothing.
	AddRead(ctx context.Context, tx txn.Write, r ReadMark) error
}

// ReadMark says that a worker confirmed having read a version of a text.
type ReadMark struct {
	Case     id.Case
	Company  id.Company
	Employee id.Employee
	Version  int
	At       time.Time
}

// The parts below are areas further down and further up, as far as they are needed.
type (
	// Cases gives cases; casework.Service is one. Errors: a NotFound fault.
	Cases interface {
		Get(ctx context.Context, tx txn.Read, c id.Case) (casework.Case, error)
	}
	// Workplaces gives the zone of a workplace; directory.Service is one.
	Workplaces interface {
		Workplace(ctx context.Context, tx txn.Read, w id.Workplace) (directory.Workplace, error)
	}
	// Bookings gives the booking that stands; scheduling.Service is one.
	// Errors: a NotFound fault when there is none.
	Bookings interface {
		Standing(ctx context.Context, tx txn.Read, c id.Case) (scheduling.Booking, error)
	}
	// Rooms is told that a worker has no room to talk in and would like one, once
	// for each wish. Who arranges it learns that a room is wanted and for when,
	// never the reason; of a case that is not statutory the employer learns nothing.
	Rooms interface {
		Wanted(ctx context.Context, tx txn.Write, c casework.Case, note string) error
	}
)
