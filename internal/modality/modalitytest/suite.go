package modalitytest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/database"
	"mendan/internal/database/databasetest"
	"mendan/internal/id"
	"mendan/internal/modality"
	"mendan/internal/txn"
)

// Suite is what every modality.Store has to do.
func Suite(t *testing.T, db *database.DB, clock *databasetest.Clock, store modality.Store) {
	t.Helper()
	h := NewHouse(t, db, clock)
	act := func(f func(ctx context.Context, tx txn.Write) error) {
		t.Helper()
		if err := db.Write(context.Background(), actor.System("test"), "test", f); err != nil {
			t.Fatal(err)
		}
	}
	// Cases whose own decisions stand in the real store already: the numbers go on from there.
	one, two := h.Open(casework.LongHoursGeneral), h.Open(casework.Consultation)
	at := clock.Now()

	act(func(ctx context.Context, tx txn.Write) error {
		if _, err := store.Last(ctx, tx, id.New[id.Case]()); !errors.Is(err, modality.ErrNone) {
			t.Errorf("the last decision of nothing: %v", err)
		}
		if _, err := store.Support(ctx, tx, one.ID); !errors.Is(err, modality.ErrNone) {
			t.Errorf("support nobody spoke of: %v", err)
		}
		if got, err := store.List(ctx, tx, id.New[id.Case]()); err != nil || got != nil {
			t.Errorf("decisions of nothing: %v %v", got, err)
		}
		return nil
	})

	record := func(c casework.Case, online time.Time, rows ...string) modality.Record {
		return modality.Record{
			Case: c.ID, Company: c.Company, At: at, By: "physician acc_x", Moment: modality.AtWord, Day: civil.Date{Year: 2026, Month: 11, Day: 24},
			Version: "v/1", Outcome: modality.Required, Rows: rows, Facts: `{"suicidality":"E1"}`, MayOnline: false, OnlineAt: online,
		}
	}
	add := func(r modality.Record) modality.Record {
		t.Helper()
		act(func(ctx context.Context, tx txn.Write) error {
			n, err := store.Add(ctx, tx, r)
			r.Seq = n
			return err
		})
		return r
	}
	first := add(record(one, at.Add(48*time.Hour), "D-14", "D-17"))
	second := add(record(one, at.Add(72*time.Hour)))
	other := add(record(two, at.Add(24*time.Hour), "D-24"))
	if second.Seq != first.Seq+1 {
		t.Errorf("numbers %d and %d", first.Seq, second.Seq)
	}
	act(func(ctx context.Context, tx txn.Write) error {
		got, err := store.Last(ctx, tx, one.ID)
		if diff := cmp.Diff(second, got); err != nil || diff != "" {
			t.Errorf("last: %v %s", err, diff)
		}
		list, err := store.List(ctx, tx, one.ID)
		if err != nil || len(list) < 2 {
			t.Fatalf("list: %v %v", list, err)
		}
		if diff := cmp.Diff([]modality.Record{first, second}, list[len(list)-2:]); diff != "" {
			t.Errorf("list: %s", diff)
		}
		for _, x := range []struct {
			after time.Time
			limit int
			want  []id.Case
		}{
			{at, 10, []id.Case{two.ID, one.ID}}, {at, 1, []id.Case{two.ID}}, {at.Add(24 * time.Hour), 10, []id.Case{one.ID}},
			{at.Add(50 * time.Hour), 10, []id.Case{one.ID}}, {at.Add(72 * time.Hour), 10, nil},
		} {
			if got, err := store.Coming(ctx, tx, x.after, x.limit); err != nil || !cmp.Equal(got, x.want) {
				t.Errorf("coming after %v: %v %v, want %v", x.after.Sub(at), got, err, x.want)
			}
		}
		return nil
	})
	last := record(two, time.Time{}) // booked in person now
	last.At = at.Add(time.Minute)
	add(last)
	act(func(ctx context.Context, tx txn.Write) error {
		if got, err := store.Coming(ctx, tx, at, 10); err != nil || !cmp.Equal(got, []id.Case{one.ID}) {
			t.Errorf("coming counts an older decision: %v %v", got, err)
		}
		return nil
	})
	_ = other

	word := func(c casework.Case, k modality.WordKind, r modality.Reason, carries bool, rows ...string) modality.Word {
		return modality.Word{
			Case: c.ID, Company: c.Company, Employee: c.Employee, Physician: h.Physician.ID, At: at, Kind: k, Reason: r, Note: "自分のための覚え書き「'」",
			Version: "v/1", Rows: rows, Carries: carries,
		}
	}
	a, b := word(one, modality.Tightened, modality.Safety, false), word(one, modality.Loosened, "", false, "D-13", "D-21")
	c := word(two, modality.Tightened, modality.SuicidalitySeen, true)
	for _, w := range []*modality.Word{&a, &b, &c} {
		act(func(ctx context.Context, tx txn.Write) error { return store.AddWord(ctx, tx, *w) })
	}
	a.Seq, b.Seq, c.Seq = 1, 2, 1
	act(func(ctx context.Context, tx txn.Write) error {
		got, err := store.Words(ctx, tx, one.ID)
		if diff := cmp.Diff([]modality.Word{a, b}, got); err != nil || diff != "" {
			t.Errorf("words: %v %s", err, diff)
		}
		got, err = store.Carried(ctx, tx, h.Worker.ID, one.ID)
		if diff := cmp.Diff([]modality.Word{c}, got); err != nil || diff != "" {
			t.Errorf("carried: %v %s", err, diff)
		}
		for _, none := range []struct {
			e   id.Employee
			but id.Case
		}{{h.Worker.ID, two.ID}, {h.Foreigner.ID, one.ID}} {
			if got, err := store.Carried(ctx, tx, none.e, none.but); err != nil || got != nil {
				t.Errorf("carried to somebody else: %v %v", got, err)
			}
		}
		return nil
	})

	for _, x := range []modality.Support{modality.SupportMissing, modality.SupportArranged} {
		act(func(ctx context.Context, tx txn.Write) error { return store.PutSupport(ctx, tx, one, x) })
		act(func(ctx context.Context, tx txn.Write) error {
			if got, err := store.Support(ctx, tx, one.ID); err != nil || got != x {
				t.Errorf("support: %v %v, want %v", got, err, x)
			}
			return nil
		})
	}
}
