package hotlines_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"mendan/internal/civil"
	"mendan/internal/hotlines"
)

// signed is the list of emergency.md section 5, as it was signed off: written a
// second time, so that a digit that slips in one place does not slip in both.
var signed = map[string]string{
	"119": "119", "110": "110", "7119": "#7119",
	"inochi_sos": "0120061338", "yorisoi": "0120279338", "kokoro_mimi": "0120565455",
	"inochi": "0120783556", "kokoro_dial": "0570064556",
}

func TestSigned(t *testing.T) {
	t.Parallel()
	for _, l := range hotlines.All() {
		if l.Dial() != signed[l.ID] {
			t.Errorf("%s: %s, signed is %s", l.ID, l.Number, signed[l.ID])
		}
		if l.Free && strings.HasPrefix(string(l.Number), "0570") {
			t.Errorf("%s: free %t", l.ID, l.Free)
		}
	}
	if len(hotlines.All()) != len(signed) {
		t.Errorf("%d numbers, %d are signed", len(hotlines.All()), len(signed))
	}
}

// The order for somebody in distress: danger now, round the clock, at work, the rest.
func TestOrder(t *testing.T) {
	t.Parallel()
	at := func(id string) int {
		return slices.IndexFunc(hotlines.All(), func(l hotlines.Line) bool { return l.ID == id })
	}
	if !(at("119") < at("inochi_sos") && at("inochi_sos") < at("yorisoi") && at("yorisoi") < at("kokoro_mimi") && at("kokoro_mimi") < at("kokoro_dial")) {
		t.Error("not in the order of emergency.md section 5")
	}
}

// The transposed number that was found on a page is nowhere in the house but in warnings.
func TestTheWrongNumberIsNowhere(t *testing.T) {
	t.Parallel()
	wrong := "0570-" + "046-556"
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !slices.Contains([]string{".go", ".txt", ".json", ".templ"}, filepath.Ext(path)) || strings.HasSuffix(path, "hotlines.txt") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		b, err := os.ReadFile(path)
		if strings.Contains(string(b), wrong) {
			t.Errorf("%s has the wrong number", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestStale(t *testing.T) {
	t.Parallel()
	sos, _ := hotlines.Find("inochi_sos")
	checked := civil.Date{Year: 2026, Month: time.August, Day: 21}
	if sos.Checked != checked || sos.Stale(checked.AddDays(90)) || !sos.Stale(checked.AddDays(91)) {
		t.Errorf("checked %s", sos.Checked)
	}
	if n := len(hotlines.Overdue(checked.AddDays(91))); n != 3 {
		t.Errorf("%d numbers to compare", n)
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	good := "a | 名 | name | 119 | 時 | hours | 注 | note | yes | source | 2026-11-22"
	if list, err := hotlines.Parse(good); err != nil || len(list) != 1 {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		strings.Replace(good, "119", "11 9", 1):              "no number",
		strings.Replace(good, "119", "0570-64-556", 1):       "no number",
		strings.Replace(good, "2026-11-22", "2026-13-22", 1): "no day",
		strings.Replace(good, "yes", "perhaps", 1):           "yes or no",
		strings.Replace(good, "source", "", 1):               "column 10",
		good + " | more":                                     "12 columns",
		good + "\n" + good:                                   ":2:",
	} {
		if _, err := hotlines.Parse(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}
