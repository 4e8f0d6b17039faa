// Package accountweb is the pages of sign-in and of one's own sessions. It
// reads forms, sets the session cookie and draws; what it may do is decided in
// package account.
package accountweb

import (
	"context"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"mendan/internal/account"
	"mendan/internal/actor"
	"mendan/internal/web"
)

// Site draws the pages over the service.
type Site struct {
	accounts *account.Service
	zone     *time.Location
	people   []Person
}

// New makes a Site. Times are shown in the zone.
func New(accounts *account.Service, zone *time.Location) *Site {
	return &Site{accounts: accounts, zone: zone}
}

// everyone is whoever is signed in.
const everyone = actor.Roles(actor.Employee | actor.HROfficer | actor.LineManager | actor.Physician |
	actor.HealthStaff | actor.Committee | actor.Coordinator | actor.Admin)

// Routes is the doors of this area.
func (s *Site) Routes() []web.Route {
	return []web.Route{
		{Method: "GET", Pattern: "/signin", Public: true, Handle: s.showSignIn},
		{Method: "POST", Pattern: "/signin", Public: true, Handle: s.submitSignIn},
		{Method: "GET", Pattern: "/signin/sent", Public: true, Handle: s.showSent},
		{Method: "GET", Pattern: "/signin/{secret}", Public: true, Handle: s.showLink},
		{Method: "POST", Pattern: "/signin/{secret}", Public: true, Handle: s.submitLink},
		{Method: "GET", Pattern: "/account", Who: everyone, Handle: s.showAccount},
		{Method: "GET", Pattern: "/language", Public: true, Handle: s.showLook},
		{Method: "POST", Pattern: "/account/language", Who: everyone, Handle: s.submitLanguage},
		{Method: "POST", Pattern: "/account/signout", Who: everyone, Handle: s.submitSignOut},
		{Method: "POST", Pattern: "/account/sessions/others/end", Who: everyone, Handle: s.submitEndOthers},
		{Method: "POST", Pattern: "/account/sessions/{session}/end", Who: everyone, Handle: s.submitEnd},
	}
}

// Sessions makes the service what the door asks for the visitor of a cookie.
func Sessions(accounts *account.Service) web.Sessions { return sessions{accounts} }

type sessions struct{ accounts *account.Service }

// Lookup implements web.Sessions.
func (s sessions) Lookup(ctx context.Context, secret string) (web.Visitor, error) {
	v, err := s.accounts.Lookup(ctx, secret)
	if err != nil {
		return web.Visitor{}, err
	}
	return web.Visitor{Actor: v.Actor, Name: v.Name, Language: v.Language, Style: v.Style}, nil
}

// homes is where a person begins: the desk for other people's matters before
// the page for one's own.
var homes = []struct {
	role actor.Role
	path string
}{
	{actor.Physician, "/physician"}, {actor.HealthStaff, "/nurse"}, {actor.HROfficer, "/hr"},
	{actor.Coordinator, "/coordinator"}, {actor.Admin, "/admin"}, {actor.LineManager, "/manager"},
	{actor.Committee, "/committee"}, {actor.Employee, "/home"},
}

// Home is the first page of somebody with the roles, "/signin" for nobody.
func Home(roles actor.Roles) string {
	for _, h := range homes {
		if roles.Has(h.role) {
			return h.path
		}
	}
	return "/signin"
}

// cookie is the session's. __Host- binds it to this host and to a secure
// origin; browsers take http://localhost for one.
func cookie(secret string, until time.Time) *http.Cookie {
	return &http.Cookie{
		Name: web.SessionCookie, Value: secret, Path: "/", Expires: until,
		Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	}
}

func dropCookie(w http.ResponseWriter, name string) {
	http.SetCookie(w, &http.Cookie{Name: name, Path: "/", MaxAge: -1, Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

// previous is the session secret the browser came with, empty for none.
func previous(r *web.Request) string {
	c, err := r.Cookie(web.SessionCookie)
	if err != nil {
		return ""
	}
	return c.Value
}

// address is where the request comes from: what the connection says, or, when
// that is a proxy on this machine, what the proxy saw. Only the last word of the
// header is the proxy's own; those before it anybody can write.
func address(r *web.Request) netip.Addr {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	if !peer.Addr().Unmap().IsLoopback() {
		return peer.Addr()
	}
	words := r.Header.Values("X-Forwarded-For")
	if len(words) == 0 {
		return peer.Addr()
	}
	all := strings.Split(words[len(words)-1], ",")
	seen, err := netip.ParseAddr(strings.TrimSpace(all[len(all)-1]))
	if err != nil {
		return peer.Addr()
	}
	return seen
}

// tryCookie shows on the page with the button whether the browser keeps our
// cookies, before a link is used up for a session that cannot be kept.
const tryCookie = "__Host-try"

func tryOut(w http.ResponseWriter) {
	http.SetCookie(w, &http.Cookie{Name: tryCookie, Value: "1", Path: "/", MaxAge: 3600, Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

// refuses tells whether a browser that came from our own page lost the cookie
// it was given there.
func refuses(r *web.Request) bool {
	if r.Header.Get("Sec-Fetch-Site") != "same-origin" {
		return false // not a browser we can judge
	}
	_, err := r.Cookie(tryCookie)
	return err != nil
}
