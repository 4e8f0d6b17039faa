package pdf

// Large sets centred bold text of the given size, for posters.
func (d *Doc) Large(text string, size float64) {
	d.where = text
	for _, l := range d.lines(text, size, true, frame) {
		d.need(size * 1.5)
		d.put(marginX+(frame-d.fonts.measure(l, size, true))/2, d.y, size, true, l)
		d.y += size * 1.5
	}
	d.y += size * 0.4
}

// Centre sets centred text of the given size.
func (d *Doc) Centre(text string, size float64) {
	d.where = text
	for _, l := range d.lines(text, size, false, frame) {
		d.need(size * 1.6)
		d.put(marginX+(frame-d.fonts.measure(l, size, false))/2, d.y, size, false, l)
		d.y += size * 1.6
	}
	d.y += size * 0.4
}

// Squares sets a square of n by n black and white modules, such as a QR code,
// in the middle, side points wide and with a white rim of four modules.
func (d *Doc) Squares(n int, black func(x, y int) bool, side float64) {
	module := side / float64(n+8)
	d.need(side)
	left, top := marginX+(frame-side)/2+4*module, d.y+4*module
	for y := range n {
		for x := 0; x < n; x++ {
			run := 0
			for x+run < n && black(x+run, y) {
				run++
			}
			if run > 0 { // one rectangle per run: no hairlines between modules
				d.draw(rectOp{x: left + float64(x)*module, y: top + float64(y)*module, w: float64(run) * module, h: module + 0.05, fill: 0})
				x += run
			}
		}
	}
	d.y += side
}
