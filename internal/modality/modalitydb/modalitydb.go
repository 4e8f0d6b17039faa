// Package modalitydb keeps decisions about online or in person, the physician's
// words and the support a worker needs in the database. It holds no rule.
package modalitydb

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"mendan/internal/casework"
	"mendan/internal/database"
	"mendan/internal/id"
	"mendan/internal/modality"
	"mendan/internal/txn"
)

// Store implements modality.Store.
type Store struct{}

// New makes a Store.
func New() Store { return Store{} }

// none turns "no row" into the area's own word for it.
func none(err error) error {
	if errors.Is(err, database.ErrNone) {
		return modality.ErrNone
	}
	return err
}

// rows are row ids in one column.
type rows []string

func (r rows) text() string {
	if r == nil {
		return "[]"
	}
	b, err := json.Marshal(r)
	if err != nil {
		panic(err) // strings
	}
	return string(b)
}

func (r *rows) read(text string) error {
	if text == "[]" {
		*r = nil
		return nil
	}
	return json.Unmarshal([]byte(text), r)
}

// Add keeps a decision.
func (Store) Add(ctx context.Context, tx txn.Write, r modality.Record) (int64, error) {
	db := database.Of(tx)
	var last int64
	if err := db.Row(ctx, `SELECT COALESCE(MAX(seq), 0) FROM modality_decisions WHERE case_id = ?1`, r.Case).Scan(&last); err != nil {
		return 0, err
	}
	return last + 1, db.Exec(ctx, `INSERT INTO modality_decisions (case_id, seq, company, at, made_by, moment, day, version, outcome, fired, facts, may_online, online_at)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)`,
		r.Case, last+1, r.Company, database.At(r.At), r.By, string(r.Moment), r.Day, r.Version, string(r.Outcome), rows(r.Rows).text(), r.Facts, r.MayOnline, database.At(r.OnlineAt))
}

const decisionColumns = `case_id, seq, company, at, made_by, moment, day, version, outcome, fired, facts, may_online, online_at`

func scanDecision(scan func(...any) error) (modality.Record, error) {
	var r modality.Record
	var fired string
	if err := scan(&r.Case, &r.Seq, &r.Company, database.Into(&r.At), &r.By, &r.Moment, &r.Day, &r.Version, &r.Outcome, &fired, &r.Facts, &r.MayOnline, database.Into(&r.OnlineAt)); err != nil {
		return r, none(err)
	}
	return r, (*rows)(&r.Rows).read(fired)
}

// Last is the newest decision.
func (Store) Last(ctx context.Context, tx txn.Read, c id.Case) (modality.Record, error) {
	return scanDecision(database.Of(tx).Row(ctx, `SELECT `+decisionColumns+` FROM modality_decisions WHERE case_id = ?1 ORDER BY seq DESC LIMIT 1`, c).Scan)
}

// List is all decisions of a case.
func (Store) List(ctx context.Context, tx txn.Read, c id.Case) ([]modality.Record, error) {
	return database.Many(ctx, tx, `SELECT `+decisionColumns+` FROM modality_decisions WHERE case_id = ?1 ORDER BY seq`, scanDecision, c)
}

// Coming is the cases booked online after the instant.
func (Store) Coming(ctx context.Context, tx txn.Read, after time.Time, limit int) ([]id.Case, error) {
	return database.Many(ctx, tx, `SELECT d.case_id FROM modality_decisions d WHERE d.online_at > ?1
		AND d.seq = (SELECT MAX(m.seq) FROM modality_decisions m WHERE m.case_id = d.case_id) ORDER BY d.online_at, d.case_id LIMIT ?2`,
		func(scan func(...any) error) (id.Case, error) {
			var c id.Case
			err := scan(&c)
			return c, err
		}, database.At(after), limit)
}

// AddWord keeps a word.
func (Store) AddWord(ctx context.Context, tx txn.Write, w modality.Word) error {
	db := database.Of(tx)
	var last int64
	if err := db.Row(ctx, `SELECT COALESCE(MAX(seq), 0) FROM modality_words WHERE case_id = ?1`, w.Case).Scan(&last); err != nil {
		return err
	}
	return db.Exec(ctx, `INSERT INTO modality_words (case_id, seq, company, employee, physician, at, kind, reason, note, version, fired, carries)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)`,
		w.Case, last+1, w.Company, w.Employee, w.Physician, database.At(w.At), string(w.Kind), string(w.Reason), w.Note, w.Version, rows(w.Rows).text(), w.Carries)
}

const wordColumns = `case_id, seq, company, employee, physician, at, kind, reason, note, version, fired, carries`

func scanWord(scan func(...any) error) (modality.Word, error) {
	var w modality.Word
	var fired string
	if err := scan(&w.Case, &w.Seq, &w.Company, &w.Employee, &w.Physician, database.Into(&w.At), &w.Kind, &w.Reason, &w.Note, &w.Version, &fired, &w.Carries); err != nil {
		return w, err
	}
	return w, (*rows)(&w.Rows).read(fired)
}

// Words is all words about a case.
func (Store) Words(ctx context.Context, tx txn.Read, c id.Case) ([]modality.Word, error) {
	return database.Many(ctx, tx, `SELECT `+wordColumns+` FROM modality_words WHERE case_id = ?1 ORDER BY seq`, scanWord, c)
}

// Carried is the words of the worker's other cases that hold for his next interview.
func (Store) Carried(ctx context.Context, tx txn.Read, e id.Employee, but id.Case) ([]modality.Word, error) {
	return database.Many(ctx, tx, `SELECT `+wordColumns+` FROM modality_words WHERE employee = ?1 AND case_id <> ?2 AND carries ORDER BY at, case_id, seq`, scanWord, e, but)
}

// Support is what the worker said.
func (Store) Support(ctx context.Context, tx txn.Read, c id.Case) (modality.Support, error) {
	var x modality.Support
	err := database.Of(tx).Row(ctx, `SELECT support FROM modality_support WHERE case_id = ?1`, c).Scan(&x)
	return x, none(err)
}

// PutSupport saves it.
func (Store) PutSupport(ctx context.Context, tx txn.Write, c casework.Case, x modality.Support) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO modality_support (case_id, company, employee, support, said_at) VALUES (?1, ?2, ?3, ?4, ?5)
		ON CONFLICT (case_id) DO UPDATE SET support = excluded.support, said_at = excluded.said_at`, c.ID, c.Company, c.Employee, string(x), database.At(tx.Now()))
}
