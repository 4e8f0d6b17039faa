// Package access answers one question: may this actor do this to that?
//
// It is pure and denies by default. Areas read the facts about a thing inside
// their act, put them into a Subject and call Check; nothing is decided from
// what a page sent. The rules stand in one table (matrix.go) that physicians
// and lawyers can read without reading Go; the tests walk it line by line.
//
// It does not hide fields: a role that may only know the fact of a thing gets
// another shape of it from the thing's own area. It does not know sign-in.
//
// Read matrix.go first.
package access

import (
	"slices"

	"mendan/internal/actor"
	"mendan/internal/fault"
	"mendan/internal/id"
)

var (
	// ErrForbidden: the actor may know of the thing, but this is not his to do.
	ErrForbidden = fault.New(fault.Forbidden, "web.forbidden")
	// ErrHidden: the actor may not even know that the thing exists. It looks
	// exactly like a thing that does not exist.
	ErrHidden = fault.New(fault.NotFound, "web.not_found")
)

// Subject is what an act is about, as far as permission asks. Empty fields mean
// "does not belong to one"; an empty field never widens what somebody may do.
type Subject struct {
	Company   id.Company
	Workplace id.Workplace
	Employee  id.Employee // the worker it is about
	Manager   id.Employee // that worker's line manager (管理監督者)

	Physician id.Physician   // assigned to the case, or the physician it is about
	Appointed []id.Physician // appointed at the workplace on the day in question

	Type      string // type of the interview when the subject is a case, e.g. LONG_HOURS_GENERAL
	Statutory bool   // the type is a statutory interview; false is the stricter reading

	Aggregated bool // figures of at least ten persons, nobody in particular
	Consent    bool // the worker's consent to exactly this is on the ledger and not withdrawn
	BreakGlass bool // an open break-glass with a reason covers this
}

// Grade is how much of a thing a role may have: one letter of the matrix.
type Grade byte

// The grades, weakest first.
const (
	None       Grade = '-' // nothing
	Aggregated Grade = 'A' // figures of at least ten persons
	Fact       Grade = 'X' // that it is, when and how; nothing of what it holds
	Processed  Grade = 'P' // the measure and its period, no medical detail
	Own        Grade = 'O' // all of it, about oneself
	Full       Grade = 'F' // all of it
	consented  Grade = 'C' // Full (to a manager Processed) while the worker's consent stands
	emergency  Grade = 'B' // Full while a break-glass is open
)

func (g Grade) rank() int {
	return slices.Index([]Grade{None, Aggregated, Fact, Processed, Own, Full}, g)
}

// Check is nil when who may do a to s. Otherwise it is ErrHidden when who may
// not know that s exists, and ErrForbidden when he may.
func Check(who actor.Actor, a Action, s Subject) error {
	switch {
	case GradeOf(who, a, s) != None:
		return nil
	case knows(who, s):
		return ErrForbidden
	}
	return ErrHidden
}

// May tells whether Check would be nil: for links and buttons, never instead of Check.
func May(who actor.Actor, a Action, s Subject) bool { return GradeOf(who, a, s) != None }

// GradeOf is the best grade that one of the actor's roles gives him: None,
// Aggregated, Fact, Processed, Own or Full. The platform itself, in a named
// duty, has Full.
func GradeOf(who actor.Actor, a Action, s Subject) Grade {
	if who.IsSystem() {
		return Full
	}
	line, ok := lineFor(a, s)
	if !ok {
		return None
	}
	best := None
	for _, role := range who.Roles.List() {
		if line.kind == "any" && employers.Has(role) && s.Type != "" && !s.Statutory {
			continue
		}
		if g := settle(role, line.grades[role], s); g.rank() > best.rank() && reaches(who, role, line.reach, s) {
			best = g
		}
	}
	return best
}

// employers are the roles in which somebody acts for the employer.
const employers = actor.Roles(actor.HROfficer | actor.LineManager | actor.Committee)

// settle turns the conditional letters into what they are worth for s.
func settle(role actor.Role, g Grade, s Subject) Grade {
	switch g {
	case consented:
		switch {
		case !s.Consent:
			return None
		case role == actor.LineManager:
			return Processed // what to do, never why
		}
		return Full
	case emergency:
		if s.BreakGlass {
			return Full
		}
		return None
	case Aggregated:
		if s.Aggregated {
			return Aggregated
		}
		return None
	case None, Fact, Processed, Own, Full:
		return g
	}
	return None
}

// reaches tells whether s lies within what who deals with in that role.
func reaches(who actor.Actor, role actor.Role, far reach, s Subject) bool {
	switch role {
	case actor.Employee:
		switch far {
		case company:
			return who.Company != "" && who.Company == s.Company
		case anything:
			return true
		case person, workplace, assigned:
			return who.Employee != "" && who.Employee == s.Employee
		}
	case actor.LineManager:
		switch far {
		case company:
			return who.Company != "" && who.Company == s.Company
		case anything:
			return true
		case person, workplace, assigned:
		}
		return who.Employee != "" && who.Employee == s.Manager && who.Company == s.Company
	case actor.HROfficer, actor.Committee:
		switch {
		case far == anything:
			return true
		case who.Company == "" || who.Company != s.Company:
			return false
		}
		return far == company || who.At(s.Workplace)
	case actor.HealthStaff:
		if far == anything {
			return true
		}
		return s.Workplace != "" && who.At(s.Workplace) && (who.Company == "" || who.Company == s.Company)
	case actor.Physician:
		switch {
		case who.Physician == "":
			return false
		case far == anything || who.Physician == s.Physician:
			return true
		case far == assigned:
			return false
		}
		return slices.Contains(s.Appointed, who.Physician)
	case actor.Coordinator, actor.Admin:
		return true
	}
	return false
}

// knows tells whether who may learn from the answer that s exists.
func knows(who actor.Actor, s Subject) bool {
	switch {
	case s.Type != "":
		return May(who, SeeBookingFact, s)
	case s.Employee != "":
		return May(who, SeePerson, s)
	case s.Workplace != "" || s.Company != "":
		return May(who, SeeCompany, s)
	}
	return true
}
