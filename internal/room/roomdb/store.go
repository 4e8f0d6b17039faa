// Package roomdb keeps live sessions, their events, statistics and private
// notes in the database.
package roomdb

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"mendan/internal/database"
	"mendan/internal/id"
	"mendan/internal/room"
	"mendan/internal/txn"
)

// Store implements room.Store.
type Store struct{}

const columns = `id, case_id, company, physician, phase, checklist, created_at, opened_at, ended_at, outcome, reason, worker_conn, physician_conn, erased_at, pause, line, camera, ending`

func scanSession(scan func(dest ...any) error) (room.Session, error) {
	var x room.Session
	var checklist, pause, line, camera string
	err := scan(&x.ID, &x.Case, &x.Company, &x.Physician, &x.Phase, &checklist,
		database.Into(&x.CreatedAt), database.Into(&x.OpenedAt), database.Into(&x.EndedAt), &x.Outcome, &x.Reason, &x.WorkerConn, &x.PhysicianConn, database.Into(&x.ErasedAt),
		&pause, &line, &camera, &x.Ending)
	if errors.Is(err, database.ErrNone) {
		return x, room.ErrNotFound
	}
	if err != nil {
		return x, err
	}
	for _, part := range []struct {
		name, text string
		into       any
	}{{"checklist", checklist, &x.Checklist}, {"pause", pause, &x.Pause}, {"line", line, &x.Line}, {"camera", camera, &x.Camera}} {
		if err := json.Unmarshal([]byte(part.text), part.into); err != nil {
			return x, fmt.Errorf("%s of %s: %w", part.name, x.ID, err)
		}
	}
	return x, nil
}

// parts are what a session keeps as JSON: checklist, pause, line, camera.
func parts(x room.Session) ([4]string, error) {
	var out [4]string
	for i, v := range []any{x.Checklist, x.Pause, x.Line, x.Camera} {
		b, err := json.Marshal(v)
		if err != nil {
			return out, err
		}
		out[i] = string(b)
	}
	return out, nil
}

// Insert adds a session.
func (Store) Insert(ctx context.Context, tx txn.Write, x room.Session) error {
	p, err := parts(x)
	if err != nil {
		return err
	}
	err = database.Of(tx).Exec(ctx, `INSERT INTO rooms (`+columns+`) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)`,
		x.ID, x.Case, x.Company, x.Physician, x.Phase, p[0], database.At(x.CreatedAt), database.At(x.OpenedAt), database.At(x.EndedAt),
		x.Outcome, x.Reason, x.WorkerConn, x.PhysicianConn, database.At(x.ErasedAt), p[1], p[2], p[3], x.Ending)
	if database.IsUnique(err) {
		return room.ErrNotBooked.Because(err)
	}
	return err
}

// Update writes what may change.
func (Store) Update(ctx context.Context, tx txn.Write, x room.Session) error {
	p, err := parts(x)
	if err != nil {
		return err
	}
	return database.Of(tx).Exec(ctx, `UPDATE rooms SET phase = ?2, checklist = ?3, opened_at = ?4, ended_at = ?5, outcome = ?6, reason = ?7,
		worker_conn = ?8, physician_conn = ?9, erased_at = ?10, pause = ?11, line = ?12, camera = ?13, ending = ?14 WHERE id = ?1`,
		x.ID, x.Phase, p[0], database.At(x.OpenedAt), database.At(x.EndedAt), x.Outcome, x.Reason, x.WorkerConn, x.PhysicianConn, database.At(x.ErasedAt),
		p[1], p[2], p[3], x.Ending)
}

// Get reads one.
func (Store) Get(ctx context.Context, tx txn.Read, r id.Room) (room.Session, error) {
	return scanSession(database.Of(tx).Row(ctx, `SELECT `+columns+` FROM rooms WHERE id = ?1`, r).Scan)
}

// Current is the newest session of the case.
func (Store) Current(ctx context.Context, tx txn.Read, c id.Case) (room.Session, error) {
	return scanSession(database.Of(tx).Row(ctx, `SELECT `+columns+` FROM rooms WHERE case_id = ?1
		ORDER BY CASE WHEN ended_at IS NULL THEN 0 ELSE 1 END, created_at DESC, ended_at DESC LIMIT 1`, c).Scan)
}

// Sessions gives the sessions of the case that are over.
func (Store) Sessions(ctx context.Context, tx txn.Read, c id.Case) ([]room.Session, error) {
	return database.Many(ctx, tx, `SELECT `+columns+` FROM rooms WHERE case_id = ?1 AND ended_at IS NOT NULL ORDER BY ended_at DESC, created_at DESC`, scanSession, c)
}

// ListOpen gives every open session, oldest first.
func (Store) ListOpen(ctx context.Context, tx txn.Read) ([]room.Session, error) {
	return database.Many(ctx, tx, `SELECT `+columns+` FROM rooms WHERE phase = 'open' ORDER BY opened_at, id`, scanSession)
}

// ListToErase gives ended sessions that still hold a place, oldest first.
func (Store) ListToErase(ctx context.Context, tx txn.Read, before time.Time) ([]room.Session, error) {
	return database.Many(ctx, tx, `SELECT `+columns+` FROM rooms WHERE erased_at IS NULL AND ended_at < ?1 ORDER BY ended_at, id LIMIT 100`,
		scanSession, database.At(before))
}

