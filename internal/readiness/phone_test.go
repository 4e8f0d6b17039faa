package readiness_test

import (
	"strings"
	"testing"

	"mendan/internal/fault"
	"mendan/internal/readiness"
)

// wide turns plain letters and digits into their full-width forms.
func wide(text string) string {
	return strings.Map(func(r rune) rune {
		if r > ' ' && r <= '~' {
			return r - '!' + '\uff01'
		}
		return r
	}, text)
}

func TestParsePhone(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]readiness.Phone{
		"090-1234-5678":           "090-1234-5678",
		"09012345678":             "090-1234-5678",
		"090 1234 5678":           "090-1234-5678",
		"090\u30001234\u30005678": "090-1234-5678",
		"090.1234.5678":           "090-1234-5678",
		"(090)1234-5678":          "090-1234-5678",
		"090(1234)5678":           "090-1234-5678",
		"080/1234/5678":           "080-1234-5678",
		"+81 90 1234 5678":        "090-1234-5678",
		"+81-90-1234-5678":        "090-1234-5678",
		"+819012345678":           "090-1234-5678",
		"+81 (0)90-1234-5678":     "090-1234-5678",
		"+81 090-1234-5678":       "090-1234-5678",
		"+81-3-1234-5678":         "03-1234-5678",
		"+81312345678":            "03-1234-5678",
		"TEL: 03-1234-5678":       "03-1234-5678",
		"tel 0312345678":          "03-1234-5678",
		"電話番号\uff1a06-1234-5678":  "06-1234-5678",
		"携帯 070-1234-5678":        "070-1234-5678",
		"050-1234-5678":           "050-1234-5678",
		"0476-12-3456":            "0476-12-3456",
		"0476(12)3456":            "0476-12-3456",
		"0476123456":              "0476123456",
		"04992-1-2345":            "04992-1-2345",
		"+44 20 7946 0958":        "+44-20-7946-0958",
		"+1 (415) 555-0132":       "+1-415-555-0132",
	} {
		for _, text := range []string{typed, wide(typed), " " + typed + "\n"} {
			got, err := readiness.ParsePhone(text)
			if err != nil || got != want {
				t.Errorf("%q: %q, %v, want %q", text, string(got), err, string(want))
			}
		}
	}
}

// Every stroke that looks like a hyphen is one.
func TestHyphens(t *testing.T) {
	t.Parallel()
	for _, h := range "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc\uff70\ufe63\uff0d~\u301c\uff5e\u30fb" {
		text := "090" + string(h) + "1234" + string(h) + "5678"
		if got, err := readiness.ParsePhone(text); err != nil || got != "090-1234-5678" {
			t.Errorf("%q (%U): %q, %v", text, h, string(got), err)
		}
	}
}

func TestRefusedPhones(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]*fault.Fault{
		"":                   readiness.ErrPhoneLength,
		"---":                readiness.ErrPhoneLength,
		"090-1234-567":       readiness.ErrPhoneLength,
		"090-1234-56789":     readiness.ErrPhoneLength,
		"03-1234-567":        readiness.ErrPhoneLength,
		"00-1234-5678":       readiness.ErrPhoneLength,
		"0":                  readiness.ErrPhoneLength,
		"+81":                readiness.ErrPhoneLength,
		"+81 0":              readiness.ErrPhoneLength,
		"+0 123 4567":        readiness.ErrPhoneLength,
		"+44":                readiness.ErrPhoneLength,
		"+1234567890123456":  readiness.ErrPhoneLength,
		"1234567890":         readiness.ErrPhoneLength,
		"1234-5678":          readiness.ErrPhoneArea,
		"234-5678":           readiness.ErrPhoneArea,
		"わたしの携帯":             readiness.ErrPhoneLetters,
		"090-1234-567x":      readiness.ErrPhoneLetters,
		"090+1234+5678":      readiness.ErrPhoneLetters,
		"a@example.co.jp":    readiness.ErrPhoneLetters,
		"03-1234-5678 内線12":  readiness.ErrPhoneExtension,
		"03-1234-5678 ext.5": readiness.ErrPhoneExtension,
		"119":                readiness.ErrPhoneService,
		"110":                readiness.ErrPhoneService,
		"0120-061-338":       readiness.ErrPhoneService,
		"0570-064-556":       readiness.ErrPhoneService,
		"0800-123-4567":      readiness.ErrPhoneService,
	} {
		got, err := readiness.ParsePhone(typed)
		if fault.Of(err).Code != want.Code || got != "" {
			t.Errorf("%q: %q, %v, want %s", typed, string(got), err, want.Code)
		}
	}
}

// Whatever is typed: a fault of ours or a number that reads back as itself.
func FuzzParsePhone(f *testing.F) {
	for _, s := range []string{"090-1234-5678", "+81 (0)90", "+", "81", "tel:", "内線", "０９０１２３４５６７８", "+81-", "00000000000"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := readiness.ParsePhone(text)
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		if again, err := readiness.ParsePhone(string(p)); err != nil || again != p {
			t.Fatalf("%q became %q became %q, %v", text, string(p), string(again), err)
		}
	})
}
