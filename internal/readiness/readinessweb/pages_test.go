package readinessweb_test

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
	"mendan/internal/readiness"
	"mendan/internal/readiness/readinesstest"
	"mendan/internal/readiness/readinessweb"
	"mendan/internal/scheduling"
	"mendan/internal/txn"
	"mendan/internal/web"
)

// house is the door over these pages; the cookie of the session is a name.
type house struct {
	*readinesstest.House
	t    *testing.T
	door http.Handler
	lang string
}

type people map[string]actor.Actor

func (p people) Lookup(_ context.Context, secret string) (web.Visitor, error) {
	who, ok := p[secret]
	if !ok {
		return web.Visitor{}, web.ErrUnauthenticated
	}
	return web.Visitor{Actor: who, Name: "髙橋 美咲"}, nil
}

// deps are the pages' parts; the free times are two, one of each way.
func deps(h *readinesstest.House, clock *databasetest.Clock) readinessweb.Deps {
	return readinessweb.Deps{
		Service: h.Ready, Zone: time.UTC, Now: clock.Now,
		Free: func(_ context.Context, _ actor.Actor, ask scheduling.Ask) (scheduling.Offer, error) {
			slot := scheduling.Slot{Physician: "phy_00000000000000000000000001", From: databasetest.Noon.Add(26 * time.Hour), To: databasetest.Noon.Add(27 * time.Hour)}
			online, person := slot, slot
			online.Online, person.InPerson, person.Place = true, true, "本社3階 応接室"
			return scheduling.Offer{Case: casework.Case{ID: ask.Case}, Zone: time.UTC, Current: h.Booked, Days: []scheduling.Day{{Slots: []scheduling.Slot{online, person}}}}, nil
		},
		Progress: func(ctx context.Context, who actor.Actor) (out []readiness.ProgressLine, err error) {
			err = h.DB.Read(ctx, func(ctx context.Context, tx txn.Read) error {
				out, err = h.Ready.ProgressOf(ctx, tx, who, []id.Case{h.Booked.Case})
				return err
			})
			return out, err
		},
	}
}

func openHouse(t *testing.T) *house {
	t.Helper()
	db, clock := databasetest.Open(t)
	h := readinesstest.NewHouse(t, db, clock)
	return &house{House: h, t: t, door: web.New(web.Options{
		Sessions: people{
			"worker": h.AsWorker(), "foreigner": h.AsForeigner(), "hr": h.AsHR(), "manager": h.AsManager(), "physician": h.AsPhysician(),
			"unappointed": h.AsUnappointed(), "nurse": h.AsNurse(), "committee": h.AsCommittee(), "coordinator": h.AsCoordinator(), "admin": h.AsAdmin(),
		},
		Log: slog.New(slog.DiscardHandler), Now: clock.Now,
	}, readinessweb.New(deps(h, clock)).Routes())}
}

type page struct {
	t      *testing.T
	what   string
	status int
	body   string // entities resolved
	to     string
}

func (s *house) send(who, method, path string, form url.Values) page {
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
	if s.lang != "" {
		r.AddCookie(&http.Cookie{Name: "__Host-language", Value: s.lang})
	}
	w := httptest.NewRecorder()
	s.door.ServeHTTP(w, r)
	return page{s.t, who + " " + method + " " + path, w.Code, html.UnescapeString(w.Body.String()), w.Header().Get("Location")}
}

func (s *house) get(who, path string) page { return s.send(who, "GET", path, nil) }

func (s *house) post(who, path string, pairs ...string) page {
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return s.send(who, "POST", path, form)
}

func (a page) is(status int, has ...string) page {
	a.t.Helper()
	if a.status != status {
		a.t.Errorf("%s: status %d, want %d", a.what, a.status, status)
	}
	for _, text := range has {
		if !strings.Contains(a.body, text) {
			a.t.Errorf("%s: the page lacks %q", a.what, text)
		}
	}
	return a
}

func (a page) hasNot(words ...string) page {
	a.t.Helper()
	for _, text := range words {
		if strings.Contains(a.body, text) {
			a.t.Errorf("%s: the page says %q", a.what, text)
		}
	}
	return a
}

func (a page) leads(to string) {
	a.t.Helper()
	if a.status != http.StatusSeeOther || a.to != to {
		a.t.Errorf("%s: %d to %q, want %q", a.what, a.status, a.to, to)
	}
}

func (s *house) begin() (c casework.Case, base string) {
	s.t.Helper()
	c = s.Open(casework.LongHoursGeneral)
	s.Book(c, databasetest.Noon.Add(3*time.Hour), casework.Online)
	return c, "/interviews/" + string(c.ID)
}

