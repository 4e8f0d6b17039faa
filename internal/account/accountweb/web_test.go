package accountweb_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"mendan/internal/account"
	"mendan/internal/account/accountdb"
	"mendan/internal/account/accountweb"
	"mendan/internal/actor"
	"mendan/internal/database"
	"mendan/internal/database/databasetest"
	"mendan/internal/id"
	"mendan/internal/jobs"
	"mendan/internal/lang"
	"mendan/internal/notify"
	"mendan/internal/txn"
	"mendan/internal/web"
)

// site is the door over the pages of this area, on a real store.
type site struct {
	t        *testing.T
	accounts *account.Service
	db       *database.DB
	clock    *databasetest.Clock
	door     http.Handler
	people   []account.Account
	log      *strings.Builder
}

type nobody struct{}

func (nobody) Enqueue(context.Context, txn.Write, jobs.Job) error   { return nil }
func (nobody) Send(context.Context, txn.Write, notify.Notice) error { return nil }

var roles = []actor.Role{actor.Employee, actor.HROfficer, actor.LineManager, actor.Physician, actor.HealthStaff, actor.Committee, actor.Coordinator, actor.Admin}

func open(t *testing.T) *site {
	t.Helper()
	db, clock := databasetest.Open(t)
	s := &site{t: t, db: db, clock: clock, log: &strings.Builder{}}
	s.accounts = account.NewService(db, accountdb.New(), clock.Now, account.Ports{Queue: nobody{}, Postman: nobody{}})
	var demo []accountweb.Person
	for _, r := range roles {
		a, err := s.accounts.Open(context.Background(), actor.System("test"), account.Account{
			Mail: account.Mail(r.String() + "@minato.example"), Name: "髙橋 " + r.String(), Roles: actor.Of(r),
			Company: "com_a", Employee: id.Employee("emp_" + r.String()), Physician: id.Physician("phy_" + r.String()), Language: lang.JA,
		})
		if err != nil {
			t.Fatal(err)
		}
		s.people = append(s.people, a)
		if r != actor.Admin {
			demo = append(demo, accountweb.Person{Account: a.ID, Name: a.Name, Role: "従業員", What: "面談を予約する"})
		}
	}
	pages := accountweb.New(s.accounts, time.FixedZone("JST", 9*60*60))
	s.door = web.New(web.Options{
		Sessions: accountweb.Sessions(s.accounts), Now: clock.Now,
		Log: slog.New(slog.NewJSONHandler(s.log, nil)),
	}, pages.Routes(), pages.Demo(demo), []web.Route{web.LanguageRoute()})
	return s
}

// answer is what came back.
type answer struct {
	status  int
	body    string
	to      string
	session string // the new session's secret
	cookie  *http.Cookie
}

func (s *site) ask(method, path, session string, form url.Values) answer {
	s.t.Helper()
	r := httptest.NewRequest(method, "http://localhost:8080"+path, strings.NewReader(form.Encode()))
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("User-Agent", "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1")
	if method == "POST" {
		r.AddCookie(&http.Cookie{Name: "__Host-try", Value: "1"})
	}
	if session != "" {
		r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: session})
	}
	w := httptest.NewRecorder()
	s.door.ServeHTTP(w, r)
	out := answer{status: w.Code, to: w.Header().Get("Location")}
	b, err := io.ReadAll(w.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	out.body = string(b)
	for _, c := range w.Result().Cookies() {
		if c.Name == web.SessionCookie {
			out.cookie, out.session = c, c.Value
		}
	}
	return out
}

func (s *site) mint(a id.Account, next string) (path string) {
	s.t.Helper()
	if err := s.db.Write(context.Background(), actor.System("test"), "test.mint", func(ctx context.Context, tx txn.Write) (err error) {
		path, _, err = s.accounts.Mint(ctx, tx, a, next)
		return err
	}); err != nil {
		s.t.Fatal(err)
	}
	return path
}

func (s *site) enter(i int) string {
	s.t.Helper()
	got := s.ask("POST", s.mint(s.people[i].ID, "/"), "", url.Values{})
	if got.status != http.StatusSeeOther || got.session == "" {
		s.t.Fatalf("sign in: %d to %q", got.status, got.to)
	}
	return got.session
}

// has and hasNot look at a page.
func (a answer) has(t *testing.T, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(a.body, w) {
			t.Errorf("the page lacks %q", w)
		}
	}
}

func (a answer) hasNot(t *testing.T, words ...string) {
	t.Helper()
	for _, w := range words {
		if strings.Contains(a.body, w) {
			t.Errorf("the page holds %q", w)
		}
	}
}

