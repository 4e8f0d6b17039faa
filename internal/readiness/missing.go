package readiness

import (
	"time"

	"mendan/internal/casework"
	"mendan/internal/civil"
)

// Key names a step that has to be done before the worker enters the room.
type Key string

// The steps.
const (
	StepPlace   Key = "place"
	StepContact Key = "contact"
	StepToday   Key = "today"
)

// DoorOpens is how long before its time the waiting room may be entered.
const DoorOpens = 15 * time.Minute

// CheckFact is the last device check of a case.
type CheckFact struct {
	At time.Time // zero: never
	OK bool
}

// facts are what being ready hangs on, read in one snapshot.
type facts struct {
	Case     casework.Case
	Zone     *time.Location
	Now      time.Time
	Booked   bool
	From, To time.Time
	Mode     casework.Mode

	Place   Place
	Contact bool // confirmed for this case
	Address bool
}

func (f facts) begun() bool {
	return f.Case.State != casework.Waiting && f.Case.State != casework.Ready && f.Case.State != casework.Booked
}

// online tells whether things are asked that only an interview over video
// needs. Before anything is booked they are, unless the worker wishes to come.
func (f facts) online() bool {
	if f.Booked {
		return f.Mode != casework.InPerson
	}
	return f.Case.Wish != casework.InPerson
}

// day is the day of the interview at the workplace.
func (f facts) day() civil.Date { return civil.DateOf(f.From, f.Zone) }

func (f facts) today() bool { return f.Booked && civil.DateOf(f.Now, f.Zone) == f.day() }

// missing lists what must be there before a worker enters the room (EM-G2,
// SES-04): a place that fits, a phone and a second way, and where he is today.
// The questionnaire and the company page are asked for but hold nobody up.
func missing(f facts) []Key {
	if !f.online() {
		return nil
	}
	var out []Key
	if !f.Place.Fits() {
		out = append(out, StepPlace)
	}
	if !f.Contact {
		out = append(out, StepContact)
	}
	if !f.Address {
		out = append(out, StepToday)
	}
	return out
}
