// Package notify tells people things: a message is a row and a job written in
// the act it is about, delivered later by mail, with a calendar part where an
// appointment begins, moves or ends. It reminds, keeps what became of each
// message, and puts what could not be delivered on the coordinator's desk.
//
// A notice has no free text: it names its kind, an account, a way in and the
// thing it is about. So no health data can be in a message, a job or a mail.
// Address, name, language and the state of the appointment are read when the
// mail goes out, not when it was asked for. All wording is in notifymail, one
// text per kind and language.
//
// It does not know who should be told what: the areas do. Read send.go for the
// asking side, weigh.go for what may still go out, deliver.go for the going out.
package notify

import (
	"log/slog"
	"slices"
	"strings"
	"time"

	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/lang"
)

// Kind is what a message is about. Kinds are data in the database: never rename one.
type Kind string

// The kinds.
const (
	SignInLink        Kind = "sign_in_link"       // the one-time way in; minted when the mail goes out
	Invitation        Kind = "invitation"         // somebody has an account now
	Booked            Kind = "booked"             // an appointment begins to be
	Moved             Kind = "moved"              // ... is at another time
	CancelledBooking  Kind = "cancelled"          // ... is no more
	ReminderDay       Kind = "reminder_1d"        // a day before
	ReminderHour      Kind = "reminder_1h"        // an hour before
	ReminderTen       Kind = "reminder_10m"       // ten minutes before
	LetterToRead      Kind = "letter_to_read"     // worker: something to read before it is passed on
	LetterReleased    Kind = "letter_released"    // HR: something to receive
	MeasuresRecorded  Kind = "measures_recorded"  // physician: the employer has answered
	QuestionnaireOpen Kind = "questionnaire_open" // worker: something to fill in
	TaskAssigned      Kind = "task_assigned"      // a desk: something to do
	EmergencyCall     Kind = "emergency_call"     // whom the emergency plan names: open the page now
	EmergencyDrill    Kind = "emergency_drill"    // the same, in a drill (訓練)
	BookingFact       Kind = "booking_fact"       // HR: an interview the law asks for has another date, or none; not which
	RuleNotice        Kind = "rule_notice"        // worker: a company rule to read and acknowledge
	RuleReminder      Kind = "rule_reminder"      // worker: it is still to be read
)

// Kinds lists them all.
func Kinds() []Kind {
	return []Kind{
		SignInLink, Invitation, Booked, Moved, CancelledBooking, ReminderDay, ReminderHour, ReminderTen,
		LetterToRead, LetterReleased, MeasuresRecorded, QuestionnaireOpen, TaskAssigned, BookingFact,
		EmergencyCall, EmergencyDrill,
		RuleNotice, RuleReminder,
	}
}

// Lead is how long before the appointment a reminder goes out; zero for other kinds.
func (k Kind) Lead() time.Duration {
	switch k { //nolint:exhaustive // only reminders have a lead
	case ReminderDay:
		return 24 * time.Hour
	case ReminderHour:
		return time.Hour
	case ReminderTen:
		return 10 * time.Minute
	}
	return 0
}

// calendar tells whether messages of this kind carry a calendar part.
func (k Kind) calendar() bool { return k == Booked || k == Moved || k == CancelledBooking }

// once tells whether one waiting message of this kind says it all: it has no
// content, so a second one about the same thing would be noise.
func (k Kind) once() bool { return k == BookingFact }

// urgent tells whether a minute counts: these are tried again each minute.
func (k Kind) urgent() bool {
	return k == SignInLink || k == ReminderHour || k == ReminderTen || k == EmergencyCall || k == EmergencyDrill
}

// Notice is what an area asks for: tell this person this kind of thing.
type Notice struct {
	Kind     Kind
	To       id.Account
	Path     string  // the way in: a path of the product, "/interviews/cas_..."
	Subject  string  // the id of the thing it is about
	Calendar *Invite // for Booked, Moved and CancelledBooking, and only for them
}

// Invite is the appointment a message brings into the calendar.
type Invite struct {
	Booking  id.Booking
	Sequence int64 // rises with each change of the booking, its end included
	From, To time.Time
}

// Check refuses a notice that could not be delivered. Its faults are errors of the program.
func (n Notice) Check() error {
	path := n.Path
	switch {
	case !slices.Contains(Kinds(), n.Kind):
		return ErrMalformed.With("kind")
	case n.Kind.Lead() > 0: // reminders are planned with Remind, which knows the appointment
		return ErrMalformed.With("kind")
	case n.To == "":
		return ErrMalformed.With("to")
	case !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\ \r\n\t"):
		return ErrMalformed.With("path")
	case n.Kind.calendar() != (n.Calendar != nil):
		return ErrMalformed.With("calendar")
	case n.Calendar != nil && (n.Calendar.Booking == "" || !n.Calendar.From.Before(n.Calendar.To)):
		return ErrMalformed.With("calendar")
	}
	return nil
}

// State is what became of a message.
type State string

// The states. Queued is the only one that is left again.
const (
	Queued        State = "QUEUED"
	Sent          State = "SENT"          // a mail server has taken it over
	Undeliverable State = "UNDELIVERABLE" // nobody takes it; a person was told
	Dropped       State = "DROPPED"       // not needed any more; Reason says why
)

// Message is one notice and what became of it. It holds no name, no address,
// no text and no secret.
type Message struct {
	ID      id.Message
	Kind    Kind
	To      id.Account
	Path    string
	Subject string
	Invite  Invite // zero when it is not about an appointment

	State   State
	Reason  string // a code, for Undeliverable and Dropped
	Created time.Time
	Settled time.Time // when State left Queued
}

// Contact is how a person is reached today. Logs and fmt see [withheld].
type Contact struct {
	Address  string // empty: no way to reach him
	Name     string
	Company  string // of a company's people; empty for the provider's
	Language lang.Lang
	Zone     *time.Location
}

const withheld = "[withheld]"

// LogValue keeps the person out of logs.
func (Contact) LogValue() slog.Value { return slog.StringValue(withheld) }

// String keeps the person out of accidental formatting.
func (Contact) String() string { return withheld }

// Appointment is the state of a booking today.
type Appointment struct {
	Stands   bool // not cancelled, not over and done with
	From, To time.Time
	Sequence int64
}

// Errors of this package.
var (
	// ErrMalformed: a notice that cannot be one; the calling area has a fault.
	ErrMalformed = fault.New(fault.Internal, "notify.malformed")
	// ErrUnknown: no such message.
	ErrUnknown = fault.New(fault.NotFound, "notify.unknown")
	// ErrUnknownTask: no such task, or not on this desk.
	ErrUnknownTask = fault.New(fault.NotFound, "notify.unknown_task")
	// ErrTaskDone: somebody was first.
	ErrTaskDone = fault.New(fault.Conflict, "notify.task_done")
	// ErrRefused: nobody will ever take this mail to this address.
	ErrRefused = fault.New(fault.Invalid, BadAddress)
	// ErrNoAddress: the person has no address.
	ErrNoAddress = fault.New(fault.Invalid, NoAddress)
	// ErrLater: the mail cannot go out now.
	ErrLater = fault.New(fault.Unavailable, "notify.later")
)
