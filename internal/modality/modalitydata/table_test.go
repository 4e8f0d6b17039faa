package modalitydata

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"mendan/internal/civil"
	"mendan/internal/modality"
)

var update = flag.Bool("update", false, "write docs/modality-facts.md anew")

var day = civil.Date{Year: 2026, Month: 11, Day: 24}

// table is the table in force on the day of the cases.
func table(t testing.TB) *modality.Table {
	t.Helper()
	r, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	x, err := r.On(day)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// kase is one case of cases.txt.
type kase struct {
	name    string
	line    int
	said    modality.Said
	outcome modality.Outcome
	rows    []string
}

func cases(t testing.TB) []kase {
	t.Helper()
	b, err := os.ReadFile("cases.txt")
	if err != nil {
		t.Fatal(err)
	}
	prepared := modality.Said{}
	var out []kase
	for n, line := range strings.Split(string(b), "\n") {
		text := strings.TrimSpace(line)
		switch name, isCase := strings.CutPrefix(line, "case "); {
		case text == "" || strings.HasPrefix(text, "#") || text == "prepared":
		case isCase:
			k := kase{name: name, line: n + 1, said: modality.Said{}}
			for f, v := range prepared {
				k.said[f] = v
			}
			out = append(out, k)
		case strings.HasPrefix(text, "=> "):
			k := &out[len(out)-1]
			outcome, rows, _ := strings.Cut(strings.TrimPrefix(text, "=> "), ":")
			k.outcome, k.rows = modality.Outcome(outcome), strings.Fields(rows)
		case text == "clear":
			k := &out[len(out)-1]
			k.said = modality.Said{"type": k.said["type"]}
		default:
			name, v, ok := strings.Cut(text, " = ")
			if !ok {
				t.Fatalf("cases.txt, line %d: %q", n+1, text)
			}
			said := prepared
			if len(out) > 0 {
				said = out[len(out)-1].said
			}
			if said[name] = v; v == "-" {
				delete(said, name)
			}
		}
	}
	return out
}

func TestCases(t *testing.T) {
	t.Parallel()
	tab := table(t)
	fired := map[string]bool{}
	for _, k := range cases(t) {
		f, err := tab.Facts(k.said)
		if err != nil {
			t.Errorf("line %d, %s: %v", k.line, k.name, err)
			continue
		}
		d := tab.Decide(f, day)
		if d.Outcome != k.outcome || !slices.Equal(d.IDs(), k.rows) {
			t.Errorf("line %d, %s: %s %v, want %s %v", k.line, k.name, d.Outcome, d.IDs(), k.outcome, k.rows)
		}
		for _, id := range d.IDs() {
			fired[id] = true
		}
	}
	for _, r := range append(tab.Rows, tab.Otherwise) {
		if !fired[r.ID] {
			t.Errorf("%s fires in no case", r.ID)
		}
	}
}

// The table has exactly the rows of the domain's table, and nothing is wrong
// with it as a whole.
func TestWholeTable(t *testing.T) {
	t.Parallel()
	tab := table(t)
	for i, r := range tab.Rows {
		if want := fmt.Sprintf("D-%02d", i+1); r.ID != want {
			t.Errorf("row %d is %s, want %s", i+1, r.ID, want)
		}
	}
	if len(tab.Rows) != 28 {
		t.Errorf("%d rows", len(tab.Rows))
	}
	for _, fault := range tab.Prove() {
		t.Error(fault)
	}
}

// said draws facts about everything, or about some things only.
func said(tab *modality.Table, t *rapid.T) modality.Said {
	out := modality.Said{}
	for _, f := range tab.Schema {
		if f.Needed() || rapid.Bool().Draw(t, "give "+f.Name) {
			out[f.Name] = rapid.SampledFrom(values(f)).Draw(t, f.Name)
		}
	}
	return out
}

// values are the values of a fact, least worrying first where it has a direction.
func values(f modality.Fact) []string {
	var out []string
	switch f.Kind {
	case modality.Bool:
		out = []string{"false", "true"}
	case modality.Choice, modality.Scale:
		out = slices.Clone(f.Values)
	case modality.Number:
		for n := f.Min; n <= min(f.Max, f.Min+4); n++ {
			out = append(out, fmt.Sprint(n))
		}
	case modality.Date:
		out = []string{"2026-11-23", "2026-11-24", "2026-11-25"}
	}
	if f.Risk == "less" {
		slices.Reverse(out)
	}
	return out
}

// One more risk never loosens the outcome, whatever else is known.
func TestMoreRiskIsNeverLooser(t *testing.T) {
	t.Parallel()
	tab := table(t)
	rapid.Check(t, func(t *rapid.T) {
		before := said(tab, t)
		f := rapid.SampledFrom(tab.Schema).Draw(t, "fact")
		list := values(f)
		i := slices.Index(list, before[f.Name])
		if f.Risk == "" || i < 0 || i+1 >= len(list) {
			t.Skip("no step to take")
		}
		after := modality.Said{}
		for k, v := range before {
			after[k] = v
		}
		after[f.Name] = list[i+1]
		a, err := tab.Facts(before)
		if err != nil {
			t.Skip("cannot be")
		}
		b, err := tab.Facts(after)
		if err != nil {
			t.Skip("cannot be")
		}
		x, y := tab.Decide(a, day), tab.Decide(b, day)
		if x.Outcome.Stricter(y.Outcome) {
			t.Fatalf("%s %v: %s; with %s = %s only %s %v", x.Outcome, x.IDs(), before, f.Name, list[i+1], y.Outcome, y.IDs())
		}
	})
}

// Not knowing a fact is never looser than hearing the best about it, and for
// what has to be shown it is as strict as hearing the worst.
func TestNotKnowingNeverLoosens(t *testing.T) {
	t.Parallel()
	tab := table(t)
	rapid.Check(t, func(t *rapid.T) {
		known := said(tab, t)
		f := rapid.SampledFrom(tab.Schema).Draw(t, "fact")
		if f.Risk == "" {
			t.Skip("no direction")
		}
		unknown := modality.Said{}
		for k, v := range known {
			unknown[k] = v
		}
		delete(unknown, f.Name)
		list := values(f)
		if known[f.Name] = list[0]; f.Assured && f.Kind != modality.Date {
			known[f.Name] = list[len(list)-1]
			if f.Kind == modality.Number && f.Risk == "more" {
				known[f.Name] = fmt.Sprint(f.Max)
			}
		}
		a, err := tab.Facts(known)
		if err != nil {
			t.Skip("cannot be")
		}
		b, err := tab.Facts(unknown)
		if err != nil {
			t.Skip("cannot be")
		}
		if x, y := tab.Decide(a, day), tab.Decide(b, day); x.Outcome.Stricter(y.Outcome) {
			t.Fatalf("%s: known as %s it is %s, unknown %s", f.Name, known[f.Name], x.Outcome, y.Outcome)
		}
	})
}

// What the employer reads is the same whichever private fact there is, as long
// as online is closed or is not: he cannot tell a health row from the worker's
// own wish.
func TestTheEmployerLearnsNothingPrivate(t *testing.T) {
	t.Parallel()
	tab := table(t)
	rapid.Check(t, func(t *rapid.T) {
		a := said(tab, t)
		b := modality.Said{}
		for k, v := range a {
			b[k] = v
		}
		for _, f := range tab.Schema {
			if !f.Private {
				continue
			}
			delete(b, f.Name)
			if rapid.Bool().Draw(t, "give another "+f.Name) {
				b[f.Name] = rapid.SampledFrom(values(f)).Draw(t, "another "+f.Name)
			}
		}
		x, err := tab.Facts(a)
		if err != nil {
			t.Skip("cannot be")
		}
		y, err := tab.Facts(b)
		if err != nil {
			t.Skip("cannot be")
		}
		d, e := tab.Decide(x, day), tab.Decide(y, day)
		if (d.Outcome == modality.Required) != (e.Outcome == modality.Required) {
			t.Skip("he sees where the interview is held in any case")
		}
		if diff := cmp.Diff(d.Employer(), e.Employer()); diff != "" {
			t.Fatalf("%v and %v differ for the employer: %s", d.IDs(), e.IDs(), diff)
		}
	})
}

// No sentence for the employer holds a word of health.
func TestTheEmployersSentencesAreFreeOfHealth(t *testing.T) {
	t.Parallel()
	tab := table(t)
	health := regexp.MustCompile(`症状|気持ち|希死|病|診|体調|健康|ハラスメント|希望により対面|暴力|symptom|health state|suicid|illness|disease|harass|abus`)
	texts := []modality.Text{tab.Neutral}
	for _, r := range tab.Rows {
		texts = append(texts, r.Employer)
	}
	for _, x := range texts {
		for _, s := range []string{x.JA, x.EN} {
			if w := health.FindString(s); w != "" {
				t.Errorf("%q says %q", s, w)
			}
		}
	}
}

var longest = 60

// Sentences for the worker are short; the row that a partner might read over a
// shoulder gives no reason.
func TestSentencesForTheWorker(t *testing.T) {
	t.Parallel()
	tab := table(t)
	for _, r := range append(tab.Rows, tab.Otherwise) {
		for _, s := range strings.SplitAfter(r.Worker.JA, "。") {
			if n := len([]rune(s)); n > longest {
				t.Errorf("%s: %d characters: %s", r.ID, n, s)
			}
		}
	}
	r, _ := tab.Row("D-27")
	if strings.ContainsAny(r.Worker.JA, "聞暴危") {
		t.Errorf("D-27 tells the worker's screen why: %s", r.Worker.JA)
	}
}

// Every source that a row names stands in docs/sources.md.
func TestSources(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("../../../docs/sources.md")
	if err != nil {
		t.Fatal(err)
	}
	tab := table(t)
	for _, r := range append(tab.Rows, tab.Otherwise) {
		for _, s := range regexp.MustCompile(`S[0-9]{2}`).FindAllString(r.Source, -1) {
			if !strings.Contains(string(b), "| "+s+" |") {
				t.Errorf("%s: no %s in docs/sources.md", r.ID, s)
			}
		}
	}
}

// docs/modality-facts.md is what the table says about facts.
func TestFactsDocument(t *testing.T) {
	t.Parallel()
	const file = "../../../docs/modality-facts.md"
	want := Document(table(t))
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("renew it with go test ./internal/modality/modalitydata -update: %s", diff)
	}
}

func BenchmarkDecide(b *testing.B) {
	tab := table(b)
	f, err := tab.Facts(cases(b)[0].said)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		tab.Decide(f, day)
	}
}
