// Package accountdb keeps accounts, links and sessions in the database. It
// holds SQL and no rule; the contract it fulfils is accounttest.Suite.
package accountdb

import (
	"context"
	"errors"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"mendan/internal/account"
	"mendan/internal/actor"
	"mendan/internal/database"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/txn"
)

// Store implements account.Store.
type Store struct{}

// New makes a Store.
func New() Store { return Store{} }

var _ account.Store = Store{}

type scanner = func(dest ...any) error

// maybe is a reference as a column value: NULL when there is none.
func maybe[I ~string](ref I) any {
	if ref == "" {
		return nil
	}
	return string(ref)
}

const selectAccount = `SELECT a.id, a.mail, a.name, COALESCE(a.company, ''), COALESCE(a.employee, ''), COALESCE(a.physician, ''), a.language, a.style, a.closed_at FROM accounts a `

func scanAccount(scan scanner) (account.Account, error) {
	var a account.Account
	var style string
	err := scan(&a.ID, &a.Mail, &a.Name, &a.Company, &a.Employee, &a.Physician, &a.Language, &style, database.Into(&a.Closed))
	a.Style = lang.ParseStyle(style)
	return a, err
}

// one reads an account with its roles and workplaces.
func one(ctx context.Context, tx txn.Read, where string, arg any) (account.Account, error) {
	a, err := scanAccount(database.Of(tx).Row(ctx, selectAccount+where, arg).Scan)
	if errors.Is(err, database.ErrNone) {
		return a, account.ErrUnknown
	}
	if err != nil {
		return a, err
	}
	return with(ctx, tx, a)
}

func with(ctx context.Context, tx txn.Read, a account.Account) (account.Account, error) {
	text := func(scan scanner) (string, error) {
		var s string
		err := scan(&s)
		return s, err
	}
	roles, err := database.Many(ctx, tx, `SELECT role FROM account_roles WHERE account = ?1`, text, a.ID)
	if err != nil {
		return a, err
	}
	a.Roles = actor.ParseRoles(strings.Join(roles, " "))
	places, err := database.Many(ctx, tx, `SELECT workplace FROM account_workplaces WHERE account = ?1`, text, a.ID)
	if err != nil {
		return a, err
	}
	slices.Sort(places)
	for _, p := range places {
		a.Workplaces = append(a.Workplaces, id.Workplace(p))
	}
	return a, nil
}

// Account reads one.
func (Store) Account(ctx context.Context, tx txn.Read, a id.Account) (account.Account, error) {
	return one(ctx, tx, `WHERE a.id = ?1`, a)
}

// AccountByMail reads one by the key of its address.
func (Store) AccountByMail(ctx context.Context, tx txn.Read, key string) (account.Account, error) {
	return one(ctx, tx, `WHERE a.mail_key = ?1`, key)
}

// OpenAccountByMail finds the open account with an address.
func (Store) OpenAccountByMail(ctx context.Context, tx txn.Read, key string) (id.Account, error) {
	var a id.Account
	err := database.Of(tx).Row(ctx, `SELECT id FROM accounts WHERE mail_key = ?1 AND closed_at IS NULL`, key).Scan(&a)
	if errors.Is(err, database.ErrNone) {
		return "", account.ErrUnknown
	}
	return a, err
}

// AccountOfEmployee reads the account of a worker.
func (Store) AccountOfEmployee(ctx context.Context, tx txn.Read, e id.Employee) (account.Account, error) {
	return one(ctx, tx, `WHERE a.employee = ?1`, e)
}

// AccountOfPhysician reads the account of a physician.
func (Store) AccountOfPhysician(ctx context.Context, tx txn.Read, p id.Physician) (account.Account, error) {
	return one(ctx, tx, `WHERE a.physician = ?1`, p)
}

