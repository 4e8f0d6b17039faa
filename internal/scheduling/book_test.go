package scheduling_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/database"
	"mendan/internal/database/databasetest"
	"mendan/internal/id"
	"mendan/internal/notify"
	"mendan/internal/scheduling"
	"mendan/internal/scheduling/schedulingtest"
	"mendan/internal/txn"
)

func (h *house) input(c id.Case, start time.Time) scheduling.BookInput {
	return scheduling.BookInput{Case: c, Physician: h.Physician.ID, Start: start, Mode: casework.Online}
}

func (h *house) told() []string {
	var out []string
	for _, n := range h.Post.Take() {
		name := map[id.Account]string{
			id.Account("acc_" + string(h.Worker.ID)): "worker", id.Account("acc_" + string(h.Physician.ID)): "physician",
			id.Account("acc_" + string(h.Unappointed.ID)): "second", schedulingtest.Officer: "officer",
		}[n.To]
		if n.Calendar == nil {
			out = append(out, fmt.Sprintf("%s %s", n.Kind, name))
			continue
		}
		out = append(out, fmt.Sprintf("%s %d %s", n.Kind, n.Calendar.Sequence, name))
	}
	return out
}

func TestBookMoveCancel(t *testing.T) {
	t.Parallel()
	databasetest.Both(t, func(t *testing.T, db *database.DB, clock *databasetest.Clock) {
		h := setup(t, db, clock)
		ctx := context.Background()
		h.Week(h.Physician.ID, 9*60, 12*60)
		c := h.Open(h.AsWorker(), h.Worker.ID, casework.LongHoursGeneral)

		first, err := h.Service.Book(ctx, h.AsWorker(), h.input(c.ID, h.At(1, "9:40")))
		if err != nil {
			t.Fatal(err)
		}
		want := scheduling.Booking{
			ID: first.ID, Case: c.ID, Company: h.Company.ID, Workplace: h.Honsha.ID, Employee: h.Worker.ID, Physician: h.Physician.ID,
			Type: casework.LongHoursGeneral, From: h.At(1, "9:40"), To: h.At(1, "10:10"), Slack: 10 * time.Minute, Mode: casework.Online,
			State: scheduling.Booked, By: "acc_worker", Made: monday, Changed: monday,
		}
		if diff := cmp.Diff(want, first); diff != "" {
			t.Errorf("booking (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"booking_fact officer", "booked 0 worker", "booked 0 physician"}, h.told()); diff != "" {
			t.Errorf("told (-want +got):\n%s", diff)
		}
		if s := h.State(c.ID); s != casework.Booked {
			t.Errorf("the case is %s", s)
		}

		again, err := h.Service.Book(ctx, h.AsWorker(), h.input(c.ID, h.At(1, "9:40")))
		if err != nil || again.ID != first.ID || h.told() != nil {
			t.Errorf("asked for again: %v, %v", again, err)
		}
		if _, err := h.Service.Book(ctx, h.AsWorker(), h.input(c.ID, h.At(1, "11:00"))); !errors.Is(err, scheduling.ErrAlreadyBooked) {
			t.Errorf("a second booking: %v", err)
		}

		in := h.input(c.ID, h.At(2, "9:00"))
		in.Mode = casework.InPerson
		moved, err := h.Service.Move(ctx, h.AsHR(), in)
		if err != nil {
			t.Fatal(err)
		}
		if moved.ID != first.ID || moved.Sequence != 1 || !moved.OnBehalf || moved.Place != "本社3階 応接室" {
			t.Errorf("moved: %+v", moved)
		}
		if diff := cmp.Diff([]string{"booking_fact officer", "moved 1 worker", "moved 1 physician"}, h.told()); diff != "" {
			t.Errorf("told (-want +got):\n%s", diff)
		}
		same, err := h.Service.Move(ctx, h.AsHR(), in)
		if err != nil || same.Sequence != 1 || h.told() != nil {
			t.Errorf("moved to where it is: %v, %v", same, err)
		}

		gone, err := h.Service.Cancel(ctx, h.AsWorker(), c.ID)
		if err != nil || gone.Sequence != 2 || gone.State != scheduling.Cancelled {
			t.Fatalf("cancelled: %v, %v", gone, err)
		}
		if diff := cmp.Diff([]string{"booking_fact officer", "cancelled 2 worker", "cancelled 2 physician"}, h.told()); diff != "" {
			t.Errorf("told (-want +got):\n%s", diff)
		}
		if s := h.State(c.ID); s != casework.Ready {
			t.Errorf("the case is %s", s)
		}
		if _, err := h.Service.Cancel(ctx, h.AsWorker(), c.ID); err != nil || h.told() != nil {
			t.Errorf("cancelled again: %v", err)
		}
		if _, err := h.Service.Move(ctx, h.AsWorker(), in); !errors.Is(err, scheduling.ErrNoBooking) {
			t.Errorf("moved nothing: %v", err)
		}
		next, err := h.Service.Book(ctx, h.AsWorker(), h.input(c.ID, h.At(1, "9:40")))
		if err != nil || next.ID == first.ID || next.Sequence != 0 {
			t.Errorf("booked anew: %v, %v", next, err)
		}
	})
}

// Moving to another physician takes it out of one calendar and into another.
func TestMoveToAnotherPhysician(t *testing.T) {
	t.Parallel()
	db, clock := databasetest.Open(t)
	h := setup(t, db, clock)
	ctx := context.Background()
	h.Week(h.Physician.ID, 9*60, 12*60)
	h.Week(h.Unappointed.ID, 9*60, 12*60)
	c := h.Open(h.AsWorker(), h.Worker.ID, casework.Consultation)
	if _, err := h.Service.Book(ctx, h.AsWorker(), h.input(c.ID, h.At(1, "9:00"))); err != nil {
		t.Fatal(err)
	}
	h.Post.Take()
	in := h.input(c.ID, h.At(1, "9:00"))
	in.Physician = h.Unappointed.ID
	if _, err := h.Service.Move(ctx, h.AsWorker(), in); !errors.Is(err, scheduling.ErrNotOffered) {
		t.Fatalf("moved to a physician nobody appointed: %v", err)
	}
	a := h.Appointment
	a.Physician = h.Unappointed.ID
	h.Appoint(a)
	if _, err := h.Service.Move(ctx, h.AsWorker(), in); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"moved 1 worker", "cancelled 1 physician", "booked 1 second"}, h.told()); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}

