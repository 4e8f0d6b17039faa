package e2e

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"mendan/internal/assets"
	"mendan/internal/desk/desktest"
	"mendan/internal/desk/deskweb"
	"mendan/internal/play"
)

// look opens one browser window on the desks, or skips the test.
func look(t *testing.T, screen play.Screen, door http.Handler) *play.Person {
	t.Helper()
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
	t.Cleanup(browser.Close)
	server := httptest.NewServer(seat(door))
	t.Cleanup(server.Close)
	p, err := browser.Person(t.Name(), strings.Replace(server.URL, "127.0.0.1", "localhost", 1), screen)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// The way out blanks the page at once, leads to a neutral page, and the
// browser's back button does not bring the interview back.
func TestTheWayOut(t *testing.T) {
	p := look(t, play.Phone, desktest.Door(desktest.Full(desktest.Booked())))
	ways := map[string]string{
		"button":      `document.querySelector('[data-leave]').click()`,
		"three times": `[1,2,3].forEach(() => document.dispatchEvent(new KeyboardEvent('keydown', {key: 'Shift'})))`,
	}
	for name, do := range ways {
		must(t, p.Visit("/as/worker?to=/home"))
		must(t, p.Read("次にすること"))
		// Blank in the same breath: nothing is painted between.
		must(t, p.Until(`(() => { `+do+`; return document.documentElement.hidden && document.title.trim() === ''; })()`, "to be blank at once by "+name))
		must(t, p.Read("画面を閉じました"))
		must(t, p.Lacks("面談"))
		must(t, p.Until(`(history.back(), true)`, "to go back"))
		must(t, p.Until(`location.pathname !== '/home'`, "not to see the page again"))
	}
	must(t, p.Visit("/as/hr?to=/hr"))
	if there, err := p.Has("[data-leave]"); err != nil || there {
		t.Errorf("HR's desk has a way out: %v", err)
	}
}

// Who comes into a waiting room appears on the physician's desk by itself, first
// of all there is to do, and goes again; nothing is reloaded.
func TestArrivalsOnThePhysiciansDesk(t *testing.T) {
	news := make(chan string, 1)
	day := desktest.PhysicianDay()
	for i := range day.Sessions {
		day.Sessions[i].State = deskweb.SessionBooked
	}
	desks := desktest.Door(desktest.With(func(s *deskweb.Sources) {
		s.PhysicianDay = desktest.Give(day)
	}))
	p := look(t, play.Desktop, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/physician/arrivals/live" {
			desks.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/event-stream")
		for {
			_ = http.NewResponseController(w).Flush()
			select {
			case <-r.Context().Done():
				return
			case data := <-news:
				_, _ = fmt.Fprintf(w, "event: arrivals\ndata: {\"arrivals\":[%s]}\n\n", data)
			}
		}
	}))
	must(t, p.Visit("/as/physician?to=/physician"))
	must(t, p.Until(`document.querySelector('[data-arrival]').hidden`, "for nobody to be there"))
	must(t, p.Until(`(window.same = true)`, "to mark the page"))
	news <- ""
	news <- fmt.Sprintf(`{"case":%q,"phase":"waiting"}`, desktest.Case)
	must(t, p.Until(`document.querySelector('[data-arrival]').checkVisibility() && document.querySelector('[data-arrival-text]').textContent === '髙橋 美咲さんが待合室に来ました'`, "for the card"))
	must(t, p.Until(fmt.Sprintf(`document.querySelector('[data-arrival-link]').getAttribute('href') === '/interviews/%s/room' && document.title.startsWith('●')`, desktest.Case), "for the way into the room"))
	must(t, p.Until(`document.getElementById('say').textContent.includes('髙橋 美咲さん')`, "to hear it read out"))
	must(t, p.Until(`!document.querySelector('[data-sound]').hidden`, "for the sound to be offered"))
	news <- fmt.Sprintf(`{"case":%q,"phase":"open"}`, desktest.Case)
	must(t, p.Until(`document.querySelector('[data-arrival]').hidden && !document.title.startsWith('●') && window.same`, "for the desk to be as before"))
}

// One press is one act, also when the finger is quick.
func TestAFormIsSentOnce(t *testing.T) {
	posts, answer, pressed := make(chan string, 8), make(chan struct{}), make(chan struct{})
	desks := desktest.Door(desktest.Full(desktest.Booked()))
	p := look(t, play.Desktop, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == http.MethodPost:
			posts <- r.URL.Path
			select {
			case <-answer:
			case <-r.Context().Done():
			}
			w.WriteHeader(http.StatusNoContent) // the browser stays on the page
			return
		case r.URL.Path == "/pressed":
			close(answer)
			close(pressed)
		}
		desks.ServeHTTP(w, r)
	}))
	must(t, p.Visit("/as/coordinator?to=/coordinator"))
	// The second press comes while the first is on its way; the question after it is the sign to answer.
	must(t, p.Until(`(() => {
		const b = document.querySelector('main form button');
		b.click();
		setTimeout(() => b.click(), 300);
		setTimeout(() => fetch('/pressed'), 600);
		return b.form.getAttribute('aria-busy') === 'true';
	})()`, "to press twice"))
	<-pressed
	<-posts
	if n := len(posts); n != 0 {
		t.Errorf("sent %d times more", n)
	}
}