// ListHolders reads the open accounts with a role, by name then id.
func (Store) ListHolders(ctx context.Context, tx txn.Read, role actor.Role, w id.Workplace) ([]account.Account, error) {
	query := selectAccount + `JOIN account_roles r ON r.account = a.id WHERE r.role = ?1 AND a.closed_at IS NULL`
	args := []any{role.String()}
	if w != "" {
		query += ` AND EXISTS (SELECT 1 FROM account_workplaces w WHERE w.account = a.id AND w.workplace = ?2)`
		args = append(args, w)
	}
	found, err := database.Many(ctx, tx, query+` ORDER BY a.name, a.id`, scanAccount, args...)
	if err != nil {
		return nil, err
	}
	for i := range found {
		if found[i], err = with(ctx, tx, found[i]); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// InsertAccount adds one.
func (s Store) InsertAccount(ctx context.Context, tx txn.Write, a account.Account) error {
	if err := s.free(ctx, tx, a); err != nil {
		return err
	}
	err := database.Of(tx).Exec(ctx, `INSERT INTO accounts (id, mail, mail_key, name, company, employee, physician, language, style, opened_at, closed_at)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)`,
		a.ID, string(a.Mail), account.Key(a.Mail), norm.NFC.String(a.Name), maybe(a.Company), maybe(a.Employee), maybe(a.Physician),
		string(a.Language), a.Style.String(), database.At(tx.Now()), database.At(a.Closed))
	if err != nil {
		return err
	}
	return s.link(ctx, tx, a)
}

// UpdateAccount writes everything but the id.
func (s Store) UpdateAccount(ctx context.Context, tx txn.Write, a account.Account) error {
	if err := s.free(ctx, tx, a); err != nil {
		return err
	}
	n, err := database.Of(tx).Change(ctx, `UPDATE accounts SET mail = ?2, mail_key = ?3, name = ?4, company = ?5, employee = ?6, physician = ?7,
		language = ?8, style = ?9, closed_at = ?10 WHERE id = ?1`,
		a.ID, string(a.Mail), account.Key(a.Mail), norm.NFC.String(a.Name), maybe(a.Company), maybe(a.Employee), maybe(a.Physician),
		string(a.Language), a.Style.String(), database.At(a.Closed))
	switch {
	case err != nil:
		return err
	case n == 0:
		return account.ErrUnknown
	}
	for _, table := range []string{`DELETE FROM account_roles WHERE account = ?1`, `DELETE FROM account_workplaces WHERE account = ?1`} {
		if err := database.Of(tx).Exec(ctx, table, a.ID); err != nil {
			return err
		}
	}
	return s.link(ctx, tx, a)
}

// free tells which of the unique things another account already has. Asked
// beforehand, since PostgreSQL ends an act at its first violated index.
func (s Store) free(ctx context.Context, tx txn.Read, a account.Account) error {
	for _, q := range []struct {
		query string
		arg   string
		taken error
	}{
		{`SELECT COUNT(*) FROM accounts WHERE mail_key = ?1 AND id <> ?2`, account.Key(a.Mail), account.ErrMailTaken},
		{`SELECT COUNT(*) FROM accounts WHERE employee = ?1 AND id <> ?2`, string(a.Employee), account.ErrPersonTaken},
		{`SELECT COUNT(*) FROM accounts WHERE physician = ?1 AND id <> ?2`, string(a.Physician), account.ErrPersonTaken},
	} {
		var n int
		if err := database.Of(tx).Row(ctx, q.query, q.arg, a.ID).Scan(&n); err != nil {
			return err
		}
		if n > 0 {
			return q.taken
		}
	}
	return nil
}

func (Store) link(ctx context.Context, tx txn.Write, a account.Account) error {
	for _, r := range a.Roles.List() {
		if err := database.Of(tx).Exec(ctx, `INSERT INTO account_roles (role, account) VALUES (?1, ?2)`, r.String(), a.ID); err != nil {
			return err
		}
	}
	for _, w := range a.Workplaces {
		if err := database.Of(tx).Exec(ctx, `INSERT INTO account_workplaces (workplace, account) VALUES (?1, ?2) ON CONFLICT DO NOTHING`, w, a.ID); err != nil {
			return err
		}
	}
	return nil
}
