// Package notifytest is the contract of the stores of package notify, run
// against every database, and the fakes of its ports. For tests only.
package notifytest

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/actor"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/notify"
	"mendan/internal/txn"
)

// People fakes notify.Accounts.
type People struct {
	mu     sync.Mutex
	known  map[id.Account]notify.Contact // guarded by mu
	minted []string                      // guarded by mu
	now    func() time.Time
}

// NewPeople knows nobody yet.
func NewPeople(now func() time.Time) *People {
	return &People{known: map[id.Account]notify.Contact{}, now: now}
}

// Add makes an account that is reached so.
func (p *People) Add(c notify.Contact) id.Account {
	a := id.New[id.Account]()
	p.Change(a, c)
	return a
}

// Change changes how an account is reached.
func (p *People) Change(a id.Account, c notify.Contact) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.known[a] = c
}

// Remove closes an account.
func (p *People) Remove(a id.Account) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.known, a)
}

// Contact implements notify.Accounts.
func (p *People) Contact(_ context.Context, _ txn.Read, a id.Account) (notify.Contact, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	c, ok := p.known[a]
	if !ok {
		return c, notify.ErrUnknown
	}
	return c, nil
}

// Mint implements notify.Accounts.
func (p *People) Mint(_ context.Context, _ txn.Write, a id.Account, next string) (string, time.Time, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, ok := p.known[a]; !ok {
		return "", time.Time{}, notify.ErrUnknown
	}
	path := "/signin/secret" + strconv.Itoa(len(p.minted)) + "?next=" + next
	p.minted = append(p.minted, path)
	return path, p.now().Add(10 * time.Minute), nil
}

// Minted gives the paths that were minted, in order.
func (p *People) Minted() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.minted...)
}

// Diary fakes notify.Bookings.
type Diary struct {
	mu    sync.Mutex
	known map[id.Booking]notify.Appointment // guarded by mu
}

// NewDiary knows no booking yet.
func NewDiary() *Diary { return &Diary{known: map[id.Booking]notify.Appointment{}} }

// Set says what is true about a booking.
func (d *Diary) Set(b id.Booking, a notify.Appointment) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.known[b] = a
}

// Upcoming implements notify.Bookings.
func (d *Diary) Upcoming(_ context.Context, _ txn.Read, b id.Booking) (notify.Appointment, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.known[b], nil
}

// Hanako is a worker whose name needs rare characters.
var Hanako = notify.Contact{Address: "hanako@minato.example", Name: "髙橋 花子", Company: "みなと精工株式会社", Language: lang.JA, Zone: zone("Asia/Tokyo")}

func zone(name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return z
}

// Clock is a clock the test moves.
type Clock interface {
	Now() time.Time
	Add(d time.Duration)
}

// Stores are both of the ports.
type Stores interface {
	notify.Store
	notify.TaskStore
}

// Setup makes a fresh, empty world.
type Setup func(t *testing.T) (txn.Runner, Stores, Clock)

// Run tries the stores of each world against the contract.
func Run(t *testing.T, setup Setup) {
	t.Helper()
	for name, f := range map[string]func(*testing.T, txn.Runner, Stores, Clock){
		"a message keeps every column":      messageColumns,
		"a message settles once":            settlesOnce,
		"reminders by booking and person":   reminders,
		"messages about a thing":            about,
		"a task keeps every column":         taskColumns,
		"one open task of a kind per thing": oneOpenTask,
		"tasks in their order":              taskOrder,
		"a task is opened, counted, done":   taskLife,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			txns, store, clock := setup(t)
			f(t, txns, store, clock)
		})
	}
}

func write(t *testing.T, txns txn.Runner, f func(ctx context.Context, tx txn.Write) error) {
	t.Helper()
	if err := txns.Write(context.Background(), actor.System("test"), "test.act", f); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, txns txn.Runner, f func(ctx context.Context, tx txn.Read) error) {
	t.Helper()
	if err := txns.Read(context.Background(), f); err != nil {
		t.Fatal(err)
	}
}

