package e2e

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"mendan/internal/actor"
	"mendan/internal/assets"
	"mendan/internal/casework"
	"mendan/internal/database/databasetest"
	"mendan/internal/play"
	"mendan/internal/readiness/readinesstest"
	"mendan/internal/readiness/readinessweb"
	"mendan/internal/sounds"
	"mendan/internal/web"
)

// watch notes what reaches the server while it watches.
type watch struct {
	mu   sync.Mutex
	on   bool
	seen []string // method, path and body
}

func (w *watch) start() { w.mu.Lock(); defer w.mu.Unlock(); w.on, w.seen = true, nil }

func (w *watch) list() []string { w.mu.Lock(); defer w.mu.Unlock(); return w.seen }

func (w *watch) over(next http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.mu.Lock()
		if w.on {
			body, _ := io.ReadAll(r.Body)
			r.Body = io.NopCloser(strings.NewReader(string(body)))
			w.seen = append(w.seen, r.Method+" "+r.URL.Path+" "+string(body))
		}
		w.mu.Unlock()
		next.ServeHTTP(rw, r)
	})
}

type oneWorker struct{ who actor.Actor }

func (o oneWorker) Lookup(context.Context, string) (web.Visitor, error) {
	return web.Visitor{Actor: o.who, Name: "髙橋 美咲"}, nil
}

// A real browser hears a cafe and a quiet room through its microphone. Nothing
// leaves it while it listens, and only the word when that is kept.
func TestTheQuietRoomCheckHearsARoom(t *testing.T) {
	if err := assets.Check(); err != nil {
		t.Skip(err)
	}
	db, clock := databasetest.Open(t)
	h := readinesstest.NewHouse(t, db, clock)
	c := h.Open(casework.LongHoursGeneral)
	h.Book(c, databasetest.Noon.Add(3*time.Hour), casework.Online)
	mux := http.NewServeMux()
	mux.Handle("GET /assets/", assets.Handler())
	mux.Handle("/", web.New(web.Options{Sessions: oneWorker{h.AsWorker()}, Log: slog.New(slog.DiscardHandler), Now: clock.Now},
		readinessweb.New(readinessweb.Deps{Service: h.Ready, Zone: time.UTC, Now: clock.Now}).Routes()))
	seen := &watch{}
	server := httptest.NewServer(seen.over(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: "worker"})
		mux.ServeHTTP(w, r)
	})))
	t.Cleanup(server.Close)

	for kind, want := range map[sounds.Kind]string{sounds.Babble: "CAFE_BABBLE", sounds.Room: "QUIET", sounds.Speech: "SPEECH_NEARBY"} {
		file := filepath.Join(t.TempDir(), "room.wav")
		f, err := os.Create(file)
		must(t, err)
		must(t, sounds.WAV(f, sounds.Make(kind, 7, 20)))
		must(t, f.Close())
		browser, err := play.Open(context.Background(), "use-file-for-fake-audio-capture="+file)
		if errors.Is(err, play.ErrNoBrowser) {
			t.Skip(err)
		}
		must(t, err)
		p, err := browser.Person("worker", strings.Replace(server.URL, "127.0.0.1", "localhost", 1), play.SmallPhone)
		must(t, err)
		page := "/interviews/" + string(c.ID) + "/place/quiet"
		must(t, p.Visit(page))
		must(t, p.See(`[data-ui="start"]`))
		seen.start()
		must(t, p.Press(`[data-ui="start"]`))
		must(t, p.Until(`document.body.dataset.sound !== 'none'`, "for the verdict"))
		got, err := p.Attribute("sound")
		if err != nil || got != want {
			t.Errorf("%s: %s, %v; want %s", kind, got, err, want)
		}
		if list := seen.list(); len(list) != 0 {
			t.Errorf("%s: while it listened the page asked for %q", kind, list)
		}
		must(t, p.Press(`[data-ui="keep"]`))
		must(t, p.Read("音は残っていません"))
		if list := seen.list(); len(list) != 1 || list[0] != "POST "+page+` {"verdict":"`+got+`","site":"HOME"}` {
			t.Errorf("%s: kept with %q", kind, list)
		}
		must(t, p.Until(`document.documentElement.scrollWidth <= window.innerWidth`, "no scrolling sideways"))
		browser.Close()
	}
}
