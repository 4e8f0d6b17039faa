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
// north, a half-hour summer time, changes at midnight and by two hours, rules
// given up or taken up within the years tested, and the ends of the day line.
var zones = []string{
	"Asia/Tokyo", "Asia/Seoul", "Asia/Shanghai", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tehran", "Asia/Amman", "Asia/Beirut",
	"Asia/Gaza", "Asia/Jerusalem", "Asia/Yangon", "Asia/Almaty", "Asia/Pyongyang", "Africa/Cairo", "Africa/Casablanca", "Africa/Juba",
	"Africa/El_Aaiun", "America/New_York", "America/St_Johns", "America/Santiago", "America/Asuncion", "America/Havana", "America/Nuuk",
	"America/Scoresbysund", "America/Chihuahua", "America/Caracas", "America/Sao_Paulo", "America/Los_Angeles", "America/Phoenix",
	"Antarctica/Troll", "Antarctica/Casey", "Atlantic/Azores", "Australia/Lord_Howe", "Australia/Eucla", "Australia/Adelaide", "Australia/Sydney",
	"Europe/London", "Europe/Dublin", "Europe/Berlin", "Europe/Volgograd", "Europe/Chisinau", "Pacific/Apia", "Pacific/Auckland",
	"Pacific/Chatham", "Pacific/Fiji", "Pacific/Kiritimati", "Pacific/Marquesas", "Pacific/Norfolk", "Pacific/Easter", "UTC",
}

var table = holidays.Japan()

// drawStart draws a zone and an instant within 2020 to 2040, mostly some days
// before the zone's clocks change.
func drawStart(t *rapid.T) (*time.Location, time.Time) {
	z, err := time.LoadLocation(rapid.SampledFrom(zones).Draw(t, "zone"))
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(rapid.IntRange(0, 20*365*24*12).Draw(t, "start")) * 5 * time.Minute)
	if _, change := at.In(z).ZoneBounds(); !change.IsZero() && rapid.IntRange(0, 9).Draw(t, "near") > 0 {
		at = change.Add(-time.Duration(rapid.IntRange(0, 5*24*12).Draw(t, "before")) * 5 * time.Minute)
	}
	return z, at.UTC()
}

// drawPlan draws a plan that Check takes.
func drawPlan(t *rapid.T, z *time.Location, near time.Time) scheduling.Plan {
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
			Day: civil.DateOf(near, z).AddDays(rapid.IntRange(0, 9).Draw(t, "day")),
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
		z, from := drawStart(t)
		p := drawPlan(t, z, from)
		l := scheduling.Length{Minutes: 5 * rapid.IntRange(2, 20).Draw(t, "minutes"), Slack: 5 * rapid.IntRange(0, 6).Draw(t, "slack")}
		to := from.AddDate(0, 0, 10)
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
		cut := from.Add(time.Duration(rapid.IntRange(0, 10*24*60).Draw(t, "cut")) * time.Minute)
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
