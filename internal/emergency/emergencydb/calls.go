package emergencydb

import (
	"context"
	"errors"
	"strings"
	"time"

	"mendan/internal/database"
	"mendan/internal/emergency"
	"mendan/internal/id"
	"mendan/internal/txn"
)

const callColumns = `id, alarm, task, step, turn, person, role, account, channel, number, state, due_at, tries, lease, result, reference, made_at, settled_at`

func scanCall(scan func(dest ...any) error) (emergency.Call, error) {
	var c emergency.Call
	err := scan(&c.ID, &c.Alarm, &c.Task, &c.Step, &c.Turn, &c.Person, &c.Role, &c.Account, &c.Channel, &c.Number, &c.State, database.Into(&c.DueAt),
		&c.Tries, database.Into(&c.Lease), &c.Result, &c.Reference, database.Into(&c.MadeAt), database.Into(&c.SettledAt))
	return c, none(err)
}

// InsertCall adds one.
func (Store) InsertCall(ctx context.Context, tx txn.Write, c emergency.Call) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO emergency_calls (`+callColumns+`)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)`,
		c.ID, c.Alarm, c.Task, c.Step, c.Turn, c.Person, c.Role, c.Account, c.Channel, string(c.Number), c.State, database.At(c.DueAt),
		c.Tries, database.At(c.Lease), c.Result, c.Reference, database.At(c.MadeAt), database.At(c.SettledAt))
}

// UpdateCall writes what may change.
func (Store) UpdateCall(ctx context.Context, tx txn.Write, c emergency.Call) error {
	return database.Of(tx).Exec(ctx, `UPDATE emergency_calls SET state = ?2, due_at = ?3, tries = ?4, lease = ?5, result = ?6, reference = ?7, settled_at = ?8 WHERE id = ?1`,
		c.ID, c.State, database.At(c.DueAt), c.Tries, database.At(c.Lease), c.Result, c.Reference, database.At(c.SettledAt))
}

// Call reads one.
func (Store) Call(ctx context.Context, tx txn.Read, c id.Call) (emergency.Call, error) {
	return scanCall(database.Of(tx).Row(ctx, `SELECT `+callColumns+` FROM emergency_calls WHERE id = ?1`, c).Scan)
}

// Calls lists those of an emergency, oldest first.
func (Store) Calls(ctx context.Context, tx txn.Read, a id.Alarm) ([]emergency.Call, error) {
	return database.Many(ctx, tx, `SELECT `+callColumns+` FROM emergency_calls WHERE alarm = ?1 ORDER BY made_at, id`, scanCall, a)
}

// DueCalls lists what is to be sent now; a call in the hands of a node is due when its lease is over.
func (Store) DueCalls(ctx context.Context, tx txn.Read, now time.Time, limit int) ([]emergency.Call, error) {
	return database.Many(ctx, tx, `SELECT `+callColumns+` FROM emergency_calls WHERE state IN ('QUEUED', 'SENDING') AND due_at <= ?1 ORDER BY due_at, id LIMIT ?2`,
		scanCall, database.At(now), limit)
}

// DropCalls ends the queued calls of a task.
func (Store) DropCalls(ctx context.Context, tx txn.Write, t id.EmergencyTask, now time.Time) error {
	return database.Of(tx).Exec(ctx, `UPDATE emergency_calls SET state = 'DROPPED', settled_at = ?2 WHERE task = ?1 AND state = 'QUEUED'`, t, database.At(now))
}

// Append adds an event as the next of its emergency.
func (Store) Append(ctx context.Context, tx txn.Write, e emergency.Event) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO emergency_events (alarm, seq, at, deed, actor, task, kind, person, role, channel, step, note)
		SELECT ?1, (SELECT COALESCE(MAX(seq), 0) + 1 FROM emergency_events WHERE alarm = ?1), CAST(?2 AS BIGINT), ?3, ?4, ?5, ?6, ?7, ?8, ?9, CAST(?10 AS BIGINT), ?11`,
		e.Alarm, database.At(e.At), e.Deed, e.Actor, e.Task, e.Kind, e.Person, e.Role, e.Channel, e.Step, e.Note)
}

