package room

import (
	"context"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Wish is what the one who stopped the session asks for instead of going on.
type Wish string

// The wishes.
const (
	NoWish   Wish = ""          // not said, or: to go on soon
	Rebook   Wish = "rebook"    // another day
	MeetThem Wish = "in_person" // in person
)

// Pause is a session stopped because somebody came in (人が来ました): picture and
// voice are off on both sides until the one who stopped it is alone again. It is
// the right of both; nobody has to say why, and the employer never learns of it.
type Pause struct {
	By   Side      `json:"by,omitempty"`
	At   time.Time `json:"at,omitzero"`
	Wish Wish      `json:"wish,omitempty"`
	// Sum is the milliseconds of all pauses that are over: the clock of the
	// interview does not count them.
	Sum int64 `json:"sum,omitempty"`
}

// Pause stops the open session at once. Stopping a stopped one changes nothing.
// Errors: ErrNotFound, ErrNotOpen, ErrOver.
func (s *Service) Pause(ctx context.Context, who actor.Actor, c id.Case) (State, error) {
	return s.aside(ctx, who, c, access.EnterRoom, "room.pause", func(ctx context.Context, tx txn.Write, p *place) error {
		if p.session.Pause.By != "" {
			return nil
		}
		p.session.Pause = Pause{By: p.side, At: tx.Now(), Sum: p.session.Pause.Sum}
		return s.say(ctx, tx, p.session, p.side, Paused, Detail{})
	})
}

// Wish tells the other side what the one who stopped the session would like.
// Errors: as Pause; ErrNotPaused, ErrNotYours, ErrChoice.
func (s *Service) Wish(ctx context.Context, who actor.Actor, c id.Case, w Wish) (State, error) {
	return s.aside(ctx, who, c, access.EnterRoom, "room.wish", func(_ context.Context, _ txn.Write, p *place) error {
		switch {
		case w != NoWish && w != Rebook && w != MeetThem:
			return ErrChoice
		case p.session.Pause.By == "":
			return ErrNotPaused
		case p.session.Pause.By != p.side:
			return ErrNotYours
		}
		p.session.Pause.Wish = w
		return nil
	})
}

// Continue ends the pause: only the one who stopped the session can, and only
// alone. The physician's answer that both are alone is asked again, since it was
// given before somebody came in. Going on where nothing was stopped changes nothing.
//
// Errors: as Pause; ErrNotYours, ErrNotAlone.
func (s *Service) Continue(ctx context.Context, who actor.Actor, c id.Case, alone bool) (State, error) {
	return s.aside(ctx, who, c, access.EnterRoom, "room.continue", func(ctx context.Context, tx txn.Write, p *place) error {
		switch {
		case p.session.Pause.By == "":
			return nil
		case p.session.Pause.By != p.side:
			return ErrNotYours
		case !alone:
			return ErrNotAlone
		}
		p.session.Pause = Pause{Sum: p.session.Pause.Sum + tx.Now().Sub(p.session.Pause.At).Milliseconds()}
		p.session.Checklist.Alone = false
		return s.say(ctx, tx, p.session, p.side, Continued, Detail{Items: []string{"alone"}})
	})
}

// aside is an act in an open session that changes what stands beside it.
func (s *Service) aside(ctx context.Context, who actor.Actor, c id.Case, a access.Action, act string, change func(ctx context.Context, tx txn.Write, p *place) error) (State, error) {
	var out State
	err := s.Txns.Write(ctx, who, act, func(ctx context.Context, tx txn.Write) error {
		p, err := s.enter(ctx, tx, who, c, a)
		switch {
		case err != nil:
			return err
		case p.session.Over():
			return ErrOver
		case p.session.Phase != Open:
			return ErrNotOpen
		}
		before := p.session
		if err := change(ctx, tx, &p); err != nil {
			return err
		}
		if p.session != before {
			if err := s.Store.Update(ctx, tx, p.session); err != nil {
				return err
			}
			tx.Touch(string(p.session.ID), "")
			s.changed(tx, c)
		}
		out, err = s.state(ctx, tx, p)
		return err
	})
	return out, err
}
