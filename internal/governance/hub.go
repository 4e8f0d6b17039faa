package governance

import (
	"context"

	"mendan/internal/actor"
	"mendan/internal/civil"
	"mendan/internal/directory"
	"mendan/internal/txn"
)

// LineState is where one line of the programme stands.
type LineState int

// The states.
const (
	LineOpen  LineState = iota // missing
	LineDoing                  // begun
	LineDone
	LineLater // has to wait for another line
)

// Line is one thing that a workplace has to settle, as the hub shows it. Texts
// are in the reader's language already.
type Line struct {
	Key   string // "rule", "notice", "card": unique on the hub
	Name  string
	Note  string // what it is about, what is missing
	Do    string // the button: what to do next
	Href  string
	State LineState
	Due   civil.Date // zero: no day
	Extra bool       // no condition of the launch: shown below the others
}

// LineSource gives the lines of one area for a workplace; it joins the hub's
// snapshot and may leave out what the reader may not see.
type LineSource func(ctx context.Context, tx txn.Read, who actor.Actor, w directory.Workplace) ([]Line, error)

// AddLines puts the lines of another area on the hub, after those already there.
func (s *Service) AddLines(f LineSource) { s.lines = append(s.lines, f) }
