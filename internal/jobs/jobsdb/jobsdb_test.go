package jobsdb_test

import (
	"testing"

	"mendan/internal/database/databasetest"
	"mendan/internal/jobs"
	"mendan/internal/jobs/jobsdb"
	"mendan/internal/jobs/jobstest"
	"mendan/internal/txn"
)

func TestStore(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		jobstest.Run(t, func(t *testing.T) (txn.Runner, jobs.Store, jobstest.Clock) {
			db, clock := databasetest.Open(t)
			return db, jobsdb.New(), clock
		})
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		jobstest.Run(t, func(t *testing.T) (txn.Runner, jobs.Store, jobstest.Clock) {
			db, clock := databasetest.OpenPostgres(t)
			return db, jobsdb.New(), clock
		})
	})
}
