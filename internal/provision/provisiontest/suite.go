package provisiontest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/actor"
	"mendan/internal/civil"
	"mendan/internal/database"
	"mendan/internal/database/databasetest"
	"mendan/internal/directory"
	"mendan/internal/id"
	"mendan/internal/provision"
	"mendan/internal/txn"
)

// Suite is the contract of provision.Store, on a fresh database.
func Suite(t *testing.T, db *database.DB, clock *databasetest.Clock, store provision.Store) {
	t.Helper()
	now := clock.Now()
	w, other := id.New[id.Workplace](), id.New[id.Workplace]()
	company := id.New[id.Company]()
	c, earlier, e := id.New[id.Case](), id.New[id.Case](), id.New[id.Employee]()
	card := provision.Card{
		Workplace: w, Company: company, Version: 1, Business: "事業", Work: "業務", Environment: "環境", Hazards: "なし", Hours: "固定", Shift: "なし",
		Headcount: 60, At: now, By: "acc_hr",
	}
	newer := card
	newer.Version, newer.Hazards, newer.At = 2, "有機溶剤", now.Add(time.Hour)
	p := provision.Package{
		Case: c, Company: company, Workplace: w, Employee: e, Version: 1, Card: 2,
		Worker: provision.Worker{Name: "髙橋 美咲", Number: "001234", Sex: directory.Female, Born: civil.Date{Year: 1988, Month: 2, Day: 29}, Age: 38, Department: "製造技術部", Post: "主任"},
		Month:  provision.Month{Year: 2026, Month: time.October}, WorkDays: 22, WorkTime: provision.Unsaid, Overtime: 92 * 60, HolidayWork: 0, Nights: -1, NightTime: 630,
		Content: "設計", Intensity: "高い", Responsibility: "主任", Environment: "同じ", Earlier: "", Examination: "", GivenAt: now, By: "acc_hr",
	}
	second := p
	second.Version, second.Overtime, second.GivenAt, second.Worker.Born, second.Worker.Sex = 2, 91*60, now.Add(time.Minute), civil.Date{}, ""
	past := p
	past.Case, past.GivenAt = earlier, now.AddDate(0, -3, 0)

	err := db.Write(context.Background(), actor.System("test"), "test", func(ctx context.Context, tx txn.Write) error {
		none := func(what string, err error) {
			t.Helper()
			if !errors.Is(err, provision.ErrNone) {
				t.Errorf("%s of nothing: %v, want ErrNone", what, err)
			}
		}
		same := func(what string, want, got any, err error) {
			t.Helper()
			if d := cmp.Diff(want, got); err != nil || d != "" {
				t.Errorf("%s: %v (-want +got)\n%s", what, err, d)
			}
		}
		_, err := store.Card(ctx, tx, w)
		none("card", err)
		_, err = store.CardVersion(ctx, tx, w, 1)
		none("version", err)
		_, err = store.Package(ctx, tx, c)
		none("package", err)
		_, err = store.LastOfWorker(ctx, tx, e, c)
		none("last of worker", err)
		_, err = store.Waiver(ctx, tx, c)
		none("waiver", err)

		for _, x := range []provision.Card{card, newer} {
			if err := store.AddCard(ctx, tx, x); err != nil {
				return err
			}
		}
		got, err := store.Card(ctx, tx, w)
		same("newest card", newer, got, err)
		got, err = store.CardVersion(ctx, tx, w, 1)
		same("first card", card, got, err)
		all, err := store.Cards(ctx, tx, w)
		same("cards", []provision.Card{newer, card}, all, err)
		_, err = store.Card(ctx, tx, other)
		none("card of another workplace", err)

		for _, x := range []provision.Package{past, p, second} {
			if err := store.AddPackage(ctx, tx, x); err != nil {
				return err
			}
		}
		pack, err := store.Package(ctx, tx, c)
		same("newest package", second, pack, err)
		pack, err = store.LastOfWorker(ctx, tx, e, c)
		same("last of worker", past, pack, err)
		at := now.Add(2 * time.Minute)
		for _, x := range []time.Time{at, at.Add(time.Hour)} {
			if err := store.SetOpened(ctx, tx, c, 2, x); err != nil {
				return err
			}
		}
		second.OpenedAt = at
		pack, err = store.Package(ctx, tx, c)
		same("opened once", second, pack, err)

		waivers := []provision.Waiver{{Case: c, Company: company, Physician: "phy_1", Reason: "急ぎのため", At: now}, {Case: c, Company: company, Physician: "phy_1", Reason: "電話で聞いた", At: at}}
		for _, x := range waivers {
			if err := store.AddWaiver(ctx, tx, x); err != nil {
				return err
			}
		}
		waiver, err := store.Waiver(ctx, tx, c)
		same("newest waiver", waivers[1], waiver, err)
		_, err = store.Waiver(ctx, tx, earlier)
		none("waiver of another case", err)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	err = db.Write(context.Background(), actor.System("test"), "test", func(ctx context.Context, tx txn.Write) error {
		return store.AddCard(ctx, tx, card)
	})
	if err == nil {
		t.Error("a version was written twice")
	}
}
