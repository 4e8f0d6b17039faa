package opinion

import "mendan/internal/fault"

var (
	// ErrNone: there is no letter (yet), or not for the one who asks.
	ErrNone = fault.New(fault.NotFound, "web.not_found")
	// ErrNotHeld: the interview has not come to its end, so nothing can be written.
	ErrNotHeld = fault.New(fault.Conflict, "opinion.not_held")
	// ErrClosedType: reports of this type are not written here yet.
	ErrClosedType = fault.New(fault.Conflict, "opinion.closed_type")
	// ErrBehind: somebody (oneself on another device) saved meanwhile.
	ErrBehind = fault.New(fault.Conflict, "opinion.behind")
	// ErrSigned: the version is signed and locked.
	ErrSigned = fault.New(fault.Conflict, "opinion.signed")
	// ErrNotSigned: only a signed version can be amended.
	ErrNotSigned = fault.New(fault.Conflict, "opinion.not_signed")
	// ErrDrafting: a newer version is already being written.
	ErrDrafting = fault.New(fault.Conflict, "opinion.drafting")
	// ErrWords: a field for the employer holds a word of illness, medicine or test.
	ErrWords = fault.New(fault.Conflict, "opinion.words")
	// ErrDecided: the employer has decided already.
	ErrDecided = fault.New(fault.Conflict, "opinion.decided")
	// ErrNotReceived: the receipt comes first.
	ErrNotReceived = fault.New(fault.Conflict, "opinion.not_received")
	// ErrAmending: the physician is replacing the letter; the employer waits for the new one.
	ErrAmending = fault.New(fault.Conflict, "opinion.amending")
	// ErrName: a name on the documents holds a character that cannot be printed.
	ErrName = fault.New(fault.Conflict, "opinion.name_unprintable")
	// ErrMoved: the text to be signed is not the one that was checked.
	ErrMoved = fault.New(fault.Conflict, "opinion.moved")
)
