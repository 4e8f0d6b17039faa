package play

import "fmt"

// physicianPlace: once a day the physician says that he talks from a private room.
func (s *Story) physicianPlace() error {
	p := s.physician
	return all(
		do(p.Visit, "/physician/place"),
		func() error { return p.Tick("kind", "CLINIC") },
		func() error { return p.Tick("alone", "yes") },
		func() error { return p.Tick("unseen", "yes") },
		func() error { return p.Tick("network", "WIRED") },
		do(p.Follow, "今日はこの場所で話す"),
		func() error { return p.Until(`location.pathname === '/physician'`, "to be back at the desk") },
		do(p.Visit, "/physician/place"), do(p.Read, "今日の分は確認できています"),
	)
}

// quietRoom: ten seconds of the room are heard in the browser. What Chromium's
// own microphone gives is a beep twice a second, which is no room at all: the
// story takes any verdict, shows it, and keeps the word.
func (s *Story) quietRoom() error {
	verdict, err := HearRoom(s.worker, s.page("/place/quiet"))
	if err != nil {
		return err
	}
	if verdict == "" || verdict == "none" {
		return fmt.Errorf("the quiet-room check gives no verdict (page says: %s)", s.worker.glance())
	}
	w := s.worker
	return all(do(w.Press, `[data-ui="keep"]`), do(w.Read, "結果の言葉だけを残しました"))
}

// HearRoom makes the quiet-room check on its page and gives the verdict's word.
func HearRoom(p *Person, page string) (string, error) {
	if err := all(do(p.Visit, page), do(p.See, `[data-ui="start"]`), do(p.Press, `[data-ui="start"]`)); err != nil {
		return "", err
	}
	if err := p.Until(`document.body.dataset.sound !== 'none'`, "for the verdict on the room"); err != nil {
		return "", err
	}
	return p.Attribute("sound")
}
