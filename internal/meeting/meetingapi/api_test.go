package meetingapi_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"mendan/internal/meeting"
	"mendan/internal/meeting/meetingapi"
	"mendan/internal/outside"
)

// services stands in for the three services, as their documents describe them.
type services struct {
	t *testing.T
	*httptest.Server
	keys *rsa.PrivateKey

	mu       sync.Mutex // guards what follows
	now      time.Time
	tokens   int
	valid    string // the one token that is accepted
	life     int
	calls    []string                  // method and path
	bodies   []map[string]any          // of calls that carried one
	teams    map[string]map[string]any // by external id
	zoom     map[int64]map[string]any
	answer   func(w http.ResponseWriter, r *http.Request) bool // takes a call over; false: the usual answer
	lostOnce bool                                              // do the work, then answer 500
}

// oneKey is made once: making it is slow.
var oneKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

func open(t *testing.T) (*services, map[meeting.Tool]meeting.Maker) {
	t.Helper()
	key, err := oneKey()
	if err != nil {
		t.Fatal(err)
	}
	s := &services{t: t, keys: key, now: time.Date(2026, 12, 1, 1, 0, 0, 0, time.UTC), life: 3600, teams: map[string]map[string]any{}, zoom: map[int64]map[string]any{}}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	makers := meetingapi.Makers(outside.Client(outside.Options{Inside: true, Timeout: time.Second}), func() time.Time { s.mu.Lock(); defer s.mu.Unlock(); return s.now }, meetingapi.Addresses{
		MicrosoftLogin: s.URL + "/login", Graph: s.URL + "/graph", GoogleToken: s.URL + "/google/token", Meet: s.URL + "/meet/v2", ZoomToken: s.URL + "/zoom/token", Zoom: s.URL + "/zoom/v2",
	})
	return s, makers
}

