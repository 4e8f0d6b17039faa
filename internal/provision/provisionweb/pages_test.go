package provisionweb_test

import (
	"context"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/database/databasetest"
	"mendan/internal/provision/provisiontest"
	"mendan/internal/provision/provisionweb"
	"mendan/internal/web"
)

type people map[string]actor.Actor

func (p people) Lookup(_ context.Context, secret string) (web.Visitor, error) {
	who, ok := p[secret]
	if !ok {
		return web.Visitor{}, web.ErrUnauthenticated
	}
	return web.Visitor{Actor: who, Name: "吉田 直子"}, nil
}

type pages struct {
	*provisiontest.House
	t    *testing.T
	door http.Handler
	lang string
}

func setup(t *testing.T) *pages {
	t.Helper()
	db, clock := databasetest.Open(t)
	h := provisiontest.NewHouse(t, db, clock)
	return &pages{House: h, t: t, door: web.New(web.Options{
		Sessions: people{
			"hr": h.AsHR(), "foreign": h.AsForeignHR(), "physician": h.AsPhysician(), "unappointed": h.AsUnappointed(), "nurse": h.AsNurse(),
			"worker": h.AsWorker(), "foreigner": h.AsForeigner(), "manager": h.AsManager(), "committee": h.AsCommittee(), "coordinator": h.AsCoordinator(), "admin": h.AsAdmin(),
		},
		Log: slog.New(slog.DiscardHandler), Now: clock.Now,
	}, provisionweb.New(h.Service).Routes())}
}

// ask sends a request; pairs are the fields of a form, none is a GET.
func (p *pages) ask(who, path string, pairs ...string) (status int, body, to string) {
	p.t.Helper()
	method, sent := http.MethodGet, io.Reader(nil)
	if len(pairs) > 0 {
		form := url.Values{}
		for i := 0; i+1 < len(pairs); i += 2 {
			form.Add(pairs[i], pairs[i+1])
		}
		method, sent = http.MethodPost, strings.NewReader(form.Encode())
	}
	r := httptest.NewRequest(method, "https://mendan.test"+path, sent)
	if len(pairs) > 0 {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: who})
	if p.lang != "" {
		r.AddCookie(&http.Cookie{Name: "__Host-language", Value: p.lang})
	}
	w := httptest.NewRecorder()
	p.door.ServeHTTP(w, r)
	return w.Code, html.UnescapeString(w.Body.String()), w.Header().Get("Location")
}

func (p *pages) shows(who, path string, status int, has []string, lacks ...string) {
	p.t.Helper()
	got, body, _ := p.ask(who, path)
	p.compare(who+" "+path, got, status, body, has, lacks)
}

func (p *pages) compare(what string, got, want int, body string, has, lacks []string) {
	p.t.Helper()
	if got != want {
		p.t.Errorf("%s: status %d, want %d", what, got, want)
	}
	for _, x := range has {
		if !strings.Contains(body, x) {
			p.t.Errorf("%s: the page lacks %q", what, x)
		}
	}
	for _, x := range lacks {
		if strings.Contains(body, x) {
			p.t.Errorf("%s: the page says %q", what, x)
		}
	}
}

func filled() []string {
	return []string{
		"month", "令和8年10月", "work_days", "22日", "work_time", "２５２時間", "overtime", "92:30", "holiday_work", "8.5", "nights", "４回", "night_time", "10時間",
		"content", "減速機の設計", "intensity", "納期が重なる", "responsibility", "3名の取りまとめ", "environment", "カードのとおり", "earlier", "", "examination", "就業区分は通常勤務",
	}
}

func TestCardPage(t *testing.T) {
	t.Parallel()
	p := setup(t)
	at := "/programme/" + string(p.Honsha.ID) + "/card"
	p.shows("hr", at, 200, []string{"職場カード", "保存する", `value="60"`})
	p.shows("physician", at, 200, []string{"まだ記入されていません"}, "保存する")
	status, body, _ := p.ask("hr", at, "business", "精密部品", "headcount", "六十人")
	p.compare("half filled", status, 422, body, []string{"数字で入力してください", "精密部品", "六十人"}, nil)
	card := []string{"business", "精密部品", "work", "設計", "environment", "事務室", "hazards", "なし", "hours", "フレックス", "shift", "なし", "headcount", "１２０人"}
	if status, _, to := p.ask("hr", at, card...); status != 303 || to != at+"?saved" {
		t.Errorf("saved: %d %q", status, to)
	}
	p.shows("hr", at+"?saved", 200, []string{"保存しました", `value="120"`, "1版"})
	p.shows("committee", at, 200, []string{"フレックス", "120人"}, "保存する")
	for who, want := range map[string]int{"worker": 404, "manager": 404, "admin": 404, "foreign": 404, "unappointed": 404} {
		p.shows(who, at, want, nil, "フレックス")
	}
	if status, _, _ := p.ask("physician", at, card...); status != 404 {
		t.Errorf("the physician fills the card: %d", status)
	}
}

