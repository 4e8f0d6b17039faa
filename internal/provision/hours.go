package provision

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"mendan/internal/civil"
)

// Codes of what is wrong with a number somebody typed.
const (
	codeHours     = "provision.hours_wrong"    // not a length of time
	codeMinutes   = "provision.minutes_wrong"  // more than 59 minutes
	codeTooMany   = "provision.hours_too_many" // more than the month has
	codeCount     = "provision.count_wrong"
	codeCountMany = "provision.count_too_many"
	codeMonth     = "provision.month_wrong"
	codeMonthLate = "provision.month_ahead"
)

// longest is a month of 31 days without a break.
const longest Duration = 31 * 24 * 60

// narrow writes a number the way a machine reads it: full-width digits and
// signs become narrow, spaces go.
func narrow(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r >= 'Ａ' && r <= 'Ｚ':
			return r - 'Ａ' + 'a'
		case r >= 'ａ' && r <= 'ｚ':
			return r - 'ａ' + 'a'
		case r >= 'A' && r <= 'Z':
			return r - 'A' + 'a'
		}
		switch r {
		case '：':
			return ':'
		case '．', '。':
			return '.'
		case '，', '、', ',':
			return ','
		case '／':
			return '/'
		case '－', '‐', '‑', '–', '−', 'ー':
			return '-'
		case ' ', '　', '\t', '\u00a0':
			return -1
		}
		return r
	}, text)
}

// ParseHours reads a length of work as people type it: 80時間30分, 80:30, 80.5,
// 80h, 80 hours, in full width too. Empty is Unsaid. The second result is the
// code of what is wrong, empty when nothing is.
func ParseHours(text string) (Duration, string) {
	s := narrow(text)
	if s == "" {
		return Unsaid, ""
	}
	s = strings.TrimPrefix(strings.TrimPrefix(s, "約"), "月")
	for _, w := range []struct{ word, sign string }{
		{"時間", "h"}, {"時", "h"}, {"hours", "h"}, {"hour", "h"}, {"hrs", "h"}, {"hr", "h"},
		{"minutes", "m"}, {"minute", "m"}, {"mins", "m"}, {"min", "m"}, {"分", "m"}, {"半", "30m"},
	} {
		s = strings.ReplaceAll(s, w.word, w.sign)
	}
	var hours, minutes string
	switch {
	case strings.Contains(s, ":"):
		hours, minutes, _ = strings.Cut(strings.TrimSuffix(s, "h"), ":")
		if len(minutes) != 2 {
			return 0, codeHours
		}
	case strings.Contains(s, "h"):
		hours, minutes, _ = strings.Cut(s, "h")
		minutes = strings.TrimSuffix(minutes, "m")
	case strings.HasSuffix(s, "m"):
		hours, minutes = "0", strings.TrimSuffix(s, "m")
		if n, err := strconv.Atoi(minutes); err == nil && n >= 60 && n <= int(longest) {
			return Duration(n), "" // 90 minutes
		}
	default:
		hours = s
	}
	whole, part, decimal := strings.Cut(hours, ".")
	if decimal && minutes != "" {
		return 0, codeHours
	}
	h, ok := digits(whole)
	if !ok {
		return 0, codeHours
	}
	out := Duration(h) * 60
	if decimal {
		if len(part) == 0 || len(part) > 2 {
			return 0, codeHours
		}
		n, ok := digits(part)
		if !ok {
			return 0, codeHours
		}
		if len(part) == 1 {
			n *= 10
		}
		out += Duration((n*60 + 50) / 100)
	}
	if minutes != "" {
		m, ok := digits(minutes)
		switch {
		case !ok:
			return 0, codeHours
		case m > 59:
			return 0, codeMinutes
		}
		out += Duration(m)
	}
	if out > longest {
		return 0, codeTooMany
	}
	return out, ""
}

