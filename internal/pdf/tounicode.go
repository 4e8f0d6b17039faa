package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"unicode/utf16"
)

// What the library (gopdf 0.33) writes is mended here, object by object:
//
//   - its ToUnicode table holds code points, where the format asks for UTF-16:
//     𠮷 looked right and copied as two wrong characters. Its blocks are also
//     longer than the 100 lines readers must accept. Both are written anew.
//   - the catalogue gains the language and asks viewers to show the title.
//   - the fonts are named as what they are, parts of Noto Sans JP.
//   - the information dictionary becomes an object of its own, and the file
//     gains an identifier made from its content.
//
// The places of the objects come from the library's own cross-reference table,
// so binary streams are never searched.

var errUnread = errors.New("pdf: the library's output is not as expected")

// mend rewrites a finished file.
func mend(in []byte, meta Meta) ([]byte, error) {
	objects, err := split(in)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(in)
	for i, o := range objects {
		switch {
		case bytes.Contains(o[:min(len(o), 300)], []byte("/Mendan")):
			objects[i] = rename(o, sum[:])
		case bytes.Contains(o[:min(len(o), 400)], []byte("/CIDInit /ProcSet")):
			if objects[i], err = rewriteToUnicode(o); err != nil {
				return nil, err
			}
		case bytes.Contains(o[:min(len(o), 60)], []byte("/Type /Catalog")):
			extra := fmt.Sprintf("  /Lang (%s)\n  /ViewerPreferences << /DisplayDocTitle true >>\n>>\n", asciiOnly(meta.Lang))
			objects[i] = bytes.Replace(o, []byte(">>\n"), []byte(extra), 1)
		}
	}
	info := "<< /Title " + textString(clean(meta.Title)) + " /Producer (Mendan)"
	if !meta.Created.IsZero() {
		info += " /CreationDate (D:" + meta.Created.UTC().Format("20060102150405") + "Z)"
	}
	objects = append(objects, []byte(info+" >>\n"))

	var out bytes.Buffer
	out.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	places := make([]int, len(objects))
	for i, o := range objects {
		places[i] = out.Len()
		fmt.Fprintf(&out, "%d 0 obj\n%sendobj\n", i+1, o)
	}
	sum = sha256.Sum256(out.Bytes())
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, p := range places {
		fmt.Fprintf(&out, "%010d 00000 n \n", p)
	}
	fmt.Fprintf(&out, "trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R /ID [<%x><%x>] >>\nstartxref\n%d\n%%%%EOF\n",
		len(objects)+1, len(objects), sum[:16], sum[:16], start)
	return out.Bytes(), nil
}

// rename gives a part of a font the name its format asks for: six letters that
// differ from file to file, a plus, and the font's own name.
func rename(object, sum []byte) []byte {
	for family, face := range map[string]string{familyRegular: "NotoSansJP-Regular", familyBold: "NotoSansJP-Bold"} {
		tag := make([]byte, 6)
		for i := range tag {
			tag[i] = 'A' + sum[i]%26
		}
		object = bytes.ReplaceAll(object, []byte("/"+family+"\n"), []byte("/"+string(tag)+"+"+face+"\n"))
	}
	return object
}

var header = regexp.MustCompile(`^\d+ 0 obj\n`)

// split gives the content of each object, in order, by the cross-reference table.
func split(in []byte) ([][]byte, error) {
	at := bytes.LastIndex(in, []byte("startxref\n"))
	if at < 0 {
		return nil, errUnread
	}
	number, _, _ := bytes.Cut(in[at+len("startxref\n"):], []byte("\n"))
	start, err := strconv.Atoi(string(number))
	if err != nil || start > at {
		return nil, errUnread
	}
	var places []int
	for _, line := range bytes.Split(in[start:at], []byte("\n")) {
		if bytes.HasSuffix(line, []byte(" 00000 n ")) {
			p, err := strconv.Atoi(string(line[:10]))
			if err != nil || p > start {
				return nil, errUnread
			}
			places = append(places, p)
		}
	}
	var out [][]byte
	for i, p := range places {
		end := start
		if i+1 < len(places) {
			end = places[i+1]
		}
		o := in[p:end]
		o = o[len(header.Find(o)):]
		o, found := bytes.CutSuffix(o, []byte("endobj\n\n"))
		if !found {
			return nil, errUnread
		}
		out = append(out, o)
	}
	return out, nil
}

var mapping = regexp.MustCompile(`<([0-9A-F]{4})><[0-9A-F]{4}><([0-9A-F]+)>`)

// rewriteToUnicode writes the table that turns glyphs back into characters. Of
// several characters that share a glyph the first used is kept, as the library does.
func rewriteToUnicode(object []byte) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n" +
		"/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n" +
		"1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n")
	found := mapping.FindAllSubmatch(object, -1)
	for len(found) > 0 {
		block := found[:min(100, len(found))]
		found = found[len(block):]
		fmt.Fprintf(&b, "%d beginbfchar\n", len(block))
		for _, m := range block {
			code, err := strconv.ParseInt(string(m[2]), 16, 32)
			if err != nil {
				return nil, errUnread
			}
			fmt.Fprintf(&b, "<%s><", m[1])
			for _, unit := range utf16.Encode([]rune{rune(code)}) {
				fmt.Fprintf(&b, "%04X", unit)
			}
			b.WriteString(">\n")
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap CMapName currentdict /CMap defineresource pop end end\n")

	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	_, _ = z.Write(b.Bytes()) // into memory: cannot fail
	_ = z.Close()
	return fmt.Appendf(nil, "<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream\n", packed.Len(), packed.Bytes()), nil
}

// textString is text as the format writes it: UTF-16 with its mark, in hex.
func textString(text string) string {
	out := "<FEFF"
	for _, unit := range utf16.Encode([]rune(text)) {
		out += fmt.Sprintf("%04X", unit)
	}
	return out + ">"
}

func asciiOnly(text string) string {
	var out []rune
	for _, r := range text {
		if r == '-' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			out = append(out, r)
		}
	}
	return string(out)
}
