package notifyweb_test

import (
	"context"
	"html"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"mendan/internal/actor"
	"mendan/internal/database/databasetest"
	"mendan/internal/id"
	"mendan/internal/jobs"
	"mendan/internal/jobs/jobsdb"
	"mendan/internal/lang"
	"mendan/internal/mailer"
	"mendan/internal/notify"
	"mendan/internal/notify/notifydb"
	"mendan/internal/notify/notifytest"
	"mendan/internal/notify/notifyweb"
	"mendan/internal/txn"
	"mendan/internal/web"
)

// visitors signs everybody in whose secret is the name of a role.
type visitors struct{}

func (visitors) Lookup(_ context.Context, secret string) (web.Visitor, error) {
	roles := actor.ParseRoles(secret)
	if roles == 0 {
		return web.Visitor{}, web.ErrUnauthenticated
	}
	return web.Visitor{Name: "見本 太郎", Language: lang.JA, Actor: actor.Actor{
		Account: "acc_x", Roles: roles, Company: "com_x", Employee: "emp_x", Physician: "phy_x", Workplaces: []id.Workplace{"wpl_x"},
	}}, nil
}

type site struct {
	t      *testing.T
	door   http.Handler
	box    *mailer.Box
	tasks  *notify.Tasks
	people *notifytest.People
	open   func(notify.Task)
	sent   func(to id.Account, path string) id.Message
}

func setup(t *testing.T) *site {
	t.Helper()
	db, clock := databasetest.Open(t)
	zone := time.FixedZone("Asia/Tokyo", 9*60*60)
	s := &site{t: t, people: notifytest.NewPeople(clock.Now)}
	s.tasks = notify.NewTasks(db, notifydb.New(), s.people)
	s.box = mailer.NewBox(mailer.Sender{From: mailer.Person{Name: "Mendan", Address: "noreply@mendan.example"}, Domain: "mendan.example"})
	s.open = func(x notify.Task) {
		err := db.Write(context.Background(), actor.System("test"), "test.act", func(ctx context.Context, tx txn.Write) error { return s.tasks.Open(ctx, tx, x) })
		if err != nil {
			t.Fatal(err)
		}
	}
	store := notifydb.New()
	later := notify.New(store, jobs.New(jobsdb.New()))
	s.sent = func(to id.Account, path string) (message id.Message) {
		err := db.Write(context.Background(), actor.System("test"), "test.act", func(ctx context.Context, tx txn.Write) error {
			if err := later.Send(ctx, tx, notify.Notice{Kind: notify.TaskAssigned, To: to, Path: path, Subject: "cas_x"}); err != nil {
				return err
			}
			list, err := notifydb.New().About(ctx, tx, "cas_x")
			if err == nil {
				message = list[0].ID
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		clock.Add(time.Second)
		return message
	}
	links := notify.NewDelivery(db, later, s.tasks, s.people, notifytest.NewDiary(), nil, nil, "")
	s.door = web.New(web.Options{Sessions: visitors{}, Now: clock.Now, Log: slog.New(slog.DiscardHandler)},
		notifyweb.NewTasks(s.tasks, zone).Routes(), notifyweb.NewLinks(links).Routes(), notifyweb.NewBox(s.box, zone).Routes())
	return s
}

func (s *site) ask(method, path string, as actor.Role, language string) (status int, body, to string) {
	s.t.Helper()
	r := httptest.NewRequest(method, "http://localhost:8080"+path, strings.NewReader(""))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if as != 0 {
		r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: as.String()})
	}
	if language != "" {
		r.AddCookie(&http.Cookie{Name: "__Host-language", Value: language})
	}
	w := httptest.NewRecorder()
	s.door.ServeHTTP(w, r)
	return w.Code, html.UnescapeString(w.Body.String()), w.Header().Get("Location")
}

// must and never: what a page says and what it never says.
func (s *site) says(body string, must, never []string) {
	s.t.Helper()
	for _, m := range must {
		if !strings.Contains(body, m) {
			s.t.Errorf("the page does not say %q:\n%s", m, body)
		}
	}
	for _, n := range never {
		if strings.Contains(body, n) {
			s.t.Errorf("the page says %q:\n%s", n, body)
		}
	}
}

func mail(key string, to notify.Contact, subject string) mailer.Mail {
	return mailer.Mail{
		ID: key, To: mailer.Person{Name: to.Name, Address: mailer.Address(to.Address)}, Subject: subject, Language: "ja",
		Text: to.Name + " 様\n\nhttps://mendan.example/interviews/cas_1\n\n<script>alert(1)</script>\n", At: time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC),
	}
}

