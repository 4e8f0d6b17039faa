package qr

import (
	"strings"
	"testing"
)

// read takes a code apart again: the format by its own table, the zigzag from
// the other end, the blocks checked by their syndromes.
func read(t *testing.T, c Code) string {
	t.Helper()
	size := len(c)
	version := (size - 17) / 4
	format := 0
	for i, at := range [][2]int{{0, 8}, {1, 8}, {2, 8}, {3, 8}, {4, 8}, {5, 8}, {7, 8}, {8, 8}, {8, 7}, {8, 5}, {8, 4}, {8, 3}, {8, 2}, {8, 1}, {8, 0}} {
		if c[at[0]][at[1]] {
			format |= 1 << i
		}
	}
	// The formats of level M, masks 0 to 7, as the standard prints them.
	mask := -1
	for i, f := range []int{0x5412, 0x5125, 0x5e7c, 0x5b4b, 0x45f9, 0x40ce, 0x4f97, 0x4aa0} {
		if f == format {
			mask = i
		}
	}
	if mask < 0 {
		t.Fatalf("format %x", format)
	}
	s := &sheet{dark: square(size), fixed: square(size), size: size}
	s.patterns(version)
	var words []byte
	n := 0
	for right, up := size-1, true; right >= 1; right, up = right-2, !up {
		if right == 6 {
			right--
		}
		for k := range size {
			row := k
			if up {
				row = size - 1 - k
			}
			for _, col := range []int{right, right - 1} {
				if s.fixed[row][col] {
					continue
				}
				if n%8 == 0 {
					words = append(words, 0)
				}
				if c[row][col] != masked(mask, col, row) {
					words[n/8] |= 1 << (7 - n%8)
				}
				n++
			}
		}
	}
	b := blocks[version]
	all := b.first + b.more
	parts := make([][]byte, all)
	at := 0
	for i := range b.bytes + 1 {
		for j := range parts {
			if i < b.bytes || j >= b.first {
				parts[j] = append(parts[j], words[at])
				at++
			}
		}
	}
	var data []byte
	for _, p := range parts {
		data = append(data, p...)
	}
	for range b.check {
		for j := range parts {
			parts[j] = append(parts[j], words[at])
			at++
		}
	}
	for j, p := range parts {
		root := byte(1)
		for k := range b.check {
			sum := byte(0)
			for _, x := range p {
				sum = times(sum, root) ^ x
			}
			if sum != 0 {
				t.Errorf("version %d block %d: syndrome %d is %d", version, j, k, sum)
			}
			root = times(root, 2)
		}
	}
	bit := func(i int) int { return int(data[i/8]>>(7-i%8)) & 1 }
	number := func(from, long int) int {
		v := 0
		for i := range long {
			v = v<<1 | bit(from+i)
		}
		return v
	}
	head := 8
	if version > 9 {
		head = 16
	}
	if m := number(0, 4); m != 4 {
		t.Fatalf("mode %d", m)
	}
	var out strings.Builder
	for i := range number(4, head) {
		out.WriteByte(byte(number(4+head+8*i, 8)))
	}
	return out.String()
}

func TestEveryLengthReadsBack(t *testing.T) {
	t.Parallel()
	for n := range Most + 1 {
		text := strings.Repeat("https://mendan.example/面談?", 10)[:n]
		c, err := Encode(text)
		if err != nil {
			t.Fatalf("%d: %v", n, err)
		}
		if got := read(t, c); got != text {
			t.Fatalf("%d bytes: %q", n, got)
		}
	}
	if _, err := Encode(strings.Repeat("x", Most+1)); err == nil {
		t.Error("too long is taken")
	}
}

// The check bytes of the standard's own example (version 1-M, "01234567").
func TestCheckBytesOfTheStandard(t *testing.T) {
	t.Parallel()
	data := []byte{0x10, 0x20, 0x0c, 0x56, 0x61, 0x80, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11}
	want := []byte{0xa5, 0x24, 0xd4, 0xc1, 0xed, 0x36, 0xc7, 0x87, 0x2c, 0x55}
	if got := remainder(data, 10); string(got) != string(want) {
		t.Errorf("%x, want %x", got, want)
	}
}
