package provision

import "mendan/internal/fault"

// The faults of this area.
var (
	// ErrNone: no such card, package or case, or not for the asker.
	ErrNone = fault.New(fault.NotFound, "web.not_found")
	// ErrMissing: a statutory interview is about to begin and the physician was told nothing.
	ErrMissing = fault.New(fault.Conflict, "provision.missing")
	// ErrNotAsked: the case is one of which the employer does not know; nothing is asked of him.
	ErrNotAsked = fault.New(fault.Conflict, "provision.not_asked")
	// ErrOver: the interview was held; what the physician knew then stays as it was.
	ErrOver = fault.New(fault.Conflict, "provision.over")
	// ErrNoCard: a package goes with a workplace card, and there is none.
	ErrNoCard = fault.New(fault.Conflict, "provision.no_card")
	// ErrThere: there is a package, so nothing is to be waived.
	ErrThere = fault.New(fault.Conflict, "provision.there")
)
