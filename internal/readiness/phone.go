package readiness

import (
	"strings"
	"unicode"

	"mendan/internal/fault"
	"mendan/internal/private"
)

type phoneKind struct{}

// Phone is a telephone number as it is written for people, in plain digits with
// hyphens where they are known: 090-1234-5678, or +44... from abroad. Empty: none.
// Logs withhold it.
type Phone = private.Text[phoneKind]

// Faults of a telephone number.
var (
	ErrPhoneLetters   = fault.New(fault.Invalid, "readiness.phone_letters")
	ErrPhoneArea      = fault.New(fault.Invalid, "readiness.phone_area")
	ErrPhoneLength    = fault.New(fault.Invalid, "readiness.phone_length")
	ErrPhoneService   = fault.New(fault.Invalid, "readiness.phone_service")
	ErrPhoneExtension = fault.New(fault.Invalid, "readiness.phone_extension")
)

// separators are all the strokes, dots and brackets people put between digits.
const separators = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc\uff70\ufe63~\u301c.\u30fb/()[]\u2043\u02d7"

// labels may stand before a number.
var labels = []string{"tel", "phone", "電話番号", "電話", "携帯番号", "携帯", "自宅", ":"}

// ParsePhone reads a number as people in Japan write it: full-width or plain
// digits, any hyphen or none, brackets, spaces, a label before it, +81.
//
// Errors: ErrPhoneLetters, ErrPhoneArea (the area code is missing),
// ErrPhoneLength, ErrPhoneExtension, ErrPhoneService for numbers that cannot be
// called back (110, 119, 0120, 0570).
func ParsePhone(text string) (Phone, error) {
	t := strings.ToLower(strings.TrimSpace(narrow(text)))
	if strings.Contains(t, "内線") || strings.Contains(t, "ext") {
		return "", ErrPhoneExtension
	}
	for again := true; again; {
		again = false
		for _, l := range labels {
			if rest, ok := strings.CutPrefix(t, l); ok {
				t, again = strings.TrimSpace(rest), true
			}
		}
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
	return domestic(groups)
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
			return false, nil, ErrPhoneLetters
		}
	}
	if groups = strings.Fields(b.String()); len(groups) == 0 {
		return false, nil, ErrPhoneLength
	}
	return plus, groups, nil
}

// home turns +81 into the leading zero; other countries stay as they are.
func home(groups []string) ([]string, error) {
	all := strings.Join(groups, "")
	rest, japan := strings.CutPrefix(all, "81")
	if !japan {
		if all[0] == '0' {
			return nil, ErrPhoneLength
		}
		return groups, nil
	}
	if strings.TrimPrefix(rest, "0") == "" {
		return nil, ErrPhoneLength
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

func abroad(groups []string) (Phone, error) {
	if n := len(strings.Join(groups, "")); n < 7 || n > 15 {
		return "", ErrPhoneLength
	}
	return Phone("+" + strings.Join(groups, "-")), nil
}

func domestic(groups []string) (Phone, error) {
	all := strings.Join(groups, "")
	if all == "110" || all == "119" || all == "118" {
		return "", ErrPhoneService
	}
	if all[0] != '0' {
		if len(all) <= 8 {
			return "", ErrPhoneArea
		}
		return "", ErrPhoneLength
	}
	for _, p := range []string{"0120", "0800", "0570", "0990", "0180"} {
		if strings.HasPrefix(all, p) {
			return "", ErrPhoneService
		}
	}
	want := 10
	if mobile(all) {
		want = 11
	}
	if len(all) != want || len(all) > 1 && all[1] == '0' {
		return "", ErrPhoneLength
	}
	return Phone(strings.Join(spaced(all, groups), "-")), nil
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
