package notify

import (
	"context"
	"errors"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/jobs"
	"mendan/internal/txn"
)

// TaskKind is what somebody has to look after. Kinds are data: never rename one.
type TaskKind string

// The kinds of tasks.
const (
	// MailUndeliverable: a person cannot be reached by mail. Subject: the account.
	MailUndeliverable TaskKind = "MAIL_UNDELIVERABLE"
	// RoomWanted: a worker has no place to talk in and would like one. Subject: the case.
	RoomWanted TaskKind = "ROOM_WANTED"
	// MeetInPerson: an interview booked online has to be held in person; somebody
	// looks for a place and a time. Subject: the case.
	MeetInPerson TaskKind = "MEET_IN_PERSON"
	// CallWanted: a worker could not get his device to work and would like help by
	// telephone. Subject: the case.
	CallWanted TaskKind = "CALL_WANTED"
	// WorkGivenUp: later work failed for good. Subject: the job.
	WorkGivenUp TaskKind = "WORK_GIVEN_UP"
)

// Task is something the coordinator's desk (提供者コーディネーター) has to look
// after. It names things by id and holds no health data.
type Task struct {
	ID      id.Task
	Kind    TaskKind
	Subject string // the id of what it is about
	Reason  string // a code
	Times   int    // how often it was reported while open
	Opened  time.Time
	Last    time.Time // the latest report
	Done    time.Time // zero while open
	DoneBy  id.Account
}

// Seen is a task as the desk sees it. The coordinator has to reach the person
// by another way or mend the address, so he sees who it is.
type Seen struct {
	Task
	Person Contact // zero when the task is about something else, or the account is closed
}

// Tasks is the coordinator's list.
type Tasks struct {
	txns     txn.Runner
	store    TaskStore
	accounts Accounts
}

// NewTasks makes the list.
func NewTasks(txns txn.Runner, store TaskStore, accounts Accounts) *Tasks {
	return &Tasks{txns, store, accounts}
}

// Open puts a task on the desk, in this act. While one of the same kind about
// the same thing is open it is counted there, so that ten lost mails to one
// person are one task.
func (s *Tasks) Open(ctx context.Context, tx txn.Write, t Task) error {
	old, err := s.store.OpenTask(ctx, tx, t.Kind, t.Subject)
	switch {
	case err == nil:
		old.Times, old.Last, old.Reason = old.Times+1, tx.Now(), t.Reason
		return s.store.UpdateTask(ctx, tx, old)
	case !errors.Is(err, ErrUnknownTask):
		return err
	}
	t.ID, t.Times, t.Opened, t.Last = id.New[id.Task](), 1, tx.Now(), tx.Now()
	tx.Touch(string(t.ID), string(t.Kind))
	return s.store.InsertTask(ctx, tx, t)
}

// listed is how many tasks a list shows; a desk with more has another problem.
const listed = 200

// List gives the open tasks, oldest first, and the latest done ones.
// Errors: access.ErrForbidden.
func (s *Tasks) List(ctx context.Context, who actor.Actor) (open, done []Seen, err error) {
	err = s.txns.Read(ctx, func(ctx context.Context, tx txn.Read) (err error) {
		if err = access.Check(who, access.SeeTasks, access.Subject{}); err != nil {
			return err
		}
		if open, err = s.seen(ctx, tx, false, listed); err != nil {
			return err
		}
		done, err = s.seen(ctx, tx, true, 20)
		return err
	})
	return open, done, err
}

func (s *Tasks) seen(ctx context.Context, tx txn.Read, done bool, limit int) ([]Seen, error) {
	list, err := s.store.Tasks(ctx, tx, done, limit)
	if err != nil {
		return nil, err
	}
	var out []Seen
	for _, t := range list {
		x := Seen{Task: t}
		if a, err := id.Parse[id.Account](t.Subject); err == nil {
			if x.Person, err = s.accounts.Contact(ctx, tx, a); err != nil && fault.KindOf(err) != fault.NotFound {
				return nil, err
			}
		}
		out = append(out, x)
	}
	return out, nil
}

// Done takes a task off the desk. Errors: access.ErrForbidden, ErrUnknownTask, ErrTaskDone.
func (s *Tasks) Done(ctx context.Context, who actor.Actor, task id.Task) error {
	return s.txns.Write(ctx, who, "notify.task_done", func(ctx context.Context, tx txn.Write) error {
		if err := access.Check(who, access.SeeTasks, access.Subject{}); err != nil {
			return err
		}
		t, err := s.store.Task(ctx, tx, task)
		if err != nil {
			return err
		}
		if !t.Done.IsZero() {
			return ErrTaskDone
		}
		tx.Touch(string(t.ID), "done")
		t.Done, t.DoneBy = tx.Now(), who.Account
		return s.store.UpdateTask(ctx, tx, t)
	})
}

// GiveUp is a jobs.Handler.GiveUp for kinds whose only way to give up is to
// tell the coordinator: app wires it for the periodic work of all areas.
func (s *Tasks) GiveUp(ctx context.Context, job jobs.Job, last error) error {
	return s.txns.Write(ctx, duty, "notify.work_given_up", func(ctx context.Context, tx txn.Write) error {
		return s.Open(ctx, tx, Task{Kind: WorkGivenUp, Subject: string(job.ID), Reason: fault.Of(last).Code})
	})
}
