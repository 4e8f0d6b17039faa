package pdf

import (
	"errors"
	"fmt"

	"github.com/signintech/gopdf"
)

const (
	familyRegular = "MendanRegular"
	familyBold    = "MendanBold"
)

// Fonts are the two faces of every document, read once and used by many
// documents at the same time.
type Fonts struct {
	shared  gopdf.FontContainer
	regular gopdf.SubsetFontObj
	bold    gopdf.SubsetFontObj
}

// NewFonts reads two TrueType fonts (Noto Sans JP Regular and Bold in the program).
func NewFonts(regular, bold []byte) (*Fonts, error) {
	if len(regular) == 0 || len(bold) == 0 {
		return nil, errors.New("pdf: no font given")
	}
	f := &Fonts{}
	for _, face := range []struct {
		family string
		ttf    []byte
		into   *gopdf.SubsetFontObj
	}{{familyRegular, regular, &f.regular}, {familyBold, bold, &f.bold}} {
		if err := face.into.SetTTFData(face.ttf); err != nil {
			return nil, fmt.Errorf("pdf: read font %s: %w", face.family, err)
		}
		if err := f.shared.AddTTFFontData(face.family, face.ttf); err != nil {
			return nil, fmt.Errorf("pdf: keep font %s: %w", face.family, err)
		}
	}
	return f, nil
}

// Missing is the first character of text that cannot be drawn. Text is cleaned
// first as a document would (see clean), so a variation selector is not missing.
func (f *Fonts) Missing(text string) (rune, bool) {
	for _, r := range clean(text) {
		if r != '\n' && !(f.has(r, false) && f.has(r, true)) {
			return r, true
		}
	}
	return 0, false
}

func (f *Fonts) face(bold bool) *gopdf.SubsetFontObj {
	if bold {
		return &f.bold
	}
	return &f.regular
}

// has asks for the glyph itself: the library reports some missing characters as
// glyph 0, which it would draw as an empty box.
func (f *Fonts) has(r rune, bold bool) bool {
	if r == ' ' {
		return true
	}
	g, err := f.face(bold).CharCodeToGlyphIndex(r)
	return err == nil && g != 0
}

// width is the advance of r in thousandths of the size.
func (f *Fonts) width(r rune, bold bool) float64 {
	face := f.face(bold)
	g, err := face.CharCodeToGlyphIndex(r)
	if err != nil {
		return 1000
	}
	return float64(face.GlyphIndexToPdfWidth(g))
}

// measure is the width of text in points.
func (f *Fonts) measure(text string, size float64, bold bool) float64 {
	w := 0.0
	for _, r := range text {
		w += f.width(r, bold)
	}
	return w * size / 1000
}
