package governance

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/civil"
	"mendan/internal/id"
)

// rows reads a table that lawyers can read: cells between bars, # begins a remark.
func rows(t *testing.T, name string) [][]string {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var out [][]string
	for l := range strings.Lines(string(b)) {
		if strings.TrimSpace(l) != "" && !strings.HasPrefix(l, "#") {
			out = append(out, cells(l))
		}
	}
	return out
}

func requirements(t *testing.T) Requirements {
	t.Helper()
	b, err := os.ReadFile("governancedata/committee.txt")
	if err != nil {
		t.Fatal(err)
	}
	r, err := ParseRequirements(string(b))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

var today = civil.Date{Year: 2026, Month: 11, Day: 23}

func TestComposition(t *testing.T) {
	t.Parallel()
	r := requirements(t)
	letters := map[string]Capacity{"C": Chair, "H": HealthOfficer, "P": Doctor, "S": SafetyOfficer, "E": Experienced}
	for _, row := range rows(t, "composition.txt") {
		var members []Member
		for _, w := range strings.Fields(row[0]) {
			m := Member{From: today.AddDays(-9), Recommended: strings.HasSuffix(w, "*")}
			if strings.HasPrefix(w, "(") {
				m.Until = today.AddDays(-1)
			}
			m.Capacity = letters[strings.Trim(w, "()*")]
			members = append(members, m)
		}
		var missing []string
		for _, c := range r.Compose(members, today) {
			if !c.Met {
				missing = append(missing, c.ID)
			}
		}
		if got := strings.Join(missing, " "); got != row[1] {
			t.Errorf("%s: %q is missing, want %q", row[0], got, row[1])
		}
	}
}

func TestInForceAndAnnounced(t *testing.T) {
	t.Parallel()
	at := func(text string) (n int, d civil.Date) {
		number, day, ok := strings.Cut(text, "@")
		n, err1 := strconv.Atoi(strings.TrimSuffix(number, "!"))
		off, err2 := strconv.Atoi(day)
		if !ok || err1 != nil || err2 != nil {
			t.Fatalf("not readable: %s", text)
		}
		return n, today.AddDays(off)
	}
	for _, row := range rows(t, "notice.txt")[1:] {
		var versions []Rule
		var notices []Announcement
		for _, w := range strings.Fields(row[0]) {
			n, d := at(w)
			v := Rule{ID: id.Rule("rul_" + strconv.Itoa(n)), Number: n, From: d}
			if strings.Contains(w, "!") {
				v.ForWorkers = []string{"x"}
			}
			versions = append(versions, v)
		}
		for _, w := range strings.Fields(row[1]) {
			n, d := at(w)
			notices = append(notices, Announcement{Rule: id.Rule("rul_" + strconv.Itoa(n)), Number: n, On: d})
		}
		for _, expect := range strings.Split(row[2], ";") {
			day, want, _ := strings.Cut(expect, "->")
			off, err := strconv.Atoi(strings.TrimSpace(day))
			if err != nil {
				t.Fatal(err)
			}
			on := today.AddDays(off)
			got := "none no"
			if v, ok := InForce(versions, on); ok {
				got = strconv.Itoa(v.Number) + " no"
				if _, told := announcedFor(versions, notices, v, on); told {
					got = strconv.Itoa(v.Number) + " yes"
				}
			}
			if got != strings.TrimSpace(want) {
				t.Errorf("%s | %s: day %d is %q, want %q", row[0], row[1], off, got, want)
			}
		}
	}
}

func TestDiff(t *testing.T) {
	t.Parallel()
	older := []Section{{Key: "a", Heading: "目的", Text: "一\n二\n三"}, {Key: "b", Heading: "古い条", Text: "消える", Workers: true}, {Key: "c", Heading: "場所", Text: "同じ", Workers: true}}
	newer := []Section{{Key: "a", Heading: "目的", Text: "一\n二の二\n三\n四"}, {Key: "c", Heading: "場所", Text: "同じ", Workers: true}, {Key: "d", Heading: "新しい条", Text: "加わる", Workers: true}}
	want := []DiffSection{
		{Key: "a", Heading: "目的", Lines: []DiffLine{{Same, "一"}, {Gone, "二"}, {Added, "二の二"}, {Same, "三"}, {Added, "四"}}},
		{Key: "b", Heading: "古い条", Change: Gone, Workers: true, Lines: []DiffLine{{Gone, "消える"}}},
		{Key: "c", Heading: "場所", Workers: true, Lines: []DiffLine{{Same, "同じ"}}},
		{Key: "d", Heading: "新しい条", Change: Added, Workers: true, Lines: []DiffLine{{Added, "加わる"}}},
	}
	if d := cmp.Diff(want, Diff(older, newer)); d != "" {
		t.Error(d)
	}
	if got := strings.Join(ForWorkers(older, newer), " "); got != "古い条 新しい条" {
		t.Errorf("for workers: %s", got)
	}
	if got := ForWorkers(older, older); got != nil {
		t.Errorf("the same text: %v", got)
	}
	if got := ForWorkers(nil, older); len(got) != 2 {
		t.Errorf("the first version: %v", got)
	}
}

func TestRenew(t *testing.T) {
	t.Parallel()
	s := func(key, text string) Section { return Section{Key: key, Heading: key, Text: text} }
	base := []Section{s("a", "1"), s("b", "1"), s("c", "1"), s("d", "1")}
	current := []Section{s("a", "1"), s("b", "手"), s("d", "手"), s("own-1", "手")} // c was taken out, own-1 put in
	draft := []Section{s("a", "2"), s("b", "2"), s("c", "1"), s("d", "1"), s("e", "2")}
	merged, kept := Renew(current, base, draft)
	if d := cmp.Diff([]Section{s("a", "2"), s("b", "手"), s("d", "手"), s("e", "2"), s("own-1", "手")}, merged); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"b"}, kept); d != "" {
		t.Error(d)
	}
}

// A fault in the files is named with its line, never read past.
func TestParseFaults(t *testing.T) {
	t.Parallel()
	head := "version 1\nfrom 2026-01-01\nsource S01\n== g | 群 | Group\n"
	question := "? q | one\nja 問\nen Question\nwhy 理由\nwhy-en Why\nsrc S01\n- a | あ | A\n"
	documents := map[Kind]string{}
	for _, k := range Kinds() {
		documents[k] = "title 題\n## k | 見出し\n文 {q} {company}\n"
	}
	if _, err := ParseKit(head+question, documents); err != nil {
		t.Fatal(err)
	}
	for name, x := range map[string]struct{ questions, rule, want string }{
		"no version":        {strings.Replace(head, "version 1\n", "", 1) + question, "", "version, from and source"},
		"twice":             {head + question + question, "", "questions.txt:12: q is there twice"},
		"unknown condition": {head + question + "if z = a\n", "", "cannot be"},
		"no English":        {head + strings.Replace(question, "en Question\n", "", 1), "", "q: ja, en"},
		"a place":           {head + question, "title 題\n## k | 見出し\n{nobody}\n", "rule.txt:3: nothing fills {nobody}"},
		"a condition":       {head + question, "title 題\n## k | 見出し\n[q = b] 文\n", "rule.txt:3: the condition asks for q b"},
		"no section":        {head + question, "title 題\n文\n", "belongs to no section"},
	} {
		d := map[Kind]string{}
		for k, v := range documents {
			d[k] = v
		}
		if x.rule != "" {
			d[RuleText] = x.rule
		}
		if _, err := ParseKit(x.questions, d); err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
