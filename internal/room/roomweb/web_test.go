package roomweb_test

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"mendan/internal/actor"
	"mendan/internal/fault"
	"mendan/internal/lang"
	"mendan/internal/room"
	"mendan/internal/room/roomtest"
	"mendan/internal/room/roomweb"
	"mendan/internal/web"
)

type house struct {
	*roomtest.House
	url  string
	stop chan struct{}
}

// sessions knows everybody by a word in the cookie.
type sessions map[string]actor.Actor

func (s sessions) Lookup(_ context.Context, secret string) (web.Visitor, error) {
	a, ok := s[secret]
	if !ok {
		return web.Visitor{}, web.ErrUnauthenticated
	}
	return web.Visitor{Actor: a, Name: secret, Language: lang.JA}, nil
}

func open(t *testing.T) *house {
	t.Helper()
	h := &house{House: roomtest.NewHouse(t), stop: make(chan struct{})}
	log := slog.New(slog.DiscardHandler)
	hub := roomweb.NewHub(h.Rooms, log)
	ctx, cancel := context.WithCancel(context.Background())
	ran := make(chan struct{})
	go func() { defer close(ran); hub.Run(ctx) }()
	signal := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "passed") })
	door := web.New(web.Options{
		Log: log, Now: h.Clock.Now, Stopping: h.stop,
		Sessions: sessions{
			"worker": h.AsWorker(), "physician": h.AsPhysician(), "foreigner": h.AsForeigner(), "unappointed": h.AsUnappointed(), "hr": h.AsHR(),
			"manager": h.AsManager(), "nurse": h.AsNurse(), "committee": h.AsCommittee(), "coordinator": h.AsCoordinator(), "admin": h.AsAdmin(),
		},
	}, roomweb.Routes(roomweb.Deps{Rooms: h.Rooms, Hub: hub, Signal: signal,
		Other: func(_ context.Context, who actor.Actor, token string) error {
			if token == "check" && who.Employee == h.Worker.ID {
				return nil
			}
			return web.ErrNotFound
		}}))
	srv := httptest.NewServer(door)
	h.url = srv.URL
	t.Cleanup(func() {
		srv.CloseClientConnections()
		srv.Close()
		cancel()
		<-ran
	})
	return h
}

func (h *house) request(t *testing.T, who, method, path, body string) *http.Request {
	t.Helper()
	path = strings.NewReplacer("{case}", string(h.Case), "{private}", string(h.Private)).Replace(path)
	req, err := http.NewRequestWithContext(t.Context(), method, h.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if who != "" {
		req.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: who})
	}
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	return req
}

func (h *house) do(t *testing.T, who, method, path, body string) (int, string) {
	t.Helper()
	return send(t, h.request(t, who, method, path, body))
}

func send(t *testing.T, req *http.Request) (int, string) {
	t.Helper()
	c := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(b)
}

const base = "/interviews/{case}/room"

