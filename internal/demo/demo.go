// Package demo fills an empty house with an invented company, so that somebody
// can try everything within a minute of the first start.
//
// All people, companies, numbers and addresses are made up: mail addresses lie
// under .example (RFC 2606), telephone numbers begin their local part with 0,
// which the national numbering plan gives to nobody, and register numbers are
// higher than any issued. The data is the same at each start. Seeding looks for
// each thing before it makes it: a second start keeps what was done meanwhile,
// and a start that was cut off in the middle is finished by the next.
//
// Only `mendan serve --demo`, the played interview and tests use it.
package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"mendan/internal/account"
	"mendan/internal/account/accountweb"
	"mendan/internal/actor"
	"mendan/internal/civil"
	"mendan/internal/directory"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/txn"
)

// Services is what the demonstration is made with.
type Services struct {
	Txns      txn.Runner
	Accounts  *account.Service
	Directory *directory.Service
}

// Person is one of the people to sign in as.
type Person struct {
	Account   account.Account
	Employee  directory.Employee  // zero for the provider's people
	Physician directory.Physician // zero but for physicians
	Role      string              // in Japanese, its English in the catalogue
	What      string              // what to try as this person, likewise
}

// People is the demonstration's cast and its places.
type People struct {
	Company       directory.Company
	Honsha, Chiba directory.Workplace // 本社, 千葉工場

	Worker, HR, Physician, Nurse, Manager, Committee, Coordinator, Admin Person

	Unappointed directory.Physician // appointed nowhere
	ChibaHR     Person              // HR officer of 千葉工場

	Other       directory.Company   // another employer, to prove the walls
	Elsewhere   directory.Workplace // its only workplace
	OtherHR     Person
	OtherWorker Person
}

// All is the eight people to sign in as, in the order of the story.
func (p People) All() []Person {
	return []Person{p.Worker, p.HR, p.Physician, p.Nurse, p.Manager, p.Committee, p.Coordinator, p.Admin}
}

// Cards is All for the page /demo.
func (p People) Cards() []accountweb.Person {
	var out []accountweb.Person
	for _, x := range p.All() {
		out = append(out, accountweb.Person{Account: x.Account.ID, Name: x.Account.Name, Role: x.Role, What: x.What})
	}
	return out
}

// Link is a printed way in.
type Link struct {
	Person Person
	Path   string // opens once, within a day
}

// Links makes a way in for each of the eight, to be printed at the start.
func Links(ctx context.Context, accounts *account.Service, people People) ([]Link, error) {
	var out []Link
	for _, p := range people.All() {
		path, err := accounts.MintDemoLink(ctx, p.Account.ID)
		if err != nil {
			return nil, fmt.Errorf("link for the %s: %w", p.Account.Roles, err)
		}
		out = append(out, Link{p, path})
	}
	return out, nil
}

// who seeds.
func who() actor.Actor { return actor.System("demo.seed") }

// Seed makes what is missing and returns the cast. today is the day on which
// the demonstration starts; only the physician's last round depends on it.
func Seed(ctx context.Context, s Services, today civil.Date) (People, error) {
	var p People
	for _, step := range []struct {
		name string
		run  func(context.Context, Services, civil.Date, *People) error
	}{
		{"places", places}, {"people", people}, {"physicians", physicians}, {"accounts", accounts}, {"neighbour", neighbour},
	} {
		if err := step.run(ctx, s, today, &p); err != nil {
			return People{}, fmt.Errorf("seed %s: %w", step.name, err)
		}
	}
	return p, nil
}

func places(ctx context.Context, s Services, _ civil.Date, p *People) (err error) {
	if p.Company, err = company(ctx, s, directory.Company{Name: "みなと精工株式会社", Kana: "ミナトセイコウ"}); err != nil {
		return err
	}
	if p.Honsha, err = workplace(ctx, s, directory.Workplace{
		Company: p.Company.ID, Name: "本社", Zone: "Asia/Tokyo", Headcount: honshaPeople,
		Postal: "105-0022", Address: "東京都港区海岸0-12-3 みなとビル5階", Phone: "03-0123-4500",
	}); err != nil {
		return err
	}
	p.Chiba, err = workplace(ctx, s, directory.Workplace{
		Company: p.Company.ID, Name: "千葉工場", Zone: "Asia/Tokyo", Headcount: chibaPeople,
		Postal: "290-0045", Address: "千葉県市原市五井南海岸0-45", Phone: "0436-02-6100",
	})
	return err
}

// company finds the company by name or adds it.
func company(ctx context.Context, s Services, c directory.Company) (directory.Company, error) {
	found := false
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		all, err := s.Directory.Companies(ctx, tx)
		for _, x := range all {
			if x.Name == c.Name {
				c, found = x, true
			}
		}
		return err
	})
	if err != nil || found {
		return c, err
	}
	return s.Directory.AddCompany(ctx, who(), c)
}

func workplace(ctx context.Context, s Services, w directory.Workplace) (directory.Workplace, error) {
	found := false
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		all, err := s.Directory.Workplaces(ctx, tx, w.Company)
		for _, x := range all {
			if x.Name == w.Name {
				w, found = x, true
			}
		}
		return err
	})
	if err != nil || found {
		return w, err
	}
	return s.Directory.AddWorkplace(ctx, who(), w)
}

