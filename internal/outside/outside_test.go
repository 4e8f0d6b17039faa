package outside_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"mendan/internal/outside"
)

func TestPublic(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		address string
		public  bool
	}{
		{"20.190.128.1", true}, {"142.250.196.110", true}, {"2603:1026::1", true},
		{"127.0.0.1", false}, {"::1", false}, {"::ffff:127.0.0.1", false}, {"10.1.2.3", false}, {"172.16.0.1", false}, {"192.168.1.1", false},
		{"169.254.169.254", false}, {"fe80::1", false}, {"fc00::1", false}, {"100.64.0.1", false}, {"0.0.0.0", false}, {"0.1.2.3", false},
		{"224.0.0.1", false}, {"255.255.255.255", false}, {"240.0.0.1", false}, {"198.18.0.1", false}, {"203.0.113.9", false},
		{"64:ff9b::7f00:1", false}, {"2002:7f00:1::", false}, {"2001:db8::1", false}, {"::", false},
	} {
		if got := outside.Public(netip.MustParseAddr(c.address)); got != c.public {
			t.Errorf("%s: public %t, want %t", c.address, got, c.public)
		}
	}
}

func TestClientRefusesInsideAndRedirects(t *testing.T) {
	t.Parallel()
	calls := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls++
		if r.URL.Path == "/away" {
			http.Redirect(w, r, "/here", http.StatusFound)
			return
		}
		_, _ = w.Write([]byte("0123456789"))
	}))
	defer s.Close()
	for _, address := range []string{s.URL, strings.Replace(s.URL, "127.0.0.1", "localhost", 1)} {
		got, err := outside.Client(outside.Options{}).Get(address) //nolint:noctx // a test
		if err == nil {
			_ = got.Body.Close()
		}
		if !errors.Is(err, outside.ErrInside) {
			t.Errorf("%s: %v, want refused", address, err)
		}
	}
	if calls != 0 {
		t.Errorf("the server inside was called %d times", calls)
	}
	open := outside.Client(outside.Options{Inside: true})
	r, err := open.Get(s.URL + "/away") //nolint:noctx // a test
	if err != nil {
		t.Fatal(err)
	}
	_ = r.Body.Close()
	if r.StatusCode != http.StatusFound || calls != 1 {
		t.Errorf("a redirect was followed: %d, %d calls", r.StatusCode, calls)
	}
	for most, good := range map[int64]bool{9: false, 10: true} {
		r, err := open.Get(s.URL) //nolint:noctx // a test
		if err != nil {
			t.Fatal(err)
		}
		if b, err := outside.Read(r, most); (err == nil) != good || good && string(b) != "0123456789" {
			t.Errorf("most %d: %q, %v", most, b, err)
		}
	}
}
