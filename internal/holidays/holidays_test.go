package holidays_test

import (
	"flag"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/civil"
	"mendan/internal/holidays"
)

var (
	update = flag.Bool("update", false, "write japan.csv anew")
	until  = flag.Int("until", 2030, "last year, with -update")
)

const head = `# National holidays of Japan and the days off that follow from them.
# from: %d-01-01
# until: %d-12-31
# source: 国民の祝日に関する法律(昭和23年法律第178号)第2条・第3条、建国記念の日となる日を定める政令(昭和41年政令第376号)
#
# 春分の日 and 秋分の日 are fixed each February for the following year by 暦要項 in
# the official gazette (国立天文台). All days here are computed, the equinoxes by
# the formula for 1980-2099; compare the next year's with the gazette each February.
# 振替休日: law, article 3(2). 国民の休日: article 3(3).
# Computed by holidays_test.go; do not edit by hand.
#
`

// rule is one holiday of article 2: how its day is found in a year.
type rule struct {
	name, english string
	day           func(year int) civil.Date
}

func fixed(m time.Month, d int) func(int) civil.Date {
	return func(y int) civil.Date { return civil.Date{Year: y, Month: m, Day: d} }
}

func monday(m time.Month, nth int) func(int) civil.Date {
	return func(y int) civil.Date {
		d := civil.Date{Year: y, Month: m, Day: 1}
		for d.Weekday() != time.Monday {
			d = d.AddDays(1)
		}
		return d.AddDays(7 * (nth - 1))
	}
}

// equinox is the short formula of 新こよみ便利帳 (恒星社厚生閣) for 1980-2099. Source: S11.
func equinox(m time.Month, at1980 float64) func(int) civil.Date {
	return func(y int) civil.Date {
		n := float64(y - 1980)
		return civil.Date{Year: y, Month: m, Day: int(math.Floor(at1980+0.242194*n) - math.Floor(n/4))}
	}
}

var article2 = []rule{
	{"元日", "New Year's Day", fixed(time.January, 1)},
	{"成人の日", "Coming of Age Day", monday(time.January, 2)},
	{"建国記念の日", "National Foundation Day", fixed(time.February, 11)},
	{"天皇誕生日", "Emperor's Birthday", fixed(time.February, 23)},
	{"春分の日", "Vernal Equinox Day", equinox(time.March, 20.8431)},
	{"昭和の日", "Showa Day", fixed(time.April, 29)},
	{"憲法記念日", "Constitution Day", fixed(time.May, 3)},
	{"みどりの日", "Greenery Day", fixed(time.May, 4)},
	{"こどもの日", "Children's Day", fixed(time.May, 5)},
	{"海の日", "Marine Day", monday(time.July, 3)},
	{"山の日", "Mountain Day", fixed(time.August, 11)},
	{"敬老の日", "Respect for the Aged Day", monday(time.September, 3)},
	{"秋分の日", "Autumnal Equinox Day", equinox(time.September, 23.2488)},
	{"スポーツの日", "Sports Day", monday(time.October, 2)},
	{"文化の日", "Culture Day", fixed(time.November, 3)},
	{"勤労感謝の日", "Labour Thanksgiving Day", fixed(time.November, 23)},
}

func compute(from, to int) []holidays.Day {
	named := map[civil.Date]rule{}
	for y := from - 1; y <= to+1; y++ {
		for _, r := range article2 {
			named[r.day(y)] = r
		}
	}
	substitute := map[civil.Date]bool{}
	for d := range named {
		if d.Weekday() != time.Sunday {
			continue
		}
		// Article 3(2): the nearest later day that is no holiday.
		next := d.AddDays(1)
		for _, taken := named[next]; taken; _, taken = named[next] {
			next = next.AddDays(1)
		}
		substitute[next] = true
	}
	var out []holidays.Day
	last := civil.Date{Year: to, Month: time.December, Day: 31}
	for d := (civil.Date{Year: from, Month: time.January, Day: 1}); !d.After(last); d = d.AddDays(1) {
		_, before := named[d.AddDays(-1)]
		_, after := named[d.AddDays(1)]
		if r, ok := named[d]; ok {
			out = append(out, holidays.Day{Date: d, Name: r.name, English: r.english})
		} else if substitute[d] {
			out = append(out, holidays.Day{Date: d, Name: "振替休日", English: "Substitute Holiday"})
		} else if before && after { // article 3(3)
			out = append(out, holidays.Day{Date: d, Name: "国民の休日", English: "National Day of Rest"})
		}
	}
	return out
}

func TestTableIsTheLaw(t *testing.T) {
	if *update {
		var b strings.Builder
		fmt.Fprintf(&b, head, 2026, *until)
		for _, d := range compute(2026, *until) {
			fmt.Fprintf(&b, "%s,%s,%s\n", d.Date, d.Name, d.English)
		}
		if err := os.WriteFile("japan.csv", []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		t.Skip("written; build again to read it")
	}
	table := holidays.Japan()
	if diff := cmp.Diff(compute(table.From().Year, table.Until().Year), table.Days()); diff != "" {
		t.Errorf("japan.csv differs from the law (-law +table):\n%s", diff)
	}
	if table.From().Year > 2026 || table.Until().Year < 2030 {
		t.Errorf("the table speaks for %s to %s, want at least 2026 to 2030", table.From(), table.Until())
	}
}

// Days looked up in the official list of the Cabinet Office and in calendars, not computed.
func TestKnownDays(t *testing.T) {
	t.Parallel()
	table := holidays.Japan()
	for day, want := range map[string]string{
		"2026-01-01": "元日",
		"2026-01-12": "成人の日",
		"2026-03-20": "春分の日",
		"2026-05-06": "振替休日", // 3 May is a Sunday, 4 and 5 are holidays themselves
		"2026-09-21": "敬老の日",
		"2026-09-22": "国民の休日", // between two holidays
		"2026-09-23": "秋分の日",
		"2026-11-23": "勤労感謝の日",
		"2027-03-21": "春分の日",
		"2027-03-22": "振替休日",
		"2026-11-22": "",
		"2026-12-31": "",
		"2031-01-01": "", // the table does not know
	} {
		d, err := civil.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := table.Names(d); got != want {
			t.Errorf("%s is %q, want %q", day, got, want)
		}
	}
	if table.Knows(civil.Date{Year: 2031, Month: 1, Day: 1}) || !table.Knows(civil.Date{Year: 2030, Month: 12, Day: 31}) {
		t.Error("the table does not know its end")
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	const good = "# from: 2026-01-01\n# until: 2026-12-31\n# source: law\n"
	for name, text := range map[string]string{
		"no head":      "2026-01-01,元日,New Year\n",
		"bad from":     "# from: soon\n# until: 2026-12-31\n# source: law\n",
		"bad date":     good + "2026-02-30,x,y\n",
		"out of order": good + "2026-02-11,x,y\n2026-01-01,x,y\n",
		"outside":      good + "2027-01-01,x,y\n",
		"two columns":  good + "2026-01-01,x\n",
	} {
		if _, err := holidays.Parse(text); err == nil {
			t.Errorf("%s: taken, want an error", name)
		}
	}
}
