// Package holidays knows the national holidays of Japan (国民の祝日) as a table:
// japan.csv, which a person can read, with its source and the days for which it
// speaks. A test recomputes every line from the law.
//
// It does not know company holidays, and it does not guess: outside its table
// it says that it does not know. To make the table longer, run
//
//	go test ./internal/holidays -update -until 2032
package holidays

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"strings"

	"mendan/internal/civil"
)

//go:embed japan.csv
var japan string

// Day is one day off.
type Day struct {
	Date    civil.Date
	Name    string // 敬老の日
	English string // Respect for the Aged Day
}

// Table is the days off between two days.
type Table struct {
	from, until civil.Date
	source      string
	days        []Day
	byDate      map[civil.Date]Day
}

// Japan is the embedded table.
func Japan() *Table {
	t, err := Parse(japan)
	if err != nil {
		panic(err) // embedded, and read by the tests
	}
	return t
}

// Parse reads a table: lines "# from: day", "# until: day", "# source: text",
// other comments, and then date,name,english in order of dates.
func Parse(text string) (*Table, error) {
	t := &Table{byDate: map[civil.Date]Day{}}
	for line := range strings.Lines(text) {
		key, value, ok := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "# "), ": ")
		if !strings.HasPrefix(line, "#") || !ok {
			continue
		}
		var err error
		switch key {
		case "from":
			t.from, err = civil.ParseDate(value)
		case "until":
			t.until, err = civil.ParseDate(value)
		case "source":
			t.source = value
		}
		if err != nil {
			return nil, fmt.Errorf("holidays: %s: %w", key, err)
		}
	}
	if t.from.IsZero() || t.until.IsZero() || t.source == "" {
		return nil, fmt.Errorf("holidays: the table does not say from, until and source")
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comment = '#'
	r.FieldsPerRecord = 3
	lines, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("holidays: %w", err)
	}
	for _, l := range lines {
		d, err := civil.ParseDate(l[0])
		if err != nil {
			return nil, fmt.Errorf("holidays: %w", err)
		}
		if d.Before(t.from) || d.After(t.until) || len(t.days) > 0 && !t.days[len(t.days)-1].Date.Before(d) {
			return nil, fmt.Errorf("holidays: %s is out of order or outside the table", d)
		}
		day := Day{d, l[1], l[2]}
		t.days = append(t.days, day)
		t.byDate[d] = day
	}
	return t, nil
}

// On is the day off on d; false for an ordinary day and for a day the table does not know.
func (t *Table) On(d civil.Date) (Day, bool) {
	day, ok := t.byDate[d]
	return day, ok
}

// Names is the day off on d in Japanese and English, both empty for an ordinary
// day and for a day the table does not know: the form in which cores ask.
func (t *Table) Names(d civil.Date) (ja, en string) {
	day := t.byDate[d]
	return day.Name, day.English
}

// Knows tells whether the table speaks for d.
func (t *Table) Knows(d civil.Date) bool { return !d.Before(t.from) && !d.After(t.until) }

// From is the first day the table speaks for.
func (t *Table) From() civil.Date { return t.from }

// Until is the last day the table speaks for.
func (t *Table) Until() civil.Date { return t.until }

// Source says where the table comes from.
func (t *Table) Source() string { return t.source }

// Days lists the days off in order.
func (t *Table) Days() []Day { return append([]Day(nil), t.days...) }
