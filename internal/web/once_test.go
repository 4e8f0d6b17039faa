package web_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"mendan/internal/actor"
	"mendan/internal/fault"
	"mendan/internal/web"
)

type anybody struct{}

func (anybody) Lookup(context.Context, string) (web.Visitor, error) {
	return web.Visitor{Actor: actor.Actor{Account: "acc_x", Roles: actor.Of(actor.Employee)}}, nil
}

// A form sent many times at once is one act, and everybody gets its answer; a
// form that was refused can be sent again.
func TestAFormSentTwiceIsOneAct(t *testing.T) {
	t.Parallel()
	var acts atomic.Int64
	begun := make(chan struct{})
	refuse := atomic.Bool{}
	now := time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)
	door := web.New(web.Options{Sessions: anybody{}, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return now }}, []web.Route{{
		Method: "POST", Pattern: "/act", Who: actor.Of(actor.Employee), Handle: func(w http.ResponseWriter, r *web.Request) error {
			if refuse.Load() {
				return fault.New(fault.Conflict, "web.not_found")
			}
			if acts.Add(1) == 1 {
				close(begun)
			}
			return web.SeeOther(w, r, "/done")
		},
	}})
	send := func(session, once string) *httptest.ResponseRecorder {
		req := httptest.NewRequest(http.MethodPost, "/act", strings.NewReader("once="+once))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: session})
		rec := httptest.NewRecorder()
		door.ServeHTTP(rec, req)
		return rec
	}
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() {
			if rec := send("a", "k"); rec.Code != http.StatusSeeOther || rec.Header().Get("Location") != "/done" {
				t.Errorf("answers %d to %q", rec.Code, rec.Header().Get("Location"))
			}
		})
	}
	wg.Wait()
	<-begun
	if n := acts.Load(); n != 1 {
		t.Errorf("%d acts of one form", n)
	}
	send("a", "another")
	send("b", "k")
	if n := acts.Load(); n != 3 {
		t.Errorf("%d acts of three forms", n)
	}
	refuse.Store(true)
	if rec := send("a", "bad"); rec.Code != http.StatusConflict {
		t.Errorf("refused with %d", rec.Code)
	}
	refuse.Store(false)
	if rec := send("a", "bad"); rec.Code != http.StatusSeeOther || acts.Load() != 4 {
		t.Errorf("sent again: %d, %d acts", rec.Code, acts.Load())
	}
	if rec := send("a", strings.Repeat("x", 70<<10)); rec.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("a form that is too large answers %d", rec.Code)
	}
}
