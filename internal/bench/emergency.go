package bench

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"mendan/internal/audit/auditdb"
	"mendan/internal/database"
	"mendan/internal/emergency/emergencytest"
)

// emergency measures how soon the first is told after the button was pressed,
// with every commit on disk and the real runner.
func (r *run) emergency(ctx context.Context) (err error) {
	db, err := database.Open(ctx, filepath.Join(r.dir, "emergency.db"), database.Options{Log: auditdb.Append, Now: time.Now})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if _, err := db.Migrate(ctx); err != nil {
		return err
	}
	page, outwards, err := emergencytest.Measure(ctx, db, r.Presses)
	if err != nil {
		return err
	}
	in := func(list []time.Duration) (out []float64) {
		for _, d := range list {
			out = append(out, ms(d))
		}
		return out
	}
	r.add(
		spread("emergency.first_told", "the button is pressed, until the open page of the first who is called is told", "ms", in(page)).most("p99", 1000),
		spread("emergency.first_sent", "the same, until a webhook on this machine has the first SMS or call", "ms", in(outwards)).most("p99", 1000),
	)
	return nil
}
