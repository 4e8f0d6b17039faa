package pdf

import (
	"errors"
	"fmt"
	"sync"

	"github.com/signintech/gopdf"
)

const (
	familyRegular = "MendanRegular"
	familyBold    = "MendanBold"
)

// Fonts are the two faces of every document, read once, when the first
// document needs them, and used by many documents at the same time. A server
// that writes no documents does without the thirty megabytes they take.
type Fonts struct {
	read func() (regular, bold []byte, err error)

	once    sync.Once // guards what follows until open has returned
	err     error
	shared  gopdf.FontContainer
	regular face
	bold    face
}

// face is one font and what was asked of it: the library searches its table from
// the beginning for every character.
type face struct {
	font  gopdf.SubsetFontObj
	known sync.Map // rune to glyph
}

type glyph struct {
	found bool
	width float64 // thousandths of the size
}

func (f *face) glyph(r rune) glyph {
	if g, ok := f.known.Load(r); ok {
		return g.(glyph)
	}
	n, err := f.font.CharCodeToGlyphIndex(r)
	// The library reports some missing characters as glyph 0, which it would draw
	// as an empty box.
	g := glyph{found: err == nil && n != 0, width: 1000}
	if g.found {
		g.width = float64(f.font.GlyphIndexToPdfWidth(n))
	}
	f.known.Store(r, g)
	return g
}

// NewFonts takes two TrueType fonts (Noto Sans JP Regular and Bold in the
// program) and reads them at once. Errors: a font is none.
func NewFonts(regular, bold []byte) (*Fonts, error) {
	f := LaterFonts(func() ([]byte, []byte, error) { return regular, bold, nil })
	return f, f.open()
}

// LaterFonts reads the fonts when the first document needs them; that document
// takes a tenth of a second longer. A fault of the fonts is the document's error.
func LaterFonts(read func() (regular, bold []byte, err error)) *Fonts { return &Fonts{read: read} }

func (f *Fonts) open() error {
	f.once.Do(func() {
		f.err = f.load()
		f.read = nil // with it goes the last hold on the files
	})
	return f.err
}

func (f *Fonts) load() error {
	regular, bold, err := f.read()
	if err != nil {
		return fmt.Errorf("pdf: %w", err)
	}
	if len(regular) == 0 || len(bold) == 0 {
		return errors.New("pdf: no font given")
	}
	for _, face := range []struct {
		family string
		ttf    []byte
		into   *gopdf.SubsetFontObj
	}{{familyRegular, regular, &f.regular.font}, {familyBold, bold, &f.bold.font}} {
		if err := face.into.SetTTFData(face.ttf); err != nil {
			return fmt.Errorf("pdf: read font %s: %w", face.family, err)
		}
		if err := f.shared.AddTTFFontData(face.family, face.ttf); err != nil {
			return fmt.Errorf("pdf: keep font %s: %w", face.family, err)
		}
	}
	return nil
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

func (f *Fonts) face(bold bool) *face {
	if bold {
		return &f.bold
	}
	return &f.regular
}

// has tells whether the face can draw r; nothing can be drawn without fonts.
func (f *Fonts) has(r rune, bold bool) bool { return f.open() == nil && f.face(bold).glyph(r).found }

// measure is the width of text in points.
func (f *Fonts) measure(text string, size float64, bold bool) float64 {
	if f.open() != nil {
		return 0 // the document's error says so (see render)
	}
	face, w := f.face(bold), 0.0
	for _, r := range text {
		w += face.glyph(r).width
	}
	return w * size / 1000
}
