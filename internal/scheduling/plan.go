package scheduling

import (
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/fault"
	"mendan/internal/id"
)

// Plan is when a physician can be booked: a week by the wall clock of a zone,
// the days that are different, and how long an interview of each type takes.
type Plan struct {
	Physician  id.Physician
	Zone       *time.Location
	Hours      []Hours
	Exceptions []Exception
	Lengths    []Length
	Notice     time.Duration // a slot that begins earlier than this from now is not offered
	OnHolidays bool          // whether the week also holds on national holidays (祝日)
	Version    int64         // counts the savings; 0 when none was saved yet
}

// Where says how an interview in some hours can be held. In person may be tied
// to a workplace: then only its workers are offered it.
type Where struct {
	Online    bool
	InPerson  bool
	Workplace id.Workplace // of InPerson; empty: wherever the physician sees people
	Place     string       // of InPerson: 本社3階 応接室
}

// Hours is one line of the week: From <= clock < To on each Weekday, on the
// days from Since up to and including Until. No Since, no Until: always.
type Hours struct {
	Weekday      time.Weekday
	From, To     civil.Clock
	Since, Until civil.Date
	Where
}

// Exception is a day on which the week is different: Off takes From..To away,
// otherwise From..To is added, in place of what the week says for that time.
// What is added wins over what is taken away, and over holidays.
type Exception struct {
	ID       id.Exception
	Day      civil.Date
	Off      bool
	From, To civil.Clock
	Where
}

// Length is how long an interview of a type takes, and the slack after it in
// which a broken line can be mended: the physician's time, not the worker's.
type Length struct {
	Type    casework.Type
	Minutes int
	Slack   int
}

// Limits of a plan; a form refuses what is beyond them.
const (
	MaxHours      = 40
	MaxExceptions = 400
	MaxPlace      = 60
	MinMinutes    = 10
	MaxMinutes    = 180
	MaxSlack      = 60
	MaxNotice     = 14 * 24 * time.Hour
	wholeDay      = civil.Clock(24 * 60)
)

// LengthOf is the length for the type, from the plan or from the standard;
// false when neither names it.
func (p Plan) LengthOf(kind casework.Type, standard []Length) (Length, bool) {
	for _, list := range [][]Length{p.Lengths, standard} {
		for _, l := range list {
			if l.Type == kind {
				return l, true
			}
		}
	}
	return Length{}, false
}

// Check tells what cannot be taken. Fields are named as in the form:
// hours.3.from, exceptions.0.day, lengths.CONSULTATION.minutes, notice, zone.
func (p Plan) Check() error {
	var f fault.Fields
	if p.Zone == nil {
		f.Add("zone", "form.choose")
	}
	if p.Notice < 0 || p.Notice > MaxNotice {
		f.Add("notice", "scheduling.notice", int(MaxNotice/time.Hour))
	}
	if len(p.Hours) > MaxHours {
		f.Add("hours", "scheduling.too_many", MaxHours)
	}
	for i, h := range p.Hours {
		name := fmt.Sprintf("hours.%d", i)
		checkSpan(&f, name, h.From, h.To)
		checkWhere(&f, name, h.Where)
		if !h.Since.IsZero() && !h.Until.IsZero() && h.Until.Before(h.Since) {
			f.Add(name+".until", "scheduling.until_before_since")
		}
		for _, g := range p.Hours[:i] {
			if !f.Has(name+".from") && h.meets(g) {
				f.Add(name+".from", "scheduling.hours_overlap", g.From.String(), g.To.String())
			}
		}
	}
	p.checkExceptions(&f)
	for _, l := range p.Lengths {
		name := "lengths." + string(l.Type)
		if l.Minutes < MinMinutes || l.Minutes > MaxMinutes || l.Minutes%step != 0 {
			f.Add(name+".minutes", "scheduling.minutes", MinMinutes, MaxMinutes)
		}
		if l.Slack < 0 || l.Slack > MaxSlack || l.Slack%step != 0 {
			f.Add(name+".slack", "scheduling.minutes", 0, MaxSlack)
		}
	}
	return f.Err()
}

func (p Plan) checkExceptions(f *fault.Fields) {
	if len(p.Exceptions) > MaxExceptions {
		f.Add("exceptions", "scheduling.too_many", MaxExceptions)
	}
	for i, x := range p.Exceptions {
		name := fmt.Sprintf("exceptions.%d", i)
		if x.Day.IsZero() {
			f.Add(name+".day", "form.date")
		}
		checkSpan(f, name, x.From, x.To)
		if x.Off {
			continue
		}
		checkWhere(f, name, x.Where)
		for _, y := range p.Exceptions[:i] {
			if !y.Off && y.Day == x.Day && x.From < y.To && y.From < x.To && !f.Has(name+".from") {
				f.Add(name+".from", "scheduling.hours_overlap", y.From.String(), y.To.String())
			}
		}
	}
}

func checkSpan(f *fault.Fields, name string, from, to civil.Clock) {
	if from < 0 || from >= wholeDay || from%step != 0 {
		f.Add(name+".from", "scheduling.clock_step")
	}
	if to <= 0 || to > wholeDay || to%step != 0 {
		f.Add(name+".to", "scheduling.clock_step")
	} else if to <= from {
		f.Add(name+".to", "scheduling.to_before_from")
	}
}

func checkWhere(f *fault.Fields, name string, w Where) {
	if !w.Online && !w.InPerson {
		f.Add(name+".online", "scheduling.no_mode")
	}
	if utf8.RuneCountInString(w.Place) > MaxPlace {
		f.Add(name+".place", "form.too_long", MaxPlace)
	}
	if w.InPerson && w.Place == "" {
		f.Add(name+".place", "scheduling.no_place")
	}
}

// meets tells whether two lines of the week share a moment.
func (h Hours) meets(g Hours) bool {
	return h.Weekday == g.Weekday && h.From < g.To && g.From < h.To &&
		(h.Until.IsZero() || g.Since.IsZero() || !h.Until.Before(g.Since)) &&
		(g.Until.IsZero() || h.Since.IsZero() || !g.Until.Before(h.Since))
}

func (h Hours) holds(d civil.Date) bool {
	return h.Weekday == d.Weekday() && (h.Since.IsZero() || !d.Before(h.Since)) && (h.Until.IsZero() || !d.After(h.Until))
}

// span is a piece of a day by the wall clock.
type span struct {
	from, to civil.Clock
	Where
}

// day is what the plan says for d, in order and without overlap.
func (p Plan) day(d civil.Date, holiday bool) []span {
	var open, extra []span
	if !holiday || p.OnHolidays {
		for _, h := range p.Hours {
			if h.holds(d) {
				open = append(open, span{h.From, h.To, h.Where})
			}
		}
	}
	for _, x := range p.Exceptions {
		if x.Day != d {
			continue
		}
		open = without(open, x.From, x.To)
		if !x.Off {
			extra = append(extra, span{x.From, x.To, x.Where})
		}
	}
	open = append(open, extra...)
	slices.SortFunc(open, func(a, b span) int { return int(a.from - b.from) })
	return open
}

// without cuts from..to out of the spans.
func without(spans []span, from, to civil.Clock) []span {
	var out []span
	for _, s := range spans {
		if left := (span{s.from, min(s.to, from), s.Where}); left.from < left.to {
			out = append(out, left)
		}
		if right := (span{max(s.from, to), s.to, s.Where}); right.from < right.to {
			out = append(out, right)
		}
	}
	return out
}
