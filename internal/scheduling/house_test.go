package scheduling_test

import (
	"testing"

	"mendan/internal/database"
	"mendan/internal/database/databasetest"
	"mendan/internal/scheduling/schedulingtest"
)

// house is the real service with what the tests of this package ask of it.
type house struct {
	t testing.TB
	*schedulingtest.House
}

var monday = schedulingtest.Noon

func setup(t testing.TB, db *database.DB, clock *databasetest.Clock) *house {
	t.Helper()
	return &house{t, schedulingtest.NewHouse(t, db, clock)}
}
