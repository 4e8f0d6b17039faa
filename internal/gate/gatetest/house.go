package gatetest

import (
	"context"
	"testing"

	"mendan/internal/casework"
	"mendan/internal/casework/caseworkdb"
	"mendan/internal/civil"
	"mendan/internal/database"
	"mendan/internal/database/databasetest"
	"mendan/internal/directory"
	"mendan/internal/directory/directorydb"
	"mendan/internal/directory/directorytest"
	"mendan/internal/gate"
	"mendan/internal/gate/gatedata"
	"mendan/internal/gate/gatedb"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// House is the real service on a real database; what the areas know is a map to be set.
type House struct {
	*directorytest.World
	DB    *database.DB
	Clock *databasetest.Clock
	Cases *casework.Service
	Gate  *gate.Service
	Known map[id.Workplace]gate.Facts // Honsha is settled, Chiba has nothing
}

// NewHouse builds one on a fresh store.
func NewHouse(t testing.TB, db *database.DB, clock *databasetest.Clock) *House {
	t.Helper()
	rules, err := gatedata.Rules()
	if err != nil {
		t.Fatal(err)
	}
	h := &House{DB: db, Clock: clock, World: directorytest.NewWorld(t, db, directorydb.New())}
	people := directory.NewService(db, directorydb.New())
	h.Cases = casework.NewService(db, caseworkdb.Store{}, people)
	h.Known = map[id.Workplace]gate.Facts{h.Honsha.ID: Settled(civil.DateOf(clock.Now(), h.Honsha.Location()))}
	h.Gate = gate.NewService(gate.Parts{Txns: db, Store: gatedb.New(), People: people, Rules: rules, Sources: []gate.Source{outside{h}}})
	return h
}

// Settled is a workplace where everything holds since last month.
func Settled(today civil.Date) gate.Facts {
	then := gate.Fact{Yes: true, From: today.AddDays(-30), Number: 1, Evidence: []string{"dlb_1"}}
	plan := then
	plan.Until = today.AddDays(300)
	out := gate.Facts{"emergency_plan": plan}
	for _, name := range []string{
		"deliberated", "announced", "committee_composed", "minutes_published", "posted", "drilled", "tool_stable", "tool_secure", "tool_easy", "tool_approved",
		"card_filled", "physician_appointed", "relations", "last_round",
	} {
		out[name] = then
	}
	return out
}

type outside struct{ h *House }

func (o outside) GateFacts(_ context.Context, _ txn.Read, w directory.Workplace, _ casework.Type, _ civil.Date) (gate.Facts, error) {
	return o.h.Known[w.ID], nil
}
