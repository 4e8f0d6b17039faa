// Package roommedia is the media server as the room sees it: it turns room ids
// and sides into the server's names, and what the server saw into events.
package roommedia

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"mendan/internal/id"
	"mendan/internal/media"
	"mendan/internal/room"
)

// Server implements room.Media over a supervised media server.
type Server struct{ sup *media.Supervisor }

// New wraps the supervisor.
func New(sup *media.Supervisor) Server { return Server{sup} }

// Ready is nil while the server answers.
func (s Server) Ready() error { return s.sup.Ready() }

// OpenRoom makes sure that the room is there.
func (s Server) OpenRoom(ctx context.Context, r id.Room) error { return s.sup.OpenRoom(ctx, string(r)) }

// CloseRoom sends everybody out.
func (s Server) CloseRoom(ctx context.Context, r id.Room) error {
	return s.sup.CloseRoom(ctx, string(r))
}

// Rooms lists the rooms that are there and are ours.
func (s Server) Rooms(ctx context.Context) ([]id.Room, error) {
	list, err := s.sup.Rooms(ctx)
	if err != nil {
		return nil, err
	}
	var out []id.Room
	for _, x := range list {
		if r, err := id.Parse[id.Room](x.Name); err == nil {
			out = append(out, r)
		}
	}
	return out, nil
}

// Token lets the side into the room.
func (s Server) Token(r id.Room, side room.Side, ttl time.Duration) (string, error) {
	return s.sup.Token(string(r), string(side), media.Grants{}, ttl)
}

// ReadToken tells for which room and side a token is.
func (s Server) ReadToken(token string) (id.Room, room.Side, error) {
	name, identity, err := s.sup.ReadToken(token)
	if err != nil {
		return "", "", err
	}
	r, err := id.Parse[id.Room](name)
	if err != nil {
		return "", "", err
	}
	side := sideOf(identity)
	if side == "" {
		return "", "", errors.New("roommedia: a token for nobody of ours")
	}
	return r, side, nil
}

func sideOf(identity string) room.Side {
	switch side := room.Side(identity); side {
	case room.Worker, room.Physician:
		return side
	}
	return ""
}

// Attach lets the room hear what the server sees, and restores its rooms each
// time the server is there. Call it before the supervisor starts. An event that
// cannot be kept (the database is away) is tried a few times and then logged:
// the browsers' own statistics still tell the story.
func Attach(sup *media.Supervisor, rooms *room.Service, log *slog.Logger) {
	sup.OnEvent(func(e media.Event) {
		event := Translate(e)
		var err error
		for try := range 5 {
			ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
			err = rooms.Observe(ctx, event)
			cancel()
			if err == nil {
				return
			}
			<-time.After(time.Duration(try+1) * 200 * time.Millisecond) // the next event waits too: order is kept
		}
		log.Error("media event could not be kept", "kind", string(e.Kind), "event", e.ID, "error", err)
	})
	sup.OnReady(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := rooms.Restore(ctx); err != nil {
			log.Error("rooms could not be opened again", "error", err)
		}
	})
}

// Translate turns the server's word into the room's.
func Translate(e media.Event) room.Event {
	out := room.Event{
		Key: "server:" + e.ID, At: e.At.UTC().Truncate(time.Microsecond), Source: room.FromServer,
		Kind: room.Kind(e.Kind), Side: sideOf(e.Identity),
		Data: room.Detail{
			Conn: e.Conn, Track: e.Data.Source, Connection: e.Data.Connection, Reason: e.Data.Reason, Direction: e.Data.Direction,
			Score: e.Data.Score, Lost: e.Data.Lost, Packets: e.Data.Packets, RTT: e.Data.RTT, Dropped: e.Data.Dropped,
		},
	}
	if r, err := id.Parse[id.Room](e.Room); err == nil {
		out.Room = r
	} else if e.Room != "" {
		out.Room = "rom_unknown" // a room, but none of ours (a device check): Observe finds no session for it
	}
	return out
}
