// Package emergencydb keeps plans, emergencies, calls and what was disclosed in
// the database. The rules are in package emergency.
package emergencydb

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"mendan/internal/database"
	"mendan/internal/emergency"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Store implements emergency.Store.
type Store struct{}

var _ emergency.Store = Store{}

func none(err error) error {
	if errors.Is(err, database.ErrNone) {
		return emergency.ErrNone
	}
	return err
}

const planColumns = `id, company, workplace, version, state, body, written_at, written_by, meeting, decided, valid_from, valid_until, approved_at, approved_by`

func scanPlan(scan func(dest ...any) error) (emergency.Plan, error) {
	var p emergency.Plan
	var body string
	err := scan(&p.ID, &p.Company, &p.Workplace, &p.Version, &p.State, &body, database.Into(&p.WrittenAt), &p.WrittenBy,
		&p.Meeting, &p.Decided, &p.ValidFrom, &p.ValidUntil, database.Into(&p.ApprovedAt), &p.ApprovedBy)
	if err != nil {
		return p, none(err)
	}
	if err := json.Unmarshal([]byte(body), &p.Body); err != nil {
		return p, fmt.Errorf("body of %s: %w", p.ID, err)
	}
	return p, nil
}

// InsertPlan adds a version.
func (Store) InsertPlan(ctx context.Context, tx txn.Write, p emergency.Plan) error {
	body, err := json.Marshal(p.Body)
	if err != nil {
		return err
	}
	return database.Of(tx).Exec(ctx, `INSERT INTO emergency_plans (`+planColumns+`)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)`,
		p.ID, p.Company, p.Workplace, p.Version, p.State, string(body), database.At(p.WrittenAt), p.WrittenBy,
		p.Meeting, p.Decided, p.ValidFrom, p.ValidUntil, database.At(p.ApprovedAt), p.ApprovedBy)
}

// UpdatePlan writes what may change.
func (Store) UpdatePlan(ctx context.Context, tx txn.Write, p emergency.Plan) error {
	body, err := json.Marshal(p.Body)
	if err != nil {
		return err
	}
	return database.Of(tx).Exec(ctx, `UPDATE emergency_plans SET state = ?2, body = ?3, written_at = ?4, written_by = ?5, meeting = ?6, decided = ?7,
		valid_from = ?8, valid_until = ?9, approved_at = ?10, approved_by = ?11 WHERE id = ?1`,
		p.ID, p.State, string(body), database.At(p.WrittenAt), p.WrittenBy, p.Meeting, p.Decided, p.ValidFrom, p.ValidUntil,
		database.At(p.ApprovedAt), p.ApprovedBy)
}

// Plan reads one.
func (Store) Plan(ctx context.Context, tx txn.Read, p id.EmergencyPlan) (emergency.Plan, error) {
	return scanPlan(database.Of(tx).Row(ctx, `SELECT `+planColumns+` FROM emergency_plans WHERE id = ?1`, p).Scan)
}

// PlanIn reads the draft or the approved version.
func (Store) PlanIn(ctx context.Context, tx txn.Read, w id.Workplace, s emergency.PlanState) (emergency.Plan, error) {
	return scanPlan(database.Of(tx).Row(ctx, `SELECT `+planColumns+` FROM emergency_plans WHERE workplace = ?1 AND state = ?2
		ORDER BY version DESC LIMIT 1`, w, s).Scan)
}

// Plans lists all versions, newest first.
func (Store) Plans(ctx context.Context, tx txn.Read, w id.Workplace) ([]emergency.Plan, error) {
	return database.Many(ctx, tx, `SELECT `+planColumns+` FROM emergency_plans WHERE workplace = ?1 ORDER BY version DESC`, scanPlan, w)
}

const alarmColumns = `id, company, workplace, case_id, employee, physician, case_type, statutory, drill, level, source, consent, plan, version, ack,
	opened_at, opened_by, closed_at, closed_by, outcome, follow_up`

