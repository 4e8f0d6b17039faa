package emergency

import (
	"context"
	"errors"
	"slices"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/id"
	"mendan/internal/phone"
	"mendan/internal/private"
	"mendan/internal/txn"
)

// View is what somebody sees of one emergency. Exactly one of the pointers is
// set; each type holds no more than its reader may be told.
type View struct {
	Alarm    id.Alarm
	Drill    bool
	OpenedAt time.Time
	ClosedAt time.Time // zero while it goes on
	Seq      int64     // of the newest event: a page looks again when it rises
	Zone     *time.Location

	Doctor    *DoctorView
	Duty      *DutyView
	Helper    *HelperView
	Bystander *BystanderView
}

// DoctorView is for the physician of the case, and for who leads a drill: everything but what is sealed.
type DoctorView struct {
	Case      id.Case
	Worker    string // empty in a drill
	Level     Level
	Source    Source
	Consent   bool
	Script    Script
	Tasks     []TaskView
	Timeline  []Line
	Told      []Disclosure
	Opened    []Opening
	Outcome   Outcome
	FollowUp  time.Time
	NoPlan    bool
	Places    []Place
	Desks     []Desk
	MayCall   []Kind // who can be called in now
	NeedsHRok bool   // HR only with the worker's consent
}

// DutyView is for who has taken over a task of the provider's side: where and
// how to help, nothing of what was said.
type DutyView struct {
	private.Mark

	Told     []Datum
	Level    Level // empty when the plan does not allow it
	Todo     Text
	Worker   string
	Doctor   Target // to talk to
	Where    Whereabouts
	Desks    []Desk
	Tasks    []TaskView
	Timeline []Line
	Mine     TaskView
	Case     id.Case // for Open; empty in a drill
}

// HelperView is for HR, the line manager and first aiders who have taken a
// task over: who, in which room, what to do.
type HelperView struct {
	private.Mark

	Told   []Datum
	Todo   Text
	Worker string
	Room   Place // of the company, when the person sits there
	Remote bool  // the person is not at the company
	Phone  phone.Number
	Mine   TaskView
	Call   Target // the provider's person or the physician to call for questions
}

// BystanderView is for who was called and has not answered, or came second: that
// help is needed, and who has it. Nothing else.
type BystanderView struct {
	Mine    TaskView
	Taken   bool
	TakenBy string // name
}

// TaskView is one task as it stands.
type TaskView struct {
	ID         id.EmergencyTask
	Kind       Kind
	State      State
	Step       int
	Everybody  bool // all are being called
	DueAt      time.Time
	Calling    []Target
	AnsweredBy Target
	AnsweredAt time.Time
	Route      []Target // everybody who may be called, once each
	Calls      []CallView
}

// CallView is one attempt.
type CallView struct {
	Person  string
	Channel Channel
	State   Attempt
	Result  string
	At      time.Time
}

// Line is an event with the name of its person.
type Line struct {
	Event
	Name string
}

// View reads one emergency for who asks. Errors: ErrNone for everybody who is
// neither its physician nor was called, whatever his role.
func (s *Service) View(ctx context.Context, who actor.Actor, alarm id.Alarm) (View, error) {
	var out View
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) (err error) {
		out, err = s.view(ctx, tx, who, alarm)
		return err
	})
	return out, err
}

