// Package gatetest holds what tests of gate share: facts of a workplace that
// can be set, a house around them, and the suite that every store has to pass.
// For tests only.
package gatetest

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/database"
	"mendan/internal/database/databasetest"
	"mendan/internal/gate"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Suite is the contract of gate.Store, on a fresh database.
func Suite(t *testing.T, db *database.DB, clock *databasetest.Clock, store gate.Store) {
	t.Helper()
	one, other := id.New[id.Case](), id.New[id.Case]()
	kept := func(m gate.Moment, open bool) gate.Kept {
		return gate.Kept{Case: one, Company: id.New[id.Company](), Moment: m, At: clock.Now(), Verdict: gate.Verdict{
			Workplace: id.New[id.Workplace](), Type: casework.Consultation, Day: civil.Date{Year: 2026, Month: 12, Day: 1}, Version: "v1", Open: open,
			Items: []gate.Item{{
				ID: "ICT-2-4-a", Strength: gate.Hard, Stage: gate.Launch, State: gate.Expires, Until: civil.Date{Year: 2027, Month: 3, Day: 31},
				Evidence: []string{"pln_1"}, Title: gate.Words{JA: "計画", EN: "Plan"}, Next: gate.Words{JA: "作る", EN: "Write"}, Source: "S03",
			}},
		}}
	}
	list := []gate.Kept{kept(gate.AtBooking, true), kept(gate.AtBooking, false), kept(gate.AtStart, true)}
	list[1].Verdict.Items = []gate.Item{}
	err := db.Write(context.Background(), actor.System("test"), "test", func(ctx context.Context, tx txn.Write) error {
		if got, err := store.List(ctx, tx, one); err != nil || len(got) != 0 {
			t.Errorf("of nothing: %v, %v", got, err)
		}
		for _, k := range list {
			if err := store.Add(ctx, tx, k); err != nil {
				return err
			}
		}
		got, err := store.List(ctx, tx, one)
		if d := cmp.Diff(list, got); err != nil || d != "" {
			t.Errorf("%v (-want +got)\n%s", err, d)
		}
		if got, err := store.List(ctx, tx, other); err != nil || len(got) != 0 {
			t.Errorf("of another case: %v, %v", got, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