func TestTasksByRole(t *testing.T) {
	t.Parallel()
	s := setup(t)
	hanako := s.people.Add(notifytest.Hanako)
	s.open(notify.Task{Kind: notify.MailUndeliverable, Subject: string(hanako), Reason: notify.BadAddress})
	s.open(notify.Task{Kind: notify.WorkGivenUp, Subject: "job_x", Reason: "jobs.too_long"})
	open, _, err := s.tasks.List(t.Context(), actor.Actor{Roles: actor.Of(actor.Coordinator)})
	if err != nil {
		t.Fatal(err)
	}
	done := "/coordinator/tasks/" + string(open[0].ID) + "/done"
	for _, r := range []actor.Role{actor.Employee, actor.HROfficer, actor.LineManager, actor.Physician, actor.HealthStaff, actor.Committee, actor.Admin} {
		for method, path := range map[string]string{"GET": "/coordinator/tasks", "POST": done} {
			status, body, _ := s.ask(method, path, r, "")
			if status != http.StatusNotFound {
				t.Errorf("%s %s as %s = %d, want 404", method, path, r, status)
			}
			s.says(body, nil, []string{notifytest.Hanako.Name, notifytest.Hanako.Address})
		}
	}
	if status, _, to := s.ask("GET", "/coordinator/tasks", 0, ""); status != http.StatusSeeOther || !strings.HasPrefix(to, "/signin") {
		t.Errorf("without a session: %d %s", status, to)
	}
	status, body, _ := s.ask("GET", "/coordinator/tasks", actor.Coordinator, "")
	if status != http.StatusOK {
		t.Fatalf("as coordinator: %d", status)
	}
	s.says(body, []string{"髙橋 花子", "hanako@minato.example", "メールの宛先で受け付けられませんでした。", "自動の処理が終わりませんでした", "job_x", "時間内に終わりませんでした。", done},
		[]string{"notify.refused", "jobs.too_long", "済んだもの"})
	_, body, _ = s.ask("GET", "/coordinator/tasks", actor.Coordinator, "en")
	s.says(body, []string{"Somebody cannot be reached by mail", "The address does not accept mail."}, []string{"メールが届かない", "理由"})

	if status, _, to := s.ask("POST", done, actor.Coordinator, ""); status != http.StatusSeeOther || to != "/coordinator/tasks" {
		t.Errorf("done = %d %s", status, to)
	}
	status, body, _ = s.ask("POST", done, actor.Coordinator, "")
	if status != http.StatusConflict {
		t.Errorf("done twice = %d, want 409", status)
	}
	s.says(body, []string{"この用件は、すでに済んでいます。", "済んだもの(1件)"}, nil)
	for _, path := range []string{"/coordinator/tasks/" + string(id.New[id.Task]()) + "/done", "/coordinator/tasks/x/done"} {
		if status, _, _ := s.ask("POST", path, actor.Coordinator, ""); status != http.StatusNotFound {
			t.Errorf("%s = %d, want 404", path, status)
		}
	}
}

func TestNoTasks(t *testing.T) {
	t.Parallel()
	s := setup(t)
	_, body, _ := s.ask("GET", "/coordinator/tasks", actor.Coordinator, "")
	s.says(body, []string{"確認することはありません"}, []string{"済みにする"})
}

