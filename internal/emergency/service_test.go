package emergency_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/audit/auditdb"
	"mendan/internal/civil"
	"mendan/internal/emergency"
	"mendan/internal/emergency/emergencytest"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/txn"
)

var ctx = context.Background()

func ready(t *testing.T) *emergencytest.House {
	t.Helper()
	h := emergencytest.NewHouse(t)
	h.Approve(t, h.Whole())
	return h
}

func press(t *testing.T, h *emergencytest.House, l emergency.Level) id.Alarm {
	t.Helper()
	a, err := h.Press(ctx, h.AsPhysician(), emergency.PressInput{Case: h.Case, Level: l})
	if err != nil {
		t.Fatalf("press: %v", err)
	}
	return a
}

func climb(t *testing.T, h *emergencytest.House, after time.Duration) {
	t.Helper()
	h.Clock.Add(after)
	if _, err := h.Climb(ctx); err != nil {
		t.Fatalf("climb: %v", err)
	}
}

func keys(list []emergency.Target) string {
	var out []string
	for _, x := range list {
		out = append(out, x.Key)
	}
	return strings.Join(out, " ")
}

func rungs(t emergency.Task) []string {
	var out []string
	for _, r := range t.Route.Rungs {
		out = append(out, keys(r))
	}
	return out
}

// Who is called, in which order, by level. The house's clock stands at Monday noon.
func TestRoutes(t *testing.T) {
	t.Parallel()
	h := ready(t)
	a := press(t, h, emergency.E0)
	if d := cmp.Diff([]string{"kimura", "ota", "kimura ota"}, rungs(h.Look(t, a).Task(t, emergency.ForCoordinator))); d != "" {
		t.Errorf("a concern calls the provider alone (-want +got):\n%s", d)
	}
	if n := len(h.Look(t, a).Tasks); n != 1 {
		t.Errorf("a concern has %d tasks", n)
	}
	again := press(t, h, emergency.E2) // worse now
	if again != a {
		t.Fatal("a second press is a second emergency")
	}
	look := h.Look(t, a)
	for k, want := range map[emergency.Kind][]string{
		emergency.ForCoordinator: {"kimura", "ota", "hr", "hr2", "boss", "kimura ota hr hr2 boss"},
		emergency.ForHR:          {"hr", "hr2", "kimura", "ota", "boss", "hr hr2 kimura ota boss"},
		emergency.ForManager:     {"boss", "kimura", "ota", "hr", "hr2", "boss kimura ota hr hr2"},
	} {
		if d := cmp.Diff(want, rungs(look.Task(t, k))); d != "" {
			t.Errorf("%s (-want +got):\n%s", k, d)
		}
	}
	if got := h.Look(t, a).Task(t, emergency.ForManager).Route.Rungs[0][0]; got.Account != "acc_manager" {
		t.Errorf("the worker's own manager is %q", got.Account)
	}
	if err := h.Raise(ctx, h.AsPhysician(), a, emergency.E0); !errors.Is(err, emergency.ErrLower) {
		t.Errorf("lowered: %v", err)
	}
}

