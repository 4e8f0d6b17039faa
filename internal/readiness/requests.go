package readiness

import (
	"strings"
	"time"
	"unicode/utf8"

	"mendan/internal/civil"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/private"
)

// RequestKind is what a worker asks to be provided with.
type RequestKind string

// The kinds of requests.
const (
	RoomRequest    RequestKind = "ROOM"    // a booth or a room to talk in
	HeadsetRequest RequestKind = "HEADSET" // a headset on loan
)

// RequestState is where a request stands.
type RequestState string

// The states. Open is the only one that waits for somebody.
const (
	RequestOpen      RequestState = "OPEN"
	RequestArranged  RequestState = "ARRANGED"  // the room has an address and a time; the headset a day
	RequestNotFound  RequestState = "NOT_FOUND" // nothing can be arranged
	RequestWithdrawn RequestState = "WITHDRAWN" // the worker needs it no more
)

// Request is one room or headset asked for. It says what is wanted and for when, never why.
type Request struct {
	private.Mark

	ID        id.Request
	Case      id.Case
	Company   id.Company
	Workplace id.Workplace
	Employee  id.Employee
	Kind      RequestKind
	// ByProvider: the provider's coordinator sees to it, since the employer may
	// not know that there is an interview.
	ByProvider bool
	Wish       string // written for whoever arranges it
	State      RequestState
	AskedAt    time.Time
	Due        civil.Date // by when it should be answered

	Address string // as one tells a taxi driver; no map of others is needed
	Room    string
	Note    string    // how to get in, what to bring
	From    time.Time // the room is free; zero for a headset
	To      time.Time
	LentOn  civil.Date // the headset is handed over or posted

	AnsweredAt time.Time
}

// Late tells whether nobody has answered in time.
func (r Request) Late(today civil.Date) bool { return r.State == RequestOpen && today.After(r.Due) }

// Given tells whether the worker has what he asked for.
func (r Request) Given() bool { return r.State == RequestArranged }

// due is the day by which a request is answered: two working days, and no later
// than the day before the interview; never before the day it was asked.
// Own rule: whoever rents a booth needs a day, whoever travels there an evening.
func due(asked, interview civil.Date) civil.Date {
	d := asked
	for left := 2; left > 0; {
		d = d.AddDays(1)
		if w := d.Weekday(); w != time.Saturday && w != time.Sunday {
			left--
		}
	}
	if !interview.IsZero() && !d.Before(interview) {
		d = interview.AddDays(-1)
	}
	if d.Before(asked) {
		return asked
	}
	return d
}

// RequestInput is what a worker asks for.
type RequestInput struct {
	Case id.Case
	Kind RequestKind
	Wish string
}

// Check says what is wrong. Fields: kind, wish.
func (in RequestInput) Check() error {
	var f fault.Fields
	if in.Kind != RoomRequest && in.Kind != HeadsetRequest {
		f.Add("kind", "form.choose")
	}
	if utf8.RuneCountInString(in.Wish) > noteLength {
		f.Add("wish", "form.too_long", noteLength)
	}
	return f.Err()
}

// AnswerInput is what whoever arranges it answers.
type AnswerInput struct {
	Request id.Request
	Found   string // "yes" or "no"
	Address string
	Room    string
	Note    string
	From    time.Time
	To      time.Time
	LentOn  civil.Date
}

// Check says what is missing. Fields: found, address, room, from, to, day, note.
func (in AnswerInput) Check(k RequestKind) error {
	var f fault.Fields
	switch in.Found {
	case "no":
	case "yes":
		if k == HeadsetRequest {
			if in.LentOn.IsZero() {
				f.Add("day", "readiness.lent_on")
			}
			break
		}
		if utf8.RuneCountInString(strings.TrimSpace(in.Address)) < 4 {
			f.Add("address", "readiness.room_address")
		}
		if strings.TrimSpace(in.Room) == "" {
			f.Add("room", "readiness.room_name")
		}
		if in.From.IsZero() {
			f.Add("from", "readiness.room_time")
		}
		if !in.From.IsZero() && !in.From.Before(in.To) {
			f.Add("to", "readiness.room_until")
		}
	default:
		f.Add("found", "form.choose")
	}
	for _, x := range []struct{ name, text string }{{"address", in.Address}, {"room", in.Room}, {"note", in.Note}} {
		if utf8.RuneCountInString(x.text) > noteLength {
			f.Add(x.name, "form.too_long", noteLength)
		}
	}
	return f.Err()
}

// Payer is who pays by the company's rule.
type Payer string

// The payers.
const (
	ByRule   Payer = ""        // the rule does not say, or is not known here
	Employer Payer = "COMPANY" // the company pays
	Worker   Payer = "WORKER"  // the worker pays
)

// CostRule is what a workplace's rule (規程) says about costs.
type CostRule struct {
	Room, Headset, Line Payer
}

// Of is who pays for a request of the kind.
func (r CostRule) Of(k RequestKind) Payer {
	if k == HeadsetRequest {
		return r.Headset
	}
	return r.Room
}
