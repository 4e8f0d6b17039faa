package emergency

import (
	"time"

	"mendan/internal/civil"
	"mendan/internal/id"
	"mendan/internal/phone"
)

// Plan is one version of the emergency plan of a workplace. A draft can be
// changed; an approved version never is.
//
// Source: emergency.md section 2, EM-G1, EM-G4.
type Plan struct {
	ID        id.EmergencyPlan
	Company   id.Company
	Workplace id.Workplace
	Version   int // 1, 2, ...
	State     PlanState
	Body      Body
	WrittenAt time.Time
	WrittenBy id.Account

	Meeting    string     // the committee's meeting that approved it, by id
	Decided    civil.Date // its day
	ValidFrom  civil.Date
	ValidUntil civil.Date // included
	ApprovedAt time.Time
	ApprovedBy id.Account
}

// PlanState is where a version stands.
type PlanState string

// The states. A workplace has at most one draft and one approved version.
const (
	Draft    PlanState = "DRAFT"
	Approved PlanState = "APPROVED"
	Replaced PlanState = "REPLACED"
)

// On tells whether the plan is in force on the day.
func (p Plan) On(day civil.Date) bool {
	return p.State == Approved && !day.Before(p.ValidFrom) && !day.After(p.ValidUntil)
}

// Body is what a plan says.
type Body struct {
	Offered []Hours  `json:"offered"` // when interviews are held
	People  []Person `json:"people"`  // everybody who is named
	Chain   []string `json:"chain"`   // keys of people, in the order they are called
	Places  []Place  `json:"places"`
	Desks   []Desk   `json:"desks"`
	Told    []Told   `json:"told"`
	Ack     int      `json:"ack"` // seconds a step waits for an answer; 0 is the standard
}

// Hours are a stretch of a weekday on the clocks of the workplace. Until is not
// after 24:00; a night is two stretches.
type Hours struct {
	Day   time.Weekday `json:"day"`
	From  civil.Clock  `json:"from"`
	Until civil.Clock  `json:"until"`
}

// Person is somebody the plan names.
type Person struct {
	Key     string       `json:"key"` // names him within the plan
	Role    Role         `json:"role"`
	Name    string       `json:"name"`
	Account id.Account   `json:"account,omitempty"` // how he signs in; empty: by telephone alone
	Phone   phone.Number `json:"phone,omitempty"`
	Hours   []Hours      `json:"hours"`            // empty: at any time
	Deputy  string       `json:"deputy,omitempty"` // key of who stands in for him
	Own     bool         `json:"own,omitempty"`    // the worker's own line manager, whoever that is; no name, account or phone here
}

// Place is a room of the company in which workers take interviews.
type Place struct {
	Name    string   `json:"name"`
	AED     string   `json:"aed"`     // where the nearest one hangs
	Way     string   `json:"way"`     // floor guide, which door for the ambulance
	Walkers []string `json:"walkers"` // keys of who can be there within five minutes
}

// DeskKind is what a desk is for.
type DeskKind string

// The kinds of desks.
const (
	Hospital    DeskKind = "HOSPITAL"        // 救急病院
	Psychiatry  DeskKind = "PSYCHIATRY"      // 精神科
	Information DeskKind = "PSY_INFORMATION" // 精神科救急情報センター
	Welfare     DeskKind = "WELFARE"         // 精神保健福祉センター
	Health      DeskKind = "PUBLIC_HEALTH"   // 保健所
	Fire        DeskKind = "FIRE"            // the local fire headquarters: a 119 from elsewhere reaches another one
	Police      DeskKind = "POLICE"
	OtherDesk   DeskKind = "OTHER"
)

// DeskKinds lists them in the order they are offered.
func DeskKinds() []DeskKind {
	return []DeskKind{Hospital, Psychiatry, Information, Welfare, Health, Fire, Police, OtherDesk}
}

// Desk is a hospital or public desk near the workplace.
type Desk struct {
	Kind    DeskKind     `json:"kind"`
	Name    string       `json:"name"`
	Phone   phone.Number `json:"phone"`
	Address string       `json:"address,omitempty"`
	Hours   string       `json:"hours,omitempty"`
	Source  string       `json:"source,omitempty"`
	Checked civil.Date   `json:"checked"`
}

// Datum is one thing somebody may be told.
type Datum string

// The data. Nobody is ever told what was said.
const (
	TellName    Datum = "NAME"
	TellLevel   Datum = "LEVEL"
	TellPlace   Datum = "PLACE"   // the kind of place, and the room when it is the company's
	TellAddress Datum = "ADDRESS" // where the person is
	TellPhone   Datum = "PHONE"
	TellContact Datum = "CONTACT" // the emergency contact and what was consented to
	TellDoctor  Datum = "DOCTOR"  // the attending doctor
	TellTodo    Datum = "TODO"    // what to do
)