func TestPlacePage(t *testing.T) {
	t.Parallel()
	s := openHouse(t)
	_, base := s.begin()
	s.get("worker", base+"/place").is(200, "話す場所", "自宅", "コワーキング", "話せる場所がない", "会社には見えません").hasNot("checked")
	s.post("worker", base+"/place").is(422, "エラー", "選んでください")
	s.post("worker", base+"/place", "kind", "CAFE", "alone", "yes", "note", "駅前の店").is(422, "まわりに聞こえるおそれ", "ほかの方法があります", "個室ブースやヘッドセットの用意を希望する", `value="CAFE" checked`, "駅前の店", "/elsewhere")
	s.post("worker", base+"/place", "kind", "HOME", "alone", "no").is(422, "ひとりになれる時間や場所を選ぶ", `value="no" checked`, "ほかの方法があります")
	s.post("worker", base+"/place", "kind", "NONE", "note", "会社の近く").leads(base + "/place/request")
	s.get("worker", base+"/place").is(200, "部屋の希望を受け付けました", `value="NONE" checked`)
	s.post("worker", base+"/place", "kind", "COMPANY_ROOM", "alone", "yes", "note", "3階 第2会議室").leads(base)
	s.get("worker", base+"/place").is(200, `value="COMPANY_ROOM" checked`, `value="yes" checked`, "3階 第2会議室").hasNot("部屋の希望を受け付けました")
}

func TestContactPage(t *testing.T) {
	t.Parallel()
	s := openHouse(t)
	c, base := s.begin()
	s.get("worker", base+"/contact").is(200, "緊急連絡先は決めない", "命に危険があるとき", "1つも選ばなくてもかまいません").hasNot("checked")
	s.post("worker", base+"/contact", "phone", "090-12", "second", "", "name", "髙橋 一郎", "may_life", "yes", "doctor", "みなとクリニック").
		is(422, "桁数をお確かめください", "もう1つの連絡方法を入力してください", "ご関係を入力してください", `value="090-12"`, `value="髙橋 一郎"`, "みなとクリニック", "checked")
	if s.get("worker", base+"/contact"); strings.Contains(s.get("worker", base+"/contact").body, "髙橋 一郎") {
		t.Error("a refused form changed something")
	}
	s.post("worker", base+"/contact", "phone", "０９０１２３４５６７８", "second", "m@example.jp", "name", "髙橋 一郎", "relation", "夫", "tel", "+81 3 1234 5678", "may_life", "yes").leads(base)
	s.get("worker", base+"/contact").is(200, `value="090-1234-5678"`, `value="03-1234-5678"`)
	s.get("physician", "/physician/cases/"+string(c.ID)+"/contact").is(200, "tel:09012345678", "登録あり", "同意あり", "同意なし", "まだ聞いていません", base+"/room").
		hasNot("前回の面談のもの", "髙橋 一郎", "(夫)", "3-1234-5678", "31234-5678", "0312345678")
	s.post("worker", base+"/contact", "phone", "090-1234-5678", "second", "m@example.jp", "nobody", "yes").leads(base)
	s.get("physician", "/physician/cases/"+string(c.ID)+"/contact").is(200, "決めていない(本人の希望)").hasNot("髙橋 一郎(夫)")
}

func TestTodayPage(t *testing.T) {
	t.Parallel()
	s := openHouse(t)
	c, base := s.begin()
	s.Booked.From = s.Booked.From.Add(24 * time.Hour)
	s.get("worker", base+"/place/today").is(200, "面談の日(2026年11月24日(火))にここで伺います").hasNot("都道府県")
	s.post("worker", base+"/place/today", "prefecture", "東京都", "street", "港区芝1-2-3", "nearby", "no").is(409, "面談の日にお聞きします")
	s.Booked.From = s.Booked.From.Add(-24 * time.Hour)
	s.get("worker", base+"/place/today").is(200, "都道府県", "沖縄県", "30日後に消します")
	s.post("worker", base+"/place/today", "street", "芝").is(422, "もう少しくわしく", "選んでください", `value="芝"`)
	s.post("worker", base+"/place/today", "prefecture", "東京都", "street", "港区芝1-2-3 みなと荘201", "nearby", "yes").leads(base)
	s.get("worker", base+"/place/today").is(200, `value="東京都" selected`, "みなと荘201")
	s.get("physician", "/physician/cases/"+string(c.ID)+"/contact").is(200, "確認済み(住所は緊急のときに開けます)").hasNot("東京都", "港区", "みなと荘")
}

