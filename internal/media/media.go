// Package media runs the media server and speaks to it: it starts the child
// process "mendan media", starts it again when it dies, opens and closes its
// rooms, signs room tokens, passes signalling through, and hands on what the
// server saw.
//
// Invariants:
//   - the child is this same program with the constant arguments "media"; its
//     configuration and secrets go through its standard input, never through
//     arguments or the environment;
//   - it listens for signalling and commands on a loopback port only, and
//     commands need a secret of their own;
//   - a token is for one room, one identity and minutes;
//   - when this process ends, however it ends, the child sees its standard
//     input closed and ends too.
//
// This package never imports the media server itself (a cold build of minutes):
// only package mediaserver does. It knows nothing of cases or people: a room
// is a name, a person an identity inside it. Start with supervisor.go.
package media

import (
	"encoding/json"
	"log/slog"
	"time"
)

// AnyPort asks for a free port where 0 means "off".
const AnyPort = -1

// Config is how the media server runs. The zero value runs, on free ports.
type Config struct {
	// Command is the child's program and arguments; empty is this program with "media".
	Command []string `json:"-"`
	// Env is added to the child's environment (tests).
	Env []string     `json:"-"`
	Log *slog.Logger `json:"-"`

	// Address is the IP that browsers are told to send media to; empty is the
	// machine's own first address, or loopback when it has none.
	Address string `json:"address"`
	// Bind limits media over UDP to these addresses (IP or CIDR); empty is Address,
	// or the machine's own first address when Address is a router's. More than one
	// interface at once does not work. The TCP media port is open on all of them.
	Bind []string `json:"bind"`

	UDPPort    int `json:"udpPort"`    // media over UDP; 0 is any free port
	UDPPortEnd int `json:"udpPortEnd"` // with UDPPort a range; 0 is the one port
	TCPPort    int `json:"tcpPort"`    // media over TCP; 0 is off, AnyPort any free one

	TURN TURN `json:"turn"`

	// RedisAddress joins several media servers; empty runs alone.
	RedisAddress string `json:"redisAddress"`
	// Grace is how long a stop waits for people to leave; 0 is 3 s.
	Grace time.Duration `json:"grace"`
	// LogLevel of the media server: error (default), warn, info, debug.
	LogLevel string `json:"logLevel"`
}

// TURN is the relay in the media server for networks that let nothing else through.
type TURN struct {
	UDPPort   int    `json:"udpPort"`   // 0 is off, AnyPort any free one
	RelayFrom int    `json:"relayFrom"` // first relay port; 0 is 30000
	RelayTo   int    `json:"relayTo"`   // last relay port; 0 is 30199
	TLSPort   int    `json:"tlsPort"`   // 0 is off; browsers are sent to port 443 of Domain
	Domain    string `json:"domain"`
	CertFile  string `json:"certFile"`
	KeyFile   string `json:"keyFile"`
}

// Boot is the first line the child reads: its configuration and the secrets of this run.
type Boot struct {
	Config Config `json:"config"`
	Key    string `json:"key"`    // name of the token key
	Secret string `json:"secret"` // signs room tokens
	Admin  string `json:"admin"`  // bearer of commands
}

// Ready is what the child says once when it listens.
type Ready struct {
	Signal  string `json:"signal"` // loopback address of signalling and commands
	Address string `json:"address"`
	UDPPort int    `json:"udpPort"`
	TCPPort int    `json:"tcpPort"`
	TURN    int    `json:"turnPort"`
	PID     int    `json:"pid"`
}

// Line is one line of the child's standard output: either Ready or an Event.
type Line struct {
	Ready *Ready `json:"ready,omitempty"`
	Event *Event `json:"event,omitempty"`
}

// Kind is what the server saw.
type Kind string

// The kinds of events.
const (
	// Joined: media flows between the person's browser and the server. Data: connection.
	Joined Kind = "joined"
	// Signalled: the browser has reached the server, media not yet.
	Signalled Kind = "signalled"
	// Resumed: the browser came back after a cut without leaving. Data: reason.
	Resumed Kind = "resumed"
	// Left: the person's connection is gone for good. Data: reason.
	Left Kind = "left"
	// Published, Unpublished, Muted, Unmuted: a track of the person. Data: source (camera, microphone).
	Published   Kind = "published"
	Unpublished Kind = "unpublished"
	Muted       Kind = "muted"
	Unmuted     Kind = "unmuted"
	// Quality of one track over the last half minute. Data: source, direction (up, down), score 0-5, lost, packets, rtt.
	Quality Kind = "quality"
	// RoomClosed: the room is gone.
	RoomClosed Kind = "room_closed"
	// ServerUp and ServerDown come from the supervisor, for no room.
	ServerUp   Kind = "server_up"
	ServerDown Kind = "server_down"
	// Overrun: the child had to drop events. Data: dropped.
	Overrun Kind = "overrun"
)

// Event is one thing the server saw. ID is unique for ever: keep an event once.
type Event struct {
	ID       string    `json:"id"`
	At       time.Time `json:"at"`
	Kind     Kind      `json:"kind"`
	Room     string    `json:"room,omitempty"`
	Identity string    `json:"identity,omitempty"`
	Conn     string    `json:"conn,omitempty"` // the connection: a person who loads the page again has a new one
	Data     Data      `json:"data,omitzero"`
}

// Data is what an event has to say beside its kind.
type Data struct {
	Source     string  `json:"source,omitempty"`     // camera, microphone
	Connection string  `json:"connection,omitempty"` // udp, tcp, turn
	Reason     string  `json:"reason,omitempty"`
	Direction  string  `json:"direction,omitempty"` // up: to the server, down: from it
	Score      float64 `json:"score,omitempty"`
	Lost       int     `json:"lost,omitempty"`
	Packets    int     `json:"packets,omitempty"`
	RTT        int     `json:"rtt,omitempty"` // ms
	Dropped    int     `json:"dropped,omitempty"`
}

// JSON is the data as text, "{}" when there is none.
func (d Data) JSON() string {
	b, err := json.Marshal(d)
	if err != nil {
		return "{}"
	}
	return string(b)
}