// Append adds an event, once by its key.
func (Store) Append(ctx context.Context, tx txn.Write, e room.Event) (bool, error) {
	n, err := database.Of(tx).Change(ctx, `INSERT INTO room_events (room_id, seq, id, key, at, source, side, kind, detail)
		SELECT ?1, (SELECT COALESCE(MAX(seq), 0) + 1 FROM room_events WHERE room_id = ?1), ?2, ?3, CAST(?4 AS BIGINT), ?5, ?6, ?7, ?8
		WHERE NOT EXISTS (SELECT 1 FROM room_events WHERE key = ?3)`,
		e.Room, e.ID, e.Key, database.At(e.At), e.Source, e.Side, e.Kind, e.Data.JSON())
	return n == 1, err
}

// Events gives the events of a session by time, then by arrival.
func (Store) Events(ctx context.Context, tx txn.Read, r id.Room) ([]room.Event, error) {
	return database.Many(ctx, tx, `SELECT id, room_id, key, at, source, side, kind, detail FROM room_events WHERE room_id = ?1 ORDER BY at, seq`,
		func(scan func(dest ...any) error) (room.Event, error) {
			var e room.Event
			var detail string
			if err := scan(&e.ID, &e.Room, &e.Key, database.Into(&e.At), &e.Source, &e.Side, &e.Kind, &detail); err != nil {
				return e, err
			}
			var err error
			if e.Data, err = room.ParseDetail(detail); err != nil {
				return e, fmt.Errorf("detail of %s: %w", e.ID, err)
			}
			return e, nil
		}, r)
}

// AppendBatch adds statistics, once by client and number.
func (Store) AppendBatch(ctx context.Context, tx txn.Write, b room.Batch) (bool, error) {
	samples, err := json.Marshal(b.Samples)
	if err != nil {
		return false, err
	}
	n, err := database.Of(tx).Change(ctx, `INSERT INTO room_batches (room_id, client, number, side, received_at, samples)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (room_id, client, number) DO NOTHING`,
		b.Room, b.Client, b.Seq, b.Side, database.At(b.Received), string(samples))
	return n == 1, err
}

// Batches gives the statistics of a session.
func (Store) Batches(ctx context.Context, tx txn.Read, r id.Room) ([]room.Batch, error) {
	return database.Many(ctx, tx, `SELECT room_id, client, number, side, received_at, samples FROM room_batches WHERE room_id = ?1
		ORDER BY received_at, client, number`,
		func(scan func(dest ...any) error) (room.Batch, error) {
			var b room.Batch
			var samples string
			if err := scan(&b.Room, &b.Client, &b.Seq, &b.Side, database.Into(&b.Received), &samples); err != nil {
				return b, err
			}
			if err := json.Unmarshal([]byte(samples), &b.Samples); err != nil {
				return b, fmt.Errorf("statistics of %s: %w", b.Room, err)
			}
			return b, nil
		}, r)
}

// SeePresent notes that a side's page is open, or closed.
func (Store) SeePresent(ctx context.Context, tx txn.Write, c id.Case, side room.Side, at time.Time) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO room_presence (case_id, side, seen_at) VALUES (?1, ?2, ?3)
		ON CONFLICT (case_id, side) DO UPDATE SET seen_at = excluded.seen_at`, c, side, database.At(at))
}

// Present gives when each side's page was last known open.
func (Store) Present(ctx context.Context, tx txn.Read, c id.Case) (map[room.Side]time.Time, error) {
	type seen struct {
		side room.Side
		at   time.Time
	}
	list, err := database.Many(ctx, tx, `SELECT side, seen_at FROM room_presence WHERE case_id = ?1 AND seen_at IS NOT NULL`,
		func(scan func(dest ...any) error) (seen, error) {
			var s seen
			err := scan(&s.side, database.Into(&s.at))
			return s, err
		}, c)
	if err != nil {
		return nil, err
	}
	out := map[room.Side]time.Time{}
	for _, s := range list {
		out[s.side] = s.at
	}
	return out, nil
}

// Notes gives the private notes of the case.
func (Store) Notes(ctx context.Context, tx txn.Read, c id.Case) (room.Notes, error) {
	n := room.Notes{Case: c}
	err := database.Of(tx).Row(ctx, `SELECT text, version, saved_at FROM room_notes WHERE case_id = ?1`, c).
		Scan(&n.Text, &n.Version, database.Into(&n.SavedAt))
	if errors.Is(err, database.ErrNone) {
		return room.Notes{Case: c}, nil
	}
	return n, err
}

// SaveNotes writes the next version.
func (Store) SaveNotes(ctx context.Context, tx txn.Write, author id.Physician, n room.Notes) error {
	changed, err := database.Of(tx).Change(ctx, `INSERT INTO room_notes (case_id, physician, version, saved_at, text) VALUES (?1, ?2, ?3, ?4, ?5)
		ON CONFLICT (case_id) DO UPDATE SET physician = excluded.physician, version = excluded.version, saved_at = excluded.saved_at, text = excluded.text
		WHERE room_notes.version = excluded.version - 1`,
		n.Case, author, n.Version, database.At(n.SavedAt), n.Text)
	if err == nil && changed == 0 {
		return room.ErrStale
	}
	return err
}
