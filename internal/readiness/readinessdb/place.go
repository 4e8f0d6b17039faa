package readinessdb

import (
	"context"
	"time"

	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/database"
	"mendan/internal/id"
	"mendan/internal/readiness"
	"mendan/internal/txn"
)

// PhysicianPlace is the newest declaration up to and of the day.
func (Store) PhysicianPlace(ctx context.Context, tx txn.Read, p id.Physician, day civil.Date) (readiness.PhysicianPlace, error) {
	var out readiness.PhysicianPlace
	err := database.Of(tx).Row(ctx, `SELECT physician, day, kind, note, alone, unseen, network, said_at FROM readiness_physician_places
		WHERE physician = ?1 AND day <= ?2 ORDER BY day DESC LIMIT 1`, p, day).
		Scan(&out.Physician, &out.Day, &out.Kind, &out.Note, &out.Alone, &out.Unseen, &out.Network, database.Into(&out.SaidAt))
	return out, none(err)
}

// PutPhysicianPlace saves it.
func (Store) PutPhysicianPlace(ctx context.Context, tx txn.Write, p readiness.PhysicianPlace) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO readiness_physician_places (physician, day, kind, note, alone, unseen, network, said_at)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
		ON CONFLICT (physician, day) DO UPDATE SET kind = excluded.kind, note = excluded.note, alone = excluded.alone,
			unseen = excluded.unseen, network = excluded.network, said_at = excluded.said_at`,
		p.Physician, p.Day, p.Kind, p.Note, p.Alone, p.Unseen, p.Network, database.At(p.SaidAt))
}

// Sounds lists the verdicts of a case, newest first.
func (Store) Sounds(ctx context.Context, tx txn.Read, c id.Case) ([]readiness.SoundMark, error) {
	return database.Many(ctx, tx, `SELECT site, verdict, at FROM readiness_sounds WHERE case_id = ?1 ORDER BY at DESC, site`,
		func(scan func(dest ...any) error) (readiness.SoundMark, error) {
			var m readiness.SoundMark
			err := scan(&m.Site, &m.Verdict, database.Into(&m.At))
			return m, err
		}, c)
}

// PutSound saves a verdict.
func (Store) PutSound(ctx context.Context, tx txn.Write, c casework.Case, m readiness.SoundMark) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO readiness_sounds (case_id, site, company, employee, verdict, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
		ON CONFLICT (case_id, site) DO UPDATE SET verdict = excluded.verdict, at = excluded.at`,
		c.ID, m.Site, c.Company, c.Employee, m.Verdict, database.At(m.At))
}

// Verdicts lists the device checks of a case, newest first.
func (Store) Verdicts(ctx context.Context, tx txn.Read, c id.Case) ([]readiness.Verdict, error) {
	return database.Many(ctx, tx, `SELECT `+verdict+` FROM readiness_checks WHERE case_id = ?1 ORDER BY seq DESC LIMIT 100`, scanVerdict, c)
}

// Rungs lists the rungs taken.
func (Store) Rungs(ctx context.Context, tx txn.Read, c id.Case) ([]readiness.Rung, error) {
	return database.Many(ctx, tx, `SELECT rung FROM readiness_rungs WHERE case_id = ?1`,
		func(scan func(dest ...any) error) (readiness.Rung, error) {
			var r readiness.Rung
			err := scan(&r)
			return r, err
		}, c)
}

// AddRung notes one.
func (Store) AddRung(ctx context.Context, tx txn.Write, c casework.Case, r readiness.Rung, at time.Time) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO readiness_rungs (case_id, rung, company, employee, taken_at) VALUES (?1, ?2, ?3, ?4, ?5)
		ON CONFLICT (case_id, rung) DO NOTHING`, c.ID, r, c.Company, c.Employee, database.At(at))
}

// Circumstances reads what was said in confidence.
func (Store) Circumstances(ctx context.Context, tx txn.Read, c id.Case) (readiness.Circumstances, error) {
	var x readiness.Circumstances
	err := database.Of(tx).Row(ctx, `SELECT case_id, company, employee, overheard, abroad, operate, said_at FROM readiness_circumstances WHERE case_id = ?1`, c).
		Scan(&x.Case, &x.Company, &x.Employee, &x.Overheard, &x.Abroad, &x.Operate, database.Into(&x.SaidAt))
	return x, none(err)
}

// PutCircumstances saves it.
func (Store) PutCircumstances(ctx context.Context, tx txn.Write, x readiness.Circumstances) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO readiness_circumstances (case_id, company, employee, overheard, abroad, operate, said_at)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
		ON CONFLICT (case_id) DO UPDATE SET overheard = excluded.overheard, abroad = excluded.abroad, operate = excluded.operate, said_at = excluded.said_at`,
		x.Case, x.Company, x.Employee, x.Overheard, x.Abroad, x.Operate, database.At(x.SaidAt))
}

// Camera reads the wish to leave the camera off.
func (Store) Camera(ctx context.Context, tx txn.Read, c id.Case) (readiness.Camera, error) {
	var x readiness.Camera
	err := database.Of(tx).Row(ctx, `SELECT case_id, company, employee, reason, note, asked_at, decision, answer, decided_by, decided_at
		FROM readiness_cameras WHERE case_id = ?1`, c).
		Scan(&x.Case, &x.Company, &x.Employee, &x.Reason, &x.Note, database.Into(&x.AskedAt), &x.Decision, &x.Answer, &x.DecidedBy, database.Into(&x.DecidedAt))
	return x, none(err)
}

// PutCamera saves it.
func (Store) PutCamera(ctx context.Context, tx txn.Write, x readiness.Camera) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO readiness_cameras (case_id, company, employee, reason, note, asked_at, decision, answer, decided_by, decided_at)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
		ON CONFLICT (case_id) DO UPDATE SET reason = excluded.reason, note = excluded.note, asked_at = excluded.asked_at,
			decision = excluded.decision, answer = excluded.answer, decided_by = excluded.decided_by, decided_at = excluded.decided_at`,
		x.Case, x.Company, x.Employee, x.Reason, x.Note, database.At(x.AskedAt), x.Decision, x.Answer, x.DecidedBy, database.At(x.DecidedAt))
}

// DeleteCamera takes it away.
func (Store) DeleteCamera(ctx context.Context, tx txn.Write, c id.Case) error {
	return database.Of(tx).Exec(ctx, `DELETE FROM readiness_cameras WHERE case_id = ?1`, c)
}
