package readiness

import (
	"strings"
	"time"
	"unicode/utf8"

	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/private"
)

// PlaceKind is what sort of place somebody will talk from.
type PlaceKind string

// The kinds of places.
const (
	Home        PlaceKind = "HOME"
	CompanyRoom PlaceKind = "COMPANY_ROOM"
	Booth       PlaceKind = "BOOTH" // a private booth, a rented room, a satellite office with a door
	OtherRoom   PlaceKind = "OTHER"
	Cafe        PlaceKind = "CAFE"      // refused
	Coworking   PlaceKind = "COWORKING" // refused
	NoPlace     PlaceKind = "NONE"      // asks for a booth
)

// PlaceKinds lists the kinds in the order they are offered.
func PlaceKinds() []PlaceKind {
	return []PlaceKind{Home, CompanyRoom, Booth, OtherRoom, Cafe, Coworking, NoPlace}
}

// Place is where a worker says he will talk from.
type Place struct {
	private.Mark

	Case     id.Case
	Company  id.Company
	Employee id.Employee
	Kind     PlaceKind
	Note     string // which room; the wish in words when Kind is NoPlace
	Alone    bool   // alone behind a door for the whole time
	SaidAt   time.Time
}

// Fits tells whether an interview can be held there.
func (p Place) Fits() bool { return p.Kind != NoPlace && p.Kind != "" && p.Alone }

// PlaceInput is a declaration from a page, not yet believed.
type PlaceInput struct {
	Case  id.Case
	Kind  PlaceKind
	Alone string // "yes" or "no"
	Note  string
}

const noteLength = 200

// Check says what keeps the place from being taken. Fields: kind, alone, note.
//
// Source: online-guidance.md SES-04 (seed article; stress-check manual p.138):
// one-person room where nobody hears, no cafe, no co-working space.
func (in PlaceInput) Check() error {
	var f fault.Fields
	switch in.Kind {
	case Home, CompanyRoom, Booth, OtherRoom:
		switch in.Alone {
		case "yes":
		case "no":
			f.Add("alone", "readiness.not_alone")
		default:
			f.Add("alone", "form.choose")
		}
		if in.Kind == OtherRoom && strings.TrimSpace(in.Note) == "" {
			f.Add("note", "readiness.which_room")
		}
	case Cafe:
		f.Add("kind", "readiness.cafe")
	case Coworking:
		f.Add("kind", "readiness.coworking")
	case NoPlace: // nothing else is asked
	default:
		f.Add("kind", "form.choose")
	}
	if utf8.RuneCountInString(in.Note) > noteLength {
		f.Add("note", "form.too_long", noteLength)
	}
	return f.Err()
}
