// Package governancepdf draws the documents of the programme on paper: texts
// as A4 documents and as files for word processors, the poster that leads to
// the rule, and the list of who was told. It writes what it is given and
// decides nothing.
package governancepdf

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"mendan/internal/civil"
	"mendan/internal/docx"
	"mendan/internal/governance"
	"mendan/internal/pdf"
	"mendan/internal/qr"
)

// Drawer draws with the fonts of the house.
type Drawer struct{ fonts *pdf.Fonts }

// New makes a Drawer.
func New(fonts *pdf.Fonts) Drawer { return Drawer{fonts} }

// item tells lines that stand below the paragraph before: (1) ...
var item = regexp.MustCompile(`^\(\d+\) `)

func below(d governance.Document) string {
	if d.Kind == governance.RuleText {
		return fmt.Sprintf("案 第%d版", d.Version)
	}
	return fmt.Sprintf("第%d版", d.Version)
}

// PDF is the text as an A4 document.
func (d Drawer) PDF(t governance.Document, place string) ([]byte, error) {
	doc := pdf.New(d.fonts, pdf.Meta{Title: t.Title, Footer: place, Lang: "ja", Created: t.MadeAt})
	doc.Title(d.safe(t.Title), below(t))
	for i, s := range t.Sections {
		doc.Heading(d.safe(t.Heading(i)), 40)
		for _, l := range s.Lines() {
			if item.MatchString(l) {
				l = "　" + l
			}
			doc.Paragraph(d.safe(l))
		}
	}
	return doc.Bytes()
}

// safe replaces what the fonts cannot draw: a text typed by hand must print.
func (d Drawer) safe(text string) string {
	for {
		r, missing := d.fonts.Missing(text)
		if !missing {
			return text
		}
		text = strings.ReplaceAll(text, string(r), "〓")
	}
}

// Word is the text for word processors.
func (d Drawer) Word(t governance.Document, place string) ([]byte, error) {
	doc := docx.New(t.Title, "ja-JP", place+"　")
	doc.Right(below(t))
	doc.Title(t.Title)
	for i, s := range t.Sections {
		doc.Heading(t.Heading(i))
		for _, l := range s.Lines() {
			if item.MatchString(l) {
				doc.Item(l)
			} else {
				doc.Paragraph(l)
			}
		}
	}
	return doc.Bytes()
}

// Poster is one page with the way to the rule. The code holds the address of
// the page and nothing else.
func (d Drawer) Poster(company, place, contact, address string) ([]byte, error) {
	code, err := qr.Encode(address)
	if err != nil {
		return nil, err
	}
	doc := pdf.New(d.fonts, pdf.Meta{Title: "お知らせ", Lang: "ja", Created: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)})
	doc.Space(30)
	doc.Centre(d.safe(strings.TrimSpace(company+" "+place)), 14)
	doc.Space(10)
	doc.Large("会社の決まりのお知らせ", 30)
	doc.Space(6)
	doc.Large("オンライン産業医面談", 22)
	doc.Space(10)
	doc.Centre("産業医と、映像と音声で話せるようになります。", 14)
	doc.Centre("話した内容は、会社に伝わりません。対面も、いつでも選べます。", 14)
	doc.Space(14)
	doc.Squares(len(code), func(x, y int) bool { return code[y][x] }, 230)
	doc.Space(4)
	doc.Centre("スマートフォンのカメラで読み取って、お読みください。", 14)
	doc.Centre("読み終わったら「読みました」を押してください。", 14)
	doc.Space(4)
	doc.Centre(address, 11)
	if contact != "" {
		doc.Space(14)
		doc.Box("問い合わせ先", d.safe(contact))
	}
	return doc.Bytes()
}

// Proof is the list of who was told when and how, and who has read when.
func (d Drawer) Proof(p governance.Proof) ([]byte, error) {
	zone := p.Place.Location()
	moment := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return civil.DateOf(t, zone).String() + " " + civil.ClockOf(t, zone).String()
	}
	doc := pdf.New(d.fonts, pdf.Meta{Title: "周知の記録", Footer: p.Place.Name, Lang: "ja", Created: p.Announcement.At})
	doc.Title("周知の記録", d.safe(fmt.Sprintf("%s 第%d版", p.Rule.Title, p.Rule.Number)))
	how := "メールと画面"
	if !p.Announcement.Here {
		how = p.Announcement.How
	}
	text := func(s string) []pdf.Part { return []pdf.Part{pdf.Text{Text: d.safe(s)}} }
	doc.Form(
		pdf.Row{{Label: "事業場", Parts: text(p.Place.Name)}, {Label: "施行日", Parts: text(p.Rule.From.Japanese())}},
		pdf.Row{{Label: "知らせた日", Parts: text(p.Announcement.On.Japanese())}, {Label: "方法", Parts: text(how)}},
		pdf.Row{{Label: "知らせた人", Parts: text(fmt.Sprintf("%d人", p.Share.Told))}, {Label: "読んだ人", Parts: text(fmt.Sprintf("%d人", p.Share.Read))}},
	)
	cell := func(s string, width float64, bold bool) pdf.Cell {
		return pdf.Cell{Parts: []pdf.Part{pdf.Text{Text: d.safe(s), Bold: bold}}, Width: width}
	}
	row := func(bold bool, a, b, c, e, f string) pdf.Row {
		return pdf.Row{cell(a, 0.14, bold), cell(b, 0.2, bold), cell(c, 0.22, bold), cell(e, 0.22, bold), cell(f, 0.22, bold)}
	}
	rows := []pdf.Row{row(true, "社員番号", "氏名", "所属", "知らせた日時", "読んだ日時")}
	for _, l := range p.Lines {
		read := moment(l.ReadAt)
		if l.OnPaper {
			read += " 署名"
		}
		rows = append(rows, row(false, l.Number, l.Name, l.Department, moment(l.At), read))
	}
	doc.Form(rows...)
	return doc.Bytes()
}