func TestBookRefuses(t *testing.T) {
	t.Parallel()
	db, clock := databasetest.Open(t)
	h := setup(t, db, clock)
	ctx := context.Background()
	h.Week(h.Physician.ID, 9*60, 16*60, func(p *scheduling.Plan) {
		p.Exceptions = []scheduling.Exception{{Day: day(t, "2026-12-02"), Off: true, To: 1440}}
		p.Hours[3].InPerson = false // Thursday: online only
		p.Hours[4].Online = false   // Friday: in person only
	})
	open := h.Open(h.AsWorker(), h.Worker.ID, casework.Consultation)
	cancelled := h.Open(h.AsWorker(), h.Worker.ID, casework.LongHoursGeneral)
	if err := db.Write(ctx, actor.System("test"), "test", func(ctx context.Context, tx txn.Write) error {
		_, err := h.Cases.Advance(ctx, tx, cancelled.ID, casework.Withdrawn)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	hidden := casework.ErrNotFound
	for name, c := range map[string]struct {
		who   actor.Actor
		c     id.Case
		start time.Time
		mode  casework.Mode
		want  error
	}{
		"over":                             {h.AsWorker(), open.ID, h.At(0, "11:00"), casework.Online, scheduling.ErrPassed},
		"now":                              {h.AsWorker(), open.ID, monday, casework.Online, scheduling.ErrPassed},
		"within the notice":                {h.AsWorker(), open.ID, h.At(0, "13:00"), casework.Online, scheduling.ErrNotice},
		"outside of hours":                 {h.AsWorker(), open.ID, h.At(1, "17:00"), casework.Online, scheduling.ErrNotOffered},
		"between two slots":                {h.AsWorker(), open.ID, h.At(1, "9:05"), casework.Online, scheduling.ErrNotOffered},
		"to the second":                    {h.AsWorker(), open.ID, h.At(1, "9:00").Add(time.Second), casework.Online, scheduling.ErrNotOffered},
		"day off":                          {h.AsWorker(), open.ID, h.At(2, "9:00"), casework.Online, scheduling.ErrNotOffered},
		"a holiday":                        {h.AsWorker(), open.ID, h.At(42, "9:00"), casework.Online, scheduling.ErrNotOffered},
		"too far":                          {h.AsWorker(), open.ID, h.At(91, "9:00"), casework.Online, scheduling.ErrTooFar},
		"in person on an online day":       {h.AsWorker(), open.ID, h.At(3, "9:00"), casework.InPerson, scheduling.ErrNotOffered},
		"online on a day in person":        {h.AsWorker(), open.ID, h.At(4, "9:00"), casework.Online, scheduling.ErrNotOffered},
		"withdrawn":                        {h.AsWorker(), cancelled.ID, h.At(1, "9:00"), casework.Online, scheduling.ErrNotBookable},
		"no such case":                     {h.AsWorker(), id.New[id.Case](), h.At(1, "9:00"), casework.Online, hidden},
		"somebody else's case":             {h.AsForeigner(), open.ID, h.At(1, "9:00"), casework.Online, hidden},
		"HR for a consultation":            {h.AsHR(), open.ID, h.At(1, "9:00"), casework.Online, hidden},
		"HR of another company":            {h.AsForeignHR(), cancelled.ID, h.At(1, "9:00"), casework.Online, hidden},
		"the manager":                      {h.AsManager(), cancelled.ID, h.At(1, "9:00"), casework.Online, hidden},
		"the administrator":                {h.AsAdmin(), open.ID, h.At(1, "9:00"), casework.Online, hidden},
		"a physician of another workplace": {h.AsUnappointed(), open.ID, h.At(1, "9:00"), casework.Online, hidden},
	} {
		t.Run(name, func(t *testing.T) {
			in := h.input(c.c, c.start)
			in.Mode = c.mode
			if _, err := h.Service.Book(ctx, c.who, in); !errors.Is(err, c.want) {
				t.Errorf("Book: %v, want %v", err, c.want)
			}
		})
	}
	if sent := h.Post.Take(); sent != nil {
		t.Errorf("refused, and yet told: %v", sent)
	}
	if _, err := h.Service.Book(ctx, h.AsCoordinator(), h.input(open.ID, h.At(1, "9:00"))); err != nil {
		t.Errorf("the coordinator for a consultation: %v", err)
	}
	clock.Set(h.At(1, "9:10"))
	if _, err := h.Service.Cancel(ctx, h.AsWorker(), open.ID); !errors.Is(err, scheduling.ErrBegun) {
		t.Errorf("cancelled while it runs: %v", err)
	}
	if _, err := h.Service.Move(ctx, h.AsWorker(), h.input(open.ID, h.At(3, "9:00"))); !errors.Is(err, scheduling.ErrBegun) {
		t.Errorf("moved while it runs: %v", err)
	}
}

// A wish narrows what is offered and booked, for whoever books.
func TestWish(t *testing.T) {
	t.Parallel()
	db, clock := databasetest.Open(t)
	h := setup(t, db, clock)
	ctx := context.Background()
	h.Week(h.Physician.ID, 9*60, 10*60, func(p *scheduling.Plan) {
		p.Hours[1].InPerson, p.Hours[1].Place = false, ""
		p.Hours[2].Workplace = h.Chiba.ID // who works at Honsha is not offered it
	})
	c := h.Open(h.AsWorker(), h.Worker.ID, casework.LongHoursGeneral)
	days := func() []int {
		offer, err := h.Service.FreeSlots(ctx, h.AsHR(), scheduling.Ask{Case: c.ID, Days: 7})
		if err != nil {
			t.Fatal(err)
		}
		var out []int
		for _, d := range offer.Days {
			out = append(out, len(d.Slots))
		}
		return out
	}
	if diff := cmp.Diff([]int{0, 1, 1, 1, 1, 0, 0}, days()); diff != "" {
		t.Errorf("no wish (-want +got):\n%s", diff)
	}
	if err := h.Service.SetWish(ctx, h.AsHR(), c.ID, casework.InPerson); !errors.Is(err, casework.ErrNotFound) && err == nil {
		t.Error("HR set the worker's wish")
	}
	if err := h.Service.SetWish(ctx, h.AsWorker(), c.ID, casework.InPerson); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int{0, 0, 0, 1, 1, 0, 0}, days()); diff != "" {
		t.Errorf("in person (-want +got):\n%s", diff)
	}
	if _, err := h.Service.Book(ctx, h.AsHR(), h.input(c.ID, h.At(3, "9:00"))); !errors.Is(err, scheduling.ErrNotOffered) {
		t.Errorf("HR booked online against the wish: %v", err)
	}
}

func TestFreeSlots(t *testing.T) {
	t.Parallel()
	db, clock := databasetest.Open(t)
	h := setup(t, db, clock)
	ctx := context.Background()
	h.Week(h.Physician.ID, 9*60, 10*60+20)
	c := h.Open(h.AsWorker(), h.Worker.ID, casework.LongHoursGeneral)
	if _, err := h.Service.Book(ctx, h.AsWorker(), h.input(c.ID, h.At(1, "9:00"))); err != nil {
		t.Fatal(err)
	}
	offer, err := h.Service.FreeSlots(ctx, h.AsWorker(), scheduling.Ask{Case: c.ID, Days: 3})
	if err != nil {
		t.Fatal(err)
	}
	if len(offer.Days) != 3 || len(offer.Days[0].Slots) != 0 || len(offer.Days[1].Slots) != 1 || len(offer.Days[2].Slots) != 2 {
		t.Errorf("days: %+v", offer.Days)
	}
	if offer.Deadline.String() != "2026-12-30" || offer.Current.Case != c.ID || offer.OnBehalf || offer.Last.String() != "2027-02-28" {
		t.Errorf("offer: %+v", offer)
	}
	holiday, err := h.Service.FreeSlots(ctx, h.AsWorker(), scheduling.Ask{Case: c.ID, From: day(t, "2027-01-11"), Days: 1})
	if err != nil || holiday.Days[0].Holiday != "成人の日" || !holiday.Empty() {
		t.Errorf("a holiday: %+v, %v", holiday, err)
	}
	past, err := h.Service.FreeSlots(ctx, h.AsWorker(), scheduling.Ask{Case: c.ID, From: day(t, "2020-01-01"), Days: 400})
	if err != nil || past.First != past.Today || len(past.Days) != scheduling.MaxDays {
		t.Errorf("from the past: %s, %d days, %v", past.First, len(past.Days), err)
	}
	if _, err := h.Service.FreeSlots(ctx, h.AsManager(), scheduling.Ask{Case: c.ID, Days: 3}); err == nil {
		t.Error("the manager saw the free slots of a case")
	}
}

// What ends a case's time ends its booking, in the same act.
func TestMovedListener(t *testing.T) {
	t.Parallel()
	db, clock := databasetest.Open(t)
	h := setup(t, db, clock)
	ctx := context.Background()
	h.Week(h.Physician.ID, 9*60, 12*60)
	advance := func(c id.Case, events ...casework.Event) {
		t.Helper()
		for _, e := range events {
			if err := db.Write(ctx, actor.System("test"), "test", func(ctx context.Context, tx txn.Write) error {
				_, err := h.Cases.Advance(ctx, tx, c, e)
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
	}
	latest := func(c id.Case) scheduling.Booking {
		var out scheduling.Booking
		if err := db.Read(ctx, func(ctx context.Context, tx txn.Read) (err error) {
			out, err = h.Service.Latest(ctx, tx, c)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return out
	}
	c := h.Open(h.AsWorker(), h.Worker.ID, casework.Consultation)
	if _, err := h.Service.Book(ctx, h.AsWorker(), h.input(c.ID, h.At(1, "9:00"))); err != nil {
		t.Fatal(err)
	}
	clock.Set(h.At(1, "9:05"))
	h.Post.Take()
	advance(c.ID, casework.Started, casework.Aborted)
	if b := latest(c.ID); b.State != scheduling.Past || h.told() != nil {
		t.Errorf("after the session was broken off: %s", b.State)
	}
	// The freed time and the case can be booked again.
	if _, err := h.Service.Book(ctx, h.AsWorker(), h.input(c.ID, h.At(2, "9:00"))); err != nil {
		t.Fatal(err)
	}
	h.Post.Take()
	advance(c.ID, casework.Withdrawn)
	if b := latest(c.ID); b.State != scheduling.Cancelled || b.Sequence != 1 {
		t.Errorf("after it was withdrawn: %+v", b)
	}
	if diff := cmp.Diff([]string{"cancelled 1 worker", "cancelled 1 physician"}, h.told()); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}

// Which person hears of what. The employer's officer learns that a statutory
// interview has another date, and of a consultation nothing at all.
func TestTheEmployerHearsTheFactAlone(t *testing.T) {
	t.Parallel()
	db, clock := databasetest.Open(t)
	h := setup(t, db, clock)
	h.Week(h.Physician.ID, 9*60, 12*60)
	ctx := context.Background()
	for _, k := range []struct {
		kind        casework.Type
		first, then string
		officer     bool
	}{{casework.Consultation, "9:00", "9:40", false}, {casework.LongHoursGeneral, "10:20", "11:00", true}} {
		c := h.Open(h.AsWorker(), h.Worker.ID, k.kind)
		for _, act := range []struct {
			name string
			do   func() error
		}{
			{"book", func() error {
				_, err := h.Service.Book(ctx, h.AsCoordinator(), h.input(c.ID, h.At(1, k.first)))
				return err
			}},
			{"move", func() error { _, err := h.Service.Move(ctx, h.AsWorker(), h.input(c.ID, h.At(1, k.then))); return err }},
			{"cancel", func() error { _, err := h.Service.Cancel(ctx, h.AsWorker(), c.ID); return err }},
		} {
			if err := act.do(); err != nil {
				t.Fatal(err)
			}
			told := 0
			for _, n := range h.Post.Take() {
				switch n.To {
				case id.Account("acc_" + string(h.Worker.ID)), id.Account("acc_" + string(h.Physician.ID)):
				case schedulingtest.Officer:
					told++
					if n.Kind != notify.BookingFact || n.Calendar != nil || n.Path != "/hr/cases/"+string(c.ID) {
						t.Errorf("%s %s: the officer got %+v", k.kind, act.name, n)
					}
				default:
					t.Errorf("%s %s: %s went to %s", k.kind, act.name, n.Kind, n.To)
				}
			}
			if want := map[bool]int{true: 1}[k.officer]; told != want {
				t.Errorf("%s %s: the officer was told %d times, want %d", k.kind, act.name, told, want)
			}
		}
	}
}

// An officer who books himself, or whose own interview it is, needs no mail about it.
func TestTheOfficerIsNotToldOfHisOwnAct(t *testing.T) {
	t.Parallel()
	db, clock := databasetest.Open(t)
	h := setup(t, db, clock)
	h.Week(h.Physician.ID, 9*60, 12*60)
	c := h.Open(h.AsWorker(), h.Worker.ID, casework.LongHoursGeneral)
	officer := h.AsHR()
	officer.Account = schedulingtest.Officer
	if _, err := h.Service.Book(context.Background(), officer, h.input(c.ID, h.At(1, "9:00"))); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"booked 0 worker", "booked 0 physician"}, h.told()); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
}

// Both people are reminded, and of nothing that was cancelled.
func TestReminders(t *testing.T) {
	t.Parallel()
	db, clock := databasetest.Open(t)
	h := setup(t, db, clock)
	ctx := context.Background()
	h.Week(h.Physician.ID, 9*60, 12*60)
	c := h.Open(h.AsWorker(), h.Worker.ID, casework.Consultation)
	b, err := h.Service.Book(ctx, h.AsWorker(), h.input(c.ID, h.At(1, "9:00")))
	if err != nil {
		t.Fatal(err)
	}
	want := []notify.Reminder{
		{Booking: b.ID, To: id.Account("acc_" + string(h.Worker.ID)), Path: "/interviews/" + string(c.ID), Subject: string(c.ID), From: b.From, Until: b.To},
		{Booking: b.ID, To: id.Account("acc_" + string(h.Physician.ID)), Path: "/physician/cases/" + string(c.ID), Subject: string(c.ID), From: b.From, Until: b.To},
	}
	if diff := cmp.Diff(want, h.Post.Reminded()); diff != "" {
		t.Errorf("reminders (-want +got):\n%s", diff)
	}
	if _, err := h.Service.Cancel(ctx, h.AsWorker(), c.ID); err != nil {
		t.Fatal(err)
	}
	if left := h.Post.Reminded(); left != nil {
		t.Errorf("still reminded of what was cancelled: %v", left)
	}
}