func TestBox(t *testing.T) {
	t.Parallel()
	s := setup(t)
	status, body, _ := s.ask("GET", "/demo/mail", 0, "")
	if status != http.StatusOK {
		t.Fatal(status)
	}
	s.says(body, []string{"メールはまだありません"}, nil)

	taro := notify.Contact{Name: "山田 太郎", Address: "taro+x@minato.example"}
	first, second := string(id.New[id.Message]()), string(id.New[id.Message]())
	invited := mail(first, notifytest.Hanako, "【Mendan】ご予定の確認")
	invited.Calendar = &mailer.Event{UID: "u", Sequence: 4, Summary: "打合せ", From: invited.At, To: invited.At.Add(30 * time.Minute)}
	for _, m := range []mailer.Mail{invited, mail(second, taro, "【Mendan】ご対応のお願い")} {
		if err := s.box.Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	_, body, _ = s.ask("GET", "/demo/mail", 0, "")
	s.says(body, []string{"髙橋 花子(1通)", "山田 太郎(1通)", "/demo/mail/" + first, "/demo/mail/" + second, "予定つき"}, nil)
	if strings.Index(body, second) > strings.Index(body, first) {
		t.Error("the newest mail is not first")
	}
	_, body, _ = s.ask("GET", "/demo/mail?to="+url.QueryEscape(taro.Address), 0, "")
	s.says(body, []string{second}, []string{first})

	_, body, _ = s.ask("GET", "/demo/mail/"+first, 0, "")
	s.says(body, []string{"【Mendan】ご予定の確認", `<a href="https://mendan.example/interviews/cas_1"`, "invite.ics", "REQUEST", "打合せ", "2026年11月23日(月) 12:00〜12:30", "非公開"}, nil)
	invited.Calendar.Cancel = true
	if err := s.box.Send(t.Context(), invited); err != nil {
		t.Fatal(err)
	}
	_, body, _ = s.ask("GET", "/demo/mail/"+first, 0, "")
	s.says(body, []string{"カレンダーから消す", "CANCEL"}, nil)
	for _, path := range []string{"/demo/mail/x", "/demo/mail/" + string(id.New[id.Message]())} {
		if status, _, _ := s.ask("GET", path, 0, ""); status != http.StatusNotFound {
			t.Errorf("%s = %d, want 404", path, status)
		}
	}
}

// The link of a mail leads whom it was sent to, after sign-in, and nobody else.
func TestLinks(t *testing.T) {
	t.Parallel()
	s := setup(t)
	mine, others := s.sent("acc_x", "/interviews/cas_1"), s.sent("acc_y", "/hr/cases/cas_1")
	for _, r := range []actor.Role{actor.Employee, actor.HROfficer, actor.LineManager, actor.Physician, actor.HealthStaff, actor.Committee, actor.Coordinator, actor.Admin} {
		if status, _, to := s.ask("GET", "/m/"+string(mine), r, ""); status != http.StatusSeeOther || to != "/interviews/cas_1" {
			t.Errorf("own message as %s: %d %s", r, status, to)
		}
		for _, path := range []string{"/m/" + string(others), "/m/x", "/m/" + string(id.New[id.Message]())} {
			if status, _, _ := s.ask("GET", path, r, ""); status != http.StatusNotFound {
				t.Errorf("%s as %s: %d, want 404", path, r, status)
			}
		}
	}
	if status, _, to := s.ask("GET", "/m/"+string(mine), 0, ""); status != http.StatusSeeOther || to != "/signin?next="+url.QueryEscape("/m/"+string(mine)) {
		t.Errorf("without a session: %d %s", status, to)
	}
}

// What somebody put into a mail is text, never markup.
func TestMailIsText(t *testing.T) {
	t.Parallel()
	s := setup(t)
	key := string(id.New[id.Message]())
	if err := s.box.Send(t.Context(), mail(key, notifytest.Hanako, "<b>x</b>")); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest("GET", "http://localhost:8080/demo/mail/"+key, nil)
	w := httptest.NewRecorder()
	s.door.ServeHTTP(w, r)
	s.says(w.Body.String(), []string{"&lt;script&gt;", "&lt;b&gt;"}, []string{"<script>alert", "<b>x"})
}
