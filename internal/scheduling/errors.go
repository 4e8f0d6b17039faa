package scheduling

import "mendan/internal/fault"

// The faults of this area.
var (
	// ErrSlotTaken: somebody was first. Book and Move return it as *Taken, which
	// carries the next free slots.
	ErrSlotTaken = fault.New(fault.Conflict, "scheduling.slot_taken")
	// ErrAlreadyBooked: the case has another live booking; it can be moved.
	ErrAlreadyBooked = fault.New(fault.Conflict, "scheduling.already_booked")
	// ErrNotOffered: the physician offers no slot at that time, of that mode, to that worker.
	ErrNotOffered = fault.New(fault.Conflict, "scheduling.not_offered")
	// ErrPassed: the time is over.
	ErrPassed = fault.New(fault.Conflict, "scheduling.passed")
	// ErrNotice: the time is nearer than the physician's notice.
	ErrNotice = fault.New(fault.Conflict, "scheduling.short_notice")
	// ErrTooFar: the time is further away than the calendar goes.
	ErrTooFar = fault.New(fault.Conflict, "scheduling.too_far")
	// ErrNotBookable: the case is in no state to be booked: cancelled, held, closed.
	ErrNotBookable = fault.New(fault.Conflict, "scheduling.not_bookable")
	// ErrNoBooking: there is nothing to move or cancel.
	ErrNoBooking = fault.New(fault.Conflict, "scheduling.no_booking")
	// ErrBegun: the booked time has begun; it can no longer be moved or cancelled here.
	ErrBegun = fault.New(fault.Conflict, "scheduling.begun")
	// ErrPlanChanged: the plan was saved elsewhere since it was read.
	ErrPlanChanged = fault.New(fault.Conflict, "scheduling.plan_changed")
	// ErrNone: there is no such booking, or not for the asker.
	ErrNone = fault.New(fault.NotFound, "web.not_found")
)

// Taken is ErrSlotTaken with what is free instead: the nearest slots after the
// wished time, in order; empty when there is none within the window.
type Taken struct {
	Next []Slot
}

// Error is for logs.
func (t *Taken) Error() string { return ErrSlotTaken.Error() }

// Unwrap makes it ErrSlotTaken for whoever asks.
func (t *Taken) Unwrap() error { return ErrSlotTaken }
