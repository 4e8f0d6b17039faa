package casework_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"mendan/internal/casework"
	"mendan/internal/civil"
)

var events = []casework.Event{
	casework.Applied, casework.Scheduled, casework.Unscheduled, casework.Started, casework.Completed, casework.Aborted,
	casework.Converted, casework.NoShow, casework.Drafted, casework.Signed, casework.Delivered, casework.Heard,
	casework.Measured, casework.Unmeasured, casework.Informed, casework.Withdrawn, casework.Closed,
}

func TestGoodLife(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		typ    casework.Type
		start  casework.Event
		events []casework.Event
		end    casework.State
	}{
		{"long hours, with measures", casework.LongHoursGeneral, casework.Applied,
			[]casework.Event{casework.Scheduled, casework.Started, casework.Completed, casework.Drafted, casework.Signed, casework.Delivered, casework.Heard, casework.Measured, casework.Informed}, casework.PhysicianInformed},
		{"long hours, opened by HR first", casework.LongHoursGeneral, casework.Opened,
			[]casework.Event{casework.Applied, casework.Scheduled, casework.Unscheduled, casework.Scheduled, casework.NoShow, casework.Scheduled, casework.Withdrawn}, casework.Abandoned},
		{"consultation", casework.Consultation, casework.Opened,
			[]casework.Event{casework.Scheduled, casework.Started, casework.Converted, casework.Scheduled, casework.Started, casework.Completed, casework.Drafted, casework.Signed, casework.Closed}, casework.Finished},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := casework.Start(c.typ, c.start)
			for _, e := range c.events {
				next, ok := casework.Next(c.typ, s, e)
				if !ok {
					t.Fatalf("%s cannot follow %s", e, s)
				}
				s = next
			}
			if s != c.end {
				t.Fatalf("ends at %s, want %s", s, c.end)
			}
		})
	}
}

func TestForbiddenMoves(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		typ   casework.Type
		state casework.State
		event casework.Event
		why   string
	}{
		{casework.LongHoursGeneral, casework.Ready, casework.Started, "nobody is admitted without a booking"},
		{casework.LongHoursGeneral, casework.Held, casework.Signed, "nothing is signed that was not written"},
		{casework.LongHoursGeneral, casework.WithWorker, casework.Closed, "a statutory letter must reach the employer"},
		{casework.LongHoursGeneral, casework.WithEmployer, casework.Measured, "measures only after the worker was heard"},
		{casework.LongHoursGeneral, casework.Held, casework.Withdrawn, "what was held stays on record"},
	} {
		if next, ok := casework.Next(c.typ, c.state, c.event); ok {
			t.Errorf("%s in %s leads to %s: %s", c.event, c.state, next, c.why)
		}
	}
}

// Whatever happens, a letter reaches the employer only after it was signed, and
// measures come only after the worker was heard.
func TestNoWayRound(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		typ := rapid.SampledFrom([]casework.Type{casework.LongHoursGeneral, casework.Consultation}).Draw(t, "type")
		s := casework.Start(typ, rapid.SampledFrom([]casework.Event{casework.Applied, casework.Opened}).Draw(t, "start"))
		seen := map[casework.Event]bool{}
		for range 40 {
			e := rapid.SampledFrom(events).Draw(t, "event")
			next, ok := casework.Next(typ, s, e)
			if !ok {
				continue
			}
			if s.Over() {
				t.Fatalf("%s after the end", e)
			}
			seen[e] = true
			s = next
			if seen[casework.Delivered] && !seen[casework.Signed] || seen[casework.Signed] && !seen[casework.Completed] || seen[casework.Measured] && !seen[casework.Heard] {
				t.Fatalf("%s reached by a way round: %v", s, seen)
			}
		}
	})
}

func TestRunningDeadlines(t *testing.T) {
	t.Parallel()
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	at := func(d, clock string) time.Time {
		day, _ := civil.ParseDate(d)
		c, _ := civil.ParseClock(clock)
		return day.At(c, tokyo)
	}
	for _, c := range []struct {
		name      string
		c         casework.Case
		delivered time.Time
		want      string
	}{
		{"applied on 31 January: a month later is the last day of February", casework.Case{Type: casework.LongHoursGeneral, AppliedAt: at("2026-01-31", "23:59")}, time.Time{}, "DL-05 2026-02-28"},
		{"just after midnight in Tokyo counts as the new day", casework.Case{Type: casework.LongHoursGeneral, AppliedAt: at("2026-11-23", "0:01")}, time.Time{}, "DL-05 2026-12-23"},
		{"held: the opinion is due", casework.Case{Type: casework.LongHoursGeneral, AppliedAt: at("2026-11-01", "9:00"), HeldAt: at("2026-11-23", "12:00")}, time.Time{}, "DL-09 2026-12-23"},
		{"delivered: the physician is to be told", casework.Case{Type: casework.LongHoursGeneral, AppliedAt: at("2026-11-01", "9:00"), HeldAt: at("2026-11-23", "12:00")}, at("2026-11-25", "9:00"), "DL-10 2026-12-25"},
		{"a consultation has no clock", casework.Case{Type: casework.Consultation, AppliedAt: at("2026-11-01", "9:00")}, time.Time{}, ""},
	} {
		got := ""
		for _, d := range casework.Running(c.c, c.delivered, tokyo) {
			got += d.Clock.ID + " " + d.Due.String()
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
