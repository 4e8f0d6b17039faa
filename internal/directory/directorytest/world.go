package directorytest

import (
	"context"
	"testing"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/civil"
	"mendan/internal/directory"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// World is a small directory: a company with two workplaces and three people,
// a physician appointed to both and one to none, and another company with one
// worker who has the same number and kana.
type World struct {
	Company       directory.Company
	Honsha, Chiba directory.Workplace
	Department    directory.Department
	Manager       directory.Employee // at Honsha
	Worker        directory.Employee // at Honsha, of Manager
	HR            directory.Employee // at Honsha
	Physician     directory.Physician
	Unappointed   directory.Physician
	Appointment   directory.Appointment // of Physician at Honsha

	Other     directory.Company
	Elsewhere directory.Workplace
	Foreigner directory.Employee // works for Other
}

// NewWorld writes the world into an empty store.
func NewWorld(t testing.TB, db txn.Runner, store directory.Store) *World {
	t.Helper()
	ctx, who := context.Background(), actor.System("test.world")
	s := directory.NewService(db, store)
	w := &World{}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("make the world: %v", err)
		}
	}
	var err error
	w.Company, err = s.AddCompany(ctx, who, directory.Company{Name: "みなと精工株式会社", Kana: "ミナトセイコウ"})
	must(err)
	w.Other, err = s.AddCompany(ctx, who, directory.Company{Name: "あおば商事株式会社", Kana: "アオバショウジ"})
	must(err)
	place := func(c id.Company, name string) directory.Workplace {
		t.Helper()
		p, err := s.AddWorkplace(ctx, who, directory.Workplace{Company: c, Name: name, Zone: "Asia/Tokyo", Headcount: 60, Postal: "105-0001", Address: "東京都港区", Phone: "03-0000-0001"})
		must(err)
		return p
	}
	w.Honsha, w.Chiba, w.Elsewhere = place(w.Company.ID, "本社"), place(w.Company.ID, "千葉工場"), place(w.Other.ID, "本店")
	w.Department, err = s.AddDepartment(ctx, who, directory.Department{Workplace: w.Honsha.ID, Name: "製造技術部"})
	must(err)

	person := func(number, family, given, familyKana, givenKana string) directory.Employee {
		return directory.Employee{
			ID: id.New[id.Employee](), Workplace: w.Honsha.ID, Number: number,
			Name: directory.Name{Family: family, Given: given, FamilyKana: familyKana, GivenKana: givenKana},
			Born: civil.Date{Year: 1988, Month: 2, Day: 29}, Sex: directory.Female, JobTitle: "主任",
			Phone: "090-0000-0001", Mail: "p" + number + "@minato.example", Hired: civil.Date{Year: 2012, Month: 4, Day: 1},
		}
	}
	boss := person("000101", "山﨑", "健一", "ヤマザキ", "ケンイチ")
	boss.Department = w.Department.ID
	worker := person("001234", "髙橋", "美咲", "タカハシ", "ミサキ")
	worker.Department, worker.Manager = w.Department.ID, boss.ID
	hr := person("000207", "𠮷田", "直子", "ヨシダ", "ナオコ")
	foreigner := person("001234", "高橋", "実", "タカハシ", "ミノル")
	foreigner.Workplace, foreigner.Mail = w.Elsewhere.ID, "minoru@aoba.example"
	added, err := s.AddPeople(ctx, who, []directory.Employee{boss, worker, hr, foreigner})
	must(err)
	w.Manager, w.Worker, w.HR, w.Foreigner = added[0], added[1], added[2], added[3]

	physician := func(family, given, familyKana, givenKana, register string) directory.Physician {
		t.Helper()
		p, err := s.AddPhysician(ctx, who, directory.Physician{
			Name:     directory.Name{Family: family, Given: given, FamilyKana: familyKana, GivenKana: givenKana},
			Register: register, Licensed: civil.Date{Year: 2001, Month: 5, Day: 7}, Specialty: "産業保健", Phone: "03-0000-0009", Mail: register + "@clinic.example",
		})
		must(err)
		return p
	}
	w.Physician = physician("佐藤", "宏", "サトウ", "ヒロシ", "400001")
	w.Unappointed = physician("鈴木", "彩", "スズキ", "アヤ", "400002")
	w.Appointment = directory.Appointment{
		Physician: w.Physician.ID, Company: w.Company.ID, Workplace: w.Honsha.ID, Kind: directory.Contract,
		From: civil.Date{Year: 2024, Month: 4, Day: 1}, CareSince: civil.Date{Year: 2024, Month: 4, Day: 1}, LastRound: civil.Date{Year: 2026, Month: 10, Day: 15},
	}
	must(s.Appoint(ctx, who, w.Appointment))
	chiba := w.Appointment
	chiba.Workplace = w.Chiba.ID
	must(s.Appoint(ctx, who, chiba))
	return w
}

