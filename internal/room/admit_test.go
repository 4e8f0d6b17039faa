package room_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"mendan/internal/casework"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/room"
	"mendan/internal/room/roomdb"
	"mendan/internal/room/roomtest"
	"mendan/internal/txn"
)

// waived is a port as the launch asks it: no package, unless the physician said
// why he goes on without.
type waived struct{ cases map[id.Case]bool }

func (w *waived) MayStart(_ context.Context, _ txn.Read, c casework.Case) error {
	if w.cases[c.ID] {
		return nil
	}
	return errNoPackage
}

var (
	errClosed    = fault.New(fault.Conflict, "gate.closed")
	errNoPackage = fault.New(fault.Conflict, "provision.missing")
)

// unopened tells what an attempt to open left behind: nothing.
func unopened(t *testing.T, h *roomtest.House, c id.Case) {
	t.Helper()
	err := h.DB.Read(t.Context(), func(ctx context.Context, tx txn.Read) error {
		if x, err := (roomdb.Store{}).Current(ctx, tx, c); !errors.Is(err, room.ErrNotFound) {
			t.Errorf("a session was written: %+v, %v", x, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := state(t, h, c); got != casework.Booked {
		t.Errorf("the case is %s", got)
	}
	s, err := h.Rooms.State(t.Context(), h.AsPhysician(), c)
	if err != nil || s.Phase != room.Waiting || s.Admitted || s.OpenedAt != nil {
		t.Errorf("the room is %+v, %v", s, err)
	}
	if _, err := h.Rooms.Pass(t.Context(), h.AsWorker(), c); !errors.Is(err, room.ErrNotAdmitted) {
		t.Errorf("a pass: %v", err)
	}
	if there, err := h.Media.Rooms(t.Context()); err != nil || len(there) != 0 {
		t.Errorf("media rooms %v, %v", there, err)
	}
}

// A port that says no keeps the session shut, whoever presses how often; once
// it says yes the same press opens it, and then it is not asked again.
func TestAdmitAsksTheDoors(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		set  func(d *roomtest.Doors, err error)
		says error
	}{
		"online": {func(d *roomtest.Doors, err error) { d.Online = err }, errClosed},
		"start":  {func(d *roomtest.Doors, err error) { d.Start = err }, errNoPackage},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h, ctx := roomtest.NewHouse(t), t.Context()
			woken := 0
			h.Rooms.Listen(func(id.Case) { woken++ })
			x.set(h.Doors, x.says)
			for range 2 {
				if s, err := h.Rooms.Admit(ctx, h.AsPhysician(), h.Case); !errors.Is(err, x.says) || s.Phase != "" {
					t.Errorf("admitted: %+v, %v", s, err)
				}
			}
			unopened(t, h, h.Case)
			if woken != 0 {
				t.Errorf("%d were told of a change", woken)
			}
			x.set(h.Doors, nil)
			if s, err := h.Rooms.Admit(ctx, h.AsPhysician(), h.Case); err != nil || s.Phase != room.Open {
				t.Fatalf("admitted now: %+v, %v", s, err)
			}
			x.set(h.Doors, x.says)
			h.Clock.Add(time.Minute)
			if s, err := h.Rooms.Admit(ctx, h.AsPhysician(), h.Case); err != nil || s.Phase != room.Open {
				t.Errorf("an open session is not shut by a port that changed its mind: %+v, %v", s, err)
			}
		})
	}
}

// A waiver of one case lets that one begin and no other.
func TestAdmitAfterAWaiver(t *testing.T) {
	t.Parallel()
	w := &waived{cases: map[id.Case]bool{}}
	h := roomtest.NewHouse(t, func(d *room.Deps) { d.Start = w })
	if _, err := h.Rooms.Admit(t.Context(), h.AsPhysician(), h.Case); !errors.Is(err, errNoPackage) {
		t.Errorf("without package and waiver: %v", err)
	}
	w.cases[h.Private] = true
	if _, err := h.Rooms.Admit(t.Context(), h.AsPhysician(), h.Case); !errors.Is(err, errNoPackage) {
		t.Errorf("with a waiver of another case: %v", err)
	}
	unopened(t, h, h.Case)
	w.cases[h.Case] = true
	if s, err := h.Rooms.Admit(t.Context(), h.AsPhysician(), h.Case); err != nil || s.Phase != room.Open {
		t.Errorf("with a waiver: %+v, %v", s, err)
	}
	if got := state(t, h, h.Case); got != casework.InSession {
		t.Errorf("the case is %s", got)
	}
}
