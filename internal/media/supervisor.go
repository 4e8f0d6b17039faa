package media

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"time"
)

// ErrNotReady is returned while the media server is not there (starting, or being started again).
var ErrNotReady = errors.New("media: the media server is not ready")

const (
	keyName      = "mendan"
	startTimeout = 20 * time.Second
	firstPause   = 100 * time.Millisecond // after the first death; doubles while it dies at once
	longestPause = 15 * time.Second
	goodRun      = 10 * time.Second // who lived so long is started again without a pause
	pulse        = 3 * time.Second  // how often the child is asked for a sign of life
	lostPulses   = 3                // and after how many missing signs it is replaced
)

// Supervisor owns the child process.
type Supervisor struct {
	conf   Config
	secret string
	admin  string
	log    *slog.Logger
	client *http.Client

	// mu guards what follows.
	mu       sync.Mutex
	onEvent  func(Event)
	onReady  func()
	ready    *Ready // nil while the child is not there
	child    *exec.Cmd
	stdin    io.WriteCloser
	started  bool
	stopping bool
	listened bool // the first start went well
	starts   int

	events chan Event
	stop   chan struct{} // closed by Stop
	done   chan struct{} // closed when the loop and the event pump have ended
}

// New prepares the supervisor; nothing runs before Start.
func New(conf Config) *Supervisor {
	log := conf.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	if conf.Grace == 0 {
		conf.Grace = 3 * time.Second
	}
	return &Supervisor{
		conf: conf, secret: secret(), admin: secret(), log: log,
		// Its own transport: connections to a dead child must not linger in a shared pool.
		client: &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}},
		events: make(chan Event, 1024), stop: make(chan struct{}), done: make(chan struct{}),
	}
}

func secret() string {
	var b [32]byte
	_, _ = rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

// OnEvent sets who hears the events, one after the other in the order the child
// saw them. Call it before Start. A slow listener slows only itself.
func (s *Supervisor) OnEvent(f func(Event)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.onEvent = f
}

// OnReady sets what is called each time the server is there, again after each
// death: rooms of the life before are gone and have to be opened anew.
func (s *Supervisor) OnReady(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.onReady = f
}

// Start starts the child and waits until it listens. Dying later it is started
// again until Stop. Errors: when the first start fails; nothing runs then.
func (s *Supervisor) Start(ctx context.Context) error {
	s.mu.Lock()
	if s.started {
		s.mu.Unlock()
		return errors.New("media: started twice")
	}
	s.started = true
	s.mu.Unlock()

	first := make(chan error, 1)
	go s.pump()
	go s.loop(first)
	select {
	case err := <-first:
		if err != nil {
			s.mu.Lock()
			s.stopping = true
			close(s.stop)
			s.mu.Unlock()
			<-s.done
			return fmt.Errorf("media: start: %w", err)
		}
		return nil
	case <-ctx.Done():
		_ = s.Stop(context.WithoutCancel(ctx))
		return ctx.Err()
	}
}

// Stop ends the child: asks it, waits the grace for people to leave, then forces it.
func (s *Supervisor) Stop(ctx context.Context) error {
	s.mu.Lock()
	if !s.started {
		s.mu.Unlock()
		return nil
	}
	if !s.stopping {
		s.stopping = true
		close(s.stop)
	}
	s.mu.Unlock()
	select {
	case <-s.done:
		return nil
	case <-ctx.Done():
		s.kill()
		<-s.done
		return ctx.Err()
	}
}

// Ready is nil while the server answers. Errors: ErrNotReady.
func (s *Supervisor) Ready() error {
	if _, ok := s.now(); !ok {
		return ErrNotReady
	}
	return nil
}

// Info is what the running child said of itself. Errors: ErrNotReady.
func (s *Supervisor) Info() (Ready, error) {
	r, ok := s.now()
	if !ok {
		return Ready{}, ErrNotReady
	}
	return r, nil
}

// Starts counts how often the child was started.
func (s *Supervisor) Starts() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.starts
}

func (s *Supervisor) now() (Ready, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ready == nil {
		return Ready{}, false
	}
	return *s.ready, true
}

// loop starts the child again and again until Stop.
func (s *Supervisor) loop(first chan<- error) {
	defer close(s.events)
	pause := firstPause
	for {
		born := time.Now()
		err := s.run(first)
		s.mu.Lock()
		never := !s.listened
		s.mu.Unlock()
		if never {
			return // Start has told why
		}
		first = nil
		s.emit(Event{ID: eventID(), At: time.Now().UTC(), Kind: ServerDown})
		select {
		case <-s.stop:
			return
		default:
		}
		lived := time.Since(born)
		if lived >= goodRun {
			pause = firstPause
		}
		s.log.Error("media server died, starting it again", "error", err, "lived", lived.String(), "pause", pause.String())
		select {
		case <-s.stop:
			return
		case <-time.After(pause):
		}
		pause = min(2*pause, longestPause)
	}
}

