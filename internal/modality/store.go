package modality

import (
	"context"
	"time"

	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/directory"
	"mendan/internal/id"
	"mendan/internal/private"
	"mendan/internal/txn"
)

// Moment is when a decision was made.
type Moment string

// The moments.
const (
	AtApplication Moment = "APPLICATION"
	AtBooking     Moment = "BOOKING"
	AtPreparation Moment = "PREPARATION" // something that the table asks about has changed
	AtStart       Moment = "START"
	AtWord        Moment = "PHYSICIAN"  // the physician said a word
	AtConversion  Moment = "CONVERSION" // the physician turned a running session
	AtWish        Moment = "WISH"       // the worker changed his wish
)

// Record is a decision as it was kept.
type Record struct {
	private.Mark

	Case    id.Case
	Company id.Company
	Seq     int64 // from 1, in order
	At      time.Time
	By      string // the actor's name
	Moment  Moment
	Day     civil.Date
	Version string
	Outcome Outcome
	Rows    []string
	Facts   string // JSON object of the given facts; about health
	// MayOnline: online was open, by the table or by the physician's sentence.
	MayOnline bool
	OnlineAt  time.Time // booked online for; zero when it was not
}

// WordKind is what a physician's word does.
type WordKind string

// The kinds.
const (
	Tightened WordKind = "TIGHTENED"
	Loosened  WordKind = "LOOSENED"
)

// Word is what a physician said about the mode of a case.
type Word struct {
	private.Mark

	Case      id.Case
	Company   id.Company
	Employee  id.Employee
	Physician id.Physician
	Seq       int64
	At        time.Time
	Kind      WordKind
	Reason    Reason   // of Tightened
	Note      string   // of Loosened: the sentence; private
	Version   string   // of the table when it was said
	Rows      []string // of Loosened: the recommendations it answers
	// Carries: it also holds for the worker's next interview, because it was said
	// after this one was held, or because of what appeared in it.
	Carries bool
}

// Support is what the worker says about hearing, sight and language.
type Support string

// The values. Empty: not said.
const (
	NoSupport       Support = "NONE"
	SupportArranged Support = "ARRANGED"
	SupportMissing  Support = "MISSING"
)

// Store keeps decisions and words. Its contract is modalitytest.Suite.
type Store interface {
	// Add keeps a decision as the next of its case and gives its number.
	Add(ctx context.Context, tx txn.Write, r Record) (int64, error)
	// Last is the newest decision of a case. Errors: ErrNone.
	Last(ctx context.Context, tx txn.Read, c id.Case) (Record, error)
	// List is all decisions of a case, oldest first.
	List(ctx context.Context, tx txn.Read, c id.Case) ([]Record, error)
	// Coming is the cases whose newest decision is about an online booking after
	// the instant, soonest first, at most limit.
	Coming(ctx context.Context, tx txn.Read, after time.Time, limit int) ([]id.Case, error)

	// AddWord keeps a word as the next of its case.
	AddWord(ctx context.Context, tx txn.Write, w Word) error
	// Words is all words about a case, oldest first.
	Words(ctx context.Context, tx txn.Read, c id.Case) ([]Word, error)
	// Carried is the words of the worker's other cases that hold for his next interview, oldest first.
	Carried(ctx context.Context, tx txn.Read, e id.Employee, but id.Case) ([]Word, error)

	// Support is what the worker said. Errors: ErrNone.
	Support(ctx context.Context, tx txn.Read, c id.Case) (Support, error)
	// PutSupport saves it, replacing what was said before.
	PutSupport(ctx context.Context, tx txn.Write, c casework.Case, x Support) error
}

// The parts below are other areas, as far as they are needed.
type (
	// Cases gives cases and keeps the wish; casework.Service is one.
	Cases interface {
		Get(ctx context.Context, tx txn.Read, c id.Case) (casework.Case, error)
		SetWish(ctx context.Context, tx txn.Write, c id.Case, wish casework.Mode) error
		ListByEmployee(ctx context.Context, tx txn.Read, e id.Employee) ([]casework.Case, error)
	}
	// People gives workplaces and who is appointed there; directory.Service is one.
	People interface {
		Workplace(ctx context.Context, tx txn.Read, w id.Workplace) (directory.Workplace, error)
		Appointed(ctx context.Context, tx txn.Read, w id.Workplace, on civil.Date) ([]id.Physician, error)
	}
	// Sources gather what other areas know about a case at an instant: facts by
	// the names of the table. What they do not know they leave out. Not theirs:
	// type, stage, today, wish, physician_in_person, support, suicidality_seen.
	Sources interface {
		Facts(ctx context.Context, tx txn.Read, c casework.Case, at time.Time) (Said, error)
	}
	// Times knows for when a case is booked. Errors: a NotFound fault when it is not.
	Times interface {
		BookedAt(ctx context.Context, tx txn.Read, c id.Case) (time.Time, error)
	}
	// News tells people that something has changed. What leaves the system says
	// only that there is something to look at.
	News interface {
		// Turned: the case is booked online and online is closed now. Worker and
		// physician are led to their pages, the coordinator looks for a place.
		Turned(ctx context.Context, tx txn.Write, c casework.Case) error
		// Asked: in person is recommended; a physician's word is waited for.
		Asked(ctx context.Context, tx txn.Write, c casework.Case, physicians []id.Physician) error
		// Opened: the physician's sentence opens online; the worker may choose.
		Opened(ctx context.Context, tx txn.Write, c casework.Case) error
	}
)
