package play

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Finding is one thing on a page that shuts somebody out or breaks a bar of the house.
type Finding struct {
	Rule  string // of axe ("color-contrast"), or one of ours: "scroll", "target", "text-size", "placeholder"
	Where string // the element
	What  string // in words
}

func (f Finding) String() string { return f.Rule + ": " + f.What + " at " + f.Where }

// Judge looks at the page as it stands: the rules of WCAG 2.2 A and AA that a
// machine can tell, and the sizes of the house. axe is the source of axe-core
// (node_modules/axe-core/axe.min.js), which is no part of the product. The page
// is as good as an empty list; it says nothing of what only a person can tell.
//
// Source: quality bars D1, D2, D6 (WCAG 2.2 AA, controls of 44 px, text of 16 px at 1.7, no sideways scroll at 320 px).
func (p *Person) Judge(axe string) ([]Finding, error) {
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	// The content policy of our pages refuses foreign script, axe among it; lifting it takes a reload.
	err := chromedp.Do(ctx, func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, t, page.SetBypassCSP, page.SetBypassCSPParams{Enabled: true})
		return chromedp.Void{}, err
	})
	if err != nil {
		return nil, fmt.Errorf("%s: judge: %w", p.Name, err)
	}
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[bool](axe+"\n;true")); err != nil {
		return nil, fmt.Errorf("%s: judge: load axe: %w", p.Name, err)
	}
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string](judgement, chromedp.EvalAwaitPromise))
	if err != nil {
		return nil, fmt.Errorf("%s: judge: %w", p.Name, err)
	}
	var found []Finding
	if err := json.Unmarshal([]byte(text), &found); err != nil {
		return nil, fmt.Errorf("%s: judge: %w in %s", p.Name, err, strings.TrimSpace(text))
	}
	return found, nil
}

const judgement = `(async () => {
	const found = [];
	const name = e => {
		const text = (e.innerText || e.getAttribute('aria-label') || e.name || '').trim().slice(0, 40);
		return e.tagName.toLowerCase() + (e.id ? '#' + e.id : '') + (e.className && e.className.baseVal === undefined ? '.' + String(e.className).trim().replace(/\s+/g, '.') : '') + (text ? ' "' + text + '"' : '');
	};
	const add = (Rule, e, What) => found.push({Rule, Where: typeof e === 'string' ? e : name(e), What});
	const seen = e => e.checkVisibility({visibilityProperty: true}) && e.getClientRects().length > 0;

	const result = await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']});
	for (const v of result.violations) for (const n of v.nodes) add(v.id, n.target.join(' '), v.help + ' (' + (n.failureSummary || '').split('\n').slice(1, 2).join(' ').trim() + ')');

	const root = document.scrollingElement;
	if (root.scrollWidth > innerWidth + 1) {
		const wide = [...document.querySelectorAll('body *')].filter(e => seen(e) && e.getBoundingClientRect().right > innerWidth + 1);
		add('scroll', wide.at(-1) || root, 'sideways scroll: ' + root.scrollWidth + ' in ' + innerWidth);
	}
	for (const e of document.querySelectorAll('button, select, textarea, summary, input:not([type=hidden]), a.button, nav a, [role=button]')) {
		if (!seen(e)) continue;
		const around = e.matches('input[type=radio], input[type=checkbox]') ? e.closest('label') || e : e;
		const r = around.getBoundingClientRect();
		if (r.width < 43.5 || r.height < 43.5) add('target', e, 'smaller than 44 px: ' + Math.round(r.width) + ' x ' + Math.round(r.height));
	}
	const body = getComputedStyle(document.body);
	if (parseFloat(body.fontSize) < 16) add('text-size', document.body, 'text of ' + body.fontSize);
	if (parseFloat(body.lineHeight) / parseFloat(body.fontSize) < 1.69) add('text-size', document.body, 'lines of ' + body.lineHeight);
	for (const e of document.querySelectorAll('input:not([type=hidden]):not([type=radio]):not([type=checkbox]), select, textarea')) {
		if (seen(e) && parseFloat(getComputedStyle(e).fontSize) < 16) add('text-size', e, 'a field of less than 16 px makes phones zoom');
		if (e.placeholder) add('placeholder', e, 'a placeholder is no label');
	}
	return JSON.stringify(found);
})()`
