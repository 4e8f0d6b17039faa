package app

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"mendan/internal/config"
)

// What an operator reads when a start is refused: the setting that is meant and
// the system's own word for why, without the path the error took through us.

// Unusable is a fault of the caller: the command cannot be done as asked.
type Unusable struct{ error }

// cannotOpen says that the database is not there. A server elsewhere may come
// back, so that this is a failure; a file in our own folder does not.
func cannotOpen(c config.Config, err error) error {
	if c.Database == "" {
		return Unusable{fmt.Errorf("data: the database %s cannot be opened: %w", c.DSN(), root(err))}
	}
	host := ""
	if u, err := url.Parse(c.Database); err == nil && u.Host != "" {
		host = " at " + u.Host
	}
	return fmt.Errorf("database: no connection to PostgreSQL%s: %w", host, root(err))
}

// root is the innermost cause, of several the last one tried, without the
// name of the library that says it.
func root(err error) error {
	for {
		next := errors.Unwrap(err)
		if many, ok := err.(interface{ Unwrap() []error }); ok && len(many.Unwrap()) > 0 {
			all := many.Unwrap()
			next = all[len(all)-1]
		}
		if next == nil {
			if said, ok := strings.CutPrefix(err.Error(), "sqlite3: "); ok {
				return errors.New(said)
			}
			return err
		}
		err = next
	}
}

// noMedia says why the media server did not start; most often a port of it is
// taken, and then by which setting to give another.
func noMedia(c config.Config, err error) error {
	for _, p := range []struct {
		setting, network string
		port             int
	}{
		{"media-udp-port", "udp", c.MediaUDPPort}, {"turn-port", "udp", c.TURNPort}, {"media-tcp-port", "tcp", c.MediaTCPPort},
	} {
		what := err.Error()
		if strings.Contains(what, "listen "+p.network) && strings.Contains(what, fmt.Sprintf(":%d: bind:", p.port)) {
			return Unusable{fmt.Errorf("%s: port %d is not free: %s", p.setting, p.port, what[strings.LastIndex(what, ": ")+2:])}
		}
	}
	return fmt.Errorf("media server: %w", err)
}
