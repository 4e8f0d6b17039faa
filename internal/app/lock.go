package app

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"mendan/internal/config"
)

// lock makes this process the only server on its data folder until release.
// Acts take turns inside one process; two servers on one SQLite file would
// send each reminder twice and each run a media server. The lock ends with the
// process, however it ends. With PostgreSQL the database itself takes turns.
func lock(c config.Config) (release func(), err error) {
	if c.Database != "" {
		return func() {}, nil
	}
	if err := os.MkdirAll(c.Data, 0o700); err != nil {
		return nil, Unusable{fmt.Errorf("data: %s cannot be made or written: %w", c.Data, root(err))}
	}
	f, err := os.OpenFile(filepath.Join(c.Data, "serve.lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, Unusable{fmt.Errorf("data: %s cannot be made or written: %w", c.Data, root(err))}
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = f.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, Unusable{fmt.Errorf("data: another mendan serve runs on %s; stop it first or give another folder", c.Data)}
		}
		return nil, Unusable{fmt.Errorf("data: %s cannot be locked: %w", c.Data, root(err))}
	}
	return func() { _ = f.Close() }, nil
}