func (s *Service) view(ctx context.Context, tx txn.Read, who actor.Actor, alarm id.Alarm) (View, error) {
	a, err := s.Store.Alarm(ctx, tx, alarm)
	if err != nil {
		return View{}, err
	}
	place, err := s.People.Workplace(ctx, tx, a.Workplace)
	if err != nil {
		return View{}, err
	}
	out := View{Alarm: a.ID, Drill: a.Drill, OpenedAt: a.OpenedAt, ClosedAt: a.ClosedAt, Zone: place.Location()}
	if out.Seq, err = s.Store.LastSeq(ctx, tx, a.ID); err != nil {
		return View{}, err
	}
	tasks, err := s.tasks(ctx, tx, a)
	if err != nil {
		return View{}, err
	}
	mine, called := ownTask(tasks, who.Account)
	_, notLead := s.mine(ctx, tx, who, a.ID, access.LeadEmergency)
	switch {
	case called && mine.AnsweredBy.Account == who.Account && mine.AnsweredBy.Key != doctorKey && (a.Drill || notLead != nil):
		if !mine.AnsweredBy.Role.provider() {
			out.Helper, err = s.helper(ctx, tx, a, mine)
			return out, err
		}
		out.Duty, err = s.duty(ctx, tx, a, mine, tasks)
		return out, err
	case notLead == nil && !(a.Drill && called && mine.State == Waiting):
		out.Doctor, err = s.lead(ctx, tx, a, tasks)
		return out, err
	case called:
		out.Bystander = &BystanderView{Mine: bare(mine), Taken: mine.State != Waiting, TakenBy: mine.AnsweredBy.Name}
		return out, nil
	case !a.Drill && access.May(who, access.SeeEmergency, a.Subject()) && (who.Is(actor.HealthStaff) || who.Is(actor.Coordinator)):
		// Facts without a person: the provider's people watch that nobody is left alone.
		out.Doctor, err = s.lead(ctx, tx, a, tasks)
		if err == nil {
			out.Doctor.Worker, out.Doctor.Told, out.Doctor.Opened = "", nil, nil
		}
		return out, err
	}
	return View{}, ErrNone
}

// bare leaves of a task what a bystander needs to take it.
func bare(t TaskView) TaskView {
	return TaskView{ID: t.ID, Kind: t.Kind, State: t.State, Step: t.Step, Everybody: t.Everybody, AnsweredAt: t.AnsweredAt}
}

// ownTask finds the task in which the account is called: one he answered, else one that waits.
func ownTask(list []TaskView, account id.Account) (TaskView, bool) {
	var out TaskView
	found := false
	for _, t := range list {
		in := slices.ContainsFunc(t.Route, func(x Target) bool { return account != "" && x.Account == account })
		switch {
		case !in:
		case t.AnsweredBy.Account == account && (t.State == Taken || t.State == Finished):
			return t, true
		case !found || out.State != Waiting && t.State == Waiting:
			out, found = t, true
		}
	}
	return out, found
}

func (s *Service) tasks(ctx context.Context, tx txn.Read, a Alarm) ([]TaskView, error) {
	list, err := s.Store.Tasks(ctx, tx, a.ID)
	if err != nil {
		return nil, err
	}
	calls, err := s.Store.Calls(ctx, tx, a.ID)
	if err != nil {
		return nil, err
	}
	var out []TaskView
	for _, t := range list {
		v := TaskView{ID: t.ID, Kind: t.Kind, State: t.State, Step: t.Step, DueAt: t.DueAt, AnsweredAt: t.AnsweredAt}
		if t.State == Waiting {
			v.Calling, v.Everybody = t.Route.rung(t.Step), t.Route.last(t.Step)
		}
		if x, ok := t.Route.find(t.AnsweredBy); ok {
			v.AnsweredBy = x
			if t.Account == "" {
				v.AnsweredBy.Account = "" // reached by telephone: he has not signed in to it
			}
		}
		for _, rung := range t.Route.Rungs {
			for _, x := range rung {
				if !slices.ContainsFunc(v.Route, func(y Target) bool { return y.Key == x.Key }) {
					v.Route = append(v.Route, x)
				}
			}
		}
		for _, c := range calls {
			if c.Task == t.ID {
				x, _ := t.Route.find(c.Person)
				at := c.SettledAt
				if at.IsZero() {
					at = c.MadeAt
				}
				v.Calls = append(v.Calls, CallView{x.Name, c.Channel, c.State, c.Result, at})
			}
		}
		out = append(out, v)
	}
	return out, nil
}

