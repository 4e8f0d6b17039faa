package opiniondb_test

import (
	"testing"

	"mendan/internal/database"
	"mendan/internal/database/databasetest"
	"mendan/internal/opinion"
	"mendan/internal/opinion/opiniondb"
	"mendan/internal/opinion/opiniontest"
	"mendan/internal/txn"
)

func TestStore(t *testing.T) {
	t.Parallel()
	for name, open := range map[string]func(testing.TB) (*database.DB, *databasetest.Clock){
		"sqlite": databasetest.Open, "postgres": databasetest.OpenPostgres,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			opiniontest.Suite(t, func(t *testing.T) (txn.Runner, opinion.Store) {
				db, _ := open(t)
				return db, opiniondb.New()
			})
		})
	}
}
