// Package audit is the memory of who did what: one line for each act, written
// inside the act, chained by hash so that a changed, removed, inserted or
// reordered line is found.
//
// A line names the actor, the act and the ids it was about; never content. The
// chain alone does not show a cut-off tail: compare the newest hash with one
// kept elsewhere (`mendan audit verify` prints it). The log of the program
// (slog) is another thing and may be lost; this may not.
package audit

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"mendan/internal/fault"
	"mendan/internal/txn"
)

// ErrBroken says that the chain does not hold; its cause names the place.
var ErrBroken = fault.New(fault.Conflict, "audit.broken")

// Line is one act in the log.
type Line struct {
	Seq      int64 // 1, 2, 3 ... without gaps
	At       time.Time
	Actor    string
	Act      string
	Subjects []txn.Subject
	Previous string // Hash of the line before, empty for the first
	Hash     string
}

// Next is the line that follows last for the entry; last is the zero Line when
// the log is empty.
func Next(last Line, e txn.Entry) Line {
	l := Line{Seq: last.Seq + 1, At: e.At, Actor: e.Actor, Act: e.Act, Subjects: e.Subjects, Previous: last.Hash}
	l.Hash = l.digest()
	return l
}

// digest is SHA-256 over a JSON array of everything but the hash itself.
func (l Line) digest() string {
	subjects := l.Subjects
	if subjects == nil {
		subjects = []txn.Subject{}
	}
	b, err := json.Marshal([]any{l.Seq, l.At.UnixMicro(), l.Actor, l.Act, subjects, l.Previous})
	if err != nil {
		panic(err) // numbers and strings always marshal
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// Check tells whether next follows last unchanged. Errors: ErrBroken with the place.
func Check(last, next Line) error {
	switch {
	case next.Seq != last.Seq+1:
		return ErrBroken.Because(fmt.Errorf("line %d is missing: after %d comes %d", last.Seq+1, last.Seq, next.Seq))
	case next.Previous != last.Hash:
		return ErrBroken.Because(fmt.Errorf("line %d does not follow line %d", next.Seq, last.Seq))
	case next.Hash != next.digest():
		return ErrBroken.Because(fmt.Errorf("line %d was changed", next.Seq))
	}
	return nil
}
