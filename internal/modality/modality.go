// Package modality decides whether an interview may be held online or has to be
// held in person, by a table that physicians and lawyers can read and correct.
//
// The table is a text (modalitydata): facts, rows with a condition over facts,
// an outcome and reasons in words. Every row that fires is kept; the strictest
// outcome wins; what is not known never counts as good news; and online needs a
// row that says so. The physician may tighten at any moment and loosen only a
// recommendation.
//
// What it does not do: it knows no screen, no database and no other area's
// facts; they come through ports. Read this file, then expr.go and parse.go for
// the table, service.go for what is kept.
package modality

import (
	"fmt"
	"slices"
	"strings"

	"mendan/internal/civil"
)

// Outcome is how an interview may be held.
type Outcome string

// The outcomes, loosest first.
const (
	OnlineOK    Outcome = "ONLINE_OK"
	Recommended Outcome = "IN_PERSON_RECOMMENDED" // online only with the physician's recorded sentence
	Required    Outcome = "IN_PERSON_REQUIRED"    // online is closed
)

// Outcomes lists them, loosest first.
func Outcomes() []Outcome { return []Outcome{OnlineOK, Recommended, Required} }

// rank is -1 for what is no outcome.
func (o Outcome) rank() int { return slices.Index(Outcomes(), o) }

// Stricter tells whether o asks for more than p.
func (o Outcome) Stricter(p Outcome) bool { return o.rank() > p.rank() }

// Lang is a language of the table: "ja" or "en".
type Lang string

// The languages of the table.
const (
	JA Lang = "ja"
	EN Lang = "en"
)

// Text is one sentence in both languages.
type Text struct{ JA, EN string }

// In gives the sentence in a language; Japanese when it is not English.
func (t Text) In(l Lang) string {
	if l == EN {
		return t.EN
	}
	return t.JA
}

func (t Text) complete() bool { return t.JA != "" && t.EN != "" }

// Row is one line of the table.
type Row struct {
	ID        string // D-14
	Outcome   Outcome
	Condition string // as written
	Worker    Text
	Physician Text
	Employer  Text // empty: the neutral sentence of the table
	Source    string
	Mark      string // how sure the source is: O, S, M, own ...

	when node
	// facts are the ones the condition looks at, also through other rows, in the order of the schema.
	facts []int
}

// Neutral tells whether the employer is told nothing of the row.
func (r *Row) Neutral() bool { return r.Employer == Text{} }

// Facts names the facts that the row's condition looks at, also through other rows.
func (r *Row) Facts(t *Table) []string {
	var out []string
	for _, i := range r.facts {
		out = append(out, t.Schema[i].Name)
	}
	return out
}

// Table is one version of the rules.
type Table struct {
	Version  string
	From     civil.Date // first day
	Until    civil.Date // last day; zero: until further notice
	Approved Text       // who approved it, and when; in words
	Source   string
	Schema   []Fact
	Rows     []*Row
	// Otherwise is the row for cases of which no row speaks.
	Otherwise *Row
	// Neutral is all the employer learns of a row that is not his business;
	// Open is what he learns while online is not closed.
	Neutral, Open Text

	clashes []*Clash
	sources map[string]Text
	index   map[string]int
}

// Clash is a combination of facts that cannot be.
type Clash struct {
	ID        string
	Field     string // the fact that is named in the error
	Condition string
	Why       Text

	when node
}

// Clashes lists the combinations of facts that cannot be.
func (t *Table) Clashes() []*Clash { return slices.Clone(t.clashes) }

// On tells whether the table holds on the day.
func (t *Table) On(day civil.Date) bool {
	return !day.Before(t.From) && (t.Until.IsZero() || !day.After(t.Until))
}

// Fact finds a fact of the schema.
func (t *Table) Fact(name string) (Fact, bool) {
	i, ok := t.index[name]
	if !ok {
		return Fact{}, false
	}
	return t.Schema[i], true
}

// Row finds a row. The row for everything else is found by its id too.
func (t *Table) Row(id string) (*Row, bool) {
	for _, r := range append(t.Rows, t.Otherwise) {
		if r.ID == id {
			return r, true
		}
	}
	return nil, false
}

// Decision is the outcome for some facts.
type Decision struct {
	Outcome Outcome
	Rows    []*Row // all that fired, in the order of the table; never empty
	Table   *Table
	Day     civil.Date
	Facts   Facts
}

