package pdf

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// clean prepares text for drawing: composed (NFC, never NFKC: names keep their
// form), one kind of line end, and without the invisible characters that ask
// for a variant glyph or join and separate letters. A variant we cannot draw is
// shown in its base form, which is what every reader of the name expects.
func clean(text string) string {
	text = norm.NFC.String(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"))
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 0xFE00 && r <= 0xFE0F, r >= 0xE0100 && r <= 0xE01EF, r >= 0x180B && r <= 0x180D:
			return -1 // variation selectors
		case r == 0x200B, r == 0x2060, r == 0xFEFF, r == 0x00AD:
			return -1 // zero-width space, word joiner, byte order mark, soft hyphen
		case r == '\t':
			return ' '
		}
		return r
	}, text)
}

// Kinsoku: characters that may not begin a line, and those that may not end one.
// Source: JIS X 4051 (行頭禁則, 行末禁則), the classes in common use.
const (
	noStart = "、。，．・：；？！゛゜´｀¨＾‐－―ー々〻ゝゞヽヾ" +
		"）］｝〕〉》」』】〙〗〟’”｠»)]},.:;!?%" +
		"ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ" +
		"ㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ〜～°′″℃％‰ℓ"
	noEnd = "（［｛〔〈《「『【〘〖〝‘“｟«([{＄￥￡＠§〒＃$¥£#"
)

// inWord tells whether r is part of a run that is not broken: Latin words,
// numbers, addresses of mail and pages.
func inWord(r rune) bool {
	if r == ' ' || r == '\n' {
		return false
	}
	return r < 0x2000 && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("'-_/@.,:+&%#=?~", r)) ||
		r >= '０' && r <= '９' || r >= 'Ａ' && r <= 'Ｚ' || r >= 'ａ' && r <= 'ｚ'
}

// mayBreak tells whether a line may end between a and b.
func mayBreak(a, b rune) bool {
	switch {
	case a == ' ':
		return true
	case b == ' ', strings.ContainsRune(noStart, b), strings.ContainsRune(noEnd, a), inWord(a) && inWord(b):
		return false
	case a == b && (a == '…' || a == '‥' || a == '—' || a == '―'):
		return false
	}
	return true
}

// breakLines breaks text into lines no wider than width. measure gives the
// width of a piece. Line ends in the text are kept; an empty line stays one.
func breakLines(text string, width float64, measure func(string) float64) []string {
	var lines []string
	for _, paragraph := range strings.Split(text, "\n") {
		line, used := "", 0.0
		for _, piece := range pieces(paragraph) {
			w := measure(strings.TrimRight(piece, " "))
			if used+w <= width {
				line += piece
				used += measure(piece)
				continue
			}
			if line != "" {
				lines = append(lines, strings.TrimRight(line, " "))
			}
			line, used = "", 0
			for w > width { // a word longer than the line: by characters
				head := fitting(piece, width, measure)
				lines = append(lines, head)
				piece = piece[len(head):]
				w = measure(piece)
			}
			line, used = piece, measure(piece)
		}
		lines = append(lines, strings.TrimRight(line, " "))
	}
	return lines
}

// pieces cuts a paragraph at every place where a line may end.
func pieces(paragraph string) []string {
	var out []string
	start := 0
	var before rune
	for i, r := range paragraph {
		if i > 0 && mayBreak(before, r) {
			out = append(out, paragraph[start:i])
			start = i
		}
		before = r
	}
	if start < len(paragraph) {
		out = append(out, paragraph[start:])
	}
	return out
}

// fitting is the longest beginning of piece that fits, at least one character.
func fitting(piece string, width float64, measure func(string) float64) string {
	used := 0.0
	for i, r := range piece {
		used += measure(string(r))
		if i > 0 && used > width {
			return piece[:i]
		}
	}
	return piece
}
