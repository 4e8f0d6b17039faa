package room

import (
	"context"
	"time"

	"mendan/internal/casework"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Store keeps sessions and what was observed of them. Its contract is roomtest.Suite.
type Store interface {
	// Insert adds a session. A case has at most one that is not over: the second is ErrNotBooked.
	Insert(ctx context.Context, tx txn.Write, s Session) error
	// Update writes everything but id, case, company, physician and creation.
	Update(ctx context.Context, tx txn.Write, s Session) error
	// Get reads one. Errors: ErrNotFound.
	Get(ctx context.Context, tx txn.Read, r id.Room) (Session, error)
	// Current is the newest session of the case. Errors: ErrNotFound.
	Current(ctx context.Context, tx txn.Read, c id.Case) (Session, error)
	// Sessions gives the sessions of the case that are over, newest first.
	Sessions(ctx context.Context, tx txn.Read, c id.Case) ([]Session, error)
	// ListOpen gives every open session, oldest first.
	ListOpen(ctx context.Context, tx txn.Read) ([]Session, error)
	// ListToErase gives sessions that ended before the instant and were not erased, oldest first, at most 100.
	ListToErase(ctx context.Context, tx txn.Read, before time.Time) ([]Session, error)

	// Append adds an event; false when its key was there already, and nothing changes.
	Append(ctx context.Context, tx txn.Write, e Event) (bool, error)
	// Events gives the events of a session by time, then by arrival.
	Events(ctx context.Context, tx txn.Read, r id.Room) ([]Event, error)
	// AppendBatch adds statistics; false when that number of that client was there already.
	AppendBatch(ctx context.Context, tx txn.Write, b Batch) (bool, error)
	// Batches gives the statistics of a session by arrival, then client and number.
	Batches(ctx context.Context, tx txn.Read, r id.Room) ([]Batch, error)

	// SeePresent notes that a side's page is open at the time, or with the zero time that it is closed.
	SeePresent(ctx context.Context, tx txn.Write, c id.Case, side Side, at time.Time) error
	// Present gives when each side's page was last known open; sides never seen are absent.
	Present(ctx context.Context, tx txn.Read, c id.Case) (map[Side]time.Time, error)

	// Notes gives the private notes of the case, the zero Notes when none were written.
	Notes(ctx context.Context, tx txn.Read, c id.Case) (Notes, error)
	// PutAttestation keeps the physician's word about a session in an outside tool; there is one.
	PutAttestation(ctx context.Context, tx txn.Write, x Session, a Attestation) error
	// Attestation reads it. Errors: ErrNotFound.
	Attestation(ctx context.Context, tx txn.Read, r id.Room) (Attestation, error)

	// SaveNotes writes version n+1 over version n (0 is none). Errors: ErrStale.
	SaveNotes(ctx context.Context, tx txn.Write, author id.Physician, n Notes) error
}

// Media is the media server.
type Media interface {
	// Ready is nil while it answers.
	Ready() error
	// OpenRoom makes sure that the room is there.
	OpenRoom(ctx context.Context, r id.Room) error
	// CloseRoom sends everybody out.
	CloseRoom(ctx context.Context, r id.Room) error
	// Rooms lists the rooms that are there.
	Rooms(ctx context.Context) ([]id.Room, error)
	// Token lets the side into the room for ttl.
	Token(r id.Room, side Side, ttl time.Duration) (string, error)
	// ReadToken tells for which room and side a token is. Errors: any, when it is not ours.
	ReadToken(token string) (id.Room, Side, error)
}

// Slot is the booked time of a case.
type Slot struct {
	From, To time.Time
	Online   bool
}

// Times knows when a case is booked. Errors: ErrNotBooked.
type Times interface {
	Slot(ctx context.Context, tx txn.Read, c id.Case) (Slot, error)
}

// Online tells whether the interview of a case may be held by video now.
// Errors: a fault of kind Conflict whose sentence says why not.
type Online interface {
	MayBeOnline(ctx context.Context, tx txn.Read, c casework.Case, at time.Time) error
}

// Start tells whether what has to be there before the interview of a case
// begins is there. Errors: a fault of kind Conflict whose sentence says what is not.
type Start interface {
	MayStart(ctx context.Context, tx txn.Read, c casework.Case) error
}

// Callbacks knows the number at which the worker of a case can be called back,
// as he gave it when he prepared; empty when he gave none.
type Callbacks interface {
	Callback(ctx context.Context, tx txn.Read, c id.Case) (string, error)
}

// Gates knows what the launch gate said about the interview of a case, oldest first.
type Gates interface {
	Gate(ctx context.Context, tx txn.Read, c id.Case) ([]GateSaid, error)
}

// Modes knows what was decided about online or in person; nil when nothing was.
type Modes interface {
	Mode(ctx context.Context, tx txn.Read, c id.Case) (*ModeSaid, error)
}

// Background knows what else the conditions of the notice ask about a case:
// package_given, relations, device_checked, deliberated, announced,
// place_declared, emergency_plan. What it does not know it leaves out.
type Background interface {
	Facts(ctx context.Context, tx txn.Read, c casework.Case) (Facts, error)
}
