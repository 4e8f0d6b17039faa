package play

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Names of the demo company's people who meet in the story.
const (
	workerName    = "髙橋 美咲"
	workerMail    = "misaki.takahashi@minato-seiko.example"
	hrName        = "𠮷田 直子"
	physicianName = "佐藤 宏"
	managerName   = "山﨑 健一"
)

// What the physician writes. The private words must never reach the employer.
const (
	privateWords = "父の介護と夜間の救急受診が重なり、眠れない日が続いているとのこと。"
	facingWords  = "10月の時間外労働は月86時間。納期の集中により休憩が取りにくい状態が続いた。"
	noteWords    = "表情は硬いが応答は明瞭。介護の話題で涙。"
)

// refused is what a page says above a form it did not take.
const refused = "入力内容をご確認ください"

// Story is one interview from the booking to the measure, played by three
// people in real browsers.
type Story struct {
	Server *Server
	Phone  *Chromium // the worker's device: its network can be cut alone
	Office *Chromium // everybody else's
	Out    string    // folder for pictures, documents and figures
	Say    io.Writer
	Talk   time.Duration // how long they talk
	Cut    time.Duration // how long the worker's network is gone

	worker, physician, hr *Person
	caseID                string
	times                 []Timing
	shots                 int
}

// Timing is how long one step took.
type Timing struct {
	Step string `json:"step"`
	MS   int64  `json:"ms"`
}

// ErrStep names the step that failed.
type ErrStep struct {
	Step string
	Err  error
}

// Error says which step and why.
func (e *ErrStep) Error() string { return fmt.Sprintf("step %q: %v", e.Step, e.Err) }

// Unwrap gives the reason.
func (e *ErrStep) Unwrap() error { return e.Err }

type step struct {
	name string
	run  func() error
	who  func() []*Person // whose screens are photographed afterwards
}

func (s *Story) people(p ...**Person) func() []*Person {
	return func() []*Person {
		var out []*Person
		for _, x := range p {
			out = append(out, *x)
		}
		return out
	}
}

// Play plays the whole story. Errors: *ErrStep.
func (s *Story) Play(ctx context.Context) error {
	w, d, h := &s.worker, &s.physician, &s.hr
	steps := []step{
		{"sign-in", s.signIn, s.people(w)},
		{"set up the programme", s.programme, nil},
		{"open hours today", s.openHours, s.people(d)},
		{"the gate is open", s.openGate, s.people(h)},
		{"apply", s.apply, s.people(w)},
		{"choose a time", s.chooseTime, s.people(w)},
		{"book", s.book, s.people(w)},
		{"booking is known", s.bookingKnown, s.people(h)},
		{"HR tells the physician", s.tellPhysician, s.people(h)},
		{"what the company learns", s.company, s.people(w)},
		{"questionnaire", s.questionnaires, s.people(w)},
		{"online or in person", s.mode, s.people(w, d)},
		{"place", s.place, s.people(w)},
		{"quiet room", s.quietRoom, s.people(w)},
		{"contact", s.contact, s.people(w)},
		{"today's address", s.today, s.people(w)},
		{"device check", s.deviceCheck, s.people(w)},
		{"prepared", s.prepared, s.people(w)},
		{"physician's case", s.physicianCase, s.people(d)},
		{"the physician was told", s.packageRead, s.people(d)},
		{"wait", s.wait, s.people(w)},
		{"arrival", s.arrival, s.people(d)},
		{"admit", s.admit, s.people(w, d)},
		{"sound", s.sound, nil},
		{"checklist", s.checklist, s.people(d)},
		{"talk", s.talk, s.people(w, d)},
		{"somebody came in", s.came, s.people(w, d)},
		{"alone again", s.goOn, nil},
		{"cut", s.cutNetwork, s.people(w, d)},
		{"recovery", s.recover, s.people(w, d)},
		{"end", s.end, s.people(w, d)},
		{"report", s.report, s.people(d)},
		{"sign", s.sign, s.people(d)},
		{"worker reads", s.workerReads, s.people(w)},
		{"release", s.release, s.people(w)},
		{"receipt", s.receipt, s.people(h)},
		{"measure", s.measure, s.people(h)},
		{"manager", s.manager, nil},
		{"who must not know", s.walls, nil},
		{"emergency drill", s.drill, s.people(h)},
		{"documents", s.documents, nil},
	}
	if err := s.enter(); err != nil {
		return &ErrStep{"open the browsers", err}
	}
	for _, st := range steps {
		if ctx.Err() != nil {
			return &ErrStep{st.name, ctx.Err()}
		}
		began := time.Now()
		err := st.run()
		took := time.Since(began)
		s.times = append(s.times, Timing{st.name, took.Milliseconds()})
		_, _ = fmt.Fprintf(s.Say, "%-26s %6d ms\n", st.name, took.Milliseconds())
		if st.who != nil {
			for _, p := range st.who() {
				shotErr := s.photograph(st.name, p)
				err = errors.Join(err, shotErr)
			}
		}
		if err != nil {
			return &ErrStep{st.name, errors.Join(err, s.writeTimings())}
		}
	}
	return s.writeTimings()
}

