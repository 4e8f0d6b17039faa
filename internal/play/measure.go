package play

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// What the measurements need of the story: the shortest way to two people who
// see each other, and what happens to their pictures afterwards. Moments are
// taken inside the pages, where the click arrives and where a picture is shown.

// returning is how long a picture may stay away before it counts as lost.
const returning = 60 * time.Second

// ErrUnsteady says that pictures came back but never for two seconds on end.
var ErrUnsteady = errors.New("play: the picture came back but kept standing still")

const enterButton = `[data-ui="enter"]:not([hidden])`

// Meet plays the story only until worker and physician see each other: sign-in,
// hours, booking, waiting room, admission. It gives the time from the
// physician's press of the button to the first picture on the worker's screen.
// Errors: *ErrStep.
func (s *Story) Meet(ctx context.Context) (time.Duration, error) {
	for _, st := range []step{
		{"open the browsers", s.enter, nil}, {"sign-in", s.signIn, nil}, {"open hours today", s.openHours, nil}, {"apply", s.apply, nil},
		{"choose a time", s.chooseTime, nil}, {"book", s.book, nil}, {"tell", s.tellPhysician, nil}, {"wait", s.wait, nil}, {"arrival", s.arrival, nil},
		{"watch", func() error { return s.physician.watchClicks() }, nil}, {"admit", s.admit, nil},
	} {
		if ctx.Err() != nil {
			return 0, &ErrStep{st.name, ctx.Err()}
		}
		if err := st.run(); err != nil {
			return 0, &ErrStep{st.name, err}
		}
	}
	pressed, err := s.physician.clicked()
	if err != nil {
		return 0, &ErrStep{"admit", err}
	}
	shown, err := s.worker.firstFrame()
	if err != nil {
		return 0, &ErrStep{"admit", err}
	}
	return shown.Sub(pressed), nil
}

// Rejoin loads the worker's page of the open room anew and presses the button
// to enter. It gives the time from the press to the first picture.
func (s *Story) Rejoin() (time.Duration, error) {
	w := s.worker
	if err := all(
		do(w.Visit, s.page("/room")),
		func() error { return w.Until(`document.body.dataset.ready`, "for camera and microphone") },
		do(w.See, enterButton), w.watchClicks, do(w.Press, enterButton),
	); err != nil {
		return 0, err
	}
	shown, err := w.firstFrame()
	if err != nil {
		return 0, err
	}
	pressed, err := w.clicked()
	if err != nil {
		return 0, err
	}
	// The next one begins where both are settled.
	return shown.Sub(pressed), s.physician.Until(`document.body.dataset.media === 'connected'`, "to see the worker again")
}

// Interrupt holds the worker's line for d. It gives how long after the line was
// back each side had a moving picture again. Errors: ErrUnsteady.
func (s *Story) Interrupt(d time.Duration) (worker, physician time.Duration, err error) {
	if err := s.watchFrames(); err != nil {
		return 0, 0, err
	}
	if err := s.Phone.Cut(true); err != nil {
		return 0, 0, err
	}
	waited := s.worker.Wait(d)
	back := time.Now()
	if err := errors.Join(waited, s.Phone.Cut(false)); err != nil {
		return 0, 0, err
	}
	return s.pictures(back, back)
}

// KillMedia ends the media server at once. It gives how long after that each
// side had a moving picture again. Errors: ErrUnsteady.
func (s *Story) KillMedia() (worker, physician time.Duration, err error) {
	if err := s.watchFrames(); err != nil {
		return 0, 0, err
	}
	old := s.Server.Children()
	if len(old) == 0 {
		return 0, 0, errors.New("there is no media server below the web server")
	}
	killed := time.Now()
	for _, pid := range old {
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
			return 0, 0, err
		}
	}
	// Pictures of before may still be on their way to the screen: those of the new server count.
	for {
		if slices.ContainsFunc(s.Server.Children(), func(pid int) bool { return !slices.Contains(old, pid) }) {
			break
		}
		if time.Since(killed) > returning {
			return 0, 0, errors.New("the media server was not started again")
		}
		if err := s.worker.Wait(10 * time.Millisecond); err != nil {
			return 0, 0, err
		}
	}
	return s.pictures(killed, time.Now())
}

