package readiness

import (
	"context"
	"errors"
	"strings"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// japan is where physicians sit: their day is Japan's, whatever the workplaces' zones.
var japan = time.FixedZone("JST", 9*60*60)

// PhysicianSheet is the page on which a physician says where he talks from today.
type PhysicianSheet struct {
	Today civil.Date
	Place PhysicianPlace // today's; zero: not said yet
	Last  PhysicianPlace // the day before that he said something; zero: never
}

// PhysicianPlaceOf reads the asker's own. Errors: access.ErrHidden when he is no physician.
func (s *Service) PhysicianPlaceOf(ctx context.Context, who actor.Actor) (PhysicianSheet, error) {
	var out PhysicianSheet
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		if who.Physician == "" || !who.Is(actor.Physician) {
			return access.ErrHidden
		}
		out.Today = civil.DateOf(tx.Now(), japan)
		p, err := s.Store.PhysicianPlace(ctx, tx, who.Physician, out.Today)
		if unexpected(err) {
			return err
		}
		if p.Day == out.Today {
			out.Place = p
		} else {
			out.Last = p
		}
		return nil
	})
	return out, err
}

// DeclarePhysicianPlace keeps where a physician talks from today: for all of
// this day's interviews, until he says otherwise.
//
// Errors: an Invalid fault about kind, alone, unseen, network, note; access.ErrHidden.
func (s *Service) DeclarePhysicianPlace(ctx context.Context, who actor.Actor, in PlaceInput) error {
	if err := in.Check(s.Places, PhysicianSeat); err != nil {
		return err
	}
	return s.Txns.Write(ctx, who, "readiness.declare_physician_place", func(ctx context.Context, tx txn.Write) error {
		if who.Physician == "" || !who.Is(actor.Physician) {
			return access.ErrHidden
		}
		tx.Touch(string(who.Physician), "place")
		return s.Store.PutPhysicianPlace(ctx, tx, PhysicianPlace{
			Physician: who.Physician, Day: civil.DateOf(tx.Now(), japan), Kind: in.Kind, Note: strings.TrimSpace(in.Note),
			Alone: true, Unseen: true, Network: in.Network, SaidAt: tx.Now(),
		})
	})
}

// MayStart is nil when the physician of a case has said today that he talks
// from a private place, in another area's act. Errors: ErrPhysicianPlace.
//
// Source: online-guidance.md SES-05; law.md ICT-2-3-2.
func (s *Service) MayStart(ctx context.Context, tx txn.Read, c casework.Case) error {
	p, err := s.physicianToday(ctx, tx, c.Physician)
	switch {
	case err != nil:
		return err
	case !p.Fits():
		return ErrPhysicianPlace
	}
	return nil
}

// physicianToday is what the physician said today; zero when nothing.
func (s *Service) physicianToday(ctx context.Context, tx txn.Read, p id.Physician) (PhysicianPlace, error) {
	if p == "" {
		return PhysicianPlace{}, nil
	}
	today := civil.DateOf(tx.Now(), japan)
	out, err := s.Store.PhysicianPlace(ctx, tx, p, today)
	if errors.Is(err, ErrNone) || err == nil && out.Day != today {
		return PhysicianPlace{}, nil
	}
	return out, err
}