func message(k notify.Kind, at time.Time) notify.Message {
	return notify.Message{
		ID: id.New[id.Message](), Kind: k, To: id.New[id.Account](), Path: "/interviews/x", Subject: string(id.New[id.Case]()),
		State: notify.Queued, Created: at,
	}
}

func messageColumns(t *testing.T, txns txn.Runner, store Stores, clock Clock) {
	plain, rich := message(notify.TaskAssigned, clock.Now()), message(notify.Moved, clock.Now())
	rich.Invite = notify.Invite{Booking: id.New[id.Booking](), Sequence: 7, From: clock.Now().Add(time.Hour), To: clock.Now().Add(2 * time.Hour)}
	rich.State, rich.Reason, rich.Settled = notify.Dropped, "x.y", clock.Now().Add(time.Second)
	for _, want := range []notify.Message{plain, rich} {
		write(t, txns, func(ctx context.Context, tx txn.Write) error { return store.Insert(ctx, tx, want) })
		read(t, txns, func(ctx context.Context, tx txn.Read) error {
			got, err := store.Get(ctx, tx, want.ID)
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			return err
		})
	}
	read(t, txns, func(ctx context.Context, tx txn.Read) error {
		if _, err := store.Get(ctx, tx, id.New[id.Message]()); !errors.Is(err, notify.ErrUnknown) {
			t.Errorf("Get of nothing = %v", err)
		}
		return nil
	})
}

func settlesOnce(t *testing.T, txns txn.Runner, store Stores, clock Clock) {
	m := message(notify.TaskAssigned, clock.Now())
	write(t, txns, func(ctx context.Context, tx txn.Write) error {
		if err := store.Insert(ctx, tx, m); err != nil {
			return err
		}
		m.State, m.Reason, m.Settled = notify.Undeliverable, "x.y", clock.Now()
		if err := store.Settle(ctx, tx, m); err != nil {
			return err
		}
		if err := store.Settle(ctx, tx, m); !errors.Is(err, notify.ErrUnknown) {
			t.Errorf("second Settle = %v, want ErrUnknown", err)
		}
		got, err := store.Get(ctx, tx, m.ID)
		if d := cmp.Diff(m, got); d != "" {
			t.Error(d)
		}
		return err
	})
}

func reminders(t *testing.T, txns txn.Runner, store Stores, clock Clock) {
	booking := id.New[id.Booking]()
	var all []notify.Message
	for _, k := range []notify.Kind{notify.ReminderTen, notify.Booked, notify.ReminderDay, notify.ReminderHour, notify.ReminderHour, notify.ReminderHour} {
		m := message(k, clock.Now())
		m.To, m.Invite.Booking = "acc_a", booking
		all = append(all, m)
	}
	all[4].To = "acc_b"
	all[5].State, all[5].Settled = notify.Sent, clock.Now()
	other := message(notify.ReminderDay, clock.Now())
	other.To, other.Invite.Booking = "acc_a", id.New[id.Booking]()
	none := message(notify.ReminderDay, clock.Now())
	write(t, txns, func(ctx context.Context, tx txn.Write) error {
		for _, m := range append(all, other, none) {
			if err := store.Insert(ctx, tx, m); err != nil {
				return err
			}
		}
		return nil
	})
	read(t, txns, func(ctx context.Context, tx txn.Read) error {
		for _, c := range []struct {
			booking id.Booking
			to      id.Account
			want    []id.Message
		}{
			{booking, "acc_a", []id.Message{all[2].ID, all[3].ID, all[0].ID}},
			{booking, "", []id.Message{all[2].ID, all[3].ID, all[0].ID, all[4].ID}},
			{"", "", nil},
		} {
			list, err := store.Reminders(ctx, tx, c.booking, c.to)
			if err != nil {
				return err
			}
			if d := cmp.Diff(c.want, ids(list)); d != "" {
				t.Errorf("%s %s (-want +got):\n%s", c.booking, c.to, d)
			}
		}
		return nil
	})
}

