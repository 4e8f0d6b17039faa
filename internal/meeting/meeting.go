// Package meeting holds the tool a workplace has named for interviews by video
// (指定ツール): the own room, which is the default, or Microsoft Teams, Google
// Meet or Zoom; and for those the meeting of each booking and its link.
//
// Invariants: a workplace has one designation, and a booking keeps the tool it
// was made under; whoever makes meetings at a tool learns the time, the neutral
// subject and nothing else; a link leads to a page of its tool over https and
// never starts a meeting as its host; a meeting is made, moved and removed by a
// job that reads today's truth and may run twice.
//
// It does not talk to the tools itself (meetingapi does), and it does not know
// what happens in a meeting: that is the physician's word, kept by package room.
//
// Read this file, then keep.go.
package meeting

import (
	"time"

	"mendan/internal/casework"
	"mendan/internal/id"
	"mendan/internal/private"
)

// Tool is where an interview by video takes place (指定ツール).
type Tool string

// The tools. Source: S03 2(2) names no tool; that the company names one is the provider's standard.
const (
	Own   Tool = "OWN"   // the room of this platform
	Teams Tool = "TEAMS" // Microsoft Teams
	Meet  Tool = "MEET"  // Google Meet
	Zoom  Tool = "ZOOM"  // Zoom
)

// Tools lists them in the order they are offered.
func Tools() []Tool { return []Tool{Own, Teams, Meet, Zoom} }

// Valid tells whether t is one of the tools.
func (t Tool) Valid() bool { return t == Own || t.Outside() }

// Outside tells whether the tool belongs to somebody else.
func (t Tool) Outside() bool { return t == Teams || t == Meet || t == Zoom }

// Name is the tool's own name; the own room has none.
func (t Tool) Name() string {
	return map[Tool]string{Teams: "Microsoft Teams", Meet: "Google Meet", Zoom: "Zoom"}[t]
}

// Operator is who runs the tool.
func (t Tool) Operator() string {
	return map[Tool]string{Teams: "Microsoft Corporation", Meet: "Google LLC", Zoom: "Zoom Communications, Inc."}[t]
}

// Subject is what a meeting is called at a tool. It says nothing about anybody.
const Subject = "打合せ"

// Way is how the link of a booking comes to be.
type Way string

// The ways.
const (
	Made   Way = "MADE"   // through the tool's own interface, with the company's credentials
	Pasted Way = "PASTED" // by hand, for each interview
)

// Valid tells whether w is one of the ways.
func (w Way) Valid() bool { return w == Made || w == Pasted }

// Designation is what a workplace has named. The zero Tool does not occur: who
// named nothing has Own, with a zero At.
type Designation struct {
	Workplace id.Workplace
	Company   id.Company
	Tool      Tool
	Way       Way
	At        time.Time // when it was named; zero: never, the default holds
	By        string    // actor.Actor.Name
}

// Named tells whether somebody named the tool.
func (d Designation) Named() bool { return !d.At.IsZero() }

// Secret is what opens a company's account at a tool: a client secret, or a
// private key. It is never shown again and never in a log.
type Secret = private.Text[secret]

type secret struct{}

// Account is how meetings are made in the company's own account at a tool.
type Account struct {
	private.Mark

	Company id.Company
	Tool    Tool
	Tenant  string // Teams: tenant; Zoom: account id; Meet: empty
	Client  string // Teams, Zoom: client id; Meet: mail address of the service account
	Secret  Secret // Teams, Zoom: client secret; Meet: private key (PEM)
	Host    string // in whose name meetings are made: user id or mail address
	At      time.Time
	By      string
}

// State of a booking's meeting.
type State string

// The states.
const (
	Wanted State = "WANTED" // the link is not there yet
	Ready  State = "READY"  // the link is there
	Failed State = "FAILED" // the tool does not take it; a person was told, and the link can be pasted
	Gone   State = "GONE"   // not needed any more, and gone at the tool
)

// Link is where a meeting is entered.
type Link = private.Text[link]

type link struct{}

// Meeting is the meeting of one booking at an outside tool.
type Meeting struct {
	Booking   id.Booking
	Case      id.Case
	Company   id.Company
	Workplace id.Workplace
	Type      casework.Type
	Tool      Tool
	Way       Way
	State     State
	Ref       string // the tool's own name of the meeting; empty: none there
	Link      Link
	From, To  time.Time // as the tool was told last
	Told      int       // Sequence of the booking as the tool was told last
	Tried     bool      // making it was begun once: it may be there although we know no Ref
	Waits     int       // how often the tool asked to come later
	Problem   string    // code of what went wrong last; empty: nothing
	Changed   time.Time
}
