package deskweb

import (
	"context"
	"strconv"
	"time"

	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/lang"
	"mendan/internal/notify"
	"mendan/internal/web/ui"
)

// typeWord names the type to those who may know it.
func typeWord(ctx context.Context, t casework.Type) string {
	switch t {
	case casework.LongHoursGeneral:
		return lang.T(ctx, "長時間労働の面接指導")
	case casework.Consultation:
		return lang.T(ctx, "健康相談")
	}
	return lang.T(ctx, "産業医との面談")
}

// interviewWord is the heading of the worker's own page.
func interviewWord(ctx context.Context, t casework.Type) string {
	if t == casework.Consultation {
		return lang.T(ctx, "産業医への相談")
	}
	return lang.T(ctx, "産業医との面談")
}

func modeWord(ctx context.Context, m casework.Mode) string {
	switch m {
	case casework.Online:
		return lang.T(ctx, "オンライン")
	case casework.InPerson:
		return lang.T(ctx, "対面")
	default:
		return lang.T(ctx, "どちらでも")
	}
}

// stateWord says to HR where a statutory case stands.
func stateWord(ctx context.Context, s casework.State) string {
	switch s {
	case casework.Waiting:
		return lang.T(ctx, "申出を待っています")
	case casework.Ready:
		return lang.T(ctx, "予約がまだです")
	case casework.Booked:
		return lang.T(ctx, "予約済み")
	case casework.InSession:
		return lang.T(ctx, "面談中")
	case casework.Held, casework.Drafting:
		return lang.T(ctx, "産業医が意見書を作成中")
	case casework.WithWorker:
		return lang.T(ctx, "本人が意見書を確認中")
	case casework.WithEmployer:
		return lang.T(ctx, "意見書が届きました")
	case casework.WorkerHeard:
		return lang.T(ctx, "措置を決めるところです")
	case casework.MeasureDecided, casework.NoMeasure:
		return lang.T(ctx, "産業医への報告がまだです")
	case casework.PhysicianInformed, casework.Finished:
		return lang.T(ctx, "終わりました")
	case casework.Abandoned:
		return lang.T(ctx, "取り下げられました")
	}
	return string(s)
}

// dutyWord says what is to do by the day.
func dutyWord(ctx context.Context, d Duty) string {
	switch d {
	case DutyBook:
		return lang.T(ctx, "面談の日時を決める")
	case DutyPackage:
		return lang.T(ctx, "産業医に働き方の情報を送る")
	case DutyHold:
		return lang.T(ctx, "面談を行う")
	case DutyOpinion:
		return lang.T(ctx, "産業医の意見を聴く")
	case DutyReceive:
		return lang.T(ctx, "意見書を受け取る")
	case DutyMeasure:
		return lang.T(ctx, "措置を決めて記録する")
	case DutyInform:
		return lang.T(ctx, "決めた措置を産業医に伝える")
	}
	return string(d)
}

// patience is how long before the deadline HR leaves the booking to the worker: choosing the time is
// the worker's own, and nobody should feel watched.
const patience = 14

// dutyButton is the one button of a deadline and where it leads; no text when HR can only wait.
func dutyButton(ctx context.Context, today civil.Date, d Deadline) (text, href string) {
	base := "/hr/cases/" + string(d.Case)
	switch d.Duty {
	case DutyBook:
		if today.DaysUntil(d.Due) > patience {
			return "", base
		}
		return lang.T(ctx, "代わりに予約する"), ui.Query("/hr/bookings/new", "case", string(d.Case))
	case DutyPackage:
		return lang.T(ctx, "情報を送る"), base + "/package"
	case DutyReceive:
		return lang.T(ctx, "意見書を開く"), base + "/letter"
	case DutyMeasure:
		return lang.T(ctx, "措置を記録する"), base + "/measures"
	case DutyInform:
		return lang.T(ctx, "産業医に伝える"), base + "/measures"
	case DutyHold, DutyOpinion:
	}
	return "", base
}

// dayAndClock is 11月25日(水) 13:45.
func dayAndClock(ctx context.Context, t time.Time, z *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return ui.DayShort(ctx, civil.DateOf(t, zone(z))) + " " + ui.Clock(t, zone(z))
}

// dueKind is the tone of a deadline: red only when the day has passed.
func dueKind(today, due civil.Date) ui.Kind {
	switch n := today.DaysUntil(due); {
	case due.IsZero():
		return ui.Plain
	case n < 0:
		return ui.Error
	case n <= 7:
		return ui.Warning
	}
	return ui.Plain
}

// count says a figure of people as it may be shown: none, or at least ten.
// Source: roles-and-access, minimum group size of 10 (stress-check guideline).
func count(ctx context.Context, n int) string {
	if n > 0 && n < 10 {
		return lang.T(ctx, "10人未満")
	}
	return lang.T(ctx, "%s人", strconv.Itoa(n))
}

// sama is the name as it is addressed on a page.
func sama(ctx context.Context, name string) string { return lang.T(ctx, "%sさん", name) }

func period(ctx context.Context, m MeasureLine) string {
	switch {
	case m.From.IsZero() && m.To.IsZero():
		return ""
	case m.To.IsZero():
		return lang.T(ctx, "%sから", lang.Date(ctx, m.From))
	case m.From.IsZero():
		return lang.T(ctx, "%sまで", lang.Date(ctx, m.To))
	}
	return lang.T(ctx, "%sから%sまで", lang.Date(ctx, m.From), lang.Date(ctx, m.To))
}

func taskWord(ctx context.Context, kind string) string {
	if kind == string(notify.MailUndeliverable) {
		return lang.T(ctx, "メールが届きませんでした")
	}
	return lang.T(ctx, "確認が必要です")
}

func broken(parts []SystemPart) int {
	n := 0
	for _, p := range parts {
		if !p.OK {
			n++
		}
	}
	return n
}

// whoAndHow is オンライン・産業医 森 和也先生.
func whoAndHow(ctx context.Context, b Booking) string {
	if b.Physician == "" {
		return modeWord(ctx, b.Mode)
	}
	return lang.T(ctx, "%s・産業医 %s先生", modeWord(ctx, b.Mode), b.Physician)
}
