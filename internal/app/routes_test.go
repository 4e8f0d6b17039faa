package app

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"mendan/internal/actor"
	"mendan/internal/config"
	"mendan/internal/media"
	"mendan/internal/web"
)

var update = flag.Bool("update", false, "write testdata/routes.txt anew")

// house is the whole program on a fresh SQLite file, without its media server.
func house(t *testing.T, demo bool) (*services, Options) {
	t.Helper()
	c, err := config.Load("", func(string) string { return "" }, map[string]string{
		"data": t.TempDir(), "demo": fmt.Sprint(demo), "mail-server": "127.0.0.1:25", "mail-from": "mendan@mendan.example",
	})
	if demo {
		c, err = config.Load("", func(string) string { return "" }, map[string]string{"data": t.TempDir(), "demo": "true"})
	}
	if err != nil {
		t.Fatal(err)
	}
	db, err := open(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if _, err := db.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	key, err := evidenceKey(c.Data)
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	s, err := build(c, db, media.New(media.Config{Log: log}), key, log)
	if err != nil {
		t.Fatal(err)
	}
	return s, Options{Config: c, Out: io.Discard, LogTo: io.Discard, Version: "test"}
}

// Every door of the house and who may knock, in one file that a person reads:
// a new route fails until its line is there.
func TestRoutesByRole(t *testing.T) {
	t.Parallel()
	s, o := house(t, false)
	var lines []string
	for _, table := range s.tables(o, time.Now()) {
		for _, r := range table {
			who := r.Who.String()
			if r.Public {
				who = "PUBLIC"
			}
			if who == "" {
				t.Errorf("%s %s opens for nobody", r.Method, r.Pattern)
			}
			lines = append(lines, fmt.Sprintf("%-50s %-4s %s", r.Pattern, r.Method, who))
		}
	}
	slices.Sort(lines)
	got := strings.Join(lines, "\n") + "\n"
	file := filepath.Join("testdata", "routes.txt")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the doors have changed: read them, then run with -update.\n%s", got)
	}
}

// Nobody gets through a door without a session, and nobody through one that is
// not his: it does not even exist.
func TestClosedDoors(t *testing.T) {
	t.Parallel()
	s, o := house(t, true)
	if _, err := s.prepareDemo(context.Background(), o.Config); err != nil {
		t.Fatal(err)
	}
	door := s.door(o, slog.New(slog.DiscardHandler), make(chan struct{}), time.Now())
	cookies := map[actor.Role]*http.Cookie{}
	for _, p := range s.demoPeople {
		req := httptest.NewRequest(http.MethodPost, "/demo/"+string(p.Account), strings.NewReader(""))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		rec := httptest.NewRecorder()
		door.ServeHTTP(rec, req)
		for _, c := range rec.Result().Cookies() {
			if c.Name == web.SessionCookie {
				v, err := s.accounts.Lookup(context.Background(), c.Value)
				if err != nil {
					t.Fatal(err)
				}
				for _, r := range v.Actor.Roles.List() {
					if r != actor.Employee || cookies[r] == nil {
						cookies[r] = c
					}
				}
			}
		}
	}
	if len(cookies) != 8 {
		t.Fatalf("%d roles in the demo, want 8", len(cookies))
	}
	n := 0
	for _, table := range s.tables(o, time.Now()) {
		for _, r := range table {
			if r.Public || r.Method != http.MethodGet {
				continue
			}
			path := strings.NewReplacer("{case}", "cas_00000000000000000000000000", "{form}", "intake_consultation", "{question}", "memo", "{document}", "document.pdf",
				"{session}", "ses_00000000000000000000000000", "{task}", "tsk_00000000000000000000000000", "{$}", "").Replace(r.Pattern)
			rec := httptest.NewRecorder()
			door.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, path, nil))
			if rec.Code != http.StatusSeeOther && rec.Code != http.StatusUnauthorized {
				t.Errorf("GET %s without a session answers %d", path, rec.Code)
			}
			for role, c := range cookies {
				who, err := s.accounts.Lookup(context.Background(), c.Value)
				if err != nil {
					t.Fatal(err)
				}
				if who.Actor.Roles.Meets(r.Who) {
					continue
				}
				req := httptest.NewRequest(http.MethodGet, path, nil)
				req.AddCookie(c)
				rec := httptest.NewRecorder()
				door.ServeHTTP(rec, req)
				n++
				if rec.Code != http.StatusNotFound {
					t.Errorf("GET %s as %s answers %d, want 404", path, role, rec.Code)
				}
			}
		}
	}
	if n < 100 {
		t.Fatalf("only %d closed doors tried", n)
	}
}

