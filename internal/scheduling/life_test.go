package scheduling_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/database/databasetest"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/scheduling"
	"mendan/internal/txn"
)

// A time that went by with nobody there does not keep the case from being booked again.
func TestBookAgainAfterNobodyCame(t *testing.T) {
	t.Parallel()
	db, clock := databasetest.Open(t)
	h := setup(t, db, clock)
	ctx := context.Background()
	h.Week(h.Physician.ID, 9*60, 12*60)
	c := h.Open(h.AsWorker(), h.Worker.ID, casework.Consultation)
	first, err := h.Service.Book(ctx, h.AsWorker(), h.input(c.ID, h.At(1, "9:00")))
	if err != nil {
		t.Fatal(err)
	}
	clock.Set(h.At(1, "9:35")) // over for the worker, within the slack
	if _, err := h.Service.Book(ctx, h.AsWorker(), h.input(c.ID, h.At(2, "9:00"))); !errors.Is(err, scheduling.ErrAlreadyBooked) {
		t.Errorf("within the slack: %v", err)
	}
	clock.Set(h.At(1, "9:40"))
	h.Post.Take()
	next, err := h.Service.Book(ctx, h.AsWorker(), h.input(c.ID, h.At(2, "9:00")))
	if err != nil || next.ID == first.ID {
		t.Fatalf("after it was over: %v, %v", next, err)
	}
	if kept, err := h.Service.Kept(ctx, h.AsWorker(), c.ID); err != nil || kept.Booking.ID != next.ID || !kept.Stands {
		t.Errorf("kept: %+v, %v", kept, err)
	}
	if told := h.told(); len(told) != 2 || told[0] != "booked 0 worker" {
		t.Errorf("told: %v", told)
	}
}

// Six hundred random steps of four people on two physicians, the clock running;
// after each the invariants of the area hold.
func TestRandomLife(t *testing.T) {
	t.Parallel()
	db, clock := databasetest.Open(t)
	h := setup(t, db, clock)
	ctx := context.Background()
	rnd := rand.New(rand.NewPCG(7, 11))
	h.Week(h.Physician.ID, 9*60, 12*60)
	h.Week(h.Unappointed.ID, 9*60+20, 12*60, func(p *scheduling.Plan) {
		p.Lengths = []scheduling.Length{{Type: casework.LongHoursGeneral, Minutes: 45, Slack: 5}}
	})
	a := h.Appointment
	a.Physician = h.Unappointed.ID
	h.Appoint(a)
	people, cases := h.crowd(4)
	for _, e := range people {
		who := h.AsWorker()
		who.Employee = e.ID
		cases = append(cases, h.House.Open(who, e.ID, casework.Consultation))
	}
	done := map[string]int{}
	for range 600 {
		c := cases[rnd.IntN(len(cases))]
		physician, begin, each := h.Physician.ID, "9:00", 40
		if rnd.IntN(2) == 0 {
			physician, begin = h.Unappointed.ID, "9:20"
			if c.Type == casework.LongHoursGeneral {
				each = 50
			}
		}
		today := int(clock.Now().Sub(monday).Hours() / 24)
		start := h.At(today+rnd.IntN(5), begin).Add(time.Duration(rnd.IntN(4)*each) * time.Minute)
		in := scheduling.BookInput{Case: c.ID, Physician: physician, Start: start, Mode: casework.Online}
		var err error
		var what string
		switch rnd.IntN(10) {
		case 0:
			what = "clock"
			clock.Add(time.Duration(rnd.IntN(90)) * time.Minute)
		case 1, 2:
			what = "cancel"
			_, err = h.Service.Cancel(ctx, h.AsCoordinator(), c.ID)
		case 3, 4, 5:
			what = "move"
			_, err = h.Service.Move(ctx, h.AsCoordinator(), in)
		case 6:
			what = "no show"
			err = db.Write(ctx, actor.System("test"), "test", func(ctx context.Context, tx txn.Write) error {
				_, err := h.Cases.Advance(ctx, tx, c.ID, casework.NoShow)
				return err
			})
		default:
			what = "book"
			_, err = h.Service.Book(ctx, h.AsCoordinator(), in)
		}
		if err != nil && fault.KindOf(err) != fault.Conflict {
			t.Fatalf("%s: %v", what, err)
		}
		if err == nil {
			done[what]++
		}
		h.invariants(cases, []id.Physician{h.Physician.ID, h.Unappointed.ID})
		if t.Failed() {
			t.Fatalf("after %s of %s to %s", what, c.ID, start)
		}
	}
	for _, what := range []string{"book", "move", "cancel", "no show", "clock"} {
		if done[what] < 5 {
			t.Errorf("%s happened %d times: the test does not test", what, done[what])
		}
	}
}

// invariants: nobody is in two places, a case is SCHEDULED exactly while a
// booking of its stands, and the history of a booking has no gap.
func (h *house) invariants(cases []casework.Case, physicians []id.Physician) {
	h.t.Helper()
	err := h.DB.Read(context.Background(), func(ctx context.Context, tx txn.Read) error {
		var all []scheduling.Booking
		for _, p := range physicians {
			list, err := h.Service.OfPhysician(ctx, tx, p, monday.AddDate(0, 0, -1), monday.AddDate(0, 0, 60))
			if err != nil {
				return err
			}
			all = append(all, list...)
		}
		for i, a := range all {
			for _, b := range all[:i] {
				if a.Physician == b.Physician && a.From.Before(b.Until()) && b.From.Before(a.Until()) ||
					a.Employee == b.Employee && a.From.Before(b.To) && b.From.Before(a.To) {
					h.t.Errorf("%+v and %+v share a moment", a, b)
				}
			}
			changes, err := h.Service.Changes(ctx, tx, a.ID)
			if err != nil {
				return err
			}
			for n, x := range changes {
				if x.Sequence != n {
					h.t.Errorf("change %d of %s has sequence %d", n, a.ID, x.Sequence)
				}
			}
		}
		for _, c := range cases {
			got, err := h.Cases.Get(ctx, tx, c.ID)
			if err != nil {
				return err
			}
			_, err = h.Service.Standing(ctx, tx, c.ID)
			if (err == nil) != (got.State == casework.Booked) {
				h.t.Errorf("%s is %s, its booking: %v", c.ID, got.State, err)
			}
		}
		return nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
}
