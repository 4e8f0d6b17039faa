package opinionweb_test

import (
	"context"
	"flag"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"mendan/internal/actor"
	"mendan/internal/assets"
	"mendan/internal/database/databasetest"
	"mendan/internal/lang"
	"mendan/internal/opinion/opiniondata"
	"mendan/internal/opinion/opiniondb"
	"mendan/internal/opinion/opinionpdf"
	"mendan/internal/opinion/opiniontest"
	"mendan/internal/opinion/opinionweb"
	"mendan/internal/web"
)

// go test ./internal/opinion/opinionweb -gallery DIR leaves the pages as files to look at.
var gallery = flag.String("gallery", "", "folder to leave the drawn pages in")

type house struct {
	*opiniontest.World
	door http.Handler
	lang lang.Lang
}

// Lookup implements web.Sessions: the cookie names the role.
func (h *house) Lookup(_ context.Context, secret string) (web.Visitor, error) {
	who, ok := map[string]actor.Actor{
		"physician": h.Physician, "worker": h.Worker, "hr": h.HR, "manager": h.Manager, "nurse": h.Nurse, "coordinator": h.Coordinator,
		"admin": h.Admin, "other-physician": h.OtherPhysician, "other-worker": h.OtherWorker, "other-hr": h.OtherHR,
	}[secret]
	if !ok {
		return web.Visitor{}, web.ErrUnauthenticated
	}
	return web.Visitor{Actor: who, Name: secret, Language: h.lang}, nil
}

func open(t *testing.T, typ string) *house {
	t.Helper()
	db, clock := databasetest.Open(t)
	fonts, err := opiniontest.Fonts()
	if err != nil {
		t.Fatal(err)
	}
	words, err := opiniondata.Load()
	if err != nil {
		t.Fatal(err)
	}
	w := opiniontest.NewWorld(t, db, clock, opiniondb.New(), opinionpdf.New(fonts, words, false), words, typ)
	h := &house{World: w, lang: lang.JA}
	h.door = web.New(web.Options{Sessions: h, Log: slog.New(slog.DiscardHandler), Now: clock.Now}, opinionweb.New(w.Service).Routes())
	return h
}

func (h *house) path(parts string) string {
	return strings.ReplaceAll(parts, "{case}", string(h.Facts.Case))
}

func (h *house) do(as, method, path string, form url.Values) *httptest.ResponseRecorder {
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r := httptest.NewRequestWithContext(context.Background(), method, h.path(path), body)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: as})
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	h.door.ServeHTTP(w, r)
	return w
}

// page reads a page and leaves it in the gallery.
func (h *house) page(t *testing.T, as, path, name string) string {
	t.Helper()
	w := h.do(as, http.MethodGet, path, nil)
	if w.Code != http.StatusOK {
		t.Fatalf("GET %s as %s: %d\n%s", path, as, w.Code, w.Body)
	}
	keep(t, name, w.Body.String())
	return w.Body.String()
}

