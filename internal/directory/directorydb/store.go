// Package directorydb keeps the directory in the database. It holds SQL and no
// rule; the contract it fulfils is directorytest.Suite.
package directorydb

import (
	"context"
	"errors"

	"golang.org/x/text/unicode/norm"

	"mendan/internal/civil"
	"mendan/internal/database"
	"mendan/internal/directory"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Store implements directory.Store.
type Store struct{}

// New makes a Store.
func New() Store { return Store{} }

var _ directory.Store = Store{}

// scanner is the Scan of a row.
type scanner = func(dest ...any) error

// one reads a single row and names what is missing.
func one[T any](ctx context.Context, tx txn.Read, query string, scan func(scanner) (T, error), args ...any) (T, error) {
	v, err := scan(database.Of(tx).Row(ctx, query, args...).Scan)
	if errors.Is(err, database.ErrNone) {
		return v, directory.ErrUnknown
	}
	return v, err
}

// maybe is a reference as a column value: NULL when there is none.
func maybe[I ~string](ref I) any {
	if ref == "" {
		return nil
	}
	return string(ref)
}

// composed is text as it is kept: NFC, whatever door it came through. Never
// NFKC, which would change how people write their names.
func composed(text string) string { return norm.NFC.String(text) }

func composedName(n directory.Name) directory.Name {
	n.Family, n.Given = composed(n.Family), composed(n.Given)
	n.FamilyKana, n.GivenKana = composed(n.FamilyKana), composed(n.GivenKana)
	return n
}

func key(text string) []byte { return []byte(text) }

// Company reads one.
func (Store) Company(ctx context.Context, tx txn.Read, c id.Company) (directory.Company, error) {
	return one(ctx, tx, `SELECT id, name, kana FROM companies WHERE id = ?1`, scanCompany, c)
}

func scanCompany(scan scanner) (directory.Company, error) {
	var c directory.Company
	err := scan(&c.ID, &c.Name, &c.Kana)
	return c, err
}

// ListCompanies reads all by kana.
func (Store) ListCompanies(ctx context.Context, tx txn.Read) ([]directory.Company, error) {
	return database.Many(ctx, tx, `SELECT id, name, kana FROM companies ORDER BY kana_key, id`, scanCompany)
}

// InsertCompany adds one.
func (Store) InsertCompany(ctx context.Context, tx txn.Write, c directory.Company) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO companies (id, name, kana, kana_key) VALUES (?1, ?2, ?3, ?4)`,
		c.ID, composed(c.Name), composed(c.Kana), key(directory.KanaKey(composed(c.Kana))))
}

const workplaceColumns = `id, company, name, zone, headcount, postal, address, phone`

func scanWorkplace(scan scanner) (directory.Workplace, error) {
	var w directory.Workplace
	err := scan(&w.ID, &w.Company, &w.Name, &w.Zone, &w.Headcount, &w.Postal, &w.Address, &w.Phone)
	return w, err
}

// Workplace reads one.
func (Store) Workplace(ctx context.Context, tx txn.Read, w id.Workplace) (directory.Workplace, error) {
	return one(ctx, tx, `SELECT `+workplaceColumns+` FROM workplaces WHERE id = ?1`, scanWorkplace, w)
}

// ListWorkplaces reads those of a company, oldest first.
func (Store) ListWorkplaces(ctx context.Context, tx txn.Read, c id.Company) ([]directory.Workplace, error) {
	return database.Many(ctx, tx, `SELECT `+workplaceColumns+` FROM workplaces WHERE company = ?1 ORDER BY added_at, id`, scanWorkplace, c)
}

// InsertWorkplace adds one.
func (Store) InsertWorkplace(ctx context.Context, tx txn.Write, w directory.Workplace) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO workplaces (`+workplaceColumns+`, added_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)`,
		w.ID, w.Company, composed(w.Name), w.Zone, w.Headcount, w.Postal, composed(w.Address), w.Phone, database.At(tx.Now()))
}

func scanDepartment(scan scanner) (directory.Department, error) {
	var d directory.Department
	err := scan(&d.ID, &d.Company, &d.Workplace, &d.Name)
	return d, err
}

// Department reads one.
func (Store) Department(ctx context.Context, tx txn.Read, d id.Department) (directory.Department, error) {
	return one(ctx, tx, `SELECT id, company, workplace, name FROM departments WHERE id = ?1`, scanDepartment, d)
}