// Who is off duty is not waited for, and is called with everybody.
func TestOffDuty(t *testing.T) {
	t.Parallel()
	h := emergencytest.NewHouse(t)
	b := h.Whole()
	b.People[0].Hours = []emergency.Hours{{Day: time.Tuesday, From: 0, Until: 1440}} // kimura, today is Monday
	h.Approve(t, b)
	a := press(t, h, emergency.E0)
	if d := cmp.Diff([]string{"ota", "kimura ota"}, rungs(h.Look(t, a).Task(t, emergency.ForCoordinator))); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestWithoutAPlanTheProviderIsCalled(t *testing.T) {
	t.Parallel()
	h := emergencytest.NewHouse(t)
	a := press(t, h, emergency.E2)
	look := h.Look(t, a)
	if got := rungs(look.Task(t, emergency.ForCoordinator)); len(got) == 0 || got[0] != "account:acc_coordinator" {
		t.Errorf("route %q", got)
	}
	if got := rungs(look.Task(t, emergency.ForHR)); len(got) == 0 || got[0] != "account:acc_hr" {
		t.Errorf("route %q", got)
	}
}

// A press from outside changes nothing and leaves its trace in the audit log.
func TestPressFromOutside(t *testing.T) {
	t.Parallel()
	h := ready(t)
	for name, c := range map[string]struct {
		who  actor.Actor
		want *fault.Fault
	}{
		"another physician": {h.AsUnappointed(), access.ErrHidden},
		"HR":                {h.AsHR(), emergency.ErrOutside},
		"manager":           {h.AsManager(), access.ErrHidden},
		"foreigner":         {h.AsForeigner(), access.ErrHidden},
		"coordinator":       {h.AsCoordinator(), emergency.ErrOutside},
		"the worker":        {h.AsWorker(), emergency.ErrOutside},
	} {
		_, err := h.Press(ctx, c.who, emergency.PressInput{Case: h.Case, Level: emergency.E2})
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	refused := 0
	err := h.DB.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		lines, err := auditdb.About(ctx, tx, string(h.Case), 50)
		for _, l := range lines {
			for _, x := range l.Subjects {
				if l.Act == "emergency.press" && x.Note == "refused" {
					refused++
				}
			}
		}
		return err
	})
	if err != nil || refused != 6 {
		t.Errorf("%d refused presses in the audit log, want 6; %v", refused, err)
	}
	if n := len(mustBoard(t, h, h.AsCoordinator())); n != 0 {
		t.Errorf("%d emergencies", n)
	}
}

