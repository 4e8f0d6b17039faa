package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"mendan/internal/play"
)

// TestEveryPageIsOpenToEverybody walks as each person of the demonstration from
// link to link and judges every page on a small phone and on a desktop. A link
// that leads nowhere, or to a stranger, fails as well.
func TestEveryPageIsOpenToEverybody(t *testing.T) {
	source := axe(t)
	server, err := play.Start(context.Background(), program(t), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
	})
	browser, err := play.Open(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer browser.Close()

	ask(t, browser, server.URL)
	people := []string{"worker", "hr", "physician", "nurse", "manager", "committee", "coordinator", "admin"}
	for n, name := range people {
		for width, screen := range map[string]play.Screen{"320": play.SmallPhone, "1366": play.Desktop} {
			p := enter(t, browser, server.URL, n, screen)
			pages := 0
			walk(t, p, func(shape string) {
				found, err := p.Judge(source)
				if err != nil {
					t.Fatal(err)
				}
				for _, f := range found {
					t.Errorf("%s %s at %s px: %s", name, shape, width, f)
				}
				if pages++; *pictures != "" {
					file := strings.NewReplacer("/", "-", "?", "-", "&", "-", "=", "-").Replace(shape)
					must(t, p.Shoot(filepath.Clean(*pictures), fmt.Sprintf("%s-%s-%02d%s", name, width, pages, file)))
				}
			})
			if pages < 3 {
				t.Errorf("%s saw only %d pages: the walk does not find the links", name, pages)
			}
			p.Close()
		}
	}
}

// enter signs in as the n-th person of the demonstration.
func enter(t *testing.T, browser *play.Chromium, base string, n int, screen play.Screen) *play.Person {
	t.Helper()
	p, err := browser.Person(t.Name(), base, screen)
	if err != nil {
		t.Fatal(err)
	}
	must(t, p.Visit("/demo"))
	b, _ := json.Marshal(n)
	must(t, p.Until(`(() => { document.querySelectorAll('main form button')[`+string(b)+`].click(); return true })()`, "to choose the person"))
	must(t, p.Until(`location.pathname !== '/demo' && document.readyState === 'complete'`, "to be signed in"))
	return p
}

// ask applies for one interview of each type, so that desks and pages have something to show, and books the first.
func ask(t *testing.T, browser *play.Chromium, base string) {
	t.Helper()
	p := enter(t, browser, base, 0, play.Phone)
	defer p.Close()
	for _, kind := range []string{"LONG_HOURS_GENERAL", "CONSULTATION"} {
		must(t, p.Visit("/interviews/new"))
		must(t, p.Until(`(() => { const b = document.querySelector('input[value="`+kind+`"]'); b.click(); return b.checked })()`, "to choose "+kind))
		must(t, p.Follow("時間を選ぶ"))
		if kind == "CONSULTATION" {
			return
		}
		must(t, p.Until(`(() => { const a = document.querySelector('main a[href*="/booking/confirm"]'); a.click(); return true })()`, "to choose a time"))
		must(t, p.Until(`location.pathname.endsWith('/booking/confirm') && document.readyState === 'complete'`, "to be asked"))
		must(t, p.Until(`(() => { document.querySelector('main form button.button-primary').click(); return true })()`, "to book"))
		must(t, p.Until(`!location.pathname.endsWith('/confirm')`, "to be booked"))
	}
}

var (
	ids    = regexp.MustCompile(`[a-z]{3}_[0-9a-z]{26}`)
	values = regexp.MustCompile(`=[^&]*`)
	// papers are addresses that answer with a file.
	papers = regexp.MustCompile(`(\.pdf|\.json|/file|/poster)($|\?)`)
)

// walk visits every page that links lead to, each address once and each shape of address twice (two interviews differ), and calls look on it.
func walk(t *testing.T, p *play.Person, look func(shape string)) {
	t.Helper()
	const links = `document.body.setAttribute('data-links', JSON.stringify({
		status: performance.getEntriesByType('navigation')[0].responseStatus,
		links: [...document.querySelectorAll('a[href]')].map(a => a.href).filter(h => !h.startsWith('tel:') && !h.startsWith('mailto:')),
		origin: location.origin,
	})) || true`
	start, err := p.Path()
	must(t, err)
	seen, shapes, queue := map[string]bool{start: true}, map[string]int{}, []string{start}
	for n := 0; len(queue) > 0 && n < 60; n++ {
		path := queue[0]
		queue = queue[1:]
		shape := values.ReplaceAllString(ids.ReplaceAllString(path, "ID"), "=X")
		must(t, p.Visit(path))
		must(t, p.Until(links, "for links"))
		text, err := p.Attribute("links")
		must(t, err)
		var page struct {
			Status int
			Links  []string
			Origin string
		}
		must(t, json.Unmarshal([]byte(text), &page))
		if page.Status != 200 {
			t.Errorf("%s answers %d", shape, page.Status)
		}
		look(shape)
		for _, href := range page.Links {
			to, ours := strings.CutPrefix(href, page.Origin)
			if !ours {
				t.Errorf("%s leads out of the house: %s", shape, href)
				continue
			}
			to, _, _ = strings.Cut(to, "#")
			s := values.ReplaceAllString(ids.ReplaceAllString(to, "ID"), "=X")
			// Documents are no pages; the room and the check belong to their own tests, the person is changed by none.
			skip := papers.MatchString(to) || strings.HasSuffix(to, "/room") || strings.HasPrefix(to, "/demo") || strings.HasPrefix(to, "/signin")
			if to != "" && !seen[to] && shapes[s] < 2 && !skip {
				seen[to] = true
				shapes[s]++
				queue = append(queue, to)
			}
		}
	}
}
