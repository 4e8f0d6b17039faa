package readinessdb_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/actor"
	"mendan/internal/database"
	"mendan/internal/database/databasetest"
	"mendan/internal/id"
	"mendan/internal/readiness"
	"mendan/internal/readiness/readinessdb"
	"mendan/internal/txn"
)

func TestChecks(t *testing.T) {
	t.Parallel()
	databasetest.Both(t, func(t *testing.T, db *database.DB, _ *databasetest.Clock) {
		var store readinessdb.Checks
		now := time.Date(2026, 11, 23, 3, 0, 0, 123000, time.UTC)
		one, other := id.New[id.Case](), id.New[id.Case]()
		bad := readiness.Verdict{
			Case: one, Company: id.New[id.Company](), Employee: id.New[id.Employee](), At: now.Add(-2 * time.Hour),
			Camera: readiness.Denied, Microphone: readiness.Fine, Device: "iphone",
		}
		good := bad
		good.At, good.Camera, good.Speaker, good.Line = now, readiness.Fine, readiness.Fine, readiness.NoUDP
		good.Way, good.Kilobits, good.RTT = readiness.Relay, 1400, 35

		err := db.Write(context.Background(), actor.System("test"), "test", func(ctx context.Context, tx txn.Write) error {
			if _, err := store.LastVerdict(ctx, tx, one); !errors.Is(err, readiness.ErrNone) {
				t.Errorf("never checked: %v, want ErrNone", err)
			}
			if fact, err := store.LastCheck(ctx, tx, one); err != nil || !fact.At.IsZero() {
				t.Errorf("never checked: %+v, %v", fact, err)
			}
			for _, v := range []readiness.Verdict{bad, good} {
				if err := store.AddCheck(ctx, tx, v); err != nil {
					return err
				}
			}
			last, err := store.LastVerdict(ctx, tx, one)
			if err != nil {
				return err
			}
			if d := cmp.Diff(good, last); d != "" {
				t.Errorf("last verdict (-want +got)\n%s", d)
			}
			fact, err := store.LastCheck(ctx, tx, one)
			if err != nil || !fact.OK || !fact.At.Equal(now) {
				t.Errorf("last check: %+v, %v", fact, err)
			}
			if n, err := store.CountChecks(ctx, tx, one, now.Add(-time.Hour)); err != nil || n != 1 {
				t.Errorf("checks in an hour: %d, %v; want 1", n, err)
			}
			if n, err := store.CountChecks(ctx, tx, other, time.Time{}.Add(time.Hour)); err != nil || n != 0 {
				t.Errorf("checks of another case: %d, %v; want 0", n, err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
