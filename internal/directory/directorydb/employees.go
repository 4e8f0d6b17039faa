package directorydb

import (
	"context"
	"slices"
	"strings"

	"mendan/internal/database"
	"mendan/internal/directory"
	"mendan/internal/id"
	"mendan/internal/txn"
)

const (
	employeeColumns = `id, company, workplace, department, manager, number, family, given, family_kana, given_kana, born, sex, job_title, phone, mail, hired, left_on`
	selectEmployee  = `SELECT id, company, workplace, COALESCE(department, ''), COALESCE(manager, ''), number, family, given, family_kana, given_kana, born, sex, job_title, phone, mail, hired, left_on FROM employees `
)

func scanEmployee(scan scanner) (directory.Employee, error) {
	var e directory.Employee
	err := scan(&e.ID, &e.Company, &e.Workplace, &e.Department, &e.Manager, &e.Number,
		&e.Name.Family, &e.Name.Given, &e.Name.FamilyKana, &e.Name.GivenKana,
		&e.Born, &e.Sex, &e.JobTitle, &e.Phone, &e.Mail, &e.Hired, &e.Left)
	return e, err
}

// Employee reads one.
func (Store) Employee(ctx context.Context, tx txn.Read, e id.Employee) (directory.Employee, error) {
	return one(ctx, tx, selectEmployee+`WHERE id = ?1`, scanEmployee, e)
}

// EmployeeByNumber reads one by the number as written.
func (Store) EmployeeByNumber(ctx context.Context, tx txn.Read, c id.Company, number string) (directory.Employee, error) {
	return one(ctx, tx, selectEmployee+`WHERE company = ?1 AND number = ?2`, scanEmployee, c, number)
}

// ListEmployees reads a page of a workplace's people by kana, then id.
func (Store) ListEmployees(ctx context.Context, tx txn.Read, w id.Workplace, page directory.Page) ([]directory.Employee, error) {
	return database.Many(ctx, tx, selectEmployee+`WHERE workplace = ?1 AND (kana_key, id) > (?2, ?3)
		ORDER BY kana_key, id LIMIT ?4`, scanEmployee, w, key(page.After.Key), page.After.ID, page.Size())
}

// ListSubordinates reads the people of a manager by kana.
func (Store) ListSubordinates(ctx context.Context, tx txn.Read, manager id.Employee) ([]directory.Employee, error) {
	return database.Many(ctx, tx, selectEmployee+`WHERE manager = ?1 ORDER BY kana_key, id`, scanEmployee, manager)
}

// FindByKana reads people whose key begins with prefix: a range of the index, one per workplace.
func (Store) FindByKana(ctx context.Context, tx txn.Read, at []id.Workplace, prefix string, limit int) ([]directory.Employee, error) {
	var out []directory.Employee
	for _, w := range at {
		// 0xFF is in no UTF-8 text: the end of everything that begins with prefix.
		found, err := database.Many(ctx, tx, selectEmployee+`WHERE workplace = ?1 AND kana_key >= ?2 AND kana_key < ?3
			ORDER BY kana_key, id LIMIT ?4`, scanEmployee, w, key(prefix), append(key(prefix), 0xFF), limit)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	return firstByKana(out, limit), nil
}

// FindByNumber reads people whose folded number is number.
func (Store) FindByNumber(ctx context.Context, tx txn.Read, at []id.Workplace, number string, limit int) ([]directory.Employee, error) {
	var out []directory.Employee
	for _, w := range at {
		// Not ordered by kana here: SQLite would walk the whole index of kana for it.
		found, err := database.Many(ctx, tx, selectEmployee+`WHERE workplace = ?1 AND number_key = ?2
			ORDER BY number, id LIMIT ?3`, scanEmployee, w, number, limit)
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
	}
	return firstByKana(out, limit), nil
}

func firstByKana(people []directory.Employee, limit int) []directory.Employee {
	slices.SortStableFunc(people, func(a, b directory.Employee) int {
		x, y := directory.CursorOf(a), directory.CursorOf(b)
		if c := strings.Compare(x.Key, y.Key); c != 0 {
			return c
		}
		return strings.Compare(x.ID, y.ID)
	})
	return people[:min(limit, len(people))]
}

// InsertEmployee adds one.
func (Store) InsertEmployee(ctx context.Context, tx txn.Write, e directory.Employee) error {
	n := composedName(e.Name)
	err := database.Of(tx).Exec(ctx, `INSERT INTO employees (`+employeeColumns+`, number_key, kana_key)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)`,
		e.ID, e.Company, e.Workplace, maybe(e.Department), maybe(e.Manager), e.Number,
		n.Family, n.Given, n.FamilyKana, n.GivenKana, e.Born, string(e.Sex), composed(e.JobTitle), e.Phone, e.Mail, e.Hired, e.Left,
		directory.NumberKey(e.Number), key(directory.NameKey(n)))
	if database.IsUnique(err) {
		return directory.ErrNumberTaken
	}
	return err
}

// UpdateEmployee writes everything but id and company.
func (Store) UpdateEmployee(ctx context.Context, tx txn.Write, e directory.Employee) error {
	n := composedName(e.Name)
	changed, err := database.Of(tx).Change(ctx, `UPDATE employees SET workplace = ?2, department = ?3, manager = ?4, number = ?5,
		family = ?6, given = ?7, family_kana = ?8, given_kana = ?9, born = ?10, sex = ?11, job_title = ?12, phone = ?13, mail = ?14,
		hired = ?15, left_on = ?16, number_key = ?17, kana_key = ?18 WHERE id = ?1`,
		e.ID, e.Workplace, maybe(e.Department), maybe(e.Manager), e.Number,
		n.Family, n.Given, n.FamilyKana, n.GivenKana, e.Born, string(e.Sex), composed(e.JobTitle), e.Phone, e.Mail,
		e.Hired, e.Left, directory.NumberKey(e.Number), key(directory.NameKey(n)))
	switch {
	case database.IsUnique(err):
		return directory.ErrNumberTaken
	case err == nil && changed == 0:
		return directory.ErrUnknown
	}
	return err
}
