package play

import (
	"errors"
	"fmt"
	"strings"
)

const chibaHRMail = "daisuke.miyazaki@minato-seiko.example"

// programme: the officer of 千葉工場, where nothing is prepared, sets the
// programme up from the first question to the open gate, in one sitting.
func (s *Story) programme() error {
	h, err := s.Office.Person("hr-chiba", s.Server.URL, Desktop)
	if err != nil {
		return err
	}
	defer h.Close()
	if err := all(
		func() error { return h.SignInMail(chibaHRMail) },
		do(h.Visit, "/programme"), do(h.Read, "千葉工場"),
	); err != nil {
		return err
	}
	home, err := h.programmeHome()
	if err != nil {
		return err
	}
	for _, part := range []func(h *Person, home string) error{
		s.gateClosed, s.kit, committee, meeting, adopt, card, emergencyPlan, s.gateOpens,
	} {
		if err := part(h, home); err != nil {
			return errors.Join(err, s.photograph("programme", h))
		}
	}
	return nil
}

// programmeHome is the address of the only workplace the officer looks after,
// whether its page came at once or from a list.
func (p *Person) programmeHome() (string, error) {
	home, err := ask[string](p, `(location.pathname + ' ' + [...document.querySelectorAll('main a')].map(a => a.getAttribute('href')).join(' ')).match(/\/programme\/wpl_[^\/ ?#]+/)?.[0] || ''`)
	if err == nil && home == "" {
		err = fmt.Errorf("%s: no workplace to set up (page says: %s)", p.Name, p.glance())
	}
	return home, err
}

func (s *Story) gateClosed(h *Person, home string) error {
	return all(
		do(h.Visit, home+"/gate"), do(h.Read, "対面だけ行えます"), do(h.Lacks, "オンラインで行えます"),
		func() error { return s.photograph("gate-closed", h) },
	)
}

// kit answers every question as it is offered and makes the texts.
func (s *Story) kit(h *Person, home string) error {
	if err := all(do(h.Visit, home+"/kit"), do(h.Follow, "質問に答える")); err != nil {
		return err
	}
	for {
		at, err := h.Path()
		if err != nil {
			return err
		}
		if !strings.HasPrefix(at, home+"/kit/groups/") {
			break
		}
		// What is offered is marked on the page; where there is nothing to choose, words are needed.
		if _, err := ask[int](h, `(() => { const usual = [...document.querySelectorAll('label.choice')].filter(l => l.innerText.includes('迷ったときの目安')).map(l => l.querySelector('input'));
			usual.filter(e => !e.checked).forEach(e => e.click()); return usual.length; })()`); err != nil {
			return err
		}
		for name, words := range map[string]string{"contact": "工場管理課 健康管理担当(内線 6120)", "owner": "工場管理課"} {
			if asked, err := h.Has(`input[name="` + name + `"]`); err != nil {
				return err
			} else if asked {
				if err := h.Type(name, words); err != nil {
					return err
				}
			}
		}
		if err := all(do(h.Follow, "保存して次へ"), do(h.Lacks, refused)); err != nil {
			return err
		}
	}
	return all(
		do(h.Read, "質問にすべて答えました"), do(h.Follow, "書類を作る"), do(h.Follow, "案内を作る"),
		do(h.Visit, home+"/documents/rule"), do(h.Read, "第1条"), do(h.Read, "文章を直す"),
		func() error { return s.photograph("draft-rule", h) },
	)
}

// committee names the members that the law asks for, in office from today.
func committee(h *Person, home string) error {
	for _, m := range []struct {
		capacity, number, name string
		recommended            bool
	}{
		{"CHAIR", "", "高木 勝", false}, {"HEALTH_OFFICER", "000812", "", false}, {"PHYSICIAN", "", "", false},
		{"EXPERIENCED", "", "大野 光", true}, {"EXPERIENCED", "", "江口 渚", true},
	} {
		if err := all(do(h.Visit, home+"/committee/members/new"), func() error { return h.Tick("capacity", m.capacity) }); err != nil {
			return err
		}
		var err error
		switch {
		case m.number != "":
			err = h.Type("number", m.number)
		case m.name != "":
			err = h.Type("name", m.name)
		default:
			err = h.choose("physician", physicianName)
		}
		if err == nil && m.recommended {
			err = h.Tick("recommended", "yes")
		}
		if err != nil {
			return err
		}
		if err := all(do(h.Follow, "保存する"), do(h.Lacks, refused)); err != nil {
			return err
		}
	}
	return all(do(h.Read, "満たしています"), do(h.Lacks, "まだです"))
}

// meeting is the committee of today: the draft is approved, and its outline is
// written down and made known.
func meeting(h *Person, home string) error {
	day, err := h.today(home)
	if err != nil {
		return err
	}
	if err := all(
		do(h.Visit, home+"/committee/meetings/new"),
		func() error { return h.Type("on", day) },
		func() error { return h.Tick("mode", "IN_PERSON") },
		func() error { return h.Type("place", "管理棟2階 会議室") },
		func() error { return h.Tick("agenda", "ONLINE_RULE") },
		do(h.Follow, "保存する"), do(h.Lacks, refused), do(h.Read, "審議の結果"),
	); err != nil {
		return err
	}
	if _, err := ask[bool](h, `document.querySelectorAll('input[name="present"]').forEach(e => e.click()) || true`); err != nil {
		return err
	}
	return all(
		func() error { return h.Tick("decision", "ADOPTED") },
		do(h.Follow, "結果を記録する"), do(h.Lacks, refused), do(h.Lacks, "法律の条件を満たしていませんでした"),
		func() error {
			return h.Type("minutes", "オンライン産業医面談の実施方法と規程の案を審議し、承認した。\n緊急のときの流れと、使う部屋を確認した。")
		},
		do(h.Follow, "議事の概要を保存する"), do(h.Lacks, refused),
		do(h.Follow, "知らせたことを記録する"), do(h.Lacks, refused), do(h.Read, "に知らせました"),
	)
}

