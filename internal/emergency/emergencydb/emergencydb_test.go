package emergencydb_test

import (
	"testing"

	"mendan/internal/database"
	"mendan/internal/database/databasetest"
	"mendan/internal/emergency/emergencydb"
	"mendan/internal/emergency/emergencytest"
)

func TestStore(t *testing.T) {
	t.Parallel()
	databasetest.Both(t, func(t *testing.T, db *database.DB, _ *databasetest.Clock) {
		emergencytest.Suite(t, db, emergencydb.Store{})
	})
}