func scanAlarm(scan func(dest ...any) error) (emergency.Alarm, error) {
	var a emergency.Alarm
	var ack int64
	err := scan(&a.ID, &a.Company, &a.Workplace, &a.Case, &a.Employee, &a.Physician, &a.Type, &a.Statutory, &a.Drill, &a.Level, &a.Source, &a.Consent,
		&a.Plan, &a.Version, &ack, database.Into(&a.OpenedAt), &a.OpenedBy, database.Into(&a.ClosedAt), &a.ClosedBy, &a.Outcome, database.Into(&a.FollowUp))
	a.Ack = time.Duration(ack) * time.Millisecond
	return a, none(err)
}

// InsertAlarm adds one.
func (Store) InsertAlarm(ctx context.Context, tx txn.Write, a emergency.Alarm) error {
	err := database.Of(tx).Exec(ctx, `INSERT INTO emergency_alarms (`+alarmColumns+`)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)`,
		a.ID, a.Company, a.Workplace, a.Case, a.Employee, a.Physician, a.Type, a.Statutory, a.Drill, a.Level, a.Source, a.Consent,
		a.Plan, a.Version, a.Ack.Milliseconds(), database.At(a.OpenedAt), a.OpenedBy, database.At(a.ClosedAt), a.ClosedBy, a.Outcome, database.At(a.FollowUp))
	if database.IsUnique(err) {
		return emergency.ErrOpenOne.Because(err)
	}
	return err
}

// UpdateAlarm writes what may change.
func (Store) UpdateAlarm(ctx context.Context, tx txn.Write, a emergency.Alarm) error {
	return database.Of(tx).Exec(ctx, `UPDATE emergency_alarms SET level = ?2, consent = ?3, closed_at = ?4, closed_by = ?5, outcome = ?6, follow_up = ?7 WHERE id = ?1`,
		a.ID, a.Level, a.Consent, database.At(a.ClosedAt), a.ClosedBy, a.Outcome, database.At(a.FollowUp))
}

// Alarm reads one.
func (Store) Alarm(ctx context.Context, tx txn.Read, a id.Alarm) (emergency.Alarm, error) {
	return scanAlarm(database.Of(tx).Row(ctx, `SELECT `+alarmColumns+` FROM emergency_alarms WHERE id = ?1`, a).Scan)
}

// OpenOf is the open emergency of a case.
func (Store) OpenOf(ctx context.Context, tx txn.Read, c id.Case) (emergency.Alarm, error) {
	return scanAlarm(database.Of(tx).Row(ctx, `SELECT `+alarmColumns+` FROM emergency_alarms WHERE case_id = ?1 AND case_id <> '' AND closed_at IS NULL`, c).Scan)
}

// OpenDrill is the open drill of a workplace.
func (Store) OpenDrill(ctx context.Context, tx txn.Read, w id.Workplace) (emergency.Alarm, error) {
	return scanAlarm(database.Of(tx).Row(ctx, `SELECT `+alarmColumns+` FROM emergency_alarms WHERE workplace = ?1 AND case_id = '' AND closed_at IS NULL`, w).Scan)
}

// OpenAlarms lists all open ones, oldest first.
func (Store) OpenAlarms(ctx context.Context, tx txn.Read) ([]emergency.Alarm, error) {
	return database.Many(ctx, tx, `SELECT `+alarmColumns+` FROM emergency_alarms WHERE closed_at IS NULL ORDER BY opened_at, id`, scanAlarm)
}

// AlarmsAt lists those of a workplace, newest first.
func (Store) AlarmsAt(ctx context.Context, tx txn.Read, w id.Workplace, drill bool, limit int) ([]emergency.Alarm, error) {
	return database.Many(ctx, tx, `SELECT `+alarmColumns+` FROM emergency_alarms WHERE workplace = ?1 AND drill = ?2 ORDER BY opened_at DESC, id LIMIT ?3`, scanAlarm, w, drill, limit)
}

