package modality

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"mendan/internal/civil"
)

// block is one paragraph of the table's text: a head and its named values.
type block struct {
	line   int
	kind   string // table, source, fact, row, contradiction, otherwise
	name   string
	values map[string]string
	used   map[string]bool
}

func (b *block) get(key string) string {
	b.used[key] = true
	return b.values[key]
}

func (b *block) text(key string) Text { return Text{b.get(key), b.get(key + ".en")} }

var (
	head  = regexp.MustCompile(`^(table|source|fact|row|contradiction|otherwise)\s+(\S+)$`)
	value = regexp.MustCompile(`^\s+([a-z]+(?:\.en)?):\s*(.*)$`)
)

// blocks splits the text. A line that begins with # is a remark; an indented
// line without a name continues the one before.
func blocks(text string) ([]*block, error) {
	var out []*block
	key := ""
	for n, line := range strings.Split(text, "\n") {
		switch {
		case strings.TrimSpace(line) == "" || strings.HasPrefix(strings.TrimSpace(line), "#"):
			continue
		case !strings.HasPrefix(line, " "):
			m := head.FindStringSubmatch(strings.TrimSpace(line))
			if m == nil {
				return nil, fmt.Errorf("line %d: %q begins nothing (table, source, fact, row, contradiction, otherwise)", n+1, line)
			}
			out = append(out, &block{line: n + 1, kind: m[1], name: m[2], values: map[string]string{}, used: map[string]bool{}})
			key = ""
		case len(out) == 0:
			return nil, fmt.Errorf("line %d: stands before any paragraph", n+1)
		default:
			b := out[len(out)-1]
			if m := value.FindStringSubmatch(line); m != nil {
				if key = m[1]; b.values[key] != "" {
					return nil, fmt.Errorf("line %d: %s %s has %s twice", n+1, b.kind, b.name, key)
				}
				b.values[key] = strings.TrimSpace(m[2])
				continue
			}
			if key == "" {
				return nil, fmt.Errorf("line %d: continues nothing", n+1)
			}
			b.values[key] = strings.TrimSpace(b.values[key] + " " + strings.TrimSpace(line))
		}
	}
	return out, nil
}

// Parse reads a table from its text. Errors: ErrTable with the line.
func Parse(text string) (*Table, error) {
	list, err := blocks(text)
	if err != nil {
		return nil, ErrTable.Because(err)
	}
	t := &Table{index: map[string]int{}, sources: map[string]Text{}}
	readers := map[string]func(*block) error{
		"table": t.readHead, "source": t.readSource, "fact": t.readFact, "row": t.readRow, "contradiction": t.readClash, "otherwise": t.readOtherwise,
	}
	for _, b := range list {
		err := readers[b.kind](b)
		if err == nil {
			for _, k := range sorted(b.values) {
				if !b.used[k] {
					err = fmt.Errorf("%s is no part of a %s", k, b.kind)
				}
			}
		}
		if err != nil {
			return nil, ErrTable.Because(fmt.Errorf("line %d: %s %s: %w", b.line, b.kind, b.name, err))
		}
	}
	switch {
	case t.Version == "":
		err = fmt.Errorf("no paragraph \"table\"")
	case len(t.Rows) == 0 || t.Otherwise == nil:
		err = fmt.Errorf("no rows, or no paragraph \"otherwise\"")
	}
	if err != nil {
		return nil, ErrTable.Because(err)
	}
	return t, nil
}

func sorted(m map[string]string) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func (t *Table) readHead(b *block) (err error) {
	if t.Version != "" {
		return fmt.Errorf("a second table in one text")
	}
	t.Version, t.Approved, t.Source = b.name, b.text("approved"), b.get("source")
	t.Neutral, t.Open = b.text("neutral"), b.text("open")
	if t.From, err = civil.ParseDate(b.get("from")); err != nil {
		return fmt.Errorf("from: %w", err)
	}
	if until := b.get("until"); until != "further notice" {
		if t.Until, err = civil.ParseDate(until); err != nil {
			return fmt.Errorf("until: a day or \"further notice\": %w", err)
		}
		if t.Until.Before(t.From) {
			return fmt.Errorf("ends before it begins")
		}
	}
	if !t.Approved.complete() || t.Source == "" || !t.Neutral.complete() || !t.Open.complete() {
		return fmt.Errorf("approved, source, neutral and open are needed, in both languages")
	}
	return nil
}

