// Package modalitytest holds what tests of modality share: a house with a
// company, its people and real cases, and the suite that every store has to
// pass. For tests only.
package modalitytest

import (
	"context"
	"maps"
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
	"mendan/internal/modality"
	"mendan/internal/modality/modalitydata"
	"mendan/internal/modality/modalitydb"
	"mendan/internal/txn"
)

// House is the real service on a real database and the real table; what other
// areas know is a field to be set.
type House struct {
	t testing.TB
	*directorytest.World
	DB      *database.DB
	Clock   *databasetest.Clock
	Cases   *casework.Service
	Service *modality.Service

	Said   modality.Said // what other areas know; begins as everything prepared
	Booked time.Time     // zero: not booked
	Heard  []string      // news, in order: "turned", "asked 1", "opened"
}

// NewHouse builds one on a fresh store.
func NewHouse(t testing.TB, db *database.DB, clock *databasetest.Clock) *House {
	t.Helper()
	rules, err := modalitydata.Load()
	if err != nil {
		t.Fatal(err)
	}
	store := directorydb.New()
	people := directory.NewService(db, store)
	h := &House{t: t, DB: db, Clock: clock, World: directorytest.NewWorld(t, db, store), Said: Prepared()}
	h.Cases = casework.NewService(db, caseworkdb.Store{}, people)
	h.Service = modality.NewService(modality.Parts{
		Txns: db, Store: modalitydb.New(), Cases: h.Cases, People: people, Sources: outside{h}, Times: outside{h}, News: outside{h}, Rules: rules,
	})
	h.Cases.Listen(h.Service.Moved)
	return h
}

// Prepared is what other areas know when everything is ready.
func Prepared() modality.Said {
	return modality.Said{
		"deliberated": "true", "announced": "true", "emergency_plan": "true", "plan_until": "2027-12-31",
		"location_confirmed": "true", "phone_confirmed": "true", "worker_place": "PRIVATE", "physician_place": "PRIVATE",
		"first_meeting": "false", "relations": "2",
	}
}

// Open opens a case as the worker.
func (h *House) Open(kind casework.Type) casework.Case {
	h.t.Helper()
	c, err := h.Cases.Open(context.Background(), h.AsWorker(), casework.OpenInput{Employee: h.Worker.ID, Type: kind})
	if err != nil {
		h.t.Fatal(err)
	}
	return c
}

// Book books the case with the physician of the world, as scheduling would have it.
func (h *House) Book(c id.Case, at time.Time, mode casework.Mode) casework.Case {
	h.t.Helper()
	h.Booked = at
	return h.Move(c, casework.Scheduled, func(k *casework.Case) { k.Physician, k.Mode = h.Physician.ID, mode })
}

// Move moves a case as its physician.
func (h *House) Move(c id.Case, e casework.Event, change func(*casework.Case)) casework.Case {
	h.t.Helper()
	var out casework.Case
	h.Act(func(ctx context.Context, tx txn.Write) error {
		got, err := h.Cases.AdvanceWith(ctx, tx, c, e, change)
		out = got
		return err
	})
	return out
}

// Act runs an act of the platform.
func (h *House) Act(f func(ctx context.Context, tx txn.Write) error) {
	h.t.Helper()
	if err := h.DB.Write(context.Background(), actor.System("test"), "test", f); err != nil {
		h.t.Fatal(err)
	}
}

// Again says that something has changed.
func (h *House) Again(c id.Case) {
	h.t.Helper()
	h.Act(func(ctx context.Context, tx txn.Write) error {
		k, err := h.Cases.Get(ctx, tx, c)
		if err != nil {
			return err
		}
		return h.Service.Changed(ctx, tx, k)
	})
}

// MayBeOnline asks as scheduling (a time to come) or the room (now) would.
func (h *House) MayBeOnline(c id.Case, at time.Time) error {
	h.t.Helper()
	return h.DB.Read(context.Background(), func(ctx context.Context, tx txn.Read) error {
		k, err := h.Cases.Get(ctx, tx, c)
		if err != nil {
			return err
		}
		if at.IsZero() {
			at = tx.Now()
		}
		return h.Service.MayBeOnline(ctx, tx, k, at)
	})
}

// History is the kept decisions of a case.
func (h *House) History(c id.Case) []modality.Record {
	h.t.Helper()
	var out []modality.Record
	err := h.DB.Read(context.Background(), func(ctx context.Context, tx txn.Read) error {
		got, err := modalitydb.New().List(ctx, tx, c)
		out = got
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return out
}

// News gives what was told since the last time, in order.
func (h *House) News() []string {
	out := h.Heard
	h.Heard = nil
	return out
}

// outside fills the ports.
type outside struct{ h *House }

func (o outside) Facts(context.Context, txn.Read, casework.Case, time.Time) (modality.Said, error) {
	return maps.Clone(o.h.Said), nil
}

func (o outside) BookedAt(context.Context, txn.Read, id.Case) (time.Time, error) {
	if o.h.Booked.IsZero() {
		return time.Time{}, modality.ErrNone
	}
	return o.h.Booked, nil
}

func (o outside) Turned(context.Context, txn.Write, casework.Case) error {
	o.h.Heard = append(o.h.Heard, "turned")
	return nil
}

func (o outside) Asked(_ context.Context, _ txn.Write, _ casework.Case, who []id.Physician) error {
	for range who {
		o.h.Heard = append(o.h.Heard, "asked")
	}
	return nil
}

func (o outside) Opened(context.Context, txn.Write, casework.Case) error {
	o.h.Heard = append(o.h.Heard, "opened")
	return nil
}
