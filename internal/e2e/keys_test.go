package e2e

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mendan/internal/play"
)

// zoomed is a desktop of 1280 x 1024 at 400 percent: what is left of it.
var zoomed = play.Screen{Width: 320, Height: 256}

// demo starts the demonstration and a browser.
func demo(t *testing.T) (*play.Chromium, string) {
	t.Helper()
	server, err := play.Start(context.Background(), program(t), t.TempDir())
	must(t, err)
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
	})
	browser, err := play.Open(context.Background())
	must(t, err)
	t.Cleanup(browser.Close)
	return browser, server.URL
}

// typist is a person without a mouse, before a screen at 400 percent.
type typist struct {
	*play.Person
	t *testing.T
}

// enter goes to the words by Tab, presses Enter, and looks at the page that comes.
func (p typist) enter(words string) {
	p.t.Helper()
	must(p.t, p.Enter(words))
	p.fits()
}

// fits fails when the page has to be moved sideways to be read.
func (p typist) fits() {
	p.t.Helper()
	wide, err := p.Find(`(() => {
		const d = document.documentElement, w = d.clientWidth;
		if (d.scrollWidth <= w) return '';
		const e = [...document.querySelectorAll('body *')].find(e => e.getBoundingClientRect().right > w + 1);
		return location.pathname + ' is ' + d.scrollWidth + ' px wide at ' + w + ': ' + (e ? e.outerHTML.slice(0, 160) : ''); })()`)
	must(p.t, err)
	if wide != "" {
		p.t.Error(wide)
	}
}

// write goes to the field of the name and types.
func (p typist) write(name, text string) {
	p.t.Helper()
	must(p.t, p.TabTo(fmt.Sprintf(`e.name === %q`, name), "the field "+name))
	must(p.t, p.Keys(text))
}

// choose goes to the radio buttons of the name and moves to the value.
func (p typist) choose(name, value string) {
	p.t.Helper()
	must(p.t, p.TabTo(fmt.Sprintf(`e.name === %q && e.type === 'radio'`, name), "the choice "+name))
	for range 20 {
		is, err := p.Find(`document.activeElement.checked ? document.activeElement.value : ''`)
		must(p.t, err)
		if is == value {
			return
		}
		must(p.t, p.Keys("\u0301")) // the driver's letter for the arrow down
	}
	p.t.Fatalf("%s cannot be set to %s by the arrow keys", name, value)
}

// answer fills what the page asks: the first field by its kind. It tells
// whether there was one.
func (p typist) answer() bool {
	p.t.Helper()
	kind, err := p.Find(`(() => {
		const e = document.querySelector('main form :is(input:not([type=hidden]), textarea, select)');
		return !e ? '' : e.tagName === 'TEXTAREA' ? 'text' : e.type === 'radio' || e.type === 'checkbox' ? 'choice' : e.inputMode === 'decimal' || e.inputMode === 'numeric' ? 'number' : 'clock'; })()`)
	must(p.t, err)
	if kind == "" {
		return false
	}
	must(p.t, p.TabTo(`e.matches('main form :is(input, textarea)')`, "the answer"))
	must(p.t, p.Keys(map[string]string{"text": "休み方を相談したいです。", "choice": " ", "number": "7", "clock": "23:30"}[kind]))
	return true
}

