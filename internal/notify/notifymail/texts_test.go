package notifymail

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/lang"
	"mendan/internal/notify"
)

var update = flag.Bool("update", false, "rewrite the golden mails")

// facts are those of a mail of kind k to the person the golden files show.
func facts(t *testing.T, k notify.Kind) notify.Facts {
	t.Helper()
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	if err != nil {
		t.Fatal(err)
	}
	f := notify.Facts{
		Kind: k, Name: "髙橋 花子", Company: "みなと精工株式会社", Zone: tokyo,
		Link: "https://mendan.example.jp/m/msg_0123456789abcdefghjkmnpqrs",
	}
	switch {
	case k == notify.SignInLink:
		f.Link = "https://mendan.example.jp/signin/K6JQX5RZGM3TQ7WCV2YH4N8PDABCEFSLKUOI9X1Z3V5B7N9M"
		f.Until = time.Date(2026, 11, 23, 3, 10, 0, 0, time.UTC)
	case k == notify.Booked || k == notify.Moved || k == notify.CancelledBooking || k.Lead() > 0:
		f.From = time.Date(2026, 11, 24, 5, 0, 0, 0, time.UTC)
		f.To = f.From.Add(30 * time.Minute)
	}
	return f
}

func texts(t *testing.T) *Texts {
	t.Helper()
	x, err := NewTexts()
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func each(t *testing.T, f func(t *testing.T, l lang.Lang, k notify.Kind, w notify.Words)) {
	t.Helper()
	x := texts(t)
	for _, l := range []lang.Lang{lang.JA, lang.EN} {
		for _, k := range notify.Kinds() {
			w, err := x.Render(l, facts(t, k))
			if err != nil {
				t.Fatalf("%s %s: %v", l, k, err)
			}
			f(t, l, k, w)
		}
	}
}

// The golden files are what a person receives; they are read in review.
func TestGolden(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, l lang.Lang, k notify.Kind, w notify.Words) {
		name := filepath.Join("testdata", string(l), string(k)+".txt")
		got := []byte("Subject: " + w.Subject + "\n\n" + w.Text)
		if *update {
			if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(want, got) {
			t.Errorf("%s (-want +got):\n%s", name, cmp.Diff(string(want), string(got)))
		}
	})
}

// What nobody may learn from a mail, a preview on a locked phone, or a colleague's glance.
var forbidden = map[lang.Lang][]string{
	lang.JA: {"面談", "面接", "医", "病", "健康", "診", "治療", "ストレス", "疲労", "残業", "長時間", "労働", "意見", "問診", "産業", "保健", "休職", "復職", "心", "体調", "相談", "薬", "就業", "措置"},
	lang.EN: {"interview", "physician", "doctor", "nurse", "health", "medical", "illness", "sick", "stress", "fatigue", "overtime", "opinion", "letter", "questionnaire", "consult", "treatment", "diagnos", "leave", "measure", "occupational"},
}

func TestNothingTells(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, l lang.Lang, k notify.Kind, w notify.Words) {
		f := facts(t, k)
		said := strings.ReplaceAll(w.Subject+"\n"+w.Summary+"\n"+w.Text, f.Link, "")
		// お心当たり is how one says "if you did not ask for this".
		said = strings.ToLower(strings.ReplaceAll(said, "お心当たり", ""))
		for _, word := range forbidden[l] {
			if strings.Contains(said, word) {
				t.Errorf("%s %s says %q", l, k, word)
			}
		}
		for _, s := range []string{"<", "http://", "{{", "%!", "utm_"} {
			if strings.Contains(w.Text, s) {
				t.Errorf("%s %s holds %q", l, k, s)
			}
		}
		if n := strings.Count(w.Text, "https://"); n != 1 {
			t.Errorf("%s %s has %d links, want the way in and no other", l, k, n)
		}
	})
}

