package bench

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"mendan/internal/audit/auditdb"
	"mendan/internal/database"
	"mendan/internal/database/databasetest"
	"mendan/internal/scheduling/schedulingtest"
)

func (r *run) sqlite(ctx context.Context) error {
	return r.booking(ctx, database.SQLite, filepath.Join(r.dir, "mendan.db"))
}

func (r *run) postgres(ctx context.Context) error {
	dsn, err := databasetest.StartPostgres()
	if err != nil {
		for _, f := range bookingFigures(database.Postgres, schedulingtest.Figures{}, r.sizes) {
			r.add(unmeasured(f.Name, f.What, f.Unit, err.Error()))
		}
		return nil
	}
	return r.booking(ctx, database.Postgres, dsn)
}

// booking fills a fresh store and lets the real service work on it, with every
// commit on disk.
func (r *run) booking(ctx context.Context, engine database.Engine, dsn string) (err error) {
	began := time.Now()
	filled, err := r.fill(ctx, dsn)
	if err != nil {
		return err
	}
	// Opened anew: the last to close a SQLite file brings what was loaded home
	// and syncs it. Else the first acts would pay for the load, hundreds of
	// milliseconds each, and not for what they do.
	db, err := database.Open(ctx, dsn, database.Options{Log: auditdb.Append, Now: time.Now})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	r.say("%s: filled in %s", engine, time.Since(began).Round(time.Second))
	got, err := schedulingtest.NewBench(db, filled).Measure(ctx, r.Bookings)
	if err != nil {
		return err
	}
	if got.Won != 50 || got.Won+got.Lost != 200 {
		return fmt.Errorf("200 clients for 50 slots made %d bookings and lost %d: it must be 50 and 150", got.Won, got.Lost)
	}
	r.add(bookingFigures(engine, got, r.sizes)...)
	return nil
}

// fill loads a fresh store.
func (r *run) fill(ctx context.Context, dsn string) (filled *schedulingtest.Filled, err error) {
	db, err := database.Open(ctx, dsn, database.Options{Log: auditdb.Append, Now: time.Now})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if _, err := db.Migrate(ctx); err != nil {
		return nil, err
	}
	return schedulingtest.Fill(ctx, db, r.Employees, r.Interviews)
}

func bookingFigures(engine database.Engine, got schedulingtest.Figures, s sizes) []Figure {
	data := fmt.Sprintf(" among %d workers and %d interviews", s.Employees, s.Interviews)
	pair := func(name, what string, p50, p99 time.Duration) Figure {
		return Figure{Name: "booking." + name + "." + string(engine), What: what + data, Unit: "ms", Runs: s.Bookings, P50: new(rounded(ms(p50))), P99: new(rounded(ms(p99)))}.most("p99", 50)
	}
	return []Figure{
		pair("act", "the whole act: rules, rows, audit, messages, reminders, commit", got.BookP50, got.BookP99),
		pair("free", "list of free slots, 14 days of 5 physicians", got.FreeP50, got.FreeP99),
		single("booking.race."+string(engine), "200 clients for 50 slots at once, from the first to the last answer"+data, "ms", ms(got.Race)),
		single("booking.race.won."+string(engine), "bookings of that race: exactly 50, or the run fails", "bookings", float64(got.Won)),
	}
}
