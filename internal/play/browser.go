// Package play drives real browsers through the product as people would: it is
// what `mendan demo` plays, what the end-to-end tests repeat and what the
// figures of joining are measured with.
//
// It is the only importer of the browser driver, knows the product only by its
// pages, and is no part of serving it. Read browser.go for the hands and eyes,
// interview.go for the story.
package play

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/chromedp/chromedp"
)

// patience is how long a person waits for something to appear before the step fails.
const patience = 25 * time.Second

// Chromium is a running headless browser with a fake camera and microphone.
type Chromium struct {
	ctx    context.Context
	cancel func()
	pid    int
}

// ErrNoBrowser says that no Chromium is installed.
var ErrNoBrowser = errors.New("play: no Chromium found: install chromium")

// FindChromium gives the path of an installed Chromium. Errors: ErrNoBrowser.
func FindChromium() (string, error) {
	if p := os.Getenv("MENDAN_CHROMIUM"); p != "" {
		return p, nil
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if p, err := exec.LookPath(name); err == nil {
			return p, nil
		}
	}
	return "", ErrNoBrowser
}

// Open starts a browser; flags are put behind the usual ones ("lang=en").
func Open(ctx context.Context, flags ...string) (*Chromium, error) {
	path, err := FindChromium()
	if err != nil {
		return nil, err
	}
	opts := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path), chromedp.Headless, chromedp.NoSandbox, chromedp.NoFirstRun, chromedp.DisableGPU,
		chromedp.Flag("use-fake-device-for-media-stream", true), chromedp.Flag("use-fake-ui-for-media-stream", true),
		chromedp.Flag("disable-quic", true), chromedp.Flag("allow-loopback-in-peer-connection", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-dev-shm-usage", true),
		chromedp.Flag("disable-background-timer-throttling", true), chromedp.Flag("disable-renderer-backgrounding", true),
		chromedp.Flag("disable-backgrounding-occluded-windows", true), chromedp.Flag("disable-features", "Translate,MediaRouter"),
		chromedp.Flag("lang", "ja"), chromedp.Env("TZ=Asia/Tokyo"), chromedp.Flag("hide-scrollbars", true),
	}
	for _, f := range flags {
		name, value, has := strings.Cut(f, "=")
		if has {
			opts = append(opts, chromedp.Flag(name, value))
		} else {
			opts = append(opts, chromedp.Flag(name, true))
		}
	}
	alloc, stopAlloc := chromedp.NewExecAllocator(ctx, opts...)
	tab, stopTab := chromedp.NewContext(alloc)
	c := &Chromium{ctx: tab, cancel: func() { stopTab(); stopAlloc() }}
	if err := chromedp.Do(tab); err != nil {
		c.cancel()
		return nil, fmt.Errorf("start chromium: %w", err)
	}
	c.pid = chromedp.FromContext(tab).Browser.Process().Pid
	return c, nil
}

// Close ends the browser.
func (c *Chromium) Close() { c.cancel() }

// Screen is the size of what somebody looks at.
type Screen struct {
	Width, Height int64
	Mobile        bool
}

// The screens people have.
var (
	Phone      = Screen{390, 844, true}
	SmallPhone = Screen{320, 640, true}
	Desktop    = Screen{1366, 768, false}
	Wide       = Screen{1440, 900, false}
)

// Person is one person at one device, with cookies of his own.
type Person struct {
	Name   string
	ctx    context.Context
	cancel func()
	base   string
}

// Person opens a new window with no cookies. base is the address of the product.
func (c *Chromium) Person(name, base string, s Screen) (*Person, error) {
	tab, cancel := chromedp.NewContext(c.ctx, chromedp.WithNewBrowserContext())
	p := &Person{Name: name, ctx: tab, cancel: cancel, base: base}
	view := []chromedp.EmulateViewportOption{}
	if s.Mobile {
		view = append(view, chromedp.EmulateMobile, chromedp.EmulateTouch)
	}
	// The window lives as long as the context of its first use: that one has no deadline.
	err := chromedp.Do(tab, chromedp.EmulateViewport(s.Width, s.Height, view...))
	if err != nil {
		cancel()
		return nil, fmt.Errorf("%s: open a window: %w", name, err)
	}
	return p, nil
}