func TestAskingForALinkTellsNothing(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.ask("GET", "/signin?next=/interviews/x", "", nil).has(t, `value="/interviews/x"`, "メールアドレス", "リンクを送る")

	known := s.ask("POST", "/signin", "", url.Values{"mail": {"EMPLOYEE@minato.example"}, "next": {"/home"}})
	unknown := s.ask("POST", "/signin", "", url.Values{"mail": {"somebody@minato.example"}, "next": {"/home"}})
	if known.status != unknown.status || known.body != unknown.body || known.to != unknown.to || known.cookie != nil {
		t.Errorf("known %d %q %q, unknown %d %q %q", known.status, known.to, known.body, unknown.status, unknown.to, unknown.body)
	}
	sent := s.ask("GET", known.to, "", nil)
	sent.has(t, "メールをご確認ください", "10分")
	sent.hasNot(t, "EMPLOYEE@", "somebody@")

	bad := s.ask("POST", "/signin", "", url.Values{"mail": {"misaki＠"}, "next": {"/home"}})
	bad.has(t, `value="misaki＠"`, `value="/home"`, "メールアドレスは「name@example.co.jp」のように入力してください。", `aria-invalid="true"`)
	if bad.status != http.StatusUnprocessableEntity {
		t.Errorf("status %d", bad.status)
	}
	s.ask("POST", "/signin", "", url.Values{"mail": {`"><script>alert(1)</script>`}}).hasNot(t, "<script>alert")
}

func TestAButtonAndNotALookSignsIn(t *testing.T) {
	t.Parallel()
	s := open(t)
	path := s.mint(s.people[0].ID, "/interviews/x")
	for range 10 {
		for _, method := range []string{"GET", "HEAD"} {
			if got := s.ask(method, path, "", nil); got.status != http.StatusOK || got.cookie != nil {
				t.Fatalf("%s: %d, cookie %v", method, got.status, got.cookie)
			}
		}
	}
	page := s.ask("GET", path, "", nil)
	page.has(t, `method="post"`, "サインインする")
	page.has(t, "髙橋 EMPLOYEEさんとしてサインインします")
	page.hasNot(t, "minato.example", string(s.people[0].ID))

	in := s.ask("POST", path, "", url.Values{})
	if in.status != http.StatusSeeOther || in.to != "/interviews/x" {
		t.Fatalf("%d to %q", in.status, in.to)
	}
	c := in.cookie
	if !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || c.Name != "__Host-mendan" {
		t.Errorf("cookie %+v", c)
	}
	for _, method := range []string{"GET", "POST"} {
		again := s.ask(method, path, "", url.Values{})
		again.has(t, "このリンクは使えません", "新しいリンクを受け取る")
		if again.status != http.StatusGone || again.cookie != nil {
			t.Errorf("%s again: %d", method, again.status)
		}
	}
	for _, secret := range []string{"x", strings.Repeat("a", 43), "..%2f", in.session} {
		if got := s.ask("POST", "/signin/"+secret, "", url.Values{}); got.status != http.StatusGone {
			t.Errorf("%q: %d", secret, got.status)
		}
	}
	for _, word := range []string{strings.TrimPrefix(path, "/signin/"), in.session, "髙橋"} {
		if strings.Contains(s.log.String(), word) {
			t.Errorf("the log holds %q", word)
		}
	}
}

func TestFortyPressOneButton(t *testing.T) {
	t.Parallel()
	s := open(t)
	path := s.mint(s.people[0].ID, "/")
	var wg sync.WaitGroup
	won := make(chan string, 40)
	var mu sync.Mutex // the log's builder is one
	for range 40 {
		wg.Go(func() {
			r := httptest.NewRequest("POST", "http://localhost:8080"+path, nil)
			w := httptest.NewRecorder()
			mu.Lock()
			defer mu.Unlock()
			s.door.ServeHTTP(w, r)
			if w.Code == http.StatusSeeOther {
				won <- w.Header().Get("Set-Cookie")
			}
		})
	}
	wg.Wait()
	if len(won) != 1 {
		t.Errorf("%d sessions, want 1", len(won))
	}
}

func TestFromAnotherSiteNobodySignsIn(t *testing.T) {
	t.Parallel()
	s := open(t)
	path := s.mint(s.people[0].ID, "/")
	r := httptest.NewRequest("POST", "http://localhost:8080"+path, nil)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	w := httptest.NewRecorder()
	s.door.ServeHTTP(w, r)
	if w.Code != http.StatusForbidden || w.Header().Get("Set-Cookie") != "" {
		t.Errorf("%d %q", w.Code, w.Header().Get("Set-Cookie"))
	}
	if got := s.ask("GET", path, "", nil); got.status != http.StatusOK {
		t.Errorf("the link was used up: %d", got.status)
	}
}

