package schedulingtest

import (
	"context"
	"fmt"
	"strings"
	"time"

	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/database"
	"mendan/internal/directory"
	"mendan/internal/directory/directorydb"
	"mendan/internal/id"
	"mendan/internal/scheduling"
	"mendan/internal/scheduling/schedulingdb"
	"mendan/internal/txn"
)

// Filled is what Fill left behind and a measurement needs.
type Filled struct {
	Company    id.Company
	Workplaces []id.Workplace
	Physicians [][5]id.Physician // of each workplace
	Employees  []id.Employee     // of each workplace in turn: employee i works at workplace i % len(Workplaces)
	Today      civil.Date
}

const (
	perWorkplace = 1000 // people
	slotsADay    = 12   // of 40 minutes, 9:00 to 17:00
)

// Fill loads a fresh store: workers, five physicians for each thousand of them,
// and interviews that lie in the past but for the last few of each physician,
// which take every other slot of the days to come. Ticks of the past are left
// out, as Sweep leaves them. It writes tables of other areas for speed: a
// hundred thousand people in seconds.
func Fill(ctx context.Context, db *database.DB, employees, interviews int) (*Filled, error) {
	f := &Filled{}
	load := &loader{db: db}
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		return nil, err
	}
	if err := f.world(ctx, db, employees, tokyo); err != nil {
		return nil, err
	}
	workplaces := len(f.Workplaces)

	rows := load.into("employees", "id, company, workplace, number, number_key, family, given, family_kana, given_kana, kana_key, born, sex, job_title, phone, mail, hired")
	for i := range employees {
		e := id.New[id.Employee]()
		f.Employees = append(f.Employees, e)
		n := directory.Name{Family: families[i%len(families)], Given: givens[i/7%len(givens)], FamilyKana: kanas[i%len(kanas)], GivenKana: givenKanas[i/7%len(givenKanas)]}
		number := fmt.Sprintf("%07d", i)
		err := rows.add(ctx, string(e), string(f.Company), string(f.Workplaces[i%workplaces]), number, directory.NumberKey(number),
			n.Family, n.Given, n.FamilyKana, n.GivenKana, []byte(directory.NameKey(n)), "1985-04-01", "", "", "", fmt.Sprintf("p%d@example.jp", i), "2015-04-01")
		if err != nil {
			return nil, err
		}
	}
	if err := rows.flush(ctx); err != nil {
		return nil, err
	}
	return f, f.interviews(ctx, load, interviews, tokyo)
}

