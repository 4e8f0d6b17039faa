package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"mendan/internal/account"
	"mendan/internal/account/accountdb"
	"mendan/internal/actor"
	"mendan/internal/civil"
	"mendan/internal/config"
	"mendan/internal/demo"
	"mendan/internal/directory"
	"mendan/internal/governance"
	"mendan/internal/id"
	"mendan/internal/jobs"
	"mendan/internal/jobs/jobsdb"
	"mendan/internal/notify"
	"mendan/internal/notify/notifydb"
	"mendan/internal/txn"
)

// MeasureGate fills a fresh store with prepared workplaces of some people each,
// through the real services, and times runs of the gate over them in turn: all
// facts read from their areas, all requirements judged.
func MeasureGate(ctx context.Context, c config.Config, workplaces, people, runs int) (took []time.Duration, err error) {
	db, err := open(ctx, c)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if _, err := db.Migrate(ctx); err != nil {
		return nil, err
	}
	s, err := gateServices(db)
	if err != nil {
		return nil, err
	}
	s.accounts = account.NewService(db, accountdb.New(), time.Now, account.Ports{})
	queue := jobs.New(jobsdb.New())
	s.governance.Accounts, s.governance.Later, s.governance.Notices = accountsOf{s.accounts}, queue, notify.New(notifydb.New(), queue)
	s.emergencies.Meetings = planMeetings{}
	var list []directory.Workplace
	who := actor.System("bench")
	company, err := s.people.AddCompany(ctx, who, directory.Company{Name: "計測株式会社", Kana: "ケイソク"})
	if err != nil {
		return nil, err
	}
	doctor, err := s.people.AddPhysician(ctx, who, directory.Physician{Name: directory.Name{Family: "佐藤", Given: "宏", FamilyKana: "サトウ", GivenKana: "ヒロシ"}, Register: "990101", Licensed: civil.Date{Year: 1999, Month: 5, Day: 17}, Specialty: "産業保健", Phone: "03-0123-7801", Mail: "d@clinic.example"})
	if err != nil {
		return nil, err
	}
	for n := range workplaces {
		w, err := s.people.AddWorkplace(ctx, who, directory.Workplace{Company: company.ID, Name: fmt.Sprintf("事業場%03d", n+1), Zone: "Asia/Tokyo", Headcount: 60, Postal: "105-0022", Address: "東京都港区海岸0-1", Phone: "03-0123-4500"})
		if err != nil {
			return nil, err
		}
		list = append(list, w)
		if err := s.prepareMeasured(ctx, who, w, doctor.ID, people, n); err != nil {
			return nil, fmt.Errorf("workplace %d: %w", n+1, err)
		}
	}
	types := heldTypes()
	for n := range runs {
		w, kind := list[n%len(list)], types[n%len(types)]
		began := time.Now()
		err := db.Read(ctx, func(ctx context.Context, tx txn.Read) error {
			v, err := s.gate.Check(ctx, tx, w, kind, directory.Today(tx, w))
			if err == nil && !v.Open {
				err = fmt.Errorf("%s is closed for %s: %s", w.Name, kind, v.Closing()[0].ID)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
		took = append(took, time.Since(began))
	}
	return took, nil
}

func (s *services) prepareMeasured(ctx context.Context, who actor.Actor, w directory.Workplace, doctor id.Physician, people, n int) error {
	today := civil.DateOf(time.Now(), w.Location())
	from := today.AddDays(-400)
	if err := s.people.Appoint(ctx, who, directory.Appointment{Physician: doctor, Workplace: w.ID, Kind: directory.Contract, From: from, CareSince: from, LastRound: today.AddDays(-20)}); err != nil {
		return err
	}
	var staff []directory.Employee
	for i := range people {
		staff = append(staff, directory.Employee{
			ID: id.New[id.Employee](), Workplace: w.ID, Number: fmt.Sprintf("%03d%03d", n, i), Name: directory.Name{Family: "計", Given: "測", FamilyKana: "ケイ", GivenKana: "ソク"},
			Born: civil.Date{Year: 1988, Month: 2, Day: 29}, JobTitle: "主任", Phone: "090-0000-0001", Mail: fmt.Sprintf("p%d.%d@bench.example", n, i), Hired: civil.Date{Year: 2012, Month: 4, Day: 1},
		})
	}
	if _, err := s.people.AddPeople(ctx, who, staff); err != nil {
		return err
	}
	if err := s.demoAnswers(ctx, who, w.ID); err != nil {
		return err
	}
	for i, m := range []governance.MemberInput{
		{Name: "議長", Capacity: governance.Chair}, {Name: "衛生管理者", Capacity: governance.HealthOfficer, Recommended: true},
		{Physician: doctor, Capacity: governance.Doctor}, {Name: "委員", Capacity: governance.Experienced, Recommended: true}, {Name: "委員二", Capacity: governance.Experienced, Recommended: true},
	} {
		m.Workplace, m.From = w.ID, from
		if err := s.governance.PutMember(ctx, who, m); err != nil {
			return fmt.Errorf("member %d: %w", i, err)
		}
	}
	if err := s.demoMeeting(ctx, who, w.ID, today); err != nil {
		return err
	}
	rules, err := s.governance.Versions(ctx, who, w.ID)
	if err != nil {
		return err
	}
	a, err := s.governance.AnnounceElsewhere(ctx, who, w.ID, rules.Lines[0].Rule.ID, today.AddDays(-38), "書面を配布")
	if err != nil {
		return err
	}
	if err := s.governance.Tell(ctx, a); err != nil {
		return err
	}
	cast := demo.People{Honsha: w}
	cast.HR.Account.Name, cast.Coordinator.Account.Name, cast.Nurse.Account.Name = "人事", "調整", "保健師"
	if err := s.demoCard(ctx, who, cast); err != nil {
		return err
	}
	return s.demoPlan(ctx, who, cast, today)
}
