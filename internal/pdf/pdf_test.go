package pdf

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

var testFonts = sync.OnceValues(func() (*Fonts, error) {
	regular, bold, err := fontFiles()
	if err != nil {
		return nil, err
	}
	return NewFonts(regular, bold)
})

func fontFiles() (regular, bold []byte, err error) {
	dir := filepath.Join("..", "..", "node_modules", "@expo-google-fonts", "noto-sans-jp")
	if regular, err = os.ReadFile(filepath.Join(dir, "400Regular", "NotoSansJP_400Regular.ttf")); err != nil {
		return nil, nil, err
	}
	bold, err = os.ReadFile(filepath.Join(dir, "700Bold", "NotoSansJP_700Bold.ttf"))
	return regular, bold, err
}

func fonts(t testing.TB) *Fonts {
	t.Helper()
	f, err := testFonts()
	if err != nil {
		t.Fatalf("fonts (npm ci first): %v", err)
	}
	return f
}

var meta = Meta{Title: "書類", Number: "MD-TEST-0001", Footer: "会社控え", Lang: "ja", Created: time.Date(2026, 11, 22, 5, 0, 0, 0, time.UTC)}

func sample(t testing.TB, name string) *Doc {
	d := New(fonts(t), meta)
	d.Pair("", "文書番号 MD-TEST-0001")
	d.Title("面接指導結果報告書", "(会社にお渡しする写し)")
	d.Address("みなと精工株式会社 御中")
	d.Heading("対象の方", 60)
	d.Form(
		Row{{Label: "氏名", Parts: []Part{Text{Text: name}}}, {Label: "所属", Parts: []Part{Text{Text: "製造部 第二課"}}}},
		Row{{Label: "就業区分", Parts: []Part{Checks{Items: []Check{{false, "0 通常勤務"}, {true, "1 就業制限・配慮"}, {false, "2 要休業"}}}}}},
		Row{{Label: "その他・連絡事項等", Parts: []Part{Text{Text: strings.Repeat("時間外労働は、当面のあいだ月20時間までとしてください。", 12)}, Small{Text: "補足"}}}},
	)
	d.Box("ご注意", "この書面は就業上の措置のためだけに用います。")
	d.Signature([]string{"産業医 髙﨑 𠮷子"}, "印")
	return d
}

func save(t testing.TB, d *Doc) (string, []byte) {
	t.Helper()
	b, err := d.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(name, b, 0o600); err != nil {
		t.Fatal(err)
	}
	if keep := os.Getenv("PDF_KEEP"); keep != "" {
		_ = os.WriteFile(filepath.Join(keep, strings.ReplaceAll(t.Name(), "/", "_")+".pdf"), b, 0o600)
	}
	return name, b
}

func tool(t testing.TB, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s (poppler-utils): %v\n%s", name, err, out)
	}
	return string(out)
}

func TestRareNamesLookAndCopyRight(t *testing.T) {
	t.Parallel()
	file, _ := save(t, sample(t, "髙﨑 𠮷太郎(𡈽屋・邉)"))
	text := tool(t, "pdftotext", "-layout", file, "-")
	for _, want := range []string{"髙﨑 𠮷太郎(𡈽屋・邉)", "髙﨑 𠮷子", "□ 0 通常勤務", "✓ 1 就業制限・配慮", "1/1", "MD-TEST-0001"} {
		if !strings.Contains(text, want) {
			t.Errorf("copied text lacks %q:\n%s", want, text)
		}
	}
	for _, line := range strings.Split(tool(t, "pdffonts", file), "\n")[2:] {
		if line != "" && !strings.Contains(line, "yes yes yes") {
			t.Errorf("font not embedded, subset and mapped: %s", line)
		}
	}
	if info := tool(t, "pdfinfo", file); !strings.Contains(info, "A4") || !strings.Contains(info, "書類") || strings.Contains(info, "rror") {
		t.Errorf("pdfinfo: %s", info)
	}
}

