package roomdb_test

import (
	"context"
	"testing"

	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/casework/caseworkdb"
	"mendan/internal/database"
	"mendan/internal/database/databasetest"
	"mendan/internal/id"
	"mendan/internal/room/roomdb"
	"mendan/internal/room/roomtest"
	"mendan/internal/txn"
)

func TestStore(t *testing.T) {
	t.Parallel()
	databasetest.Both(t, func(t *testing.T, db *database.DB, _ *databasetest.Clock) {
		var cases [2]id.Case
		err := db.Write(context.Background(), actor.System("test"), "test.cases", func(ctx context.Context, tx txn.Write) error {
			for i := range cases {
				cases[i] = id.New[id.Case]()
				c := casework.Case{ID: cases[i], Company: "com_a", Workplace: "wpl_a", Employee: "emp_a", Type: casework.Consultation, State: casework.Booked, OpenedAt: tx.Now()}
				if err := (caseworkdb.Store{}).Insert(ctx, tx, c); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		roomtest.Suite(t, db, roomdb.Store{}, cases)
	})
}
