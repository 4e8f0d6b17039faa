package app

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"mendan/internal/civil"
	"mendan/internal/config"
	"mendan/internal/demo"
	"mendan/internal/directory"
	"mendan/internal/gate"
	"mendan/internal/gate/gatedata"
	"mendan/internal/txn"
)

// demoHouse is the demo company through the real services, in a folder.
func demoHouse(t *testing.T) (*services, config.Config, demo.People) {
	t.Helper()
	s, o := house(t, true)
	ctx := context.Background()
	if _, err := s.db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := s.prepareDemo(ctx, o.Config); err != nil {
		t.Fatal(err)
	}
	people, err := demo.Seed(ctx, demo.Services{Txns: s.db, Accounts: s.accounts, Directory: s.people}, civil.DateOf(time.Now(), home))
	if err != nil {
		t.Fatal(err)
	}
	return s, o.Config, people
}

// 本社 is ready for both types; 千葉工場 is not, and says what to do.
func TestTheDemoCompanyAtTheGate(t *testing.T) {
	t.Parallel()
	s, _, people := demoHouse(t)
	err := s.db.Read(context.Background(), func(ctx context.Context, tx txn.Read) error {
		for _, kind := range heldTypes() {
			v, err := s.gate.Check(ctx, tx, people.Honsha, kind, directory.Today(tx, people.Honsha))
			if err != nil {
				return err
			}
			for _, i := range v.Closing() {
				t.Errorf("本社 %s: %s is %s (%s)", kind, i.ID, i.State, i.Why)
			}
			for _, i := range v.Items {
				if i.State == gate.Unknown {
					t.Errorf("本社 %s: nobody tells the fact of %s", kind, i.ID)
				}
			}
			v, err = s.gate.Check(ctx, tx, people.Chiba, kind, directory.Today(tx, people.Chiba))
			if err != nil {
				return err
			}
			if v.Open || len(v.Closing()) < 4 {
				t.Errorf("千葉工場 %s: open %v, %d things are missing", kind, v.Open, len(v.Closing()))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A link of the gate's table leads to a page that is there.
func TestGateLinksLeadSomewhere(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/routes.txt")
	if err != nil {
		t.Fatal(err)
	}
	var pages []string
	for line := range strings.Lines(string(text)) {
		if f := strings.Fields(line); len(f) > 1 && f[1] == "GET" {
			pages = append(pages, f[0])
		}
	}
	rules, err := gatedata.Rules()
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range rules.Versions() {
		for _, q := range table.Requirements {
			page := strings.Replace(q.Link, "/documents/posting", "/documents/{kind}", 1)
			if page != "" && !slices.Contains(pages, page) {
				t.Errorf("%s leads to %s, which is no page", q.ID, q.Link)
			}
		}
	}
}

func TestGateCommand(t *testing.T) {
	t.Parallel()
	s, c, people := demoHouse(t)
	_ = s
	ask := func(a GateAsk) (string, bool, error) {
		var out strings.Builder
		if a.Format == "" {
			a.Format = "text"
		}
		open, err := Gate(context.Background(), c, a, &out)
		return out.String(), open, err
	}
	text, open, err := ask(GateAsk{Workplace: string(people.Honsha.ID)})
	if err != nil || !open || !strings.Contains(text, "LONG_HOURS_GENERAL") || !strings.Contains(text, "CONSULTATION") || !strings.Contains(text, "expires ") {
		t.Errorf("本社: %v, %v\n%s", open, err, text)
	}
	text, open, err = ask(GateAsk{Workplace: string(people.Chiba.ID), Type: "CONSULTATION"})
	if err != nil || open || strings.Contains(text, "LONG_HOURS_GENERAL") || !strings.Contains(text, "TELE-1-A-a") || !strings.Contains(text, "-> ") {
		t.Errorf("千葉工場: %v, %v\n%s", open, err, text)
	}
	text, open, err = ask(GateAsk{Workplace: string(people.Chiba.ID), Format: "json"})
	var got struct {
		Open     bool
		Verdicts []gate.Verdict
	}
	if bad := json.Unmarshal([]byte(text), &got); bad != nil || err != nil || open || got.Open || len(got.Verdicts) != 2 || got.Verdicts[0].Version == "" {
		t.Errorf("json: %v, %v, %v", open, err, bad)
	}
	for _, x := range []struct {
		ask  GateAsk
		want string
	}{
		{GateAsk{Workplace: "wpl_zzz"}, "is no id of a workplace"},
		{GateAsk{Workplace: ""}, "is no id of a workplace"},
		{GateAsk{Workplace: string(people.Company.ID)}, "is no id of a workplace"},
		{GateAsk{Workplace: string(people.Honsha.ID[:len(people.Honsha.ID)-1]) + "a"}, "workplace"},
		{GateAsk{Workplace: string(people.Honsha.ID), Type: "LUNCH"}, `"LUNCH" is no type of interview (LONG_HOURS_GENERAL`},
		{GateAsk{Workplace: string(people.Honsha.ID), Format: "xml"}, `want text or json, got "xml"`},
	} {
		text, _, err := ask(x.ask)
		if u, ok := errors.AsType[Unusable](err); !ok || !strings.Contains(u.Error(), x.want) || strings.Contains(u.Error(), "\n") || text != "" {
			t.Errorf("%+v: %v", x.ask, err)
		}
	}
	c.Data = t.TempDir()
	if _, _, err := ask(GateAsk{Workplace: string(people.Honsha.ID)}); err == nil || !strings.Contains(err.Error(), "no database in") {
		t.Errorf("an empty folder: %v", err)
	}
}
