package scheduling

import (
	"time"

	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/id"
)

// Slot is a time at which a physician could interview somebody:
// From <= t < To with the worker, and up to Until the physician stays free.
type Slot struct {
	Physician       id.Physician
	From, To, Until time.Time // UTC, whole ticks
	Where
}

// Offers tells whether the slot can be held in that mode for a worker of the workplace.
// Either asks for one or the other.
func (s Slot) Offers(m casework.Mode, at id.Workplace) bool {
	here := s.InPerson && (s.Workplace == "" || s.Workplace == at)
	switch m {
	case casework.Online:
		return s.Online
	case casework.InPerson:
		return here
	case casework.Either:
		return s.Online || here
	}
	return false
}

// Holidays tells which days are national holidays. internal/holidays fills it.
type Holidays interface {
	// Names is the holiday's name in Japanese and English; empty on an ordinary
	// day and on a day the table does not know.
	Names(d civil.Date) (ja, en string)
	// Knows tells whether the table speaks for d.
	Knows(d civil.Date) bool
	// Until is the last day the table speaks for.
	Until() civil.Date
}

// Slots lists the slots of the plan that begin at from <= t < to, in order,
// whether somebody has them or not.
//
// Slots follow each other from the beginning of each open piece of a day, each
// with its slack; what does not fit before the end is not offered. All is
// counted by the wall clock of the plan's zone: a time the clocks skip does not
// exist, one that comes twice counts the first time, and an interview in which
// the clocks would change is not offered at all, so that nobody has to ask
// which half past one is meant.
func (p Plan) Slots(days Holidays, l Length, from, to time.Time) []Slot {
	var out []Slot
	long := civil.Clock(l.Minutes + l.Slack)
	if l.Minutes <= 0 {
		return nil
	}
	last := civil.DateOf(to, p.Zone)
	for d := civil.DateOf(from, p.Zone); !d.After(last); d = d.AddDays(1) {
		name, _ := days.Names(d)
		for _, open := range p.day(d, name != "") {
			for c := open.from; c+long <= open.to; c += long {
				start, ok := instant(d, c, c+long, p.Zone)
				if !ok || start.Before(from) || !start.Before(to) {
					continue
				}
				end := start.Add(time.Duration(l.Minutes) * time.Minute)
				out = append(out, Slot{
					Physician: p.Physician,
					From:      start, To: end, Until: end.Add(time.Duration(l.Slack) * time.Minute),
					Where: open.Where,
				})
			}
		}
	}
	return out
}

// instant is the moment at which the clock shows c on d, when the clock then
// runs evenly to end.
func instant(d civil.Date, c, end civil.Clock, zone *time.Location) (time.Time, bool) {
	start := d.At(c, zone)
	if civil.ClockOf(start, zone) != c || civil.DateOf(start, zone) != d || start.Unix()%int64(Tick/time.Second) != 0 {
		return time.Time{}, false
	}
	_, before := start.In(zone).Zone()
	_, after := start.Add(time.Duration(end-c) * time.Minute).In(zone).Zone()
	return start, before == after
}
