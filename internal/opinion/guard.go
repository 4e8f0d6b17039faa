package opinion

import (
	"fmt"
	"strings"
	"unicode"
)

// guardWord is a word that fields for the employer should not hold: illness,
// medicine, test value, complaint. Source: S07 p.186 (no raw data:
// diagnosis, test values, concrete complaints); S08.
type guardWord struct {
	kind  string
	word  string // folded
	plain string // as in the table
	latin bool   // found as a whole word only
}

func (v *Vocabulary) addWords(cell func(string) string) error {
	words := strings.Fields(cell("words"))
	if cell("kind") == "" || len(words) == 0 {
		return fmt.Errorf("a row without words")
	}
	for _, w := range words {
		g := guardWord{kind: cell("kind"), word: fold(w), plain: w, latin: true}
		for _, r := range w {
			g.latin = g.latin && r < 0x250
		}
		v.words = append(v.words, g)
	}
	return nil
}

// Found is a flagged word in a field for the employer.
type Found struct {
	Field string // name of the form's field
	Word  string // as the table has it
	Kind  string // illness, medicine, test, complaint
}

// Flag lists the flagged words of f in the order of the form, each once a field.
// A longer word hides the shorter ones in it (抗うつ薬 hides うつ).
func (v *Vocabulary) Flag(f Facing) []Found {
	var out []Found
	for _, t := range f.texts() {
		text := fold(t.text)
		var here []guardWord
		for _, w := range v.words {
			if contains(text, w) {
				here = append(here, w)
			}
		}
		for i, w := range here {
			hidden := false
			for k, other := range here {
				hidden = hidden || i != k && len(other.word) > len(w.word) && strings.Contains(other.word, w.word)
			}
			if !hidden {
				out = append(out, Found{Field: t.field, Word: w.plain, Kind: w.kind})
			}
		}
	}
	return out
}

func contains(text string, w guardWord) bool {
	for rest := text; ; {
		i := strings.Index(rest, w.word)
		if i < 0 {
			return false
		}
		end := i + len(w.word)
		if !w.latin || !letterAt(rest[:i], true) && !letterAt(rest[end:], false) {
			return true
		}
		rest = rest[end:]
	}
}

// letterAt tells whether a Latin letter or digit touches the word.
func letterAt(s string, last bool) bool {
	if s == "" {
		return false
	}
	b := s[0]
	if last {
		b = s[len(s)-1]
	}
	return b >= 'a' && b <= 'z' || b >= '0' && b <= '9'
}

// fold makes writings of a word alike: case, full-width Latin, wide
// spaces, and hiragana for katakana, so that ウツ病 and うつ病 are one.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			r = r - '！' + '!'
		case r >= 'ァ' && r <= 'ヶ':
			r = r - 'ァ' + 'ぁ'
		case r == '　':
			r = ' '
		}
		return unicode.ToLower(r)
	}, s)
}

type fieldText struct{ field, text string }

// texts are the free texts of the half that may go, by the names of the form.
func (f Facing) texts() []fieldText {
	out := []fieldText{{"work_status", f.WorkStatus}, {"state_text", f.StateText}, {"facing_remarks", f.Remarks}}
	for _, m := range f.Measures {
		out = append(out, fieldText{"text_" + m.Code, m.Text})
	}
	return append(out, fieldText{"environment", f.Environment}, fieldText{"visits", f.Visits}, fieldText{"others", f.Others})
}

func (p Private) texts() []fieldText {
	return []fieldText{
		{"work_detail", p.WorkDetail}, {"fatigue_detail", p.FatigueDetail}, {"finding_detail", p.FindingDetail},
		{"consultation", p.Consultation}, {"advice", p.Advice}, {"remarks", p.Remarks},
	}
}
