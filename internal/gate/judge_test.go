package gate_test

import (
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/gate"
	"mendan/internal/gate/gatedata"
)

func day(t *testing.T, text string) civil.Date {
	t.Helper()
	d, err := civil.ParseDate(text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return d
}

// settled is a workplace where everything holds.
func settled(t *testing.T) gate.Facts {
	t.Helper()
	on := func(d string) gate.Fact { return gate.Fact{Yes: true, From: day(t, d)} }
	yes := gate.Fact{Yes: true}
	return gate.Facts{
		"deliberated": on("2026-03-10"), "announced": on("2026-03-20"), "committee_composed": yes, "minutes_published": on("2026-03-12"), "posted": on("2026-03-20"),
		"emergency_plan": {Yes: true, From: day(t, "2026-04-01"), Until: day(t, "2027-03-31")}, "drilled": on("2026-10-01"),
		"tool_stable": yes, "tool_secure": yes, "tool_easy": yes, "tool_approved": yes,
		"card_filled": on("2026-04-01"), "physician_appointed": on("2024-04-01"), "relations": {Yes: true, Number: 2}, "last_round": on("2026-10-20"),
	}
}

func factOf(t *testing.T, text string) gate.Fact {
	t.Helper()
	if n, err := strconv.Atoi(text); err == nil {
		return gate.Fact{Yes: n > 0, Number: n}
	}
	switch text {
	case "no":
		return gate.Fact{}
	case "yes":
		return gate.Fact{Yes: true}
	}
	from, until, two := strings.Cut(text, "..")
	f := gate.Fact{Yes: true, From: day(t, from)}
	if two {
		f.Until = day(t, until)
	}
	return f
}

// TestVerdicts walks the table of cases that lawyers can read.
func TestVerdicts(t *testing.T) {
	t.Parallel()
	rules, err := gatedata.Rules()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("testdata/verdicts.txt")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[gate.State]bool{}
	judged := map[string]bool{}
	for _, block := range strings.Split(string(text), "\n\n") {
		var lines []string
		for line := range strings.Lines(block) {
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
				lines = append(lines, line)
			}
		}
		if len(lines) == 0 {
			continue
		}
		t.Run(lines[0], func(t *testing.T) {
			q := gate.Question{Workplace: "wpl_1", Type: casework.LongHoursGeneral, Headcount: 120, Day: day(t, "2026-12-01"), Today: day(t, "2026-11-22")}
			facts := settled(t)
			var v gate.Verdict
			done := false
			for _, line := range lines[1:] {
				if want, ok := strings.CutPrefix(line, "-> "); ok {
					table, found := rules.On(q.Day)
					if !found {
						if want != "no rules" {
							t.Errorf("no rules on %s, want %s", q.Day, want)
						}
						continue
					}
					v, done = table.Judge(q, facts), true
					if got := map[bool]string{true: "open", false: "closed"}[v.Open]; got != want {
						t.Errorf("%s, want %s: %+v", got, want, v.Closing())
					}
					continue
				}
				if done {
					id, want, _ := strings.Cut(line, " ")
					want = strings.TrimSpace(want)
					got := "not asked"
					if i := slices.IndexFunc(v.Items, func(i gate.Item) bool { return i.ID == id }); i >= 0 {
						got = string(v.Items[i].State)
						seen[v.Items[i].State] = true
						judged[id] = true
						if !v.Items[i].Until.IsZero() {
							got += " " + v.Items[i].Until.String()
						}
					}
					if got != want {
						t.Errorf("%s: %s, want %s", id, got, want)
					}
					continue
				}
				key, value, _ := strings.Cut(line, ":")
				value = strings.TrimSpace(value)
				switch key {
				case "type":
					q.Type = casework.Type(value)
				case "headcount":
					q.Headcount, _ = strconv.Atoi(value)
				case "day":
					q.Day = day(t, value)
				case "today":
					q.Today = day(t, value)
				default:
					if _, known := settled(t)[key]; !known {
						t.Fatalf("nobody knows the fact %q", key)
					}
					delete(facts, key)
					if value != "unknown" {
						facts[key] = factOf(t, value)
					}
				}
			}
		})
	}
	for _, s := range []gate.State{gate.Held, gate.Expires, gate.Missing, gate.Expired, gate.Late, gate.Unknown, gate.Each} {
		if !seen[s] {
			t.Errorf("no case of the table ends in %s", s)
		}
	}
	table, _ := rules.On(day(t, "2026-12-01"))
	for _, r := range table.Requirements {
		if !judged[r.ID] && r.Stage == gate.Launch {
			t.Errorf("no case of the table looks at %s", r.ID)
		}
	}
}

// Taking facts away never opens a gate, and what is desirable never closes one.
func TestEachHardRequirementCloses(t *testing.T) {
	t.Parallel()
	rules, err := gatedata.Rules()
	if err != nil {
		t.Fatal(err)
	}
	table, _ := rules.On(day(t, "2026-12-01"))
	for _, kind := range casework.Types() {
		q := gate.Question{Workplace: "wpl_1", Type: kind.ID, Headcount: 60, Day: day(t, "2026-12-01"), Today: day(t, "2026-11-22")}
		if !table.Knows(kind.ID) {
			t.Errorf("%s is in no group", kind.ID)
		}
		if v := table.Judge(q, settled(t)); !v.Open || len(v.Items) < 8 {
			t.Errorf("%s is not open though everything holds", kind.ID)
		}
		for name := range settled(t) {
			facts := maps.Clone(settled(t))
			delete(facts, name)
			v := table.Judge(q, facts)
			hard := slices.ContainsFunc(v.Items, func(i gate.Item) bool { return i.Strength == gate.Hard && !i.State.OK() })
			if v.Open == hard {
				t.Errorf("%s without %s: open %v, a hard requirement is missing: %v", kind.ID, name, v.Open, hard)
			}
		}
	}
}
