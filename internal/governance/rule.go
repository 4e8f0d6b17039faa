package governance

import (
	"slices"
	"time"

	"mendan/internal/civil"
	"mendan/internal/id"
)

// Rule is one version of the company rule of a workplace (規程), in force from
// a day until the day before the next version begins.
type Rule struct {
	ID           id.Rule
	Company      id.Company
	Workplace    id.Workplace
	Number       int // 第n版, from 1
	Title        string
	Sections     []Section
	Answers      Answers  // of the kit when it was adopted: what the system enforces
	Types        []string // interview types it covers
	Deliberation id.Deliberation
	DecidedOn    civil.Date
	From         civil.Date // in force from (施行日)
	ForWorkers   []string   // headings that changed something for workers since the version before; all of them for the first
	AdoptedAt    time.Time
	AdoptedBy    id.Account
}

// Covers tells whether the rule is about interviews of the type.
func (r Rule) Covers(caseType string) bool { return slices.Contains(r.Types, caseType) }

// NeedsNotice tells whether the version has to be announced: the first always,
// a later one when it changes something for workers.
func (r Rule) NeedsNotice() bool { return r.Number == 1 || len(r.ForWorkers) > 0 }

// InForce is the version in force on the day; versions are in the order of
// their first day. False: none.
func InForce(versions []Rule, day civil.Date) (Rule, bool) {
	for i := len(versions) - 1; i >= 0; i-- {
		if !versions[i].From.After(day) {
			return versions[i], true
		}
	}
	return Rule{}, false
}

// Until is the last day of a version: the day before the next begins. Zero: open.
func Until(versions []Rule, r Rule) civil.Date {
	for _, v := range versions {
		if v.From.After(r.From) {
			return v.From.AddDays(-1)
		}
	}
	return civil.Date{}
}

// mayAdopt is the rule for a version that is to be in force from a day.
//
// Errors: ErrNotAdopted, ErrUsed, ErrDecidedLater, ErrFuture, ErrOverlap with number and day of the version in the way.
func mayAdopt(d Deliberation, versions []Rule, from, today civil.Date) error {
	switch {
	case !d.Decision.Yes():
		return ErrNotAdopted
	case d.DecidedOn.After(today):
		return ErrFuture
	case d.DecidedOn.After(from):
		return ErrDecidedLater
	}
	for _, v := range versions {
		if v.Deliberation == d.ID {
			return ErrUsed
		}
		if !v.From.Before(from) {
			return ErrOverlap.With(v.Number, v.From.Japanese())
		}
	}
	return nil
}

// Announcement is one notice of a version to all workers of the workplace (周知).
type Announcement struct {
	ID        id.Announcement
	Company   id.Company
	Workplace id.Workplace
	Rule      id.Rule
	Number    int // of the rule
	On        civil.Date
	Here      bool   // by this platform: mail and page; false: elsewhere, see How
	How       string // the company's words: 掲示板、朝礼で配布
	Text      []Section
	At        time.Time
	By        id.Account
}

// Way is how a worker was told.
type Way string

// The ways.
const (
	ByMail      Way = "MAIL"      // mail and page
	ByPage      Way = "PAGE"      // page only: no mail address
	ByPoster    Way = "POSTER"    // no account: paper and poster
	ByElsewhere Way = "ELSEWHERE" // as the announcement says
)

// Told is one worker and one announcement: the proof list has these.
type Told struct {
	Announcement id.Announcement
	Company      id.Company
	Workplace    id.Workplace
	Employee     id.Employee
	Way          Way
	At           time.Time
	Joined       bool // told later than the others, on joining
	Reminded     int
	RemindedAt   time.Time
	ReadAt       time.Time // acknowledged; zero: not yet
	OnPaper      bool      // acknowledged by signature, recorded by HR
}

// Share is how many were told and how many of them have acknowledged.
type Share struct{ Told, Read int }

// PerMille is the share acknowledged in thousandths; 0 when nobody was told.
func (s Share) PerMille() int {
	if s.Told == 0 {
		return 0
	}
	return s.Read * 1000 / s.Told
}

// announcedFor finds the announcement that tells workers of version r: its own,
// or, while versions changed nothing for workers, that of an earlier one.
// Announcements are oldest first. False: not announced by that day.
func announcedFor(versions []Rule, list []Announcement, r Rule, day civil.Date) (Announcement, bool) {
	for i := len(versions) - 1; i >= 0; i-- {
		v := versions[i]
		if v.Number > r.Number {
			continue
		}
		for _, a := range list {
			if a.Rule == v.ID && !a.On.After(day) {
				return a, true
			}
		}
		if v.NeedsNotice() {
			return Announcement{}, false
		}
	}
	return Announcement{}, false
}

// dueReminder tells whether somebody told at that time and reminded so often is due on the day.
func dueReminder(t Told, today civil.Date, zone *time.Location, after []int) bool {
	if !t.ReadAt.IsZero() || t.Reminded >= len(after) || t.Way == ByPoster {
		return false
	}
	if !t.RemindedAt.IsZero() && !civil.DateOf(t.RemindedAt, zone).Before(today) {
		return false
	}
	return civil.DateOf(t.At, zone).DaysUntil(today) >= after[t.Reminded]
}
