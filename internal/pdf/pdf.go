// Package pdf draws the documents of the house: A4 pages in Japanese with
// embedded fonts, ruled forms (様式), check boxes and page numbers.
//
// It takes text and numbers, never HTML, addresses or file names, and opens
// nothing while it works. What it promises:
//
//   - the same input gives the same bytes, so that a document can be hashed;
//   - every character is drawn and copies as itself, also above U+FFFF (𠮷); a
//     character the font lacks is a *MissingGlyph, never a blank;
//   - nothing depends on colour.
//
// It knows no word of the domain: areas describe their documents with the
// blocks here (see Doc). It is the only importer of the PDF library.
//
// Read layout.go for the blocks, text.go for line breaking, render.go for the
// way to the library and tounicode.go for what is mended behind it.
package pdf

import (
	"fmt"
	"time"
)

// A4 in points, and the frame in which blocks are set.
const (
	pageWidth  = 595.28
	pageHeight = 841.89
	marginX    = 51.0 // 18 mm: room for the punch holes of a Japanese binder
	marginTop  = 45.0
	footLine   = pageHeight - 40.0
	bottom     = pageHeight - 56.0
	frame      = pageWidth - 2*marginX
)

// Meta is what a document says about itself. Readers of a file list see it, so
// it holds neither names nor health words.
type Meta struct {
	Title   string    // neutral: "Document"
	Number  string    // document number, in the footer of each page; may be empty
	Footer  string    // a few words in the middle of the footer: who it is for; may be empty
	Lang    string    // "ja" or "en", for screen readers
	Created time.Time // fixed by the caller: the library must not ask the clock
}

// MissingGlyph says that the font cannot draw a character.
type MissingGlyph struct {
	Rune  rune
	Where string // the label of the block that holds it
}

// Error names the character and the place.
func (m *MissingGlyph) Error() string {
	return fmt.Sprintf("pdf: the font has no character for %q (U+%04X) in %q", m.Rune, m.Rune, m.Where)
}
