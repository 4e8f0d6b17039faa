package provisiondb_test

import (
	"testing"

	"mendan/internal/database"
	"mendan/internal/database/databasetest"
	"mendan/internal/provision/provisiondb"
	"mendan/internal/provision/provisiontest"
)

func TestStore(t *testing.T) {
	t.Parallel()
	databasetest.Both(t, func(t *testing.T, db *database.DB, clock *databasetest.Clock) {
		provisiontest.Suite(t, db, clock, provisiondb.New())
	})
}
