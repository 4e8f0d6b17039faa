// Package provisiondb keeps workplace cards, information packages and waivers
// in the database: append-only, but for the time a package was opened. It holds
// no rule.
package provisiondb

import (
	"context"
	"errors"
	"time"

	"mendan/internal/database"
	"mendan/internal/id"
	"mendan/internal/provision"
	"mendan/internal/txn"
)

// Store implements provision.Store.
type Store struct{}

// New makes a Store.
func New() Store { return Store{} }

func none(err error) error {
	if errors.Is(err, database.ErrNone) {
		return provision.ErrNone
	}
	return err
}

const cardColumns = `workplace, version, company, business, work, environment, hazards, hours, shift, headcount, kept_at, kept_by`

func scanCard(scan func(dest ...any) error) (provision.Card, error) {
	var c provision.Card
	err := scan(&c.Workplace, &c.Version, &c.Company, &c.Business, &c.Work, &c.Environment, &c.Hazards, &c.Hours, &c.Shift,
		&c.Headcount, database.Into(&c.At), &c.By)
	return c, none(err)
}

// Card is the newest card of the workplace.
func (Store) Card(ctx context.Context, tx txn.Read, w id.Workplace) (provision.Card, error) {
	return scanCard(database.Of(tx).Row(ctx, `SELECT `+cardColumns+` FROM provision_cards WHERE workplace = ?1 ORDER BY version DESC LIMIT 1`, w).Scan)
}

// CardVersion is the card as it was.
func (Store) CardVersion(ctx context.Context, tx txn.Read, w id.Workplace, version int64) (provision.Card, error) {
	return scanCard(database.Of(tx).Row(ctx, `SELECT `+cardColumns+` FROM provision_cards WHERE workplace = ?1 AND version = ?2`, w, version).Scan)
}

// Cards gives all versions, newest first.
func (Store) Cards(ctx context.Context, tx txn.Read, w id.Workplace) ([]provision.Card, error) {
	return database.Many(ctx, tx, `SELECT `+cardColumns+` FROM provision_cards WHERE workplace = ?1 ORDER BY version DESC`, scanCard, w)
}

// AddCard adds a version.
func (Store) AddCard(ctx context.Context, tx txn.Write, c provision.Card) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO provision_cards (`+cardColumns+`) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)`,
		c.Workplace, c.Version, c.Company, c.Business, c.Work, c.Environment, c.Hazards, c.Hours, c.Shift, c.Headcount, database.At(c.At), c.By)
}

const packageColumns = `case_id, version, company, workplace, employee, card, name, number, sex, born, age, department, post,
	month, work_days, work_time, overtime, holiday_work, nights, night_time,
	content, intensity, responsibility, environment, earlier, examination, given_at, given_by, opened_at`

func scanPackage(scan func(dest ...any) error) (provision.Package, error) {
	var p provision.Package
	var month string
	err := scan(&p.Case, &p.Version, &p.Company, &p.Workplace, &p.Employee, &p.Card, &p.Worker.Name, &p.Worker.Number, &p.Worker.Sex, &p.Worker.Born,
		&p.Worker.Age, &p.Worker.Department, &p.Worker.Post, &month, &p.WorkDays, &p.WorkTime, &p.Overtime, &p.HolidayWork, &p.Nights, &p.NightTime,
		&p.Content, &p.Intensity, &p.Responsibility, &p.Environment, &p.Earlier, &p.Examination, database.Into(&p.GivenAt), &p.By, database.Into(&p.OpenedAt))
	if err != nil {
		return p, none(err)
	}
	at, err := time.Parse("2006-01", month)
	p.Month = provision.Month{Year: at.Year(), Month: at.Month()}
	return p, err
}

// Package is the newest package of the case.
func (Store) Package(ctx context.Context, tx txn.Read, c id.Case) (provision.Package, error) {
	return scanPackage(database.Of(tx).Row(ctx, `SELECT `+packageColumns+` FROM provision_packages WHERE case_id = ?1 ORDER BY version DESC LIMIT 1`, c).Scan)
}

// LastOfWorker is the newest package about the worker of another case.
func (Store) LastOfWorker(ctx context.Context, tx txn.Read, e id.Employee, but id.Case) (provision.Package, error) {
	return scanPackage(database.Of(tx).Row(ctx, `SELECT `+packageColumns+` FROM provision_packages
		WHERE employee = ?1 AND case_id <> ?2 ORDER BY given_at DESC, version DESC LIMIT 1`, e, but).Scan)
}

// AddPackage adds a version.
func (Store) AddPackage(ctx context.Context, tx txn.Write, p provision.Package) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO provision_packages (`+packageColumns+`)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29)`,
		p.Case, p.Version, p.Company, p.Workplace, p.Employee, p.Card, p.Worker.Name, p.Worker.Number, string(p.Worker.Sex), p.Worker.Born,
		p.Worker.Age, p.Worker.Department, p.Worker.Post, p.Month.String(), p.WorkDays, int64(p.WorkTime), int64(p.Overtime), int64(p.HolidayWork), p.Nights, int64(p.NightTime),
		p.Content, p.Intensity, p.Responsibility, p.Environment, p.Earlier, p.Examination, database.At(p.GivenAt), p.By, database.At(p.OpenedAt))
}

// SetOpened notes when a version was opened; an earlier note stays.
func (Store) SetOpened(ctx context.Context, tx txn.Write, c id.Case, version int64, at time.Time) error {
	return database.Of(tx).Exec(ctx, `UPDATE provision_packages SET opened_at = ?3 WHERE case_id = ?1 AND version = ?2 AND opened_at IS NULL`, c, version, database.At(at))
}

// Waiver is the newest waiver of the case.
func (Store) Waiver(ctx context.Context, tx txn.Read, c id.Case) (provision.Waiver, error) {
	var w provision.Waiver
	err := database.Of(tx).Row(ctx, `SELECT case_id, company, physician, reason, at FROM provision_waivers WHERE case_id = ?1 ORDER BY seq DESC LIMIT 1`, c).
		Scan(&w.Case, &w.Company, &w.Physician, &w.Reason, database.Into(&w.At))
	return w, none(err)
}

// AddWaiver adds one.
func (Store) AddWaiver(ctx context.Context, tx txn.Write, w provision.Waiver) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO provision_waivers (case_id, seq, company, physician, reason, at)
		SELECT ?1, COALESCE(MAX(seq), 0) + 1, ?2, ?3, ?4, ?5 FROM provision_waivers WHERE case_id = ?1`,
		w.Case, w.Company, w.Physician, w.Reason, database.At(w.At))
}
