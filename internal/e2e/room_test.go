package e2e

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"mendan/internal/actor"
	"mendan/internal/assets"
	"mendan/internal/lang"
	"mendan/internal/media"
	"mendan/internal/media/mediaserver"
	"mendan/internal/play"
	"mendan/internal/room"
	"mendan/internal/room/roommedia"
	"mendan/internal/room/roomtest"
	"mendan/internal/room/roomweb"
	"mendan/internal/web"
)

// The test program is its own media child: the supervisor starts it with this set.
const childEnv = "MENDAN_E2E_MEDIA_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(childEnv) == "1" {
		if err := mediaserver.Main(context.Background(), os.Stdin, os.Stdout, os.Stderr); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

type seated map[string]actor.Actor

func (s seated) Lookup(_ context.Context, secret string) (web.Visitor, error) {
	a, ok := s[secret]
	if !ok {
		return web.Visitor{}, web.ErrUnauthenticated
	}
	return web.Visitor{Actor: a, Name: secret, Language: lang.JA}, nil
}

// liveRoom is the room with a real media server behind a real door.
func liveRoom(t *testing.T) (*roomtest.House, *media.Supervisor, string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))
	sup := media.New(media.Config{
		Command: []string{self, "media"}, Env: []string{childEnv + "=1"}, Address: "127.0.0.1",
		TCPPort: media.AnyPort, TURN: media.TURN{UDPPort: media.AnyPort, RelayFrom: 42000, RelayTo: 42050}, Grace: 200 * time.Millisecond, Log: log,
	})
	h := roomtest.NewHouse(t, func(d *room.Deps) { d.Media = roommedia.New(sup) })
	roommedia.Attach(sup, h.Rooms, log)
	hub := roomweb.NewHub(h.Rooms, log)
	if err := sup.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ran := make(chan struct{})
	go func() { defer close(ran); hub.Run(ctx) }()
	stopping := make(chan struct{})
	mux := http.NewServeMux()
	mux.Handle("/assets/", assets.Handler())
	mux.Handle("/", seat(web.New(web.Options{
		Log: slog.New(slog.DiscardHandler), Now: time.Now, Stopping: stopping,
		Sessions: seated{"worker": h.AsWorker(), "physician": h.AsPhysician()},
	}, roomweb.Routes(roomweb.Deps{Rooms: h.Rooms, Hub: hub, Signal: sup.Proxy()}))))
	srv := httptest.NewServer(mux)
	// The clock of the house follows the real one: tokens and clients live in real time.
	go func() {
		tick := time.NewTicker(50 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case now := <-tick.C:
				h.Clock.Set(now)
			}
		}
	}()
	t.Cleanup(func() {
		close(stopping)
		srv.CloseClientConnections()
		srv.Close()
		cancel()
		<-ran
		end, done := context.WithTimeout(context.Background(), 10*time.Second)
		defer done()
		_ = sup.Stop(end)
	})
	// Session cookies are Secure: browsers take them from localhost without TLS.
	return h, sup, strings.Replace(srv.URL, "127.0.0.1", "localhost", 1)
}

