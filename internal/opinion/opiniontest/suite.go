// Package opiniontest holds what tests of opinions share: the contract of the
// store, letters that look real, and doubles of the ports. For tests only.
package opiniontest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/actor"
	"mendan/internal/civil"
	"mendan/internal/id"
	"mendan/internal/opinion"
	"mendan/internal/txn"
)

// Suite is the contract of opinion.Store. open gives a fresh store each time.
func Suite(t *testing.T, open func(t *testing.T) (txn.Runner, opinion.Store)) {
	t.Helper()
	for name, test := range map[string]func(t *testing.T, h harness){
		"a letter comes back as it went": roundTrip,
		"one draft a case":               oneDraft,
		"who is behind is told":          behind,
		"released has the newest gone":   released,
		"offered wait in order":          offered,
		"documents":                      documents,
		"measures":                       measures,
		"nothing there":                  nothing,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			txns, store := open(t)
			test(t, harness{t, txns, store})
		})
	}
}

type harness struct {
	*testing.T
	txns  txn.Runner
	store opinion.Store
}

func (h harness) write(f func(ctx context.Context, tx txn.Write) error) error {
	return h.txns.Write(context.Background(), actor.System("test"), "test", f)
}

func (h harness) must(f func(ctx context.Context, tx txn.Write) error) {
	h.Helper()
	if err := h.write(f); err != nil {
		h.Fatal(err)
	}
}

func (h harness) insert(letters ...opinion.Letter) {
	h.Helper()
	h.must(func(ctx context.Context, tx txn.Write) error {
		for _, l := range letters {
			if err := h.store.Insert(ctx, tx, l); err != nil {
				return err
			}
		}
		return nil
	})
}

func (h harness) list(c id.Case) []opinion.Letter {
	h.Helper()
	var out []opinion.Letter
	if err := h.txns.Read(context.Background(), func(ctx context.Context, tx txn.Read) error {
		var err error
		out, err = h.store.List(ctx, tx, c)
		return err
	}); err != nil {
		h.Fatal(err)
	}
	return out
}

func roundTrip(t *testing.T, h harness) {
	draft := Draft()
	h.insert(draft)
	if diff := cmp.Diff([]opinion.Letter{draft}, h.list(draft.Case)); diff != "" {
		t.Fatalf("a draft came back changed:\n%s", diff)
	}
	full := Decided(draft)
	full.Saved, full.Physician = 2, id.New[id.Physician]()
	h.must(func(ctx context.Context, tx txn.Write) error { return h.store.Update(ctx, tx, full, 1) })
	if diff := cmp.Diff([]opinion.Letter{full}, h.list(draft.Case)); diff != "" {
		t.Fatalf("a decided letter came back changed:\n%s", diff)
	}
	if got := h.list(id.New[id.Case]()); got != nil {
		t.Fatalf("a foreign case has letters: %v", got)
	}
}

func oneDraft(t *testing.T, h harness) {
	a := Draft()
	h.insert(a)
	b := a
	b.ID, b.Version = id.New[id.Letter](), 2
	if err := h.write(func(ctx context.Context, tx txn.Write) error { return h.store.Insert(ctx, tx, b) }); !errors.Is(err, opinion.ErrDrafting) {
		t.Fatalf("a second draft: %v", err)
	}
	signed := Signed(a)
	signed.Saved = 2
	h.must(func(ctx context.Context, tx txn.Write) error {
		if err := h.store.Update(ctx, tx, signed, 1); err != nil {
			return err
		}
		return h.store.Insert(ctx, tx, b)
	})
	if got := h.list(a.Case); len(got) != 2 || got[0].Version != 1 || got[1].Version != 2 {
		t.Fatalf("versions out of order: %v", got)
	}
}

func behind(t *testing.T, h harness) {
	l := Draft()
	h.insert(l)
	next := l
	next.Saved = 2
	h.must(func(ctx context.Context, tx txn.Write) error { return h.store.Update(ctx, tx, next, 1) })
	if err := h.write(func(ctx context.Context, tx txn.Write) error { return h.store.Update(ctx, tx, next, 1) }); !errors.Is(err, opinion.ErrBehind) {
		t.Errorf("behind: %v", err)
	}
	next.ID = id.New[id.Letter]()
	if err := h.write(func(ctx context.Context, tx txn.Write) error { return h.store.Update(ctx, tx, next, 1) }); !errors.Is(err, opinion.ErrNone) {
		t.Errorf("not there: %v", err)
	}
}

func released(t *testing.T, h harness) {
	read := func(c id.Case) (opinion.Released, error) {
		var out opinion.Released
		err := h.txns.Read(context.Background(), func(ctx context.Context, tx txn.Read) error {
			var err error
			out, err = h.store.Released(ctx, tx, c)
			return err
		})
		return out, err
	}
	one := Signed(Draft())
	one.Comment, one.CommentAt = "会社には言わない一言", at(3)
	h.insert(one)
	if _, err := read(one.Case); !errors.Is(err, opinion.ErrNone) {
		t.Fatalf("an unreleased letter was read: %v", err)
	}
	gone := one
	gone.ReleasedAt, gone.Ground, gone.Saved = at(4), opinion.Waited, 2
	two := Signed(Draft())
	two.Case, two.Version, two.Number = one.Case, 2, "MD-AAAA-BBBB-2"
	h.must(func(ctx context.Context, tx txn.Write) error {
		if err := h.store.Update(ctx, tx, gone, 1); err != nil {
			return err
		}
		return h.store.Insert(ctx, tx, two)
	})
	got, err := read(one.Case)
	if err != nil || got.ID != one.ID || got.Copy.Number != one.Number || got.Ground != opinion.Waited {
		t.Fatalf("released: %+v, %v", got, err)
	}
	if got.Comment != "" || !got.CommentAt.IsZero() {
		t.Errorf("a comment that was not shared was read: %q", got.Comment)
	}
	if diff := cmp.Diff(opinion.Compose(one.Number, one.Head, one.Content.Facing), got.Copy); diff != "" {
		t.Errorf("the copy differs:\n%s", diff)
	}
	two.ReleasedAt, two.Ground, two.Shared, two.Comment, two.CommentAt, two.Saved = at(6), opinion.Confirmed, true, "よろしくお願いします", at(5), 2
	h.must(func(ctx context.Context, tx txn.Write) error { return h.store.Update(ctx, tx, two, 1) })
	if got, err := read(one.Case); err != nil || got.ID != two.ID || got.Comment != "よろしくお願いします" || !got.CommentAt.Equal(at(5)) {
		t.Errorf("the newer one: %+v, %v", got, err)
	}
}

