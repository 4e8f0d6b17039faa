package questionnaireweb_test

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

	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/database/databasetest"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/questionnaire/questionnairetest"
	"mendan/internal/questionnaire/questionnaireweb"
	"mendan/internal/web"
)

// site is the door over these pages; the cookie of the session is a name.
type site struct {
	*questionnairetest.House
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
	return web.Visitor{Actor: who, Name: "髙橋 美咲", Language: lang.JA}, nil
}

func open(t *testing.T) *site {
	t.Helper()
	db, clock := databasetest.Open(t)
	h := questionnairetest.NewHouse(t, db)
	return &site{House: h, t: t, door: web.New(web.Options{
		Sessions: people{
			"worker": h.AsWorker(), "foreigner": h.AsForeigner(), "hr": h.AsHR(), "manager": h.AsManager(), "physician": h.AsPhysician(),
			"unappointed": h.AsUnappointed(), "nurse": h.AsNurse(), "committee": h.AsCommittee(), "coordinator": h.AsCoordinator(), "admin": h.AsAdmin(),
		},
		Log: slog.New(slog.DiscardHandler), Now: clock.Now,
	}, questionnaireweb.New(h.Service).Routes())}
}

type answer struct {
	t      *testing.T
	what   string
	status int
	body   string // entities resolved
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
	if s.lang != "" {
		r.AddCookie(&http.Cookie{Name: "__Host-language", Value: s.lang})
	}
	w := httptest.NewRecorder()
	s.door.ServeHTTP(w, r)
	return answer{s.t, who + " " + method + " " + path, w.Code, html.UnescapeString(w.Body.String()), w.Header().Get("Location")}
}

func (s *site) get(who, path string) answer { return s.send(who, "GET", path, nil) }
func (s *site) post(who, path string, pairs ...string) answer {
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return s.send(who, "POST", path, form)
}

