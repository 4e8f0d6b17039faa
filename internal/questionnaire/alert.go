package questionnaire

import (
	"time"

	"mendan/internal/id"
)

// Level is how fast somebody has to look (questionnaires.md section 7).
type Level string

// The levels, most pressing first.
const (
	Urgent            Level = "URGENT"
	SuicidalitySignal Level = "SUICIDALITY_SIGNAL"
	PhysicalUrgent    Level = "PHYSICAL_URGENT"
	Review            Level = "REVIEW"
)

// rank orders levels; a higher one is shown first.
func (l Level) rank() int {
	switch l {
	case Urgent:
		return 4
	case SuicidalitySignal:
		return 3
	case PhysicalUrgent:
		return 2
	case Review:
		return 1
	}
	return 0
}

// Rules are the alert table: what in which answer asks for whose attention.
// It is data, approved by the provider's lead physician, with a version.
type Rules struct {
	Version int
	Source  string
	List    []Rule
}

// Rule raises one alert.
type Rule struct {
	ID    string   // "AL-1"
	Level Level    // decides the order
	Forms []FormID // where it applies
	Name  Text     // for the physician
	Card  string   // help card shown to the worker at once; empty: none

	When  *Condition // on the answers of one form
	Score *int       // or: the total of a complete result is at least this
}

// Alert is a rule that was met.
type Alert struct {
	Rule     string
	Level    Level
	Name     Text
	Card     string
	Question string // the question whose answer met it; empty for a score
	Form     FormID
	Response id.Response
	Case     id.Case
	At       time.Time
}

func (r Rule) covers(form FormID) bool {
	for _, f := range r.Forms {
		if f == form {
			return true
		}
	}
	return false
}

// Check lists the alerts that the answers of a form meet, most pressing first.
// just is the question that was answered now; an alert of another answer is not
// repeated. Empty just: all of them.
func (r Rules) Check(f *Form, a Answers, just string) []Alert {
	shown := f.Shown(a)
	var out []Alert
	for _, rule := range r.List {
		if !rule.covers(f.ID) {
			continue
		}
		if rule.Score != nil {
			if res, ok := f.Score(a); ok && res.Complete && res.Total >= *rule.Score {
				out = append(out, Alert{Rule: rule.ID, Level: rule.Level, Name: rule.Name, Card: rule.Card, Form: f.ID})
			}
			continue
		}
		rule.When.leaves(func(c *Condition) {
			if (just == "" || c.Question == just) && rule.When.holds(shown) && c.holds(shown) {
				out = append(out, Alert{Rule: rule.ID, Level: rule.Level, Name: rule.Name, Card: rule.Card, Question: c.Question, Form: f.ID})
			}
		})
	}
	sortAlerts(out)
	return out
}

func sortAlerts(list []Alert) {
	// Insertion sort: a handful of entries, and the table's order is kept among equals.
	for i := 1; i < len(list); i++ {
		for j := i; j > 0 && list[j].Level.rank() > list[j-1].Level.rank(); j-- {
			list[j], list[j-1] = list[j-1], list[j]
		}
	}
}

// Card is fixed text with numbers to call, shown to a worker at once.
// Nothing in it is generated.
type Card struct {
	ID    string
	Title Text
	Lead  []Text
	Lines []Line
	After Text // what happens with the answer, and what does not
}

// Line is one number to call.
type Line struct {
	ID      string
	Name    Text
	Number  string // as printed: "0120-061-338"
	Hours   Text
	Note    Text
	Source  string
	Checked string // day on which the number was compared with its source
	Free    bool   // costs the caller nothing
}

// Dial is the number for a tel: link.
func (l Line) Dial() string {
	var b []byte
	for i := range len(l.Number) {
		if c := l.Number[i]; c >= '0' && c <= '9' || c == '#' || c == '+' {
			b = append(b, c)
		}
	}
	return string(b)
}

// Help is all cards with the day on which their numbers should be compared again.
type Help struct {
	Version int
	Checked string // oldest day among the lines
	Cards   []Card
}

// Card finds a card.
func (h Help) Card(name string) (Card, bool) {
	for _, c := range h.Cards {
		if c.ID == name {
			return c, true
		}
	}
	return Card{}, false
}
