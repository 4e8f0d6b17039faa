package e2e

import (
	"context"
	"os"
	"testing"

	"mendan/internal/play"
)

// program is the built binary: `make e2e` sets it.
func program(t *testing.T) string {
	t.Helper()
	p := os.Getenv("MENDAN")
	if p == "" {
		t.Skip("MENDAN names no built program: use `make e2e`")
	}
	return p
}

type sayTo struct{ t *testing.T }

func (s sayTo) Write(b []byte) (int, error) {
	s.t.Logf("%s", b)
	return len(b), nil
}

// TestInterview plays one whole interview, from the booking to the measure, as
// `make demo` does.
func TestInterview(t *testing.T) {
	out := t.TempDir()
	if keep := os.Getenv("DEMO_OUT"); keep != "" {
		out = keep
	}
	if err := play.Demo(context.Background(), play.DemoOptions{Program: program(t), Out: out, Say: sayTo{t}}); err != nil {
		t.Fatal(err)
	}
}
