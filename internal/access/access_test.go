package access

import (
	"errors"
	"strings"
	"testing"

	"mendan/internal/actor"
	"mendan/internal/id"
)

// The cast: one company with two workplaces, one foreign company.
const (
	minato  = id.Company("com_minato")
	other   = id.Company("com_other")
	honsha  = id.Workplace("wpl_honsha")
	chiba   = id.Workplace("wpl_chiba")
	takashi = id.Employee("emp_takahashi")
	boss    = id.Employee("emp_boss")
	third   = id.Employee("emp_third")
	sato    = id.Physician("phy_sato")
	suzuki  = id.Physician("phy_suzuki")
)

func cast() map[string]actor.Actor {
	return map[string]actor.Actor{
		"EMPLOYEE":             {Account: "acc_1", Roles: actor.Of(actor.Employee), Company: minato, Employee: takashi},
		"HR_OFFICER":           {Account: "acc_2", Roles: actor.Of(actor.HROfficer), Company: minato, Workplaces: []id.Workplace{honsha}},
		"LINE_MANAGER":         {Account: "acc_3", Roles: actor.Of(actor.LineManager), Company: minato, Employee: boss},
		"OCC_PHYSICIAN":        {Account: "acc_4", Roles: actor.Of(actor.Physician), Physician: sato},
		"OCC_HEALTH_STAFF":     {Account: "acc_5", Roles: actor.Of(actor.HealthStaff), Workplaces: []id.Workplace{honsha}},
		"COMMITTEE_MEMBER":     {Account: "acc_6", Roles: actor.Of(actor.Committee), Company: minato, Workplaces: []id.Workplace{honsha}},
		"PROVIDER_COORDINATOR": {Account: "acc_7", Roles: actor.Of(actor.Coordinator)},
		"SYSTEM_ADMIN":         {Account: "acc_8", Roles: actor.Of(actor.Admin)},
	}
}

// near is a subject in everybody's reach.
func near(kind string) Subject {
	return Subject{
		Company: minato, Workplace: honsha, Employee: takashi, Manager: boss, Physician: sato,
		Appointed: []id.Physician{sato}, Type: "ANY", Statutory: kind != "voluntary",
	}
}

// The matrix, line by line: what stands there holds for a near subject, and
// nothing of it for one out of reach.
func TestEveryLineHolds(t *testing.T) {
	t.Parallel()
	for _, l := range parse() {
		if len(l.grades) != 8 {
			t.Fatalf("%s has %d roles, want 8", l.action, len(l.grades))
		}
		for name, who := range cast() {
			letter := l.grades[who.Roles.List()[0]]
			plain, helped := near(l.kind), near(l.kind)
			helped.Aggregated, helped.Consent, helped.BreakGlass = true, true, true

			want, wantHelped := letter, letter
			switch letter {
			case consented:
				want, wantHelped = None, Full
				if name == "LINE_MANAGER" {
					wantHelped = Processed
				}
			case emergency:
				want, wantHelped = None, Full
			case Aggregated:
				want = None
			default: // a grade as it stands
			}
			if got := GradeOf(who, l.action, plain); got != want {
				t.Errorf("%s %s %s: grade %c, want %c", l.action, l.kind, name, got, want)
			}
			if got := GradeOf(who, l.action, helped); got != wantHelped {
				t.Errorf("%s %s %s helped: grade %c, want %c", l.action, l.kind, name, got, wantHelped)
			}
			if got, want := Check(who, l.action, plain) == nil, want != None; got != want {
				t.Errorf("%s %s %s: allowed %t, want %t", l.action, l.kind, name, got, want)
			}
			if err := Check(actor.Actor{}, l.action, helped); err == nil {
				t.Errorf("%s %s: nobody may", l.action, l.kind)
			}
			if err := Check(actor.System("test.duty"), l.action, plain); err != nil {
				t.Errorf("%s %s: the system may not: %v", l.action, l.kind, err)
			}
		}
	}
}

// Every action has its lines, and every line an action; a kind is never half there.
func TestEveryActionHasALine(t *testing.T) {
	t.Parallel()
	kinds := map[Action][]string{}
	for _, l := range parse() {
		kinds[l.action] = append(kinds[l.action], l.kind)
		switch l.reach {
		case person, assigned, workplace, company, anything:
		default:
			t.Errorf("%s: reach %q", l.action, l.reach)
		}
		for role, g := range l.grades {
			if !strings.ContainsRune("FOXPACB-", rune(g)) {
				t.Errorf("%s %s: letter %c", l.action, role, g)
			}
			if g == Own && role != actor.Employee {
				t.Errorf("%s: own means the worker, not %s", l.action, role)
			}
		}
	}
	for a, k := range kinds {
		if got := strings.Join(k, " "); got != "any" && got != "statutory voluntary" {
			t.Errorf("%s has lines for %q", a, got)
		}
	}
	if GradeOf(cast()["SYSTEM_ADMIN"], "no_such_action", Subject{}) != None {
		t.Error("an action without a line is allowed")
	}
}