// Close closes the window.
func (p *Person) Close() { p.cancel() }

func (p *Person) do(steps ...chromedp.Action[chromedp.Void]) error {
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	return chromedp.Do(ctx, steps...)
}

// ask evaluates an expression on the page.
func ask[T any](p *Person, expression string) (T, error) {
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](expression))
}

// Visit opens a path of the product, or a full address.
func (p *Person) Visit(path string) error {
	if !strings.HasPrefix(path, "http") {
		path = p.base + path
	}
	if err := p.do(chromedp.Navigate(path)); err != nil {
		return fmt.Errorf("%s: open %s: %w", p.Name, path, err)
	}
	return nil
}

// Path is where the person is: path and query without the origin.
func (p *Person) Path() (string, error) { return ask[string](p, `location.pathname + location.search`) }

// See waits until the selector matches something visible.
func (p *Person) See(selector string) error {
	if err := p.do(chromedp.WaitVisible(chromedp.CSS(selector))); err != nil {
		return fmt.Errorf("%s: waits for %s: %w (page says: %s)", p.Name, selector, err, p.glance())
	}
	return nil
}

// Read waits until the page shows the text.
func (p *Person) Read(text string) error {
	return p.Until(fmt.Sprintf(`document.body && document.body.innerText.includes(%q)`, text), "to read "+text)
}

// Lacks fails when the page shows the text.
func (p *Person) Lacks(text string) error {
	has, err := ask[bool](p, fmt.Sprintf(`document.documentElement.outerHTML.includes(%q)`, text))
	if err != nil {
		return err
	}
	if has {
		return fmt.Errorf("%s: the page shows %q and must not", p.Name, text)
	}
	return nil
}

// Until waits until the expression is true. what says it in words.
func (p *Person) Until(expression, what string) error {
	return p.UntilFor(patience, expression, what)
}