func (s *Story) photograph(name string, p *Person) error {
	s.shots++
	file := fmt.Sprintf("%02d-%s-%s", s.shots, p.Name, strings.NewReplacer(" ", "-", "'", "").Replace(name))
	return p.Shoot(filepath.Join(s.Out, "screenshots"), file)
}

func (s *Story) writeTimings() error {
	b, err := json.MarshalIndent(s.times, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(s.Out, "timings.json"), append(b, '\n'), 0o644) //nolint:gosec // figures are meant to be read
}

func (s *Story) note(name string, ms int64) { s.times = append(s.times, Timing{name, ms}) }

func (s *Story) enter() (err error) {
	if err := os.MkdirAll(filepath.Join(s.Out, "screenshots"), 0o755); err != nil { //nolint:gosec // see above
		return err
	}
	if s.worker, err = s.Phone.Person("worker", s.Server.URL, Phone); err != nil {
		return err
	}
	if s.physician, err = s.Office.Person("physician", s.Server.URL, Desktop); err != nil {
		return err
	}
	s.hr, err = s.Office.Person("hr", s.Server.URL, Desktop)
	return err
}

// all runs steps of one person until one fails.
func all(steps ...func() error) error {
	for _, f := range steps {
		if err := f(); err != nil {
			return err
		}
	}
	return nil
}

func do(f func(string) error, arg string) func() error { return func() error { return f(arg) } }

// signIn: the worker asks for a link by mail, finds it in the mail of the demo,
// opens it, and presses the button; the others take the demo's short way.
func (s *Story) signIn() error {
	return all(
		func() error { return s.worker.SignInMail(workerMail) }, do(s.worker.Read, "面談"),
		func() error { return s.physician.SignInDemo(physicianName) }, func() error { return s.hr.SignInDemo(hrName) },
	)
}

// openHours: the physician adds hours that begin within minutes, so that the
// interview can be held at once.
func (s *Story) openHours() error {
	p := s.physician
	if err := p.Visit("/physician/availability"); err != nil {
		return err
	}
	zone, day, from, to := soon(time.Now())
	n, err := ask[string](p, `(() => { const e = document.querySelector('input[name$=".day"]'); return e ? e.name.split('.')[1] : ''; })()`)
	if err != nil || n == "" {
		return fmt.Errorf("no line for another day: %w", err)
	}
	if _, err := ask[bool](p, `document.querySelectorAll('details').forEach(d => d.open = true) || true`); err != nil {
		return err
	}
	name := "exceptions." + n + "."
	for field, value := range map[string]string{name + "day": day, name + "kind": "extra", name + "from": from, name + "to": to, "zone": zone, "notice": "0"} {
		if err := p.Type(field, value); err != nil {
			return err
		}
	}
	return all(do(p.Follow, "保存する"), do(p.Read, "保存しました"), s.physicianPlace)
}

// soon is the next five-minute mark and some hours after it. Late in the
// evening in Tokyo no slot would fit into the day, so another clock is chosen.
func soon(now time.Time) (zone, day, from, to string) {
	zone = "Asia/Tokyo"
	loc, err := time.LoadLocation(zone)
	if err != nil {
		loc = time.FixedZone("JST", 9*60*60)
	}
	if local := now.In(loc); local.Hour() >= 20 {
		zone = "UTC"
		loc = time.UTC
	}
	start := now.In(loc).Add(30 * time.Second).Truncate(5 * time.Minute).Add(5 * time.Minute)
	end := start.Add(3 * time.Hour)
	return zone, start.Format("2006-01-02"), start.Format("15:04"), end.Format("15:04")
}

