package deskweb

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/lang"
	"mendan/internal/web/ui"
)

// go test ./internal/desk/deskweb -run Pages -gallery DIR leaves the pages as files to look at.
var gallery = flag.String("gallery", "", "folder to leave the drawn pages in")

type shown struct {
	role actor.Role
	path string
	page func(ctx context.Context) templ.Component
}

func interviewOf(i Interview) func(context.Context) templ.Component {
	return func(ctx context.Context) templ.Component { return interviewPage(view(ctx, i)) }
}

func entering() Interview {
	i := prepared()
	i.Booking.From, i.Booking.To = at(25, 14, 0), at(25, 14, 30)
	i.Room = Room{OpensAt: at(25, 13, 45), Open: true, PhysicianThere: true}
	return i
}

// every page of the desks, empty and full.
func allPages() map[string]shown {
	plain := func(c templ.Component) func(context.Context) templ.Component {
		return func(context.Context) templ.Component { return c }
	}
	return map[string]shown{
		"home-empty": {actor.Employee, "/home", plain(homePage(nil, nil))},
		"home-full": {actor.Employee, "/home", func(ctx context.Context) templ.Component {
			return homePage([]interviewView{view(ctx, booked()), view(ctx, consultation())}, []interviewView{view(ctx, released())})
		}},
		"home-waiting": {actor.Employee, "/home", func(ctx context.Context) templ.Component {
			return homePage([]interviewView{view(ctx, prepared())}, nil)
		}},
		"interview-fresh":        {actor.Employee, "/interviews/x", interviewOf(fresh())},
		"interview-booked":       {actor.Employee, "/interviews/x", interviewOf(booked())},
		"interview-prepared":     {actor.Employee, "/interviews/x", interviewOf(prepared())},
		"interview-entering":     {actor.Employee, "/interviews/x", interviewOf(entering())},
		"interview-to-read":      {actor.Employee, "/interviews/x", interviewOf(toRead())},
		"interview-released":     {actor.Employee, "/interviews/x", interviewOf(released())},
		"interview-consultation": {actor.Employee, "/interviews/x", interviewOf(consultation())},
		"interview-in-person":    {actor.Employee, "/interviews/x", interviewOf(inPersonOne())},
		"interview-bare":         {actor.Employee, "/interviews/x", interviewOf(Interview{Case: caseID('q')})},
		"physician-full": {actor.Physician, "/physician", func(ctx context.Context) templ.Component {
			return physicianPage(physicianDay(), physicianNext(ctx, physicianDay(), now))
		}},
		"physician-empty": {actor.Physician, "/physician", func(ctx context.Context) templ.Component {
			return physicianPage(PhysicianDay{Today: today}, physicianNext(ctx, PhysicianDay{Today: today}, now))
		}},
		"physician-case":       {actor.Physician, "/physician/cases/x", plain(physicianCasePage(physicianCase()))},
		"physician-case-empty": {actor.Physician, "/physician/cases/x", plain(physicianCasePage(PhysicianCase{}))},
		"hr-full": {actor.HROfficer, "/hr", func(ctx context.Context) templ.Component {
			return hrPage(hrDesk(), hrNext(ctx, hrDesk()))
		}},
		"hr-empty": {actor.HROfficer, "/hr", func(ctx context.Context) templ.Component {
			return hrPage(HRDesk{Today: today}, hrNext(ctx, HRDesk{Today: today}))
		}},
		"hr-case":       {actor.HROfficer, "/hr/cases/x", plain(hrCasePage(hrCase()))},
		"hr-case-empty": {actor.HROfficer, "/hr/cases/x", plain(hrCasePage(HRCase{HRLine: HRLine{State: casework.Ready}}))},
		"nurse-empty":   {actor.HealthStaff, "/nurse", plain(nursePage(NurseDesk{Today: today}))},
		"nurse-full": {actor.HealthStaff, "/nurse", plain(nursePage(NurseDesk{Today: today, Lines: []NurseLine{
			{Case: caseID('d'), Worker: "𠮷田 健", Company: "みなと精工", Workplace: "本社", Type: casework.Consultation, Attention: true, Sent: true},
			{Case: caseID('a'), Worker: "髙橋 美咲", Company: "みなと精工", Workplace: "本社", Type: casework.LongHoursGeneral, From: at(25, 14, 0), Due: civil.Date{Year: 2026, Month: 12, Day: 18}},
		}}))},
		"manager-empty": {actor.LineManager, "/manager", plain(managerPage(ManagerDesk{Today: today}))},
		"manager-full": {actor.LineManager, "/manager", plain(managerPage(ManagerDesk{Today: today, Measures: []MeasureLine{
			{Worker: "小林 直樹", Measure: "時間外労働は月20時間まで", From: civil.Date{Year: 2026, Month: 12, Day: 1}, To: civil.Date{Year: 2027, Month: 2, Day: 28}},
		}}))},
		"committee-empty": {actor.Committee, "/committee", plain(committeePage(CommitteeDesk{}))},
		"committee-full": {actor.Committee, "/committee", plain(committeePage(CommitteeDesk{Workplace: "本社", Period: "2026年度", Figures: []Figure{
			{"面談を受けた人", 14}, {"措置を決めた人", 4}, {"措置を行わないと決めた人", 0},
		}}))},
		"coordinator-empty": {actor.Coordinator, "/coordinator", plain(coordinatorPage(CoordinatorDesk{Today: today}))},
		"coordinator-full": {actor.Coordinator, "/coordinator", plain(coordinatorPage(CoordinatorDesk{Today: today, Sessions: sessions(), Tasks: []DeskTask{
			{ID: "tsk_x", Kind: "mail", Text: "加藤 恵さんあて。アドレスをご確認ください。", Since: at(25, 9, 12)},
		}}))},
		"admin-empty": {actor.Admin, "/admin", plain(adminPage(AdminDesk{}))},
		"admin-full": {actor.Admin, "/admin", plain(adminPage(AdminDesk{Version: "0.1.0", Since: now, Parts: []SystemPart{
			{"データベース", "SQLite", true}, {"映像と音", "", false}, {"メール", "", true},
		}, Figures: []Figure{{"待っている仕事", 3}}}))},
		"closed": {0, "/closed", plain(closedPage())},
		"help":   {actor.Employee, "/help", plain(helpPage())},
	}
}

