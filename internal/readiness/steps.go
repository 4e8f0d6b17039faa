package readiness

import (
	"time"

	"mendan/internal/casework"
	"mendan/internal/civil"
)

// Key names one step on the way to the interview and out of it.
type Key string

// The steps, in the order in which they are shown.
const (
	Booking       Key = "booking"
	Questionnaire Key = "questionnaire"
	StepPlace     Key = "place"
	StepContact   Key = "contact"
	StepCompany   Key = "company"
	StepCheck     Key = "check"
	StepToday     Key = "today"
	Enter         Key = "enter"
	Letter        Key = "letter"
)

// State is where a step stands.
type State string

// The states.
const (
	Done      State = "done"
	Next      State = "next"   // the first open one: what to do now
	Open      State = "open"   // may be done now
	Begun     State = "begun"  // open, and something is there already
	Closed    State = "closed" // not yet, or no more: Why and At say it
	NotNeeded State = "not_needed"
)

// Why a step is closed, or what its state means. Empty: nothing to explain.
type Why string

// The reasons.
const (
	WhyNone        Why = ""
	WhyBookFirst   Why = "book_first"    // needs a time
	WhyFrom        Why = "from"          // opens at At
	WhyOnTheDay    Why = "on_the_day"    // on the day of the interview, which is At
	WhyDayBefore   Why = "day_before"    // worth doing on the day before, from At
	WhyBegun       Why = "begun"         // the interview has begun
	WhyOver        Why = "over"          // the interview is over
	WhyInPerson    Why = "in_person"     // held in person
	WhyPrepare     Why = "prepare_first" // the needed steps before it
	WhyAfter       Why = "after"         // after the interview
	WhyWriting     Why = "writing"       // the physician is writing
	WhyWanted      Why = "wanted"        // a room was asked for
	WhyCheckFailed Why = "check_failed"  // the last device check did not pass
	WhyOptional    Why = "optional"      // may be left out
	WhyTime        Why = "time"          // booked for At
	WhyProgress    Why = "progress"      // Count of All
)

// Step is one line of the worker's page.
type Step struct {
	Key        Key
	State      State
	Why        Why
	At         time.Time // of Why; zero when it has no time
	Count, All int       // of WhyProgress
}

// DoorOpens is how long before its time the waiting room may be entered.
const DoorOpens = 15 * time.Minute

// facts are what the steps hang on, read in one snapshot.
type facts struct {
	Case     casework.Case
	Zone     *time.Location
	Now      time.Time
	Booked   bool
	From, To time.Time
	Mode     casework.Mode

	Forms      int  // forms of this interview
	FormsDone  bool // every needed one was sent
	FormsBegun bool
	AllSent    bool
	FormDone   int // questions dealt with
	FormAll    int
	Optional   bool // no form is needed

	Place   Place
	Contact bool // confirmed for this case
	Read    bool // the company page
	Check   CheckFact
	Address bool

	Letter LetterFact
}

// CheckFact is the last device check of a case.
type CheckFact struct {
	At time.Time // zero: never
	OK bool
}