func offered(t *testing.T, h harness) {
	late, early, gone, old, draft := Signed(Draft()), Signed(Draft()), Signed(Draft()), Signed(Draft()), Draft()
	late.OfferedAt = at(20)
	gone.ReleasedAt, gone.Ground = at(9), opinion.Urgent
	old.SupersededAt = at(9)
	h.insert(late, early, gone, old, draft)
	var got []id.Letter
	if err := h.txns.Read(context.Background(), func(ctx context.Context, tx txn.Read) error {
		all, err := h.store.ListOffered(ctx, tx)
		for _, l := range all {
			got = append(got, l.ID)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]id.Letter{early.ID, late.ID}, got); diff != "" {
		t.Fatal(diff)
	}
}

func documents(t *testing.T, h harness) {
	l := Signed(Draft())
	d := opinion.Document{
		ID: id.New[id.Document](), Letter: l.ID, Company: l.Company, Kind: opinion.ForEmployer, Number: l.Number,
		SHA256: "ab", Bytes: []byte("%PDF\x00\xff"), MadeAt: at(2),
	}
	h.insert(l)
	h.must(func(ctx context.Context, tx txn.Write) error { return h.store.InsertDocument(ctx, tx, d) })
	if err := h.write(func(ctx context.Context, tx txn.Write) error {
		again := d
		again.ID = id.New[id.Document]()
		return h.store.InsertDocument(ctx, tx, again)
	}); err == nil {
		t.Error("a signed document was replaced")
	}
	if err := h.txns.Read(context.Background(), func(ctx context.Context, tx txn.Read) error {
		got, err := h.store.Document(ctx, tx, l.ID, opinion.ForEmployer)
		if err != nil {
			return err
		}
		if diff := cmp.Diff(d, got); diff != "" {
			t.Error(diff)
		}
		if _, err := h.store.Document(ctx, tx, l.ID, opinion.FullReport); !errors.Is(err, opinion.ErrNone) {
			t.Errorf("no report yet: %v", err)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

func measures(t *testing.T, h harness) {
	l := Signed(Draft())
	taken := func(m opinion.Measure, from, until civil.Date) opinion.Taken {
		return opinion.Taken{ID: id.New[id.Measure](), Letter: l.ID, Case: l.Case, Company: l.Company, Employee: l.Employee, Measure: m, From: from, Until: until}
	}
	a := taken(opinion.Measure{Code: "LIMIT_OVERTIME", Hours: 20}, day(1), day(30))
	b := taken(opinion.Measure{Code: "LIMIT_WORKING_HOURS", From: 540, To: 1080}, day(1), day(10))
	c := taken(opinion.Measure{Code: "OTHER_MEASURE", Text: "出張は日帰りのみ"}, day(0), day(40))
	h.insert(l)
	h.must(func(ctx context.Context, tx txn.Write) error {
		return errors.Join(h.store.InsertTaken(ctx, tx, a), h.store.InsertTaken(ctx, tx, b), h.store.InsertTaken(ctx, tx, c))
	})
	if err := h.txns.Read(context.Background(), func(ctx context.Context, tx txn.Read) error {
		got, err := h.store.ListTaken(ctx, tx, l.ID)
		if err != nil {
			return err
		}
		if diff := cmp.Diff([]opinion.Taken{a, b, c}, got); diff != "" {
			t.Error(diff)
		}
		got, err = h.store.ListTakenFor(ctx, tx, l.Employee, day(11))
		if err != nil {
			return err
		}
		if diff := cmp.Diff([]opinion.Taken{c, a}, got); diff != "" {
			t.Errorf("for the worker, after b ended:\n%s", diff)
		}
		got, err = h.store.ListTakenFor(ctx, tx, id.New[id.Employee](), day(0))
		if err != nil || got != nil {
			t.Errorf("somebody else has %v, %v", got, err)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

func nothing(t *testing.T, h harness) {
	if err := h.txns.Read(context.Background(), func(ctx context.Context, tx txn.Read) error {
		if all, err := h.store.ListOffered(ctx, tx); err != nil || all != nil {
			t.Errorf("ListOffered = %v, %v", all, err)
		}
		if _, err := h.store.Released(ctx, tx, id.New[id.Case]()); !errors.Is(err, opinion.ErrNone) {
			t.Errorf("Released = %v", err)
		}
		if all, err := h.store.ListTaken(ctx, tx, id.New[id.Letter]()); err != nil || all != nil {
			t.Errorf("ListTaken = %v, %v", all, err)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

func at(hours int) time.Time {
	return time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC).Add(time.Duration(hours) * time.Hour)
}

func day(n int) civil.Date { return civil.Date{Year: 2026, Month: 12, Day: 1}.AddDays(n) }