func mustBoard(t *testing.T, h *emergencytest.House, who actor.Actor) []emergency.BoardLine {
	t.Helper()
	list, err := h.Board(ctx, who)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// Nobody answers: deputy, next, everybody, everybody again, each on its second.
func TestClimb(t *testing.T) {
	t.Parallel()
	h := ready(t)
	a := press(t, h, emergency.E0)
	for i, want := range []string{"kimura", "ota", "kimura ota", "kimura ota"} {
		task := h.Look(t, a).Task(t, emergency.ForCoordinator)
		if got := keys(task.Route.Rungs[min(task.Step, len(task.Route.Rungs)-1)]); got != want || !task.DueAt.Equal(h.Clock.Now().Add(time.Minute)) {
			t.Errorf("step %d calls %q until %s, want %q in a minute", i, got, task.DueAt, want)
		}
		climb(t, h, 59*time.Second)
		if now := h.Look(t, a).Task(t, emergency.ForCoordinator); now.Step != task.Step || now.Turn != task.Turn {
			t.Errorf("step %d was taken before its time", i)
		}
		climb(t, h, time.Second)
		if n, err := h.Node(t, h.DB).Climb(ctx); n != 0 || err != nil {
			t.Errorf("another node takes the same step: %d, %v", n, err)
		}
	}
	task := h.Look(t, a).Task(t, emergency.ForCoordinator)
	if err := h.Acknowledge(ctx, h.As("acc_ota"), task.ID); err != nil {
		t.Fatal(err)
	}
	if err := h.Acknowledge(ctx, h.As("acc_ota"), task.ID); err != nil {
		t.Errorf("the same press twice: %v", err)
	}
	if err := h.Acknowledge(ctx, h.AsCoordinator(), task.ID); !errors.Is(err, emergency.ErrAnswered) {
		t.Errorf("second to answer: %v", err)
	}
	if err := h.Acknowledge(ctx, h.AsForeignHR(), task.ID); !errors.Is(err, access.ErrHidden) {
		t.Errorf("a stranger answers: %v", err)
	}
	climb(t, h, time.Hour)
	look := h.Look(t, a)
	if got := look.Task(t, emergency.ForCoordinator); got.State != emergency.Taken || got.AnsweredBy != "ota" {
		t.Errorf("%s by %s", got.State, got.AnsweredBy)
	}
	for _, c := range look.Calls {
		if c.State == emergency.Queued {
			t.Errorf("%s on %s is still to be called", c.Person, c.Channel)
		}
	}
	late := 0
	for _, e := range look.Events {
		if e.Deed == emergency.DeedLate {
			late++
		}
	}
	if late != 1 {
		t.Errorf("%d late answers in the timeline", late)
	}
}

// When every call of a step has failed, the next does not wait for the minute.
func TestUnreachable(t *testing.T) {
	t.Parallel()
	h := ready(t)
	a := press(t, h, emergency.E0)
	out, err := h.Claim(ctx, 50)
	if err != nil || len(out) != 3 { // push, SMS and voice of one person
		t.Fatalf("%d calls, %v", len(out), err)
	}
	if again, _ := h.Claim(ctx, 50); len(again) != 0 {
		t.Errorf("%d calls were given out twice", len(again))
	}
	for _, o := range out {
		if err := h.Settle(ctx, o, "", emergency.ErrBadNumber); err != nil {
			t.Fatal(err)
		}
	}
	if err := h.Settle(ctx, out[0], "", nil); !errors.Is(err, emergency.ErrLost) {
		t.Errorf("settled twice: %v", err)
	}
	climb(t, h, 10*time.Second)
	if step := h.Look(t, a).Task(t, emergency.ForCoordinator).Step; step != 1 {
		t.Errorf("after ten seconds step %d", step)
	}
}

// A call that fails for now is tried again, with the same id; one in the hands
// of a node that died goes to the next.
func TestCallsAreTriedAgain(t *testing.T) {
	t.Parallel()
	h := ready(t)
	press(t, h, emergency.E0)
	first, _ := h.Claim(ctx, 50)
	for _, o := range first {
		if o.Call.Channel == emergency.SMS {
			if err := h.Settle(ctx, o, "", emergency.ErrBusy); err != nil {
				t.Fatal(err)
			}
		}
	}
	h.Clock.Add(2 * time.Second)
	second, err := h.Claim(ctx, 50)
	if err != nil || len(second) != 1 || second[0].Call.Channel != emergency.SMS || second[0].Call.Tries != 2 {
		t.Fatalf("%d calls again, %v", len(second), err)
	}
	h.Clock.Add(28 * time.Second) // the leases of the first node are over
	third, err := h.Claim(ctx, 50)
	if err != nil || len(third) != 2 {
		t.Errorf("%d calls of the dead node, %v", len(third), err)
	}
	if err := h.Settle(ctx, first[0], "", nil); !errors.Is(err, emergency.ErrLost) {
		t.Errorf("the dead node settles: %v", err)
	}
}

// What each is told, as JSON of what his page receives: the type holds no more.
func TestWhatEachIsTold(t *testing.T) {
	t.Parallel()
	h := ready(t)
	a := press(t, h, emergency.E2)
	secret := []string{"090-0123-4567", "090-0765-4321", "髙橋 健", "港区海岸", "E2", "imminent"}
	see := func(who actor.Actor) (emergency.View, string) {
		t.Helper()
		v, err := h.View(ctx, who, a)
		if err != nil {
			t.Fatalf("view: %v", err)
		}
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return v, string(b)
	}
	name := h.Worker.Name.Full()
	for who, k := range map[string]emergency.Kind{"hr": emergency.ForHR, "manager": emergency.ForManager} {
		as := map[string]actor.Actor{"hr": h.AsHR(), "manager": h.AsManager()}[who]
		before, text := see(as)
		if before.Bystander == nil || strings.Contains(text, name) {
			t.Errorf("%s knows before he answers: %s", who, text)
		}
		if err := h.Acknowledge(ctx, as, h.Look(t, a).Task(t, k).ID); err != nil {
			t.Fatal(err)
		}
		v, text := see(as)
		if v.Helper == nil || v.Helper.Worker != name || v.Helper.Room.AED == "" || v.Helper.Todo.JA == "" {
			t.Fatalf("%s is not told what he needs: %s", who, text)
		}
		for _, s := range secret {
			if s == "090-0123-4567" && who == "hr" {
				continue // the standard lets HR have no phone either; see below
			}
			if strings.Contains(text, s) {
				t.Errorf("%s is told %q", who, s)
			}
		}
	}
	if err := h.Acknowledge(ctx, h.AsCoordinator(), h.Look(t, a).Task(t, emergency.ForCoordinator).ID); err != nil {
		t.Fatal(err)
	}
	v, text := see(h.AsCoordinator())
	if v.Duty == nil || v.Duty.Level != emergency.E2 || strings.Contains(text, "港区海岸") {
		t.Errorf("the coordinator: %s", text)
	}
	if v, _ := see(h.AsPhysician()); v.Doctor == nil || len(v.Doctor.Tasks) != 3 || len(v.Doctor.Timeline) == 0 {
		t.Error("the physician does not see the state")
	}
	for name, who := range map[string]actor.Actor{"committee": h.AsCommittee(), "admin": h.AsAdmin(), "foreign HR": h.AsForeignHR(), "the worker": h.AsWorker(), "other physician": h.AsUnappointed()} {
		if _, err := h.View(ctx, who, a); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s: %v", name, err)
		}
	}
	told := map[string]string{}
	for _, d := range h.Look(t, a).Told {
		told[d.RecipientKind] = fmt.Sprint(d.Ground, d.Data)
	}
	want := map[string]string{
		"HR":          "LIFE_PROTECTION[TODO NAME PLACE]",
		"MANAGER":     "LIFE_PROTECTION[TODO NAME PLACE]",
		"COORDINATOR": "LIFE_PROTECTION[TODO NAME PLACE PHONE ADDRESS LEVEL CONTACT]",
	}
	if d := cmp.Diff(want, told); d != "" {
		t.Errorf("disclosures (-want +got):\n%s", d)
	}
	if mails := h.Around.Mails(); len(mails) == 0 {
		t.Error("nobody was mailed")
	} else {
		for _, m := range mails {
			if m.Kind != "emergency_call" || m.Path != "/emergency/"+string(a) {
				t.Errorf("mail %+v", m)
			}
		}
	}
}

