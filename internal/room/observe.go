package room

import (
	"context"
	"errors"
	"strconv"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/id"
	"mendan/internal/txn"
)

var observer = actor.System("room.observe")

// Observe keeps what the media server saw, once by its key, and with it who is
// in the room now. Room and Side of the event are as the server knows them;
// ServerDown and the like name no room and concern every open one. Of a room
// that is not ours nothing is kept.
func (s *Service) Observe(ctx context.Context, e Event) error {
	e.Source = FromServer
	if e.Kind == Signalled {
		return nil // says nothing that Joined does not say better
	}
	return s.Txns.Write(ctx, observer, "room.observe", func(ctx context.Context, tx txn.Write) error {
		rooms := []id.Room{e.Room}
		if e.Room == "" {
			open, err := s.Store.ListOpen(ctx, tx)
			if err != nil {
				return err
			}
			rooms = rooms[:0]
			for _, x := range open {
				rooms = append(rooms, x.ID)
			}
		}
		for _, r := range rooms {
			x, err := s.Store.Get(ctx, tx, r)
			if errors.Is(err, ErrNotFound) {
				continue
			}
			if err != nil {
				return err
			}
			one := e
			one.ID, one.Room = id.New[id.Event](), r
			if e.Room == "" {
				one.Key = e.Key + "/" + string(r)
			}
			if err := s.observe(ctx, tx, x, one); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Service) observe(ctx context.Context, tx txn.Write, x Session, e Event) error {
	fresh, err := s.Store.Append(ctx, tx, e)
	if err != nil || !fresh {
		return err
	}
	before := x
	switch e.Kind { //nolint:exhaustive // the others do not change who is there
	case Joined:
		if e.Side != "" && !x.Over() {
			x.setConn(e.Side, e.Data.Conn)
		}
	case Left:
		// A page loaded again joins before its old connection is given up.
		if e.Side != "" && x.conn(e.Side) == e.Data.Conn {
			x.setConn(e.Side, "")
		}
	case RoomClosed, ServerDown:
		x.WorkerConn, x.PhysicianConn = "", ""
	case ServerUp:
		s.changed(tx, x.Case) // pages wait for it
	}
	if x == before {
		return nil
	}
	if err := s.Store.Update(ctx, tx, x); err != nil {
		return err
	}
	s.changed(tx, x.Case)
	return nil
}

// Word is what a browser tells about itself.
type Word struct {
	Client string    `json:"client"`
	Seq    int64     `json:"seq"`
	Kind   Kind      `json:"kind"`
	At     time.Time `json:"at"`
}

// Tell keeps a browser's word, once. Its clock is not trusted: a time that is
// not close to ours becomes ours. Errors: ErrNotFound, ErrBatch.
func (s *Service) Tell(ctx context.Context, who actor.Actor, c id.Case, w Word) error {
	if !clientName(w.Client) || w.Seq < 0 || !fromBrowser[w.Kind] {
		return ErrBatch
	}
	return s.Txns.Write(ctx, who, "room.tell", func(ctx context.Context, tx txn.Write) error {
		p, err := s.enter(ctx, tx, who, c, access.EnterRoom)
		if err != nil {
			return err
		}
		if p.session.ID == "" {
			return nil // before anything began there is nothing to tell about
		}
		at := w.At.UTC().Truncate(time.Microsecond)
		if d := tx.Now().Sub(at); d < -time.Minute || d > 10*time.Minute {
			at = tx.Now()
		}
		_, err = s.Store.Append(ctx, tx, Event{
			ID: id.New[id.Event](), Room: p.session.ID, At: at, Source: FromBrowser, Side: p.side, Kind: w.Kind,
			Key: "browser:" + string(p.session.ID) + ":" + w.Client + ":" + strconv.FormatInt(w.Seq, 10) + ":" + string(w.Kind),
		})
		return err
	})
}

// Measured keeps a batch of statistics, once by client and number. Batches of
// a session that has just ended are still taken. Errors: ErrNotFound, ErrBatch.
func (s *Service) Measured(ctx context.Context, who actor.Actor, c id.Case, b Batch) error {
	if err := b.Check(); err != nil {
		return err
	}
	return s.Txns.Write(ctx, who, "room.measure", func(ctx context.Context, tx txn.Write) error {
		p, err := s.enter(ctx, tx, who, c, access.EnterRoom)
		if err != nil {
			return err
		}
		if p.session.OpenedAt.IsZero() {
			return nil
		}
		b.Room, b.Side, b.Received = p.session.ID, p.side, tx.Now()
		_, err = s.Store.AppendBatch(ctx, tx, b)
		return err
	})
}
