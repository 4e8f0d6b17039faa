package emergencyweb_test

import (
	"context"
	"encoding/json"
	"html"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"mendan/internal/actor"
	"mendan/internal/civil"
	"mendan/internal/emergency"
	"mendan/internal/emergency/emergencytest"
	"mendan/internal/emergency/emergencyweb"
	"mendan/internal/id"
	"mendan/internal/txn"
	"mendan/internal/web"
)

type people map[string]actor.Actor

func (p people) Lookup(_ context.Context, secret string) (web.Visitor, error) {
	who, ok := p[secret]
	if !ok {
		return web.Visitor{}, web.ErrUnauthenticated
	}
	return web.Visitor{Actor: who, Name: "髙橋 美咲"}, nil
}

type house struct {
	*emergencytest.House
	t    *testing.T
	door http.Handler
	lang string
}

func open(t *testing.T) *house {
	t.Helper()
	h := emergencytest.NewHouse(t)
	hot := []emergencyweb.Hotline{{Name: "#いのちSOS", Phone: "0120-061-338", Hours: "毎日24時間", Checked: civil.Date{Year: 2026, Month: 8, Day: 21}, Stale: true}}
	d := emergencyweb.Deps{
		Service: h.Service, Hub: emergencyweb.NewHub(h.Service), Hotlines: func(context.Context) []emergencyweb.Hotline { return hot },
		Meetings: func(context.Context, actor.Actor, id.Workplace) ([]emergencyweb.Meeting, error) {
			return []emergencyweb.Meeting{{ID: "meeting", Label: "2026年11月2日"}}, nil
		},
	}
	return &house{House: h, t: t, door: web.New(web.Options{
		Sessions: people{
			"worker": h.AsWorker(), "foreigner": h.AsForeigner(), "hr": h.AsHR(), "foreignhr": h.AsForeignHR(), "manager": h.AsManager(), "physician": h.AsPhysician(),
			"unappointed": h.AsUnappointed(), "nurse": h.AsNurse(), "committee": h.AsCommittee(), "coordinator": h.AsCoordinator(), "admin": h.AsAdmin(),
		},
		Log: slog.New(slog.DiscardHandler), Now: h.Clock.Now,
	}, emergencyweb.Routes(d))}
}

type page struct {
	t      *testing.T
	what   string
	status int
	body   string
	to     string
}

func (s *house) send(who, method, path, kind, body string) page {
	s.t.Helper()
	r := httptest.NewRequest(method, "https://mendan.test"+path, strings.NewReader(body))
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: who})
	if s.lang != "" {
		r.AddCookie(&http.Cookie{Name: "__Host-language", Value: s.lang})
	}
	w := httptest.NewRecorder()
	s.door.ServeHTTP(w, r)
	return page{s.t, who + " " + method + " " + path, w.Code, html.UnescapeString(w.Body.String()), w.Header().Get("Location")}
}

func (s *house) get(who, path string) page { return s.send(who, "GET", path, "", "") }

func (s *house) post(who, path string, pairs ...string) page {
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return s.send(who, "POST", path, "application/x-www-form-urlencoded", form.Encode())
}

