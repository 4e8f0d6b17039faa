package governance

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"mendan/internal/civil"
	"mendan/internal/id"
)

// Capacity is what a member of the committee is there for.
type Capacity string

// The capacities. Source: S01 18(2), 17(3).
const (
	Chair         Capacity = "CHAIR"          // 議長
	HealthOfficer Capacity = "HEALTH_OFFICER" // 衛生管理者
	SafetyOfficer Capacity = "SAFETY_OFFICER" // 安全管理者 (安全衛生委員会)
	Doctor        Capacity = "PHYSICIAN"      // 産業医
	Experienced   Capacity = "EXPERIENCED"    // 衛生に関し経験を有する労働者
)

// Capacities lists them in the order they are shown.
func Capacities() []Capacity {
	return []Capacity{Chair, HealthOfficer, Doctor, SafetyOfficer, Experienced}
}

// Member is a person in the committee of a workplace (委員).
type Member struct {
	ID          id.Member
	Company     id.Company
	Workplace   id.Workplace
	Employee    id.Employee  // empty for the physician and people outside
	Physician   id.Physician // of the physician
	Name        string
	Capacity    Capacity
	Recommended bool       // by the union or the workers' representative (労働者側の推薦)
	From        civil.Date // first day
	Until       civil.Date // last day; zero: until further notice
}

// On tells whether the person is a member on the day.
func (m Member) On(day civil.Date) bool {
	return !day.Before(m.From) && (m.Until.IsZero() || !day.After(m.Until))
}

// Requirements is what law and notices ask of a committee, as data with
// sources (governancedata/committee.txt).
type Requirements struct {
	Version     int
	From        civil.Date
	Source      string
	Small       int   // below so many workers no committee is required
	PublishDays int   // how many days 「遅滞なく」 is read as, for the minutes
	KeepMonths  int   // how long records are kept
	RemindDays  []int // days after the notice on which the rest is reminded
	Composition []Requirement
	Online      []Requirement // way A of the online-committee notice
	Paper       []Requirement // way B
	Tags        []Requirement // what a meeting can be about; Test is the tag
}

// Requirement is one line of the table.
type Requirement struct {
	ID     string
	Test   string // of Composition: "CHAIR 1", "PHYSICIAN some", "recommended half"; of B: a check the program makes itself
	Says   Says
	Source string
}

// Conditions are those of a way of meeting.
func (r Requirements) Conditions(m Mode) []Requirement {
	switch m {
	case Online:
		return r.Online
	case Paper:
		return r.Paper
	case InRoom:
	}
	return nil
}

// CommitteeRequired tells whether a workplace of that size must have a committee. Source: S01 18(1), S15.
func (r Requirements) CommitteeRequired(headcount int) bool { return headcount >= r.Small }

// Checked is one requirement and whether it is met.
type Checked struct {
	Requirement
	Met bool
}

// Compose checks the members of a day against the composition the law asks for.
func (r Requirements) Compose(members []Member, day civil.Date) []Checked {
	count := map[Capacity]int{}
	others, recommended := 0, 0
	for _, m := range members {
		if !m.On(day) {
			continue
		}
		count[m.Capacity]++
		if m.Capacity != Chair {
			others++
			if m.Recommended {
				recommended++
			}
		}
	}
	var out []Checked
	for _, q := range r.Composition {
		what, how, _ := strings.Cut(q.Test, " ")
		n := count[Capacity(what)]
		met := false
		switch how {
		case "some":
			met = n > 0
		case "half":
			met = others > 0 && 2*recommended >= others
		default:
			want, err := strconv.Atoi(how)
			met = err == nil && n == want
		}
		out = append(out, Checked{q, met})
	}
	return out
}

// AllMet tells whether nothing is missing.
func AllMet(list []Checked) bool {
	return !slices.ContainsFunc(list, func(c Checked) bool { return !c.Met })
}

// ParseRequirements reads the table. Errors name the line.
func ParseRequirements(text string) (Requirements, error) {
	p := parser{file: "committee.txt"}
	var r Requirements
	var k Kit
	part := ""
	number := func(rest string) int {
		n, err := strconv.Atoi(rest)
		if err != nil || n < 1 {
			p.say("a number from 1")
		}
		return n
	}
	p.each(text, func(l string) {
		word, rest, _ := strings.Cut(l, " ")
		rest = strings.TrimSpace(rest)
		switch {
		case word == "==":
			part = rest
		case word == "-":
			c := cells(rest)
			q := Requirement{ID: c[0]}
			switch {
			case len(c) == 5:
				q.Test, q.Says, q.Source = c[1], Says{c[2], c[3]}, c[4]
			case len(c) == 4:
				q.Says, q.Source = Says{c[1], c[2]}, c[3]
			default:
				p.say("a line is: - id | test | 日本語 | English | source")
			}
			list := map[string]*[]Requirement{"composition": &r.Composition, "online": &r.Online, "paper": &r.Paper, "tags": &r.Tags}[part]
			if list == nil {
				p.say("belongs to no part")
				return
			}
			*list = append(*list, q)
		case part == "" && p.head(l, &k):
		case word == "small":
			r.Small = number(rest)
		case word == "publish-days":
			r.PublishDays = number(rest)
		case word == "keep-months":
			r.KeepMonths = number(rest)
		case word == "remind-days":
			for _, f := range strings.Fields(rest) {
				r.RemindDays = append(r.RemindDays, number(f))
			}
		default:
			p.say("not understood: %s", l)
		}
	})
	r.Version, r.From, r.Source = k.Version, k.From, k.Source
	if r.Version == 0 || r.Source == "" || r.Small == 0 || r.PublishDays == 0 || r.KeepMonths == 0 || len(r.RemindDays) == 0 ||
		len(r.Composition) == 0 || len(r.Online) == 0 || len(r.Paper) == 0 || len(r.Tags) == 0 {
		p.say("something is missing")
	}
	if len(p.faults) > 0 {
		return Requirements{}, fmt.Errorf("governance: %w", errors.New(strings.Join(p.faults, "\n")))
	}
	return r, nil
}
