package room

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Elsewhere is where a session takes place when it is not in our own room. The
// zero value is our own room.
type Elsewhere struct {
	Tool     string // its identifier; empty: our own room
	Name     string // Zoom
	Operator string // who runs it
	Link     string // empty: not there yet, or not shown yet
	Making   bool   // the link is being made
	From     time.Time
}

// Tools knows which tool the booked interview of a case is held in.
type Tools interface {
	Elsewhere(ctx context.Context, tx txn.Read, c casework.Case, side Side) (Elsewhere, error)
}

var (
	// ErrAttest: a session in an outside tool is completed by the physician's word about it.
	ErrAttest = fault.New(fault.Conflict, "room.attest_first")
	// ErrNotElsewhere: the session is held in our own room, where we measure ourselves.
	ErrNotElsewhere = fault.New(fault.Conflict, "room.not_elsewhere")
)

// Attestation is the physician's word about a session in an outside tool, of
// which we saw nothing: it is evidence by attestation, never by measurement.
type Attestation struct {
	Tool   string    `json:"tool"`
	From   time.Time `json:"from"`
	To     time.Time `json:"to"`
	Video  bool      `json:"video"` // picture held both ways
	Voice  bool      `json:"voice"` // sound held both ways
	Breaks int       `json:"breaks"`
	Long   int       `json:"long"` // of them more than 30 s
	Lost   int       `json:"lost"` // seconds, all breaks together
	// OnlyTwo: nobody else was in the meeting. Others says who was, and by whose consent.
	OnlyTwo  bool      `json:"onlyTwo"`
	Others   string    `json:"-"` // words about people stay out of the document
	Recorded bool      `json:"recorded"`
	At       time.Time `json:"at"`
}

// Check is about the word alone; now is when it is given.
func (a Attestation) Check(now time.Time) error {
	var f fault.Fields
	switch {
	case a.From.IsZero():
		f.Add("from", "form.required")
	case a.From.After(now):
		f.Add("from", "room.attest_future")
	}
	switch {
	case a.To.IsZero():
		f.Add("to", "form.required")
	case a.To.After(now.Add(time.Minute)):
		f.Add("to", "room.attest_future")
	case !a.From.IsZero() && (!a.To.After(a.From) || a.To.Sub(a.From) > 12*time.Hour):
		f.Add("to", "room.attest_order")
	}
	if a.Breaks < 0 || a.Breaks > 1000 || a.Long < 0 || a.Long > a.Breaks {
		f.Add("breaks", "room.attest_breaks")
	}
	if a.Lost < 0 || !a.To.IsZero() && !a.From.IsZero() && time.Duration(a.Lost)*time.Second > a.To.Sub(a.From) || a.Lost > 0 && a.Breaks == 0 {
		f.Add("lost", "room.attest_lost")
	}
	if !a.OnlyTwo && a.Others == "" {
		f.Add("others", "room.attest_others")
	}
	if utf8.RuneCountInString(a.Others) > mostReason {
		f.Add("others", "form.too_long", mostReason)
	}
	return f.Err()
}

// elsewhere is where the session of the case takes place for the side.
func (s *Service) elsewhere(ctx context.Context, tx txn.Read, k casework.Case, side Side) (Elsewhere, error) {
	if s.Tools == nil {
		return Elsewhere{}, nil
	}
	return s.Tools.Elsewhere(ctx, tx, k, side)
}

// Elsewhere tells one of the two where the session takes place; the zero value
// is our own room. Errors: ErrNotFound, ErrNotBooked.
func (s *Service) Elsewhere(ctx context.Context, who actor.Actor, c id.Case) (Elsewhere, error) {
	var out Elsewhere
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		p, err := s.enter(ctx, tx, who, c, access.EnterRoom)
		if err != nil {
			return err
		}
		out, err = s.elsewhere(ctx, tx, p.kase, p.side)
		return err
	})
	return out, err
}