// Each role reaches its own sessions and nothing else; its first page is its own.
func TestOneSessionsPagePerRole(t *testing.T) {
	t.Parallel()
	s := open(t)
	first := map[actor.Role]string{
		actor.Employee: "/home", actor.HROfficer: "/hr", actor.LineManager: "/manager", actor.Physician: "/physician",
		actor.HealthStaff: "/nurse", actor.Committee: "/committee", actor.Coordinator: "/coordinator", actor.Admin: "/admin",
	}
	for i, role := range roles {
		if got := accountweb.Home(actor.Of(role)); got != first[role] {
			t.Errorf("%s begins at %s", role, got)
		}
		session := s.enter(i)
		page := s.ask("GET", "/account", session, nil)
		page.has(t, "この端末", "iPhone・Safari", "2026年11月23日(月) 12:00", "ほかにサインイン中の端末はありません")
		page.hasNot(t, "minato.example", session)
		if page.status != http.StatusOK {
			t.Errorf("%s: %d", role, page.status)
		}
	}
	for _, path := range []string{"/account", "/account/signout", "/account/sessions/others/end", "/account/sessions/ses_x/end"} {
		method := "POST"
		if path == "/account" {
			method = "GET"
		}
		if got := s.ask(method, path, "", url.Values{}); got.status != http.StatusUnauthorized && got.to != "/signin?next=%2Faccount" {
			t.Errorf("%s without a session: %d to %q", path, got.status, got.to)
		}
	}
}

func TestEndingSessionsFromThePage(t *testing.T) {
	t.Parallel()
	s := open(t)
	here, there, foreign := s.enter(0), s.enter(0), s.enter(1)
	page := s.ask("GET", "/account", here, nil)
	page.has(t, "サインアウトさせる", "ほかの端末をすべてサインアウトさせる")
	_, after, _ := strings.Cut(page.body, `action="/account/sessions/ses_`)
	other, _, _ := strings.Cut(after, `/end"`)

	if got := s.ask("POST", "/account/sessions/ses_"+other+"/end", foreign, url.Values{}); got.status != http.StatusNotFound {
		t.Errorf("a foreign session: %d", got.status)
	}
	if got := s.ask("POST", "/account/sessions/nonsense/end", here, url.Values{}); got.status != http.StatusNotFound {
		t.Errorf("nonsense: %d", got.status)
	}
	if got := s.ask("POST", "/account/sessions/ses_"+other+"/end", here, url.Values{}); got.to != "/account" {
		t.Errorf("%d to %q", got.status, got.to)
	}
	if got := s.ask("GET", "/account", there, nil); got.to != "/signin?next=%2Faccount" {
		t.Errorf("the ended session: %d to %q", got.status, got.to)
	}
	out := s.ask("POST", "/account/signout", here, url.Values{})
	if out.to != "/signin" || out.cookie == nil || out.cookie.MaxAge >= 0 {
		t.Errorf("sign out: to %q, cookie %v", out.to, out.cookie)
	}
	if got := s.ask("GET", "/account", here, nil); got.status != http.StatusSeeOther {
		t.Errorf("after signing out: %d", got.status)
	}
	if got := s.ask("GET", "/account", foreign, nil); got.status != http.StatusOK {
		t.Errorf("somebody else: %d", got.status)
	}
}

func TestABrowserWithoutCookiesKeepsItsLink(t *testing.T) {
	t.Parallel()
	s := open(t)
	path := s.mint(s.people[0].ID, "/")
	page := httptest.NewRecorder()
	s.door.ServeHTTP(page, httptest.NewRequest("GET", "http://localhost:8080"+path, nil))
	if !strings.HasPrefix(page.Header().Get("Set-Cookie"), "__Host-try=1; Path=/") {
		t.Errorf("cookie %q", page.Header().Get("Set-Cookie"))
	}
	for _, to := range []string{path, "/demo/" + string(s.people[0].ID)} {
		r := httptest.NewRequest("POST", "http://localhost:8080"+to, nil)
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		w := httptest.NewRecorder()
		s.door.ServeHTTP(w, r)
		if w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "リンクはまだ使えます。") || w.Header().Get("Set-Cookie") != "" {
			t.Errorf("%s: %d", to, w.Code)
		}
	}
	if got := s.ask("POST", path, "", url.Values{}); got.status != http.StatusSeeOther {
		t.Errorf("the link was used up: %d", got.status)
	}
}

func TestChoosingALanguage(t *testing.T) {
	t.Parallel()
	s := open(t)
	session := s.enter(0)
	if got := s.ask("POST", "/account/language", session, url.Values{"language": {"en"}}); got.to != "/account?saved=1" {
		t.Fatalf("%d to %q", got.status, got.to)
	}
	s.ask("GET", "/account?saved=1", session, nil).has(t, "Manage sign-in", "Saved", "This device", `value="en" checked`)
}

