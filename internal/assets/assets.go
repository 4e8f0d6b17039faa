// Package assets holds what browsers and the PDF kit need as files: style
// sheets, scripts, the icon and the two Japanese fonts for print.
//
// The files are made by `go run ./internal/assets/build` into dist and embedded
// from there; they are not committed. The program compiles without them, Check
// says what is missing, and pages then arrive without style but work. Names
// carry a hash of the content, so a browser may keep a file for ever.
// It does not serve pages and knows nothing of what is in the files.
package assets

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"path"
	"strconv"
	"strings"
)

//go:embed all:dist
var dist embed.FS

// needed are the files without which the product is not whole.
var needed = []string{"base.css", "base.js", "icon.svg", "room.css", "room.js", "check.js", "desk.js"}

// The fonts of the PDF kit, by the name that Font takes.
const (
	FontRegular = "NotoSansJP-Regular.ttf"
	FontBold    = "NotoSansJP-Bold.ttf"
)

// Manifest is what the build leaves beside the files.
type Manifest struct {
	Inputs string            `json:"inputs"` // hash of everything the build read: equal means nothing to do
	Files  map[string]string `json:"files"`  // "base.css" -> "base.1a2b3c4d.css"
	// Parts are the shared scripts that a script imports: a page names them so that browsers fetch them at once.
	Parts map[string][]string `json:"parts"`
}

var manifest = read()

func read() Manifest {
	m := Manifest{Files: map[string]string{}}
	b, err := dist.ReadFile("dist/manifest.json")
	if err != nil {
		return m // not built: Check says so
	}
	if err := json.Unmarshal(b, &m); err != nil {
		return Manifest{Files: map[string]string{}}
	}
	return m
}

// Path is the address of an asset: Path("base.css") is "/assets/base.1a2b3c4d.css".
// An asset that was not built has an address that answers 404.
func Path(name string) string {
	if hashed, ok := manifest.Files[name]; ok {
		return "/assets/" + hashed
	}
	return "/assets/" + name
}

// Parts gives the addresses of what the script imports, for modulepreload.
func Parts(name string) []string {
	var out []string
	for _, part := range manifest.Parts[name] {
		out = append(out, Path(part))
	}
	return out
}

// Has tells whether the asset was built.
func Has(name string) bool { return manifest.Files[name] != "" }

// Font is the whole file of a font, FontRegular or FontBold. Each call copies
// five megabytes: keep what you get.
func Font(name string) ([]byte, error) {
	b, err := dist.ReadFile("dist/fonts/" + name)
	if err != nil {
		return nil, fmt.Errorf("assets: font %s is missing: run `make assets`", name)
	}
	return b, nil
}

// Check is nil when everything was built; otherwise it names what is missing and what to run.
func Check() error {
	var missing []string
	for _, name := range needed {
		if !Has(name) {
			missing = append(missing, name)
		}
	}
	for _, name := range []string{FontRegular, FontBold} {
		f, err := dist.Open("dist/fonts/" + name)
		if err != nil {
			missing = append(missing, name)
			continue
		}
		_ = f.Close()
	}
	if len(missing) == 0 {
		return nil
	}
	return errors.New("assets: not built: " + strings.Join(missing, ", ") + ": run `make assets` and build again")
}

var types = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
}

// served is every file a browser may ask for, by its hashed name.
var served = index()

type file struct {
	kind            string
	plain, gzip, br []byte
}

func index() map[string]file {
	out := map[string]file{}
	for name, hashed := range manifest.Files {
		kind, ok := types[path.Ext(name)]
		if !ok {
			continue // fonts are for print, not for browsers
		}
		f := file{kind: kind}
		f.plain, _ = dist.ReadFile("dist/" + hashed)
		f.gzip, _ = dist.ReadFile("dist/" + hashed + ".gz")
		f.br, _ = dist.ReadFile("dist/" + hashed + ".br")
		if f.plain != nil {
			out[hashed] = f
		}
	}
	return out
}

// Handler answers GET /assets/{name}. Mount it under "/assets/".
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/assets/")
		f, ok := served[name]
		if !ok {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Type", f.kind)
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Vary", "Accept-Encoding")
		body := f.plain
		switch accepts := r.Header.Get("Accept-Encoding"); {
		case f.br != nil && takes(accepts, "br"):
			h.Set("Content-Encoding", "br")
			body = f.br
		case f.gzip != nil && takes(accepts, "gzip"):
			h.Set("Content-Encoding", "gzip")
			body = f.gzip
		}
		h.Set("Content-Length", strconv.Itoa(len(body)))
		if r.Method != http.MethodHead {
			_, _ = w.Write(body) // the reader went away: nothing to do
		}
	})
}

// takes reads an Accept-Encoding header: is the coding named and not refused by q=0?
func takes(header, coding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.TrimSpace(name) == coding {
			q := strings.ReplaceAll(params, " ", "")
			return q != "q=0" && q != "q=0.0" && q != "q=0.00" && q != "q=0.000"
		}
	}
	return false
}
