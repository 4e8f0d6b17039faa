package modalityweb_test

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

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/database/databasetest"
	"mendan/internal/id"
	"mendan/internal/modality/modalitytest"
	"mendan/internal/modality/modalityweb"
	"mendan/internal/web"
)

// house is the door over these pages; the cookie of the session is a name.
type house struct {
	*modalitytest.House
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

func openHouse(t *testing.T) *house {
	t.Helper()
	db, clock := databasetest.Open(t)
	h := modalitytest.NewHouse(t, db, clock)
	pages := modalityweb.New(modalityweb.Deps{
		Modes: h.Service, Zone: time.FixedZone("JST", 9*60*60),
		Head: func(_ context.Context, who actor.Actor, _ id.Case) (modalityweb.Head, error) {
			if !who.Is(actor.Physician) && !who.Is(actor.HealthStaff) {
				return modalityweb.Head{}, access.ErrHidden
			}
			return modalityweb.Head{Worker: "髙橋 美咲", Company: "みなと精工株式会社 本社"}, nil
		},
	})
	return &house{House: h, t: t, door: web.New(web.Options{
		Sessions: people{
			"worker": h.AsWorker(), "foreigner": h.AsForeigner(), "hr": h.AsHR(), "manager": h.AsManager(), "physician": h.AsPhysician(),
			"unappointed": h.AsUnappointed(), "nurse": h.AsNurse(), "committee": h.AsCommittee(), "coordinator": h.AsCoordinator(), "admin": h.AsAdmin(),
		},
		Log: slog.New(slog.DiscardHandler), Now: clock.Now,
	}, pages.Routes())}
}

type page struct {
	t      *testing.T
	what   string
	status int
	body   string // entities resolved
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
	r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: who})
	if s.lang != "" {
		r.AddCookie(&http.Cookie{Name: "__Host-language", Value: s.lang})
	}
	w := httptest.NewRecorder()
	s.door.ServeHTTP(w, r)
	return page{s.t, who + " " + method + " " + path, w.Code, html.UnescapeString(w.Body.String())}
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

func TestTheWorkersPage(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	c := h.Open(casework.LongHoursGeneral)
	path := "/interviews/" + string(c.ID) + "/mode"

	h.get("worker", path).is(200, "オンラインでも、対面でも話せます", "この面談は、オンラインで行えます。", "理由はいりません", "会社に伝わること").hasNot("D-17", "S03")
	h.post("worker", path, "wish", "IN_PERSON", "support", "").is(303)
	h.get("worker", path).is(200, "会ってお話しします", "対面のご希望をうかがっています").hasNot("この面談は、オンラインで行えます。")
	h.post("worker", path, "wish", "EITHER", "support", "MISSING").is(303)
	h.get("worker", path).is(200, "会ってお話しすることをおすすめします", "産業医の確認が必要です", "聞こえ・見え方・言葉の支援が整うまで")
	h.post("worker", path, "wish", "").is(422, "エラー", "どの方法で話したいですか")

	// Booked online, then closed: the next step is there.
	h.post("worker", path, "wish", "EITHER", "support", "NONE").is(303)
	h.Book(c.ID, h.Clock.Now().Add(48*time.Hour), casework.Online)
	h.get("worker", path).is(200).hasNot("対面の時間を選ぶ")
	h.Said["suicidality"] = "E1"
	h.get("worker", path).is(200, "会ってお話しします", "そばで力になれる形で", "対面の時間を選ぶ", "/booking").hasNot("希死念慮", "E1", "D-14", "自殺")

	h.lang = "en"
	h.get("worker", path).is(200, "We meet in person", "Choose a time in person").hasNot("会ってお話しします", "suicid")
}

// The row about who might overhear gives no reason on the worker's screen.
func TestNothingToReadOverAShoulder(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	c := h.Open(casework.Consultation)
	delete(h.Said, "worker_place")
	h.Said["overheard_risk"] = "true"
	h.get("worker", "/interviews/"+string(c.ID)+"/mode").
		is(200, "会ってお話しします", "落ち着いて話せる別の場所で", "この面談があることも伝わりません").hasNot("聞かれ", "暴力", "危険", "おそれ")
}

func TestThePhysiciansPage(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	h.Said["suicidality"] = "E0"
	c := h.Open(casework.LongHoursGeneral)
	path := "/physician/cases/" + string(c.ID) + "/mode"

	h.get("physician", path).is(200, "髙橋 美咲", "みなと精工株式会社", "D-13", "D-17", "希死念慮", "E0 心配", "オンライン産業医面談の提供者の基準", "2026-11-22/1", "まだありません", "オンラインでもよいとき", "対面で行うと決める", "会社に見える文")
	h.get("nurse", path).is(200, "D-13", "希死念慮").hasNot("対面で行うと決める", "/loosen")
	h.post("physician", path+"/loosen", "sentence", " ").is(422, "一文で書いてください", "D-13")
	h.post("physician", path+"/loosen", "sentence", "オンラインの方が2日早い").is(303)
	h.get("physician", path).is(200, "オンラインの方が2日早い", "オンラインでもよい").hasNot("理由を記してオンラインも可にする")
	h.get("worker", "/interviews/"+string(c.ID)+"/mode").is(200, "オンラインも選べます", "産業医が確認し").hasNot("オンラインの方が2日早い")

	h.post("physician", path+"/tighten", "reason", "", "note", "顔色を見たい").is(422, "顔色を見たい")
	h.post("physician", path+"/tighten", "reason", "SEE_PERSON", "note", "顔色を見たい").is(303)
	h.get("physician", path).is(200, "D-01", "直接会って様子を見たい", "顔色を見たい", "産業医の判断")
	h.get("worker", "/interviews/"+string(c.ID)+"/mode").is(200, "直接会ってお話しするのがよい").hasNot("顔色を見たい")
	h.post("physician", path+"/loosen", "sentence", "やはりよい").is(409)

	h.lang = "en"
	h.get("physician", path).is(200, "Rows that apply", "E0 concern", "physician judged").hasNot("当てはまった行", "心配")
}

// Every page for every role: who may not, learns nothing.
func TestDoors(t *testing.T) {
	t.Parallel()
	h := openHouse(t)
	h.Said["suicidality"] = "E0"
	c := h.Open(casework.LongHoursGeneral)
	mine, theirs := "/interviews/"+string(c.ID)+"/mode", "/physician/cases/"+string(c.ID)+"/mode"
	for who, want := range map[string][4]int{ // GET mine, GET theirs, POST mine, POST tighten
		"worker":      {200, 404, 303, 404},
		"physician":   {404, 200, 404, 303},
		"nurse":       {404, 200, 404, 404},
		"hr":          {404, 404, 404, 404},
		"manager":     {404, 404, 404, 404},
		"committee":   {404, 404, 404, 404},
		"coordinator": {404, 404, 404, 404},
		"admin":       {404, 404, 404, 404},
		"foreigner":   {404, 404, 404, 404},
		"unappointed": {404, 404, 404, 404},
	} {
		for i, p := range []page{
			h.get(who, mine), h.get(who, theirs), h.post(who, mine, "wish", "EITHER"), h.post(who, theirs+"/tighten", "reason", "SAFETY"),
		} {
			p.is(want[i])
			if p.status >= 400 {
				p.hasNot("希死念慮", "D-13", "髙橋 美咲さん")
			}
		}
	}
	h.get("worker", "/interviews/"+string(id.New[id.Case]())+"/mode").is(404)
	h.get("physician", "/physician/cases/"+string(id.New[id.Case]())+"/mode").is(404)
	h.get("worker", "/interviews/x/mode").is(404)
}
