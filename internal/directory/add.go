package directory

import (
	"context"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// AddCompany adds an employer; its id is made here.
// Errors: access.ErrForbidden; input faults.
func (s *Service) AddCompany(ctx context.Context, who actor.Actor, c Company) (Company, error) {
	if err := c.Check(); err != nil {
		return Company{}, err
	}
	c.ID = id.New[id.Company]()
	err := s.txns.Write(ctx, who, "directory.add_company", func(ctx context.Context, tx txn.Write) error {
		if err := access.Check(who, access.ManageCompany, access.Subject{}); err != nil {
			return err
		}
		tx.Touch(string(c.ID), "")
		return s.store.InsertCompany(ctx, tx, c)
	})
	if err != nil {
		return Company{}, err
	}
	return c, nil
}

// AddWorkplace adds a workplace to w.Company; its id is made here.
// Errors: ErrUnknown, access.ErrForbidden; input faults.
func (s *Service) AddWorkplace(ctx context.Context, who actor.Actor, w Workplace) (Workplace, error) {
	if err := w.Check(); err != nil {
		return Workplace{}, err
	}
	w.ID = id.New[id.Workplace]()
	err := s.txns.Write(ctx, who, "directory.add_workplace", func(ctx context.Context, tx txn.Write) error {
		if _, err := s.store.Company(ctx, tx, w.Company); err != nil {
			return err
		}
		if err := access.Check(who, access.ManageCompany, w.Subject()); err != nil {
			return err
		}
		tx.Touch(string(w.Company), "")
		tx.Touch(string(w.ID), "")
		return s.store.InsertWorkplace(ctx, tx, w)
	})
	if err != nil {
		return Workplace{}, err
	}
	return w, nil
}

// AddDepartment adds a department to d.Workplace; its id and company are set here.
// Errors: ErrUnknown, access.ErrForbidden, access.ErrHidden; input faults.
func (s *Service) AddDepartment(ctx context.Context, who actor.Actor, d Department) (Department, error) {
	if err := d.Check(); err != nil {
		return Department{}, err
	}
	d.ID = id.New[id.Department]()
	err := s.txns.Write(ctx, who, "directory.add_department", func(ctx context.Context, tx txn.Write) error {
		w, err := s.store.Workplace(ctx, tx, d.Workplace)
		if err != nil {
			return err
		}
		if err := access.Check(who, access.ManagePeople, w.Subject()); err != nil {
			return err
		}
		d.Company = w.Company
		tx.Touch(string(w.ID), "")
		tx.Touch(string(d.ID), "")
		return s.store.InsertDepartment(ctx, tx, d)
	})
	if err != nil {
		return Department{}, err
	}
	return d, nil
}

// AddPeople adds workers to their workplaces, all of them or none. An id that
// is empty is made here; a caller may set ids beforehand so that managers and
// their people arrive in one list, managers first. Companies are set here.
//
// Errors: ErrUnknown for a workplace, department or manager of elsewhere,
// ErrNumberTaken, access.ErrForbidden, access.ErrHidden; input faults of the
// first worker that has some.
func (s *Service) AddPeople(ctx context.Context, who actor.Actor, people []Employee) ([]Employee, error) {
	added := make([]Employee, 0, len(people))
	for _, e := range people {
		if e.ID == "" {
			e.ID = id.New[id.Employee]()
		}
		e.Name.FamilyKana, e.Name.GivenKana = Kana(e.Name.FamilyKana), Kana(e.Name.GivenKana)
		if err := e.Check(); err != nil {
			return nil, err
		}
		added = append(added, e)
	}
	err := s.txns.Write(ctx, who, "directory.add_people", func(ctx context.Context, tx txn.Write) error {
		for i := range added {
			if err := s.place(ctx, tx, &added[i]); err != nil {
				return err
			}
			if err := access.Check(who, access.ManagePeople, added[i].Subject()); err != nil {
				return err
			}
			tx.Touch(string(added[i].ID), "")
			if err := s.store.InsertEmployee(ctx, tx, added[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return added, nil
}

// ChangeEmployee replaces what is known about a worker. The company cannot change.
// Errors: ErrUnknown, ErrNumberTaken, access.ErrForbidden, access.ErrHidden; input faults.
func (s *Service) ChangeEmployee(ctx context.Context, who actor.Actor, e Employee) error {
	e.Name.FamilyKana, e.Name.GivenKana = Kana(e.Name.FamilyKana), Kana(e.Name.GivenKana)
	if err := e.Check(); err != nil {
		return err
	}
	return s.txns.Write(ctx, who, "directory.change_employee", func(ctx context.Context, tx txn.Write) error {
		old, err := s.store.Employee(ctx, tx, e.ID)
		if err != nil {
			return err
		}
		if err := access.Check(who, access.ManagePeople, old.Subject()); err != nil {
			return err
		}
		e := e
		if err := s.place(ctx, tx, &e); err != nil {
			return err
		}
		if e.Company != old.Company || e.Manager == e.ID {
			return ErrUnknown
		}
		// Whoever moves somebody must be trusted at both ends.
		if err := access.Check(who, access.ManagePeople, e.Subject()); err != nil {
			return err
		}
		tx.Touch(string(e.ID), "")
		return s.store.UpdateEmployee(ctx, tx, e)
	})
}

// place sets the company of e from its workplace and makes sure that
// department and manager belong to the same company.
func (s *Service) place(ctx context.Context, tx txn.Read, e *Employee) error {
	w, err := s.store.Workplace(ctx, tx, e.Workplace)
	if err != nil {
		return err
	}
	e.Company = w.Company
	if e.Department != "" {
		d, err := s.store.Department(ctx, tx, e.Department)
		if err != nil {
			return err
		}
		if d.Workplace != e.Workplace {
			return ErrUnknown
		}
	}
	if e.Manager != "" {
		m, err := s.store.Employee(ctx, tx, e.Manager)
		if err != nil {
			return err
		}
		if m.Company != e.Company {
			return ErrUnknown
		}
	}
	return nil
}

// AddPhysician adds a physician; his id is made here.
// Errors: access.ErrForbidden; input faults.
func (s *Service) AddPhysician(ctx context.Context, who actor.Actor, p Physician) (Physician, error) {
	p.Name.FamilyKana, p.Name.GivenKana = Kana(p.Name.FamilyKana), Kana(p.Name.GivenKana)
	if err := p.Check(); err != nil {
		return Physician{}, err
	}
	p.ID = id.New[id.Physician]()
	err := s.txns.Write(ctx, who, "directory.add_physician", func(ctx context.Context, tx txn.Write) error {
		if err := access.Check(who, access.ManagePhysician, access.Subject{}); err != nil {
			return err
		}
		tx.Touch(string(p.ID), "")
		return s.store.InsertPhysician(ctx, tx, p)
	})
	if err != nil {
		return Physician{}, err
	}
	return p, nil
}

// Appoint notes that the employer has appointed the physician for the
// workplace (選任); the company is set here.
// Errors: ErrUnknown, ErrAppointed, access.ErrForbidden; input faults.
func (s *Service) Appoint(ctx context.Context, who actor.Actor, a Appointment) error {
	if err := a.Check(); err != nil {
		return err
	}
	return s.txns.Write(ctx, who, "directory.appoint", func(ctx context.Context, tx txn.Write) error {
		a, err := s.appointment(ctx, tx, who, a)
		if err != nil {
			return err
		}
		return s.store.InsertAppointment(ctx, tx, a)
	})
}

// ChangeAppointment ends or prolongs an appointment, or notes a round; the
// appointment is named by physician, workplace and first day.
// Errors: ErrUnknown, access.ErrForbidden; input faults.
func (s *Service) ChangeAppointment(ctx context.Context, who actor.Actor, a Appointment) error {
	if err := a.Check(); err != nil {
		return err
	}
	return s.txns.Write(ctx, who, "directory.change_appointment", func(ctx context.Context, tx txn.Write) error {
		a, err := s.appointment(ctx, tx, who, a)
		if err != nil {
			return err
		}
		return s.store.UpdateAppointment(ctx, tx, a)
	})
}

func (s *Service) appointment(ctx context.Context, tx txn.Write, who actor.Actor, a Appointment) (Appointment, error) {
	w, err := s.store.Workplace(ctx, tx, a.Workplace)
	if err != nil {
		return a, err
	}
	p, err := s.store.Physician(ctx, tx, a.Physician)
	if err != nil {
		return a, err
	}
	if err := access.Check(who, access.ManageCompany, w.Subject()); err != nil {
		return a, err
	}
	a.Company = w.Company
	tx.Touch(string(w.ID), "")
	tx.Touch(string(p.ID), "")
	return a, nil
}
