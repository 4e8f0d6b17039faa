package directorydb_test

import (
	"testing"

	"mendan/internal/database"
	"mendan/internal/database/databasetest"
	"mendan/internal/directory/directorydb"
	"mendan/internal/directory/directorytest"
)

func TestStore(t *testing.T) {
	t.Parallel()
	databasetest.Both(t, func(t *testing.T, db *database.DB, _ *databasetest.Clock) {
		directorytest.Suite(t, db, directorydb.New())
	})
}
