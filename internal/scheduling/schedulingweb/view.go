package schedulingweb

import (
	"context"
	"fmt"
	"time"

	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/scheduling"
	"mendan/internal/web/ui"
)

// week is how many days one page of the list shows.
const week = 7

// slotsView is the list of free times.
type slotsView struct {
	scheduling.Offer
	Err     error
	Instead []scheduling.Slot // after a lost race: what is free near it
}

func (v slotsView) base() string { return "/interviews/" + string(v.Case.ID) + "/booking" }

// home is where the asker came from: the worker's page of the interview, or his own desk.
func home(c id.Case, onBehalf bool) string {
	if !onBehalf {
		return "/interviews/" + string(c)
	}
	return "/hr/bookings/new"
}

func (v slotsView) times(ctx context.Context, list []scheduling.Slot, withDay bool) []ui.Time {
	var out []ui.Time
	for _, s := range list {
		day := civil.DateOf(s.From, v.Zone)
		t := ui.Time{
			Href: confirmHref(v.Case.ID, s),
			Text: ui.Clock(s.From, v.Zone),
			Note: v.note(ctx, s),
			Say:  ui.DayShort(ctx, day) + " " + ui.Clock(s.From, v.Zone),
		}
		if withDay {
			t.Note = ui.DayShort(ctx, day) + " " + t.Note
		}
		out = append(out, t)
	}
	return out
}

// notReady tells whether it is the workplace that is not ready for video yet.
func (v slotsView) notReady() bool {
	return v.Closed != nil && fault.Of(v.Closed).Code == "gate.closed"
}

// closed says why times are in person only, to the one who reads it.
func (v slotsView) closed(ctx context.Context) string {
	switch {
	case v.notReady() && !v.OnBehalf:
		return lang.T(ctx, "オンラインの準備がまだです。対面なら予約できます。")
	case v.notReady():
		return lang.T(ctx, "この事業場は、オンライン面談の準備がまだです。対面の時間だけを予約できます。")
	}
	return lang.Fault(ctx, fault.Of(v.Closed))
}

// note says what differs between slots: the way, and who, when there are several.
func (v slotsView) note(ctx context.Context, s scheduling.Slot) string {
	out := waysShort(ctx, s, v.Case)
	if len(v.Physicians) > 1 {
		out = lang.T(ctx, "%s先生", v.Physicians[s.Physician].Name.Short()) + " " + out
	}
	return out
}

// waysShort says how the slot can be held, as far as wish and workplace leave a choice.
func waysShort(ctx context.Context, s scheduling.Slot, c casework.Case) string {
	on, here := modes(s, c)
	switch {
	case on && here:
		return lang.T(ctx, "どちらも可")
	case here:
		return lang.T(ctx, "対面")
	}
	return lang.T(ctx, "オンライン")
}

// modes are the ways that the slot offers and the wish takes.
func modes(s scheduling.Slot, c casework.Case) (online, inPerson bool) {
	takes := func(m casework.Mode) bool {
		return s.Offers(m, c.Workplace) && (c.Wish == m || c.Wish == casework.Either || c.Wish == "")
	}
	if !s.Online && c.Wish == casework.Online {
		return false, s.Offers(casework.InPerson, c.Workplace) // online is held back: what is left
	}
	return takes(casework.Online), takes(casework.InPerson)
}

func confirmHref(c id.Case, s scheduling.Slot) string {
	return ui.Query("/interviews/"+string(c)+"/booking/confirm", "physician", string(s.Physician), "start", s.From.UTC().Format(time.RFC3339))
}

func (v slotsView) pageHref(from civil.Date) string {
	return ui.Query(v.base(), "from", from.String())
}

func (v slotsView) next() (civil.Date, bool) {
	d := v.First.AddDays(len(v.Days))
	return d, len(v.Days) > 0 && !d.After(v.Last)
}

func (v slotsView) previous() (civil.Date, bool) {
	d := v.First.AddDays(-week)
	if d.Before(v.Today) {
		d = v.Today
	}
	return d, v.Today.Before(v.First)
}

