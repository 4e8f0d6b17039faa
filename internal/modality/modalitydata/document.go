package modalitydata

import (
	"fmt"
	"strings"

	"mendan/internal/modality"
)

// Document is docs/modality-facts.md: the facts of a table for who writes a file
// for mendan explain modality.
func Document(t *modality.Table) string {
	var b strings.Builder
	fmt.Fprintf(&b, `# Facts of the table "online or in person"

Made from the table (version %s) by `+"`go test ./internal/modality/modalitydata -update`"+`; a test compares both. Do not edit here.

`+"`mendan explain modality --facts FILE.json [--on DATE] [--lang ja|en]`"+` reads a JSON object of these facts and prints the outcome, every
row that fired, reasons for worker, physician and employer, what was assumed, and the version of the rules. Unknown names, names given
twice, wrong types and contradictions are refused with the name of the fact (exit code 2).

    {"type": "LONG_HOURS_GENERAL", "stage": "BOOKING", "deliberated": true, "announced": true,
     "emergency_plan": true, "plan_until": "2027-03-31", "relations": 2, "wish": "EITHER"}

What nobody has given is never good news. A fact that counts *when shown* is taken as its worst until somebody has shown it. A fact that
counts *when noticed* is a sign: it counts once somebody has noticed it. Scales go from least to most worrying. *Private* facts are about
health or home: a row that looks at one may tell the employer nothing.

| fact | type | meaning | when nobody gave it | counts | private | who gives it |
| --- | --- | --- | --- | --- | --- | --- |
`, t.Version)
	for _, f := range t.Schema {
		fmt.Fprintf(&b, "| `%s` | %s | %s / %s | %s | %s | %s | %s |\n",
			f.Name, sort(f), f.Meaning.JA, f.Meaning.EN, unknown(f), counts(f), map[bool]string{true: "yes", false: ""}[f.Private], f.Giver)
	}
	b.WriteString("\n## What cannot be\n\n| id | field | contradiction | why |\n| --- | --- | --- | --- |\n")
	for _, c := range t.Clashes() {
		fmt.Fprintf(&b, "| %s | `%s` | `%s` | %s / %s |\n", c.ID, c.Field, c.Condition, c.Why.JA, c.Why.EN)
	}
	b.WriteString("\n## Rows\n\nThe table itself, with the sentences for worker, physician and employer: `internal/modality/modalitydata/online-or-in-person.txt`.\n\n| row | fires when | outcome | source | mark |\n| --- | --- | --- | --- | --- |\n")
	for _, r := range append(t.Rows, t.Otherwise) {
		fmt.Fprintf(&b, "| %s | `%s` | %s | %s | %s |\n", r.ID, r.Condition, r.Outcome, r.Source, r.Mark)
	}
	return b.String()
}

func sort(f modality.Fact) string {
	switch f.Kind {
	case modality.Bool:
		return "true, false"
	case modality.Date:
		return "day, `2026-11-22`"
	case modality.Number:
		return fmt.Sprintf("whole number %d to %d", f.Min, f.Max)
	case modality.Scale:
		return "scale: `" + strings.Join(f.Values, "` < `") + "`"
	case modality.Choice:
	}
	return "one of `" + strings.Join(f.Values, "`, `") + "`"
}

func unknown(f modality.Fact) string {
	switch {
	case f.Today:
		return "the day asked for"
	case f.Needed():
		return "must be given"
	}
	return "`" + f.Unknown + "`"
}

func counts(f modality.Fact) string {
	switch {
	case f.Needed() || f.Today:
		return "always"
	case f.Assured:
		return "when shown"
	}
	return "when noticed"
}
