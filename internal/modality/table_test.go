package modality_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"mendan/internal/civil"
	"mendan/internal/modality"
)

const small = `
table t/1
  from: 2026-01-01
  until: further notice
  approved: まだ
  approved.en: nobody yet
  source: own
  neutral: 対面で行います。
  neutral.en: In person.
  open: まだ決まっていません。
  open.en: Not settled.

fact kind
  kind: choice A B
  say: 甲 | 乙
  say.en: a | b
  unknown: must be given
  counts: always
  meaning: 種類
  meaning.en: kind
  giver: the case

fact pain
  kind: scale NONE SOME MUCH
  say: なし | 少し | 強い
  say.en: none | some | much
  risk: more
  unknown: NONE
  counts: when noticed
  private: yes
  meaning: 痛み
  meaning.en: pain
  giver: the worker

fact plan
  kind: bool
  risk: less
  unknown: false
  counts: when shown
  meaning: 計画
  meaning.en: plan
  giver: the company

fact tries
  kind: number 0 to 9
  risk: more
  unknown: 0
  counts: when noticed
  meaning: 回数
  meaning.en: tries
  giver: the check

fact until
  kind: date
  risk: less
  unknown: 2000-01-01
  counts: when shown
  meaning: 期限
  meaning.en: last day
  giver: the company

fact today
  kind: date
  unknown: today
  counts: always
  meaning: 今日
  meaning.en: today
  giver: the case

contradiction X-01
  when: plan = false and until >= today
  field: until
  why: 計画がありません。
  why.en: there is no plan

row D-01
  when: plan = false or until < today
  outcome: IN_PERSON_REQUIRED
  worker: 準備がありません。
  worker.en: Not prepared.
  physician: 計画がない。
  physician.en: No plan.
  employer: 計画がありません。
  employer.en: No plan.
  source: own
  mark: own

row D-02
  when: pain >= SOME
        or D-01 and tries > 2
  outcome: IN_PERSON_RECOMMENDED
  worker: 会いましょう。
  worker.en: Let us meet.
  physician: 痛み。
  physician.en: Pain.
  employer: neutral
  source: own
  mark: own

row D-03
  when: kind in (A) and not (pain = MUCH)
  outcome: ONLINE_OK
  worker: できます。
  worker.en: May be.
  physician: 可。
  physician.en: May be.
  employer: neutral
  source: own
  mark: own

otherwise D-00
  outcome: IN_PERSON_RECOMMENDED
  worker: 会いましょう。
  worker.en: Let us meet.
  physician: 行がない。
  physician.en: No row.
  employer: neutral
  source: own
  mark: own
`

var today = civil.Date{Year: 2026, Month: 11, Day: 22}

func parse(t *testing.T, text string) *modality.Table {
	t.Helper()
	tab, err := modality.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return tab
}

func TestDecide(t *testing.T) {
	t.Parallel()
	tab := parse(t, small)
	for facts, want := range map[string]string{
		`{"kind":"A","plan":true,"until":"2026-11-22"}`: "ONLINE_OK D-03",
		`{"kind":"A","plan":true,"until":"2026-11-21"}`: "IN_PERSON_REQUIRED D-01 D-03",
		`{"kind":"A"}`: "IN_PERSON_REQUIRED D-01 D-03",
		`{"kind":"A","plan":true,"until":"2027-01-01","pain":"SOME"}`: "IN_PERSON_RECOMMENDED D-02 D-03",
		`{"kind":"A","plan":true,"until":"2027-01-01","pain":"MUCH"}`: "IN_PERSON_RECOMMENDED D-02",
		`{"kind":"A","pain":"MUCH","tries":3}`:                        "IN_PERSON_REQUIRED D-01 D-02",
		`{"kind":"B","plan":true,"until":"2027-01-01"}`:               "IN_PERSON_RECOMMENDED D-00",
	} {
		f, err := tab.ReadFacts([]byte(facts))
		if err != nil {
			t.Errorf("%s: %v", facts, err)
			continue
		}
		d := tab.Decide(f, today)
		if got := string(d.Outcome) + " " + strings.Join(d.IDs(), " "); got != want {
			t.Errorf("%s: %s, want %s", facts, got, want)
		}
	}
}

