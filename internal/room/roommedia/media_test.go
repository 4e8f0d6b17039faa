package roommedia_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/id"
	"mendan/internal/media"
	"mendan/internal/room"
	"mendan/internal/room/roommedia"
)

func TestTranslate(t *testing.T) {
	t.Parallel()
	r := id.New[id.Room]()
	at := time.Date(2026, 11, 23, 12, 0, 0, 123456789, time.FixedZone("JST", 9*60*60))
	for name, c := range map[string]struct {
		in   media.Event
		want room.Event
	}{
		"joined": {
			media.Event{ID: "1", At: at, Kind: media.Joined, Room: string(r), Identity: "worker", Conn: "PA_1", Data: media.Data{Connection: "udp"}},
			room.Event{Key: "server:1", Kind: room.Joined, Room: r, Side: room.Worker, Data: room.Detail{Conn: "PA_1", Connection: "udp"}},
		},
		"muted": {
			media.Event{ID: "2", At: at, Kind: media.Muted, Room: string(r), Identity: "physician", Conn: "PA_2", Data: media.Data{Source: "camera"}},
			room.Event{Key: "server:2", Kind: room.Muted, Room: r, Side: room.Physician, Data: room.Detail{Conn: "PA_2", Track: "camera"}},
		},
		"quality": {
			media.Event{ID: "3", At: at, Kind: media.Quality, Room: string(r), Identity: "worker", Data: media.Data{Source: "microphone", Direction: "up", Score: 4.4, Lost: 3, Packets: 900, RTT: 31}},
			room.Event{Key: "server:3", Kind: room.Quality, Room: r, Side: room.Worker, Data: room.Detail{Track: "microphone", Direction: "up", Score: 4.4, Lost: 3, Packets: 900, RTT: 31}},
		},
		"the server died":    {media.Event{ID: "4", At: at, Kind: media.ServerDown}, room.Event{Key: "server:4", Kind: room.ServerDown}},
		"somebody unknown":   {media.Event{ID: "5", At: at, Kind: media.Joined, Room: string(r), Identity: "stranger"}, room.Event{Key: "server:5", Kind: room.Joined, Room: r}},
		"a room for a check": {media.Event{ID: "6", At: at, Kind: media.Joined, Room: "chk_1", Identity: "worker"}, room.Event{Key: "server:6", Kind: room.Joined, Room: "rom_unknown", Side: room.Worker}},
	} {
		c.want.At, c.want.Source = at.UTC().Truncate(time.Microsecond), room.FromServer
		if diff := cmp.Diff(c.want, roommedia.Translate(c.in)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// The room and the server use the same words for the same things.
func TestSameWords(t *testing.T) {
	t.Parallel()
	for a, b := range map[media.Kind]room.Kind{
		media.Signalled: room.Signalled, media.Joined: room.Joined, media.Resumed: room.Resumed, media.Left: room.Left,
		media.Published: room.Published, media.Unpublished: room.Unpublished, media.Muted: room.Muted, media.Unmuted: room.Unmuted,
		media.Quality: room.Quality, media.RoomClosed: room.RoomClosed, media.ServerUp: room.ServerUp, media.ServerDown: room.ServerDown, media.Overrun: room.Overrun,
	} {
		if string(a) != string(b) {
			t.Errorf("%s is not %s", a, b)
		}
	}
}

func TestTokensOfOurs(t *testing.T) {
	t.Parallel()
	sup := media.New(media.Config{})
	s := roommedia.New(sup)
	r := id.New[id.Room]()
	token, err := s.Token(r, room.Physician, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if got, side, err := s.ReadToken(token); err != nil || got != r || side != room.Physician {
		t.Errorf("ReadToken = %s, %s, %v", got, side, err)
	}
	for name, x := range map[string][2]string{"no side of ours": {string(r), "stranger"}, "no room of ours": {"chk_1", "worker"}} {
		token, err := sup.Token(x[0], x[1], media.Grants{}, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.ReadToken(token); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
	if err := s.Ready(); err == nil {
		t.Error("ready before it was started")
	}
}