// adopt puts the approved rule into force today and tells everybody.
func adopt(h *Person, home string) error {
	day, err := h.today(home)
	if err != nil {
		return err
	}
	return all(
		do(h.Visit, home+"/rules"), do(h.Read, "施行日を決めてください"),
		func() error { return h.Type("from", day) },
		do(h.Follow, "施行日を決める"), do(h.Lacks, refused), do(h.Read, "まだ知らせていません"),
		do(h.Follow, "全員に知らせる"), do(h.Read, "周知の記録"),
	)
}

func card(h *Person, home string) error {
	if err := h.Visit(home + "/card"); err != nil {
		return err
	}
	for _, x := range [][2]string{
		{"business", "産業機械向け精密部品の製造。"}, {"work", "切削、研削、組立、検査。"}, {"environment", "空調のある工場棟。立ち仕事が中心で、機械の音がある。"},
		{"hazards", "研削の粉じん、騒音、有機溶剤(洗浄)。"}, {"hours", "1年単位の変形労働時間制。"}, {"shift", "2交替。夜勤は月に4回まで。"}, {"headcount", "64人"},
	} {
		if err := h.Type(x[0], x[1]); err != nil {
			return err
		}
	}
	return all(do(h.Follow, "保存する"), do(h.Read, "保存しました"))
}

// emergencyPlan is written in two goes, since who can run to a room is chosen
// among the people already named, and approved by the meeting of today.
func emergencyPlan(h *Person, home string) error {
	day, err := h.today(home)
	if err != nil {
		return err
	}
	if err := h.Visit(home + "/emergency/edit"); err != nil {
		return err
	}
	for _, x := range [][2]string{
		{"offered", "平日 8:00-18:00"},
		{"people.0.name", coordinatorName}, {"people.0.phone", "03-0123-4501"},
		{"people.1.name", "宮﨑 大輔"}, {"people.1.phone", "0436-02-6111"},
		{"people.3.role", "FIRST_AIDER"}, {"people.3.name", "石井 歩"}, {"people.3.phone", "0436-02-6120"},
		{"places.0.name", "管理棟1階 相談室"}, {"places.0.aed", "管理棟の受付"}, {"places.0.way", "正門から入り、右手の玄関へ"},
		{"desks.0.kind", "HOSPITAL"}, {"desks.0.name", "市原みなと病院(見本)"}, {"desks.0.phone", "0436-02-0119"}, {"desks.0.checked", day},
		{"desks.1.kind", "FIRE"}, {"desks.1.name", "市原消防局(見本)"}, {"desks.1.phone", "0436-02-0120"}, {"desks.1.checked", day},
	} {
		if err := h.Type(x[0], x[1]); err != nil {
			return err
		}
	}
	return all(
		func() error { return h.choose("people.0.account", coordinatorName) },
		func() error { return h.choose("people.1.account", "宮﨑") },
		do(h.Follow, "下書きを保存する"), do(h.Read, "下書きを保存しました"), do(h.Read, "承認の前に"),
		func() error { return h.mark("places.0.walkers", "石井") },
		do(h.Follow, "下書きを保存する"), do(h.Read, "足りないところはありません"),
		do(h.Visit, home+"/emergency"),
		func() error { return h.choose("meeting", "年") },
		do(h.Follow, "この版を有効にする"), do(h.Read, "第1版が有効です"),
	)
}

// gateOpens: what was closed an instant ago is open for every type held here.
func (s *Story) gateOpens(h *Person, home string) error {
	return all(
		do(h.Visit, home+"/gate"), do(h.Read, "オンライン面談の準備は整っています"), do(h.Lacks, "対面だけ行えます"),
		func() error {
			return h.Until(`document.body.innerText.split('オンラインで行えます').length === 3`, "to see both types open")
		},
		func() error { return s.photograph("gate-open", h) },
	)
}

// today is the day at the workplace, as the product itself offers it.
func (p *Person) today(home string) (string, error) {
	if err := p.Visit(home + "/committee/members/new"); err != nil {
		return "", err
	}
	return ask[string](p, `document.querySelector('input[name="from"]').value`)
}

// choose takes the first option of the select that shows the words.
func (p *Person) choose(name, words string) error {
	value, err := ask[string](p, fmt.Sprintf(`([...(document.querySelector('select[name=%q]') || {options: []}).options].find(o => o.value && o.text.includes(%q)) || {}).value || ''`, name, words))
	if err == nil && value == "" {
		err = fmt.Errorf("%s: %s offers no %s (page says: %s)", p.Name, name, words, p.glance())
	}
	if err != nil {
		return err
	}
	return p.Type(name, value)
}

// mark ticks the box of the name that shows the words.
func (p *Person) mark(name, words string) error {
	value, err := ask[string](p, fmt.Sprintf(`([...document.querySelectorAll('input[name=%q]')].find(e => e.closest('label').innerText.includes(%q)) || {}).value || ''`, name, words))
	if err == nil && value == "" {
		err = fmt.Errorf("%s: %s offers no %s (page says: %s)", p.Name, name, words, p.glance())
	}
	if err != nil {
		return err
	}
	return p.Tick(name, value)
}
