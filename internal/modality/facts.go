package modality

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"mendan/internal/civil"
	"mendan/internal/private"
)

// Kind is what sort of value a fact has.
type Kind string

// The kinds.
const (
	Bool   Kind = "bool"   // true, false
	Choice Kind = "choice" // one of a list without order
	Scale  Kind = "scale"  // one of a list, least worrying first
	Number Kind = "number" // a whole number
	Date   Kind = "date"   // 2026-11-22
)

// Fact is one thing the table may ask about.
type Fact struct {
	Name    string
	Kind    Kind
	Values  []string // of choice and scale
	Min     int      // of number
	Max     int
	Meaning Text
	Giver   string // who gives it
	// Unknown is what counts when nobody has given the fact; empty for a fact
	// that must be given.
	Unknown string
	// Today: a date that is the day of the decision unless given.
	Today bool
	// Risk says which way the fact grows more worrying: "more" or "less"; empty
	// for what has no such direction (choice, the day itself).
	Risk string
	// Assured: only counts as good when somebody has shown it; otherwise the
	// worst is assumed. Other facts are signs: they count when somebody has noticed.
	Assured bool
	// Private: about health or home. Never for the employer.
	Private bool

	unknown Value
	say     []Text // Values in words
}

// Say is a value in words.
func (f Fact) Say(value string, l Lang) string {
	words := map[string]Text{"true": {"はい", "yes"}, "false": {"いいえ", "no"}}
	for i, v := range f.Values {
		if i < len(f.say) {
			words[v] = f.say[i]
		}
	}
	if w, ok := words[value]; ok {
		return w.In(l)
	}
	return value
}

// Needed tells whether the fact must be given.
func (f Fact) Needed() bool { return f.Unknown == "" && !f.Today }

// Value is a checked value of a fact.
type Value struct {
	text string
	n    float64
}

// String is the value as it stands in a file of facts. It may be a word about a
// person's health: only Facts decides where it goes.
func (v Value) String() string { return v.text }

// Facts are checked facts about one case. They may tell of somebody's health
// and print as withheld.
type Facts struct {
	private.Mark
	given map[string]Value
}

// String withholds.
func (Facts) String() string { return "[withheld]" }

// GoString withholds.
func (Facts) GoString() string { return "[withheld]" }

// Get gives the value of a fact; false when nobody has given it.
func (f Facts) Get(name string) (Value, bool) {
	v, ok := f.given[name]
	return v, ok
}

// Names are the given facts, sorted.
func (f Facts) Names() []string { return slices.Sorted(maps.Keys(f.given)) }

// MarshalJSON writes the given facts, for who may read them: the store, and
// the answer of mendan explain.
func (f Facts) MarshalJSON() ([]byte, error) {
	out := map[string]any{}
	for name, v := range f.given {
		switch {
		case v.text == "true" || v.text == "false":
			out[name] = v.text == "true"
		case v.text != "" && strings.Trim(v.text, "0123456789") == "":
			out[name] = int(v.n)
		default:
			out[name] = v.text
		}
	}
	return json.Marshal(out)
}

// Said are facts before they are checked: name and value as text.
type Said map[string]string

// Facts checks what was said against the schema. All faults come at once, in
// the order of the schema. Errors: ErrFacts with one cause that names every
// field.
func (t *Table) Facts(said Said) (Facts, error) {
	out := Facts{given: map[string]Value{}}
	var faults []string
	for _, name := range slices.Sorted(maps.Keys(said)) {
		f, ok := t.Fact(name)
		if !ok {
			faults = append(faults, t.stranger(name))
			continue
		}
		v, err := f.read(said[name])
		if err != nil {
			faults = append(faults, err.Error())
			continue
		}
		out.given[name] = v
	}
	for _, f := range t.Schema {
		if _, ok := said[f.Name]; !ok && f.Needed() {
			faults = append(faults, f.Name+": must be given, "+f.wants())
		}
	}
	if len(faults) == 0 {
		faults = t.contradictions(out)
	}
	if len(faults) > 0 {
		return Facts{}, ErrFacts.Because(errors.New(strings.Join(faults, "; ")))
	}
	return out, nil
}

// contradictions are the clashes that the given facts run into.
func (t *Table) contradictions(f Facts) []string {
	e := env{values: make([]float64, len(t.Schema)), given: make([]bool, len(t.Schema)), onlyGiven: true}
	for i, x := range t.Schema {
		if v, ok := f.given[x.Name]; ok {
			e.values[i], e.given[i] = v.n, true
		}
	}
	var out []string
	for _, c := range t.clashes {
		if c.when.holds(&e) {
			out = append(out, fmt.Sprintf("%s: %s (%s: %s)", c.Field, c.Why.EN, c.ID, c.Condition))
		}
	}
	return out
}

