package gatedb_test

import (
	"testing"

	"mendan/internal/database"
	"mendan/internal/database/databasetest"
	"mendan/internal/gate/gatedb"
	"mendan/internal/gate/gatetest"
)

func TestStore(t *testing.T) {
	t.Parallel()
	databasetest.Both(t, func(t *testing.T, db *database.DB, clock *databasetest.Clock) {
		gatetest.Suite(t, db, clock, gatedb.New())
	})
}
