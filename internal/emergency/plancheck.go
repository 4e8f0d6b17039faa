package emergency

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"
	"unicode/utf8"

	"mendan/internal/civil"
	"mendan/internal/fault"
	"mendan/internal/phone"
)

const (
	nameLength = 60
	textLength = 200
	mostPeople = 50
	allDay     = civil.Clock(24 * 60)
)

// Check says everything that keeps a plan from being approved. Fields are named
// by path: people.2.phone, chain.0, places.1.name, offered.
//
// Source: emergency.md section 2; a chain that loops or reaches nobody at the
// hours offered is no chain.
func (b Body) Check() error {
	var f fault.Fields
	b.checkPeople(&f)
	b.checkChain(&f)
	b.checkPlaces(&f)
	b.checkTold(&f)
	if b.Ack != 0 && (b.ack() < leastAck || b.ack() > mostAck) {
		f.Add("ack", "emergency.ack_wrong", int(leastAck.Seconds()), int(mostAck.Seconds()))
	}
	return f.Err()
}

func (b Body) checkPeople(f *fault.Fields) {
	seen := map[string]bool{}
	if len(b.People) > mostPeople {
		f.Add("people", "emergency.too_many", mostPeople)
	}
	for i, p := range b.People {
		at := func(field string) string { return fmt.Sprintf("people.%d.%s", i, field) }
		switch {
		case p.Key == "" || seen[p.Key]:
			f.Add(at("key"), "emergency.key_twice")
		case !slices.Contains(Roles(), p.Role):
			f.Add(at("role"), "form.choose")
		}
		seen[p.Key] = true
		if p.Own {
			if p.Role != Manager {
				f.Add(at("role"), "emergency.own_manager")
			}
		} else if strings.TrimSpace(p.Name) == "" {
			f.Add(at("name"), "form.required")
		}
		if utf8.RuneCountInString(p.Name) > nameLength {
			f.Add(at("name"), "form.too_long", nameLength)
		}
		if !p.Own && p.Phone == "" {
			f.Add(at("phone"), "emergency.phone_needed")
		}
		if p.Phone != "" {
			if _, err := phone.Parse(string(p.Phone)); err != nil {
				f.Add(at("phone"), fault.Of(err).Code)
			}
		}
		checkHours(f, at("hours"), p.Hours)
		if p.Deputy != "" {
			if _, ok := b.person(p.Deputy); !ok {
				f.Add(at("deputy"), "emergency.deputy_unknown")
			} else if b.loops(p.Key) {
				f.Add(at("deputy"), "emergency.deputy_loops")
			}
		}
	}
	checkHours(f, "offered", b.Offered)
	if len(b.Offered) == 0 {
		f.Add("offered", "emergency.offered_needed")
	}
}

// loops tells whether the deputies of the person lead back to one of them.
func (b Body) loops(key string) bool {
	seen := map[string]bool{}
	for key != "" {
		if seen[key] {
			return true
		}
		seen[key] = true
		p, _ := b.person(key)
		key = p.Deputy
	}
	return false
}

func checkHours(f *fault.Fields, field string, list []Hours) {
	for _, h := range list {
		if h.Day < time.Sunday || h.Day > time.Saturday || h.From < 0 || h.Until > allDay || h.From >= h.Until {
			f.Add(field, "emergency.hours_wrong")
			return
		}
	}
}

func (b Body) checkChain(f *fault.Fields) {
	if len(b.Chain) == 0 {
		f.Add("chain", "emergency.chain_empty")
		return
	}
	seen := map[string]bool{}
	first := map[Role]bool{}
	for i, key := range b.Chain {
		at := fmt.Sprintf("chain.%d", i)
		p, ok := b.person(key)
		switch {
		case !ok:
			f.Add(at, "emergency.person_unknown")
		case seen[key]:
			f.Add(at, "emergency.chain_twice")
		}
		seen[key] = true
		first[p.Role] = true
	}
	// The three of the notice's practice: provider's duty person, HR, and practical help on site.
	if !first[Coordinator] {
		f.Add("chain", "emergency.chain_coordinator")
	}
	if !first[HR] {
		f.Add("chain", "emergency.chain_hr")
	}
	for _, gap := range b.Gaps() {
		f.Add("chain", "emergency.chain_gap", gap.From.String(), gap.Until.String())
		break // one is enough to go on with
	}
}

