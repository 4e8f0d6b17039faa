package scheduling_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"mendan/internal/civil"
	"mendan/internal/holidays"
	"mendan/internal/scheduling"
)

// Zones with every kind of trouble: half hours, quarters, summer time south and
// north, a half-hour summer time, changes at midnight, a skipped day line.
var zones = []string{
	"Asia/Tokyo", "America/New_York", "America/St_Johns", "Europe/Berlin", "Australia/Lord_Howe",
	"Asia/Kathmandu", "Africa/Cairo", "America/Santiago", "Pacific/Chatham", "Pacific/Kiritimati", "Africa/Casablanca", "UTC",
}

var table = holidays.Japan()

// drawPlan draws a plan that Check takes.
func drawPlan(t *rapid.T) scheduling.Plan {
	z, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
	if err != nil {
		t.Fatal(err)
	}
	grain := rapid.IntRange(0, 287)
	p := scheduling.Plan{Zone: z, OnHolidays: rapid.Bool().Draw(t, "onHolidays")}
	where := scheduling.Where{Online: true}
	for range rapid.IntRange(0, 8).Draw(t, "lines") {
		from := grain.Draw(t, "from")
		h := scheduling.Hours{
			Weekday: time.Weekday(rapid.IntRange(0, 6).Draw(t, "weekday")), Where: where,
			From: civil.Clock(from * 5), To: civil.Clock(rapid.IntRange(from+1, 288).Draw(t, "to") * 5),
		}
		q := p
		q.Hours = append(append([]scheduling.Hours(nil), p.Hours...), h)
		if q.Check() == nil {
			p = q
		}
	}
	for range rapid.IntRange(0, 4).Draw(t, "exceptions") {
		from := grain.Draw(t, "from")
		x := scheduling.Exception{
			Day: civil.Date{Year: 2027, Month: 3, Day: 1}.AddDays(rapid.IntRange(0, 300).Draw(t, "day")),
			Off: rapid.Bool().Draw(t, "off"), Where: where,
			From: civil.Clock(from * 5), To: civil.Clock(rapid.IntRange(from+1, 288).Draw(t, "to") * 5),
		}
		q := p
		q.Exceptions = append(append([]scheduling.Exception(nil), p.Exceptions...), x)
		if q.Check() == nil {
			p = q
		}
	}
	return p
}

// inside tells from the plan's words alone whether the clock time is open on d.
func inside(p scheduling.Plan, d civil.Date, c civil.Clock) bool {
	name, _ := table.Names(d)
	open := false
	for _, h := range p.Hours {
		open = open || h.Weekday == d.Weekday() && h.From <= c && c < h.To && (name == "" || p.OnHolidays)
	}
	extra := false
	for _, x := range p.Exceptions {
		if x.Day != d || c < x.From || c >= x.To {
			continue
		}
		if x.Off {
			open = false
		} else {
			extra = true
		}
	}
	return open || extra
}

func TestSlotsProperty(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := drawPlan(t)
		l := scheduling.Length{Minutes: 5 * rapid.IntRange(2, 20).Draw(t, "minutes"), Slack: 5 * rapid.IntRange(0, 6).Draw(t, "slack")}
		from := time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(rapid.IntRange(0, 300*24*12).Draw(t, "start")) * 5 * time.Minute)
		to := from.AddDate(0, 0, 20)
		slots := p.Slots(table, l, from, to)

		for i, s := range slots {
			if s.From.Before(from) || !s.From.Before(to) {
				t.Fatalf("%v begins outside the window", s)
			}
			if i > 0 && s.From.Before(slots[i-1].Until) {
				t.Fatalf("%v overlaps %v", s, slots[i-1])
			}
			for at := s.From; at.Before(s.Until); at = at.Add(5 * time.Minute) {
				if !inside(p, civil.DateOf(at, p.Zone), civil.ClockOf(at, p.Zone)) {
					t.Fatalf("%s of slot %s is outside the plan", at.In(p.Zone), s.From.In(p.Zone))
				}
			}
		}

		// However the window is cut, the same slots come out: an answer does not depend on the question.
		cut := from.Add(time.Duration(rapid.IntRange(0, 20*24*60).Draw(t, "cut")) * time.Minute)
		parts := append(p.Slots(table, l, from, cut), p.Slots(table, l, cut, to)...)
		if len(parts) != len(slots) {
			t.Fatalf("%d slots in one piece, %d in two", len(slots), len(parts))
		}
		for i := range parts {
			if parts[i] != slots[i] {
				t.Fatalf("cut at %s: %v became %v", cut, slots[i], parts[i])
			}
		}
	})
}
