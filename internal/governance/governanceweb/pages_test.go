package governanceweb_test

import (
	"context"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"mendan/internal/actor"
	"mendan/internal/database/databasetest"
	"mendan/internal/directory"
	"mendan/internal/governance"
	"mendan/internal/governance/governancetest"
	"mendan/internal/governance/governanceweb"
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

// paper writes what it was asked for.
type paper struct{}

func (paper) PDF(d governance.Document, _ string) ([]byte, error) {
	return []byte("pdf " + d.Title), nil
}
func (paper) Word(d governance.Document, _ string) ([]byte, error) {
	return []byte("docx " + d.Title), nil
}
func (paper) Poster(_, place, contact, address string) ([]byte, error) {
	return []byte(place + contact + address), nil
}
func (paper) Proof(governance.Proof) ([]byte, error) { return []byte("list"), nil }

type house struct {
	*governancetest.House
	t    *testing.T
	door http.Handler
	base string
}

func open(t *testing.T) *house {
	t.Helper()
	db, clock := databasetest.Open(t)
	h := governancetest.NewHouse(t, db, clock)
	chiba := h.AsHR()
	chiba.Workplaces[0] = h.Chiba.ID
	pages := governanceweb.New(governanceweb.Deps{Service: h.Service, Paper: paper{}, Address: "https://mendan.test/rules",
		Doctors: func(context.Context, directory.Workplace) ([]directory.Physician, error) {
			return []directory.Physician{h.Physician}, nil
		}})
	return &house{House: h, t: t, base: "/programme/" + string(h.Honsha.ID), door: web.New(web.Options{
		Sessions: people{
			"worker": h.AsWorker(), "foreigner": h.AsForeigner(), "hr": h.AsHR(), "foreign": h.AsForeignHR(), "chiba": chiba, "manager": h.AsManager(), "physician": h.AsPhysician(),
			"unappointed": h.AsUnappointed(), "nurse": h.AsNurse(), "member": h.AsMember(), "coordinator": h.AsCoordinator(), "admin": h.AsAdmin(),
		},
		Log: slog.New(slog.DiscardHandler), Now: clock.Now,
	}, pages.Routes())}
}

type page struct {
	t      *testing.T
	what   string
	status int
	body   string
	to     string
}

func (h *house) send(who, method, path string, form url.Values) page {
	h.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r := httptest.NewRequest(method, "https://mendan.test"+path, body)
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: who})
	w := httptest.NewRecorder()
	h.door.ServeHTTP(w, r)
	return page{h.t, who + " " + method + " " + path, w.Code, html.UnescapeString(w.Body.String()), w.Header().Get("Location")}
}

func (h *house) get(who, path string) page { return h.send(who, "GET", path, nil) }

func (h *house) post(who, path string, pairs ...string) page {
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return h.send(who, "POST", path, form)
}

func (p page) is(status int, has ...string) page {
	p.t.Helper()
	if p.status != status {
		p.t.Errorf("%s: %d, want %d\n%s", p.what, p.status, status, p.body)
	}
	for _, x := range has {
		if !strings.Contains(p.body, x) {
			p.t.Errorf("%s: %q is not on it", p.what, x)
		}
	}
	return p
}

func (p page) lacks(texts ...string) page {
	p.t.Helper()
	for _, x := range texts {
		if strings.Contains(p.body, x) {
			p.t.Errorf("%s: %q is on it", p.what, x)
		}
	}
	return p
}

