// Package jobsdb keeps job rows in the database. The rules are in package jobs.
package jobsdb

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"mendan/internal/database"
	"mendan/internal/id"
	"mendan/internal/jobs"
	"mendan/internal/txn"
)

// Store implements jobs.Store.
type Store struct{}

// New gives the store. All of its state is in the database.
func New() Store { return Store{} }

var _ jobs.Store = Store{}

const columns = `id, kind, subject, unique_key, run_at, state, attempt, failures, last_code, node, lease_until, queued_at, settled_at`

func scan(s func(dest ...any) error) (jobs.Job, error) {
	var j jobs.Job
	var unique *string
	err := s(&j.ID, &j.Kind, &j.Subject, &unique, database.Into(&j.RunAt), &j.State, &j.Attempt, &j.Failures,
		&j.Last, &j.Node, database.Into(&j.Lease), database.Into(&j.Queued), database.Into(&j.Settled))
	if unique != nil {
		j.Unique = *unique
	}
	return j, err
}

// orNull is the text, or NULL when it is empty: NULLs are never alike.
func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// Insert implements jobs.Store.
func (Store) Insert(ctx context.Context, tx txn.Write, j jobs.Job) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO jobs (`+columns+`)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)`,
		j.ID, j.Kind, j.Subject, orNull(j.Unique), database.At(j.RunAt), j.State,
		j.Attempt, j.Failures, j.Last, j.Node, database.At(j.Lease), database.At(j.Queued), database.At(j.Settled))
}

// Get implements jobs.Store.
func (Store) Get(ctx context.Context, tx txn.Read, job id.Job) (jobs.Job, error) {
	return one(scan(database.Of(tx).Row(ctx, `SELECT `+columns+` FROM jobs WHERE id = ?1`, job).Scan))
}

// Waiting implements jobs.Store.
func (Store) Waiting(ctx context.Context, tx txn.Read, unique string) (jobs.Job, error) {
	return one(scan(database.Of(tx).Row(ctx, `SELECT `+columns+` FROM jobs WHERE unique_key = ?1 AND state = 'WAITING'`, unique).Scan))
}

func one(j jobs.Job, err error) (jobs.Job, error) {
	if errors.Is(err, database.ErrNone) {
		return jobs.Job{}, jobs.ErrUnknown
	}
	return j, err
}

// Running implements jobs.Store.
func (Store) Running(ctx context.Context, tx txn.Read, unique string) ([]jobs.Job, error) {
	return database.Many(ctx, tx, `SELECT `+columns+` FROM jobs WHERE unique_key = ?1 AND state = 'RUNNING' ORDER BY run_at, id`, scan, unique)
}

// Update implements jobs.Store.
func (Store) Update(ctx context.Context, tx txn.Write, j jobs.Job, was jobs.State, attempt int64) error {
	n, err := database.Of(tx).Change(ctx, `UPDATE jobs SET subject = ?1, unique_key = ?2, run_at = ?3, state = ?4, attempt = ?5,
		failures = ?6, last_code = ?7, node = ?8, lease_until = ?9, settled_at = ?10
		WHERE id = ?11 AND state = ?12 AND attempt = ?13`,
		j.Subject, orNull(j.Unique), database.At(j.RunAt), j.State, j.Attempt,
		j.Failures, j.Last, j.Node, database.At(j.Lease), database.At(j.Settled), j.ID, was, attempt)
	if err != nil {
		return err
	}
	if n == 0 {
		return jobs.ErrLost
	}
	return nil
}

// Extend implements jobs.Store.
func (Store) Extend(ctx context.Context, tx txn.Write, held []jobs.Held, until time.Time) ([]jobs.Held, error) {
	var still []jobs.Held
	for _, h := range held {
		n, err := database.Of(tx).Change(ctx, `UPDATE jobs SET lease_until = ?1 WHERE id = ?2 AND attempt = ?3 AND state = 'RUNNING'`,
			database.At(until), h.Job, h.Attempt)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			still = append(still, h)
		}
	}
	return still, nil
}

// due has the states as text, so that the partial indexes are used. %s takes
// the places of the kinds; the two halves cannot both hold a row.
const due = `SELECT ` + columns + ` FROM jobs WHERE state = 'WAITING' AND run_at <= ?1 AND kind IN (%[1]s)
		AND NOT EXISTS (SELECT 1 FROM jobs AS r WHERE r.state = 'RUNNING' AND r.lease_until > ?1 AND r.unique_key = jobs.unique_key)
	UNION ALL
	SELECT ` + columns + ` FROM jobs WHERE state = 'RUNNING' AND lease_until <= ?1 AND kind IN (%[1]s)
	ORDER BY run_at, id LIMIT ?2`

// Due implements jobs.Store.
func (Store) Due(ctx context.Context, tx txn.Read, kinds []string, at time.Time, limit int) ([]jobs.Job, error) {
	if len(kinds) == 0 || limit <= 0 {
		return nil, nil
	}
	places := make([]string, len(kinds))
	args := []any{database.At(at), limit}
	for i, k := range kinds {
		places[i] = fmt.Sprintf("?%d", i+3)
		args = append(args, k)
	}
	return database.Many(ctx, tx, fmt.Sprintf(due, strings.Join(places, ", ")), scan, args...)
}

// Sweep implements jobs.Store.
func (Store) Sweep(ctx context.Context, tx txn.Write, before time.Time) (int, error) {
	n, err := database.Of(tx).Change(ctx, `DELETE FROM jobs WHERE settled_at IS NOT NULL AND settled_at < ?1`, database.At(before))
	return int(n), err
}

// Count implements jobs.Store.
func (Store) Count(ctx context.Context, tx txn.Read) ([]jobs.Count, error) {
	return database.Many(ctx, tx, `SELECT kind, state, COUNT(*) FROM jobs GROUP BY kind, state ORDER BY kind, state`,
		func(s func(dest ...any) error) (jobs.Count, error) {
			var c jobs.Count
			return c, s(&c.Kind, &c.State, &c.N)
		})
}
