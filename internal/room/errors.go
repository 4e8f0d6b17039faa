package room

import "mendan/internal/fault"

// Faults of the area.
var (
	// ErrNotFound: no such room, or not yours to know of.
	ErrNotFound = fault.New(fault.NotFound, "web.not_found")
	// ErrNotBooked: the case has no online booking now, so there is no room.
	ErrNotBooked = fault.New(fault.Conflict, "room.not_booked")
	// ErrNotAdmitted: the physician has not admitted the worker yet.
	ErrNotAdmitted = fault.New(fault.Conflict, "room.not_admitted")
	// ErrOver: the session has ended; nothing changes any more.
	ErrOver = fault.New(fault.Conflict, "room.over")
	// ErrNotOpen: only an open session can be completed.
	ErrNotOpen = fault.New(fault.Conflict, "room.not_open")
	// ErrChecklist: the session cannot be completed; the fields name what is missing.
	ErrChecklist = fault.New(fault.Conflict, "room.checklist_missing")
	// ErrReason: aborting and converting need a reason.
	ErrReason = fault.New(fault.Invalid, "room.reason_missing")
	// ErrOutcome: neither completed nor aborted.
	ErrOutcome = fault.New(fault.Invalid, "room.outcome_wrong")
	// ErrBusy: the physician is in another open session.
	ErrBusy = fault.New(fault.Conflict, "room.busy")
	// ErrStale: somebody (perhaps the same physician on another device) saved newer notes.
	ErrStale = fault.New(fault.Conflict, "room.notes_stale")
	// ErrNotesLong: more than the notes can hold.
	ErrNotesLong = fault.New(fault.Invalid, "room.notes_long")
	// ErrMedia: the media server is not there just now.
	ErrMedia = fault.New(fault.Unavailable, "room.media_unavailable")
	// ErrBatch: statistics that nobody could have measured.
	ErrBatch = fault.New(fault.Invalid, "room.batch_wrong")
	// ErrPaused: somebody came in, and the session waits for a word that one is alone again.
	ErrPaused = fault.New(fault.Conflict, "room.paused")
	// ErrNotPaused: there is no pause to end, or to say a wish in.
	ErrNotPaused = fault.New(fault.Conflict, "room.not_paused")
	// ErrNotAlone: a session goes on only when the one who stopped it is alone again.
	ErrNotAlone = fault.New(fault.Invalid, "room.not_alone")
	// ErrNotYours: the one who stopped the session ends the pause.
	ErrNotYours = fault.New(fault.Conflict, "room.pause_not_yours")
	// ErrLine: the line passed a limit, and the physician has not decided what that means.
	ErrLine = fault.New(fault.Conflict, "room.line_undecided")
	// ErrCameraOff: the worker was not seen for too long; the statutory interview cannot be completed.
	ErrCameraOff = fault.New(fault.Conflict, "room.camera_off")
	// ErrChoice: a code that the table of reasons does not have.
	ErrChoice = fault.New(fault.Invalid, "room.choice_wrong")
	// ErrRules: the table of conditions cannot be read.
	ErrRules = fault.New(fault.Internal, "room.rules")
)

// Faults of VerifyEvidence. Each says what is wrong with the file.
var (
	ErrTruncated  = fault.New(fault.Invalid, "room.evidence_truncated")
	ErrNotOurs    = fault.New(fault.Invalid, "room.evidence_not_ours")
	ErrUnknownKey = fault.New(fault.Invalid, "room.evidence_unknown_key")
	ErrSignature  = fault.New(fault.Invalid, "room.evidence_signature")
	ErrChanged    = fault.New(fault.Invalid, "room.evidence_changed")
)
