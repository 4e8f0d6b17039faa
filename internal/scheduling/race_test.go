package scheduling_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"mendan/internal/actor"
	"mendan/internal/audit/auditdb"
	"mendan/internal/casework"
	"mendan/internal/casework/caseworkdb"
	"mendan/internal/civil"
	"mendan/internal/database"
	"mendan/internal/database/databasetest"
	"mendan/internal/directory"
	"mendan/internal/directory/directorydb"
	"mendan/internal/id"
	"mendan/internal/scheduling"
	"mendan/internal/scheduling/schedulingtest"
	"mendan/internal/txn"
)

// crowd adds n workers with one case each.
func (h *house) crowd(n int) ([]directory.Employee, []casework.Case) {
	h.t.Helper()
	var people []directory.Employee
	var cases []casework.Case
	err := h.DB.Write(context.Background(), actor.System("test"), "test", func(ctx context.Context, tx txn.Write) error {
		for i := range n {
			e := h.Worker
			e.ID, e.Number, e.Mail = id.New[id.Employee](), fmt.Sprintf("R%05d", i), fmt.Sprintf("r%d@minato.example", i)
			if err := directorydb.New().InsertEmployee(ctx, tx, e); err != nil {
				return err
			}
			c := casework.Case{
				ID: id.New[id.Case](), Company: e.Company, Workplace: e.Workplace, Employee: e.ID, Manager: e.Manager,
				Type: casework.LongHoursGeneral, State: casework.Ready, OpenedAt: tx.Now(), AppliedAt: tx.Now(), Wish: casework.Either,
			}
			if err := (caseworkdb.Store{}).Insert(ctx, tx, c); err != nil {
				return err
			}
			people, cases = append(people, e), append(cases, c)
		}
		return nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return people, cases
}

// Two hundred people press the button at the same moment, four for each of
// fifty slots: fifty are booked, the others are told what is free instead.
func TestRace(t *testing.T) {
	t.Parallel()
	databasetest.Both(t, func(t *testing.T, db *database.DB, clock *databasetest.Clock) {
		const clients, slots = 200, 50
		h := setup(t, db, clock)
		ctx := context.Background()
		h.Week(h.Physician.ID, 9*60, 9*60+12*40) // 12 slots a day
		people, cases := h.crowd(clients)
		offer, err := h.Service.FreeSlots(ctx, h.AsHR(), scheduling.Ask{Case: cases[0].ID, Days: 9})
		if err != nil {
			t.Fatal(err)
		}
		var wanted []scheduling.Slot
		for _, d := range offer.Days {
			wanted = append(wanted, d.Slots...)
		}
		if len(wanted) <= slots {
			t.Fatalf("%d slots are free, want more than %d", len(wanted), slots)
		}

		errs := make([]error, clients)
		gate := make(chan struct{})
		var all sync.WaitGroup
		for i := range clients {
			all.Go(func() {
				who := h.AsWorker()
				who.Employee = people[i].ID
				s := wanted[i%slots]
				<-gate
				_, errs[i] = h.Service.Book(ctx, who, scheduling.BookInput{Case: cases[i].ID, Physician: s.Physician, Start: s.From, Mode: casework.Online})
			})
		}
		close(gate)
		all.Wait()

		won, lost := 0, 0
		for i, err := range errs {
			taken, ok := errors.AsType[*scheduling.Taken](err)
			switch {
			case err == nil:
				won++
			case ok && errors.Is(err, scheduling.ErrSlotTaken):
				lost++
				if len(taken.Next) == 0 {
					t.Errorf("client %d lost and was offered nothing instead", i)
				}
				for _, s := range taken.Next {
					if s.From.Equal(wanted[i%slots].From) {
						t.Errorf("client %d was offered the lost slot again", i)
					}
				}
			default:
				t.Errorf("client %d: %v", i, err)
			}
		}
		if won != slots || lost != clients-slots {
			t.Errorf("%d won and %d lost, want %d and %d", won, lost, slots, clients-slots)
		}
		h.sound(slots)
	})
}

// Two programs on one file, as during an upgrade: the walls are in the file.
func TestRaceOfTwoPrograms(t *testing.T) {
	t.Parallel()
	const clients, slots = 80, 20
	ctx := context.Background()
	clock := databasetest.NewClock(monday)
	path := filepath.Join(t.TempDir(), "two.db")
	open := func() *database.DB {
		db, err := database.Open(ctx, path, database.Options{Log: auditdb.Append, Now: clock.Now})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = db.Close() })
		return db
	}
	first := open()
	if _, err := first.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	h := setup(t, first, clock)
	h.Week(h.Physician.ID, 9*60, 9*60+12*40)
	people, cases := h.crowd(clients)
	services := []*scheduling.Service{h.Service, schedulingtest.NewBench(open(), nil).Service}

	errs := make([]error, clients)
	gate := make(chan struct{})
	var all sync.WaitGroup
	for i := range clients {
		all.Go(func() {
			who := h.AsWorker()
			who.Employee = people[i].ID
			n := i % slots
			start := h.At(1+n/12, civil.Clock(9*60+n%12*40).String())
			<-gate
			_, errs[i] = services[i/slots%2].Book(ctx, who, h.input(cases[i].ID, start))
		})
	}
	close(gate)
	all.Wait()
	won := 0
	for i, err := range errs {
		if err == nil {
			won++
		} else if !errors.Is(err, scheduling.ErrSlotTaken) {
			t.Errorf("client %d: %v", i, err)
		}
	}
	if won != slots {
		t.Errorf("%d won, want %d", won, slots)
	}
	h.sound(slots)
}

