package room_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"mendan/internal/casework"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/room"
	"mendan/internal/room/roomdb"
	"mendan/internal/room/roomtest"
	"mendan/internal/txn"
)

// Whatever is done in whatever order: at most one room of a physician is open,
// a session that is over never changes, nobody has a way in unless the room is
// open, completed means a complete checklist, and no fault is internal.
func TestRandomWalk(t *testing.T) {
	t.Parallel()
	h := roomtest.NewHouse(t)
	ctx := context.Background()
	over := map[id.Room]room.Session{}
	rapid.Check(t, func(t *rapid.T) {
		cases := []id.Case{h.Case, h.Private}
		pick := func() id.Case { return rapid.SampledFrom(cases).Draw(t, "case") }
		check := func(what string, err error) {
			if err != nil && fault.KindOf(err) == fault.Internal {
				t.Fatalf("%s: %v", what, err)
			}
		}
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			c := pick()
			h.Clock.Add(time.Duration(rapid.IntRange(0, 30).Draw(t, "seconds")) * time.Second)
			switch step := rapid.IntRange(0, 9).Draw(t, "step"); step {
			case 0, 1:
				_, err := h.Rooms.Admit(ctx, h.AsPhysician(), c)
				check("admit", err)
			case 2:
				_, err := h.Rooms.SaveChecklist(ctx, h.AsPhysician(), c, roomtest.Checked())
				check("checklist", err)
			case 3:
				_, err := h.Rooms.SaveChecklist(ctx, h.AsPhysician(), c, room.Checklist{Alone: true})
				check("half a checklist", err)
			case 4:
				_, err := h.Rooms.End(ctx, h.AsPhysician(), c, ending(rapid.IntRange(0, 19).Draw(t, "outcome")), "理由")
				check("end", err)
			case 5:
				_, err := h.Rooms.Convert(ctx, h.AsPhysician(), c, "対面が必要")
				check("convert", err)
			case 6:
				pass, err := h.Rooms.Pass(ctx, h.AsWorker(), c)
				check("pass", err)
				s, err2 := h.Rooms.State(ctx, h.AsWorker(), c)
				if err == nil && (err2 != nil || s.Phase != room.Open || pass.Token == "") {
					t.Fatalf("a pass into a room that is %s (%v)", s.Phase, err2)
				}
			case 7:
				side := rapid.SampledFrom([]room.Side{room.Worker, room.Physician}).Draw(t, "side")
				kind := rapid.SampledFrom([]room.Kind{room.Joined, room.Left, room.ServerDown, room.RoomClosed, room.Muted}).Draw(t, "kind")
				var r id.Room
				_ = h.DB.Read(ctx, func(ctx context.Context, tx txn.Read) error {
					x, err := roomdb.Store{}.Current(ctx, tx, c)
					r = x.ID
					return err
				})
				check("observe", h.Rooms.Observe(ctx, room.Event{Key: string(id.New[id.Event]()), At: h.Clock.Now(), Room: r, Side: side, Kind: kind, Data: room.Detail{Conn: fmt.Sprint(side)}}))
			case 8:
				check("beat", h.Rooms.Beat(ctx, []room.Seat{{Case: c, Side: room.Worker}}))
			case 9: // booked again, or for the first time, when that is possible
				_ = h.DB.Write(ctx, h.AsCoordinator(), "test.again", func(ctx context.Context, tx txn.Write) error {
					k, err := h.Cases.Get(ctx, tx, c)
					if err != nil || k.State != casework.Ready {
						return errors.New("not now")
					}
					_, err = h.Cases.Advance(ctx, tx, c, casework.Scheduled)
					return err
				})
			}
			err := h.DB.Read(ctx, func(ctx context.Context, tx txn.Read) error {
				open, err := roomdb.Store{}.ListOpen(ctx, tx)
				if err != nil {
					return err
				}
				if len(open) > 1 {
					t.Fatalf("two open rooms of one physician")
				}
				for _, c := range cases {
					x, err := roomdb.Store{}.Current(ctx, tx, c)
					if errors.Is(err, room.ErrNotFound) {
						continue
					}
					if err != nil {
						return err
					}
					if before, ok := over[x.ID]; ok && before != x {
						t.Fatalf("a session that was over changed from %+v to %+v", before, x)
					}
					if !x.Over() {
						continue
					}
					over[x.ID] = x
					if x.Outcome == room.Completed && !x.Checklist.Done() {
						t.Fatalf("completed with %v missing", x.Checklist.Missing())
					}
					if x.WorkerConn != "" || x.PhysicianConn != "" {
						t.Fatalf("somebody is in a room that is over: %+v", x)
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}

// ending completes rarely: a case that is held stays held, and the walk goes on with the other.
func ending(n int) room.Outcome {
	if n == 0 {
		return room.Completed
	}
	return room.Aborted
}
