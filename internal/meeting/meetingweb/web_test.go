package meetingweb_test

import (
	"context"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/database/databasetest"
	"mendan/internal/meeting/meetingtest"
	"mendan/internal/meeting/meetingweb"
	"mendan/internal/scheduling"
	"mendan/internal/web"
)

// people knows everybody by a word in the cookie.
type people map[string]actor.Actor

func (p people) Lookup(_ context.Context, secret string) (web.Visitor, error) {
	who, ok := p[secret]
	if !ok {
		return web.Visitor{}, web.ErrUnauthenticated
	}
	return web.Visitor{Actor: who, Name: secret}, nil
}

type house struct {
	*meetingtest.House
	t    *testing.T
	door http.Handler
}

func open(t *testing.T) *house {
	t.Helper()
	db, clock := databasetest.Open(t)
	h := meetingtest.NewHouse(t, db, clock)
	h.Week(h.Physician.ID, 9*60, 12*60)
	return &house{h, t, web.New(web.Options{
		Sessions: people{
			"worker": h.AsWorker(), "foreigner": h.AsForeigner(), "hr": h.AsHR(), "foreign hr": h.AsForeignHR(), "manager": h.AsManager(),
			"physician": h.AsPhysician(), "unappointed": h.AsUnappointed(), "nurse": h.AsNurse(), "committee": h.AsCommittee(),
			"coordinator": h.AsCoordinator(), "admin": h.AsAdmin(),
		},
		Log: slog.New(slog.DiscardHandler), Now: clock.Now,
	}, meetingweb.New(h.Meeting, time.UTC).Routes())}
}

func (h *house) send(who, method, path string, pairs ...string) (int, string) {
	h.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	var body io.Reader
	if method == "POST" {
		body = strings.NewReader(form.Encode())
	}
	r := httptest.NewRequest(method, "https://mendan.test"+path, body)
	if method == "POST" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: who})
	w := httptest.NewRecorder()
	h.door.ServeHTTP(w, r)
	return w.Code, html.UnescapeString(w.Body.String())
}

var credentials = []string{"tenant-1", "client-1", "host@example.jp", "s3cret"}

func (h *house) hasNone(what, body string, words ...string) {
	h.t.Helper()
	for _, x := range words {
		if strings.Contains(body, x) {
			h.t.Errorf("%s: the page holds %q", what, x)
		}
	}
}

// The tool is named by HR and the coordinator, seen by who prepares with them,
// and is not there for anybody else, least of all at another company. The
// secret is drawn for nobody; the rest of the credentials for who gave them.
func TestToolByRole(t *testing.T) {
	t.Parallel()
	h := open(t)
	tool := "/programme/" + string(h.Honsha.ID) + "/tool"
	account := tool + "/account/ZOOM"
	given := []string{"tenant", "tenant-1", "client", "client-1", "host", "host@example.jp", "secret", "s3cret"}
	if s, b := h.send("hr", "POST", account, given...); s != http.StatusSeeOther {
		t.Fatalf("HR gives an account: %d %.300s", s, b)
	}
	doors := map[string]struct{ see, name int }{
		"hr": {200, 303}, "coordinator": {200, 303}, "physician": {200, 404}, "nurse": {200, 404}, "committee": {200, 404},
		"admin": {0, 404}, "worker": {404, 404}, "manager": {404, 404}, "foreigner": {404, 404}, "foreign hr": {404, 404}, "unappointed": {404, 404},
	}
	for who, want := range doors {
		s, b := h.send(who, "GET", tool)
		if s != want.see && want.see != 0 {
			t.Errorf("%s sees the tool: %d, want %d", who, s, want.see)
		}
		h.hasNone(who+" GET tool", b, credentials...)
		if s == 200 && strings.Contains(b, "/account/") != (want.name == 303) {
			t.Errorf("%s: the way to the credentials", who)
		}
		s, b = h.send(who, "GET", account)
		if (s == 200) != (want.name == 303) || s != 200 && s != 404 {
			t.Errorf("%s sees the account: %d", who, s)
		}
		h.hasNone(who+" GET account", b, "s3cret")
		if want.name != 303 {
			h.hasNone(who+" GET account", b, credentials...)
			for _, path := range []string{account, account + "/check", account + "/forget"} {
				if s, b = h.send(who, "POST", path, given...); s != 404 {
					t.Errorf("%s POST %s: %d", who, path, s)
				}
				h.hasNone(who+" POST", b, credentials...)
			}
		}
		if s, _ = h.send(who, "POST", tool, "tool", "ZOOM", "way", "MADE"); s != want.name {
			t.Errorf("%s names the tool: %d, want %d", who, s, want.name)
		}
	}
	// A form refused draws again what was typed, but the secret.
	s, b := h.send("hr", "POST", account, "tenant", "", "client", "client-2", "host", "host@example.jp", "secret", "n3w-s3cret")
	if s != http.StatusUnprocessableEntity || !strings.Contains(b, "client-2") {
		t.Errorf("refused: %d", s)
	}
	h.hasNone("refused", b, "n3w-s3cret")
	for _, path := range []string{tool + "/account/OWN", tool + "/account/x", "/programme/wpl_00000000000000000000000000/tool", "/programme/x/tool"} {
		if s, _ := h.send("hr", "GET", path); s != 404 {
			t.Errorf("GET %s: %d", path, s)
		}
	}
}

// The link of one interview is given by its physician and by who plans, as far
// as they may know of the interview; the worker finds it in the room, not here.
func TestLinkByRole(t *testing.T) {
	t.Parallel()
	h := open(t)
	if s, b := h.send("hr", "POST", "/programme/"+string(h.Honsha.ID)+"/tool", "tool", "ZOOM", "way", "PASTED"); s != http.StatusSeeOther {
		t.Fatalf("named: %d %.300s", s, b)
	}
	book := func(kind casework.Type, day int) string {
		t.Helper()
		c := h.Open(h.AsWorker(), h.Worker.ID, kind)
		if _, err := h.Service.Book(t.Context(), h.AsWorker(), scheduling.BookInput{Case: c.ID, Physician: h.Physician.ID, Start: h.At(day, "9:40"), Mode: casework.Online}); err != nil {
			t.Fatal(err)
		}
		return "/interviews/" + string(c.ID) + "/link"
	}
	const link = "https://us02web.zoom.us/j/12345678901"
	statutory, private := book(casework.LongHoursGeneral, 1), book(casework.Consultation, 2)
	for who, want := range map[string]struct{ statutory, private bool }{
		"physician": {true, true}, "hr": {true, false}, "worker": {}, "foreigner": {}, "foreign hr": {}, "manager": {}, "unappointed": {}, "committee": {}, "admin": {},
	} {
		for path, may := range map[string]bool{statutory: want.statutory, private: want.private} {
			give, b := h.send(who, "POST", path, "link", link)
			see, c := h.send(who, "GET", path)
			if may && (give != 303 || see != 200 || !strings.Contains(c, link)) || !may && (give != 404 || see != 404) {
				t.Errorf("%s %s: %d, %d, may %t", who, path, give, see, may)
			}
			if !may {
				h.hasNone(who, b+c, link, "髙橋")
			}
		}
	}
	if s, b := h.send("physician", "POST", statutory, "link", "https://us02web.zoom.us.evil.example/j/12345678901"); s != http.StatusUnprocessableEntity || !strings.Contains(b, "evil.example") {
		t.Errorf("a stranger's link: %d", s)
	}
	if _, b := h.send("physician", "GET", statutory); strings.Contains(b, "evil.example") {
		t.Error("a refused link is kept")
	}
}
