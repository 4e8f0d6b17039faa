// Package caseworkdb keeps cases in the database.
package caseworkdb

import (
	"context"
	"errors"

	"mendan/internal/casework"
	"mendan/internal/database"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Store implements casework.Store.
type Store struct{}

const columns = `id, company, workplace, employee, manager, physician, type, state, opened_at, applied_at, held_at, closed_at, wish, mode`

func scan(scan func(dest ...any) error) (casework.Case, error) {
	var c casework.Case
	err := scan(&c.ID, &c.Company, &c.Workplace, &c.Employee, &c.Manager, &c.Physician, &c.Type, &c.State,
		database.Into(&c.OpenedAt), database.Into(&c.AppliedAt), database.Into(&c.HeldAt), database.Into(&c.ClosedAt), &c.Wish, &c.Mode)
	if errors.Is(err, database.ErrNone) {
		return c, casework.ErrNotFound
	}
	return c, err
}

// Insert adds a new case.
func (Store) Insert(ctx context.Context, tx txn.Write, c casework.Case) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO cases (`+columns+`, statutory)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)`,
		c.ID, c.Company, c.Workplace, c.Employee, c.Manager, c.Physician, c.Type, c.State,
		database.At(c.OpenedAt), database.At(c.AppliedAt), database.At(c.HeldAt), database.At(c.ClosedAt), c.Wish, c.Mode, c.Type.Statutory())
}

// Update replaces what may change.
func (Store) Update(ctx context.Context, tx txn.Write, c casework.Case) error {
	return database.Of(tx).Exec(ctx, `UPDATE cases SET physician = ?2, state = ?3, applied_at = ?4, held_at = ?5, closed_at = ?6, wish = ?7, mode = ?8 WHERE id = ?1`,
		c.ID, c.Physician, c.State, database.At(c.AppliedAt), database.At(c.HeldAt), database.At(c.ClosedAt), c.Wish, c.Mode)
}

// Get reads one case.
func (Store) Get(ctx context.Context, tx txn.Read, c id.Case) (casework.Case, error) {
	return scan(database.Of(tx).Row(ctx, `SELECT `+columns+` FROM cases WHERE id = ?1`, c).Scan)
}

// ListByEmployee gives a worker's cases, newest first.
func (Store) ListByEmployee(ctx context.Context, tx txn.Read, e id.Employee) ([]casework.Case, error) {
	return database.Many(ctx, tx, `SELECT `+columns+` FROM cases WHERE employee = ?1 ORDER BY opened_at DESC, id`, scan, e)
}

// ListByPhysician gives a physician's cases that are not over, oldest first.
func (Store) ListByPhysician(ctx context.Context, tx txn.Read, p id.Physician) ([]casework.Case, error) {
	return database.Many(ctx, tx, `SELECT `+columns+` FROM cases WHERE physician = ?1 AND closed_at IS NULL ORDER BY opened_at, id`, scan, p)
}

// ListStatutory gives a workplace's statutory cases, newest first.
func (Store) ListStatutory(ctx context.Context, tx txn.Read, w id.Workplace, limit int) ([]casework.Case, error) {
	return database.Many(ctx, tx, `SELECT `+columns+` FROM cases WHERE workplace = ?1 AND statutory ORDER BY opened_at DESC, id LIMIT ?2`, scan, w, limit)
}

// ListByWorkplace gives all cases of a workplace, newest first.
func (Store) ListByWorkplace(ctx context.Context, tx txn.Read, w id.Workplace, limit int) ([]casework.Case, error) {
	return database.Many(ctx, tx, `SELECT `+columns+` FROM cases WHERE workplace = ?1 ORDER BY opened_at DESC, id LIMIT ?2`, scan, w, limit)
}

// InsertStep appends to the history.
func (Store) InsertStep(ctx context.Context, tx txn.Write, c id.Case, s casework.Step) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO case_steps (case_id, seq, event, state, at, actor)
		SELECT ?1, COALESCE(MAX(seq), 0) + 1, ?2, ?3, ?4, ?5 FROM case_steps WHERE case_id = ?1`,
		c, s.Event, s.State, database.At(s.At), s.Actor)
}

// Steps gives the history in order.
func (Store) Steps(ctx context.Context, tx txn.Read, c id.Case) ([]casework.Step, error) {
	return database.Many(ctx, tx, `SELECT seq, event, state, at, actor FROM case_steps WHERE case_id = ?1 ORDER BY seq`,
		func(scan func(dest ...any) error) (casework.Step, error) {
			var s casework.Step
			err := scan(&s.Seq, &s.Event, &s.State, database.Into(&s.At), &s.Actor)
			return s, err
		}, c)
}