// Of a consultation the employer learns nothing below danger to life.
func TestConsultationStaysPrivate(t *testing.T) {
	t.Parallel()
	h := ready(t)
	a, err := h.Press(ctx, h.AsPhysician(), emergency.PressInput{Case: h.Private, Level: emergency.E1})
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		climb(t, h, time.Minute)
	}
	for _, c := range h.Look(t, a).Calls {
		if c.Role == emergency.HR || c.Role == emergency.Manager || c.Role == emergency.FirstAider {
			t.Errorf("%s was called", c.Person)
		}
	}
	if err := h.CallIn(ctx, h.AsPhysician(), a, emergency.ForHR, false); !errors.Is(err, emergency.ErrReason) {
		t.Errorf("HR called in without consent: %v", err)
	}
	if err := h.CallIn(ctx, h.AsPhysician(), a, emergency.ForHR, true); err != nil {
		t.Errorf("HR called in with consent: %v", err)
	}
	if err := h.Acknowledge(ctx, h.AsHR(), h.Look(t, a).Task(t, emergency.ForHR).ID); err != nil {
		t.Fatal(err)
	}
	if told := h.Look(t, a).Told; len(told) != 1 || told[0].Ground != emergency.ByConsent {
		t.Errorf("disclosed %+v", told)
	}
	if len(mustBoard(t, h, h.AsManager())) != 0 {
		t.Error("the manager learns of a consultation")
	}
}