func (t *Table) readSource(b *block) error {
	name := b.text("name")
	if _, twice := t.sources[b.name]; twice || !name.complete() {
		return fmt.Errorf("needs one name, in both languages")
	}
	t.sources[b.name] = name
	return nil
}

var cited = regexp.MustCompile(`\bS[0-9]{2}\b|\bown\b`)

// Cite is where a row comes from and how sure that is, in words.
func (t *Table) Cite(r *Row, l Lang) string {
	text := cited.ReplaceAllStringFunc(r.Source, func(s string) string {
		if s == "own" {
			return Text{"この製品の提案", "proposal of this product"}.In(l)
		}
		return t.sources[s].In(l)
	})
	var marks []string
	for _, m := range strings.Split(r.Mark, ", ") {
		marks = append(marks, map[string]Text{
			"O": {"公的な資料で確認", "official"}, "S": {"二次資料で確認", "second hand"}, "M": {"未確認", "not confirmed"}, "own": {"承認待ち", "awaits approval"},
		}[m].In(l))
	}
	return text + " [" + strings.Join(marks, Text{"・", ", "}.In(l)) + "]"
}

func (t *Table) readFact(b *block) (err error) {
	f := Fact{Name: b.name, Meaning: b.text("meaning"), Giver: b.get("giver"), Private: b.get("private") == "yes"}
	if _, twice := t.index[f.Name]; twice {
		return fmt.Errorf("stands twice")
	}
	kind, rest, _ := strings.Cut(b.get("kind"), " ")
	f.Kind = Kind(kind)
	words := strings.Fields(rest)
	switch f.Kind {
	case Bool, Date:
	case Choice, Scale:
		f.Values = words
		if len(words) < 2 {
			return fmt.Errorf("a %s needs values", f.Kind)
		}
	case Number:
		if len(words) != 3 || words[1] != "to" {
			return fmt.Errorf("a number needs its limits: number 0 to 4")
		}
		if f.Min, err = strconv.Atoi(words[0]); err != nil {
			return err
		}
		if f.Max, err = strconv.Atoi(words[2]); err != nil {
			return err
		}
	default:
		return fmt.Errorf("%q is no kind", kind)
	}
	if f.Kind == Choice || f.Kind == Scale {
		ja, en := strings.Split(b.get("say"), " | "), strings.Split(b.get("say.en"), " | ")
		if len(ja) != len(f.Values) || len(en) != len(f.Values) {
			return fmt.Errorf("say: one word for each value, in both languages, with | between")
		}
		for i := range ja {
			f.say = append(f.say, Text{ja[i], en[i]})
		}
	}
	switch f.Risk = b.get("risk"); {
	case f.Kind == Choice && f.Risk != "":
		return fmt.Errorf("a choice has no direction of risk")
	case f.Risk != "" && f.Risk != "more" && f.Risk != "less":
		return fmt.Errorf("risk is more or less")
	}
	switch unknown := b.get("unknown"); unknown {
	case "must be given":
	case "today":
		if f.Today = true; f.Kind != Date {
			return fmt.Errorf("only a date can be today")
		}
	default:
		if f.unknown, err = f.read(unknown); err != nil {
			return fmt.Errorf("unknown: %w", err)
		}
		f.Unknown = unknown
	}
	switch b.get("counts") {
	case "when noticed":
	case "when shown":
		f.Assured = true
		if err := f.worstWhenUnknown(); err != nil {
			return err
		}
	case "always":
		if !f.Needed() && !f.Today {
			return fmt.Errorf("what always counts must be given")
		}
	default:
		return fmt.Errorf("counts: when noticed, when shown or always")
	}
	if !f.Meaning.complete() || f.Giver == "" {
		return fmt.Errorf("meaning (both languages) and giver are needed")
	}
	t.index[f.Name] = len(t.Schema)
	t.Schema = append(t.Schema, f)
	return nil
}

