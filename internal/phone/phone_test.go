package phone_test

import (
	"strings"
	"testing"

	"mendan/internal/fault"
	"mendan/internal/phone"
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

func TestParse(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]phone.Number{
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
			got, err := phone.Parse(text)
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
		if got, err := phone.Parse(text); err != nil || got != "090-1234-5678" {
			t.Errorf("%q (%U): %q, %v", text, h, string(got), err)
		}
	}
}

func TestRefusedPhones(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]*fault.Fault{
		"":                   phone.ErrLength,
		"---":                phone.ErrLength,
		"090-1234-567":       phone.ErrLength,
		"090-1234-56789":     phone.ErrLength,
		"03-1234-567":        phone.ErrLength,
		"00-1234-5678":       phone.ErrLength,
		"0":                  phone.ErrLength,
		"+81":                phone.ErrLength,
		"+81 0":              phone.ErrLength,
		"+0 123 4567":        phone.ErrLength,
		"+44":                phone.ErrLength,
		"+1234567890123456":  phone.ErrLength,
		"1234567890":         phone.ErrLength,
		"1234-5678":          phone.ErrArea,
		"234-5678":           phone.ErrArea,
		"わたしの携帯":             phone.ErrLetters,
		"090-1234-567x":      phone.ErrLetters,
		"090+1234+5678":      phone.ErrLetters,
		"a@example.co.jp":    phone.ErrLetters,
		"03-1234-5678 内線12":  phone.ErrExtension,
		"03-1234-5678 ext.5": phone.ErrExtension,
		"119":                phone.ErrService,
		"110":                phone.ErrService,
		"0120-061-338":       phone.ErrService,
		"0570-064-556":       phone.ErrService,
		"0800-123-4567":      phone.ErrService,
	} {
		got, err := phone.Parse(typed)
		if fault.Of(err).Code != want.Code || got != "" {
			t.Errorf("%q: %q, %v, want %s", typed, string(got), err, want.Code)
		}
	}
}

// Whatever is typed: a fault of ours or a number that reads back as itself.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"090-1234-5678", "+81 (0)90", "+", "81", "tel:", "内線", "０９０１２３４５６７８", "+81-", "00000000000"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := phone.Parse(text)
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		if again, err := phone.Parse(string(p)); err != nil || again != p {
			t.Fatalf("%q became %q became %q, %v", text, string(p), string(again), err)
		}
	})
}

// Numbers of services are taken where one is only called.
func TestParseAny(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]phone.Number{
		"119": "119", "110": "110", "118": "118", "#7119": "#7119", "#9110": "#9110",
		"0120-061-338": "0120-061-338", "0120061338": "0120-061-338", "(0570) 064 556": "0570-064-556",
		"0800-123-4567": "0800-123-4567", "03-1234-5678": "03-1234-5678", "+81 570-064-556": "0570-064-556", "050-3655-0279": "050-3655-0279",
	} {
		for _, text := range []string{typed, wide(typed)} {
			got, err := phone.ParseAny(text)
			if err != nil || got != want {
				t.Errorf("%q: %q, %v, want %q", text, string(got), err, string(want))
			}
			if again, err := phone.ParseAny(string(got)); err != nil || again != got {
				t.Errorf("%q does not read back: %q, %v", string(got), string(again), err)
			}
		}
	}
	for typed, want := range map[string]*fault.Fault{
		"0120-061-33": phone.ErrLength, "0570-064-5566": phone.ErrLength, "#711": phone.ErrLength, "#71190": phone.ErrLength,
		"#": phone.ErrLength, "#71a9": phone.ErrLetters, "0990-123-456": phone.ErrService, "12": phone.ErrArea, "03-1234-5678 内線3": phone.ErrExtension,
	} {
		if got, err := phone.ParseAny(typed); fault.Of(err).Code != want.Code || got != "" {
			t.Errorf("%q: %q, %v, want %s", typed, string(got), err, want.Code)
		}
	}
	if _, err := phone.Parse("#7119"); fault.Of(err).Code != phone.ErrService.Code {
		t.Errorf("#7119 is no number of a person: %v", err)
	}
}
