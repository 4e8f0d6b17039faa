package play

import "errors"

const coordinatorName = "木村 亮"

// drill: HR starts an emergency drill, the coordinator takes it on his
// telephone, and the figures say how long that took. No worker is in it.
func (s *Story) drill() (err error) {
	h := s.hr
	if err := all(do(h.Visit, "/programme"), do(h.Read, "本社")); err != nil {
		return err
	}
	workplace, err := ask[string](h, `document.querySelector('main a[href^="/programme/wpl_"]').getAttribute('href').split('/')[2]`)
	if err != nil {
		return err
	}
	c, err := s.Office.Person("coordinator", s.Server.URL, Phone)
	if err != nil {
		return err
	}
	defer c.Close()
	drills := "/programme/" + workplace + "/drills"
	if err := all(
		func() error { return c.SignInDemo(coordinatorName) },
		do(c.Visit, "/emergency"), do(c.Read, "助けが必要なときの呼び出しが、ここに届きます"),
		do(h.Visit, drills), do(h.Read, "どの段階で訓練しますか"), do(h.Follow, "訓練をはじめる"), do(h.Read, "訓練です"),
	); err != nil {
		return err
	}
	alarm, err := h.Path()
	if err != nil {
		return err
	}
	if err := all(
		do(c.Visit, alarm), do(c.Read, "助けが必要です"), do(c.Lacks, "差し迫っている"),
		func() error { return s.photograph("called", c) },
		do(c.Follow, "引き受ける"), do(c.Read, "引き受けています"), do(c.Read, "近くの病院と窓口"),
		func() error { return s.photograph("taken", c) },
		do(c.Follow, "訓練を終える"),
		do(h.Visit, drills), do(h.Read, "応答までの時間"), do(h.Read, coordinatorName), do(h.Lacks, "一度も訓練していません"),
	); err != nil {
		return errors.Join(err, s.photograph("drill", c))
	}
	return nil
}