func department(ctx context.Context, s Services, d directory.Department) (directory.Department, error) {
	found := false
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		all, err := s.Directory.Departments(ctx, tx, d.Workplace)
		for _, x := range all {
			if x.Name == d.Name {
				d, found = x, true
			}
		}
		return err
	})
	if err != nil || found {
		return d, err
	}
	return s.Directory.AddDepartment(ctx, who(), d)
}

func physicians(ctx context.Context, s Services, today civil.Date, p *People) error {
	appointed, err := physician(ctx, s, directory.Physician{
		Name:     directory.Name{Family: "佐藤", Given: "宏", FamilyKana: "サトウ", GivenKana: "ヒロシ"},
		Register: "990101", Licensed: civil.Date{Year: 1999, Month: time.May, Day: 17}, Specialty: "内科・産業保健",
		Phone: "03-0123-7801", Mail: "hiroshi.sato@clinic.example",
	})
	if err != nil {
		return err
	}
	p.Physician.Physician = appointed
	p.Unappointed, err = physician(ctx, s, directory.Physician{
		Name:     directory.Name{Family: "鈴木", Given: "彩", FamilyKana: "スズキ", GivenKana: "アヤ"},
		Register: "990102", Licensed: civil.Date{Year: 2010, Month: time.May, Day: 12}, Specialty: "精神科・産業保健",
		Phone: "03-0123-7802", Mail: "aya.suzuki@clinic.example",
	})
	if err != nil {
		return err
	}
	for i, w := range []directory.Workplace{p.Honsha, p.Chiba} {
		from := civil.Date{Year: 2024, Month: time.April, Day: 1}
		err := s.Directory.Appoint(ctx, who(), directory.Appointment{
			Physician: appointed.ID, Workplace: w.ID, Kind: directory.Contract,
			From: from, CareSince: from, LastRound: today.AddDays(-38 - 7*i),
		})
		if err != nil && !errors.Is(err, directory.ErrAppointed) {
			return err
		}
	}
	return nil
}

func physician(ctx context.Context, s Services, p directory.Physician) (directory.Physician, error) {
	found := false
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		all, err := s.Directory.Physicians(ctx, tx)
		for _, x := range all {
			if x.Register == p.Register {
				p, found = x, true
			}
		}
		return err
	})
	if err != nil || found {
		return p, err
	}
	return s.Directory.AddPhysician(ctx, who(), p)
}

// open finds the accounts by address and opens the missing ones, all in one act.
func open(ctx context.Context, s Services, list []account.Account) ([]account.Account, error) {
	out := make([]account.Account, len(list))
	var missing []account.Account
	var at []int
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		missing, at = nil, nil
		for i, a := range list {
			found, err := s.Accounts.ByMail(ctx, tx, a.Mail)
			switch {
			case err == nil:
				out[i] = found
			case errors.Is(err, account.ErrUnknown):
				missing, at = append(missing, a), append(at, i)
			default:
				return err
			}
		}
		return nil
	})
	if err != nil || len(missing) == 0 {
		return out, err
	}
	opened, err := s.Accounts.OpenAll(ctx, who(), missing)
	if err != nil {
		return nil, err
	}
	for i, a := range opened {
		out[at[i]] = a
	}
	return out, nil
}

func accounts(ctx context.Context, s Services, _ civil.Date, p *People) error {
	both := []id.Workplace{p.Honsha.ID, p.Chiba.ID}
	doctor := func(x directory.Physician) account.Account {
		return account.Account{Mail: account.Mail(x.Mail), Name: x.Name.Full(), Roles: actor.Of(actor.Physician), Physician: x.ID, Language: lang.JA}
	}
	provider := func(mail, name string, role actor.Role, at ...id.Workplace) account.Account {
		return account.Account{Mail: account.Mail(mail), Name: name, Roles: actor.Of(role), Workplaces: at, Language: lang.JA}
	}
	got, err := open(ctx, s, []account.Account{
		doctor(p.Physician.Physician),
		doctor(p.Unappointed),
		provider("yuki.nakamura@mendan.example", "中村 由紀", actor.HealthStaff, both...),
		provider("ryo.kimura@mendan.example", "木村 亮", actor.Coordinator),
		provider("makoto.kobayashi@mendan.example", "小林 誠", actor.Admin),
	})
	if err != nil {
		return err
	}
	p.Physician.Account, p.Nurse.Account, p.Coordinator.Account, p.Admin.Account = got[0], got[2], got[3], got[4]

	say := func(x *Person, role, what string) { x.Role, x.What = role, what }
	say(&p.Worker, "従業員(設計開発部)", "面談を予約し、準備をして、面談室に入ります。")
	say(&p.HR, "人事労務担当(本社)", "面談の状況を見て、意見書を受け取り、対応を記録します。")
	say(&p.Physician, "産業医", "面談を行い、報告書と意見書を書きます。")
	say(&p.Nurse, "保健師", "早めの面談が必要な人を見ます。")
	say(&p.Manager, "上長(設計開発部)", "職場で行う対応と期間だけを見ます。")
	say(&p.Committee, "衛生委員会委員", "個人がわからない数字だけを見ます。")
	say(&p.Coordinator, "コーディネーター", "予約の調整と、届かなかったメールの対応をします。")
	say(&p.Admin, "システム管理者", "システムの状態を見ます。面談の内容は見えません。")
	return nil
}
