package modality

import "mendan/internal/fault"

// Faults of the table and of facts.
var (
	// ErrTable: the table's text is faulty; the cause says where.
	ErrTable = fault.New(fault.Internal, "modality.table")
	// ErrNoTable: no version holds on that day.
	ErrNoTable = fault.New(fault.NotFound, "modality.no_table")
	// ErrFacts: facts that the table does not know, cannot read or that contradict each other.
	ErrFacts = fault.New(fault.Invalid, "modality.facts")
)
