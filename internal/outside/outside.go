// Package outside is the one way in which the program calls services of others
// over HTTP: with a deadline, without redirects or a proxy, and never to an
// address inside our own network, whatever a name resolves to.
//
// Addresses are checked when the connection is made, after the name was
// resolved, so that a name that changes its answer gains nothing. It knows no
// service and keeps no secret.
package outside

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"
)

// ErrInside says that an address lies inside our own network, or that a
// redirect was refused: neither is called.
var ErrInside = errors.New("outside: the address is not one outside")

// Options of a Client. The zero value is for use.
type Options struct {
	Timeout time.Duration // of a whole exchange; 0 is 15 s
	// Inside lets addresses of our own network be called: for tests against a
	// local server, and for an operator whose gateway stands beside the program.
	Inside bool
	// Transport is the base for TLS settings; nil makes one. For tests.
	Transport *http.Transport
}

// Client makes a client.
func Client(o Options) *http.Client {
	if o.Timeout == 0 {
		o.Timeout = 15 * time.Second
	}
	t := o.Transport
	if t == nil {
		t = &http.Transport{}
	}
	t.Proxy = nil
	dial := &net.Dialer{Timeout: 5 * time.Second, KeepAlive: 30 * time.Second}
	if !o.Inside {
		dial.Control = guard
	}
	t.DialContext = dial.DialContext
	t.TLSHandshakeTimeout = 5 * time.Second
	t.ResponseHeaderTimeout = o.Timeout
	t.ForceAttemptHTTP2 = true
	t.MaxIdleConnsPerHost = 2
	t.IdleConnTimeout = 30 * time.Second
	return &http.Client{
		Transport: t, Timeout: o.Timeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// guard refuses a connection to an address that is not on the public network.
func guard(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%w: %s", ErrInside, address)
	}
	if !Public(at.Addr()) {
		return fmt.Errorf("%w: %s", ErrInside, at.Addr())
	}
	return nil
}

// reserved are the ranges that belong to nobody outside, beside those netip knows.
// Source: IANA special-purpose address registries, read 2026-11-22.
var reserved = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("198.51.100.0/24"),
	netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("100::/64"),
	netip.MustParsePrefix("2001::/23"), netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("2002::/16"),
}

// Public tells whether the address is one of the public network.
func Public(a netip.Addr) bool {
	a = a.Unmap()
	if !a.IsValid() || a.Zone() != "" || !a.IsGlobalUnicast() || a.IsPrivate() {
		return false
	}
	for _, r := range reserved {
		if r.Contains(a) {
			return false
		}
	}
	return true
}

// Read reads an answer of at most most bytes and closes it. A longer one is an error.
func Read(r *http.Response, most int64) ([]byte, error) {
	defer func() { _ = r.Body.Close() }()
	b, err := io.ReadAll(io.LimitReader(r.Body, most+1))
	if err == nil && int64(len(b)) > most {
		return nil, fmt.Errorf("outside: an answer of more than %d bytes", most)
	}
	return b, err
}
