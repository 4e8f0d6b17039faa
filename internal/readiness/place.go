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

// PlaceKind is what sort of place somebody will talk from. The kinds and what
// they are good for stand in the table (texts/places.json).
type PlaceKind string

// The kinds of places that code speaks of.
const (
	Home        PlaceKind = "HOME"
	CompanyRoom PlaceKind = "COMPANY_ROOM"
	Booth       PlaceKind = "BOOTH" // a private booth, a rented room, a satellite office with a door
	OtherRoom   PlaceKind = "OTHER"
	Cafe        PlaceKind = "CAFE"      // refused
	Coworking   PlaceKind = "COWORKING" // refused
	NoPlace     PlaceKind = "NONE"      // asks for a booth
)

// Place is where a worker says he will talk from.
type Place struct {
	private.Mark

	Case     id.Case
	Company  id.Company
	Employee id.Employee
	Kind     PlaceKind
	Note     string // which room
	Alone    bool   // alone behind a door for the whole time
	Network  Network
	SaidAt   time.Time
}

// Fits tells whether an interview can be held there. A kind is kept only when
// the table lets it, so what is kept is not asked again.
func (p Place) Fits() bool { return p.Kind != NoPlace && p.Kind != "" && p.Alone }

// PhysicianPlace is from where a physician talks on one day. It is said once
// for all of that day's interviews.
type PhysicianPlace struct {
	private.Mark

	Physician id.Physician
	Day       civil.Date // in Japan
	Kind      PlaceKind
	Note      string
	Alone     bool // nobody hears: alone behind a door while talking
	Unseen    bool // nobody sees the screen or the worker's face
	Network   Network
	SaidAt    time.Time
}

// Fits tells whether interviews can be held there.
func (p PhysicianPlace) Fits() bool { return p.Kind != "" && p.Alone && p.Unseen }

// PlaceInput is a declaration from a page, not yet believed.
type PlaceInput struct {
	Case    id.Case // of a worker's declaration
	Kind    PlaceKind
	Alone   string // "yes" or "no"
	Unseen  string // of a physician's declaration: "yes" or "no"
	Network Network
	Note    string
}

const noteLength = 200

// Check says what keeps the place from being taken. Fields: kind, alone,
// unseen, network, note. A network that is not said is not asked for again.
//
// Source: online-guidance.md SES-04 to SES-06 (seed article; stress-check
// manual p.138): one-person room where nobody hears, no cafe, no co-working
// space; public Wi-Fi is warned of.
func (in PlaceInput) Check(t PlaceTable, seat Seat) error {
	var f fault.Fields
	rule, known := t.Find(in.Kind)
	offered := false
	for _, r := range t.For(seat) {
		offered = offered || r.Kind == in.Kind
	}
	switch {
	case !known || !offered:
		f.Add("kind", "form.choose")
	case rule.Refusal != "":
		f.Add("kind", rule.Refusal)
	case rule.Wish: // nothing else is asked
	default:
		if seat == PhysicianSeat {
			yes(&f, "alone", in.Alone, "readiness.physician_alone")
			yes(&f, "unseen", in.Unseen, "readiness.physician_unseen")
		} else {
			yes(&f, "alone", in.Alone, "readiness.not_alone")
		}
		if rule.SayWhich && strings.TrimSpace(in.Note) == "" {
			f.Add("note", "readiness.which_room")
		}
	}
	if _, ok := t.Line(in.Network); !ok && in.Network != "" {
		f.Add("network", "form.choose")
	}
	if utf8.RuneCountInString(in.Note) > noteLength {
		f.Add("note", "form.too_long", noteLength)
	}
	return f.Err()
}

// yes refuses "no" with the sentence and no answer with the usual one.
func yes(f *fault.Fields, name, answer, refusal string) {
	switch answer {
	case "yes":
	case "no":
		f.Add(name, refusal)
	default:
		f.Add(name, "form.choose")
	}
}
