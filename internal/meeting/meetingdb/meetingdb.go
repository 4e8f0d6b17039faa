// Package meetingdb keeps designations, accounts (their secrets sealed) and
// meetings in the database. It holds no rule.
package meetingdb

import (
	"context"
	"errors"
	"time"

	"mendan/internal/database"
	"mendan/internal/id"
	"mendan/internal/meeting"
	"mendan/internal/txn"
)

// Store implements meeting.Store.
type Store struct{ seal Seal }

// New makes a Store that seals with s.
func New(s Seal) Store { return Store{s} }

func none(err error) error {
	if errors.Is(err, database.ErrNone) {
		return meeting.ErrNone
	}
	return err
}

// Designation reads what a workplace named.
func (Store) Designation(ctx context.Context, tx txn.Read, w id.Workplace) (meeting.Designation, error) {
	var d meeting.Designation
	err := database.Of(tx).Row(ctx, `SELECT workplace, company, tool, way, at, named_by FROM meeting_designations WHERE workplace = ?1`, w).
		Scan(&d.Workplace, &d.Company, &d.Tool, &d.Way, database.Into(&d.At), &d.By)
	return d, none(err)
}

// PutDesignation writes it.
func (Store) PutDesignation(ctx context.Context, tx txn.Write, d meeting.Designation) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO meeting_designations (workplace, company, tool, way, at, named_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
		ON CONFLICT (workplace) DO UPDATE SET company = excluded.company, tool = excluded.tool, way = excluded.way, at = excluded.at, named_by = excluded.named_by`,
		d.Workplace, d.Company, d.Tool, d.Way, database.At(d.At), d.By)
}

func about(c id.Company, t meeting.Tool) string { return string(c) + " " + string(t) }

// Account reads a company's account at a tool and opens its secret.
func (s Store) Account(ctx context.Context, tx txn.Read, c id.Company, t meeting.Tool) (meeting.Account, error) {
	var a meeting.Account
	var sealed []byte
	err := database.Of(tx).Row(ctx, `SELECT company, tool, tenant, client, secret, host, at, given_by FROM meeting_accounts WHERE company = ?1 AND tool = ?2`, c, t).
		Scan(&a.Company, &a.Tool, &a.Tenant, &a.Client, &sealed, &a.Host, database.Into(&a.At), &a.By)
	if err != nil {
		return meeting.Account{}, none(err)
	}
	text, err := s.seal.open(sealed, about(c, t))
	a.Secret = meeting.Secret(text)
	return a, err
}

// PutAccount seals the secret and writes the account.
func (s Store) PutAccount(ctx context.Context, tx txn.Write, a meeting.Account) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO meeting_accounts (company, tool, tenant, client, secret, host, at, given_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
		ON CONFLICT (company, tool) DO UPDATE SET tenant = excluded.tenant, client = excluded.client, secret = excluded.secret,
			host = excluded.host, at = excluded.at, given_by = excluded.given_by`,
		a.Company, a.Tool, a.Tenant, a.Client, s.seal.close(string(a.Secret), about(a.Company, a.Tool)), a.Host, database.At(a.At), a.By)
}

// DeleteAccount forgets it.
func (Store) DeleteAccount(ctx context.Context, tx txn.Write, c id.Company, t meeting.Tool) error {
	return database.Of(tx).Exec(ctx, `DELETE FROM meeting_accounts WHERE company = ?1 AND tool = ?2`, c, t)
}

const columns = `booking, case_id, company, workplace, type, tool, way, state, ref, link, begins, ends, told, tried, waits, problem, changed`

func scan(into func(dest ...any) error) (meeting.Meeting, error) {
	var m meeting.Meeting
	var link string
	err := into(&m.Booking, &m.Case, &m.Company, &m.Workplace, &m.Type, &m.Tool, &m.Way, &m.State, &m.Ref, &link,
		database.Into(&m.From), database.Into(&m.To), &m.Told, &m.Tried, &m.Waits, &m.Problem, database.Into(&m.Changed))
	m.Link = meeting.Link(link)
	return m, err
}

// Meeting reads that of a booking.
func (Store) Meeting(ctx context.Context, tx txn.Read, b id.Booking) (meeting.Meeting, error) {
	m, err := scan(database.Of(tx).Row(ctx, `SELECT `+columns+` FROM meeting_meetings WHERE booking = ?1`, b).Scan)
	return m, none(err)
}

// PutMeeting writes it.
func (Store) PutMeeting(ctx context.Context, tx txn.Write, m meeting.Meeting) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO meeting_meetings (`+columns+`)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
		ON CONFLICT (booking) DO UPDATE SET tool = excluded.tool, way = excluded.way, state = excluded.state, ref = excluded.ref, link = excluded.link,
			begins = excluded.begins, ends = excluded.ends, told = excluded.told, tried = excluded.tried, waits = excluded.waits,
			problem = excluded.problem, changed = excluded.changed`,
		m.Booking, m.Case, m.Company, m.Workplace, m.Type, m.Tool, m.Way, m.State, m.Ref, string(m.Link),
		database.At(m.From), database.At(m.To), m.Told, m.Tried, m.Waits, m.Problem, database.At(m.Changed))
}

// Unready lists meetings that wait for a link and begin after the instant.
func (Store) Unready(ctx context.Context, tx txn.Read, c id.Company, t meeting.Tool, after time.Time) ([]meeting.Meeting, error) {
	return database.Many(ctx, tx, `SELECT `+columns+` FROM meeting_meetings
		WHERE company = ?1 AND tool = ?2 AND state IN ('WANTED', 'FAILED') AND begins > ?3 ORDER BY begins, booking`, scan, c, t, database.At(after))
}
