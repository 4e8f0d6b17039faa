package demo

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"mendan/internal/account"
	"mendan/internal/actor"
	"mendan/internal/civil"
	"mendan/internal/directory"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/txn"
)

const (
	honshaPeople = 120
	chibaPeople  = 64
	domain       = "@minato-seiko.example"
)

// unit is a department with its size, head included.
type unit struct {
	name, head, member string // titles of head and members
	size               int
}

// The first unit's head leads the workplace.
var (
	honshaUnits = []unit{
		{"経営企画室", "常務取締役", "主任", 6}, {"総務人事部", "部長", "", 14}, {"経理部", "部長", "", 12},
		{"営業部", "部長", "", 30}, {"設計開発部", "部長", "", 28}, {"品質保証部", "部長", "", 16}, {"情報システム部", "部長", "", 14},
	}
	chibaUnits = []unit{
		{"工場管理課", "工場長", "", 10}, {"製造一課", "課長", "技能職", 22}, {"製造二課", "課長", "技能職", 18},
		{"設備保全課", "課長", "技能職", 14},
	}
)

// fixed is somebody the story needs, at a place of a department.
type fixed struct {
	unit   string
	head   bool
	name   directory.Name
	number string
	sex    directory.Sex
	title  string
	born   civil.Date
	hired  civil.Date
}

func named(family, given, familyKana, givenKana string) directory.Name {
	return directory.Name{Family: family, Given: given, FamilyKana: familyKana, GivenKana: givenKana}
}

func day(y int, m time.Month, d int) civil.Date { return civil.Date{Year: y, Month: m, Day: d} }

// The employee numbers by which the story finds its people.
const (
	numberWorker    = "001234"
	numberManager   = "000318"
	numberHR        = "000746"
	numberCommittee = "000529"
	numberChibaHR   = "000812"
)

var cast = []fixed{
	{"設計開発部", true, named("山﨑", "健一", "ヤマザキ", "ケンイチ"), numberManager, directory.Male, "部長", day(1973, time.June, 21), day(1996, time.April, 1)},
	{"設計開発部", false, named("髙橋", "美咲", "タカハシ", "ミサキ"), numberWorker, directory.Female, "主任", day(1991, time.September, 4), day(2014, time.April, 1)},
	{"総務人事部", false, named("𠮷田", "直子", "ヨシダ", "ナオコ"), numberHR, directory.Female, "主任", day(1984, time.January, 30), day(2007, time.April, 1)},
	{"品質保証部", false, named("濵田", "修", "ハマダ", "オサム"), numberCommittee, directory.Male, "係長", day(1979, time.November, 11), day(2002, time.April, 1)},
	{"工場管理課", false, named("宮﨑", "大輔", "ミヤザキ", "ダイスケ"), numberChibaHR, directory.Male, "主任", day(1987, time.March, 8), day(2010, time.April, 1)},
}

// people adds the departments and workers that are missing, each workplace in one act.
func people(ctx context.Context, s Services, _ civil.Date, p *People) error {
	draw := newDraw(20260401, cast)
	var everybody []directory.Employee
	for _, place := range []struct {
		at    directory.Workplace
		units []unit
	}{{p.Honsha, honshaUnits}, {p.Chiba, chibaUnits}} {
		planned, err := plan(ctx, s, draw, place.at, place.units)
		if err != nil {
			return err
		}
		there, err := hire(ctx, s, p.Company.ID, planned)
		if err != nil {
			return err
		}
		everybody = append(everybody, there...)
	}
	return admit(ctx, s, p, everybody)
}

// plan lists a workplace's workers as they were on the first day, heads first.
func plan(ctx context.Context, s Services, draw *draw, at directory.Workplace, units []unit) ([]directory.Employee, error) {
	var heads, members []directory.Employee
	for _, u := range units {
		d, err := department(ctx, s, directory.Department{Workplace: at.ID, Name: u.name})
		if err != nil {
			return nil, err
		}
		var inside []directory.Employee
		var head directory.Employee
		for _, f := range cast {
			if f.unit != u.name {
				continue
			}
			e := directory.Employee{Number: f.number, Name: f.name, Sex: f.sex, JobTitle: f.title, Born: f.born, Hired: f.hired, Mail: address(f.name) + domain}
			if f.head {
				head = e
			} else {
				inside = append(inside, e)
			}
		}
		if head.Number == "" {
			head = draw.person(48, 60)
			head.JobTitle = u.head
		}
		for len(inside) < u.size-1 {
			e := draw.person(22, 59)
			e.JobTitle = draw.title(u, e.Born)
			inside = append(inside, e)
		}
		head.ID = id.New[id.Employee]()
		head.Workplace, head.Department = at.ID, d.ID
		if len(heads) > 0 {
			head.Manager = heads[0].ID
		}
		heads = append(heads, head)
		for _, e := range inside {
			e.ID, e.Workplace, e.Department, e.Manager = id.New[id.Employee](), at.ID, d.ID, head.ID
			members = append(members, e)
		}
	}
	all := append(heads, members...)
	for i := range all {
		all[i].Phone = draw.phone()
		if all[i].Mail == "" {
			all[i].Mail = draw.mail(all[i].Name)
		}
	}
	return all, nil
}

