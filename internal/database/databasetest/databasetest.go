// Package databasetest gives tests a fresh, migrated store: a SQLite file, or
// a schema of its own in PostgreSQL. For tests only.
//
// PostgreSQL comes from TEST_POSTGRES_DSN, else a private cluster is started
// from the installed binaries on a socket in a temporary folder and ends with
// the test program, else the test is skipped; REQUIRE_POSTGRES=1 makes the
// skip a failure. SQLITE_ONLY=1 leaves PostgreSQL out.
package databasetest

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"mendan/internal/audit/auditdb"
	"mendan/internal/database"
)

// Clock is a clock that tests move by hand.
type Clock struct {
	mu sync.Mutex
	t  time.Time
}

// NewClock stands at t.
func NewClock(t time.Time) *Clock { return &Clock{t: t} }

// Now is the time the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

// Add moves the clock.
func (c *Clock) Add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

// Set sets the clock.
func (c *Clock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = t
}

// Noon is where clocks of tests start: a Monday noon in Tokyo.
var Noon = time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)

// Both runs f on SQLite and on PostgreSQL, as two sub-tests.
func Both(t *testing.T, f func(t *testing.T, db *database.DB, clock *Clock)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		db, clock := Open(t)
		f(t, db, clock)
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		db, clock := OpenPostgres(t)
		f(t, db, clock)
	})
}

// Open gives a fresh SQLite store with a clock at Noon.
func Open(t testing.TB) (*database.DB, *Clock) {
	t.Helper()
	return open(t, filepath.Join(t.TempDir(), "mendan.db"))
}

// OpenPostgres gives a fresh PostgreSQL schema with a clock at Noon.
func OpenPostgres(t testing.TB) (*database.DB, *Clock) {
	t.Helper()
	if os.Getenv("SQLITE_ONLY") == "1" {
		t.Skip("SQLITE_ONLY=1")
	}
	return open(t, schema(t))
}

// Postgres gives the address of an empty PostgreSQL database, for programs
// that open it themselves.
func Postgres(t testing.TB) string {
	t.Helper()
	if os.Getenv("SQLITE_ONLY") == "1" {
		t.Skip("SQLITE_ONLY=1")
	}
	return schema(t)
}

func open(t testing.TB, dsn string) (*database.DB, *Clock) {
	t.Helper()
	clock := NewClock(Noon)
	db, err := database.Open(context.Background(), dsn, database.Options{Log: auditdb.Append, Now: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if _, err := db.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	return db, clock
}
