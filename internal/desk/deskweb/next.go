package deskweb

import (
	"context"
	"time"

	"mendan/internal/civil"
	"mendan/internal/lang"
	"mendan/internal/web/ui"
)

// proposal is what a desk says to do next. Wait: nothing to do, only to know.
type proposal struct {
	Heading, Text, Button, Href string
	Wait                        bool
}

// soon is how long before an interview the physician's desk turns to it.
const soon = 20 * time.Minute

// physicianNext: somebody waits; an interview begins soon; a letter is late or due; the next interview; nothing.
func physicianNext(ctx context.Context, d PhysicianDay, now time.Time) proposal {
	for _, s := range d.Sessions {
		if s.State == SessionOpen {
			return proposal{Heading: lang.T(ctx, "%sとの面談が続いています", sama(ctx, s.Worker)), Text: s.Company,
				Button: lang.T(ctx, "部屋に戻る"), Href: roomHref(s)}
		}
	}
	for _, s := range d.Sessions {
		if s.State == SessionWaiting {
			return proposal{Heading: lang.T(ctx, "%sが待合室にいます", sama(ctx, s.Worker)),
				Text:   lang.T(ctx, "%s・%s・%sの予定", s.Company, typeWord(ctx, s.Type), ui.Clock(s.From, zone(s.Zone))),
				Button: lang.T(ctx, "部屋を開く"), Href: roomHref(s)}
		}
	}
	upcoming, ok := comingUp(d.Sessions, now)
	if ok && upcoming.From.Sub(now) <= soon {
		return beforeSession(ctx, upcoming)
	}
	if len(d.Letters) > 0 {
		l := d.Letters[0]
		p := proposal{Heading: lang.T(ctx, "%sの報告書と意見書を書く", sama(ctx, l.Worker)), Button: lang.T(ctx, "書き始める"), Href: reportHref(l)}
		if l.Begun {
			p.Button = lang.T(ctx, "続きを書く")
		}
		if l.Comment {
			p.Heading, p.Button = lang.T(ctx, "%sから意見書に声が届いています", sama(ctx, l.Worker)), lang.T(ctx, "読む")
		}
		if !l.Due.IsZero() {
			p.Text = lang.T(ctx, "%s・期限は%s(%s)", l.Company, ui.DayShort(ctx, l.Due), ui.Until(ctx, d.Today, l.Due))
		} else {
			p.Text = l.Company
		}
		return p
	}
	if ok {
		return beforeSession(ctx, upcoming)
	}
	if len(d.Coming) > 0 {
		s := d.Coming[0]
		return proposal{Wait: true, Heading: lang.T(ctx, "きょうの面談と書類はすべて済みました"),
			Text: lang.T(ctx, "次は%s、%s(%s)です。", dayAndClock(ctx, s.From, s.Zone), sama(ctx, s.Worker), s.Company)}
	}
	return proposal{Wait: true, Heading: lang.T(ctx, "きょうの予定はありません"), Text: lang.T(ctx, "面談できる時間を登録すると、予約が入ります。"),
		Button: lang.T(ctx, "面談できる時間を見る"), Href: "/physician/availability"}
}

func beforeSession(ctx context.Context, s Session) proposal {
	p := proposal{
		Heading: lang.T(ctx, "%sから、%sとの面談です", ui.Clock(s.From, zone(s.Zone)), sama(ctx, s.Worker)),
		Text:    lang.T(ctx, "%s・%s・%s", s.Company, typeWord(ctx, s.Type), modeWord(ctx, s.Mode)),
		Button:  lang.T(ctx, "資料に目を通す"), Href: caseHref(s),
	}
	if s.Attention {
		p.Text = lang.T(ctx, "%s・早めに見てほしい答えがあります", p.Text)
	}
	return p
}

func comingUp(list []Session, now time.Time) (Session, bool) {
	for _, s := range list {
		if s.State == SessionBooked && s.To.After(now) {
			return s, true
		}
	}
	return Session{}, false
}

// hrNext: the first deadline that HR can act on; otherwise what is being waited for.
func hrNext(ctx context.Context, d HRDesk) proposal {
	for _, l := range d.Deadlines {
		text, href := dutyButton(ctx, d.Today, l)
		if text == "" {
			continue
		}
		p := proposal{Heading: lang.T(ctx, "%s: %s", sama(ctx, l.Worker), dutyWord(ctx, l.Duty)), Button: text, Href: href}
		if !l.Due.IsZero() {
			p.Text = lang.T(ctx, "期限は%s(%s)です。", lang.Date(ctx, l.Due), ui.Until(ctx, d.Today, l.Due))
		}
		return p
	}
	if len(d.Deadlines) > 0 {
		l := d.Deadlines[0]
		return proposal{Wait: true, Heading: lang.T(ctx, "いま人事ですることはありません"),
			Text: lang.T(ctx, "次の期限は%s、%sの「%s」です。", ui.DayShort(ctx, l.Due), sama(ctx, l.Worker), dutyWord(ctx, l.Duty))}
	}
	return proposal{Wait: true, Heading: lang.T(ctx, "いま人事ですることはありません"), Text: lang.T(ctx, "意見書が届いたり、期限が近づいたりすると、ここに出ます。")}
}

func roomHref(s Session) string     { return "/interviews/" + string(s.Case) + "/room" }
func caseHref(s Session) string     { return "/physician/cases/" + string(s.Case) }
func reportHref(l LetterDue) string { return "/physician/cases/" + string(l.Case) + "/report" }

// late counts the deadlines that have passed.
func late(today civil.Date, list []Deadline) int {
	n := 0
	for _, d := range list {
		if !d.Due.IsZero() && d.Due.Before(today) {
			n++
		}
	}
	return n
}
