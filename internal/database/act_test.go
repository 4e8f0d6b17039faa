package database_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"mendan/internal/actor"
	"mendan/internal/database"
	"mendan/internal/database/databasetest"
	"mendan/internal/fault"
	"mendan/internal/txn"
)

var someone = actor.System("test")

func count(t *testing.T, db *database.DB) int {
	t.Helper()
	var n int
	err := db.Read(context.Background(), func(ctx context.Context, tx txn.Read) error {
		return database.Of(tx).Row(ctx, `SELECT COUNT(*) FROM audit_acts`).Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestWriteLeavesOneLineOrNothing(t *testing.T) {
	t.Parallel()
	databasetest.Both(t, func(t *testing.T, db *database.DB, _ *databasetest.Clock) {
		ctx := context.Background()
		after := 0
		if err := db.Write(ctx, someone, "test.good", func(_ context.Context, tx txn.Write) error {
			tx.AfterCommit(func() { after++ })
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		boom := errors.New("boom")
		if err := db.Write(ctx, someone, "test.bad", func(_ context.Context, tx txn.Write) error {
			tx.AfterCommit(func() { after++ })
			return boom
		}); !errors.Is(err, boom) {
			t.Fatalf("Write = %v, want boom", err)
		}
		if n := count(t, db); n != 1 || after != 1 {
			t.Fatalf("%d lines and %d after-commits, want 1 and 1", n, after)
		}
	})
}

func TestReadRefusesToWrite(t *testing.T) {
	t.Parallel()
	databasetest.Both(t, func(t *testing.T, db *database.DB, _ *databasetest.Clock) {
		err := db.Read(context.Background(), func(ctx context.Context, tx txn.Read) error {
			return database.Of(tx).Exec(ctx, `INSERT INTO audit_subjects (subject, seq) VALUES ('x', 1)`)
		})
		if err == nil {
			t.Fatal("a snapshot let a write through")
		}
	})
}

func TestActInsideActIsRefused(t *testing.T) {
	t.Parallel()
	databasetest.Both(t, func(t *testing.T, db *database.DB, _ *databasetest.Clock) {
		err := db.Write(context.Background(), someone, "test.outer", func(ctx context.Context, _ txn.Write) error {
			return db.Write(ctx, someone, "test.inner", func(context.Context, txn.Write) error { return nil })
		})
		if err == nil || !strings.Contains(err.Error(), "inside another act") {
			t.Fatalf("Write in Write = %v", err)
		}
	})
}

// Read, decide, write: with thirty at once every one sees the one before.
func TestActsTakeTurns(t *testing.T) {
	t.Parallel()
	databasetest.Both(t, func(t *testing.T, db *database.DB, _ *databasetest.Clock) {
		var wg sync.WaitGroup
		winners := make(chan int, 30)
		for i := range 30 {
			wg.Go(func() {
				err := db.Write(context.Background(), someone, "test.race", func(ctx context.Context, tx txn.Write) error {
					var n int
					if err := database.Of(tx).Row(ctx, `SELECT COUNT(*) FROM audit_acts WHERE act = 'test.race'`).Scan(&n); err != nil {
						return err
					}
					if n > 0 {
						return fault.New(fault.Conflict, "test.late")
					}
					return nil
				})
				if err == nil {
					winners <- i
				}
			})
		}
		wg.Wait()
		if len(winners) != 1 {
			t.Fatalf("%d winners, want 1", len(winners))
		}
	})
}

func TestLostDatabaseIsUnavailable(t *testing.T) {
	t.Parallel()
	databasetest.Both(t, func(t *testing.T, db *database.DB, _ *databasetest.Clock) {
		_ = db.Close()
		if err := db.Ping(context.Background()); err == nil {
			t.Fatal("a closed database answered")
		}
	})
	_, err := database.Open(context.Background(), "postgres://nobody@127.0.0.1:1/none?connect_timeout=1", database.Options{
		Log: func(context.Context, txn.Write, txn.Entry) error { return nil }, Now: databasetest.NewClock(databasetest.Noon).Now})
	if fault.KindOf(err) != fault.Unavailable {
		t.Fatalf("Open of a dead server = %v, want Unavailable", err)
	}
}
