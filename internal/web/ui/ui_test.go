package ui_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"mendan/internal/actor"
	"mendan/internal/fault"
	"mendan/internal/lang"
	"mendan/internal/web/ui"
)

// go test ./internal/web/ui -run Gallery -gallery DIR leaves the pages as files to look at.
var gallery = flag.String("gallery", "", "folder to leave the drawn pages in")

func draw(t *testing.T, ctx context.Context, c templ.Component) string {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(ctx, &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func viewed(l lang.Lang, v ui.Viewer) context.Context {
	return ui.WithViewer(lang.With(context.Background(), l), v)
}

var worker = ui.Viewer{Name: "髙橋 美咲", Place: "みなと精工 本社", Roles: actor.Of(actor.Employee), Path: "/interviews/x", Demo: true}

func inputFault() error {
	var f fault.Fields
	f.Add("phone", "form.phone")
	f.Add("mode", "form.choose")
	return f.Err()
}

func TestGallery(t *testing.T) {
	t.Parallel()
	pages := map[string]templ.Component{
		"kit": kit(inputFault()), "kit-clean": kit(nil),
		"404": ui.Problem(404, "", ""), "403": ui.Problem(403, "", ""), "500": ui.Problem(500, "", "K7QX2MPA"), "503": ui.Problem(503, "", ""),
	}
	for _, l := range []lang.Lang{lang.JA, lang.EN} {
		for name, page := range pages {
			html := draw(t, viewed(l, worker), page)
			if !strings.Contains(html, `<html lang="`+string(l)+`">`) {
				t.Errorf("%s: wrong language", name)
			}
			if l == lang.EN {
				untranslated(t, name, html)
			}
			if *gallery != "" {
				if err := os.WriteFile(filepath.Join(*gallery, name+"-"+string(l)+".html"), []byte(html), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

var japanese = regexp.MustCompile(`[\p{Hiragana}\p{Katakana}]{2,}`)

// The kit's own words have English; the gallery's contents below are Japanese and marked data-own.
func untranslated(t *testing.T, name, html string) {
	t.Helper()
	if name == "kit" || name == "kit-clean" {
		return // contents are the test's own
	}
	html = strings.ReplaceAll(html, worker.Place, "")
	for _, m := range japanese.FindAllString(html, -1) {
		t.Errorf("%s: %q has no English", name, m)
	}
}

func TestFieldContract(t *testing.T) {
	t.Parallel()
	ctx := viewed(lang.JA, ui.Viewer{})
	html := draw(t, ctx, ui.Field(ui.Input{Name: "phone", Label: "電話番号", Hint: "日中につながる番号", Required: true, Err: inputFault(), Value: "090<"}))
	for _, want := range []string{
		`<label class="label" for="f-phone">`, "※必須", `aria-describedby="f-phone-hint f-phone-error"`,
		`aria-invalid="true"`, `value="090&lt;"`, "市外局番から", `id="f-phone-error"`,
	} {
		if !strings.Contains(html, want) {
			t.Errorf("no %s in %s", want, html)
		}
	}
	if strings.Contains(html, "placeholder") {
		t.Error("a placeholder is no label")
	}
	if strings.Index(html, "<label") > strings.Index(html, "<input") {
		t.Error("the label stands above its field")
	}
	clean := draw(t, ctx, ui.Field(ui.Input{Name: "memo", Label: "話したいこと"}))
	if !strings.Contains(clean, "※任意") || strings.Contains(clean, "aria-invalid") || strings.Contains(clean, "describedby") {
		t.Error("a clean optional field says 任意 and nothing of errors:", clean)
	}
}

func TestErrorSummaryLeadsToItsFields(t *testing.T) {
	t.Parallel()
	html := draw(t, viewed(lang.JA, ui.Viewer{}), kit(inputFault()))
	if !strings.Contains(html, "<title>エラー: ") {
		t.Error("the title begins with エラー")
	}
	links := regexp.MustCompile(`href="#(f-[a-z0-9-]+)"`).FindAllStringSubmatch(html, -1)
	if len(links) != 2 {
		t.Fatalf("want 2 links in the summary, got %d", len(links))
	}
	for _, l := range links {
		if !strings.Contains(html, `id="`+l[1]+`"`) {
			t.Errorf("the summary leads to %s, which is not there", l[1])
		}
	}
	sentence := lang.Code(viewed(lang.JA, ui.Viewer{}), "form.phone")
	if strings.Count(html, sentence) != 2 {
		t.Error("summary and field say the same words")
	}
}

func TestErrorsOtherThanFields(t *testing.T) {
	t.Parallel()
	ctx := viewed(lang.JA, ui.Viewer{})
	if got := draw(t, ctx, ui.Errors(nil)); got != "" {
		t.Errorf("nil drew %q", got)
	}
	got := draw(t, ctx, ui.Errors(errors.New("UNIQUE constraint failed: bookings.id")))
	if strings.Contains(got, "UNIQUE") || !strings.Contains(got, "こちらの不具合") {
		t.Errorf("an inner text on the page: %s", got)
	}
}

func TestOnlyWorkersPagesHaveTheWayOut(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		viewer ui.Viewer
		want   bool
	}{
		{ui.Viewer{Name: "髙橋", Roles: actor.Of(actor.Employee), Path: "/home"}, true},
		{ui.Viewer{Name: "髙橋", Roles: actor.Of(actor.Employee, actor.HROfficer), Path: "/interviews/cas_x/room"}, true},
		{ui.Viewer{Name: "髙橋", Roles: actor.Of(actor.Employee), Path: "/help"}, true},
		{ui.Viewer{Name: "佐野", Roles: actor.Of(actor.Employee, actor.HROfficer), Path: "/hr"}, false},
		{ui.Viewer{Name: "佐野", Roles: actor.Of(actor.HROfficer), Path: "/hr"}, false},
		{ui.Viewer{Name: "森", Roles: actor.Of(actor.Physician), Path: "/interviews/cas_x/room"}, false},
		{ui.Viewer{Path: "/signin"}, false},
	} {
		html := draw(t, viewed(lang.JA, c.viewer), ui.Page(ui.Head{Title: "予約"}))
		if got := strings.Contains(html, "data-leave"); got != c.want {
			t.Errorf("%s %s: way out %v, want %v", c.viewer.Roles, c.viewer.Path, got, c.want)
		}
	}
}

func TestNavigationMarksWhereOneIs(t *testing.T) {
	t.Parallel()
	v := ui.Viewer{Name: "森 和也", Roles: actor.Of(actor.Physician), Path: "/physician/availability"}
	html := draw(t, viewed(lang.JA, v), ui.Page(ui.Head{Title: "x"}))
	if !strings.Contains(html, `href="/physician/availability" aria-current="page"`) || strings.Count(html, "aria-current") != 1 {
		t.Error("exactly the longest entry is current")
	}
}

func TestNothingInline(t *testing.T) {
	t.Parallel()
	html := draw(t, viewed(lang.JA, worker), kit(inputFault()))
	for _, bad := range []string{" style=", "<style", " onclick", "javascript:", "http://", "https://"} {
		if strings.Contains(html, bad) {
			t.Errorf("the page holds %q, which the content policy forbids", bad)
		}
	}
}
