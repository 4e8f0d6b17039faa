package deskweb

import (
	"time"

	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/id"
)

// Interview is one interview as its worker may see it.
type Interview struct {
	Case    id.Case
	Type    casework.Type
	State   casework.State
	Zone    *time.Location // of the workplace; nil is Japan's
	Booking *Booking       // nil before it is booked
	BookBy  civil.Date     // last day on which it should be held; zero when no deadline runs

	CompanyRead    bool // the worker has opened the page on what the company learns
	Questionnaires []Questionnaire
	PlaceDeclared  bool
	AddressDue     bool // it is the day, and where the worker is has not been said yet
	ContactGiven   bool // phone and, when wished, an emergency contact
	Check          Check
	Room           Room
	Letter         LetterState
	Withdrawable   bool     // the worker may still take it back
	Provided       []string // rooms and headsets that were asked for, and what became of them, in the reader's language
	Told           bool     // the employer has told the physician about work and workplace
	Turned         bool     // booked online, and online is closed now
}

// Booking is when, how and with whom.
type Booking struct {
	From, To  time.Time
	Mode      casework.Mode
	Physician string
	Place     string // in person: where
	Movable   bool
}

// Questionnaire is one form to fill in before the interview.
type Questionnaire struct {
	Form             string // in the address
	Name             string // in the reader's language
	Minutes          int    // about how long it takes; 0 is not said
	Answered, Of     int
	Sent             bool
	Optional, Closed bool // Closed: the interview has begun, answers can no longer be changed
}

// Check is the last check of camera, microphone, speaker and connection.
type Check struct {
	At time.Time // zero when never made
	OK bool
}

// Room is the live room's door.
type Room struct {
	OpensAt time.Time // from when the worker may enter
	Open    bool      // may be entered now
	Ended   bool
	// PhysicianThere: the physician has the room open now.
	PhysicianThere bool
}

// LetterState is where the opinion letter stands for the worker.
type LetterState int

// The states.
const (
	LetterNotYet   LetterState = iota // nothing signed
	LetterToRead                      // signed: the worker reads before the company does
	LetterReleased                    // the company has it
	LetterNone                        // nothing is written to the company
)

// PhysicianDay is a physician's desk.
type PhysicianDay struct {
	Today    civil.Date
	Sessions []Session // today, by time
	Letters  []LetterDue
	PlaceDue bool      // an online interview today, and where one talks today was not said yet
	Coming   []Session // after today, by time, a handful
}

// Session is one booked interview on the physician's desk.
type Session struct {
	Case      id.Case
	From, To  time.Time
	Zone      *time.Location
	Mode      casework.Mode
	Type      casework.Type
	Worker    string
	Kana      string
	Company   string
	Workplace string
	State     SessionState
	Since     time.Time // waiting since
	Prepared  bool      // questionnaire sent
	Checked   bool      // devices checked
	Attention bool      // an answer asks for an early look
}

// SessionState is what is going on with a booked interview.
type SessionState int

// The states.
const (
	SessionBooked SessionState = iota
	SessionWaiting
	SessionOpen
	SessionEnded
)

// LetterDue is a report or letter to write or sign.
type LetterDue struct {
	Case    id.Case
	Worker  string
	Company string
	Held    civil.Date
	Due     civil.Date // zero when the type has no deadline
	Begun   bool
	Comment bool // the worker commented on the draft for the company
}

// PhysicianCase is one case on the physician's side.
type PhysicianCase struct {
	Session
	Booked     bool // From and To hold; otherwise the case waits for a booking
	Today      civil.Date
	Number     string // employee number
	Department string
	Package    string // where the employer's information stands; empty when none is asked
	PackageDue bool   // it has not come: the interview cannot begin
	Age        int
	Work       string // what is known of the work
	Hours      string // overtime as the employer gave it: "10月 92時間"
	Highlights []Answer
	Scores     []Answer // instruments: name and result
	Memo       string   // what the worker wants to talk about
	ModeState  string   // online or in person, in the reader's language
	Phone      string
	Contact    string // emergency contact, with consent
	Place      string // declared place
	Letter     LetterDue
	LetterDone bool // released or closed
	Past       []PastInterview
}

