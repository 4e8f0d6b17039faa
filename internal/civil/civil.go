// Package civil holds days and times of day as people use them: a date is a
// date, never a midnight; a time of day belongs to a zone only when somebody
// asks for the instant.
package civil

import (
	"database/sql/driver"
	"fmt"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // zones are part of the program: a container without them must not shift an interview
)

// Date is a day of the (Gregorian) calendar. The zero Date is no day.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf is the day on which t falls in the zone.
func DateOf(t time.Time, zone *time.Location) Date {
	y, m, d := t.In(zone).Date()
	return Date{y, m, d}
}

// ParseDate reads 2026-11-22.
func ParseDate(text string) (Date, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return Date{}, fmt.Errorf("civil: %q is not a date", text)
	}
	y, m, d := t.Date()
	return Date{y, m, d}, nil
}

// IsZero tells whether d is no day.
func (d Date) IsZero() bool { return d == Date{} }

// String is 2026-11-22, or empty for no day.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// AddDays moves by n days.
func (d Date) AddDays(n int) Date {
	y, m, day := time.Date(d.Year, d.Month, d.Day+n, 12, 0, 0, 0, time.UTC).Date()
	return Date{y, m, day}
}

// AddMonths moves by n months; a day that the month lacks becomes its last day.
func (d Date) AddMonths(n int) Date {
	first := time.Date(d.Year, d.Month+time.Month(n), 1, 12, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Date{first.Year(), first.Month(), min(d.Day, last)}
}

// DaysUntil counts days from d to e; negative when e is earlier.
func (d Date) DaysUntil(e Date) int {
	a := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
	b := time.Date(e.Year, e.Month, e.Day, 0, 0, 0, 0, time.UTC)
	return int(b.Sub(a) / (24 * time.Hour))
}

// Compare orders days.
func (d Date) Compare(e Date) int { return -d.DaysUntil(e) }

// Before tells whether d is earlier than e.
func (d Date) Before(e Date) bool { return d.DaysUntil(e) > 0 }

// After tells whether d is later than e.
func (d Date) After(e Date) bool { return e.Before(d) }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday {
	return time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC).Weekday()
}

// AgeOn is the age in whole years on the given day of a person born on d.
// Source: 年齢計算ニ関スル法律 counts a year as full at the end of the day before
// the birthday; for display the birthday itself is used.
func (d Date) AgeOn(day Date) int {
	age := day.Year - d.Year
	if day.Month < d.Month || day.Month == d.Month && day.Day < d.Day {
		age--
	}
	return age
}

// At is the instant at which the clock in the zone shows c on d. A clock time
// that the zone skips that day (summer time) is moved forward by the gap; one
// that comes twice means the first.
func (d Date) At(c Clock, zone *time.Location) time.Time {
	t := time.Date(d.Year, d.Month, d.Day, int(c)/60, int(c)%60, 0, 0, zone)
	// time.Date chooses one of the two offsets around a change, and says not which.
	since, until := t.ZoneBounds()
	_, here := t.Zone()
	if !since.IsZero() { // a repeated time: the first. Clocks go back by an hour nearly everywhere, not everywhere.
		_, before := since.Add(-time.Nanosecond).In(zone).Zone()
		if e := t.Add(-time.Duration(before-here) * time.Second); before > here && e.Before(since) {
			t = e
		}
	}
	if !until.IsZero() && ClockOf(t, zone) != c%(24*60) { // a skipped time: forward by the gap
		_, after := until.In(zone).Zone()
		if e := t.Add(time.Duration(after-here) * time.Second); after > here && !e.Before(until) {
			t = e
		}
	}
	return t.UTC()
}

// Value stores a date as 2026-11-22, no day as NULL.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil //nolint:nilnil // NULL, as driver.Value has it
	}
	return d.String(), nil
}

// Scan reads what Value stored.
func (d *Date) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*d = Date{}
		return nil
	case string:
		if v == "" {
			*d = Date{}
			return nil
		}
		got, err := ParseDate(v)
		*d = got
		return err
	case []byte:
		return d.Scan(string(v))
	case time.Time:
		y, m, day := v.Date()
		*d = Date{y, m, day}
		return nil
	}
	return fmt.Errorf("civil: cannot read a date from %T", src)
}

// MarshalText writes 2026-11-22 into JSON, no day as empty text.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Date) UnmarshalText(text []byte) error { return d.Scan(string(text)) }

// Clock is a time of day in whole minutes since midnight, 0 to 1440 (24:00).
type Clock int

// ParseClock reads 9:00, 09:00 or 24:00.
func ParseClock(text string) (Clock, error) {
	hours, minutes, _ := strings.Cut(text, ":")
	h, err1 := strconv.ParseUint(hours, 10, 8)
	m, err2 := strconv.ParseUint(minutes, 10, 8)
	if err1 != nil || err2 != nil || len(hours) > 2 || len(minutes) > 2 || h > 24 || m > 59 || h == 24 && m != 0 {
		return 0, fmt.Errorf("civil: %q is not a time of day", text)
	}
	return Clock(h*60 + m), nil
}

// ClockOf is what the clock in the zone shows at t, seconds cut.
func ClockOf(t time.Time, zone *time.Location) Clock {
	h, m, _ := t.In(zone).Clock()
	return Clock(h*60 + m)
}

// String is 09:00.
func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", int(c)/60, int(c)%60) }
