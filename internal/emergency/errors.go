package emergency

import "mendan/internal/fault"

// Faults of the area.
var (
	// ErrNone: no such thing, or not for you to know of.
	ErrNone = fault.New(fault.NotFound, "web.not_found")
	// ErrOutside: the press came from somebody who is not in the session. It was noted.
	ErrOutside = fault.New(fault.Forbidden, "emergency.outside")
	// ErrOver: the emergency is closed.
	ErrOver = fault.New(fault.Conflict, "emergency.over")
	// ErrLevel: no such level.
	ErrLevel = fault.New(fault.Invalid, "emergency.level_wrong")
	// ErrLower: an emergency is raised, never lowered; it is closed.
	ErrLower = fault.New(fault.Conflict, "emergency.level_lower")
	// ErrOpenOne: a drill is running at the workplace.
	ErrOpenOne = fault.New(fault.Conflict, "emergency.open_one")
	// ErrNoPlan: there is no plan in force.
	ErrNoPlan = fault.New(fault.Conflict, "emergency.no_plan")
	// ErrNoDraft: there is no draft to approve, or it is not this one.
	ErrNoDraft = fault.New(fault.Conflict, "emergency.no_draft")
	// ErrMeeting: the committee has not decided on it, or its day has not come.
	ErrMeeting = fault.New(fault.Invalid, "emergency.meeting_wrong")
	// ErrAnswered: somebody was first.
	ErrAnswered = fault.New(fault.Conflict, "emergency.answered")
	// ErrNotCalled: this task does not call you.
	ErrNotCalled = fault.New(fault.Forbidden, "emergency.not_called")
	// ErrReason: a reason in words is needed.
	ErrReason = fault.New(fault.Invalid, "emergency.reason_missing")
	// ErrNotAnswered: what is told is told to who has answered.
	ErrNotAnswered = fault.New(fault.Conflict, "emergency.not_answered")
	// ErrStale: somebody saved newer words.
	ErrStale = fault.New(fault.Conflict, "emergency.stale")
	// ErrSealed: neither an emergency nor a session is open: what is sealed stays so.
	ErrSealed = fault.New(fault.Forbidden, "emergency.sealed")
	// ErrLost: the call is no longer this node's.
	ErrLost = fault.New(fault.Conflict, "emergency.lost")
	// ErrTable: the table of levels cannot be read.
	ErrTable = fault.New(fault.Internal, "emergency.table")
)

// Faults of a channel. Anything else a channel answers is tried again.
var (
	// ErrBadNumber: nobody will ever be reached at this number or address.
	ErrBadNumber = fault.New(fault.Invalid, "emergency.bad_number")
	// ErrRefused: the service does not take it and never will.
	ErrRefused = fault.New(fault.Invalid, "emergency.refused")
	// ErrNoChannel: the channel is not set up.
	ErrNoChannel = fault.New(fault.Unavailable, "emergency.no_channel")
	// ErrBusy: the service asks for time.
	ErrBusy = fault.New(fault.Unavailable, "emergency.channel_busy")
	// ErrDown: the service does not answer.
	ErrDown = fault.New(fault.Unavailable, "emergency.channel_down")
)
