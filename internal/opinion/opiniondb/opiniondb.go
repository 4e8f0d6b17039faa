// Package opiniondb keeps letters, documents and measures in SQL. It decides
// nothing; the statements for the employer's side never name the private column.
package opiniondb

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"mendan/internal/civil"
	"mendan/internal/database"
	"mendan/internal/id"
	"mendan/internal/opinion"
	"mendan/internal/txn"
)

// Store implements opinion.Store.
type Store struct{}

// New is the store.
func New() Store { return Store{} }

const letterColumns = `id, case_id, company_id, workplace_id, employee_id, physician_id, type, statutory, version, saved, reason,
	private, facing, consent, created_at, saved_at, signed_at, number, head, urgent, urgent_reason, word_reason,
	offered_at, shown_at, comment, comment_at, shared, confirmed_at, released_at, ground, superseded_at, received_at, received_by,
	heard_on, heard, manager_asked, none_reason, deviation, decided_at, decided_by, informed_at`

// Insert implements opinion.Store.
func (Store) Insert(ctx context.Context, tx txn.Write, l opinion.Letter) error {
	args, err := letterArgs(l)
	if err != nil {
		return err
	}
	err = database.Of(tx).Exec(ctx, `INSERT INTO opinion_letters (`+letterColumns+`)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
			?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35, ?36, ?37, ?38, ?39, ?40, ?41)`, args...)
	if database.IsUnique(err) {
		return opinion.ErrDrafting.Because(err)
	}
	return wrap("insert letter", err)
}

// Update implements opinion.Store.
func (Store) Update(ctx context.Context, tx txn.Write, l opinion.Letter, before int) error {
	all, err := letterArgs(l)
	if err != nil {
		return err
	}
	args := append([]any{all[0], int64(before)}, all[9:]...) // from saved on
	args = append(args, all[5])                              // the physician: a case may be handed over before it is signed
	n, err := database.Of(tx).Change(ctx, `UPDATE opinion_letters SET
			saved = ?3, reason = ?4, private = ?5, facing = ?6, consent = ?7, created_at = ?8, saved_at = ?9, signed_at = ?10, number = ?11,
			head = ?12, urgent = ?13, urgent_reason = ?14, word_reason = ?15, offered_at = ?16, shown_at = ?17, comment = ?18,
			comment_at = ?19, shared = ?20, confirmed_at = ?21, released_at = ?22, ground = ?23, superseded_at = ?24,
			received_at = ?25, received_by = ?26, heard_on = ?27, heard = ?28, manager_asked = ?29, none_reason = ?30,
			deviation = ?31, decided_at = ?32, decided_by = ?33, informed_at = ?34,
			physician_id = ?35
		WHERE id = ?1 AND saved = ?2`, args...)
	if err != nil {
		return wrap("update letter", err)
	}
	if n == 1 {
		return nil
	}
	var have int64
	switch err := database.Of(tx).Row(ctx, `SELECT saved FROM opinion_letters WHERE id = ?1`, l.ID).Scan(&have); {
	case errors.Is(err, database.ErrNone):
		return opinion.ErrNone
	case err != nil:
		return wrap("look at letter", err)
	}
	return opinion.ErrBehind
}

// List implements opinion.Store.
func (Store) List(ctx context.Context, tx txn.Read, c id.Case) ([]opinion.Letter, error) {
	out, err := database.Many(ctx, tx, `SELECT `+letterColumns+` FROM opinion_letters WHERE case_id = ?1 ORDER BY version`, scanLetter, c)
	return out, wrap("list letters", err)
}

// ListOffered implements opinion.Store.
func (Store) ListOffered(ctx context.Context, tx txn.Read) ([]opinion.Letter, error) {
	out, err := database.Many(ctx, tx, `SELECT `+letterColumns+` FROM opinion_letters
		WHERE released_at IS NULL AND superseded_at IS NULL AND offered_at IS NOT NULL ORDER BY offered_at, id`, scanLetter)
	return out, wrap("list offered letters", err)
}

