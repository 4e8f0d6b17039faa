package scheduling_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/casework/caseworkdb"
	"mendan/internal/civil"
	"mendan/internal/database"
	"mendan/internal/database/databasetest"
	"mendan/internal/directory"
	"mendan/internal/directory/directorydb"
	"mendan/internal/directory/directorytest"
	"mendan/internal/holidays"
	"mendan/internal/id"
	"mendan/internal/notify"
	"mendan/internal/scheduling"
	"mendan/internal/scheduling/schedulingdb"
	"mendan/internal/txn"
)

// house is the real service on a real database; only the post is a notebook.
type house struct {
	t     testing.TB
	db    *database.DB
	clock *databasetest.Clock
	*directorytest.World
	cases   *casework.Service
	service *scheduling.Service
	post    *notebook
}

// Monday is a Monday, noon in Tokyo, with no holiday for a month.
var monday = time.Date(2026, 11, 30, 3, 0, 0, 0, time.UTC)

func setup(t testing.TB, db *database.DB, clock *databasetest.Clock) *house {
	t.Helper()
	clock.Set(monday)
	store := directorydb.New()
	h := &house{t: t, db: db, clock: clock, post: &notebook{}}
	h.World = directorytest.NewWorld(t, db, store)
	people := directory.NewService(db, store)
	h.cases = casework.NewService(db, caseworkdb.Store{}, people)
	h.service = scheduling.NewService(scheduling.Parts{
		Txns: db, Store: schedulingdb.New(), Cases: h.cases, People: people, Holidays: holidays.Japan(),
		Notices: h.post, Accounts: accounts{}, Rules: scheduling.Standard(),
	})
	h.cases.Listen(h.service.Moved)
	return h
}

// week gives the physician hours on every weekday, online and in person.
func (h *house) week(p id.Physician, from, to civil.Clock, change ...func(*scheduling.Plan)) {
	h.t.Helper()
	plan := scheduling.Plan{Physician: p, Zone: zone(h.t, "Asia/Tokyo"), Notice: 2 * time.Hour}
	for d := time.Monday; d <= time.Friday; d++ {
		plan.Hours = append(plan.Hours, scheduling.Hours{Weekday: d, From: from, To: to, Where: scheduling.Where{Online: true, InPerson: true, Place: "本社3階 応接室"}})
	}
	for _, c := range change {
		c(&plan)
	}
	if err := h.service.SavePlan(context.Background(), actor.System("test"), plan); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) open(who actor.Actor, e id.Employee, kind casework.Type) casework.Case {
	h.t.Helper()
	c, err := h.cases.Open(context.Background(), who, casework.OpenInput{Employee: e, Type: kind})
	if err != nil {
		h.t.Fatal(err)
	}
	return c
}

// at is a clock time on a day counted from Monday.
func (h *house) at(day int, c string) time.Time {
	return civil.Date{Year: 2026, Month: 11, Day: 30}.AddDays(day).At(clock(h.t, c), zone(h.t, "Asia/Tokyo"))
}

func (h *house) state(c id.Case) casework.State {
	h.t.Helper()
	var out casework.State
	err := h.db.Read(context.Background(), func(ctx context.Context, tx txn.Read) error {
		got, err := h.cases.Get(ctx, tx, c)
		out = got.State
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return out
}

type accounts struct{}

func (accounts) AccountOfEmployee(_ context.Context, _ txn.Read, e id.Employee) (id.Account, error) {
	return id.Account("acc_" + string(e)), nil
}

func (accounts) AccountOfPhysician(_ context.Context, _ txn.Read, p id.Physician) (id.Account, error) {
	return id.Account("acc_" + string(p)), nil
}

// notebook writes down who is told what.
type notebook struct {
	mu        sync.Mutex // guards what follows
	sent      []notify.Notice
	reminders []notify.Reminder
	forgotten []id.Booking
}

func (n *notebook) Send(_ context.Context, _ txn.Write, x notify.Notice) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.sent = append(n.sent, x)
	return x.Check()
}

func (n *notebook) Remind(_ context.Context, _ txn.Write, r notify.Reminder) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.reminders = append(n.reminders, r)
	return nil
}

func (n *notebook) Forget(_ context.Context, _ txn.Write, b id.Booking) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.forgotten = append(n.forgotten, b)
	return nil
}

// take gives what was sent since, as "kind sequence to".
func (n *notebook) take() []notify.Notice {
	n.mu.Lock()
	defer n.mu.Unlock()
	out := n.sent
	n.sent, n.reminders, n.forgotten = nil, nil, nil
	return out
}

func (h *house) appoint(a directory.Appointment) {
	h.t.Helper()
	err := h.db.Write(context.Background(), actor.System("test"), "test", func(ctx context.Context, tx txn.Write) error {
		return directorydb.New().InsertAppointment(ctx, tx, a)
	})
	if err != nil {
		h.t.Fatal(err)
	}
}
