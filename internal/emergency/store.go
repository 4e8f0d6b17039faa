package emergency

import (
	"context"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/directory"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/notify"
	"mendan/internal/phone"
	"mendan/internal/private"
	"mendan/internal/txn"
)

// Store keeps plans, emergencies and what happened in them. Its contract is
// emergencytest.Suite. What is not there is ErrNone.
type Store interface {
	InsertPlan(ctx context.Context, tx txn.Write, p Plan) error
	// UpdatePlan writes everything but id, company, workplace and version.
	UpdatePlan(ctx context.Context, tx txn.Write, p Plan) error
	Plan(ctx context.Context, tx txn.Read, p id.EmergencyPlan) (Plan, error)
	// PlanIn is the draft or the approved version of a workplace.
	PlanIn(ctx context.Context, tx txn.Read, w id.Workplace, s PlanState) (Plan, error)
	// Plans lists all versions, newest first.
	Plans(ctx context.Context, tx txn.Read, w id.Workplace) ([]Plan, error)

	// InsertAlarm adds one. A case, and the drills of a workplace, have at most
	// one open: the second is ErrOpenOne.
	InsertAlarm(ctx context.Context, tx txn.Write, a Alarm) error
	// UpdateAlarm writes level, consent, end, outcome and follow-up.
	UpdateAlarm(ctx context.Context, tx txn.Write, a Alarm) error
	Alarm(ctx context.Context, tx txn.Read, a id.Alarm) (Alarm, error)
	// OpenOf is the open emergency of a case.
	OpenOf(ctx context.Context, tx txn.Read, c id.Case) (Alarm, error)
	// OpenDrill is the open drill of a workplace.
	OpenDrill(ctx context.Context, tx txn.Read, w id.Workplace) (Alarm, error)
	// OpenAlarms lists all open ones, oldest first.
	OpenAlarms(ctx context.Context, tx txn.Read) ([]Alarm, error)
	// AlarmsAt lists the emergencies or the drills of a workplace, newest first.
	AlarmsAt(ctx context.Context, tx txn.Read, w id.Workplace, drill bool, limit int) ([]Alarm, error)
	// AlarmsOf lists the emergencies of a worker, newest first.
	AlarmsOf(ctx context.Context, tx txn.Read, e id.Employee) ([]Alarm, error)
	// AlarmsFor lists those in which the account was called, newest first.
	AlarmsFor(ctx context.Context, tx txn.Read, a id.Account, limit int) ([]Alarm, error)

	InsertTask(ctx context.Context, tx txn.Write, t Task) error
	// UpdateTask writes everything but id, alarm, kind and opening.
	UpdateTask(ctx context.Context, tx txn.Write, t Task) error
	Task(ctx context.Context, tx txn.Read, t id.EmergencyTask) (Task, error)
	// Tasks lists those of an emergency, oldest first.
	Tasks(ctx context.Context, tx txn.Read, a id.Alarm) ([]Task, error)
	// DueTasks lists those that wait and whose next step is due, longest overdue first.
	DueTasks(ctx context.Context, tx txn.Read, now time.Time, limit int) ([]Task, error)

	InsertCall(ctx context.Context, tx txn.Write, c Call) error
	// UpdateCall writes state, due time, tries, lease, result, reference and settling.
	UpdateCall(ctx context.Context, tx txn.Write, c Call) error
	Call(ctx context.Context, tx txn.Read, c id.Call) (Call, error)
	// Calls lists those of an emergency, oldest first.
	Calls(ctx context.Context, tx txn.Read, a id.Alarm) ([]Call, error)
	// DueCalls lists queued ones that are due and sending ones whose lease is over.
	DueCalls(ctx context.Context, tx txn.Read, now time.Time, limit int) ([]Call, error)
	// DropCalls ends the queued calls of a task.
	DropCalls(ctx context.Context, tx txn.Write, t id.EmergencyTask, now time.Time) error

	// Append adds an event as the next of its emergency.
	Append(ctx context.Context, tx txn.Write, e Event) error
	Events(ctx context.Context, tx txn.Read, a id.Alarm) ([]Event, error)
	// LastSeq is the number of the newest event, 0 when there is none.
	LastSeq(ctx context.Context, tx txn.Read, a id.Alarm) (int64, error)

	InsertOpening(ctx context.Context, tx txn.Write, o Opening) error
	OpeningsIn(ctx context.Context, tx txn.Read, a id.Alarm) ([]Opening, error)
	OpeningsOf(ctx context.Context, tx txn.Read, e id.Employee) ([]Opening, error)

	InsertDisclosure(ctx context.Context, tx txn.Write, d Disclosure) error
	DisclosuresIn(ctx context.Context, tx txn.Read, a id.Alarm) ([]Disclosure, error)
	DisclosuresOf(ctx context.Context, tx txn.Read, e id.Employee) ([]Disclosure, error)
	// Inform notes once when the worker was told of all disclosures of an emergency.
	Inform(ctx context.Context, tx txn.Write, a id.Alarm, at time.Time) error

	// Note is the physician's private note, zero when there is none.
	Note(ctx context.Context, tx txn.Read, a id.Alarm) (Note, error)
	// SaveNote writes version n+1 over version n. Errors: ErrStale.
	SaveNote(ctx context.Context, tx txn.Write, a id.Alarm, n Note) error

	// Lifted is when the physician last allowed online interviews again; zero when never.
	Lifted(ctx context.Context, tx txn.Read, e id.Employee) (time.Time, error)
	InsertLift(ctx context.Context, tx txn.Write, l Lift) error

	// PutPush adds a browser, or gives it its new keys.
	PutPush(ctx context.Context, tx txn.Write, p Browser) error
	Pushes(ctx context.Context, tx txn.Read, a id.Account) ([]Browser, error)
	// DeletePush forgets a browser by its address; nothing when there is none.
	DeletePush(ctx context.Context, tx txn.Write, a id.Account, endpoint string) error
}

