package deskweb_test

import (
	"context"
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"mendan/internal/desk/desktest"
	"mendan/internal/desk/deskweb"
	"mendan/internal/web"
)

// go test ./internal/desk/deskweb -run Pages -gallery DIR leaves the pages as files to look at.
var gallery = flag.String("gallery", "", "folder to leave the drawn pages in")

func visit(t *testing.T, from deskweb.Sources, as, method, path string) (int, string) {
	t.Helper()
	r := httptest.NewRequestWithContext(context.Background(), method, path, nil)
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if as != "" {
		r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: as})
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	w := httptest.NewRecorder()
	desktest.Door(from).ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

const (
	interview = "/interviews/" // + case
	physCase  = "/physician/cases/"
	hrCase    = "/hr/cases/"
)

// What each page must say and must never say.
var pages = []struct {
	name, as, path string
	from           deskweb.Sources
	must, never    []string
}{
	{"home", "worker", "/home", desktest.Full(desktest.Booked()), []string{"次にすること", "に答える", "産業医への相談", "これまでの面談", "この画面を閉じる"}, []string{"長時間労働"}},
	{"home-empty", "worker", "/home", desktest.Empty(), []string{"いま予定はありません", "/interviews/new"}, []string{"次にすること"}},
	{"interview-fresh", "worker", interview, desktest.Full(desktest.Fresh()), []string{"面談の日時を選ぶ", "12月18日(金)まで", "予約が決まると"}, []string{"予約を取り消す"}},
	{"interview-booked", "worker", interview, desktest.Full(desktest.Booked()), []string{"森 和也先生", "13:45から入れます", "予約を取り消す", "/check"}, []string{"/package"}},
	{"interview-prepared", "worker", interview, desktest.Full(desktest.Prepared()), []string{"準備はすべて済みました", "11月27日(金) 13:45から"}, []string{"次はここ"}},
	{"interview-entering", "worker", interview, desktest.Full(desktest.Entering()), []string{"面談の部屋に入る", "/room\""}, nil},
	{"interview-to-read", "worker", interview, desktest.Full(desktest.ToRead()), []string{"会社に渡る前に、意見書を読む", "/letter"}, []string{"日時を変える", "予約を取り消す"}},
	{"interview-released", "worker", interview, desktest.Full(desktest.Released()), []string{"会社に渡りました"}, []string{"次はここ"}},
	{"interview-consultation", "worker", interview, desktest.Full(desktest.Consultation()), []string{"産業医への相談", "会社に渡る文書はありません"}, []string{"産業医との面談"}},
	{"interview-in-person", "worker", interview, desktest.Full(desktest.InPerson()), []string{"本社3階 面談室", "対面では必要ありません"}, []string{"部屋に入る"}},
	{"interview-told", "worker", interview, desktest.Full(told(desktest.Booked())), []string{"会社が産業医に伝えたこと", interview + string(desktest.Case) + "/package"}, nil},
	{"interview-bare", "worker", interview, desktest.Full(deskweb.Interview{Case: desktest.Case}), []string{"予約"}, []string{"/package"}},
	{"physician", "physician", "/physician", desktest.Full(desktest.Booked()), []string{"髙橋 美咲さんが待合室にいます", "部屋を開く", "本人の声あり", "アンケート未提出", "みなと精工"}, []string{"この画面を閉じる"}},
	{"physician-empty", "physician", "/physician", desktest.Empty(), []string{"きょうの予定はありません", "/physician/availability"}, nil},
	{"physician-case", "physician", physCase, desktest.Full(desktest.Booked()), []string{"会議が夜に入るのがつらいです", "10月 92時間", "tel:09012345678", "先に確認"}, nil},
	{"physician-case-bare", "physician", physCase, withPhysicianCase(deskweb.PhysicianCase{}), []string{"予約はまだありません", "まだ送られていません"}, []string{"tel:"}},
	{"hr", "hr", "/hr", desktest.Full(desktest.Booked()), []string{"伊藤 翔太さん: 決めた措置を産業医に伝える", "3日過ぎています", "ここに表示しないもの", "産業医の手控え", "001234"}, []string{"𠮷田", "会議が夜に", "睡眠"}},
	{"hr-empty", "hr", "/hr", desktest.Empty(), []string{"いま人事ですることはありません", "ここに表示しないもの"}, nil},
	{"hr-case", "hr", hrCase, desktest.Full(desktest.Booked()), []string{"意見書を開く", "月20時間まで", "意見書が届きました"}, []string{"会議が夜に", "090-"}},
	{"hr-case-bare", "hr", hrCase, withHRCase(deskweb.HRCase{HRLine: deskweb.HRLine{Case: desktest.Case, State: "APPLIED"}}), []string{"まだ決まっていません", "/hr/bookings/new?case="}, []string{"意見書を開く"}},
	{"nurse", "nurse", "/nurse", desktest.Full(desktest.Booked()), []string{"𠮷田 健", "予約なし", "先に確認"}, nil},
	{"nurse-empty", "nurse", "/nurse", desktest.Empty(), []string{"いま急ぐ方はいません"}, nil},
	{"manager", "manager", "/manager", desktest.Full(desktest.Booked()), []string{"時間外労働は月20時間まで", "2027年2月28日", "終わりました"}, []string{"産業医", "意見書", "長時間"}},
	{"manager-empty", "manager", "/manager", desktest.Empty(), []string{"いま行うことはありません"}, nil},
	{"committee", "committee", "/committee", desktest.Full(desktest.Booked()), []string{"14人", "10人未満", "0人"}, []string{">4人", "髙橋 直樹", "設計部"}},
	{"committee-empty", "committee", "/committee", desktest.Empty(), []string{"まだ集計がありません"}, nil},
	{"coordinator", "coordinator", "/coordinator", desktest.Full(desktest.Booked()), []string{"メールが届きませんでした", "待合室にいます", "機器が未確認"}, []string{"健康相談", "長時間"}},
	{"coordinator-empty", "coordinator", "/coordinator", desktest.Empty(), []string{"いま対応することはありません"}, nil},
	{"admin", "admin", "/admin", desktest.Full(desktest.Booked()), []string{"1個の部分が動いていません", "0.1.0"}, []string{"長谷川", "みなと"}},
	{"admin-empty", "admin", "/admin", desktest.Empty(), []string{"すべて動いています"}, nil},
	{"closed", "", "/closed", desktest.Empty(), []string{"画面を閉じました"}, []string{"Mendan", "面談", "産業医"}},
	{"help", "worker", "/help", desktest.Empty(), []string{"0570-064-556", "0120-279-338", "0120-061-338", "tel:119"}, nil},
}

