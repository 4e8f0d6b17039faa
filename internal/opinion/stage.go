package opinion

import (
	"time"

	"mendan/internal/civil"
)

// Stage is where a version of a letter stands.
//
//	DRAFT      --sign-->      OFFERED     the worker can read it
//	OFFERED    --show-->      SHOWN       he has opened it
//	OFFERED, SHOWN --confirm, waiting time, urgent--> RELEASED
//	RELEASED   --receive-->   RECEIVED
//	RECEIVED   --decide-->    DECIDED     worker heard, measures or none, physician told
//	SIGNED     no way on: nothing goes to the employer (voluntary, no consent)
//	SUPERSEDED a newer version was signed
type Stage string

// The stages.
const (
	Draft      Stage = "DRAFT"
	Closed     Stage = "SIGNED"
	Offered    Stage = "OFFERED"
	Shown      Stage = "SHOWN"
	ReleasedTo Stage = "RELEASED"
	Received   Stage = "RECEIVED"
	Decided    Stage = "DECIDED"
	Superseded Stage = "SUPERSEDED"
)

// Stage is told from what has happened; nothing else is stored.
func (l Letter) Stage() Stage {
	switch {
	case l.SignedAt.IsZero():
		return Draft
	case !l.SupersededAt.IsZero():
		return Superseded
	case !l.MayGo():
		return Closed
	case !l.DecidedAt.IsZero():
		return Decided
	case !l.ReceivedAt.IsZero():
		return Received
	case !l.ReleasedAt.IsZero():
		return ReleasedTo
	case !l.ShownAt.IsZero():
		return Shown
	}
	return Offered
}

// MayGo tells whether the employer may ever get a copy.
func (l Letter) MayGo() bool { return l.Statutory || l.Content.Consent.Given }

// Due is the first civil day on which the copy goes without the worker's
// confirmation: the waiting days lie wholly between. A comment gives the
// physician the same time to answer it. No day when only the worker can release.
func (l Letter) Due(zone *time.Location, waiting int) civil.Date {
	if !l.Statutory || l.OfferedAt.IsZero() {
		return civil.Date{}
	}
	from := l.OfferedAt
	if l.CommentAt.After(from) {
		from = l.CommentAt
	}
	return civil.DateOf(from, zone).AddDays(waiting + 1)
}
