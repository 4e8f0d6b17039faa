package room_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"mendan/internal/casework"
	"mendan/internal/fault"
	"mendan/internal/room"
	"mendan/internal/room/roomtest"
	"mendan/internal/txn"
)

// elsewhere says that every session is held in Zoom.
type elsewhere struct{}

func (elsewhere) Elsewhere(context.Context, txn.Read, casework.Case, room.Side) (room.Elsewhere, error) {
	return room.Elsewhere{Tool: "ZOOM", Name: "Zoom", Link: "https://zoom.us/j/12345678901"}, nil
}

func TestSessionInAnOutsideTool(t *testing.T) {
	t.Parallel()
	h := roomtest.NewHouse(t, func(d *room.Deps) { d.Tools = elsewhere{} })
	ctx := context.Background()
	if _, err := h.Rooms.Admit(ctx, h.AsPhysician(), h.Case); err != nil {
		t.Fatal(err)
	}
	began := h.Clock.Now()
	if _, err := h.Rooms.SaveChecklist(ctx, h.AsPhysician(), h.Case, roomtest.Checked()); err != nil {
		t.Fatal(err)
	}
	h.Clock.Add(30 * time.Minute)
	if _, err := h.Rooms.End(ctx, h.AsPhysician(), h.Case, room.Completed, ""); !errors.Is(err, room.ErrAttest) {
		t.Errorf("completed without a word about it: %v", err)
	}
	word := room.Attestation{From: began, To: h.Clock.Now(), Video: true, Voice: true, Breaks: 1, Lost: 20, OnlyTwo: true}
	if _, err := h.Rooms.Attest(ctx, h.AsWorker(), h.Case, word); fault.KindOf(err) != fault.Forbidden && fault.KindOf(err) != fault.NotFound {
		t.Errorf("the worker attests: %v", err)
	}
	for name, change := range map[string]func(*room.Attestation){
		"the future": func(a *room.Attestation) { a.To = a.To.Add(time.Hour) }, "backwards": func(a *room.Attestation) { a.From = a.To.Add(time.Minute) },
		"more lost than held": func(a *room.Attestation) { a.Lost = 7200 }, "others without a word": func(a *room.Attestation) { a.OnlyTwo = false },
		"more long ones than breaks": func(a *room.Attestation) { a.Long = 2 },
	} {
		bad := word
		change(&bad)
		if _, err := h.Rooms.Attest(ctx, h.AsPhysician(), h.Case, bad); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	blind := word
	blind.Video = false
	if _, err := h.Rooms.Attest(ctx, h.AsPhysician(), h.Case, blind); !errors.Is(err, room.ErrCameraOff) {
		t.Errorf("a statutory interview without picture: %v", err)
	}
	if _, err := h.Rooms.Attest(ctx, h.AsPhysician(), h.Case, word); err != nil {
		t.Fatal(err)
	}
	raw, err := h.Rooms.Evidence(ctx, h.AsPhysician(), h.Case)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := room.VerifyEvidence(raw, room.PublicOf(h.Key))
	if err != nil {
		t.Fatalf("the evidence does not verify: %v", err)
	}
	if doc.Session.Tool != "ZOOM" || doc.Session.Attested == nil || doc.Session.Attested.Lost != 20 {
		t.Errorf("session: %+v", doc.Session)
	}
	for _, c := range doc.Conditions {
		if c.Basis == room.Measured {
			t.Errorf("%s says measured", c.ID)
		}
		if c.ID == "ICT-2-2-1" && (c.Basis != room.Attested || c.Verdict != room.Held) {
			t.Errorf("%s: %s, %s", c.ID, c.Verdict, c.Basis)
		}
	}
}

// Our own room is measured, and takes no attestation.
func TestOwnRoomTakesNoAttestation(t *testing.T) {
	t.Parallel()
	h := roomtest.NewHouse(t)
	if _, err := h.Rooms.Admit(context.Background(), h.AsPhysician(), h.Case); err != nil {
		t.Fatal(err)
	}
	h.Clock.Add(time.Minute)
	word := room.Attestation{From: h.Clock.Now().Add(-time.Minute), To: h.Clock.Now(), Video: true, OnlyTwo: true}
	if _, err := h.Rooms.Attest(context.Background(), h.AsPhysician(), h.Case, word); !errors.Is(err, room.ErrNotElsewhere) {
		t.Errorf("%v", err)
	}
}
