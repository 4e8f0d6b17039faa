package gate

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"mendan/internal/casework"
	"mendan/internal/civil"
)

// Strength is what follows when a requirement does not hold.
type Strength string

// The strengths.
const (
	Hard      Strength = "hard"      // closes the gate
	Duty      Strength = "duty"      // a duty of the employer beside the notices: told, does not close
	Desirable Strength = "desirable" // 望ましい: told, does not close
)

// Stage is when a requirement is looked at.
type Stage string

// The stages.
const (
	Launch    Stage = "launch"    // of the workplace: judged here
	Interview Stage = "interview" // of each interview: shown here, judged elsewhere
)

// Words is a sentence in both languages.
type Words struct {
	JA string `json:"ja"`
	EN string `json:"en"`
}

// Requirement is one line of the table.
type Requirement struct {
	ID       string
	Applies  string // a group, or all
	From     int    // asked from so many regular workers; 0 from the first
	Below    int    // asked below so many; 0 without end
	Strength Strength
	Stage    Stage
	Fact     string
	Holds    Test
	Source   string
	Title    Words
	Next     Words
	Link     string // {workplace} stands for the id; empty when there is no page
}

// Test is how a fact is judged.
type Test struct {
	Kind string // yes, dated, within (months), least
	N    int
}

// Table is one version of the requirements.
type Table struct {
	File         string
	Version      string
	Source       string
	Read         string
	From, Until  civil.Date // both included; zero Until: until amended
	Groups       map[string][]casework.Type
	Requirements []Requirement
}

// Rules are all versions, none of which overlap, by their first day.
type Rules struct{ tables []Table }

// NewRules puts versions together. Errors: ErrRules when two speak for the same day.
func NewRules(tables ...Table) (Rules, error) {
	r := Rules{slices.Clone(tables)}
	if len(tables) == 0 {
		return r, ErrRules.Because(fmt.Errorf("there is no version"))
	}
	slices.SortStableFunc(r.tables, func(a, b Table) int { return a.From.Compare(b.From) })
	for i, t := range r.tables[1:] {
		before := r.tables[i]
		if before.Version == t.Version {
			return Rules{}, ErrRules.Because(fmt.Errorf("%s and %s are both called %s", before.File, t.File, t.Version))
		}
		if before.Until.IsZero() || !before.Until.Before(t.From) {
			until := "without end"
			if !before.Until.IsZero() {
				until = "until " + before.Until.String()
			}
			return Rules{}, ErrRules.Because(fmt.Errorf("%s (from %s %s) and %s (from %s) both speak for %s: give %s an end before that day",
				before.Version, before.From, until, t.Version, t.From, t.From, before.Version))
		}
	}
	return r, nil
}

// On is the version in force on the day; false when none is.
func (r Rules) On(day civil.Date) (Table, bool) {
	for _, t := range r.tables {
		if !day.Before(t.From) && (t.Until.IsZero() || !day.After(t.Until)) {
			return t, true
		}
	}
	return Table{}, false
}

// Versions lists them by their first day.
func (r Rules) Versions() []Table { return slices.Clone(r.tables) }

// covers tells whether the requirement speaks of the type.
func (t Table) covers(q Requirement, kind casework.Type) bool {
	return q.Applies == "all" || slices.Contains(t.Groups[q.Applies], kind)
}

// Knows tells whether some group of the version names the type.
func (t Table) Knows(kind casework.Type) bool {
	for _, g := range t.Groups {
		if slices.Contains(g, kind) {
			return true
		}
	}
	return false
}

// ParseTable reads one version. name is its file, for the sentence of an error.
// Errors: ErrRules.
func ParseTable(name, text string) (Table, error) {
	t := Table{File: name, Groups: map[string][]casework.Type{}}
	var block map[string]string
	var id string
	at := 0
	bad := func(line int, format string, args ...any) error {
		return ErrRules.Because(fmt.Errorf("%s, line %d: %s", name, line, fmt.Sprintf(format, args...)))
	}
	finish := func() error {
		if block == nil {
			return nil
		}
		q, err := t.requirement(id, block)
		if err != nil {
			return bad(at, "%s: %s", id, err)
		}
		t.Requirements = append(t.Requirements, q)
		return nil
	}
	head := map[string]string{}
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
			continue
		case strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]"):
			if err := finish(); err != nil {
				return Table{}, err
			}
			id, block, at = strings.Trim(line, "[]"), map[string]string{}, n
			if slices.ContainsFunc(t.Requirements, func(q Requirement) bool { return q.ID == id }) {
				return Table{}, bad(n, "%s stands there twice", id)
			}
			continue
		}
		key, value, ok := strings.Cut(line, ":")
		key, value = strings.TrimSpace(key), strings.TrimSpace(value)
		if !ok || value == "" {
			return Table{}, bad(n, "%q is neither a requirement nor \"word: what\"", line)
		}
		into := block
		if block == nil {
			into = head
		}
		if _, twice := into[key]; twice {
			return Table{}, bad(n, "%q stands there twice", key)
		}
		into[key] = value
		if group, ok := strings.CutPrefix(key, "group "); ok && block == nil {
			for _, kind := range strings.Fields(value) {
				if _, known := casework.Find(casework.Type(kind)); !known {
					return Table{}, bad(n, "%q is no type of interview", kind)
				}
				if t.Knows(casework.Type(kind)) {
					return Table{}, bad(n, "%s is in two groups", kind)
				}
				t.Groups[group] = append(t.Groups[group], casework.Type(kind))
			}
		}
	}
	if err := finish(); err != nil {
		return Table{}, err
	}
	if err := t.head(head); err != nil {
		return Table{}, bad(1, "%s", err)
	}
	if len(t.Requirements) == 0 {
		return Table{}, bad(n, "there is no requirement")
	}
	return t, nil
}

