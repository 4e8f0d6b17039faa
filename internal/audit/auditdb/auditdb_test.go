package auditdb_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"mendan/internal/actor"
	"mendan/internal/audit"
	"mendan/internal/audit/auditdb"
	"mendan/internal/database"
	"mendan/internal/database/databasetest"
	"mendan/internal/txn"
)

func write(t *testing.T, db *database.DB, n int) {
	t.Helper()
	for i := range n {
		err := db.Write(context.Background(), actor.System("test"), "test.write", func(_ context.Context, tx txn.Write) error {
			tx.Touch(fmt.Sprintf("cas_%d", i), "made")
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestVerifyHolds(t *testing.T) {
	t.Parallel()
	databasetest.Both(t, func(t *testing.T, db *database.DB, _ *databasetest.Clock) {
		write(t, db, 20)
		last, err := auditdb.Verify(context.Background(), db)
		if err != nil || last.Seq != 20 {
			t.Fatalf("Verify = line %d, %v; want line 20", last.Seq, err)
		}
	})
}

// Each way to tamper is found, and the place is named.
func TestVerifyFindsTampering(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ sql, place string }{
		"another actor":   {`UPDATE audit_acts SET actor = 'acc_x' WHERE seq = 7`, "line 7"},
		"another act":     {`UPDATE audit_acts SET act = 'test.read' WHERE seq = 7`, "line 7"},
		"another time":    {`UPDATE audit_acts SET at = at + 1 WHERE seq = 7`, "line 7"},
		"other subjects":  {`UPDATE audit_acts SET subjects = '[]' WHERE seq = 7`, "line 7"},
		"broken subjects": {`UPDATE audit_acts SET subjects = 'x' WHERE seq = 7`, "line 7"},
		"removed":         {`DELETE FROM audit_acts WHERE seq = 7`, "line 7"},
		"another hash":    {`UPDATE audit_acts SET hash = 'x' WHERE seq = 7`, "line 7"},
		"moved away":      {`UPDATE audit_acts SET seq = CASE seq WHEN 7 THEN -7 ELSE seq END`, "line 7"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db, _ := databasetest.Open(t)
			write(t, db, 10)
			err := db.Write(context.Background(), actor.System("test"), "test.tamper", func(ctx context.Context, tx txn.Write) error {
				for _, s := range []string{`DELETE FROM audit_subjects`, c.sql} {
					if err := database.Of(tx).Exec(ctx, s); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			_, err = auditdb.Verify(context.Background(), db)
			if !errors.Is(err, audit.ErrBroken) || !strings.Contains(err.Error(), c.place) {
				t.Fatalf("Verify = %v, want %s", err, c.place)
			}
		})
	}
}
