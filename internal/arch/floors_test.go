// Package arch holds the house rules as tests: who may import whom, one
// comment for each package, both languages complete, no room without a floor.
// It has no code of its own to use.
package arch

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// The floors. A folder that stands nowhere here fails the test: nobody adds a
// room without saying where it stands.
const (
	ground = "id fault actor txn civil lang private phone"
	kit    = "database web web/ui assets mailer pdf media outside docx qr"
	// data packages: tables of law and calendar; they import ground and the core they feed
	tables = "holidays hotlines"
	// top: wiring and what drives the whole program
	top = "app config demo play bench sounds sounds/make"
)

// areas in the order of the floors, each with the cores it may import. All of
// them stand earlier in the list.
var areas = []struct{ name, uses string }{
	{"audit", ""},
	{"access", ""},
	{"jobs", ""},
	{"notify", "access jobs"},
	{"account", "access jobs notify"},
	{"directory", "access"},
	{"governance", "directory access jobs notify"},
	{"casework", "directory access notify"},
	{"provision", "directory casework access notify"},
	{"gate", "directory casework access"},
	{"modality", "directory casework access notify"},
	{"questionnaire", "casework access notify"},
	{"scheduling", "directory casework questionnaire access notify"},
	{"readiness", "directory casework questionnaire scheduling access notify"},
	{"meeting", "directory casework scheduling access jobs notify"},
	{"room", "directory casework scheduling readiness access notify"},
	{"emergency", "directory casework scheduling room access notify"},
	{"opinion", "directory casework questionnaire room access notify"},
	{"desk", "audit access jobs notify account directory casework questionnaire scheduling readiness room opinion"},
}

// doors: a heavy third party has one importer.
var doors = map[string][]string{
	"github.com/livekit/livekit-server":   {"media/mediaserver"},
	"github.com/jackc/pgx":                {"database", "database/databasetest"},
	"github.com/ncruces/go-sqlite3":       {"database"},
	"github.com/pressly/goose":            {"database"},
	"github.com/signintech/gopdf":         {"pdf"},
	"github.com/wneessen/go-mail":         {"mailer"},
	"github.com/arran4/golang-ical":       {"mailer"},
	"github.com/chromedp":                 {"play", "e2e"},
	"github.com/evanw/esbuild":            {"assets/build"},
	"github.com/alecthomas/kong":          {"cmd"},
	"database/sql":                        {"database", "database/databasetest", "private"},
	"github.com/golang-jwt/jwt":           {"media", "meeting/meetingapi"},
	"golang.org/x/text/encoding/japanese": {"directory"},
}

// notInCores is what a core never imports: it is rules, not input or output.
var notInCores = []string{"database/sql", "net/http", "os", "log", "embed", "io/ioutil", "net", "html/template", "text/template"}

type pkg struct {
	ImportPath string
	Name       string
	Doc        string
	Imports    []string
	GoFiles    []string
}

func packages(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Name,Doc,Imports,GoFiles", "./internal/...", "./cmd/...")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []pkg
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		err := dec.Decode(&p)
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

func has(list, word string) bool { return slices.Contains(strings.Fields(list), word) }

func room(path string) string {
	return strings.TrimPrefix(strings.TrimPrefix(path, "mendan/internal/"), "mendan/")
}

// area gives the area a room belongs to and the part after its name: db, web,
// test, ... ; part is empty for the core.
func area(r string) (name, part string) {
	first, rest, _ := strings.Cut(r, "/")
	for _, a := range areas {
		if a.name == first {
			if rest == "" {
				return first, ""
			}
			return first, strings.TrimPrefix(rest, first)
		}
	}
	return "", ""
}

func uses(name string) string {
	for _, a := range areas {
		if a.name == name {
			return a.uses
		}
	}
	return ""
}

func TestWhoMayImportWhom(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		r := room(p.ImportPath)
		name, part := area(r)
		known := has(ground, r) || has(kit, r) || has(tables, r) || has(top, r) || name != "" ||
			r == "arch" || strings.HasPrefix(r, "e2e") || strings.HasPrefix(r, "cmd/") ||
			strings.HasPrefix(r, "database/") || strings.HasPrefix(r, "assets/") || strings.HasPrefix(r, "media/") || strings.HasPrefix(r, "web/")
		if !known {
			t.Errorf("%s stands on no floor: say in internal/arch where it belongs", r)
		}
		for _, imported := range p.Imports {
			if why := refuse(r, name, part, imported); why != "" {
				t.Errorf("%s imports %s: %s", r, imported, why)
			}
		}
	}
}

func refuse(r, name, part, imported string) string {
	for prefix, keepers := range doors {
		if (imported == prefix || prefix != "database/sql" && strings.HasPrefix(imported, prefix+"/")) && !slices.ContainsFunc(keepers, func(k string) bool {
			return r == k || k == "cmd" && strings.HasPrefix(r, "cmd/") || k == "e2e" && strings.HasPrefix(r, "e2e")
		}) {
			return "only " + strings.Join(keepers, ", ") + " may"
		}
	}
	core := name != "" && part == "" && name != "desk"
	if core && (slices.Contains(notInCores, imported) || strings.Contains(strings.Split(imported, "/")[0], ".")) {
		return "a core is rules: no input, output or third party"
	}
	if !strings.HasPrefix(imported, "mendan/") {
		return ""
	}
	to := room(imported)
	toName, toPart := area(to)
	switch {
	case strings.HasPrefix(to, "cmd/") || to == "arch" || strings.HasPrefix(to, "e2e"):
		return "nobody imports it"
	case strings.HasSuffix(to, "test") && !strings.HasSuffix(r, "test") && !strings.HasPrefix(r, "e2e") && r != "bench":
		return "test rooms are for tests"
	case has(top, r) || strings.HasPrefix(r, "cmd/") || strings.HasPrefix(r, "e2e") || r == "arch" || strings.HasSuffix(r, "test"):
		return ""
	case has(top, to):
		return "wiring is imported by cmd alone"
	case has(ground, r):
		if !has(ground, to) {
			return "ground imports ground alone"
		}
	case has(kit, r) || strings.HasPrefix(r, "database/") || strings.HasPrefix(r, "assets/") || strings.HasPrefix(r, "media/"):
		if toName != "" {
			return "the kit knows no area"
		}
	case has(tables, r):
		if toName != "" || has(kit, to) {
			return "tables import ground alone"
		}
	case core:
		if has(kit, to) || toName != "" && (toPart != "" || !has(uses(name), toName)) {
			return "not in its row of uses"
		}
	case name != "": // an adapter
		if toName != "" && toPart != "" && !(toName == name && strings.HasSuffix(toPart, "data")) && !(name == "desk") {
			return "an adapter never imports another adapter"
		}
		if toName != "" && toPart == "" && toName != name && !has(uses(name), toName) {
			return "not in its area's row of uses"
		}
	}
	return ""
}

func TestEachPackageSaysWhatItIsFor(t *testing.T) {
	t.Parallel()
	names := map[string]string{}
	for _, p := range packages(t) {
		if len(p.GoFiles) == 0 {
			continue
		}
		if p.Doc == "" {
			t.Errorf("%s has no package comment", room(p.ImportPath))
		}
		if other, twice := names[p.Name]; twice && p.Name != "main" {
			t.Errorf("%s and %s are both called %s", room(p.ImportPath), other, p.Name)
		}
		names[p.Name] = room(p.ImportPath)
		for _, bad := range strings.Fields("util utils common helper helpers misc base shared models types x") {
			if p.Name == bad {
				t.Errorf("%s: %q says nothing", room(p.ImportPath), bad)
			}
		}
	}
}
