package roomtest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"mendan/internal/actor"
	"mendan/internal/id"
	"mendan/internal/room"
	"mendan/internal/txn"
)

// Suite is the contract of room.Store. cases are two that exist in the store.
func Suite(t *testing.T, db txn.Runner, store room.Store, cases [2]id.Case) {
	t.Helper()
	ctx := context.Background()
	write := func(f func(ctx context.Context, tx txn.Write) error) error {
		return db.Write(ctx, actor.System("test"), "test.room", f)
	}
	must := func(f func(ctx context.Context, tx txn.Write) error) {
		t.Helper()
		if err := write(f); err != nil {
			t.Fatal(err)
		}
	}
	var now time.Time
	must(func(_ context.Context, tx txn.Write) error { now = tx.Now(); return nil })
	first := room.Session{ID: id.New[id.Room](), Case: cases[0], Company: "com_a", Physician: "phy_a", Phase: room.Waiting, CreatedAt: now}

	// Sessions.
	must(func(ctx context.Context, tx txn.Write) error {
		if _, err := store.Get(ctx, tx, first.ID); !errors.Is(err, room.ErrNotFound) {
			t.Errorf("Get of nothing: %v", err)
		}
		if _, err := store.Current(ctx, tx, cases[0]); !errors.Is(err, room.ErrNotFound) {
			t.Errorf("Current of nothing: %v", err)
		}
		return store.Insert(ctx, tx, first)
	})
	second := first
	second.ID = id.New[id.Room]()
	if err := write(func(ctx context.Context, tx txn.Write) error { return store.Insert(ctx, tx, second) }); !errors.Is(err, room.ErrNotBooked) {
		t.Errorf("a second live session: %v, want ErrNotBooked", err)
	}
	first.Phase, first.OpenedAt, first.Checklist, first.WorkerConn = room.Open, now.Add(time.Second), Checked(), "PA_1"
	first.Pause = room.Pause{By: room.Worker, At: now.Add(time.Minute), Wish: room.Rebook, Sum: 1500}
	first.Line = room.LineWord{Choice: room.GoOn, Reason: "OTHER", Note: "聞き直した", Facts: "line_lost", At: now}
	first.Camera = room.CameraException{Reason: "HEALTH", Asked: now, Given: now.Add(time.Second)}
	first.Ending = room.AsConsultation
	must(func(ctx context.Context, tx txn.Write) error { return store.Update(ctx, tx, first) })
	must(func(ctx context.Context, tx txn.Write) error {
		got, err := store.Get(ctx, tx, first.ID)
		if err != nil {
			return err
		}
		if diff := cmp.Diff(first, got); diff != "" {
			t.Errorf("session (-want +got):\n%s", diff)
		}
		open, err := store.ListOpen(ctx, tx)
		if len(open) != 1 || open[0].ID != first.ID {
			t.Errorf("ListOpen = %v", open)
		}
		return err
	})
	first.Phase, first.EndedAt, first.Outcome, first.Reason, first.WorkerConn = room.Ended, now.Add(time.Minute), room.Aborted, "音声が届かない", ""
	second.CreatedAt = now.Add(2 * time.Minute)
	must(func(ctx context.Context, tx txn.Write) error {
		if err := store.Update(ctx, tx, first); err != nil {
			return err
		}
		if err := store.Insert(ctx, tx, second); err != nil {
			return err
		}
		got, err := store.Current(ctx, tx, cases[0])
		if got.ID != second.ID {
			t.Errorf("Current = %s, want the newest %s", got.ID, second.ID)
		}
		open, _ := store.ListOpen(ctx, tx)
		if len(open) != 0 {
			t.Errorf("ListOpen = %v, want none", open)
		}
		return err
	})

	must(func(ctx context.Context, tx txn.Write) error {
		if early, err := store.ListToErase(ctx, tx, first.EndedAt); err != nil || len(early) != 0 {
			t.Errorf("ListToErase before the end = %v, %v", early, err)
		}
		old, err := store.ListToErase(ctx, tx, first.EndedAt.Add(time.Second))
		if err != nil || len(old) != 1 || old[0].ID != first.ID {
			t.Errorf("ListToErase = %v, %v", old, err)
		}
		first.ErasedAt = now.Add(time.Hour)
		if err := store.Update(ctx, tx, first); err != nil {
			return err
		}
		old, err = store.ListToErase(ctx, tx, first.EndedAt.Add(time.Second))
		if len(old) != 0 {
			t.Errorf("ListToErase of an erased one = %v", old)
		}
		return err
	})

	// Events: once by key, in order of time.
	event := func(key string, at time.Duration) room.Event {
		return room.Event{ID: id.New[id.Event](), Room: first.ID, Key: key, At: now.Add(at), Source: room.FromServer, Side: room.Worker, Kind: room.Joined,
			Data: room.Detail{Conn: "PA_1", Connection: "udp", Score: 4.5, Items: []string{"alone"}}}
	}
	later, earlier := event("k2", 2*time.Second), event("k1", time.Second)
	must(func(ctx context.Context, tx txn.Write) error {
		for _, e := range []room.Event{later, earlier} {
			if fresh, err := store.Append(ctx, tx, e); err != nil || !fresh {
				t.Errorf("Append(%s) = %t, %v", e.Key, fresh, err)
			}
		}
		twice := event("k2", 3*time.Second)
		if fresh, err := store.Append(ctx, tx, twice); err != nil || fresh {
			t.Errorf("Append of a known key = %t, %v; want false", fresh, err)
		}
		got, err := store.Events(ctx, tx, first.ID)
		if diff := cmp.Diff([]room.Event{earlier, later}, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("events (-want +got):\n%s", diff)
		}
		if none, _ := store.Events(ctx, tx, second.ID); len(none) != 0 {
			t.Errorf("events of another session: %v", none)
		}
		return err
	})

	// Statistics: once by client and number.
	batch := room.Batch{Room: first.ID, Side: room.Physician, Received: now.Add(time.Second), Client: "client-1", Seq: 7,
		Samples: []room.Sample{{At: now, Span: 2000, VideoIn: room.VideoIn{Frames: 50, FreezeMS: 12.5}, Camera: true, Connection: "connected"}}}
	must(func(ctx context.Context, tx txn.Write) error {
		for n, want := range []bool{true, false} {
			if fresh, err := store.AppendBatch(ctx, tx, batch); err != nil || fresh != want {
				t.Errorf("AppendBatch %d = %t, %v", n, fresh, err)
			}
		}
		got, err := store.Batches(ctx, tx, first.ID)
		if diff := cmp.Diff([]room.Batch{batch}, got); diff != "" {
			t.Errorf("batches (-want +got):\n%s", diff)
		}
		return err
	})

	// Presence: the last word counts.
	must(func(ctx context.Context, tx txn.Write) error {
		for _, at := range []time.Time{now, now.Add(time.Second)} {
			if err := store.SeePresent(ctx, tx, cases[0], room.Worker, at); err != nil {
				return err
			}
		}
		if err := store.SeePresent(ctx, tx, cases[0], room.Physician, now); err != nil {
			return err
		}
		if err := store.SeePresent(ctx, tx, cases[0], room.Physician, time.Time{}); err != nil {
			return err
		}
		got, err := store.Present(ctx, tx, cases[0])
		if diff := cmp.Diff(map[room.Side]time.Time{room.Worker: now.Add(time.Second)}, got); diff != "" {
			t.Errorf("presence (-want +got):\n%s", diff)
		}
		if none, _ := store.Present(ctx, tx, cases[1]); len(none) != 0 {
			t.Errorf("presence of another case: %v", none)
		}
		return err
	})

	// Notes: each version over the one before.
	note := room.Notes{Case: cases[0], Text: "眠れているか", Version: 1, SavedAt: now}
	must(func(ctx context.Context, tx txn.Write) error {
		if n, err := store.Notes(ctx, tx, cases[0]); err != nil || n.Version != 0 || n.Text != "" {
			t.Errorf("notes of nothing: %+v, %v", n, err)
		}
		return store.SaveNotes(ctx, tx, "phy_a", note)
	})
	stale := note
	stale.Text = "もう一つの画面"
	if err := write(func(ctx context.Context, tx txn.Write) error { return store.SaveNotes(ctx, tx, "phy_a", stale) }); !errors.Is(err, room.ErrStale) {
		t.Errorf("a first version over the first: %v, want ErrStale", err)
	}
	next := note
	next.Version, next.Text = 2, "眠れているか 𠮷 😌"
	must(func(ctx context.Context, tx txn.Write) error {
		if err := store.SaveNotes(ctx, tx, "phy_a", next); err != nil {
			return err
		}
		got, err := store.Notes(ctx, tx, cases[0])
		if diff := cmp.Diff(next, got); diff != "" {
			t.Errorf("notes (-want +got):\n%s", diff)
		}
		if other, _ := store.Notes(ctx, tx, cases[1]); other.Version != 0 {
			t.Errorf("notes of another case: %+v", other)
		}
		return err
	})
}
