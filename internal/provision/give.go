package provision

import (
	"context"
	"errors"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/directory"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/notify"
	"mendan/internal/txn"
)

// GiveInput is a package as typed.
type GiveInput struct {
	Case                                                     id.Case
	Month, WorkDays, WorkTime, Overtime, HolidayWork         string
	Nights, NightTime                                        string
	Content, Intensity, Responsibility, Environment, Earlier string
	Examination                                              string
}

// Check reads what was typed. now is the month of today at the workplace.
func (in GiveInput) Check(now Month) (Package, error) {
	var f fault.Fields
	p := Package{
		Case: in.Case, Content: in.Content, Intensity: in.Intensity, Responsibility: in.Responsibility,
		Environment: in.Environment, Earlier: in.Earlier, Examination: in.Examination,
	}
	var code string
	switch p.Month, code = ParseMonth(in.Month, now); {
	case in.Month == "":
		f.Add("month", "form.required")
	case code != "":
		f.Add("month", code)
	}
	hours := func(name, text string, required bool) Duration {
		d, code := ParseHours(text)
		switch {
		case code != "":
			f.Add(name, code)
		case d == Unsaid && required:
			f.Add(name, "form.required")
		}
		return d
	}
	count := func(name, text string) int {
		n, code := ParseCount(text, 31)
		switch {
		case code != "":
			f.Add(name, code)
		case n < 0:
			f.Add(name, "form.required")
		}
		return n
	}
	p.WorkDays = count("work_days", in.WorkDays)
	p.WorkTime = hours("work_time", in.WorkTime, false)
	p.Overtime = hours("overtime", in.Overtime, true)
	p.HolidayWork = hours("holiday_work", in.HolidayWork, true)
	p.Nights = count("nights", in.Nights)
	p.NightTime = hours("night_time", in.NightTime, true)
	if !f.Has("work_time") && !f.Has("overtime") && p.WorkTime != Unsaid && p.Overtime > p.WorkTime {
		f.Add("overtime", "provision.more_than_all")
	}
	if !f.Has("nights") && !f.Has("night_time") && (p.Nights == 0) != (p.NightTime == 0) && p.Nights >= 0 && p.NightTime >= 0 {
		f.Add("night_time", "provision.nights_differ")
	}
	must(&f, "content", in.Content, true)
	must(&f, "intensity", in.Intensity, true)
	must(&f, "responsibility", in.Responsibility, true)
	must(&f, "environment", in.Environment, true)
	must(&f, "earlier", in.Earlier, false)
	must(&f, "examination", in.Examination, false)
	return p, f.Err()
}

// Sheet is a case with everything the employer told about it.
type Sheet struct {
	Case      casework.Case
	Workplace directory.Workplace
	Worker    Worker  // as the directory has him today
	Card      Card    // goes with Package when there is one, else the newest
	Package   Package // zero when none was given
	Waiver    Waiver
	Standing  Standing
	Before    Package    // the worker's package of another case, for prefilling; zero when none
	Today     civil.Date // of the workplace

	about access.Subject
}

// ReadForEmployer is the sheet of a statutory case for who fills it. A case of
// which the employer may not know is not there. Errors: casework.ErrNotFound,
// access faults.
func (s *Service) ReadForEmployer(ctx context.Context, who actor.Actor, k id.Case) (Sheet, error) {
	return s.read(ctx, who, access.GivePackage, k)
}

// ReadOwn is the sheet of the worker's own case. Errors: casework.ErrNotFound.
func (s *Service) ReadOwn(ctx context.Context, who actor.Actor, k id.Case) (Sheet, error) {
	out, err := s.read(ctx, who, access.SeePackage, k)
	if err == nil && (who.Employee == "" || who.Employee != out.Case.Employee) {
		return Sheet{}, casework.ErrNotFound
	}
	return out, err
}

func (s *Service) read(ctx context.Context, who actor.Actor, a access.Action, k id.Case) (Sheet, error) {
	var out Sheet
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		c, w, err := s.find(ctx, tx, who, a, k)
		if err != nil {
			return err
		}
		if out, err = s.sheet(ctx, tx, c, w); err != nil {
			return err
		}
		out.about = c.Subject()
		out.about.Appointed, err = s.People.Appointed(ctx, tx, w.ID, out.Today)
		return err
	})
	return out, err
}