// stranger says that a name is unknown and which one may have been meant.
func (t *Table) stranger(name string) string {
	best, near := "", 4
	for _, f := range t.Schema {
		if d := distance(name, f.Name); d < near || strings.HasPrefix(f.Name, name) && name != "" && near == 4 {
			best, near = f.Name, min(d, 3)
		}
	}
	if best != "" {
		return fmt.Sprintf("%s: no such fact, did you mean %s?", name, best)
	}
	return fmt.Sprintf("%s: no such fact (docs/modality-facts.md lists them)", name)
}

// distance is the number of letters to change from a to b.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		last := row[0]
		row[0] = i + 1
		for j := range len(b) {
			here := row[j+1]
			cost := last
			if a[i] != b[j] {
				cost = 1 + min(last, here, row[j])
			}
			last, row[j+1] = here, cost
		}
	}
	return row[len(b)]
}

func (f Fact) wants() string {
	switch f.Kind {
	case Bool:
		return "true or false"
	case Number:
		return fmt.Sprintf("a whole number from %d to %d", f.Min, f.Max)
	case Date:
		return "a day like 2026-11-22"
	case Choice, Scale:
	}
	return "one of " + names(f.Values)
}

func (f Fact) read(text string) (Value, error) {
	got := text
	if !strings.HasPrefix(got, `"`) && f.Kind != Number {
		got = strconv.Quote(got)
	}
	wrong := fmt.Errorf("%s: want %s, got %s", f.Name, f.wants(), got)
	switch f.Kind {
	case Bool:
		switch text {
		case "true":
			return Value{text, 1}, nil
		case "false":
			return Value{text, 0}, nil
		}
	case Number:
		n, err := strconv.Atoi(text)
		if err == nil && n >= f.Min && n <= f.Max {
			return Value{strconv.Itoa(n), float64(n)}, nil
		}
	case Date:
		if d, err := civil.ParseDate(text); err == nil && d.String() == text {
			return Value{text, dateNumber(d)}, nil
		}
	case Choice, Scale:
		if i := slices.Index(f.Values, text); i >= 0 {
			return Value{text, float64(i)}, nil
		}
	}
	return Value{}, wrong
}

func dateNumber(d civil.Date) float64 {
	return float64(civil.Date{Year: 2000, Month: 1, Day: 1}.DaysUntil(d))
}

// ReadFacts reads a JSON object of facts. Errors: ErrFacts; unknown names,
// names given twice, wrong types and contradictions name the field.
func (t *Table) ReadFacts(file []byte) (Facts, error) {
	bad := func(format string, args ...any) (Facts, error) {
		return Facts{}, ErrFacts.Because(fmt.Errorf(format, args...))
	}
	d := json.NewDecoder(bytes.NewReader(file))
	d.UseNumber()
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return bad("not a JSON object of facts like {\"type\": \"CONSULTATION\"}")
	}
	said := Said{}
	for d.More() {
		key, err := d.Token()
		name, ok := key.(string)
		if err != nil || !ok {
			return bad("not a JSON object of facts: %v", err)
		}
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return bad("%s: not JSON: %v", name, err)
		}
		if _, twice := said[name]; twice {
			return bad("%s: given twice", name)
		}
		f, known := t.Fact(name)
		if !known {
			said[name] = ""
			continue
		}
		text, ok := plain(raw, f.Kind)
		if !ok {
			text = string(raw) // of the wrong sort: Facts says so, together with the other faults
		}
		said[name] = text
	}
	if _, err := d.Token(); err != nil {
		return bad("not a JSON object of facts: %v", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return bad("something follows the JSON object")
	}
	return t.Facts(said)
}

// plain is a JSON value as text, when it is of the sort that the kind needs.
func plain(raw json.RawMessage, k Kind) (string, bool) {
	text := strings.TrimSpace(string(raw))
	switch k {
	case Bool:
		return text, text == "true" || text == "false"
	case Number:
		return text, text != "" && strings.Trim(text, "-0123456789") == ""
	case Choice, Scale, Date:
	}
	var s string
	if !strings.HasPrefix(text, `"`) || json.Unmarshal(raw, &s) != nil {
		return "", false
	}
	return s, true
}
