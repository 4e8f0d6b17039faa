package bench

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/assets"
)

var tiny = sizes{Starts: 1, Joins: 1, Cuts: 1, Requests: 1, Letters: 2, Employees: 400, Interviews: 400, Bookings: 20}

// The parts that need neither the program nor a browser, with sizes that take a moment.
func TestInProcess(t *testing.T) {
	t.Parallel()
	var said bytes.Buffer
	r := &run{Options: Options{Say: &said}, sizes: tiny, dir: t.TempDir()}
	if err := r.letter(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := r.sqlite(t.Context()); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range r.figures {
		if f.Why == "" {
			names = append(names, f.Name)
			if (f.P50 == nil || *f.P50 <= 0) && (f.Value == nil || *f.Value <= 0) {
				t.Errorf("%s has no number: %+v", f.Name, f)
			}
		}
	}
	want := []string{"letter.time", "letter.size", "letter.fonts", "booking.act.sqlite", "booking.free.sqlite", "booking.race.sqlite", "booking.race.won.sqlite"}
	if assets.Check() != nil {
		want = want[3:]
	}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("figures (-want +got):\n%s", diff)
	}
}

func TestReportReadsBack(t *testing.T) {
	t.Parallel()
	report := Report{Machine: thisMachine(t.Context(), os.DevNull), Sizes: tiny, Figures: []Figure{
		spread("a", "what a is", "ms", []float64{3, 1, 2}).most("p50", 1),
		single("b", "what b is", "KB", 12.34567).most("value", 60),
		unmeasured("c", "what c is", "ms", "no browser").most("p50", 1000),
	}}
	file := filepath.Join(t.TempDir(), "bench.json")
	if err := report.write(file); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var got Report
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(report, got); diff != "" {
		t.Errorf("read back (-want +got):\n%s", diff)
	}
	var table bytes.Buffer
	if err := report.print(&table); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"p50 <= 1 (over)", "12.3", "not measured: no browser", "value <= 60 "} {
		if !strings.Contains(table.String(), want) {
			t.Errorf("the table lacks %q:\n%s", want, table.String())
		}
	}
}

func TestQuantile(t *testing.T) {
	t.Parallel()
	hundred := make([]float64, 100)
	for i := range hundred {
		hundred[i] = float64(i + 1)
	}
	for _, c := range []struct {
		of   []float64
		q    float64
		want float64
	}{{[]float64{7}, 0.99, 7}, {[]float64{1, 2, 3}, 0.5, 2}, {[]float64{1, 2, 3}, 0.95, 3}, {hundred, 0.5, 50}, {hundred, 0.95, 95}, {hundred, 0.99, 99}} {
		if got := quantile(c.of, c.q); got != c.want {
			t.Errorf("quantile %v of %d = %v, want %v", c.q, len(c.of), got, c.want)
		}
	}
}

func TestTimesOfALog(t *testing.T) {
	t.Parallel()
	log := `{"msg":"ready","ms":900}
{"msg":"request","route":"GET /home","status":200,"ms":1.5}
{"msg":"request","route":"POST /signin","status":303,"ms":9}
{"msg":"request","route":"GET /interviews/{case}/room/live","status":200,"ms":15000}
not a line of ours
{"msg":"request","route":"GET /home","status":200,"ms":2}
`
	byRoute, all := times(log)
	if diff := cmp.Diff(map[string][]float64{"GET /home": {1.5, 2}}, byRoute); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]float64{1.5, 2}, all); diff != "" {
		t.Error(diff)
	}
}