// Events lists those of an emergency in their order.
func (Store) Events(ctx context.Context, tx txn.Read, a id.Alarm) ([]emergency.Event, error) {
	return database.Many(ctx, tx, `SELECT alarm, seq, at, deed, actor, task, kind, person, role, channel, step, note FROM emergency_events WHERE alarm = ?1 ORDER BY seq`,
		func(scan func(dest ...any) error) (emergency.Event, error) {
			var e emergency.Event
			err := scan(&e.Alarm, &e.Seq, database.Into(&e.At), &e.Deed, &e.Actor, &e.Task, &e.Kind, &e.Person, &e.Role, &e.Channel, &e.Step, &e.Note)
			return e, err
		}, a)
}

// LastSeq is the number of the newest event.
func (Store) LastSeq(ctx context.Context, tx txn.Read, a id.Alarm) (int64, error) {
	var n int64
	err := database.Of(tx).Row(ctx, `SELECT COALESCE(MAX(seq), 0) FROM emergency_events WHERE alarm = ?1`, a).Scan(&n)
	return n, err
}

const openingColumns = `id, company, alarm, case_id, employee, account, name, role, reason, at`

func scanOpening(scan func(dest ...any) error) (emergency.Opening, error) {
	var o emergency.Opening
	err := scan(&o.ID, &o.Company, &o.Alarm, &o.Case, &o.Employee, &o.Account, &o.Name, &o.Role, &o.Reason, database.Into(&o.At))
	return o, err
}

// InsertOpening adds one.
func (Store) InsertOpening(ctx context.Context, tx txn.Write, o emergency.Opening) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO emergency_openings (`+openingColumns+`) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)`,
		o.ID, o.Company, o.Alarm, o.Case, o.Employee, o.Account, o.Name, o.Role, o.Reason, database.At(o.At))
}

// OpeningsIn lists those of an emergency, oldest first.
func (Store) OpeningsIn(ctx context.Context, tx txn.Read, a id.Alarm) ([]emergency.Opening, error) {
	return database.Many(ctx, tx, `SELECT `+openingColumns+` FROM emergency_openings WHERE alarm = ?1 ORDER BY at, id`, scanOpening, a)
}

// OpeningsOf lists those about a worker, newest first.
func (Store) OpeningsOf(ctx context.Context, tx txn.Read, e id.Employee) ([]emergency.Opening, error) {
	return database.Many(ctx, tx, `SELECT `+openingColumns+` FROM emergency_openings WHERE employee = ?1 ORDER BY at DESC, id`, scanOpening, e)
}

const disclosureColumns = `id, company, alarm, employee, ground, decided_by, decided_at, recipient, recipient_kind, data, channel, reason, informed_at`

func scanDisclosure(scan func(dest ...any) error) (emergency.Disclosure, error) {
	var d emergency.Disclosure
	var data string
	err := scan(&d.ID, &d.Company, &d.Alarm, &d.Employee, &d.Ground, &d.DecidedBy, database.Into(&d.DecidedAt), &d.Recipient, &d.RecipientKind,
		&data, &d.Channel, &d.Reason, database.Into(&d.InformedAt))
	for _, x := range strings.Fields(data) {
		d.Data = append(d.Data, emergency.Datum(x))
	}
	return d, err
}

// InsertDisclosure adds one.
func (Store) InsertDisclosure(ctx context.Context, tx txn.Write, d emergency.Disclosure) error {
	var data []string
	for _, x := range d.Data {
		data = append(data, string(x))
	}
	return database.Of(tx).Exec(ctx, `INSERT INTO emergency_disclosures (`+disclosureColumns+`)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)`,
		d.ID, d.Company, d.Alarm, d.Employee, d.Ground, d.DecidedBy, database.At(d.DecidedAt), d.Recipient, d.RecipientKind,
		strings.Join(data, " "), d.Channel, d.Reason, database.At(d.InformedAt))
}

// DisclosuresIn lists those of an emergency, oldest first.
func (Store) DisclosuresIn(ctx context.Context, tx txn.Read, a id.Alarm) ([]emergency.Disclosure, error) {
	return database.Many(ctx, tx, `SELECT `+disclosureColumns+` FROM emergency_disclosures WHERE alarm = ?1 ORDER BY decided_at, id`, scanDisclosure, a)
}

// DisclosuresOf lists those about a worker, newest first.
func (Store) DisclosuresOf(ctx context.Context, tx txn.Read, e id.Employee) ([]emergency.Disclosure, error) {
	return database.Many(ctx, tx, `SELECT `+disclosureColumns+` FROM emergency_disclosures WHERE employee = ?1 ORDER BY decided_at DESC, id`, scanDisclosure, e)
}

// Inform notes once when the worker was told.
func (Store) Inform(ctx context.Context, tx txn.Write, a id.Alarm, at time.Time) error {
	return database.Of(tx).Exec(ctx, `UPDATE emergency_disclosures SET informed_at = ?2 WHERE alarm = ?1 AND informed_at IS NULL`, a, database.At(at))
}

// Note is the physician's private note.
func (Store) Note(ctx context.Context, tx txn.Read, a id.Alarm) (emergency.Note, error) {
	var n emergency.Note
	err := database.Of(tx).Row(ctx, `SELECT physician, version, saved_at, text FROM emergency_notes WHERE alarm = ?1`, a).
		Scan(&n.Physician, &n.Version, database.Into(&n.SavedAt), &n.Text)
	if errors.Is(err, database.ErrNone) {
		return emergency.Note{}, nil
	}
	return n, err
}

// SaveNote writes version n+1 over version n.
func (Store) SaveNote(ctx context.Context, tx txn.Write, a id.Alarm, n emergency.Note) error {
	if n.Version == 0 {
		changed, err := database.Of(tx).Change(ctx, `INSERT INTO emergency_notes (alarm, physician, version, saved_at, text)
			SELECT ?1, ?2, 1, CAST(?3 AS BIGINT), ?4 WHERE NOT EXISTS (SELECT 1 FROM emergency_notes WHERE alarm = ?1)`,
			a, n.Physician, database.At(n.SavedAt), n.Text)
		if err == nil && changed == 0 {
			return emergency.ErrStale
		}
		return err
	}
	changed, err := database.Of(tx).Change(ctx, `UPDATE emergency_notes SET physician = ?3, version = version + 1, saved_at = ?4, text = ?5 WHERE alarm = ?1 AND version = ?2`,
		a, n.Version, n.Physician, database.At(n.SavedAt), n.Text)
	if err == nil && changed == 0 {
		return emergency.ErrStale
	}
	return err
}

// Lifted is when online interviews were last allowed again.
func (Store) Lifted(ctx context.Context, tx txn.Read, e id.Employee) (time.Time, error) {
	var at time.Time
	err := database.Of(tx).Row(ctx, `SELECT MAX(at) FROM emergency_lifts WHERE employee = ?1`, e).Scan(database.Into(&at))
	return at, err
}

// InsertLift adds one.
func (Store) InsertLift(ctx context.Context, tx txn.Write, l emergency.Lift) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO emergency_lifts (employee, company, physician, reason, at) VALUES (?1, ?2, ?3, ?4, ?5)`,
		l.Employee, l.Company, l.Physician, l.Reason, database.At(l.At))
}

