package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// Report is what bench.json holds.
type Report struct {
	Machine Machine  `json:"machine"`
	Quick   bool     `json:"quick"`
	Sizes   sizes    `json:"sizes"`
	Took    float64  `json:"tookSeconds"`
	Failed  string   `json:"failed,omitempty"` // why the run ended early
	Figures []Figure `json:"figures"`
}

// Machine is where and what was measured.
type Machine struct {
	Date    string `json:"date"`
	Version string `json:"version"` // of the program that is measured
	Commit  string `json:"commit"`  // of the folder it is measured in
	Go      string `json:"go"`
	System  string `json:"system"`
	CPU     string `json:"cpu"`
	Cores   int    `json:"cores"`
	Memory  string `json:"memory"`
	Load    string `json:"loadAtStart"` // of one, five and fifteen minutes: figures of a busy machine say little
}

// Figure is one thing measured. Names are stable: figures of two runs are
// compared by name. Either P50 and P95, or Value, or Why is there.
type Figure struct {
	Name  string   `json:"name"`
	What  string   `json:"what"`
	Unit  string   `json:"unit"`
	Runs  int      `json:"runs,omitempty"`
	P50   *float64 `json:"p50,omitempty"`
	P95   *float64 `json:"p95,omitempty"`
	P99   *float64 `json:"p99,omitempty"`
	Value *float64 `json:"value,omitempty"`
	Aim   *Aim     `json:"aim,omitempty"`
	Why   string   `json:"why,omitempty"` // why it was not measured
}

// Aim is what a figure should not exceed.
type Aim struct {
	Of   string  `json:"of"` // which number: p50, p95, p99 or value
	Most float64 `json:"most"`
	Met  bool    `json:"met"`
}

// quantile is the nearest-rank quantile of sorted numbers.
func quantile(sorted []float64, q float64) float64 {
	return sorted[min(len(sorted)-1, max(0, int(math.Ceil(q*float64(len(sorted))))-1))]
}

// spread makes a figure of many runs. p99 is told of a hundred runs or more.
func spread(name, what, unit string, runs []float64) Figure { //nolint:unparam // a unit beside each name, as in single
	f := Figure{Name: name, What: what, Unit: unit, Runs: len(runs)}
	if len(runs) == 0 {
		f.Why = "no run"
		return f
	}
	slices.Sort(runs)
	f.P50, f.P95 = new(rounded(quantile(runs, 0.5))), new(rounded(quantile(runs, 0.95)))
	if len(runs) >= 100 {
		f.P99 = new(rounded(quantile(runs, 0.99)))
	}
	return f
}

func single(name, what, unit string, v float64) Figure {
	return Figure{Name: name, What: what, Unit: unit, Runs: 1, Value: new(rounded(v))}
}

func unmeasured(name, what, unit, why string) Figure {
	return Figure{Name: name, What: what, Unit: unit, Why: why}
}

// most sets the aim: the number called of should not be above limit.
func (f Figure) most(of string, limit float64) Figure {
	v := map[string]*float64{"p50": f.P50, "p95": f.P95, "p99": f.P99, "value": f.Value}[of]
	f.Aim = &Aim{Of: of, Most: limit, Met: v != nil && *v <= limit}
	return f
}

func (r *run) add(f ...Figure) { r.figures = append(r.figures, f...) }

// rounded leaves three digits behind the point: more is noise.
func rounded(v float64) float64 { return math.Round(v*1000) / 1000 }

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func (r Report) write(path string) error {
	b, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(b, '\n'), 0o644) //nolint:gosec // figures are meant to be read
}

func (r Report) print(to io.Writer) error {
	m := r.Machine
	_, _ = fmt.Fprintf(to, "\n%s · version %s · commit %s · %s · %s\n%d cores, %s, %s · load at start %s · took %.0f s\n", m.Date, m.Version, m.Commit, m.Go, m.System, m.Cores, m.CPU, m.Memory, m.Load, r.Took)
	if r.Quick {
		_, _ = fmt.Fprintln(to, "quick: small data and few runs, only to see that it works")
	}
	_, _ = fmt.Fprintln(to)
	w := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(w, "FIGURE\tP50\tP95\tP99\tVALUE\tUNIT\tAIM\tRUNS\tWHAT")
	last := ""
	for _, f := range r.Figures {
		what := f.What
		if f.Why != "" {
			what = "not measured: " + f.Why
		}
		if what == last {
			what = "" // as above
		} else {
			last = what
		}
		_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%d\t%s\n", f.Name, number(f.P50), number(f.P95), number(f.P99), number(f.Value), f.Unit, f.Aim.say(f.Why == ""), f.Runs, what)
	}
	return w.Flush()
}

func number(v *float64) string {
	switch {
	case v == nil:
		return ""
	case *v >= 100 || *v == math.Trunc(*v):
		return fmt.Sprintf("%.0f", *v)
	}
	return fmt.Sprintf("%.1f", *v)
}

func (a *Aim) say(measured bool) string {
	if a == nil {
		return ""
	}
	text := fmt.Sprintf("%s <= %s", a.Of, number(&a.Most))
	if measured && !a.Met {
		text += " (over)"
	}
	return text
}

// thisMachine tells where and what is measured.
func thisMachine(ctx context.Context, program string) Machine {
	m := Machine{Date: time.Now().UTC().Format(time.RFC3339), Version: "unknown", Commit: "unknown", Go: runtime.Version(), System: runtime.GOOS + "/" + runtime.GOARCH, Cores: runtime.NumCPU(), CPU: "unknown", Memory: "unknown", Load: "unknown"}
	if out, err := exec.CommandContext(ctx, program, "version").Output(); err == nil {
		m.Version = strings.TrimPrefix(strings.TrimSpace(string(out)), "mendan ")
	}
	if out, err := exec.CommandContext(ctx, "git", "describe", "--tags", "--always", "--dirty").Output(); err == nil {
		m.Commit = strings.TrimSpace(string(out))
	}
	if v, ok := line("/proc/cpuinfo", "model name"); ok {
		m.CPU = v
	}
	if v, ok := line("/proc/meminfo", "MemTotal"); ok {
		m.Memory = v
	}
	if b, err := os.ReadFile("/proc/loadavg"); err == nil {
		if f := strings.Fields(string(b)); len(f) >= 3 {
			m.Load = strings.Join(f[:3], " ")
		}
	}
	return m
}

// line finds "key: value" in a file of the kernel.
func line(path, key string) (string, bool) {
	b, err := os.ReadFile(path)
	if err != nil {
		return "", false
	}
	for l := range strings.Lines(string(b)) {
		if k, v, ok := strings.Cut(l, ":"); ok && strings.TrimSpace(k) == key {
			return strings.TrimSpace(v), true
		}
	}
	return "", false
}