func keep(t *testing.T, name, page string) {
	t.Helper()
	if *gallery == "" || name == "" {
		return
	}
	// The style sheet is named absolutely, so that the file can be opened as it is.
	page = strings.ReplaceAll(page, assets.Path("base.css"), "base.css")
	if err := os.WriteFile(filepath.Join(*gallery, name+".html"), []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
}

func (h *house) post(t *testing.T, as, path string, form url.Values, want int) *httptest.ResponseRecorder {
	t.Helper()
	w := h.do(as, http.MethodPost, path, form)
	if w.Code != want {
		t.Fatalf("POST %s as %s: %d, want %d\n%s", path, as, w.Code, want, w.Body)
	}
	return w
}

const (
	report   = "/physician/cases/{case}/report"
	letter   = "/interviews/{case}/letter"
	employer = "/hr/cases/{case}/letter"
	measures = "/hr/cases/{case}/measures"
)

// long is the form of a complete report as a browser sends it.
func long() url.Values {
	c := opiniontest.LongHours()
	return url.Values{
		"saved": {"0"}, "do": {"save"},
		"work_status": {c.Facing.WorkStatus}, "fatigue": {"2"}, "other_state": {"CONSIDER"}, "state_text": {c.Facing.StateText},
		"guidance": {"HEALTH_GUIDANCE", "RE_INTERVIEW"}, "interview_by": {"2026-12-21"},
		"finding": {"FINDINGS"}, "finding_detail": {c.Private.FindingDetail}, "fatigue_detail": {c.Private.FatigueDetail},
		"work_detail": {c.Private.WorkDetail}, "advice": {c.Private.Advice}, "remarks": {c.Private.Remarks},
		"classification": {"RESTRICTED_WORK"}, "measures": {"LIMIT_OVERTIME", "LIMIT_WORKING_HOURS", "OTHER_MEASURE"},
		"hours_LIMIT_OVERTIME": {"２０"}, "clock_LIMIT_WORKING_HOURS": {"8:30"}, "until_LIMIT_WORKING_HOURS": {"２０：００"},
		"text_OTHER_MEASURE": {c.Facing.Measures[2].Text}, "period_from": {"2026年11月25日"}, "period_until": {"2026/12/24"}, "review": {"2026-12-17"},
		"environment": {c.Facing.Environment}, "others": {c.Facing.Others},
	}
}

func with(form url.Values, pairs ...string) url.Values {
	out := url.Values{}
	for k, v := range form {
		out[k] = append([]string(nil), v...)
	}
	for i := 0; i < len(pairs); i += 2 {
		out.Set(pairs[i], pairs[i+1])
	}
	return out
}

func must(t *testing.T, page string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(page, w) {
			t.Errorf("the page lacks %q", w)
		}
	}
}

func never(t *testing.T, page string, words ...string) {
	t.Helper()
	for _, w := range words {
		if strings.Contains(page, w) {
			t.Errorf("the page holds %q", w)
		}
	}
}

// Words of the private half: no page for the employer may hold one.
var private = []string{"中途覚醒", "希死念慮", "疲労蓄積度", "画面作業", "睡眠", "4週間後に", "上長の指示の出し方"}