func told(i deskweb.Interview) deskweb.Interview {
	i.Told = true
	return i
}

func withPhysicianCase(c deskweb.PhysicianCase) deskweb.Sources {
	return desktest.With(func(s *deskweb.Sources) { s.PhysicianCase = desktest.GiveCase(c) })
}

func withHRCase(c deskweb.HRCase) deskweb.Sources {
	return desktest.With(func(s *deskweb.Sources) { s.HRCase = desktest.GiveCase(c) })
}

var (
	verbs    = regexp.MustCompile(`%!|%[a-z]\(`)
	healthy  = regexp.MustCompile(`面談|健康|産業医|ストレス|診|病|health|physician|interview`)
	headline = regexp.MustCompile(`<title>([^<]*)</title>`)
)

func pathOf(path string) string {
	if strings.HasSuffix(path, "/") {
		return path + string(desktest.Case)
	}
	return path
}

func TestPages(t *testing.T) {
	t.Parallel()
	for _, p := range pages {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			status, html := visit(t, p.from, p.as, http.MethodGet, pathOf(p.path))
			if status != http.StatusOK {
				t.Fatalf("status %d: %s", status, html)
			}
			for _, want := range p.must {
				if !strings.Contains(html, want) {
					t.Errorf("does not say %q", want)
				}
			}
			for _, bad := range p.never {
				if strings.Contains(html, bad) {
					t.Errorf("says %q", bad)
				}
			}
			sound(t, html)
			if title := headline.FindStringSubmatch(html)[1]; p.as == "worker" && p.name != "help" && healthy.MatchString(title) {
				t.Errorf("the title %q tells what the page is about", title)
			}
			keep(t, p.name+"-ja", html)
		})
	}
}

func TestPagesInEnglish(t *testing.T) {
	t.Parallel()
	for _, p := range pages {
		if p.as == "" {
			continue // nobody has chosen a language yet
		}
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			status, html := visit(t, p.from, p.as+":en", http.MethodGet, pathOf(p.path))
			if status != http.StatusOK || !strings.Contains(html, `<html lang="en">`) {
				t.Fatalf("status %d, not English: %.200s", status, html)
			}
			sound(t, html)
			keep(t, p.name+"-en", html)
		})
	}
}

// sound is what holds for every page.
func sound(t *testing.T, html string) {
	t.Helper()
	if n := strings.Count(html, "<h1"); n != 1 {
		t.Errorf("%d first headings", n)
	}
	if bad := verbs.FindString(html); bad != "" {
		t.Errorf("%q: a sentence and its arguments differ", bad)
	}
	if i := strings.Index(html, "@ui."); i >= 0 {
		t.Errorf("a component was written out: %.60s", html[i:])
	}
}

func keep(t *testing.T, name, html string) {
	t.Helper()
	if *gallery == "" {
		return
	}
	if err := os.WriteFile(filepath.Join(*gallery, name+".html"), []byte(html), 0o600); err != nil {
		t.Fatal(err)
	}
}

// Every desk is shut to every other role, with the answer of a page that does not exist.
func TestDesksAreShutToOthers(t *testing.T) {
	t.Parallel()
	owner := map[string]string{
		"/home": "worker", "/physician": "physician", "/hr": "hr", "/nurse": "nurse", "/manager": "manager",
		"/committee": "committee", "/coordinator": "coordinator", "/admin": "admin",
		interview: "worker", physCase: "physician", hrCase: "hr",
	}
	full := desktest.Full(desktest.Booked())
	for path, only := range owner {
		for role := range desktest.Roles {
			want := http.StatusNotFound
			if role == only {
				want = http.StatusOK
			}
			if got, _ := visit(t, full, role, http.MethodGet, pathOf(path)); got != want {
				t.Errorf("%s for %s: %d, want %d", pathOf(path), role, got, want)
			}
		}
		if got, _ := visit(t, full, "", http.MethodGet, pathOf(path)); got != http.StatusSeeOther {
			t.Errorf("%s for nobody: %d, want the way to sign-in", path, got)
		}
	}
}

func TestUnknownAndMalformedCases(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ as, path string }{
		{"worker", interview}, {"physician", physCase}, {"hr", hrCase},
	} {
		for _, id := range []string{string(desktest.Case), "cas_x", "com_a0123456789abcdefghjkmnpqr", "%00"} {
			if got, html := visit(t, desktest.Empty(), c.as, http.MethodGet, c.path+id); got != http.StatusNotFound || strings.Contains(html, "casework") {
				t.Errorf("%s%s: %d", c.path, id, got)
			}
		}
	}
}