func TestFactsThatCannotBe(t *testing.T) {
	t.Parallel()
	tab := parse(t, small)
	for facts, want := range map[string]string{
		`{}`:                                "kind: must be given",
		`{"kind":"C"}`:                      `kind: want one of A, B, got "C"`,
		`{"kind":1}`:                        "kind: want one of A, B, got \"1\"",
		`{"kind":null}`:                     "kind: want one of A, B, got \"null\"",
		`{"kind":"A","plan":"yes"}`:         `plan: want true or false, got "yes"`,
		`{"kind":"A","tries":"two"}`:        `tries: want a whole number from 0 to 9, got "two"`,
		`{"kind":"A","tries":10}`:           "tries: want a whole number from 0 to 9",
		`{"kind":"A","tries":1.5}`:          "tries: want a whole number",
		`{"kind":"A","tries":-1}`:           "tries: want a whole number",
		`{"kind":"A","until":"2026-2-3"}`:   "until: want a day like",
		`{"kind":"A","until":"2026-02-30"}`: "until: want a day like",
		`{"kind":"A","paim":"SOME"}`:        "paim: no such fact, did you mean pain?",
		`{"kind":"A","zzzzzzzzzz":1}`:       "zzzzzzzzzz: no such fact (docs",
		`{"kind":"A","kind":"B"}`:           "kind: given twice",
		`{"kind":"A","plan":false,"until":"2027-01-01","today":"2026-11-22"}`: "until: there is no plan (X-01",
		`["kind"]`:                               "not a JSON object",
		``:                                       "not a JSON object",
		`{"kind":"A"`:                            "not a JSON object",
		`{"kind":"A"}x`:                          "something follows",
		`{"kind":"A","nothing_like":1,"plan":7}`: "nothing_like: no such fact (docs/modality-facts.md lists them); plan: want true or false",
		`{"kind":"A","pian":1,"plan":7,"tries":11}`: "plan: want true or false",
	} {
		_, err := tab.ReadFacts([]byte(facts))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", facts, err, want)
		}
	}
}

func TestFaultyTables(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct{ old, now, want string }{
		"unknown fact":        {"kind in (A) and", "kid in (A) and", `"kid" is no fact`},
		"unknown value":       {"pain >= SOME", "pain >= LOTS", "pain: want one of NONE, SOME, MUCH"},
		"no order":            {"kind in (A)", "kind >= A", "kind has no order"},
		"later row":           {"or D-01 and", "or D-03 and", "D-03 is no earlier row"},
		"open bracket":        {"not (pain = MUCH)", "not (pain = MUCH", "a bracket is not closed"},
		"too much":            {"not (pain = MUCH)", "not (pain = MUCH))", `")" was not expected`},
		"strange sign":        {"pain >= SOME", "pain ~ SOME", "cannot be read"},
		"no outcome":          {"outcome: ONLINE_OK", "outcome: MAYBE", `"MAYBE" is no outcome`},
		"private told":        {"  physician.en: Pain.\n  employer: neutral", "  physician.en: Pain.\n  employer: 痛み\n  employer.en: Pain", "looks at pain, which is private"},
		"no english":          {"  worker.en: Let us meet.\n  physician: 痛み。", "  physician: 痛み。", "in both languages"},
		"no employer":         {"  employer: 計画がありません。\n  employer.en: No plan.\n", "", "employer: a sentence without health content"},
		"row twice":           {"row D-02", "row D-01", "stands twice"},
		"fact twice":          {"fact tries", "fact plan", "stands twice"},
		"default loosens":     {"  unknown: false\n  counts: when shown", "  unknown: true\n  counts: when shown", "is false while unknown"},
		"a key nobody reads":  {"  mark: own\n\nrow D-02", "  mark: own\n  remark: x\n\nrow D-02", "remark is no part of a row"},
		"a key twice":         {"  source: own\n  mark: own\n\nrow D-02", "  source: own\n  source: own\n  mark: own\n\nrow D-02", "has source twice"},
		"no such paragraph":   {"row D-02", "rule D-02", "begins nothing"},
		"ends before":         {"until: further notice", "until: 2025-01-01", "ends before it begins"},
		"contradiction's not": {"when: plan = false and until >= today", "when: not plan = true", `say it without "not"`},
		"a word missing":      {"なし | 少し | 強い", "なし | 少し", "one word for each value"},
		"no otherwise":        {"otherwise D-00", "row D-04", "when"},
	} {
		text := strings.Replace(small, x.old, x.now, 1)
		if text == small {
			t.Errorf("%s: nothing was changed", name)
		}
		if name == "no otherwise" {
			text, x.want = small[:strings.Index(small, "otherwise D-00")], `no paragraph "otherwise"`
		}
		_, err := modality.Parse(text)
		if err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s: %v, want %q", name, err, x.want)
		}
	}
}

