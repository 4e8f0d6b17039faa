package schedulingtest

import (
	"context"
	"slices"
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

// House is the real service on a real database, on a Monday noon with no
// holiday for a month; only the post is a Notebook.
type House struct {
	t     testing.TB
	DB    *database.DB
	Clock *databasetest.Clock
	*directorytest.World
	Cases   *casework.Service
	Service *scheduling.Service
	Post    *Notebook
	Online  *Online
}

// NewHouse builds one on a fresh store.
func NewHouse(t testing.TB, db *database.DB, clock *databasetest.Clock) *House {
	t.Helper()
	clock.Set(Noon)
	store := directorydb.New()
	h := &House{t: t, DB: db, Clock: clock, Post: &Notebook{}, Online: &Online{}}
	h.World = directorytest.NewWorld(t, db, store)
	people := directory.NewService(db, store)
	h.Cases = casework.NewService(db, caseworkdb.Store{}, people)
	h.Service = scheduling.NewService(scheduling.Parts{
		Txns: db, Store: schedulingdb.New(), Cases: h.Cases, People: people, Holidays: holidays.Japan(),
		Notices: h.Post, Accounts: Accounts{}, Online: h.Online, Rules: scheduling.Standard(),
	})
	h.Cases.Listen(h.Service.Moved)
	return h
}

// Week gives the physician hours on every weekday, online and in person.
func (h *House) Week(p id.Physician, from, to civil.Clock, change ...func(*scheduling.Plan)) {
	h.t.Helper()
	plan := scheduling.Plan{Physician: p, Zone: Tokyo(h.t), Notice: 2 * time.Hour}
	for d := time.Monday; d <= time.Friday; d++ {
		plan.Hours = append(plan.Hours, scheduling.Hours{Weekday: d, From: from, To: to, Where: scheduling.Where{Online: true, InPerson: true, Place: "本社3階 応接室"}})
	}
	for _, c := range change {
		c(&plan)
	}
	if err := h.Service.SavePlan(context.Background(), actor.System("test"), plan); err != nil {
		h.t.Fatal(err)
	}
}

// Open opens a case.
func (h *House) Open(who actor.Actor, e id.Employee, kind casework.Type) casework.Case {
	h.t.Helper()
	c, err := h.Cases.Open(context.Background(), who, casework.OpenInput{Employee: e, Type: kind})
	if err != nil {
		h.t.Fatal(err)
	}
	return c
}

// At is a clock time on a day counted from Monday.
func (h *House) At(day int, c string) time.Time {
	return civil.Date{Year: 2026, Month: 11, Day: 30}.AddDays(day).At(clockOf(h.t, c), Tokyo(h.t))
}

// Advance moves the case by an event, as another area would.
func (h *House) Advance(c id.Case, e casework.Event) {
	h.t.Helper()
	err := h.DB.Write(context.Background(), actor.System("test"), "test", func(ctx context.Context, tx txn.Write) error {
		_, err := h.Cases.Advance(ctx, tx, c, e)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

// State is where the case stands.
func (h *House) State(c id.Case) casework.State {
	h.t.Helper()
	var out casework.State
	err := h.DB.Read(context.Background(), func(ctx context.Context, tx txn.Read) error {
		got, err := h.Cases.Get(ctx, tx, c)
		out = got.State
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return out
}

// Online answers whether an interview may be held by video: it may while
// Closed is nil. It remembers for which instants it was asked.
type Online struct {
	mu     sync.Mutex // guards what follows
	closed error
	asked  []time.Time
}

// Close makes every later question be answered with why; nil opens again.
func (o *Online) Close(why error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.closed = why
}

// Asked gives for which instants the question was put since the last call.
func (o *Online) Asked() []time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	out := o.asked
	o.asked = nil
	return out
}

// MayBeOnline fills scheduling.Online.
func (o *Online) MayBeOnline(_ context.Context, _ txn.Read, _ casework.Case, at time.Time) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.asked = append(o.asked, at)
	return o.closed
}

// Accounts gives everybody an account: acc_ and the person's id.
type Accounts struct{}

// AccountOfEmployee fills scheduling.Accounts.
func (Accounts) AccountOfEmployee(_ context.Context, _ txn.Read, e id.Employee) (id.Account, error) {
	return id.Account("acc_" + string(e)), nil
}

// AccountOfPhysician fills scheduling.Accounts.
func (Accounts) AccountOfPhysician(_ context.Context, _ txn.Read, p id.Physician) (id.Account, error) {
	return id.Account("acc_" + string(p)), nil
}

// Officer is the account of the one HR officer of every workplace.
const Officer id.Account = "acc_officer"

// HROfficersAt fills scheduling.Accounts.
func (Accounts) HROfficersAt(context.Context, txn.Read, id.Workplace) ([]id.Account, error) {
	return []id.Account{Officer}, nil
}

// Notebook writes down who is told what.
type Notebook struct {
	mu        sync.Mutex // guards what follows
	sent      []notify.Notice
	reminders []notify.Reminder
	forgotten []id.Booking
}

// Send fills scheduling.Notices.
func (n *Notebook) Send(_ context.Context, _ txn.Write, x notify.Notice) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.sent = append(n.sent, x)
	return x.Check()
}

// Remind fills scheduling.Notices.
func (n *Notebook) Remind(_ context.Context, _ txn.Write, r notify.Reminder) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.reminders = append(n.reminders, r)
	return nil
}

// Forget fills scheduling.Notices.
func (n *Notebook) Forget(_ context.Context, _ txn.Write, b id.Booking) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.forgotten = append(n.forgotten, b)
	return nil
}

// Reminded gives who is to be reminded of which booking, since the last Take, as it stands.
func (n *Notebook) Reminded() []notify.Reminder {
	n.mu.Lock()
	defer n.mu.Unlock()
	var out []notify.Reminder
	for _, r := range n.reminders {
		if !slices.Contains(n.forgotten, r.Booking) {
			out = append(out, r)
		}
	}
	return out
}

// Take gives what was sent since the last Take.
func (n *Notebook) Take() []notify.Notice {
	n.mu.Lock()
	defer n.mu.Unlock()
	out := n.sent
	n.sent, n.reminders, n.forgotten = nil, nil, nil
	return out
}

// Appoint adds an appointment.
func (h *House) Appoint(a directory.Appointment) {
	h.t.Helper()
	err := h.DB.Write(context.Background(), actor.System("test"), "test", func(ctx context.Context, tx txn.Write) error {
		return directorydb.New().InsertAppointment(ctx, tx, a)
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

// Tokyo is the home zone.
func Tokyo(t testing.TB) *time.Location {
	t.Helper()
	z, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func clockOf(t testing.TB, text string) civil.Clock {
	t.Helper()
	c, err := civil.ParseClock(text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
