package app

import (
	"errors"
	"strings"
	"testing"

	"mendan/internal/config"
)

func TestOneServerOnOneFolder(t *testing.T) {
	t.Parallel()
	c := config.Config{Data: t.TempDir() + "/data"}
	release, err := lock(c)
	if err != nil {
		t.Fatal(err)
	}
	_, err = lock(c)
	if u := (Unusable{}); !errors.As(err, &u) || !strings.Contains(err.Error(), c.Data) || strings.Contains(err.Error(), "\n") {
		t.Fatalf("a second server: %v", err)
	}
	release()
	if release, err = lock(c); err != nil {
		t.Fatalf("after the first has ended: %v", err)
	}
	release()
}

// Servers on PostgreSQL may share a folder of keys.
func TestPostgresNeedsNoLock(t *testing.T) {
	t.Parallel()
	c := config.Config{Data: t.TempDir(), Database: "postgres://db/mendan"}
	for range 2 {
		if _, err := lock(c); err != nil {
			t.Fatal(err)
		}
	}
}
