package play

import (
	"fmt"
	"time"
)

// shownNothing is how dark a picture is that shows nothing, of 255.
const shownNothing = 24

// watchStop lets the page remember when its own press had stopped everything:
// the listener is the last of the click, behind the page's own.
func (p *Person) watchStop() error {
	_, err := ask[bool](p, `(() => {
		window.playStopped = 0;
		document.addEventListener('click', e => {
			if (e.target.closest && e.target.closest('[data-ui="stop"]') && document.body.dataset.paused === 'yes') {
				window.playPressed = performance.timeOrigin + e.timeStamp;
				window.playStopped = performance.timeOrigin + performance.now();
			}
		}, { once: true });
		return true; })()`)
	return err
}

// watchDark lets the page remember when the other's picture was first black, or
// taken off the screen.
func (p *Person) watchDark() error {
	_, err := ask[bool](p, fmt.Sprintf(`(() => {
		const v = document.querySelector('[data-ui="remote"]'), c = document.createElement('canvas'), x = c.getContext('2d', { willReadFrequently: true });
		c.width = 16; c.height = 9; window.playDark = 0;
		const on = () => { if (!window.playDark) window.playDark = performance.timeOrigin + performance.now(); };
		const look = () => {
			if (window.playDark) return;
			x.drawImage(v, 0, 0, 16, 9);
			const d = x.getImageData(0, 0, 16, 9).data;
			let most = 0;
			for (let i = 0; i < d.length; i += 4) most = Math.max(most, d[i], d[i + 1], d[i + 2]);
			if (most < %d) on(); else v.requestVideoFrameCallback(look);
		};
		v.requestVideoFrameCallback(look);
		const t = setInterval(() => { if (v.offsetParent === null) on(); if (window.playDark) clearInterval(t); }, 5);
		return true; })()`, shownNothing))
	return err
}

// SomebodyCame lets who press the button that stops the interview. It gives how
// long after the press who's page had stopped picture and voice both ways, and
// how long after it the other's screen showed nothing of who any more.
func SomebodyCame(who, other *Person) (own, seen time.Duration, err error) {
	if err := all(who.watchStop, other.watchDark, do(who.Press, `[data-ui="stop"]`)); err != nil {
		return 0, 0, err
	}
	if err := who.Until(`window.playStopped > 0 && document.querySelector('[data-ui="voice"]').muted && document.activeElement === document.querySelector('[data-ui="pause-title"]')`, "for everything to stop"); err != nil {
		return 0, 0, err
	}
	if err := other.Until(`window.playDark > 0 && document.body.dataset.paused === 'yes' && document.querySelector('[data-ui="voice"]').muted`, "to be told that somebody came"); err != nil {
		return 0, 0, err
	}
	pressed, err := ask[float64](who, `window.playPressed`)
	if err != nil {
		return 0, 0, err
	}
	stopped, err := ask[float64](who, `window.playStopped`)
	if err != nil {
		return 0, 0, err
	}
	dark, err := ask[float64](other, `window.playDark`)
	return moment(stopped).Sub(moment(pressed)), moment(dark).Sub(moment(pressed)), err
}

// GoOn lets who, alone again, go on; both see each other anew.
func GoOn(who, other *Person) error {
	if err := who.Press(`[data-ui="pause-on"]`); err != nil {
		return err
	}
	for _, p := range []*Person{who, other} {
		if err := p.Until(`(() => { const v = document.querySelector('[data-ui="remote"]'), n = v.getVideoPlaybackQuality().totalVideoFrames;
			if (document.body.dataset.paused !== 'no' || v.offsetParent === null) return false;
			if (window.playSince === undefined) window.playSince = n;
			if (n < window.playSince + 5) return false;
			delete window.playSince; return true; })()`, "to see the other side again"); err != nil {
			return err
		}
	}
	return nil
}

// came: somebody comes into the worker's room.
func (s *Story) came() error {
	own, seen, err := SomebodyCame(s.worker, s.physician)
	if err != nil {
		return err
	}
	s.note("somebody came, own page", own.Milliseconds())
	s.note("somebody came, other side", seen.Milliseconds())
	return nil
}

// goOn: alone again. The physician makes sure of it once more.
func (s *Story) goOn() error {
	if err := GoOn(s.worker, s.physician); err != nil {
		return err
	}
	p := s.physician
	if err := p.Until(`!document.querySelector('[data-ui="checklist"] input[name=alone]').checked`, "to have to ask again"); err != nil {
		return err
	}
	_, err := ask[bool](p, `(() => { document.querySelector('[data-ui="checklist"] input[name=alone]').click(); return true; })()`)
	if err != nil {
		return err
	}
	return p.Until(`document.querySelector('[data-ui="checklist"]').dataset.complete === 'true'`, "for the opening checklist to be complete again")
}

// Stop lets somebody come in on the worker's side and be gone again.
func (s *Story) Stop() (own, seen time.Duration, err error) {
	own, seen, err = SomebodyCame(s.worker, s.physician)
	if err != nil {
		return 0, 0, err
	}
	return own, seen, GoOn(s.worker, s.physician)
}
