package readinesstest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/actor"
	"mendan/internal/database"
	"mendan/internal/id"
	"mendan/internal/readiness"
	"mendan/internal/txn"
)

// Suite is what every readiness.Store has to do.
func Suite(t *testing.T, db *database.DB, store readiness.Store) {
	t.Helper()
	now := time.Date(2026, 11, 23, 3, 0, 0, 123000, time.UTC)
	act := func(f func(ctx context.Context, tx txn.Write) error) {
		t.Helper()
		if err := db.Write(context.Background(), actor.System("test"), "test", f); err != nil {
			t.Fatal(err)
		}
	}
	one, other := id.New[id.Case](), id.New[id.Case]()
	worker, somebody := id.New[id.Employee](), id.New[id.Employee]()
	same := func(what string, want, got any) {
		t.Helper()
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-want +got)\n%s", what, d)
		}
	}
	none := func(what string, err error) {
		t.Helper()
		if !errors.Is(err, readiness.ErrNone) {
			t.Errorf("%s: %v, want ErrNone", what, err)
		}
	}

	act(func(ctx context.Context, tx txn.Write) error { // nothing there
		_, err := store.Place(ctx, tx, one)
		none("place", err)
		_, err = store.Contact(ctx, tx, worker)
		none("contact", err)
		_, err = store.Address(ctx, tx, one)
		none("address", err)
		at, err := store.ConfirmedAt(ctx, tx, one)
		same("confirmed", time.Time{}, at)
		same("confirmed", error(nil), err)
		version, at, err := store.ReadVersion(ctx, tx, one)
		same("read", 0, version)
		same("read", time.Time{}, at)
		return err
	})

	for _, p := range []readiness.Place{
		{Case: one, Company: "com_a", Employee: worker, Kind: readiness.NoPlace, Note: "部屋がほしい", SaidAt: now},
		{Case: one, Company: "com_a", Employee: worker, Kind: readiness.Home, Note: "髙橋の部屋 \"2階\"", Alone: true, SaidAt: now.Add(time.Hour)},
	} {
		act(func(ctx context.Context, tx txn.Write) error {
			if err := store.PutPlace(ctx, tx, p); err != nil {
				return err
			}
			got, err := store.Place(ctx, tx, one)
			same("place", p, got)
			_, foreign := store.Place(ctx, tx, other)
			none("place of another case", foreign)
			return err
		})
	}

	for _, c := range []readiness.Contact{
		{
			Employee: worker, Company: "com_a", Phone: "090-1234-5678", Second: "m@example.jp", Name: "髙橋 一郎", Relation: "夫", Tel: "03-1234-5678",
			Consents: readiness.Consents{Life: true, Consult: true}, Doctor: "みなとクリニック", DoctorTel: "03-9999-0000", ChangedAt: now,
		},
		{Employee: worker, Company: "com_a", Phone: "+44-20-7946-0958", Second: "090-0000-0000", Nobody: true, ChangedAt: now.Add(time.Hour)},
	} {
		act(func(ctx context.Context, tx txn.Write) error {
			if err := store.PutContact(ctx, tx, c); err != nil {
				return err
			}
			got, err := store.Contact(ctx, tx, worker)
			same("contact", c, got)
			_, foreign := store.Contact(ctx, tx, somebody)
			none("contact of somebody else", foreign)
			return err
		})
	}

	for _, at := range []time.Time{now, now.Add(time.Hour)} {
		act(func(ctx context.Context, tx txn.Write) error {
			if err := store.Confirm(ctx, tx, one, worker, at); err != nil {
				return err
			}
			got, err := store.ConfirmedAt(ctx, tx, one)
			same("confirmed", at, got)
			return err
		})
	}

	// The ledger keeps order also within one instant, and keeps people apart.
	ledger := []readiness.Consent{
		{Employee: worker, Company: "com_a", Case: one, Kind: readiness.ConsentLife, Version: 1, Given: true, At: now},
		{Employee: worker, Company: "com_a", Case: one, Kind: readiness.ConsentLost, Version: 1, Given: true, At: now},
		{Employee: worker, Company: "com_a", Case: other, Kind: readiness.ConsentLife, Version: 2, Given: false, At: now.Add(time.Hour)},
	}
	foreign := readiness.Consent{Employee: somebody, Company: "com_b", Case: other, Kind: readiness.ConsentConsult, Version: 1, Given: true, At: now}
	for _, c := range append([]readiness.Consent{foreign}, ledger...) {
		act(func(ctx context.Context, tx txn.Write) error { return store.AddConsent(ctx, tx, c) })
	}
	act(func(ctx context.Context, tx txn.Write) error {
		got, err := store.ListConsents(ctx, tx, worker)
		same("ledger", ledger, got)
		return err
	})

	early := readiness.Address{Case: one, Company: "com_a", Employee: worker, Prefecture: "東京都", Street: "港区芝1-2-3", Nearby: true, SaidAt: now, DeleteAt: now.Add(time.Hour)}
	late := readiness.Address{Case: other, Company: "com_a", Employee: worker, Prefecture: "千葉県", Street: "千葉市𠮷野町", SaidAt: now, DeleteAt: now.Add(time.Hour + time.Microsecond)}
	again := early
	again.Street, again.Nearby = "港区芝9-9-9", false
	for _, a := range []readiness.Address{early, late, again} {
		act(func(ctx context.Context, tx txn.Write) error {
			if err := store.PutAddress(ctx, tx, a); err != nil {
				return err
			}
			got, err := store.Address(ctx, tx, a.Case)
			same("address", a, got)
			return err
		})
	}
	for _, x := range []struct {
		now     time.Time
		deleted int64
	}{{now.Add(time.Hour - time.Microsecond), 0}, {now.Add(time.Hour), 1}, {now.Add(time.Hour), 0}} {
		act(func(ctx context.Context, tx txn.Write) error {
			n, err := store.DeleteAddresses(ctx, tx, x.now)
			same("deleted at "+x.now.String(), x.deleted, n)
			return err
		})
	}
	act(func(ctx context.Context, tx txn.Write) error {
		_, err := store.Address(ctx, tx, one)
		none("deleted address", err)
		_, err = store.Address(ctx, tx, other)
		return err
	})

	for i, version := range []int{1, 3, 3, 2} {
		act(func(ctx context.Context, tx txn.Write) error {
			return store.AddRead(ctx, tx, readiness.ReadMark{Case: one, Company: "com_a", Employee: worker, Version: version, At: now.Add(time.Duration(i) * time.Hour)})
		})
	}
	act(func(ctx context.Context, tx txn.Write) error {
		version, at, err := store.ReadVersion(ctx, tx, one)
		same("newest version", 3, version)
		same("when it was read first", now.Add(time.Hour), at)
		return err
	})
}
