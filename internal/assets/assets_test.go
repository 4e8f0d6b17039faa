package assets

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

type reply struct {
	StatusCode int
	Header     http.Header
	Body       io.Reader
}

func ask(t *testing.T, path, accepts string) reply {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
	if accepts != "" {
		r.Header.Set("Accept-Encoding", accepts)
	}
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, r)
	got := w.Result()
	t.Cleanup(func() { _ = got.Body.Close() })
	return reply{got.StatusCode, got.Header, got.Body}
}

func built(t *testing.T) {
	t.Helper()
	if err := Check(); err != nil {
		t.Skip(err) // the program must also compile and be tested without a build
	}
}

func TestNamesCarryTheirContent(t *testing.T) {
	t.Parallel()
	built(t)
	for _, name := range needed {
		path := Path(name)
		if path == "/assets/"+name {
			t.Errorf("%s has no hash", name)
		}
		got := ask(t, path, "")
		if got.StatusCode != http.StatusOK || !strings.Contains(got.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %d %s", path, got.StatusCode, got.Header.Get("Cache-Control"))
		}
	}
}

func TestUnknownNamesAndFontsAreNotServed(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/assets/", "/assets/base.css", "/assets/nothing.0000000000.js", "/assets/../assets.go", "/assets/manifest.json", "/assets/fonts/" + FontRegular} {
		if got := ask(t, path, "gzip"); got.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", path, got.StatusCode)
		}
	}
	if Path("nothing.js") != "/assets/nothing.js" {
		t.Error("an unknown name has an address, which answers 404")
	}
}

func TestEncodings(t *testing.T) {
	t.Parallel()
	built(t)
	plain, err := io.ReadAll(ask(t, Path("base.css"), "").Body)
	if err != nil {
		t.Fatal(err)
	}
	for accepts, want := range map[string]string{
		"": "", "identity": "", "gzip": "gzip", "gzip, br": "br", "br;q=0, gzip": "gzip", "gzip;q=0": "", "deflate": "", "GZIP": "",
	} {
		got := ask(t, Path("base.css"), accepts)
		if e := got.Header.Get("Content-Encoding"); e != want {
			t.Errorf("%q: encoding %q, want %q", accepts, e, want)
		}
		if want != "gzip" {
			continue
		}
		z, err := gzip.NewReader(got.Body)
		if err != nil {
			t.Fatal(err)
		}
		back, err := io.ReadAll(z)
		if err != nil || !bytes.Equal(back, plain) {
			t.Error("what is compressed is not what is plain")
		}
	}
}

// The weight of a page before its own words: every page carries these.
func TestThePageIsLight(t *testing.T) {
	t.Parallel()
	built(t)
	total := 0
	for _, name := range []string{"base.css", "base.js", "icon.svg"} {
		b, err := io.ReadAll(ask(t, Path(name), "gzip").Body)
		if err != nil {
			t.Fatal(err)
		}
		total += len(b)
	}
	if total > 20<<10 {
		t.Errorf("%d bytes compressed, want at most 20 KiB", total)
	}
	t.Logf("%d bytes compressed", total)
}

func TestFonts(t *testing.T) {
	t.Parallel()
	if _, err := Font("nothing.ttf"); err == nil {
		t.Error("a font that is not there")
	}
	built(t)
	for _, name := range []string{FontRegular, FontBold} {
		b, err := Font(name)
		if err != nil || len(b) < 1<<20 {
			t.Errorf("%s: %d bytes, %v", name, len(b), err)
		}
	}
}
