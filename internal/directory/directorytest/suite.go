// Package directorytest holds the contract of directory.Store and a small
// world to test with. For tests only.
package directorytest

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/actor"
	"mendan/internal/civil"
	"mendan/internal/directory"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Suite is what every Store has to do. db is fresh and empty.
func Suite(t *testing.T, db txn.Runner, store directory.Store) {
	ctx := context.Background()
	w := NewWorld(t, db, store)
	read := func(f func(tx txn.Read) error) {
		t.Helper()
		if err := db.Read(ctx, func(_ context.Context, tx txn.Read) error { return f(tx) }); err != nil {
			t.Fatal(err)
		}
	}
	write := func(f func(tx txn.Write) error) error {
		return db.Write(ctx, actor.System("test"), "test.write", func(_ context.Context, tx txn.Write) error { return f(tx) })
	}

	t.Run("what was added is read as it was", func(t *testing.T) {
		read(func(tx txn.Read) error {
			for _, e := range []directory.Employee{w.Worker, w.Manager, w.HR, w.Foreigner} {
				got, err := store.Employee(ctx, tx, e.ID)
				if err != nil {
					return err
				}
				if d := cmp.Diff(e, got); d != "" {
					t.Errorf("employee (-want +got):\n%s", d)
				}
			}
			gotW, err := store.Workplace(ctx, tx, w.Honsha.ID)
			if err != nil {
				return err
			}
			if d := cmp.Diff(w.Honsha, gotW); d != "" {
				t.Errorf("workplace (-want +got):\n%s", d)
			}
			gotP, err := store.Physician(ctx, tx, w.Physician.ID)
			if err != nil {
				return err
			}
			if d := cmp.Diff(w.Physician, gotP); d != "" {
				t.Errorf("physician (-want +got):\n%s", d)
			}
			byNumber, err := store.EmployeeByNumber(ctx, tx, w.Company.ID, "001234")
			if err != nil || byNumber.ID != w.Worker.ID {
				t.Errorf("by number: %s, %v", byNumber.ID, err)
			}
			return nil
		})
	})

	t.Run("what is not there is unknown", func(t *testing.T) {
		read(func(tx txn.Read) error {
			_, e1 := store.Company(ctx, tx, "com_none")
			_, e2 := store.Workplace(ctx, tx, "wpl_none")
			_, e3 := store.Department(ctx, tx, "dep_none")
			_, e4 := store.Employee(ctx, tx, "emp_none")
			_, e5 := store.Physician(ctx, tx, "phy_none")
			_, e6 := store.EmployeeByNumber(ctx, tx, w.Other.ID, w.HR.Number) // another company's number
			_, e7 := store.EmployeeByNumber(ctx, tx, w.Company.ID, "1234")    // zeros are part of it
			for i, err := range []error{e1, e2, e3, e4, e5, e6, e7} {
				if !errors.Is(err, directory.ErrUnknown) {
					t.Errorf("read %d: %v, want unknown", i+1, err)
				}
			}
			return nil
		})
		ghost := w.Worker
		ghost.ID, ghost.Number = "emp_none", "none"
		if err := write(func(tx txn.Write) error { return store.UpdateEmployee(ctx, tx, ghost) }); !errors.Is(err, directory.ErrUnknown) {
			t.Errorf("update of nobody: %v", err)
		}
	})

	t.Run("a number is taken once in a company", func(t *testing.T) {
		again := w.Worker
		again.ID = id.New[id.Employee]()
		if err := write(func(tx txn.Write) error { return store.InsertEmployee(ctx, tx, again) }); !errors.Is(err, directory.ErrNumberTaken) {
			t.Errorf("insert: %v, want number taken", err)
		}
		other := w.HR
		other.Number = w.Worker.Number
		if err := write(func(tx txn.Write) error { return store.UpdateEmployee(ctx, tx, other) }); !errors.Is(err, directory.ErrNumberTaken) {
			t.Errorf("update: %v, want number taken", err)
		}
		if w.Foreigner.Number != w.Worker.Number {
			t.Error("the world lost its case: the same number in another company")
		}
	})

	t.Run("pages meet without gap or overlap", func(t *testing.T) {
		var people []directory.Employee
		for i := range 7 { // the same kana for all: the id decides
			e := w.Worker
			e.ID, e.Number = id.New[id.Employee](), fmt.Sprintf("P%03d", i)
			people = append(people, e)
		}
		if err := write(func(tx txn.Write) error {
			for _, e := range people {
				if err := store.InsertEmployee(ctx, tx, e); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		read(func(tx txn.Read) error {
			all, err := store.ListEmployees(ctx, tx, w.Honsha.ID, directory.Page{Limit: 100})
			if err != nil {
				return err
			}
			var paged []directory.Employee
			page := directory.Page{Limit: 3}
			for {
				part, err := store.ListEmployees(ctx, tx, w.Honsha.ID, page)
				if err != nil {
					return err
				}
				paged = append(paged, part...)
				if len(part) < 3 {
					break
				}
				page.After = directory.CursorOf(part[len(part)-1])
			}
			if d := cmp.Diff(all, paged); d != "" || len(all) != 10 {
				t.Errorf("%d people, paged differs (-all +paged):\n%s", len(all), d)
			}
			for i := 1; i < len(all); i++ {
				if directory.CursorOf(all[i-1]).Key > directory.CursorOf(all[i]).Key {
					t.Errorf("%s stands before %s", all[i-1].Name.Kana(), all[i].Name.Kana())
				}
			}
			return nil
		})
	})

	t.Run("people are found by the beginning of their kana, within the workplaces asked", func(t *testing.T) {
		read(func(tx txn.Read) error {
			for _, c := range []struct {
				at     []id.Workplace
				prefix string
				want   int
			}{
				{[]id.Workplace{w.Honsha.ID}, "タカハシ", 8}, {[]id.Workplace{w.Honsha.ID}, "タカハシミ", 8},
				{[]id.Workplace{w.Honsha.ID}, "タカハシム", 0}, {[]id.Workplace{w.Chiba.ID}, "タカハシ", 0},
				{[]id.Workplace{w.Honsha.ID, w.Chiba.ID}, "ヤ", 1}, {[]id.Workplace{w.Honsha.ID}, "%", 0},
				{[]id.Workplace{w.Elsewhere.ID}, "タカハシ", 1}, {nil, "タ", 0},
			} {
				got, err := store.FindByKana(ctx, tx, c.at, c.prefix, 50)
				if err != nil {
					return err
				}
				if len(got) != c.want {
					t.Errorf("%q at %d workplaces: %d people, want %d", c.prefix, len(c.at), len(got), c.want)
				}
			}
			few, err := store.FindByKana(ctx, tx, []id.Workplace{w.Honsha.ID, w.Chiba.ID}, "タ", 2)
			if err != nil || len(few) != 2 {
				t.Errorf("limit 2: %d people, %v", len(few), err)
			}
			byNumber, err := store.FindByNumber(ctx, tx, []id.Workplace{w.Honsha.ID}, "1234", 50)
			if err != nil || len(byNumber) != 1 || byNumber[0].ID != w.Worker.ID {
				t.Errorf("by folded number: %d people, %v", len(byNumber), err)
			}
			return nil
		})
	})

	t.Run("a manager's people", func(t *testing.T) {
		read(func(tx txn.Read) error {
			got, err := store.ListSubordinates(ctx, tx, w.Manager.ID)
			if err != nil || len(got) != 8 {
				t.Errorf("%d people, %v; want 8", len(got), err)
			}
			none, err := store.ListSubordinates(ctx, tx, w.Worker.ID)
			if err != nil || len(none) != 0 {
				t.Errorf("of a worker: %d people, %v", len(none), err)
			}
			return nil
		})
	})

	t.Run("an appointment holds on its days, both ends included", func(t *testing.T) {
		a := w.Appointment
		a.Physician, a.Workplace = w.Unappointed.ID, w.Chiba.ID
		a.From, a.Until = civil.Date{Year: 2026, Month: 4, Day: 1}, civil.Date{Year: 2027, Month: 3, Day: 31}
		if err := write(func(tx txn.Write) error { return store.InsertAppointment(ctx, tx, a) }); err != nil {
			t.Fatal(err)
		}
		if err := write(func(tx txn.Write) error { return store.InsertAppointment(ctx, tx, a) }); !errors.Is(err, directory.ErrAppointed) {
			t.Errorf("twice: %v", err)
		}
		count := func(day civil.Date) (n int) {
			read(func(tx txn.Read) error {
				list, err := store.ListAppointmentsOf(ctx, tx, w.Unappointed.ID, day)
				if err != nil {
					return err
				}
				n = len(list)
				here, err := store.ListAppointments(ctx, tx, w.Chiba.ID, day) // the world's physician has been there longer
				if len(here) != n+1 || here[0].Physician != w.Physician.ID {
					t.Errorf("on %s: %d at the workplace, want %d", day, len(here), n+1)
				}
				return err
			})
			return n
		}
		for day, want := range map[civil.Date]int{a.From.AddDays(-1): 0, a.From: 1, a.Until: 1, a.Until.AddDays(1): 0} {
			if got := count(day); got != want {
				t.Errorf("on %s: %d, want %d", day, got, want)
			}
		}
		a.Until = civil.Date{}
		if err := write(func(tx txn.Write) error { return store.UpdateAppointment(ctx, tx, a) }); err != nil {
			t.Fatal(err)
		}
		if got := count(civil.Date{Year: 2040, Month: 1, Day: 1}); got != 1 {
			t.Errorf("open end: %d, want 1", got)
		}
		a.From = a.From.AddDays(1)
		if err := write(func(tx txn.Write) error { return store.UpdateAppointment(ctx, tx, a) }); !errors.Is(err, directory.ErrUnknown) {
			t.Errorf("update of none: %v", err)
		}
	})

	t.Run("names are composed and never folded", func(t *testing.T) {
		e := w.Worker
		e.ID, e.Number = id.New[id.Employee](), "NFC"
		// 𠮷 beyond the basic plane, a variation selector, a decomposed が, a long mononym.
		e.Name = directory.Name{Family: "𠮷﨑髙", Given: "葛\U000E0100か\u3099", FamilyKana: "ヨシザキ", GivenKana: "カ\u3099"}
		if err := write(func(tx txn.Write) error { return store.InsertEmployee(ctx, tx, e) }); err != nil {
			t.Fatal(err)
		}
		read(func(tx txn.Read) error {
			got, err := store.Employee(ctx, tx, e.ID)
			want := directory.Name{Family: "𠮷﨑髙", Given: "葛\U000E0100が", FamilyKana: "ヨシザキ", GivenKana: "ガ"}
			if d := cmp.Diff(want, got.Name); d != "" {
				t.Errorf("name (-want +got):\n%s", d)
			}
			return err
		})
	})
}
