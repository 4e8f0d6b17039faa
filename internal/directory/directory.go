// Package directory knows the people and places the platform serves: companies
// with their workplaces and departments, workers, occupational physicians and
// where they are appointed.
//
// Invariants: a worker belongs to exactly one workplace of one company; an
// employee number is text and keeps its zeros, unique within its company; names
// are kept as their owner writes them (NFC, never NFKC). Reads join the
// caller's snapshot and check nothing: the area that shows them asks package
// access. Acts check inside.
//
// It does not know who can sign in (account) nor what anybody is interviewed
// about (casework). Read this file, then service.go.
package directory

import (
	"strings"
	"time"

	"mendan/internal/access"
	"mendan/internal/civil"
	"mendan/internal/id"
	"mendan/internal/private"
)

// Name is a person's name as its owner writes it, family name first. Either
// part may be empty (mononyms); kana are full-width katakana.
type Name struct {
	private.Mark

	Family, Given         string
	FamilyKana, GivenKana string
}

// Full is 髙橋 美咲: family name first, whatever the language of the page.
func (n Name) Full() string { return strings.TrimSpace(n.Family + " " + n.Given) }

// Kana is タカハシ ミサキ.
func (n Name) Kana() string { return strings.TrimSpace(n.FamilyKana + " " + n.GivenKana) }

// Short is the family name, or the only name there is: for 髙橋さん.
func (n Name) Short() string {
	if n.Family == "" {
		return n.Given
	}
	return n.Family
}

// Company is an employer (事業者).
type Company struct {
	ID   id.Company
	Name string // みなと精工株式会社
	Kana string
}

// Workplace is an establishment (事業場), the unit of the 50-worker rules.
type Workplace struct {
	ID        id.Workplace
	Company   id.Company
	Name      string // 本社
	Zone      string // IANA name; deadlines are counted in its days
	Headcount int    // regular workers (常時使用する労働者), as the company declares it
	Postal    string // 105-0000
	Address   string
	Phone     string
}

// Location is the workplace's zone; Japan's when the stored name is unknown.
func (w Workplace) Location() *time.Location {
	if zone, err := time.LoadLocation(w.Zone); err == nil && w.Zone != "" {
		return zone
	}
	return time.FixedZone("JST", 9*60*60)
}

// Subject is the workplace as a question of permission.
func (w Workplace) Subject() access.Subject {
	return access.Subject{Company: w.Company, Workplace: w.ID}
}

// Department is a part of a workplace (所属).
type Department struct {
	ID        id.Department
	Company   id.Company
	Workplace id.Workplace
	Name      string
}

// Sex as the company's register has it, where an instrument or form asks for it.
type Sex string

// The values of Sex. Empty: not said.
const (
	Female Sex = "F"
	Male   Sex = "M"
)

// Employee is a worker (労働者) of one company.
type Employee struct {
	private.Mark

	ID         id.Employee
	Company    id.Company
	Workplace  id.Workplace
	Department id.Department
	Manager    id.Employee // line manager (管理監督者); empty at the top
	Number     string      // 社員番号, keeps its zeros
	Name       Name
	Born       civil.Date
	Sex        Sex
	JobTitle   string
	Phone      string
	Mail       string
	Hired      civil.Date
	Left       civil.Date // last day; zero while employed
}

// EmployedOn tells whether the worker is employed on the day.
func (e Employee) EmployedOn(day civil.Date) bool {
	return !day.Before(e.Hired) && (e.Left.IsZero() || !day.After(e.Left))
}

// Subject is the worker as a question of permission.
func (e Employee) Subject() access.Subject {
	return access.Subject{Company: e.Company, Workplace: e.Workplace, Employee: e.ID, Manager: e.Manager}
}

// Physician is an occupational physician (産業医). He is appointed by
// employers, not by the provider; see Appointment.
type Physician struct {
	private.Mark

	ID        id.Physician
	Name      Name
	Register  string     // medical-register number (医籍登録番号)
	Licensed  civil.Date // entered in the register on
	Specialty string
	Phone     string
	Mail      string
}

// Kind of an appointment.
type Kind string

// The kinds. Source: S02 13(1): from 1,000 workers (500 in hazardous work) exclusive.
const (
	Exclusive Kind = "EXCLUSIVE" // 専属
	Contract  Kind = "CONTRACT"  // 嘱託
)

// Appointment says that an employer has appointed a physician for a workplace
// (選任). From and Until are days of the workplace, both included.
type Appointment struct {
	Physician id.Physician
	Company   id.Company
	Workplace id.Workplace
	Kind      Kind
	From      civil.Date
	Until     civil.Date // zero: until further notice

	// What the ICT notice 2(1) asks about a physician who interviews online, as dates.
	CareSince civil.Date // everyday health management by contract since
	LastRound civil.Date // last round of the workplace (巡視)
}

// On tells whether the appointment holds on the day.
func (a Appointment) On(day civil.Date) bool {
	return !day.Before(a.From) && (a.Until.IsZero() || !day.After(a.Until))
}

// Relation is one of the four ways of ICT notice 2(1) in which a physician
// knows the workplace or the worker. They are desirable: without one the
// platform warns and asks for a reason, it never blocks.
type Relation string

// The relations. Source: S03 2(1).
const (
	AppointedHere Relation = "a" // occupational physician of the worker's workplace
	CaresForAYear Relation = "b" // everyday health management by contract for at least a year
	RoundInAYear  Relation = "c" // made a round of the workplace within the past year
	GuidedInAYear Relation = "d" // gave this worker guidance within the past year
)

// Relations are those that hold on the day, in the notice's order; empty when
// none does. lastGuided is the day on which the physician last gave this
// worker guidance, zero when never.
func (a Appointment) Relations(day, lastGuided civil.Date) []Relation {
	var out []Relation
	if a.On(day) && !a.From.IsZero() {
		out = append(out, AppointedHere)
	}
	yearAgo := day.AddMonths(-12)
	if !a.CareSince.IsZero() && !a.CareSince.After(yearAgo) && (a.Until.IsZero() || !day.After(a.Until)) {
		out = append(out, CaresForAYear)
	}
	within := func(d civil.Date) bool { return !d.IsZero() && !d.Before(yearAgo) && !d.After(day) }
	if within(a.LastRound) {
		out = append(out, RoundInAYear)
	}
	if within(lastGuided) {
		out = append(out, GuidedInAYear)
	}
	return out
}
