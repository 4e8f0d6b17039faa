package governance

import (
	"context"
	"slices"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/civil"
	"mendan/internal/directory"
	"mendan/internal/id"
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

// Status is where a workplace stands with what this area holds; pages turn it
// into lines.
type Status struct {
	Place      directory.Workplace
	Today      civil.Date
	Kit        KitView
	Committee  CommitteeView
	Rules      RulesView
	InForce    Rule // today; zero: none
	Next       Rule // begins later; zero: none
	Notice     AnnouncedFact
	Unposted   bool // no posting of the physician's duties yet
	MinutesDue []Deliberation
}

// Hub reads where a workplace stands, and the lines of the other areas.
// Errors: access.ErrHidden.
func (s *Service) Hub(ctx context.Context, who actor.Actor, w id.Workplace) (Status, []Line, error) {
	var out Status
	var lines []Line
	err := s.read(ctx, who, access.SeeProgramme, w, func(ctx context.Context, tx txn.Read, w directory.Workplace) (err error) {
		if out, err = s.status(ctx, tx, w); err != nil {
			return err
		}
		lines = nil
		for _, f := range s.lines {
			more, err := f(ctx, tx, who, w)
			if err != nil {
				return err
			}
			lines = append(lines, more...)
		}
		return nil
	})
	return out, lines, err
}

func (s *Service) status(ctx context.Context, tx txn.Read, w directory.Workplace) (Status, error) {
	v := Status{Place: w, Today: directory.Today(tx, w)}
	var err error
	if v.Kit, err = s.kitView(ctx, tx, w); err != nil {
		return v, err
	}
	if v.Committee, err = s.committee(ctx, tx, w); err != nil {
		return v, err
	}
	if v.Rules, err = s.versions(ctx, tx, w); err != nil {
		return v, err
	}
	for _, l := range v.Rules.Lines {
		switch {
		case l.InForce:
			v.InForce = l.Rule
		case l.Rule.From.After(v.Today):
			v.Next = l.Rule
		}
	}
	subject := v.InForce
	if subject.ID == "" {
		subject = v.Next
	}
	if len(subject.Types) > 0 {
		if v.Notice, err = s.Announced(ctx, tx, w.ID, subject.Types[0], later(subject.From, v.Today)); err != nil {
			return v, err
		}
	}
	_, posted := v.Kit.Documents[PostingText]
	v.Unposted = !posted
	for _, d := range v.Committee.Deliberations {
		if !d.Hearing && d.Decision != Undecided && d.Published.IsZero() {
			v.MinutesDue = append(v.MinutesDue, d)
		}
	}
	return v, nil
}

func later(a, b civil.Date) civil.Date {
	if a.After(b) {
		return a
	}
	return b
}

// Workplaces are those whose programme who may see, with where each stands.
func (s *Service) Workplaces(ctx context.Context, who actor.Actor) ([]Status, error) {
	var out []Status
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		out = nil
		places := who.Workplaces
		if who.Is(actor.Physician) { // his are where he is appointed
			list, err := s.People.AppointmentsOf(ctx, tx, who.Physician, civil.DateOf(tx.Now(), time.FixedZone("JST", 9*60*60)))
			if err != nil {
				return err
			}
			for _, a := range list {
				if !slices.Contains(places, a.Workplace) {
					places = append(slices.Clone(places), a.Workplace)
				}
			}
		}
		for _, id := range places {
			w, err := s.place(ctx, tx, who, access.SeeProgramme, id)
			if err != nil {
				continue // not his: it does not exist for him
			}
			v, err := s.status(ctx, tx, w)
			if err != nil {
				return err
			}
			out = append(out, v)
		}
		return nil
	})
	return out, err
}

// DueOf is the last day on which the outline of a meeting is made known without delay.
func (v CommitteeView) DueOf(d Deliberation) civil.Date { return d.On.AddDays(v.publish) }
