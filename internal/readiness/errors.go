package readiness

import "mendan/internal/fault"

// The faults of this area.
var (
	// ErrNone: nothing has been said yet. Never shown to people.
	ErrNone = fault.New(fault.NotFound, "readiness.none")
	// ErrClosed: the interview has begun or is over.
	ErrClosed = fault.New(fault.Conflict, "readiness.closed")
	// ErrTooEarly: the address is asked on the day of the interview only.
	ErrTooEarly = fault.New(fault.Conflict, "readiness.too_early")
	// ErrNotNeeded: the interview is held in person.
	ErrNotNeeded = fault.New(fault.Conflict, "readiness.not_needed")
	// ErrOldText: the text has a newer version than the one that was read.
	ErrOldText = fault.New(fault.Conflict, "readiness.old_text")
	// ErrPhysicianPlace: the physician has not said today that he talks from a private room.
	ErrPhysicianPlace = fault.New(fault.Conflict, "readiness.physician_place")
	// ErrAnswered: the interview has begun or is over; there is nothing left to arrange.
	ErrAnswered = fault.New(fault.Conflict, "readiness.answered")
)
