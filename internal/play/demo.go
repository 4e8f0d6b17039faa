package play

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// DemoOptions are what a demonstration needs.
type DemoOptions struct {
	Program string // the mendan program itself
	Out     string // folder for documents, figures and pictures
	Say     io.Writer
}

// Demo starts a fresh server, plays one interview and checks what it left
// behind. Errors: *ErrStep names the step that failed.
func Demo(ctx context.Context, o DemoOptions) (err error) {
	began := time.Now()
	for _, name := range []string{"screenshots", "data", "server.log", "timings.json", "opinion-employer.pdf", "report.pdf", "evidence.json", "evidence.pdf"} {
		if err := os.RemoveAll(filepath.Join(o.Out, name)); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(o.Out, 0o755); err != nil { //nolint:gosec // meant to be read
		return err
	}
	server, err := Start(ctx, o.Program, o.Out)
	if err != nil {
		return &ErrStep{"start", err}
	}
	stopped := false
	defer func() {
		if !stopped {
			err = errors.Join(err, server.Stop())
		}
	}()
	phone, err := Open(ctx)
	if err != nil {
		return &ErrStep{"browser", err}
	}
	defer phone.Close()
	office, err := Open(ctx)
	if err != nil {
		return &ErrStep{"browser", err}
	}
	defer office.Close()
	story := &Story{Server: server, Phone: phone, Office: office, Out: o.Out, Say: o.Say, Talk: 20 * time.Second, Cut: 5 * time.Second}
	story.note("ready", server.Ready.Milliseconds())
	if err := story.Play(ctx); err != nil {
		return err
	}
	stopped = true
	if err := server.Stop(); err != nil {
		return &ErrStep{"stop", err}
	}
	for _, c := range []struct {
		step string
		args []string
	}{
		{"audit verify", []string{"audit", "verify", "--demo", "--data", server.Data}},
		{"evidence verify", []string{"evidence", "verify", filepath.Join(o.Out, "evidence.json"), "--data", server.Data}},
	} {
		out, err := exec.CommandContext(ctx, o.Program, c.args...).CombinedOutput() //nolint:gosec // our own program
		if err != nil {
			return &ErrStep{c.step, fmt.Errorf("%w: %s", err, out)}
		}
		_, _ = fmt.Fprintf(o.Say, "%-26s %s", c.step, out)
	}
	_, _ = fmt.Fprintf(o.Say, "played in %s; left in %s\n", time.Since(began).Round(time.Second), o.Out)
	return nil
}
