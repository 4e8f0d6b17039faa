// Package governancedb keeps answers, texts, members, deliberations, rules,
// announcements and acknowledgements in the database. It holds no rule.
package governancedb

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"mendan/internal/database"
	"mendan/internal/directory"
	"mendan/internal/governance"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Store implements governance.Store.
type Store struct{}

// New makes a Store.
func New() Store { return Store{} }

// none turns "no row" into the area's own word for it.
func none(err error) error {
	if errors.Is(err, database.ErrNone) {
		return governance.ErrNone
	}
	return err
}

// text is v as a column value.
func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings, lists and maps of strings cannot fail
	}
	return string(b)
}

// from scans what text stored.
type from struct{ into any }

// Scan implements sql.Scanner.
func (f from) Scan(src any) error {
	switch s := src.(type) {
	case string:
		return json.Unmarshal([]byte(s), f.into)
	case []byte:
		return json.Unmarshal(s, f.into)
	}
	return fmt.Errorf("governancedb: %T is no text", src)
}

// Answers reads those of a workplace.
func (Store) Answers(ctx context.Context, tx txn.Read, w id.Workplace) (governance.Answers, error) {
	type pair struct {
		question string
		values   []string
	}
	list, err := database.Many(ctx, tx, `SELECT question, given FROM governance_answers WHERE workplace = ?1`,
		func(scan func(dest ...any) error) (pair, error) {
			var p pair
			err := scan(&p.question, from{&p.values})
			return p, err
		}, w)
	out := governance.Answers{}
	for _, p := range list {
		out[p.question] = p.values
	}
	return out, err
}

// PutAnswer saves one, or takes it away.
func (Store) PutAnswer(ctx context.Context, tx txn.Write, w directory.Workplace, question string, values []string) error {
	if values == nil {
		return database.Of(tx).Exec(ctx, `DELETE FROM governance_answers WHERE workplace = ?1 AND question = ?2`, w.ID, question)
	}
	return database.Of(tx).Exec(ctx, `INSERT INTO governance_answers (workplace, question, company, given, answered_at, answered_by)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6)
		ON CONFLICT (workplace, question) DO UPDATE SET given = excluded.given, answered_at = excluded.answered_at, answered_by = excluded.answered_by`,
		w.ID, question, w.Company, text(values), database.At(tx.Now()), tx.Who().Name())
}

const documents = `SELECT company, workplace, kind, version, title, articles, sections, base, kit, answers, how, made_at, made_by FROM governance_documents `

func scanDocument(scan func(dest ...any) error) (governance.Document, error) {
	var d governance.Document
	err := scan(&d.Company, &d.Workplace, &d.Kind, &d.Version, &d.Title, &d.Articles, from{&d.Sections}, from{&d.Base}, &d.Kit, from{&d.Answers}, &d.How, database.Into(&d.MadeAt), &d.MadeBy)
	return d, err
}

// Documents lists the versions of a text, newest first.
func (Store) Documents(ctx context.Context, tx txn.Read, w id.Workplace, k governance.Kind) ([]governance.Document, error) {
	return database.Many(ctx, tx, documents+`WHERE workplace = ?1 AND kind = ?2 ORDER BY version DESC`, scanDocument, w, string(k))
}

// Document reads one version, or the newest.
func (Store) Document(ctx context.Context, tx txn.Read, w id.Workplace, k governance.Kind, version int) (governance.Document, error) {
	list, err := database.Many(ctx, tx, documents+`WHERE workplace = ?1 AND kind = ?2 AND (version = ?3 OR CAST(?3 AS BIGINT) = 0) ORDER BY version DESC LIMIT 1`,
		scanDocument, w, string(k), int64(version))
	if err != nil || len(list) > 0 {
		return first(list), err
	}
	return governance.Document{}, governance.ErrNone
}

func first[T any](list []T) T {
	var none T
	if len(list) == 0 {
		return none
	}
	return list[0]
}

// InsertDocument adds a version.
func (Store) InsertDocument(ctx context.Context, tx txn.Write, d governance.Document) error {
	err := database.Of(tx).Exec(ctx, `INSERT INTO governance_documents
		(company, workplace, kind, version, title, articles, sections, base, kit, answers, how, made_at, made_by)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)`,
		d.Company, d.Workplace, string(d.Kind), int64(d.Version), d.Title, d.Articles, text(d.Sections), text(d.Base), int64(d.Kit), text(d.Answers), string(d.How), database.At(d.MadeAt), d.MadeBy)
	if database.IsUnique(err) {
		return governance.ErrOldDocument
	}
	return err
}

const members = `SELECT id, company, workplace, employee, physician, name, capacity, recommended, from_day, until_day FROM governance_members `

func scanMember(scan func(dest ...any) error) (governance.Member, error) {
	var m governance.Member
	err := scan(&m.ID, &m.Company, &m.Workplace, &m.Employee, &m.Physician, &m.Name, &m.Capacity, &m.Recommended, &m.From, &m.Until)
	return m, err
}

// Members lists a workplace's.
func (Store) Members(ctx context.Context, tx txn.Read, w id.Workplace) ([]governance.Member, error) {
	return database.Many(ctx, tx, members+`WHERE workplace = ?1 ORDER BY from_day, id`, scanMember, w)
}

// Member reads one.
func (Store) Member(ctx context.Context, tx txn.Read, m id.Member) (governance.Member, error) {
	list, err := database.Many(ctx, tx, members+`WHERE id = ?1`, scanMember, m)
	if err != nil || len(list) > 0 {
		return first(list), err
	}
	return governance.Member{}, governance.ErrNone
}

// PutMember adds or changes one.
func (Store) PutMember(ctx context.Context, tx txn.Write, m governance.Member) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO governance_members
		(id, company, workplace, employee, physician, name, capacity, recommended, from_day, until_day)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, capacity = excluded.capacity, recommended = excluded.recommended,
			from_day = excluded.from_day, until_day = excluded.until_day`,
		m.ID, m.Company, m.Workplace, m.Employee, m.Physician, m.Name, string(m.Capacity), m.Recommended, m.From, m.Until)
}