// pastTable tells whether the page shows days for which holidays are not known.
func (v slotsView) pastTable() bool {
	return len(v.Days) > 0 && v.Days[len(v.Days)-1].Date.After(v.Table)
}

func holiday(ctx context.Context, d scheduling.Day) string {
	if lang.From(ctx) == lang.EN {
		return d.English
	}
	return d.Holiday
}

func modeName(ctx context.Context, m casework.Mode) string {
	if m == casework.InPerson {
		return lang.T(ctx, "対面")
	}
	return lang.T(ctx, "オンライン")
}

// when is 2026年12月1日(火) 9:40〜10:10, with the zone when it is not Japan's.
func when(ctx context.Context, from, to time.Time, zone *time.Location) string {
	out := lang.Span(ctx, from, to, zone)
	if zone.String() != "Asia/Tokyo" && zone.String() != "JST" {
		out += fmt.Sprintf(" (%s)", zone)
	}
	return out
}

// rows are the facts of a time before and after it is booked.
func rows(ctx context.Context, from, to time.Time, zone *time.Location, physician, way, place string) []ui.Row {
	out := []ui.Row{
		{Key: lang.T(ctx, "日時"), Value: when(ctx, from, to, zone)},
		{Key: lang.T(ctx, "産業医"), Value: physician},
	}
	if way != "" {
		out = append(out, ui.Row{Key: lang.T(ctx, "会い方"), Value: way})
	}
	if place != "" {
		out = append(out, ui.Row{Key: lang.T(ctx, "場所"), Value: place})
	}
	return out
}

// told says what the company learns of the booking: for a consultation nothing.
func told(ctx context.Context, c casework.Case) string {
	if c.Type.Statutory() {
		return lang.T(ctx, "会社の人事担当に伝わるのは、面談の日時と会い方だけです。話した内容は、この予約からは伝わりません。")
	}
	return lang.T(ctx, "この予約のことは、会社には伝わりません。")
}

func backText(ctx context.Context, onBehalf bool) string {
	if onBehalf {
		return lang.T(ctx, "代わりに予約する画面に戻る")
	}
	return lang.T(ctx, "面談のページに戻る")
}

func deadlineKind(today, due civil.Date) ui.Kind {
	switch n := today.DaysUntil(due); {
	case n < 0:
		return ui.Error
	case n <= 7:
		return ui.Warning
	}
	return ui.Plain
}

func wishes(ctx context.Context, now casework.Mode) []ui.Pick {
	return []ui.Pick{
		{Value: string(casework.Online), Text: lang.T(ctx, "オンライン"), Current: now == casework.Online},
		{Value: string(casework.InPerson), Text: lang.T(ctx, "対面"), Current: now == casework.InPerson},
		{Value: string(casework.Either), Text: lang.T(ctx, "どちらでも"), Current: now == casework.Either || now == ""},
	}
}

// span is 12月1日(火)から12月7日(月).
func span(ctx context.Context, v slotsView) string {
	if len(v.Days) == 0 {
		return lang.T(ctx, "空いている時間")
	}
	return lang.T(ctx, "%sから%s", ui.DayShort(ctx, v.First), ui.DayShort(ctx, v.Days[len(v.Days)-1].Date))
}

func emptyText(ctx context.Context, v slotsView) string {
	switch {
	case len(v.Days) == 0:
		return lang.T(ctx, "この日付は、まだ予約を受け付けていません。")
	case v.Case.Wish == casework.Online || v.Case.Wish == casework.InPerson:
		if !v.OnBehalf {
			return lang.T(ctx, "会い方のご希望を「どちらでも」にすると、見つかることがあります。次の7日間もご覧ください。")
		}
	}
	return lang.T(ctx, "次の7日間もご覧ください。")
}

// onlyWay names the way when there is one to choose; two are asked for in the form.
func onlyWay(ctx context.Context, online, inPerson bool) string {
	switch {
	case online && inPerson:
		return ""
	case inPerson:
		return modeName(ctx, casework.InPerson)
	}
	return modeName(ctx, casework.Online)
}

func onlyPlace(s scheduling.Slot, online, inPerson bool) string {
	if inPerson && !online {
		return s.Place
	}
	return ""
}
