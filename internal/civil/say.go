package civil

import (
	"fmt"
	"time"
)

var weekdays = [...]string{"日", "月", "火", "水", "木", "金", "土"}

// Japanese is 2026年11月22日(日).
func (d Date) Japanese() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d年%d月%d日(%s)", d.Year, d.Month, d.Day, weekdays[d.Weekday()])
}

// JapaneseShort is 11月22日(日).
func (d Date) JapaneseShort() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d月%d日(%s)", d.Month, d.Day, weekdays[d.Weekday()])
}

// English is Sun 22 Nov 2026.
func (d Date) English() string {
	if d.IsZero() {
		return ""
	}
	return time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC).Format("Mon 2 Jan 2006")
}

var eras = []struct {
	from Date
	name string
}{
	{Date{2019, 5, 1}, "令和"}, {Date{1989, 1, 8}, "平成"}, {Date{1926, 12, 25}, "昭和"},
	{Date{1912, 7, 30}, "大正"}, {Date{1873, 1, 1}, "明治"},
}

// JapaneseEra is 令和8年11月22日(日). Days before the eras it knows are said in
// the Western count.
func (d Date) JapaneseEra() string {
	if d.IsZero() || d.Before(eras[len(eras)-1].from) {
		return d.Japanese()
	}
	return fmt.Sprintf("%s(%s)", d.Era(), weekdays[d.Weekday()])
}

// Era is 令和8年11月22日; the first year of an era is 元年.
// Source: 元号法 and the orders that fixed the first day of each era.
func (d Date) Era() string {
	for _, e := range eras {
		if !d.Before(e.from) {
			first := e.from.Year
			if e.name == "明治" {
				first = 1868
			}
			n := d.Year - first + 1
			year := fmt.Sprint(n)
			if n == 1 {
				year = "元"
			}
			return fmt.Sprintf("%s%s年%d月%d日", e.name, year, d.Month, d.Day)
		}
	}
	return d.String()
}
