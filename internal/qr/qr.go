// Package qr draws QR codes: short texts, such as the address of a page, as a
// square of dark and light modules that telephones read. It knows bytes, error
// correction level M and versions 1 to 10 (up to 213 bytes); nothing else is
// needed here. Source: ISO/IEC 18004.
package qr

import (
	"fmt"
	"strings"
)

// Most is how many bytes a text may have.
const Most = 213

// Code is one code: Code[row][column] is dark. The quiet border is not in it;
// whoever draws it leaves four modules free all around.
type Code [][]bool

// blocks says for each version how many check bytes a block has and how the
// data is cut: so many blocks of so many bytes, then so many of one more.
var blocks = [11]struct{ check, first, bytes, more int }{ //nolint:gochecknoglobals // a table of the standard
	1: {10, 1, 16, 0}, 2: {16, 1, 28, 0}, 3: {26, 1, 44, 0}, 4: {18, 2, 32, 0}, 5: {24, 2, 43, 0},
	6: {16, 4, 27, 0}, 7: {18, 4, 31, 0}, 8: {22, 2, 38, 2}, 9: {22, 3, 36, 2}, 10: {26, 4, 43, 1},
}

// eyes are the centres of the small squares.
var eyes = [11][]int{ //nolint:gochecknoglobals // a table of the standard
	2: {6, 18}, 3: {6, 22}, 4: {6, 26}, 5: {6, 30}, 6: {6, 34}, 7: {6, 22, 38}, 8: {6, 24, 42}, 9: {6, 26, 46}, 10: {6, 28, 50},
}

// Encode makes the code of a text. It fails for a text longer than Most.
func Encode(text string) (Code, error) {
	for version := 1; version <= 10; version++ {
		b := blocks[version]
		room := b.first*b.bytes + b.more*(b.bytes+1)
		head := 12 // bits: mode and length
		if version > 9 {
			head = 20
		}
		if 8*room >= head+8*len(text) {
			return draw(version, codewords(version, bits(text, version, room))), nil
		}
	}
	return nil, fmt.Errorf("qr: %d bytes, at most %d", len(text), Most)
}

// bits lays mode, length and text into bytes and fills them up.
func bits(text string, version, room int) []byte {
	var line strings.Builder
	put := func(v, n int) { fmt.Fprintf(&line, "%0*b", n, v) }
	put(4, 4)
	if version > 9 {
		put(len(text), 16)
	} else {
		put(len(text), 8)
	}
	for i := range len(text) {
		put(int(text[i]), 8)
	}
	s := line.String()
	s += strings.Repeat("0", min(4, 8*room-len(s)))
	s += strings.Repeat("0", (8-len(s)%8)%8)
	out := make([]byte, 0, room)
	for i := 0; i < len(s); i += 8 {
		v := byte(0)
		for _, c := range s[i : i+8] {
			v = v<<1 | byte(c-'0')
		}
		out = append(out, v)
	}
	for fill := byte(0xec); len(out) < room; fill ^= 0xec ^ 0x11 {
		out = append(out, fill)
	}
	return out
}

// codewords cuts the data into blocks, adds their check bytes and deals them out in turn.
func codewords(version int, data []byte) []byte {
	b := blocks[version]
	var parts, checks [][]byte
	for i, at := 0, 0; i < b.first+b.more; i++ {
		n := b.bytes
		if i >= b.first {
			n++
		}
		parts = append(parts, data[at:at+n])
		checks = append(checks, remainder(data[at:at+n], b.check))
		at += n
	}
	var out []byte
	for i := range b.bytes + 1 {
		for _, p := range parts {
			if i < len(p) {
				out = append(out, p[i])
			}
		}
	}
	for i := range b.check {
		for _, c := range checks {
			out = append(out, c[i])
		}
	}
	return out
}

// times multiplies in the field of 256 elements (x^8+x^4+x^3+x^2+1).
func times(a, b byte) byte {
	out := byte(0)
	for ; b > 0; b >>= 1 {
		if b&1 == 1 {
			out ^= a
		}
		high := a & 0x80
		a <<= 1
		if high != 0 {
			a ^= 0x1d
		}
	}
	return out
}

// remainder is the Reed-Solomon check of n bytes.
func remainder(data []byte, n int) []byte {
	g := make([]byte, n) // the generator without its leading one
	g[n-1] = 1
	root := byte(1)
	for range n {
		for j := range n {
			g[j] = times(g[j], root)
			if j+1 < n {
				g[j] ^= g[j+1]
			}
		}
		root = times(root, 2)
	}
	out := make([]byte, n)
	for _, d := range data {
		f := d ^ out[0]
		copy(out, out[1:])
		out[n-1] = 0
		for j := range n {
			out[j] ^= times(g[j], f)
		}
	}
	return out
}
