package governancedb_test

import (
	"testing"

	"mendan/internal/database"
	"mendan/internal/database/databasetest"
	"mendan/internal/governance/governancedb"
	"mendan/internal/governance/governancetest"
)

func TestStore(t *testing.T) {
	t.Parallel()
	databasetest.Both(t, func(t *testing.T, db *database.DB, _ *databasetest.Clock) {
		governancetest.Suite(t, db, governancedb.New())
	})
}
