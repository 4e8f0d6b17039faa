package demo_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/account"
	"mendan/internal/account/accountdb"
	"mendan/internal/actor"
	"mendan/internal/civil"
	"mendan/internal/database"
	"mendan/internal/database/databasetest"
	"mendan/internal/demo"
	"mendan/internal/directory"
	"mendan/internal/directory/directorydb"
	"mendan/internal/lang"
	"mendan/internal/txn"
)

var today = civil.Date{Year: 2026, Month: time.November, Day: 23}

func services(db *database.DB, clock *databasetest.Clock) demo.Services {
	return demo.Services{
		Txns:      db,
		Accounts:  account.NewService(db, accountdb.New(), clock.Now, account.Ports{}),
		Directory: directory.NewService(db, directorydb.New()),
	}
}

func everybody(t *testing.T, s demo.Services, w directory.Workplace) (out []directory.Employee) {
	t.Helper()
	if err := s.Txns.Read(context.Background(), func(ctx context.Context, tx txn.Read) (err error) {
		out, err = s.Directory.People(ctx, tx, w.ID, directory.Page{Limit: 500})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestTheCompanyIsAsTold(t *testing.T) {
	t.Parallel()
	databasetest.Both(t, func(t *testing.T, db *database.DB, clock *databasetest.Clock) {
		s := services(db, clock)
		p, err := demo.Seed(context.Background(), s, today)
		if err != nil {
			t.Fatal(err)
		}
		honsha, chiba := everybody(t, s, p.Honsha), everybody(t, s, p.Chiba)
		if len(honsha) != 120 || len(chiba) != 64 || p.Honsha.Headcount != 120 || p.Chiba.Headcount != 64 {
			t.Errorf("%d and %d people", len(honsha), len(chiba))
		}
		var all strings.Builder
		mails := map[string]bool{}
		for _, e := range append(honsha, chiba...) {
			all.WriteString(e.Name.Full())
			if mails[e.Mail] || !strings.HasSuffix(e.Mail, ".example") {
				t.Errorf("mail %s", e.Mail)
			}
			mails[e.Mail] = true
			if len(e.Number) != 6 || e.Number[0] != '0' {
				t.Errorf("number %s", e.Number)
			}
			if _, local, _ := strings.Cut(e.Phone, "-"); local[0] != '0' {
				t.Errorf("phone %s may be somebody's", e.Phone)
			}
			if age := e.Born.AgeOn(e.Hired); age < 18 || e.Born.AgeOn(today) > 61 {
				t.Errorf("%s: hired at %d, now %d", e.Number, age, e.Born.AgeOn(today))
			}
			if (e.Manager == "") != (e.JobTitle == "常務取締役" || e.JobTitle == "工場長") {
				t.Errorf("%s has manager %q", e.JobTitle, e.Manager)
			}
		}
		for _, rune := range "髙﨑𠮷濵" {
			if !strings.ContainsRune(all.String(), rune) {
				t.Errorf("nobody is written with %c", rune)
			}
		}
		if got := p.Worker.Employee; got.Name.Full() != "髙橋 美咲" || got.Number != "001234" || got.Mail != "misaki.takahashi@minato-seiko.example" || got.Manager != p.Manager.Employee.ID {
			t.Errorf("the worker: %s %s %s", got.Name.Full(), got.Number, got.Mail)
		}
		want := []actor.Roles{
			actor.Of(actor.Employee), actor.Of(actor.Employee, actor.HROfficer), actor.Of(actor.Physician), actor.Of(actor.HealthStaff),
			actor.Of(actor.Employee, actor.LineManager), actor.Of(actor.Employee, actor.Committee), actor.Of(actor.Coordinator), actor.Of(actor.Admin),
		}
		for i, x := range p.All() {
			if x.Account.Roles != want[i] || x.Account.ID == "" || !lang.Has(lang.EN, x.Role) || !lang.Has(lang.EN, x.What) {
				t.Errorf("person %d: %s %q %q", i, x.Account.Roles, x.Role, x.What)
			}
		}
		if err := s.Txns.Read(context.Background(), func(ctx context.Context, tx txn.Read) error {
			for _, w := range []directory.Workplace{p.Honsha, p.Chiba} {
				doctors, err := s.Directory.PhysiciansFor(ctx, tx, w.ID, today)
				if err != nil {
					return err
				}
				if len(doctors) != 1 || doctors[0].ID != p.Physician.Physician.ID {
					t.Errorf("%s: %d physicians", w.Name, len(doctors))
				}
			}
			none, err := s.Directory.AppointmentsOf(ctx, tx, p.Unappointed.ID, today)
			if len(none) != 0 {
				t.Errorf("the other physician has %d appointments", len(none))
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if p.OtherWorker.Employee.Number != p.Worker.Employee.Number || p.OtherWorker.Employee.Company == p.Worker.Employee.Company {
			t.Error("the neighbour has no worker with the same number")
		}
	})
}

func TestASecondStartKeepsWhatIsThere(t *testing.T) {
	t.Parallel()
	db, clock := databasetest.Open(t)
	s := services(db, clock)
	ctx := context.Background()
	first, err := demo.Seed(ctx, s, today)
	if err != nil {
		t.Fatal(err)
	}
	moved := first.Worker.Employee
	moved.Phone = "090-0999-9999"
	if err := s.Directory.ChangeEmployee(ctx, actor.System("test"), moved); err != nil {
		t.Fatal(err)
	}
	clock.Add(100 * 24 * time.Hour)
	second, err := demo.Seed(ctx, s, today.AddDays(100))
	if err != nil {
		t.Fatal(err)
	}
	first.Worker.Employee = moved
	first.Physician.Physician, second.Physician.Physician = directory.Physician{}, directory.Physician{}
	if d := cmp.Diff(first, second); d != "" {
		t.Errorf("(-first +second):\n%s", d)
	}
	if got := len(everybody(t, s, first.Honsha)) + len(everybody(t, s, first.Chiba)) + len(everybody(t, s, first.Elsewhere)); got != 120+64+12 {
		t.Errorf("%d people", got)
	}
}

func TestLinksOpen(t *testing.T) {
	t.Parallel()
	db, clock := databasetest.Open(t)
	s := services(db, clock)
	ctx := context.Background()
	p, err := demo.Seed(ctx, s, today)
	if err != nil {
		t.Fatal(err)
	}
	links, err := demo.Links(ctx, s.Accounts, p)
	if err != nil || len(links) != 8 {
		t.Fatalf("%d links, %v", len(links), err)
	}
	clock.Add(23 * time.Hour)
	for _, l := range links {
		in, err := s.Accounts.SignIn(ctx, strings.TrimPrefix(l.Path, "/signin/"), account.Device{}, "")
		if err != nil || in.Account.ID != l.Person.Account.ID {
			t.Errorf("%s: %v", l.Person.Role, err)
		}
	}
}

func TestRomaji(t *testing.T) {
	t.Parallel()
	for kana, want := range map[string]string{
		"タカハシ": "takahashi", "サトウ": "sato", "イノウエ": "inoue", "オオタ": "ota", "ユウイチロウ": "yuichiro", "ジュンコ": "junko", "テシガワラ": "teshigawara",
	} {
		if got := demo.Romaji(kana); got != want {
			t.Errorf("%s: %s, want %s", kana, got, want)
		}
	}
}
