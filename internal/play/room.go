package play

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

func (s *Story) wait() error {
	w := s.worker
	return all(
		do(w.Visit, s.page("/room")), do(w.See, `[data-ui="waiting"]`),
		func() error { return w.Until(`document.body.dataset.ready`, "for camera and microphone") },
	)
}

// arrival: the physician's desk says at once that somebody waits.
func (s *Story) arrival() error {
	p := s.physician
	return all(
		do(p.Visit, "/physician"), do(p.Read, "待合室"),
		do(p.Visit, s.page("/room")),
		func() error {
			return p.Until(`document.querySelector('[data-ui="admit"]') && !document.querySelector('[data-ui="admit"]').disabled`, "to be able to admit")
		},
	)
}

// sound: a browser may hold the voice back until the person touches the page.
func (s *Story) sound() error {
	for _, x := range []*Person{s.worker, s.physician} {
		held, err := x.Has(`[data-ui="sound"]:not([hidden])`)
		if err != nil {
			return err
		}
		if !held {
			continue
		}
		if err := x.Press(`[data-ui="sound"]`); err != nil {
			return err
		}
		if err := x.Until(`document.querySelector('[data-ui="sound"]').hidden`, "to hear the other side"); err != nil {
			return err
		}
	}
	return nil
}

// admit: from the press of the button to the first picture on both sides.
func (s *Story) admit() error {
	p, w := s.physician, s.worker
	if err := p.Press(`[data-ui="admit"]`); err != nil {
		return err
	}
	for _, x := range []*Person{w, p} {
		if err := x.Until(`document.body.dataset.media === 'connected' && document.querySelector('[data-ui="remote"]').videoWidth > 0`, "to see the other side"); err != nil {
			return err
		}
		ms, err := x.Attribute("first-frame-ms")
		if err != nil {
			return err
		}
		if n, err := strconv.ParseInt(ms, 10, 64); err == nil {
			s.note("join, "+x.Name, n)
		}
	}
	return nil
}

func (s *Story) checklist() error {
	p := s.physician
	if _, err := ask[bool](p, `(() => {
		const f = document.querySelector('[data-ui="checklist"]');
		const radio = f.querySelector('input[name=identity][value=EMPLOYEE_CARD]'); radio.click();
		for (const b of f.querySelectorAll('input[type=checkbox]')) if (!b.checked) b.click();
		for (const [n, v] of [['place', '自宅 2階の自室'], ['phone', '090-1234-5678']]) {
			const e = f.querySelector('input[name=' + n + ']');
			if (!e.value) { e.value = v; e.dispatchEvent(new Event('input', {bubbles: true})); e.dispatchEvent(new Event('change', {bubbles: true})); }
		}
		return true; })()`); err != nil {
		return err
	}
	return p.Until(`document.querySelector('[data-ui="checklist"]').dataset.complete === 'true'`, "for the opening checklist to be complete")
}

// talk: notes are written and save themselves; both sides keep receiving.
func (s *Story) talk() error {
	p := s.physician
	if _, err := ask[bool](p, fmt.Sprintf(`(() => {
		const tab = [...document.querySelectorAll('[data-ui="tab"]')].find(t => t.innerText.includes('メモ')); if (tab) tab.click();
		const e = document.querySelector('[data-ui="notes"]'); e.value = %q; e.dispatchEvent(new Event('input', {bubbles: true})); return true; })()`, noteWords)); err != nil {
		return err
	}
	if err := p.Until(`document.body.dataset.notes === 'saved'`, "for the notes to be saved"); err != nil {
		return err
	}
	before, err := s.frames()
	if err != nil {
		return err
	}
	if err := p.Wait(s.Talk); err != nil {
		return err
	}
	after, err := s.frames()
	if err != nil {
		return err
	}
	for i, x := range []*Person{s.worker, p} {
		if after[i] <= before[i] {
			return fmt.Errorf("%s: no new picture in %s of talk", x.Name, s.Talk)
		}
	}
	return nil
}

