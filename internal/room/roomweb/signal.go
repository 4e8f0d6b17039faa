package roomweb

import (
	"net/http"
	"net/url"

	"mendan/internal/web"
)

// signal lets a browser talk to the media server: with our session (the door has
// seen to that), from our own pages, and with a token that is for this very
// person. The token is in the query, which nobody logs.
func (d Deps) signal(w http.ResponseWriter, r *web.Request) error {
	if !ownPage(r.Request) {
		return web.ErrCrossOrigin
	}
	token := r.URL.Query().Get("access_token")
	if token == "" {
		return web.ErrNotFound
	}
	err := d.Rooms.MayConnect(r.Context(), r.Who, token)
	if err != nil && d.Other != nil {
		err = d.Other(r.Context(), r.Who, token)
	}
	if err != nil {
		return web.ErrNotFound.Because(err)
	}
	d.Signal.ServeHTTP(w, r.Request)
	return nil
}

// ownPage tells whether a page of ours asks. Browsers name the origin with
// every websocket; with a plain GET they say where it comes from instead.
func ownPage(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return r.Header.Get("Upgrade") == "" && r.Header.Get("Sec-Fetch-Site") == "same-origin"
	}
	u, err := url.Parse(origin)
	return err == nil && u.Host != "" && u.Host == r.Host
}
