package room

import (
	"context"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// CameraException is a reason why the worker's camera may stay off, although it
// is on by rule. It never makes up for the picture: an interview of the law with
// the camera off for too long cannot be completed online (online-guidance 3, item 2).
type CameraException struct {
	Reason string    `json:"reason,omitempty"` // code of the table of reasons, or of the worker's wish beforehand
	Asked  time.Time `json:"asked,omitzero"`   // by the worker
	Given  time.Time `json:"given,omitzero"`   // by the physician
}

// CameraExceptions knows what was asked and decided before the session; the
// zero CameraException when nothing was.
type CameraExceptions interface {
	CameraException(ctx context.Context, tx txn.Read, c casework.Case) (CameraException, error)
}

// ExceptCamera keeps that the worker asks to leave the camera off, or that the
// physician allows it, with or without being asked. Errors: as Pause; ErrChoice.
func (s *Service) ExceptCamera(ctx context.Context, who actor.Actor, c id.Case, reason string) (State, error) {
	if !s.Rules.has(ForCamera, reason) {
		return State{}, ErrChoice
	}
	return s.aside(ctx, who, c, access.EnterRoom, "room.except_camera", func(ctx context.Context, tx txn.Write, p *place) error {
		x, err := s.exception(ctx, tx, p.kase, p.session)
		if err != nil {
			return err
		}
		x.Reason = reason
		if p.side == Worker {
			x.Asked, x.Given = tx.Now(), time.Time{}
		} else {
			x.Given = tx.Now()
		}
		p.session.Camera = x
		return s.say(ctx, tx, p.session, p.side, Excepted, Detail{Track: "camera", Reason: reason})
	})
}

// exception is what holds now: what was said in the session, else beforehand.
func (s *Service) exception(ctx context.Context, tx txn.Read, k casework.Case, x Session) (CameraException, error) {
	if x.Camera != (CameraException{}) || s.Exceptions == nil {
		return x.Camera, nil
	}
	return s.Exceptions.CameraException(ctx, tx, k)
}