// worstWhenUnknown: what has to be shown counts as its worst until then. A date
// has no worst; its unknown value must at least be given.
func (f Fact) worstWhenUnknown() error {
	worst := ""
	switch {
	case f.Kind == Bool && f.Risk == "more":
		worst = "true"
	case f.Kind == Bool:
		worst = "false"
	case f.Kind == Scale:
		worst = f.Values[len(f.Values)-1]
	case f.Kind == Number && f.Risk == "more":
		worst = strconv.Itoa(f.Max)
	case f.Kind == Number:
		worst = strconv.Itoa(f.Min)
	}
	if worst != "" && f.Unknown != worst {
		return fmt.Errorf("what counts when shown is %s while unknown, not %q", worst, f.Unknown)
	}
	return nil
}

func (t *Table) readRow(b *block) error {
	r := &Row{ID: b.name, Condition: b.get("when")}
	if _, err := t.rowOf(b, r); err != nil {
		return err
	}
	if !rowID.MatchString(r.ID) {
		return fmt.Errorf("a row is called like D-07")
	}
	if slices.ContainsFunc(t.Rows, func(x *Row) bool { return x.ID == r.ID }) {
		return fmt.Errorf("stands twice")
	}
	var err error
	if r.when, err = t.condition(r.Condition, false); err != nil {
		return err
	}
	facts, rows := map[int]bool{}, map[int]bool{}
	r.when.look(facts, rows)
	for i := range rows {
		for _, f := range t.Rows[i].facts {
			facts[f] = true
		}
	}
	for i, f := range t.Schema {
		if facts[i] {
			r.facts = append(r.facts, i)
			if f.Private && !r.Neutral() {
				return fmt.Errorf("looks at %s, which is private: the employer's text must be neutral", f.Name)
			}
		}
	}
	t.Rows = append(t.Rows, r)
	return nil
}

// rowOf reads what every row says.
func (t *Table) rowOf(b *block, r *Row) (*Row, error) {
	r.Outcome, r.Source, r.Mark = Outcome(b.get("outcome")), b.get("source"), b.get("mark")
	r.Worker, r.Physician = b.text("worker"), b.text("physician")
	switch employer := b.get("employer"); employer {
	case "neutral":
	case "":
		return nil, fmt.Errorf("employer: a sentence without health content, or neutral")
	default:
		r.Employer = Text{employer, b.get("employer.en")}
		if !r.Employer.complete() {
			return nil, fmt.Errorf("the employer's sentence needs its English")
		}
	}
	switch {
	case r.Outcome.rank() < 0:
		return nil, fmt.Errorf("%q is no outcome", r.Outcome)
	case r.Source == "" || r.Mark == "":
		return nil, fmt.Errorf("source and mark are needed")
	case slices.ContainsFunc(strings.Split(r.Mark, ", "), func(m string) bool { return !slices.Contains([]string{"O", "S", "M", "own"}, m) }):
		return nil, fmt.Errorf("mark is O, S, M or own, or some of them")
	case slices.ContainsFunc(cited.FindAllString(r.Source, -1), func(s string) bool { return s != "own" && t.sources[s] == Text{} }):
		return nil, fmt.Errorf("a source has no name: %s", r.Source)
	case !r.Worker.complete() || !r.Physician.complete():
		return nil, fmt.Errorf("the reasons for worker and physician are needed, in both languages")
	}
	return r, nil
}

func (t *Table) readOtherwise(b *block) (err error) {
	if t.Otherwise != nil {
		return fmt.Errorf("stands twice")
	}
	t.Otherwise, err = t.rowOf(b, &Row{ID: b.name, Condition: "no row speaks of it"})
	return err
}

func (t *Table) readClash(b *block) (err error) {
	c := &Clash{ID: b.name, Field: b.get("field"), Condition: b.get("when"), Why: b.text("why")}
	if _, ok := t.index[c.Field]; !ok || !c.Why.complete() {
		return fmt.Errorf("field (a fact) and why (both languages) are needed")
	}
	if slices.Contains(strings.Fields(strings.ReplaceAll(c.Condition, "not in", "")), "not") {
		return fmt.Errorf("say it without \"not\": facts nobody gave make no contradiction")
	}
	c.when, err = t.condition(c.Condition, true)
	t.clashes = append(t.clashes, c)
	return err
}