func ids(list []notify.Message) (out []id.Message) {
	for _, m := range list {
		out = append(out, m.ID)
	}
	return out
}

func about(t *testing.T, txns txn.Runner, store Stores, clock Clock) {
	old, young, other := message(notify.Booked, clock.Now()), message(notify.Moved, clock.Now().Add(time.Second)), message(notify.Moved, clock.Now())
	young.Subject = old.Subject
	write(t, txns, func(ctx context.Context, tx txn.Write) error {
		return errors.Join(store.Insert(ctx, tx, old), store.Insert(ctx, tx, young), store.Insert(ctx, tx, other))
	})
	read(t, txns, func(ctx context.Context, tx txn.Read) error {
		list, err := store.About(ctx, tx, old.Subject)
		if d := cmp.Diff([]id.Message{young.ID, old.ID}, ids(list)); d != "" {
			t.Error(d)
		}
		return err
	})
}

func task(at time.Time) notify.Task {
	return notify.Task{ID: id.New[id.Task](), Kind: notify.MailUndeliverable, Subject: string(id.New[id.Account]()), Reason: "x.y", Times: 1, Opened: at, Last: at}
}

func taskColumns(t *testing.T, txns txn.Runner, store Stores, clock Clock) {
	want := task(clock.Now())
	same := func(ctx context.Context, tx txn.Read) error {
		got, err := store.Task(ctx, tx, want.ID)
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("(-want +got):\n%s", d)
		}
		return err
	}
	write(t, txns, func(ctx context.Context, tx txn.Write) error {
		return errors.Join(store.InsertTask(ctx, tx, want), same(ctx, tx))
	})
	write(t, txns, func(ctx context.Context, tx txn.Write) error {
		want.Times, want.Reason, want.Last, want.Done, want.DoneBy = 3, "z", clock.Now().Add(1), clock.Now().Add(2), "acc_x"
		want.Last, want.Done = clock.Now().Add(time.Second), clock.Now().Add(time.Minute)
		if err := store.UpdateTask(ctx, tx, want); err != nil {
			return err
		}
		if err := store.UpdateTask(ctx, tx, task(clock.Now())); !errors.Is(err, notify.ErrUnknownTask) {
			t.Errorf("UpdateTask of nothing = %v", err)
		}
		if _, err := store.Task(ctx, tx, id.New[id.Task]()); !errors.Is(err, notify.ErrUnknownTask) {
			t.Errorf("Task of nothing = %v", err)
		}
		return same(ctx, tx)
	})
}

func oneOpenTask(t *testing.T, txns txn.Runner, store Stores, clock Clock) {
	first := task(clock.Now())
	second := task(clock.Now())
	second.Subject = first.Subject
	write(t, txns, func(ctx context.Context, tx txn.Write) error { return store.InsertTask(ctx, tx, first) })
	err := txns.Write(context.Background(), actor.System("test"), "test.act", func(ctx context.Context, tx txn.Write) error {
		return store.InsertTask(ctx, tx, second)
	})
	if err == nil {
		t.Error("two open tasks of a kind about one thing")
	}
	write(t, txns, func(ctx context.Context, tx txn.Write) error {
		first.Done = clock.Now()
		if err := store.UpdateTask(ctx, tx, first); err != nil {
			return err
		}
		if _, err := store.OpenTask(ctx, tx, first.Kind, first.Subject); !errors.Is(err, notify.ErrUnknownTask) {
			t.Errorf("OpenTask = %v, but it is done", err)
		}
		if err := store.InsertTask(ctx, tx, second); err != nil {
			return err
		}
		got, err := store.OpenTask(ctx, tx, second.Kind, second.Subject)
		if got.ID != second.ID {
			t.Errorf("OpenTask = %s, want %s", got.ID, second.ID)
		}
		return err
	})
}

