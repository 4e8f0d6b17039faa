package opinion

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"mendan/internal/casework"
)

// Tables are the texts of the data files (see package opiniondata).
type Tables struct{ Vocabulary, Items, Rules, Words string }

// Group is one list of choices in the forms.
type Group string

// The groups. Source: S06 (forms 4.1 and 4.2 of the manual).
const (
	Classifications Group = "classification" // 就業区分
	Fatigues        Group = "fatigue"        // 疲労の蓄積の状況
	States          Group = "state"          // 配慮すべき心身の状況, as the employer reads it
	Findings        Group = "finding"        // 所見, health side
	Guidances       Group = "guidance"       // 本人への指導区分
	TimeMeasures    Group = "time"           // 労働時間の短縮
	OtherMeasures   Group = "other"          // 労働時間以外の項目
	Sexes           Group = "sex"
	ConsentHows     Group = "consent"
)

// Codes the rules speak of.
const (
	RegularWork   = "REGULAR_WORK"
	Restricted    = "RESTRICTED_WORK"
	LeaveRequired = "LEAVE_REQUIRED"
	NoInstruction = "NO_INSTRUCTION"
	NoAction      = "NO_ACTION"
	ReInterview   = "RE_INTERVIEW"
	StateConsider = "CONSIDER"
	FindingsSome  = "FINDINGS"
)

// Parameter says what a choice needs beside its tick.
type Parameter string

// The parameters.
const (
	NoParameter Parameter = "none"
	Hours       Parameter = "hours" // per month
	Clocks      Parameter = "clock" // from and to
	Worded      Parameter = "text"  // a concrete description
	When        Parameter = "date"
)

// Term is one choice: its code, the number it has on the ministry's form, its
// words in both languages, and the sentence that says it with its parameter.
type Term struct {
	Group      Group
	Code       string
	Number     string
	Parameter  Parameter
	JA, EN     string
	SayJA      string
	SayEN      string
	Confidence string // mark of the source: V, O, S, own
}

// Item is something a report must hold before it is signed.
type Item struct {
	Name   string // the field of the form
	Ground string // statute, form, own
	Ask    string // code of the sentence that asks for it; only of missing items
}

// Kind is one type of interview as far as reports go.
type Kind struct {
	Type      string
	Statutory bool // the employer may know of the interview (package casework)
	Open      bool // this release can write it (package casework)
	JA, EN    string
	Basis     string // printed on the documents: by which law
	Keep      string // printed on the documents: how long to keep
	Items     []Item
}

// Vocabulary is the parsed tables. It does not change.
type Vocabulary struct {
	Version string

	terms map[Group][]Term
	kinds map[string]Kind
	rules map[string]int
	words []guardWord
}

// ParseVocabulary reads the tables. Any row that is not understood is an error:
// a form with a missing choice is worse than none.
func ParseVocabulary(t Tables) (*Vocabulary, error) {
	v := &Vocabulary{terms: map[Group][]Term{}, kinds: map[string]Kind{}, rules: map[string]int{}}
	for line := range strings.Lines(t.Vocabulary) {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(line), "# version,"); ok {
			v.Version = rest
		}
	}
	for _, table := range []struct {
		name, text string
		row        func(cell func(string) string) error
	}{
		{"vocabulary", t.Vocabulary, v.addTerm},
		{"items", t.Items, v.addKind},
		{"rules", t.Rules, v.addRule},
		{"words", t.Words, v.addWords},
	} {
		if err := eachRow(table.text, table.row); err != nil {
			return nil, fmt.Errorf("opinion: table %s: %w", table.name, err)
		}
	}
	if v.Version == "" {
		return nil, fmt.Errorf("opinion: the vocabulary has no version")
	}
	for _, key := range []string{"waiting_days", "longest_period_days", "default_period_months", "review_before_end_days"} {
		if v.rules[key] <= 0 {
			return nil, fmt.Errorf("opinion: the rule %s is missing", key)
		}
	}
	return v, nil
}

func eachRow(text string, row func(cell func(string) string) error) error {
	r := csv.NewReader(strings.NewReader(text))
	r.Comment = '#'
	head, err := r.Read()
	if err != nil {
		return err
	}
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		line, _ := r.FieldPos(0)
		err = row(func(name string) string {
			for i, h := range head {
				if h == name {
					return cells[i]
				}
			}
			return ""
		})
		if err != nil {
			return fmt.Errorf("line %d: %w", line, err)
		}
	}
}

