package play

import "fmt"

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
