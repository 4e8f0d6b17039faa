package pdf

import (
	"bytes"
	"fmt"

	"github.com/signintech/gopdf"
)

// Bytes finishes the document.
//
// Errors: *MissingGlyph for the first character that cannot be drawn.
func (d *Doc) Bytes() ([]byte, error) {
	for i := range d.pages {
		d.foot(i)
	}
	if d.err != nil {
		return nil, d.err
	}
	var g gopdf.GoPdf
	g.Start(gopdf.Config{PageSize: *gopdf.PageSizeA4})
	g.SetInfo(gopdf.PdfInfo{Title: clean(d.meta.Title), Producer: "Mendan", CreationDate: d.meta.Created.UTC()})
	for _, family := range []string{familyRegular, familyBold} {
		if err := g.AddTTFFontFromFontContainer(family, &d.fonts.shared); err != nil {
			return nil, fmt.Errorf("pdf: use font %s: %w", family, err)
		}
	}
	for _, ops := range d.pages {
		g.AddPage()
		for _, o := range ops {
			if err := drawOp(&g, o); err != nil {
				return nil, err
			}
		}
	}
	var b bytes.Buffer
	if _, err := g.WriteTo(&b); err != nil {
		return nil, fmt.Errorf("pdf: write: %w", err)
	}
	return mend(b.Bytes(), d.meta)
}

// Pages is how many pages the document has so far.
func (d *Doc) Pages() int { return len(d.pages) }

func (d *Doc) foot(i int) {
	page := fmt.Sprintf("%d/%d", i+1, len(d.pages))
	d.where = "footer"
	keep := d.pages
	d.pages = d.pages[:i+1] // draw appends to the last page
	d.draw(lineOp{marginX, footLine - 5, marginX + frame, footLine - 5, 0.4})
	d.put(marginX, footLine, 8, false, clean(d.meta.Number))
	middle := clean(d.meta.Footer)
	d.put(marginX+(frame-d.fonts.measure(middle, 8, false))/2, footLine, 8, false, middle)
	d.put(marginX+frame-d.fonts.measure(page, 8, false), footLine, 8, false, page)
	d.pages = keep
}

func drawOp(g *gopdf.GoPdf, o op) error {
	switch o := o.(type) {
	case textOp:
		family := familyRegular
		if o.bold {
			family = familyBold
		}
		if err := g.SetFont(family, "", o.size); err != nil {
			return fmt.Errorf("pdf: set font: %w", err)
		}
		g.SetGrayFill(0)
		g.SetXY(o.x, o.y)
		if err := g.Text(o.text); err != nil {
			return fmt.Errorf("pdf: set text: %w", err)
		}
	case lineOp:
		g.SetLineWidth(o.width)
		g.SetGrayStroke(0.2)
		g.Line(o.x1, o.y1, o.x2, o.y2)
	case rectOp:
		if o.fill >= 0 {
			g.SetGrayFill(o.fill)
			g.RectFromUpperLeftWithStyle(o.x, o.y, o.w, o.h, "F")
		}
		if o.stroke > 0 {
			g.SetLineWidth(o.stroke)
			g.SetGrayStroke(0.2)
			g.RectFromUpperLeftWithStyle(o.x, o.y, o.w, o.h, "D")
		}
	}
	return nil
}
