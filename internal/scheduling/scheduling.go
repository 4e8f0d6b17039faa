// Package scheduling decides when an interview takes place: a physician's
// week, the slots that follow from it, and the bookings.
//
// Invariants: a physician and a worker are each in one interview at a time
// (ticks.go, and the primary key of the ticks table); a case has at most one
// live booking; a booking keeps its id through moves, so that the calendars of
// both people follow it, and its Sequence rises with each change; intervals
// are half-open, from <= t < to.
//
// It does not know why somebody is interviewed, does not write mails itself
// and does not decide whether online is allowed for a case; the worker's wish,
// which casework keeps, narrows what is offered, for whoever books.
//
// Read plan.go, slots.go, then book.go.
package scheduling

import (
	"time"

	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/id"
)

// State of a booking.
type State string

// The states.
const (
	Booked    State = "BOOKED"
	Cancelled State = "CANCELLED"
	Past      State = "PAST" // over, and the case was booked again
)

// Booking is a reserved time of a physician for a case. UID in calendars is its id.
type Booking struct {
	ID        id.Booking
	Case      id.Case
	Company   id.Company
	Workplace id.Workplace
	Employee  id.Employee
	Physician id.Physician
	Type      casework.Type
	From, To  time.Time // UTC
	Slack     time.Duration
	Mode      casework.Mode
	Place     string // of InPerson
	State     State
	Sequence  int    // rises with each move and the cancellation; 0 at first
	By        string // the actor's name (an account id) who made the last change
	OnBehalf  bool   // the last change was made for the worker by somebody else
	Made      time.Time
	Changed   time.Time
}

// Until is the end of the slack.
func (b Booking) Until() time.Time { return b.To.Add(b.Slack) }

// Stands tells whether the booking stands and is not over at now, slack included.
func (b Booking) Stands(now time.Time) bool { return b.State == Booked && now.Before(b.Until()) }

// Day is one day of an offer, as the reader's calendar shows it.
type Day struct {
	Date    civil.Date
	Holiday string // its name in Japanese, empty on an ordinary day
	English string
	Slots   []Slot // free ones, in order
}
