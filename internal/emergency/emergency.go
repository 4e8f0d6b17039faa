package emergency

import (
	"time"

	"mendan/internal/access"
	"mendan/internal/id"
	"mendan/internal/phone"
	"mendan/internal/private"
)

// Level is how bad it is. The rows of levels.txt say who is called and what is
// done in the first five minutes.
//
// Source: emergency.md section 4.
type Level string

// The levels.
const (
	E0 Level = "E0" // concern
	E1 Level = "E1" // serious
	E2 Level = "E2" // imminent
	P1 Level = "P1" // physical, urgent
	L1 Level = "L1" // contact lost after worrying words
)

// Levels lists them in the order they are offered.
func Levels() []Level { return []Level{E0, E1, E2, P1, L1} }

// Valid tells whether l is one of them.
func (l Level) Valid() bool { return l.rank() > 0 }

// rank orders levels: an emergency is only ever raised.
func (l Level) rank() int {
	switch l {
	case E0:
		return 1
	case L1:
		return 2
	case E1:
		return 3
	case P1, E2:
		return 4
	}
	return 0
}

// Kind is what a task is for.
type Kind string

// The kinds of tasks. All but CallBack and Doctor are named like the role that is called first.
const (
	ForCoordinator Kind = "COORDINATOR"
	ForHR          Kind = "HR"
	ForManager     Kind = "MANAGER"
	ForSecond      Kind = "SECOND"    // a second person, called silently
	ForCallBack    Kind = "CALL_BACK" // the line is gone: call the worker
	ForDoctor      Kind = "PHYSICIAN" // the worker has asked for help
)

// Role is what somebody is in the chain.
type Role string

// The roles of the chain.
const (
	Coordinator Role = "COORDINATOR"  // 提供者コーディネーター
	Nurse       Role = "HEALTH_STAFF" // 保健師
	HR          Role = "HR"           // 人事
	Manager     Role = "MANAGER"      // 上長
	Doctor      Role = "PHYSICIAN"    // 産業医
	FirstAider  Role = "FIRST_AIDER"  // 応急手当の担当
)

// Roles lists them in the order they are offered.
func Roles() []Role { return []Role{Coordinator, Nurse, HR, Manager, FirstAider, Doctor} }

// provider tells whether the role is on the side that keeps the secret anyway:
// the people of the employer are called only where life is in danger or the
// worker agrees.
func (r Role) provider() bool { return r == Coordinator || r == Nurse || r == Doctor }

// Source is what started an emergency.
type Source string

// The sources.
const (
	ByPress Source = "PRESS"   // the physician's button
	ByAsk   Source = "ASK"     // the worker's own button
	ByLoss  Source = "LOST"    // the line was gone after an alert
	ByHand  Source = "DRILL"   // a drill was started
	ByAlert Source = "ANSWERS" // an urgent answer of a questionnaire
)

// Alarm is one emergency, or one drill.
type Alarm struct {
	ID        id.Alarm
	Company   id.Company
	Workplace id.Workplace
	Case      id.Case      // empty in a drill
	Employee  id.Employee  // empty in a drill
	Physician id.Physician // of the case
	Statutory bool         // the type of the case
	Type      string       // likewise
	Drill     bool
	Level     Level
	Source    Source
	Consent   bool             // the worker agrees that HR helps
	Plan      id.EmergencyPlan // the version in force at the press; empty when there was none
	Version   int
	Ack       time.Duration // how long a step waits for an answer

	OpenedAt time.Time
	OpenedBy id.Account // empty when the platform opened it
	ClosedAt time.Time
	ClosedBy id.Account
	Outcome  Outcome
	FollowUp time.Time // the next contact
}

// Open tells whether it goes on.
func (a Alarm) Open() bool { return a.ClosedAt.IsZero() }

// Subject is the alarm as permission sees it.
func (a Alarm) Subject() access.Subject {
	s := access.Subject{Company: a.Company, Workplace: a.Workplace}
	if a.Case != "" {
		s.Employee, s.Physician, s.Type, s.Statutory = a.Employee, a.Physician, a.Type, a.Statutory
	}
	return s
}

// Outcome is how an emergency ended.
type Outcome string

