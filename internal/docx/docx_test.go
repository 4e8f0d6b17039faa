package docx_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"mendan/internal/docx"
)

func parts(t *testing.T, file []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(b)
	}
	return out
}

func write(t *testing.T) []byte {
	t.Helper()
	d := docx.New("規程", "ja-JP", "みなと精工 <本社> ")
	d.Title("規程 & 細則")
	d.Heading("第1条(目的)")
	d.Paragraph("𠮷田さん \"<b>\" \x00\x0b\nつぎの行")
	d.Item("(1) 号")
	b, err := d.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestEveryPartIsWellFormedAndNamed(t *testing.T) {
	t.Parallel()
	all := parts(t, write(t))
	for name, text := range all {
		for d := xml.NewDecoder(strings.NewReader(text)); ; {
			_, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
	}
	// What the list of types and the relations name is there.
	var types struct {
		Override []struct {
			PartName string `xml:",attr"`
		}
	}
	if err := xml.Unmarshal([]byte(all["[Content_Types].xml"]), &types); err != nil || len(types.Override) != 4 {
		t.Fatal(len(types.Override), err)
	}
	for _, o := range types.Override {
		if _, ok := all[strings.TrimPrefix(o.PartName, "/")]; !ok {
			t.Errorf("%s is named and not there", o.PartName)
		}
	}
	for file, base := range map[string]string{"_rels/.rels": "", "word/_rels/document.xml.rels": "word/"} {
		var rels struct {
			Relationship []struct {
				Target string `xml:",attr"`
			}
		}
		if err := xml.Unmarshal([]byte(all[file]), &rels); err != nil || len(rels.Relationship) != 2 {
			t.Fatal(file, err)
		}
		for _, r := range rels.Relationship {
			if _, ok := all[base+r.Target]; !ok {
				t.Errorf("%s leads to %s, which is not there", file, r.Target)
			}
		}
	}
	// Every style that is used is defined.
	for _, style := range []string{"Title", "Heading1", "Normal", "Item"} {
		if !strings.Contains(all["word/document.xml"], `w:val="`+style+`"`) || !strings.Contains(all["word/styles.xml"], `w:styleId="`+style+`"`) {
			t.Errorf("style %s", style)
		}
	}
}

func TestTextSurvives(t *testing.T) {
	t.Parallel()
	text := parts(t, write(t))["word/document.xml"]
	for _, want := range []string{"規程 &amp; 細則", "𠮷田さん &#34;&lt;b&gt;&#34; </w:t>", "<w:br/>", "つぎの行"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in %s", want, text)
		}
	}
	if strings.ContainsAny(text, "\x00\x0b") {
		t.Error("a character that XML cannot hold")
	}
}

func TestTheSameTextGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	if !bytes.Equal(write(t), write(t)) {
		t.Error("two writings differ")
	}
}
