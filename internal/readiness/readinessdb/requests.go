package readinessdb

import (
	"context"
	"fmt"
	"strings"

	"mendan/internal/database"
	"mendan/internal/id"
	"mendan/internal/readiness"
	"mendan/internal/txn"
)

const request = `id, case_id, company, workplace, employee, kind, by_provider, wish, state, asked_at, due, address, room, note, from_at, to_at, lent_on, answered_at`

func scanRequest(scan func(dest ...any) error) (readiness.Request, error) {
	var r readiness.Request
	err := scan(&r.ID, &r.Case, &r.Company, &r.Workplace, &r.Employee, &r.Kind, &r.ByProvider, &r.Wish, &r.State, database.Into(&r.AskedAt), &r.Due,
		&r.Address, &r.Room, &r.Note, database.Into(&r.From), database.Into(&r.To), &r.LentOn, database.Into(&r.AnsweredAt))
	return r, err
}

// Request reads one of a case.
func (Store) Request(ctx context.Context, tx txn.Read, c id.Case, k readiness.RequestKind) (readiness.Request, error) {
	r, err := scanRequest(database.Of(tx).Row(ctx, `SELECT `+request+` FROM readiness_requests WHERE case_id = ?1 AND kind = ?2`, c, k).Scan)
	return r, none(err)
}

// RequestByID reads one.
func (Store) RequestByID(ctx context.Context, tx txn.Read, r id.Request) (readiness.Request, error) {
	out, err := scanRequest(database.Of(tx).Row(ctx, `SELECT `+request+` FROM readiness_requests WHERE id = ?1`, r).Scan)
	return out, none(err)
}

// Requests lists those of a case: the room first.
func (Store) Requests(ctx context.Context, tx txn.Read, c id.Case) ([]readiness.Request, error) {
	return database.Many(ctx, tx, `SELECT `+request+` FROM readiness_requests WHERE case_id = ?1 ORDER BY kind DESC`, scanRequest, c)
}

// RequestsFor lists those of the workplaces, or of everybody.
func (Store) RequestsFor(ctx context.Context, tx txn.Read, at []id.Workplace, all bool) ([]readiness.Request, error) {
	if len(at) == 0 && !all {
		return nil, nil
	}
	where, args := "", []any{readiness.RequestWithdrawn, readiness.RequestOpen}
	if !all {
		var places []string
		for _, w := range at {
			args = append(args, w)
			places = append(places, fmt.Sprintf("?%d", len(args)))
		}
		where = ` AND workplace IN (` + strings.Join(places, ", ") + `)`
	}
	return database.Many(ctx, tx, `SELECT `+request+` FROM readiness_requests WHERE state <> ?1`+where+`
		ORDER BY CASE WHEN state = ?2 THEN 0 ELSE 1 END, CASE WHEN state = ?2 THEN due ELSE '' END, answered_at DESC, asked_at, id LIMIT 200`, scanRequest, args...)
}

// PutRequest saves one.
func (Store) PutRequest(ctx context.Context, tx txn.Write, r readiness.Request) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO readiness_requests (`+request+`)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
		ON CONFLICT (id) DO UPDATE SET by_provider = excluded.by_provider, wish = excluded.wish, state = excluded.state, asked_at = excluded.asked_at,
			due = excluded.due, address = excluded.address, room = excluded.room, note = excluded.note, from_at = excluded.from_at, to_at = excluded.to_at,
			lent_on = excluded.lent_on, answered_at = excluded.answered_at`,
		r.ID, r.Case, r.Company, r.Workplace, r.Employee, r.Kind, r.ByProvider, r.Wish, r.State, database.At(r.AskedAt), r.Due,
		r.Address, r.Room, r.Note, database.At(r.From), database.At(r.To), r.LentOn, database.At(r.AnsweredAt))
}
