// Package txn is how the cores see a database: a snapshot to read, or an act to write.
//
// A Write is a Read that may change things. It has an actor, a name and one
// fixed Now, and the runner writes its line of the audit log itself: a write
// without an act does not compile. What must happen only after commit is
// handed to AfterCommit and must be harmless to lose.
//
// Inside an act: no network, no file, no mail, no second act, nothing slow.
// The function given to Write may run twice (a conflict is tried again), so it
// sets its results last.
package txn

import (
	"context"
	"time"

	"mendan/internal/actor"
)

// Read is a consistent snapshot.
type Read interface {
	// Now is the one instant of this snapshot or act: UTC, whole microseconds.
	Now() time.Time
}

// Write is an act under way.
type Write interface {
	Read
	// Who acts.
	Who() actor.Actor
	// Touch notes a thing the act is about: its id, and at most a word or field
	// names as note, never content.
	Touch(subject string, note string)
	// AfterCommit runs f once the act is committed. Losing f must be harmless.
	AfterCommit(f func())
}

// Runner opens snapshots and acts.
type Runner interface {
	// Read runs f on one snapshot; a write inside is refused by the database.
	Read(ctx context.Context, f func(ctx context.Context, tx Read) error) error
	// Write runs f as one act: all of it, with its audit line, or nothing.
	Write(ctx context.Context, who actor.Actor, act string, f func(ctx context.Context, tx Write) error) error
}

// Entry is the audit line of an act: who did what to which things, and when.
type Entry struct {
	At       time.Time
	Actor    string // actor.Actor.Name
	Act      string // "scheduling.book"
	Subjects []Subject
}

// Subject is one thing an act was about.
type Subject struct {
	ID   string `json:"id"`
	Note string `json:"note,omitempty"` // a word or field names, never content
}
