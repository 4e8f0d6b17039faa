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

// Admit lets the worker in: the session is open from now. Admitting again
// changes nothing. Errors: ErrNotFound, ErrNotBooked, ErrOver, ErrBusy,
// what Online and Start answer, access.ErrForbidden for the worker.
func (s *Service) Admit(ctx context.Context, who actor.Actor, c id.Case) (State, error) {
	var out State
	err := s.Txns.Write(ctx, who, "room.admit", func(ctx context.Context, tx txn.Write) error {
		p, err := s.enter(ctx, tx, who, c, access.AdmitToRoom)
		if err != nil {
			return err
		}
		if p.session.Over() {
			return ErrOver
		}
		if p.session.Phase != Open {
			if busy, err := s.busy(ctx, tx, p.kase); err != nil {
				return err
			} else if busy {
				return ErrBusy
			}
			if err := s.Online.MayBeOnline(ctx, tx, p.kase, tx.Now()); err != nil {
				return err
			}
			if err := s.Start.MayStart(ctx, tx, p.kase); err != nil {
				return err
			}
			if err := s.begin(ctx, tx, &p); err != nil {
				return err
			}
			p.session.Phase, p.session.OpenedAt = Open, tx.Now()
			if err := s.Store.Update(ctx, tx, p.session); err != nil {
				return err
			}
			if err := s.say(ctx, tx, p.session, Physician, Admitted, Detail{}); err != nil {
				return err
			}
			if p.kase, err = s.Cases.Advance(ctx, tx, c, casework.Started); err != nil {
				return err
			}
			tx.Touch(string(p.session.ID), "")
			s.changed(tx, c)
		}
		out, err = s.state(ctx, tx, p)
		return err
	})
	if err != nil {
		return State{}, err
	}
	if x, err := s.roomOf(ctx, who, c); err == nil {
		// Early, so that the first token finds it; a failure here shows itself there.
		_ = s.Media.OpenRoom(ctx, x.ID)
	}
	return out, nil
}

// Pass is a way into the media room.
type Pass struct {
	Token   string
	Expires time.Time
}

// Pass gives a way into the open room of the case, or renews it. The media room
// is opened again if the media server has lost it. Errors: ErrNotFound,
// ErrNotBooked, ErrNotAdmitted, ErrOver, ErrMedia.
func (s *Service) Pass(ctx context.Context, who actor.Actor, c id.Case) (Pass, error) {
	var p place
	var now time.Time
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		var err error
		p, err = s.enter(ctx, tx, who, c, access.EnterRoom)
		now = tx.Now()
		return err
	})
	switch {
	case err != nil:
		return Pass{}, err
	case p.session.Over():
		return Pass{}, ErrOver
	case p.session.Phase != Open:
		return Pass{}, ErrNotAdmitted
	}
	if err := s.Media.OpenRoom(ctx, p.session.ID); err != nil {
		return Pass{}, ErrMedia.Because(err)
	}
	token, err := s.Media.Token(p.session.ID, p.side, tokenFor)
	if err != nil {
		return Pass{}, ErrMedia.Because(err)
	}
	return Pass{Token: token, Expires: now.Add(tokenFor)}, nil
}

// MayConnect tells whether who may knock at the media server with this token:
// it must be for his own side of the open room of his own case. Errors:
// ErrNotFound, whatever is wrong.
func (s *Service) MayConnect(ctx context.Context, who actor.Actor, token string) error {
	r, side, err := s.Media.ReadToken(token)
	if err != nil {
		return ErrNotFound.Because(err)
	}
	return s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		x, err := s.Store.Get(ctx, tx, r)
		if err != nil {
			return err
		}
		p, err := s.enter(ctx, tx, who, x.Case, access.EnterRoom)
		if err != nil || p.side != side || p.session.ID != r || p.session.Phase != Open {
			return ErrNotFound
		}
		return nil
	})
}

func (s *Service) roomOf(ctx context.Context, who actor.Actor, c id.Case) (Session, error) {
	var out Session
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		p, err := s.enter(ctx, tx, who, c, access.EnterRoom)
		out = p.session
		return err
	})
	return out, err
}

// Restore opens the media rooms of all open sessions again and closes those of
// sessions that are over: after the media server came back, and now and then.
func (s *Service) Restore(ctx context.Context) error {
	var open []Session
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		var err error
		open, err = s.Store.ListOpen(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	there, err := s.Media.Rooms(ctx)
	if err != nil {
		return ErrMedia.Because(err)
	}
	lost := map[id.Room]bool{}
	for _, x := range open {
		lost[x.ID] = true
	}
	for _, r := range there {
		if lost[r] {
			delete(lost, r)
			continue
		}
		if err := s.Media.CloseRoom(ctx, r); err != nil {
			return ErrMedia.Because(err)
		}
	}
	for r := range lost {
		if err := s.Media.OpenRoom(ctx, r); err != nil {
			return ErrMedia.Because(err)
		}
	}
	return nil
}