// The whole way of a worker without a mouse, on a desktop at 400 percent: sign
// in by the link, ask, book, questions, place, contact. The focus is always to
// be seen, never leads into a corner, and no page has to be moved sideways.
func TestWorkersWayByKeyboard(t *testing.T) {
	browser, base := demo(t)
	person, err := browser.Person("worker", base, zoomed)
	must(t, err)
	p := typist{person, t}

	must(t, p.Visit("/signin"))
	p.fits()
	p.write("mail", "misaki.takahashi@minato-seiko.example")
	must(t, p.Keys("\r"))
	must(t, p.Read("メールをご確認ください"))
	link := ""
	for began := time.Now(); link == ""; {
		if time.Since(began) > until {
			t.Fatal("the mail with the link did not come")
		}
		must(t, p.Visit("/demo/mail"))
		mail, err := p.Find(`(document.querySelector('td a[href^="/demo/mail/"]') || {getAttribute: () => ''}).getAttribute('href')`)
		must(t, err)
		if mail == "" {
			must(t, p.Wait(100*time.Millisecond))
			continue
		}
		must(t, p.Visit(mail))
		link, err = p.Find(`(document.querySelector('a[data-way-in]') || {}).href || ''`)
		must(t, err)
	}
	must(t, p.Visit(link))
	p.enter("サインインする")

	must(t, p.Visit("/home"))
	p.fits()
	words, err := p.Find(`[...document.querySelectorAll('main a[href="/interviews/new"]')].map(a => a.innerText.trim())[0] || ''`)
	must(t, err)
	p.enter(words)
	p.choose("type", "LONG_HOURS_GENERAL")
	p.choose("wish", "ONLINE")
	p.enter("時間を選ぶ")
	path, err := p.Path()
	must(t, err)
	interview, _, _ := strings.Cut(path, "/booking")
	must(t, p.TabTo(`e.matches('main a[href*="/booking/confirm"]')`, "a free time"))
	must(t, p.Keys("\r"))
	must(t, p.Read("この時間で予約しますか"))
	p.fits()
	p.enter("この時間で予約する")
	must(t, p.Read("予約しました"))

	// The questions: each form to its end.
	for range 3 {
		must(t, p.Visit(interview+"/questionnaire"))
		p.fits()
		open, err := p.Find(`[...document.querySelectorAll('main a, main button')].some(a => a.innerText.trim() === 'はじめる') ? 'yes' : ''`)
		must(t, err)
		if open == "" {
			break
		}
		p.enter("はじめる")
		for n := 0; ; n++ {
			path, err := p.Path()
			must(t, err)
			if strings.HasSuffix(path, "/review") {
				break
			}
			if n > 60 {
				t.Fatalf("the form does not end: %s", path)
			}
			if !p.answer() {
				p.enter("続ける") // a card that asks nothing
				continue
			}
			p.enter("保存して次へ")
			must(t, p.Lacks("入力内容をご確認ください"))
		}
		p.enter("この内容で送信する")
		must(t, p.Read("送信しました"))
	}

	must(t, p.Visit(interview+"/place"))
	p.fits()
	p.choose("kind", "HOME")
	p.choose("alone", "yes")
	p.enter("保存する")
	must(t, p.Lacks("入力内容をご確認ください"))

	must(t, p.Visit(interview+"/contact"))
	p.fits()
	for _, f := range [][2]string{{"phone", "09012345678"}, {"second", "03-0123-4567"}, {"name", "髙橋 健"}, {"relation", "夫"}, {"tel", "090-8765-4321"}} {
		p.write(f[0], f[1])
	}
	p.enter("保存する")
	must(t, p.Lacks("入力内容をご確認ください"))

	for _, rest := range []string{"", "/company", "/check", "/withdraw", "/booking", "/booking/cancel", "/place/today", "/letter"} {
		must(t, p.Visit(interview+rest))
		p.fits()
	}
	if *pictures != "" {
		must(t, p.Shoot(filepath.Clean(*pictures), "keys-end"))
	}
	seenAnotherWay(t, p, interview)
}

// seenAnotherWay looks at the worker's pages as people who set their screens
// otherwise do, and as paper.
func seenAnotherWay(t *testing.T, p typist, interview string) {
	t.Helper()
	pages := []string{"/home", interview, interview + "/booking", interview + "/questionnaire", interview + "/place", interview + "/letter", "/account"}
	must(t, p.Media("", "forced-colors", "active", "prefers-reduced-motion", "reduce"))
	for _, path := range pages {
		must(t, p.Visit(path))
		p.fits()
		faults, err := p.Find(`(() => {
			const out = [];
			if (!matchMedia('(forced-colors: active)').matches || !matchMedia('(prefers-reduced-motion: reduce)').matches) out.push('the wishes are not heard');
			for (const e of document.querySelectorAll('main :is(button, .button, input:not([type=hidden]), textarea, select)')) {
				if (e.offsetParent === null || e.matches('[type=radio], [type=checkbox]')) continue;
				const s = getComputedStyle(e);
				if (!(s.borderTopStyle !== 'none' && parseFloat(s.borderTopWidth) > 0) && !s.textDecorationLine.includes('underline')) out.push('no edge: ' + e.outerHTML.slice(0, 120));
			}
			for (const e of document.querySelectorAll('body, body *')) {
				const s = getComputedStyle(e);
				if (s.animationName !== 'none' || s.transitionDuration.split(',').some(d => parseFloat(d) > 0)) { out.push('moves: ' + e.outerHTML.slice(0, 120)); break; }
				if (s.scrollBehavior === 'smooth') { out.push('scrolls smoothly: ' + e.tagName); break; }
			}
			return out.join('\n'); })()`)
		must(t, err)
		if faults != "" {
			t.Errorf("%s with forced colors and without motion: %s", path, faults)
		}
		must(t, p.TabTo(`e.closest('main')`, "the content"))
	}
	must(t, p.Media("print"))
	for _, path := range []string{interview, interview + "/letter"} {
		must(t, p.Visit(path))
		p.fits()
		faults, err := p.Find(`(() => {
			const out = [];
			for (const e of document.querySelectorAll('.top, .nav, .foot, .demo, .skip, .actions, main button')) if (e.offsetParent !== null) out.push('on paper: ' + e.outerHTML.slice(0, 120));
			const main = document.querySelector('main h1');
			if (!main || main.getBoundingClientRect().height === 0) out.push('no content on paper');
			return out.join('\n'); })()`)
		must(t, err)
		if faults != "" {
			t.Errorf("%s on paper: %s", path, faults)
		}
		if *pictures != "" {
			must(t, p.Shoot(filepath.Clean(*pictures), "print"+strings.ReplaceAll(strings.ReplaceAll(path, "/", "-"), "_", "")))
		}
	}
	must(t, p.Media(""))
}
