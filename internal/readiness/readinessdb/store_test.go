package readinessdb_test

import (
	"testing"

	"mendan/internal/database"
	"mendan/internal/database/databasetest"
	"mendan/internal/readiness/readinessdb"
	"mendan/internal/readiness/readinesstest"
)

func TestStore(t *testing.T) {
	t.Parallel()
	databasetest.Both(t, func(t *testing.T, db *database.DB, _ *databasetest.Clock) {
		readinesstest.Suite(t, db, readinessdb.New())
		readinesstest.PlaceSuite(t, db, readinessdb.New())
	})
}