// Every page of the house carries the strict headers, its errors too.
func TestHeaders(t *testing.T) {
	t.Parallel()
	s, o := house(t, true)
	door := s.door(o, slog.New(slog.DiscardHandler), make(chan struct{}), time.Now())
	for _, path := range []string{"/", "/signin", "/nothing-here", "/home"} {
		rec := httptest.NewRecorder()
		door.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, path, nil))
		csp := rec.Header().Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "require-trusted-types-for 'script'"} {
			if !strings.Contains(csp, want) {
				t.Errorf("%s: no %q in %q", path, want, csp)
			}
		}
		if strings.Contains(csp, "unsafe") {
			t.Errorf("%s: %q", path, csp)
		}
	}
}

// Bad input has one answer each, never an internal text.
func TestBadInput(t *testing.T) {
	t.Parallel()
	s, o := house(t, true)
	door := s.door(o, slog.New(slog.DiscardHandler), make(chan struct{}), time.Now())
	form := "application/x-www-form-urlencoded"
	for name, c := range map[string]struct {
		method, path, kind, body string
		origin                   string
		want                     int
	}{
		"unknown page":          {"GET", "/nothing", "", "", "", 404},
		"unknown link":          {"GET", "/signin/nothing", "", "", "", 410},
		"empty form":            {"POST", "/signin", form, "", "", 422},
		"no form at all":        {"POST", "/signin", "text/plain", "mail=a", "", 422},
		"garbled form":          {"POST", "/signin", form, "mail=%zz", "", 422},
		"too large":             {"POST", "/signin", form, "mail=" + strings.Repeat("a", 70<<10), "", 413},
		"from another site":     {"POST", "/signin", form, "mail=a@b.example", "https://evil.example", 403},
		"a method there is not": {"PUT", "/signin", form, "", "", 404},
		"someone not of demo":   {"POST", "/demo/acc_00000000000000000000000000", form, "", "", 404},
		"not even an id":        {"POST", "/demo/'or 1=1", form, "", "", 404},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			req := httptest.NewRequest(c.method, strings.ReplaceAll(c.path, " ", "%20"), strings.NewReader(c.body))
			req.Header.Set("Content-Type", c.kind)
			if c.origin != "" {
				req.Header.Set("Origin", c.origin)
				req.Header.Set("Sec-Fetch-Site", "cross-site")
			}
			rec := httptest.NewRecorder()
			door.ServeHTTP(rec, req)
			if rec.Code != c.want && !(c.want == 410 && rec.Code == 404) {
				t.Errorf("answers %d, want %d", rec.Code, c.want)
			}
			body := rec.Body.String()
			for _, internal := range []string{"sql", "SQL", "panic", "goroutine", "strconv", "invalid URL escape", ".go:"} {
				if strings.Contains(body, internal) {
					t.Errorf("the page says %q", internal)
				}
			}
		})
	}
}

// A database that is gone answers 503 and says so, never a false success.
func TestLostDatabase(t *testing.T) {
	t.Parallel()
	s, o := house(t, true)
	if _, err := s.prepareDemo(context.Background(), o.Config); err != nil {
		t.Fatal(err)
	}
	door := s.door(o, slog.New(slog.DiscardHandler), make(chan struct{}), time.Now())
	if err := s.db.Close(); err != nil {
		t.Fatal(err)
	}
	req := httptest.NewRequest(http.MethodPost, "/signin", strings.NewReader("mail=somebody%40minato-seiko.example"))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	rec := httptest.NewRecorder()
	door.ServeHTTP(rec, req)
	if rec.Code != http.StatusServiceUnavailable || !strings.Contains(rec.Body.String(), "保存") {
		t.Errorf("answers %d: %s", rec.Code, rec.Body.String())
	}
	rec = httptest.NewRecorder()
	door.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/readyz", nil))
	if rec.Code != http.StatusServiceUnavailable || !strings.Contains(rec.Body.String(), "database down") {
		t.Errorf("/readyz answers %d: %s", rec.Code, rec.Body.String())
	}
	rec = httptest.NewRecorder()
	door.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/healthz", nil))
	if rec.Code != http.StatusOK {
		t.Errorf("/healthz answers %d", rec.Code)
	}
}
