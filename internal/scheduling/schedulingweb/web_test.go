package schedulingweb_test

import (
	"context"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/database/databasetest"
	"mendan/internal/id"
	"mendan/internal/scheduling"
	"mendan/internal/scheduling/schedulingtest"
	"mendan/internal/scheduling/schedulingweb"
	"mendan/internal/web"
)

// site is the door over these pages; the cookie of the session is a name.
type site struct {
	*schedulingtest.House
	t    *testing.T
	door http.Handler
}

type people map[string]actor.Actor

func (p people) Lookup(_ context.Context, secret string) (web.Visitor, error) {
	who, ok := p[secret]
	if !ok {
		return web.Visitor{}, web.ErrUnauthenticated
	}
	return web.Visitor{Actor: who, Name: "髙橋 美咲"}, nil
}

func open(t *testing.T) *site {
	t.Helper()
	db, clock := databasetest.Open(t)
	h := schedulingtest.NewHouse(t, db, clock)
	h.Week(h.Physician.ID, 9*60, 12*60, func(p *scheduling.Plan) {
		p.Hours[1].InPerson, p.Hours[1].Place = false, ""
	})
	return &site{House: h, t: t, door: web.New(web.Options{
		Sessions: people{
			"worker": h.AsWorker(), "foreigner": h.AsForeigner(), "hr": h.AsHR(), "foreign hr": h.AsForeignHR(), "manager": h.AsManager(),
			"physician": h.AsPhysician(), "unappointed": h.AsUnappointed(), "nurse": h.AsNurse(), "committee": h.AsCommittee(),
			"coordinator": h.AsCoordinator(), "admin": h.AsAdmin(),
		},
		Log: slog.New(slog.DiscardHandler), Now: clock.Now,
	}, schedulingweb.New(h.Service, h.Cases).Routes())}
}

// OpenCase opens a statutory interview of the worker.
func (s *site) OpenCase(*testing.T) id.Case {
	return s.Open(s.AsWorker(), s.Worker.ID, casework.LongHoursGeneral).ID
}

type answer struct {
	status int
	body   string // entities resolved, so that sentences can be looked for
	to     string
}

func (s *site) send(who, method, path string, form url.Values) answer {
	s.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r := httptest.NewRequest(method, "https://mendan.test"+path, body)
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if who != "" {
		r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: who})
	}
	w := httptest.NewRecorder()
	s.door.ServeHTTP(w, r)
	return answer{w.Code, html.UnescapeString(w.Body.String()), w.Header().Get("Location")}
}

func (s *site) get(who, path string) answer { return s.send(who, "GET", path, nil) }

func (s *site) want(a answer, status int, has ...string) {
	s.t.Helper()
	if a.status != status {
		s.t.Errorf("status %d, want %d", a.status, status)
	}
	for _, text := range has {
		if !strings.Contains(a.body, text) {
			s.t.Errorf("the page lacks %q", text)
		}
	}
}

func (s *site) slot(at time.Time, mode casework.Mode) url.Values {
	return url.Values{"physician": {string(s.Physician.ID)}, "start": {at.Format(time.RFC3339)}, "mode": {string(mode)}}
}

