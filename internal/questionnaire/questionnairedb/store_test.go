package questionnairedb_test

import (
	"testing"

	"mendan/internal/database"
	"mendan/internal/database/databasetest"
	"mendan/internal/questionnaire/questionnairedb"
	"mendan/internal/questionnaire/questionnairetest"
)

func TestStore(t *testing.T) {
	t.Parallel()
	databasetest.Both(t, func(t *testing.T, db *database.DB, _ *databasetest.Clock) {
		questionnairetest.Suite(t, db, questionnairedb.New())
	})
}
