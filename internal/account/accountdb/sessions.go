package accountdb

import (
	"context"
	"errors"
	"time"

	"mendan/internal/account"
	"mendan/internal/database"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// InsertRequest notes that a link was asked for.
func (Store) InsertRequest(ctx context.Context, tx txn.Write, r account.Request) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO account_requests (key, mail, network, account, next, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)`,
		r.Key, r.Mail, r.Network, maybe(r.Account), r.Next, database.At(r.At))
}

// Request reads one.
func (Store) Request(ctx context.Context, tx txn.Read, key string) (account.Request, error) {
	var r account.Request
	err := database.Of(tx).Row(ctx, `SELECT key, mail, network, COALESCE(account, ''), next, at FROM account_requests WHERE key = ?1`, key).
		Scan(&r.Key, &r.Mail, &r.Network, &r.Account, &r.Next, database.Into(&r.At))
	if errors.Is(err, database.ErrNone) {
		return r, account.ErrUnknown
	}
	return r, err
}

// CountRequests counts those since the moment.
func (Store) CountRequests(ctx context.Context, tx txn.Read, mail, network string, since time.Time) (account.Counts, error) {
	var n account.Counts
	t := database.Of(tx)
	if err := t.Row(ctx, `SELECT COUNT(*), COUNT(CASE WHEN network = ?2 AND network <> '' THEN 1 END) FROM account_requests WHERE mail = ?1 AND at >= ?3`,
		mail, network, database.At(since)).Scan(&n.Mail, &n.Both); err != nil {
		return n, err
	}
	if network == "" {
		return n, nil
	}
	err := t.Row(ctx, `SELECT COUNT(*) FROM account_requests WHERE network = ?1 AND at >= ?2`, network, database.At(since)).Scan(&n.Network)
	return n, err
}

// DeleteRequests forgets those before the moment.
func (Store) DeleteRequests(ctx context.Context, tx txn.Write, before time.Time) error {
	return database.Of(tx).Exec(ctx, `DELETE FROM account_requests WHERE at < ?1`, database.At(before))
}

// InsertLink keeps a link.
func (Store) InsertLink(ctx context.Context, tx txn.Write, l account.Link) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO account_links (hash, account, next, made_at, until_at, used_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)`,
		l.Hash, l.Account, l.Next, database.At(l.Made), database.At(l.Until), database.At(l.Used))
}

// Link reads one by hash.
func (Store) Link(ctx context.Context, tx txn.Read, hash string) (account.Link, error) {
	var l account.Link
	err := database.Of(tx).Row(ctx, `SELECT hash, account, next, made_at, until_at, used_at FROM account_links WHERE hash = ?1`, hash).
		Scan(&l.Hash, &l.Account, &l.Next, database.Into(&l.Made), database.Into(&l.Until), database.Into(&l.Used))
	if errors.Is(err, database.ErrNone) {
		return l, account.ErrLink
	}
	return l, err
}

// UseLink marks the link used, once.
func (Store) UseLink(ctx context.Context, tx txn.Write, hash string) error {
	n, err := database.Of(tx).Change(ctx, `UPDATE account_links SET used_at = ?2 WHERE hash = ?1 AND used_at IS NULL`, hash, database.At(tx.Now()))
	if err == nil && n != 1 {
		return account.ErrLink
	}
	return err
}

// EndLinks ends what is left of an account's links.
func (Store) EndLinks(ctx context.Context, tx txn.Write, a id.Account) error {
	return database.Of(tx).Exec(ctx, `UPDATE account_links SET used_at = ?2 WHERE account = ?1 AND used_at IS NULL`, a, database.At(tx.Now()))
}

// DeleteLinks forgets those that ended before the moment.
func (Store) DeleteLinks(ctx context.Context, tx txn.Write, before time.Time) error {
	return database.Of(tx).Exec(ctx, `DELETE FROM account_links WHERE until_at < ?1`, database.At(before))
}

const sessionColumns = `id, account, proof, system, browser, began_at, seen_at, until_at, ended_at`

func scanSession(scan scanner) (account.Session, error) {
	var s account.Session
	err := scan(&s.ID, &s.Account, &s.Proof, &s.Device.System, &s.Device.Browser,
		database.Into(&s.Began), database.Into(&s.Seen), database.Into(&s.Until), database.Into(&s.Ended))
	return s, err
}

// InsertSession keeps a session.
func (Store) InsertSession(ctx context.Context, tx txn.Write, s account.Session, hash string) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO sessions (`+sessionColumns+`, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)`,
		s.ID, s.Account, string(s.Proof), s.Device.System, s.Device.Browser,
		database.At(s.Began), database.At(s.Seen), database.At(s.Until), database.At(s.Ended), hash)
}

// SessionByHash reads one, ended or not.
func (Store) SessionByHash(ctx context.Context, tx txn.Read, hash string) (account.Session, error) {
	s, err := scanSession(database.Of(tx).Row(ctx, `SELECT `+sessionColumns+` FROM sessions WHERE hash = ?1`, hash).Scan)
	if errors.Is(err, database.ErrNone) {
		return s, account.ErrNobody
	}
	return s, err
}

// ListSessions reads an account's sessions that hold, newest first.
func (Store) ListSessions(ctx context.Context, tx txn.Read, a id.Account, now time.Time) ([]account.Session, error) {
	return database.Many(ctx, tx, `SELECT `+sessionColumns+` FROM sessions WHERE account = ?1 AND ended_at IS NULL AND until_at > ?2
		ORDER BY began_at DESC, id`, scanSession, a, database.At(now))
}

// Seen notes that the session was used now.
func (Store) Seen(ctx context.Context, tx txn.Write, s id.Session) error {
	return database.Of(tx).Exec(ctx, `UPDATE sessions SET seen_at = ?2 WHERE id = ?1 AND ended_at IS NULL AND seen_at < ?2`, s, database.At(tx.Now()))
}

// EndSession ends a session of the account.
func (Store) EndSession(ctx context.Context, tx txn.Write, a id.Account, s id.Session) error {
	n, err := database.Of(tx).Change(ctx, `UPDATE sessions SET ended_at = ?3 WHERE id = ?1 AND account = ?2 AND ended_at IS NULL`, s, a, database.At(tx.Now()))
	if err == nil && n == 0 {
		return account.ErrUnknown
	}
	return err
}

// EndSessions ends every session of the account but the spared one.
func (Store) EndSessions(ctx context.Context, tx txn.Write, a id.Account, spared id.Session) error {
	return database.Of(tx).Exec(ctx, `UPDATE sessions SET ended_at = ?3 WHERE account = ?1 AND id <> ?2 AND ended_at IS NULL`, a, string(spared), database.At(tx.Now()))
}

// DeleteSessions forgets those that ended or ran out before the moment.
func (Store) DeleteSessions(ctx context.Context, tx txn.Write, before time.Time) error {
	return database.Of(tx).Exec(ctx, `DELETE FROM sessions WHERE until_at < ?1 OR ended_at < ?1`, database.At(before))
}