// Deciding are the rows that the outcome comes from.
func (d Decision) Deciding() []*Row {
	var out []*Row
	for _, r := range d.Rows {
		if r.Outcome == d.Outcome {
			out = append(out, r)
		}
	}
	return out
}

// IDs are the ids of the rows that fired, in order. They say nothing to who has
// no table, and are still for worker and physician alone.
func (d Decision) IDs() []string {
	var out []string
	for _, r := range d.Rows {
		out = append(out, r.ID)
	}
	return out
}

// Employer is what the employer may read, each sentence once. It depends on the
// rows that are his business and on whether online is closed; of every other
// row he learns nothing, not even that it is another one.
func (d Decision) Employer() []Text {
	if d.Outcome != Required {
		return []Text{d.Table.Open}
	}
	var out []Text
	for _, r := range d.Deciding() {
		if !r.Neutral() && !slices.Contains(out, r.Employer) {
			out = append(out, r.Employer)
		}
	}
	if len(out) == 0 {
		return []Text{d.Table.Neutral}
	}
	return out
}

// Decide applies the table to facts that were checked by t. The day is the one
// the table holds on; the fact "today" follows it when nobody gave it.
func (t *Table) Decide(f Facts, day civil.Date) Decision {
	e := env{values: make([]float64, len(t.Schema)), given: make([]bool, len(t.Schema)), fired: make([]bool, len(t.Rows))}
	for i, x := range t.Schema {
		e.values[i] = x.unknown.n
		if x.Kind == Date && x.Today {
			e.values[i] = dateNumber(day)
		}
		if v, ok := f.given[x.Name]; ok {
			e.values[i], e.given[i] = v.n, true
		}
	}
	out := Decision{Table: t, Day: day, Facts: f}
	for i, r := range t.Rows {
		if e.fired[i] = r.when.holds(&e); e.fired[i] {
			out.Rows = append(out.Rows, r)
			if out.Outcome == "" || r.Outcome.Stricter(out.Outcome) {
				out.Outcome = r.Outcome
			}
		}
	}
	if len(out.Rows) == 0 {
		out.Outcome, out.Rows = t.Otherwise.Outcome, []*Row{t.Otherwise}
	}
	return out
}

// Rules are all versions of the table, by day.
type Rules struct{ tables []*Table }

// NewRules puts versions together. Two that hold on the same day are refused:
// which of them counts would be chance. Errors: ErrTable.
func NewRules(tables ...*Table) (Rules, error) {
	list := slices.Clone(tables)
	slices.SortFunc(list, func(a, b *Table) int { return a.From.Compare(b.From) })
	for i, t := range list[:max(len(list)-1, 0)] {
		next := list[i+1]
		if t.Until.IsZero() || !t.Until.Before(next.From) {
			return Rules{}, ErrTable.Because(fmt.Errorf("versions %s (valid %s) and %s (valid %s) both hold on %s: end the earlier one the day before the later one begins",
				t.Version, t.Validity(), next.Version, next.Validity(), next.From))
		}
		if t.Version == next.Version {
			return Rules{}, ErrTable.Because(fmt.Errorf("two tables are called version %s", t.Version))
		}
	}
	if len(list) == 0 {
		return Rules{}, ErrTable.Because(fmt.Errorf("no table at all"))
	}
	return Rules{list}, nil
}

// Validity is "2020-11-19 to 2026-12-31", or "2020-11-19 until further notice".
func (t *Table) Validity() string {
	if t.Until.IsZero() {
		return t.From.String() + " until further notice"
	}
	return t.From.String() + " to " + t.Until.String()
}

// On is the table in force on the day. Errors: ErrNoTable.
func (r Rules) On(day civil.Date) (*Table, error) {
	for _, t := range r.tables {
		if t.On(day) {
			return t, nil
		}
	}
	return nil, ErrNoTable.Because(fmt.Errorf("no version of the table holds on %s", day))
}

// Version finds the table of that name. Errors: ErrNoTable.
func (r Rules) Version(name string) (*Table, error) {
	for _, t := range r.tables {
		if t.Version == name {
			return t, nil
		}
	}
	return nil, ErrNoTable.Because(fmt.Errorf("no version of the table is called %q", name))
}

// Tables lists the versions, oldest first.
func (r Rules) Tables() []*Table { return slices.Clone(r.tables) }

// Names joins words for an error.
func names(list []string) string { return strings.Join(list, ", ") }
