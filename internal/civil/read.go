package civil

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// ReadDate reads a day as people type it into a form, in the Western count or
// in that of the eras: 2026-11-22, 2026/11/22, 2026.11.22, 2026年11月22日(日),
// 20261122, 令和8年11月22日, 令和元年5月1日, R8-11-22, S55.3.4, 昭55/3/4,
// S550304; full width and the era signs ㍼㍽㍾㍿㋿ too. A year without its
// era must have four digits: 8/11/22 could be three days.
//
// A day that an era did not reach any more (平成32年) is understood, because
// papers written before the change carry such days. Days of 明治 before 1873
// are refused: the calendar was another one. So are years beyond 令和99年,
// which are slips of the finger.
func ReadDate(text string) (Date, error) {
	plain := narrow(text)
	if m := western.FindStringSubmatch(plain); m != nil {
		return day(text, 0, m[1:])
	}
	if m := compact.FindStringSubmatch(plain); m != nil {
		return day(text, 0, m[1:])
	}
	for _, shape := range []*regexp.Regexp{japanese, compactEra} {
		m := shape.FindStringSubmatch(plain)
		if m == nil {
			continue
		}
		first, ok := eraSigns[m[1]]
		if !ok {
			break
		}
		if m[2] == "元" {
			m[2] = "1"
		}
		d, err := day(text, first-1, m[2:])
		if err == nil && d.Before(firstEra) {
			return Date{}, unreadable(text)
		}
		return d, err
	}
	return Date{}, unreadable(text)
}

var (
	western    = regexp.MustCompile(`^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:\([日月火水木金土]\))?$`)
	compact    = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`)
	japanese   = regexp.MustCompile(`^(\D{1,2}?)(\d{1,2}|元)[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:\([日月火水木金土]\))?$`)
	compactEra = regexp.MustCompile(`^([MTSHR])(\d{2})(\d{2})(\d{2})$`)
)

// eraSigns is the first year of the era that a sign stands for.
var eraSigns = map[string]int{
	"明治": 1868, "明": 1868, "M": 1868, "大正": 1912, "大": 1912, "T": 1912, "昭和": 1926, "昭": 1926, "S": 1926,
	"平成": 1989, "平": 1989, "H": 1989, "令和": 2019, "令": 2019, "R": 2019,
}

// lastYear is 令和99年.
const lastYear = 2117

// firstEra is since when Japan counts days as the world does.
var firstEra = eras[len(eras)-1].from

// narrow writes what was typed in half width, era letters large, without the
// spaces in it, and every kind of hyphen as one.
func narrow(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r >= '!'+0xFEE0 && r <= '~'+0xFEE0: // full width
			r -= 0xFEE0
		case r == ' ' || r == '\u3000' || r == '\t':
			continue
		case strings.ContainsRune("‐‑‒–—―−ーｰ", r):
			r = '-'
		case r == '・' || r == '。' || r == '、' || r == '．':
			r = '.'
		}
		if r >= 'a' && r <= 'z' {
			r -= 'a' - 'A'
		}
		if name, ok := eraMarks[r]; ok {
			b.WriteString(name)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

var eraMarks = map[rune]string{'㍾': "明治", '㍽': "大正", '㍼': "昭和", '㍻': "平成", '㋿': "令和"}

func day(text string, add int, parts []string) (Date, error) {
	var n [3]int
	for i := range n {
		v, err := strconv.Atoi(parts[i])
		if err != nil {
			return Date{}, unreadable(text)
		}
		n[i] = v
	}
	d := Date{n[0] + add, time.Month(n[1]), n[2]}
	if n[0] < 1 || d.Year < 1000 || d.Year > lastYear || n[1] < 1 || n[1] > 12 || n[2] < 1 || d.AddDays(0) != d {
		return Date{}, unreadable(text)
	}
	return d, nil
}

func unreadable(text string) error { return fmt.Errorf("civil: %q is not a date", text) }
