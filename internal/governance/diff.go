package governance

import "slices"

// Change says what happened to a line between two versions.
type Change string

// The changes.
const (
	Same  Change = ""
	Added Change = "ADDED"
	Gone  Change = "GONE"
)

// DiffLine is a line with its change.
type DiffLine struct {
	Change Change
	Text   string
}

// DiffSection is a section that one of two versions has, line by line.
type DiffSection struct {
	Key     string
	Heading string // of the newer version, or of the older when it is gone
	Was     string // the older heading when it is another
	Change  Change // Added or Gone: the whole section
	Workers bool
	Lines   []DiffLine
}

// Changed tells whether the section differs.
func (d DiffSection) Changed() bool {
	return d.Change != Same || d.Was != "" || slices.ContainsFunc(d.Lines, func(l DiffLine) bool { return l.Change != Same })
}

// Diff compares two texts section by section, in the order of the newer one;
// sections that are gone follow where they stood.
func Diff(older, newer []Section) []DiffSection {
	was := byKey(older)
	is := byKey(newer)
	var out []DiffSection
	gone := func(from int) int {
		for from < len(older) {
			s := older[from]
			if _, stays := is[s.Key]; stays {
				return from
			}
			d := DiffSection{Key: s.Key, Heading: s.Heading, Change: Gone, Workers: s.Workers}
			for _, l := range s.Lines() {
				d.Lines = append(d.Lines, DiffLine{Gone, l})
			}
			out = append(out, d)
			from++
		}
		return from
	}
	next := gone(0)
	for _, s := range newer {
		o, there := was[s.Key]
		d := DiffSection{Key: s.Key, Heading: s.Heading, Workers: s.Workers || there && o.Workers}
		if !there {
			d.Change = Added
		} else if o.Heading != s.Heading {
			d.Was = o.Heading
		}
		d.Lines = diffLines(o.Lines(), s.Lines())
		out = append(out, d)
		if there {
			if i := slices.IndexFunc(older, func(x Section) bool { return x.Key == s.Key }); i >= next {
				next = gone(i + 1)
			}
		}
	}
	return out
}

// diffLines is the shortest edit between two lists of lines (longest common subsequence).
func diffLines(a, b []string) []DiffLine {
	long := make([][]int, len(a)+1)
	for i := range long {
		long[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				long[i][j] = long[i+1][j+1] + 1
			} else {
				long[i][j] = max(long[i+1][j], long[i][j+1])
			}
		}
	}
	var out []DiffLine
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			out = append(out, DiffLine{Same, a[i]})
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && long[i+1][j] >= long[i][j+1]:
			out = append(out, DiffLine{Gone, a[i]})
			i++
		default:
			out = append(out, DiffLine{Added, b[j]})
			j++
		}
	}
	return out
}

// ForWorkers are the headings of sections that concern workers and differ: the
// reason why a new version has to be announced again. Empty: no reason.
func ForWorkers(older, newer []Section) []string {
	var out []string
	for _, d := range Diff(older, newer) {
		if d.Workers && d.Changed() {
			out = append(out, d.Heading)
		}
	}
	return out
}
