// Package hotlines holds the public numbers shown to somebody in distress, as a
// text file with hours, source and the day each was compared with its source.
// It is the one place of these numbers: help cards, the help page, the room and
// the pages of an emergency all show what stands here.
//
// It does not decide which numbers fit whom, and it is no directory of local
// desks: those stand in a workplace's emergency plan.
package hotlines

import (
	_ "embed"
	"fmt"
	"strings"

	"mendan/internal/civil"
	"mendan/internal/phone"
)

//go:embed hotlines.txt
var file string

// Good is how many days a number counts as compared with its source.
const Good = 90

// Line is one number.
type Line struct {
	ID             string
	Name, NameEN   string
	Number         phone.Number
	Hours, HoursEN string
	Note, NoteEN   string
	Free           bool
	Source         string
	Checked        civil.Date
}

// Dial is the number for a tel: link.
func (l Line) Dial() string { return strings.ReplaceAll(string(l.Number), "-", "") }

// Stale tells whether the number should be compared again.
func (l Line) Stale(today civil.Date) bool { return l.Checked.DaysUntil(today) > Good }

var all = must(Parse(file))

// All gives the numbers in the order in which they are shown.
func All() []Line { return append([]Line(nil), all...) }

// Find gives one by id.
func Find(id string) (Line, bool) {
	for _, l := range all {
		if l.ID == id {
			return l, true
		}
	}
	return Line{}, false
}

// Overdue lists those to be compared again.
func Overdue(today civil.Date) []Line {
	var out []Line
	for _, l := range all {
		if l.Stale(today) {
			out = append(out, l)
		}
	}
	return out
}

// Parse reads the file. Errors name the line.
func Parse(text string) ([]Line, error) {
	var out []Line
	seen := map[string]bool{}
	for n, row := range strings.Split(text, "\n") {
		if row = strings.TrimSpace(row); row == "" || strings.HasPrefix(row, "# ") {
			continue
		}
		f := strings.Split(row, "|")
		for i := range f {
			if f[i] = strings.TrimSpace(f[i]); f[i] == "" {
				return nil, fmt.Errorf("hotlines.txt:%d: column %d is empty", n+1, i+1)
			}
		}
		if len(f) != 11 {
			return nil, fmt.Errorf("hotlines.txt:%d: %d columns, 11 are needed", n+1, len(f))
		}
		number, err := phone.ParseAny(f[3])
		if err != nil || string(number) != f[3] {
			return nil, fmt.Errorf("hotlines.txt:%d: %q is no number in its plain form", n+1, f[3])
		}
		day, err := civil.ParseDate(f[10])
		if err != nil {
			return nil, fmt.Errorf("hotlines.txt:%d: %q is no day", n+1, f[10])
		}
		if f[8] != "yes" && f[8] != "no" || seen[f[0]] {
			return nil, fmt.Errorf("hotlines.txt:%d: free is yes or no, and each id stands once", n+1)
		}
		seen[f[0]] = true
		out = append(out, Line{
			ID: f[0], Name: f[1], NameEN: f[2], Number: number, Hours: f[4], HoursEN: f[5], Note: f[6], NoteEN: f[7],
			Free: f[8] == "yes", Source: f[9], Checked: day,
		})
	}
	return out, nil
}

func must(list []Line, err error) []Line {
	if err != nil {
		panic(err) // the file is linked in: a fault of it is a fault of the program
	}
	return list
}