func (s *Service) lead(ctx context.Context, tx txn.Read, a Alarm, tasks []TaskView) (*DoctorView, error) {
	out := &DoctorView{
		Case: a.Case, Level: a.Level, Source: a.Source, Consent: a.Consent, Script: s.Table.Script(a.Level), Tasks: tasks,
		Outcome: a.Outcome, FollowUp: a.FollowUp, NoPlan: a.Plan == "",
	}
	body, err := s.body(ctx, tx, a)
	if err != nil {
		return nil, err
	}
	out.Places, out.Desks = body.Places, body.Desks
	if out.Worker, err = s.worker(ctx, tx, a); err != nil {
		return nil, err
	}
	if out.Timeline, err = s.timeline(ctx, tx, a, tasks); err != nil {
		return nil, err
	}
	if out.Told, err = s.Store.DisclosuresIn(ctx, tx, a.ID); err != nil {
		return nil, err
	}
	if out.Opened, err = s.Store.OpeningsIn(ctx, tx, a.ID); err != nil {
		return nil, err
	}
	allowed := s.allowed(a)
	out.NeedsHRok = !allowed(HR)
	for _, k := range []Kind{ForSecond, ForCoordinator, ForHR, ForManager} {
		under := slices.ContainsFunc(tasks, func(t TaskView) bool { return t.Kind == k && (t.State == Waiting || t.State == Taken) })
		if a.Open() && !under && (allowed(k.first()) || k == ForHR) {
			out.MayCall = append(out.MayCall, k)
		}
	}
	return out, nil
}

func (s *Service) worker(ctx context.Context, tx txn.Read, a Alarm) (string, error) {
	if a.Employee == "" {
		return "", nil
	}
	e, err := s.People.Employee(ctx, tx, a.Employee)
	if missing(err) {
		return "", nil
	}
	return e.Name.Full(), err
}

func (s *Service) timeline(ctx context.Context, tx txn.Read, a Alarm, tasks []TaskView) ([]Line, error) {
	list, err := s.Store.Events(ctx, tx, a.ID)
	var out []Line
	for _, e := range list {
		l := Line{Event: e}
		for _, t := range tasks {
			for _, x := range t.Route {
				if x.Key == e.Person {
					l.Name = x.Name
				}
			}
		}
		out = append(out, l)
	}
	return out, err
}

func (s *Service) duty(ctx context.Context, tx txn.Read, a Alarm, mine TaskView, tasks []TaskView) (*DutyView, error) {
	body, err := s.body(ctx, tx, a)
	if err != nil {
		return nil, err
	}
	data, _ := body.told(mine.AnsweredBy.Role)
	out := &DutyView{Told: data, Desks: body.Desks, Mine: mine, Tasks: tasks, Case: a.Case}
	if out.Timeline, err = s.timeline(ctx, tx, a, tasks); err != nil {
		return nil, err
	}
	script := s.Table.Script(a.Level)
	for _, d := range data {
		switch d {
		case TellLevel:
			out.Level = a.Level
		case TellTodo:
			out.Todo = script.Todo[mine.AnsweredBy.Role]
		case TellName:
			if out.Worker, err = s.worker(ctx, tx, a); err != nil {
				return nil, err
			}
		case TellPlace, TellAddress, TellPhone, TellContact, TellDoctor: // sealed: Service.Open, which keeps who looked
		}
	}
	if a.Physician != "" {
		out.Doctor, err = s.doctor(ctx, tx, a.Physician)
	}
	return out, err
}

// helper composes what the employer's side is told. Phone and place come from
// what is sealed, cut to what the plan allows; the opening was kept when the
// task was taken over.
func (s *Service) helper(ctx context.Context, tx txn.Read, a Alarm, mine TaskView) (*HelperView, error) {
	body, err := s.body(ctx, tx, a)
	if err != nil {
		return nil, err
	}
	data, _ := body.told(mine.AnsweredBy.Role)
	out := &HelperView{Told: data, Mine: bare(mine)}
	script := s.Table.Script(a.Level)
	var where Whereabouts
	if a.Case != "" && a.Open() && (within(data, TellPlace) || within(data, TellPhone)) {
		c, err := s.Cases.Get(ctx, tx, a.Case)
		if err != nil {
			return nil, err
		}
		if where, err = s.Sealed.Whereabouts(ctx, tx, c); err != nil {
			return nil, err
		}
	}
	for _, d := range data {
		switch d {
		case TellTodo:
			out.Todo = script.Todo[mine.AnsweredBy.Role]
		case TellName:
			if out.Worker, err = s.worker(ctx, tx, a); err != nil {
				return nil, err
			}
		case TellPlace:
			out.Room, out.Remote = companyRoom(body, where)
		case TellPhone:
			out.Phone = where.Phone
		case TellLevel, TellAddress, TellContact, TellDoctor: // never the employer's: most has them not
		}
	}
	if a.Physician != "" {
		out.Call, err = s.doctor(ctx, tx, a.Physician)
		out.Call.Account = ""
	}
	return out, err
}

