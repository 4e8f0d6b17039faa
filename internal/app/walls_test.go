package app

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"mendan/internal/account"
	"mendan/internal/civil"
	"mendan/internal/demo"
	"mendan/internal/id"
	"mendan/internal/txn"
	"mendan/internal/web"
)

var onceKey = regexp.MustCompile(`name="once" value="[^"]*"`)

// A case that somebody may not know of answers exactly like one that is not
// there: at every door, by reading and by writing, to the employer's people, to
// other workplaces, other companies and other physicians.
func TestForeignCasesAreNotThere(t *testing.T) {
	t.Parallel()
	s, o := house(t, true)
	ctx := context.Background()
	if _, err := s.prepareDemo(ctx, o.Config); err != nil {
		t.Fatal(err)
	}
	p, err := demo.Seed(ctx, demo.Services{Txns: s.db, Accounts: s.accounts, Directory: s.people}, civil.DateOf(time.Now(), home))
	if err != nil {
		t.Fatal(err)
	}
	door := s.door(o, slog.New(slog.DiscardHandler), make(chan struct{}), time.Now())
	enter := func(a account.Account) string {
		t.Helper()
		in, err := s.accounts.SignInDemo(ctx, a.ID, account.Device{}, "")
		if err != nil {
			t.Fatal(err)
		}
		return in.Secret.Reveal()
	}
	ask := func(method, path, session, body string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, path, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: session})
		w := httptest.NewRecorder()
		door.ServeHTTP(w, r)
		return w
	}
	worker := enter(p.Worker.Account)
	begin := func(kind string) string {
		t.Helper()
		w := ask(http.MethodPost, "/interviews/new", worker, url.Values{"type": {kind}, "wish": {"ONLINE"}}.Encode())
		found := regexp.MustCompile(`cas_[0-9a-z]{26}`).FindString(w.Header().Get("Location"))
		if found == "" {
			t.Fatalf("no case: %d to %q", w.Code, w.Header().Get("Location"))
		}
		return found
	}
	statutory, consultation, none := begin("LONG_HOURS_GENERAL"), begin("CONSULTATION"), string(id.New[id.Case]())

	var unappointed account.Account
	if err := s.db.Read(ctx, func(ctx context.Context, tx txn.Read) (err error) {
		unappointed, err = s.accounts.OfPhysician(ctx, tx, p.Unappointed.ID)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	outside := map[string]account.Account{
		"the manager": p.Manager.Account, "a committee member": p.Committee.Account, "the administrator": p.Admin.Account,
		"HR of the other workplace": p.ChibaHR.Account, "HR of another company": p.OtherHR.Account,
		"a worker of another company": p.OtherWorker.Account, "a physician without appointment": unappointed,
	}
	tries := 0
	for _, c := range []struct {
		kind, id string
		more     map[string]account.Account
	}{
		{"statutory", statutory, nil},
		{"consultation", consultation, map[string]account.Account{"HR of the workplace": p.HR.Account}},
	} {
		people := map[string]account.Account{}
		for _, m := range []map[string]account.Account{outside, c.more} {
			for name, a := range m {
				people[name] = a
			}
		}
		for name, a := range people {
			session := enter(a)
			for _, table := range s.tables(o, time.Now()) {
				for _, r := range table {
					if !strings.Contains(r.Pattern, "{case}") {
						continue
					}
					at := func(id string) *httptest.ResponseRecorder {
						path := strings.NewReplacer("{case}", id, "{form}", "intake_consultation", "{question}", "memo", "{document}", "document.pdf").Replace(r.Pattern)
						return ask(r.Method, path, session, "")
					}
					here, nowhere := at(c.id), at(none)
					same := onceKey.ReplaceAllString(strings.ReplaceAll(here.Body.String(), c.id, none), "") == onceKey.ReplaceAllString(nowhere.Body.String(), "")
					tries++
					if here.Code != nowhere.Code || !same {
						t.Errorf("%s %s of a %s case: %s learns that it is there (%d, elsewhere %d)", r.Method, r.Pattern, c.kind, name, here.Code, nowhere.Code)
					}
				}
			}
			for _, desk := range []string{"/home", "/hr", "/physician", "/nurse", "/manager", "/committee", "/coordinator", "/admin"} {
				if w := ask(http.MethodGet, desk, session, ""); w.Code == http.StatusOK && strings.Contains(w.Body.String(), c.id) {
					t.Errorf("%s of %s names a %s case", desk, name, c.kind)
				}
			}
		}
	}
	if tries < 300 {
		t.Fatalf("only %d doors tried", tries)
	}
}
