package directory_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/civil"
	"mendan/internal/database/databasetest"
	"mendan/internal/directory"
	"mendan/internal/directory/directorydb"
	"mendan/internal/directory/directorytest"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/txn"
)

func open(t *testing.T) (*directory.Service, *directorytest.World, txn.Runner) {
	t.Helper()
	db, _ := databasetest.Open(t)
	w := directorytest.NewWorld(t, db, directorydb.New())
	return directory.NewService(db, directorydb.New()), w, db
}

// Who may change the directory, and what the others learn from being refused.
func TestWhoMayChangePeople(t *testing.T) {
	t.Parallel()
	s, w, _ := open(t)
	ctx := context.Background()
	hidden, forbidden := access.ErrHidden, access.ErrForbidden
	for _, c := range []struct {
		name string
		who  actor.Actor
		want error
	}{
		{"HR officer", w.AsHR(), nil}, {"HR of another company", w.AsForeignHR(), hidden}, {"the worker himself", w.AsWorker(), forbidden},
		{"the manager", w.AsManager(), forbidden}, {"the physician", w.AsPhysician(), hidden}, {"the nurse", w.AsNurse(), forbidden},
		{"the committee", w.AsCommittee(), hidden}, {"the coordinator", w.AsCoordinator(), forbidden}, {"the administrator", w.AsAdmin(), hidden},
		{"nobody", actor.Actor{}, hidden}, {"a stranger", w.AsForeigner(), hidden},
	} {
		e := w.Worker
		e.JobTitle = c.name
		if err := s.ChangeEmployee(ctx, c.who, e); !errors.Is(err, c.want) || (c.want == nil) != (err == nil) {
			t.Errorf("%s changes a worker: %v, want %v", c.name, err, c.want)
		}
	}
	for _, c := range []struct {
		name string
		who  actor.Actor
		fine bool
	}{{"coordinator", w.AsCoordinator(), true}, {"administrator", w.AsAdmin(), true}, {"HR officer", w.AsHR(), false}, {"physician", w.AsPhysician(), false}} {
		a := w.Appointment
		a.LastRound = civil.Date{Year: 2026, Month: 11, Day: 1}
		if err := s.ChangeAppointment(ctx, c.who, a); (err == nil) != c.fine {
			t.Errorf("%s changes an appointment: %v", c.name, err)
		}
		if _, err := s.AddCompany(ctx, c.who, directory.Company{Name: "x", Kana: "エックス"}); (err == nil) != c.fine {
			t.Errorf("%s adds a company: %v", c.name, err)
		}
	}
}

