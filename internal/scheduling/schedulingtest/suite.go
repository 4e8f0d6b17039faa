// Package schedulingtest holds the contract of scheduling.Store and the bulk
// loader of the benchmarks. For tests and benchmarks only.
package schedulingtest

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/id"
	"mendan/internal/scheduling"
	"mendan/internal/txn"
)

// Noon is a Monday noon in Tokyo, where tests of booking begin; no holiday for a month.
var Noon = time.Date(2026, 11, 30, 3, 0, 0, 0, time.UTC)

// Booking is one of 30 minutes and 10 of slack, of strangers.
func Booking(at time.Time) scheduling.Booking {
	return scheduling.Booking{
		ID: id.New[id.Booking](), Case: id.New[id.Case](), Company: id.New[id.Company](), Workplace: id.New[id.Workplace](),
		Employee: id.New[id.Employee](), Physician: id.New[id.Physician](), Type: casework.Consultation,
		From: at, To: at.Add(30 * time.Minute), Slack: 10 * time.Minute, Mode: casework.Online,
		State: scheduling.Booked, By: "acc_somebody", Made: at.Add(-time.Hour), Changed: at.Add(-time.Hour),
	}
}

// Suite is the contract of a store; open gives a fresh one and its runner.
func Suite(t *testing.T, open func(t *testing.T) (scheduling.Store, txn.Runner)) {
	for name, test := range map[string]func(t *testing.T, h house){
		"round trip": roundTrip, "one standing booking for a case": oneStanding, "ticks are a wall": wall,
		"move and cancel": moveAndCancel, "taken": taken, "plans": plans, "lists": lists,
		"a thousand random attempts never overlap": random, "sweep": sweep,
	} {
		t.Run(name, func(t *testing.T) {
			store, runner := open(t)
			test(t, house{t, store, runner})
		})
	}
}

type house struct {
	t     *testing.T
	store scheduling.Store
	txns  txn.Runner
}

func (h house) write(f func(ctx context.Context, tx txn.Write) error) error {
	return h.txns.Write(context.Background(), actor.System("test"), "test", f)
}

func (h house) read(f func(ctx context.Context, tx txn.Read) error) {
	h.t.Helper()
	if err := h.txns.Read(context.Background(), f); err != nil {
		h.t.Fatal(err)
	}
}

func (h house) insert(b scheduling.Booking) error {
	return h.write(func(ctx context.Context, tx txn.Write) error { return h.store.Insert(ctx, tx, b) })
}

func (h house) update(b scheduling.Booking, what string) error {
	return h.write(func(ctx context.Context, tx txn.Write) error { return h.store.Update(ctx, tx, b, what) })
}

func (h house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h house) want(err, want error) {
	h.t.Helper()
	if !errors.Is(err, want) {
		h.t.Fatalf("got %v, want %v", err, want)
	}
}

func roundTrip(t *testing.T, h house) {
	b := Booking(Noon)
	b.Mode, b.Place, b.OnBehalf, b.Sequence = casework.InPerson, "本社3階 応接室", true, 7
	h.must(h.insert(b))
	h.read(func(ctx context.Context, tx txn.Read) error {
		got, err := h.store.Get(ctx, tx, b.ID)
		h.must(err)
		if diff := cmp.Diff(b, got); diff != "" {
			t.Errorf("Get (-want +got):\n%s", diff)
		}
		got, err = h.store.Latest(ctx, tx, b.Case)
		h.must(err)
		if diff := cmp.Diff(b, got); diff != "" {
			t.Errorf("Latest (-want +got):\n%s", diff)
		}
		_, err = h.store.Get(ctx, tx, id.New[id.Booking]())
		h.want(err, scheduling.ErrNone)
		_, err = h.store.Latest(ctx, tx, id.New[id.Case]())
		h.want(err, scheduling.ErrNone)
		return nil
	})
}

