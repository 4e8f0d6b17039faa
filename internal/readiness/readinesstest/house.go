// Package readinesstest holds what tests of readiness share: a house with a
// company, its people, real bookings and questionnaires, and the suite that
// every store has to pass. For tests only.
package readinesstest

import (
	"context"
	"testing"
	"time"

	"mendan/internal/casework"
	"mendan/internal/database"
	"mendan/internal/database/databasetest"
	"mendan/internal/directory"
	"mendan/internal/directory/directorydb"
	"mendan/internal/id"
	"mendan/internal/questionnaire/questionnairetest"
	"mendan/internal/readiness"
	"mendan/internal/readiness/readinessdb"
	"mendan/internal/readiness/texts"
	"mendan/internal/scheduling"
	"mendan/internal/txn"
)

// House is the real service on a real database over a real questionnaire. What
// lies above readiness, or needs the outside, is a field to be set.
type House struct {
	*questionnairetest.House
	Clock *databasetest.Clock
	Ready *readiness.Service

	Booked   scheduling.Booking  // zero: none
	Wanted   []readiness.Request // what was asked for
	Answered []readiness.Request // what was answered
	Calls    []id.Case           // who would like help by telephone
	Decided  int                 // words of the physician about a camera
	Rule     readiness.CostRule
}

// NewHouse builds one on a fresh store.
func NewHouse(t testing.TB, db *database.DB, clock *databasetest.Clock) *House {
	t.Helper()
	company, err := texts.Company()
	if err != nil {
		t.Fatal(err)
	}
	places, err := texts.Places()
	if err != nil {
		t.Fatal(err)
	}
	camera, err := texts.Camera()
	if err != nil {
		t.Fatal(err)
	}
	h := &House{House: questionnairetest.NewHouse(t, db), Clock: clock}
	h.Ready = readiness.NewService(readiness.Parts{
		Txns: db, Store: readinessdb.New(), Cases: h.Cases, People: directory.NewService(db, directorydb.New()),
		Bookings: outside{h}, Rooms: outside{h}, Costs: outside{h}, Texts: company, Places: places, Camera: camera,
		Support: readiness.Support{Phone: "03-6000-0000", Hours: readiness.Says{JA: "平日9時〜18時", EN: "weekdays 9:00 to 18:00"}},
	})
	return h
}

// Book books the case, as casework and scheduling would have it.
func (h *House) Book(c casework.Case, from time.Time, mode casework.Mode) {
	h.Booked = scheduling.Booking{ID: id.New[id.Booking](), Case: c.ID, From: from, To: from.Add(30 * time.Minute), Mode: mode, State: scheduling.Booked}
}

// outside fills the ports.
type outside struct{ h *House }

func (o outside) Standing(_ context.Context, _ txn.Read, c id.Case) (scheduling.Booking, error) {
	if o.h.Booked.Case != c {
		return scheduling.Booking{}, scheduling.ErrNone
	}
	return o.h.Booked, nil
}

func (o outside) Wanted(_ context.Context, _ txn.Write, _ casework.Case, r readiness.Request) error {
	o.h.Wanted = append(o.h.Wanted, r)
	return nil
}

func (o outside) Answered(_ context.Context, _ txn.Write, _ casework.Case, r readiness.Request) error {
	o.h.Answered = append(o.h.Answered, r)
	return nil
}

func (o outside) Call(_ context.Context, _ txn.Write, c casework.Case) error {
	o.h.Calls = append(o.h.Calls, c.ID)
	return nil
}

func (o outside) Decided(context.Context, txn.Write, casework.Case) error {
	o.h.Decided++
	return nil
}

func (o outside) Costs(context.Context, txn.Read, id.Workplace) (readiness.CostRule, error) {
	return o.h.Rule, nil
}
