package room

import (
	"context"
	"strings"
	"unicode/utf8"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/txn"
)

const mostReason = 500 // characters

// End ends the session: completed, which needs an open session that is not
// stopped, the whole checklist, a decision about a line that passed a limit and,
// for an interview of the law, that the worker was seen; or aborted with a
// reason, or talk only (a statutory interview whose talk counts as a
// consultation), after both of which the case is booked again.
//
// Errors: ErrNotFound, ErrOver, ErrNotOpen, ErrPaused, ErrChecklist with the
// missing items as fields, ErrCameraOff, ErrLine with what passed its limit as
// fields, ErrReason, ErrOutcome, access.ErrForbidden for the worker.
func (s *Service) End(ctx context.Context, who actor.Actor, c id.Case, o Outcome, reason string) (State, error) {
	switch o { //nolint:exhaustive // InPerson is Convert's
	case Completed:
		return s.finish(ctx, who, c, "room.complete", func(ctx context.Context, tx txn.Write, k casework.Case, x *Session) (casework.Event, error) {
			if x.Phase != Open {
				return "", ErrNotOpen
			}
			if e, err := s.elsewhere(ctx, tx, k, Physician); err != nil {
				return "", err
			} else if e.Tool != "" {
				return "", ErrAttest
			}
			if x.Pause.By != "" {
				return "", ErrPaused
			}
			if missing := x.Checklist.Missing(); len(missing) > 0 {
				return "", checklistFault(missing)
			}
			line, err := s.line(ctx, tx, k, *x)
			if err != nil {
				return "", err
			}
			if line.NotSeen {
				return "", ErrCameraOff.With(minutes(line.Limits[CameraOffLimit]))
			}
			if len(line.Open) > 0 {
				return "", named(ErrLine, line.Open, "room.line.")
			}
			x.Phase, x.Outcome, x.Reason = Ended, Completed, ""
			return casework.Completed, nil
		})
	case Aborted, TalkOnly:
		return s.finish(ctx, who, c, "room.abort", func(_ context.Context, _ txn.Write, k casework.Case, x *Session) (casework.Event, error) {
			if o == TalkOnly {
				if x.Phase != Open || !k.Type.Statutory() {
					return "", ErrOutcome
				}
				x.Ending = AsConsultation
			}
			reason, err := checkReason(reason)
			if err != nil {
				return "", err
			}
			event := casework.Aborted
			switch {
			case x.Ending == AsConsultation:
				event = casework.Converted // what the law wants follows in person
			case x.Phase == Waiting:
				event = casework.NoShow // nobody was ever let in
			}
			x.Phase, x.Outcome, x.Reason = Ended, Aborted, reason
			return event, nil
		})
	}
	return State{}, ErrOutcome
}

// Convert ends the online session because the interview has to go on in person
// (ICT-1-2): at any moment, with a reason. Errors: as End.
func (s *Service) Convert(ctx context.Context, who actor.Actor, c id.Case, reason string) (State, error) {
	return s.finish(ctx, who, c, "room.convert", func(_ context.Context, _ txn.Write, _ casework.Case, x *Session) (casework.Event, error) {
		reason, err := checkReason(reason)
		if err != nil {
			return "", err
		}
		x.Phase, x.Outcome, x.Reason = Converted, InPerson, reason
		return casework.Converted, nil
	})
}

func checkReason(text string) (string, error) {
	text = strings.TrimSpace(text)
	if text == "" || utf8.RuneCountInString(text) > mostReason {
		return "", ErrReason.With(mostReason)
	}
	return text, nil
}

// checklistFault names what is missing, as fields, in order.
func checklistFault(missing []string) error { return named(ErrChecklist, missing, "room.item.") }

func named(err *fault.Fault, names []string, prefix string) error {
	f := *err
	for _, name := range names {
		f.Fields = append(f.Fields, fault.Field{Name: name, Code: prefix + name})
	}
	return &f
}

// minutes is a limit as people say it.
func minutes(seconds float64) int { return int(seconds) / 60 }

func (s *Service) finish(ctx context.Context, who actor.Actor, c id.Case, act string, decide func(ctx context.Context, tx txn.Write, k casework.Case, x *Session) (casework.Event, error)) (State, error) {
	var out State
	var room id.Room
	err := s.Txns.Write(ctx, who, act, func(ctx context.Context, tx txn.Write) error {
		p, err := s.enter(ctx, tx, who, c, access.AdmitToRoom)
		if err != nil {
			return err
		}
		if p.session.Over() {
			return ErrOver
		}
		if err := s.begin(ctx, tx, &p); err != nil {
			return err
		}
		event, err := decide(ctx, tx, p.kase, &p.session)
		if err != nil {
			return err
		}
		p.session.EndedAt = tx.Now()
		p.session.WorkerConn, p.session.PhysicianConn = "", ""
		if err := s.Store.Update(ctx, tx, p.session); err != nil {
			return err
		}
		kind := Finished
		if p.session.Phase == Converted {
			kind = Turned
		}
		if err := s.say(ctx, tx, p.session, Physician, kind, Detail{Outcome: p.session.Outcome}); err != nil {
			return err
		}
		if p.kase, err = s.Cases.Advance(ctx, tx, c, event); err != nil {
			return err
		}
		tx.Touch(string(p.session.ID), string(p.session.Outcome))
		s.changed(tx, c)
		out, err = s.state(ctx, tx, p)
		room = p.session.ID
		return err
	})
	if err != nil {
		return State{}, err
	}
	// Should the media server not hear it now, Restore closes the room later; no
	// new token is given from now on in any case.
	_ = s.Media.CloseRoom(ctx, room)
	return out, nil
}
