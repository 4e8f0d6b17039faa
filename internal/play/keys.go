package play

import (
	"context"
	"fmt"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// Keys types keys as a keyboard does, into whatever has the focus. Tab is
// "\t", Enter "\r".
func (p *Person) Keys(keys string) error {
	if err := p.do(chromedp.KeyEvent(keys)); err != nil {
		return fmt.Errorf("%s: keys %q: %w", p.Name, keys, err)
	}
	return nil
}

// Media lets the page believe in another medium ("print") and in wishes of
// the person: Media("", "forced-colors", "active").
func (p *Person) Media(medium string, wishes ...string) error {
	params := emulation.SetEmulatedMediaParams{Media: medium}
	for i := 0; i+1 < len(wishes); i += 2 {
		params.Features = append(params.Features, &emulation.MediaFeature{Name: wishes[i], Value: wishes[i+1]})
	}
	return p.do(func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, params)
		return chromedp.Void{}, err
	})
}

// Find evaluates an expression on the page and gives its text.
func (p *Person) Find(expression string) (string, error) { return ask[string](p, expression) }

// most is how often a person presses Tab before he thinks that there is no way.
const most = 120

// TabTo presses Tab until the focus stands on what the expression accepts; in
// it e is the focused element. It fails where the focus cannot be seen, and
// where Tab goes round without getting there. what says it in words.
func (p *Person) TabTo(accepts, what string) error {
	for range most {
		if err := p.Keys("\t"); err != nil {
			return err
		}
		verdict, err := ask[string](p, `(() => {
			const e = document.activeElement;
			if (!e || e === document.body) return 'nothing';
			const box = e.getBoundingClientRect(), style = getComputedStyle(e);
			// A choice of the design system draws its ring on the label.
			const ring = [style, e.nextElementSibling && getComputedStyle(e.nextElementSibling), e.parentElement && getComputedStyle(e.parentElement)]
				.some(s => s && (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0 || s.boxShadow !== 'none'));
			if (!ring) return 'unseen ' + e.outerHTML.slice(0, 160);
			if (box.bottom <= 0 || box.top >= innerHeight) return 'outside ' + e.outerHTML.slice(0, 160);
			return (`+accepts+`) ? 'there' : 'on';
		})()`)
		if err != nil {
			return err
		}
		switch {
		case verdict == "there":
			return nil
		case len(verdict) > 8:
			return fmt.Errorf("%s: on the way to %s the focus is %s", p.Name, what, verdict)
		}
	}
	return fmt.Errorf("%s: Tab does not lead to %s (page says: %s)", p.Name, what, p.glance())
}

// Enter goes by Tab to a link or button whose words begin so, presses Enter and
// waits for the page it leads to.
func (p *Person) Enter(words string) error {
	mark := fmt.Sprintf("k%d", time.Now().UnixNano())
	if _, err := ask[bool](p, fmt.Sprintf(`(document.documentElement.setAttribute('data-page', %q), true)`, mark)); err != nil {
		return err
	}
	accepts := fmt.Sprintf(`e.matches('a[href],button,summary,input[type=submit]') && (e.innerText || e.value || '').replace(/\s+/g, ' ').trim().startsWith(%q)`, words)
	if err := p.TabTo(accepts, words); err != nil {
		return err
	}
	if err := p.Keys("\r"); err != nil {
		return err
	}
	return p.Until(fmt.Sprintf(`document.readyState === 'complete' && document.documentElement.getAttribute('data-page') !== %q`, mark), "for the page after "+words)
}
