// Package gatedb keeps the verdicts of the launch gate in the database,
// append-only. It holds no rule.
package gatedb

import (
	"context"
	"encoding/json"

	"mendan/internal/database"
	"mendan/internal/gate"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Store implements gate.Store.
type Store struct{}

// New makes a Store.
func New() Store { return Store{} }

// Add keeps one.
func (Store) Add(ctx context.Context, tx txn.Write, k gate.Kept) error {
	items, err := json.Marshal(k.Verdict.Items)
	if err != nil {
		return err
	}
	v := k.Verdict
	return database.Of(tx).Exec(ctx, `INSERT INTO gate_verdicts (case_id, seq, company, moment, at, workplace, type, day, version, open, items)
		SELECT ?1, COALESCE(MAX(seq), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10 FROM gate_verdicts WHERE case_id = ?1`,
		k.Case, k.Company, string(k.Moment), database.At(k.At), v.Workplace, string(v.Type), v.Day, v.Version, v.Open, string(items))
}

// List gives those of a case, oldest first.
func (Store) List(ctx context.Context, tx txn.Read, c id.Case) ([]gate.Kept, error) {
	return database.Many(ctx, tx, `SELECT case_id, company, moment, at, workplace, type, day, version, open, items
		FROM gate_verdicts WHERE case_id = ?1 ORDER BY seq`, func(scan func(dest ...any) error) (gate.Kept, error) {
		var k gate.Kept
		var items string
		v := &k.Verdict
		if err := scan(&k.Case, &k.Company, &k.Moment, database.Into(&k.At), &v.Workplace, &v.Type, &v.Day, &v.Version, &v.Open, &items); err != nil {
			return k, err
		}
		return k, json.Unmarshal([]byte(items), &v.Items)
	}, c)
}