// UntilFor is Until with its own patience.
func (p *Person) UntilFor(patience time.Duration, expression, what string) error {
	deadline := time.Now().Add(patience)
	for {
		ok, err := ask[bool](p, `!!(`+expression+`)`)
		if err == nil && ok {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("%s: waited %s %s (page says: %s)", p.Name, patience, what, p.glance())
		}
		select {
		case <-p.ctx.Done():
			return p.ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// glance is the beginning of what the page says, for messages.
func (p *Person) glance() string {
	s, _ := ask[string](p, `location.pathname + " " + document.title + " | " + document.body.innerText.slice(0, 600).replace(/\s+/g, " ")`)
	return s
}

// Press clicks the first visible match of the selector with a real mouse and
// does not wait for what follows.
func (p *Person) Press(selector string) error {
	if err := p.do(chromedp.ScrollIntoView(chromedp.CSS(selector)), chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible)); err != nil {
		return fmt.Errorf("%s: press %s: %w (page says: %s)", p.Name, selector, err, p.glance())
	}
	return nil
}

// Follow presses a link or button by its words and waits for the page it leads to.
func (p *Person) Follow(words string) error {
	mark := fmt.Sprintf("m%d", time.Now().UnixNano())
	find := fmt.Sprintf(`(() => {
		const all = [...document.querySelectorAll('a[href],button,summary,input[type=submit]')].filter(e => e.offsetParent !== null);
		const words = %q, say = e => (e.innerText || e.value || '').replace(/\s+/g, ' ').trim();
		const e = all.find(e => say(e) === words) || all.find(e => say(e).startsWith(words)) || all.find(e => say(e).includes(words));
		if (!e) return false;
		e.setAttribute('data-play', %q); document.documentElement.setAttribute('data-page', %q);
		return true;
	})()`, words, mark, mark)
	if err := p.Until(find, "to find "+words); err != nil {
		return err
	}
	if err := p.Press(`[data-play="` + mark + `"]`); err != nil {
		return err
	}
	return p.Until(fmt.Sprintf(`document.readyState === 'complete' && document.documentElement.getAttribute('data-page') !== %q`, mark), "for the page after "+words)
}

// Type fills the named field of a form, replacing what is there.
func (p *Person) Type(name, value string) error {
	sel := fmt.Sprintf(`input[name=%q]:not([type=radio]):not([type=checkbox]):not([type=hidden]), textarea[name=%q], select[name=%q]`, name, name, name)
	if err := p.See(sel); err != nil {
		return err
	}
	ok, err := ask[bool](p, fmt.Sprintf(`(() => { const e = document.querySelector(%q); e.focus(); e.value = %q;
		e.dispatchEvent(new Event('input', {bubbles: true})); e.dispatchEvent(new Event('change', {bubbles: true})); return true; })()`, sel, value))
	if err != nil || !ok {
		return fmt.Errorf("%s: type into %s: %w", p.Name, name, err)
	}
	return nil
}

// Tick chooses the radio button or check box of the name with the value.
func (p *Person) Tick(name, value string) error {
	ok, err := ask[bool](p, fmt.Sprintf(`(() => { const e = document.querySelector('input[name=%q][value=%q]'); if (!e) return false;
		if (!e.checked) e.click(); return e.checked; })()`, name, value))
	if err != nil || !ok {
		return fmt.Errorf("%s: choose %s = %s: not there or not to be chosen: %w (page says: %s)", p.Name, name, value, err, p.glance())
	}
	return nil
}

// Has tells whether the selector matches anything now.
func (p *Person) Has(selector string) (bool, error) {
	return ask[bool](p, fmt.Sprintf(`!!document.querySelector(%q)`, selector))
}

// Attribute reads a data attribute of the body: Attribute("media") is data-media.
func (p *Person) Attribute(name string) (string, error) {
	return ask[string](p, fmt.Sprintf(`document.body.getAttribute('data-' + %q) || ''`, name))
}

// Shoot saves a picture of the window as NN-name.png in dir.
func (p *Person) Shoot(dir, name string) error {
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		return fmt.Errorf("%s: picture %s: %w", p.Name, name, err)
	}
	return os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644) //nolint:gosec // pictures are meant to be shown
}

// Cut takes the browser off every network, both ways, pages and media alike,
// or puts it back. It holds the browser's network process still: what the
// other side sees is a line that has gone dead. (The emulation of the
// developer tools drops only what arrives.)
func (c *Chromium) Cut(off bool) error {
	signal := syscall.SIGCONT
	if off {
		signal = syscall.SIGSTOP
	}
	n := 0
	for _, pid := range below(c.pid) {
		line, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
		if err != nil || !strings.Contains(string(line), "network.mojom.NetworkService") {
			continue
		}
		if err := syscall.Kill(pid, signal); err != nil {
			return err
		}
		n++
	}
	if n != 1 {
		return fmt.Errorf("play: %d network processes below the browser, expected one", n)
	}
	return nil
}

// below gives the process ids of all descendants.
func below(pid int) []int {
	lists, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	var out []int
	for _, list := range lists {
		b, err := os.ReadFile(list)
		if err != nil {
			continue
		}
		for _, f := range strings.Fields(string(b)) {
			child, err := strconv.Atoi(f)
			if err == nil {
				out = append(append(out, child), below(child)...)
			}
		}
	}
	return out
}

// Wait lets time pass in front of the screen.
func (p *Person) Wait(d time.Duration) error {
	select {
	case <-p.ctx.Done():
		return p.ctx.Err()
	case <-time.After(d):
		return nil
	}
}
