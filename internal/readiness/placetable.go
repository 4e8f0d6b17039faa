package readiness

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Seat is on which side of an interview somebody sits.
type Seat string

// The seats.
const (
	WorkerSeat    Seat = "WORKER"
	PhysicianSeat Seat = "PHYSICIAN"
)

// PlaceRule is what the table says about a kind of place.
type PlaceRule struct {
	Kind     PlaceKind `json:"kind"`
	Seats    []Seat    `json:"sides"` // to whom it is offered
	Fits     bool      `json:"fits"`  // an interview can be held there, when one is alone
	Wish     bool      `json:"wish"`  // no place, but the wish for one
	SayWhich bool      `json:"say_which"`
	Refusal  string    `json:"refusal"` // the code of the sentence that says why not
	Name     Says      `json:"name"`
	Hint     Says      `json:"hint"`
}

// Network is what somebody's picture and voice travel over.
type Network string

// PublicWiFi is warned of, never refused.
const PublicWiFi Network = "PUBLIC_WIFI"

// NetworkRule is what the table says about a kind of line.
type NetworkRule struct {
	Network Network `json:"network"`
	Name    Says    `json:"name"`
	Warning Says    `json:"warning"` // empty: none
}

// PlaceTable is the table of places and lines. Source: places.json.
type PlaceTable struct {
	Version  int           `json:"version"`
	Source   string        `json:"source"`
	Kinds    []PlaceRule   `json:"kinds"`
	Networks []NetworkRule `json:"networks"`
}

// ParsePlaces reads the table. Errors name each line and what is wrong with it.
func ParsePlaces(name string, text []byte) (PlaceTable, error) {
	var t PlaceTable
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&t); err != nil {
		return PlaceTable{}, fmt.Errorf("%s: not readable: %w", name, err)
	}
	var faults []string
	say := func(what, format string, args ...any) {
		faults = append(faults, fmt.Sprintf("%s: %s: %s", name, what, fmt.Sprintf(format, args...)))
	}
	if t.Version < 1 || t.Source == "" {
		say("file", "version and source are needed")
	}
	seen := map[string]bool{}
	named := func(what string, s Says) {
		if seen[what] {
			say(what, "is there twice")
		}
		seen[what] = true
		if what == "" || s.JA == "" || s.EN == "" {
			say(what, "needs a name in both languages")
		}
	}
	for _, k := range t.Kinds {
		named(string(k.Kind), k.Name)
		if (k.Hint.JA == "") != (k.Hint.EN == "") {
			say(string(k.Kind), "the hint lacks a language")
		}
		if len(k.Seats) == 0 || slices.ContainsFunc(k.Seats, func(s Seat) bool { return s != WorkerSeat && s != PhysicianSeat }) {
			say(string(k.Kind), "sides are WORKER, PHYSICIAN or both")
		}
		if !k.Fits && !k.Wish && k.Refusal == "" {
			say(string(k.Kind), "a place that does not fit needs the code of its refusal")
		}
		if k.Fits && (k.Wish || k.Refusal != "") {
			say(string(k.Kind), "fits and is refused")
		}
	}
	for _, n := range t.Networks {
		named(string(n.Network), n.Name)
		if (n.Warning.JA == "") != (n.Warning.EN == "") {
			say(string(n.Network), "the warning lacks a language")
		}
	}
	if len(faults) > 0 {
		return PlaceTable{}, errors.New(strings.Join(faults, "\n"))
	}
	return t, nil
}

// For lists the kinds offered to a seat, in the order of the table.
func (t PlaceTable) For(s Seat) []PlaceRule {
	var out []PlaceRule
	for _, k := range t.Kinds {
		if slices.Contains(k.Seats, s) {
			out = append(out, k)
		}
	}
	return out
}

// Find is the rule of a kind. False: the table has none.
func (t PlaceTable) Find(k PlaceKind) (PlaceRule, bool) {
	i := slices.IndexFunc(t.Kinds, func(r PlaceRule) bool { return r.Kind == k })
	if i < 0 {
		return PlaceRule{}, false
	}
	return t.Kinds[i], true
}

// Line is the rule of a network. False: the table has none.
func (t PlaceTable) Line(n Network) (NetworkRule, bool) {
	i := slices.IndexFunc(t.Networks, func(r NetworkRule) bool { return r.Network == n })
	if i < 0 {
		return NetworkRule{}, false
	}
	return t.Networks[i], true
}

// Name is what a kind of place is called; empty for none.
func (t PlaceTable) Name(k PlaceKind) Says { r, _ := t.Find(k); return r.Name }

// Warning is what to say about a network; empty when there is nothing to say.
func (t PlaceTable) Warning(n Network) Says { r, _ := t.Line(n); return r.Warning }
