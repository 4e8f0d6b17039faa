// Package readinessdb keeps places, contacts, consents, addresses, read
// marks and requests in the database. It holds no rule; only DeleteAddresses and
// DeleteCamera delete.
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

// Store implements readiness.Store.
type Store struct{}

// New makes a Store.
func New() Store { return Store{} }

// none turns "no row" into the area's own word for it.
func none(err error) error {
	if errors.Is(err, database.ErrNone) {
		return readiness.ErrNone
	}
	return err
}

// Place reads the declaration for a case.
func (Store) Place(ctx context.Context, tx txn.Read, c id.Case) (readiness.Place, error) {
	var p readiness.Place
	err := database.Of(tx).Row(ctx, `SELECT case_id, company, employee, kind, note, alone, network, said_at FROM readiness_places WHERE case_id = ?1`, c).
		Scan(&p.Case, &p.Company, &p.Employee, &p.Kind, &p.Note, &p.Alone, &p.Network, database.Into(&p.SaidAt))
	return p, none(err)
}

// PutPlace saves it.
func (Store) PutPlace(ctx context.Context, tx txn.Write, p readiness.Place) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO readiness_places (case_id, company, employee, kind, note, alone, network, said_at)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
		ON CONFLICT (case_id) DO UPDATE SET kind = excluded.kind, note = excluded.note, alone = excluded.alone, network = excluded.network, said_at = excluded.said_at`,
		p.Case, p.Company, p.Employee, p.Kind, p.Note, p.Alone, p.Network, database.At(p.SaidAt))
}

// Contact reads a worker's contact.
func (Store) Contact(ctx context.Context, tx txn.Read, e id.Employee) (readiness.Contact, error) {
	var c readiness.Contact
	err := database.Of(tx).Row(ctx, `SELECT employee, company, phone, second, nobody, name, relation, tel, may_life, may_lost, may_talk, doctor, doctor_tel, changed_at
		FROM readiness_contacts WHERE employee = ?1`, e).
		Scan(&c.Employee, &c.Company, &c.Phone, &c.Second, &c.Nobody, &c.Name, &c.Relation, &c.Tel,
			&c.Consents.Life, &c.Consents.Lost, &c.Consents.Consult, &c.Doctor, &c.DoctorTel, database.Into(&c.ChangedAt))
	return c, none(err)
}

// PutContact saves it.
func (Store) PutContact(ctx context.Context, tx txn.Write, c readiness.Contact) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO readiness_contacts
			(employee, company, phone, second, nobody, name, relation, tel, may_life, may_lost, may_talk, doctor, doctor_tel, changed_at)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
		ON CONFLICT (employee) DO UPDATE SET company = excluded.company, phone = excluded.phone, second = excluded.second, nobody = excluded.nobody,
			name = excluded.name, relation = excluded.relation, tel = excluded.tel, may_life = excluded.may_life, may_lost = excluded.may_lost,
			may_talk = excluded.may_talk, doctor = excluded.doctor, doctor_tel = excluded.doctor_tel, changed_at = excluded.changed_at`,
		c.Employee, c.Company, string(c.Phone), c.Second, c.Nobody, c.Name, c.Relation, string(c.Tel),
		c.Consents.Life, c.Consents.Lost, c.Consents.Consult, c.Doctor, string(c.DoctorTel), database.At(c.ChangedAt))
}

// ConfirmedAt is when the contact was confirmed for the case.
func (Store) ConfirmedAt(ctx context.Context, tx txn.Read, c id.Case) (time.Time, error) {
	var at time.Time
	err := database.Of(tx).Row(ctx, `SELECT confirmed_at FROM readiness_confirmations WHERE case_id = ?1`, c).Scan(database.Into(&at))
	if errors.Is(err, database.ErrNone) {
		return time.Time{}, nil
	}
	return at, err
}

// Confirm notes that the contact holds for the case.
func (Store) Confirm(ctx context.Context, tx txn.Write, c id.Case, e id.Employee, at time.Time) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO readiness_confirmations (case_id, employee, confirmed_at) VALUES (?1, ?2, ?3)
		ON CONFLICT (case_id) DO UPDATE SET confirmed_at = excluded.confirmed_at`, c, e, database.At(at))
}

// AddConsent adds a line to the ledger.
func (Store) AddConsent(ctx context.Context, tx txn.Write, c readiness.Consent) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO readiness_consents (employee, seq, company, case_id, kind, version, given, at)
		SELECT ?1, COALESCE(MAX(seq), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7 FROM readiness_consents WHERE employee = ?1`,
		c.Employee, c.Company, c.Case, c.Kind, c.Version, c.Given, database.At(c.At))
}

// ListConsents lists a worker's lines, oldest first.
func (Store) ListConsents(ctx context.Context, tx txn.Read, e id.Employee) ([]readiness.Consent, error) {
	return database.Many(ctx, tx, `SELECT employee, company, case_id, kind, version, given, at FROM readiness_consents WHERE employee = ?1 ORDER BY seq`,
		func(scan func(dest ...any) error) (readiness.Consent, error) {
			var c readiness.Consent
			err := scan(&c.Employee, &c.Company, &c.Case, &c.Kind, &c.Version, &c.Given, database.Into(&c.At))
			return c, err
		}, e)
}

// Address reads the address of the day.
func (Store) Address(ctx context.Context, tx txn.Read, c id.Case) (readiness.Address, error) {
	var a readiness.Address
	err := database.Of(tx).Row(ctx, `SELECT case_id, company, employee, prefecture, street, nearby, said_at, delete_at FROM readiness_addresses WHERE case_id = ?1`, c).
		Scan(&a.Case, &a.Company, &a.Employee, &a.Prefecture, &a.Street, &a.Nearby, database.Into(&a.SaidAt), database.Into(&a.DeleteAt))
	return a, none(err)
}

// PutAddress saves it.
func (Store) PutAddress(ctx context.Context, tx txn.Write, a readiness.Address) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO readiness_addresses (case_id, company, employee, prefecture, street, nearby, said_at, delete_at)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
		ON CONFLICT (case_id) DO UPDATE SET prefecture = excluded.prefecture, street = excluded.street, nearby = excluded.nearby,
			said_at = excluded.said_at, delete_at = excluded.delete_at`,
		a.Case, a.Company, a.Employee, a.Prefecture, a.Street, a.Nearby, database.At(a.SaidAt), database.At(a.DeleteAt))
}

// DeleteAddresses deletes those whose time is up.
func (Store) DeleteAddresses(ctx context.Context, tx txn.Write, now time.Time) (int64, error) {
	return database.Of(tx).Change(ctx, `DELETE FROM readiness_addresses WHERE delete_at <= ?1`, database.At(now))
}

// ReadVersion is the newest version confirmed for the case.
func (Store) ReadVersion(ctx context.Context, tx txn.Read, c id.Case) (int, time.Time, error) {
	var version int
	var at time.Time
	err := database.Of(tx).Row(ctx, `SELECT version, read_at FROM readiness_reads WHERE case_id = ?1 ORDER BY version DESC LIMIT 1`, c).
		Scan(&version, database.Into(&at))
	if errors.Is(err, database.ErrNone) {
		return 0, time.Time{}, nil
	}
	return version, at, err
}

// AddRead adds a confirmation.
func (Store) AddRead(ctx context.Context, tx txn.Write, r readiness.ReadMark) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO readiness_reads (case_id, version, company, employee, read_at) VALUES (?1, ?2, ?3, ?4, ?5)
		ON CONFLICT (case_id, version) DO NOTHING`, r.Case, r.Version, r.Company, r.Employee, database.At(r.At))
}
