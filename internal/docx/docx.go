// Package docx writes text documents that word processors open and edit
// (Office Open XML, ISO/IEC 29500): a title, headings, paragraphs, and page
// numbers of the form 1/3 in the footer, on A4, in Japanese.
//
// It takes text, never markup, and opens nothing. The same input gives the same
// bytes. It reads no documents and has no tables or pictures: nobody needs them
// yet. Characters that XML cannot hold are left out.
package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"time"
)

// Doc is a document being written from top to bottom.
type Doc struct {
	title string
	lang  string
	foot  string
	body  strings.Builder
}

// New begins a document. lang is "ja-JP" or "en-US"; foot stands before the
// page number and may be empty.
func New(title, lang, foot string) *Doc { return &Doc{title: title, lang: lang, foot: foot} }

// Title sets the name of the document in the middle.
func (d *Doc) Title(text string) { d.add("Title", text) }

// Right sets a line at the right: a date, a place.
func (d *Doc) Right(text string) { d.add("Right", text) }

// Heading begins a part.
func (d *Doc) Heading(text string) { d.add("Heading1", text) }

// Paragraph sets text; an item, such as (1), hangs.
func (d *Doc) Paragraph(text string) { d.add("Normal", text) }

// Item sets a line that is indented below the paragraph before.
func (d *Doc) Item(text string) { d.add("Item", text) }

func (d *Doc) add(style, text string) {
	fmt.Fprintf(&d.body, `<w:p><w:pPr><w:pStyle w:val="%s"/></w:pPr>`, style)
	for i, l := range strings.Split(text, "\n") {
		if i > 0 {
			d.body.WriteString(`<w:r><w:br/></w:r>`)
		}
		fmt.Fprintf(&d.body, `<w:r><w:t xml:space="preserve">%s</w:t></w:r>`, escape(l))
	}
	d.body.WriteString("</w:p>")
}

// escape makes text safe for XML; what XML has no place for is left out.
func escape(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' || r == 0xFFFE || r == 0xFFFF || r >= 0xD800 && r <= 0xDFFF {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(text)) // a buffer takes everything
	return b.String()
}

const head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

const main = `http://schemas.openxmlformats.org/wordprocessingml/2006/main`

// Bytes is the finished file.
func (d *Doc) Bytes() ([]byte, error) {
	relations := `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	parts := []struct{ name, text string }{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
			`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>` +
			`<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>` +
			`<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>` +
			`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
			`<Relationship Id="rId1" Type="` + relations + `/officeDocument" Target="word/document.xml"/>` +
			`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`},
		{"docProps/core.xml", `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">` +
			`<dc:title>` + escape(d.title) + `</dc:title><dc:creator>Mendan</dc:creator><dc:language>` + escape(d.lang) + `</dc:language></cp:coreProperties>`},
		{"word/_rels/document.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
			`<Relationship Id="rId1" Type="` + relations + `/styles" Target="styles.xml"/>` +
			`<Relationship Id="rId2" Type="` + relations + `/footer" Target="footer1.xml"/></Relationships>`},
		{"word/styles.xml", d.styles()},
		{"word/footer1.xml", `<w:ftr xmlns:w="` + main + `"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>` + run(d.foot) + field("PAGE") + run("/") + field("NUMPAGES") + `</w:p></w:ftr>`},
		{"word/document.xml", `<w:document xmlns:w="` + main + `" xmlns:r="` + relations + `"><w:body>` + d.body.String() +
			`<w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="11906" w:h="16838"/>` +
			`<w:pgMar w:top="1418" w:right="1418" w:bottom="1418" w:left="1418" w:header="851" w:footer="680" w:gutter="0"/></w:sectPr></w:body></w:document>`},
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		// A fixed day: the same document gives the same bytes.
		f, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			return nil, err
		}
		if _, err := f.Write([]byte(head + p.text)); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return b.Bytes(), err
}

func run(text string) string {
	if text == "" {
		return ""
	}
	return `<w:r><w:t xml:space="preserve">` + escape(text) + `</w:t></w:r>`
}

func field(name string) string {
	return `<w:fldSimple w:instr=" ` + name + ` "><w:r><w:t>1</w:t></w:r></w:fldSimple>`
}

func (d *Doc) styles() string {
	style := func(id, name, extra, paragraph, text string) string {
		return `<w:style w:type="paragraph"` + extra + ` w:styleId="` + id + `"><w:name w:val="` + name + `"/><w:qFormat/><w:pPr>` + paragraph + `</w:pPr><w:rPr>` + text + `</w:rPr></w:style>`
	}
	return `<w:styles xmlns:w="` + main + `"><w:docDefaults><w:rPrDefault><w:rPr>` +
		`<w:rFonts w:ascii="Yu Mincho" w:hAnsi="Yu Mincho" w:eastAsia="游明朝" w:cs="Times New Roman"/><w:sz w:val="21"/><w:szCs w:val="21"/>` +
		`<w:lang w:val="en-US" w:eastAsia="` + escape(d.lang) + `"/></w:rPr></w:rPrDefault>` +
		`<w:pPrDefault><w:pPr><w:spacing w:after="60" w:line="340" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>` +
		style("Normal", "Normal", ` w:default="1"`, `<w:jc w:val="both"/>`, ``) +
		style("Title", "Title", ``, `<w:keepNext/><w:spacing w:before="120" w:after="240"/><w:jc w:val="center"/>`, `<w:b/><w:sz w:val="32"/><w:szCs w:val="32"/>`) +
		style("Heading1", "heading 1", ``, `<w:keepNext/><w:spacing w:before="240" w:after="60"/><w:outlineLvl w:val="0"/>`, `<w:b/><w:sz w:val="22"/><w:szCs w:val="22"/>`) +
		style("Item", "Item", ``, `<w:ind w:left="630" w:hanging="420"/>`, ``) +
		style("Right", "Right", ``, `<w:jc w:val="right"/>`, ``) +
		style("Footer", "footer", ``, `<w:jc w:val="center"/>`, `<w:sz w:val="18"/><w:szCs w:val="18"/>`) +
		`</w:styles>`
}
