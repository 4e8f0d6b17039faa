// Package auditdb keeps the audit log in the database. It appends and reads;
// there is no statement that changes or removes a line.
package auditdb

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"mendan/internal/audit"
	"mendan/internal/database"
	"mendan/internal/txn"
)

const columns = `seq, at, actor, act, subjects, previous, hash`

// Append writes the line of an act, inside the act.
func Append(ctx context.Context, tx txn.Write, e txn.Entry) error {
	last, err := newest(ctx, tx)
	if err != nil {
		return err
	}
	l := audit.Next(last, e)
	subjects, err := json.Marshal(l.Subjects)
	if err != nil {
		return err
	}
	if err := database.Of(tx).Exec(ctx, `INSERT INTO audit_acts (`+columns+`) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)`,
		l.Seq, database.At(l.At), l.Actor, l.Act, string(subjects), l.Previous, l.Hash); err != nil {
		return err
	}
	for _, s := range l.Subjects {
		if err := database.Of(tx).Exec(ctx, `INSERT INTO audit_subjects (subject, seq) VALUES (?1, ?2) ON CONFLICT DO NOTHING`, s.ID, l.Seq); err != nil {
			return err
		}
	}
	return nil
}

func newest(ctx context.Context, tx txn.Read) (audit.Line, error) {
	l, err := scan(database.Of(tx).Row(ctx, `SELECT `+columns+` FROM audit_acts ORDER BY seq DESC LIMIT 1`).Scan)
	if errors.Is(err, database.ErrNone) {
		return audit.Line{}, nil
	}
	return l, err
}

func scan(scan func(dest ...any) error) (audit.Line, error) {
	var l audit.Line
	var subjects string
	if err := scan(&l.Seq, database.Into(&l.At), &l.Actor, &l.Act, &subjects, &l.Previous, &l.Hash); err != nil {
		return l, err
	}
	if err := json.Unmarshal([]byte(subjects), &l.Subjects); err != nil {
		// A line that no longer parses was changed as surely as one with a wrong hash.
		return l, audit.ErrBroken.Because(fmt.Errorf("subjects of line %d: %w", l.Seq, err))
	}
	return l, nil
}

// Verify re-checks the whole chain and returns the newest line. Errors:
// audit.ErrBroken, whose cause names the first break.
func Verify(ctx context.Context, db txn.Runner) (audit.Line, error) {
	var last audit.Line
	err := db.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		last = audit.Line{}
		for {
			lines, err := database.Many(ctx, tx, `SELECT `+columns+` FROM audit_acts WHERE seq > ?1 ORDER BY seq LIMIT 5000`, scan, last.Seq)
			if err != nil {
				return err
			}
			for _, l := range lines {
				if err := audit.Check(last, l); err != nil {
					return err
				}
				last = l
			}
			if len(lines) < 5000 {
				return nil
			}
		}
	})
	return last, err
}

// About lists the acts that touched a thing, newest first, at most limit.
func About(ctx context.Context, tx txn.Read, subject string, limit int) ([]audit.Line, error) {
	return database.Many(ctx, tx, `SELECT a.seq, a.at, a.actor, a.act, a.subjects, a.previous, a.hash
		FROM audit_subjects s JOIN audit_acts a ON a.seq = s.seq WHERE s.subject = ?1 ORDER BY s.seq DESC LIMIT ?2`, scan, subject, limit)
}
