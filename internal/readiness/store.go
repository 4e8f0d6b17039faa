package readiness

import (
	"context"
	"time"

	"mendan/internal/casework"
	"mendan/internal/civil"
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

	PlaceStore
	RequestStore
}

// PlaceStore keeps what belongs to a private place on both sides.
type PlaceStore interface {
	// PhysicianPlace is the newest declaration up to and of the day. Errors: ErrNone.
	PhysicianPlace(ctx context.Context, tx txn.Read, p id.Physician, day civil.Date) (PhysicianPlace, error)
	// PutPhysicianPlace saves it, replacing an earlier one of that day.
	PutPhysicianPlace(ctx context.Context, tx txn.Write, p PhysicianPlace) error

	// Sounds lists the verdicts of a case, newest first.
	Sounds(ctx context.Context, tx txn.Read, c id.Case) ([]SoundMark, error)
	// PutSound saves a verdict, replacing an earlier one of that site.
	PutSound(ctx context.Context, tx txn.Write, c casework.Case, m SoundMark) error

	// Verdicts lists the device checks of a case, newest first, at most 100.
	Verdicts(ctx context.Context, tx txn.Read, c id.Case) ([]Verdict, error)
	// Rungs lists the rungs taken, in no order.
	Rungs(ctx context.Context, tx txn.Read, c id.Case) ([]Rung, error)
	// AddRung notes one. Taking it again changes nothing.
	AddRung(ctx context.Context, tx txn.Write, c casework.Case, r Rung, at time.Time) error

	// Circumstances reads what was said in confidence. Errors: ErrNone.
	Circumstances(ctx context.Context, tx txn.Read, c id.Case) (Circumstances, error)
	// PutCircumstances saves it, replacing what was said before.
	PutCircumstances(ctx context.Context, tx txn.Write, x Circumstances) error

	// Camera reads the wish to leave the camera off. Errors: ErrNone.
	Camera(ctx context.Context, tx txn.Read, c id.Case) (Camera, error)
	// PutCamera saves it, replacing an earlier one.
	PutCamera(ctx context.Context, tx txn.Write, x Camera) error
	// DeleteCamera takes it away; nothing when there is none.
	DeleteCamera(ctx context.Context, tx txn.Write, c id.Case) error
}

// RequestStore keeps rooms and headsets asked for: one of each kind for a case.
type RequestStore interface {
	// Request reads one of a case. Errors: ErrNone.
	Request(ctx context.Context, tx txn.Read, c id.Case, k RequestKind) (Request, error)
	// RequestByID reads one. Errors: ErrNone.
	RequestByID(ctx context.Context, tx txn.Read, r id.Request) (Request, error)
	// Requests lists those of a case: the room first.
	Requests(ctx context.Context, tx txn.Read, c id.Case) ([]Request, error)
	// RequestsFor lists those of the workplaces, or with all those of everybody:
	// open ones first by day, then the answered, newest first; at most 200. Withdrawn ones are left out.
	RequestsFor(ctx context.Context, tx txn.Read, at []id.Workplace, all bool) ([]Request, error)
	// PutRequest saves one, replacing the one with its id.
	PutRequest(ctx context.Context, tx txn.Write, r Request) error
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
	// People gives workplaces with their zones, and workers; directory.Service is one.
	People interface {
		Workplace(ctx context.Context, tx txn.Read, w id.Workplace) (directory.Workplace, error)
		Employee(ctx context.Context, tx txn.Read, e id.Employee) (directory.Employee, error)
	}
	// Bookings gives the booking that stands; scheduling.Service is one.
	// Errors: a NotFound fault when there is none.
	Bookings interface {
		Standing(ctx context.Context, tx txn.Read, c id.Case) (scheduling.Booking, error)
	}
	// Rooms carries news of requests and wishes to the right desk. Who arranges a
	// room learns that it is wanted and for when, never the reason; of a case that
	// is not statutory the employer learns nothing.
	Rooms interface {
		// Wanted: a room or headset was asked for; once for each request.
		Wanted(ctx context.Context, tx txn.Write, c casework.Case, r Request) error
		// Answered: the worker's page has the answer.
		Answered(ctx context.Context, tx txn.Write, c casework.Case, r Request) error
		// Call: the worker would like help by telephone; once for each case.
		Call(ctx context.Context, tx txn.Write, c casework.Case) error
		// Decided: the worker's page has the physician's word about the camera.
		Decided(ctx context.Context, tx txn.Write, c casework.Case) error
	}
	// Costs knows who pays by the rule of a workplace. What it does not know is ByRule.
	Costs interface {
		Costs(ctx context.Context, tx txn.Read, w id.Workplace) (CostRule, error)
	}
)