func taskOrder(t *testing.T, txns txn.Runner, store Stores, clock Clock) {
	a, b, c, d := task(clock.Now()), task(clock.Now().Add(-time.Hour)), task(clock.Now()), task(clock.Now())
	c.Done, d.Done = clock.Now(), clock.Now().Add(time.Hour)
	write(t, txns, func(ctx context.Context, tx txn.Write) error {
		return errors.Join(store.InsertTask(ctx, tx, a), store.InsertTask(ctx, tx, b), store.InsertTask(ctx, tx, c), store.InsertTask(ctx, tx, d))
	})
	read(t, txns, func(ctx context.Context, tx txn.Read) error {
		for _, x := range []struct {
			done  bool
			limit int
			want  []id.Task
		}{{false, 9, []id.Task{b.ID, a.ID}}, {false, 1, []id.Task{b.ID}}, {true, 9, []id.Task{d.ID, c.ID}}} {
			list, err := store.Tasks(ctx, tx, x.done, x.limit)
			if err != nil {
				return err
			}
			var got []id.Task
			for _, l := range list {
				got = append(got, l.ID)
			}
			if diff := cmp.Diff(x.want, got); diff != "" {
				t.Error(diff)
			}
		}
		return nil
	})
}

func taskLife(t *testing.T, txns txn.Runner, store Stores, clock Clock) {
	people := NewPeople(clock.Now)
	tasks := notify.NewTasks(txns, store, people)
	coordinator := actor.Actor{Account: id.New[id.Account](), Roles: actor.Of(actor.Coordinator)}
	someone := string(people.Add(Hanako))
	for range 3 {
		write(t, txns, func(ctx context.Context, tx txn.Write) error {
			return tasks.Open(ctx, tx, notify.Task{Kind: notify.MailUndeliverable, Subject: someone, Reason: notify.BadAddress})
		})
		clock.Add(time.Minute)
	}
	open, _, err := tasks.List(context.Background(), coordinator)
	if err != nil || len(open) != 1 || open[0].Person.Name != Hanako.Name || open[0].Times != 3 || !open[0].Last.Equal(clock.Now().Add(-time.Minute)) {
		t.Fatalf("open = %+v, %v; want one, reported three times", open, err)
	}
	for _, role := range []actor.Role{actor.Employee, actor.HROfficer, actor.LineManager, actor.Physician, actor.HealthStaff, actor.Committee, actor.Admin} {
		who := actor.Actor{Account: "acc_x", Company: "com_x", Employee: "emp_x", Physician: "phy_x", Workplaces: []id.Workplace{"wpl_x"}, Roles: actor.Of(role)}
		if _, _, err := tasks.List(context.Background(), who); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("List as %s = %v, want forbidden", role, err)
		}
		if err := tasks.Done(context.Background(), who, open[0].ID); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("Done as %s = %v, want forbidden", role, err)
		}
	}
	if err := tasks.Done(context.Background(), coordinator, open[0].ID); err != nil {
		t.Fatal(err)
	}
	if err := tasks.Done(context.Background(), coordinator, open[0].ID); !errors.Is(err, notify.ErrTaskDone) {
		t.Errorf("second Done = %v, want ErrTaskDone", err)
	}
	if err := tasks.Done(context.Background(), coordinator, id.New[id.Task]()); !errors.Is(err, notify.ErrUnknownTask) {
		t.Errorf("Done of nothing = %v, want ErrUnknownTask", err)
	}
	open, done, err := tasks.List(context.Background(), coordinator)
	if err != nil || len(open) != 0 || len(done) != 1 || done[0].DoneBy != coordinator.Account {
		t.Errorf("open %v, done %v, %v", open, done, err)
	}
}
