package schedulingdb_test

import (
	"testing"

	"mendan/internal/database/databasetest"
	"mendan/internal/scheduling"
	"mendan/internal/scheduling/schedulingdb"
	"mendan/internal/scheduling/schedulingtest"
	"mendan/internal/txn"
)

func TestStore(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		schedulingtest.Suite(t, func(t *testing.T) (scheduling.Store, txn.Runner) {
			db, _ := databasetest.Open(t)
			return schedulingdb.New(), db
		})
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		schedulingtest.Suite(t, func(t *testing.T) (scheduling.Store, txn.Runner) {
			db, _ := databasetest.OpenPostgres(t)
			return schedulingdb.New(), db
		})
	})
}
