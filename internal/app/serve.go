package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime/debug"
	"time"

	"mendan/internal/assets"
	"mendan/internal/config"
	"mendan/internal/jobs"
	"mendan/internal/jobs/jobsrun"
	"mendan/internal/media"
)

// Deadlines of the parts when the program stops: running requests first, then
// running jobs, then the people in rooms, who reconnect to the next start.
const (
	stopRequests = 10 * time.Second
	stopJobs     = 10 * time.Second
	stopMedia    = 8 * time.Second
)

// Serve runs the product until ctx ends, also while it is still starting.
func Serve(ctx context.Context, o Options) error {
	err := serve(ctx, o)
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

func serve(ctx context.Context, o Options) error {
	log := logger(o.LogTo, o.Config.LogLevel)
	began := time.Now()
	if err := assets.Check(); err != nil {
		return Unusable{err}
	}
	// The port first: a second start on the same port must not touch the data.
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", o.Config.Listen)
	if err != nil {
		return Unusable{fmt.Errorf("listen: %s is not free: %w", o.Config.Listen, root(err))}
	}
	defer func() { _ = listener.Close() }()
	release, err := lock(o.Config)
	if err != nil {
		return err
	}
	defer release()
	if o.Fresh {
		if err := forget(o.Config); err != nil {
			return err
		}
	}
	if _, port, err := net.SplitHostPort(listener.Addr().String()); err == nil && o.Config.PublicURL == "http://localhost:0" {
		o.Config.PublicURL = "http://localhost:" + port
	}

	db, err := open(ctx, o.Config)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	if _, err := db.Migrate(ctx); err != nil {
		return err
	}
	key, err := evidenceKey(o.Config.Data)
	if err != nil {
		return err
	}
	sup := media.New(mediaConfig(o.Config, log))
	s, err := build(o.Config, db, sup, key, log)
	if err != nil {
		return err
	}
	links, err := s.prepareDemo(ctx, o.Config)
	if err != nil {
		return err
	}
	runner, err := jobsrun.New(db, s.jobs, s.handlers(), jobsrun.Options{Node: nodeName(), Now: time.Now, Log: log})
	if err != nil {
		return err
	}

	if err := sup.Start(ctx); err != nil {
		return noMedia(o.Config, err)
	}
	runner.Start()
	presence, forgetPresence := context.WithCancel(context.Background())
	gone := make(chan struct{})
	go func() { defer close(gone); s.hub.Run(presence) }()
	defer func() { forgetPresence(); <-gone }()
	emergencies, restEmergencies := context.WithCancel(context.Background())
	rested := make(chan struct{})
	go func() { defer close(rested); s.calling.Run(emergencies) }()
	defer func() { restEmergencies(); <-rested }()
	stopping := make(chan struct{})
	server := &http.Server{
		Handler: s.door(o, log, stopping, began), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	log.Info("ready", "address", o.Config.PublicURL, "ms", time.Since(began).Milliseconds(), "database", string(db.Engine()))
	greet(o.Out, o.Config, links)
	debug.FreeOSMemory() // what starting needed, and nothing after

	select {
	case <-ctx.Done():
	case err = <-failed:
	}
	log.Info("stopping")
	close(stopping) // streams end, so that requests can
	return errors.Join(err, stop(stopRequests, server.Shutdown), stop(stopJobs, runner.Stop), stop(stopMedia, sup.Stop))
}

// stop ends one part within its deadline; the program's own context is over by then.
func stop(within time.Duration, f func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), within)
	defer cancel()
	if err := f(ctx); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

// handlers are all jobs of all areas.
func (s *services) handlers() []jobs.Handler {
	list := s.delivery.Handlers()
	list = append(list, s.accounts.Handlers()...)
	list = append(list, s.governance.Handlers(s.tasks.GiveUp)...)
	list = append(list, s.meetings.Handlers()...)
	list = append(list, s.jobs.Sweeper(s.db, s.tasks.GiveUp))
	every := func(kind string, each time.Duration, work func(ctx context.Context) error) {
		list = append(list, jobs.Handler{
			Kind: kind, Every: each, Limit: 5 * time.Minute, Tries: 10, Backoff: jobs.Doubling(time.Minute, time.Hour),
			Work: func(ctx context.Context, _ jobs.Job) error { return work(ctx) }, GiveUp: s.tasks.GiveUp,
		})
	}
	every("account.tidy", time.Hour, s.accounts.Tidy)
	every("opinion.release_due", 10*time.Minute, func(ctx context.Context) error { _, err := s.opinions.ReleaseDue(ctx); return err })
	every("scheduling.sweep", time.Hour, s.sweepBookings)
	every("readiness.purge", time.Hour, s.purgeAddresses)
	every("room.erase", time.Hour, s.rooms.Erase)
	every("modality.review", 5*time.Minute, s.modes.Review)
	return list
}

func mediaConfig(c config.Config, log *slog.Logger) media.Config {
	// No loopback beside the machine's own address, not even in the demo: the server
	// renames both to the one address it was given, and what arrives there over
	// IPv4 is then dropped (media over UDP and the relay; seen with pion's udp_mux).
	m := media.Config{Log: log, Address: c.MediaAddress, UDPPort: c.MediaUDPPort, TCPPort: c.MediaTCPPort, LogLevel: "error"}
	if c.MediaListen != "" {
		m.Bind = []string{c.MediaListen}
	}
	m.TURN.UDPPort = c.TURNPort
	return m
}

func nodeName() string {
	host, err := os.Hostname()
	if err != nil {
		host = "node"
	}
	return fmt.Sprintf("%s-%d", host, os.Getpid())
}

// forget throws the data of the demo away.
func forget(c config.Config) error {
	if c.Database != "" {
		return Unusable{errors.New("--fresh throws the SQLite file of the demo away; empty a PostgreSQL database yourself")}
	}
	for _, name := range []string{"mendan.db", "mendan.db-wal", "mendan.db-shm"} {
		if err := os.Remove(filepath.Join(c.Data, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return Unusable{fmt.Errorf("data: %s cannot be removed", filepath.Join(c.Data, name))}
		}
	}
	return nil
}

// greet tells the operator where the product is.
func greet(out io.Writer, c config.Config, links []demoLink) {
	_, _ = fmt.Fprintf(out, "\nMendan is at %s\n", c.PublicURL)
	if len(links) == 0 {
		return
	}
	_, _ = fmt.Fprintf(out, "\nThe demo company. Sign in as:\n")
	for _, l := range links {
		_, _ = fmt.Fprintf(out, "  %-14s %s\n  %-14s %s%s\n", l.role, l.name, "", c.PublicURL, l.path)
	}
	_, _ = fmt.Fprintf(out, "\nor choose a person at %s/demo; mail is at %s/demo/mail\n\n", c.PublicURL, c.PublicURL)
}

// health answers whether the process lives and whether its parts do.
func (s *services) health(stopping <-chan struct{}) (healthz, readyz http.HandlerFunc) {
	healthz = func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok\n") }
	readyz = func(w http.ResponseWriter, r *http.Request) {
		state := map[string]error{"database": s.ready(r.Context()), "media": s.media.Ready()}
		select {
		case <-stopping:
			state["stopping"] = errors.New("stopping")
		default:
		}
		status, text := http.StatusOK, ""
		for _, part := range []string{"database", "media", "stopping"} {
			err, told := state[part]
			switch {
			case !told:
			case err == nil:
				text += part + " ok\n"
			default:
				status, text = http.StatusServiceUnavailable, text+part+" down\n"
			}
		}
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, text)
	}
	return healthz, readyz
}

func (s *services) ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	return s.db.Ping(ctx)
}
