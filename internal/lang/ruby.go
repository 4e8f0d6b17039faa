package lang

import (
	"bytes"
	_ "embed"
	"strings"
	"unicode/utf8"
)

// readings.txt has one word and its reading per line: what a reader of simple
// Japanese may not be able to read on the pages of workers.
//
//go:embed readings.txt
var readingsFile string

// book finds the longest word that begins at a place.
type book struct {
	readings map[string]string
	longest  map[rune]int // the length in bytes of the longest word that begins with the rune
}

var readings = readBook(readingsFile)

func readBook(text string) book {
	b := book{map[string]string{}, map[rune]int{}}
	for line := range strings.Lines(text) {
		f := strings.Fields(line)
		if len(f) != 2 || strings.HasPrefix(line, "#") {
			continue
		}
		b.readings[f[0]] = f[1]
		first, _ := utf8.DecodeRuneInString(f[0])
		b.longest[first] = max(b.longest[first], len(f[0]))
	}
	return b
}

// at is the longest word at the beginning of text, empty when none.
func (b book) at(text []byte) string {
	first, _ := utf8.DecodeRune(text)
	for n := min(b.longest[first], len(text)); n > 0; n-- {
		if _, ok := b.readings[string(text[:n])]; ok {
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
	out := make([]byte, 0, len(page)+len(page)/4)
	for len(page) > 0 {
		i := bytes.IndexByte(page, '<')
		if i < 0 {
			i = len(page)
		}
		out = readings.over(out, page[:i])
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

// over writes text with its readings.
func (b book) over(out, text []byte) []byte {
	for len(text) > 0 {
		if word := b.at(text); word != "" {
			out = append(out, "<ruby>"+word+"<rp>(</rp><rt>"+b.readings[word]+"</rt><rp>)</rp></ruby>"...)
			text = text[len(word):]
			continue
		}
		_, n := utf8.DecodeRune(text)
		out = append(out, text[:n]...)
		text = text[n:]
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
