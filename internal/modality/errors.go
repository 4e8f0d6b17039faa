package modality

import "mendan/internal/fault"

// Faults of the area.
var (
	// ErrTable: the table's text is faulty; the cause says where.
	ErrTable = fault.New(fault.Internal, "modality.table")
	// ErrNoTable: no version holds on that day.
	ErrNoTable = fault.New(fault.NotFound, "modality.no_table")
	// ErrFacts: facts that the table does not know, cannot read or that contradict each other.
	ErrFacts = fault.New(fault.Invalid, "modality.facts")

	// ErrClosed: online cannot be chosen now. The sentence is the same for
	// everybody and every row: who books may be the employer.
	ErrClosed = fault.New(fault.Conflict, "modality.closed")
	// ErrNotNow: the interview cannot begin online now. Its worker and physician
	// alone read it; their pages say why.
	ErrNotNow = fault.New(fault.Conflict, "modality.not_now")
	// ErrOver: the interview was held; nothing is decided about it any more.
	ErrOver = fault.New(fault.Conflict, "modality.over")
	// ErrCannotLoosen: nothing is recommended, or online is closed: only a
	// recommendation can be loosened.
	ErrCannotLoosen = fault.New(fault.Conflict, "modality.cannot_loosen")
	// ErrNone: nothing is kept yet.
	ErrNone = fault.New(fault.NotFound, "modality.none")
)
