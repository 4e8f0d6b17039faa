package room

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// LineChoice is what the physician does about a line that passed a limit.
type LineChoice string

// The choices.
const (
	GoOn   LineChoice = "continue"
	Redo   LineChoice = "redo"      // another day, online again
	ToMeet LineChoice = "in_person" // not by video
)

// LineWord is the physician's decision about the line, as it is kept.
type LineWord struct {
	Choice LineChoice `json:"choice,omitempty"`
	Reason string     `json:"reason,omitempty"` // code of the table, of GoOn
	Note   string     `json:"note,omitempty"`   // words to OTHER: for the physician's record only
	Facts  string     `json:"facts,omitempty"`  // what had passed its limit by then, with spaces between
	At     time.Time  `json:"at,omitzero"`
}

// lineFacts are the facts of the table that the line alone is to blame for.
var lineFacts = []string{"line_lost", "long_stops", "without_voice"}

// Line is how the line held so far, for the physician.
type Line struct {
	Lost  float64 `json:"lost"`  // seconds, the worse side
	Stops int     `json:"stops"` // long ones
	Voice float64 `json:"voice"` // seconds without voice

	CameraOff float64 `json:"cameraOff"` // seconds, of the worker, by his own hand
	Paused    float64 `json:"paused"`
	// Limits are the numbers of the table by fact; passing means that the condition is in doubt.
	Limits map[string]float64 `json:"limits"`
	// Doubts are the facts that passed their limit, Open those of them that the
	// physician has not decided about.
	Doubts []string   `json:"doubts"`
	Open   []string   `json:"open"`
	Choice LineChoice `json:"choice,omitempty"`
	Reason string     `json:"reason,omitempty"`
	// NotSeen: the worker's camera was off for so long that an interview of the
	// law cannot be completed.
	NotSeen bool `json:"notSeen"`
}

// lineOf puts the figures against the table.
func (r Rules) lineOf(c Continuity, word LineWord, statutory bool) Line {
	out := Line{
		Lost: max(c.Worker.LineLost, c.Physician.LineLost), Stops: max(c.Worker.LongStops, c.Physician.LongStops),
		Voice: max(c.Worker.WithoutVoice, c.Physician.WithoutVoice), CameraOff: c.Worker.CameraOff, Paused: c.Paused,
		Limits: map[string]float64{CameraOffLimit: r.Limit(CameraOffLimit)}, Doubts: []string{}, Open: []string{},
		Choice: word.Choice, Reason: word.Reason,
	}
	value := map[string]float64{"line_lost": out.Lost, "long_stops": float64(out.Stops), "without_voice": out.Voice}
	known := strings.Fields(word.Facts)
	for _, x := range r.lines {
		if !slices.Contains(lineFacts, x.fact) {
			continue
		}
		out.Limits[x.fact] = x.value
		if x.met(value[x.fact]) || slices.Contains(out.Doubts, x.fact) {
			continue
		}
		out.Doubts = append(out.Doubts, x.fact)
		if !slices.Contains(known, x.fact) {
			out.Open = append(out.Open, x.fact)
		}
	}
	out.NotSeen = statutory && c.Worker.CameraOff > r.Limit(CameraOffLimit)
	return out
}

// Line tells the physician how the line held so far. Errors: ErrNotFound,
// ErrNotBooked, access.ErrForbidden for the worker.
func (s *Service) Line(ctx context.Context, who actor.Actor, c id.Case) (Line, error) {
	var out Line
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		p, err := s.enter(ctx, tx, who, c, access.AdmitToRoom)
		if err != nil {
			return err
		}
		out, err = s.line(ctx, tx, p.kase, p.session)
		return err
	})
	return out, err
}

func (s *Service) line(ctx context.Context, tx txn.Read, k casework.Case, x Session) (Line, error) {
	c, _, _, err := s.measure(ctx, tx, x)
	if err != nil {
		return Line{}, err
	}
	return s.Rules.lineOf(c, x.Line, k.Type.Statutory()), nil
}

// measure computes the figures of a session, and gives what they rest on.
func (s *Service) measure(ctx context.Context, tx txn.Read, x Session) (Continuity, []Event, []Batch, error) {
	events, err := s.Store.Events(ctx, tx, x.ID)
	if err != nil {
		return Continuity{}, nil, nil, err
	}
	batches, err := s.Store.Batches(ctx, tx, x.ID)
	if err != nil {
		return Continuity{}, nil, nil, err
	}
	end := x.EndedAt
	if end.IsZero() {
		end = tx.Now()
	}
	long := time.Duration(s.Rules.Limit(LongBlind) * float64(time.Second))
	return Measure(x.OpenedAt, end, events, batches, long), events, batches, nil
}

// JudgeLine keeps what the physician decides about the line: to go on with a
// reason, or to do it again or in person, which End and Convert then do.
// Errors: as Pause; ErrChoice, ErrReason when OTHER has no words.
func (s *Service) JudgeLine(ctx context.Context, who actor.Actor, c id.Case, choice LineChoice, reason, note string) (State, error) {
	note = strings.TrimSpace(note)
	switch {
	case choice == GoOn && !s.Rules.has(ForLine, reason),
		choice != GoOn && choice != Redo && choice != ToMeet:
		return State{}, ErrChoice
	case choice == GoOn && reason == OtherReason && note == "", utf8.RuneCountInString(note) > mostReason:
		return State{}, ErrReason.With(mostReason)
	}
	if choice != GoOn {
		reason, note = "", ""
	}
	return s.aside(ctx, who, c, access.AdmitToRoom, "room.judge_line", func(ctx context.Context, tx txn.Write, p *place) error {
		now, err := s.line(ctx, tx, p.kase, p.session)
		if err != nil {
			return err
		}
		p.session.Line = LineWord{Choice: choice, Reason: reason, Note: note, Facts: strings.Join(now.Doubts, " "), At: tx.Now()}
		return s.say(ctx, tx, p.session, Physician, LineJudged, Detail{Choice: string(choice), Reason: reason, Items: now.Doubts})
	})
}
