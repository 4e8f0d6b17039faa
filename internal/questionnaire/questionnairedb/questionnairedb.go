// Package questionnairedb keeps responses, answers and alerts in the database.
// It holds no rule: which answers count is decided above.
package questionnairedb

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"mendan/internal/database"
	"mendan/internal/id"
	"mendan/internal/questionnaire"
	"mendan/internal/txn"
)

// Store implements questionnaire.Store.
type Store struct{}

// New makes a Store.
func New() Store { return Store{} }

const columns = `id, case_id, company, employee, form, version, language, started_at, changed_at, sent_at`

func scan(scan func(dest ...any) error) (questionnaire.Response, error) {
	r := questionnaire.Response{Answers: questionnaire.Answers{}}
	err := scan(&r.ID, &r.Case, &r.Company, &r.Employee, &r.Form, &r.Version, &r.Language,
		database.Into(&r.StartedAt), database.Into(&r.ChangedAt), database.Into(&r.SentAt))
	if errors.Is(err, database.ErrNone) {
		return r, questionnaire.ErrNotBegun
	}
	return r, err
}

// Get reads the response of a case to a form.
func (s Store) Get(ctx context.Context, tx txn.Read, c id.Case, form questionnaire.FormID) (questionnaire.Response, error) {
	r, err := scan(database.Of(tx).Row(ctx, `SELECT `+columns+` FROM questionnaire_responses WHERE case_id = ?1 AND form = ?2`, c, form).Scan)
	if err != nil {
		return r, err
	}
	return r, s.answers(ctx, tx, &r)
}

// List reads the responses of a case in the order they were begun.
func (s Store) List(ctx context.Context, tx txn.Read, c id.Case) ([]questionnaire.Response, error) {
	list, err := database.Many(ctx, tx, `SELECT `+columns+` FROM questionnaire_responses WHERE case_id = ?1 ORDER BY started_at, id`, scan, c)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if err := s.answers(ctx, tx, &list[i]); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (Store) answers(ctx context.Context, tx txn.Read, r *questionnaire.Response) error {
	list, err := database.Many(ctx, tx, `SELECT question, state, answer, answered_at FROM questionnaire_answers WHERE response = ?1`,
		func(scan func(dest ...any) error) (questionnaire.Answer, error) {
			var a questionnaire.Answer
			var values string
			if err := scan(&a.Question, &a.State, &values, database.Into(&a.At)); err != nil {
				return a, err
			}
			if err := json.Unmarshal([]byte(values), &a.Values); err != nil {
				return a, fmt.Errorf("answer of %s: %w", r.ID, err)
			}
			if len(a.Values) == 0 {
				a.Values = nil
			}
			return a, nil
		}, r.ID)
	for _, a := range list {
		r.Answers[a.Question] = a
	}
	return err
}

// Insert adds a response.
func (Store) Insert(ctx context.Context, tx txn.Write, r questionnaire.Response) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO questionnaire_responses (`+columns+`) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)`,
		r.ID, r.Case, r.Company, r.Employee, r.Form, r.Version, r.Language,
		database.At(r.StartedAt), database.At(r.ChangedAt), database.At(r.SentAt))
}

// Update saves what may change.
func (Store) Update(ctx context.Context, tx txn.Write, r questionnaire.Response) error {
	return database.Of(tx).Exec(ctx, `UPDATE questionnaire_responses SET language = ?2, changed_at = ?3, sent_at = ?4 WHERE id = ?1`,
		r.ID, r.Language, database.At(r.ChangedAt), database.At(r.SentAt))
}

// PutAnswer saves one answer.
func (Store) PutAnswer(ctx context.Context, tx txn.Write, r id.Response, a questionnaire.Answer) error {
	values := a.Values
	if values == nil {
		values = []string{}
	}
	text, err := json.Marshal(values)
	if err != nil {
		return err
	}
	return database.Of(tx).Exec(ctx, `INSERT INTO questionnaire_answers (response, question, state, answer, answered_at) VALUES (?1, ?2, ?3, ?4, ?5)
		ON CONFLICT (response, question) DO UPDATE SET state = excluded.state, answer = excluded.answer, answered_at = excluded.answered_at`,
		r, a.Question, a.State, string(text), database.At(a.At))
}

// DeleteAnswers forgets answers.
func (Store) DeleteAnswers(ctx context.Context, tx txn.Write, r id.Response, questions []string) error {
	for _, q := range questions {
		if err := database.Of(tx).Exec(ctx, `DELETE FROM questionnaire_answers WHERE response = ?1 AND question = ?2`, r, q); err != nil {
			return err
		}
	}
	return nil
}

// PutResult keeps how a response was counted.
func (Store) PutResult(ctx context.Context, tx txn.Write, r id.Response, result questionnaire.Result) error {
	sums := map[string]int{}
	for _, s := range result.Sums {
		sums[s.ID] = s.Value
	}
	text, err := json.Marshal(sums)
	if err != nil {
		return err
	}
	return database.Of(tx).Exec(ctx, `INSERT INTO questionnaire_results (response, algorithm, version, complete, total, judgement, sums, counted_at)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
		ON CONFLICT (response) DO UPDATE SET algorithm = excluded.algorithm, version = excluded.version, complete = excluded.complete,
			total = excluded.total, judgement = excluded.judgement, sums = excluded.sums, counted_at = excluded.counted_at`,
		r, result.Algorithm, result.Version, result.Complete, result.Total, result.Judgement.ID, string(text), database.At(tx.Now()))
}

// InsertAlert keeps an alert once per response and rule.
func (Store) InsertAlert(ctx context.Context, tx txn.Write, a questionnaire.Alert) (bool, error) {
	n, err := database.Of(tx).Change(ctx, `INSERT INTO questionnaire_alerts (response, rule, level, form, question, case_id, raised_at)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (response, rule) DO NOTHING`,
		a.Response, a.Rule, a.Level, a.Form, a.Question, a.Case, database.At(a.At))
	return n == 1, err
}

// Alerts lists the alerts of a case, oldest first.
func (Store) Alerts(ctx context.Context, tx txn.Read, c id.Case) ([]questionnaire.Alert, error) {
	return database.Many(ctx, tx, `SELECT response, rule, level, form, question, case_id, raised_at FROM questionnaire_alerts
		WHERE case_id = ?1 ORDER BY raised_at, rule`,
		func(scan func(dest ...any) error) (questionnaire.Alert, error) {
			var a questionnaire.Alert
			err := scan(&a.Response, &a.Rule, &a.Level, &a.Form, &a.Question, &a.Case, database.Into(&a.At))
			return a, err
		}, c)
}
