package room

import (
	"slices"
	"time"
)

// span is a half-open piece of time, from <= t < to.
type span struct{ from, to time.Time }

func (s span) length() time.Duration { return s.to.Sub(s.from) }

// spans is a set of time: sorted, not touching, none empty.
type spans []span

// union makes a set of any pieces.
func union(pieces ...span) spans {
	all := slices.DeleteFunc(slices.Clone(pieces), func(s span) bool { return !s.to.After(s.from) })
	slices.SortFunc(all, func(a, b span) int { return a.from.Compare(b.from) })
	var out spans
	for _, s := range all {
		if n := len(out); n > 0 && !s.from.After(out[n-1].to) {
			if s.to.After(out[n-1].to) {
				out[n-1].to = s.to
			}
			continue
		}
		out = append(out, s)
	}
	return out
}

// or is the time in a or b.
func (a spans) or(b spans) spans { return union(append(slices.Clone(a), b...)...) }

// and is the time in both.
func (a spans) and(b spans) spans {
	var out spans
	for i, j := 0, 0; i < len(a) && j < len(b); {
		from, to := later(a[i].from, b[j].from), earlier(a[i].to, b[j].to)
		if to.After(from) {
			out = append(out, span{from, to})
		}
		if a[i].to.Before(b[j].to) {
			i++
		} else {
			j++
		}
	}
	return out
}

// less is the time in a and not in b.
func (a spans) less(b spans) spans {
	var out spans
	for _, s := range a {
		from := s.from
		for _, cut := range b {
			if !cut.to.After(from) || !cut.from.Before(s.to) {
				continue
			}
			if cut.from.After(from) {
				out = append(out, span{from, cut.from})
			}
			from = later(from, cut.to)
		}
		if s.to.After(from) {
			out = append(out, span{from, s.to})
		}
	}
	return out
}

func (a spans) length() time.Duration {
	var sum time.Duration
	for _, s := range a {
		sum += s.length()
	}
	return sum
}

func (a spans) longest() time.Duration {
	var most time.Duration
	for _, s := range a {
		most = max(most, s.length())
	}
	return most
}

// longerThan counts the pieces longer than d.
func (a spans) longerThan(d time.Duration) int {
	n := 0
	for _, s := range a {
		if s.length() > d {
			n++
		}
	}
	return n
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
