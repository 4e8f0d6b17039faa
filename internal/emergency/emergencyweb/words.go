package emergencyweb

import (
	"context"
	"strings"
	"time"

	"mendan/internal/civil"
	"mendan/internal/emergency"
	"mendan/internal/lang"
)

func kindWord(ctx context.Context, k emergency.Kind) string {
	switch k {
	case emergency.ForCoordinator:
		return lang.T(ctx, "コーディネーターを呼ぶ")
	case emergency.ForHR:
		return lang.T(ctx, "人事を呼ぶ")
	case emergency.ForManager:
		return lang.T(ctx, "上長を呼ぶ")
	case emergency.ForSecond:
		return lang.T(ctx, "もう一人を静かに呼ぶ")
	case emergency.ForCallBack:
		return lang.T(ctx, "折り返しの電話")
	case emergency.ForDoctor:
		return lang.T(ctx, "産業医を呼ぶ")
	}
	return string(k)
}

func channelWord(ctx context.Context, c emergency.Channel) string {
	switch c {
	case emergency.Portal:
		return lang.T(ctx, "画面")
	case emergency.Mail:
		return lang.T(ctx, "メール")
	case emergency.Push:
		return lang.T(ctx, "プッシュ通知")
	case emergency.SMS:
		return "SMS"
	case emergency.Voice:
		return lang.T(ctx, "電話(自動音声)")
	}
	return string(c)
}

func outcomeWord(ctx context.Context, o emergency.Outcome) string {
	switch o {
	case emergency.Safe:
		return lang.T(ctx, "安全。だれかが付き添っている")
	case emergency.Handed:
		return lang.T(ctx, "救急・警察・病院に引き継いだ")
	case emergency.NoDanger:
		return lang.T(ctx, "危険はなかった(押しまちがいを含む)")
	case emergency.Drilled:
		return lang.T(ctx, "訓練を終えた")
	}
	return ""
}

func deskWord(ctx context.Context, k emergency.DeskKind) string {
	switch k {
	case emergency.Hospital:
		return lang.T(ctx, "救急病院")
	case emergency.Psychiatry:
		return lang.T(ctx, "精神科の病院")
	case emergency.Information:
		return lang.T(ctx, "精神科救急情報センター")
	case emergency.Welfare:
		return lang.T(ctx, "精神保健福祉センター")
	case emergency.Health:
		return lang.T(ctx, "保健所")
	case emergency.Fire:
		return lang.T(ctx, "地元の消防本部")
	case emergency.Police:
		return lang.T(ctx, "地元の警察")
	case emergency.OtherDesk:
		return lang.T(ctx, "そのほかの窓口")
	}
	return string(k)
}

// levelWord names a level as its table does.
func levelWord(ctx context.Context, t emergency.Table, l emergency.Level) string {
	return string(l) + " " + in(ctx, t.Script(l).Name)
}

// deedWord is a line of the timeline in words.
func deedWord(ctx context.Context, t emergency.Table, l emergency.Line) string {
	name := l.Name
	if name == "" {
		name = roleWord(ctx, l.Role)
	}
	switch l.Deed {
	case emergency.DeedOpened:
		return lang.T(ctx, "はじまった(%s)", levelWord(ctx, t, emergency.Level(l.Note)))
	case emergency.DeedPressed:
		return lang.T(ctx, "もう一度押された")
	case emergency.DeedRaised:
		return lang.T(ctx, "段階が上がった(%s)", levelWord(ctx, t, emergency.Level(l.Note)))
	case emergency.DeedTask:
		return kindWord(ctx, l.Kind)
	case emergency.DeedStep:
		if l.Step == 0 {
			return lang.T(ctx, "呼び出しをはじめた")
		}
		return lang.T(ctx, "応答がなく、次の人へ進んだ")
	case emergency.DeedCalled:
		return lang.T(ctx, "%sさんを呼んだ(%s)", name, channelWord(ctx, l.Channel))
	case emergency.DeedReached:
		return lang.T(ctx, "%sさんへの%sが送られた", name, channelWord(ctx, l.Channel))
	case emergency.DeedFailed:
		return lang.T(ctx, "%sさんへの%sは届かなかった", name, channelWord(ctx, l.Channel))
	case emergency.DeedAnswered:
		return lang.T(ctx, "%sさんが引き受けた", name)
	case emergency.DeedLate:
		return lang.T(ctx, "%sさんも応答した(別の人が先)", name)
	case emergency.DeedDone:
		return lang.T(ctx, "終わった: %s", kindWord(ctx, l.Kind))
	case emergency.DeedNeedless:
		return lang.T(ctx, "必要なくなった: %s", kindWord(ctx, l.Kind))
	case emergency.DeedLost:
		return lang.T(ctx, "回線が切れた")
	case emergency.DeedBack:
		return lang.T(ctx, "回線が戻った")
	case emergency.DeedSeen:
		return lang.T(ctx, "住所と電話が開かれた(%s)", roleWord(ctx, l.Role))
	case emergency.DeedDisclosed:
		return lang.T(ctx, "%sに伝えた", recipientWord(ctx, string(l.Role)))
	case emergency.DeedNoPlan:
		return lang.T(ctx, "有効な計画がなく、標準の流れで呼んだ")
	case emergency.DeedUnreachable:
		return lang.T(ctx, "この段の呼び出しは、すべて届かなかった")
	case emergency.DeedClosed:
		return lang.T(ctx, "終わりにした")
	case emergency.DeedFollowUp:
		return lang.T(ctx, "次の連絡日を決めた")
	case emergency.DeedConsentGiven:
		return lang.T(ctx, "ご本人が、人事の手伝いに同意した")
	}
	return string(l.Deed)
}