// companyRoom is the room of the plan in which the person sits; remote when it
// is none of the company's.
func companyRoom(b Body, w Whereabouts) (room Place, remote bool) {
	if w.PlaceKind != "COMPANY_ROOM" {
		return Place{}, w.PlaceKind != ""
	}
	for _, p := range b.Places {
		if p.Name == w.PlaceNote {
			return p, false
		}
	}
	if len(b.Places) == 1 {
		return b.Places[0], false
	}
	return Place{Name: w.PlaceNote}, false
}

// BoardLine is one emergency or drill in a list.
type BoardLine struct {
	Alarm     id.Alarm
	Drill     bool
	Workplace string
	OpenedAt  time.Time
	ClosedAt  time.Time
	Waiting   int  // tasks nobody has taken
	Mine      bool // a task waits for who reads
}

// Board lists the emergencies and drills in which who was called, that he leads
// or watches over, newest first, at most a hundred.
func (s *Service) Board(ctx context.Context, who actor.Actor) ([]BoardLine, error) {
	var out []BoardLine
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		out = nil
		list, err := s.Store.AlarmsFor(ctx, tx, who.Account, 100)
		if err != nil {
			return err
		}
		open, err := s.Store.OpenAlarms(ctx, tx)
		if err != nil {
			return err
		}
		for _, a := range open {
			if slices.ContainsFunc(list, func(x Alarm) bool { return x.ID == a.ID }) {
				continue
			}
			_, err := s.view(ctx, tx, who, a.ID)
			switch {
			case err == nil:
				list = append(list, a)
			case !missing(err):
				return err
			}
		}
		slices.SortStableFunc(list, func(a, b Alarm) int { return b.OpenedAt.Compare(a.OpenedAt) })
		for _, a := range list {
			w, err := s.People.Workplace(ctx, tx, a.Workplace)
			if err != nil {
				return err
			}
			l := BoardLine{Alarm: a.ID, Drill: a.Drill, Workplace: w.Name, OpenedAt: a.OpenedAt, ClosedAt: a.ClosedAt}
			tasks, err := s.Store.Tasks(ctx, tx, a.ID)
			if err != nil {
				return err
			}
			for _, t := range tasks {
				if t.State == Waiting {
					l.Waiting++
					_, called := t.Route.byAccount(who.Account)
					l.Mine = l.Mine || called
				}
			}
			out = append(out, l)
		}
		return nil
	})
	return out, err
}

// Version is the number of the newest event of an emergency: pages on other
// nodes look whether it rose.
func (s *Service) Version(ctx context.Context, tx txn.Read, alarm id.Alarm) (int64, error) {
	return s.Store.LastSeq(ctx, tx, alarm)
}

// Panel is what stands beside the picture in the room.
type Panel struct {
	Scripts []Script
	Open    *View // the open emergency of the case; nil when there is none
	Places  []Place
	Desks   []Desk
	NoPlan  bool
}

// Panel reads what the physician of a case needs at hand. Errors: access
// faults, casework.ErrNotFound.
func (s *Service) Panel(ctx context.Context, who actor.Actor, c id.Case) (Panel, error) {
	var out Panel
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		k, err := s.Cases.Get(ctx, tx, c)
		if err != nil {
			return err
		}
		if err := access.Check(who, access.LeadEmergency, k.Subject()); err != nil {
			return err
		}
		plan, _, err := s.inForce(ctx, tx, k.Workplace, tx.Now())
		if err != nil {
			return err
		}
		out = Panel{Places: plan.Body.Places, Desks: plan.Body.Desks, NoPlan: plan.ID == ""}
		for _, l := range Levels() {
			out.Scripts = append(out.Scripts, s.Table.Script(l))
		}
		a, err := s.Store.OpenOf(ctx, tx, c)
		if errors.Is(err, ErrNone) {
			return nil
		}
		if err != nil {
			return err
		}
		v, err := s.view(ctx, tx, who, a.ID)
		out.Open = &v
		return err
	})
	return out, err
}
