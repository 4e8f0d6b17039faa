// Package emergencytest holds the contract of emergency.Store, a workplace with
// an emergency plan to test with, and the simulation of emergencies in which
// everything fails. For tests only.
package emergencytest

import (
	"context"
	"errors"
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
	"mendan/internal/emergency"
	"mendan/internal/emergency/emergencydata"
	"mendan/internal/emergency/emergencydb"
	"mendan/internal/id"
	"mendan/internal/notify"
	"mendan/internal/txn"
)

// House is a workplace with everything around the emergencies invented but
// people, cases and the database.
type House struct {
	*directorytest.World
	DB    *database.DB
	Clock *databasetest.Clock
	Cases *casework.Service
	*emergency.Service

	Case    id.Case // long hours of World.Worker with World.Physician, in session
	Private id.Case // a consultation of the same two

	Around *Around
}

// Around is what the test says about the rest of the world.
type Around struct {
	mu     sync.Mutex
	live   map[id.Case]bool
	broken []id.Case
	danger map[id.Case]bool
	mails  []notify.Notice
	reads  int // of what is sealed
	// Decided is the day of the meeting "meeting"; others are unknown.
	DecidedOn civil.Date
}

// SetLive says whether a session is open.
func (a *Around) SetLive(c id.Case, live bool) { a.mu.Lock(); defer a.mu.Unlock(); a.live[c] = live }

// SetBroken says whose line is dead.
func (a *Around) SetBroken(c ...id.Case) { a.mu.Lock(); defer a.mu.Unlock(); a.broken = c }

// SetDanger says that the answers of a case gave an alert.
func (a *Around) SetDanger(c id.Case) { a.mu.Lock(); defer a.mu.Unlock(); a.danger[c] = true }

// Mails are those asked for so far.
func (a *Around) Mails() []notify.Notice {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.mails)
}

// Reads is how often what is sealed was read.
func (a *Around) Reads() int { a.mu.Lock(); defer a.mu.Unlock(); return a.reads }

// Live implements emergency.Sessions.
func (a *Around) Live(_ context.Context, _ txn.Read, c id.Case) (bool, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.live[c], nil
}

// Broken implements emergency.Sessions.
func (a *Around) Broken(context.Context, txn.Read) ([]id.Case, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.broken), nil
}

// Danger implements emergency.Alerts.
func (a *Around) Danger(_ context.Context, _ txn.Read, c id.Case) (bool, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.danger[c], nil
}

// Send implements emergency.Notices.
func (a *Around) Send(_ context.Context, _ txn.Write, n notify.Notice) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := n.Check(); err != nil {
		return err
	}
	a.mails = append(a.mails, n)
	return nil
}

// Whereabouts implements emergency.Sealed.
func (a *Around) Whereabouts(context.Context, txn.Read, casework.Case) (emergency.Whereabouts, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.reads++
	return emergency.Whereabouts{
		PlaceKind: "COMPANY_ROOM", PlaceNote: "3階 健康相談室", Prefecture: "東京都", Street: "港区海岸0-12-3", Phone: "090-0123-4567",
		Contact: emergency.Trusted{Name: "髙橋 健", Relation: "配偶者", Tel: "090-0765-4321", Life: true},
	}, nil
}

// Decided implements emergency.Meetings.
func (a *Around) Decided(_ context.Context, _ txn.Read, _ id.Workplace, meeting string) (civil.Date, error) {
	if meeting != "meeting" {
		return civil.Date{}, emergency.ErrMeeting
	}
	return a.DecidedOn, nil
}

// accounts are those of the world's people.
type accounts struct{ w *directorytest.World }

func (a accounts) OfEmployee(_ context.Context, _ txn.Read, e id.Employee) (emergency.Who, error) {
	for _, x := range []struct {
		who  actor.Actor
		name string
	}{{a.w.AsManager(), "上長"}, {a.w.AsHR(), "人事"}, {a.w.AsWorker(), "髙橋"}} {
		if x.who.Employee == e {
			return emergency.Who{Account: x.who.Account, Name: x.name}, nil
		}
	}
	return emergency.Who{}, emergency.ErrNone
}