// The only door to what is sealed.
func TestOpen(t *testing.T) {
	t.Parallel()
	h := ready(t)
	open := func(who actor.Actor, reason string) error {
		_, err := h.Service.Open(ctx, who, emergency.OpenInput{Case: h.Case, Reason: reason})
		return err
	}
	if err := open(h.AsPhysician(), ""); !errors.Is(err, emergency.ErrReason) {
		t.Errorf("in session, without emergency and reason: %v", err)
	}
	if err := open(h.AsPhysician(), "住所を確かめる"); err != nil {
		t.Errorf("in session with a reason: %v", err)
	}
	h.Around.SetLive(h.Case, false)
	for name, who := range map[string]actor.Actor{"physician": h.AsPhysician(), "coordinator": h.AsCoordinator(), "nurse": h.AsNurse()} {
		if err := open(who, "見たい"); !errors.Is(err, emergency.ErrSealed) {
			t.Errorf("%s outside of a session: %v", name, err)
		}
	}
	for name, who := range map[string]actor.Actor{"HR": h.AsHR(), "manager": h.AsManager(), "other physician": h.AsUnappointed(), "admin": h.AsAdmin()} {
		if err := open(who, "見たい"); err == nil {
			t.Errorf("%s opened it", name)
		}
	}
	a := press(t, h, emergency.E2)
	if err := open(h.AsPhysician(), ""); err != nil {
		t.Errorf("in an emergency: %v", err)
	}
	if err := open(h.AsCoordinator(), "119番"); !errors.Is(err, emergency.ErrSealed) {
		t.Errorf("called, not answered: %v", err)
	}
	if err := h.Acknowledge(ctx, h.AsCoordinator(), h.Look(t, a).Task(t, emergency.ForCoordinator).ID); err != nil {
		t.Fatal(err)
	}
	if err := open(h.AsCoordinator(), "119番に伝える"); err != nil {
		t.Errorf("answered: %v", err)
	}
	if err := h.Close(ctx, h.AsPhysician(), a, emergency.CloseInput{Outcome: emergency.Handed, FollowUp: h.Clock.Now().Add(24 * time.Hour)}); err != nil {
		t.Fatal(err)
	}
	h.Clock.Add(59 * time.Minute)
	if err := open(h.AsCoordinator(), "引き継ぎ"); err != nil {
		t.Errorf("within the hour: %v", err)
	}
	h.Clock.Add(time.Minute)
	if err := open(h.AsCoordinator(), "引き継ぎ"); !errors.Is(err, emergency.ErrSealed) {
		t.Errorf("after the hour: %v", err)
	}
	opened, told, err := h.Mine(ctx, h.AsWorker())
	if err != nil || len(opened) != 4 || len(told) != 1 || h.Around.Reads() != 4 {
		t.Errorf("the worker sees %d openings and %d disclosures, read %d times, %v", len(opened), len(told), h.Around.Reads(), err)
	}
}

// A line that dies after a press or an alert: the call-back is there at once.
func TestDroppedInACrisis(t *testing.T) {
	t.Parallel()
	h := ready(t)
	watch := func() {
		t.Helper()
		if err := h.Watch(ctx); err != nil {
			t.Fatal(err)
		}
	}
	h.Around.SetBroken(h.Private)
	watch()
	if n := len(mustBoard(t, h, h.AsPhysician())); n != 0 {
		t.Errorf("a dead line without press or alert made %d emergencies", n)
	}
	a := press(t, h, emergency.E1)
	h.Around.SetBroken(h.Case)
	watch()
	watch()
	task := h.Look(t, a).Task(t, emergency.ForCallBack)
	if got := rungs(task); got[0] != "physician" || task.State != emergency.Waiting {
		t.Errorf("call-back: %s %q", task.State, got)
	}
	h.Around.SetBroken()
	watch()
	if got := h.Look(t, a).Task(t, emergency.ForCallBack).State; got != emergency.Needless {
		t.Errorf("the line is back and the task is %s", got)
	}
	h.Around.SetDanger(h.Private)
	h.Around.SetBroken(h.Private)
	watch()
	list := mustBoard(t, h, h.AsPhysician())
	if len(list) != 2 {
		t.Fatalf("%d emergencies", len(list))
	}
	h.Around.SetBroken()
	watch()
	for _, l := range list {
		look := h.Look(t, l.Alarm)
		if look.Alarm.Source == emergency.ByLoss && (look.Task(t, emergency.ForCallBack).State != emergency.Waiting || look.Alarm.Level != emergency.L1) {
			t.Error("a loss after an alert ended by itself")
		}
	}
}