func (v *Vocabulary) addTerm(cell func(string) string) error {
	t := Term{
		Group: Group(cell("group")), Code: cell("code"), Number: cell("number"), Parameter: Parameter(cell("parameter")),
		JA: cell("ja"), EN: cell("en"), SayJA: cell("sentence_ja"), SayEN: cell("sentence_en"), Confidence: cell("mark"),
	}
	switch t.Parameter {
	case NoParameter:
	case Hours, Clocks, Worded, When:
		if strings.Count(t.SayJA, "%s") != 1 || strings.Count(t.SayEN, "%s") != 1 {
			return fmt.Errorf("%s does not say its parameter", t.Code)
		}
	default:
		return fmt.Errorf("%s has the unknown parameter %q", t.Code, t.Parameter)
	}
	if t.Code == "" || t.JA == "" || t.EN == "" || t.SayJA == "" || t.SayEN == "" {
		return fmt.Errorf("%q is not complete", t.Code)
	}
	if _, twice := v.Term(t.Group, t.Code); twice {
		return fmt.Errorf("%s stands twice", t.Code)
	}
	v.terms[t.Group] = append(v.terms[t.Group], t)
	return nil
}

func (v *Vocabulary) addKind(cell func(string) string) error {
	row, _ := casework.Find(casework.Type(cell("type")))
	k := Kind{Type: cell("type"), Statutory: row.Statutory, Open: row.Held, JA: cell("title_ja"), EN: cell("title_en"), Basis: cell("basis_ja"), Keep: cell("keep_ja")}
	for _, word := range strings.Fields(cell("items")) {
		name, ground, _ := strings.Cut(word, ":")
		if _, known := items[name]; !known && k.Open {
			return fmt.Errorf("%s asks for the unknown item %q", k.Type, name)
		}
		k.Items = append(k.Items, Item{Name: name, Ground: ground})
	}
	if k.Type == "" || k.JA == "" || k.EN == "" || len(k.Items) == 0 {
		return fmt.Errorf("%q is not complete", k.Type)
	}
	v.kinds[k.Type] = k
	return nil
}

func (v *Vocabulary) addRule(cell func(string) string) error {
	n, err := strconv.Atoi(cell("value"))
	if err != nil || n <= 0 {
		return fmt.Errorf("%s is not a number of days", cell("key"))
	}
	v.rules[cell("key")] = n
	return nil
}

// Terms lists a group in the order of the form.
func (v *Vocabulary) Terms(g Group) []Term { return v.terms[g] }

// Term finds one choice of a group.
func (v *Vocabulary) Term(g Group, code string) (Term, bool) {
	for _, t := range v.terms[g] {
		if t.Code == code {
			return t, true
		}
	}
	return Term{}, false
}

// MeasureTerm finds a measure in either of the two groups of measures.
func (v *Vocabulary) MeasureTerm(code string) (Term, bool) {
	if t, ok := v.Term(TimeMeasures, code); ok {
		return t, true
	}
	return v.Term(OtherMeasures, code)
}

// Kind is the row of a type of interview. Unknown types are voluntary and closed.
func (v *Vocabulary) Kind(typ string) Kind {
	if k, ok := v.kinds[typ]; ok {
		return k
	}
	return Kind{Type: typ}
}

// Kinds is how many types the tables hold.
func (v *Vocabulary) Kinds() int { return len(v.kinds) }

// WaitingDays is how many civil days a worker has for reading before the copy goes.
func (v *Vocabulary) WaitingDays() int { return v.rules["waiting_days"] }

// Say is the measure as a sentence in Japanese and English.
func (v *Vocabulary) Say(m Measure) (ja, en string) {
	t, ok := v.MeasureTerm(m.Code)
	if !ok {
		return m.Text, m.Text
	}
	arg := ""
	switch t.Parameter {
	case Hours:
		arg = strconv.Itoa(m.Hours)
	case Clocks:
		arg = m.From.String() + "〜" + m.To.String()
	case Worded:
		arg = m.Text
	case NoParameter, When:
		return t.SayJA, t.SayEN
	}
	return strings.Replace(t.SayJA, "%s", arg, 1), strings.Replace(t.SayEN, "%s", arg, 1)
}
