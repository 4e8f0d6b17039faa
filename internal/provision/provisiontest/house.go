// Package provisiontest holds what tests of provision share: a house with a
// company, its people and cases, and the suite that every store has to pass.
// For tests only.
package provisiontest

import (
	"context"
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
	"mendan/internal/notify"
	"mendan/internal/provision"
	"mendan/internal/provision/provisiondb"
	"mendan/internal/txn"
)

// House is the real service on a real database. What lies above provision, or
// needs the outside, is a field to be set.
type House struct {
	*directorytest.World
	DB      *database.DB
	Clock   *databasetest.Clock
	Cases   *casework.Service
	Service *provision.Service

	Begins map[id.Case]time.Time // when an interview is booked
	Sent   []notify.Notice
}

// NewHouse builds one on a fresh store.
func NewHouse(t testing.TB, db *database.DB, clock *databasetest.Clock) *House {
	t.Helper()
	h := &House{DB: db, Clock: clock, Begins: map[id.Case]time.Time{}}
	h.World = directorytest.NewWorld(t, db, directorydb.New())
	people := directory.NewService(db, directorydb.New())
	h.Cases = casework.NewService(db, caseworkdb.Store{}, people)
	h.Service = provision.NewService(provision.Parts{
		Txns: db, Store: provisiondb.New(), Cases: h.Cases, People: people, Times: outside{h}, Notices: outside{h}, Accounts: outside{h},
	})
	h.Cases.Listen(h.Service.Moved)
	return h
}

// Open opens a case of the worker.
func (h *House) Open(t testing.TB, kind casework.Type) casework.Case {
	t.Helper()
	c, err := h.Cases.Open(context.Background(), h.AsWorker(), casework.OpenInput{Employee: h.Worker.ID, Type: kind})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Book books the case with the physician.
func (h *House) Book(t testing.TB, c id.Case, from time.Time) {
	t.Helper()
	h.Begins[c] = from
	h.Advance(t, c, casework.Scheduled)
}

// Advance moves a case, online with the physician.
func (h *House) Advance(t testing.TB, c id.Case, events ...casework.Event) {
	t.Helper()
	err := h.DB.Write(context.Background(), actor.System("test"), "test", func(ctx context.Context, tx txn.Write) error {
		for _, e := range events {
			if _, err := h.Cases.AdvanceWith(ctx, tx, c, e, func(k *casework.Case) { k.Physician, k.Mode = h.Physician.ID, casework.Online }); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Card fills the card of Honsha.
func (h *House) Card(t testing.TB) {
	t.Helper()
	if _, err := h.Service.KeepCard(context.Background(), h.AsHR(), FilledCard(h.Honsha.ID)); err != nil {
		t.Fatal(err)
	}
}

// FilledCard is a card as somebody would type it.
func FilledCard(w id.Workplace) provision.CardInput {
	return provision.CardInput{
		Workplace: w, Business: "精密部品の設計と製造", Work: "設計、試作、事務", Environment: "事務室、空調あり", Hazards: "なし",
		Hours: "フレックスタイム制(コアタイム 10:00-15:00)", Shift: "なし", Headcount: "６０人",
	}
}

// Filled is a package as somebody would type it.
func Filled(c id.Case) provision.GiveInput {
	return provision.GiveInput{
		Case: c, Month: "令和8年10月", WorkDays: "22日", WorkTime: "２５２時間", Overtime: "92時間", HolidayWork: "8:30", Nights: "4回", NightTime: "10.5",
		Content: "新製品の設計", Intensity: "納期が重なっている", Responsibility: "3名の取りまとめ", Environment: "職場カードのとおり",
	}
}

type outside struct{ h *House }

func (o outside) Begins(_ context.Context, _ txn.Read, c id.Case) (time.Time, error) {
	return o.h.Begins[c], nil
}

func (o outside) Send(_ context.Context, _ txn.Write, n notify.Notice) error {
	o.h.Sent = append(o.h.Sent, n)
	return n.Check()
}

func (o outside) AccountOfPhysician(_ context.Context, _ txn.Read, p id.Physician) (id.Account, error) {
	return id.Account("acc_" + string(p)), nil
}
