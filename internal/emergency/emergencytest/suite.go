package emergencytest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/actor"
	"mendan/internal/civil"
	"mendan/internal/emergency"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Suite is what every Store has to do. db is fresh and empty.
func Suite(t *testing.T, db txn.Runner, store emergency.Store) {
	ctx := context.Background()
	noon := time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)
	read := func(f func(tx txn.Read) error) {
		t.Helper()
		if err := db.Read(ctx, func(_ context.Context, tx txn.Read) error { return f(tx) }); err != nil {
			t.Fatal(err)
		}
	}
	write := func(f func(tx txn.Write) error) error {
		return db.Write(ctx, actor.System("test"), "test.write", func(_ context.Context, tx txn.Write) error { return f(tx) })
	}
	must := func(f func(tx txn.Write) error) {
		t.Helper()
		if err := write(f); err != nil {
			t.Fatal(err)
		}
	}
	same := func(what string, want, got any) {
		t.Helper()
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", what, d)
		}
	}

	t.Run("plans", func(t *testing.T) {
		p := emergency.Plan{
			ID: "epl_1", Company: "com_a", Workplace: "wpl_a", Version: 1, State: emergency.Draft, WrittenAt: noon, WrittenBy: "acc_a",
			Body: emergency.Body{
				Offered: []emergency.Hours{{Day: time.Monday, From: 540, Until: 1200}}, Chain: []string{"a"}, Ack: 90,
				People: []emergency.Person{{Key: "a", Role: emergency.Coordinator, Name: "木村 亮", Phone: "03-0123-4567", Hours: []emergency.Hours{{Day: 2, From: 0, Until: 1440}}}},
				Desks:  []emergency.Desk{{Kind: emergency.Fire, Name: "港消防署", Phone: "03-0123-0119", Checked: civil.Date{Year: 2026, Month: 11, Day: 1}}},
				Told:   []emergency.Told{{Role: emergency.HR, Data: []emergency.Datum{emergency.TellTodo}, Ground: emergency.LifeProtection}},
			},
		}
		must(func(tx txn.Write) error { return store.InsertPlan(ctx, tx, p) })
		p.State, p.Meeting, p.Decided, p.ApprovedAt, p.ApprovedBy = emergency.Approved, "dlb_1", civil.Date{Year: 2026, Month: 11, Day: 2}, noon, "acc_b"
		p.ValidFrom, p.ValidUntil = p.Decided, p.Decided.AddMonths(12)
		must(func(tx txn.Write) error { return store.UpdatePlan(ctx, tx, p) })
		second := p
		second.ID, second.Version = "epl_2", 2
		if err := write(func(tx txn.Write) error { return store.InsertPlan(ctx, tx, second) }); err == nil {
			t.Error("two approved plans at one workplace")
		}
		second.State, second.ApprovedAt = emergency.Draft, time.Time{}
		must(func(tx txn.Write) error { return store.InsertPlan(ctx, tx, second) })
		read(func(tx txn.Read) error {
			got, err := store.Plan(ctx, tx, p.ID)
			same("plan", p, got)
			force, err2 := store.PlanIn(ctx, tx, "wpl_a", emergency.Approved)
			same("in force", p, force)
			list, err3 := store.Plans(ctx, tx, "wpl_a")
			same("all", []emergency.Plan{second, p}, list)
			if _, none := store.PlanIn(ctx, tx, "wpl_b", emergency.Approved); !errors.Is(none, emergency.ErrNone) {
				t.Errorf("no plan: %v", none)
			}
			return errors.Join(err, err2, err3)
		})
	})

	a := emergency.Alarm{
		ID: "alm_1", Company: "com_a", Workplace: "wpl_a", Case: "cas_a", Employee: "emp_a", Physician: "phy_a", Type: "CONSULTATION", Level: emergency.E1,
		Source: emergency.ByPress, Plan: "epl_1", Version: 1, Ack: time.Minute, OpenedAt: noon, OpenedBy: "acc_a",
	}
	t.Run("one open emergency for a case, one drill for a workplace", func(t *testing.T) {
		must(func(tx txn.Write) error { return store.InsertAlarm(ctx, tx, a) })
		twice := a
		twice.ID = "alm_2"
		if err := write(func(tx txn.Write) error { return store.InsertAlarm(ctx, tx, twice) }); !errors.Is(err, emergency.ErrOpenOne) {
			t.Errorf("second emergency of the case: %v", err)
		}
		drill := emergency.Alarm{ID: "alm_3", Company: "com_a", Workplace: "wpl_a", Drill: true, Level: emergency.E2, Source: emergency.ByHand, Ack: time.Minute, OpenedAt: noon.Add(time.Second)}
		must(func(tx txn.Write) error { return store.InsertAlarm(ctx, tx, drill) })
		again := drill
		again.ID = "alm_4"
		if err := write(func(tx txn.Write) error { return store.InsertAlarm(ctx, tx, again) }); !errors.Is(err, emergency.ErrOpenOne) {
			t.Errorf("second drill: %v", err)
		}
		read(func(tx txn.Read) error {
			got, err := store.OpenOf(ctx, tx, "cas_a")
			same("open of the case", a, got)
			d, err2 := store.OpenDrill(ctx, tx, "wpl_a")
			same("open drill", drill, d)
			all, err3 := store.OpenAlarms(ctx, tx)
			same("open", []emergency.Alarm{a, drill}, all)
			at, err4 := store.AlarmsAt(ctx, tx, "wpl_a", true, 5)
			same("drills", []emergency.Alarm{drill}, at)
			of, err5 := store.AlarmsOf(ctx, tx, "emp_a")
			same("of the worker", []emergency.Alarm{a}, of)
			if _, none := store.OpenOf(ctx, tx, ""); !errors.Is(none, emergency.ErrNone) {
				t.Errorf("open of no case: %v", none)
			}
			return errors.Join(err, err2, err3, err4, err5)
		})
		drill.ClosedAt, drill.ClosedBy, drill.Outcome, drill.FollowUp = noon.Add(time.Hour), "acc_b", emergency.Drilled, noon.Add(2*time.Hour)
		must(func(tx txn.Write) error { return store.UpdateAlarm(ctx, tx, drill) })
		read(func(tx txn.Read) error {
			got, err := store.Alarm(ctx, tx, drill.ID)
			same("closed", drill, got)
			if _, none := store.OpenDrill(ctx, tx, "wpl_a"); !errors.Is(none, emergency.ErrNone) {
				t.Errorf("closed drill is open: %v", none)
			}
			return err
		})
		must(func(tx txn.Write) error { return store.InsertAlarm(ctx, tx, again) }) // after the end of the first
	})

	task := emergency.Task{
		ID: "etk_1", Alarm: a.ID, Kind: emergency.ForCoordinator, State: emergency.Waiting, OpenedAt: noon, DueAt: noon.Add(time.Minute),
		Route: emergency.Route{Rungs: [][]emergency.Target{{{Key: "a", Role: emergency.Coordinator, Name: "木村 亮", Account: "acc_k", Phone: "03-0123-4567"}}, nil}},
	}
	t.Run("tasks", func(t *testing.T) {
		must(func(tx txn.Write) error { return store.InsertTask(ctx, tx, task) })
		twin := task
		twin.ID = "etk_2"
		if err := write(func(tx txn.Write) error { return store.InsertTask(ctx, tx, twin) }); err == nil {
			t.Error("two open tasks of one kind")
		}
		due := func(at time.Time) (out []emergency.Task) {
			read(func(tx txn.Read) (err error) { out, err = store.DueTasks(ctx, tx, at, 10); return err })
			return out
		}
		same("not yet due", 0, len(due(task.DueAt.Add(-time.Microsecond))))
		same("due", []emergency.Task{task}, due(task.DueAt))
		task.State, task.AnsweredAt, task.AnsweredBy, task.Account, task.Step, task.Turn, task.DueAt = emergency.Taken, noon, "a", "acc_k", 1, 2, time.Time{}
		must(func(tx txn.Write) error { return store.UpdateTask(ctx, tx, task) })
		same("answered is not due", 0, len(due(noon.Add(time.Hour))))
		read(func(tx txn.Read) error {
			got, err := store.Task(ctx, tx, task.ID)
			same("task", task, got)
			list, err2 := store.Tasks(ctx, tx, a.ID)
			same("tasks", []emergency.Task{task}, list)
			return errors.Join(err, err2)
		})
		broken := task
		broken.State = emergency.Waiting
		if err := write(func(tx txn.Write) error { return store.UpdateTask(ctx, tx, broken) }); err == nil {
			t.Error("a task waits without a next step")
		}
	})

	t.Run("calls", func(t *testing.T) {
		c := emergency.Call{ID: "cll_1", Alarm: a.ID, Task: task.ID, Person: "a", Role: emergency.Coordinator, Account: "acc_k", Channel: emergency.SMS, Number: "090-0123-4567", State: emergency.Queued, DueAt: noon, MadeAt: noon}
		other := c
		other.ID, other.State, other.DueAt, other.Lease = "cll_2", emergency.Sending, noon.Add(30*time.Second), noon.Add(30*time.Second)
		must(func(tx txn.Write) error {
			return errors.Join(store.InsertCall(ctx, tx, c), store.InsertCall(ctx, tx, other))
		})
		due := func(at time.Time) (out []emergency.Call) {
			read(func(tx txn.Read) (err error) { out, err = store.DueCalls(ctx, tx, at, 10); return err })
			return out
		}
		same("due", []emergency.Call{c}, due(noon))
		same("lease over", []emergency.Call{c, other}, due(noon.Add(time.Minute)))
		c.State, c.Tries, c.Result, c.Reference, c.SettledAt = emergency.Sent, 3, "emergency.refused", "SM1", noon
		must(func(tx txn.Write) error { return store.UpdateCall(ctx, tx, c) })
		must(func(tx txn.Write) error { return store.DropCalls(ctx, tx, task.ID, noon) })
		read(func(tx txn.Read) error {
			list, err := store.Calls(ctx, tx, a.ID)
			same("calls: only queued ones are dropped", []emergency.Call{c, other}, list)
			mine, err2 := store.AlarmsFor(ctx, tx, "acc_k", 10)
			same("alarms of the called", 1, len(mine))
			none, err3 := store.AlarmsFor(ctx, tx, "", 10)
			same("of nobody", 0, len(none))
			return errors.Join(err, err2, err3)
		})
	})

	t.Run("events count", func(t *testing.T) {
		var want []emergency.Event
		for i := range 3 {
			e := emergency.Event{Alarm: a.ID, At: noon, Deed: emergency.DeedStep, Actor: "system:emergency", Task: task.ID, Kind: emergency.ForHR, Person: "a", Role: emergency.HR, Channel: emergency.Voice, Step: i, Note: "E1"}
			must(func(tx txn.Write) error { return store.Append(ctx, tx, e) })
			e.Seq = int64(i + 1)
			want = append(want, e)
		}
		read(func(tx txn.Read) error {
			got, err := store.Events(ctx, tx, a.ID)
			same("events", want, got)
			n, err2 := store.LastSeq(ctx, tx, a.ID)
			none, err3 := store.LastSeq(ctx, tx, "alm_none")
			same("last", [2]int64{3, 0}, [2]int64{n, none})
			return errors.Join(err, err2, err3)
		})
	})

	t.Run("openings, disclosures, notes, lifts", func(t *testing.T) {
		o := emergency.Opening{ID: "opn_1", Company: "com_a", Alarm: a.ID, Case: "cas_a", Employee: "emp_a", Account: "acc_k", Name: "木村 亮", Role: emergency.Coordinator, Reason: "119番に伝える", At: noon}
		d := emergency.Disclosure{ID: "dcl_1", Company: "com_a", Alarm: a.ID, Employee: "emp_a", Ground: emergency.LifeProtection, DecidedBy: "acc_a", DecidedAt: noon, Recipient: "港消防署", RecipientKind: "AMBULANCE", Data: []emergency.Datum{emergency.TellAddress, emergency.TellPhone}, Channel: "PHONE", Reason: "命の危険"}
		must(func(tx txn.Write) error {
			return errors.Join(store.InsertOpening(ctx, tx, o), store.InsertDisclosure(ctx, tx, d), store.Inform(ctx, tx, a.ID, noon.Add(time.Hour)), store.Inform(ctx, tx, a.ID, noon.Add(2*time.Hour)))
		})
		d.InformedAt = noon.Add(time.Hour)
		read(func(tx txn.Read) error {
			in, err := store.OpeningsIn(ctx, tx, a.ID)
			of, err2 := store.OpeningsOf(ctx, tx, "emp_a")
			same("openings", [][]emergency.Opening{{o}, {o}}, [][]emergency.Opening{in, of})
			told, err3 := store.DisclosuresIn(ctx, tx, a.ID)
			mine, err4 := store.DisclosuresOf(ctx, tx, "emp_a")
			same("disclosures, informed once", [][]emergency.Disclosure{{d}, {d}}, [][]emergency.Disclosure{told, mine})
			return errors.Join(err, err2, err3, err4)
		})
		n := emergency.Note{Physician: "phy_a", SavedAt: noon, Text: "覚え書き"}
		must(func(tx txn.Write) error { return store.SaveNote(ctx, tx, a.ID, n) })
		if err := write(func(tx txn.Write) error { return store.SaveNote(ctx, tx, a.ID, n) }); !errors.Is(err, emergency.ErrStale) {
			t.Errorf("note over a newer one: %v", err)
		}
		n.Version = 1
		must(func(tx txn.Write) error { return store.SaveNote(ctx, tx, a.ID, n) })
		if err := write(func(tx txn.Write) error { return store.SaveNote(ctx, tx, a.ID, n) }); !errors.Is(err, emergency.ErrStale) {
			t.Errorf("note over a newer one: %v", err)
		}
		must(func(tx txn.Write) error {
			return store.InsertLift(ctx, tx, emergency.Lift{Employee: "emp_a", Company: "com_a", Physician: "phy_a", Reason: "落ち着いた", At: noon})
		})
		read(func(tx txn.Read) error {
			got, err := store.Note(ctx, tx, a.ID)
			n.Version = 2
			same("note", n, got)
			none, err2 := store.Note(ctx, tx, "alm_none")
			same("no note", emergency.Note{}, none)
			at, err3 := store.Lifted(ctx, tx, "emp_a")
			never, err4 := store.Lifted(ctx, tx, "emp_b")
			same("lifted", []time.Time{noon, {}}, []time.Time{at, never})
			return errors.Join(err, err2, err3, err4)
		})
	})

	t.Run("browsers", func(t *testing.T) {
		b := emergency.Browser{ID: id.New[id.Push](), Account: "acc_k", Endpoint: "https://push.example/1", Key: "k", Auth: "a", AddedAt: noon}
		must(func(tx txn.Write) error { return store.PutPush(ctx, tx, b) })
		b.Key, b.Account = "k2", "acc_l"
		must(func(tx txn.Write) error { return store.PutPush(ctx, tx, b) }) // the browser has another owner now
		read(func(tx txn.Read) error {
			old, err := store.Pushes(ctx, tx, "acc_k")
			got, err2 := store.Pushes(ctx, tx, "acc_l")
			same("browsers", [][]emergency.Browser{nil, {b}}, [][]emergency.Browser{old, got})
			return errors.Join(err, err2)
		})
		must(func(tx txn.Write) error { return store.DeletePush(ctx, tx, "acc_k", b.Endpoint) }) // not his
		must(func(tx txn.Write) error { return store.DeletePush(ctx, tx, "acc_l", b.Endpoint) })
		read(func(tx txn.Read) error {
			got, err := store.Pushes(ctx, tx, "acc_l")
			same("gone", 0, len(got))
			return err
		})
	})
}