// hire adds those whose number is not there yet and returns all as they are now.
func hire(ctx context.Context, s Services, c id.Company, planned []directory.Employee) ([]directory.Employee, error) {
	var out, missing []directory.Employee
	kept := map[id.Employee]id.Employee{} // planned id to id in the store
	err := s.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		out, missing = nil, nil
		for _, e := range planned {
			found, err := s.Directory.EmployeeByNumber(ctx, tx, c, e.Number)
			switch {
			case err == nil:
				kept[e.ID] = found.ID
				out = append(out, found)
			case errors.Is(err, directory.ErrUnknown):
				missing = append(missing, e)
			default:
				return err
			}
		}
		return nil
	})
	if err != nil || len(missing) == 0 {
		return out, err
	}
	for i := range missing {
		if m, ok := kept[missing[i].Manager]; ok {
			missing[i].Manager = m
		}
	}
	added, err := s.Directory.AddPeople(ctx, who(), missing)
	return append(out, added...), err
}

// admit gives every worker an account; those of the story have more roles.
func admit(ctx context.Context, s Services, p *People, everybody []directory.Employee) error {
	honsha, chiba := []id.Workplace{p.Honsha.ID}, []id.Workplace{p.Chiba.ID}
	more := map[string]account.Account{
		numberManager:   {Roles: actor.Of(actor.LineManager)},
		numberHR:        {Roles: actor.Of(actor.HROfficer), Workplaces: honsha},
		numberChibaHR:   {Roles: actor.Of(actor.HROfficer), Workplaces: chiba},
		numberCommittee: {Roles: actor.Of(actor.Committee), Workplaces: honsha},
	}
	list := make([]account.Account, 0, len(everybody))
	led := map[id.Employee]bool{}
	for _, e := range everybody {
		led[e.Manager] = true
	}
	for _, e := range everybody {
		a := more[e.Number]
		a.Roles |= actor.Of(actor.Employee)
		if led[e.ID] {
			a.Roles |= actor.Of(actor.LineManager)
		}
		a.Mail, a.Name, a.Company, a.Employee, a.Language = account.Mail(e.Mail), e.Name.Full(), e.Company, e.ID, lang.JA
		list = append(list, a)
	}
	opened, err := open(ctx, s, list)
	if err != nil {
		return err
	}
	for i, e := range everybody {
		for number, x := range map[string]*Person{numberWorker: &p.Worker, numberManager: &p.Manager, numberHR: &p.HR, numberCommittee: &p.Committee, numberChibaHR: &p.ChibaHR} {
			if e.Number == number {
				x.Account, x.Employee = opened[i], e
			}
		}
	}
	return nil
}

