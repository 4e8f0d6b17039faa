package mailer

import (
	"fmt"
	"time"

	ics "github.com/arran4/golang-ical"
)

// Event is an appointment in the recipient's calendar (iTIP, RFC 5546). A
// calendar updates what it has when UID is the same and Sequence is higher; it
// removes it when Cancel is set. The entry says nothing about its purpose:
// the summary is neutral, the class private, there is no place.
type Event struct {
	UID      string // left side; the same for this appointment and this person for ever
	Sequence int64  // rises with every change, the cancellation included
	Cancel   bool
	From, To time.Time
	Summary  string // neutral: 打合せ
	Link     string // the way in; may be empty
}

// Method is REQUEST or CANCEL.
func (e Event) Method() string {
	if e.Cancel {
		return string(ics.MethodCancel)
	}
	return string(ics.MethodRequest)
}

// text is the calendar object for the person: CRLF, folded at 75 octets.
func (e Event) text(s Sender, to Person, at time.Time) (string, error) {
	if e.UID == "" || !e.From.Before(e.To) {
		return "", fmt.Errorf("mailer: an appointment needs a uid and a time that ends after it begins")
	}
	cal := ics.NewCalendarFor("Mendan")
	cal.SetVersion("2.0")
	cal.SetCalscale("GREGORIAN")
	cal.SetMethod(ics.Method(e.Method()))
	v := cal.AddEvent(e.UID + "@" + s.Domain)
	v.SetDtStampTime(at)
	v.SetSequence(int(e.Sequence))
	v.SetStartAt(e.From)
	v.SetEndAt(e.To)
	v.SetSummary(e.Summary)
	v.SetClass(ics.ClassificationPrivate)
	v.SetTimeTransparency(ics.TransparencyOpaque)
	v.SetStatus(ics.ObjectStatusConfirmed)
	if e.Cancel {
		v.SetStatus(ics.ObjectStatusCancelled)
	}
	if e.Link != "" && !e.Cancel {
		v.SetDescription(e.Link)
		v.SetURL(e.Link)
	}
	v.SetOrganizer("mailto:"+string(s.From.Address), ics.WithCN(plain(s.From.Name)))
	// No answer is asked for: the way to move or cancel is the page, and an
	// answering mail would tell third parties that something takes place.
	v.AddAttendee("mailto:"+string(to.Address), ics.WithCN(plain(to.Name)), ics.ParticipationRoleReqParticipant,
		ics.ParticipationStatusNeedsAction, ics.WithRSVP(false))
	return cal.Serialize(ics.WithNewLine("\r\n")), nil
}