// pictures gives the time from began until both sides have a moving picture, of frames shown after from.
func (s *Story) pictures(began, from time.Time) (worker, physician time.Duration, err error) {
	var at [2]time.Time
	for i, p := range []*Person{s.worker, s.physician} {
		if at[i], err = p.moving(from); err != nil {
			return 0, 0, err
		}
	}
	return at[0].Sub(began), at[1].Sub(began), nil
}

// People gives the windows of those who meet: worker, physician, HR officer.
func (s *Story) People() (worker, physician, hr *Person) { return s.worker, s.physician, s.hr }

// CaseID is the id of the interview, as in addresses.
func (s *Story) CaseID() string { return s.caseID }

// Cookie is the Cookie header of the person.
func (p *Person) Cookie() (string, error) {
	cookies, err := chromedp.Run(p.ctx, func(ctx context.Context, t *chromedp.Target) ([]*network.Cookie, error) {
		r, err := cdp.Call(ctx, t, network.GetCookies, network.GetCookiesParams{URLs: []string{p.base}})
		return r.Cookies, err
	})
	if err != nil {
		return "", err
	}
	var pairs []string
	for _, c := range cookies {
		pairs = append(pairs, c.Name+"="+c.Value)
	}
	return strings.Join(pairs, "; "), nil
}

// watchClicks lets the page remember when it was clicked last.
func (p *Person) watchClicks() error {
	_, err := ask[bool](p, `(() => { window.playClicked = 0; addEventListener('click', e => { window.playClicked = performance.timeOrigin + e.timeStamp; }, true); return true; })()`)
	return err
}

func (p *Person) clicked() (time.Time, error) {
	at, err := ask[float64](p, `window.playClicked || 0`)
	if err == nil && at == 0 {
		err = fmt.Errorf("%s: the click never arrived", p.Name)
	}
	return moment(at), err
}

// firstFrame waits for the first picture of this load of the page and gives its moment.
func (p *Person) firstFrame() (time.Time, error) {
	if err := p.UntilFor(returning, `document.body.dataset.firstFrameMs`, "for the first picture"); err != nil {
		return time.Time{}, err
	}
	at, err := ask[float64](p, `performance.timeOrigin + performance.getEntriesByName('mendan:first-frame:end')[0].startTime`)
	return moment(at), err
}

// watchFrames lets both pages remember when they showed a picture, from now on.
func (s *Story) watchFrames() error {
	for _, p := range []*Person{s.worker, s.physician} {
		_, err := ask[bool](p, `(() => {
			const v = document.querySelector('[data-ui="remote"]'), running = window.playFrames;
			window.playFrames = [];
			const on = () => { window.playFrames.push(performance.timeOrigin + performance.now()); v.requestVideoFrameCallback(on); };
			if (!running) v.requestVideoFrameCallback(on);
			return true; })()`)
		if err != nil {
			return err
		}
	}
	return nil
}

// moving waits for the first picture after from that others follow for two
// seconds without half a second of standstill. What had piled up in the line is
// shown at once when it is back and is no picture of now.
func (p *Person) moving(from time.Time) (time.Time, error) {
	deadline := time.Now().Add(returning)
	for {
		frames, err := ask[[]float64](p, fmt.Sprintf(`(window.playFrames || []).filter(t => t >= %d)`, from.UnixMilli()))
		if err != nil {
			return time.Time{}, err
		}
		if at, ok := steady(frames); ok {
			return moment(at), nil
		}
		if time.Now().After(deadline) {
			if len(frames) == 0 {
				return time.Time{}, fmt.Errorf("%s: no picture in %s (page says: %s)", p.Name, returning, p.glance())
			}
			return time.Time{}, fmt.Errorf("%s: %w", p.Name, ErrUnsteady)
		}
		if err := p.Wait(200 * time.Millisecond); err != nil {
			return time.Time{}, err
		}
	}
}

// steady finds the first of the moments (ms) after which two seconds pass without a gap of half a second.
func steady(frames []float64) (float64, bool) {
	const span, gap = 2000, 500
	for i, at := range frames {
		last := at
		for _, next := range frames[i+1:] {
			if next-last > gap {
				break
			}
			if last = next; last-at >= span {
				return at, true
			}
		}
	}
	return 0, false
}

func moment(ms float64) time.Time { return time.UnixMicro(int64(math.Round(ms * 1000))) }