// sound looks at all bookings of the physician for two that share a moment, and
// that each belongs to another case.
func (h *house) sound(want int) {
	h.t.Helper()
	var list []scheduling.Booking
	err := h.DB.Read(context.Background(), func(ctx context.Context, tx txn.Read) (err error) {
		list, err = h.Service.OfPhysician(ctx, tx, h.Physician.ID, monday, monday.AddDate(0, 0, 90))
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	if len(list) != want {
		h.t.Errorf("%d bookings stand, want %d", len(list), want)
	}
	seen := map[id.Case]bool{}
	for i, b := range list {
		if i > 0 && b.From.Before(list[i-1].Until()) {
			h.t.Errorf("%v overlaps %v", b, list[i-1])
		}
		if seen[b.Case] {
			h.t.Errorf("%s is booked twice", b.Case)
		}
		seen[b.Case] = true
	}
}

// One worker's impatience: the same request many times at once, and different
// wishes for the same case at once, are one booking.
func TestSameCaseAtOnce(t *testing.T) {
	t.Parallel()
	databasetest.Both(t, func(t *testing.T, db *database.DB, clock *databasetest.Clock) {
		h := setup(t, db, clock)
		h.Week(h.Physician.ID, 9*60, 17*60)
		c := h.Open(h.AsWorker(), h.Worker.ID, casework.Consultation)
		var all sync.WaitGroup
		var mu sync.Mutex
		ids := map[id.Booking]bool{}
		for i := range 30 {
			all.Go(func() {
				start := civil.Clock(9*60 + i%3*40)
				b, err := h.Service.Book(context.Background(), h.AsWorker(), h.input(c.ID, h.At(1, start.String())))
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					ids[b.ID] = true
				} else if !errors.Is(err, scheduling.ErrAlreadyBooked) {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if len(ids) != 1 {
			t.Errorf("%d bookings, want one", len(ids))
		}
		h.sound(1)
		if n := len(h.Post.Take()); n != 2 {
			t.Errorf("%d messages, want 2", n)
		}
	})
}

// A worker is in one interview at a time, whatever the cases are.
func TestOneWorkerTwoCases(t *testing.T) {
	t.Parallel()
	db, clock := databasetest.Open(t)
	h := setup(t, db, clock)
	ctx := context.Background()
	h.Week(h.Physician.ID, 9*60, 17*60)
	h.Week(h.Unappointed.ID, 9*60+10, 17*60)
	a := h.Appointment
	a.Physician = h.Unappointed.ID
	h.Appoint(a)
	one, two := h.Open(h.AsWorker(), h.Worker.ID, casework.Consultation), h.Open(h.AsWorker(), h.Worker.ID, casework.LongHoursGeneral)
	if _, err := h.Service.Book(ctx, h.AsWorker(), h.input(one.ID, h.At(1, "9:00"))); err != nil {
		t.Fatal(err)
	}
	in := h.input(two.ID, h.At(1, "9:10"))
	in.Physician = h.Unappointed.ID
	_, err := h.Service.Book(ctx, h.AsWorker(), in)
	taken, ok := errors.AsType[*scheduling.Taken](err)
	if !ok || len(taken.Next) == 0 || taken.Next[0].From.Before(h.At(1, "9:30")) {
		t.Errorf("in two interviews at once: %v", err)
	}
	in.Start = h.At(1, "9:50")
	if _, err := h.Service.Book(ctx, h.AsWorker(), in); err != nil {
		t.Error(err)
	}
}