// world makes the company, its workplaces and physicians through the doors of their areas.
func (f *Filled) world(ctx context.Context, db *database.DB, employees int, tokyo *time.Location) error {
	who := actor.System("bench.fill")
	people := directory.NewService(db, directorydb.New())
	c, err := people.AddCompany(ctx, who, directory.Company{Name: "測定用の会社", Kana: "ソクテイヨウノカイシャ"})
	if err != nil {
		return err
	}
	f.Company = c.ID
	for i := range max(1, employees/perWorkplace) {
		w, err := people.AddWorkplace(ctx, who, directory.Workplace{Company: c.ID, Name: fmt.Sprintf("事業場%d", i+1), Zone: "Asia/Tokyo", Headcount: perWorkplace, Postal: "105-0001", Address: "東京都", Phone: "03-0000-0001"})
		if err != nil {
			return err
		}
		f.Workplaces = append(f.Workplaces, w.ID)
		var five [5]id.Physician
		for j := range five {
			n := i*5 + j
			p, err := people.AddPhysician(ctx, who, directory.Physician{
				Name:     directory.Name{Family: families[n%len(families)], Given: "医", FamilyKana: kanas[n%len(kanas)], GivenKana: "イ"},
				Register: fmt.Sprintf("%06d", 500000+n), Licensed: civil.Date{Year: 2001, Month: 5, Day: 7}, Specialty: "産業保健", Phone: "03-0000-0002", Mail: fmt.Sprintf("d%d@example.jp", n),
			})
			if err != nil {
				return err
			}
			five[j] = p.ID
			if err := people.Appoint(ctx, who, directory.Appointment{Physician: p.ID, Company: c.ID, Workplace: w.ID, Kind: directory.Contract, From: civil.Date{Year: 2015, Month: 4, Day: 1}}); err != nil {
				return err
			}
		}
		f.Physicians = append(f.Physicians, five)
	}
	return db.Write(ctx, who, "bench.plans", func(ctx context.Context, tx txn.Write) error {
		f.Today = civil.DateOf(tx.Now(), tokyo)
		for _, five := range f.Physicians {
			for _, p := range five {
				plan := scheduling.Plan{Physician: p, Zone: tokyo, OnHolidays: true}
				for d := time.Monday; d <= time.Friday; d++ {
					plan.Hours = append(plan.Hours, scheduling.Hours{Weekday: d, From: 9 * 60, To: 9*60 + slotsADay*40, Where: scheduling.Where{Online: true}})
				}
				if err := schedulingdb.New().SavePlan(ctx, tx, plan); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func (f *Filled) interviews(ctx context.Context, load *loader, interviews int, tokyo *time.Location) error {
	cases := load.into("cases", "id, company, workplace, employee, manager, physician, type, statutory, state, opened_at, wish, mode")
	bookings := load.into("bookings", "id, case_id, company, workplace, employee, physician, type, starts, ends, until, mode, place, state, sequence, changed_by, on_behalf, made, changed")
	ticks := load.into("ticks", "resource, tick, booking")
	workplaces := len(f.Workplaces)
	each := max(1, interviews/(workplaces*5)) // of each physician
	ahead := min(each/4, 60)                  // of these in the days to come: half of ten working days
	count := map[id.Physician]int{}
	for i := range interviews {
		e := i % len(f.Employees)
		w := e % workplaces
		// A worker always sees the same physician, whose slots differ: nobody is in two places.
		p := f.Physicians[w][e/workplaces%5]
		n := count[p] - (each - ahead) // below zero: the past
		count[p]++
		if n >= 0 {
			n *= 2
		}
		start := f.slot(n, tokyo)
		end, until, made := start.Add(30*time.Minute), start.Add(40*time.Minute), start.AddDate(0, 0, -14)
		c, b := id.New[id.Case](), id.New[id.Booking]()
		state := casework.Booked
		if n < 0 {
			state = casework.Held
		}
		err := cases.add(ctx, string(c), string(f.Company), string(f.Workplaces[w]), string(f.Employees[e]), "", string(p), string(casework.LongHoursGeneral), true, string(state), made.UnixMicro(), "EITHER", "ONLINE")
		if err != nil {
			return err
		}
		err = bookings.add(ctx, string(b), string(c), string(f.Company), string(f.Workplaces[w]), string(f.Employees[e]), string(p), string(casework.LongHoursGeneral),
			start.UnixMicro(), end.UnixMicro(), until.UnixMicro(), "ONLINE", "", "BOOKED", 0, "system:bench.fill", false, made.UnixMicro(), made.UnixMicro())
		if err != nil {
			return err
		}
		if n < 0 {
			continue
		}
		for t := range scheduling.Ticks(start, end) {
			if err := ticks.add(ctx, string(f.Employees[e]), t, string(b)); err != nil {
				return err
			}
		}
		for t := range scheduling.Ticks(start, until) {
			if err := ticks.add(ctx, string(p), t, string(b)); err != nil {
				return err
			}
		}
	}
	for _, r := range []*batch{cases, bookings, ticks} {
		if err := r.flush(ctx); err != nil {
			return err
		}
	}
	return nil
}

// slot is the nth slot of the working days from tomorrow on; below zero, of those gone by.
func (f *Filled) slot(n int, zone *time.Location) time.Time {
	day := n / slotsADay
	if n < 0 {
		day = (n - slotsADay + 1) / slotsADay
	}
	k := n - day*slotsADay
	// Count working days from the Monday after today: five of seven.
	monday := f.Today.AddDays(1)
	for monday.Weekday() != time.Monday {
		monday = monday.AddDays(1)
	}
	week := day / 5
	if day < 0 {
		week = (day - 4) / 5
	}
	d := monday.AddDays(week*7 + day - week*5)
	if n < 0 {
		d = d.AddDays(-7) // keep clear of this week
	}
	return d.At(civil.Clock(9*60+k*40), zone)
}

// loader writes rows in large statements.
type loader struct{ db *database.DB }

type batch struct {
	*loader
	table, columns string
	width, n       int
	args           []any
}

const rowsAtOnce, statementsAtOnce = 200, 40

func (l *loader) into(table, columns string) *batch {
	return &batch{loader: l, table: table, columns: columns, width: strings.Count(columns, ",") + 1}
}

func (b *batch) add(ctx context.Context, values ...any) error {
	if len(values) != b.width {
		return fmt.Errorf("%s: %d values for %d columns", b.table, len(values), b.width)
	}
	b.args = append(b.args, values...)
	b.n++
	if b.n < rowsAtOnce*statementsAtOnce {
		return nil
	}
	return b.flush(ctx)
}

func (b *batch) flush(ctx context.Context) error {
	if b.n == 0 {
		return nil
	}
	args := b.args
	b.args, b.n = nil, 0
	return b.db.Write(ctx, actor.System("bench.fill"), "bench.fill", func(ctx context.Context, tx txn.Write) error {
		for len(args) > 0 {
			n := min(rowsAtOnce*b.width, len(args))
			if err := database.Of(tx).Exec(ctx, b.statement(n/b.width), args[:n]...); err != nil {
				return fmt.Errorf("fill %s: %w", b.table, err)
			}
			args = args[n:]
		}
		return nil
	})
}

func (b *batch) statement(rows int) string {
	var q strings.Builder
	fmt.Fprintf(&q, "INSERT INTO %s (%s) VALUES ", b.table, b.columns)
	for i := range rows * b.width {
		switch {
		case i == 0:
			q.WriteString("(")
		case i%b.width == 0:
			q.WriteString("), (")
		default:
			q.WriteString(", ")
		}
		fmt.Fprintf(&q, "?%d", i+1)
	}
	q.WriteString(")")
	return q.String()
}

var (
	families   = []string{"佐藤", "鈴木", "髙橋", "田中", "伊藤", "渡邉", "山本", "中村", "小林", "加藤", "𠮷田", "山田", "佐々木"}
	kanas      = []string{"サトウ", "スズキ", "タカハシ", "タナカ", "イトウ", "ワタナベ", "ヤマモト", "ナカムラ", "コバヤシ", "カトウ", "ヨシダ", "ヤマダ", "ササキ"}
	givens     = []string{"美咲", "翔太", "陽子", "健一", "さくら", "大輔", "直子"}
	givenKanas = []string{"ミサキ", "ショウタ", "ヨウコ", "ケンイチ", "サクラ", "ダイスケ", "ナオコ"}
)