func TestJourney(t *testing.T) {
	t.Parallel()
	h := open(t, "LONG_HOURS_GENERAL")

	page := h.page(t, "physician", report, "report-empty")
	must(t, page, "報告書と意見書", "会社に見える内容", "※必須", "髙﨑 𠮷彦さん", "会社に届ける期限: 2026年12月23日(水)(あと30日)")
	h.post(t, "physician", report, url.Values{"saved": {"0"}, "do": {"check"}}, http.StatusSeeOther)
	page = h.page(t, "physician", report+"/check", "check-missing")
	must(t, page, "あと6か所で署名できます", "#f-fatigue", "法令で定められた項目")
	never(t, page, "この内容で署名する")

	h.post(t, "physician", report, with(long(), "saved", "1"), http.StatusSeeOther)
	page = h.page(t, "physician", report+"?saved", "report")
	must(t, page, "下書きを保存しました", "時間外労働を月20時間までとする", `value="20"`, "就業時間を08:30〜20:00とする", `value="2026-12-24"`)
	pane := page[strings.Index(page, "<aside"):strings.Index(page, "</aside>")]
	never(t, pane, private...)

	page = h.page(t, "physician", report+"/check", "check")
	must(t, page, "会社に渡る内容", "この内容で署名する", "3日たつと会社に渡ります")
	never(t, page, private...)

	page = h.page(t, "worker", letter, "letter-waiting")
	must(t, page, "まだ書面はできていません")
	never(t, page, "月20時間")
	page = h.page(t, "hr", employer, "hr-waiting")
	must(t, page, "まだ届いていません")
	never(t, page, "月20時間")

	h.post(t, "physician", report+"/sign", url.Values{"saved": {"2"}}, http.StatusSeeOther)
	page = h.page(t, "physician", report, "report-signed")
	must(t, page, "本人が読むのを待っています", "2026年11月27日(金)", "報告書(PDF)", "新しい版を作る")
	page = h.page(t, "nurse", report, "")
	never(t, page, "新しい版を作る")

	page = h.page(t, "worker", letter, "letter")
	must(t, page, "会社に渡る前に、お読みください", "月20時間まで", "2026年11月27日(金)に会社へ渡ります", "確認しました。会社に渡す")
	never(t, page, private...)
	if w := h.do("hr", http.MethodGet, employer+"/document.pdf", nil); w.Code != http.StatusNotFound {
		t.Errorf("HR reads the document before its time: %d", w.Code)
	}
	h.post(t, "worker", letter, url.Values{"do": {"comment"}, "comment": {"会社には言えない一言"}}, http.StatusSeeOther)
	must(t, h.page(t, "physician", report, ""), "会社には言えない一言", "本人が読みました")
	h.post(t, "worker", letter, url.Values{"do": {"confirm"}}, http.StatusSeeOther)
	must(t, h.page(t, "worker", letter, "letter-gone"), "会社に渡りました", "送った意見")

	page = h.page(t, "hr", employer, "hr-letter")
	must(t, page, "内容を読み、受け取ってください", "月20時間まで", "ここに表示しないもの", "髙﨑 𠮷彦")
	never(t, page, append(private, "会社には言えない一言")...)
	if w := h.do("hr", http.MethodGet, measures, nil); w.Code != http.StatusSeeOther {
		t.Errorf("measures before receipt: %d", w.Code)
	}
	h.post(t, "hr", employer, url.Values{}, http.StatusSeeOther)
	page = h.page(t, "hr", measures, "hr-measures")
	must(t, page, "決めた内容を記録する", `value="20"`, `value="2026-11-25"`)
	never(t, page, private...)

	form := url.Values{
		"heard_on": {"2026-11-23"}, "heard": {"賛成している"}, "decision": {"taken"},
		"taken":                {"LIMIT_OVERTIME", "LIMIT_WORKING_HOURS", "OTHER_MEASURE"},
		"hours_LIMIT_OVERTIME": {"30"}, "period_from_LIMIT_OVERTIME": {"2026-11-25"}, "period_until_LIMIT_OVERTIME": {"2026-12-24"},
		"clock_LIMIT_WORKING_HOURS": {"08:30"}, "until_LIMIT_WORKING_HOURS": {"20:00"}, "period_from_LIMIT_WORKING_HOURS": {"2026-11-25"}, "period_until_LIMIT_WORKING_HOURS": {"2026-12-24"},
		"text_OTHER_MEASURE": {opiniontest.LongHours().Facing.Measures[2].Text}, "period_from_OTHER_MEASURE": {"2026-11-25"}, "period_until_OTHER_MEASURE": {"2026-12-24"},
	}
	w := h.post(t, "hr", measures, form, http.StatusUnprocessableEntity)
	keep(t, "hr-measures-fault", w.Body.String())
	must(t, w.Body.String(), "産業医の意見と違うところがあります", `value="30"`, "賛成している", "エラー")
	form.Set("deviation", "繁忙期のため12月は30時間とする")
	h.post(t, "hr", measures, form, http.StatusSeeOther)
	page = h.page(t, "hr", measures, "hr-decided")
	must(t, page, "産業医に伝えました", "月30時間まで", "繁忙期のため")
	must(t, h.page(t, "physician", report, "report-decided"), "会社が措置を決めました", "月30時間まで", "賛成している")
	must(t, h.page(t, "worker", letter, "letter-decided"), "会社の決定", "月30時間まで")
}

