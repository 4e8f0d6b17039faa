package scheduling

import (
	"time"

	"mendan/internal/casework"
)

// Rules are what the provider sets for everybody; a physician's plan goes
// before them where it says something.
type Rules struct {
	Lengths []Length      // for plans that name none
	Notice  time.Duration // for a plan that was never saved
	Ahead   int           // days from today that can be booked
	Next    int           // slots offered in place of a lost one
}

// Standard are the rules a new installation starts with.
//
// That a slot keeps a reserve for technical trouble is the guidance for online
// interviews (SES-09); 30 minutes and 10 are our own choice: a broken line, a
// rejoin or a telephone call still fits.
func Standard() Rules {
	r := Rules{Notice: 24 * time.Hour, Ahead: 90, Next: 6}
	for _, t := range casework.Types() {
		l := Length{Type: t.ID, Minutes: 30, Slack: 10}
		if t.ID == "LEAVE" || t.ID == "RETURN_TO_WORK" {
			l.Minutes = 40
		}
		r.Lengths = append(r.Lengths, l)
	}
	return r
}