func TestCompanyPage(t *testing.T) {
	t.Parallel()
	s := openHouse(t)
	_, base := s.begin()
	s.get("worker", base+"/company").is(200, "会社に伝わること", "会社に伝わらないこと", "面談で話した内容", "命に危険があるとき", "治療ではありません", "読みました")
	s.post("worker", base+"/company", "version", "0").is(409, "文章が新しくなりました")
	s.post("worker", base+"/company", "version", "x").is(409)
	s.post("worker", base+"/company", "version", "1").leads(base)
	s.get("worker", base+"/company").is(200, "確認済み").hasNot("読みました")

	other := s.Open(casework.Consultation)
	s.get("worker", "/interviews/"+string(other.ID)+"/company").is(200, "この相談は、会社に知らされません", "読みました").hasNot("必要な配慮と、その期間")
}

// After the interview has begun the pages only show.
func TestClosedPages(t *testing.T) {
	t.Parallel()
	s := openHouse(t)
	c, base := s.begin()
	s.post("worker", base+"/place", "kind", "HOME", "alone", "yes").leads(base)
	s.Move(c.ID, casework.Started)
	s.get("worker", base+"/place").is(200, "自宅").hasNot("保存する")
	s.get("worker", base+"/contact").is(200).hasNot("保存する")
	s.get("worker", base+"/place/today").is(200).hasNot("保存する")
	s.post("worker", base+"/place", "kind", "HOME", "alone", "yes").is(409, "面談が始まったため")
}

// Route by role: who is not concerned gets 404, as for a case that does not exist.
func TestPagesByRole(t *testing.T) {
	t.Parallel()
	s := openHouse(t)
	c := s.Open(casework.Consultation)
	s.Book(c, databasetest.Noon.Add(3*time.Hour), casework.Online)
	base := "/interviews/" + string(c.ID)
	s.post("worker", base+"/contact", "phone", "090-1234-5678", "second", "m@example.jp", "name", "髙橋 一郎", "relation", "夫", "tel", "03-1234-5678").leads(base)
	for who, want := range map[string]struct{ worker, health int }{
		"worker": {200, 404}, "physician": {404, 200}, "nurse": {404, 200}, "unappointed": {404, 404}, "foreigner": {404, 404},
		"hr": {404, 404}, "manager": {404, 404}, "committee": {404, 404}, "coordinator": {404, 404}, "admin": {404, 404},
	} {
		for _, path := range []string{"/place", "/place/today", "/contact", "/company"} {
			a := s.get(who, base+path)
			if a.status != want.worker {
				t.Errorf("%s: %d, want %d", a.what, a.status, want.worker)
			}
			if want.worker != 200 {
				a.hasNot("090-1234-5678", "髙橋 一郎")
				if b := s.post(who, base+path, "version", "1", "kind", "HOME", "alone", "yes"); b.status != 404 {
					t.Errorf("%s: %d", b.what, b.status)
				}
			}
			s.get(who, "/interviews/"+string(id.New[id.Case]())+path).is(404)
			s.get(who, "/interviews/nonsense"+path).is(404)
		}
		a := s.get(who, "/physician/cases/"+string(c.ID)+"/contact")
		if a.status != want.health {
			t.Errorf("%s: %d, want %d", a.what, a.status, want.health)
		}
		a.hasNot("髙橋 一郎", "03-1234-5678") // sealed for everybody
		if want.health != 200 {
			a.hasNot("090-1234-5678")
		}
	}
	if a := s.get("", base+"/place"); a.status != 303 || !strings.HasPrefix(a.to, "/signin") {
		t.Errorf("nobody: %d %s", a.status, a.to)
	}
}

// In English no Japanese is left but names, prefectures in values and what was typed.
func TestEnglishPages(t *testing.T) {
	t.Parallel()
	s := openHouse(t)
	s.lang = "en"
	_, base := s.begin()
	japanese := regexp.MustCompile(`[\p{Hiragana}\p{Katakana}\p{Han}]+`)
	var names []string
	for _, p := range readiness.Prefectures() {
		names = append(names, `value="`+p.JA+`"`, "")
	}
	names = append(names, "髙橋 美咲", "", "日本語", "")
	for _, path := range []string{"/place", "/place/today", "/contact", "/company"} {
		a := s.get("worker", base+path).is(200)
		if found := japanese.FindString(strings.NewReplacer(names...).Replace(a.body)); found != "" {
			t.Errorf("%s: %s", path, found)
		}
	}
	s.post("worker", base+"/place", "kind", "CAFE").is(422, "others may hear you", "There are other ways")
	s.post("worker", base+"/contact", "phone", "119").is(422, "We cannot call this number")
}
