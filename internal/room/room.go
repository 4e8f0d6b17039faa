// Package room holds the live session of an interview (オンライン面談室): who may
// come in and when, the physician's opening checklist, what happened and for
// how long both were seen and heard, and the signed evidence of it.
//
// Invariants:
//   - only the worker and the physician of the case exist here; for everybody
//     else the room does not (404);
//   - only the physician opens a room, ends it or turns it into a meeting in person;
//   - a session is completed only with a complete opening checklist;
//   - events and statistics are only ever added; figures are computed from them;
//   - the private notes stand in a table of their own and leave through no document.
//
// The media server is behind the port Media; pictures and voices never come
// here. Start with state.go, then continuity.go and evidence.go.
package room

import (
	"time"

	"mendan/internal/id"
)

// Side is one of the two people of a room.
type Side string

// The sides.
const (
	Worker    Side = "worker"
	Physician Side = "physician"
)

// Other is the person opposite.
func (s Side) Other() Side {
	if s == Worker {
		return Physician
	}
	return Worker
}

// Phase is where the life of a session stands.
type Phase string

// The phases. "Interrupted" is none of them: it is computed from who is there.
const (
	Waiting   Phase = "waiting"   // nobody was admitted yet
	Open      Phase = "open"      // the physician admitted the worker
	Ended     Phase = "ended"     // completed or aborted
	Converted Phase = "converted" // goes on in person
)

// Outcome is how a session ended.
type Outcome string

// The outcomes.
const (
	Completed Outcome = "completed"
	Aborted   Outcome = "aborted"
	InPerson  Outcome = "in_person"
)

// TalkOnly ends a statutory interview that cannot be completed as one (the
// worker was not seen): what was said counts as a consultation. It is kept as
// Aborted with AsConsultation.
const TalkOnly Outcome = "consultation"

// Ending tells how an aborted session is meant.
type Ending string

// AsConsultation is an aborted statutory interview whose talk counts as a consultation.
const AsConsultation Ending = "consultation"

// Session is one live session of a case, one row that only moves forward.
type Session struct {
	ID      id.Room
	Case    id.Case
	Company id.Company
	// Physician is who may open it: the physician of the booking.
	Physician id.Physician
	Phase     Phase
	Checklist Checklist

	CreatedAt time.Time
	OpenedAt  time.Time // zero while waiting
	EndedAt   time.Time // zero until ended or converted
	Outcome   Outcome   // empty until then
	Reason    string    // of an abort or a conversion, in the physician's words
	ErasedAt  time.Time // place and number were erased; that they were confirmed stays

	Pause  Pause           // zero unless it is stopped now
	Line   LineWord        // what the physician decided about a poor line; zero: nothing
	Camera CameraException // zero: nobody asked
	Ending Ending          // how an aborted one is meant

	// The connections that carry media now, by the media server's word; empty when none.
	WorkerConn    string
	PhysicianConn string
}

// Media tells whether the side is in the media room now.
func (s Session) Media(side Side) bool {
	return s.conn(side) != ""
}

func (s Session) conn(side Side) string {
	if side == Worker {
		return s.WorkerConn
	}
	return s.PhysicianConn
}

func (s *Session) setConn(side Side, conn string) {
	if side == Worker {
		s.WorkerConn = conn
		return
	}
	s.PhysicianConn = conn
}

// Over tells whether nothing follows in this session.
func (s Session) Over() bool { return s.Phase == Ended || s.Phase == Converted }

// Interrupted tells whether an open session has somebody missing.
func (s Session) Interrupted() bool {
	return s.Phase == Open && (s.WorkerConn == "" || s.PhysicianConn == "")
}
