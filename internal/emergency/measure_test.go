package emergency_test

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"mendan/internal/audit/auditdb"
	"mendan/internal/database"
	"mendan/internal/emergency/emergencytest"
)

// The measuring of `make bench` works: everybody who presses is heard.
func TestMeasure(t *testing.T) {
	t.Parallel()
	db, err := database.Open(ctx, filepath.Join(t.TempDir(), "mendan.db"), database.Options{Log: auditdb.Append, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if _, err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	page, out, err := emergencytest.Measure(ctx, db, 3)
	if err != nil || len(page) != 3 || len(out) != 3 {
		t.Fatalf("%d and %d, %v", len(page), len(out), err)
	}
	t.Logf("page at most %s, webhook at most %s", slices.Max(page), slices.Max(out))
}