// Data lists them in the order they are offered.
func Data() []Datum {
	return []Datum{TellTodo, TellName, TellPlace, TellPhone, TellAddress, TellLevel, TellContact, TellDoctor}
}

// Told is what a role may be told, and on which ground.
type Told struct {
	Role   Role    `json:"role"`
	Data   []Datum `json:"data"`
	Ground Ground  `json:"ground"`
}

// Ground is why something may be disclosed.
//
// Source: emergency.md section 6.
type Ground string

// The grounds.
const (
	LifeProtection Ground = "LIFE_PROTECTION" // APPI 27(1)(ii): life, body or property, and consent hard to obtain
	Statute        Ground = "STATUTE"         // APPI 27(1)(i)
	ByConsent      Ground = "CONSENT"
	JustCause      Ground = "JUST_CAUSE" // Act 104(1) proviso; Penal Code 134 is not breached
)

// Grounds lists them in the order they are offered.
func Grounds() []Ground { return []Ground{LifeProtection, ByConsent, JustCause, Statute} }

// most is the widest that a role may ever be told, whatever a plan says.
// Source: emergency.md section 6 ("data allowed", "not: whole HR department"), roles-and-access.md matrix.
var most = map[Role][]Datum{
	Coordinator: {TellTodo, TellName, TellPlace, TellPhone, TellAddress, TellLevel, TellContact, TellDoctor},
	Nurse:       {TellTodo, TellName, TellPlace, TellPhone, TellAddress, TellLevel, TellContact, TellDoctor},
	Doctor:      {TellTodo, TellName, TellPlace, TellPhone, TellAddress, TellLevel, TellContact, TellDoctor},
	HR:          {TellTodo, TellName, TellPlace, TellPhone},
	Manager:     {TellTodo, TellName, TellPlace},
	FirstAider:  {TellTodo, TellName, TellPlace},
}

// standardTold is what is told when there is no plan: as little as helps.
func standardTold() []Told {
	return []Told{
		{Coordinator, []Datum{TellTodo, TellName, TellPlace, TellPhone, TellAddress, TellLevel, TellContact}, LifeProtection},
		{Nurse, []Datum{TellTodo, TellName, TellPlace, TellPhone, TellAddress, TellLevel, TellContact}, LifeProtection},
		{Doctor, []Datum{TellTodo, TellName, TellPlace, TellPhone, TellAddress, TellLevel, TellContact}, LifeProtection},
		{HR, []Datum{TellTodo, TellName, TellPlace}, LifeProtection},
		{Manager, []Datum{TellTodo, TellName, TellPlace}, LifeProtection},
		{FirstAider, []Datum{TellTodo, TellPlace}, LifeProtection},
	}
}

// MayTell lists what a role may be told at most.
func MayTell(r Role) []Datum { return append([]Datum(nil), most[r]...) }

// Standard lengths; a plan may choose its own Ack between least and most.
const (
	StandardAck = 60 * time.Second
	leastAck    = 15 * time.Second
	mostAck     = 5 * time.Minute
	// KeptFor is how long a plan is good at most.
	KeptMonths = 12
)

func (b Body) ack() time.Duration {
	if b.Ack == 0 {
		return StandardAck
	}
	return time.Duration(b.Ack) * time.Second
}

// person finds somebody by key.
func (b Body) person(key string) (Person, bool) {
	for _, p := range b.People {
		if p.Key == key {
			return p, true
		}
	}
	return Person{}, false
}

// told is what the role may be told by this plan, never more than most allows.
func (b Body) told(r Role) (data []Datum, ground Ground) {
	list := b.Told
	if len(list) == 0 {
		list = standardTold()
	}
	for _, t := range list {
		if t.Role != r {
			continue
		}
		for _, d := range t.Data {
			if within(most[r], d) {
				data = append(data, d)
			}
		}
		return data, t.Ground
	}
	return nil, ""
}

func within[T comparable](list []T, x T) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return false
}

// covers tells whether the hours hold the moment on the clocks of zone. No
// hours are all hours.
func covers(list []Hours, at time.Time, zone *time.Location) bool {
	if len(list) == 0 {
		return true
	}
	local := at.In(zone)
	day, clock := local.Weekday(), civil.ClockOf(at, zone)
	for _, h := range list {
		if h.Day == day && clock >= h.From && clock < h.Until {
			return true
		}
	}
	return false
}
