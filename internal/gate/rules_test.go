package gate_test

import (
	"errors"
	"strings"
	"testing"

	"mendan/internal/gate"
	"mendan/internal/gate/gatedata"
)

const small = `version: v1
from: 2021-04-01
until: -
source: S03
group ict: LONG_HOURS_GENERAL
[A]
applies: ict
asked: always
strength: hard
stage: launch
fact: deliberated
holds: dated
source: S03 2(3)(1)
ja: 審議した
en: Deliberated
next ja: 審議してください。
next en: Deliberate.
link: -
`

func TestTheShippedTable(t *testing.T) {
	t.Parallel()
	rules, err := gatedata.Rules()
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range rules.Versions() {
		for _, q := range v.Requirements {
			if !strings.Contains(q.Source, "S0") || q.Stage == gate.Launch && q.Strength == gate.Hard && !strings.HasSuffix(q.Next.JA, "。") {
				t.Errorf("%s: source %q, next %q", q.ID, q.Source, q.Next.JA)
			}
		}
	}
}

func TestTablesThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for _, x := range []struct{ name, old, new, want string }{
		{"no version", "version: v1", "# none", "version, source, from or until is missing"},
		{"no end said", "until: -", "# none", "version, source, from or until is missing"},
		{"a day that is none", "from: 2021-04-01", "from: 2021-04-31", `"2021-04-31" is no day`},
		{"it ends before it begins", "until: -", "until: 2021-03-31", "before it begins"},
		{"a word nobody knows", "version: v1", "version: v1\nvalid: yes", `nobody knows "valid"`},
		{"a type nobody knows", "LONG_HOURS_GENERAL", "LONG_HOURS", `"LONG_HOURS" is no type`},
		{"a type in two groups", "group ict: LONG_HOURS_GENERAL", "group ict: LONG_HOURS_GENERAL\ngroup tele: LONG_HOURS_GENERAL", "in two groups"},
		{"a group nobody knows", "applies: ict", "applies: icd", "no group"},
		{"a strength nobody knows", "strength: hard", "strength: must", "no strength"},
		{"a stage nobody knows", "stage: launch", "stage: later", "no stage"},
		{"asked crookedly", "asked: always", "asked: from fifty", "neither always"},
		{"a test nobody knows", "holds: dated", "holds: within a year", "is no test"},
		{"a word missing", "en: Deliberated", "# none", `"en" is missing`},
		{"a link that is no path", "link: -", "link: https://example.com", "no path"},
		{"a line that is none", "fact: deliberated", "deliberated", "is neither"},
		{"the same word twice", "fact: deliberated", "fact: deliberated\nfact: announced", "stands there twice"},
		{"nothing is required", small[strings.Index(small, "[A]"):], "", "no requirement"},
	} {
		_, err := gate.ParseTable("x.txt", strings.Replace(small, x.old, x.new, 1))
		if !errors.Is(err, gate.ErrRules) || !strings.Contains(err.Error(), x.want) || !strings.Contains(err.Error(), "x.txt, line ") {
			t.Errorf("%s: %v, want %q with file and line", x.name, err, x.want)
		}
	}
	if _, err := gate.ParseTable("x.txt", small); err != nil {
		t.Errorf("as it should be: %v", err)
	}
	if _, err := gate.ParseTable("x.txt", small+small[strings.Index(small, "[A]"):]); err == nil || !strings.Contains(err.Error(), "A stands there twice") {
		t.Errorf("a requirement twice: %v", err)
	}
}

func version(t *testing.T, name, from, until string) gate.Table {
	t.Helper()
	text := strings.NewReplacer("version: v1", "version: "+name, "from: 2021-04-01", "from: "+from, "until: -", "until: "+until).Replace(small)
	table, err := gate.ParseTable(name+".txt", text)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func TestVersions(t *testing.T) {
	t.Parallel()
	first, second := version(t, "first", "2021-04-01", "2027-03-31"), version(t, "second", "2027-04-01", "-")
	rules, err := gate.NewRules(second, first)
	if err != nil {
		t.Fatal(err)
	}
	for on, want := range map[string]string{"2021-03-31": "", "2021-04-01": "first", "2027-03-31": "first", "2027-04-01": "second", "2090-01-01": "second"} {
		if got, _ := rules.On(day(t, on)); got.Version != want {
			t.Errorf("on %s %q, want %q", on, got.Version, want)
		}
	}
	for _, x := range []struct {
		a, b gate.Table
		want string
	}{
		{version(t, "first", "2021-04-01", "2027-04-01"), second, "first (from 2021-04-01 until 2027-04-01) and second (from 2027-04-01) both speak for 2027-04-01: give first an end before that day"},
		{version(t, "first", "2021-04-01", "-"), second, "first (from 2021-04-01 without end) and second (from 2027-04-01) both speak for 2027-04-01"},
		{first, first, "both called first"},
	} {
		if _, err := gate.NewRules(x.a, x.b); !errors.Is(err, gate.ErrRules) || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%v, want %q", err, x.want)
		}
	}
	if _, err := gate.NewRules(); !errors.Is(err, gate.ErrRules) {
		t.Errorf("no version: %v", err)
	}
}

func FuzzParseTable(f *testing.F) {
	f.Add(small)
	f.Add("[")
	f.Add("[]\n:")
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := gate.ParseTable("x", text); err != nil && !errors.Is(err, gate.ErrRules) {
			t.Fatal(err)
		}
	})
}
