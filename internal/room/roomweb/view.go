package roomweb

import (
	"encoding/json"
	"time"

	"github.com/a-h/templ"

	"mendan/internal/id"
	"mendan/internal/room"
)

// RoomView is what the room's page needs when it is drawn: everything that the
// script will keep up to date is in State, so that the page says the right
// thing before the script runs. RoomPage(view RoomView) draws it.
type RoomView struct {
	Case id.Case
	Me   room.Side
	Base string // "/interviews/{case}/room": all addresses of the contract are below it
	Back string // where one goes when the room is left: the worker's interview page or the physician's case page

	State     room.State
	StateJSON string // State as JSON, for a data attribute: the script starts from it

	Zone *time.Location
	// Still is after how many seconds without motion and voice the physician is
	// told to speak to the worker; Camera are the reasons why a camera may stay
	// off, Line those of going on over a poor line (physician only).
	Still     int
	Camera    []Choice
	Line      []Choice
	SamePhone bool   // the worker's call-back number seems to be the phone he talks on
	Statutory bool   // an interview of the law: the worker has to be seen
	OffLimit  int    // minutes for which the worker's camera may be off in one
	Type      string // interview type code, never shown in titles

	Desk *DeskView // physician only, nil for the worker

	// Drawn by the area of emergencies: for the physician the buttons in the head
	// and the panel beside the picture, for the worker the way to help. nil draws nothing.
	Bar, Emergency, Help templ.Component
}

// Choice is a reason as it is offered.
type Choice struct{ Code, Words string }

// DeskView is the physician's desk beside the picture.
type DeskView struct {
	Facts      []Line // workplace and worker: hours, work, age ... in order
	Highlights []Line // of the questionnaire; Alert marks what must not be overseen
	Package    string // where the employer's information stands; empty when none is asked
	Statutory  []Item // what the law wants to be asked, and what is still missing
	Notes      room.Notes
	Report     string // address of the report page
	Identities []room.Identity
}

// Line is a label with its value.
type Line struct {
	Label string
	Value string
	Alert bool
}

// Item is one statutory item of the interview.
type Item struct {
	Name string
	Done bool
}

// EndView is shown instead of the room when the session is over.
type EndView struct {
	Case  id.Case
	Me    room.Side
	State room.State
	Back  string
}

func stateJSON(s room.State) string {
	b, err := json.Marshal(s)
	if err != nil {
		return "{}" // a State always marshals: times and strings only
	}
	return string(b)
}