// The order of a Japanese business mail, and the width of its lines.
func TestForm(t *testing.T) {
	t.Parallel()
	order := map[lang.Lang][]string{
		lang.JA: {"みなと精工株式会社\n髙橋 花子 様\n", "お世話になっております。\n", "Mendan ご案内係でございます。\n", "https://", "どうぞよろしくお願いいたします。\n", "-- \nMendan ご案内係\n"},
		lang.EN: {"Dear 髙橋 花子,\nみなと精工株式会社\n", "This is the Mendan desk.\n", "https://", "With kind regards,\n", "-- \nMendan desk\n"},
	}
	each(t, func(t *testing.T, l lang.Lang, k notify.Kind, w notify.Words) {
		rest := w.Text
		for _, part := range order[l] {
			i := strings.Index(rest, part)
			if i < 0 {
				t.Errorf("%s %s: %q is missing or not in its place:\n%s", l, k, part, w.Text)
				break
			}
			rest = rest[i+len(part):]
		}
		for _, line := range strings.Split(w.Text, "\n") {
			if !strings.HasPrefix(line, "https://") && wide(line) > columns {
				t.Errorf("%s %s: a line of %d columns: %s", l, k, wide(line), line)
			}
		}
		if !strings.HasPrefix(w.Subject, map[lang.Lang]string{lang.JA: "【Mendan】", lang.EN: "[Mendan] "}[l]) {
			t.Errorf("%s %s: subject %q", l, k, w.Subject)
		}
		if f := facts(t, k); !f.From.IsZero() {
			want := map[lang.Lang]string{lang.JA: "2026年11月24日(火) 14:00〜14:30\n(日本時間)", lang.EN: "Tue 24 Nov 2026 14:00–14:30\n(Japan time)"}[l]
			if !strings.Contains(w.Text, want) {
				t.Errorf("%s %s does not say when", l, k)
			}
		}
	})
}

func TestNamesCannotBreakTheForm(t *testing.T) {
	t.Parallel()
	f := facts(t, notify.Booked)
	f.Name = "花子\r\nBcc: all@example.jp\n\nhttps://evil.example"
	f.Company = strings.Repeat("株式会社みなと精工ホールディングス", 4)
	w, err := texts(t).Render(lang.JA, f)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(w.Text, "\nhttps://evil") || strings.Contains(w.Text, "\nBcc") {
		t.Errorf("a name became a line of its own:\n%s", w.Text)
	}
	for _, line := range strings.Split(w.Text, "\n") {
		if !strings.HasPrefix(line, "https://") && wide(line) > columns {
			t.Errorf("a line of %d columns: %s", wide(line), line)
		}
	}
}

func TestOtherZoneIsNamed(t *testing.T) {
	t.Parallel()
	f := facts(t, notify.Booked)
	var err error
	if f.Zone, err = time.LoadLocation("Asia/Singapore"); err != nil {
		t.Fatal(err)
	}
	w, err := texts(t).Render(lang.JA, f)
	if err != nil || !strings.Contains(w.Text, "13:00〜13:30\n(Asia/Singapore)") {
		t.Errorf("%v\n%s", err, w.Text)
	}
}

func TestFold(t *testing.T) {
	t.Parallel()
	wide35 := strings.Repeat("あ", 35)
	for in, want := range map[string]string{
		"short":                      "short",
		wide35:                       wide35,
		wide35 + "い":                 wide35 + "\nい",
		wide35 + "。":                 strings.Repeat("あ", 34) + "\nあ。",
		"https://" + wide35 + wide35: "https://" + wide35 + wide35,
		strings.Repeat("a", 60) + " " + strings.Repeat("b", 20): strings.Repeat("a", 60) + "\n" + strings.Repeat("b", 20),
		strings.Repeat("。", 40):                                 strings.Repeat("。", 1) + "\n" + strings.Repeat("。", 1),
	} {
		got := fold(in)
		if strings.HasPrefix(in, "。") {
			if strings.ReplaceAll(got, "\n", "") != in {
				t.Errorf("fold lost something of %q", in)
			}
			continue
		}
		if got != want {
			t.Errorf("fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzFold(f *testing.F) {
	f.Add("髙橋 花子 様")
	f.Fuzz(func(t *testing.T, s string) {
		squeeze := func(x string) string { return strings.NewReplacer("\n", "", " ", "").Replace(x) }
		if got := fold(s); squeeze(got) != squeeze(s) {
			t.Errorf("fold(%q) = %q: something is lost", s, got)
		}
	})
}
