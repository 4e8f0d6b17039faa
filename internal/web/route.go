package web

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"time"

	"mendan/internal/actor"
	"mendan/internal/fault"
	"mendan/internal/lang"
	"mendan/internal/web/ui"
)

// Handler answers a request, or returns the error to be answered.
type Handler func(w http.ResponseWriter, r *Request) error

// Route is one line of the table of doors.
type Route struct {
	Method  string      // GET, POST
	Pattern string      // as http.ServeMux reads it, without the method
	Who     actor.Roles // who may knock; nobody when empty and not Public
	Public  bool        // no sign-in needed
	JSON    bool        // faults are answered as {"code","message"}
	Media   bool        // the page may ask for camera and microphone
	Body    int64       // most bytes of a body; 0 means 64 KiB
	Handle  Handler
}

const defaultBody = 64 << 10

type door struct {
	Options
	onces onces
}

// open wraps a route's handler: headers, session, role, limits, one answer, one log line.
func (d *door) open(route Route) http.Handler {
	limit := route.Body
	if limit == 0 {
		limit = defaultBody
	}
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		began := d.Now()
		out := &recorder{ResponseWriter: w}
		headers(out.Header(), route)
		req.Body = http.MaxBytesReader(out, req.Body, limit)
		r := &Request{Request: req, limit: limit, reference: rand.Text()[:8]}
		ctx := context.WithValue(req.Context(), stopping{}, d.Stopping)
		ctx = lang.WithStyle(lang.With(ctx, language(req, lang.JA)), style(req, lang.Style{}))
		r.Request = req.WithContext(ctx)

		err := d.run(route, out, r)
		if err != nil {
			d.answer(out, r, route, err)
		}
		d.line(r, route, out, err, d.Now().Sub(began))
	})
}

func (d *door) run(route Route, w http.ResponseWriter, r *Request) (err error) {
	defer func() {
		if p := recover(); p != nil {
			if p == http.ErrAbortHandler { //nolint:errorlint // the documented sentinel, passed on as it is
				panic(p)
			}
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	visitor, err := d.visitor(r)
	if err != nil && !route.Public {
		return err
	}
	r.Who = visitor.Actor
	r.visitor = visitor
	ctx := r.Context()
	if visitor.Language != "" {
		ctx = lang.WithStyle(lang.With(ctx, language(r.Request, visitor.Language)), style(r.Request, visitor.Style))
	}
	ctx = ui.WithViewer(ctx, ui.Viewer{
		Name: visitor.Name, Roles: visitor.Actor.Roles, Path: r.URL.Path, Demo: d.Demo,
	})
	r.Request = r.WithContext(ctx)
	if !route.Public && !visitor.Actor.Roles.Meets(route.Who) {
		return ErrNotFound // a door that is not yours does not exist
	}
	return d.runOnce(route, w, r)
}

// visitor finds who sends the request. A database that does not answer is not
// the same as nobody: the person keeps the session.
func (d *door) visitor(r *Request) (Visitor, error) {
	c, err := r.Cookie(SessionCookie)
	if err != nil || d.Sessions == nil {
		return Visitor{}, ErrUnauthenticated
	}
	return d.Sessions.Lookup(r.Context(), c.Value)
}

// answer writes the one answer to an error.
func (d *door) answer(w *recorder, r *Request, route Route, err error) {
	if w.status != 0 {
		return // the answer has begun; the log keeps the error
	}
	f := fault.Of(err)
	status := Status(f.Kind)
	if route.JSON {
		_ = JSON(w, status, map[string]string{"code": f.Code, "message": lang.Fault(r.Context(), f)})
		return
	}
	if f.Kind == fault.Unauthenticated && r.Method == http.MethodGet {
		http.Redirect(w, r.Request, "/signin?next="+url.QueryEscape(r.URL.Path), http.StatusSeeOther)
		return
	}
	reference := ""
	if f.Kind == fault.Internal {
		reference = r.reference
	}
	if err := Render(w, r, status, ui.Problem(status, lang.Fault(r.Context(), f), reference)); err != nil {
		http.Error(w, lang.Fault(r.Context(), f), status)
	}
}

// Status is the HTTP status for a kind of fault.
func Status(k fault.Kind) int {
	switch k {
	case fault.Invalid:
		return http.StatusUnprocessableEntity
	case fault.Unauthenticated:
		return http.StatusUnauthorized
	case fault.Forbidden:
		return http.StatusForbidden
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Conflict:
		return http.StatusConflict
	case fault.Gone:
		return http.StatusGone
	case fault.TooLarge:
		return http.StatusRequestEntityTooLarge
	case fault.TooMany:
		return http.StatusTooManyRequests
	case fault.Unavailable:
		return http.StatusServiceUnavailable
	case fault.Internal:
	}
	return http.StatusInternalServerError
}

// line logs the request once: the route's pattern and never the path, no
// names, no query.
func (d *door) line(r *Request, route Route, w *recorder, err error, took time.Duration) {
	level := slog.LevelInfo
	attrs := []slog.Attr{
		slog.String("route", r.Method+" "+route.Pattern), slog.Int("status", w.status),
		slog.Float64("ms", float64(took.Microseconds())/1000), slog.String("actor", r.Who.Name()),
	}
	if err != nil {
		f := fault.Of(err)
		attrs = append(attrs, slog.String("code", f.Code))
		if f.Kind == fault.Internal || f.Kind == fault.Unavailable {
			level = slog.LevelError
			attrs = append(attrs, slog.String("reference", r.reference), slog.String("error", err.Error()))
		}
	}
	d.Log.LogAttrs(r.Context(), level, "request", attrs...)
}

// headers are the same on every answer. Scripts and styles come from us alone;
// pages cannot be framed; only check and room may ask for camera and microphone.
func headers(h http.Header, route Route) {
	h.Set("Content-Security-Policy", strings.Join([]string{
		"default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
		"connect-src 'self'", "media-src 'self' blob:", "worker-src 'self'", "manifest-src 'self'", "form-action 'self'",
		"base-uri 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'",
	}, "; "))
	devices := "camera=(), microphone=(), display-capture=(), geolocation=()"
	if route.Media {
		devices = "camera=(self), microphone=(self), speaker-selection=(self), display-capture=(), geolocation=()"
	}
	h.Set("Permissions-Policy", devices)
	h.Set("X-Content-Type-Options", "nosniff")
	// Not "no-referrer": that makes browsers send "Origin: null" with our own forms, and those too old for
	// Sec-Fetch-Site (iOS before 16.4) would be refused as strangers. Other sites get no referrer either way.
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}

func language(r *http.Request, otherwise lang.Lang) lang.Lang {
	if c, err := r.Cookie(languageCookie); err == nil {
		if l, ok := lang.Parse(c.Value); ok {
			return l
		}
	}
	return otherwise
}

func style(r *http.Request, otherwise lang.Style) lang.Style {
	if c, err := r.Cookie(styleCookie); err == nil {
		return lang.ParseStyle(c.Value)
	}
	return otherwise
}

// recorder remembers the status for the log and whether the answer has begun.
type recorder struct {
	http.ResponseWriter
	status int
}

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *recorder) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection (streams, sockets).
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }
