package modalitydb_test

import (
	"testing"

	"mendan/internal/database"
	"mendan/internal/database/databasetest"
	"mendan/internal/modality/modalitydb"
	"mendan/internal/modality/modalitytest"
)

func TestStore(t *testing.T) {
	t.Parallel()
	databasetest.Both(t, func(t *testing.T, db *database.DB, clock *databasetest.Clock) {
		modalitytest.Suite(t, db, clock, modalitydb.New())
	})
}