// Attest completes a session in an outside tool by the physician's word. A
// statutory interview without picture both ways cannot be completed as one.
//
// Errors: field faults, ErrNotElsewhere, ErrNotOpen, ErrChecklist, ErrCameraOff;
// as End.
func (s *Service) Attest(ctx context.Context, who actor.Actor, c id.Case, a Attestation) (State, error) {
	a.Others = strings.TrimSpace(a.Others)
	return s.finish(ctx, who, c, "room.attest", func(ctx context.Context, tx txn.Write, k casework.Case, x *Session) (casework.Event, error) {
		e, err := s.elsewhere(ctx, tx, k, Physician)
		if err != nil {
			return "", err
		}
		if e.Tool == "" {
			return "", ErrNotElsewhere
		}
		if x.Phase != Open {
			return "", ErrNotOpen
		}
		if err := a.Check(tx.Now()); err != nil {
			return "", err
		}
		if missing := x.Checklist.Missing(); len(missing) > 0 {
			return "", checklistFault(missing)
		}
		if k.Type.Statutory() && !a.Video {
			return "", ErrCameraOff.With(minutes(s.Rules.Limit(CameraOffLimit)))
		}
		a.Tool, a.At = e.Tool, tx.Now()
		if err := s.Store.PutAttestation(ctx, tx, *x, a); err != nil {
			return "", err
		}
		x.Phase, x.Outcome, x.Reason = Ended, Completed, ""
		return casework.Completed, nil
	})
}

// attested reads the word about a session, nil when none was given.
func (s *Service) attested(ctx context.Context, tx txn.Read, r id.Room) (*Attestation, error) {
	a, err := s.Store.Attestation(ctx, tx, r)
	if errors.Is(err, ErrNotFound) {
		return nil, nil //nolint:nilnil // no word is an answer, not a failure
	}
	return &a, err
}

// attestedFacts are what is known of a session in an outside tool: what the
// checklist says, and the physician's word. Nothing was measured.
func attestedFacts(s Session, a *Attestation) Facts {
	f := factsOf(s, Continuity{}, nil)
	delete(f, "encrypted")
	delete(f, "strangers")
	if a == nil {
		return f
	}
	total := a.To.Sub(a.From).Seconds()
	lost := float64(a.Lost)
	seen := func(held bool) float64 {
		if held {
			return lost
		}
		return total
	}
	f["encrypted"] = Yes("attestation:tool", "tool:"+a.Tool) // by the company's choice of the tool
	f["strangers"] = Number(0, "attestation:onlyTwo")
	if !a.OnlyTwo {
		f["strangers"] = Number(1, "attestation:onlyTwo")
	}
	f["together"] = Number(total-lost, "attestation:from", "attestation:to")
	f["together_share"] = Number((total-lost)/max(total, 1), "attestation:lost")
	f["picture_share_worker"] = Number(1-seen(a.Video)/max(total, 1), "attestation:video")
	f["without_picture"] = Number(seen(a.Video), "attestation:video")
	f["long_blinds"] = Number(float64(a.Long), "attestation:long")
	f["line_lost"] = Number(lost, "attestation:lost")
	f["long_stops"] = Number(float64(a.Long), "attestation:long")
	f["without_voice"] = Number(seen(a.Voice), "attestation:voice")
	return f
}

// Basis is how we know.
type Basis string

// The bases. Where anything rests on a word alone the whole verdict does.
const (
	Attested Basis = "attested" // the physician's word about a session in an outside tool
	Measured Basis = "measured" // the media server or the browsers saw it
	Recorded Basis = "recorded" // the platform's own records: checklist, preparation, programme
)

func basisOf(refs []string) Basis {
	out := Basis("")
	for _, ref := range refs {
		switch {
		case strings.HasPrefix(ref, "attestation:"):
			return Attested
		case strings.HasPrefix(ref, "server:"), strings.HasPrefix(ref, "browser:"):
			out = Measured
		case out == "":
			out = Recorded
		}
	}
	return out
}
