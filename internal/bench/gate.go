package bench

import (
	"context"
	"fmt"
	"path/filepath"

	"mendan/internal/app"
	"mendan/internal/config"
)

// gate measures the launch gate among 200 prepared workplaces on SQLite.
func (r *run) gate(ctx context.Context) error {
	workplaces, runs := 200, 5_000
	if r.Quick {
		workplaces, runs = 4, 200
	}
	c, err := config.LoadData("", func(string) string { return "" }, map[string]string{"data": filepath.Join(r.dir, "gate")})
	if err != nil {
		return err
	}
	took, err := app.MeasureGate(ctx, c, workplaces, 50, runs)
	if err != nil {
		return err
	}
	var all []float64
	for _, t := range took {
		all = append(all, ms(t))
	}
	r.add(spread("gate.check", fmt.Sprintf("all facts read and every requirement judged for one type, among %d prepared workplaces of 50 people", workplaces), "ms", all).most("p99", 20))
	return nil
}
