package readinessweb_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/readiness"
	"mendan/internal/readiness/readinessdb"
	"mendan/internal/readiness/readinessweb"
	"mendan/internal/web"
)

// server is a media server that lets everybody in.
type server struct{}

func (server) Open(context.Context, string) error                      { return nil }
func (server) Token(room, who string, _ time.Duration) (string, error) { return room + "/" + who, nil }
func (server) ReadToken(string) (string, string, error)                { return "", "", nil }

// checks is the house with the doors of the device check.
func checks(t *testing.T) *house {
	t.Helper()
	h := openHouse(t)
	checker := readiness.NewChecker(readiness.CheckParts{
		Txns: h.DB, Store: readinessdb.Checks{}, Cases: h.Cases, Rooms: server{}, Random: func() string { return "random" },
	})
	h.door = web.New(web.Options{
		Sessions: people{"worker": h.AsWorker(), "foreigner": h.AsForeigner(), "hr": h.AsHR(), "physician": h.AsPhysician()},
		Log:      slog.New(slog.DiscardHandler), Now: h.Clock.Now,
	}, readinessweb.CheckRoutes(readinessweb.CheckDeps{
		Checker: checker, Signalling: "/media", Zone: time.UTC, Service: h.Ready,
		Handover: func(_ context.Context, who actor.Actor, path string) (string, time.Time, error) {
			return "https://mendan.test/signin/secret-of-" + string(who.Employee) + "?" + path, h.Clock.Now().Add(10 * time.Minute), nil
		},
	}))
	return h
}

func (s *house) report(who, path, body string) page {
	s.t.Helper()
	r := httptest.NewRequest(http.MethodPost, "https://mendan.test"+path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: who})
	w := httptest.NewRecorder()
	s.door.ServeHTTP(w, r)
	return page{s.t, who + " POST " + path, w.Code, w.Body.String(), ""}
}

func TestCheckPage(t *testing.T) {
	t.Parallel()
	s := checks(t)
	c := s.Open(casework.LongHoursGeneral)
	base := "/interviews/" + string(c.ID) + "/check"

	s.get("worker", base).is(200, "カメラと回線の確認", "保存しません", `<noscript>`, "JavaScriptが必要です", `"denied.iphone"`).hasNot("前回の結果")
	s.report("worker", base+"/token", "").is(200, `"url":"/media"`, "check-random/", ":a", ":b")
	s.report("worker", base, `{"camera":"denied","microphone":"ok","speaker":"","line":"","transport":"","kilobits":0,"rtt":0,"device":"iphone"}`).is(200, `"ok":false`)
	s.get("worker", base).is(200, "前回の結果", "直すところがあります", "カメラとマイクが許可されていません", "確かめていません")
	s.report("worker", base, `{"camera":"ok","microphone":"ok","speaker":"ok","line":"noudp","transport":"tcp","kilobits":900,"rtt":80,"device":"iphone"}`).is(200, `"ok":true`)
	s.get("worker", base).is(200, "準備ができています", "つながりますが、遅くなることがあります")

	s.lang = "en"
	s.get("worker", base).is(200, "Camera and line check", "Last result", "It connects, but may be slow").hasNot("カメラ")
}

func TestCheckPageRefuses(t *testing.T) {
	t.Parallel()
	s := checks(t)
	c := s.Open(casework.LongHoursGeneral)
	base := "/interviews/" + string(c.ID) + "/check"

	s.report("worker", base, `{"camera":"<b>"}`).is(422)
	s.report("worker", base, `{"photo":"x"}`).is(422)
	s.report("worker", base, `camera=ok`).is(422)
	s.get("worker", base).hasNot("前回の結果")
	for _, who := range []string{"foreigner", "hr", "physician"} {
		s.get(who, base).is(404)
		s.report(who, base+"/token", "").is(404)
		s.report(who, base, `{"camera":"ok","microphone":"ok","speaker":"ok","line":"ok","transport":"udp","kilobits":900,"rtt":80,"device":"mac"}`).is(404)
	}
	s.get("worker", "/interviews/cas_nobody/check").is(404)
}

func TestEveryCauseHasItsAdvice(t *testing.T) {
	t.Parallel()
	s := checks(t)
	c := s.Open(casework.LongHoursGeneral)
	body := s.get("worker", "/interviews/"+string(c.ID)+"/check").body
	for _, cause := range []readiness.Finding{
		readiness.Denied, readiness.Dismissed, readiness.Missing, readiness.Busy, readiness.Insecure, readiness.InApp, readiness.Old,
		readiness.Silent, readiness.Dark, readiness.NoUDP, readiness.NoLine, readiness.Slow, readiness.Unheard, readiness.Failed,
	} {
		if !strings.Contains(body, `"`+string(cause)+`":{"title"`) {
			t.Errorf("%s has no advice on the page", cause)
		}
	}
}
