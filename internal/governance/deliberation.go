package governance

import (
	"slices"
	"time"

	"mendan/internal/civil"
	"mendan/internal/id"
)

// Mode is how a committee meets.
type Mode string

// The modes. Source: S16 2(2): A is Online, B is Paper.
const (
	InRoom Mode = "IN_PERSON"
	Online Mode = "ONLINE" // 即時のやりとり (テレビ会議など)
	Paper  Mode = "PAPER"  // 即時でない方法 (書面・メールなど)
)

// Deliberation is one meeting of the committee, or one hearing of the workers
// where no committee is required (調査審議).
type Deliberation struct {
	ID        id.Deliberation
	Company   id.Company
	Workplace id.Workplace
	Hearing   bool // Ordinance 23-2, under 50 workers
	On        civil.Date
	Mode      Mode
	Place     string // room, or the tool of an online meeting
	Met       []string
	Note      string // how a hearing was held; who coordinated a paper meeting
	Agenda    []Item
	Present   []id.Member
	Draft     int // version of the rule text that was laid before it; 0: none

	Decision  Decision
	DecidedOn civil.Date
	Remark    string // what was changed, why it was not adopted
	Composed  bool   // the committee was composed as the law asks on that day

	Minutes   string
	WrittenAt time.Time
	Published civil.Date // when the outline was made known to workers; zero: not yet
	Where     string     // how
	MadeAt    time.Time
}

// Item is one point of the agenda.
type Item struct {
	Tag  string `json:"tag"`
	Text string `json:"text"`
}

// Decision is what a meeting decided about the rule.
type Decision string

// The decisions. Undecided is the zero value.
const (
	Undecided          Decision = ""
	Adopted            Decision = "ADOPTED"
	AdoptedWithChanges Decision = "ADOPTED_WITH_CHANGES"
	NotAdopted         Decision = "NOT_ADOPTED"
)

// Yes tells whether the rule was adopted.
func (d Decision) Yes() bool { return d == Adopted || d == AdoptedWithChanges }

// PublishBy is the last day on which the minutes are still made known without
// delay. Clock DL-13. Source: S02 23(3); the number of days is in committee.txt.
func (d Deliberation) PublishBy(r Requirements) civil.Date { return d.On.AddDays(r.PublishDays) }

// KeepUntil is the last day of the time the record has to be kept: RT-06,
// counted from the day the record was made. Source: S02 23(4).
func (d Deliberation) KeepUntil(r Requirements, zone *time.Location) civil.Date {
	made := d.On
	if !d.WrittenAt.IsZero() {
		if day := civil.DateOf(d.WrittenAt, zone); day.After(made) {
			made = day
		}
	}
	return made.AddMonths(r.KeepMonths)
}

// Missing are the conditions of the way of meeting that are not ticked.
func (d Deliberation) Missing(r Requirements) []Requirement {
	var out []Requirement
	for _, c := range r.Conditions(d.Mode) {
		if !slices.Contains(d.Met, c.ID) {
			out = append(out, c)
		}
	}
	return out
}

// Stance is what a member thinks of the draft.
type Stance string

// The stances.
const (
	Agrees    Stance = "AGREES"
	Wishes    Stance = "WISHES" // agrees if something is changed
	Disagrees Stance = "DISAGREES"
	Abstains  Stance = "ABSTAINS"
)

// Known tells whether s is one of them.
func (s Stance) Known() bool {
	return slices.Contains([]Stance{Agrees, Wishes, Disagrees, Abstains}, s)
}

// Statement is the opinion of one member (各委員の意見).
type Statement struct {
	Deliberation id.Deliberation
	Member       id.Member
	Company      id.Company
	Stance       Stance
	Text         string
	At           time.Time
	By           id.Account // who wrote it down; the member, or HR for him
}

// Silent are the members who have said nothing. In a paper meeting silence is
// not consent. Source: S16 2(2) B.
func Silent(members []Member, said []Statement) []Member {
	var out []Member
	for _, m := range members {
		if !slices.ContainsFunc(said, func(s Statement) bool { return s.Member == m.ID }) {
			out = append(out, m)
		}
	}
	return out
}

// mayDecide is the rule for a decision about the draft.
//
// Errors: ErrFuture, ErrCommitteeNeeded, ErrConditions, ErrSilent, ErrDecided.
func mayDecide(d Deliberation, decided, today civil.Date, headcount int, members []Member, said []Statement, r Requirements) error {
	switch {
	case d.Decision != Undecided:
		return ErrDecided
	case d.On.After(today) || decided.After(today) || decided.Before(d.On):
		return ErrFuture
	case d.Hearing && r.CommitteeRequired(headcount):
		return ErrCommitteeNeeded
	case !d.Hearing && len(d.Missing(r)) > 0:
		return ErrConditions
	case !d.Hearing && d.Mode == Paper && len(Silent(members, said)) > 0:
		return ErrSilent
	}
	return nil
}

// mayDelete refuses what has to be kept. Errors: ErrKept with the day.
func mayDelete(d Deliberation, today civil.Date, r Requirements, zone *time.Location) error {
	if d.Decision == Undecided && d.Minutes == "" && d.On.After(today) {
		return nil // planned and never held: no record yet
	}
	if until := d.KeepUntil(r, zone); !today.After(until) {
		return ErrKept.With(until.Japanese())
	}
	return nil
}