// Gaps lists the offered hours at which nobody of the provider's side and
// nobody else in the chain, or standing in for them, can be reached.
func (b Body) Gaps() []Hours {
	var out []Hours
	for _, o := range b.Offered {
		marks := []civil.Clock{o.From, o.Until}
		for _, p := range b.reachable() {
			for _, h := range p.Hours {
				if h.Day == o.Day {
					marks = append(marks, h.From, h.Until)
				}
			}
		}
		sort.Slice(marks, func(i, j int) bool { return marks[i] < marks[j] })
		for i := 1; i < len(marks); i++ {
			from, until := max(marks[i-1], o.From), min(marks[i], o.Until)
			if from >= until {
				continue
			}
			if !b.someone(o.Day, from) {
				out = append(out, Hours{o.Day, from, until})
			}
		}
	}
	return out
}

// reachable are those of the chain and their deputies who have a number.
func (b Body) reachable() []Person {
	var out []Person
	for _, key := range b.Chain {
		for _, k := range b.line(key) {
			if p, ok := b.person(k); ok && p.Phone != "" {
				out = append(out, p)
			}
		}
	}
	return out
}

func (b Body) someone(day time.Weekday, clock civil.Clock) bool {
	for _, p := range b.reachable() {
		if len(p.Hours) == 0 {
			return true
		}
		for _, h := range p.Hours {
			if h.Day == day && clock >= h.From && clock < h.Until {
				return true
			}
		}
	}
	return false
}

// line is the person, his deputy, the deputy's deputy and so on, each once.
func (b Body) line(key string) []string {
	var out []string
	for key != "" && !slices.Contains(out, key) {
		out = append(out, key)
		p, _ := b.person(key)
		key = p.Deputy
	}
	return out
}

func (b Body) checkPlaces(f *fault.Fields) {
	if len(b.Places) == 0 {
		f.Add("places", "emergency.places_needed")
	}
	for i, p := range b.Places {
		at := func(field string) string { return fmt.Sprintf("places.%d.%s", i, field) }
		if strings.TrimSpace(p.Name) == "" {
			f.Add(at("name"), "form.required")
		}
		if strings.TrimSpace(p.AED) == "" {
			f.Add(at("aed"), "emergency.aed_needed")
		}
		if len(p.Walkers) == 0 {
			f.Add(at("walkers"), "emergency.walkers_needed")
		}
		for _, key := range p.Walkers {
			if _, ok := b.person(key); !ok {
				f.Add(at("walkers"), "emergency.person_unknown")
			}
		}
		if utf8.RuneCountInString(p.Name+p.AED+p.Way) > 3*textLength {
			f.Add(at("name"), "form.too_long", textLength)
		}
	}
	has := map[DeskKind]bool{}
	for i, d := range b.Desks {
		at := func(field string) string { return fmt.Sprintf("desks.%d.%s", i, field) }
		if !slices.Contains(DeskKinds(), d.Kind) {
			f.Add(at("kind"), "form.choose")
		}
		if strings.TrimSpace(d.Name) == "" {
			f.Add(at("name"), "form.required")
		}
		if _, err := phone.ParseAny(string(d.Phone)); err != nil {
			f.Add(at("phone"), fault.Of(err).Code)
		}
		if d.Checked.IsZero() {
			f.Add(at("checked"), "emergency.checked_needed")
		}
		has[d.Kind] = true
	}
	if !has[Hospital] {
		f.Add("desks", "emergency.hospital_needed")
	}
	if !has[Fire] {
		f.Add("desks", "emergency.fire_needed") // 119 from another prefecture reaches the wrong headquarters
	}
}

func (b Body) checkTold(f *fault.Fields) {
	for i, t := range b.Told {
		at := fmt.Sprintf("told.%d", i)
		if !slices.Contains(Roles(), t.Role) || !slices.Contains(Grounds(), t.Ground) {
			f.Add(at, "form.choose")
			continue
		}
		for _, d := range t.Data {
			if !within(most[t.Role], d) {
				f.Add(at, "emergency.told_too_much")
				break
			}
		}
	}
}