// Each door by each role: the two people come in, for everybody else it is not there.
func TestDoorsByRole(t *testing.T) {
	t.Parallel()
	h := open(t)
	if s, b := h.do(t, "physician", "POST", base+"/admit", ""); s != http.StatusOK {
		t.Fatalf("admit: %d %s", s, b)
	}
	doors := []struct {
		method, path, body string
		worker, physician  int
	}{
		{"GET", base, "", 200, 200},
		{"GET", base + "/state", "", 200, 200},
		{"POST", base + "/token", "{}", 200, 200},
		{"POST", base + "/stats", `{"client":"client-1","seq":1,"samples":[{"at":"2026-11-23T03:00:02Z","span":2000,"new":1}]}`, 204, 204},
		{"POST", base + "/event", `{"client":"client-1","seq":1,"kind":"camera_off","at":"2026-11-23T03:00:02Z"}`, 204, 204},
		{"POST", base + "/admit", "{}", 404, 200},
		{"POST", base + "/checklist", `{"identity":"KNOWN"}`, 404, 200},
		{"GET", base + "/notes", "", 404, 200},
		{"POST", base + "/notes", `{"text":"x","version":0}`, 404, 200},
		{"POST", base + "/camera", `{"reason":"HEALTH"}`, 200, 200},
		{"GET", base + "/line", "", 404, 200},
		{"POST", base + "/line", `{"choice":"continue","reason":"OBSERVED"}`, 404, 200},
		{"POST", base + "/continue", `{"alone":true}`, 200, 200},
		{"POST", base + "/pause", "{}", 200, 200},
		{"POST", base + "/wish", `{"wish":"elsewhere"}`, 422, 422},
		{"POST", base + "/end", `{"outcome":"completed"}`, 404, 409},
		{"POST", base + "/convert", `{"reason":""}`, 404, 422},
		{"GET", "/interviews/{case}/evidence.json", "", 200, 200},
	}
	for _, d := range doors {
		for who, want := range map[string]int{
			"worker": d.worker, "physician": d.physician, "": 401,
			"foreigner": 404, "unappointed": 404, "hr": 404, "manager": 404, "committee": 404, "admin": 404,
		} {
			if who == "" && d.method == "GET" && !strings.Contains(d.path, "/room/") {
				want = http.StatusSeeOther // pages send to the sign-in
			}
			got, body := h.do(t, who, d.method, d.path, d.body)
			if got != want {
				t.Errorf("%q %s %s: %d, want %d: %.200s", who, d.method, d.path, got, want, body)
			}
			if want >= 400 && (strings.Contains(body, "髙橋") || strings.Contains(body, "佐藤")) {
				t.Errorf("%q %s %s names somebody: %s", who, d.method, d.path, body)
			}
		}
		if got, _ := h.do(t, "physician", d.method, strings.Replace(d.path, "{case}", "cas_00000000000000000000000000", 1), d.body); got != http.StatusNotFound {
			t.Errorf("unknown case %s %s: %d", d.method, d.path, got)
		}
		if got, _ := h.do(t, "physician", d.method, strings.Replace(d.path, "{case}", "1", 1), d.body); got != http.StatusNotFound {
			t.Errorf("no case at all %s %s: %d", d.method, d.path, got)
		}
	}
}

func TestPagesShowWhatTheyShould(t *testing.T) {
	t.Parallel()
	h := open(t)
	if s, b := h.do(t, "physician", "POST", base+"/notes", `{"text":"秘密のメモ","version":0}`); s != http.StatusOK {
		t.Fatalf("notes: %d %s", s, b)
	}
	_, page := h.do(t, "worker", "GET", base, "")
	for _, must := range []string{"佐藤 宏", "&#34;phase&#34;:&#34;waiting&#34;", "オンライン面談室"} {
		if !strings.Contains(page, must) {
			t.Errorf("the worker's page lacks %s", must)
		}
	}
	for _, never := range []string{"秘密のメモ", "&#34;checklist&#34;:{", "長時間労働"} {
		if strings.Contains(page, never) {
			t.Errorf("the worker's page holds %s", never)
		}
	}
	_, page = h.do(t, "physician", "GET", base, "")
	for _, must := range []string{"髙橋 美咲", "秘密のメモ", "&#34;checklist&#34;:{"} {
		if !strings.Contains(page, must) {
			t.Errorf("the physician's page lacks %s", must)
		}
	}
}

