package scheduling_test

import (
	"context"
	"errors"
	"testing"

	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/database/databasetest"
	"mendan/internal/fault"
	"mendan/internal/scheduling"
	"mendan/internal/scheduling/schedulingtest"
)

var errClosed = fault.New(fault.Conflict, "gate.closed")

// A gate that is closed takes the online half of every slot away, and no way in
// goes around it.
func TestClosedOnlineLeavesInPerson(t *testing.T) {
	t.Parallel()
	db, clock := databasetest.Open(t)
	h := setup(t, db, clock)
	h.Week(h.Physician.ID, 9*60, 12*60)
	c := h.Open(h.AsWorker(), h.Worker.ID, casework.Consultation)
	ask := scheduling.Ask{Case: c.ID, From: civil.DateOf(h.At(1, "09:00"), schedulingtest.Tokyo(t)), Days: 1}

	h.Online.Close(errClosed)
	offer, err := h.Service.FreeSlots(context.Background(), h.AsWorker(), ask)
	if err != nil {
		t.Fatal(err)
	}
	if !errors.Is(offer.Closed, errClosed) || offer.Empty() {
		t.Fatalf("closed %v, empty %v: want the reason and slots in person", offer.Closed, offer.Empty())
	}
	for _, s := range offer.Days[0].Slots {
		if s.Online {
			t.Fatalf("%v is still offered online", s.From)
		}
	}
	in := scheduling.BookInput{Case: c.ID, Physician: h.Physician.ID, Start: offer.Days[0].Slots[0].From, Mode: casework.Online}
	if _, err := h.Service.Book(context.Background(), h.AsWorker(), in); !errors.Is(err, errClosed) {
		t.Fatalf("book online: %v", err)
	}
	h.Online.Asked()
	in.Mode = casework.InPerson
	if _, err := h.Service.Book(context.Background(), h.AsWorker(), in); err != nil {
		t.Fatalf("book in person: %v", err)
	}
	in.Start, in.Mode = offer.Days[0].Slots[1].From, casework.Online
	if _, err := h.Service.Move(context.Background(), h.AsWorker(), in); !errors.Is(err, errClosed) {
		t.Fatalf("move to online: %v", err)
	}
	if at := h.Online.Asked(); len(at) == 0 || !at[len(at)-1].Equal(in.Start) {
		t.Fatalf("asked for %v, want the time of the interview %v", at, in.Start)
	}

	h.Online.Close(nil)
	if _, err := h.Service.Move(context.Background(), h.AsWorker(), in); err != nil {
		t.Fatalf("move when open again: %v", err)
	}
}

// Who wished to meet online is shown what is left in person; who books for him
// is not, since he wished otherwise.
func TestClosedOnlineAndTheWish(t *testing.T) {
	t.Parallel()
	db, clock := databasetest.Open(t)
	h := setup(t, db, clock)
	h.Week(h.Physician.ID, 9*60, 12*60)
	c := h.Open(h.AsWorker(), h.Worker.ID, casework.LongHoursGeneral)
	if err := h.Service.SetWish(context.Background(), h.AsWorker(), c.ID, casework.Online); err != nil {
		t.Fatal(err)
	}
	h.Online.Close(errClosed)
	ask := scheduling.Ask{Case: c.ID, From: civil.DateOf(h.At(1, "09:00"), schedulingtest.Tokyo(t)), Days: 1}
	own, err := h.Service.FreeSlots(context.Background(), h.AsWorker(), ask)
	if err != nil || own.Empty() {
		t.Fatalf("the worker: %v, empty %v", err, own.Empty())
	}
	in := scheduling.BookInput{Case: c.ID, Physician: h.Physician.ID, Start: own.Days[0].Slots[0].From, Mode: casework.InPerson}
	other, err := h.Service.FreeSlots(context.Background(), h.AsHR(), ask)
	if err != nil || !other.Empty() || other.Closed == nil {
		t.Fatalf("for him: %v, empty %v, closed %v", err, other.Empty(), other.Closed)
	}
	if _, err := h.Service.Book(context.Background(), h.AsHR(), in); !errors.Is(err, scheduling.ErrNotOffered) {
		t.Fatalf("past his wish: %v", err)
	}
	if _, err := h.Service.Book(context.Background(), h.AsWorker(), in); err != nil {
		t.Fatalf("he himself: %v", err)
	}
}

// A failure of what is asked is a failure, never an open or a closed gate.
func TestOnlineFails(t *testing.T) {
	t.Parallel()
	db, clock := databasetest.Open(t)
	h := setup(t, db, clock)
	h.Week(h.Physician.ID, 9*60, 12*60)
	c := h.Open(h.AsWorker(), h.Worker.ID, casework.Consultation)
	broken := errors.New("no database")
	h.Online.Close(broken)
	if _, err := h.Service.FreeSlots(context.Background(), h.AsWorker(), scheduling.Ask{Case: c.ID, Days: 5}); !errors.Is(err, broken) {
		t.Fatalf("free slots: %v", err)
	}
}