func TestDocuments(t *testing.T) {
	t.Parallel()
	h := open(t, "LONG_HOURS_GENERAL")
	h.post(t, "physician", report, long(), http.StatusSeeOther)
	h.post(t, "physician", report+"/sign", url.Values{"saved": {"1"}}, http.StatusSeeOther)
	h.post(t, "worker", letter, url.Values{"do": {"confirm"}}, http.StatusSeeOther)
	for _, c := range []struct {
		as, path string
		want     int
	}{
		{"worker", letter + "/document.pdf", 200}, {"worker", letter + "/record.pdf", 200}, {"hr", employer + "/document.pdf", 200},
		{"physician", report + "/record.pdf", 200}, {"nurse", report + "/record.pdf", 200}, {"physician", report + "/document.pdf", 200},
		{"hr", employer + "/record.pdf", 404}, {"hr", report + "/record.pdf", 404}, {"hr", letter + "/record.pdf", 404},
		{"worker", letter + "/other.pdf", 404}, {"other-worker", letter + "/document.pdf", 404}, {"other-hr", employer + "/document.pdf", 404},
		{"other-physician", report + "/record.pdf", 404}, {"coordinator", report + "/record.pdf", 404}, {"admin", employer + "/document.pdf", 404},
	} {
		w := h.do(c.as, http.MethodGet, c.path, nil)
		if w.Code != c.want {
			t.Errorf("%s %s: %d, want %d", c.as, c.path, w.Code, c.want)
		}
		if w.Code != 200 {
			continue
		}
		if got := w.Header().Get("Content-Disposition"); got != `attachment; filename="document.pdf"` && got != `attachment; filename="record.pdf"` {
			t.Errorf("the file is called %s", got)
		}
		if w.Header().Get("Cache-Control") != "no-store" || !strings.HasPrefix(w.Body.String(), "%PDF-") {
			t.Errorf("%s: not a document that is kept nowhere", c.path)
		}
	}
}

// Every door, every role: who may knock and what an unknown or foreign case answers.
func TestDoors(t *testing.T) {
	t.Parallel()
	h := open(t, "LONG_HOURS_GENERAL")
	h.post(t, "physician", report, long(), http.StatusSeeOther)
	h.post(t, "physician", report+"/sign", url.Values{"saved": {"1"}}, http.StatusSeeOther)
	h.post(t, "worker", letter, url.Values{"do": {"confirm"}}, http.StatusSeeOther)
	want := map[string]map[string]int{
		report:   {"physician": 200, "nurse": 200, "other-physician": 404, "worker": 404, "hr": 404, "manager": 404, "coordinator": 404, "admin": 404},
		letter:   {"worker": 200, "other-worker": 404, "hr": 404, "manager": 404, "physician": 404, "nurse": 404, "coordinator": 404, "admin": 404},
		employer: {"hr": 200, "other-hr": 404, "worker": 404, "manager": 404, "physician": 404, "nurse": 404, "coordinator": 404, "admin": 404},
		measures: {"hr": 303, "other-hr": 404, "worker": 404, "manager": 404, "physician": 404, "nurse": 404, "coordinator": 404, "admin": 404},
	}
	for path, roles := range want {
		for as, code := range roles {
			if w := h.do(as, http.MethodGet, path, nil); w.Code != code {
				t.Errorf("%s as %s: %d, want %d", path, as, w.Code, code)
			}
			for _, c := range []string{"cas_00000000000000000000000000", "x", "cas_'or1=1"} {
				unknown := strings.ReplaceAll(path, "{case}", url.PathEscape(c))
				if w := h.do(as, http.MethodGet, unknown, nil); w.Code != http.StatusNotFound {
					t.Errorf("%s as %s: %d, want 404", unknown, as, w.Code)
				}
			}
		}
	}
	for _, as := range []string{"worker", "other-worker", "other-hr", "nurse", "other-physician"} {
		for _, path := range []string{report, report + "/sign", report + "/amend", report + "/autosave", employer, measures} {
			if w := h.do(as, http.MethodPost, path, url.Values{"saved": {"2"}, "reason": {"x"}}); w.Code < 400 {
				t.Errorf("POST %s as %s: %d", path, as, w.Code)
			}
		}
	}
}

