// Package phone reads telephone numbers as people in Japan write them and keeps
// them in one plain form. Parse takes numbers of people, that can be called
// back; ParseAny also takes the numbers of services: 119, #7119, 0120, 0570.
// It calls nobody.
package phone

import (
	"strings"
	"unicode"

	"mendan/internal/fault"
	"mendan/internal/private"
)

type number struct{}

// Number is a telephone number as it is written for people, in plain digits with
// hyphens where they are known: 090-1234-5678, or +44... from abroad. Empty: none.
// Logs withhold it.
type Number = private.Text[number]

// Faults of a telephone number. Each says what is wrong with it.
var (
	ErrLetters   = fault.New(fault.Invalid, "phone.letters")
	ErrArea      = fault.New(fault.Invalid, "phone.area")
	ErrLength    = fault.New(fault.Invalid, "phone.length")
	ErrService   = fault.New(fault.Invalid, "phone.service")
	ErrExtension = fault.New(fault.Invalid, "phone.extension")
)

// separators are all the strokes, dots and brackets people put between digits.
const separators = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc\uff70\ufe63~\u301c.\u30fb/()[]\u2043\u02d7"

// labels may stand before a number.
var labels = []string{"tel", "phone", "電話番号", "電話", "携帯番号", "携帯", "自宅", ":"}

// Parse reads a number as people in Japan write it: full-width or plain
// digits, any hyphen or none, brackets, spaces, a label before it, +81.
//
// Errors: ErrLetters, ErrArea (the area code is missing), ErrLength,
// ErrExtension, ErrService for numbers that cannot be called back (110, 119,
// 0120, 0570).
func Parse(text string) (Number, error) { return parse(text, false) }

// ParseAny reads a number that is called and never calls back: what Parse
// takes, and 110, 118, 119, #7119, #9110, 0120, 0800, 0570. Errors: as Parse
// but ErrService, which is left for 0990 and 0180.
func ParseAny(text string) (Number, error) { return parse(text, true) }

func parse(text string, services bool) (Number, error) {
	t := strings.ToLower(strings.TrimSpace(narrow(text)))
	if strings.Contains(t, "内線") || strings.Contains(t, "ext") {
		return "", ErrExtension
	}
	for again := true; again; {
		again = false
		for _, l := range labels {
			if rest, ok := strings.CutPrefix(t, l); ok {
				t, again = strings.TrimSpace(rest), true
			}
		}
	}
	short, isShort := strings.CutPrefix(t, "#")
	if isShort {
		if n, err := shortcut(short); err != nil || services {
			return n, err
		}
		return "", ErrService
	}
	plus, groups, err := group(t)
	if err != nil {
		return "", err
	}
	if plus {
		if groups, err = home(groups); err != nil {
			return "", err
		}
		if groups[0][0] != '0' {
			return abroad(groups)
		}
	}
	return domestic(groups, services)
}

// shortcut reads what follows the # of a four-digit number: #7119, #8000.
func shortcut(t string) (Number, error) {
	_, groups, err := group(t)
	if err != nil {
		return "", err
	}
	digits := strings.Join(groups, "")
	if len(digits) != 4 {
		return "", ErrLength
	}
	return Number("#" + digits), nil
}

// narrow turns the full-width forms of letters, digits and signs into plain ones.
func narrow(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '\uff01' && r <= '\uff5e' {
			return r - '\uff01' + '!'
		}
		return r
	}, text)
}

// group splits the text into its groups of plain digits.
func group(t string) (plus bool, groups []string, err error) {
	var b strings.Builder
	for i, r := range t {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
		case r == '+' && i == 0:
			plus = true
		case strings.ContainsRune(separators, r) || unicode.IsSpace(r):
			b.WriteByte(' ')
		default:
			return false, nil, ErrLetters
		}
	}
	if groups = strings.Fields(b.String()); len(groups) == 0 {
		return false, nil, ErrLength
	}
	return plus, groups, nil
}

// home turns +81 into the leading zero; other countries stay as they are.
func home(groups []string) ([]string, error) {
	all := strings.Join(groups, "")
	rest, japan := strings.CutPrefix(all, "81")
	if !japan {
		if all[0] == '0' {
			return nil, ErrLength
		}
		return groups, nil
	}
	if strings.TrimPrefix(rest, "0") == "" {
		return nil, ErrLength
	}
	if groups[0] != "81" { // +8190..., grouping says nothing
		return []string{"0" + strings.TrimPrefix(rest, "0")}, nil
	}
	groups = groups[1:]
	if groups[0] == "0" && len(groups) > 1 { // +81 (0)90
		groups = groups[1:]
	}
	return append([]string{"0" + strings.TrimPrefix(groups[0], "0")}, groups[1:]...), nil
}

func abroad(groups []string) (Number, error) {
	if n := len(strings.Join(groups, "")); n < 7 || n > 15 {
		return "", ErrLength
	}
	return Number("+" + strings.Join(groups, "-")), nil
}

func domestic(groups []string, services bool) (Number, error) {
	all := strings.Join(groups, "")
	if all == "110" || all == "119" || all == "118" {
		if services {
			return Number(all), nil
		}
		return "", ErrService
	}
	if all[0] != '0' {
		if len(all) <= 8 {
			return "", ErrArea
		}
		return "", ErrLength
	}
	for prefix, want := range map[string]int{"0120": 10, "0800": 11, "0570": 10, "0990": 0, "0180": 0} {
		switch {
		case !strings.HasPrefix(all, prefix):
		case !services || want == 0:
			return "", ErrService
		case len(all) != want:
			return "", ErrLength
		default:
			return Number(all[:4] + "-" + all[4:7] + "-" + all[7:]), nil
		}
	}
	want := 10
	if mobile(all) {
		want = 11
	}
	if len(all) != want || len(all) > 1 && all[1] == '0' {
		return "", ErrLength
	}
	return Number(strings.Join(spaced(all, groups), "-")), nil
}

// Mobile tells whether the number may ring in a phone one carries: mobile and
// 050 numbers, and every number from abroad, of which nobody can tell.
func Mobile(n Number) bool {
	return strings.HasPrefix(string(n), "+") || mobile(Digits(n))
}

// Digits are the digits of the number alone.
func Digits(n Number) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, string(n))
}

func mobile(all string) bool {
	for _, p := range []string{"050", "060", "070", "080", "090"} {
		if strings.HasPrefix(all, p) {
			return true
		}
	}
	return false
}

// spaced puts hyphens where they belong: known patterns first, else as typed.
func spaced(all string, groups []string) []string {
	switch {
	case mobile(all):
		return []string{all[:3], all[3:7], all[7:]}
	case strings.HasPrefix(all, "03"), strings.HasPrefix(all, "06"):
		return []string{all[:2], all[2:6], all[6:]}
	case len(groups) == 3:
		return groups
	}
	return []string{all}
}
