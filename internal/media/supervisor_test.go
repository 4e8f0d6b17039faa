package media_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"mendan/internal/media"
)

// The test program plays the child in the ways a child can behave.
const roleEnv = "MENDAN_TEST_CHILD"

func TestMain(m *testing.M) {
	if role := os.Getenv(roleEnv); role != "" {
		play(role)
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func play(role string) {
	in := bufio.NewReader(os.Stdin)
	line, _ := in.ReadBytes('\n')
	var boot media.Boot
	_ = json.Unmarshal(line, &boot)
	say := func(l media.Line) { _ = json.NewEncoder(os.Stdout).Encode(l) }
	listen := func(h http.Handler) string {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			os.Exit(3)
		}
		go func() { _ = http.Serve(l, h) }()
		return l.Addr().String()
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/alive", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("/rooms", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer "+boot.Admin {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		_, _ = io.WriteString(w, `[{"name":"a","people":["worker"]}]`)
	})
	mux.HandleFunc("/rtc", func(w http.ResponseWriter, r *http.Request) {
		_ = json.NewEncoder(w).Encode(map[string]any{"headers": r.Header, "query": r.URL.RawQuery, "path": r.URL.Path})
	})
	switch role {
	case "good", "stubborn":
		fmt.Fprintln(os.Stderr, "half a line")
		say(media.Line{Ready: &media.Ready{Signal: listen(mux), PID: os.Getpid()}})
		fmt.Fprintln(os.Stdout, "this is no line of ours")
		for n := range 50 {
			say(media.Line{Event: &media.Event{ID: fmt.Sprint(n), Kind: media.Joined, Room: "a"}})
		}
		_, _ = io.Copy(io.Discard, in)
		if role == "stubborn" {
			time.Sleep(time.Hour)
		}
	case "dying":
		os.Exit(7)
	case "short":
		say(media.Line{Ready: &media.Ready{Signal: listen(mux), PID: os.Getpid()}})
		os.Exit(7)
	case "deaf": // listens, answers nothing
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			os.Exit(3)
		}
		say(media.Line{Ready: &media.Ready{Signal: l.Addr().String(), PID: os.Getpid()}})
		_, _ = io.Copy(io.Discard, in)
	}
}

type heard struct {
	*media.Supervisor
	mu     sync.Mutex
	events []media.Event
	ready  chan struct{}
	log    *bytes.Buffer
}

func child(t *testing.T, role string) *heard {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	h := &heard{ready: make(chan struct{}, 64), log: &bytes.Buffer{}}
	h.Supervisor = media.New(media.Config{
		Command: []string{self, "media"}, Env: []string{roleEnv + "=" + role}, Grace: time.Millisecond,
		Log: slog.New(slog.NewTextHandler(writer{h}, nil)),
	})
	h.OnEvent(func(e media.Event) {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.events = append(h.events, e)
	})
	h.OnReady(func() { h.ready <- struct{}{} })
	return h
}

type writer struct{ h *heard }

func (w writer) Write(p []byte) (int, error) {
	w.h.mu.Lock()
	defer w.h.mu.Unlock()
	return w.h.log.Write(p)
}

func (h *heard) stop(t *testing.T) time.Duration {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	began := time.Now()
	if err := h.Stop(ctx); err != nil {
		t.Errorf("Stop: %v", err)
	}
	return time.Since(began)
}

func TestEventsComeInOrder(t *testing.T) {
	t.Parallel()
	h := child(t, "good")
	if err := h.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if rooms, err := h.Rooms(t.Context()); err != nil || len(rooms) != 1 || rooms[0].People[0] != "worker" {
		t.Errorf("Rooms = %+v, %v", rooms, err)
	}
	if err := h.Start(t.Context()); err == nil {
		t.Error("started twice")
	}
	h.stop(t) // waits for everything that was said
	h.mu.Lock()
	defer h.mu.Unlock()
	n := 0
	for _, e := range h.events {
		if e.Kind == media.Joined {
			if e.ID != fmt.Sprint(n) {
				t.Fatalf("event %d is %s", n, e.ID)
			}
			n++
		}
	}
	last := h.events[len(h.events)-1]
	if n != 50 || last.Kind != media.ServerDown || last.ID == "" {
		t.Errorf("%d events, last %+v", n, last)
	}
	if !strings.Contains(h.log.String(), "half a line") || strings.Contains(h.log.String(), "this is no line") {
		t.Errorf("log: %s", h.log)
	}
	if err := h.Ready(); !errors.Is(err, media.ErrNotReady) {
		t.Errorf("ready after the stop: %v", err)
	}
	if err := h.OpenRoom(t.Context(), "a"); !errors.Is(err, media.ErrNotReady) {
		t.Errorf("a room after the stop: %v", err)
	}
}