// AlarmsOf lists those of a worker, newest first.
func (Store) AlarmsOf(ctx context.Context, tx txn.Read, e id.Employee) ([]emergency.Alarm, error) {
	return database.Many(ctx, tx, `SELECT `+alarmColumns+` FROM emergency_alarms WHERE employee = ?1 AND employee <> '' ORDER BY opened_at DESC, id`, scanAlarm, e)
}

// AlarmsFor lists those in which the account was called, newest first.
func (Store) AlarmsFor(ctx context.Context, tx txn.Read, a id.Account, limit int) ([]emergency.Alarm, error) {
	return database.Many(ctx, tx, `SELECT `+alarmColumns+` FROM emergency_alarms
		WHERE id IN (SELECT alarm FROM emergency_calls WHERE account = ?1 AND account <> '') ORDER BY opened_at DESC, id LIMIT ?2`, scanAlarm, a, limit)
}

const taskColumns = `id, alarm, kind, state, route, step, turn, due_at, opened_at, answered_at, answered_by, account, done_at`

func scanTask(scan func(dest ...any) error) (emergency.Task, error) {
	var t emergency.Task
	var route string
	err := scan(&t.ID, &t.Alarm, &t.Kind, &t.State, &route, &t.Step, &t.Turn, database.Into(&t.DueAt), database.Into(&t.OpenedAt),
		database.Into(&t.AnsweredAt), &t.AnsweredBy, &t.Account, database.Into(&t.DoneAt))
	if err != nil {
		return t, none(err)
	}
	if err := json.Unmarshal([]byte(route), &t.Route); err != nil {
		return t, fmt.Errorf("route of %s: %w", t.ID, err)
	}
	return t, nil
}

// InsertTask adds one.
func (Store) InsertTask(ctx context.Context, tx txn.Write, t emergency.Task) error {
	route, err := json.Marshal(t.Route)
	if err != nil {
		return err
	}
	return database.Of(tx).Exec(ctx, `INSERT INTO emergency_tasks (`+taskColumns+`) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)`,
		t.ID, t.Alarm, t.Kind, t.State, string(route), t.Step, t.Turn, database.At(t.DueAt), database.At(t.OpenedAt),
		database.At(t.AnsweredAt), t.AnsweredBy, t.Account, database.At(t.DoneAt))
}

// UpdateTask writes what may change.
func (Store) UpdateTask(ctx context.Context, tx txn.Write, t emergency.Task) error {
	route, err := json.Marshal(t.Route)
	if err != nil {
		return err
	}
	return database.Of(tx).Exec(ctx, `UPDATE emergency_tasks SET state = ?2, route = ?3, step = ?4, turn = ?5, due_at = ?6, answered_at = ?7, answered_by = ?8,
		account = ?9, done_at = ?10 WHERE id = ?1`,
		t.ID, t.State, string(route), t.Step, t.Turn, database.At(t.DueAt), database.At(t.AnsweredAt), t.AnsweredBy, t.Account, database.At(t.DoneAt))
}

// Task reads one.
func (Store) Task(ctx context.Context, tx txn.Read, t id.EmergencyTask) (emergency.Task, error) {
	return scanTask(database.Of(tx).Row(ctx, `SELECT `+taskColumns+` FROM emergency_tasks WHERE id = ?1`, t).Scan)
}

// Tasks lists those of an emergency, oldest first.
func (Store) Tasks(ctx context.Context, tx txn.Read, a id.Alarm) ([]emergency.Task, error) {
	return database.Many(ctx, tx, `SELECT `+taskColumns+` FROM emergency_tasks WHERE alarm = ?1 ORDER BY opened_at, kind, id`, scanTask, a)
}

// DueTasks lists those whose next step is due.
func (Store) DueTasks(ctx context.Context, tx txn.Read, now time.Time, limit int) ([]emergency.Task, error) {
	return database.Many(ctx, tx, `SELECT `+taskColumns+` FROM emergency_tasks WHERE state = 'WAITING' AND due_at <= ?1 ORDER BY due_at, id LIMIT ?2`,
		scanTask, database.At(now), limit)
}