func TestFaultsInWords(t *testing.T) {
	t.Parallel()
	h := open(t)
	if s, b := h.do(t, "worker", "POST", base+"/token", "{}"); s != http.StatusConflict || !strings.Contains(b, `"room.not_admitted"`) || !strings.Contains(b, "お待ちください") {
		t.Errorf("token before admission: %d %s", s, b)
	}
	h.do(t, "physician", "POST", base+"/admit", "")
	s, b := h.do(t, "physician", "POST", base+"/end", `{"outcome":"completed"}`)
	var p roomweb.Problem
	if err := json.Unmarshal([]byte(b), &p); err != nil || s != http.StatusConflict || len(p.Fields) != 8 || p.Fields[0].Name != "identity" || p.Fields[0].Message == "" {
		t.Errorf("incomplete checklist: %d %s", s, b)
	}
	if s, b := h.do(t, "physician", "POST", base+"/checklist", `{"phone":"あとで"}`); s != http.StatusUnprocessableEntity || !strings.Contains(b, `"name":"phone"`) {
		t.Errorf("odd phone: %d %s", s, b)
	}
	if s, b := h.do(t, "physician", "POST", base+"/checklist", `{"identity":`); s != http.StatusUnprocessableEntity || !strings.Contains(b, "form.unreadable") {
		t.Errorf("cut JSON: %d %s", s, b)
	}
	if s, _ := h.do(t, "worker", "POST", base+"/stats", `{"client":"client-1","samples":["`+strings.Repeat("x", 300<<10)+`"]}`); s != http.StatusRequestEntityTooLarge {
		t.Errorf("oversized statistics: %d", s)
	}
	h.do(t, "physician", "POST", base+"/notes", `{"text":"一","version":0}`)
	s, b = h.do(t, "physician", "POST", base+"/notes", `{"text":"二","version":0}`)
	if s != http.StatusConflict || !strings.Contains(b, `"text":"一"`) || !strings.Contains(b, `"version":1`) || !strings.Contains(b, `"room.notes_stale"`) {
		t.Errorf("stale notes: %d %s", s, b)
	}
}

// A port that keeps the session shut says why on the page, in its own words.
func TestWhyItMayNotBegin(t *testing.T) {
	t.Parallel()
	for code, set := range map[string]func(*roomtest.Doors, error){
		"gate.closed":       func(d *roomtest.Doors, err error) { d.Online = err },
		"provision.missing": func(d *roomtest.Doors, err error) { d.Start = err },
	} {
		h := open(t)
		set(h.Doors, fault.New(fault.Conflict, code))
		s, b := h.do(t, "physician", "POST", base+"/admit", "")
		var p roomweb.Problem
		if err := json.Unmarshal([]byte(b), &p); err != nil || s != http.StatusConflict || p.Code != code || p.Message == "" || p.Message == code {
			t.Errorf("%s: %d %s", code, s, b)
		}
		if s, b = h.do(t, "physician", "GET", base+"/state", ""); s != http.StatusOK || !strings.Contains(b, `"phase":"waiting"`) {
			t.Errorf("%s: afterwards %d %s", code, s, b)
		}
		set(h.Doors, nil)
		if s, b = h.do(t, "physician", "POST", base+"/admit", ""); s != http.StatusOK || !strings.Contains(b, `"phase":"open"`) {
			t.Errorf("%s: when it says yes %d %s", code, s, b)
		}
	}
}

// Signalling passes only with session, own page and a token for this very person.
func TestSignalling(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.do(t, "physician", "POST", base+"/admit", "")
	pass := func(who string) string {
		_, b := h.do(t, who, "POST", base+"/token", "{}")
		var p struct{ URL, Token string }
		if err := json.Unmarshal([]byte(b), &p); err != nil || p.URL != "/media" || p.Token == "" {
			t.Fatalf("token: %s", b)
		}
		return p.Token
	}
	workers, physicians := pass("worker"), pass("physician")
	for name, c := range map[string]struct {
		who, token, origin, site string
		want                     int
	}{
		"worker":                        {"worker", workers, h.url, "", 200},
		"physician":                     {"physician", physicians, h.url, "", 200},
		"a check from our page":         {"worker", workers, "", "same-origin", 200},
		"device check":                  {"worker", "check", h.url, "", 200},
		"without session":               {"", workers, h.url, "", 401},
		"without token":                 {"worker", "", h.url, "", 404},
		"with the other's token":        {"worker", physicians, h.url, "", 404},
		"physician as the worker":       {"physician", workers, h.url, "", 404},
		"stolen by a foreign worker":    {"foreigner", workers, h.url, "", 404},
		"stolen by another physician":   {"unappointed", physicians, h.url, "", 404},
		"HR":                            {"hr", workers, h.url, "", 404},
		"another's device check":        {"foreigner", "check", h.url, "", 404},
		"from a stranger's page":        {"worker", workers, "https://evil.example", "", 403},
		"from a page without an origin": {"worker", workers, "null", "", 403},
		"from nowhere":                  {"worker", workers, "", "", 403},
		"from another site":             {"worker", workers, "", "cross-site", 403},
	} {
		req := h.request(t, c.who, "GET", "/media/rtc?access_token="+c.token, "")
		req.Header.Del("Sec-Fetch-Site")
		if c.site != "" {
			req.Header.Set("Sec-Fetch-Site", c.site)
		}
		if c.origin != "" {
			req.Header.Set("Origin", c.origin)
		}
		if got, b := send(t, req); got != c.want {
			t.Errorf("%s: %d, want %d: %s", name, got, c.want, b)
		}
	}
}

