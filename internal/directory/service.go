package directory

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"mendan/internal/civil"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Service is the directory for the other areas. Its reads join the caller's
// snapshot or act and ask no permission: the caller holds the actor and checks.
type Service struct {
	txns  txn.Runner
	store Store
}

// NewService makes a Service.
func NewService(txns txn.Runner, store Store) *Service { return &Service{txns: txns, store: store} }

// Company reads one. Errors: ErrUnknown.
func (s *Service) Company(ctx context.Context, tx txn.Read, c id.Company) (Company, error) {
	return s.store.Company(ctx, tx, c)
}

// Companies is all of them by kana.
func (s *Service) Companies(ctx context.Context, tx txn.Read) ([]Company, error) {
	return s.store.ListCompanies(ctx, tx)
}

// Workplace reads one. Errors: ErrUnknown.
func (s *Service) Workplace(ctx context.Context, tx txn.Read, w id.Workplace) (Workplace, error) {
	return s.store.Workplace(ctx, tx, w)
}

// Workplaces is those of a company, oldest first.
func (s *Service) Workplaces(ctx context.Context, tx txn.Read, c id.Company) ([]Workplace, error) {
	return s.store.ListWorkplaces(ctx, tx, c)
}

// Department reads one. Errors: ErrUnknown.
func (s *Service) Department(ctx context.Context, tx txn.Read, d id.Department) (Department, error) {
	return s.store.Department(ctx, tx, d)
}

// Departments is those of a workplace, oldest first.
func (s *Service) Departments(ctx context.Context, tx txn.Read, w id.Workplace) ([]Department, error) {
	return s.store.ListDepartments(ctx, tx, w)
}

// Employee reads one. Errors: ErrUnknown.
func (s *Service) Employee(ctx context.Context, tx txn.Read, e id.Employee) (Employee, error) {
	return s.store.Employee(ctx, tx, e)
}

// EmployeeByNumber reads the one of the company with that number, written with its zeros. Errors: ErrUnknown.
func (s *Service) EmployeeByNumber(ctx context.Context, tx txn.Read, c id.Company, number string) (Employee, error) {
	return s.store.EmployeeByNumber(ctx, tx, c, number)
}

// People is a page of a workplace's workers by kana, those who have left
// included. The next page starts at CursorOf(last).
func (s *Service) People(ctx context.Context, tx txn.Read, w id.Workplace, page Page) ([]Employee, error) {
	return s.store.ListEmployees(ctx, tx, w, page)
}

// Subordinates is the workers whose line manager is m, by kana.
func (s *Service) Subordinates(ctx context.Context, tx txn.Read, m id.Employee) ([]Employee, error) {
	return s.store.ListSubordinates(ctx, tx, m)
}

// FindEmployees is up to limit workers of the workplaces whose kana begin with
// the words, or whose number they are, whatever width or script was typed, by
// kana. Empty words find nobody.
func (s *Service) FindEmployees(ctx context.Context, tx txn.Read, at []id.Workplace, words string, limit int) ([]Employee, error) {
	key := KanaKey(words)
	if key == "" || len(at) == 0 {
		return nil, nil
	}
	if strings.ContainsFunc(words, unicode.IsDigit) {
		return s.store.FindByNumber(ctx, tx, at, NumberKey(words), limit)
	}
	return s.store.FindByKana(ctx, tx, at, key, limit)
}

// Physician reads one. Errors: ErrUnknown.
func (s *Service) Physician(ctx context.Context, tx txn.Read, p id.Physician) (Physician, error) {
	return s.store.Physician(ctx, tx, p)
}

// Physicians is all of them by kana.
func (s *Service) Physicians(ctx context.Context, tx txn.Read) ([]Physician, error) {
	return s.store.ListPhysicians(ctx, tx)
}

// Appointments is those of the workplace that hold on the day, longest appointed first.
func (s *Service) Appointments(ctx context.Context, tx txn.Read, w id.Workplace, on civil.Date) ([]Appointment, error) {
	return s.store.ListAppointments(ctx, tx, w, on)
}

// AppointmentsOf is those of the physician that hold on the day: his companies and workplaces.
func (s *Service) AppointmentsOf(ctx context.Context, tx txn.Read, p id.Physician, on civil.Date) ([]Appointment, error) {
	return s.store.ListAppointmentsOf(ctx, tx, p, on)
}

// PhysiciansFor is who is appointed at the workplace on the day, longest
// appointed first. Nobody is an empty list, not an error.
func (s *Service) PhysiciansFor(ctx context.Context, tx txn.Read, w id.Workplace, on civil.Date) ([]Physician, error) {
	appointments, err := s.store.ListAppointments(ctx, tx, w, on)
	if err != nil {
		return nil, err
	}
	var out []Physician
	for _, a := range appointments {
		if slices.ContainsFunc(out, func(p Physician) bool { return p.ID == a.Physician }) {
			continue
		}
		p, err := s.store.Physician(ctx, tx, a.Physician)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

// Appointed is the ids of PhysiciansFor, as access.Subject wants them.
func (s *Service) Appointed(ctx context.Context, tx txn.Read, w id.Workplace, on civil.Date) ([]id.Physician, error) {
	appointments, err := s.store.ListAppointments(ctx, tx, w, on)
	if err != nil {
		return nil, err
	}
	var out []id.Physician
	for _, a := range appointments {
		if !slices.Contains(out, a.Physician) {
			out = append(out, a.Physician)
		}
	}
	return out, nil
}

// Today is the day it is at the workplace.
func Today(tx txn.Read, w Workplace) civil.Date { return civil.DateOf(tx.Now(), w.Location()) }
