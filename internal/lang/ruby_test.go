package lang_test

import (
	"bytes"
	"context"
	"html"
	"os"
	"regexp"
	"strings"
	"testing"

	"mendan/internal/lang"
)

func ruby(word, reading string) string {
	return "<ruby>" + word + "<rp>(</rp><rt>" + reading + "</rt><rp>)</rp></ruby>"
}

func TestReadingsStandAboveText(t *testing.T) {
	t.Parallel()
	for page, want := range map[string]string{
		"<p>面談です。</p>": "<p><x-r>" + ruby("面談", "めんだん") + "です。</x-r></p>",
		// The longest word wins.
		"<p>面接指導と面接</p>": "<p><x-r>" + ruby("面接指導", "めんせつしどう") + "と" + ruby("面接", "めんせつ") + "</x-r></p>",
		"<p>長時間労働</p>":   "<p><x-r>" + ruby("長時間労働", "ちょうじかんろうどう") + "</x-r></p>",
		"<p>株式会社の会社</p>": "<p><x-r>" + ruby("株式会社", "かぶしきがいしゃ") + "の" + ruby("会社", "かいしゃ") + "</x-r></p>",
		// Kana in a word need no reading.
		"<p>申し込む</p>":      "<p><x-r>" + ruby("申", "もう") + "し" + ruby("込", "こ") + "む</x-r></p>",
		"<p>受け取って閉じる</p>":  "<p><x-r>" + ruby("受", "う") + "け" + ruby("取", "と") + "って" + ruby("閉", "と") + "じる</x-r></p>",
		"<p>面 談</p>":       "<p>面 談</p>",
		"面談":               "<x-r>" + ruby("面談", "めんだん") + "</x-r>",
		"<b>x面談</b>&amp;x": "<b><x-r>x" + ruby("面談", "めんだん") + "</x-r></b>&amp;x",
	} {
		if got := string(lang.Ruby([]byte(page))); got != want {
			t.Errorf("%s\n became %s\n want   %s", page, got, want)
		}
	}
}

// Where a reading would be seen as text, or would break the page, there is none.
func TestNoReadingsInTagsAndTitles(t *testing.T) {
	t.Parallel()
	for _, page := range []string{
		`<title>面談 - Mendan</title>`,
		`<a href="/x?q=面談" title='面談 > 面談' aria-label="面談">x</a>`,
		`<input value="面談" placeholder="面談"/>`,
		`<textarea name="memo">面談 <b>面談</textarea>`,
		`<select><option value="1">面談</option></select>`,
		`<script type="application/json">{"a":"面談"}</script>`,
		`<style>.x::before { content: "面談" }</style>`,
		`<!-- 面談 <p>面談 -->`,
		`<ruby>面談<rt>めん</rt></ruby>`,
		`<svg><title>面談</title><text>面談</text></svg>`,
		`<p data-x="a>面談">x</p>`,
	} {
		if got := string(lang.Ruby([]byte(page))); got != page {
			t.Errorf("%s\n became %s", page, got)
		}
	}
	// What is cut short comes back whole.
	for _, page := range []string{"<", "<p", "<!-- 面談", `<a title="面談`, "<title>", "<script>面"} {
		if got := string(lang.Ruby([]byte(page))); !strings.HasPrefix(got, page[:1]) || strip(got) != strip(page) {
			t.Errorf("%q became %q", page, got)
		}
	}
}

var readings = regexp.MustCompile(`<ruby>([^<]*)<rp>\(</rp><rt>[^<]*</rt><rp>\)</rp></ruby>`)

func strip(page string) string {
	return strings.NewReplacer("<x-r>", "", "</x-r>", "").Replace(readings.ReplaceAllString(page, "$1"))
}

// Readings add and take nothing away: without them the page is what it was.
func FuzzRuby(f *testing.F) {
	f.Add(`<!DOCTYPE html><html lang="ja"><head><title>面談</title></head><body><p class="a">産業医の<b>面談</b>です。</p></body></html>`)
	f.Add("<p>" + html.EscapeString(`面談<script>"'&`) + "</p>")
	f.Fuzz(func(t *testing.T, page string) {
		if strings.Contains(page, "<ruby") || strings.Contains(page, "x-r>") {
			return
		}
		got := lang.Ruby([]byte(page))
		if strip(string(got)) != page {
			t.Errorf("%q became %q", page, got)
		}
	})
}

func TestWhoGetsReadings(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		lang lang.Lang
		ruby bool
		want bool
	}{{lang.JA, false, false}, {lang.JA, true, true}, {lang.EN, true, false}, {lang.Easy, false, true}} {
		ctx := lang.WithStyle(lang.With(context.Background(), c.lang), lang.Style{Ruby: c.ruby})
		if got := lang.Readings(ctx); got != c.want {
			t.Errorf("%s with ruby %v: %v", c.lang, c.ruby, got)
		}
	}
}

// No word's reading is crooked: whatever is written in kana in the word is in its reading, in order.
func TestEveryReadingFits(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("readings.txt")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for line := range strings.Lines(string(b)) {
		f := strings.Fields(line)
		if strings.HasPrefix(line, "#") || len(f) == 0 {
			continue
		}
		if len(f) != 2 || seen[f[0]] {
			t.Fatalf("a crooked line: %s", line)
		}
		seen[f[0]] = true
		page := strings.NewReplacer("<x-r>", "", "</x-r>", "").Replace(string(lang.Ruby([]byte(f[0]))))
		heard := regexp.MustCompile(`<ruby>[^<]*<rp>\(</rp><rt>([^<]*)</rt><rp>\)</rp></ruby>`).ReplaceAllString(page, "$1")
		if heard != f[1] || strings.Contains(page, "<rt></rt>") {
			t.Errorf("%s is read %s, want %s (%s)", f[0], heard, f[1], page)
		}
	}
	if len(seen) < 150 {
		t.Errorf("only %d words", len(seen))
	}
}

func BenchmarkRuby(b *testing.B) {
	page := bytes.Repeat([]byte(`<p class="lead">産業医との面談の予約を取り消すメールが届きます。</p>`), 300)
	for b.Loop() {
		lang.Ruby(page)
	}
}
