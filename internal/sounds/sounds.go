// Package sounds makes the sample sounds that the quiet-room check is tried
// with: rooms, voices, television, music, cafes and machines, worked out from
// nothing but a kind and a seed. The same kind and seed are the same sound on
// every machine; nobody was recorded.
//
// They are models, not recordings: a classifier that tells them apart has the
// right ideas, and still has to be tried in real rooms.
package sounds

import (
	"encoding/binary"
	"io"
	"math"
	"math/rand/v2"
)

// Rate is how many samples a second of sound has.
const Rate = 16000

// Kind is what a sound is of.
type Kind string

// The kinds.
const (
	Room       Kind = "room"       // a quiet room: the hiss of the microphone, a far hum
	Speech     Kind = "speech"     // one person talking, with pauses
	Television Kind = "television" // a voice over music, evened out as broadcasters do
	Music      Kind = "music"      // chords, a tune, a beat
	Babble     Kind = "babble"     // a cafe: many voices at once
	Machine    Kind = "machine"    // a fan, an air conditioner, traffic behind a window
	Silent     Kind = "silent"     // a microphone that gives nothing
)

// Kinds lists them.
func Kinds() []Kind { return []Kind{Room, Speech, Television, Music, Babble, Machine, Silent} }

// Make works out seconds of a kind. Seeds differ in voice, tune, level and noise.
func Make(k Kind, seed uint64, seconds float64) []float64 {
	g := &maker{r: rand.New(rand.NewPCG(seed, uint64(len(k))*1000+uint64(k[0]))), n: int(seconds * Rate)}
	switch k {
	case Room:
		return g.over(g.pink(), g.between(-82, -60), nil, 0)
	case Speech:
		return g.over(g.talk(1, g.between(0.25, 0.5)), g.between(-42, -20), g.pink(), g.between(-75, -62))
	case Television:
		voice, bed := g.talk(1, g.between(0.05, 0.15)), g.music(false)
		level(voice, -20)
		level(bed, -20+g.between(-7, 1))
		return g.over(even(add(voice, bed)), g.between(-42, -22), g.pink(), g.between(-75, -62))
	case Music:
		return g.over(g.music(true), g.between(-42, -22), g.pink(), g.between(-75, -62))
	case Babble:
		n := 12 + g.r.IntN(14)
		var all []float64
		for range n {
			one := g.talk(1, g.between(0.2, 0.45))
			level(one, -30+g.between(-5, 5))
			all = add(all, one)
		}
		return g.over(all, g.between(-42, -20), g.pink(), g.between(-58, -48))
	case Machine:
		return g.over(g.machine(), g.between(-42, -18), nil, 0)
	case Silent:
		return make([]float64, g.n)
	}
	return nil
}

// WAV writes samples as 16-bit PCM, one channel.
func WAV(w io.Writer, samples []float64) error {
	b := make([]byte, 44, 44+2*len(samples))
	copy(b[0:], "RIFF")
	binary.LittleEndian.PutUint32(b[4:], uint32(36+2*len(samples)))
	copy(b[8:], "WAVEfmt ")
	binary.LittleEndian.PutUint32(b[16:], 16)
	binary.LittleEndian.PutUint16(b[20:], 1)
	binary.LittleEndian.PutUint16(b[22:], 1)
	binary.LittleEndian.PutUint32(b[24:], Rate)
	binary.LittleEndian.PutUint32(b[28:], Rate*2)
	binary.LittleEndian.PutUint16(b[32:], 2)
	binary.LittleEndian.PutUint16(b[34:], 16)
	copy(b[36:], "data")
	binary.LittleEndian.PutUint32(b[40:], uint32(2*len(samples)))
	for _, s := range samples {
		v := int16(math.Round(max(-1, min(1, s)) * 32767))
		b = binary.LittleEndian.AppendUint16(b, uint16(v))
	}
	_, err := w.Write(b)
	return err
}

// maker draws one sound.
type maker struct {
	r *rand.Rand
	n int
}

func (g *maker) between(low, high float64) float64 { return low + g.r.Float64()*(high-low) }

// over sets a sound to its level in dB below full scale and lays another below it.
func (g *maker) over(sound []float64, db float64, below []float64, belowDB float64) []float64 {
	level(sound, db)
	if below != nil {
		level(below, belowDB)
		sound = add(sound, below)
	}
	return sound
}

// level scales to a mean level in dB below full scale.
func level(s []float64, db float64) {
	sum := 0.0
	for _, x := range s {
		sum += x * x
	}
	if sum == 0 {
		return
	}
	k := math.Pow(10, db/20) / math.Sqrt(sum/float64(len(s)))
	for i := range s {
		s[i] *= k
	}
}

func add(a, b []float64) []float64 {
	if a == nil {
		return append([]float64(nil), b...)
	}
	for i := range min(len(a), len(b)) {
		a[i] += b[i]
	}
	return a
}

// even presses loud and soft together, slowly, as a broadcaster does.
func even(s []float64) []float64 {
	env := 0.0
	for i, x := range s {
		env = max(math.Abs(x), env*math.Exp(-1.0/(0.3*Rate)))
		s[i] = x / math.Sqrt(env+0.01)
	}
	return s
}

// pink is noise as rooms have it: every octave the same.
func (g *maker) pink() []float64 {
	out := make([]float64, g.n)
	var a, b, c float64
	for i := range out {
		w := g.r.NormFloat64()
		a = 0.99765*a + w*0.0990460
		b = 0.96300*b + w*0.2965164
		c = 0.57000*c + w*1.0526913
		out[i] = a + b + c + w*0.1848
	}
	return out
}

// machine is steady: noise with a colour of its own, a hum, blades.
func (g *maker) machine() []float64 {
	out := g.pink()
	f := g.between(200, 1800)
	body := resonator{}
	hum, blades := 50.0, g.between(70, 260)
	loud, blade := g.between(0, 0.6), g.between(0, 0.25)
	for i := range out {
		t := float64(i) / Rate
		out[i] += 0.7 * body.next(g.r.NormFloat64(), f, f*0.9)
		out[i] += loud*math.Sin(2*math.Pi*hum*t) + loud*0.5*math.Sin(2*math.Pi*2*hum*t) + blade*math.Sin(2*math.Pi*blades*t)
	}
	return out
}

// resonator is one formant: two poles.
type resonator struct{ y1, y2 float64 }

func (r *resonator) next(x, f, width float64) float64 {
	p := math.Exp(-math.Pi * width / Rate)
	y := x*(1-p) + 2*p*math.Cos(2*math.Pi*f/Rate)*r.y1 - p*p*r.y2
	r.y1, r.y2 = y, r.y1
	return y
}
