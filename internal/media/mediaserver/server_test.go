package mediaserver_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/livekit/protocol/livekit"
	"google.golang.org/protobuf/proto"

	"mendan/internal/media"
	"mendan/internal/media/mediaserver"
)

// The test program is its own child: the supervisor starts it with this set.
const childEnv = "MENDAN_TEST_MEDIA_CHILD=1"

func TestMain(m *testing.M) {
	if os.Getenv("MENDAN_TEST_MEDIA_CHILD") == "1" {
		if err := mediaserver.Main(context.Background(), os.Stdin, os.Stdout, os.Stderr); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

type house struct {
	*media.Supervisor
	web *httptest.Server

	mu     sync.Mutex
	events []media.Event
	news   chan struct{}
	ready  chan struct{}
}

func start(t *testing.T, change func(*media.Config)) *house {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	conf := media.Config{Command: []string{self, "media"}, Env: []string{childEnv}, Address: "127.0.0.1", Grace: 200 * time.Millisecond}
	if change != nil {
		change(&conf)
	}
	h := &house{Supervisor: media.New(conf), news: make(chan struct{}, 1), ready: make(chan struct{}, 16)}
	h.OnEvent(func(e media.Event) {
		h.mu.Lock()
		h.events = append(h.events, e)
		h.mu.Unlock()
		select {
		case h.news <- struct{}{}:
		default:
		}
	})
	h.OnReady(func() { h.ready <- struct{}{} })
	if err := h.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	h.web = httptest.NewServer(h.Proxy())
	t.Cleanup(func() {
		h.web.Close()
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := h.Stop(ctx); err != nil {
			t.Errorf("Stop: %v", err)
		}
	})
	return h
}

// wait blocks until an event fits.
func (h *house) wait(t *testing.T, what string, fits func(media.Event) bool) media.Event {
	t.Helper()
	late := time.After(20 * time.Second)
	for {
		h.mu.Lock()
		for _, e := range h.events {
			if fits(e) {
				h.mu.Unlock()
				return e
			}
		}
		h.mu.Unlock()
		select {
		case <-h.news:
		case <-late:
			t.Fatalf("no event: %s; there were %+v", what, h.events)
		}
	}
}

func (h *house) token(t *testing.T, room, identity string) string {
	t.Helper()
	tok, err := h.Token(room, identity, media.Grants{}, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	return tok
}

// dial knocks as a browser does and gives the answer's status and, at 101, the join.
func (h *house) dial(t *testing.T, token string) (*websocket.Conn, *livekit.JoinResponse, int) {
	t.Helper()
	url := "ws" + strings.TrimPrefix(h.web.URL, "http") + "/media/rtc?protocol=15&auto_subscribe=1&sdk=js&version=2.15.0&access_token=" + token
	c, res, err := websocket.DefaultDialer.DialContext(t.Context(), url, nil)
	if res != nil {
		defer func() { _ = res.Body.Close() }()
	}
	if err != nil {
		if res == nil {
			t.Fatalf("dial: %v", err)
		}
		return nil, nil, res.StatusCode
	}
	t.Cleanup(func() { _ = c.Close() })
	m := read(t, c)
	return c, m.GetJoin(), res.StatusCode
}

func read(t *testing.T, c *websocket.Conn) *livekit.SignalResponse {
	t.Helper()
	_ = c.SetReadDeadline(time.Now().Add(20 * time.Second))
	_, b, err := c.ReadMessage()
	if err != nil {
		t.Fatalf("read: %v", err)
	}
	var m livekit.SignalResponse
	if err := proto.Unmarshal(b, &m); err != nil {
		t.Fatal(err)
	}
	return &m
}

func TestDoor(t *testing.T) {
	h := start(t, nil)
	ctx := t.Context()
	if _, _, status := h.dial(t, h.token(t, "rom_unknown", "worker")); status != http.StatusNotFound {
		t.Errorf("unknown room: %d, want 404: rooms must not make themselves", status)
	}
	for range 2 { // opening twice is once
		if err := h.OpenRoom(ctx, "rom_a"); err != nil {
			t.Fatal(err)
		}
	}
	if _, join, status := h.dial(t, h.token(t, "rom_a", "worker")); status != http.StatusSwitchingProtocols || join.GetRoom().GetName() != "rom_a" {
		t.Fatalf("worker: %d %v", status, join)
	}
	if _, join, _ := h.dial(t, h.token(t, "rom_a", "physician")); len(join.GetOtherParticipants()) != 1 {
		t.Errorf("the physician should find one person, found %d", len(join.GetOtherParticipants()))
	}
	if _, join, status := h.dial(t, h.token(t, "rom_a", "third")); join != nil {
		t.Errorf("a third person came in: %d", status)
	}

	old, err := h.Token("rom_a", "worker", media.Grants{}, -time.Minute)
	if err == nil {
		t.Errorf("signed a token of the past: %s", old)
	}
	other := start(t, nil) // another house has other secrets
	if _, _, status := h.dial(t, other.token(t, "rom_a", "worker")); status != http.StatusUnauthorized {
		t.Errorf("token of another house: %d, want 401", status)
	}
	for _, path := range []string{"/media/rooms", "/media/alive", "/rooms", "/media/rtc/../rooms", "/media/twirp/livekit.RoomService/ListRooms", "/media/"} {
		res, err := http.Get(h.web.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		if res.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d, want 404: only signalling passes", path, res.StatusCode)
		}
	}
	info, _ := h.Info()
	res, err := http.Get("http://" + info.Signal + "/rooms")
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusUnauthorized {
		t.Errorf("commands without the secret: %d, want 401", res.StatusCode)
	}

	rooms, err := h.Rooms(ctx)
	if err != nil || len(rooms) != 1 || len(rooms[0].People) != 2 {
		t.Errorf("Rooms = %+v, %v; want one with two people", rooms, err)
	}
	if err := h.CloseRoom(ctx, "rom_a"); err != nil {
		t.Fatal(err)
	}
	h.wait(t, "room closed", func(e media.Event) bool { return e.Kind == media.RoomClosed && e.Room == "rom_a" })
	h.wait(t, "worker left", func(e media.Event) bool { return e.Kind == media.Left && e.Identity == "worker" })
	if err := h.CloseRoom(ctx, "rom_a"); err != nil {
		t.Errorf("closing a closed room: %v", err)
	}
	if _, _, status := h.dial(t, h.token(t, "rom_a", "worker")); status != http.StatusNotFound {
		t.Errorf("closed room: %d, want 404", status)
	}
}

func TestNobodyElseLearns(t *testing.T) {
	for name, change := range map[string]func(*media.Config){
		"without relay": nil,
		"with relay": func(c *media.Config) {
			c.TURN.UDPPort = media.AnyPort
			c.TURN.RelayFrom = 41200
			c.TURN.RelayTo = 41220
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := start(t, change)
			if err := h.OpenRoom(t.Context(), "rom_b"); err != nil {
				t.Fatal(err)
			}
			_, join, _ := h.dial(t, h.token(t, "rom_b", "worker"))
			if len(join.GetIceServers()) == 0 {
				t.Fatal("no ICE servers: the client would fall back to its own")
			}
			for _, s := range join.GetIceServers() {
				if len(s.GetUrls()) == 0 {
					t.Errorf("an ICE server without address: browsers refuse it")
				}
				for _, u := range s.GetUrls() {
					if !strings.Contains(u, "127.0.0.1") {
						t.Errorf("browsers are sent to a stranger: %s", u)
					}
				}
			}
		})
	}
}

func TestComesBack(t *testing.T) {
	h := start(t, nil)
	<-h.ready
	token := h.token(t, "rom_c", "worker")
	for life := range 3 {
		before, err := h.Info()
		if err != nil {
			t.Fatal(err)
		}
		if err := syscall.Kill(before.PID, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		killed := time.Now()
		select {
		case <-h.ready:
		case <-time.After(5 * time.Second):
			t.Fatalf("life %d: not back", life)
		}
		took := time.Since(killed)
		t.Logf("life %d: back after %s", life, took.Round(time.Millisecond))
		if after, err := h.Info(); err != nil || after.PID == before.PID {
			t.Fatalf("life %d: Info = %+v, %v", life, after, err)
		}
	}
	if h.Starts() != 4 {
		t.Errorf("Starts = %d, want 4", h.Starts())
	}
	// The token of an earlier life still opens the room, once that is there again.
	if err := h.OpenRoom(t.Context(), "rom_c"); err != nil {
		t.Fatal(err)
	}
	if _, join, status := h.dial(t, token); join == nil {
		t.Errorf("token of an earlier life: %d", status)
	}
	h.wait(t, "server down", func(e media.Event) bool { return e.Kind == media.ServerDown })
}

func TestEndsWithItsParent(t *testing.T) {
	in, parent, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	out, child, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- mediaserver.Main(context.Background(), in, child, io.Discard) }()
	if _, err := parent.WriteString(`{"config":{"address":"127.0.0.1"},"key":"k","secret":"` + strings.Repeat("s", 32) + `","admin":"a"}` + "\n"); err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, 4096)
	n, err := out.Read(buf)
	if err != nil || !strings.Contains(string(buf[:n]), `"ready"`) {
		t.Fatalf("first line %q, %v", buf[:n], err)
	}
	_ = parent.Close() // what the child sees when its parent is killed
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("ended with %v", err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("the child outlives its parent")
	}
}

func TestRefusesToStart(t *testing.T) {
	for name, line := range map[string]string{
		"by hand":      "",
		"nonsense":     "hello\n",
		"no secrets":   `{"config":{}}` + "\n",
		"bad address":  `{"config":{"address":"minato.example"},"key":"k","secret":"s","admin":"a"}` + "\n",
		"bad network":  `{"config":{"address":"127.0.0.1","bind":["10.0.0.0/99"]},"key":"k","secret":"s","admin":"a"}` + "\n",
		"relay upside": `{"config":{"address":"127.0.0.1","turn":{"udpPort":-1,"relayFrom":50,"relayTo":40}},"key":"k","secret":"s","admin":"a"}` + "\n",
	} {
		t.Run(name, func(t *testing.T) {
			var out strings.Builder
			if err := mediaserver.Main(t.Context(), strings.NewReader(line), &out, io.Discard); err == nil || out.Len() != 0 {
				t.Errorf("started: %v, said %q", err, out.String())
			}
		})
	}
}

// The server quotes tokens it refuses; our log must not.
func TestLogHoldsNoTokens(t *testing.T) {
	var log lockedBuffer
	h := start(t, func(c *media.Config) {
		c.LogLevel = "debug"
		c.Log = slog.New(slog.NewTextHandler(&log, nil))
	})
	if err := h.OpenRoom(t.Context(), "rom_l"); err != nil {
		t.Fatal(err)
	}
	good := h.token(t, "rom_l", "worker")
	forged := good[:len(good)-4] + "AAAA"
	if _, _, status := h.dial(t, forged); status != http.StatusUnauthorized {
		t.Errorf("forged: %d", status)
	}
	if _, join, _ := h.dial(t, good); join == nil {
		t.Fatal("the good token was refused")
	}
	if err := h.CloseRoom(t.Context(), "rom_l"); err != nil {
		t.Fatal(err)
	}
	h.wait(t, "worker left", func(e media.Event) bool { return e.Kind == media.Left })
	text := log.String()
	if !strings.Contains(text, "withheld") {
		t.Errorf("the refusal was not logged, so this test proves nothing: %.2000s", text)
	}
	for _, secret := range []string{good, forged, strings.Split(good, ".")[1]} {
		if strings.Contains(text, secret) {
			t.Errorf("the log holds a token")
		}
	}
}

type lockedBuffer struct {
	mu sync.Mutex
	b  strings.Builder
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
