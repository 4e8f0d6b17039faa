package notifymail

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// columns is the width of a line: 35 full-width characters.
const columns = 70

// fold breaks lines that are too wide, but never a link, and never so that a
// line begins with a closing mark (行頭禁則).
func fold(text string) string {
	lines := strings.Split(text, "\n")
	var out []string
	for _, l := range lines {
		for !strings.HasPrefix(l, "http") && wide(l) > columns {
			cut := cutAt(l)
			out = append(out, strings.TrimRight(l[:cut], " "))
			l = strings.TrimLeft(l[cut:], " ")
		}
		out = append(out, l)
	}
	return strings.Join(out, "\n")
}

// cutAt is the byte at which the line is to be broken: at a space when there is
// one in the second half, else between two characters.
func cutAt(l string) int {
	w, cut, space := 0, 0, 0
	for i, r := range l {
		if i > 0 && !strings.ContainsRune("、。，．・：；？！」』）】〉》ーぁぃぅぇぉっゃゅょ々)]}", r) {
			cut = i
		}
		if w += runeWidth(r); w > columns {
			break
		}
		if r == ' ' {
			space = i + 1
		}
	}
	if space > cut/2 {
		return space
	}
	if cut == 0 { // nothing but closing marks: break somewhere
		_, cut = utf8.DecodeRuneInString(l)
	}
	return cut
}

// wide is the width of a line in half-width columns.
func wide(s string) int {
	w := 0
	for _, r := range s {
		w += runeWidth(r)
	}
	return w
}

func runeWidth(r rune) int {
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth, width.EastAsianAmbiguous:
		return 2
	case width.Neutral, width.EastAsianNarrow, width.EastAsianHalfwidth:
	}
	return 1
}
