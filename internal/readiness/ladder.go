package readiness

import "slices"

// Rung is one way out when the rehearsal fails, in the order they are offered.
type Rung string

// The rungs, lowest first.
const (
	OtherDevice   Rung = "OTHER_DEVICE"    // the same place, another device, reached by a QR code
	HeadsetOrRoom Rung = "HEADSET_OR_ROOM" // what the company arranges
	Telephone     Rung = "TELEPHONE"       // somebody of the provider helps
	ComeInPerson  Rung = "IN_PERSON"       // the interview without a device
)

// Rungs lists them from the lowest.
func Rungs() []Rung { return []Rung{OtherDevice, HeadsetOrRoom, Telephone, ComeInPerson} }

// Ladder is where a worker stands with his devices.
type Ladder struct {
	Rehearsed bool   // a check was made
	Failing   bool   // the last one did not pass, or the place is loud
	Failures  int    // checks in a row that did not pass
	Taken     []Rung // what was tried, lowest first
	Next      Rung   // what is offered next; "" when nothing is wrong
}

// Stuck tells whether somebody should offer help by himself: the device failed
// twice, or a way out was tried and it still fails.
func (l Ladder) Stuck() bool { return l.Failing && (l.Failures >= 2 || len(l.Taken) > 0) }

// ladder works out the next rung.
//
//	what is wrong                 rungs offered, in order
//	camera or line                other device, headset or room, telephone, in person
//	microphone or speaker         other device, headset or room, telephone, in person
//	only the place is loud        headset or room, in person
//
// telephone is offered only where the provider has named a number. The last
// rung is offered again and again: it always holds.
func ladder(last Verdict, failures int, sound Sound, taken []Rung, telephone bool) Ladder {
	out := Ladder{Rehearsed: !last.At.IsZero(), Failures: failures}
	for _, r := range Rungs() {
		if slices.Contains(taken, r) {
			out.Taken = append(out.Taken, r)
		}
	}
	device := out.Rehearsed && !last.OK()
	out.Failing = device || sound.Loud()
	if !out.Failing {
		return out
	}
	for _, r := range Rungs() {
		switch {
		case !device && (r == OtherDevice || r == Telephone), r == Telephone && !telephone:
		case r != ComeInPerson && slices.Contains(taken, r):
		default:
			out.Next = r
			return out
		}
	}
	return out
}
