// Package database opens the one store of the platform, SQLite in a file or
// PostgreSQL, and runs snapshots and acts on it (see package txn). It is the
// only importer of SQL drivers and the only place that recognises their errors.
//
// Both engines behave alike because writers take turns on both: SQLite has one
// writing connection with BEGIN IMMEDIATE, PostgreSQL takes one advisory lock
// at the start of each act. One text of SQL serves both: places are written
// ?1, ?2 and rewritten for PostgreSQL. Instants are whole microseconds in
// BIGINT columns (At, Into), days are text (civil.Date).
//
// It holds no rule of the domain. Read act.go first.
package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"

	"mendan/internal/txn"
)

// Engine is the kind of store.
type Engine string

// The engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// DB is an open store. It implements txn.Runner.
type DB struct {
	engine Engine
	write  *sql.DB // SQLite: exactly one connection; PostgreSQL: the pool
	read   *sql.DB // SQLite: query_only connections; PostgreSQL: the same pool
	log    Log
	now    func() time.Time
	path   string // SQLite only
	closed atomic.Bool
}

// Log writes the audit line of an act, inside the act.
type Log func(ctx context.Context, tx txn.Write, e txn.Entry) error

// Options are what Open needs beside the address.
type Options struct {
	Log Log              // required for Write
	Now func() time.Time // required
}

// Open opens the store at dsn: "postgres://..." or a file path for SQLite
// ("sqlite:" in front is allowed). It does not migrate.
func Open(ctx context.Context, dsn string, o Options) (*DB, error) {
	if o.Now == nil || o.Log == nil {
		return nil, errors.New("database: Open needs Log and Now")
	}
	db := &DB{log: o.Log, now: o.Now}
	if strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://") {
		db.engine = Postgres
		pool, err := sql.Open("pgx", dsn)
		if err != nil {
			return nil, fmt.Errorf("open postgres: %w", err)
		}
		pool.SetMaxOpenConns(16)
		pool.SetMaxIdleConns(16)
		pool.SetConnMaxLifetime(30 * time.Minute)
		db.write, db.read = pool, pool
	} else {
		db.engine = SQLite
		db.path = strings.TrimPrefix(dsn, "sqlite:")
		var err error
		if db.write, err = openSQLite(sqliteDSN(db.path, false)); err != nil {
			return nil, fmt.Errorf("open sqlite: %w", err)
		}
		db.write.SetMaxOpenConns(1)
		if db.read, err = openSQLite(sqliteDSN(db.path, true)); err != nil {
			return nil, fmt.Errorf("open sqlite: %w", err)
		}
		db.read.SetMaxOpenConns(8)
		db.read.SetMaxIdleConns(8)
	}
	// The writer first: it creates the file the readers need.
	for _, pool := range []*sql.DB{db.write, db.read} {
		if err := pool.PingContext(ctx); err != nil {
			_ = db.Close()
			return nil, fmt.Errorf("reach %s: %w", db.engine, classify(err))
		}
	}
	return db, nil
}

// sqliteDSN puts every pragma into the address, so that each connection has
// them: busy_timeout first, full syncs because these rows are evidence.
func sqliteDSN(path string, readonly bool) string {
	q := url.Values{}
	for _, p := range []string{"busy_timeout(10000)", "journal_mode(WAL)", "foreign_keys(1)", "synchronous(FULL)", "temp_store(MEMORY)", "cache_size(-16000)"} {
		q.Add("_pragma", p)
	}
	if readonly {
		q.Add("_pragma", "query_only(1)")
	} else {
		q.Set("_txlock", "immediate")
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}

// Engine tells which engine is open.
func (db *DB) Engine() Engine { return db.engine }

// Ping asks the store whether it answers. Errors: an Unavailable fault.
func (db *DB) Ping(ctx context.Context) error {
	var one int
	return db.classify(db.read.QueryRowContext(ctx, "SELECT 1").Scan(&one))
}

// Close closes all connections.
func (db *DB) Close() error {
	db.closed.Store(true)
	err := db.write.Close()
	if db.read != db.write && db.read != nil {
		err = errors.Join(err, db.read.Close())
	}
	return err
}
