package casework

import (
	"time"

	"mendan/internal/civil"
)

// Clock is one statutory deadline: from a start, so many months.
type Clock struct {
	ID     string // DL-05 ...
	From   string // what starts it: applied, held
	Until  string // what stops it: held, delivered, informed
	Months int
	Name   string // Japanese, for HR, physician and coordinator
	Source string
}

// clocks are the deadlines of the types held in this release. 「遅滞なく」 in the
// chain of the interview is read as about one month.
//
// Source: S02 Ordinance 52-3(3), 52-7, 14-2(2)(i); S05 基発第0224003号 (おおむね1月以内).
var clocks = []Clock{
	{"DL-05", "applied", "held", 1, "面接指導の実施期限", "S02 Ordinance 52-3(3); S05"},
	{"DL-09", "held", "delivered", 1, "医師の意見を聴く期限", "S02 Ordinance 52-7; S05"},
	{"DL-10", "delivered", "informed", 1, "措置を産業医に伝える期限", "S02 Ordinance 14-2(1)(i), (2)(i)"},
}

// Deadline is a clock that runs for a case.
type Deadline struct {
	Clock Clock
	Due   civil.Date // last day, at the workplace
}

// Running gives the deadlines that run for a case, first due first. Only
// statutory cases have clocks. Day 0 is the civil day of the start at the
// workplace; the last day is the same day of the month so many months later.
// delivered is when the employer got the letter, zero before.
func Running(c Case, delivered time.Time, zone *time.Location) []Deadline {
	if !c.Type.Statutory() || c.State.Over() {
		return nil
	}
	times := map[string]time.Time{"applied": c.AppliedAt, "held": c.HeldAt, "delivered": delivered}
	done := map[string]bool{"held": !c.HeldAt.IsZero(), "delivered": !delivered.IsZero(), "informed": c.State == PhysicianInformed}
	var out []Deadline
	for _, k := range clocks {
		if start := times[k.From]; !start.IsZero() && !done[k.Until] {
			out = append(out, Deadline{k, civil.DateOf(start, zone).AddMonths(k.Months)})
		}
	}
	return out
}
