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

// End ends the session: completed, which needs the whole checklist and an open
// session, or aborted with a reason, after which the case is booked again.
//
// Errors: ErrNotFound, ErrOver, ErrNotOpen, ErrChecklist with the missing items
// as fields, ErrReason, ErrOutcome, access.ErrForbidden for the worker.
func (s *Service) End(ctx context.Context, who actor.Actor, c id.Case, o Outcome, reason string) (State, error) {
	switch o { //nolint:exhaustive // InPerson is Convert's
	case Completed:
		return s.finish(ctx, who, c, "room.complete", func(x *Session) (casework.Event, error) {
			if x.Phase != Open {
				return "", ErrNotOpen
			}
			if missing := x.Checklist.Missing(); len(missing) > 0 {
				return "", checklistFault(missing)
			}
			x.Phase, x.Outcome, x.Reason = Ended, Completed, ""
			return casework.Completed, nil
		})
	case Aborted:
		return s.finish(ctx, who, c, "room.abort", func(x *Session) (casework.Event, error) {
			reason, err := checkReason(reason)
			if err != nil {
				return "", err
			}
			event := casework.Aborted
			if x.Phase == Waiting {
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
	return s.finish(ctx, who, c, "room.convert", func(x *Session) (casework.Event, error) {
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
func checklistFault(missing []string) error {
	f := *ErrChecklist
	for _, item := range missing {
		f.Fields = append(f.Fields, fault.Field{Name: item, Code: "room.item." + item})
	}
	return &f
}

func (s *Service) finish(ctx context.Context, who actor.Actor, c id.Case, act string, decide func(x *Session) (casework.Event, error)) (State, error) {
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
		event, err := decide(&p.session)
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
