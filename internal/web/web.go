// Package web is the door: it turns a request into one input with a known
// actor, and an error into one answer. It knows sessions, languages, limits and
// headers; it knows no rule of the domain and draws nothing itself (package
// web/ui does).
//
// A route stands in a table with the roles that may knock; the finer question
// is asked inside the act. Handlers return errors and one place answers them.
// Read route.go first, then request.go.
package web

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"mendan/internal/actor"
	"mendan/internal/fault"
	"mendan/internal/lang"
)

// Faults of the door itself.
var (
	ErrUnauthenticated = fault.New(fault.Unauthenticated, "web.unauthenticated")
	ErrForbidden       = fault.New(fault.Forbidden, "web.forbidden")
	ErrNotFound        = fault.New(fault.NotFound, "web.not_found")
	ErrCrossOrigin     = fault.New(fault.Forbidden, "web.cross_origin")
	ErrUnreadable      = fault.New(fault.Invalid, "form.unreadable")
	ErrTooLarge        = fault.New(fault.TooLarge, "web.too_large")
)

// Visitor is who a session belongs to, for the frame of the page.
type Visitor struct {
	Actor    actor.Actor
	Name     string // as the person is called on the page
	Language lang.Lang
	Style    lang.Style
}

// Sessions finds the visitor of a session secret. Errors:
// an Unauthenticated fault when there is none (any more).
type Sessions interface {
	Lookup(ctx context.Context, secret string) (Visitor, error)
}

// SessionCookie carries the session's secret.
const SessionCookie = "__Host-mendan"

// languageCookie remembers the language chosen on a page.
const languageCookie = "__Host-language"

// styleCookie remembers the look chosen by who is not signed in; it stands in
// front of the account's as the language's does.
const styleCookie = "__Host-style"

// Options are what the door needs.
type Options struct {
	Sessions Sessions
	Log      *slog.Logger
	Now      func() time.Time
	Demo     bool
	// Stopping is closed when the server begins to stop: streams end then.
	Stopping <-chan struct{}
}

type stopping struct{}

// Stopping is closed when the server begins to stop; a stream ends then.
func Stopping(ctx context.Context) <-chan struct{} {
	c, _ := ctx.Value(stopping{}).(<-chan struct{})
	return c
}

// New is the door over the given routes.
func New(o Options, tables ...[]Route) http.Handler {
	mux := http.NewServeMux()
	d := &door{Options: o}
	for _, table := range tables {
		for _, route := range table {
			mux.Handle(route.Method+" "+route.Pattern, d.open(route))
		}
	}
	mux.Handle("/", d.open(Route{Pattern: "/", Public: true, Handle: func(http.ResponseWriter, *Request) error { return ErrNotFound }}))
	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(d.open(Route{Public: true, Handle: func(http.ResponseWriter, *Request) error { return ErrCrossOrigin }}))
	return cross.Handler(mux)
}
