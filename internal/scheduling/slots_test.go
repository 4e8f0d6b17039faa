package scheduling_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/civil"
	"mendan/internal/fault"
	"mendan/internal/holidays"
	"mendan/internal/scheduling"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func day(t testing.TB, text string) civil.Date {
	t.Helper()
	d, err := civil.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func clock(t testing.TB, text string) civil.Clock {
	t.Helper()
	c, err := civil.ParseClock(text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// hours is a line for every day of the week.
func everyDay(t testing.TB, from, to string) []scheduling.Hours {
	t.Helper()
	var out []scheduling.Hours
	for w := time.Sunday; w <= time.Saturday; w++ {
		out = append(out, scheduling.Hours{Weekday: w, From: clock(t, from), To: clock(t, to), Where: scheduling.Where{Online: true}})
	}
	return out
}

func TestSlots(t *testing.T) {
	t.Parallel()
	at := func(d, from, to string) scheduling.Exception {
		return scheduling.Exception{Day: day(t, d), From: clock(t, from), To: clock(t, to), Where: scheduling.Where{Online: true}}
	}
	off := func(d, from, to string) scheduling.Exception {
		x := at(d, from, to)
		x.Off = true
		return x
	}
	for name, c := range map[string]struct {
		zone       string
		from, to   string
		minutes    int
		slack      int
		exceptions []scheduling.Exception
		onHolidays bool
		day        string
		want       []string // wall clock at the beginning, zone's abbreviation
	}{
		"a morning in Tokyo, the last piece too short": {
			zone: "Asia/Tokyo", from: "9:00", to: "11:30", minutes: 30, slack: 10, day: "2026-11-24",
			want: []string{"09:00 JST", "09:40 JST", "10:20 JST"},
		},
		"the slack must fit too": {
			zone: "Asia/Tokyo", from: "9:00", to: "9:35", minutes: 30, slack: 10, day: "2026-11-24", want: nil,
		},
		"the end of the day": {
			zone: "Asia/Tokyo", from: "23:20", to: "24:00", minutes: 30, slack: 10, day: "2026-11-24", want: []string{"23:20 JST"},
		},
		"a holiday is closed": {
			zone: "Asia/Tokyo", from: "9:00", to: "10:00", minutes: 30, slack: 0, day: "2026-11-23", want: nil,
		},
		"a holiday the physician opened": {
			zone: "Asia/Tokyo", from: "9:00", to: "10:00", minutes: 30, slack: 0, day: "2026-11-23", onHolidays: true,
			want: []string{"09:00 JST", "09:30 JST"},
		},
		"extra hours win over a holiday": {
			zone: "Asia/Tokyo", from: "9:00", to: "10:00", minutes: 30, slack: 0, day: "2026-11-23",
			exceptions: []scheduling.Exception{at("2026-11-23", "19:00", "19:30")},
			want:       []string{"19:00 JST"},
		},
		"a day off": {
			zone: "Asia/Tokyo", from: "9:00", to: "10:00", minutes: 30, slack: 0, day: "2026-11-24",
			exceptions: []scheduling.Exception{off("2026-11-24", "0:00", "24:00")}, want: nil,
		},
		"another day's exception does not count": {
			zone: "Asia/Tokyo", from: "9:00", to: "10:00", minutes: 60, slack: 0, day: "2026-11-24",
			exceptions: []scheduling.Exception{off("2026-11-25", "0:00", "24:00")}, want: []string{"09:00 JST"},
		},
		"noon off: slots begin anew at one": {
			zone: "Asia/Tokyo", from: "11:00", to: "14:00", minutes: 30, slack: 10, day: "2026-11-24",
			exceptions: []scheduling.Exception{off("2026-11-24", "12:00", "13:00")},
			want:       []string{"11:00 JST", "13:00 JST"},
		},
		"extra hours win over a day off": {
			zone: "Asia/Tokyo", from: "9:00", to: "17:00", minutes: 30, slack: 0, day: "2026-11-24",
			exceptions: []scheduling.Exception{at("2026-11-24", "10:00", "10:30"), off("2026-11-24", "0:00", "24:00")},
			want:       []string{"10:00 JST"},
		},
		"New York, clocks go forward: 2:00 to 3:00 does not exist": {
			zone: "America/New_York", from: "1:00", to: "4:00", minutes: 30, slack: 0, day: "2027-03-14",
			want: []string{"01:00 EST", "03:00 EDT", "03:30 EDT"}, // 1:30 would end in the gap
		},
		"New York, hours wholly in the gap": {
			zone: "America/New_York", from: "2:00", to: "3:00", minutes: 30, slack: 0, day: "2027-03-14", want: nil,
		},
		"New York, clocks go back: half past one is offered once": {
			zone: "America/New_York", from: "0:30", to: "3:00", minutes: 30, slack: 0, day: "2027-11-07",
			want: []string{"00:30 EDT", "01:00 EDT", "02:00 EST", "02:30 EST"}, // the first 1:30 ends as clocks change
		},
		"Lord Howe, clocks go back by half an hour": {
			zone: "Australia/Lord_Howe", from: "1:00", to: "2:30", minutes: 15, slack: 0, day: "2027-04-04",
			want: []string{"01:00 +11", "01:15 +11", "01:30 +11", "02:00 +1030", "02:15 +1030"},
		},
		"Nepal is three quarters off the hour": {
			zone: "Asia/Kathmandu", from: "9:00", to: "9:30", minutes: 30, slack: 0, day: "2026-11-24", want: []string{"09:00 +0545"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			z := zone(t, c.zone)
			p := scheduling.Plan{Zone: z, Hours: everyDay(t, c.from, c.to), Exceptions: c.exceptions, OnHolidays: c.onHolidays}
			if err := p.Check(); err != nil {
				t.Fatal(err)
			}
			d := day(t, c.day)
			var got []string
			for _, s := range p.Slots(holidays.Japan(), scheduling.Length{Minutes: c.minutes, Slack: c.slack}, d.At(0, z), d.AddDays(1).At(0, z)) {
				got = append(got, s.From.In(z).Format("15:04 MST"))
				if s.To.Sub(s.From) != time.Duration(c.minutes)*time.Minute || s.Until.Sub(s.To) != time.Duration(c.slack)*time.Minute {
					t.Errorf("slot %v has the wrong length", s)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("slots (-want +got):\n%s", diff)
			}
		})
	}
}

// Hours hold from their first day to their last, both included.
func TestValidity(t *testing.T) {
	t.Parallel()
	z := zone(t, "Asia/Tokyo")
	p := scheduling.Plan{Zone: z, Hours: []scheduling.Hours{{
		Weekday: time.Tuesday, From: 540, To: 570, Since: day(t, "2026-12-08"), Until: day(t, "2026-12-15"), Where: scheduling.Where{Online: true},
	}}}
	var got []string
	for _, s := range p.Slots(holidays.Japan(), scheduling.Length{Minutes: 30}, day(t, "2026-12-01").At(0, z), day(t, "2026-12-31").At(0, z)) {
		got = append(got, civil.DateOf(s.From, z).String())
	}
	if diff := cmp.Diff([]string{"2026-12-08", "2026-12-15"}, got); diff != "" {
		t.Errorf("days (-want +got):\n%s", diff)
	}
}

func TestPlanCheck(t *testing.T) {
	t.Parallel()
	on := scheduling.Where{Online: true}
	good := scheduling.Hours{Weekday: time.Monday, From: 540, To: 720, Where: on}
	for name, c := range map[string]struct {
		change func(p *scheduling.Plan)
		want   string // field=code, empty: taken
	}{
		"good":           {func(*scheduling.Plan) {}, ""},
		"no zone":        {func(p *scheduling.Plan) { p.Zone = nil }, "zone=form.choose"},
		"ends before":    {func(p *scheduling.Plan) { p.Hours[0].To = 500 }, "hours.0.to=scheduling.to_before_from"},
		"empty":          {func(p *scheduling.Plan) { p.Hours[0].To = 540 }, "hours.0.to=scheduling.to_before_from"},
		"off the grain":  {func(p *scheduling.Plan) { p.Hours[0].From = 541 }, "hours.0.from=scheduling.clock_step"},
		"after midnight": {func(p *scheduling.Plan) { p.Hours[0].To = 1445 }, "hours.0.to=scheduling.clock_step"},
		"no mode":        {func(p *scheduling.Plan) { p.Hours[0].Online = false }, "hours.0.online=scheduling.no_mode"},
		"no place":       {func(p *scheduling.Plan) { p.Hours[0].InPerson = true }, "hours.0.place=scheduling.no_place"},
		"overlap":        {func(p *scheduling.Plan) { p.Hours = append(p.Hours, good) }, "hours.1.from=scheduling.hours_overlap"},
		"touching is no overlap": {func(p *scheduling.Plan) {
			p.Hours = append(p.Hours, scheduling.Hours{Weekday: time.Monday, From: 720, To: 780, Where: on})
		}, ""},
		"one after the other by date": {func(p *scheduling.Plan) {
			p.Hours[0].Until = day(t, "2026-12-31")
			p.Hours = append(p.Hours, scheduling.Hours{Weekday: time.Monday, From: 540, To: 780, Where: on, Since: day(t, "2027-01-01")})
		}, ""},
		"until before since": {func(p *scheduling.Plan) {
			p.Hours[0].Since, p.Hours[0].Until = day(t, "2027-01-02"), day(t, "2027-01-01")
		}, "hours.0.until=scheduling.until_before_since"},
		"length off the grain": {func(p *scheduling.Plan) { p.Lengths = []scheduling.Length{{"X", 31, 10}} }, "lengths.X.minutes=scheduling.minutes"},
		"slack too long":       {func(p *scheduling.Plan) { p.Lengths = []scheduling.Length{{"X", 30, 65}} }, "lengths.X.slack=scheduling.minutes"},
		"exception no day":     {func(p *scheduling.Plan) { p.Exceptions = []scheduling.Exception{{Off: true, To: 1440}} }, "exceptions.0.day=form.date"},
		"notice":               {func(p *scheduling.Plan) { p.Notice = -time.Hour }, "notice=scheduling.notice"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := scheduling.Plan{Zone: time.UTC, Hours: []scheduling.Hours{good}}
			c.change(&p)
			got := ""
			if err := p.Check(); err != nil {
				f := fault.Of(err).Fields[0]
				got = f.Name + "=" + f.Code
			}
			if got != c.want {
				t.Errorf("Check: %q, want %q", got, c.want)
			}
		})
	}
}

func TestTicks(t *testing.T) {
	t.Parallel()
	base := time.Unix(300*1000, 0)
	for name, c := range map[string]struct {
		from, to time.Duration
		want     []int64
	}{
		"half-open":      {0, 10 * time.Minute, []int64{1000, 1001}},
		"touched counts": {time.Minute, 6 * time.Minute, []int64{1000, 1001}},
		"nothing":        {0, 0, nil},
		"backwards":      {time.Hour, 0, nil},
	} {
		var got []int64
		for n := range scheduling.Ticks(base.Add(c.from), base.Add(c.to)) {
			got = append(got, n)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if n := scheduling.TickOf(time.Unix(-1, 0)); n != -1 {
		t.Errorf("the tick before 1970 is %d, want -1", n)
	}
}
