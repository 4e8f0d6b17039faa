package gate

import (
	"cmp"
	"slices"
	"strings"

	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/id"
)

// Fact is one thing an area knows about a workplace, a type and a day.
type Fact struct {
	Yes      bool
	Number   int        // for "at least"
	From     civil.Date // since when, or the day it was done; zero: not said
	Until    civil.Date // last day; zero: without end
	Evidence []string   // ids of what it rests on
	Why      string     // a code with a sentence: why not Yes; may be empty
}

// Facts are what is known, by name; what is absent nobody can tell.
type Facts map[string]Fact

// State is how a requirement stands.
type State string

// The states.
const (
	Held    State = "held"
	Expires State = "expires" // held, until a day that is known
	Missing State = "missing"
	Expired State = "expired" // was held, until a day that is over
	Late    State = "late"    // done or decided, but only after the day asked about
	Unknown State = "unknown" // nobody can tell: counts as not held
	Each    State = "each"    // asked for each interview
)

// OK tells whether the requirement holds, or is not judged here.
func (s State) OK() bool { return s == Held || s == Expires || s == Each }

// Item is the verdict on one requirement.
type Item struct {
	ID       string     `json:"id"`
	Strength Strength   `json:"strength"`
	Stage    Stage      `json:"stage"`
	State    State      `json:"state"`
	Since    civil.Date `json:"since,omitzero"`
	Until    civil.Date `json:"until,omitzero"`
	Evidence []string   `json:"evidence"`
	Why      string     `json:"why,omitempty"` // a code
	Title    Words      `json:"title"`
	Next     Words      `json:"next"`
	Link     string     `json:"link,omitempty"`
	Source   string     `json:"source"`
}

// Closes tells whether this item alone closes the gate.
func (i Item) Closes() bool { return i.Strength == Hard && i.Stage == Launch && !i.State.OK() }

// Warns tells whether something should be done about it, though it closes nothing.
func (i Item) Warns() bool { return !i.State.OK() && !i.Closes() }

// Verdict is what the gate says of a workplace, a type and a day.
type Verdict struct {
	Workplace id.Workplace  `json:"workplace"`
	Type      casework.Type `json:"type"`
	Day       civil.Date    `json:"day"` // of the interview
	Version   string        `json:"version"`
	Open      bool          `json:"open"`
	Items     []Item        `json:"items"`
}

// Question is what is judged.
type Question struct {
	Workplace id.Workplace
	Type      casework.Type
	Headcount int
	Day       civil.Date // of the interview
	Today     civil.Date // what lies after it has not happened
}

// Judge gives the verdict on every requirement that is asked, in the order of the table.
func (t Table) Judge(q Question, facts Facts) Verdict {
	out := Verdict{Workplace: q.Workplace, Type: q.Type, Day: q.Day, Version: t.Version, Open: true, Items: []Item{}}
	for _, r := range t.Requirements {
		if !t.covers(r, q.Type) || q.Headcount < r.From || r.Below > 0 && q.Headcount >= r.Below {
			continue
		}
		i := Item{
			ID: r.ID, Strength: r.Strength, Stage: r.Stage, Title: r.Title, Next: r.Next, Source: r.Source, Evidence: []string{},
			Link: strings.ReplaceAll(r.Link, "{workplace}", string(q.Workplace)),
		}
		if r.Stage == Interview {
			i.State = Each
		} else {
			f, known := facts[r.Fact]
			i.judge(r.Holds, f, known, q)
		}
		if i.Closes() {
			out.Open = false
		}
		out.Items = append(out.Items, i)
	}
	return out
}

func (i *Item) judge(t Test, f Fact, known bool, q Question) {
	i.State, i.Since, i.Why = Held, f.From, f.Why
	if f.Evidence != nil {
		i.Evidence = f.Evidence
	}
	if !known {
		i.State = Unknown
		return
	}
	until := f.Until
	if t.Kind == "within" && !f.From.IsZero() {
		if end := f.From.AddMonths(t.N); until.IsZero() || end.Before(until) {
			until = end
		}
	}
	switch {
	case t.Kind == "least" && f.Number < t.N, t.Kind != "least" && !f.Yes:
		i.State = Missing
	case (t.Kind == "dated" || t.Kind == "within") && f.From.IsZero():
		i.State = Missing // done, they say, but nobody knows when
	case f.From.After(q.Day) || f.From.After(q.Today):
		i.State = Late
	case !until.IsZero() && until.Before(q.Day):
		i.State, i.Until = Expired, until
	case !until.IsZero():
		i.State, i.Until = Expires, until
	}
}

// Closing are the items that close the gate, in the order of the table.
func (v Verdict) Closing() []Item { return v.pick(Item.Closes) }

// Warnings are those that do not, but want something done.
func (v Verdict) Warnings() []Item { return v.pick(Item.Warns) }

// Holding are those of the workplace that hold, those that end soonest first.
func (v Verdict) Holding() []Item {
	out := v.pick(func(i Item) bool { return i.Stage == Launch && i.State.OK() })
	slices.SortStableFunc(out, func(a, b Item) int {
		if a.Until.IsZero() != b.Until.IsZero() {
			return cmp.Compare(rank(a), rank(b))
		}
		return a.Until.Compare(b.Until)
	})
	return out
}

func rank(i Item) int {
	if i.Until.IsZero() {
		return 1
	}
	return 0
}

// PerInterview are those that are asked for each interview.
func (v Verdict) PerInterview() []Item {
	return v.pick(func(i Item) bool { return i.Stage == Interview })
}

func (v Verdict) pick(f func(Item) bool) []Item {
	var out []Item
	for _, i := range v.Items {
		if f(i) {
			out = append(out, i)
		}
	}
	return out
}