// Two people meet over real video. The camera goes off and on, the media server
// is killed, and both are back without a press; the evidence tells the story.
func TestRoom(t *testing.T) {
	if err := assets.Check(); err != nil {
		t.Skip(err)
	}
	browser, err := play.Open(context.Background())
	if errors.Is(err, play.ErrNoBrowser) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer browser.Close()
	h, sup, base := liveRoom(t)
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	path := "/interviews/" + string(h.Case) + "/room"
	worker, err := browser.Person("worker", base, play.Phone)
	must(err)
	defer worker.Close()
	physician, err := browser.Person("physician", base, play.Desktop)
	must(err)
	defer physician.Close()

	must(worker.Visit("/as/worker?to=" + path))
	must(worker.See(`[data-ui="waiting"]`))
	must(physician.Visit("/as/physician?to=" + path))
	must(physician.Until(`document.querySelector('[data-ui="admit"]') && !document.querySelector('[data-ui="admit"]').disabled`, "to be allowed to admit"))
	must(physician.Press(`[data-ui="admit"]`))
	must(worker.Until(`document.body.dataset.admitted === "true"`, "to be admitted"))
	must(worker.Until(`(() => { const b = document.querySelector('[data-ui="enter"]'); if (b && !b.hidden && b.offsetParent) b.click(); return document.body.dataset.firstFrameMs; })()`, "for the first picture"))
	must(physician.Until(`document.body.dataset.firstFrameMs`, "for the first picture"))
	inside := func(worker, physician bool) func() bool {
		return func() bool {
			s, err := h.Rooms.State(ctx, h.AsPhysician(), h.Case)
			return err == nil && s.Worker.Media == worker && s.Physician.Media == physician
		}
	}
	eventually(t, "both are in the media room", inside(true, true))
	for _, p := range []*play.Person{worker, physician} {
		ms, _ := p.Attribute("first-frame-ms")
		t.Logf("%s: first picture after %s ms", p.Name, ms)
	}
	must(worker.Wait(3 * time.Second)) // they talk
	camera := func() error {
		return worker.Until(`(() => { const b = [...document.querySelectorAll('[data-ui="camera"]')].find(e => e.offsetParent); if (b) b.click(); return b; })()`, "to press the camera")
	}
	must(camera())
	must(worker.Wait(2 * time.Second)) // without a picture
	must(camera())
	must(worker.Wait(2 * time.Second)) // they talk on

	// Somebody comes in on the worker's side, then on the physician's; by keys too.
	for _, x := range [][2]*play.Person{{worker, physician}, {physician, worker}} {
		own, seen, err := play.SomebodyCame(x[0], x[1])
		must(err)
		t.Logf("%s stopped: own page %s, other side %s", x[0].Name, own, seen)
		// What the page itself needs for it; how long a busy machine takes to bring
		// it the press is a figure of the bench.
		ms, err := x[0].Attribute("pause-ms")
		must(err)
		if n, err := strconv.Atoi(ms); err != nil || n > 1000 {
			t.Errorf("%s: picture and voice stopped %s ms after the page knew of the press", x[0].Name, ms)
		}
		must(play.GoOn(x[0], x[1]))
	}
	must(worker.Until(`(() => { document.dispatchEvent(new KeyboardEvent("keydown", { key: "F9", cancelable: true })); return document.body.dataset.paused === "yes"; })()`, "to stop by the key"))
	must(physician.Until(`document.body.dataset.paused === "yes"`, "to be told"))
	must(play.GoOn(worker, physician))

	info, err := sup.Info()
	must(err)
	must(syscall.Kill(info.PID, syscall.SIGKILL))
	killed := time.Now()
	eventually(t, "the server's death is known", inside(false, false))
	eventually(t, "both are back", inside(true, true))
	t.Logf("both back %s after the media server was killed", time.Since(killed).Round(time.Millisecond))
	for _, p := range []*play.Person{worker, physician} {
		// Ten pictures more than when both were back: the new connection brings them.
		must(p.Until(`(() => { const v = document.querySelector('video[data-ui="remote"]'), n = v.getVideoPlaybackQuality().totalVideoFrames;
			if (window.seenFrames === undefined || n < window.seenFrames) window.seenFrames = n;
			return n >= window.seenFrames + 10 && v.videoWidth > 0 && !v.paused && document.body.dataset.media === "connected"; })()`, "for the picture to be back"))
		ms, _ := p.Attribute("reconnect-ms")
		t.Logf("%s: picture back after %s ms", p.Name, ms)
	}
	must(worker.Wait(6 * time.Second)) // statistics are sent every few seconds

	_, err = h.Rooms.SaveChecklist(ctx, h.AsPhysician(), h.Case, roomtest.Checked())
	must(err)
	_, err = h.Rooms.End(ctx, h.AsPhysician(), h.Case, room.Completed, "")
	must(err)
	must(worker.Until(`document.body.dataset.phase === "ended"`, "to be told of the end"))
	must(worker.Wait(time.Second)) // the last statistics
	doc, err := h.Rooms.Evidence(ctx, h.AsPhysician(), h.Case)
	must(err)
	e, err := room.VerifyEvidence(doc, room.PublicOf(h.Key))
	must(err)
	kinds := map[string]int{}
	for _, x := range e.Events {
		kinds[string(x.Source)+":"+string(x.Kind)]++
		if x.Kind == room.Joined && x.Detail.Connection != "udp" {
			t.Errorf("%s came in over %q, want udp", x.Side, x.Detail.Connection)
		}
	}
	t.Logf("events: %v", kinds)
	t.Logf("figures: %+v", e.Continuity)
	t.Logf("statistics: %+v", e.Statistics)
	for _, kind := range []string{"server:joined", "server:published", "server:muted", "server:unmuted", "server:server_down", "browser:camera_off", "platform:admitted", "platform:finished"} {
		if kinds[kind] == 0 {
			t.Errorf("the evidence never tells of %s", kind)
		}
	}
	c := e.Continuity
	if c.Pauses != 3 || c.Paused <= 0 || kinds["platform:paused"] != 3 || kinds["platform:continued"] != 3 {
		t.Errorf("three pauses are told as %d, %g s, %v", c.Pauses, c.Paused, kinds)
	}
	if c.Together < 5 || c.Apart <= 0 || c.Apart > 15 || c.Worker.CameraOff < 1 || c.Worker.CameraOff > 10 || e.Statistics.Worker == 0 || e.Statistics.Physician == 0 {
		t.Errorf("the figures do not tell the story: %+v", c)
	}
}

// eventually waits for what real machines do in their own time.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	late := time.After(40 * time.Second)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !is() {
		select {
		case <-late:
			t.Fatalf("never: %s", what)
		case <-tick.C:
		}
	}
}