// stream reads an event stream line by line.
type stream struct {
	t    *testing.T
	body io.Closer
	sc   *bufio.Scanner
}

func (h *house) stream(t *testing.T, who, path string) *stream {
	t.Helper()
	req := h.request(t, who, "GET", path, "")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != http.StatusOK || !strings.HasPrefix(res.Header.Get("Content-Type"), "text/event-stream") {
		t.Fatalf("stream: %s %s", res.Status, res.Header.Get("Content-Type"))
	}
	t.Cleanup(func() { _ = res.Body.Close() })
	return &stream{t, res.Body, bufio.NewScanner(res.Body)}
}

// next is the data of the next event.
func (s *stream) next() (string, bool) {
	for s.sc.Scan() {
		if data, ok := strings.CutPrefix(s.sc.Text(), "data: "); ok {
			return data, true
		}
	}
	return "", false
}

// until reads until an event fits.
func (s *stream) until(what string, fits func(data string) bool) {
	s.t.Helper()
	for range 50 {
		data, ok := s.next()
		if !ok {
			break
		}
		if fits(data) {
			return
		}
	}
	s.t.Fatalf("the stream never said: %s", what)
}

func stateOf(data string) (s room.State) {
	_ = json.Unmarshal([]byte(data), &s)
	return s
}

func TestLive(t *testing.T) {
	t.Parallel()
	h := open(t)
	arrivals := h.stream(t, "physician", "/physician/arrivals/live")
	if first, _ := arrivals.next(); first != `{"arrivals":[]}` {
		t.Errorf("nobody waits: %s", first)
	}
	worker := h.stream(t, "worker", base+"/live")
	worker.until("waiting", func(d string) bool { return stateOf(d).Phase == room.Waiting })
	arrivals.until("the worker waits", func(d string) bool {
		return strings.Contains(d, string(h.Case)) && strings.Contains(d, "髙橋 美咲")
	})
	physician := h.stream(t, "physician", base+"/live")
	physician.until("the worker is here", func(d string) bool { return stateOf(d).Worker.Present })
	worker.until("the physician is here", func(d string) bool { return stateOf(d).Physician.Present })
	h.do(t, "physician", "POST", base+"/admit", "")
	worker.until("admitted", func(d string) bool { s := stateOf(d); return s.Admitted && s.Phase == room.Open })
	h.Join(t, room.Physician, "p1")
	worker.until("the physician's picture", func(d string) bool { return stateOf(d).Physician.Media })

	_ = worker.body.Close()
	physician.until("the worker's page is closed", func(d string) bool { return !stateOf(d).Worker.Present })

	close(h.stop)
	if _, ok := physician.next(); ok {
		if _, ok = physician.next(); ok {
			t.Error("the stream goes on while the server stops")
		}
	}
	for _, who := range []string{"foreigner", "unappointed"} {
		if s, _ := h.do(t, who, "GET", base+"/live", ""); s != http.StatusNotFound {
			t.Errorf("%s listens: %d", who, s)
		}
	}
}
