// Package provision is what the employer tells the physician before an
// interview (情報提供): a workplace card that is kept for each workplace, and an
// information package for each statutory interview, filled by the officer and
// opened by the physician.
//
// Invariants: cards and packages are never changed, a correction is a new
// version; a package belongs to a statutory case alone, since of other
// interviews the employer does not know; an interview begins without one only
// after the physician said why (waiver), and that is kept as "not held". What a
// package tells about the worker himself is a copy taken on the day it was given.
//
// It decides no mode and no gate: it gives facts to both. Read give.go first.
//
// Source: S03 2(1)(1) (workplace and worker information), S07 p.184-186 (what
// an outside physician has to be told), S02 14-2.
package provision

import (
	"time"

	"mendan/internal/access"
	"mendan/internal/civil"
	"mendan/internal/directory"
	"mendan/internal/id"
	"mendan/internal/private"
)

// Card is what a physician has to know about a workplace (職場カード). It holds
// nothing about a person.
type Card struct {
	Workplace id.Workplace
	Company   id.Company
	Version   int64 // from 1; 0 is no card

	Business    string // outline of the business (事業の概要)
	Work        string // what is done there (業務の内容)
	Environment string // work environment (作業環境)
	Hazards     string // hazardous work and agents; "none" is said in words
	Hours       string // hours system (労働時間制度)
	Shift       string // shifts and night work (交替・夜勤)
	Headcount   int    // regular workers

	At time.Time
	By string // actor.Actor.Name
}

// Filled tells whether there is a card.
func (c Card) Filled() bool { return c.Version > 0 }

// Duration is a length of work in minutes; Unsaid when nobody wrote it.
type Duration int64

// Unsaid is a field left empty.
const Unsaid Duration = -1

// Worker is who the package is about, as the directory had him when it was given.
type Worker struct {
	private.Mark

	Name       string
	Number     string
	Sex        directory.Sex
	Born       civil.Date
	Age        int
	Department string
	Post       string
}

// Package is one version of the information package of a case (情報提供).
type Package struct {
	private.Mark

	Case      id.Case
	Company   id.Company
	Workplace id.Workplace
	Employee  id.Employee
	Version   int64 // from 1; 0 is no package

	Worker Worker
	Card   int64 // version of the workplace card that goes with it

	Month       Month    // the month the figures are of
	WorkDays    int      // days worked; -1 unsaid
	WorkTime    Duration // all hours worked
	Overtime    Duration // hours over 40 a week
	HolidayWork Duration // hours on holidays, within Overtime or not as the employer counts
	Nights      int      // number of night works; -1 unsaid
	NightTime   Duration // hours between 22 and 5

	Content        string // what the worker does
	Intensity      string // how hard it is
	Responsibility string
	Environment    string // where he differs from the card
	Earlier        string // earlier interviews and measures
	Examination    string // results of health examinations, processed; class H2, only by the appointed handler

	GivenAt  time.Time
	By       string    // actor.Actor.Name
	OpenedAt time.Time // the physician of the case opened this version; zero when not
}

// Given tells whether there is a package.
func (p Package) Given() bool { return p.Version > 0 }

// Waiver says that the physician began, or will begin, without a package.
type Waiver struct {
	private.Mark

	Case      id.Case
	Company   id.Company
	Physician id.Physician
	Reason    string
	At        time.Time
}

// Waived tells whether there is a waiver.
func (w Waiver) Waived() bool { return !w.At.IsZero() }

// subject is a workplace as a question of permission, with who is appointed.
func subject(w directory.Workplace, appointed []id.Physician) access.Subject {
	s := w.Subject()
	s.Appointed = appointed
	return s
}