func (a accounts) OfPhysician(_ context.Context, _ txn.Read, p id.Physician) (emergency.Who, error) {
	if p == a.w.Physician.ID {
		return emergency.Who{Account: a.w.AsPhysician().Account, Name: a.w.Physician.Name.Full()}, nil
	}
	return emergency.Who{}, emergency.ErrNone
}

func (a accounts) Of(_ context.Context, _ txn.Read, x id.Account) (emergency.Who, error) {
	return emergency.Who{Account: x, Name: "名前 " + string(x)}, nil
}

func (a accounts) Holders(_ context.Context, _ txn.Read, r actor.Role, _ id.Workplace) ([]emergency.Who, error) {
	if r == actor.Coordinator {
		return []emergency.Who{{Account: a.w.AsCoordinator().Account, Name: "木村 亮"}}, nil
	}
	if r == actor.HROfficer {
		return []emergency.Who{{Account: a.w.AsHR().Account, Name: "人事"}}, nil
	}
	return nil, nil
}

// NewHouse builds it in a fresh SQLite store, without a plan.
func NewHouse(t testing.TB) *House {
	t.Helper()
	db, clock := databasetest.Open(t)
	return NewHouseIn(t, db, clock)
}

// NewHouseIn builds it in a fresh store.
func NewHouseIn(t testing.TB, db *database.DB, clock *databasetest.Clock) *House {
	t.Helper()
	h := &House{DB: db, Clock: clock}
	h.World = directorytest.NewWorld(t, db, directorydb.Store{})
	h.Around = &Around{live: map[id.Case]bool{}, danger: map[id.Case]bool{}, DecidedOn: civil.Date{Year: 2026, Month: time.November, Day: 2}}
	h.Cases = casework.NewService(db, caseworkdb.Store{}, directory.NewService(db, directorydb.Store{}))
	h.Service = h.Node(t, db)
	h.Case, h.Private = h.NewCase(t, casework.LongHoursGeneral), h.NewCase(t, casework.Consultation)
	return h
}

// Node is the service as another process, or the next start of this one, builds
// it over the same database.
func (h *House) Node(t testing.TB, txns txn.Runner) *emergency.Service {
	t.Helper()
	table, err := emergencydata.Load()
	if err != nil {
		t.Fatal(err)
	}
	return emergency.NewService(emergency.Parts{
		Txns: txns, Store: emergencydb.Store{}, Cases: h.Cases, People: directory.NewService(h.DB, directorydb.Store{}), Accounts: accounts{h.World},
		Sessions: h.Around, Alerts: h.Around, Sealed: h.Around, Notices: h.Around, Meetings: h.Around, Table: table,
		Channels: []emergency.Channel{emergency.Push, emergency.SMS, emergency.Voice},
	})
}

// NewCase adds a case of the worker with the physician, in session.
func (h *House) NewCase(t testing.TB, kind casework.Type) id.Case {
	t.Helper()
	c := casework.Case{
		ID: id.New[id.Case](), Company: h.Company.ID, Workplace: h.Honsha.ID, Employee: h.Worker.ID, Manager: h.Manager.ID, Physician: h.Physician.ID,
		Type: kind, State: casework.InSession, OpenedAt: h.Clock.Now(), Mode: casework.Online,
	}
	err := h.DB.Write(context.Background(), actor.System("test"), "test.case", func(ctx context.Context, tx txn.Write) error {
		return caseworkdb.Store{}.Insert(ctx, tx, c)
	})
	if err != nil {
		t.Fatal(err)
	}
	h.Around.SetLive(c.ID, true)
	return c.ID
}