// The outcomes.
const (
	Safe     Outcome = "SAFE"      // safe, somebody is with the person
	Handed   Outcome = "HANDED"    // taken over by ambulance, police or hospital
	NoDanger Outcome = "NO_DANGER" // looked at, no danger
	Drilled  Outcome = "DRILLED"   // end of a drill
)

// Outcomes lists those of a real emergency in the order they are offered.
func Outcomes() []Outcome { return []Outcome{Safe, Handed, NoDanger} }

// State is where a task stands.
type State string

// The states. Only Waiting has a next step.
const (
	Waiting  State = "WAITING"      // nobody has answered yet
	Taken    State = "ACKNOWLEDGED" // somebody has
	Finished State = "DONE"
	Needless State = "NEEDLESS" // the line came back, or the emergency ended first
)

// Task is something somebody has to take over. While it waits, DueAt says when
// the next step of its route is taken if nobody answers.
type Task struct {
	ID    id.EmergencyTask
	Alarm id.Alarm
	Kind  Kind
	State State

	Route Route
	Step  int // the rung that is being called, from 0
	Turn  int // how often everybody was called
	DueAt time.Time

	OpenedAt   time.Time
	AnsweredAt time.Time
	AnsweredBy string     // the key of the person in the plan
	Account    id.Account // who pressed the button for it
	DoneAt     time.Time
}

// Channel is one way to reach somebody.
type Channel string

// The channels.
const (
	Portal Channel = "PORTAL" // the page with sound: stored at once, pages hear it
	Mail   Channel = "MAIL"   // through package notify
	Push   Channel = "PUSH"   // web push
	SMS    Channel = "SMS"
	Voice  Channel = "VOICE"
)

// Channels lists them.
func Channels() []Channel { return []Channel{Portal, Push, SMS, Voice, Mail} }

// Attempt is where one call stands.
type Attempt string

// The states of a call.
const (
	Queued  Attempt = "QUEUED"
	Sending Attempt = "SENDING" // a node has it, until its lease
	Sent    Attempt = "SENT"    // the channel has taken it
	Failed  Attempt = "FAILED"  // for good; Result says why
	Dropped Attempt = "DROPPED" // somebody answered first
)

// Call is one attempt to reach one person on one channel.
type Call struct {
	private.Mark

	ID      id.Call
	Alarm   id.Alarm
	Task    id.EmergencyTask
	Step    int
	Turn    int
	Person  string // key in the plan
	Role    Role
	Account id.Account
	Channel Channel
	Number  phone.Number // for SMS and voice

	State     Attempt
	DueAt     time.Time
	Tries     int
	Lease     time.Time
	Result    string // a code: why it failed
	Reference string // what the provider calls it
	MadeAt    time.Time
	SettledAt time.Time
}

// Deed is what an event of the timeline says.
type Deed string

// The deeds.
const (
	DeedOpened       Deed = "opened"
	DeedPressed      Deed = "pressed_again" // a second press: the same emergency
	DeedRaised       Deed = "raised"
	DeedTask         Deed = "task"
	DeedStep         Deed = "step" // the next rung is called
	DeedCalled       Deed = "called"
	DeedReached      Deed = "sent"
	DeedFailed       Deed = "failed"
	DeedAnswered     Deed = "answered"
	DeedLate         Deed = "answered_late" // somebody else was first
	DeedDone         Deed = "done"
	DeedNeedless     Deed = "needless"
	DeedLost         Deed = "line_lost"
	DeedBack         Deed = "line_back"
	DeedSeen         Deed = "opened_sealed"
	DeedDisclosed    Deed = "disclosed"
	DeedNoPlan       Deed = "no_plan"
	DeedUnreachable  Deed = "unreachable" // every call of a step failed
	DeedClosed       Deed = "closed"
	DeedFollowUp     Deed = "follow_up"
	DeedConsentGiven Deed = "consent"
)

// Event is one line of the timeline. Lines are only ever added. It names people
// by their key in the plan or by account; it holds no health data.
type Event struct {
	Alarm   id.Alarm
	Seq     int64
	At      time.Time
	Deed    Deed
	Actor   string // actor.Actor.Name
	Task    id.EmergencyTask
	Kind    Kind
	Person  string
	Role    Role
	Channel Channel
	Step    int
	Note    string // a code or a level, never text of people
}