func oneStanding(_ *testing.T, h house) {
	a, b := Booking(Noon), Booking(Noon.Add(time.Hour))
	b.Case = a.Case
	h.must(h.insert(a))
	h.want(h.insert(b), scheduling.ErrAlreadyBooked)
	a.State, a.Sequence = scheduling.Cancelled, 1
	h.must(h.update(a, "cancel"))
	h.must(h.insert(b))
	h.read(func(ctx context.Context, tx txn.Read) error {
		got, err := h.store.Latest(ctx, tx, a.Case)
		if got.ID != b.ID {
			h.t.Errorf("the latest is %s, want the standing %s", got.ID, b.ID)
		}
		return err
	})
}

func wall(_ *testing.T, h house) {
	a := Booking(Noon)
	h.must(h.insert(a))
	physician := func(at time.Time) scheduling.Booking {
		b := Booking(at)
		b.Physician = a.Physician
		return b
	}
	worker := func(at time.Time) scheduling.Booking {
		b := Booking(at)
		b.Employee = a.Employee
		return b
	}
	h.want(h.insert(physician(Noon)), scheduling.ErrSlotTaken)
	h.want(h.insert(physician(Noon.Add(35*time.Minute))), scheduling.ErrSlotTaken) // in the slack
	h.want(h.insert(physician(Noon.Add(-35*time.Minute))), scheduling.ErrSlotTaken)
	h.must(h.insert(physician(Noon.Add(40 * time.Minute))))
	h.must(h.insert(physician(Noon.Add(-40 * time.Minute))))
	h.want(h.insert(worker(Noon.Add(25*time.Minute))), scheduling.ErrSlotTaken)
	h.must(h.insert(worker(Noon.Add(30 * time.Minute)))) // the slack is the physician's
	// A refused booking leaves nothing behind.
	h.read(func(ctx context.Context, tx txn.Read) error {
		list, err := h.store.OfPhysician(ctx, tx, a.Physician, Noon.Add(-24*time.Hour), Noon.Add(24*time.Hour))
		if len(list) != 3 {
			h.t.Errorf("%d bookings of the physician, want 3", len(list))
		}
		return err
	})
}

func moveAndCancel(t *testing.T, h house) {
	a, b := Booking(Noon), Booking(Noon)
	h.must(h.insert(a))
	moved := a
	moved.From, moved.To, moved.Sequence = a.From.Add(20*time.Minute), a.To.Add(20*time.Minute), 1 // over its own old time
	h.must(h.update(moved, "move"))
	b.Physician = a.Physician
	h.want(h.insert(b), scheduling.ErrSlotTaken) // 12:00 to 12:40 still touches
	moved.From, moved.To, moved.Sequence = a.From.Add(time.Hour), a.To.Add(time.Hour), 2
	h.must(h.update(moved, "move"))
	h.must(h.insert(b))
	back := moved
	back.From, back.To, back.Sequence = a.From, a.To, 3
	h.want(h.update(back, "move"), scheduling.ErrSlotTaken)
	moved.State, moved.Sequence = scheduling.Cancelled, 3
	h.must(h.update(moved, "cancel"))
	c := Booking(Noon.Add(time.Hour))
	c.Physician = a.Physician
	h.must(h.insert(c))
	h.want(h.update(Booking(Noon), "move"), scheduling.ErrNone)
	h.read(func(ctx context.Context, tx txn.Read) error {
		changes, err := h.store.Changes(ctx, tx, a.ID)
		var got []string
		for _, x := range changes {
			got = append(got, x.What)
		}
		if diff := cmp.Diff([]string{"book", "move", "move", "cancel"}, got); diff != "" {
			t.Errorf("changes (-want +got):\n%s", diff)
		}
		return err
	})
}

