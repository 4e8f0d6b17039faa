package directory

import "mendan/internal/fault"

var (
	// ErrUnknown: there is no such company, workplace, worker or physician. It
	// reads like any page that is not there.
	ErrUnknown = fault.New(fault.NotFound, "web.not_found")
	// ErrNumberTaken: another worker of the company has that employee number.
	ErrNumberTaken = fault.New(fault.Conflict, "directory.number_taken")
	// ErrAppointed: the physician already has an appointment from that day.
	ErrAppointed = fault.New(fault.Conflict, "directory.appointed")
)