// Nothing of another company can be pulled in, not even by its id.
func TestCompaniesDoNotMix(t *testing.T) {
	t.Parallel()
	s, w, db := open(t)
	ctx := context.Background()
	for name, change := range map[string]func(e *directory.Employee){
		"moved to another company's workplace": func(e *directory.Employee) { e.Workplace, e.Department, e.Manager = w.Elsewhere.ID, "", "" },
		"managed from another company":         func(e *directory.Employee) { e.Manager = w.Foreigner.ID },
		"managed by himself":                   func(e *directory.Employee) { e.Manager = e.ID },
		"moved to a workplace that is not":     func(e *directory.Employee) { e.Workplace = "wpl_none" },
		"in a department of elsewhere":         func(e *directory.Employee) { e.Workplace = w.Chiba.ID },
		"managed by nobody known":              func(e *directory.Employee) { e.Manager = "emp_none" },
	} {
		e := w.Worker
		change(&e)
		if err := s.ChangeEmployee(ctx, actor.System("test"), e); !errors.Is(err, directory.ErrUnknown) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// An HR officer cannot push a worker into a workplace that is not his.
	e := w.Worker
	e.Workplace, e.Department = w.Chiba.ID, ""
	if err := s.ChangeEmployee(ctx, w.AsHR(), e); fault.KindOf(err) != fault.NotFound {
		t.Errorf("moved to a workplace of others: %v", err)
	}
	foreign := w.Foreigner
	foreign.ID, foreign.Number, foreign.Workplace = "", "X1", w.Elsewhere.ID
	if _, err := s.AddPeople(ctx, w.AsHR(), []directory.Employee{foreign}); !errors.Is(err, access.ErrHidden) {
		t.Errorf("added to another company: %v", err)
	}
	if err := db.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		got, err := s.Employee(ctx, tx, w.Worker.ID)
		if d := cmp.Diff(w.Worker, got); d != "" {
			t.Errorf("the worker changed (-want +got):\n%s", d)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func TestAddingIsAllOrNothing(t *testing.T) {
	t.Parallel()
	s, w, db := open(t)
	ctx := context.Background()
	good, bad := w.Worker, w.Worker
	good.ID, good.Number = id.New[id.Employee](), "N1"
	bad.ID = id.New[id.Employee]() // the number is taken
	if _, err := s.AddPeople(ctx, w.AsHR(), []directory.Employee{good, bad}); !errors.Is(err, directory.ErrNumberTaken) {
		t.Fatalf("%v, want number taken", err)
	}
	if err := db.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		if _, err := s.Employee(ctx, tx, good.ID); !errors.Is(err, directory.ErrUnknown) {
			t.Errorf("the first was kept: %v", err)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

func TestFaultsNameTheField(t *testing.T) {
	t.Parallel()
	_, w, _ := open(t)
	for _, c := range []struct {
		field  string
		change func(e *directory.Employee)
	}{
		{"number", func(e *directory.Employee) { e.Number = " " }},
		{"number", func(e *directory.Employee) { e.Number = strings.Repeat("1", 31) }},
		{"family", func(e *directory.Employee) { e.Name.Family, e.Name.Given = "", "" }},
		{"family", func(e *directory.Employee) { e.Name.Family = "山\u0000田" }},
		{"born", func(e *directory.Employee) { e.Born = civil.Date{} }},
		{"sex", func(e *directory.Employee) { e.Sex = "X" }},
		{"phone", func(e *directory.Employee) { e.Phone = "12" }},
		{"phone", func(e *directory.Employee) { e.Phone = "でんわ" }},
		{"mail", func(e *directory.Employee) { e.Mail = "misaki" }},
		{"hired", func(e *directory.Employee) { e.Hired = e.Born.AddDays(-1) }},
		{"left", func(e *directory.Employee) { e.Left = e.Hired.AddDays(-1) }},
	} {
		e := w.Worker
		c.change(&e)
		f := fault.Of(e.Check())
		if f.Kind != fault.Invalid || len(f.Fields) != 1 || f.Fields[0].Name != c.field {
			t.Errorf("want a fault of %s, got %v", c.field, f)
		}
	}
	fine := w.Worker
	fine.Name = directory.Name{Given: "スハルト", GivenKana: "スハルト"} // one name is a name
	fine.Sex, fine.Phone, fine.Mail, fine.JobTitle = "", "", "", ""
	if err := fine.Check(); err != nil {
		t.Errorf("a mononym: %v", err)
	}
	if got := fine.Name.Full() + "|" + fine.Name.Short() + "|" + w.Worker.Name.Full() + "|" + w.Worker.Name.Kana(); got != "スハルト|スハルト|髙橋 美咲|タカハシ ミサキ" {
		t.Errorf("names: %s", got)
	}
}

// People search with what their keyboard gives.
func TestFindingAsPeopleType(t *testing.T) {
	t.Parallel()
	s, w, db := open(t)
	at := []id.Workplace{w.Honsha.ID, w.Chiba.ID}
	for words, want := range map[string]int{
		"たかはし": 1, "タカハシ": 1, "ﾀｶﾊｼ": 1, "たかはし みさき": 1, "タカハシ　ミ": 1, "ﾔﾏｻﾞｷ": 1, "やまざき": 1, "やまさき": 0,
		"001234": 1, "1234": 1, "００１２３４": 1, "12-34": 1, "99": 0, "": 0, "  ": 0, "%": 0, "タ%": 0,
	} {
		if err := db.Read(context.Background(), func(ctx context.Context, tx txn.Read) error {
			got, err := s.FindEmployees(ctx, tx, at, words, 20)
			if len(got) != want {
				t.Errorf("%q: %d people, want %d", words, len(got), want)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestKana(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"ｶﾞｷﾞｸﾞ ﾊﾟﾋﾟ ｳﾞ": "ガギグ パピ ヴ", "がぎぐ　ぱぴ": "ガギグ パピ", "か\u3099": "ガ", "ハ゜ン": "パン",
		"オ-タ": "オータ", "おーた": "オータ", "ｵｰﾀ": "オータ", "オ−タ": "オータ", "  ヤマダ   タロウ ": "ヤマダ タロウ",
		"ゔぁ": "ヴァ", "Smith-Jones": "Smith-Jones", "ｱ゛": "ア゛", "": "",
	} {
		if got := directory.Kana(typed); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
	for typed, want := range map[string]string{"001234": "1234", "００１２": "12", "a-01": "A01", "0000": "0", "": "", "ー12": "12"} {
		if got := directory.NumberKey(typed); got != want {
			t.Errorf("number %q: %q, want %q", typed, got, want)
		}
	}
}

func FuzzKana(f *testing.F) {
	for _, s := range []string{"ﾀｶﾊｼ", "たかはし", "ガ゛", "\xff", "--", "゜゜"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := directory.Kana(s)
		if twice := directory.Kana(once); twice != once && slices.Equal([]rune(s), []rune(strings.ToValidUTF8(s, ""))) {
			t.Errorf("%q folds to %q and then to %q", s, once, twice)
		}
		_ = directory.NumberKey(s)
	})
}

// Source: S03 2(1).
func TestRelationsOfTheNotice(t *testing.T) {
	t.Parallel()
	day := func(y, m, d int) civil.Date {
		return civil.Date{Year: y, Month: 1, Day: 1}.AddMonths(m - 1).AddDays(d - 1)
	}
	today := day(2026, 11, 22)
	for _, c := range []struct {
		name   string
		a      directory.Appointment
		guided civil.Date
		want   string
	}{
		{"nothing", directory.Appointment{}, civil.Date{}, ""},
		{"appointed today", directory.Appointment{From: today}, civil.Date{}, "a"},
		{"appointed from tomorrow", directory.Appointment{From: today.AddDays(1)}, civil.Date{}, ""},
		{"until yesterday", directory.Appointment{From: day(2020, 4, 1), Until: today.AddDays(-1), CareSince: day(2020, 4, 1)}, civil.Date{}, ""},
		{"cares for a year to the day", directory.Appointment{From: day(2025, 11, 22), CareSince: day(2025, 11, 22)}, civil.Date{}, "ab"},
		{"cares a day less", directory.Appointment{From: day(2025, 11, 23), CareSince: day(2025, 11, 23)}, civil.Date{}, "a"},
		{"round a year ago", directory.Appointment{LastRound: day(2025, 11, 22)}, civil.Date{}, "c"},
		{"round longer ago", directory.Appointment{LastRound: day(2025, 11, 21)}, civil.Date{}, ""},
		{"round to come", directory.Appointment{LastRound: today.AddDays(1)}, civil.Date{}, ""},
		{"guided lately", directory.Appointment{}, today.AddDays(-30), "d"},
		{"all", directory.Appointment{From: day(2024, 4, 1), CareSince: day(2024, 4, 1), LastRound: day(2026, 10, 15)}, day(2026, 1, 5), "abcd"},
	} {
		got := ""
		for _, r := range c.a.Relations(today, c.guided) {
			got += string(r)
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestNothingPersonalIsLogged(t *testing.T) {
	t.Parallel()
	_, w, _ := open(t)
	var b bytes.Buffer
	log := slog.New(slog.NewJSONHandler(&b, nil))
	log.Info("x", "employee", w.Worker, "physician", w.Physician, "name", w.Worker.Name)
	for _, word := range []string{"髙橋", "タカハシ", "minato", "090", "佐藤", "400001"} {
		if strings.Contains(b.String(), word) {
			t.Errorf("the log holds %q: %s", word, b.String())
		}
	}
}
