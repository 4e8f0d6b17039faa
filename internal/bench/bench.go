// Package bench measures the product and prints the figures: as a table for
// people and as JSON for comparing. It asserts nothing: machines are shared and
// noisy, so figures are compared within one run and never fail a test. A
// figure that cannot be taken here says why; a product that does not work ends
// the run, with what was measured until then.
package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// Options are what a run needs.
type Options struct {
	Program string // the mendan program itself
	Out     string // file for the figures as JSON
	Quick   bool   // small data, few runs
	Say     io.Writer
}

// sizes are how much is measured.
type sizes struct {
	Starts     int `json:"starts"`
	Idle       int `json:"idleSeconds"`
	Joins      int `json:"joins"`
	Cuts       int `json:"cuts"`
	Requests   int `json:"requests"` // of each page
	Letters    int `json:"letters"`
	Employees  int `json:"employees"`
	Interviews int `json:"interviews"`
	Bookings   int `json:"bookings"`
	Presses    int `json:"presses"` // of the button of an emergency
}

var (
	whole = sizes{Starts: 5, Idle: 10, Joins: 20, Cuts: 3, Requests: 100, Letters: 50, Employees: 100_000, Interviews: 300_000, Bookings: 200, Presses: 200}
	quick = sizes{Starts: 2, Idle: 3, Joins: 2, Cuts: 1, Requests: 10, Letters: 10, Employees: 2_000, Interviews: 6_000, Bookings: 100, Presses: 20}
)

// run is one measuring of everything.
type run struct {
	Options
	sizes
	dir     string // thrown away afterwards
	figures []Figure
}

// Run measures everything.
func Run(ctx context.Context, o Options) (err error) {
	dir, err := os.MkdirTemp("", "mendan-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	r := &run{Options: o, sizes: whole, dir: dir}
	if o.Quick {
		r.sizes = quick
	}
	began, machine := time.Now(), thisMachine(ctx, o.Program)
	failed := r.all(ctx)
	report := Report{Machine: machine, Quick: o.Quick, Sizes: r.sizes, Took: time.Since(began).Seconds(), Figures: r.figures}
	if failed != nil {
		report.Failed = failed.Error()
	}
	return errors.Join(failed, report.print(o.Say), report.write(o.Out))
}

func (r *run) all(ctx context.Context) error {
	for _, part := range []struct {
		name string
		do   func(ctx context.Context) error
	}{
		{"start, memory, room and pages", r.product},
		{"letter", r.letter},
		{"online or in person", r.mode},
		{"launch gate", r.gate},
		{"emergency", r.emergency},
		{"booking on SQLite", r.sqlite},
		{"booking on PostgreSQL", r.postgres},
	} {
		began := time.Now()
		if err := part.do(ctx); err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
		r.say("%s: measured in %s", part.name, time.Since(began).Round(time.Second))
	}
	return nil
}

func (r *run) say(format string, args ...any) {
	_, _ = fmt.Fprintf(r.Say, "· "+format+"\n", args...)
}
