package scheduling

import (
	"context"
	"time"

	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/directory"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Kept is the newest booking of a case with what a page about it says.
type Kept struct {
	Case      casework.Case
	Booking   Booking // zero when the case was never booked
	Worker    directory.Employee
	Physician directory.Physician
	Zone      *time.Location // of the workplace
	OnBehalf  bool           // the asker is not the worker
	Stands    bool           // the booking stands and is not over
	Begun     bool           // its time has begun
}

// Kept reads it for whoever may book. Errors: casework.ErrNotFound and access faults.
func (s *Service) Kept(ctx context.Context, who actor.Actor, c id.Case) (Kept, error) {
	var out Kept
	err := s.txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		f, err := s.facts(ctx, tx, who, c)
		if err != nil {
			return err
		}
		out = Kept{Case: f.c, Booking: f.latest, Worker: f.worker, Zone: f.zone, OnBehalf: f.onBehalf, Stands: f.standing(), Begun: !tx.Now().Before(f.latest.From)}
		if f.latest.Physician != "" {
			out.Physician, err = s.people.Physician(ctx, tx, f.latest.Physician)
		}
		return err
	})
	return out, err
}

// Physician names a physician whose slot was offered.
func (s *Service) Physician(ctx context.Context, p id.Physician) (directory.Physician, error) {
	var out directory.Physician
	err := s.txns.Read(ctx, func(ctx context.Context, tx txn.Read) (err error) {
		out, err = s.people.Physician(ctx, tx, p)
		return err
	})
	return out, err
}
