package casework

import "strings"

// State is where a case stands.
type State string

// The states, in the order of a good life.
const (
	Waiting           State = "ELIGIBLE"           // open, the worker has not applied (needed for some types)
	Ready             State = "APPLIED"            // may be booked
	Booked            State = "SCHEDULED"          // has a booking
	InSession         State = "IN_SESSION"         // the physician has opened the room
	Held              State = "COMPLETED"          // the interview was completed
	Drafting          State = "REPORT_DRAFTED"     // the physician writes
	WithWorker        State = "REPORT_SIGNED"      // signed; the worker reads first
	WithEmployer      State = "OPINION_DELIVERED"  // the employer has the letter
	WorkerHeard       State = "WORKER_HEARD"       // the employer has heard the worker
	MeasureDecided    State = "MEASURE_DECIDED"    // measures recorded
	NoMeasure         State = "NO_MEASURE"         // none, with a reason
	PhysicianInformed State = "PHYSICIAN_INFORMED" // the statutory loop is closed
	Abandoned         State = "WITHDRAWN"          // the worker took it back before it was held (withdraw.go)
	Finished          State = "CLOSED"
)

// Over tells whether nothing follows.
func (s State) Over() bool { return s == Abandoned || s == Finished || s == PhysicianInformed }

// Event moves a case.
type Event string

// The events.
const (
	Opened      Event = "opened"      // made by somebody else than the worker
	Applied     Event = "applied"     // the worker's own application (申出)
	Scheduled   Event = "scheduled"   // booked, or moved to another time
	Unscheduled Event = "unscheduled" // the booking was cancelled
	Started     Event = "started"     // the physician admitted the worker
	Completed   Event = "completed"   // ended with everything confirmed
	Aborted     Event = "aborted"     // ended without: to be booked again
	Converted   Event = "converted"   // to be held in person instead: to be booked again
	NoShow      Event = "no_show"     // somebody did not come: to be booked again
	Drafted     Event = "drafted"     // the report has a first draft
	Signed      Event = "signed"      // the physician signed
	Delivered   Event = "delivered"   // released to the employer
	Heard       Event = "heard"       // the employer heard the worker
	Measured    Event = "measured"    // measures decided
	Unmeasured  Event = "unmeasured"  // decided: no measure, with a reason
	Informed    Event = "informed"    // the physician was told
	Withdrawn   Event = "withdrawn"   // the worker took it back
	Closed      Event = "closed"      // nothing goes to the employer: the end of a consultation
)

// life is the state table. "who" names the types a line is for: all, statutory,
// or free (everything else).
//
// Source: workflow of the ministry's manual and Ordinance 52-2 to 52-7, 14-2 (S02).
const life = `
who        state               event        next
all        ELIGIBLE            applied      APPLIED
all        ELIGIBLE            scheduled    SCHEDULED
all        ELIGIBLE            withdrawn    WITHDRAWN
all        APPLIED             scheduled    SCHEDULED
all        APPLIED             withdrawn    WITHDRAWN
all        SCHEDULED           scheduled    SCHEDULED
all        SCHEDULED           unscheduled  APPLIED
all        SCHEDULED           started      IN_SESSION
all        SCHEDULED           converted    APPLIED
all        SCHEDULED           no_show      APPLIED
all        SCHEDULED           withdrawn    WITHDRAWN
all        IN_SESSION          completed    COMPLETED
all        IN_SESSION          aborted      APPLIED
all        IN_SESSION          converted    APPLIED
all        COMPLETED           drafted      REPORT_DRAFTED
all        REPORT_DRAFTED      drafted      REPORT_DRAFTED
all        REPORT_DRAFTED      signed       REPORT_SIGNED
all        REPORT_SIGNED       drafted      REPORT_SIGNED
all        REPORT_SIGNED       signed       REPORT_SIGNED
all        REPORT_SIGNED       delivered    OPINION_DELIVERED
free       REPORT_SIGNED       closed       CLOSED
all        OPINION_DELIVERED   signed       REPORT_SIGNED
all        OPINION_DELIVERED   heard        WORKER_HEARD
all        WORKER_HEARD        measured     MEASURE_DECIDED
all        WORKER_HEARD        unmeasured   NO_MEASURE
all        MEASURE_DECIDED     measured     MEASURE_DECIDED
all        MEASURE_DECIDED     informed     PHYSICIAN_INFORMED
all        NO_MEASURE          measured     MEASURE_DECIDED
all        NO_MEASURE          informed     PHYSICIAN_INFORMED
`

type move struct {
	who   string
	state State
	event Event
	next  State
}

func moves() []move {
	var out []move
	for i, line := range strings.Split(strings.TrimSpace(life), "\n") {
		f := strings.Fields(line)
		if i > 0 {
			out = append(out, move{f[0], State(f[1]), Event(f[2]), State(f[3])})
		}
	}
	return out
}

var table = moves()

// Start is the first state of a new case.
func Start(t Type, e Event) State {
	r, _ := Find(t)
	if r.Application && e != Applied {
		return Waiting
	}
	return Ready
}

// Next gives the state after an event; false when the event cannot follow.
func Next(t Type, s State, e Event) (State, bool) {
	who := "free"
	if t.Statutory() {
		who = "statutory"
	}
	for _, m := range table {
		if m.state == s && m.event == e && (m.who == "all" || m.who == who) {
			return m.next, true
		}
	}
	return s, false
}