// ParseCount reads how often or how many days: 4, ４回, 22日. Empty is -1.
func ParseCount(text string, most int) (int, string) {
	s := narrow(text)
	if s == "" {
		return -1, ""
	}
	for _, w := range []string{"回", "日間", "日", "夜", "泊", "times", "days", "人", "名"} {
		s = strings.TrimSuffix(s, w)
	}
	n, ok := digits(strings.ReplaceAll(s, ",", ""))
	switch {
	case !ok:
		return 0, codeCount
	case n > most:
		return 0, codeCountMany
	}
	return n, ""
}

// digits reads a number of at most six figures; signs and letters are none.
func digits(s string) (int, bool) {
	if s == "" || len(s) > 6 {
		return 0, false
	}
	for _, r := range s {
		if r < '0' || r > '9' {
			return 0, false
		}
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}

// Text is 80:30, the way a form shows it again; empty when unsaid.
func (d Duration) Text() string {
	if d < 0 {
		return ""
	}
	return fmt.Sprintf("%d:%02d", d/60, d%60)
}

// Japanese is 80時間30分.
func (d Duration) Japanese() string {
	switch {
	case d < 0:
		return ""
	case d%60 == 0:
		return fmt.Sprintf("%d時間", d/60)
	}
	return fmt.Sprintf("%d時間%d分", d/60, d%60)
}

// English is 80 h 30 min.
func (d Duration) English() string {
	switch {
	case d < 0:
		return ""
	case d%60 == 0:
		return fmt.Sprintf("%d h", d/60)
	}
	return fmt.Sprintf("%d h %d min", d/60, d%60)
}

// Month is a calendar month: 2026-10. The zero Month is none.
type Month struct {
	Year  int
	Month time.Month
}

// MonthOf is the month of a day.
func MonthOf(d civil.Date) Month { return Month{d.Year, d.Month} }

// Before is the month before m.
func (m Month) Before() Month {
	return MonthOf(civil.Date{Year: m.Year, Month: m.Month, Day: 1}.AddDays(-1))
}

// IsZero tells whether m is none.
func (m Month) IsZero() bool { return m == Month{} }

// First is its first day.
func (m Month) First() civil.Date { return civil.Date{Year: m.Year, Month: m.Month, Day: 1} }

// String is 2026-10, also how it is stored.
func (m Month) String() string {
	if m.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d", m.Year, int(m.Month))
}

// eras begin with year 1 in these years; the month before the change does not matter here.
var eras = []struct { //nolint:gochecknoglobals // a table
	name  string
	begin int
}{{"令和", 2019}, {"r", 2019}, {"平成", 1989}, {"h", 1989}}

// ParseMonth reads a month as people type it: 2026-10, 2026/10, 2026年10月,
// 令和8年10月, R8.10, 10月 (the latest one not after now), in full width too.
// The second result is the code of what is wrong.
func ParseMonth(text string, now Month) (Month, string) {
	s := narrow(text)
	begin := 0
	for _, e := range eras {
		if rest, ok := strings.CutPrefix(s, e.name); ok {
			s, begin = strings.Replace(rest, "元", "1", 1), e.begin-1
			break
		}
	}
	s = strings.TrimSuffix(strings.NewReplacer("年", "-", "/", "-", ".", "-").Replace(s), "度")
	if i := strings.Index(s, "月"); i >= 0 && (s[i:] == "月" || s[i:] == "月分") {
		s = s[:i]
	}
	year, month, two := strings.Cut(s, "-")
	if !two && begin == 0 {
		m, ok := digits(year)
		if !ok || m < 1 || m > 12 {
			return Month{}, codeMonth
		}
		out := Month{now.Year, time.Month(m)}
		if out.Month > now.Month {
			out.Year--
		}
		return out, ""
	}
	y, ok1 := digits(year)
	m, ok2 := digits(month)
	if !ok1 || !ok2 || m < 1 || m > 12 {
		return Month{}, codeMonth
	}
	out := Month{y + begin, time.Month(m)}
	switch {
	case out.Year < 2015 || out.Year > 2200:
		return Month{}, codeMonth
	case out.First().After(now.First()):
		return Month{}, codeMonthLate
	}
	return out, ""
}
