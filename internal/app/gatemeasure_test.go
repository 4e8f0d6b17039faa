package app

import (
	"context"
	"testing"
	"time"

	"mendan/internal/config"
)

// The figures of `mendan bench` are taken on workplaces whose gate is open.
func TestMeasureGate(t *testing.T) {
	t.Parallel()
	c, err := config.LoadData("", func(string) string { return "" }, map[string]string{"data": t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	took, err := MeasureGate(context.Background(), c, 2, 10, 20)
	if err != nil || len(took) != 20 {
		t.Fatalf("%d runs, %v", len(took), err)
	}
	for _, d := range took {
		if d <= 0 || d > time.Second {
			t.Errorf("one check took %s", d)
		}
	}
}
