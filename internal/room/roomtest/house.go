package roomtest

import (
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"testing"
	"time"

	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/casework/caseworkdb"
	"mendan/internal/database"
	"mendan/internal/database/databasetest"
	"mendan/internal/directory"
	"mendan/internal/directory/directorydb"
	"mendan/internal/directory/directorytest"
	"mendan/internal/id"
	"mendan/internal/room"
	"mendan/internal/room/roomdata"
	"mendan/internal/room/roomdb"
	"mendan/internal/txn"
)

// House is one booked online interview with everything around it real but the
// media server.
type House struct {
	*directorytest.World
	DB    *database.DB
	Clock *databasetest.Clock
	Cases *casework.Service
	Media *Media
	Rooms *room.Service
	Key   ed25519.PrivateKey

	Case    id.Case // long hours of World.Worker, booked with World.Physician in ten minutes
	Private id.Case // a consultation of the same two, booked later
	Facts   *Background
	Doors   *Doors
}

// Background is what the test says about the rest of the world.
type Background struct{ Known room.Facts }

// Facts implements room.Background.
func (b *Background) Facts(context.Context, txn.Read, casework.Case) (room.Facts, error) {
	return b.Known, nil
}

// Doors answers whether a session may open: it may while both fields are nil.
type Doors struct{ Online, Start error }

// MayBeOnline implements room.Online.
func (d *Doors) MayBeOnline(context.Context, txn.Read, casework.Case, time.Time) error {
	return d.Online
}

// MayStart implements room.Start.
func (d *Doors) MayStart(context.Context, txn.Read, casework.Case) error { return d.Start }

type slots map[id.Case]room.Slot

func (s slots) Slot(_ context.Context, _ txn.Read, c id.Case) (room.Slot, error) {
	x, ok := s[c]
	if !ok {
		return room.Slot{}, room.ErrNotBooked
	}
	return x, nil
}

// NewHouse builds it in a fresh SQLite store. change may put another media
// server or background in.
func NewHouse(t testing.TB, change ...func(*room.Deps)) *House {
	t.Helper()
	db, clock := databasetest.Open(t)
	h := &House{DB: db, Clock: clock, Media: &Media{}, Facts: &Background{}, Doors: &Doors{}}
	h.World = directorytest.NewWorld(t, db, directorydb.Store{})
	people := directory.NewService(db, directorydb.Store{})
	h.Cases = casework.NewService(db, caseworkdb.Store{}, people)
	h.Case = h.book(t, casework.LongHoursGeneral)
	h.Private = h.book(t, casework.Consultation)
	rules, err := roomdata.Notice()
	if err != nil {
		t.Fatal(err)
	}
	seed := sha256.Sum256([]byte("a key for tests"))
	h.Key = ed25519.NewKeyFromSeed(seed[:])
	from := clock.Now().Add(10 * time.Minute)
	deps := room.Deps{
		Txns: db, Store: roomdb.Store{}, Media: h.Media, Cases: h.Cases, People: people,
		Times: slots{
			h.Case:    {From: from, To: from.Add(30 * time.Minute), Online: true},
			h.Private: {From: from.Add(24 * time.Hour), To: from.Add(24*time.Hour + 30*time.Minute), Online: true},
		},
		Online: h.Doors, Start: h.Doors, Background: h.Facts, Rules: rules, Key: h.Key,
	}
	for _, f := range change {
		f(&deps)
	}
	h.Rooms = room.NewService(deps)
	return h
}

func (h *House) book(t testing.TB, kind casework.Type) id.Case {
	t.Helper()
	c, err := h.Cases.Open(context.Background(), h.AsWorker(), casework.OpenInput{Employee: h.Worker.ID, Type: kind})
	if err != nil {
		t.Fatalf("open %s: %v", kind, err)
	}
	h.Advance(t, c.ID, casework.Scheduled)
	return c.ID
}

// Advance moves a case; Scheduled books it online with World.Physician.
func (h *House) Advance(t testing.TB, c id.Case, e casework.Event) {
	t.Helper()
	err := h.DB.Write(context.Background(), actor.System("test.book"), "test.advance", func(ctx context.Context, tx txn.Write) error {
		_, err := h.Cases.AdvanceWith(ctx, tx, c, e, func(k *casework.Case) {
			k.Physician, k.Mode = h.Physician.ID, casework.Online
		})
		return err
	})
	if err != nil {
		t.Fatalf("advance %s: %v", e, err)
	}
}

// Checked is a complete checklist.
func Checked() room.Checklist {
	return room.Checklist{
		Identity: room.EmployeeCard, Alone: true, Place: "東京都港区の自宅", Phone: "090-0000-0001",
		CameraWorker: true, CameraPhysician: true, NotRecording: true, Explained: true,
	}
}

// See lets the media server see something now.
func (h *House) See(t testing.TB, kind room.Kind, side room.Side, d room.Detail) {
	t.Helper()
	var r id.Room
	err := h.DB.Read(context.Background(), func(ctx context.Context, tx txn.Read) error {
		x, err := roomdb.Store{}.Current(ctx, tx, h.Case)
		r = x.ID
		return err
	})
	if err != nil {
		t.Fatalf("see %s: %v", kind, err)
	}
	e := room.Event{Key: "server:" + string(id.New[id.Event]()), At: h.Clock.Now(), Room: r, Side: side, Kind: kind, Data: d}
	if kind == room.ServerDown || kind == room.ServerUp {
		e.Room, e.Side = "", ""
	}
	if err := h.Rooms.Observe(context.Background(), e); err != nil {
		t.Fatalf("see %s: %v", kind, err)
	}
}

// Measurements gives what the browsers reported about the newest session.
func (h *House) Measurements(t testing.TB) []room.Batch {
	t.Helper()
	var out []room.Batch
	err := h.DB.Read(context.Background(), func(ctx context.Context, tx txn.Read) error {
		x, err := roomdb.Store{}.Current(ctx, tx, h.Case)
		if err != nil {
			return err
		}
		out, err = roomdb.Store{}.Batches(ctx, tx, x.ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Join lets a side come into the media room with camera and microphone on.
func (h *House) Join(t testing.TB, side room.Side, conn string) {
	t.Helper()
	h.See(t, room.Joined, side, room.Detail{Conn: conn, Connection: "udp"})
	h.See(t, room.Published, side, room.Detail{Conn: conn, Track: "camera"})
	h.See(t, room.Published, side, room.Detail{Conn: conn, Track: "microphone"})
}
