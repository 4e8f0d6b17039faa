package notifydb_test

import (
	"testing"

	"mendan/internal/database/databasetest"
	"mendan/internal/notify/notifydb"
	"mendan/internal/notify/notifytest"
	"mendan/internal/txn"
)

func TestStore(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		notifytest.Run(t, func(t *testing.T) (txn.Runner, notifytest.Stores, notifytest.Clock) {
			db, clock := databasetest.Open(t)
			return db, notifydb.New(), clock
		})
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		notifytest.Run(t, func(t *testing.T) (txn.Runner, notifytest.Stores, notifytest.Clock) {
			db, clock := databasetest.OpenPostgres(t)
			return db, notifydb.New(), clock
		})
	})
}