// Readings and the count of the eras are kept with the account, easy Japanese has its readings always.
func TestChoosingTheLook(t *testing.T) {
	t.Parallel()
	s := open(t)
	session := s.enter(0)
	s.ask("GET", "/account", session, nil).has(t, `value="western" checked`, `<html lang="ja">`)
	s.ask("POST", "/account/language", session, url.Values{"look": {"1"}, "language": {"ja"}, "ruby": {"1"}, "years": {"era"}})
	s.ask("GET", "/account", session, nil).has(t, `value="era" checked`, "<rt>れいわ</rt><rp>)</rp></ruby>8年11月23日(月)", "<ruby>端末<rp>", `<title>サインインの管理`)
	s.ask("POST", "/account/language", session, url.Values{"look": {"1"}, "language": {"easy"}})
	s.ask("GET", "/account", session, nil).has(t, `value="easy" checked`, `<html lang="ja">`, "サインインの<ruby>設定<rp>", "2026年")
	// Whoever is signed in chooses in the account.
	if got := s.ask("GET", "/language", session, nil); got.to != "/account#look" {
		t.Errorf("%d to %q", got.status, got.to)
	}
}

// Whoever is not signed in chooses for the device.
func TestChoosingTheLookOfADevice(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.ask("GET", "/language?next=/signin", "", nil).has(t, "やさしい日本語", `name="next" value="/signin"`)
	s.ask("GET", "/language?next=//evil.example", "", nil).has(t, `name="next" value="/"`)
	r := httptest.NewRequest("POST", "https://mendan.test/language", strings.NewReader("look=1&language=easy&years=era&next=/signin"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	s.door.ServeHTTP(w, r)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/signin" {
		t.Fatalf("%d to %q", w.Code, w.Header().Get("Location"))
	}
	r = httptest.NewRequest("GET", "https://mendan.test/language", nil)
	for _, c := range w.Result().Cookies() {
		r.AddCookie(c)
	}
	w = httptest.NewRecorder()
	s.door.ServeHTTP(w, r)
	for _, want := range []string{`value="easy" checked`, `value="era" checked`, "<ruby>画面<rp>"} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

// Behind a proxy on the same machine the limits count whom the proxy saw.
func TestLimitsCountPastTheProxy(t *testing.T) {
	t.Parallel()
	s := open(t)
	post := func(remote, forwarded string) int {
		r := httptest.NewRequest("POST", "http://localhost:8080/signin", strings.NewReader("mail=somebody@minato.example"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.RemoteAddr = remote
		if forwarded != "" {
			r.Header.Set("X-Forwarded-For", forwarded)
		}
		w := httptest.NewRecorder()
		s.door.ServeHTTP(w, r)
		return w.Code
	}
	for range 60 {
		if got := post("127.0.0.1:4000", "10.9.9.9, 203.0.113.7"); got != http.StatusSeeOther {
			t.Fatalf("%d", got)
		}
	}
	for _, c := range []struct {
		remote, forwarded string
		want              int
	}{
		{"127.0.0.1:4000", "10.1.1.1, 203.0.113.9", http.StatusTooManyRequests}, // the same network; the first word is the sender's own
		{"127.0.0.1:4000", "198.51.100.1", http.StatusSeeOther},
		{"203.0.113.200:4000", "198.51.100.1", http.StatusTooManyRequests}, // no proxy of ours: its word counts for nothing
		{"127.0.0.1:4000", "", http.StatusSeeOther},
	} {
		if got := post(c.remote, c.forwarded); got != c.want {
			t.Errorf("%s via %q: %d, want %d", c.remote, c.forwarded, got, c.want)
		}
	}
}

func TestDemoSignsInAsItsPeopleOnly(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.ask("GET", "/demo", "", nil).has(t, "髙橋 EMPLOYEE", "この人で試す")
	if got := s.ask("POST", "/demo/"+string(s.people[1].ID), "", url.Values{}); got.to != "/hr" || got.session == "" {
		t.Errorf("%d to %q", got.status, got.to)
	}
	if got := s.ask("POST", "/demo/"+string(s.people[7].ID), "", url.Values{}); got.status != http.StatusNotFound || got.cookie != nil {
		t.Errorf("somebody who is not of the demonstration: %d", got.status)
	}
}

func TestDevicesInCoarseWords(t *testing.T) {
	t.Parallel()
	for agent, want := range map[string]account.Device{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0": {System: "Windows", Browser: "Edge"},
		"Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36":     {System: "Android", Browser: "Chrome"},
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0":                                      {System: "Mac", Browser: "Firefox"},
		"Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 Mobile Safari/604.1":    {System: "iPad", Browser: "Chrome"},
		"curl/8.0": {}, "": {},
	} {
		if got := accountweb.DeviceOf(agent); got != want {
			t.Errorf("%q: %+v, want %+v", agent, got, want)
		}
	}
}