func draw(t *testing.T, ctx context.Context, c templ.Component) string {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(ctx, &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func viewer(l lang.Lang, role actor.Role, path string) context.Context {
	v := ui.Viewer{Name: "テスト", Roles: actor.Of(role), Path: path}
	if role == 0 {
		v = ui.Viewer{Path: path}
	}
	return ui.WithViewer(lang.With(context.Background(), l), v)
}

var (
	literal  = regexp.MustCompile(`lang\.T\(ctx, "((?:[^"\\]|\\.)*)"`)
	verbs    = regexp.MustCompile(`%!|%[a-z]\(`)
	healthy  = regexp.MustCompile(`面談|健康|産業医|ストレス|診|病|health|physician|interview`)
	headline = regexp.MustCompile(`<title>([^<]*)</title>`)
)

func TestPagesInBothLanguages(t *testing.T) {
	t.Parallel()
	for name, s := range allPages() {
		for _, l := range []lang.Lang{lang.JA, lang.EN} {
			ctx := viewer(l, s.role, s.path)
			html := draw(t, ctx, s.page(ctx))
			if strings.Count(html, "<h1") != 1 {
				t.Errorf("%s: %d h1", name, strings.Count(html, "<h1"))
			}
			if bad := verbs.FindString(html); bad != "" {
				t.Errorf("%s %s: %q: a sentence and its arguments differ", name, l, bad)
			}
			if title := headline.FindStringSubmatch(html)[1]; s.role == actor.Employee && name != "help" && healthy.MatchString(title) {
				t.Errorf("%s: the title %q tells what the page is about", name, title)
			}
			if *gallery != "" {
				if err := os.WriteFile(filepath.Join(*gallery, name+"-"+string(l)+".html"), []byte(html), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

func TestEverySentenceHasItsEnglish(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, f := range files {
		if strings.HasSuffix(f, "_templ.go") || strings.HasSuffix(f, "_test.go") {
			continue
		}
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range literal.FindAllStringSubmatch(string(b), -1) {
			seen++
			if !lang.Has(lang.EN, m[1]) {
				t.Errorf("%s\t%s", f, m[1])
			}
		}
	}
	if seen < 100 {
		t.Errorf("only %d sentences found: the pattern no longer fits", seen)
	}
}