func (s *Story) apply() error {
	w := s.worker
	return all(
		do(w.Visit, "/interviews/new"),
		func() error { return w.Tick("type", "LONG_HOURS_GENERAL") },
		func() error { return w.Tick("wish", "ONLINE") },
		do(w.Follow, "時間を選ぶ"), do(w.Read, "面談の時間を選ぶ"),
		func() (err error) {
			path, err := w.Path()
			if err == nil {
				s.caseID = strings.Split(path, "/")[2]
			}
			return err
		},
	)
}

func (s *Story) page(rest string) string { return "/interviews/" + s.caseID + rest }

func (s *Story) chooseTime() error {
	w := s.worker
	if err := w.See(`.times a, .times button`); err != nil {
		return err
	}
	if err := w.Press(`.times a, .times button`); err != nil {
		return err
	}
	return w.Read("この時間で予約しますか")
}

func (s *Story) book() error {
	w := s.worker
	return all(
		do(w.Follow, "この時間で予約する"),
		func() error { return w.Until(`location.pathname.endsWith('/booking/done')`, "for the booking") },
		do(w.Visit, s.page("")), do(w.Read, "予約"),
	)
}

// bookingKnown: HR sees the fact of a statutory interview on its desk; mails
// with a calendar part went to worker and physician.
func (s *Story) bookingKnown() error {
	if err := all(do(s.hr.Visit, "/hr"), do(s.hr.Read, "髙橋"), do(s.physician.Visit, "/physician"), do(s.physician.Read, "髙橋")); err != nil {
		return err
	}
	return s.until(func() (bool, error) {
		if err := s.physician.Visit("/demo/mail"); err != nil {
			return false, err
		}
		return ask[bool](s.physician, `[...document.querySelectorAll('td')].filter(t => t.innerText.includes('予定つき')).length >= 2`)
	}, "two mails with a calendar part")
}

func (s *Story) until(f func() (bool, error), what string) error {
	deadline := time.Now().Add(patience)
	for {
		ok, err := f()
		if err != nil || ok {
			return err
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("waited %s for %s", patience, what)
		}
		time.Sleep(100 * time.Millisecond)
	}
}

func (s *Story) company() error {
	w := s.worker
	return all(do(w.Visit, s.page("/company")), do(w.Read, "会社に伝わること"), do(w.Follow, "読みました"))
}

// questionnaires answers every question of every needed form with its first
// choice or some text, then sends.
func (s *Story) questionnaires() error {
	w := s.worker
	for form := range 3 {
		if err := w.Visit(s.page("/questionnaire")); err != nil {
			return err
		}
		open, err := ask[bool](w, `[...document.querySelectorAll('a')].some(a => a.innerText.trim() === 'はじめる')`)
		if err != nil {
			return err
		}
		if !open {
			if form == 0 {
				return errors.New("there is no form to fill in")
			}
			return nil
		}
		if err := all(do(w.Follow, "はじめる"), s.answerAll); err != nil {
			return err
		}
	}
	return nil
}

