// Package notifydb keeps messages and tasks in the database. The rules are in
// package notify.
package notifydb

import (
	"context"
	"errors"

	"mendan/internal/database"
	"mendan/internal/id"
	"mendan/internal/notify"
	"mendan/internal/txn"
)

// Store implements notify.Store and notify.TaskStore.
type Store struct{}

// New gives the store. All of its state is in the database.
func New() Store { return Store{} }

var (
	_ notify.Store     = Store{}
	_ notify.TaskStore = Store{}
)

const messageColumns = `id, kind, account, path, subject, booking, sequence, starts_at, ends_at, state, reason, created_at, settled_at`

func scanMessage(s func(dest ...any) error) (notify.Message, error) {
	var m notify.Message
	err := s(&m.ID, &m.Kind, &m.To, &m.Path, &m.Subject, &m.Invite.Booking, &m.Invite.Sequence,
		database.Into(&m.Invite.From), database.Into(&m.Invite.To), &m.State, &m.Reason,
		database.Into(&m.Created), database.Into(&m.Settled))
	return m, err
}

// Insert implements notify.Store.
func (Store) Insert(ctx context.Context, tx txn.Write, m notify.Message) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO notify_messages (`+messageColumns+`)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)`,
		m.ID, m.Kind, m.To, m.Path, m.Subject, m.Invite.Booking, m.Invite.Sequence,
		database.At(m.Invite.From), database.At(m.Invite.To), m.State, m.Reason, database.At(m.Created), database.At(m.Settled))
}

// Get implements notify.Store.
func (Store) Get(ctx context.Context, tx txn.Read, message id.Message) (notify.Message, error) {
	m, err := scanMessage(database.Of(tx).Row(ctx, `SELECT `+messageColumns+` FROM notify_messages WHERE id = ?1`, message).Scan)
	if errors.Is(err, database.ErrNone) {
		return notify.Message{}, notify.ErrUnknown
	}
	return m, err
}

// Settle implements notify.Store.
func (Store) Settle(ctx context.Context, tx txn.Write, m notify.Message) error {
	n, err := database.Of(tx).Change(ctx, `UPDATE notify_messages SET state = ?1, reason = ?2, settled_at = ?3 WHERE id = ?4 AND state = 'QUEUED'`,
		m.State, m.Reason, database.At(m.Settled), m.ID)
	if err == nil && n == 0 {
		return notify.ErrUnknown
	}
	return err
}

// Reminders implements notify.Store.
func (Store) Reminders(ctx context.Context, tx txn.Read, booking id.Booking, to id.Account) ([]notify.Message, error) {
	list, err := database.Many(ctx, tx, `SELECT `+messageColumns+` FROM notify_messages
		WHERE booking = ?1 AND booking <> '' AND state = 'QUEUED' AND (CAST(?2 AS TEXT) = '' OR account = ?2)
		AND kind IN ('reminder_1d', 'reminder_1h', 'reminder_10m')
		ORDER BY account, CASE kind WHEN 'reminder_1d' THEN 1 WHEN 'reminder_1h' THEN 2 ELSE 3 END, id`, scanMessage, booking, to)
	return list, err
}

// About implements notify.Store.
func (Store) About(ctx context.Context, tx txn.Read, subject string) ([]notify.Message, error) {
	return database.Many(ctx, tx, `SELECT `+messageColumns+` FROM notify_messages WHERE subject = ?1 ORDER BY created_at DESC, id`, scanMessage, subject)
}

const taskColumns = `id, kind, subject, reason, times, opened_at, last_at, done_at, done_by`

func scanTask(s func(dest ...any) error) (notify.Task, error) {
	var t notify.Task
	err := s(&t.ID, &t.Kind, &t.Subject, &t.Reason, &t.Times, database.Into(&t.Opened), database.Into(&t.Last), database.Into(&t.Done), &t.DoneBy)
	return t, err
}

func oneTask(t notify.Task, err error) (notify.Task, error) {
	if errors.Is(err, database.ErrNone) {
		return notify.Task{}, notify.ErrUnknownTask
	}
	return t, err
}

// InsertTask implements notify.TaskStore.
func (Store) InsertTask(ctx context.Context, tx txn.Write, t notify.Task) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO notify_tasks (`+taskColumns+`) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)`,
		t.ID, t.Kind, t.Subject, t.Reason, t.Times, database.At(t.Opened), database.At(t.Last), database.At(t.Done), t.DoneBy)
}

// Task implements notify.TaskStore.
func (Store) Task(ctx context.Context, tx txn.Read, task id.Task) (notify.Task, error) {
	return oneTask(scanTask(database.Of(tx).Row(ctx, `SELECT `+taskColumns+` FROM notify_tasks WHERE id = ?1`, task).Scan))
}

// OpenTask implements notify.TaskStore.
func (Store) OpenTask(ctx context.Context, tx txn.Read, kind notify.TaskKind, subject string) (notify.Task, error) {
	return oneTask(scanTask(database.Of(tx).Row(ctx, `SELECT `+taskColumns+` FROM notify_tasks WHERE kind = ?1 AND subject = ?2 AND done_at IS NULL`,
		kind, subject).Scan))
}

// UpdateTask implements notify.TaskStore.
func (Store) UpdateTask(ctx context.Context, tx txn.Write, t notify.Task) error {
	n, err := database.Of(tx).Change(ctx, `UPDATE notify_tasks SET reason = ?1, times = ?2, last_at = ?3, done_at = ?4, done_by = ?5 WHERE id = ?6`,
		t.Reason, t.Times, database.At(t.Last), database.At(t.Done), t.DoneBy, t.ID)
	if err == nil && n == 0 {
		return notify.ErrUnknownTask
	}
	return err
}

// Tasks implements notify.TaskStore.
func (Store) Tasks(ctx context.Context, tx txn.Read, done bool, limit int) ([]notify.Task, error) {
	if done {
		return database.Many(ctx, tx, `SELECT `+taskColumns+` FROM notify_tasks WHERE done_at IS NOT NULL ORDER BY done_at DESC, id LIMIT ?1`, scanTask, limit)
	}
	return database.Many(ctx, tx, `SELECT `+taskColumns+` FROM notify_tasks WHERE done_at IS NULL ORDER BY opened_at, id LIMIT ?1`, scanTask, limit)
}
