package meeting

import (
	"time"

	"mendan/internal/fault"
)

// Faults of the area.
var (
	// ErrNone: no designation, account or meeting.
	ErrNone = fault.New(fault.NotFound, "meeting.none")
	// ErrNotOutside: the interview is not held in an outside tool.
	ErrNotOutside = fault.New(fault.Conflict, "meeting.not_outside")
	// ErrNoAccount: meetings cannot be made, nobody has given the credentials.
	ErrNoAccount = fault.New(fault.Conflict, "meeting.no_account")

	// ErrRefused: the tool does not accept the credentials.
	ErrRefused = fault.New(fault.Conflict, "meeting.refused")
	// ErrNoRight: the credentials are good, but may not make meetings for the host.
	ErrNoRight = fault.New(fault.Conflict, "meeting.no_right")
	// ErrGone: the tool knows no such meeting or host.
	ErrGone = fault.New(fault.Conflict, "meeting.gone")
	// ErrUnreachable: the tool did not answer, or said nothing we understand.
	ErrUnreachable = fault.New(fault.Unavailable, "meeting.unreachable")
	// ErrTakes: the tool does not take what we sent.
	ErrTakes = fault.New(fault.Conflict, "meeting.not_taken")
	// ErrBusy: the tool asks to come later; see Later.
	ErrBusy = fault.New(fault.Unavailable, "meeting.busy")
)

// Later is ErrBusy with the time the tool asked for.
type Later struct{ After time.Duration }

// Error is for logs.
func (l *Later) Error() string { return ErrBusy.Error() + ": " + l.After.String() }

// Unwrap makes it an ErrBusy.
func (*Later) Unwrap() error { return ErrBusy }
