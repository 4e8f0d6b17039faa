package roomweb_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/id"
	"mendan/internal/room"
	"mendan/internal/room/roomtest"
	"mendan/internal/room/roomweb"
	"mendan/internal/txn"
	"mendan/internal/web"
)

const zoomLink = "https://zoom.us/j/12345678901"

// inZoom holds every session in Zoom.
type inZoom struct{}

func (inZoom) Elsewhere(context.Context, txn.Read, casework.Case, room.Side) (room.Elsewhere, error) {
	return room.Elsewhere{Tool: "ZOOM", Name: "Zoom", Operator: "Zoom Communications", Link: zoomLink}, nil
}

// openOutside is the house whose sessions are held in Zoom; the panel of an
// emergency is a stand-in, given to whoever is asked for.
func openOutside(t *testing.T) *house {
	t.Helper()
	h := &house{House: roomtest.NewHouse(t, func(d *room.Deps) { d.Tools = inZoom{} })}
	log := slog.New(slog.DiscardHandler)
	door := web.New(web.Options{
		Log: log, Now: h.Clock.Now,
		Sessions: sessions{
			"worker": h.AsWorker(), "physician": h.AsPhysician(), "foreigner": h.AsForeigner(), "unappointed": h.AsUnappointed(), "hr": h.AsHR(),
			"manager": h.AsManager(), "nurse": h.AsNurse(), "committee": h.AsCommittee(), "coordinator": h.AsCoordinator(), "admin": h.AsAdmin(),
		},
	}, roomweb.Routes(roomweb.Deps{
		Rooms: h.Rooms, Hub: roomweb.NewHub(h.Rooms, log),
		Emergency: func(_ context.Context, who actor.Actor, c id.Case) (bar, panel templ.Component, err error) {
			return templ.Raw(`<p data-ui="sos">bar ` + string(c) + `</p>`), templ.Raw(`<p data-ui="sos-panel">panel ` + string(who.Physician) + `</p>`), nil
		},
	}))
	srv := httptest.NewServer(door)
	h.url = srv.URL
	t.Cleanup(srv.Close)
	return h
}

func (h *house) form(t *testing.T, who, path string, pairs ...string) (int, string) {
	t.Helper()
	values := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	req := h.request(t, who, "POST", path, values.Encode())
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return send(t, req)
}

// The physician has the buttons and the panel of an emergency on the desk of an
// outside tool too; the worker sees none of it, only the way there.
func TestEmergencyOutside(t *testing.T) {
	t.Parallel()
	h := openOutside(t)
	sos := []string{`data-ui="sos"`, "bar " + string(h.Case), `data-ui="sos-panel"`, "panel " + string(h.Physician.ID), "sos.", "room."}
	s, desk := h.do(t, "physician", "GET", base, "")
	for _, must := range sos {
		if s != http.StatusOK || !strings.Contains(desk, must) {
			t.Errorf("%d: the physician's desk lacks %s", s, must)
		}
	}
	// A form that was refused draws it again: it is there whatever else goes wrong.
	if s, desk = h.form(t, "physician", base+"/outside/stop", "how", "convert", "reason", ""); s != http.StatusUnprocessableEntity && s != http.StatusConflict || !strings.Contains(desk, sos[0]) || !strings.Contains(desk, sos[2]) {
		t.Errorf("after a refused form: %d", s)
	}
	_, way := h.do(t, "worker", "GET", base, "")
	for _, never := range []string{`data-ui="sos`, "sos.", "panel "} {
		if strings.Contains(way, never) {
			t.Errorf("the worker's page holds %s", never)
		}
	}
}

// What each sees of a session in an outside tool, and who can act on it.
func TestOutsideByRole(t *testing.T) {
	t.Parallel()
	h := openOutside(t)
	strangers := []string{"foreigner", "unappointed", "hr", "manager", "nurse", "committee", "coordinator", "admin"}
	doors := map[string][]string{
		"/outside/open":      nil,
		"/outside/checklist": {"identity", "KNOWN", "place", "港区の自宅", "phone", "090-1234-5678", "alone", "yes", "cameraWorker", "yes", "cameraPhysician", "yes", "notRecording", "yes", "explained", "yes"},
		"/outside/notes":     {"version", "0", "notes", "秘密のメモ"},
		"/outside/attest":    {"from", "12:00", "to", "12:30", "breaks", "0", "long", "0", "lost", "0", "video", "yes", "voice", "yes", "onlyTwo", "yes", "recorded", "no"},
		"/outside/stop":      {"how", "abort", "reason", "体調"},
	}
	for _, who := range append(strangers, "worker") {
		for path, form := range doors {
			if s, b := h.form(t, who, base+path, form...); s != http.StatusNotFound || strings.Contains(b, "髙橋") {
				t.Errorf("%s POST %s: %d", who, path, s)
			}
		}
		if who == "worker" {
			continue
		}
		if s, b := h.do(t, who, "GET", base, ""); s != http.StatusNotFound || strings.Contains(b, zoomLink) || strings.Contains(b, "髙橋") {
			t.Errorf("%s sees the session: %d", who, s)
		}
	}
	if s, _ := h.form(t, "", base+"/outside/attest", doors["/outside/attest"]...); s != http.StatusUnauthorized && s != http.StatusSeeOther {
		t.Errorf("nobody attests: %d", s)
	}

	// Nothing of that has begun the session.
	_, desk := h.do(t, "physician", "GET", base, "")
	for _, must := range []string{"髙橋 美咲", zoomLink, "/outside/open", "先生の申告を証跡に残します"} {
		if !strings.Contains(desk, must) {
			t.Errorf("the desk lacks %s", must)
		}
	}
	if strings.Contains(desk, "/outside/attest") {
		t.Error("the word is asked for before the session has begun")
	}
	for _, path := range []string{"/outside/open", "/outside/checklist", "/outside/notes"} {
		if s, b := h.form(t, "physician", base+path, doors[path]...); s != http.StatusSeeOther {
			t.Fatalf("POST %s: %d %.300s", path, s, b)
		}
	}
	_, desk = h.do(t, "physician", "GET", base, "")
	for _, must := range []string{"/outside/attest", "秘密のメモ", "港区の自宅", "090-1234-5678"} {
		if !strings.Contains(desk, must) {
			t.Errorf("the desk in session lacks %s", must)
		}
	}
	s, way := h.do(t, "worker", "GET", base, "")
	for _, must := range []string{"Zoom Communications", zoomLink, `rel="noopener noreferrer"`, "Mendanを離れて", "録画や文字起こしの案内"} {
		if s != http.StatusOK || !strings.Contains(way, must) {
			t.Errorf("%d: the way there lacks %s", s, must)
		}
	}
	for _, never := range []string{"秘密のメモ", "実施の申告", "開始の確認", "/outside/", "長時間労働"} {
		if strings.Contains(way, never) {
			t.Errorf("the worker's page holds %s", never)
		}
	}

	// A word that cannot be is shown on the form as it was typed.
	s, desk = h.form(t, "physician", base+"/outside/attest", "from", "12:00", "to", "x", "breaks", "いくつか", "long", "0", "lost", "0")
	if s != http.StatusUnprocessableEntity || !strings.Contains(desk, `value="いくつか"`) {
		t.Errorf("a word with faults: %d", s)
	}
}