// Prove finds each kind of fault that a table may have as a whole.
func TestProve(t *testing.T) {
	t.Parallel()
	if got := parse(t, small).Prove(); len(got) > 0 {
		t.Errorf("a good table: %v", got)
	}
	for want, x := range map[string][2]string{
		"D-02: more worry in pain switches it off": {"pain >= SOME\n        or D-01 and tries > 2", "pain = SOME"},
		"D-03: more worry in pain allows online":   {"kind in (A) and not (pain = MUCH)", "kind = A and pain = MUCH"},
		"D-02 can never fire":                      {"pain >= SOME\n        or D-01 and tries > 2", "pain = SOME and pain = MUCH"},
		"D-02 never decides anything":              {"pain >= SOME\n        or D-01 and tries > 2", "D-01 and tries > 2"},
		"X-01 can never happen":                    {"when: plan = false and until >= today", "when: plan = false and plan = true"},
	} {
		got := parse(t, strings.Replace(small, x[0], x[1], 1)).Prove()
		if !strings.Contains(strings.Join(got, "\n"), want) {
			t.Errorf("want %q, got %v", want, got)
		}
	}
}

func TestVersionsByDay(t *testing.T) {
	t.Parallel()
	version := func(name, from, until string) *modality.Table {
		text := strings.Replace(small, "table t/1", "table "+name, 1)
		text = strings.Replace(text, "from: 2026-01-01", "from: "+from, 1)
		return parse(t, strings.Replace(text, "until: further notice", "until: "+until, 1))
	}
	old, now := version("a", "2025-01-01", "2025-12-31"), version("b", "2026-01-01", "further notice")
	r, err := modality.NewRules(now, old)
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[civil.Date]string{
		{Year: 2025, Month: 12, Day: 31}: "a", {Year: 2026, Month: 1, Day: 1}: "b", {Year: 2030, Month: 1, Day: 1}: "b",
	} {
		if got, err := r.On(day); err != nil || got.Version != want {
			t.Errorf("%s: %v %v, want %s", day, got, err, want)
		}
	}
	if _, err := r.On(civil.Date{Year: 2024, Month: 12, Day: 31}); err == nil {
		t.Error("a day before the first version has rules")
	}
	if _, err := r.Version("c"); err == nil {
		t.Error("there is no version c")
	}
	for _, list := range [][]*modality.Table{
		{version("a", "2025-01-01", "2026-01-01"), now},
		{version("a", "2025-01-01", "further notice"), now},
		{now, now},
		{version("b", "2025-01-01", "2025-12-31"), now},
		{},
	} {
		if _, err := modality.NewRules(list...); err == nil {
			t.Errorf("%d versions that overlap or share a name are taken", len(list))
		}
	}
	_, err = modality.NewRules(version("a", "2025-01-01", "2026-03-31"), now)
	if want := "versions a (valid 2025-01-01 to 2026-03-31) and b (valid 2026-01-01 until further notice) both hold on 2026-01-01"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%v, want %q", err, want)
	}
}

func TestExplain(t *testing.T) {
	t.Parallel()
	tab := parse(t, small)
	f, err := tab.ReadFacts([]byte(`{"kind":"A","pain":"SOME","tries":3}`))
	if err != nil {
		t.Fatal(err)
	}
	got := tab.Decide(f, today).Explain(modality.EN)
	b, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"outcome":"IN_PERSON_REQUIRED"`, `"version":"t/1"`, `"employer":["No plan."]`, `"plan":{"value":"false","why":"not shown"}`,
		`"today":{"value":"2026-11-22","why":"the day of the decision"}`, `"tries":3`, `"decides":false`, `"until":"2000-01-01"`,
	} {
		if !strings.Contains(string(b), want) {
			t.Errorf("%s is missing in %s", want, b)
		}
	}
}

// Facts print as withheld, whatever the verb.
func TestFactsAreWithheld(t *testing.T) {
	t.Parallel()
	f, err := parse(t, small).ReadFacts([]byte(`{"kind":"A","pain":"MUCH"}`))
	if err != nil {
		t.Fatal(err)
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		if got := fmt.Sprintf(verb, f); strings.Contains(got, "MUCH") {
			t.Errorf("%s prints %s", verb, got)
		}
	}
	if got := f.LogValue().String(); strings.Contains(got, "MUCH") {
		t.Errorf("a log says %s", got)
	}
}
