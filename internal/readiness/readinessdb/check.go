package readinessdb

import (
	"context"
	"errors"
	"time"

	"mendan/internal/database"
	"mendan/internal/id"
	"mendan/internal/readiness"
	"mendan/internal/txn"
)

// Checks implements readiness.CheckStore, and readiness.Checks for the steps.
type Checks struct{}

// AddCheck keeps a verdict.
func (Checks) AddCheck(ctx context.Context, tx txn.Write, v readiness.Verdict) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO readiness_checks
			(case_id, seq, company, employee, at, camera, microphone, speaker, line, way, kilobits, rtt, device, ok, site)
		SELECT ?1, COALESCE(MAX(seq), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14 FROM readiness_checks WHERE case_id = ?1`,
		v.Case, v.Company, v.Employee, database.At(v.At), string(v.Camera), string(v.Microphone), string(v.Speaker), string(v.Line),
		string(v.Way), v.Kilobits, v.RTT, v.Device, v.OK(), v.Site)
}

const verdict = `case_id, company, employee, at, camera, microphone, speaker, line, way, kilobits, rtt, device, site`

func scanVerdict(scan func(dest ...any) error) (readiness.Verdict, error) {
	var v readiness.Verdict
	err := scan(&v.Case, &v.Company, &v.Employee, database.Into(&v.At), &v.Camera, &v.Microphone, &v.Speaker, &v.Line,
		&v.Way, &v.Kilobits, &v.RTT, &v.Device, &v.Site)
	return v, err
}

// LastVerdict is the newest verdict of a case.
func (Checks) LastVerdict(ctx context.Context, tx txn.Read, c id.Case) (readiness.Verdict, error) {
	v, err := scanVerdict(database.Of(tx).Row(ctx, `SELECT `+verdict+` FROM readiness_checks WHERE case_id = ?1 ORDER BY seq DESC LIMIT 1`, c).Scan)
	return v, none(err)
}

// CountChecks counts the verdicts of a case since an instant.
func (Checks) CountChecks(ctx context.Context, tx txn.Read, c id.Case, since time.Time) (int, error) {
	var n int
	err := database.Of(tx).Row(ctx, `SELECT COUNT(*) FROM readiness_checks WHERE case_id = ?1 AND at >= ?2`, c, database.At(since)).Scan(&n)
	return n, err
}

// LastCheck is when the device was last checked and whether it passed.
func (s Checks) LastCheck(ctx context.Context, tx txn.Read, c id.Case) (readiness.CheckFact, error) {
	v, err := s.LastVerdict(ctx, tx, c)
	if errors.Is(err, readiness.ErrNone) {
		return readiness.CheckFact{}, nil
	}
	return readiness.CheckFact{At: v.At, OK: v.OK()}, err
}
