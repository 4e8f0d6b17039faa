package readiness

import (
	"context"
	"errors"
	"strings"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// PlaceSheet is the page of the place declaration.
type PlaceSheet struct {
	Case  casework.Case
	Place Place // zero: nothing said yet
	Open  bool
}

// PlaceOf reads the worker's own declaration. Errors: access faults, casework.ErrNotFound.
func (s *Service) PlaceOf(ctx context.Context, who actor.Actor, c id.Case) (PlaceSheet, error) {
	var out PlaceSheet
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		k, err := s.mine(ctx, tx, who, access.DeclarePlace, c)
		if err != nil {
			return err
		}
		p, err := s.Store.Place(ctx, tx, c)
		if err != nil && !errors.Is(err, ErrNone) {
			return err
		}
		out = PlaceSheet{Case: k, Place: p, Open: !facts{Case: k}.begun()}
		return nil
	})
	return out, err
}

// DeclarePlace keeps where the worker will talk from. A wish for a room is kept
// as such and asked for at once; its note is private and not passed on.
//
// Errors: an Invalid fault about kind, alone, network, note; ErrClosed, ErrNotNeeded; access faults, casework.ErrNotFound.
func (s *Service) DeclarePlace(ctx context.Context, who actor.Actor, in PlaceInput) error {
	if err := in.Check(s.Places, WorkerSeat); err != nil {
		return err
	}
	return s.Txns.Write(ctx, who, "readiness.declare_place", func(ctx context.Context, tx txn.Write) error {
		f, err := s.preparable(ctx, tx, who, access.DeclarePlace, in.Case)
		if err != nil {
			return err
		}
		if !f.online() {
			return ErrNotNeeded
		}
		p := Place{
			Case: f.Case.ID, Company: f.Case.Company, Employee: f.Case.Employee, Kind: in.Kind,
			Note: strings.TrimSpace(in.Note), Alone: in.Kind != NoPlace && in.Alone == "yes",
			Network: in.Network, SaidAt: tx.Now(),
		}
		if err := s.Store.PutPlace(ctx, tx, p); err != nil {
			return err
		}
		tx.Touch(string(f.Case.ID), "place")
		if p.Kind == NoPlace && f.Place.Kind != NoPlace {
			if err := s.ask(ctx, tx, f, RoomRequest, ""); err != nil {
				return err
			}
		}
		return s.heard.tell(ctx, tx, f.Case)
	})
}
