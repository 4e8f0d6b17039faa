package scheduling

import (
	"iter"
	"time"
)

// Tick is the grain of bookable time. A booking holds every tick it touches,
// once for the physician (with slack) and once for the worker; the primary key
// (resource, tick) is what makes double booking impossible on every engine.
const Tick = 5 * time.Minute

// step is a tick in minutes.
const step = 5

// TickOf is the number of the tick in which t lies.
func TickOf(t time.Time) int64 {
	s, n := t.Unix(), int64(Tick/time.Second)
	if s < 0 {
		return (s - n + 1) / n
	}
	return s / n
}

// Ticks are the numbers of the ticks touched by from <= t < to, in order.
func Ticks(from, to time.Time) iter.Seq[int64] {
	return func(yield func(int64) bool) {
		if !from.Before(to) {
			return
		}
		for n, last := TickOf(from), TickOf(to.Add(-time.Nanosecond)); n <= last; n++ {
			if !yield(n) {
				return
			}
		}
	}
}
