package scheduling_test

import (
	"context"
	"os"
	"strconv"
	"testing"

	"mendan/internal/database/databasetest"
	"mendan/internal/scheduling"
	"mendan/internal/scheduling/schedulingtest"
)

// size reads how much to load: small by default, so that the benchmark stays compiling and quick;
// BENCH_EMPLOYEES=100000 BENCH_INTERVIEWS=300000 is the size of the promise.
func size(name string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return otherwise
}

func BenchmarkBooking(b *testing.B) {
	for _, engine := range []string{"sqlite", "postgres"} {
		b.Run(engine, func(b *testing.B) {
			open := databasetest.Open
			if engine == "postgres" {
				open = databasetest.OpenPostgres
			}
			db, _ := open(b)
			ctx := context.Background()
			filled, err := schedulingtest.Fill(ctx, db, size("BENCH_EMPLOYEES", 2000), size("BENCH_INTERVIEWS", 2000))
			if err != nil {
				b.Fatal(err)
			}
			bench := schedulingtest.NewBench(db, filled)
			who, c, err := bench.Case(ctx, 0)
			if err != nil {
				b.Fatal(err)
			}
			b.Run("free", func(b *testing.B) {
				for b.Loop() {
					if _, err := bench.Service.FreeSlots(ctx, who, scheduling.Ask{Case: c, Days: 14}); err != nil {
						b.Fatal(err)
					}
				}
			})
			b.Run("figures", func(b *testing.B) {
				for range 1 {
					f, err := bench.Measure(ctx, size("BENCH_RUNS", 100))
					if err != nil {
						b.Fatal(err)
					}
					b.ReportMetric(float64(f.FreeP50.Microseconds())/1000, "free-p50-ms")
					b.ReportMetric(float64(f.FreeP99.Microseconds())/1000, "free-p99-ms")
					b.ReportMetric(float64(f.BookP50.Microseconds())/1000, "book-p50-ms")
					b.ReportMetric(float64(f.BookP99.Microseconds())/1000, "book-p99-ms")
					b.ReportMetric(float64(f.Race.Milliseconds()), "race-ms")
					b.ReportMetric(float64(f.Won), "race-won")
				}
			})
		})
	}
}