func (s *house) press(who, body string) page {
	return s.send(who, "POST", "/interviews/"+string(s.Case)+"/emergency/press", "application/json", body)
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

func (s *house) alarm() (id.Alarm, []emergency.Task) {
	s.t.Helper()
	var a emergency.Alarm
	var tasks []emergency.Task
	err := s.DB.Read(context.Background(), func(ctx context.Context, tx txn.Read) (err error) {
		if a, err = s.Store.OpenOf(ctx, tx, s.Case); err == nil {
			tasks, err = s.Store.Tasks(ctx, tx, a.ID)
		}
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return a.ID, tasks
}

func task(list []emergency.Task, k emergency.Kind) string {
	for _, t := range list {
		if t.Kind == k {
			return string(t.ID)
		}
	}
	return ""
}

// What the employer's side must never read, whatever the level.
var health = []string{"E2", "E1", "E0", "P1", "差し迫", "深刻", "気がかり", "体の急変", "手段と時期", "自殺", "死にたい", "精神", "病名", "主治医", "港区海岸", "髙橋 健", "090-0765-4321"}

func TestPressAndWhoIsToldWhat(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.Approve(t, s.Whole())
	var state struct {
		Open   bool
		Level  string
		Page   string
		Sealed []struct{ Key, Value string }
		Aloud  string
	}
	p := s.press("physician", `{"level":"E2"}`).is(200, "港区海岸0-12-3", "090-0123-4567", "髙橋 健")
	if err := json.Unmarshal([]byte(p.body), &state); err != nil || !state.Open || state.Level != "E2" || len(state.Sealed) == 0 || !strings.Contains(state.Aloud, "港区海岸") {
		t.Fatalf("%+v, %v", state, err)
	}
	a, tasks := s.alarm()
	path := "/emergency/" + string(a)
	if state.Page != path {
		t.Errorf("the panel leads to %q", state.Page)
	}

	// Called and not answered: that help is needed, nothing of whom or why.
	for _, who := range []string{"coordinator", "hr", "manager"} {
		s.get(who, path).is(200, "助けが必要です", "引き受ける").hasNot(append(health, "髙橋 美咲さん", "健康相談室")...)
	}
	// Who was not called does not know of it.
	for _, who := range []string{"foreignhr", "foreigner", "unappointed", "worker"} {
		s.get(who, path).is(404)
		s.get(who, "/emergency").hasNot(string(a))
	}
	for _, who := range []string{"committee", "admin"} {
		s.get(who, path).is(404)
	}

	// HR takes it: name, room, what to do.
	if p := s.post("hr", path+"/take", "task", task(tasks, emergency.ForHR)); p.status != 303 {
		t.Fatalf("take: %d %s", p.status, p.body)
	}
	s.get("hr", path).is(200, "3階 健康相談室", "1階 受付の横", "理由や体調を、ご本人にたずねないでください").hasNot(append(health, "090-0123-4567", "できごと")...)
	s.post("hr", path+"/sealed", "reason", "x").is(404)
	s.post("hr", path+"/raise", "level", "E2").hasNot(health...)
	s.post("hr", path+"/close", "outcome", "SAFE")
	if a2, _ := s.alarm(); a2 != a {
		t.Error("HR ended it")
	}
	// The manager takes his: less still.
	s.post("manager", path+"/take", "task", task(tasks, emergency.ForManager))
	s.get("manager", path).is(200).hasNot(append(health, "090-0123-4567")...)

	// The coordinator: level and, with a reason, what is sealed; never what was said.
	s.post("coordinator", path+"/take", "task", task(tasks, emergency.ForCoordinator))
	s.get("coordinator", path).is(200, "E2", "できごと", "港消防署", "03-0123-0120").hasNot("港区海岸", "090-0123-4567")
	s.post("coordinator", path+"/sealed").is(422).hasNot("港区海岸")
	s.post("coordinator", path+"/sealed", "reason", "119に住所を伝えるため").is(200, "港区海岸0-12-3", "090-0765-4321")

	// The physician sees who has taken it, and ends it with a day.
	s.get("physician", path).is(200, "木村 亮さんが引き受けました", "はじめの5分")
	s.post("physician", path+"/close", "outcome", "SAFE").is(422)
	day := civil.DateOf(s.Clock.Now().Add(48*time.Hour), time.UTC).String()
	if p := s.post("physician", path+"/close", "outcome", "SAFE", "follow_up", day); p.status != 303 {
		t.Fatalf("close: %d %s", p.status, p.body)
	}
	s.get("physician", path).is(200, "だれに何を伝えたか", "個人情報保護法27条1項2号", "住所と電話を開いた人", "緊急時の記録")
	s.get("coordinator", path).hasNot("緊急時の記録")

	// The worker later: who looked and what was told to whom.
	s.get("worker", "/account/opened").is(200, "木村 亮", "119に住所を伝えるため", "個人情報保護法").hasNot("E2")
	s.get("foreigner", "/account/opened").is(200, "まだだれも開いていません").hasNot("木村")
}

func TestPressFromOutsideIsRefused(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.Approve(t, s.Whole())
	s.press("unappointed", `{"level":"E2"}`).is(404)
	s.press("worker", `{"level":"E2"}`).is(403)
	s.press("hr", `{"level":"E2"}`).is(404)
	s.press("physician", `{"level":"E9"}`).is(422)
	s.get("physician", "/emergency").is(200, "いま、呼び出しはありません")
	s.press("physician", `{"level":"E1"}`).is(200)
	first, _ := s.alarm()
	s.press("physician", `{"level":"E2"}`).is(200, `"E2"`) // one emergency, raised
	if again, _ := s.alarm(); again != first {
		t.Error("two presses are two emergencies")
	}
	s.press("physician", `{"mistake":true}`).is(200, `"open":false`)
}

func TestPlanPages(t *testing.T) {
	t.Parallel()
	s := open(t)
	base := "/programme/" + string(s.Honsha.ID)
	s.get("hr", base+"/emergency").is(200, "計画がありません", "オンラインの面談は予約できません", "90日を過ぎました")
	s.get("hr", base+"/drills").is(200, "一度も訓練していません", "訓練をはじめる")
	s.post("hr", base+"/drills", "level", "E2").is(409)
	for _, who := range []string{"foreignhr", "worker", "manager", "admin"} {
		s.get(who, base+"/emergency").is(404)
		s.get(who, base+"/drills").is(404)
	}
	s.get("committee", base+"/emergency/edit").is(404)
	s.get("hr", base+"/emergency/edit").is(200, "呼ぶ人", "コーディネーター", "近くの病院と窓口")

	form := []string{
		"offered", "平日 9:00〜18:00", "ack", "",
		"people.0.key", "c", "people.0.role", "COORDINATOR", "people.0.turn", "1", "people.0.name", "木村 亮", "people.0.phone", "03-0123-4501", "people.0.account", "acc_coordinator",
		"people.1.key", "h", "people.1.role", "HR", "people.1.turn", "2", "people.1.name", "山本 直子", "people.1.phone", "+81 3 0123 4511", "people.1.account", "acc_hr",
		"places.0.name", "3階", "places.0.aed", "1階", "places.0.walkers", "h",
		"desks.0.kind", "HOSPITAL", "desks.0.name", "みなと中央病院", "desks.0.phone", "03-0123-0119", "desks.0.checked", "2026-11-01",
	}
	bad := append(append([]string{}, form...), "desks.1.kind", "FIRE", "desks.1.name", "港消防署", "desks.1.phone", "12", "desks.1.checked", "2026-11-01")
	s.post("hr", base+"/emergency/edit", bad...).is(422, "港消防署", "木村 亮") // nothing typed is lost
	if p := s.post("hr", base+"/emergency/edit", form...); p.status != 303 {
		t.Fatalf("save: %d", p.status)
	}
	s.get("hr", base+"/emergency").is(200, "承認の前に、次のところを直してください", "病院と窓口: ").hasNot("この版を有効にする")
	whole := append(append([]string{}, form...), "desks.1.kind", "FIRE", "desks.1.name", "港消防署", "desks.1.phone", "03-0123-0120", "desks.1.checked", "2026-11-01")
	s.post("hr", base+"/emergency/edit", whole...)
	p := s.get("hr", base+"/emergency").is(200, "この版を有効にする", "2026年11月2日")
	if p := s.post("hr", base+"/emergency/approve", "meeting", "meeting", "from", civil.DateOf(s.Clock.Now(), s.Honsha.Location()).String()); p.status != 303 {
		t.Fatalf("approve: %d", p.status)
	}
	_ = p
	s.get("committee", base+"/emergency").is(200, "第1版が有効です", "平日 09:00-18:00", "一度も訓練していません")
	s.get("physician", base+"/emergency/print").is(200, "港消防署", "03-0123-4501")
}

func TestDrill(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.Approve(t, s.Whole())
	base := "/programme/" + string(s.Honsha.ID) + "/drills"
	s.post("committee", base, "level", "E2").is(404)
	p := s.post("hr", base, "level", "E2")
	if p.status != 303 || !strings.HasPrefix(p.to, "/emergency/alm_") {
		t.Fatalf("start: %d %s", p.status, p.to)
	}
	s.Clock.Add(12 * time.Second)
	called := s.get("coordinator", p.to).is(200, "訓練です", "助けが必要です")
	_, rest, _ := strings.Cut(called.body, `name="task" value="`)
	one, _, _ := strings.Cut(rest, `"`)
	s.post("coordinator", p.to+"/take", "task", one)
	s.get("coordinator", p.to).is(200, "訓練です", "訓練を終える")
	if end := s.post("coordinator", p.to+"/close", "outcome", "DRILLED"); end.status != 303 || end.to != base {
		t.Errorf("end: %d %s", end.status, end.to)
	}
	s.get("hr", base).is(200, "木村 亮", "12秒", "計画 第1版").hasNot("一度も訓練していません")
	s.lang = "en"
	s.get("hr", base).is(200, "Emergency drills", "12 s").hasNot("訓練をはじめる")
}

func TestPushWorker(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.get("nobody", "/push.js").is(200, "showNotification").hasNot("fetch(")
	s.send("hr", "POST", "/emergency/browser", "application/json", `{"endpoint":"http://inside.example","keys":{"p256dh":"x","auth":"y"}}`).is(422)
}
