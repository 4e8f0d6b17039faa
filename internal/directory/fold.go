package directory

import "strings"

// halfKana holds the full-width form of U+FF66 to U+FF9D, in that order.
var halfKana = []rune("ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン")

const (
	voiced     = "カガキギクグケゲコゴサザシジスズセゼソゾタダチヂツヅテデトドハバヒビフブヘベホボウヴ"
	halfVoiced = "ハパヒピフプヘペホポ"
)

// Kana takes kana as people type it (half width, hiragana, any dash and space)
// to full-width katakana with single spaces. What is not kana stays.
func Kana(text string) string {
	var out []rune
	for _, r := range text {
		switch {
		case r >= 0x3041 && r <= 0x3096: // hiragana
			r += 0x60
		case r >= 0xFF66 && r <= 0xFF9D:
			r = halfKana[r-0xFF66]
		case strings.ContainsRune("-‐‑–—−ｰ～〜", r) && len(out) > 0 && isKana(out[len(out)-1]):
			r = 'ー'
		}
		if n := len(out); n > 0 {
			switch r {
			case 'ﾞ', '゛', '\u3099':
				if m := pair(voiced, out[n-1]); m != 0 {
					out[n-1] = m
					continue
				}
			case 'ﾟ', '゜', '\u309A':
				if m := pair(halfVoiced, out[n-1]); m != 0 {
					out[n-1] = m
					continue
				}
			}
		}
		out = append(out, r)
	}
	return strings.Join(strings.Fields(string(out)), " ")
}

func isKana(r rune) bool { return r >= 0x30A1 && r <= 0x30FC }

// pair finds r at an even place of the list and gives its neighbour, 0 when there is none.
func pair(list string, r rune) rune {
	runes := []rune(list)
	for i := 0; i+1 < len(runes); i += 2 {
		if runes[i] == r {
			return runes[i+1]
		}
	}
	return 0
}

// KanaKey is what kana are sorted and searched by: folded, without spaces and middle dots.
func KanaKey(text string) string {
	return strings.NewReplacer(" ", "", "・", "", "･", "").Replace(Kana(text))
}

// NameKey is the key by which a person is sorted and found; without kana the written name serves.
func NameKey(n Name) string {
	if n.Kana() == "" {
		return KanaKey(n.Full())
	}
	return KanaKey(n.Kana())
}

// NumberKey is what an employee number is found by: ASCII, upper case, without
// dashes, spaces and leading zeros. The number itself keeps all of them.
func NumberKey(number string) string {
	var b strings.Builder
	for _, r := range number {
		if r >= 0xFF01 && r <= 0xFF5E { // full-width ASCII
			r -= 0xFEE0
		}
		if strings.ContainsRune("-‐‑–—−ー \u3000", r) {
			continue
		}
		b.WriteRune(r)
	}
	key := strings.TrimLeft(strings.ToUpper(b.String()), "0")
	if key == "" && number != "" {
		return "0"
	}
	return key
}