// LetterFact is what there is to read after the interview.
type LetterFact struct {
	Ready bool // the worker may read it
	At    time.Time
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

// steps is the table of the worker's page. Exactly one step is Next while
// something can be done.
func steps(f facts) []Step {
	list := []Step{
		bookingStep(f), formStep(f), placeStep(f), contactStep(f), companyStep(f),
		checkStep(f), todayStep(f), enterStep(f), letterStep(f),
	}
	if i := nextOf(list); i >= 0 {
		list[i].State = Next
	}
	return list
}

// nextOf finds what to do now: the first needed open step, else the first optional one.
func nextOf(list []Step) int {
	optional := -1
	for i, s := range list {
		if s.State != Open && s.State != Begun {
			continue
		}
		if s.Why != WhyOptional && s.Why != WhyDayBefore && s.Why != WhyWanted {
			return i
		}
		if optional < 0 && s.Why != WhyWanted {
			optional = i
		}
	}
	return optional
}

func closed(k Key, why Why, at time.Time) Step { return Step{Key: k, State: Closed, Why: why, At: at} }

// past closes a step of preparation once the interview has begun: false before.
func past(f facts, k Key, done bool) (Step, bool) {
	if !f.begun() {
		return Step{}, false
	}
	if done {
		return Step{Key: k, State: Done}, true
	}
	why := WhyBegun
	if f.Case.State != casework.InSession {
		why = WhyOver
	}
	return closed(k, why, time.Time{}), true
}

func bookingStep(f facts) Step {
	switch s, over := past(f, Booking, f.Booked); {
	case over:
		return s
	case f.Booked:
		return Step{Key: Booking, State: Done, Why: WhyTime, At: f.From}
	}
	return Step{Key: Booking, State: Open}
}

func formStep(f facts) Step {
	done := f.FormsDone && (!f.Optional || f.AllSent)
	switch s, over := past(f, Questionnaire, done); {
	case f.Forms == 0:
		return Step{Key: Questionnaire, State: NotNeeded}
	case over:
		return s
	case done:
		return Step{Key: Questionnaire, State: Done}
	case f.FormsBegun:
		return Step{Key: Questionnaire, State: Begun, Why: WhyProgress, Count: f.FormDone, All: f.FormAll}
	case f.Optional:
		return Step{Key: Questionnaire, State: Open, Why: WhyOptional}
	}
	return Step{Key: Questionnaire, State: Open}
}

func placeStep(f facts) Step {
	switch s, over := past(f, StepPlace, f.Place.Fits()); {
	case !f.online():
		return Step{Key: StepPlace, State: NotNeeded, Why: WhyInPerson}
	case over:
		return s
	case f.Place.Fits():
		return Step{Key: StepPlace, State: Done}
	case f.Place.Kind == NoPlace:
		return Step{Key: StepPlace, State: Begun, Why: WhyWanted}
	}
	return Step{Key: StepPlace, State: Open}
}

func contactStep(f facts) Step {
	switch s, over := past(f, StepContact, f.Contact); {
	case over:
		return s
	case f.Contact:
		return Step{Key: StepContact, State: Done}
	}
	return Step{Key: StepContact, State: Open}
}

func companyStep(f facts) Step {
	if f.Read {
		return Step{Key: StepCompany, State: Done}
	}
	return Step{Key: StepCompany, State: Open} // worth reading even afterwards
}

// checkStep: the check is worth most shortly before, and is never refused.
func checkStep(f facts) Step {
	switch s, over := past(f, StepCheck, f.Check.OK); {
	case !f.online():
		return Step{Key: StepCheck, State: NotNeeded, Why: WhyInPerson}
	case over:
		return s
	case f.Check.OK:
		return Step{Key: StepCheck, State: Done}
	case !f.Check.At.IsZero():
		return Step{Key: StepCheck, State: Begun, Why: WhyCheckFailed}
	case f.Booked && f.Now.Before(f.From.Add(-48*time.Hour)):
		return Step{Key: StepCheck, State: Open, Why: WhyDayBefore, At: f.From.Add(-24 * time.Hour)}
	}
	return Step{Key: StepCheck, State: Open}
}

func todayStep(f facts) Step {
	switch s, over := past(f, StepToday, f.Address); {
	case !f.online():
		return Step{Key: StepToday, State: NotNeeded, Why: WhyInPerson}
	case over:
		return s
	case !f.Booked:
		return closed(StepToday, WhyBookFirst, time.Time{})
	case f.Address && f.today():
		return Step{Key: StepToday, State: Done}
	case f.today():
		return Step{Key: StepToday, State: Open}
	}
	return closed(StepToday, WhyOnTheDay, f.From)
}

func enterStep(f facts) Step {
	switch {
	case f.Case.State == casework.InSession:
		return Step{Key: Enter, State: Open}
	case f.begun():
		return Step{Key: Enter, State: Done}
	case !f.online():
		return Step{Key: Enter, State: NotNeeded, Why: WhyInPerson}
	case !f.Booked:
		return closed(Enter, WhyBookFirst, time.Time{})
	case f.Now.Before(f.From.Add(-DoorOpens)):
		return closed(Enter, WhyFrom, f.From.Add(-DoorOpens))
	case len(missing(f)) > 0:
		return closed(Enter, WhyPrepare, time.Time{})
	}
	return Step{Key: Enter, State: Open}
}

func letterStep(f facts) Step {
	switch {
	case f.Letter.Ready:
		return Step{Key: Letter, State: Open}
	case f.Case.State.Over():
		return Step{Key: Letter, State: NotNeeded, Why: WhyOver}
	case f.Case.HeldAt.IsZero():
		return closed(Letter, WhyAfter, time.Time{})
	}
	return closed(Letter, WhyWriting, time.Time{})
}

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
