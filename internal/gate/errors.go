package gate

import "mendan/internal/fault"

// The faults of this area.
var (
	// ErrClosed: the workplace is not ready for interviews of this type by video on that day.
	ErrClosed = fault.New(fault.Conflict, "gate.closed")
	// ErrRules: a table cannot be read, or two speak for the same day.
	ErrRules = fault.New(fault.Internal, "gate.rules")
	// ErrType: no such type of interview.
	ErrType = fault.New(fault.Invalid, "gate.type")
	// ErrNone: there is no such workplace, or not for the asker.
	ErrNone = fault.New(fault.NotFound, "web.not_found")
)