func (s *services) account(tool meeting.Tool) meeting.Account {
	a := meeting.Account{Company: "com_1", Tool: tool, Tenant: "tenant-1", Client: "client-1", Secret: "s3cret", Host: "host@example.jp"}
	if tool == meeting.Meet {
		der, err := x509.MarshalPKCS8PrivateKey(s.keys)
		if err != nil {
			s.t.Fatal(err)
		}
		a.Client, a.Secret = "robot@p.iam.gserviceaccount.com", meeting.Secret(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	}
	return a
}

var from = time.Date(2026, 12, 3, 5, 0, 0, 0, time.UTC)

func order() meeting.Order {
	return meeting.Order{Key: "bkg_1", From: from, To: from.Add(40 * time.Minute)}
}

func (s *services) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	raw, _ := io.ReadAll(r.Body)
	s.calls = append(s.calls, r.Method+" "+r.URL.Path)
	if s.answer != nil && s.answer(w, r) {
		return
	}
	if strings.HasSuffix(r.URL.Path, "/token") {
		s.token(w, r, string(raw))
		return
	}
	if r.Header.Get("Authorization") != "Bearer "+s.valid || s.valid == "" {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	var body map[string]any
	if len(raw) > 0 {
		if err := json.Unmarshal(raw, &body); err != nil || r.Header.Get("Content-Type") != "application/json" {
			s.t.Errorf("%s %s: no JSON body", r.Method, r.URL.Path)
		}
		s.bodies = append(s.bodies, body)
	}
	status, out := s.work(r, body)
	if s.lostOnce {
		s.lostOnce = false
		status, out = http.StatusInternalServerError, nil
	}
	w.WriteHeader(status)
	if out != nil {
		_ = json.NewEncoder(w).Encode(out)
	}
}

func (s *services) token(w http.ResponseWriter, r *http.Request, body string) {
	form := map[string]string{}
	for _, pair := range strings.Split(body, "&") {
		k, v, _ := strings.Cut(pair, "=")
		form[k] = v
	}
	good := false
	switch {
	case strings.HasPrefix(r.URL.Path, "/login/tenant-1/oauth2/v2.0/"):
		good = form["grant_type"] == "client_credentials" && form["client_id"] == "client-1" && form["client_secret"] == "s3cret" && strings.Contains(form["scope"], "graph.microsoft.com%2F.default")
	case r.URL.Path == "/zoom/token":
		user, pass, _ := r.BasicAuth()
		good = form["grant_type"] == "account_credentials" && form["account_id"] == "tenant-1" && user == "client-1" && pass == "s3cret"
	case r.URL.Path == "/google/token":
		claims := jwt.MapClaims{}
		_, err := jwt.ParseWithClaims(form["assertion"], claims, func(*jwt.Token) (any, error) { return &s.keys.PublicKey, nil },
			jwt.WithValidMethods([]string{"RS256"}), jwt.WithTimeFunc(func() time.Time { return s.now }), jwt.WithAudience(s.URL+"/google/token"))
		good = err == nil && claims["iss"] == "robot@p.iam.gserviceaccount.com" && claims["sub"] == "host@example.jp" &&
			claims["scope"] == "https://www.googleapis.com/auth/meetings.space.created" && strings.Contains(form["grant_type"], "jwt-bearer")
	}
	if !good {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"error":"invalid_client","error_description":"s3cret"}`)
		return
	}
	s.tokens++
	s.valid = fmt.Sprintf("token-%d", s.tokens)
	_ = json.NewEncoder(w).Encode(map[string]any{"access_token": s.valid, "token_type": "Bearer", "expires_in": s.life})
}

func (s *services) work(r *http.Request, body map[string]any) (int, any) {
	path := r.URL.Path
	switch {
	case path == "/graph/users/host@example.jp/onlineMeetings/createOrGet":
		key := body["externalId"].(string)
		if m, ok := s.teams[key]; ok {
			return http.StatusOK, m
		}
		body["id"], body["joinWebUrl"] = "MSo1", "https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0?context=%7b%7d"
		s.teams[key] = body
		return http.StatusCreated, body
	case strings.HasPrefix(path, "/graph/users/host@example.jp/onlineMeetings/"):
		for key, m := range s.teams {
			if m["id"] == strings.TrimPrefix(path, "/graph/users/host@example.jp/onlineMeetings/") {
				if r.Method == http.MethodDelete {
					delete(s.teams, key)
					return http.StatusNoContent, nil
				}
				for k, v := range body {
					m[k] = v
				}
				return http.StatusOK, m
			}
		}
		return http.StatusNotFound, nil
	case path == "/zoom/v2/users/host@example.jp/meetings" && r.Method == http.MethodPost:
		n := int64(90000000000 + len(s.calls))
		body["id"], body["join_url"] = n, fmt.Sprintf("https://us02web.zoom.us/j/%d?pwd=abc", n)
		s.zoom[n] = body
		return http.StatusCreated, body
	case path == "/zoom/v2/users/host@example.jp/meetings":
		// Two pages: what we look for is on the second.
		if r.URL.Query().Get("next_page_token") == "" {
			return http.StatusOK, map[string]any{"next_page_token": "p2", "meetings": []any{map[string]any{"id": 1, "agenda": "someone else's"}}}
		}
		list := []any{}
		for _, m := range s.zoom {
			list = append(list, m)
		}
		return http.StatusOK, map[string]any{"next_page_token": "", "meetings": list}
	case strings.HasPrefix(path, "/zoom/v2/meetings/"):
		for n, m := range s.zoom {
			if fmt.Sprint(n) == strings.TrimPrefix(path, "/zoom/v2/meetings/") {
				if r.Method == http.MethodDelete {
					delete(s.zoom, n)
				}
				for k, v := range body {
					m[k] = v
				}
				return http.StatusNoContent, nil
			}
		}
		return http.StatusNotFound, nil
	case path == "/meet/v2/spaces":
		return http.StatusOK, map[string]any{"name": "spaces/jQCFfuBOdN5z", "meetingUri": "https://meet.google.com/abc-mnop-xyz", "config": body["config"]}
	case path == "/meet/v2/spaces/jQCFfuBOdN5z":
		return http.StatusOK, map[string]any{"name": "spaces/jQCFfuBOdN5z"}
	case path == "/meet/v2/spaces/jQCFfuBOdN5z:endActiveConference":
		return http.StatusBadRequest, map[string]any{"error": map[string]any{"code": 400, "status": "FAILED_PRECONDITION"}}
	}
	return http.StatusNotFound, nil
}

func outsideTools() []meeting.Tool { return []meeting.Tool{meeting.Teams, meeting.Meet, meeting.Zoom} }

func TestLifeOfAMeeting(t *testing.T) {
	t.Parallel()
	for _, tool := range outsideTools() {
		t.Run(string(tool), func(t *testing.T) {
			t.Parallel()
			s, makers := open(t)
			ctx, m, a := t.Context(), makers[tool], s.account(tool)
			if err := m.Check(ctx, a); err != nil {
				t.Fatal(err)
			}
			there, err := m.Create(ctx, a, order())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := meeting.ParseLink(tool, there.Link); err != nil || there.Ref == "" {
				t.Errorf("made %q with a link that is not one of the tool: %v", there.Ref, err)
			}
			later := order()
			later.From, later.To = later.From.Add(time.Hour), later.To.Add(time.Hour)
			if err := m.Update(ctx, a, there.Ref, later); err != nil {
				t.Errorf("update: %v", err)
			}
			for range 2 { // also when it is gone already
				if err := m.Delete(ctx, a, there.Ref); err != nil {
					t.Errorf("delete: %v", err)
				}
			}
			if s.tokens != 1 {
				t.Errorf("%d tokens asked for, want one for all", s.tokens)
			}
			for _, b := range s.bodies {
				raw, _ := json.Marshal(b)
				for _, word := range []string{"面談", "産業医", "interview", "health"} {
					if strings.Contains(string(raw), word) {
						t.Errorf("the tool was told %s", word)
					}
				}
			}
		})
	}
}

func TestDoorsAreShut(t *testing.T) {
	t.Parallel()
	s, makers := open(t)
	for _, tool := range outsideTools() {
		if _, err := makers[tool].Create(t.Context(), s.account(tool), order()); err != nil {
			t.Fatal(err)
		}
	}
	teams := s.teams["bkg_1"]
	if lobby, ok := teams["lobbyBypassSettings"].(map[string]any); !ok || lobby["scope"] != "organizer" || teams["recordAutomatically"] != false || teams["allowRecording"] != false || teams["subject"] != "打合せ" {
		t.Errorf("Teams: %v", teams)
	}
	for _, z := range s.zoom {
		set := z["settings"].(map[string]any)
		if set["waiting_room"] != true || set["join_before_host"] != false || set["auto_recording"] != "none" || z["topic"] != "打合せ" || z["duration"] != 40.0 || z["start_time"] != "2026-12-03T05:00:00Z" {
			t.Errorf("Zoom: %v", z)
		}
	}
	for _, b := range s.bodies {
		if c, ok := b["config"].(map[string]any); ok && c["accessType"] != "RESTRICTED" {
			t.Errorf("Meet: %v", c)
		}
	}
}

// An answer that was lost makes no second meeting.
func TestLostAnswer(t *testing.T) {
	t.Parallel()
	for _, tool := range []meeting.Tool{meeting.Teams, meeting.Zoom} {
		s, makers := open(t)
		s.lostOnce = true
		if _, err := makers[tool].Create(t.Context(), s.account(tool), order()); !errors.Is(err, meeting.ErrUnreachable) {
			t.Fatalf("%s: %v, want unreachable", tool, err)
		}
		o := order()
		o.Again = true
		there, err := makers[tool].Create(t.Context(), s.account(tool), o)
		if err != nil || there.Ref == "" || len(s.teams)+len(s.zoom) != 1 {
			t.Errorf("%s: %v, %d meetings, want the one of before", tool, err, len(s.teams)+len(s.zoom))
		}
	}
}

func TestTokenEndsAndIsRenewed(t *testing.T) {
	t.Parallel()
	for _, tool := range outsideTools() {
		s, makers := open(t)
		a := s.account(tool)
		create := func(want int, when string) {
			t.Helper()
			if _, err := makers[tool].Create(t.Context(), a, order()); err != nil {
				t.Errorf("%s, %s: %v", tool, when, err)
			}
			if s.tokens != want {
				t.Errorf("%s, %s: %d tokens, want %d", tool, when, s.tokens, want)
			}
		}
		create(1, "first")
		create(1, "again")
		s.now = s.now.Add(59 * time.Minute)
		create(2, "near its end")
		s.valid = "revoked"
		create(3, "revoked: asked for once more")
	}
}

func TestErrors(t *testing.T) {
	t.Parallel()
	status := func(n int, pairs ...string) func(http.ResponseWriter, *http.Request) bool {
		return func(w http.ResponseWriter, r *http.Request) bool {
			if strings.HasSuffix(r.URL.Path, "/token") {
				return false
			}
			for i := 0; i+1 < len(pairs); i += 2 {
				w.Header().Set(pairs[i], pairs[i+1])
			}
			w.WriteHeader(n)
			_, _ = io.WriteString(w, `{"error":{"code":"x","message":"s3cret https://meet.google.com/abc-mnop-xyz"}}`)
			return true
		}
	}
	for _, c := range []struct {
		name   string
		answer func(http.ResponseWriter, *http.Request) bool
		want   error
		after  time.Duration
	}{
		{"401", status(401), meeting.ErrRefused, 0},
		{"403", status(403), meeting.ErrNoRight, 0},
		{"404", status(404), meeting.ErrGone, 0},
		{"400", status(400), meeting.ErrTakes, 0},
		{"429 with seconds", status(429, "Retry-After", "17"), meeting.ErrBusy, 17 * time.Second},
		{"429 with a date", status(429, "Retry-After", "Tue, 01 Dec 2026 01:02:00 GMT"), meeting.ErrBusy, 2 * time.Minute},
		{"429 bare", status(429), meeting.ErrBusy, time.Minute},
		{"429 nonsense", status(429, "Retry-After", "soon"), meeting.ErrBusy, time.Minute},
		{"503 that says when", status(503, "Retry-After", "5"), meeting.ErrBusy, 5 * time.Second},
		{"500", status(500), meeting.ErrUnreachable, 0},
		{"502", status(502), meeting.ErrUnreachable, 0},
		{"a redirect is not followed", status(302, "Location", "http://169.254.169.254/latest"), meeting.ErrUnreachable, 0},
		{"not JSON", func(w http.ResponseWriter, r *http.Request) bool {
			if strings.HasSuffix(r.URL.Path, "/token") {
				return false
			}
			_, _ = io.WriteString(w, "<html>maintenance")
			return true
		}, meeting.ErrUnreachable, 0},
		{"cut off", func(w http.ResponseWriter, r *http.Request) bool {
			if strings.HasSuffix(r.URL.Path, "/token") {
				return false
			}
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, "{")
			return true
		}, meeting.ErrUnreachable, 0},
		{"no answer in time", func(_ http.ResponseWriter, r *http.Request) bool { <-r.Context().Done(); return true }, meeting.ErrUnreachable, 0},
		{"a token without text", func(w http.ResponseWriter, r *http.Request) bool {
			_, _ = io.WriteString(w, `{"expires_in":"3600"}`)
			return true
		}, meeting.ErrUnreachable, 0},
		{"token 503", func(w http.ResponseWriter, _ *http.Request) bool { w.WriteHeader(503); return true }, meeting.ErrUnreachable, 0},
		{"token 400", func(w http.ResponseWriter, _ *http.Request) bool { w.WriteHeader(400); return true }, meeting.ErrRefused, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for _, tool := range outsideTools() {
				s, makers := open(t)
				s.answer = c.answer
				ctx, cancel := context.WithTimeout(t.Context(), 400*time.Millisecond)
				_, err := makers[tool].Create(ctx, s.account(tool), order())
				cancel()
				if !errors.Is(err, c.want) {
					t.Errorf("%s: %v, want %v", tool, err, c.want)
				}
				if later, ok := errors.AsType[*meeting.Later](err); c.after > 0 && (!ok || later.After != c.after) {
					t.Errorf("%s: %v, want after %s", tool, err, c.after)
				}
				for _, word := range []string{"s3cret", "token-", "meet.google", s.URL} {
					if err != nil && strings.Contains(err.Error(), word) {
						t.Errorf("%s: the error tells %q", tool, word)
					}
				}
			}
		})
	}
}

func TestWrongCredentials(t *testing.T) {
	t.Parallel()
	for _, tool := range outsideTools() {
		s, makers := open(t)
		a := s.account(tool)
		a.Secret = "another"
		if err := makers[tool].Check(t.Context(), a); !errors.Is(err, meeting.ErrRefused) || strings.Contains(err.Error(), "another") {
			t.Errorf("%s: %v, want refused", tool, err)
		}
	}
}

// A new secret is tried at once: a token got with the old one does not stand in for it.
func TestCheckAsksAnew(t *testing.T) {
	t.Parallel()
	s, makers := open(t)
	a := s.account(meeting.Zoom)
	for want := 1; want <= 2; want++ {
		if err := makers[meeting.Zoom].Check(t.Context(), a); err != nil || s.tokens != want {
			t.Errorf("%v, %d tokens, want %d", err, s.tokens, want)
		}
	}
}

func TestSecretsStayOutOfLogs(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	log := slog.New(slog.NewJSONHandler(&out, nil))
	a := meeting.Account{Secret: "s3cret", Client: "client-1"}
	log.Info("x", "account", a, "secret", a.Secret, "link", meeting.Link("https://zoom.us/j/1"), "input", meeting.AccountInput{Secret: "s3cret"})
	for _, word := range []string{"s3cret", "client-1", "zoom.us"} {
		if strings.Contains(out.String(), word) {
			t.Errorf("the log tells %q: %s", word, out.String())
		}
	}
}
