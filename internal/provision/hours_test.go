package provision_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"mendan/internal/provision"
)

// rows reads a table of cases as lawyers and officers can read it.
func rows(t *testing.T, file string, columns int) [][]string {
	t.Helper()
	text, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var out [][]string
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "" {
			continue
		}
		cells := strings.Split(strings.TrimRight(line, "\n"), "|")
		if len(cells) != columns {
			t.Fatalf("%s: %q has %d columns, want %d", file, line, len(cells), columns)
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		out = append(out, cells)
	}
	if len(out) == 0 {
		t.Fatalf("%s is empty", file)
	}
	return out
}

func TestHoursAsTyped(t *testing.T) {
	t.Parallel()
	for _, row := range rows(t, "hours.txt", 3) {
		d, code := provision.ParseHours(row[0])
		if code != row[2] || code == "" && d.Text() != row[1] {
			t.Errorf("%q: %q %q, want %q %q", row[0], d.Text(), code, row[1], row[2])
		}
		if again, code := provision.ParseHours(d.Text()); row[2] == "" && (again != d || code != "") {
			t.Errorf("%q: shown as %q and read as %v %q", row[0], d.Text(), again, code)
		}
	}
}

func TestMonthsAsTyped(t *testing.T) {
	t.Parallel()
	now := provision.Month{Year: 2026, Month: time.November}
	for _, row := range rows(t, "months.txt", 3) {
		m, code := provision.ParseMonth(row[0], now)
		if code != row[2] || code == "" && m.String() != row[1] {
			t.Errorf("%q: %q %q, want %q %q", row[0], m, code, row[1], row[2])
		}
	}
}

func TestCountsAsTyped(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		text string
		want int
		code string
	}{
		{"22", 22, ""}, {"２２日", 22, ""}, {"4回", 4, ""}, {"0", 0, ""}, {"", -1, ""},
		{"-1", 0, "provision.count_wrong"}, {"数回", 0, "provision.count_wrong"}, {"1.5", 0, "provision.count_wrong"}, {"32", 0, "provision.count_too_many"},
	} {
		n, code := provision.ParseCount(x.text, 31)
		if n != x.want || code != x.code {
			t.Errorf("%q: %d %q, want %d %q", x.text, n, code, x.want, x.code)
		}
	}
}

func FuzzParseHours(f *testing.F) {
	for _, s := range []string{"80時間30分", "80:30", "80.5", "９０分", ":", "h", ".", "m", "半", "1:"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, code := provision.ParseHours(text)
		if code == "" && (d < provision.Unsaid || d > 31*24*60) {
			t.Fatalf("%q is %d minutes", text, d)
		}
	})
}