// run is one life of the child. first is told how the start went, when it is not nil.
func (s *Supervisor) run(first chan<- error) error {
	tell := func(err error) {
		if first != nil {
			first <- err
			first = nil
		}
	}
	cmd, stdin, stdout, err := s.spawn()
	if err != nil {
		tell(err)
		return err
	}
	ready := make(chan Ready, 1)
	read := make(chan struct{})
	go func() {
		defer close(read)
		s.read(stdout, ready)
	}()
	exited := make(chan error, 1)
	go func() {
		<-read // Wait closes the pipe: read it to its end first
		exited <- cmd.Wait()
	}()

	timeout := time.NewTimer(startTimeout)
	defer timeout.Stop()
	select {
	case r := <-ready:
		s.mu.Lock()
		s.ready, s.listened = &r, true
		hook := s.onReady
		s.mu.Unlock()
		tell(nil)
		s.emit(Event{ID: eventID(), At: time.Now().UTC(), Kind: ServerUp})
		if hook != nil {
			go hook() // may call back into this supervisor
		}
	case err := <-exited:
		s.forget()
		err = fmt.Errorf("ended before it was ready: %w", orExit(err))
		if said := cmd.Stderr.(*logLines).last; said != "" {
			err = fmt.Errorf("%w: %s", err, said)
		}
		tell(err)
		return err
	case <-timeout.C:
		_ = cmd.Process.Kill()
		<-exited //nolint:errcheck // killed: how it ended says nothing
		s.forget()
		err := errors.New("not ready in time")
		tell(err)
		return err
	case <-s.stop:
		_ = cmd.Process.Kill()
		<-exited //nolint:errcheck // killed: how it ended says nothing
		s.forget()
		tell(errors.New("stopped"))
		return nil
	}

	beat := time.NewTicker(pulse)
	defer beat.Stop()
	lost := 0
	for {
		select {
		case err := <-exited:
			s.forget()
			return orExit(err)
		case <-s.stop:
			return s.end(cmd, stdin, exited)
		case <-beat.C:
			if s.alive() {
				lost = 0
			} else if lost++; lost >= lostPulses {
				s.log.Error("media server does not answer, replacing it")
				_ = cmd.Process.Kill()
			}
		}
	}
}

func orExit(err error) error {
	if err == nil {
		return errors.New("exit 0")
	}
	return err
}

func (s *Supervisor) spawn() (*exec.Cmd, io.WriteCloser, io.Reader, error) {
	argv := s.conf.Command
	if len(argv) == 0 {
		self, err := os.Executable()
		if err != nil {
			return nil, nil, nil, err
		}
		argv = []string{self, "media"}
	}
	cmd := exec.Command(argv[0], argv[1:]...) //nolint:gosec,noctx // constant arguments of our own program; end stops it in order
	cmd.Env = append(os.Environ(), s.conf.Env...)
	cmd.Stderr = &logLines{log: s.log}
	// Its own group: a Ctrl-C in the terminal is for us, and we stop the child in our order.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, nil, nil, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, nil, nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, nil, nil, err
	}
	s.mu.Lock()
	s.child, s.stdin = cmd, stdin
	s.starts++
	s.mu.Unlock()
	boot, err := json.Marshal(Boot{Config: s.conf, Key: keyName, Secret: s.secret, Admin: s.admin}) //nolint:gosec // the pipe is how our child learns its secret
	if err == nil {
		_, err = stdin.Write(append(boot, '\n'))
	}
	if err != nil {
		s.log.Error("media server did not take its configuration", "error", err) // it will end by itself, and say why
	}
	return cmd, stdin, stdout, nil
}

// read takes the child's lines until it ends.
func (s *Supervisor) read(r io.Reader, ready chan<- Ready) {
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		var l Line
		if err := json.Unmarshal(sc.Bytes(), &l); err != nil {
			s.log.Warn("media server said something that is no line of ours", "bytes", len(sc.Bytes()))
			continue
		}
		switch {
		case l.Ready != nil:
			select {
			case ready <- *l.Ready:
			default:
			}
		case l.Event != nil:
			s.emit(*l.Event)
		}
	}
	_, _ = io.Copy(io.Discard, r) // a line too long must not block the child for ever
}

func (s *Supervisor) emit(e Event) { s.events <- e }

// pump hands the events on, one by one.
func (s *Supervisor) pump() {
	defer close(s.done)
	for e := range s.events {
		s.mu.Lock()
		f := s.onEvent
		s.mu.Unlock()
		if f != nil {
			f(e)
		}
	}
}

// end stops the child: its input closes, it drains and goes; after the grace it is killed.
func (s *Supervisor) end(cmd *exec.Cmd, stdin io.Closer, exited <-chan error) error {
	s.forget()
	_ = stdin.Close()
	late := time.NewTimer(s.conf.Grace + 2*time.Second)
	defer late.Stop()
	select {
	case <-exited: //nolint:errcheck // told to go: how it ended says nothing
	case <-late.C:
		_ = cmd.Process.Kill()
		<-exited //nolint:errcheck // killed: how it ended says nothing
	}
	return nil
}

func (s *Supervisor) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ready = nil
}

func (s *Supervisor) kill() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.child != nil && s.child.Process != nil {
		_ = s.child.Process.Kill()
	}
}

// alive asks the signalling port for a connection: a hung process takes none.
func (s *Supervisor) alive() bool {
	r, ok := s.now()
	if !ok {
		return true // dying: the exit will tell
	}
	ctx, cancel := context.WithTimeout(context.Background(), pulse)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+r.Signal+"/alive", nil)
	if err != nil {
		return false
	}
	res, err := s.client.Do(req)
	if err != nil {
		return false
	}
	_ = res.Body.Close()
	return res.StatusCode == http.StatusOK
}

func eventID() string {
	var b [16]byte
	_, _ = rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

// logLines passes the child's standard error on, line by line.
type logLines struct {
	log  *slog.Logger
	rest []byte
	last string // why it ended, when it did
}

// Write keeps what is not a whole line yet.
func (l *logLines) Write(p []byte) (int, error) {
	l.rest = append(l.rest, p...)
	for {
		i := -1
		for j, b := range l.rest {
			if b == '\n' {
				i = j
				break
			}
		}
		if i < 0 {
			if len(l.rest) > 1<<16 {
				l.rest = nil
			}
			return len(p), nil
		}
		l.last = string(l.rest[:i])
		l.log.Warn("media server", "line", l.last)
		l.rest = l.rest[i+1:]
	}
}