func (s *Service) sheet(ctx context.Context, tx txn.Read, c casework.Case, w directory.Workplace) (Sheet, error) {
	out := Sheet{Case: c, Workplace: w, Today: directory.Today(tx, w)}
	var err error
	if out.Worker, err = s.worker(ctx, tx, c, out.Today); err != nil {
		return out, err
	}
	if out.Package, err = s.PackageOf(ctx, tx, c.ID); err != nil {
		return out, err
	}
	if out.Waiver, err = s.WaiverOf(ctx, tx, c.ID); err != nil {
		return out, err
	}
	if out.Package.Card > 0 {
		out.Card, err = s.Store.CardVersion(ctx, tx, w.ID, out.Package.Card)
	} else {
		out.Card, err = s.CardOf(ctx, tx, w.ID)
	}
	if err != nil {
		return out, err
	}
	if out.Before, err = s.Store.LastOfWorker(ctx, tx, c.Employee, c.ID); errors.Is(err, ErrNone) {
		err = nil
	}
	if err != nil {
		return out, err
	}
	out.Standing, err = s.StandingOf(ctx, tx, c)
	return out, err
}

func (s *Service) worker(ctx context.Context, tx txn.Read, c casework.Case, today civil.Date) (Worker, error) {
	e, err := s.People.Employee(ctx, tx, c.Employee)
	if err != nil {
		return Worker{}, err
	}
	out := Worker{Name: e.Name.Full(), Number: e.Number, Sex: e.Sex, Born: e.Born, Post: e.JobTitle}
	if !e.Born.IsZero() {
		out.Age = e.Born.AgeOn(today)
	}
	d, err := s.People.Department(ctx, tx, e.Department)
	if fault.KindOf(err) == fault.NotFound {
		err = nil
	}
	out.Department = d.Name
	return out, err
}

// Give sends a version of the package to the physician. Errors: form.invalid,
// ErrNotAsked, ErrOver, ErrNoCard; casework.ErrNotFound and access faults.
func (s *Service) Give(ctx context.Context, who actor.Actor, in GiveInput) (Package, error) {
	var out Package
	err := s.Txns.Write(ctx, who, "provision.give", func(ctx context.Context, tx txn.Write) error {
		c, w, err := s.find(ctx, tx, who, access.GivePackage, in.Case)
		if err != nil {
			return err
		}
		switch {
		case !c.Type.Statutory():
			return ErrNotAsked
		case !c.HeldAt.IsZero() || c.State.Over():
			return ErrOver
		}
		today := directory.Today(tx, w)
		p, err := in.Check(MonthOf(today))
		if err != nil {
			return err
		}
		card, err := s.CardOf(ctx, tx, w.ID)
		if err != nil {
			return err
		}
		if !card.Filled() {
			return ErrNoCard
		}
		old, err := s.PackageOf(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		if p.Worker, err = s.worker(ctx, tx, c, today); err != nil {
			return err
		}
		p.Company, p.Workplace, p.Employee, p.Version, p.Card = c.Company, c.Workplace, c.Employee, old.Version+1, card.Version
		p.GivenAt, p.By = tx.Now(), who.Name()
		if err := s.Store.AddPackage(ctx, tx, p); err != nil {
			return err
		}
		tx.Touch(string(c.ID), "package")
		out = p
		return s.tell(ctx, tx, c)
	})
	return out, err
}

// Moved tells a physician who comes to a case of what the employer sent before
// it was booked; add it to casework's listeners. A move of the time with the same
// physician is no news.
func (s *Service) Moved(ctx context.Context, tx txn.Write, c casework.Changed) error {
	if c.Event != casework.Scheduled || c.Before.Physician == c.After.Physician || !c.After.Type.Statutory() {
		return nil
	}
	p, err := s.PackageOf(ctx, tx, c.After.ID)
	if err != nil || !p.Given() {
		return err
	}
	return s.tell(ctx, tx, c.After)
}

// tell lets the physician of the case know that something has come; what it is
// stands behind the sign-in alone.
func (s *Service) tell(ctx context.Context, tx txn.Write, c casework.Case) error {
	if c.Physician == "" {
		return nil // not booked: Moved tells him when it is
	}
	to, err := s.Accounts.AccountOfPhysician(ctx, tx, c.Physician)
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	return s.Notices.Send(ctx, tx, notify.Notice{Kind: notify.TaskAssigned, To: to, Path: "/physician/cases/" + string(c.ID) + "/package", Subject: string(c.ID)})
}