// PutPush adds a browser, or gives it its new keys and owner.
func (Store) PutPush(ctx context.Context, tx txn.Write, p emergency.Browser) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO emergency_pushes (id, account, endpoint, key, auth, added_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
		ON CONFLICT (endpoint) DO UPDATE SET account = excluded.account, key = excluded.key, auth = excluded.auth, added_at = excluded.added_at`,
		p.ID, p.Account, p.Endpoint, p.Key, p.Auth, database.At(p.AddedAt))
}

// Pushes lists the browsers of an account, oldest first.
func (Store) Pushes(ctx context.Context, tx txn.Read, a id.Account) ([]emergency.Browser, error) {
	return database.Many(ctx, tx, `SELECT id, account, endpoint, key, auth, added_at FROM emergency_pushes WHERE account = ?1 ORDER BY added_at, id`,
		func(scan func(dest ...any) error) (emergency.Browser, error) {
			var p emergency.Browser
			err := scan(&p.ID, &p.Account, &p.Endpoint, &p.Key, &p.Auth, database.Into(&p.AddedAt))
			return p, err
		}, a)
}

// DeletePush forgets a browser.
func (Store) DeletePush(ctx context.Context, tx txn.Write, a id.Account, endpoint string) error {
	return database.Of(tx).Exec(ctx, `DELETE FROM emergency_pushes WHERE account = ?1 AND endpoint = ?2`, a, endpoint)
}
