package governancedb

import (
	"context"

	"mendan/internal/database"
	"mendan/internal/governance"
	"mendan/internal/id"
	"mendan/internal/txn"
)

const deliberations = `SELECT id, company, workplace, hearing, on_day, mode, place, met, note, agenda, present, draft,
	decision, decided_on, remark, composed, minutes, written_at, published, published_where, made_at FROM governance_deliberations `

func scanDeliberation(scan func(dest ...any) error) (governance.Deliberation, error) {
	var d governance.Deliberation
	err := scan(&d.ID, &d.Company, &d.Workplace, &d.Hearing, &d.On, &d.Mode, &d.Place, from{&d.Met}, &d.Note, from{&d.Agenda}, from{&d.Present}, &d.Draft,
		&d.Decision, &d.DecidedOn, &d.Remark, &d.Composed, &d.Minutes, database.Into(&d.WrittenAt), &d.Published, &d.Where, database.Into(&d.MadeAt))
	return d, err
}

// Deliberations lists a workplace's, latest first.
func (Store) Deliberations(ctx context.Context, tx txn.Read, w id.Workplace) ([]governance.Deliberation, error) {
	return database.Many(ctx, tx, deliberations+`WHERE workplace = ?1 ORDER BY on_day DESC, made_at DESC, id`, scanDeliberation, w)
}

// Deliberation reads one.
func (Store) Deliberation(ctx context.Context, tx txn.Read, d id.Deliberation) (governance.Deliberation, error) {
	list, err := database.Many(ctx, tx, deliberations+`WHERE id = ?1`, scanDeliberation, d)
	if err != nil || len(list) > 0 {
		return first(list), err
	}
	return governance.Deliberation{}, governance.ErrNone
}

// PutDeliberation adds or changes one.
func (Store) PutDeliberation(ctx context.Context, tx txn.Write, d governance.Deliberation) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO governance_deliberations
		(id, company, workplace, hearing, on_day, mode, place, met, note, agenda, present, draft,
		 decision, decided_on, remark, composed, minutes, written_at, published, published_where, made_at)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)
		ON CONFLICT (id) DO UPDATE SET on_day = excluded.on_day, mode = excluded.mode, place = excluded.place, met = excluded.met, note = excluded.note,
			agenda = excluded.agenda, present = excluded.present, draft = excluded.draft, decision = excluded.decision, decided_on = excluded.decided_on,
			remark = excluded.remark, composed = excluded.composed, minutes = excluded.minutes, written_at = excluded.written_at,
			published = excluded.published, published_where = excluded.published_where`,
		d.ID, d.Company, d.Workplace, d.Hearing, d.On, string(d.Mode), d.Place, text(d.Met), d.Note, text(d.Agenda), text(d.Present), int64(d.Draft),
		string(d.Decision), d.DecidedOn, d.Remark, d.Composed, d.Minutes, database.At(d.WrittenAt), d.Published, d.Where, database.At(d.MadeAt))
}

// DeleteDeliberation deletes one with its statements.
func (Store) DeleteDeliberation(ctx context.Context, tx txn.Write, d id.Deliberation) error {
	if err := database.Of(tx).Exec(ctx, `DELETE FROM governance_statements WHERE deliberation = ?1`, d); err != nil {
		return err
	}
	return database.Of(tx).Exec(ctx, `DELETE FROM governance_deliberations WHERE id = ?1`, d)
}

// Statements lists those of a meeting.
func (Store) Statements(ctx context.Context, tx txn.Read, d id.Deliberation) ([]governance.Statement, error) {
	return database.Many(ctx, tx, `SELECT deliberation, member, company, stance, words, at, said_by FROM governance_statements
		WHERE deliberation = ?1 ORDER BY at, member`,
		func(scan func(dest ...any) error) (governance.Statement, error) {
			var s governance.Statement
			err := scan(&s.Deliberation, &s.Member, &s.Company, &s.Stance, &s.Text, database.Into(&s.At), &s.By)
			return s, err
		}, d)
}

// PutStatement saves a member's.
func (Store) PutStatement(ctx context.Context, tx txn.Write, s governance.Statement) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO governance_statements (deliberation, member, company, stance, words, at, said_by)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
		ON CONFLICT (deliberation, member) DO UPDATE SET stance = excluded.stance, words = excluded.words, at = excluded.at, said_by = excluded.said_by`,
		s.Deliberation, s.Member, s.Company, string(s.Stance), s.Text, database.At(s.At), s.By)
}
