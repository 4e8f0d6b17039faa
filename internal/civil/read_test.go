package civil_test

import (
	"strings"
	"testing"

	"mendan/internal/civil"
)

// typed is what people type and the day they mean; "-" is refused.
const typed = `
2026-11-22             2026-11-22
2026/11/22             2026-11-22
2026.11.22             2026-11-22
2026/1/2               2026-01-02
2026年11月22日         2026-11-22
2026年11月22日(日)     2026-11-22
２０２６年１１月２２日（日） 2026-11-22
２０２６／１１／２２   2026-11-22
2026−11−22             2026-11-22
2026ー11ー22           2026-11-22
2026・11・22           2026-11-22
20261122               2026-11-22
２０２６１１２２       2026-11-22
昭和55年3月4日         1980-03-04
昭和５５年３月４日     1980-03-04
S55.3.4                1980-03-04
s55.3.4                1980-03-04
Ｓ５５．３．４         1980-03-04
S55/03/04              1980-03-04
S550304                1980-03-04
昭55.3.4               1980-03-04
㍼55年3月4日           1980-03-04
R8-11-22               2026-11-22
令和8年11月22日(日)    2026-11-22
令和元年5月1日         2019-05-01
㋿元年5月1日           2019-05-01
R1.5.1                 2019-05-01
R01.05.01              2019-05-01
平成31年4月30日        2019-04-30
平成32年1月1日         2020-01-01
H元.1.8                1989-01-08
昭和64年1月7日         1989-01-07
昭和元年12月25日       1926-12-25
大正元年7月30日        1912-07-30
T15.12.24              1926-12-24
明治45年7月29日        1912-07-29
明治6年1月1日          1873-01-01
明治5年12月2日         -
明治元年9月8日         -
8/11/22                -
55.3.4                 -
2026-13-01             -
2026-02-29             -
2024-02-29             2024-02-29
2026-11-31             -
2026-11-00             -
令和0年1月1日          -
令和8年                -
2026年11月             -
江戸8年1月1日          -
X8.1.1                 -
2026-11-22x            -
-1-1-1                 -
昨日                   -
7000.1.1               -
0800-01-01             -
`

func TestReadDate(t *testing.T) {
	t.Parallel()
	n := 0
	for line := range strings.Lines(typed) {
		f := strings.Fields(line)
		if len(f) == 0 {
			continue
		}
		n++
		want := f[1]
		if want == "-" {
			want = ""
		}
		got, err := civil.ReadDate(f[0])
		if got.String() != want || (err == nil) != (want != "") {
			t.Errorf("%s: %q %v, want %q", f[0], got, err, want)
		}
	}
	if got, err := civil.ReadDate(" 令和 8年 11月22日 "); err != nil || got.String() != "2026-11-22" {
		t.Errorf("with spaces: %s %v", got, err)
	}
	if n < 50 {
		t.Fatalf("only %d lines", n)
	}
}

// The first and last day of each era, as a person reads them.
func TestEraBoundaries(t *testing.T) {
	t.Parallel()
	for day, want := range map[string]string{
		"1872-12-31": "1872年12月31日(火)",
		"1873-01-01": "明治6年1月1日(水)",
		"1912-07-29": "明治45年7月29日(月)",
		"1912-07-30": "大正元年7月30日(火)",
		"1912-12-31": "大正元年12月31日(火)",
		"1913-01-01": "大正2年1月1日(水)",
		"1926-12-24": "大正15年12月24日(金)",
		"1926-12-25": "昭和元年12月25日(土)",
		"1927-01-01": "昭和2年1月1日(土)",
		"1989-01-07": "昭和64年1月7日(土)",
		"1989-01-08": "平成元年1月8日(日)",
		"2019-04-30": "平成31年4月30日(火)",
		"2019-05-01": "令和元年5月1日(水)",
		"2019-12-31": "令和元年12月31日(火)",
		"2020-01-01": "令和2年1月1日(水)",
		"2026-11-22": "令和8年11月22日(日)",
		"":           "",
	} {
		d := civil.Date{}
		if day != "" {
			var err error
			if d, err = civil.ParseDate(day); err != nil {
				t.Fatal(err)
			}
		}
		if got := d.JapaneseEra(); got != want {
			t.Errorf("%s is %s, want %s", day, got, want)
		}
	}
}

// What is read is a day; and a day, however it is written, is read as itself.
func FuzzReadDate(f *testing.F) {
	for line := range strings.Lines(typed) {
		if w := strings.Fields(line); len(w) > 0 {
			f.Add(w[0])
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := civil.ReadDate(text)
		if err != nil {
			if !d.IsZero() {
				t.Fatalf("%q: an error and a day", text)
			}
			return
		}
		if d.AddDays(0) != d || d.IsZero() {
			t.Fatalf("%q became %#v", text, d)
		}
		for _, again := range []string{d.String(), d.Japanese(), d.JapaneseEra()} {
			if got, err := civil.ReadDate(again); err != nil || got != d {
				t.Fatalf("%q is %s, and %q is %s %v", text, d, again, got, err)
			}
		}
	})
}
