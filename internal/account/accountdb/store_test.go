package accountdb_test

import (
	"testing"

	"mendan/internal/account/accountdb"
	"mendan/internal/account/accounttest"
	"mendan/internal/database"
	"mendan/internal/database/databasetest"
)

func TestStore(t *testing.T) {
	t.Parallel()
	databasetest.Both(t, func(t *testing.T, db *database.DB, _ *databasetest.Clock) {
		accounttest.Suite(t, db, accountdb.New())
	})
}