func taken(t *testing.T, h house) {
	a := Booking(Noon)
	h.must(h.insert(a))
	p, e := scheduling.Resource(a.Physician), scheduling.Resource(a.Employee)
	stranger := Booking(Noon)
	h.must(h.insert(stranger))
	ask := func(from, to time.Duration) map[scheduling.Resource]scheduling.Spans {
		var out map[scheduling.Resource]scheduling.Spans
		h.read(func(ctx context.Context, tx txn.Read) error {
			var err error
			out, err = h.store.Taken(ctx, tx, Noon.Add(from), Noon.Add(to), p, e)
			return err
		})
		return out
	}
	want := map[scheduling.Resource]scheduling.Spans{
		p: {{From: a.From, To: a.Until(), Booking: a.ID}}, e: {{From: a.From, To: a.To, Booking: a.ID}},
	}
	if diff := cmp.Diff(want, ask(-time.Hour, time.Hour)); diff != "" {
		t.Errorf("taken (-want +got):\n%s", diff)
	}
	for name, c := range map[string]struct {
		from, to         time.Duration
		physician, whole bool
	}{
		"before, touching":  {-time.Hour, 0, false, false},
		"inside":            {10 * time.Minute, 15 * time.Minute, true, true},
		"only the slack":    {30 * time.Minute, 40 * time.Minute, true, false},
		"behind, touching":  {40 * time.Minute, time.Hour, false, false},
		"around, from afar": {-48 * time.Hour, 48 * time.Hour, true, true},
	} {
		got := ask(c.from, c.to)
		if (len(got[p]) == 1) != c.physician || (len(got[e]) == 1) != c.whole || len(got) > 2 {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func plans(t *testing.T, h house) {
	zone, err := time.LoadLocation("America/New_York")
	h.must(err)
	p := scheduling.Plan{
		Physician: id.New[id.Physician](), Zone: zone, Notice: 90 * time.Minute, OnHolidays: true,
		Hours: []scheduling.Hours{
			{Weekday: time.Monday, From: 540, To: 720, Where: scheduling.Where{Online: true}},
			{Weekday: time.Friday, From: 0, To: 1440, Since: civil.Date{Year: 2026, Month: 12, Day: 1}, Until: civil.Date{Year: 2027, Month: 3, Day: 31},
				Where: scheduling.Where{InPerson: true, Workplace: id.New[id.Workplace](), Place: "応接室"}},
		},
		Exceptions: []scheduling.Exception{{ID: id.New[id.Exception](), Day: civil.Date{Year: 2026, Month: 12, Day: 29}, Off: true, From: 0, To: 1440}},
		Lengths:    []scheduling.Length{{Type: casework.Consultation, Minutes: 45, Slack: 15}},
	}
	other := scheduling.Plan{Physician: id.New[id.Physician](), Zone: time.UTC}
	save := func(p scheduling.Plan) error {
		return h.write(func(ctx context.Context, tx txn.Write) error { return h.store.SavePlan(ctx, tx, p) })
	}
	h.must(save(p))
	h.must(save(other))
	h.want(save(p), scheduling.ErrPlanChanged) // version 0 again
	p.Version = 1
	h.read(func(ctx context.Context, tx txn.Read) error {
		got, err := h.store.Plans(ctx, tx, p.Physician, id.New[id.Physician]())
		if diff := cmp.Diff(map[id.Physician]scheduling.Plan{p.Physician: p}, got, cmp.Comparer(func(a, b *time.Location) bool { return a.String() == b.String() })); diff != "" {
			t.Errorf("plans (-want +got):\n%s", diff)
		}
		return err
	})
	p.Notice = 0
	h.must(save(p))
	h.want(save(p), scheduling.ErrPlanChanged)
}

func lists(t *testing.T, h house) {
	w := []id.Workplace{id.New[id.Workplace](), id.New[id.Workplace]()}
	p := id.New[id.Physician]()
	var want []id.Booking
	for i := range 4 {
		b := Booking(Noon.Add(time.Duration(i) * time.Hour))
		b.Physician, b.Workplace = p, w[i%2]
		h.must(h.insert(b))
		if i > 0 && i < 3 { // from 13:00, before 15:00
			want = append(want, b.ID)
		}
	}
	gone := Booking(Noon.Add(90 * time.Minute))
	gone.Workplace, gone.State = w[0], scheduling.Cancelled
	h.must(h.insert(gone))
	h.must(h.insert(Booking(Noon.Add(time.Hour))))
	ids := func(list []scheduling.Booking, err error) []id.Booking {
		h.must(err)
		var out []id.Booking
		for _, b := range list {
			out = append(out, b.ID)
		}
		return out
	}
	h.read(func(ctx context.Context, tx txn.Read) error {
		from, to := Noon.Add(time.Hour), Noon.Add(3*time.Hour)
		if diff := cmp.Diff(want, ids(h.store.OfPhysician(ctx, tx, p, from, to))); diff != "" {
			t.Errorf("of the physician (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(want, ids(h.store.OfWorkplaces(ctx, tx, w, from, to))); diff != "" {
			t.Errorf("of the workplaces (-want +got):\n%s", diff)
		}
		if got := ids(h.store.OfWorkplaces(ctx, tx, nil, from, to)); got != nil {
			t.Errorf("of no workplace: %v", got)
		}
		return nil
	})
}

// random throws overlapping bookings at few people and then looks for two that
// share a moment, in the rows and not in the ticks that kept them apart.
func random(t *testing.T, h house) {
	rnd := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // throws that come again in the next run
	var physicians [3]id.Physician
	var workers [6]id.Employee
	for i := range physicians {
		physicians[i] = id.New[id.Physician]()
	}
	for i := range workers {
		workers[i] = id.New[id.Employee]()
	}
	var standing []scheduling.Booking
	won, lost := 0, 0
	for n := range 1000 {
		at := Noon.Add(time.Duration(rnd.IntN(30*24*60)) * time.Minute)
		b := Booking(at)
		b.Physician, b.Employee = physicians[rnd.IntN(3)], workers[rnd.IntN(6)]
		b.To = at.Add(time.Duration(5+rnd.IntN(90)) * time.Minute)
		b.Slack = time.Duration(rnd.IntN(30)) * time.Minute
		var err error
		if n%5 == 4 && len(standing) > 0 {
			i := rnd.IntN(len(standing))
			b.ID, b.Case, b.Sequence = standing[i].ID, standing[i].Case, standing[i].Sequence+1
			b.Physician, b.Employee = standing[i].Physician, standing[i].Employee
			if err = h.update(b, "move"); err == nil {
				standing[i] = b
			}
		} else if err = h.insert(b); err == nil {
			standing = append(standing, b)
		}
		switch {
		case err == nil:
			won++
		case errors.Is(err, scheduling.ErrSlotTaken):
			lost++
		default:
			t.Fatal(err)
		}
	}
	if won < 50 || lost < 50 {
		t.Fatalf("%d won, %d lost: the test does not test", won, lost)
	}
	h.read(func(ctx context.Context, tx txn.Read) error {
		var all []scheduling.Booking
		for _, p := range physicians {
			list, err := h.store.OfPhysician(ctx, tx, p, Noon.Add(-time.Hour), Noon.AddDate(0, 0, 40))
			h.must(err)
			all = append(all, list...)
		}
		if len(all) != len(standing) {
			t.Errorf("%d bookings stand, %d were promised", len(all), len(standing))
		}
		for i, a := range all {
			for _, b := range all[:i] {
				if a.Physician == b.Physician && a.From.Before(b.Until()) && b.From.Before(a.Until()) ||
					a.Employee == b.Employee && a.From.Before(b.To) && b.From.Before(a.To) {
					t.Errorf("%v and %v overlap", a, b)
				}
			}
		}
		return nil
	})
}

func sweep(t *testing.T, h house) {
	old, young := Booking(Noon), Booking(Noon.Add(72*time.Hour))
	h.must(h.insert(old))
	h.must(h.insert(young))
	var n int64
	h.must(h.write(func(ctx context.Context, tx txn.Write) error {
		var err error
		n, err = h.store.Sweep(ctx, tx, Noon.Add(24*time.Hour))
		return err
	}))
	if n != 6+8 {
		t.Errorf("swept %d ticks, want 14", n)
	}
	again := Booking(young.From)
	again.Physician = young.Physician
	h.want(h.insert(again), scheduling.ErrSlotTaken)
	old.State, old.Sequence = scheduling.Past, 1
	h.must(h.update(old, "past")) // its ticks are gone; that is no fault
}
