package app

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"mendan/internal/casework"
	"mendan/internal/casework/caseworkdb"
	"mendan/internal/config"
	"mendan/internal/database"
	"mendan/internal/directory"
	"mendan/internal/directory/directorydb"
	"mendan/internal/emergency"
	"mendan/internal/emergency/emergencydb"
	"mendan/internal/gate"
	"mendan/internal/id"
	"mendan/internal/meeting"
	"mendan/internal/meeting/meetingdb"
	"mendan/internal/txn"
)

// GateAsk is what `mendan gate` is asked.
type GateAsk struct {
	Workplace string
	Type      string // empty: every type this release holds
	Format    string // text or json
}

// Gate prints the launch gate of a workplace today, and tells whether every type
// asked for may be held by video. Errors: Unusable for what cannot be
// asked: no such workplace, type or format.
func Gate(ctx context.Context, c config.Config, ask GateAsk, out io.Writer) (bool, error) {
	w, types, err := ask.read()
	if err != nil {
		return false, Unusable{err}
	}
	if c.Database == "" {
		if _, err := os.Stat(c.DSN()); err != nil {
			return false, Unusable{fmt.Errorf("no database in %s", c.Data)}
		}
	}
	db, err := open(ctx, c)
	if err != nil {
		return false, err
	}
	defer func() { _ = db.Close() }()
	s, err := gateServices(db)
	if err != nil {
		return false, err
	}
	var list []gate.Verdict
	var place directory.Workplace
	err = db.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		if place, err = s.people.Workplace(ctx, tx, w); err != nil {
			return err
		}
		list = nil
		for _, t := range types {
			v, err := s.gate.Check(ctx, tx, place, t, directory.Today(tx, place))
			if err != nil {
				return err
			}
			list = append(list, v)
		}
		return nil
	})
	if missing(err) {
		return false, Unusable{fmt.Errorf("--workplace: there is no workplace %s", w)}
	}
	if err != nil {
		return false, fmt.Errorf("the gate cannot be read: %w", root(err))
	}
	ready := true
	for _, v := range list {
		ready = ready && v.Open
	}
	if ask.Format == "json" {
		e := json.NewEncoder(out)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return ready, e.Encode(struct {
			Workplace id.Workplace   `json:"workplace"`
			Name      string         `json:"name"`
			Open      bool           `json:"open"`
			Verdicts  []gate.Verdict `json:"verdicts"`
		}{place.ID, place.Name, ready, list})
	}
	return ready, printGate(out, place, list)
}

func (a GateAsk) read() (id.Workplace, []casework.Type, error) {
	if a.Format != "text" && a.Format != "json" {
		return "", nil, fmt.Errorf("--format: want text or json, got %q", a.Format)
	}
	w, err := id.Parse[id.Workplace](a.Workplace)
	if err != nil {
		return "", nil, fmt.Errorf("--workplace: %q is no id of a workplace (wpl_...)", a.Workplace)
	}
	var types []casework.Type
	var known []string
	for _, t := range casework.Types() {
		known = append(known, string(t.ID))
		if a.Type == string(t.ID) || a.Type == "" && t.Held {
			types = append(types, t.ID)
		}
	}
	if len(types) == 0 {
		return "", nil, fmt.Errorf("--type: %q is no type of interview (%s)", a.Type, strings.Join(known, ", "))
	}
	return w, types, nil
}

// printGate is the gate for people at a terminal: what to do first.
func printGate(out io.Writer, w directory.Workplace, list []gate.Verdict) error {
	var b strings.Builder
	for n, v := range list {
		if n > 0 {
			b.WriteString("\n")
		}
		word := "open"
		if !v.Open {
			word = "closed"
		}
		fmt.Fprintf(&b, "%s (%s)  %s  %s  %s  rules %s\n", w.Name, w.ID, v.Type, v.Day, word, v.Version)
		for _, part := range []struct {
			head  string
			items []gate.Item
			next  bool
		}{{"closes", v.Closing(), true}, {"warns", v.Warnings(), true}, {"holds", v.Holding(), false}} {
			for _, i := range part.items {
				fmt.Fprintf(&b, "  %-6s  %-11s  %-20s  %s\n", part.head, i.ID, stateOf(i), i.Title.JA)
				if part.next {
					fmt.Fprintf(&b, "          -> %s", i.Next.JA)
					if i.Link != "" {
						fmt.Fprintf(&b, " %s", i.Link)
					}
					b.WriteString("\n")
				}
			}
		}
	}
	_, err := io.WriteString(out, b.String())
	return err
}

func stateOf(i gate.Item) string {
	switch i.State { //nolint:exhaustive // the others say it all
	case gate.Expires:
		return "expires " + i.Until.String()
	case gate.Expired:
		return "expired " + i.Until.String()
	case gate.Late:
		return "late " + i.Since.String()
	}
	return string(i.State)
}

// gateServices are just the areas that tell the gate facts.
func gateServices(db *database.DB) (*services, error) {
	s := &services{db: db, people: directory.NewService(db, directorydb.New())}
	s.cases = casework.NewService(db, caseworkdb.Store{}, s.people)
	s.buildProvision()
	if err := s.buildGovernance(); err != nil {
		return nil, err
	}
	s.meetings = meeting.NewService(meeting.Parts{Txns: db, Store: meetingdb.Store{}, Cases: s.cases, Places: s.people})
	s.emergencies = emergency.NewService(emergency.Parts{Txns: db, Store: emergencydb.Store{}, Cases: s.cases, People: s.people})
	return s, s.buildGate()
}