func (t *Table) head(h map[string]string) (err error) {
	for _, key := range slices.Sorted(maps.Keys(h)) {
		value := h[key]
		switch {
		case key == "version":
			t.Version = value
		case key == "source":
			t.Source = value
		case key == "read":
			t.Read = value
		case key == "from":
			t.From, err = civil.ParseDate(value)
		case key == "until" && value != "-":
			t.Until, err = civil.ParseDate(value)
		case key == "until" || strings.HasPrefix(key, "group "):
		default:
			return fmt.Errorf("nobody knows %q", key)
		}
		if err != nil {
			return fmt.Errorf("%s: %q is no day", key, value)
		}
	}
	switch {
	case t.Version == "" || t.Source == "" || t.From.IsZero() || h["until"] == "":
		return fmt.Errorf("version, source, from or until is missing")
	case !t.Until.IsZero() && t.Until.Before(t.From):
		return fmt.Errorf("it ends on %s, before it begins on %s", t.Until, t.From)
	}
	return nil
}

// words of a requirement, in the order they are written.
func words() []string {
	return []string{"applies", "asked", "strength", "stage", "fact", "holds", "source", "ja", "en", "next ja", "next en", "link"}
}

func (t *Table) requirement(id string, b map[string]string) (Requirement, error) {
	for _, key := range words() {
		if b[key] == "" {
			return Requirement{}, fmt.Errorf("%q is missing", key)
		}
	}
	if len(b) > len(words()) {
		for key := range b {
			if !slices.Contains(words(), key) {
				return Requirement{}, fmt.Errorf("nobody knows %q", key)
			}
		}
	}
	q := Requirement{
		ID: id, Applies: b["applies"], Strength: Strength(b["strength"]), Stage: Stage(b["stage"]), Fact: b["fact"], Source: b["source"],
		Title: Words{b["ja"], b["en"]}, Next: Words{b["next ja"], b["next en"]}, Link: b["link"],
	}
	if q.Link == "-" {
		q.Link = ""
	}
	switch {
	case q.Applies != "all" && t.Groups[q.Applies] == nil:
		return q, fmt.Errorf("%q is no group and not \"all\"", q.Applies)
	case !slices.Contains([]Strength{Hard, Duty, Desirable}, q.Strength):
		return q, fmt.Errorf("%q is no strength", q.Strength)
	case q.Stage != Launch && q.Stage != Interview:
		return q, fmt.Errorf("%q is no stage", q.Stage)
	case q.Link != "" && !strings.HasPrefix(q.Link, "/"):
		return q, fmt.Errorf("%q is no path", q.Link)
	}
	f := strings.Fields(b["asked"])
	n := 0
	if len(f) == 2 {
		n, _ = strconv.Atoi(f[1])
	}
	switch {
	case b["asked"] == "always":
	case len(f) == 2 && f[0] == "from" && n > 0:
		q.From = n
	case len(f) == 2 && f[0] == "under" && n > 0:
		q.Below = n
	default:
		return q, fmt.Errorf("asked: %q is neither always, from N nor under N", b["asked"])
	}
	var err error
	q.Holds, err = parseTest(b["holds"])
	return q, err
}

func parseTest(text string) (Test, error) {
	f := strings.Fields(text)
	number := func(i int) int {
		if i >= len(f) {
			return 0
		}
		n, err := strconv.Atoi(f[i])
		if err != nil {
			return 0
		}
		return n
	}
	switch {
	case text == "yes" || text == "dated":
		return Test{Kind: text}, nil
	case len(f) == 3 && f[0] == "within" && f[2] == "months" && number(1) > 0:
		return Test{Kind: "within", N: number(1)}, nil
	case len(f) == 3 && f[0] == "at" && f[1] == "least" && number(2) > 0:
		return Test{Kind: "least", N: number(2)}, nil
	}
	return Test{}, fmt.Errorf("holds: %q is no test", text)
}