// HR looks at a consultation exactly as at a case that does not exist.
func TestConsultationDoesNotExistForHR(t *testing.T) {
	t.Parallel()
	h := open(t, "CONSULTATION")
	page := h.page(t, "physician", report, "consultation")
	must(t, page, "相談の内容", "会社には何も伝わりません")
	h.post(t, "physician", report, url.Values{"saved": {"0"}, "consultation": {"家族の介護の相談"}, "do": {"check"}}, http.StatusSeeOther)
	must(t, h.page(t, "physician", report+"/check", "consultation-check"), "この記録は会社に渡りません", "この内容で署名する")
	h.post(t, "physician", report+"/sign", url.Values{"saved": {"1"}}, http.StatusSeeOther)
	must(t, h.page(t, "physician", report, ""), "会社には何も渡りません。")
	must(t, h.page(t, "worker", letter, "consultation-letter"), "会社には何も伝わりません", "自分の報告書")
	for _, path := range []string{employer, measures, employer + "/document.pdf"} {
		mine := h.do("hr", http.MethodGet, path, nil)
		nobody := h.do("hr", http.MethodGet, strings.ReplaceAll(path, "{case}", "cas_00000000000000000000000000"), nil)
		a := strings.ReplaceAll(mine.Body.String(), string(h.Facts.Case), "cas_00000000000000000000000000")
		if mine.Code != http.StatusNotFound || a != nobody.Body.String() {
			t.Errorf("%s tells that there is something: %d", path, mine.Code)
		}
	}
	if w := h.do("worker", http.MethodPost, letter, url.Values{"do": {"confirm"}}); w.Code != http.StatusNotFound {
		t.Errorf("confirmed what does not go: %d", w.Code)
	}
}

func TestFormsKeepWhatWasTyped(t *testing.T) {
	t.Parallel()
	h := open(t, "LONG_HOURS_GENERAL")
	bad := with(long(), "period_until", "来月末", "hours_LIMIT_OVERTIME", "たくさん", "work_status", strings.Repeat("あ", 2001))
	w := h.post(t, "physician", report, bad, http.StatusUnprocessableEntity)
	must(t, w.Body.String(), "来月末", "たくさん", "日付は「2026-12-01」のように", "入力内容をご確認ください", "中途覚醒")
	h.post(t, "physician", report, with(long(), "hours_LIMIT_OVERTIME", "20"), http.StatusSeeOther)

	w = h.post(t, "physician", report, with(long(), "others", "二つ目の画面で書いた文"), http.StatusConflict)
	must(t, w.Body.String(), "別の画面で先に保存されています", "二つ目の画面で書いた文")

	h.post(t, "physician", report, with(long(), "saved", "1", "others", "うつ病に配慮"), http.StatusSeeOther)
	must(t, h.page(t, "physician", report+"/check", "check-words"), "うつ病", "この言葉のまま渡す理由")
	w = h.post(t, "physician", report+"/sign", url.Values{"saved": {"2"}, "urgent": {"yes"}, "urgent_reason": {"今夜から"}}, http.StatusUnprocessableEntity)
	must(t, w.Body.String(), "書き直すか、このまま渡す理由", "今夜から")

	w = h.post(t, "worker", letter, url.Values{"do": {"comment"}, "comment": {"x"}}, http.StatusNotFound) // nothing signed yet
	never(t, w.Body.String(), "opinion.")
	w = h.do("physician", http.MethodPost, report, with(long(), "others", strings.Repeat("x", 600<<10)))
	if w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("an oversized form: %d", w.Code)
	}
}

// A letter that asks for nothing is answered in one press, with a reason that stands there.
func TestRegularWork(t *testing.T) {
	t.Parallel()
	h := open(t, "LONG_HOURS_GENERAL")
	form := with(long(), "classification", "REGULAR_WORK", "period_from", "", "period_until", "", "review", "")
	form.Del("measures")
	h.post(t, "physician", report, form, http.StatusSeeOther)
	h.post(t, "physician", report+"/sign", url.Values{"saved": {"1"}}, http.StatusSeeOther)
	h.post(t, "worker", letter, url.Values{"do": {"confirm"}}, http.StatusSeeOther)
	h.post(t, "hr", employer, url.Values{}, http.StatusSeeOther)
	must(t, h.page(t, "hr", measures, "hr-none"), "産業医の意見のとおり、通常の勤務とするため。")
	h.post(t, "hr", measures, url.Values{"heard_on": {"2026-11-23"}, "heard": {"異存なし"}, "decision": {"none"}, "none_reason": {"産業医の意見のとおり"}}, http.StatusSeeOther)
	must(t, h.page(t, "physician", report, ""), "措置を行わない理由", "産業医の意見のとおり")
}