func (s *Story) answerAll() error {
	w := s.worker
	for range 80 {
		path, err := w.Path()
		if err != nil {
			return err
		}
		if strings.HasSuffix(path, "/review") {
			return all(do(w.Follow, "送信する"), do(w.Read, "送信しました"))
		}
		kind, err := ask[string](w, `(() => {
			const form = document.querySelector('main form');
			if (!form) return '';
			const radios = [...form.querySelectorAll('input[type=radio]')];
			const calm = r => /^(いいえ|ない|なかった|ありません|ほとんどない|特にない|どれもない|どちらもない)/.test((r.closest('label') || r.parentElement).innerText.trim());
			if (radios.length) { (radios.find(calm) || radios[Math.min(1, radios.length - 1)]).click(); return 'radio'; }
			const boxes = [...form.querySelectorAll('input[type=checkbox]')];
			if (boxes.length) { (boxes.find(calm) || boxes[0]).click(); return 'check'; }
			const area = form.querySelector('textarea');
			if (area) { area.value = '仕事の進め方と、休み方について相談したいです。'; return 'area'; }
			const field = form.querySelector('input:not([type=hidden])');
			if (field) { field.value = field.inputMode === 'decimal' || field.inputMode === 'numeric' ? '7' : '23:30'; return 'field'; }
			return ''; })()`)
		if err != nil {
			return err
		}
		if kind == "" {
			if err := w.Follow("続ける"); err != nil {
				return err
			}
			continue
		}
		if err := w.Follow("保存して次へ"); err != nil {
			return err
		}
		if bad, err := ask[bool](w, `document.body.innerText.includes('`+refused+`')`); err != nil || bad {
			return fmt.Errorf("an answer was refused (%s): %w", w.glance(), err)
		}
	}
	return errors.New("the form does not end")
}

func (s *Story) place() error {
	w := s.worker
	return all(
		do(w.Visit, s.page("/place")),
		func() error { return w.Tick("kind", "HOME") }, func() error { return w.Tick("alone", "yes") },
		func() error { return w.Type("note", "2階の自室") }, do(w.Follow, "保存する"), do(w.Lacks, refused),
	)
}

func (s *Story) contact() error {
	w := s.worker
	for _, f := range [][2]string{{"phone", "０９０ー１２３４ー５６７８"}, {"second", "03-0123-4567"}, {"name", "髙橋 健"}, {"relation", "夫"}, {"tel", "+81 90-8765-4321"}} {
		if path, err := w.Path(); err != nil || !strings.HasSuffix(path, "/contact") {
			if err := w.Visit(s.page("/contact")); err != nil {
				return err
			}
		}
		if err := w.Type(f[0], f[1]); err != nil {
			return err
		}
	}
	if _, err := ask[bool](w, `(() => { for (const n of ['may_life', 'may_lost']) document.querySelector('input[name=' + n + ']').click(); return true; })()`); err != nil {
		return err
	}
	return all(do(w.Follow, "保存する"), do(w.Lacks, refused))
}

func (s *Story) today() error {
	w := s.worker
	if err := w.Visit(s.page("/place/today")); err != nil {
		return err
	}
	if open, err := w.Has(`[name=street]`); err != nil || !open {
		return err // the interview is after midnight: asked tomorrow
	}
	if _, err := ask[bool](w, `(() => { const e = document.querySelector('select[name=prefecture]'); e.selectedIndex = [...e.options].findIndex(o => o.text.includes('東京')); return true; })()`); err != nil {
		return err
	}
	return all(
		func() error { return w.Type("street", "世田谷区太子堂0-1-2 サンハイツ203") },
		func() error { return w.Tick("nearby", "yes") }, do(w.Follow, "保存する"), do(w.Lacks, refused),
	)
}

func (s *Story) deviceCheck() error {
	w := s.worker
	if err := all(do(w.Visit, s.page("/check")), do(w.See, `[data-ui="start"]`), do(w.Press, `[data-ui="start"]`), do(w.See, `[data-ui="tone"]`), do(w.Press, `[data-ui="tone"]`), do(w.See, `[data-ui="heard"]`), do(w.Press, `[data-ui="heard"]`)); err != nil {
		return err
	}
	// All three ways to the media server are tried: that takes longer than people's usual patience.
	verdict := `document.body.dataset.verdict === 'ok' || document.body.dataset.verdict === 'problem'`
	if err := w.UntilFor(2*patience, verdict, "for the verdict"); err != nil {
		return err
	}
	if v, err := w.Attribute("verdict"); err != nil || v != "ok" {
		return fmt.Errorf("the device check says %q: %w (page says: %s)", v, err, w.glance())
	}
	return nil
}

func (s *Story) prepared() error {
	return all(do(s.worker.Visit, s.page("")), do(s.worker.Read, "入室"))
}

func (s *Story) physicianCase() error {
	p := s.physician
	return all(do(p.Visit, "/physician/cases/"+s.caseID), do(p.Read, "髙橋"), do(p.Lacks, "髙橋 健"))
}