// The HR officer's whole way, page by page, without script.
func TestFromTheFirstQuestionToTheLastReader(t *testing.T) {
	t.Parallel()
	h := open(t)
	today := h.Today().String()
	h.get("hr", h.base).is(200, "次にすること", "質問に答える")
	h.get("hr", h.base+"/kit").is(200, "あと")
	h.post("hr", h.base+"/kit/documents").is(409, "まだ答えていない質問があります")
	h.post("hr", h.base+"/kit/questions/tool").is(422, "答えを選んでください")
	h.post("hr", h.base+"/kit/questions/tool", "tool", "skype").is(422)
	if p := h.post("hr", h.base+"/kit/questions/types", "types", "CONSULTATION"); p.status != 303 || p.to != h.base+"/kit/questions/tool" {
		t.Errorf("%d %s", p.status, p.to)
	}
	h.get("hr", h.base+"/kit/questions/pay_cap").is(404) // not asked yet
	h.get("hr", h.base+"/kit/questions/types").is(200, `value="CONSULTATION" checked`)
	for _, g := range h.Service.Kit.Groups { // a wide screen: group by group
		var pairs []string
		for _, q := range h.Service.Kit.Questions {
			if q.Group != g.ID || q.ID == "pay_cap" {
				continue
			}
			values := q.Usual
			if q.How == governance.Text {
				values = []string{"総務人事部<b>"}
			}
			for _, v := range values {
				pairs = append(pairs, q.ID, v)
			}
		}
		p := h.post("hr", h.base+"/kit/groups/"+g.ID, pairs...)
		if p.status != 303 && g.ID != "place" {
			t.Errorf("%s: %d", g.ID, p.status)
		}
		if g.ID == "place" { // the booth's cost is asked when the booth is answered
			h.post("hr", h.base+"/kit/groups/"+g.ID, pairs...).is(303)
		}
	}
	h.get("hr", h.base+"/kit").is(200, "書類を作る").lacks("あと1問")
	h.post("hr", h.base+"/kit/documents").is(303)
	h.post("hr", h.base+"/posting").is(303)
	h.get("hr", h.base+"/documents/rule").is(200, "第1条(目的)", "オンライン産業医面談実施規程", "PDF", "Word")
	for _, as := range []string{"pdf", "docx"} {
		h.get("hr", h.base+"/documents/rule/file?version=1&as="+as).is(200, as+" オンライン産業医面談実施規程")
	}

	// Edit, refuse what is stale, show the difference in words.
	edit := h.get("hr", h.base+"/documents/notice/edit").is(200, "1番目の部分", "加える部分")
	if !strings.Contains(edit.body, `name="base" value="1"`) {
		t.Error("the form does not say which version it edits")
	}
	form := []string{"base", "1", "sections", "2", "title", "お知らせ", "key-0", "lead", "heading-0", "はじめに", "text-0", "新しい文章", "key-1", "", "heading-1", "", "text-1", ""}
	h.post("hr", h.base+"/documents/notice/edit", form...).is(303)
	h.post("hr", h.base+"/documents/notice/edit", form...).is(409, "新しい文章")
	h.get("hr", h.base+"/documents/notice/changes").is(200, "<ins", "<del", "なくなった部分", "追加", "削除")

	// The meeting.
	h.post("hr", h.base+"/committee/meetings", "mode", "IN_PERSON").is(422, "日付を入力してください")
	p := h.post("hr", h.base+"/committee/meetings", "on", today, "mode", "IN_PERSON", "place", "大会議室", "agenda", "ONLINE_RULE", "draft", "1")
	if p.status != 303 {
		t.Fatal(p.status, p.body)
	}
	meeting := p.to
	h.post("hr", meeting+"/decision", "decision", "ADOPTED", "decided", h.Today().AddDays(3).String()).is(409, "まだ来ていない日")
	h.post("hr", meeting+"/decision", "decision", "ADOPTED", "decided", today).is(303)
	h.post("hr", meeting+"/minutes", "minutes", "規程の案を承認した。").is(303)
	h.post("hr", meeting+"/delete").is(409, "保存する決まりです")
	h.post("hr", meeting+"/publish", "published", today, "where", "掲示板").is(303)

	rules := h.get("hr", h.base+"/rules").is(200, "施行日を決めてください")
	id := rules.body[strings.Index(rules.body, `name="meeting" value="`)+len(`name="meeting" value="`):]
	id = id[:strings.Index(id, `"`)]
	h.post("hr", h.base+"/rules", "meeting", id, "from", h.Today().AddDays(-1).String()).is(409, "決まる前の規程は施行できません")
	p = h.post("hr", h.base+"/rules", "meeting", id, "from", today)
	if p.status != 303 {
		t.Fatal(p.status, p.body)
	}
	rule := p.to
	h.get("hr", rule).is(200, "まだ知らせていません", "全員に知らせる")
	h.get("worker", "/rules").is(200, "お知らせはまだありません").lacks("読みました")
	p = h.post("hr", rule+"/announce")
	if p.status != 303 {
		t.Fatal(p.status, p.body)
	}
	notice := p.to
	list, err := h.Service.Versions(context.Background(), h.AsHR(), h.Honsha.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Service.Tell(context.Background(), list.Lines[0].Announcement.ID); err != nil {
		t.Fatal(err)
	}
	h.get("worker", "/rules").is(200, "読みました", "新しい文章", "第1条", "産業医の職務", "規程の案を承認した。")
	h.post("worker", "/rules", "rule", string(list.Lines[0].Rule.ID)).is(303)
	h.get("worker", "/rules").is(200, "読んだことを確認しました").lacks("お読みになりましたか")
	h.get("hr", notice).is(200, "3人のうち1人が読みました", "髙橋 美咲")
	h.get("hr", notice+"/file?as=csv").is(200, "\ufeff社員番号", "001234")
	h.get("hr", h.base+"/poster").is(200, "https://mendan.test/rules")
}

// Who may open what. A neighbour's answer is that there is nothing.
func TestDoors(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.Drafted(t)
	rule := h.Adopted(t, h.Today(), h.Today())
	ann, err := h.Service.Announce(context.Background(), h.AsHR(), h.Honsha.ID, rule.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Service.Tell(context.Background(), ann); err != nil {
		t.Fatal(err)
	}
	meeting := "/committee/meetings/" + string(rule.Deliberation)
	for _, x := range []struct {
		path string
		who  string // may
	}{
		{"", "hr member physician nurse coordinator"},
		{"/kit", "hr member physician nurse coordinator"},
		{"/documents/rule", "hr member physician nurse coordinator"},
		{"/documents/posting/file", "hr member physician nurse coordinator"},
		{"/committee", "hr member physician nurse coordinator"},
		{meeting, "hr member physician nurse coordinator"},
		{"/rules", "hr member physician nurse coordinator"},
		{"/rules/" + string(rule.ID), "hr member physician nurse coordinator"},
		{"/kit/questions/tool", "hr"},
		{"/documents/rule/edit", "hr"},
		{"/committee/members/new", "hr"},
		{meeting + "/edit", "hr"},
		{"/notices/" + string(ann), "hr"},
		{"/notices/" + string(ann) + "/file", "hr"},
		{"/poster", "hr"},
	} {
		for _, who := range strings.Fields("worker foreigner hr foreign chiba manager physician unappointed nurse member coordinator admin") {
			p := h.get(who, h.base+x.path)
			want := 404
			if strings.Contains(" "+x.who+" ", " "+who+" ") {
				want = 200
			}
			if p.status != want {
				t.Errorf("%s: %d, want %d", p.what, p.status, want)
			}
			if who != "hr" {
				p.lacks(h.Worker.Number, h.Worker.Name.Full()+"さん", "文章を直す", "全員に知らせる</button>")
			}
		}
	}
	for _, path := range []string{"/kit/documents", "/posting", "/committee/members", "/committee/meetings", meeting + "/decision", meeting + "/minutes", "/rules", "/rules/" + string(rule.ID) + "/announce", "/notices/" + string(ann) + "/remind"} {
		for _, who := range strings.Fields("worker foreign chiba manager physician nurse member coordinator admin") {
			if p := h.post(who, h.base+path, "x", "y"); p.status != 404 {
				t.Errorf("%s: %d, want 404", p.what, p.status)
			}
		}
	}
	// Who only reads is not led to closed doors.
	h.get("member", h.base).is(200, "済").lacks("/notices/", "次にすること", "/meetings/new")
	// A worker reads his own workplace's rule and nobody else's.
	h.get("foreigner", "/rules").is(200, "お知らせはまだありません").lacks("みなと精工")
	h.post("foreigner", "/rules", "rule", string(rule.ID)).is(409)
	h.get("coordinator", "/rules").is(404)
}

// Each is led to his workplaces: by his post, or as the physician appointed there.
func TestWorkplacesByRole(t *testing.T) {
	t.Parallel()
	h := open(t)
	chiba := "/programme/" + string(h.Chiba.ID)
	for _, who := range []string{"physician", "nurse"} {
		h.get(who, "/programme").is(200, h.base, chiba, `href="/programme" aria-current="page"`)
	}
	for _, who := range []string{"hr", "member"} {
		if p := h.get(who, "/programme"); p.status != 303 {
			t.Errorf("%s has one workplace: %d", who, p.status)
		}
	}
	for _, who := range []string{"worker", "manager", "unappointed", "admin"} {
		h.get(who, "/programme").is(404).lacks(string(h.Honsha.ID), "本社")
	}
}

// Names that a spreadsheet would run are harmless in the list.
func TestFormulaInTheList(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.Drafted(t)
	rule := h.Adopted(t, h.Today(), h.Today())
	e := h.Worker
	e.Name.Family, e.Name.Given = "=HYPERLINK(1)", ""
	if err := h.People.ChangeEmployee(context.Background(), actor.System("test"), e); err != nil {
		t.Fatal(err)
	}
	ann, err := h.Service.Announce(context.Background(), h.AsHR(), h.Honsha.ID, rule.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Service.Tell(context.Background(), ann); err != nil {
		t.Fatal(err)
	}
	p := h.get("hr", h.base+"/notices/"+string(ann)+"/file").is(200, "'=HYPERLINK(1)").lacks(",=HYPERLINK")
	if n := strings.Count(p.body, "\r\n"); n != 4 {
		t.Error(strconv.Itoa(n) + " lines")
	}
}
