package room

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

var zero = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

// set draws a set of time in whole seconds of a minute, and the same as a list of seconds.
func set(t *rapid.T, name string) (spans, [60]bool) {
	var pieces []span
	var list [60]bool
	for range rapid.IntRange(0, 5).Draw(t, name+" pieces") {
		from := rapid.IntRange(0, 59).Draw(t, name+" from")
		to := rapid.IntRange(-2, 60).Draw(t, name+" to") // may be before from: then it is nothing
		pieces = append(pieces, span{zero.Add(time.Duration(from) * time.Second), zero.Add(time.Duration(to) * time.Second)})
		for i := from; i < to; i++ {
			list[i] = true
		}
	}
	return union(pieces...), list
}

// Sets of time behave as sets of seconds do.
func TestSpans(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, as := set(t, "a")
		b, bs := set(t, "b")
		for name, c := range map[string]struct {
			got  spans
			want func(a, b bool) bool
		}{
			"itself": {a, func(a, _ bool) bool { return a }},
			"or":     {a.or(b), func(a, b bool) bool { return a || b }},
			"and":    {a.and(b), func(a, b bool) bool { return a && b }},
			"less":   {a.less(b), func(a, b bool) bool { return a && !b }},
		} {
			count, longest, run := 0, 0, 0
			for i := range 60 {
				in := c.want(as[i], bs[i])
				at := zero.Add(time.Duration(i) * time.Second)
				found := false
				for _, s := range c.got {
					found = found || !at.Before(s.from) && at.Before(s.to)
				}
				if found != in {
					t.Fatalf("%s: second %d is in: %t, want %t (%v)", name, i, found, in, c.got)
				}
				if in {
					count++
					run++
					longest = max(longest, run)
				} else {
					run = 0
				}
			}
			if c.got.length() != time.Duration(count)*time.Second {
				t.Fatalf("%s: %s, want %d s", name, c.got.length(), count)
			}
			if name != "less" && name != "and" && c.got.longest() != time.Duration(longest)*time.Second {
				t.Fatalf("%s: longest %s, want %d s", name, c.got.longest(), longest)
			}
			for i, s := range c.got {
				if !s.to.After(s.from) || i > 0 && s.from.Before(c.got[i-1].to) {
					t.Fatalf("%s: not a tidy set: %v", name, c.got)
				}
			}
		}
	})
}