// clock is 14:05:10.
func clock(t time.Time, zone *time.Location) string { return t.In(zone).Format("15:04:05") }

// took is 1分5秒.
func took(ctx context.Context, d time.Duration) string {
	s := int(d.Round(time.Second).Seconds())
	if s < 60 {
		return lang.T(ctx, "%d秒", s)
	}
	return lang.T(ctx, "%d分%d秒", s/60, s%60)
}

var weekdays = []string{"日", "月", "火", "水", "木", "金", "土"}

// hoursText writes hours as people type them: 平日 9:00-18:00、土 10:00-12:00.
func hoursText(list []emergency.Hours) string {
	type span struct{ from, until civil.Clock }
	days := map[span][]time.Weekday{}
	var order []span
	for _, h := range list {
		s := span{h.From, h.Until}
		if _, ok := days[s]; !ok {
			order = append(order, s)
		}
		days[s] = append(days[s], h.Day)
	}
	var out []string
	for _, s := range order {
		name := ""
		has := map[time.Weekday]bool{}
		for _, d := range days[s] {
			has[d] = true
		}
		week := has[time.Monday] && has[time.Tuesday] && has[time.Wednesday] && has[time.Thursday] && has[time.Friday]
		switch {
		case len(has) == 7:
			name = "毎日"
		case week && len(has) == 5:
			name = "平日"
		default:
			for _, d := range []time.Weekday{1, 2, 3, 4, 5, 6, 0} {
				if has[d] {
					name += weekdays[d]
				}
			}
		}
		out = append(out, name+" "+s.from.String()+"-"+s.until.String())
	}
	return strings.Join(out, "、")
}

// readHours reads what hoursText writes, forgiving in width and marks; false
// when it cannot be read.
func readHours(text string) ([]emergency.Hours, bool) {
	text = strings.NewReplacer("\u301c", "-", "\uff5e", "-", "~", "-", "\u30fc", "-", "\u2212", "-", "\u2013", "-", "\uff0d", "-", "\uff1a", ":", "\uff0c", "、", ",", "、", ";", "、", "\r", "", "\n", "、", "\u3000", " ").Replace(text)
	text = strings.Map(func(r rune) rune {
		if r >= '\uff10' && r <= '\uff19' { // full-width digits
			return r - '\uff10' + '0'
		}
		return r
	}, text)
	var out []emergency.Hours
	for _, part := range strings.Split(text, "、") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		i := strings.IndexAny(part, "0123456789")
		if i < 0 {
			return nil, false
		}
		names, times := strings.TrimSpace(part[:i]), strings.ReplaceAll(part[i:], " ", "")
		a, b, ok := strings.Cut(times, "-")
		from, err1 := civil.ParseClock(pad(a))
		until, err2 := civil.ParseClock(pad(b))
		if !ok || err1 != nil || err2 != nil || from >= until {
			return nil, false
		}
		days := daysOf(names)
		if len(days) == 0 {
			return nil, false
		}
		for _, d := range days {
			out = append(out, emergency.Hours{Day: d, From: from, Until: until})
		}
	}
	return out, true
}

func pad(t string) string {
	if !strings.Contains(t, ":") {
		t += ":00"
	}
	if len(t) == 4 {
		t = "0" + t
	}
	return t
}

func daysOf(names string) []time.Weekday {
	switch names {
	case "", "毎日":
		return []time.Weekday{1, 2, 3, 4, 5, 6, 0}
	case "平日":
		return []time.Weekday{1, 2, 3, 4, 5}
	}
	var out []time.Weekday
	for _, r := range names {
		found := false
		for i, w := range weekdays {
			if string(r) == w {
				out, found = append(out, time.Weekday(i)), true
			}
		}
		if !found && !strings.ContainsRune("曜日・/ ", r) {
			return nil
		}
	}
	return out
}