func TestPackageFromBothSides(t *testing.T) {
	t.Parallel()
	p := setup(t)
	c := p.Open(t, casework.LongHoursGeneral)
	p.Book(t, c.ID, p.Clock.Now().Add(48*time.Hour))
	hr, doctor, own := "/hr/cases/"+string(c.ID)+"/package", "/physician/cases/"+string(c.ID)+"/package", "/interviews/"+string(c.ID)+"/package"

	p.shows("hr", hr, 200, []string{"職場カードがまだありません", "職場カードを記入する"}, "産業医に送る")
	p.Card(t)
	p.shows("hr", hr, 200, []string{"髙橋 美咲", "製造技術部", "産業医に送る", `value="2026-10"`, "面談の前日"})
	p.shows("physician", doctor, 200, []string{"まだ届いていません", "情報提供なしで進める", "フレックスタイム制"})
	p.shows("nurse", doctor, 200, []string{"まだ届いていません"}, "理由を記録して進める")
	p.shows("worker", own, 200, []string{"まだ何も送られていません"})

	status, body, _ := p.ask("hr", hr, append(filled(), "overtime", "-5")...)
	p.compare("as typed", status, 303, body, nil, nil) // the first of two values counts
	p.shows("hr", hr+"?saved", 200, []string{"産業医に送りました", "産業医はまだ開いていません", `value="92:30"`, "直した内容を送る"})
	p.shows("worker", own, 200, []string{"92時間30分", "減速機の設計", "就業区分は通常勤務", "フレックスタイム制"})
	p.shows("hr", hr, 200, []string{"産業医はまだ開いていません"})
	p.shows("physician", doctor, 200, []string{"92時間30分", "8時間30分", "10時間", "4回", "女性", "2026年10月", "就業区分は通常勤務"}, "情報提供なしで進める")
	p.shows("hr", hr, 200, []string{"産業医が開いた日時"})
	p.lang = "en"
	p.shows("physician", doctor, 200, []string{"92 h 30 min", "October 2026", "4 times"}, "時間30分", "記入なし")
	p.lang = ""

	status, body, _ = p.ask("hr", hr, "month", "2026-10", "overtime", "８０時間７５分", "nights", "何回か", "holiday_work", "1000")
	p.compare("typed wrong", status, 422, body, []string{"分は0から59まで", "数字で入力してください", "1か月の時間を超えています", "８０時間７５分", "何回か"}, nil)

	for _, x := range []struct {
		who, path string
		want      int
	}{
		{"foreign", hr, 404}, {"physician", hr, 404}, {"manager", hr, 404}, {"worker", doctor, 404}, {"manager", doctor, 404}, {"coordinator", doctor, 404},
		{"hr", doctor, 404}, {"unappointed", doctor, 404}, {"foreigner", own, 404}, {"manager", own, 404}, {"admin", doctor, 404},
	} {
		p.shows(x.who, x.path, x.want, nil, "92時間30分", "減速機", "通常勤務")
	}
}

func TestWaiverPage(t *testing.T) {
	t.Parallel()
	p := setup(t)
	p.Card(t)
	c := p.Open(t, casework.LongHoursGeneral)
	p.Book(t, c.ID, p.Clock.Now().Add(48*time.Hour))
	doctor := "/physician/cases/" + string(c.ID) + "/package"
	status, body, _ := p.ask("physician", doctor, "reason", "")
	p.compare("no reason", status, 422, body, []string{"情報提供なしで進める"}, nil)
	if status, _, to := p.ask("physician", doctor, "reason", "電話で聞き取った"); status != 303 || to != doctor {
		t.Errorf("waived: %d %q", status, to)
	}
	p.shows("physician", doctor, 200, []string{"情報提供なしで進めると記録しました", "電話で聞き取った", "満たしていない"}, "理由を記録して進める")
	p.shows("hr", "/hr/cases/"+string(c.ID)+"/package", 200, []string{"産業医に送る"}, "電話で聞き取った")
	p.shows("worker", "/interviews/"+string(c.ID)+"/package", 200, nil, "電話で聞き取った")
}

// Of a consultation HR learns nothing, here neither.
func TestConsultationPages(t *testing.T) {
	t.Parallel()
	p := setup(t)
	p.Card(t)
	c := p.Open(t, casework.Consultation)
	p.Book(t, c.ID, p.Clock.Now().Add(48*time.Hour))
	p.shows("hr", "/hr/cases/"+string(c.ID)+"/package", 404, nil, "髙橋")
	if status, _, _ := p.ask("hr", "/hr/cases/"+string(c.ID)+"/package", filled()...); status != 404 {
		t.Errorf("HR gives: %d", status)
	}
	p.shows("physician", "/physician/cases/"+string(c.ID)+"/package", 200, []string{"会社に知らせないため", "フレックスタイム制"}, "まだ届いていません", "情報提供なしで進める")
	p.shows("worker", "/interviews/"+string(c.ID)+"/package", 200, []string{"会社から産業医に伝えることもありません"}, "フレックスタイム制")
}
