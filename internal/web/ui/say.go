package ui

import (
	"context"
	"time"

	"mendan/internal/civil"
	"mendan/internal/lang"
)

// Until says how far away a day is: きょう, あした, あと3日, 2日過ぎています.
func Until(ctx context.Context, today, day civil.Date) string {
	switch n := today.DaysUntil(day); {
	case day.IsZero():
		return ""
	case n == 0:
		return lang.T(ctx, "きょう")
	case n == 1:
		return lang.T(ctx, "あした")
	case n > 1:
		return lang.T(ctx, "あと%d日", n)
	default:
		return lang.T(ctx, "%d日過ぎています", -n)
	}
}

// Clock is 14:00 in the zone.
func Clock(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return civil.ClockOf(t, zone).String()
}

// ClockSpan is 14:00〜14:30 in the zone.
func ClockSpan(ctx context.Context, from, to time.Time, zone *time.Location) string {
	sep := "〜"
	if lang.From(ctx) == lang.EN {
		sep = "–"
	}
	return Clock(from, zone) + sep + Clock(to, zone)
}

// DayShort is 11月22日(日) or Sun 22 Nov.
func DayShort(ctx context.Context, d civil.Date) string {
	if d.IsZero() {
		return ""
	}
	if lang.From(ctx) == lang.EN {
		return time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC).Format("Mon 2 Jan")
	}
	return d.JapaneseShort()
}
