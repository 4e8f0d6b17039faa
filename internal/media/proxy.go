package media

import (
	"io"
	"log"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
)

// Prefix is where signalling lives on our own origin.
const Prefix = "/media"

// The only addresses of the media server that browsers may reach. The admin
// ones are not among them.
var signalling = map[string]bool{
	"/rtc": true, "/rtc/validate": true, "/rtc/v1": true, "/rtc/v1/validate": true,
}

// Proxy passes signalling (websockets and their check) to the child. It asks
// for no permission: whoever mounts it checks session, origin and token first.
// The query carries the token: nothing here logs it.
func (s *Supervisor) Proxy() http.Handler {
	proxy := &httputil.ReverseProxy{
		Rewrite: func(p *httputil.ProxyRequest) {
			// The child learns nothing of our session.
			for _, h := range []string{"Cookie", "Authorization", "Origin", "Referer", "X-Forwarded-For", "Forwarded"} {
				p.Out.Header.Del(h)
			}
		},
		Transport:    &http.Transport{DisableKeepAlives: true},
		ErrorLog:     log.New(io.Discard, "", 0), // it would quote addresses with tokens
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) },
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path, ok := strings.CutPrefix(r.URL.Path, Prefix)
		if !ok || !signalling[path] || r.Method != http.MethodGet {
			http.NotFound(w, r)
			return
		}
		ready, ok := s.now()
		if !ok {
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		in := r.Clone(r.Context())
		in.URL = &url.URL{Scheme: "http", Host: ready.Signal, Path: path, RawQuery: r.URL.RawQuery}
		in.Host = ready.Signal
		proxy.ServeHTTP(w, in)
	})
}
