// Package mediaserver is the child process: LiveKit, wired by hand and closed
// in on all sides. It is the only package that imports it, because a cold build
// of it takes minutes; only cmd/mendan imports this one.
//
// Every default of the network is set here: signalling and commands listen on
// loopback, media on the addresses we were told, no STUN server of a third
// party is ever named to anybody, rooms exist only when our own program opened
// them, and two people are the most that fit in.
//
// Read server.go, then events.go for what is seen and told.
package mediaserver

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"mendan/internal/media"
)

// Main is the child's life: reads its Boot line from in, serves, says Ready and
// the events on out, logs to logTo, and ends when in is closed or ctx is done.
func Main(ctx context.Context, in io.Reader, out, logTo io.Writer) error {
	lines := bufio.NewReader(in)
	first, err := lines.ReadBytes('\n')
	if err != nil {
		return fmt.Errorf("mediaserver: this command is started by mendan serve, which tells it what to do on its standard input: %w", err)
	}
	var boot media.Boot
	if err := json.Unmarshal(first, &boot); err != nil {
		return fmt.Errorf("mediaserver: configuration: %w", err)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		_, _ = io.Copy(io.Discard, lines) // ends when the parent closes it, or is dead
		cancel()
	}()
	return Run(ctx, boot, out, logTo)
}

// Run serves until ctx is done, then lets people leave for the grace and closes.
func Run(ctx context.Context, boot media.Boot, out, logTo io.Writer) error {
	if boot.Secret == "" || boot.Admin == "" || boot.Key == "" {
		return errors.New("mediaserver: started without secrets")
	}
	setLogger(boot.Config.LogLevel, logTo)
	conf, err := configure(boot)
	if err != nil {
		return err
	}
	tell := newTeller(out)
	defer tell.close()
	p, err := wire(conf, tell)
	if err != nil {
		return fmt.Errorf("mediaserver: %w", err)
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("mediaserver: signalling: %w", err)
	}
	if err := p.start(); err != nil {
		return fmt.Errorf("mediaserver: %w", err)
	}
	srv := &http.Server{Handler: p.handler(boot.Admin), ReadHeaderTimeout: 5 * time.Second}
	served := make(chan error, 1)
	go func() { served <- srv.Serve(l) }()

	tell.ready(media.Ready{
		Signal: l.Addr().String(), Address: conf.RTC.NodeIP.PrimaryIP(), PID: os.Getpid(),
		UDPPort: conf.RTC.UDPPort.Start, TCPPort: int(conf.RTC.TCPPort), TURN: conf.TURN.UDPPort,
	})
	select {
	case err := <-served:
		return fmt.Errorf("mediaserver: signalling: %w", err)
	case <-ctx.Done():
	}
	p.drain(boot.Config.Grace)
	_ = srv.Close()
	p.stop()
	return nil
}

// teller writes lines to the parent. The media server must never wait for the
// parent: what does not fit in the queue is dropped and counted.
type teller struct {
	queue chan media.Line
	done  chan struct{}

	// mu guards dropped.
	mu      sync.Mutex
	dropped int
}

func newTeller(out io.Writer) *teller {
	t := &teller{queue: make(chan media.Line, 4096), done: make(chan struct{})}
	go func() {
		defer close(t.done)
		enc := json.NewEncoder(out)
		for l := range t.queue {
			if enc.Encode(l) != nil {
				continue // the parent is gone; our input is closed too, and ends us
			}
		}
	}()
	return t
}

func (t *teller) ready(r media.Ready) { t.queue <- media.Line{Ready: &r} }

func (t *teller) event(e media.Event) {
	e.ID = newID()
	if e.At.IsZero() {
		e.At = time.Now()
	}
	e.At = e.At.UTC().Truncate(time.Microsecond)
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.dropped > 0 {
		over := media.Event{ID: newID(), At: e.At, Kind: media.Overrun, Data: media.Data{Dropped: t.dropped}}
		select {
		case t.queue <- media.Line{Event: &over}:
			t.dropped = 0
		default:
		}
	}
	select {
	case t.queue <- media.Line{Event: &e}:
	default:
		t.dropped++
	}
}

// close writes what is queued. Nothing may be told afterwards; the process ends.
func (t *teller) close() {
	time.Sleep(50 * time.Millisecond) // the server's goroutines that outlive its stop say their last word
	t.mu.Lock()
	defer t.mu.Unlock()
	q := t.queue
	t.queue = make(chan media.Line, 4096) // later words go nowhere
	close(q)
	select {
	case <-t.done:
	case <-time.After(time.Second):
	}
}