func TestDrill(t *testing.T) {
	t.Parallel()
	h := emergencytest.NewHouse(t)
	if _, err := h.StartDrill(ctx, h.AsHR(), h.Honsha.ID, emergency.E2); !errors.Is(err, emergency.ErrNoPlan) {
		t.Errorf("without a plan: %v", err)
	}
	h.Approve(t, h.Whole())
	a, err := h.StartDrill(ctx, h.AsHR(), h.Honsha.ID, emergency.E2)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.StartDrill(ctx, h.AsHR(), h.Honsha.ID, emergency.E2); !errors.Is(err, emergency.ErrOpenOne) {
		t.Errorf("a second one: %v", err)
	}
	for _, m := range h.Around.Mails() {
		if m.Kind != "emergency_drill" {
			t.Errorf("mail %s in a drill", m.Kind)
		}
	}
	out, _ := h.Claim(ctx, 50)
	for _, o := range out {
		if !o.Drill {
			t.Error("a call that does not say that it is a drill")
		}
		if o.Call.Person == "hr" && o.Call.Channel == emergency.SMS {
			if err := h.Settle(ctx, o, "", emergency.ErrBadNumber); err != nil {
				t.Fatal(err)
			}
		}
	}
	h.Clock.Add(20 * time.Second)
	if err := h.Acknowledge(ctx, h.AsCoordinator(), h.Look(t, a).Task(t, emergency.ForCoordinator).ID); err != nil {
		t.Fatal(err)
	}
	climb(t, h, 40*time.Second)
	if err := h.Acknowledge(ctx, h.As("acc_hr2"), h.Look(t, a).Task(t, emergency.ForHR).ID); err != nil {
		t.Fatal(err)
	}
	facts := func() (f emergency.Facts) {
		t.Helper()
		if err := h.DB.Read(ctx, func(ctx context.Context, tx txn.Read) (err error) {
			f, err = h.PlanFacts(ctx, tx, h.Honsha.ID, civil.Date{Year: 2026, Month: time.November, Day: 23})
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return f
	}
	if !facts().Undrilled {
		t.Error("a drill that still runs counts")
	}
	if err := h.Close(ctx, h.AsHR(), a, emergency.CloseInput{}); err != nil {
		t.Fatal(err)
	}
	if f := facts(); f.Undrilled || f.DrilledOn.String() != "2026-11-23" || !f.Valid {
		t.Errorf("facts %+v", f)
	}
	figures, err := h.Drills(ctx, h.AsCommittee(), h.Honsha.ID)
	if err != nil || len(figures) != 1 {
		t.Fatalf("%d drills, %v", len(figures), err)
	}
	got := map[emergency.Kind]string{}
	for _, x := range figures[0].Answers {
		got[x.Kind] = fmt.Sprint(x.Took, " ", x.By, " ", x.Steps)
	}
	want := map[emergency.Kind]string{emergency.ForCoordinator: "20s 木村 亮 1", emergency.ForHR: "1m0s 石井 学 2"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("answers (-want +got):\n%s", d)
	}
	if miss := figures[0].Unreachable; len(miss) != 1 || miss[0].Name != "山本 直子" || miss[0].Result != "emergency.bad_number" {
		t.Errorf("unreachable %+v", miss)
	}
	if look := h.Look(t, a); len(look.Told) != 0 || look.Alarm.Employee != "" {
		t.Error("a drill has a worker in it")
	}
}

func TestAfterCare(t *testing.T) {
	t.Parallel()
	h := ready(t)
	a := press(t, h, emergency.E2)
	recent := func() (there bool) {
		t.Helper()
		if err := h.DB.Read(ctx, func(ctx context.Context, tx txn.Read) (err error) {
			_, there, err = h.Recent(ctx, tx, h.Worker.ID)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return there
	}
	told := emergency.DisclosureInput{Alarm: a, Ground: emergency.LifeProtection, Recipient: "港消防署", RecipientKind: "AMBULANCE", Data: []emergency.Datum{emergency.TellAddress}, Channel: "PHONE", Reason: "命の危険があり、同意を得る時間がなかった"}
	if err := h.Disclose(ctx, h.AsPhysician(), told); err != nil {
		t.Errorf("disclose: %v", err)
	}
	if err := h.Disclose(ctx, h.AsCoordinator(), told); err == nil {
		t.Error("the coordinator decides on disclosure")
	}
	bad := told
	bad.Ground, bad.Reason, bad.Data = "BECAUSE", "", nil
	var f *fault.Fault
	if err := h.Disclose(ctx, h.AsPhysician(), bad); !errors.As(err, &f) || len(f.Fields) != 3 {
		t.Errorf("bad disclosure: %v", err)
	}
	if err := h.Close(ctx, h.AsPhysician(), a, emergency.CloseInput{Outcome: emergency.Safe}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("closed without a follow-up: %v", err)
	}
	if err := h.Close(ctx, h.AsCoordinator(), a, emergency.CloseInput{Outcome: emergency.NoDanger}); err == nil {
		t.Error("the coordinator closes an emergency")
	}
	if err := h.Close(ctx, h.AsPhysician(), a, emergency.CloseInput{Outcome: emergency.Safe, FollowUp: h.Clock.Now().Add(48 * time.Hour)}); err != nil {
		t.Fatal(err)
	}
	if !recent() {
		t.Error("the next interview is not in person by default")
	}
	if _, err := h.SaveNote(ctx, h.AsPhysician(), a, 0, "覚え書き"); err != nil {
		t.Errorf("note: %v", err)
	}
	if _, err := h.Note(ctx, h.AsNurse(), a); err == nil {
		t.Error("the nurse reads the physician's note")
	}
	if err := h.Lift(ctx, h.AsUnappointed(), h.Worker.ID, "落ち着いた"); err == nil {
		t.Error("another physician lifts")
	}
	if err := h.Lift(ctx, h.AsPhysician(), h.Worker.ID, "対面で会い、落ち着いていた"); err != nil || recent() {
		t.Errorf("lifted: %v, still recent %t", err, recent())
	}
	h.Clock.Add(time.Second)
	b, err := h.Press(ctx, h.AsPhysician(), emergency.PressInput{Case: h.Case, Level: emergency.E0})
	if err != nil || b == a {
		t.Errorf("a later emergency of the case: %v", err)
	}
}

func TestUrgentAnswer(t *testing.T) {
	t.Parallel()
	h := ready(t)
	for range 2 {
		err := h.DB.Write(ctx, h.AsWorker(), "test.answer", func(ctx context.Context, tx txn.Write) error {
			c, err := h.Cases.Get(ctx, tx, h.Private)
			if err != nil {
				return err
			}
			return h.Alerted(ctx, tx, c)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	list := mustBoard(t, h, h.AsPhysician())
	if len(list) != 1 || !list[0].Mine {
		t.Fatalf("board of the physician: %+v", list)
	}
	if n := len(mustBoard(t, h, h.AsHR())); n != 0 {
		t.Error("HR learns of an answer")
	}
}
