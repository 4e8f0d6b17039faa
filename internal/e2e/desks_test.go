package e2e

import (
	"context"
	"errors"
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mendan/internal/assets"
	"mendan/internal/desk/desktest"
	"mendan/internal/desk/deskweb"
	"mendan/internal/play"
	"mendan/internal/web"
)

var pictures = flag.String("pictures", "", "folder to leave pictures of the pages in")

// axe is the source of axe-core, or skips the test where npm has not been run.
func axe(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile("../../node_modules/axe-core/axe.min.js")
	if err != nil {
		t.Skip("axe-core is not there: run npm ci")
	}
	return string(b)
}

// seat puts whoever opens /as/{role} into that role and leads on.
func seat(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		role, ok := strings.CutPrefix(r.URL.Path, "/as/")
		if !ok {
			next.ServeHTTP(w, r)
			return
		}
		http.SetCookie(w, &http.Cookie{Name: web.SessionCookie, Value: role, Path: "/", Secure: true, HttpOnly: true})
		http.Redirect(w, r, r.URL.Query().Get("to"), http.StatusSeeOther)
	})
}

// Every desk, full and empty, in both languages, on a small phone, a tablet and
// a desktop: no fault that axe can tell, no sideways scroll, nothing too small.
func TestDesksAreOpenToEverybody(t *testing.T) {
	if err := assets.Check(); err != nil {
		t.Skip(err)
	}
	source := axe(t)
	browser, err := play.Open(context.Background())
	if errors.Is(err, play.ErrNoBrowser) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer browser.Close()

	c := string(desktest.Case)
	days := map[string]struct {
		from  deskweb.Sources
		pages map[string][]string // role: paths
	}{
		"full": {desktest.Full(desktest.Booked()), map[string][]string{
			"worker": {"/home", "/interviews/" + c, "/help"}, "physician": {"/physician", "/physician/cases/" + c},
			"hr": {"/hr", "/hr/cases/" + c}, "nurse": {"/nurse"}, "manager": {"/manager"}, "committee": {"/committee"},
			"coordinator": {"/coordinator"}, "admin": {"/admin"},
		}},
		"empty": {desktest.Empty(), map[string][]string{
			"worker": {"/home", "/interviews/" + c, "/closed"}, "physician": {"/physician"}, "hr": {"/hr"}, "nurse": {"/nurse"},
			"manager": {"/manager"}, "committee": {"/committee"}, "coordinator": {"/coordinator"}, "admin": {"/admin"},
		}},
		"after": {desktest.Full(desktest.ToRead()), map[string][]string{"worker": {"/interviews/" + c}}},
	}
	screens := map[string]play.Screen{"320": play.SmallPhone, "768": {Width: 768, Height: 1024}, "1366": play.Desktop}
	for day, d := range days {
		server := httptest.NewServer(seat(desktest.Door(d.from)))
		defer server.Close()
		base := strings.Replace(server.URL, "127.0.0.1", "localhost", 1) // where browsers take secure cookies
		for width, screen := range screens {
			p, err := browser.Person(day+" "+width, base, screen)
			if err != nil {
				t.Fatal(err)
			}
			for role, paths := range d.pages {
				for _, language := range []string{"", ":en"} {
					if language == ":en" && width != "320" {
						continue // the narrowest screen is the hardest for long words
					}
					for _, path := range paths {
						if err := p.Visit("/as/" + role + language + "?to=" + path); err != nil {
							t.Fatal(err)
						}
						found, err := p.Judge(source)
						if err != nil {
							t.Fatal(err)
						}
						for _, f := range found {
							t.Errorf("%s%s %s at %s px, %s: %s", role, language, path, width, day, f)
						}
						if *pictures != "" {
							name := strings.NewReplacer("/", "-", c, "case", ":", "-").Replace(day + "-" + role + language + path + "-" + width)
							if err := p.Shoot(filepath.Clean(*pictures), name); err != nil {
								t.Fatal(err)
							}
						}
					}
				}
			}
			p.Close()
		}
	}
}
