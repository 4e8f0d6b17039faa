package qr

// sheet is a code while it is drawn: fixed modules are not masked.
type sheet struct {
	dark, fixed [][]bool
	size        int
}

func (s *sheet) set(row, col int, dark bool) {
	s.dark[row][col], s.fixed[row][col] = dark, true
}

// draw lays the patterns and the codewords out and takes the mask that reads best.
func draw(version int, words []byte) Code {
	size := 17 + 4*version
	s := &sheet{dark: square(size), fixed: square(size), size: size}
	s.patterns(version)
	s.fill(words)
	best, least := 0, -1
	for mask := range 8 {
		s.mask(mask)
		s.format(mask)
		if p := s.penalty(); least < 0 || p < least {
			best, least = mask, p
		}
		s.mask(mask) // the same again takes it off
	}
	s.mask(best)
	s.format(best)
	return s.dark
}

func square(n int) [][]bool {
	out := make([][]bool, n)
	for i := range out {
		out[i] = make([]bool, n)
	}
	return out
}

func (s *sheet) patterns(version int) {
	for i := range s.size { // the ruler
		s.set(6, i, i%2 == 0)
		s.set(i, 6, i%2 == 0)
	}
	for _, at := range [3][2]int{{3, 3}, {3, s.size - 4}, {s.size - 4, 3}} { // the corners
		for y := -4; y <= 4; y++ {
			for x := -4; x <= 4; x++ {
				row, col := at[0]+y, at[1]+x
				if row >= 0 && row < s.size && col >= 0 && col < s.size {
					d := max(abs(x), abs(y))
					s.set(row, col, d != 2 && d != 4)
				}
			}
		}
	}
	list := eyes[version]
	for i, row := range list {
		for j, col := range list {
			if i == 0 && (j == 0 || j == len(list)-1) || j == 0 && i == len(list)-1 {
				continue // a corner is there
			}
			for y := -2; y <= 2; y++ {
				for x := -2; x <= 2; x++ {
					s.set(row+y, col+x, max(abs(x), abs(y)) != 1)
				}
			}
		}
	}
	s.format(0) // keeps its place
	if version >= 7 {
		rest := version
		for range 12 {
			rest = rest<<1 ^ (rest>>11)*0x1f25
		}
		word := version<<12 | rest
		for i := range 18 {
			a, b := s.size-11+i%3, i/3
			s.set(a, b, word>>i&1 == 1)
			s.set(b, a, word>>i&1 == 1)
		}
	}
}

// format writes level (M) and mask beside the corners, twice.
func (s *sheet) format(mask int) {
	data := mask // level M is 00
	rest := data
	for range 10 {
		rest = rest<<1 ^ (rest>>9)*0x537
	}
	word := (data<<10 | rest) ^ 0x5412
	bit := func(i int) bool { return word>>i&1 == 1 }
	for i := range 6 {
		s.set(i, 8, bit(i))
	}
	s.set(7, 8, bit(6))
	s.set(8, 8, bit(7))
	s.set(8, 7, bit(8))
	for i := 9; i < 15; i++ {
		s.set(8, 14-i, bit(i))
	}
	for i := range 8 {
		s.set(8, s.size-1-i, bit(i))
	}
	for i := 8; i < 15; i++ {
		s.set(s.size-15+i, 8, bit(i))
	}
	s.set(s.size-8, 8, true)
}

// fill lays the bits out in columns of two from the right, up and down in turn.
func (s *sheet) fill(words []byte) {
	i := 0
	for right := s.size - 1; right >= 1; right -= 2 {
		if right == 6 {
			right = 5
		}
		for k := range s.size {
			row := k
			if (right+1)&2 == 0 {
				row = s.size - 1 - k
			}
			for _, col := range [2]int{right, right - 1} {
				if !s.fixed[row][col] && i < 8*len(words) {
					s.dark[row][col] = words[i/8]>>(7-i%8)&1 == 1
					i++
				}
			}
		}
	}
}

func (s *sheet) mask(mask int) {
	for y := range s.size {
		for x := range s.size {
			if !s.fixed[y][x] && masked(mask, x, y) {
				s.dark[y][x] = !s.dark[y][x]
			}
		}
	}
}

func masked(mask, x, y int) bool {
	switch mask {
	case 0:
		return (x+y)%2 == 0
	case 1:
		return y%2 == 0
	case 2:
		return x%3 == 0
	case 3:
		return (x+y)%3 == 0
	case 4:
		return (x/3+y/2)%2 == 0
	case 5:
		return x*y%2+x*y%3 == 0
	case 6:
		return (x*y%2+x*y%3)%2 == 0
	}
	return ((x+y)%2+x*y%3)%2 == 0
}

// penalty is how hard a code is to read: long runs, blocks, and the balance of
// dark and light. Any mask may be read; this only picks a good one.
func (s *sheet) penalty() int {
	out, dark := 0, 0
	for a := range s.size {
		row, col := 1, 1
		for b := range s.size {
			if s.dark[a][b] {
				dark++
			}
			if b > 0 {
				row = run(&out, row, s.dark[a][b] == s.dark[a][b-1])
				col = run(&out, col, s.dark[b][a] == s.dark[b-1][a])
			}
			if a > 0 && b > 0 && s.dark[a][b] == s.dark[a-1][b] && s.dark[a][b] == s.dark[a][b-1] && s.dark[a][b] == s.dark[a-1][b-1] {
				out += 3
			}
		}
	}
	return out + 10*(abs(dark*20-s.size*s.size*10)/(s.size*s.size))
}

// run counts modules of one colour in a line.
func run(out *int, length int, same bool) int {
	if !same {
		return 1
	}
	switch length++; {
	case length == 5:
		*out += 3
	case length > 5:
		*out++
	}
	return length
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
