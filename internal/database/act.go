package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"mendan/internal/actor"
	"mendan/internal/fault"
	"mendan/internal/txn"
)

// writers is the advisory lock all acts take on PostgreSQL: "mendan" in hex.
const writers = 0x6d656e64616e

// attempts is how often an act is tried when the database reports a conflict
// that is nobody's fault (serialisation, deadlock, a lock held too long).
const attempts = 20

type inAct struct{}

// Read runs f on one snapshot that refuses writes.
func (db *DB) Read(ctx context.Context, f func(ctx context.Context, tx txn.Read) error) error {
	opts := &sql.TxOptions{ReadOnly: true}
	if db.engine == Postgres {
		opts.Isolation = sql.LevelRepeatableRead
	}
	t, err := db.read.BeginTx(ctx, opts)
	if err != nil {
		return db.classify(err)
	}
	defer func() { _ = t.Rollback() }()
	return db.classify(f(ctx, &Tx{sql: t, db: db, now: instant(db.now())}))
}

// Write runs f as one act with its audit line, or not at all. f may run again
// after a conflict. A Write inside a Write is refused: on SQLite it would wait
// for its own connection for ever.
func (db *DB) Write(ctx context.Context, who actor.Actor, act string, f func(ctx context.Context, tx txn.Write) error) error {
	if ctx.Value(inAct{}) != nil {
		return fmt.Errorf("database: act %q inside another act", act)
	}
	for n := 1; ; n++ {
		tx, err := db.try(ctx, who, act, f)
		if err == nil {
			for _, after := range tx.after {
				after()
			}
			return nil
		}
		if n >= attempts || !isRetry(err) || ctx.Err() != nil {
			return db.classify(err)
		}
	}
}

func (db *DB) try(ctx context.Context, who actor.Actor, act string, f func(ctx context.Context, tx txn.Write) error) (*Tx, error) {
	// Once begun, an act is not torn by a reader who closes his browser.
	run := context.WithoutCancel(ctx)
	t, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer func() { _ = t.Rollback() }()
	if db.engine == Postgres {
		if _, err := t.ExecContext(ctx, "SELECT pg_advisory_xact_lock($1)", int64(writers)); err != nil {
			return nil, err
		}
	}
	tx := &Tx{sql: t, db: db, who: who, now: instant(db.now())}
	if err := f(context.WithValue(run, inAct{}, true), tx); err != nil {
		return nil, err
	}
	e := txn.Entry{At: tx.now, Actor: who.Name(), Act: act, Subjects: tx.subjects}
	if err := db.log(run, tx, e); err != nil {
		return nil, fmt.Errorf("write audit line of %s: %w", act, err)
	}
	if err := t.Commit(); err != nil {
		return nil, err
	}
	return tx, nil
}

// Tx is a snapshot or an act under way. Adapters reach it with Of.
type Tx struct {
	sql      *sql.Tx
	db       *DB
	who      actor.Actor
	now      time.Time
	subjects []txn.Subject
	after    []func()
}

// Of gives an adapter the transaction behind a snapshot or act.
func Of(tx txn.Read) *Tx { return tx.(*Tx) }

// Now is the one instant of this snapshot or act.
func (tx *Tx) Now() time.Time { return tx.now }

// Who acts.
func (tx *Tx) Who() actor.Actor { return tx.who }

// Touch notes what the act is about.
func (tx *Tx) Touch(subject, note string) {
	tx.subjects = append(tx.subjects, txn.Subject{ID: subject, Note: note})
}

// AfterCommit runs f when the act is committed.
func (tx *Tx) AfterCommit(f func()) { tx.after = append(tx.after, f) }

// Engine tells on which engine the transaction runs.
func (tx *Tx) Engine() Engine { return tx.db.engine }

// Exec runs a statement.
func (tx *Tx) Exec(ctx context.Context, query string, args ...any) error {
	_, err := tx.sql.ExecContext(ctx, tx.text(query), args...)
	return err
}

// Change runs a statement and tells how many rows it changed.
func (tx *Tx) Change(ctx context.Context, query string, args ...any) (int64, error) {
	r, err := tx.sql.ExecContext(ctx, tx.text(query), args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// Row is a single-row query.
func (tx *Tx) Row(ctx context.Context, query string, args ...any) *Row {
	return &Row{tx.sql.QueryRowContext(ctx, tx.text(query), args...)}
}

// Rows is a query of many rows; the caller closes them. Prefer Many.
func (tx *Tx) Rows(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return tx.sql.QueryContext(ctx, tx.text(query), args...)
}

// Row is the result of Tx.Row.
type Row struct{ row *sql.Row }

// Scan reads the row. Errors: ErrNone when there is none.
func (r *Row) Scan(dest ...any) error {
	err := r.row.Scan(dest...)
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNone
	}
	return err
}

// ErrNone says that a single-row query found no row. Adapters turn it into
// their area's NotFound fault.
var ErrNone = fault.New(fault.NotFound, "web.not_found")

// Many runs a query and scans each row with scan, in the order of the query.
// The result is nil when there is no row.
func Many[T any](ctx context.Context, tx txn.Read, query string, scan func(scan func(dest ...any) error) (T, error), args ...any) ([]T, error) {
	rows, err := Of(tx).Rows(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []T
	for rows.Next() {
		v, err := scan(rows.Scan)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}