func TestSameInputSameBytes(t *testing.T) {
	t.Parallel()
	_, a := save(t, sample(t, "髙﨑 𠮷太郎"))
	_, b := save(t, sample(t, "髙﨑 𠮷太郎"))
	_, c := save(t, sample(t, "髙﨑 𠮷次郎"))
	if !bytes.Equal(a, b) {
		t.Error("the same input gave different bytes")
	}
	if bytes.Equal(a, c) {
		t.Error("different input gave the same bytes")
	}
}

func TestMissingGlyphIsAnError(t *testing.T) {
	t.Parallel()
	for _, bad := range []rune{'😀', '\u0007', '𐎀'} {
		d := New(fonts(t), meta)
		d.Form(Row{{Label: "氏名", Parts: []Part{Text{Text: "山田" + string(bad)}}}})
		_, err := d.Bytes()
		var missing *MissingGlyph
		if !errors.As(err, &missing) || missing.Rune != bad || missing.Where != "氏名" {
			t.Errorf("%U: %v", bad, err)
		}
		if r, found := fonts(t).Missing("山田" + string(bad)); !found || r != bad {
			t.Errorf("Missing(%U) = %U, %v", bad, r, found)
		}
	}
	if r, found := fonts(t).Missing("葛\U000E0100城 辻\uFE00 は\u3099"); found {
		t.Errorf("a variation selector is stripped, not missing: %U", r)
	}
}

func TestManyPages(t *testing.T) {
	t.Parallel()
	d := New(fonts(t), meta)
	for range 4 {
		d.Heading("勤務の状況", 40)
		d.Form(Row{{Label: "長い記入", Parts: []Part{Text{Text: strings.Repeat("休日を続けて取れるように、担当の見直しをお願いします。\n", 40)}}}})
	}
	file, _ := save(t, d)
	text := tool(t, "pdftotext", file, "-")
	if got := strings.Count(text, "休日を続けて"); got != 160 {
		t.Errorf("%d of 160 lines drawn", got)
	}
	if n := d.Pages(); n < 3 || !strings.Contains(text, "2/"+string(rune('0'+n))) {
		t.Errorf("pages %d, page numbers missing", n)
	}
}

func TestBreakLines(t *testing.T) {
	t.Parallel()
	measure := func(s string) float64 { // full width 2, the rest 1
		w := 0.0
		for _, r := range s {
			w++
			if r > 0x2000 {
				w++
			}
		}
		return w
	}
	for _, c := range []struct{ text, want string }{
		{"あいうえおか", "あいうえお|か"},
		{"あいうえお。か", "あいうえ|お。か"},
		{"あいうえっと", "あいうえっ|と"},
		{"あいうえ(お)", "あいうえ|(お)"},
		{"あいう「え」お", "あいう|「え」お"},
		{"週40 hours a", "週40 hours|a"},
		{"長い長いOvertimework", "長い長い|Overtimewo|rk"},
		{"一行\n\n三行", "一行||三行"},
		{"約45時間まで", "約45時間ま|で"},
		{"これはね……だ", "これはね|……だ"},
		{"", ""},
	} {
		if got := strings.Join(breakLines(c.text, 10, measure), "|"); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

func TestConcurrentDocuments(t *testing.T) {
	t.Parallel()
	_, want := save(t, sample(t, "山田 太郎"))
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if got, err := sample(t, "山田 太郎").Bytes(); err != nil || !bytes.Equal(got, want) {
				t.Errorf("differs when drawn beside others: %v", err)
			}
		})
	}
	wg.Wait()
}

func FuzzDocument(f *testing.F) {
	f.Add("髙﨑𠮷 (ab) \\ )")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 2000 {
			return
		}
		d := New(fonts(t), meta)
		d.Form(Row{{Label: "記入", Parts: []Part{Text{Text: text}, Checks{Items: []Check{{true, text}}}}}})
		_, err := d.Bytes()
		var missing *MissingGlyph
		if err != nil && !errors.As(err, &missing) {
			t.Fatal(err)
		}
	})
}

func BenchmarkForm(b *testing.B) {
	var size int
	for b.Loop() {
		out, err := sample(b, "髙﨑 𠮷太郎").Bytes()
		if err != nil {
			b.Fatal(err)
		}
		size = len(out)
	}
	b.ReportMetric(float64(size)/1024, "KB/doc")
}