// ListDepartments reads those of a workplace, oldest first.
func (Store) ListDepartments(ctx context.Context, tx txn.Read, w id.Workplace) ([]directory.Department, error) {
	return database.Many(ctx, tx, `SELECT id, company, workplace, name FROM departments WHERE workplace = ?1 ORDER BY added_at, id`, scanDepartment, w)
}

// InsertDepartment adds one.
func (Store) InsertDepartment(ctx context.Context, tx txn.Write, d directory.Department) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO departments (id, company, workplace, name, added_at) VALUES (?1, ?2, ?3, ?4, ?5)`,
		d.ID, d.Company, d.Workplace, composed(d.Name), database.At(tx.Now()))
}

const physicianColumns = `id, family, given, family_kana, given_kana, register, licensed, specialty, phone, mail`

func scanPhysician(scan scanner) (directory.Physician, error) {
	var p directory.Physician
	err := scan(&p.ID, &p.Name.Family, &p.Name.Given, &p.Name.FamilyKana, &p.Name.GivenKana,
		&p.Register, &p.Licensed, &p.Specialty, &p.Phone, &p.Mail)
	return p, err
}

// Physician reads one.
func (Store) Physician(ctx context.Context, tx txn.Read, p id.Physician) (directory.Physician, error) {
	return one(ctx, tx, `SELECT `+physicianColumns+` FROM physicians WHERE id = ?1`, scanPhysician, p)
}

// ListPhysicians reads all by kana.
func (Store) ListPhysicians(ctx context.Context, tx txn.Read) ([]directory.Physician, error) {
	return database.Many(ctx, tx, `SELECT `+physicianColumns+` FROM physicians ORDER BY kana_key, id`, scanPhysician)
}

// InsertPhysician adds one.
func (Store) InsertPhysician(ctx context.Context, tx txn.Write, p directory.Physician) error {
	n := composedName(p.Name)
	return database.Of(tx).Exec(ctx, `INSERT INTO physicians (`+physicianColumns+`, kana_key) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)`,
		p.ID, n.Family, n.Given, n.FamilyKana, n.GivenKana, p.Register, p.Licensed, composed(p.Specialty), p.Phone, p.Mail,
		key(directory.NameKey(n)))
}

const appointmentColumns = `physician, company, workplace, kind, from_day, until_day, care_since, last_round`

func scanAppointment(scan scanner) (directory.Appointment, error) {
	var a directory.Appointment
	err := scan(&a.Physician, &a.Company, &a.Workplace, &a.Kind, &a.From, &a.Until, &a.CareSince, &a.LastRound)
	return a, err
}

// ListAppointments reads those of a workplace that hold on the day.
func (Store) ListAppointments(ctx context.Context, tx txn.Read, w id.Workplace, day civil.Date) ([]directory.Appointment, error) {
	return database.Many(ctx, tx, `SELECT `+appointmentColumns+` FROM appointments
		WHERE workplace = ?1 AND from_day <= ?2 AND (until_day IS NULL OR until_day >= ?2)
		ORDER BY from_day, physician`, scanAppointment, w, day)
}

// ListAppointmentsOf reads those of a physician that hold on the day.
func (Store) ListAppointmentsOf(ctx context.Context, tx txn.Read, p id.Physician, day civil.Date) ([]directory.Appointment, error) {
	return database.Many(ctx, tx, `SELECT `+appointmentColumns+` FROM appointments
		WHERE physician = ?1 AND from_day <= ?2 AND (until_day IS NULL OR until_day >= ?2)
		ORDER BY workplace, from_day`, scanAppointment, p, day)
}

// InsertAppointment adds one.
func (Store) InsertAppointment(ctx context.Context, tx txn.Write, a directory.Appointment) error {
	err := database.Of(tx).Exec(ctx, `INSERT INTO appointments (`+appointmentColumns+`) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)`,
		a.Physician, a.Company, a.Workplace, string(a.Kind), a.From, a.Until, a.CareSince, a.LastRound)
	if database.IsUnique(err) {
		return directory.ErrAppointed
	}
	return err
}

// UpdateAppointment changes one, named by physician, workplace and first day.
func (Store) UpdateAppointment(ctx context.Context, tx txn.Write, a directory.Appointment) error {
	n, err := database.Of(tx).Change(ctx, `UPDATE appointments SET kind = ?4, until_day = ?5, care_since = ?6, last_round = ?7
		WHERE physician = ?1 AND workplace = ?2 AND from_day = ?3`,
		a.Physician, a.Workplace, a.From, string(a.Kind), a.Until, a.CareSince, a.LastRound)
	if err == nil && n == 0 {
		return directory.ErrUnknown
	}
	return err
}
