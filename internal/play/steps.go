package play

import (
	"fmt"
	"net/url"
	"time"
)

// SignInDemo chooses a person of the demo company by name on /demo.
func (p *Person) SignInDemo(name string) error {
	if err := p.Visit("/demo"); err != nil {
		return err
	}
	ok, err := ask[bool](p, fmt.Sprintf(`(() => {
		const row = [...document.querySelectorAll('form')].find(f => (f.closest('tr') || f).innerText.replace(/\s/g, '').includes(%q.replace(/\s/g, '')));
		const b = row && row.querySelector('button');
		if (b) b.setAttribute('data-play', 'demo-person');
		return !!b; })()`, name))
	if err != nil || !ok {
		return fmt.Errorf("%s: %s is not on the page of the demo: %w (page says: %s)", p.Name, name, err, p.glance())
	}
	if err := p.Press(`[data-play="demo-person"]`); err != nil {
		return err
	}
	return p.Until(`location.pathname !== '/demo'`, "to be signed in")
}

// SignInMail asks for a link by mail, finds it in the mail of the demo, opens
// it and presses the button.
func (p *Person) SignInMail(mail string) error {
	if err := all(
		do(p.Visit, "/"), do(p.Read, "サインイン"),
		func() error { return p.Type("mail", mail) },
		do(p.Follow, "リンクを送る"), do(p.Read, "メールをご確認ください"),
	); err != nil {
		return err
	}
	deadline := time.Now().Add(patience)
	for {
		if err := p.Visit("/demo/mail?to=" + url.QueryEscape(mail)); err != nil {
			return err
		}
		href, err := ask[string](p, `(() => { const a = [...document.querySelectorAll('td a[href^="/demo/mail/"]')].find(x => x.closest('tr').innerText.includes('サインイン')); return a ? a.getAttribute('href') : ''; })()`)
		if err != nil {
			return err
		}
		if href == "" {
			if time.Now().After(deadline) {
				return fmt.Errorf("%s: the mail with the link did not come", p.Name)
			}
			if err := p.Wait(200 * time.Millisecond); err != nil {
				return err
			}
			continue
		}
		if err := p.Visit(href); err != nil {
			return err
		}
		link, err := ask[string](p, `(document.querySelector('a[data-way-in][href*="/signin/"]') || {}).href || ''`)
		if err == nil && link == "" {
			err = fmt.Errorf("%s: the mail has no link (page says: %s)", p.Name, p.glance())
		}
		if err != nil {
			return err
		}
		return all(do(p.Visit, link), do(p.Read, "サインインします"), do(p.Follow, "サインインする"),
			func() error { return p.Until(`!location.pathname.startsWith('/signin')`, "to be signed in") })
	}
}
