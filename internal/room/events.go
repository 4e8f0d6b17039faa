package room

import (
	"encoding/json"
	"strings"
	"time"

	"mendan/internal/id"
)

// Source is whose word an event is.
type Source string

// The sources.
const (
	FromServer   Source = "server"   // the media server
	FromPlatform Source = "platform" // this program
	FromBrowser  Source = "browser"  // the browser of the event's side
)

// Kind is what happened.
type Kind string

// The kinds by source. Server:
const (
	Signalled   Kind = "signalled"
	Joined      Kind = "joined"
	Resumed     Kind = "resumed"
	Left        Kind = "left"
	Published   Kind = "published"
	Unpublished Kind = "unpublished"
	Muted       Kind = "muted"
	Unmuted     Kind = "unmuted"
	Quality     Kind = "quality"
	RoomClosed  Kind = "room_closed"
	ServerDown  Kind = "server_down"
	ServerUp    Kind = "server_up"
	Overrun     Kind = "overrun"
)

// Platform:
const (
	Admitted   Kind = "admitted"
	Checked    Kind = "checked" // items of the checklist changed
	Finished   Kind = "finished"
	Turned     Kind = "converted"
	Announced  Kind = "token"            // a way into the media room was given out
	Paused     Kind = "paused"           // somebody came in: picture and voice are off on both sides
	Continued  Kind = "continued"        // the one who stopped it is alone again
	LineJudged Kind = "line_judged"      // the physician decided about a line that passed a limit
	Excepted   Kind = "camera_exception" // the worker asked that the camera stays off, or the physician allowed it
)

// Browser:
const (
	CameraOff    Kind = "camera_off"
	CameraOn     Kind = "camera_on"
	MicOff       Kind = "mic_off"
	MicOn        Kind = "mic_on"
	Reconnecting Kind = "reconnecting"
	Reconnected  Kind = "reconnected"
	PhoneShown   Kind = "phone_shown"
	LeftPage     Kind = "left"
)

var fromBrowser = map[Kind]bool{
	CameraOff: true, CameraOn: true, MicOff: true, MicOn: true,
	Reconnecting: true, Reconnected: true, PhoneShown: true, LeftPage: true,
}

// Event is one observed fact about a room. Events are only ever added.
type Event struct {
	ID     id.Event
	Room   id.Room
	Key    string // unique for ever: the same word said twice is kept once
	At     time.Time
	Source Source
	Side   Side // empty: the room itself
	Kind   Kind
	Data   Detail
}

// Detail is what an event has to say beside its kind. Never content, never a name.
type Detail struct {
	Conn       string   `json:"conn,omitempty"`       // the connection at the media server
	Track      string   `json:"track,omitempty"`      // camera, microphone
	Connection string   `json:"connection,omitempty"` // udp, tcp, turn
	Reason     string   `json:"reason,omitempty"`
	Direction  string   `json:"direction,omitempty"`
	Score      float64  `json:"score,omitempty"` // 0-5
	Lost       int      `json:"lost,omitempty"`
	Packets    int      `json:"packets,omitempty"`
	RTT        int      `json:"rtt,omitempty"` // ms
	Items      []string `json:"items,omitempty"`
	Outcome    Outcome  `json:"outcome,omitempty"`
	Choice     string   `json:"choice,omitempty"` // of the physician about the line
	Dropped    int      `json:"dropped,omitempty"`
}

// JSON is the detail as it is stored.
func (d Detail) JSON() string {
	b, err := json.Marshal(d)
	if err != nil {
		return "{}" // plain fields always marshal
	}
	return string(b)
}

// ParseDetail reads what JSON wrote.
func ParseDetail(text string) (Detail, error) {
	var d Detail
	err := json.NewDecoder(strings.NewReader(text)).Decode(&d)
	return d, err
}
