package governancepdf_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"mendan/internal/assets"
	"mendan/internal/civil"
	"mendan/internal/directory"
	"mendan/internal/governance"
	"mendan/internal/governance/governancepdf"
	"mendan/internal/pdf"
)

func drawer(t *testing.T) governancepdf.Drawer {
	t.Helper()
	regular, err := assets.Font(assets.FontRegular)
	if err != nil {
		t.Skip("no fonts among the assets: ", err)
	}
	bold, err := assets.Font(assets.FontBold)
	if err != nil {
		t.Skip("no fonts among the assets: ", err)
	}
	fonts, err := pdf.NewFonts(regular, bold)
	if err != nil {
		t.Fatal(err)
	}
	return governancepdf.New(fonts)
}

func document() governance.Document {
	return governance.Document{
		Kind: governance.RuleText, Version: 2, Title: "規程", Articles: true, MadeAt: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC),
		Sections: []governance.Section{{Key: "a", Heading: "目的", Text: "𠮷田さんの\U0001F600項\n(1) 号"}, {Key: "b", Heading: "費用", Text: strings.Repeat("長い文章です。", 400)}},
	}
}

// What somebody typed prints, whatever characters it has; the same text gives the same bytes.
func TestPDF(t *testing.T) {
	t.Parallel()
	d := drawer(t)
	one, err := d.PDF(document(), "本社")
	if err != nil {
		t.Fatal(err)
	}
	two, err := d.PDF(document(), "本社")
	if err != nil || !bytes.Equal(one, two) || !bytes.HasPrefix(one, []byte("%PDF-")) {
		t.Errorf("%v, %d and %d bytes", err, len(one), len(two))
	}
}

func TestWord(t *testing.T) {
	t.Parallel()
	b, err := governancepdf.Drawer{}.Word(document(), "本社")
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"規程", "案 第2版", "第1条(目的)", "第2条(費用)", `w:val="Item"`, "𠮷田さんの\U0001F600項"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%q is not in the file", want)
		}
	}
}

func TestPosterAndProof(t *testing.T) {
	t.Parallel()
	d := drawer(t)
	if _, err := d.Poster("みなと精工株式会社", "本社", "総務人事部", "https://mendan.example.jp/rules"); err != nil {
		t.Error(err)
	}
	if _, err := d.Poster("", "本社", "", "https://"+strings.Repeat("x", 300)); err == nil {
		t.Error("an address that fits no code, and no error")
	}
	day := civil.Date{Year: 2026, Month: 11, Day: 23}
	p := governance.Proof{Place: directory.Workplace{Name: "本社", Zone: "Asia/Tokyo"}, Rule: governance.Rule{Title: "規程", Number: 1, From: day}, Announcement: governance.Announcement{On: day, Here: true}}
	if _, err := d.Proof(p); err != nil {
		t.Errorf("an empty list: %v", err)
	}
	for range 200 {
		p.Lines = append(p.Lines, governance.ProofLine{Number: "001234", Name: "髙橋 美咲", Department: "品質保証部", Told: governance.Told{At: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), OnPaper: true}})
	}
	if _, err := d.Proof(p); err != nil {
		t.Error(err)
	}
}
