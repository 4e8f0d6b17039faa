package database

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"
)

// house is one connection that keeps its statements, with a table of two rows.
func house(t *testing.T) (*sql.Conn, *keeper) {
	t.Helper()
	ctx := context.Background()
	pool, err := openSQLite(sqliteDSN(filepath.Join(t.TempDir(), "a.db"), false))
	if err != nil {
		t.Fatal(err)
	}
	c, err := pool.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var k *keeper
	if err := c.Raw(func(x any) error { k = x.(*keeper); return nil }); err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{"CREATE TABLE a (n INTEGER PRIMARY KEY, t TEXT)", "INSERT INTO a VALUES (1, 'one'), (2, 'two')"} {
		if _, err := c.ExecContext(ctx, q); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		// SQLite refuses to close a connection that still has statements.
		if err := c.Close(); err != nil {
			t.Error(err)
		}
		if err := pool.Close(); err != nil {
			t.Error(err)
		}
	})
	return c, k
}

func one(t *testing.T, c *sql.Conn, n int) string {
	t.Helper()
	var s string
	if err := c.QueryRowContext(context.Background(), "SELECT t FROM a WHERE n = ?1", n).Scan(&s); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestStatementsAreKept(t *testing.T) {
	t.Parallel()
	c, k := house(t)
	if one(t, c, 1) != "one" || len(k.kept) != 1 {
		t.Fatalf("%d statements kept, want 1", len(k.kept))
	}
	first := k.used.Front().Value.(*kept)
	if one(t, c, 2) != "two" || k.used.Front().Value.(*kept) != first {
		t.Error("the same text was prepared again")
	}
}

// A statement whose rows are still being read is not taken away from them.
func TestAStatementInUseIsNotShared(t *testing.T) {
	t.Parallel()
	c, k := house(t)
	ctx := context.Background()
	rows, err := c.QueryContext(ctx, "SELECT t FROM a WHERE n >= ?1 ORDER BY n", 1)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		var inner string
		if err := c.QueryRowContext(ctx, "SELECT t FROM a WHERE n >= ?1 ORDER BY n", 2).Scan(&inner); err != nil || inner != "two" {
			t.Fatalf("inside: %q %v", inner, err)
		}
		got = append(got, s)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(got) != "[one two]" || len(k.kept) != 1 {
		t.Errorf("read %v, %d statements kept, want [one two] and 1", got, len(k.kept))
	}
}

// Text made at run time cannot fill the memory.
func TestKeptStatementsAreBounded(t *testing.T) {
	t.Parallel()
	c, k := house(t)
	for n := range statements + 50 {
		var got int
		if err := c.QueryRowContext(context.Background(), fmt.Sprintf("SELECT %d + ?1", n), 1).Scan(&got); err != nil || got != n+1 {
			t.Fatalf("%d %v", got, err)
		}
	}
	if len(k.kept) != statements || k.used.Len() != statements {
		t.Errorf("%d statements kept, want %d", len(k.kept), statements)
	}
	if _, old := k.kept["SELECT 0 + ?1"]; old {
		t.Error("the oldest is still there")
	}
}

// What failed is not kept, and a table that changes does not trouble what is.
func TestFailuresAndChangesOfTables(t *testing.T) {
	t.Parallel()
	c, k := house(t)
	ctx := context.Background()
	for range 2 {
		if _, err := c.ExecContext(ctx, "INSERT INTO a VALUES (?1, 'again')", 1); err == nil {
			t.Fatal("a second row 1")
		}
	}
	if len(k.kept) != 0 {
		t.Errorf("%d statements kept, want none", len(k.kept))
	}
	one(t, c, 1)
	if _, err := c.ExecContext(ctx, "ALTER TABLE a ADD COLUMN u TEXT"); err != nil {
		t.Fatal(err)
	}
	if one(t, c, 2) != "two" {
		t.Error("not after the table changed")
	}
}