func (a answer) is(status int, has ...string) answer {
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

func (a answer) hasNot(words ...string) answer {
	a.t.Helper()
	for _, text := range words {
		if strings.Contains(a.body, text) {
			a.t.Errorf("%s: the page says %q", a.what, text)
		}
	}
	return a
}

func (a answer) leads(to string) {
	a.t.Helper()
	if a.status != http.StatusSeeOther || a.to != to {
		a.t.Errorf("%s: %d to %q, want %q", a.what, a.status, a.to, to)
	}
}

func (s *site) begin(kind casework.Type) (c id.Case, base string) {
	s.t.Helper()
	c = s.Open(kind).ID
	return c, "/interviews/" + string(c) + "/questionnaire"
}

// A worker's way on a phone, without script.
func TestWorkersWay(t *testing.T) {
	t.Parallel()
	s := open(t)
	c, base := s.begin(casework.LongHoursGeneral)
	form := base + "/intake_long_hours"

	s.get("worker", base).is(200, "24時間見守られているものではありません", "0120-061-338", "tel:0120061338", "会社の人事や上司は見られません", "はじめる", "保存したときに産業医と保健師へ知らされます")
	s.get("worker", form).is(200, "24時間見守られているものではありません", "0120-061-338", "22問・6分ほど", form+"/work_hours") // said beforehand on this way too
	s.get("worker", form+"/work_hours").is(200, "<h1>", "先月の残業", "なぜ聞くのですか", "だれが見ますか", "会社には見えません", "答えたくない", "1 / ", `type="radio"`)

	// Nothing chosen: the same page, with what is expected.
	s.post("worker", form+"/work_hours").is(422, "エラー", "あてはまるものを選んでください", "先月の残業")
	s.post("worker", form+"/work_hours", "answer", "from80").leads(form + "/work_outlook")
	s.get("worker", form+"/work_hours").is(200, `value="from80" checked`)
	s.post("worker", form+"/work_outlook").leads(form + "/work_load") // optional: passed by
	s.post("worker", form+"/work_load", "answer", "none", "answer", "night").is(422, "ほかの答えと一緒には選べません", `value="night" checked`, `value="none" checked`)
	s.post("worker", form+"/work_load", "answer", "night").leads(form + "/days_off")
	s.post("worker", form+"/days_off", "answer", "たくさん").is(422, "数字で入力してください", `value="たくさん"`)
	s.post("worker", form+"/days_off", "answer", "\uff14").leads(form + "/sleep_hours")
	s.post("worker", form+"/sleep_hours", "decline", "yes", "answer", "").leads(form + "/bed_time")
	s.get("worker", form+"/sleep_hours").is(200, "いまは「答えたくない」になっています")

	// Another device goes on where this one stopped.
	s.get("worker", form).leads(form + "/bed_time")
	s.get("worker", base).is(200, "途中", "続きから答える", "まで回答しました")

	s.Fill(c, "intake_long_hours")
	s.get("worker", form).leads(form + "/review")
	review := s.get("worker", form+"/review").is(200, "回答の確認", "80〜100時間", "この内容で送信する", "変更", "答えたくない", "答えずに進んだ")
	if !strings.Contains(review.body, form+"/alcohol?from=review") {
		t.Error("no link to change an answer")
	}
	// A change that opens a new question leads to it, then back.
	s.post("worker", form+"/alcohol", "answer", "daily", "from", "review").leads(form + "/alcohol_sleep?from=review")
	s.post("worker", form+"/alcohol_sleep", "answer", "often", "from", "review").leads(form + "/review")

	s.post("worker", form+"/review").leads(form + "/review?sent")
	s.get("worker", form+"/review?sent").is(200, "送信しました", "回答を直す").hasNot("この内容で送信する")
	s.get("worker", form+"/mood").leads(form) // a question of a sent form leads to where one can go on
	s.post("worker", form+"/mood", "answer", "3").leads(form + "/review")
	s.get("worker", base).is(200, "送信済み")
	s.post("worker", form+"/reopen").leads(form + "/review")
	s.get("worker", form+"/review").is(200, "この内容で送信する")
	s.post("worker", form+"/review").leads(form + "/review?sent")

	s.Move(c, casework.Started)
	s.post("worker", form+"/reopen").is(409, "面談が始まったため").hasNot("回答を直す")
}

// The card with numbers to call comes at once, before anything else.
func TestHelpCard(t *testing.T) {
	t.Parallel()
	s := open(t)
	_, base := s.begin(casework.Consultation)
	form := base + "/intake_consultation"
	s.get("worker", form+"/thoughts").is(200, "電話で話せる窓口", "0120-279-338", "責められることはありません")
	s.get("worker", form+"/thoughts/help").leads(form + "/illness") // nothing was said: on to what follows
	s.post("worker", form+"/thoughts", "answer", "often").leads(form + "/thoughts/help")
	s.get("worker", form+"/thoughts/help").is(200, "話してくださり、ありがとうございます", "tel:119", "0120-061-338", "24時間見守っているわけではありません", "続ける", form+"/illness").hasNot("AL-1", "SUICIDALITY")
	s.post("worker", form+"/red_flags", "answer", "chest", "from", "review").leads(form + "/red_flags/help?from=review")
	s.get("worker", form+"/red_flags/help").is(200, "119", "tel:%237119", "医療機関へ相談")
}

// Titles stand in tabs and histories: no word about health.
func TestNeutralTitles(t *testing.T) {
	t.Parallel()
	s := open(t)
	_, base := s.begin(casework.Consultation)
	form := base + "/intake_consultation"
	s.post("worker", form+"/thoughts", "answer", "often")
	title := regexp.MustCompile(`<title>(.*?)</title>`)
	for _, path := range []string{base, form + "/thoughts", form + "/thoughts/help", form + "/review"} {
		got := title.FindStringSubmatch(s.get("worker", path).body)
		if len(got) != 2 || regexp.MustCompile(`健康|病|気持ち|疲労|症状|相談|死|問診`).MatchString(got[1]) {
			t.Errorf("%s: title %q", path, got)
		}
	}
}

// Route by role. Who may not know gets 404, exactly as for a case that does not exist.
func TestRoles(t *testing.T) {
	t.Parallel()
	s := open(t)
	c, base := s.begin(casework.Consultation)
	s.Say(c, "intake_consultation", "reason", "mind")
	s.Say(c, "intake_consultation", "thoughts", "often")
	nothing := "/interviews/" + string(id.New[id.Case]()) + "/questionnaire"
	for who, want := range map[string]struct{ worker, health int }{
		"worker": {200, 404}, "physician": {404, 200}, "nurse": {404, 200}, "unappointed": {404, 404}, "foreigner": {404, 404},
		"hr": {404, 404}, "manager": {404, 404}, "committee": {404, 404}, "coordinator": {404, 404}, "admin": {404, 404},
	} {
		for _, path := range []string{base, base + "/intake_consultation/reason", base + "/intake_consultation/review"} {
			if a := s.get(who, path); a.status != want.worker {
				t.Errorf("%s: %d, want %d", a.what, a.status, want.worker)
			}
		}
		if a := s.post(who, base+"/intake_consultation/since", "answer", "days"); a.status != want.worker && !(want.worker == 200 && a.status == 303) {
			t.Errorf("%s: %d", a.what, a.status)
		}
		a := s.get(who, "/physician/cases/"+string(c)+"/questionnaire")
		if a.status != want.health {
			t.Errorf("%s: %d, want %d", a.what, a.status, want.health)
		}
		if want.health != 200 && want.worker != 200 {
			s.get(who, base).hasNot("気持ち", "相談したい", "質問")
		}
		for _, path := range []string{nothing, "/interviews/nonsense/questionnaire", base + "/nothing/reason", base + "/intake_consultation/nothing", base + "/intake_long_hours/mood"} {
			if a := s.get(who, path); a.status != 404 {
				t.Errorf("%s: %d", a.what, a.status)
			}
		}
	}
	if a := s.get("", base); a.status != 303 || !strings.HasPrefix(a.to, "/signin") {
		t.Errorf("nobody: %d %s", a.status, a.to)
	}
}

func TestPhysiciansPage(t *testing.T) {
	t.Parallel()
	s := open(t)
	c, _ := s.begin(casework.LongHoursGeneral)
	page := "/physician/cases/" + string(c) + "/questionnaire"
	s.get("physician", page).is(200, "まだ回答はありません")
	s.Say(c, "intake_long_hours", "work_hours", "over100")
	s.Say(c, "intake_long_hours", "thoughts", "sometimes")
	s.get("physician", page).is(200, "命に関わる可能性", "ときどきあった", "まだ送信されていません").hasNot("100時間以上")
	s.Say(c, "intake_long_hours", "memo", "<script>眠れません</script>")
	s.Fill(c, "intake_long_hours")
	s.post("worker", "/interviews/"+string(c)+"/questionnaire/intake_long_hours/review").is(303)
	a := s.send("physician", "GET", page, nil).is(200, "100時間以上", "眠れません", "これは診断ではありません", "希望", "気になる回答")
	if strings.Count(a.body, "<script>眠れません") != 2 { // unescaped by the test; see TestTextIsText
		t.Errorf("the memo stands %d times", strings.Count(a.body, "<script>眠れません"))
	}
}

// What a worker types is text, never markup.
func TestTextIsText(t *testing.T) {
	t.Parallel()
	s := open(t)
	c, base := s.begin(casework.LongHoursGeneral)
	s.Say(c, "intake_long_hours", "memo", "<img src=x onerror=alert(1)>")
	r := httptest.NewRequest("GET", "https://mendan.test"+base+"/intake_long_hours/review", nil)
	r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: "worker"})
	w := httptest.NewRecorder()
	s.door.ServeHTTP(w, r)
	if strings.Contains(w.Body.String(), "<img src=x") || !strings.Contains(w.Body.String(), "&lt;img src=x") {
		t.Error("typed markup reached the page")
	}
}

// Every page in English holds no Japanese but names of people and what was typed.
func TestEnglish(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.lang = "en"
	c, base := s.begin(casework.LongHoursGeneral)
	s.Say(c, "intake_long_hours", "thoughts", "often")
	form := base + "/intake_long_hours"
	paths := []string{base, form + "/review", form + "/thoughts/help", form + "/sleep_hours", form + "/bed_time", form + "/memo", form + "/mood", form + "/work_load", base + "/fatigue_2023/s01_irritated"}
	japanese := regexp.MustCompile(`[\p{Hiragana}\p{Katakana}\p{Han}]+`)
	for _, path := range paths {
		a := s.get("worker", path).is(200)
		body := strings.NewReplacer("髙橋 美咲", "", "日本語", "").Replace(a.body)
		if found := japanese.FindString(body); found != "" {
			t.Errorf("%s: %s", path, found)
		}
	}
	s.post("worker", form+"/sleep_hours", "answer", "many").is(422, "Please enter a number")
}