func TestAutosave(t *testing.T) {
	t.Parallel()
	h := open(t, "LONG_HOURS_GENERAL")
	w := h.post(t, "physician", report+"/autosave", long(), http.StatusOK)
	must(t, w.Body.String(), `"saved":1`, "12:00:00に保存しました")
	w = h.post(t, "physician", report+"/autosave", long(), http.StatusConflict)
	must(t, w.Body.String(), `"code":"opinion.behind"`)
}

// A message of somebody who writes markup stays text.
func TestMarkupStaysText(t *testing.T) {
	t.Parallel()
	h := open(t, "LONG_HOURS_GENERAL")
	const evil = `<script>alert(1)</script>"'><img src=x>`
	h.post(t, "physician", report, with(long(), "others", evil, "finding_detail", evil), http.StatusSeeOther)
	h.post(t, "physician", report+"/sign", url.Values{"saved": {"1"}}, http.StatusSeeOther)
	h.post(t, "worker", letter, url.Values{"do": {"confirm"}, "comment": {evil}, "shared": {"yes"}}, http.StatusSeeOther)
	for as, path := range map[string]string{"physician": report, "worker": letter, "hr": employer} {
		never(t, h.page(t, as, path, ""), "<script>alert", "<img src=x")
	}
}

var names = regexp.MustCompile(`[a-z]{3}_[0-9a-z]{26}|MD-[0-9A-Z]{4}-[0-9A-Z]{4}-|name="once" value="[^"]*"`)

// Two houses that differ only in what was written privately: every page of HR is
// the same, to the byte.
func TestNoninterference(t *testing.T) {
	t.Parallel()
	see := func(form url.Values, comment string) string {
		h := open(t, "LONG_HOURS_GENERAL")
		h.post(t, "physician", report, form, http.StatusSeeOther)
		h.post(t, "physician", report+"/sign", url.Values{"saved": {"1"}}, http.StatusSeeOther)
		if comment != "" {
			h.post(t, "worker", letter, url.Values{"do": {"comment"}, "comment": {comment}}, http.StatusSeeOther)
		}
		h.post(t, "worker", letter, url.Values{"do": {"confirm"}}, http.StatusSeeOther)
		pages := h.page(t, "hr", employer, "")
		h.post(t, "hr", employer, url.Values{}, http.StatusSeeOther)
		pages += h.page(t, "hr", measures, "") + h.page(t, "hr", employer, "")
		return names.ReplaceAllString(pages, "")
	}
	a := see(long(), "")
	b := see(with(long(), "finding", "NO_FINDINGS", "finding_detail", "", "work_detail", strings.Repeat("別の事情。", 300), "advice", "別の助言", "remarks", "", "fatigue_detail", "別の根拠"),
		"産業医だけに伝えたいこと")
	if a != b {
		t.Errorf("HR's pages differ (%d and %d bytes)", len(a), len(b))
	}
}

func TestEnglish(t *testing.T) {
	t.Parallel()
	h := open(t, "LONG_HOURS_GENERAL")
	h.lang = lang.EN
	page := h.page(t, "physician", report, "report-en")
	must(t, page, "Report and opinion letter", "What the company sees")
	h.post(t, "physician", report, url.Values{"saved": {"0"}, "do": {"check"}}, http.StatusSeeOther)
	must(t, h.page(t, "physician", report+"/check", ""), "6 more to do before signing", "Choose the accumulation of fatigue.")
}