// Released implements opinion.Store. The comment is read only where it was shared.
func (Store) Released(ctx context.Context, tx txn.Read, c id.Case) (opinion.Released, error) {
	var r opinion.Released
	var version, saved int64
	var facing, head, ground string
	var comment *string
	err := database.Of(tx).Row(ctx, `SELECT id, case_id, company_id, workplace_id, employee_id, version, statutory, saved, number, head, facing,
			CASE WHEN shared THEN comment END, CASE WHEN shared THEN comment_at END, released_at, ground,
			received_at, received_by, heard_on, heard, manager_asked, none_reason, deviation, decided_at, decided_by, informed_at
		FROM opinion_letters
		WHERE case_id = ?1 AND released_at IS NOT NULL
		ORDER BY version DESC LIMIT 1`, c).Scan(
		&r.ID, &r.Case, &r.Company, &r.Workplace, &r.Employee, &version, &r.Statutory, &saved, &r.Copy.Number, &head, &facing,
		&comment, database.Into(&r.CommentAt), database.Into(&r.ReleasedAt), &ground,
		database.Into(&r.ReceivedAt), &r.ReceivedBy, &r.HeardOn, &r.Heard, &r.ManagerAsked, &r.NoneReason, &r.Deviation,
		database.Into(&r.DecidedAt), &r.DecidedBy, database.Into(&r.InformedAt))
	if errors.Is(err, database.ErrNone) {
		return opinion.Released{}, opinion.ErrNone
	}
	if err != nil {
		return opinion.Released{}, wrap("read released letter", err)
	}
	r.Version, r.Saved, r.Ground = int(version), int(saved), opinion.Ground(ground)
	if comment != nil {
		r.Comment = *comment
	}
	if err := errors.Join(json.Unmarshal([]byte(head), &r.Copy.Head), json.Unmarshal([]byte(facing), &r.Copy.Facing)); err != nil {
		return opinion.Released{}, wrap("read released letter", err)
	}
	return r, nil
}

// InsertDocument implements opinion.Store.
func (Store) InsertDocument(ctx context.Context, tx txn.Write, d opinion.Document) error {
	return wrap("insert document", database.Of(tx).Exec(ctx, `INSERT INTO opinion_documents
			(id, letter_id, company_id, kind, number, sha256, content, made_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)`,
		d.ID, d.Letter, d.Company, string(d.Kind), d.Number, d.SHA256, d.Bytes, database.At(d.MadeAt)))
}

// Document implements opinion.Store.
func (Store) Document(ctx context.Context, tx txn.Read, l id.Letter, kind opinion.DocumentKind) (opinion.Document, error) {
	var d opinion.Document
	var k string
	err := database.Of(tx).Row(ctx, `SELECT id, letter_id, company_id, kind, number, sha256, content, made_at
		FROM opinion_documents WHERE letter_id = ?1 AND kind = ?2`, l, string(kind)).Scan(
		&d.ID, &d.Letter, &d.Company, &k, &d.Number, &d.SHA256, &d.Bytes, database.Into(&d.MadeAt))
	if errors.Is(err, database.ErrNone) {
		return opinion.Document{}, opinion.ErrNone
	}
	d.Kind = opinion.DocumentKind(k)
	return d, wrap("read document", err)
}

// InsertTaken implements opinion.Store.
func (Store) InsertTaken(ctx context.Context, tx txn.Write, t opinion.Taken) error {
	m := t.Measure
	return wrap("insert measure", database.Of(tx).Exec(ctx, `INSERT INTO opinion_measures
			(id, letter_id, case_id, company_id, employee_id, position, code, hours, clock_from, clock_to, description, starts, ends)
		VALUES (?1, ?2, ?3, ?4, ?5, (SELECT COUNT(*) FROM opinion_measures WHERE letter_id = ?2) + 1, ?6, ?7, ?8, ?9, ?10, ?11, ?12)`,
		t.ID, t.Letter, t.Case, t.Company, t.Employee, m.Code, int64(m.Hours), int64(m.From), int64(m.To), m.Text, t.From, t.Until))
}

const takenColumns = `id, letter_id, case_id, company_id, employee_id, code, hours, clock_from, clock_to, description, starts, ends`

// ListTaken implements opinion.Store.
func (Store) ListTaken(ctx context.Context, tx txn.Read, l id.Letter) ([]opinion.Taken, error) {
	out, err := database.Many(ctx, tx, `SELECT `+takenColumns+` FROM opinion_measures WHERE letter_id = ?1 ORDER BY position`, scanTaken, l)
	return out, wrap("list measures", err)
}

