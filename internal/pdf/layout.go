package pdf

import "strings"

// Doc is a document being set from top to bottom. Methods add blocks; the first
// fault is kept and told by Bytes.
type Doc struct {
	fonts *Fonts
	meta  Meta
	pages [][]op
	y     float64 // top of the next block
	where string  // the label a fault is told with
	err   error
}

// op is one thing drawn on a page; y grows downwards.
type op interface{}

type (
	textOp struct {
		x, y float64 // baseline
		size float64
		bold bool
		text string
	}
	lineOp struct{ x1, y1, x2, y2, width float64 }
	rectOp struct {
		x, y, w, h float64
		fill       float64 // grey 0..1; negative: not filled
		stroke     float64 // line width; 0: none
	}
)

// New begins a document.
func New(fonts *Fonts, meta Meta) *Doc {
	d := &Doc{fonts: fonts, meta: meta, err: fonts.open()}
	d.newPage()
	return d
}

func (d *Doc) newPage() {
	d.pages = append(d.pages, nil)
	d.y = marginTop
}

func (d *Doc) draw(o op) { d.pages[len(d.pages)-1] = append(d.pages[len(d.pages)-1], o) }

// need begins a new page when h points are no longer free.
func (d *Doc) need(h float64) {
	if d.y+h > bottom && d.y > marginTop {
		d.newPage()
	}
}

// put draws one line of text whose top is y.
func (d *Doc) put(x, y, size float64, bold bool, text string) {
	if text == "" {
		return
	}
	for _, r := range text {
		if !d.fonts.has(r, bold) && d.err == nil {
			d.err = &MissingGlyph{Rune: r, Where: d.where}
		}
	}
	d.draw(textOp{x: x, y: y + size*0.88, size: size, bold: bold, text: text})
}

func (d *Doc) lines(text string, size float64, bold bool, width float64) []string {
	return breakLines(clean(text), width, func(s string) float64 { return d.fonts.measure(s, size, bold) })
}

// Title sets the name of the document in the middle, with a smaller line below when given.
func (d *Doc) Title(text, below string) {
	d.where = text
	d.y += 4
	for _, l := range d.lines(text, 17, true, frame) {
		d.put(marginX+(frame-d.fonts.measure(l, 17, true))/2, d.y, 17, true, l)
		d.y += 23
	}
	if below != "" {
		for _, l := range d.lines(below, 9.5, false, frame) {
			d.put(marginX+(frame-d.fonts.measure(l, 9.5, false))/2, d.y, 9.5, false, l)
			d.y += 15
		}
	}
	d.y += 5
}

// Heading begins a part of the document. keep is the height that has to fit
// below it, so that a heading is never alone at the foot of a page.
func (d *Doc) Heading(text string, keep float64) {
	d.where = text
	d.y += 7
	d.need(22 + keep)
	d.draw(rectOp{x: marginX, y: d.y + 1, w: 3.2, h: 13, fill: 0.15})
	for _, l := range d.lines(text, 11.5, true, frame-9) {
		d.put(marginX+9, d.y+1, 11.5, true, l)
		d.y += 17
	}
	d.y += 3
}

// Paragraph sets text over the whole width.
func (d *Doc) Paragraph(text string) { d.paragraph(text, 10, 16, false) }

// Note sets small text.
func (d *Doc) Note(text string) { d.paragraph(text, 8.5, 13, false) }

func (d *Doc) paragraph(text string, size, leading float64, bold bool) {
	for _, l := range d.lines(text, size, bold, frame) {
		d.need(leading)
		d.put(marginX, d.y, size, bold, l)
		d.y += leading
	}
	d.y += 3
}

// Pair sets one text at the left and one at the right of the same line, as the
// head of a Japanese letter does. Either may be empty.
func (d *Doc) Pair(left, right string) {
	d.where = strings.TrimSpace(left + " " + right)
	d.need(16)
	r := clean(right)
	w := d.fonts.measure(r, 10, false)
	d.put(marginX+frame-w, d.y, 10, false, r)
	room := frame
	if r != "" {
		room -= w + 16
	}
	lines := d.lines(left, 10, false, room)
	for _, l := range lines {
		d.put(marginX, d.y, 10, false, l)
		d.y += 16
	}
}

// Address sets the name of the one addressed, larger, at the left.
func (d *Doc) Address(text string) {
	d.where = text
	for _, l := range d.lines(text, 12, true, frame*0.62) {
		d.need(18)
		d.put(marginX, d.y, 12, true, l)
		d.y += 18
	}
}

// Box sets a framed notice: a bold first line and text.
func (d *Doc) Box(title, text string) {
	d.where = title
	head := d.lines(title, 9.5, true, frame-20)
	body := d.lines(text, 9, false, frame-20)
	if title == "" {
		head = nil
	}
	if text == "" {
		body = nil
	}
	h := float64(len(head))*15 + float64(len(body))*14 + 12
	d.y += 4
	d.need(h)
	d.draw(rectOp{x: marginX, y: d.y, w: frame, h: h, fill: -1, stroke: 0.8})
	y := d.y + 6
	for _, l := range head {
		d.put(marginX+10, y, 9.5, true, l)
		y += 15
	}
	for _, l := range body {
		d.put(marginX+10, y, 9, false, l)
		y += 14
	}
	d.y += h + 6
}

// Space leaves h points free.
func (d *Doc) Space(h float64) { d.y += h }

// Signature sets lines at the right with a framed place for a seal (押印欄)
// beside them when seal is not empty. It stays on one page.
func (d *Doc) Signature(lines []string, seal string) {
	const box = 46.0
	h := max(float64(len(lines))*16, box) + 6
	d.y += 6
	d.need(h)
	right := marginX + frame
	if seal != "" {
		d.where = seal
		d.draw(rectOp{x: right - box, y: d.y, w: box, h: box, fill: -1, stroke: 0.5})
		w := d.fonts.measure(seal, 8, false)
		d.put(right-box/2-w/2, d.y+box/2-4, 8, false, seal)
		right -= box + 10
	}
	y := d.y
	width := 0.0
	for _, l := range lines {
		width = max(width, d.fonts.measure(clean(l), 10, false))
	}
	for _, l := range lines {
		d.where = l
		d.put(max(marginX, right-width), y, 10, false, clean(l))
		y += 16
	}
	d.y += h
}