// Whoever is out of reach gets nothing with a person or a case in it.
func TestOutOfReach(t *testing.T) {
	t.Parallel()
	far := map[string]func(*Subject){
		"another company":  func(s *Subject) { s.Company, s.Workplace, s.Manager = other, "wpl_other", "emp_x" },
		"no company":       func(s *Subject) { s.Company, s.Workplace, s.Employee, s.Manager = "", "", "", "" },
		"company unnoted":  func(s *Subject) { s.Company, s.Employee, s.Workplace = "", "", "" },
		"another place":    func(s *Subject) { s.Workplace, s.Manager = chiba, "emp_x" },
		"another manager":  func(s *Subject) { s.Workplace, s.Manager = chiba, third },
		"nobody's manager": func(s *Subject) { s.Workplace, s.Manager = chiba, "" },
	}
	for _, l := range parse() {
		if l.reach == anything || l.reach == company {
			continue
		}
		for how, move := range far {
			s := near(l.kind)
			move(&s)
			s.Employee, s.Physician, s.Appointed = third, suzuki, []id.Physician{suzuki}
			s.Aggregated, s.Consent, s.BreakGlass = true, true, true
			for name, who := range cast() {
				if name == "PROVIDER_COORDINATOR" || name == "SYSTEM_ADMIN" {
					continue // the provider's own people deal with every company
				}
				if err := Check(who, l.action, s); !errors.Is(err, ErrHidden) {
					t.Errorf("%s %s, %s, %s: %v, want hidden", l.action, l.kind, name, how, err)
				}
			}
		}
	}
}

// An actor or a subject that lacks its ids meets nobody: two empty ids are not the same id.
func TestEmptyIdsNeverMatch(t *testing.T) {
	t.Parallel()
	for name, who := range cast() {
		if name == "PROVIDER_COORDINATOR" || name == "SYSTEM_ADMIN" {
			continue
		}
		bare := actor.Actor{Account: who.Account, Roles: who.Roles}
		company := actor.Actor{Account: who.Account, Roles: who.Roles, Company: minato}
		for _, l := range parse() {
			if l.reach == anything {
				continue
			}
			empty := Subject{Aggregated: true, Consent: true, BreakGlass: true, Statutory: l.kind != "voluntary"}
			if g := GradeOf(bare, l.action, empty); g != None {
				t.Errorf("%s %s: a bare %s has %c of an empty subject", l.action, l.kind, name, g)
			}
			if empty.Company = minato; l.reach != "company" {
				if g := GradeOf(company, l.action, empty); g != None {
					t.Errorf("%s %s: a %s without ids has %c of a subject without ids", l.action, l.kind, name, g)
				}
			}
		}
	}
}

// A physician who is appointed but not assigned sees that there is a case, and nothing of what was said.
func TestAppointedButNotAssigned(t *testing.T) {
	t.Parallel()
	who := cast()["OCC_PHYSICIAN"]
	s := near("statutory")
	s.Physician = suzuki
	for _, a := range []Action{ReadQuestionnaire, ReadNotes, WriteNotes, ReadReport, WriteReport, ReadOpinion, EnterRoom, AdmitToRoom, ReadEmergencyContact} {
		if err := Check(who, a, s); !errors.Is(err, ErrForbidden) {
			t.Errorf("%s: %v, want forbidden", a, err)
		}
	}
	if err := Check(who, SeeBookingFact, s); err != nil {
		t.Errorf("see booking fact: %v", err)
	}
}

// Promises in words: a consultation does not exist for the employer; the
// employer knows of a statutory interview but is refused what was said.
func TestWhatTheEmployerLearns(t *testing.T) {
	t.Parallel()
	hr, manager := cast()["HR_OFFICER"], cast()["LINE_MANAGER"]
	for _, l := range parse() {
		if l.reach == anything || l.reach == company || l.kind == "statutory" {
			continue
		}
		s := near("voluntary")
		for _, who := range []actor.Actor{hr, manager} {
			if err := Check(who, l.action, s); err != nil && !errors.Is(err, ErrHidden) {
				t.Errorf("consultation, %s by %s: %v tells that it exists", l.action, who.Roles, err)
			}
		}
	}
	for _, a := range []Action{SeeTasks, SeeHours, SeePerson} {
		if err := Check(hr, a, near("voluntary")); !errors.Is(err, ErrHidden) {
			t.Errorf("consultation, %s by HR: %v, want hidden", a, err)
		}
	}
	for _, a := range []Action{ReadNotes, ReadReport, ReadQuestionnaire, EnterRoom, SeeMeasureCause, SeePlace} {
		if err := Check(hr, a, near("statutory")); !errors.Is(err, ErrForbidden) {
			t.Errorf("statutory, %s by HR: %v, want forbidden", a, err)
		}
		if err := Check(manager, a, near("statutory")); !errors.Is(err, ErrHidden) {
			t.Errorf("statutory, %s by the manager: %v, want hidden", a, err)
		}
	}
}

// Several roles add up, each within its own reach.
func TestRolesAddUp(t *testing.T) {
	t.Parallel()
	both := cast()["HR_OFFICER"]
	both.Roles |= actor.Of(actor.Employee)
	both.Employee = takashi
	if got := GradeOf(both, ReadReport, near("statutory")); got != Own {
		t.Errorf("an HR officer's own report: %c, want own", got)
	}
	s := near("statutory")
	s.Employee = third
	if got := GradeOf(both, ReadReport, s); got != None {
		t.Errorf("a colleague's report: %c, want nothing", got)
	}
}

func BenchmarkCheck(b *testing.B) {
	who, s := cast()["OCC_PHYSICIAN"], near("statutory")
	for b.Loop() {
		_ = Check(who, ReadReport, s)
	}
}