// Answer is one answer of the questionnaire as the physician sees it.
type Answer struct {
	Question, Text string
	Attention      bool
}

// PastInterview is an earlier interview of the same worker.
type PastInterview struct {
	Case id.Case
	Day  civil.Date
	Type casework.Type
}

// HRDesk is HR's desk. It has no place for answers, notes or reasons.
type HRDesk struct {
	Company   string
	Today     civil.Date
	Deadlines []Deadline // what HR can act on, first due first
	Cases     []HRLine   // statutory cases under way, newest first
}

// Duty is what HR has to do by a deadline.
type Duty string

// The duties, each with one button.
const (
	DutyBook    Duty = "book"    // the interview has no date yet
	DutyPackage Duty = "package" // tell the physician about work and workplace before the interview
	DutyHold    Duty = "hold"    // booked, has to take place by
	DutyOpinion Duty = "opinion" // held; the physician's opinion has to be heard by: nothing to do but wait
	DutyReceive Duty = "receive" // a letter has come
	DutyMeasure Duty = "measure" // decide the measure, after hearing the worker
	DutyInform  Duty = "inform"  // tell the physician
)

// Deadline is one duty with its day.
type Deadline struct {
	Case       id.Case
	Duty       Duty
	Due        civil.Date // zero: no statutory day
	Worker     string
	Department string
}

// HRLine is one statutory case in HR's list.
type HRLine struct {
	Case       id.Case
	Worker     string
	Number     string
	Department string
	Workplace  string
	State      casework.State
	From       time.Time // booked; zero when not
	Zone       *time.Location
}

// HRCase is HR's overview of one statutory case.
type HRCase struct {
	HRLine
	Today     civil.Date
	Kana      string
	Mode      casework.Mode
	Modes     string // neutral sentences on online or in person, in the reader's language; never why
	Physician string
	AppliedOn civil.Date
	HeldOn    civil.Date
	Withdrawn civil.Date // the worker took it back; why is nobody's matter
	Received  civil.Date // letter received
	Deadlines []Deadline
	Letter    bool     // a letter has been delivered
	Package   string   // where the information for the physician stands; empty when none is asked
	Measures  []string // measure and period, as recorded
}

// NurseDesk shows who needs an earlier slot.
type NurseDesk struct {
	Today civil.Date
	Lines []NurseLine // those who need somebody first
}

// NurseLine is one worker whom the nurse supports.
type NurseLine struct {
	Case      id.Case
	Worker    string
	Company   string
	Workplace string
	Type      casework.Type
	From      time.Time
	Zone      *time.Location
	Due       civil.Date
	Attention bool // an answer asks for an early look
	Sent      bool // questionnaire sent
}

// ManagerDesk holds measures and their periods, never a reason.
type ManagerDesk struct {
	Today    civil.Date
	Measures []MeasureLine
}

// MeasureLine is one measure to apply.
type MeasureLine struct {
	Worker   string
	Measure  string // in the reader's language: what to do
	From, To civil.Date
}

// CommitteeDesk holds figures of the programme. A figure of 1 to 9 is never shown.
type CommitteeDesk struct {
	Workplace string
	Period    string
	Figures   []Figure
}

// Figure is one count.
type Figure struct {
	Name  string
	Count int
}

// CoordinatorDesk is the provider's day.
type CoordinatorDesk struct {
	Today    civil.Date
	Sessions []Session // the type is not shown: service names are neutral
	Tasks    []DeskTask
}

// DeskTask is something a person must look after.
type DeskTask struct {
	ID    id.Task
	Kind  string // of package notify
	Text  string // whose, in the reader's language, no content
	Since time.Time
	Case  id.Case
}

// AdminDesk is the state of the system, without content.
type AdminDesk struct {
	Parts   []SystemPart
	Version string
	Since   time.Time
	Zone    *time.Location
	Figures []Figure // counts of rows and jobs, no people
	Numbers []string // public numbers that were not compared with their source for too long
}

// SystemPart is one part and whether it works.
type SystemPart struct {
	Name, Note string
	OK         bool
}

// zone is z, or Japan's when none was given.
func zone(z *time.Location) *time.Location {
	if z != nil {
		return z
	}
	return japan
}

var japan = time.FixedZone("JST", 9*60*60)
