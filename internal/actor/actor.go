// Package actor says who does something: a signed-in person with roles, or the
// system itself in a named duty. It decides nothing; package access does.
package actor

import (
	"strings"

	"mendan/internal/id"
)

// Role is one way of using the system; what each may do stands in package access.
type Role uint16

// The roles.
const (
	Employee    Role = 1 << iota // 労働者(本人)
	HROfficer                    // 人事労務担当
	LineManager                  // 管理監督者・上長
	Physician                    // 産業医
	HealthStaff                  // 保健師・産業保健スタッフ
	Committee                    // 衛生委員会委員
	Coordinator                  // 提供者コーディネーター
	Admin                        // システム管理者
)

// Every role in the order they are shown.
var names = []struct {
	role Role
	name string
}{
	{Employee, "EMPLOYEE"}, {HROfficer, "HR_OFFICER"}, {LineManager, "LINE_MANAGER"},
	{Physician, "OCC_PHYSICIAN"}, {HealthStaff, "OCC_HEALTH_STAFF"}, {Committee, "COMMITTEE_MEMBER"},
	{Coordinator, "PROVIDER_COORDINATOR"}, {Admin, "SYSTEM_ADMIN"},
}

// Roles is a set of roles. The zero set holds nobody.
type Roles uint16

// Of makes a set.
func Of(roles ...Role) Roles {
	var s Roles
	for _, r := range roles {
		s |= Roles(r)
	}
	return s
}

// Has tells whether r is in the set.
func (s Roles) Has(r Role) bool { return s&Roles(r) != 0 }

// Meets tells whether the sets share a role.
func (s Roles) Meets(t Roles) bool { return s&t != 0 }

// List gives the roles of the set in the order they are shown.
func (s Roles) List() []Role {
	var out []Role
	for _, n := range names {
		if s.Has(n.role) {
			out = append(out, n.role)
		}
	}
	return out
}

// String joins the names with a space: the form in which a set is stored.
func (s Roles) String() string {
	var out []string
	for _, r := range s.List() {
		out = append(out, r.String())
	}
	return strings.Join(out, " ")
}

// ParseRoles reads what String wrote; unknown names are left out.
func ParseRoles(text string) Roles {
	var s Roles
	for _, word := range strings.Fields(text) {
		for _, n := range names {
			if n.name == word {
				s |= Roles(n.role)
			}
		}
	}
	return s
}

// String is the role's identifier.
func (r Role) String() string {
	for _, n := range names {
		if n.role == r {
			return n.name
		}
	}
	return "NOBODY"
}

// Actor is who acts. The zero Actor is nobody and may nothing.
type Actor struct {
	Account id.Account
	Session id.Session
	Roles   Roles

	Company    id.Company     // of employees, HR officers, managers, committee members
	Workplaces []id.Workplace // where an HR officer, nurse or committee member acts; empty for the rest of the provider's people
	Employee   id.Employee    // the actor's own person, when he is a worker of a company
	Physician  id.Physician   // the actor's own person, when he is a physician

	duty string // of the system
}

// System is the platform itself in a named duty: "notify.deliver".
func System(duty string) Actor { return Actor{duty: duty} }

// IsSystem tells whether the platform itself acts.
func (a Actor) IsSystem() bool { return a.duty != "" }

// Is tells whether the actor has the role.
func (a Actor) Is(r Role) bool { return a.Roles.Has(r) }

// Name is how the audit log calls the actor: an account id or "system:duty". Never a person's name.
func (a Actor) Name() string {
	switch {
	case a.duty != "":
		return "system:" + a.duty
	case a.Account != "":
		return string(a.Account)
	}
	return "nobody"
}

// At tells whether the actor acts at the workplace.
func (a Actor) At(w id.Workplace) bool {
	for _, x := range a.Workplaces {
		if x == w {
			return true
		}
	}
	return false
}