// frames counts the pictures decoded so far on the two sides.
func (s *Story) frames() ([2]int64, error) {
	var out [2]int64
	for i, x := range []*Person{s.worker, s.physician} {
		n, err := ask[int64](x, `document.querySelector('[data-ui="remote"]').getVideoPlaybackQuality().totalVideoFrames`)
		if err != nil {
			return out, err
		}
		out[i] = n
	}
	return out, nil
}

// cutNetwork: the worker's phone loses every network; both sides are told.
func (s *Story) cutNetwork() error {
	w, p := s.worker, s.physician
	if err := s.Phone.Cut(true); err != nil {
		return err
	}
	began := time.Now()
	for _, x := range []*Person{w, p} {
		if err := x.Until(`document.body.dataset.media !== 'connected'`, "to be told of the cut"); err != nil {
			return err
		}
	}
	s.note("cut is told", time.Since(began).Milliseconds())
	return w.Wait(max(0, s.Cut-time.Since(began)))
}

func (s *Story) recover() error {
	w := s.worker
	before, err := s.frames()
	if err != nil {
		return err
	}
	began := time.Now()
	if err := s.Phone.Cut(false); err != nil {
		return err
	}
	for i, x := range []*Person{w, s.physician} {
		if err := x.Until(fmt.Sprintf(`document.body.dataset.media === 'connected' && document.querySelector('[data-ui="remote"]').getVideoPlaybackQuality().totalVideoFrames !== %d`, before[i]), "for the picture to come back"); err != nil {
			return err
		}
	}
	s.note("reconnect", time.Since(began).Milliseconds())
	for _, x := range []*Person{w, s.physician} {
		if err := x.Until(`document.querySelector('[data-ui="cover"]').hidden`, "to be told that the line is back"); err != nil {
			return err
		}
	}
	return nil
}

func (s *Story) end() error {
	p, w := s.physician, s.worker
	return all(
		do(p.Press, `[data-ui="end"]`), do(p.See, `[data-ui="end-form"]`), do(p.Press, `[data-ui="end-form"] .button-danger`),
		func() error { return p.Until(`document.body.dataset.phase === 'ended'`, "for the end") },
		func() error { return w.Until(`document.body.dataset.phase === 'ended'`, "to be told of the end") },
	)
}

func (s *Story) report() error {
	p := s.physician
	path := "/physician/cases/" + s.caseID + "/report"
	if err := p.Visit(path); err != nil {
		return err
	}
	// Nothing can be signed while statutory items are empty.
	if err := all(do(p.Follow, "署名の前の確認へ進む"), do(p.Lacks, "この内容で署名する"), do(p.Visit, path)); err != nil {
		return err
	}
	for name, text := range map[string]string{"work_status": facingWords, "finding_detail": privateWords, "hours_LIMIT_OVERTIME": "45", "state_text": "十分な休養が取れるよう配慮が必要です。"} {
		if err := p.Type(name, text); err != nil {
			return err
		}
	}
	for _, t := range [][2]string{{"fatigue", "2"}, {"other_state", "CONSIDER"}, {"finding", "FINDINGS"}, {"classification", "RESTRICTED_WORK"}, {"guidance", "HEALTH_GUIDANCE"}, {"measures", "LIMIT_OVERTIME"}} {
		if err := p.Tick(t[0], t[1]); err != nil {
			return err
		}
	}
	if err := p.Follow("期間と見直しの日の案を入れる"); err != nil {
		return err
	}
	return all(do(p.Follow, "署名の前の確認へ進む"), do(p.Read, "この内容で署名する"))
}

func (s *Story) sign() error {
	p := s.physician
	return all(do(p.Follow, "この内容で署名する"), do(p.Lacks, refused), do(p.Read, "署名"))
}

func (s *Story) workerReads() error {
	w := s.worker
	return all(do(w.Visit, s.page("/letter")), do(w.Read, "時間外労働"), do(w.Lacks, privateWords), do(w.Lacks, noteWords))
}

