package sounds

import "math"

// vowels are the first three formants of a, i, u, e, o in Hz.
var vowels = [5][3]float64{{750, 1200, 2500}, {300, 2250, 3000}, {340, 1250, 2350}, {480, 1900, 2550}, {480, 850, 2450}} //nolint:gochecknoglobals // a table

// talk is somebody talking Japanese-like nonsense: consonant and vowel about
// four to six times a second, a pitch that falls through each phrase and never
// stands still, and pauses that take the share idle of the time.
func (g *maker) talk(loud, idle float64) []float64 {
	out := make([]float64, g.n)
	base := g.between(95, 235)           // the voice
	scale := 0.9 + 0.25*(base-95)/140    // a smaller throat has higher formants
	speed := g.between(3.6, 5.6)         // syllables a second
	at := -int(g.between(0, 1.2) * Rate) // in the middle of something
	for at < g.n {
		phrase := 1.2 + g.r.Float64()*2.4 // seconds
		end := at + int(phrase*Rate)
		start := at
		for at < min(end, g.n) {
			long := int(Rate / speed * g.between(0.7, 1.4))
			g.syllable(out, at, long, base, float64(at-start)/(phrase*Rate), scale, loud*g.between(0.5, 1))
			at += long
		}
		at += int(phrase * idle / (1 - idle) * g.between(0.5, 1.5) * Rate)
	}
	return out
}

// syllable draws one: a burst of hiss, then a vowel.
func (g *maker) syllable(out []float64, at, long int, base, through, scale, loud float64) {
	v := vowels[g.r.IntN(len(vowels))]
	hiss := int(g.between(0.03, 0.09) * Rate)
	hissAt := g.between(1800, 5200)
	glide := g.between(-0.18, 0.18) // within the syllable
	var f [3]resonator
	var fric resonator
	phase := g.r.Float64()
	accent := g.between(0.92, 1.2)
	for i := range long {
		if at+i < 0 || at+i >= len(out) {
			continue
		}
		t := float64(i) / float64(long)
		x := 0.0
		if i < hiss {
			x += 0.35 * fric.next(g.r.NormFloat64(), hissAt, 1200) * math.Sin(math.Pi*float64(i)/float64(hiss))
		}
		if i > hiss/2 {
			pitch := base * accent * (1.15 - 0.35*min(1, through)) * (1 + glide*(t-0.5)) * (1 + 0.01*g.r.NormFloat64())
			phase += pitch / Rate
			if phase >= 1 {
				phase--
			}
			// A glottal pulse: open, then shut quickly.
			source := 0.0
			if phase < 0.6 {
				source = math.Sin(math.Pi*phase/0.6) - 0.6*phase
			}
			source += 0.02 * g.r.NormFloat64()
			env := math.Sin(math.Pi * min(1, (t-0.1)/0.9))
			env = math.Sqrt(max(0, env))
			y := f[0].next(source, v[0]*scale, 90) + 0.6*f[1].next(source, v[1]*scale, 110) + 0.3*f[2].next(source, v[2]*scale, 170)
			x += y * env
		}
		out[at+i] += x * loud
	}
}

// music is chords that change every one or two seconds, a tune above them,
// and with a beat also drums.
func (g *maker) music(beat bool) []float64 {
	out := make([]float64, g.n)
	root := 110 * math.Pow(2, float64(g.r.IntN(12))/12)
	tempo := g.between(70, 130) / 60 // beats a second
	scale := []float64{0, 2, 4, 5, 7, 9, 11, 12}
	chords := [][]float64{{0, 4, 7}, {5, 9, 12}, {7, 11, 14}, {9, 12, 16}}
	note := func(from, to int, f, loud, decay float64, partials int) {
		for i := max(0, from); i < min(to, g.n); i++ {
			t := float64(i-from) / Rate
			env := math.Min(1, t/0.02) * math.Exp(-t*decay) * math.Min(1, float64(to-i)/(0.03*Rate))
			for p := 1; p <= partials; p++ {
				if f*float64(p) < Rate/2.2 {
					out[i] += loud * env / float64(p) * math.Sin(2*math.Pi*f*float64(p)*t)
				}
			}
		}
	}
	bar := int(Rate / tempo * 4)
	at := -int(g.r.Float64() * float64(bar))
	for n := 0; at < g.n; n++ {
		for _, s := range chords[g.r.IntN(len(chords))] {
			note(at, at+bar, root*math.Pow(2, s/12), 0.3, 0.3, 6)
		}
		for b := range 4 {
			from := at + b*bar/4
			long := bar / 4
			note(from, from+long, 2*root*math.Pow(2, scale[g.r.IntN(len(scale))]/12), 0.35, 1.2, 5)
			if !beat {
				continue
			}
			drum := g.between(0.1, 0.5)
			for i := range int(0.12 * Rate) {
				if x := from + i; x >= 0 && x < g.n {
					t := float64(i) / Rate
					out[x] += drum * math.Exp(-t*40) * (math.Sin(2*math.Pi*70*t) + 0.4*g.r.NormFloat64()*float64(b%2))
				}
			}
		}
		at += bar
	}
	return out
}