func TestFirstStartFails(t *testing.T) {
	t.Parallel()
	h := child(t, "dying")
	if err := h.Start(t.Context()); err == nil || h.Starts() != 1 {
		t.Errorf("Start = %v after %d starts", err, h.Starts())
	}
	h.stop(t)
	missing := media.New(media.Config{Command: []string{filepath.Join(t.TempDir(), "nothing")}})
	if err := missing.Start(t.Context()); err == nil {
		t.Error("a program that is not there started")
	}
}

// A child that dies at once is started again at once, then ever later.
func TestPausesGrow(t *testing.T) {
	t.Parallel()
	h := child(t, "short")
	var lives []time.Time
	if err := h.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 5 {
		select {
		case <-h.ready:
			lives = append(lives, time.Now())
		case <-time.After(20 * time.Second):
			t.Fatalf("only %d lives", len(lives))
		}
	}
	h.stop(t)
	first, last := lives[1].Sub(lives[0]), lives[4].Sub(lives[3])
	if first > 2*time.Second {
		t.Errorf("the second life began after %s, want within 2 s", first)
	}
	if last < 700*time.Millisecond {
		t.Errorf("the fifth life began after %s: the pause does not grow", last)
	}
}

func TestHungChildIsReplaced(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("waits for missing signs of life")
	}
	h := child(t, "deaf")
	if err := h.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	<-h.ready
	select {
	case <-h.ready:
	case <-time.After(60 * time.Second):
		t.Fatal("a hung child was never replaced")
	}
	h.stop(t)
}

func TestStubbornChildIsForced(t *testing.T) {
	t.Parallel()
	h := child(t, "stubborn")
	if err := h.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if took := h.stop(t); took > 10*time.Second {
		t.Errorf("the stop took %s", took)
	}
}

func TestProxyTellsNothingOfUs(t *testing.T) {
	t.Parallel()
	h := child(t, "good")
	if err := h.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer h.stop(t)
	got := map[string]any{}
	w := &response{header: http.Header{}}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://mendan.example/media/rtc?access_token=secret", nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{"Cookie": "session", "Authorization": "Bearer x", "Origin": "https://mendan.example", "X-Forwarded-For": "10.1.2.3", "Referer": "https://mendan.example/interviews/cas_1/room"} {
		r.Header.Set(name, value)
	}
	h.Proxy().ServeHTTP(w, r)
	if err := json.Unmarshal(w.body.Bytes(), &got); err != nil {
		t.Fatalf("%d %s", w.status, w.body.String())
	}
	if got["path"] != "/rtc" || got["query"] != "access_token=secret" {
		t.Errorf("passed on %v", got)
	}
	headers := fmt.Sprint(got["headers"])
	for _, never := range []string{"session", "Bearer", "mendan.example", "10.1.2.3", "cas_1"} {
		if strings.Contains(headers, never) {
			t.Errorf("the child is told %s: %s", never, headers)
		}
	}
}

type response struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (w *response) Header() http.Header         { return w.header }
func (w *response) WriteHeader(status int)      { w.status = status }
func (w *response) Write(b []byte) (int, error) { return w.body.Write(b) }

func TestTokens(t *testing.T) {
	t.Parallel()
	ours, theirs := media.New(media.Config{}), media.New(media.Config{})
	good, err := ours.Token("room", "worker", media.Grants{}, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if room, who, err := ours.ReadToken(good); err != nil || room != "room" || who != "worker" {
		t.Errorf("ReadToken = %s, %s, %v", room, who, err)
	}
	strange, _ := theirs.Token("room", "worker", media.Grants{}, time.Minute)
	elsewhere, _ := theirs.Token("elsewhere", "worker", media.Grants{}, time.Minute)
	parts := strings.Split(good, ".")
	for name, token := range map[string]string{
		"another house's": strange, "empty": "", "nonsense": "a.b.c", "cut": good[:len(good)-1], "unsigned": parts[0] + "." + parts[1] + ".",
		"no algorithm": "eyJhbGciOiJub25lIn0." + parts[1] + ".", "another's claims": parts[0] + "." + strings.Split(elsewhere, ".")[1] + "." + parts[2],
	} {
		if _, _, err := ours.ReadToken(token); !errors.Is(err, media.ErrToken) {
			t.Errorf("%s: %v, want ErrToken", name, err)
		} else if strings.Contains(err.Error(), "ey") {
			t.Errorf("%s: the fault quotes the token: %v", name, err)
		}
	}
	for name, f := range map[string]func() (string, error){
		"no room":     func() (string, error) { return ours.Token("", "worker", media.Grants{}, time.Minute) },
		"no identity": func() (string, error) { return ours.Token("room", "", media.Grants{}, time.Minute) },
		"no time":     func() (string, error) { return ours.Token("room", "worker", media.Grants{}, 0) },
	} {
		if token, err := f(); err == nil {
			t.Errorf("%s: signed %s", name, token)
		}
	}
	if watch, err := ours.Token("room", "worker", media.Grants{Watch: true}, time.Minute); err != nil || watch == good {
		t.Errorf("a token to watch: %v", err)
	}
}