// Whole is a plan that can be approved: a coordinator with a deputy, HR with a
// deputy, the worker's own manager, a room with an AED.
func (h *House) Whole() emergency.Body {
	return emergency.Body{
		Offered: []emergency.Hours{{Day: time.Monday, From: 9 * 60, Until: 20 * 60}, {Day: time.Friday, From: 9 * 60, Until: 20 * 60}},
		People: []emergency.Person{
			{Key: "kimura", Role: emergency.Coordinator, Name: "木村 亮", Account: "acc_coordinator", Phone: "03-0123-4501", Deputy: "ota"},
			{Key: "ota", Role: emergency.Coordinator, Name: "太田 恵", Account: "acc_ota", Phone: "03-0123-4502"},
			{Key: "hr", Role: emergency.HR, Name: "山本 直子", Account: "acc_hr", Phone: "03-0123-4511", Deputy: "hr2"},
			{Key: "hr2", Role: emergency.HR, Name: "石井 学", Account: "acc_hr2", Phone: "03-0123-4512"},
			{Key: "boss", Role: emergency.Manager, Own: true},
			{Key: "aid", Role: emergency.FirstAider, Name: "村上 応", Phone: "03-0123-4520"},
		},
		Chain:  []string{"kimura", "hr", "boss"},
		Places: []emergency.Place{{Name: "3階 健康相談室", AED: "1階 受付の横", Way: "北側の入口から", Walkers: []string{"aid"}}},
		Desks: []emergency.Desk{
			{Kind: emergency.Hospital, Name: "みなと中央病院", Phone: "03-0123-0119", Checked: civil.Date{Year: 2026, Month: time.November, Day: 1}},
			{Kind: emergency.Fire, Name: "港消防署", Phone: "03-0123-0120", Checked: civil.Date{Year: 2026, Month: time.November, Day: 1}},
		},
	}
}

// Approve puts a plan of Honsha into force.
func (h *House) Approve(t testing.TB, b emergency.Body) emergency.Plan {
	t.Helper()
	ctx := context.Background()
	p, err := h.SaveDraft(ctx, h.AsHR(), h.Honsha.ID, b)
	if err == nil {
		err = h.Service.Approve(ctx, h.AsHR(), emergency.ApproveInput{Plan: p.ID, Meeting: "meeting"})
	}
	if err != nil {
		t.Fatalf("approve: %v", err)
	}
	return p
}

// As is somebody with the account and nothing else: a deputy.
func (h *House) As(a id.Account) actor.Actor {
	for _, x := range []actor.Actor{h.AsCoordinator(), h.AsHR(), h.AsManager(), h.AsPhysician(), h.AsWorker()} {
		if x.Account == a {
			return x
		}
	}
	return actor.Actor{Account: a, Roles: actor.Of(actor.Coordinator)}
}

// Snapshot is everything stored about an emergency.
type Snapshot struct {
	Alarm  emergency.Alarm
	Tasks  []emergency.Task
	Calls  []emergency.Call
	Events []emergency.Event
	Told   []emergency.Disclosure
	Opened []emergency.Opening
	Now    time.Time
}

// Look reads it.
func (h *House) Look(t testing.TB, alarm id.Alarm) Snapshot {
	t.Helper()
	var s Snapshot
	store := emergencydb.Store{}
	err := h.DB.Read(context.Background(), func(ctx context.Context, tx txn.Read) error {
		var errs [6]error
		s.Now = tx.Now()
		s.Alarm, errs[0] = store.Alarm(ctx, tx, alarm)
		s.Tasks, errs[1] = store.Tasks(ctx, tx, alarm)
		s.Calls, errs[2] = store.Calls(ctx, tx, alarm)
		s.Events, errs[3] = store.Events(ctx, tx, alarm)
		s.Told, errs[4] = store.DisclosuresIn(ctx, tx, alarm)
		s.Opened, errs[5] = store.OpeningsIn(ctx, tx, alarm)
		return errors.Join(errs[:]...)
	})
	if err != nil {
		t.Fatalf("look: %v", err)
	}
	return s
}

// Task gives the newest of the kind.
func (s Snapshot) Task(t testing.TB, k emergency.Kind) emergency.Task {
	t.Helper()
	for i := len(s.Tasks) - 1; i >= 0; i-- {
		if s.Tasks[i].Kind == k {
			return s.Tasks[i]
		}
	}
	t.Fatalf("no task %s among %d", k, len(s.Tasks))
	return emergency.Task{}
}