// AsWorker is the worker signed in.
func (w *World) AsWorker() actor.Actor {
	return actor.Actor{Account: "acc_worker", Roles: actor.Of(actor.Employee), Company: w.Company.ID, Employee: w.Worker.ID}
}

// AsForeigner is a worker of the other company signed in.
func (w *World) AsForeigner() actor.Actor {
	return actor.Actor{Account: "acc_foreigner", Roles: actor.Of(actor.Employee), Company: w.Other.ID, Employee: w.Foreigner.ID}
}

// AsHR is the HR officer of Honsha signed in.
func (w *World) AsHR() actor.Actor {
	return actor.Actor{Account: "acc_hr", Roles: actor.Of(actor.HROfficer), Company: w.Company.ID, Workplaces: []id.Workplace{w.Honsha.ID}, Employee: w.HR.ID}
}

// AsForeignHR is an HR officer of the other company signed in.
func (w *World) AsForeignHR() actor.Actor {
	return actor.Actor{Account: "acc_foreign_hr", Roles: actor.Of(actor.HROfficer), Company: w.Other.ID, Workplaces: []id.Workplace{w.Elsewhere.ID}}
}

// AsManager is the worker's manager signed in.
func (w *World) AsManager() actor.Actor {
	return actor.Actor{Account: "acc_manager", Roles: actor.Of(actor.LineManager), Company: w.Company.ID, Employee: w.Manager.ID}
}

// AsPhysician is the appointed physician signed in.
func (w *World) AsPhysician() actor.Actor {
	return actor.Actor{Account: "acc_physician", Roles: actor.Of(actor.Physician), Physician: w.Physician.ID}
}

// AsUnappointed is the physician without appointment signed in.
func (w *World) AsUnappointed() actor.Actor {
	return actor.Actor{Account: "acc_unappointed", Roles: actor.Of(actor.Physician), Physician: w.Unappointed.ID}
}

// AsNurse is the nurse of both workplaces signed in.
func (w *World) AsNurse() actor.Actor {
	return actor.Actor{Account: "acc_nurse", Roles: actor.Of(actor.HealthStaff), Workplaces: []id.Workplace{w.Honsha.ID, w.Chiba.ID}}
}

// AsCommittee is a committee member of Honsha signed in.
func (w *World) AsCommittee() actor.Actor {
	return actor.Actor{Account: "acc_committee", Roles: actor.Of(actor.Committee), Company: w.Company.ID, Workplaces: []id.Workplace{w.Honsha.ID}}
}

// AsCoordinator is the provider's coordinator signed in.
func (w *World) AsCoordinator() actor.Actor {
	return actor.Actor{Account: "acc_coordinator", Roles: actor.Of(actor.Coordinator)}
}

// AsAdmin is the system administrator signed in.
func (w *World) AsAdmin() actor.Actor {
	return actor.Actor{Account: "acc_admin", Roles: actor.Of(actor.Admin)}
}

// Subject is a statutory case of the worker with the physician, as a question
// of permission.
func (w *World) Subject(statutory bool) access.Subject {
	s := w.Worker.Subject()
	s.Physician, s.Type, s.Statutory = w.Physician.ID, "CONSULTATION", statutory
	if statutory {
		s.Type = "LONG_HOURS_GENERAL"
	}
	return s
}