func (s *Story) release() error {
	w := s.worker
	return all(do(w.Follow, "確認しました。会社に渡す"), do(w.Lacks, refused))
}

func (s *Story) receipt() error {
	h := s.hr
	return all(
		do(h.Visit, "/hr"), do(h.Read, "髙橋"),
		do(h.Visit, "/hr/cases/"+s.caseID+"/letter"), do(h.Read, "時間外労働"),
		do(h.Lacks, privateWords), do(h.Lacks, noteWords), do(h.Lacks, "介護"),
		do(h.Follow, "受け取りました"), do(h.Lacks, refused),
	)
}

func (s *Story) measure() error {
	h := s.hr
	if err := h.Visit("/hr/cases/" + s.caseID + "/measures"); err != nil {
		return err
	}
	today, err := ask[string](h, `new Date(Date.now() + 9 * 3600e3).toISOString().slice(0, 10)`)
	if err != nil {
		return err
	}
	if err := all(
		func() error { return h.Type("heard_on", today) },
		func() error {
			return h.Type("heard", "時間外労働を月45時間までにすることに同意。納期の調整を希望。")
		},
		func() error { return h.Tick("decision", "taken") },
		func() error { return h.Tick("taken", "LIMIT_OVERTIME") },
	); err != nil {
		return err
	}
	return all(do(h.Follow, "決めた内容を記録する"), do(h.Lacks, refused))
}

// visitor opens one more window for somebody of the demo company.
func (s *Story) visitor(name string) (*Person, error) {
	p, err := s.Office.Person("visitor", s.Server.URL, Desktop)
	if err != nil {
		return nil, err
	}
	if err := p.SignInDemo(name); err != nil {
		p.Close()
		return nil, err
	}
	return p, nil
}

// manager sees the measure and its period, and no reason.
func (s *Story) manager() error {
	m, err := s.visitor(managerName)
	if err != nil {
		return err
	}
	defer m.Close()
	return all(do(m.Visit, "/manager"), do(m.Read, "45時間"), do(m.Lacks, "疲労"), do(m.Lacks, "休養"), do(m.Lacks, privateWords),
		func() error { return s.photograph("measures", m) })
}

// walls: what is not theirs does not exist for them.
func (s *Story) walls() error {
	for _, path := range []string{s.page("/room"), "/physician/cases/" + s.caseID, "/physician/cases/" + s.caseID + "/report", s.page("/questionnaire")} {
		if err := all(do(s.hr.Visit, path), do(s.hr.Lacks, "髙橋"), do(s.hr.Lacks, privateWords), do(s.hr.Lacks, noteWords)); err != nil {
			return err
		}
		closed, err := ask[bool](s.hr, `/見つかりません|開けません/.test(document.body.innerText)`)
		if err != nil || !closed {
			return fmt.Errorf("HR got in at %s: %w", path, err)
		}
	}
	return nil
}

// documents: the finished papers are fetched with the cookies of those who may have them.
func (s *Story) documents() error {
	for _, d := range []struct {
		who        *Person
		path, name string
	}{
		{s.hr, "/hr/cases/" + s.caseID + "/letter/document.pdf", "opinion-employer.pdf"},
		{s.physician, "/physician/cases/" + s.caseID + "/report/record.pdf", "report.pdf"},
		{s.physician, s.page("/evidence.json"), "evidence.json"},
		{s.physician, s.page("/evidence.pdf"), "evidence.pdf"},
	} {
		if err := d.who.Download(d.path, filepath.Join(s.Out, d.name)); err != nil {
			return err
		}
	}
	return nil
}

// Download fetches a path as the person and saves it.
func (p *Person) Download(path, file string) error {
	cookie, err := p.Cookie()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, p.base+path, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Cookie", cookie)
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s answers %s", p.Name, path, resp.Status)
	}
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if len(b) == 0 {
		return errors.New(path + " is empty")
	}
	return os.WriteFile(file, b, 0o644) //nolint:gosec // documents of invented people
}