// A worker's way: start, wish, list, confirm, book, move, cancel.
func TestWorkersWay(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.want(s.get("worker", "/interviews/new"), 200, "面談を申し込む", "産業医に相談する")
	s.want(s.send("worker", "POST", "/interviews/new", url.Values{"wish": {"EITHER"}}), 422, "選んでください", "checked")
	a := s.send("worker", "POST", "/interviews/new", url.Values{"type": {"CONSULTATION"}, "wish": {"EITHER"}})
	if a.status != 303 || !strings.HasSuffix(a.to, "/booking") {
		t.Fatalf("started: %d %s", a.status, a.to)
	}
	base := a.to
	list := s.get("worker", base)
	s.want(list, 200, "12月1日(火)", "9:40", "空きなし", "この予約のことは、会社には伝わりません。", `aria-pressed="true"`)
	next := regexp.MustCompile(`href="([^"]*from=2026-12-07)"`).FindStringSubmatch(list.body)
	if next == nil {
		t.Fatal("no way to the next days")
	}
	s.want(s.get("worker", next[1]), 200, "12月7日(月)", "前の7日間に戻る")
	s.want(s.get("worker", base+"?from=2027-01-11"), 200, "祝日: 成人の日")
	s.want(s.get("worker", base+"?from=nonsense"), 200, "12月1日(火)")
	s.want(s.get("worker", base+"?from=2099-01-01"), 200, "まだ予約を受け付けていません")

	if a := s.send("worker", "POST", base+"/wish", url.Values{"wish": {"IN_PERSON"}}); a.status != 303 {
		t.Errorf("wish: %d", a.status)
	}
	if body := s.get("worker", base).body; strings.Contains(body, s.At(1, "9:40").Format(time.RFC3339)) {
		t.Error("Tuesday is online only and yet offered to who wants to meet in person")
	}
	s.want(s.send("worker", "POST", base+"/wish", url.Values{"wish": {"NEVER"}}), 422, "選んでください")
	s.send("worker", "POST", base+"/wish", url.Values{"wish": {"EITHER"}})

	q := s.slot(s.At(2, "9:40"), "")
	s.want(s.get("worker", base+"/confirm?"+q.Encode()), 200, "この時間で予約しますか", "2026年12月2日(水) 09:40〜10:10", "どちらで会いますか", "佐藤 宏先生")
	s.want(s.send("worker", "POST", base, q), 422, "どちらで会いますか", "選んでください")
	if a := s.get("worker", base+"/confirm?start=x"); a.status != 303 || a.to != base {
		t.Errorf("a crooked link: %d %s", a.status, a.to)
	}
	a = s.send("worker", "POST", base, s.slot(s.At(2, "9:40"), casework.InPerson))
	if a.status != 303 || a.to != base+"/done" {
		t.Fatalf("booked: %d %s", a.status, a.to)
	}
	s.want(s.get("worker", a.to), 200, "予約しました", "本社3階 応接室", "対面")

	s.want(s.get("worker", base), 200, "面談の時間を変える", "いまの予約")
	move := s.slot(s.At(3, "9:00"), casework.Online)
	s.want(s.send("worker", "POST", base, move), 409, "すでに予約されています")
	move.Set("move", "yes")
	if a := s.send("worker", "POST", base, move); a.status != 303 {
		t.Errorf("moved: %d", a.status)
	}
	s.want(s.get("worker", base+"/cancel"), 200, "取り消すとどうなりますか", "12月3日(木) 09:00")
	if a := s.send("worker", "POST", base+"/cancel", url.Values{}); a.status != 303 {
		t.Errorf("cancelled: %d", a.status)
	}
	s.want(s.get("worker", base+"/done"), 200, "予約を取り消しました", "申し込みはそのまま")
	if a := s.get("worker", base+"/cancel"); a.status != 303 {
		t.Errorf("nothing to cancel: %d", a.status)
	}
	s.want(s.send("worker", "POST", "/interviews/new", url.Values{"type": {"CONSULTATION"}, "wish": {"EITHER"}}), 409)
}

// Who loses the race is shown what is free instead, and the list as it is now.
func TestLostRace(t *testing.T) {
	t.Parallel()
	s := open(t)
	one, two := s.OpenCase(t), s.Open(actor.System("test"), s.HR.ID, casework.LongHoursGeneral).ID
	at := s.slot(s.At(1, "9:40"), casework.Online)
	if a := s.send("worker", "POST", "/interviews/"+string(one)+"/booking", at); a.status != 303 {
		t.Fatalf("booked: %d", a.status)
	}
	a := s.send("coordinator", "POST", "/interviews/"+string(two)+"/booking", at)
	s.want(a, 409, "たった今埋まりました", "近い時間で空いているもの", "10:20", "𠮷田 直子さんの面談です")
	if strings.Contains(a.body, "髙橋 美咲さんの面談") {
		t.Error("the page says who has the slot")
	}
}

