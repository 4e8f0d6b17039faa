package pdf

// Row is one row of a ruled form: one to three cells beside each other.
type Row []Cell

// Cell is a label on grey and what was written beside it. A cell without label
// uses the whole width.
type Cell struct {
	Label string
	Parts []Part
	Width float64 // share of the row; 0 means an equal share
}

// Part is a piece of a cell's content, set below the one before.
type Part interface{ isPart() }

// Text is written content; it breaks as Japanese does.
type Text struct {
	Text string
	Bold bool
}

// Small is an explanation in small type.
type Small struct{ Text string }

// Checks is a row of boxes, ticked or not. It flows over as many lines as it
// needs; with Column each box has its own line.
type Checks struct {
	Items  []Check
	Column bool
}

// Check is one box and its words.
type Check struct {
	On   bool
	Text string
}

func (Text) isPart()   {}
func (Small) isPart()  {}
func (Checks) isPart() {}

const (
	cellSize    = 9.5
	cellLeading = 14.5
	smallSize   = 8
	smallLead   = 12
	padX        = 6.0
	padY        = 5.0
	labelWidth  = 104.0
)

// drawn is one line of a cell: its height and how to draw it at x, y.
type drawn struct {
	h    float64
	draw func(x, y float64)
}

// Form sets rows with ruled lines all around. A row that does not fit moves to
// the next page; a row higher than half a page is continued there, with its
// labels repeated.
func (d *Doc) Form(rows ...Row) {
	for _, r := range rows {
		d.row(r)
	}
	d.y += 5
}

func (d *Doc) row(r Row) {
	shares := 0.0
	for i := range r {
		if r[i].Width == 0 {
			r[i].Width = 1 / float64(len(r))
		}
		shares += r[i].Width
	}
	type column struct {
		x, w, label float64
		name        string
		heads, body []drawn
	}
	var cols []column
	x := marginX
	height := func(lines []drawn) float64 {
		h := 2 * padY
		for _, l := range lines {
			h += l.h
		}
		return h
	}
	full := 0.0
	for _, c := range r {
		col := column{x: x, w: frame * c.Width / shares, name: c.Label}
		if c.Label != "" {
			col.label = min(labelWidth, col.w*0.42)
		}
		d.where = c.Label
		for _, l := range d.lines(c.Label, 9, true, col.label-2*padX+1) {
			if c.Label != "" {
				col.heads = append(col.heads, drawn{cellLeading, func(x, y float64) { d.put(x, y+1, 9, true, l) }})
			}
		}
		col.body = d.content(c.Parts, col.w-col.label-2*padX)
		full = max(full, height(col.heads), height(col.body))
		x += col.w
		cols = append(cols, col)
	}
	if full <= (bottom-marginTop)/2 {
		d.need(full)
	}
	for {
		room := bottom - d.y - 2*padY
		if room < 3*cellLeading {
			d.newPage()
			room = bottom - d.y - 2*padY
		}
		rest := false
		h := 2*padY + cellLeading
		var now [][]drawn
		for i := range cols {
			used, n := 0.0, 0
			for n < len(cols[i].body) && used+cols[i].body[n].h <= room {
				used += cols[i].body[n].h
				n++
			}
			now = append(now, cols[i].body[:n])
			cols[i].body = cols[i].body[n:]
			rest = rest || len(cols[i].body) > 0
			h = max(h, used+2*padY, height(cols[i].heads))
		}
		for i, c := range cols {
			d.where = c.name
			if c.label > 0 {
				d.draw(rectOp{x: c.x, y: d.y, w: c.label, h: h, fill: 0.93, stroke: 0.5})
			}
			d.draw(rectOp{x: c.x + c.label, y: d.y, w: c.w - c.label, h: h, fill: -1, stroke: 0.5})
			stack(c.heads, c.x+padX, d.y, h)
			stack(now[i], c.x+c.label+padX, d.y, 0)
		}
		d.y += h
		if !rest {
			return
		}
		d.newPage()
	}
}

// stack draws lines below each other; with a height they stand in its middle.
func stack(lines []drawn, x, y, h float64) {
	used := 0.0
	for _, l := range lines {
		used += l.h
	}
	y += padY
	if h > 0 {
		y += (h - 2*padY - used) / 2
	}
	for _, l := range lines {
		l.draw(x, y)
		y += l.h
	}
}

func (d *Doc) content(parts []Part, width float64) []drawn {
	var out []drawn
	for _, p := range parts {
		switch p := p.(type) {
		case Text:
			for _, l := range d.lines(p.Text, cellSize, p.Bold, width) {
				out = append(out, drawn{cellLeading, func(x, y float64) { d.put(x, y+1.5, cellSize, p.Bold, l) }})
			}
		case Small:
			for _, l := range d.lines(p.Text, smallSize, false, width) {
				out = append(out, drawn{smallLead, func(x, y float64) { d.put(x, y+1.5, smallSize, false, l) }})
			}
		case Checks:
			out = append(out, d.checks(p, width)...)
		}
	}
	return out
}

// checks sets the boxes; a box and its words stay together unless they are
// longer than a line.
func (d *Doc) checks(p Checks, width float64) []drawn {
	const box, gap = cellSize + 4, 14.0
	type placed struct {
		x     float64
		check *bool // nil on continuation lines
		bold  bool
		text  string
	}
	var rows [][]placed
	x := 0.0
	for i := range p.Items {
		it := &p.Items[i]
		lines := d.lines(it.Text, cellSize, it.On, width-box)
		w := box + d.fonts.measure(lines[0], cellSize, it.On)
		if len(rows) == 0 || p.Column || x+w > width || len(lines) > 1 {
			rows = append(rows, nil)
			x = 0
		}
		for n, l := range lines {
			if n > 0 {
				rows = append(rows, nil)
			}
			at := placed{x: x + box, text: l, bold: it.On}
			if n == 0 {
				at.check = &it.On
			}
			rows[len(rows)-1] = append(rows[len(rows)-1], at)
		}
		x += w + gap
		if len(lines) > 1 {
			x = width
		}
	}
	var out []drawn
	for _, row := range rows {
		out = append(out, drawn{cellLeading + 0.5, func(x, y float64) {
			for _, c := range row {
				if c.check != nil {
					d.box(x+c.x-box, y+1.5, *c.check)
				}
				d.put(x+c.x, y+1.5, cellSize, c.bold, c.text)
			}
		}})
	}
	return out
}

// box draws one check box. The empty one is the character □ and the ticked one
// holds the character ✓, so that copied text still tells them apart.
func (d *Doc) box(x, y float64, on bool) {
	if !on {
		d.put(x, y, cellSize, false, "□")
		return
	}
	d.draw(rectOp{x: x + 0.9, y: y + 1.1, w: 7.7, h: 7.7, fill: -1, stroke: 0.9})
	d.put(x+1.9, y-0.6, cellSize, true, "✓")
}
