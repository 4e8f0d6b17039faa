package lang

import (
	"bytes"
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// readings.txt has one word and its reading per line: what a reader of simple
// Japanese may not be able to read on the pages of workers.
//
//go:embed readings.txt
var readingsFile string

// book finds the longest word that begins at a place.
type book struct {
	drawn   map[string]string // the word with its reading above, in HTML
	longest map[rune]int      // the length in bytes of the longest word that begins with the rune
}

var readings = sync.OnceValue(func() book { return readBook(readingsFile) })

func readBook(text string) book {
	b := book{map[string]string{}, map[rune]int{}}
	for line := range strings.Lines(text) {
		f := strings.Fields(line)
		if len(f) != 2 || strings.HasPrefix(line, "#") {
			continue
		}
		b.drawn[f[0]] = draw(f[0], f[1])
		first, _ := utf8.DecodeRuneInString(f[0])
		b.longest[first] = max(b.longest[first], len(f[0]))
	}
	return b
}

// draw puts each part of the reading above the characters it belongs to: what
// is written in kana in the word stands there as it is.
func draw(word, reading string) string {
	var out strings.Builder
	for word != "" {
		n := strings.IndexFunc(word, kana)
		if n == 0 {
			_, size := utf8.DecodeRuneInString(word)
			out.WriteString(word[:size])
			word, reading = word[size:], strings.TrimPrefix(reading, word[:size])
			continue
		}
		above := reading
		if n > 0 {
			_, size := utf8.DecodeRuneInString(word[n:])
			if rest, last := strings.CutSuffix(reading, word[n:]); last { // kana to the end
				above = rest
			} else if at := strings.Index(reading, word[n:n+size]); at > 0 {
				above = reading[:at]
			}
		} else {
			n = len(word)
		}
		out.WriteString("<ruby>" + word[:n] + "<rp>(</rp><rt>" + above + "</rt><rp>)</rp></ruby>")
		word, reading = word[n:], reading[len(above):]
	}
	return out.String()
}

func kana(r rune) bool { return unicode.In(r, unicode.Hiragana, unicode.Katakana) }

// at is the longest word at the beginning of text, empty when none.
func (b book) at(text []byte) string {
	first, _ := utf8.DecodeRune(text)
	for n := min(b.longest[first], len(text)); n > 0; n-- {
		if _, ok := b.drawn[string(text[:n])]; ok {
			return string(text[:n])
		}
	}
	return ""
}

// bare are the elements in which no reading may stand: they hold text alone,
// or text that is not for reading.
var bare = []string{"title", "script", "style", "textarea", "option", "ruby", "svg", "template"}

// Ruby sets readings above the difficult words of a page that we have drawn
// ourselves. Only text between tags is touched, never a tag, an attribute, a
// comment or what stands in an element that can hold nothing but text.
func Ruby(page []byte) []byte {
	out, words := make([]byte, 0, len(page)+len(page)/4), readings()
	for len(page) > 0 {
		i := bytes.IndexByte(page, '<')
		if i < 0 {
			i = len(page)
		}
		out = words.over(out, page[:i])
		page = page[i:]
		n := tagEnd(page)
		if name := tagName(page); name != "" {
			n = elementEnd(page, name, n)
		}
		out = append(out, page[:n]...)
		page = page[n:]
	}
	return out
}

// over writes text with its readings. What has any becomes one element, so
// that it stays one thing where the page lays things out in a row.
func (b book) over(out, text []byte) []byte {
	began, any := len(out), false
	for len(text) > 0 {
		if word := b.at(text); word != "" {
			if !any {
				any = true
				out = slices.Insert(out, began, []byte("<x-r>")...)
			}
			out = append(out, b.drawn[word]...)
			text = text[len(word):]
			continue
		}
		_, n := utf8.DecodeRune(text)
		out = append(out, text[:n]...)
		text = text[n:]
	}
	if any {
		out = append(out, "</x-r>"...)
	}
	return out
}

// tagEnd is the length of the tag or comment at the beginning of page.
func tagEnd(page []byte) int {
	if bytes.HasPrefix(page, []byte("<!--")) {
		if i := bytes.Index(page, []byte("-->")); i >= 0 {
			return i + 3
		}
		return len(page)
	}
	quote := byte(0)
	for i, c := range page {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i + 1
		}
	}
	return len(page)
}

// tagName is the name of the opening tag at the beginning of page when it is
// one of the bare elements.
func tagName(page []byte) string {
	for _, name := range bare {
		if len(page) > len(name)+1 && page[0] == '<' && string(page[1:1+len(name)]) == name && strings.IndexByte(" >\n\t/", page[1+len(name)]) >= 0 {
			return name
		}
	}
	return ""
}

// elementEnd is the length of the whole element whose opening tag has n bytes.
func elementEnd(page []byte, name string, n int) int {
	end := []byte("</" + name + ">")
	if i := bytes.Index(page[n:], end); i >= 0 {
		return n + i + len(end)
	}
	return n
}