// Who may open which page; nobody learns that a case is there.
func TestDoors(t *testing.T) {
	t.Parallel()
	s := open(t)
	statutory := "/interviews/" + string(s.OpenCase(t)) + "/booking"
	private := "/interviews/" + string(s.Open(s.AsWorker(), s.Worker.ID, casework.Consultation).ID) + "/booking"
	for path, allowed := range map[string]string{
		"/interviews/new":              "worker foreigner",
		statutory:                      "worker hr physician nurse coordinator",
		statutory + "/done":            "worker hr physician nurse coordinator",
		private:                        "worker physician nurse coordinator",
		private + "/done":              "worker physician nurse coordinator",
		"/hr/bookings/new":             "hr, foreign hr, physician unappointed nurse coordinator",
		"/hr/bookings/new?q=タカハシ":      "hr, foreign hr, physician unappointed nurse coordinator",
		"/physician/availability":      "physician unappointed",
		"/interviews/cas_none/booking": "",
		"/interviews/" + string(id.New[id.Case]()) + "/booking/done": "",
	} {
		for _, who := range []string{"worker", "foreigner", "hr", "foreign hr", "manager", "physician", "unappointed", "nurse", "committee", "coordinator", "admin"} {
			want := http.StatusNotFound
			if strings.Contains(" "+allowed+" ", " "+who+" ") || strings.Contains(allowed, who+",") {
				want = http.StatusOK
			}
			if who == "hr" && strings.Contains(allowed, "foreign hr") && !strings.HasPrefix(allowed, "hr,") {
				want = http.StatusNotFound
			}
			if got := s.get(who, path).status; got != want {
				t.Errorf("%s opens %s: %d, want %d", who, path, got, want)
			}
		}
		if a := s.get("", path); a.status != 303 || !strings.HasPrefix(a.to, "/signin") {
			t.Errorf("nobody opens %s: %d %s", path, a.status, a.to)
		}
	}
}

// On behalf: HR finds the worker, never the consultation and never the wish.
func TestOnBehalf(t *testing.T) {
	t.Parallel()
	s := open(t)
	c := s.OpenCase(t)
	private := s.Open(s.AsWorker(), s.Worker.ID, casework.Consultation).ID
	for _, words := range []string{"タカハシ", "ﾀｶﾊｼ", "たかはし", "001234"} {
		a := s.get("hr", "/hr/bookings/new?q="+url.QueryEscape(words))
		s.want(a, 200, "髙橋 美咲", "長時間労働の面接指導", string(c))
		if strings.Contains(a.body, string(private)) || strings.Contains(a.body, "相談") && strings.Contains(a.body, "産業医への相談") {
			t.Errorf("%s: HR met the consultation", words)
		}
		if strings.Contains(a.body, "高橋 実") {
			t.Errorf("%s: HR met another company's worker", words)
		}
	}
	s.want(s.get("coordinator", "/hr/bookings/new?q=001234"), 200, string(c), string(private), "産業医との打合せ")
	s.want(s.get("hr", "/hr/bookings/new?q="), 422, "氏名のカナか社員番号を入力してください")
	s.want(s.get("hr", "/hr/bookings/new?q=ワタナベ"), 200, "見つかりませんでした")
	base := "/interviews/" + string(c) + "/booking"
	list := s.get("hr", base)
	s.want(list, 200, "髙橋 美咲さんの面談です", "ご本人の希望に合う時間だけ", "2026年12月30日(水)まで")
	if strings.Contains(list.body, `name="wish"`) {
		t.Error("HR is shown the wish")
	}
	if a := s.send("hr", "POST", base+"/wish", url.Values{"wish": {"ONLINE"}}); a.status != 404 {
		t.Errorf("HR sets the wish: %d", a.status)
	}
	if a := s.send("hr", "POST", base, s.slot(s.At(2, "9:00"), casework.Online)); a.status != 303 {
		t.Errorf("HR books: %d", a.status)
	}
	s.want(s.get("hr", base+"/done"), 200, "予約しました", "ご本人と産業医に")
	s.want(s.get("hr", "/hr/bookings/new?q=001234"), 200, "予約済み: 2026年12月2日(水) 09:00")
}