// The areas below, as far as an emergency needs them.
type (
	// Cases reads cases; casework.Service is one.
	Cases interface {
		Get(ctx context.Context, tx txn.Read, c id.Case) (casework.Case, error)
	}
	// People reads people and places; directory.Service is one.
	People interface {
		Workplace(ctx context.Context, tx txn.Read, w id.Workplace) (directory.Workplace, error)
		Employee(ctx context.Context, tx txn.Read, e id.Employee) (directory.Employee, error)
		Physician(ctx context.Context, tx txn.Read, p id.Physician) (directory.Physician, error)
		Appointed(ctx context.Context, tx txn.Read, w id.Workplace, on civil.Date) ([]id.Physician, error)
	}
	// Accounts finds how people sign in. Errors: a NotFound fault.
	Accounts interface {
		OfEmployee(ctx context.Context, tx txn.Read, e id.Employee) (Who, error)
		OfPhysician(ctx context.Context, tx txn.Read, p id.Physician) (Who, error)
		Of(ctx context.Context, tx txn.Read, a id.Account) (Who, error)
		// Holders lists who has the role at the workplace, or anywhere when it is empty.
		Holders(ctx context.Context, tx txn.Read, r actor.Role, w id.Workplace) ([]Who, error)
	}
	// Sessions tells about live sessions.
	Sessions interface {
		// Live tells whether the case's session is open now.
		Live(ctx context.Context, tx txn.Read, c id.Case) (bool, error)
		// Broken lists the cases whose open session has lost the worker or the
		// physician after both had been there.
		Broken(ctx context.Context, tx txn.Read) ([]id.Case, error)
	}
	// Alerts tells whether the answers of a case gave an alert of danger (AL-1).
	Alerts interface {
		Danger(ctx context.Context, tx txn.Read, c id.Case) (bool, error)
	}
	// Sealed is where address, call-back number and emergency contact lie.
	// Service.Open is the only place that asks it.
	Sealed interface {
		Whereabouts(ctx context.Context, tx txn.Read, c casework.Case) (Whereabouts, error)
	}
	// Notices asks for mails; notify.Service is one.
	Notices interface {
		Send(ctx context.Context, tx txn.Write, n notify.Notice) error
	}
	// Meetings knows the committee's decisions. Errors: ErrMeeting when the
	// meeting is not the workplace's or did not approve the plan.
	Meetings interface {
		Decided(ctx context.Context, tx txn.Read, w id.Workplace, meeting string) (civil.Date, error)
	}
)

// Who is a person who can sign in.
type Who struct {
	Account id.Account
	Name    string
}

// Whereabouts is what is sealed until it is needed.
type Whereabouts struct {
	private.Mark

	PlaceKind  string // HOME, COMPANY_ROOM, ...; empty: not said
	PlaceNote  string // which room
	Prefecture string
	Street     string
	Nearby     bool // somebody is in the building
	AddressAt  time.Time
	Phone      phone.Number
	Second     string
	Contact    Trusted
	Doctor     string
	DoctorTel  phone.Number
}

// Trusted is the person the worker named, and for what he may be called.
type Trusted struct {
	Nobody   bool
	Name     string
	Relation string
	Tel      phone.Number
	Life     bool // (a) life in danger
	Lost     bool // (b) contact lost
	Consult  bool // (c) to talk things over
}

// Parts are what a Service stands on. All but Meetings are required: without it
// no plan can be approved.
type Parts struct {
	Txns     txn.Runner
	Store    Store
	Cases    Cases
	People   People
	Accounts Accounts
	Sessions Sessions
	Alerts   Alerts
	Sealed   Sealed
	Notices  Notices
	Meetings Meetings
	Table    Table
	Channels []Channel // that are set up, beside Portal and Mail
}

// Service is the whole area.
type Service struct {
	Parts
	listeners []func(id.Alarm)
	bell      chan struct{}
}

// NewService makes a Service.
func NewService(p Parts) *Service { return &Service{Parts: p, bell: make(chan struct{}, 1)} }

// Listen adds who is told, after commit, which emergency changed; only while
// the program is put together.
func (s *Service) Listen(f func(id.Alarm)) { s.listeners = append(s.listeners, f) }

// Bell rings when something may be due at once: the runner need not wait for its second.
func (s *Service) Bell() <-chan struct{} { return s.bell }

// Ring rings the bell: something that the runner watches has changed.
func (s *Service) Ring() {
	select {
	case s.bell <- struct{}{}:
	default:
	}
}

func (s *Service) changed(tx txn.Write, a id.Alarm) {
	tx.AfterCommit(func() {
		for _, f := range s.listeners {
			f(a)
		}
		s.Ring()
	})
}

// say adds a line to the timeline.
func (s *Service) say(ctx context.Context, tx txn.Write, e Event) error {
	e.At, e.Actor = tx.Now(), tx.Who().Name()
	return s.Store.Append(ctx, tx, e)
}

func missing(err error) bool { return fault.KindOf(err) == fault.NotFound }

// subject is the workplace as permission sees it, with who is appointed there.
func (s *Service) subject(ctx context.Context, tx txn.Read, w directory.Workplace) (access.Subject, error) {
	out := w.Subject()
	var err error
	out.Appointed, err = s.People.Appointed(ctx, tx, w.ID, civil.DateOf(tx.Now(), w.Location()))
	return out, err
}
