package jobs

import (
	"fmt"
	"time"

	"mendan/internal/fault"
)

// State is where a job is in its life.
type State string

// The states. Waiting and Running are alive; the others are ends.
const (
	Waiting   State = "WAITING"
	Running   State = "RUNNING"
	Done      State = "DONE"
	GivenUp   State = "GIVEN_UP"  // a person was told
	Cancelled State = "CANCELLED" // no longer wanted
	Replaced  State = "REPLACED"  // a newer job with the same Unique waits instead
)

// States lists them all.
func States() []State { return []State{Waiting, Running, Done, GivenUp, Cancelled, Replaced} }

// Alive tells whether something can still happen to a job in this state.
func (s State) Alive() bool { return s == Waiting || s == Running }

// Event is what happens to a job.
type Event string

// The events.
const (
	Claim    Event = "claim"   // a node takes a due job, or one whose lease is over
	Succeed  Event = "succeed" // the work is done
	Fail     Event = "fail"    // the work failed, tries are left
	Exhaust  Event = "exhaust" // no tries are left and a person was told
	Release  Event = "release" // a node that stops hands the job back
	Rest     Event = "rest"    // a periodic job waits for its next round
	Withdraw Event = "cancel"  // nobody wants it any more
	Replace  Event = "replace" // a newer job with the same Unique is there
)

// Events lists them all.
func Events() []Event {
	return []Event{Claim, Succeed, Fail, Exhaust, Release, Rest, Withdraw, Replace}
}

// Next is the life of a job: the state after an event, or ErrLost when that
// event cannot meet a job in this state. docs/jobs.md draws the same table.
//
//	         | claim   | succeed | fail    | exhaust  | release | rest    | cancel    | replace
//	WAITING  | RUNNING | -       | -       | -        | -       | -       | CANCELLED | REPLACED
//	RUNNING  | RUNNING | DONE    | WAITING | GIVEN_UP | WAITING | WAITING | CANCELLED | REPLACED
//	the rest | -       | -       | -       | -        | -       | -       | -         | -
func Next(s State, e Event) (State, error) {
	switch {
	case s.Alive() && e == Claim:
		return Running, nil
	case s.Alive() && e == Withdraw:
		return Cancelled, nil
	case s.Alive() && e == Replace:
		return Replaced, nil
	case s == Running && e == Succeed:
		return Done, nil
	case s == Running && e == Exhaust:
		return GivenUp, nil
	case s == Running && (e == Fail || e == Release || e == Rest):
		return Waiting, nil
	}
	return s, ErrLost.Because(fmt.Errorf("%s does not meet %s", e, s))
}

// claimed is the job in the hands of a node. A job that was running had a node
// that went away: that is a failed try, so that a job which kills its process
// is given up in the end.
func claimed(j Job, node string, now time.Time, lease time.Duration) (Job, error) {
	if j.State == Running {
		if now.Before(j.Lease) {
			return j, ErrLost.Because(fmt.Errorf("held by another"))
		}
		j.Failures++
		j.Last = ErrCrashed.Code
	}
	next, err := Next(j.State, Claim)
	if err != nil {
		return j, err
	}
	j.State, j.Node, j.Lease = next, node, now.Add(lease)
	j.Attempt++
	return j, nil
}

// settled is the job after a try. crowded tells that a newer job with the same
// Unique waits: it replaces this one's next try. gaveUp tells that GiveUp has
// run well.
func settled(j Job, h Handler, how Outcome, now time.Time, crowded bool) (Job, error) {
	event := Succeed
	j.Node, j.Lease = "", time.Time{}
	switch {
	case how.Released:
		event, j.RunAt = Release, now
	case how.Err == nil && h.Every > 0:
		event = Rest
	case how.Err == nil:
		j.Last = ""
	case how.GaveUp && h.Every > 0:
		event = Rest
	case how.GaveUp:
		event, j.Last = Exhaust, fault.Of(how.Err).Code
	default:
		event, j.Last = Fail, fault.Of(how.Err).Code
		j.Failures++
		if IsPermanent(how.Err) {
			j.Failures = max(j.Failures, h.Tries)
		}
		backoff := h.Backoff
		if backoff == nil {
			backoff = DefaultBackoff
		}
		j.RunAt = now.Add(backoff(j.Failures))
		if j.Failures >= h.Tries {
			j.RunAt = now // only GiveUp is left to do, and a person waits for it
			if how.GivingUp {
				j.RunAt = now.Add(backoff(max(1, j.Failures-h.Tries)))
			}
		}
	}
	if event == Rest {
		j.RunAt, j.Failures, j.Last = nextRound(j.Queued, h.Every, now), 0, ""
	}
	if crowded && event != Succeed && event != Exhaust {
		event = Replace
	}
	next, err := Next(j.State, event)
	if err != nil {
		return j, err
	}
	if j.State = next; !next.Alive() {
		j.Settled = now
	}
	return j, nil
}

// nextRound is the first round after now, counted from when the first was
// asked for: rounds keep their place whatever a try took, and missed ones are
// left out.
func nextRound(first time.Time, every time.Duration, now time.Time) time.Time {
	return first.Add((now.Sub(first)/every + 1) * every)
}

// Outcome is how a try of a job ended.
type Outcome struct {
	Err      error // nil: well
	GivingUp bool  // the try was GiveUp, not Work
	GaveUp   bool  // GiveUp ran well; Err is what it was about
	Released bool  // the node stops and hands the job back
}
