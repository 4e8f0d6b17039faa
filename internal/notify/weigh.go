package notify

import "time"

// Reasons why a message was dropped or could not be delivered.
const (
	Superseded = "notify.superseded" // the appointment has moved on; a newer message says so
	Past       = "notify.past"       // too late to be of use
	Overtaken  = "notify.overtaken"  // the next reminder is due by now
	Forgotten  = "notify.forgotten"  // the plan was changed
	Nobody     = "notify.nobody"     // the account is closed
	NoAddress  = "notify.no_address" // the person has no address
	BadAddress = "notify.refused"    // the mail server refused for good
	Exhausted  = "notify.exhausted"  // tried for days
)

// Verdict is what may happen to a message now.
type Verdict struct {
	Send  bool
	Drop  string    // the reason, when it is to be dropped
	Later time.Time // when it is to be looked at again
}

// signInGood is how long a wish to sign in is worth a mail: who waited longer
// has asked again.
const signInGood = 30 * time.Minute

// early is how much before its time a reminder may go.
const early = 30 * time.Second

// Weigh decides, on today's truth about the appointment, whether m still may
// go out. It is pure; the table of its cases is testdata/weigh.txt.
func Weigh(m Message, a Appointment, now time.Time) Verdict {
	switch {
	case m.Kind == SignInLink && !now.Before(m.Created.Add(signInGood)):
		return Verdict{Drop: Past}
	case m.Kind == CancelledBooking:
		// Always: also late it clears the calendar. Its sequence is above all
		// that went before, so it is right whenever it arrives.
		return Verdict{Send: true}
	case m.Kind == Booked || m.Kind == Moved:
		switch {
		case !a.Stands || a.Sequence > m.Invite.Sequence:
			return Verdict{Drop: Superseded}
		case !now.Before(a.From):
			return Verdict{Drop: Past}
		}
	case m.Kind.Lead() > 0:
		at := a.From.Add(-m.Kind.Lead())
		switch {
		case !a.Stands:
			return Verdict{Drop: Superseded}
		case !now.Before(a.From):
			return Verdict{Drop: Past}
		case now.Before(at.Add(-early)):
			return Verdict{Later: at}
		case overtaken(m.Kind, a, now):
			return Verdict{Drop: Overtaken}
		}
	}
	return Verdict{Send: true}
}

// overtaken tells whether the next, nearer reminder is due already.
func overtaken(k Kind, a Appointment, now time.Time) bool {
	next := map[Kind]Kind{ReminderDay: ReminderHour, ReminderHour: ReminderTen}[k]
	return next != "" && !now.Before(a.From.Add(-next.Lead()))
}