// neighbour is another employer with a few people, to prove the walls.
func neighbour(ctx context.Context, s Services, _ civil.Date, p *People) (err error) {
	if p.Other, err = company(ctx, s, directory.Company{Name: "あおば商事株式会社", Kana: "アオバショウジ"}); err != nil {
		return err
	}
	if p.Elsewhere, err = workplace(ctx, s, directory.Workplace{
		Company: p.Other.ID, Name: "本店", Zone: "Asia/Tokyo", Headcount: 12,
		Postal: "980-0811", Address: "宮城県仙台市青葉区一番町0-8-1", Phone: "022-012-3400",
	}); err != nil {
		return err
	}
	d, err := department(ctx, s, directory.Department{Workplace: p.Elsewhere.ID, Name: "管理部"})
	if err != nil {
		return err
	}
	draw := newDraw(7, nil)
	var planned []directory.Employee
	for i := range 12 {
		e := draw.person(24, 58)
		switch i {
		case 0: // the same number and kana as the worker of the story
			e.Number, e.Name = numberWorker, named("高橋", "実咲", "タカハシ", "ミサキ")
		case 1:
			e.Number, e.JobTitle = "000002", "人事担当"
		}
		e.ID, e.Workplace, e.Department = id.New[id.Employee](), p.Elsewhere.ID, d.ID
		e.Phone = draw.phone()
		e.Mail = strings.Replace(draw.mail(e.Name), domain, "@aoba.example", 1)
		planned = append(planned, e)
	}
	there, err := hire(ctx, s, p.Other.ID, planned)
	if err != nil {
		return err
	}
	for _, e := range there {
		switch e.Number {
		case numberWorker:
			p.OtherWorker.Employee = e
		case "000002":
			p.OtherHR.Employee = e
		}
	}
	of := func(e directory.Employee, roles ...actor.Role) account.Account {
		return account.Account{Mail: account.Mail(e.Mail), Name: e.Name.Full(), Roles: actor.Of(roles...), Company: e.Company, Employee: e.ID,
			Workplaces: []id.Workplace{p.Elsewhere.ID}, Language: lang.JA}
	}
	got, err := open(ctx, s, []account.Account{of(p.OtherWorker.Employee, actor.Employee), of(p.OtherHR.Employee, actor.Employee, actor.HROfficer)})
	if err != nil {
		return err
	}
	p.OtherWorker.Account, p.OtherHR.Account = got[0], got[1]
	return nil
}

// draw makes people up, the same ones each time.
type draw struct {
	r       *rand.Rand
	numbers map[string]bool
	mails   map[string]bool
	next    int // of the telephone numbers
}

// newDraw keeps the numbers and addresses of the reserved people free for them.
func newDraw(seed uint64, reserved []fixed) *draw {
	d := &draw{r: rand.New(rand.NewPCG(seed, 0x6d656e64616e)), numbers: map[string]bool{}, mails: map[string]bool{}} //nolint:gosec // invented people want no secret
	for _, f := range reserved {
		d.numbers[f.number] = true
		d.mails[address(f.name)+domain] = true
	}
	return d
}

// person is somebody of an age between the two on 1 April 2026, hired at about 22 to 30.
func (d *draw) person(young, old int) directory.Employee {
	family := families[d.r.IntN(len(families))]
	sex, given := directory.Male, men[d.r.IntN(len(men))]
	if d.r.IntN(100) < 38 {
		sex, given = directory.Female, women[d.r.IntN(len(women))]
	}
	age := young + d.r.IntN(old-young+1)
	born := day(2026-age-1, time.April, 2).AddDays(d.r.IntN(364))
	start := min(22+d.r.IntN(9), age)
	hired := day(born.Year+start, time.April, 1)
	if d.r.IntN(4) == 0 { // not everybody begins in April
		hired = day(born.Year+start, time.Month(1+d.r.IntN(12)), 1)
	}
	if hired.After(day(2026, time.April, 1)) {
		hired = day(2026, time.April, 1)
	}
	// Numbers rise with the years of service, with gaps.
	number := ""
	for n := (hired.Year-1985)*40 + d.r.IntN(40); number == "" || d.numbers[number]; n++ {
		number = fmt.Sprintf("%06d", n)
	}
	d.numbers[number] = true
	return directory.Employee{
		Number: number, Name: named(family[0], given[0], family[1], given[1]), Sex: sex, Born: born, Hired: hired,
	}
}

// title is a member's, by age and luck.
func (d *draw) title(u unit, born civil.Date) string {
	lot := d.r.IntN(4)
	switch {
	case u.member != "" && (born.Year > 1985 || lot > 0):
		return u.member
	case born.Year < 1982 && lot == 0:
		return "課長代理"
	case born.Year < 1988 && lot < 3:
		return "係長"
	case born.Year < 1997:
		return "主任"
	}
	return "一般職"
}

// phone is a number nobody has: a mobile number's third to fifth digits never begin with 0.
// Source: S14 (0A0-CDE-FGHJK, C is not 0).
func (d *draw) phone() string {
	d.next++
	n := (d.next*7919 + 1234) % 1_000_000
	return fmt.Sprintf("%s-0%03d-%04d", []string{"090", "080", "070"}[d.next%3], n/1000, (n*37)%10_000)
}

// mail is misaki.takahashi@..., numbered when the name is taken.
func (d *draw) mail(n directory.Name) string {
	m := address(n) + domain
	for i := 2; d.mails[m]; i++ {
		m = fmt.Sprintf("%s%d%s", address(n), i, domain)
	}
	d.mails[m] = true
	return m
}

func address(n directory.Name) string { return Romaji(n.GivenKana) + "." + Romaji(n.FamilyKana) }
