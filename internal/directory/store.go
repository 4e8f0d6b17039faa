package directory

import (
	"context"

	"mendan/internal/civil"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Store keeps the directory. Its contract is directorytest.Suite. Single reads
// answer ErrUnknown for what is not there; lists may be empty.
type Store interface {
	Company(ctx context.Context, tx txn.Read, c id.Company) (Company, error)
	// ListCompanies is all of them by kana.
	ListCompanies(ctx context.Context, tx txn.Read) ([]Company, error)
	InsertCompany(ctx context.Context, tx txn.Write, c Company) error

	Workplace(ctx context.Context, tx txn.Read, w id.Workplace) (Workplace, error)
	// ListWorkplaces is those of a company, oldest first.
	ListWorkplaces(ctx context.Context, tx txn.Read, c id.Company) ([]Workplace, error)
	InsertWorkplace(ctx context.Context, tx txn.Write, w Workplace) error

	Department(ctx context.Context, tx txn.Read, d id.Department) (Department, error)
	// ListDepartments is those of a workplace, oldest first.
	ListDepartments(ctx context.Context, tx txn.Read, w id.Workplace) ([]Department, error)
	InsertDepartment(ctx context.Context, tx txn.Write, d Department) error

	Employee(ctx context.Context, tx txn.Read, e id.Employee) (Employee, error)
	// EmployeeByNumber takes the number as written, with its zeros.
	EmployeeByNumber(ctx context.Context, tx txn.Read, c id.Company, number string) (Employee, error)
	// ListEmployees is a page of a workplace's workers in the order of kana, then id.
	ListEmployees(ctx context.Context, tx txn.Read, w id.Workplace, page Page) ([]Employee, error)
	// ListSubordinates is the workers with that manager, by kana.
	ListSubordinates(ctx context.Context, tx txn.Read, manager id.Employee) ([]Employee, error)
	// FindByKana is up to limit workers of the workplaces whose folded kana begins with prefix, by kana.
	FindByKana(ctx context.Context, tx txn.Read, at []id.Workplace, prefix string, limit int) ([]Employee, error)
	// FindByNumber is up to limit workers of the workplaces whose folded number is key, by kana.
	FindByNumber(ctx context.Context, tx txn.Read, at []id.Workplace, key string, limit int) ([]Employee, error)
	// InsertEmployee answers ErrNumberTaken.
	InsertEmployee(ctx context.Context, tx txn.Write, e Employee) error
	// UpdateEmployee writes everything but id and company. Errors: ErrUnknown, ErrNumberTaken.
	UpdateEmployee(ctx context.Context, tx txn.Write, e Employee) error

	Physician(ctx context.Context, tx txn.Read, p id.Physician) (Physician, error)
	// ListPhysicians is all of them by kana.
	ListPhysicians(ctx context.Context, tx txn.Read) ([]Physician, error)
	InsertPhysician(ctx context.Context, tx txn.Write, p Physician) error

	// ListAppointments is those of a workplace that hold on the day, longest appointed first.
	ListAppointments(ctx context.Context, tx txn.Read, w id.Workplace, day civil.Date) ([]Appointment, error)
	// ListAppointmentsOf is those of a physician that hold on the day, by workplace.
	ListAppointmentsOf(ctx context.Context, tx txn.Read, p id.Physician, day civil.Date) ([]Appointment, error)
	// InsertAppointment answers ErrAppointed for the same physician, workplace and first day.
	InsertAppointment(ctx context.Context, tx txn.Write, a Appointment) error
	// UpdateAppointment writes until, kind and the dates of the relations. Errors: ErrUnknown.
	UpdateAppointment(ctx context.Context, tx txn.Write, a Appointment) error
}

// Page asks for part of a list: up to Limit rows after the row that After
// names. The zero Page is the first, of 50.
type Page struct {
	After Cursor
	Limit int
}

// Cursor is the place of a row in a list by kana.
type Cursor struct {
	Key string // folded kana
	ID  string
}

// CursorOf is the place of e in a list by kana.
func CursorOf(e Employee) Cursor { return Cursor{Key: NameKey(e.Name), ID: string(e.ID)} }

// Size is the number of rows to read: Limit, or 50, at most 500.
func (p Page) Size() int {
	if p.Limit <= 0 {
		return 50
	}
	return min(p.Limit, 500)
}