// ListTakenFor implements opinion.Store.
func (Store) ListTakenFor(ctx context.Context, tx txn.Read, e id.Employee, day civil.Date) ([]opinion.Taken, error) {
	out, err := database.Many(ctx, tx, `SELECT `+takenColumns+` FROM opinion_measures
		WHERE employee_id = ?1 AND ends >= ?2 ORDER BY starts, letter_id, position`, scanTaken, e, day)
	return out, wrap("list measures of worker", err)
}

func scanTaken(scan func(dest ...any) error) (opinion.Taken, error) {
	var t opinion.Taken
	var hours, from, to int64
	err := scan(&t.ID, &t.Letter, &t.Case, &t.Company, &t.Employee, &t.Measure.Code, &hours, &from, &to, &t.Measure.Text, &t.From, &t.Until)
	t.Measure.Hours, t.Measure.From, t.Measure.To = int(hours), civil.Clock(from), civil.Clock(to)
	return t, err
}

func letterArgs(l opinion.Letter) ([]any, error) {
	private, err1 := json.Marshal(l.Content.Private)
	facing, err2 := json.Marshal(l.Content.Facing)
	consent, err3 := json.Marshal(l.Content.Consent)
	head, err4 := json.Marshal(l.Head)
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		return nil, wrap("write letter", err)
	}
	var number any
	if !l.SignedAt.IsZero() {
		number = l.Number
	}
	return []any{
		l.ID, l.Case, l.Company, l.Workplace, l.Employee, l.Physician, l.Type, l.Statutory, int64(l.Version), int64(l.Saved), l.Reason,
		string(private), string(facing), string(consent), database.At(l.CreatedAt), database.At(l.SavedAt), database.At(l.SignedAt), number,
		string(head), l.Urgent, l.UrgentReason, l.WordReason,
		database.At(l.OfferedAt), database.At(l.ShownAt), l.Comment, database.At(l.CommentAt), l.Shared, database.At(l.ConfirmedAt),
		database.At(l.ReleasedAt), string(l.Ground), database.At(l.SupersededAt), database.At(l.ReceivedAt), l.ReceivedBy,
		l.HeardOn, l.Heard, l.ManagerAsked, l.NoneReason, l.Deviation, database.At(l.DecidedAt), l.DecidedBy, database.At(l.InformedAt),
	}, nil
}

func scanLetter(scan func(dest ...any) error) (opinion.Letter, error) {
	var l opinion.Letter
	var version, saved int64
	var number *string
	var private, facing, consent, head, ground string
	err := scan(&l.ID, &l.Case, &l.Company, &l.Workplace, &l.Employee, &l.Physician, &l.Type, &l.Statutory, &version, &saved, &l.Reason,
		&private, &facing, &consent, database.Into(&l.CreatedAt), database.Into(&l.SavedAt), database.Into(&l.SignedAt), &number,
		&head, &l.Urgent, &l.UrgentReason, &l.WordReason,
		database.Into(&l.OfferedAt), database.Into(&l.ShownAt), &l.Comment, database.Into(&l.CommentAt), &l.Shared, database.Into(&l.ConfirmedAt),
		database.Into(&l.ReleasedAt), &ground, database.Into(&l.SupersededAt), database.Into(&l.ReceivedAt), &l.ReceivedBy,
		&l.HeardOn, &l.Heard, &l.ManagerAsked, &l.NoneReason, &l.Deviation, database.Into(&l.DecidedAt), &l.DecidedBy, database.Into(&l.InformedAt))
	if err != nil {
		return opinion.Letter{}, err
	}
	l.Version, l.Saved, l.Ground = int(version), int(saved), opinion.Ground(ground)
	if number != nil {
		l.Number = *number
	}
	return l, errors.Join(json.Unmarshal([]byte(private), &l.Content.Private), json.Unmarshal([]byte(facing), &l.Content.Facing),
		json.Unmarshal([]byte(consent), &l.Content.Consent), json.Unmarshal([]byte(head), &l.Head))
}

func wrap(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, err)
}
