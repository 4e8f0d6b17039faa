package schedulingweb

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/scheduling"
	"mendan/internal/web"
	"mendan/internal/web/ui"
)

// fortnight is how far the preview looks.
const fortnight = 14

// lineView is one line of the week or one exception as typed: what was typed
// comes back as it was, also when it cannot be read.
type lineView struct {
	N                int // its place among the lines; names of fields carry it
	Weekday          time.Weekday
	ID               string // of an exception
	Day              string // of an exception
	Off              bool   // an exception that takes time away
	From, To         string
	Since, Until     string
	Online, InPerson bool
	Workplace, Place string
}

type lengthView struct {
	Type           casework.Type
	Minutes, Slack string
}

// weekView is the page of a physician's week.
type weekView struct {
	scheduling.Availability
	Lines      []lineView
	Exceptions []lineView
	Lengths    []lengthView
	Notice     string // hours
	Zone       string
	OnHolidays bool
	Version    string
	Saved      bool
	Preview    []scheduling.Day
	Table      civil.Date // the last day with known holidays
	Err        error
}

func (p *Pages) showWeek(w http.ResponseWriter, r *web.Request) error {
	a, err := p.service.Availability(r.Context(), r.Who, r.Who.Physician)
	if err != nil {
		return err
	}
	v := p.weekOf(a)
	v.Saved = r.URL.Query().Has("saved")
	return web.Render(w, r, http.StatusOK, weekPage(v))
}

func (p *Pages) weekOf(a scheduling.Availability) weekView {
	v := weekView{
		Availability: a, Notice: hoursText(a.Plan.Notice), Zone: a.Plan.Zone.String(), OnHolidays: a.Plan.OnHolidays,
		Version: strconv.FormatInt(a.Plan.Version, 10), Table: p.service.HolidaysUntil(),
	}
	for i, h := range a.Plan.Hours {
		v.Lines = append(v.Lines, lineView{
			N: i, Weekday: h.Weekday, From: h.From.String(), To: h.To.String(), Since: h.Since.String(), Until: h.Until.String(),
			Online: h.Online, InPerson: h.InPerson, Workplace: string(h.Workplace), Place: h.Place,
		})
	}
	for i, x := range a.Plan.Exceptions {
		v.Exceptions = append(v.Exceptions, lineView{
			N: i, ID: string(x.ID), Day: x.Day.String(), Off: x.Off, From: x.From.String(), To: x.To.String(),
			Online: x.Online, InPerson: x.InPerson, Workplace: string(x.Workplace), Place: x.Place,
		})
	}
	for _, l := range a.Plan.Lengths {
		v.Lengths = append(v.Lengths, lengthView{l.Type, strconv.Itoa(l.Minutes), strconv.Itoa(l.Slack)})
	}
	v.Preview = p.service.Preview(a.Plan, casework.LongHoursGeneral, a.Today, fortnight)
	return v
}

func hoursText(d time.Duration) string {
	return strconv.FormatFloat(d.Hours(), 'f', -1, 64)
}

func (p *Pages) submitWeek(w http.ResponseWriter, r *web.Request) error {
	a, err := p.service.Availability(r.Context(), r.Who, r.Who.Physician)
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	v := weekView{Availability: a, Table: p.service.HolidaysUntil()}
	plan, err := v.read(form)
	if err == nil {
		err = plan.Check()
	}
	if err == nil && form.Text("do") == "save" {
		if err = p.service.SavePlan(r.Context(), r.Who, plan); err == nil {
			return web.SeeOther(w, r, "/physician/availability?saved")
		}
	}
	kind := fault.KindOf(err)
	switch {
	case err == nil: // only looked at
		v.Preview = p.service.Preview(plan, casework.LongHoursGeneral, a.Today, fortnight)
		return web.Render(w, r, http.StatusOK, weekPage(v))
	case kind == fault.Invalid || kind == fault.Conflict:
		v.Err = err
		return web.Render(w, r, web.Status(kind), weekPage(v))
	}
	return err
}

// read takes the form into a plan, and what was typed into the view.
func (v *weekView) read(form web.Form) (scheduling.Plan, error) {
	var f fault.Fields
	plan := scheduling.Plan{Physician: v.Plan.Physician, OnHolidays: form.Text("onHolidays") != ""}
	v.OnHolidays, v.Version, v.Zone, v.Notice = plan.OnHolidays, form.Text("version"), form.Text("zone"), narrow(form.Text("notice"))
	plan.Version, _ = strconv.ParseInt(v.Version, 10, 64)
	if zone, err := time.LoadLocation(v.Zone); err == nil && slices.Contains(zonesFor(v.Plan.Zone), v.Zone) {
		plan.Zone = zone
	} else {
		f.Add("zone", "form.choose")
	}
	if n, err := strconv.ParseFloat(v.Notice, 64); err == nil && n >= 0 && n < 10000 {
		plan.Notice = time.Duration(n * float64(time.Hour)).Truncate(time.Minute)
	} else {
		f.Add("notice", "scheduling.notice", int(scheduling.MaxNotice/time.Hour))
	}
	for _, l := range readLines(form, "hours", "weekday") {
		l.N = len(v.Lines)
		h := scheduling.Hours{Weekday: l.Weekday}
		name := fmt.Sprintf("hours.%d", l.N)
		h.From, h.To = clockOf(&f, name+".from", l.From), clockOf(&f, name+".to", l.To)
		h.Since, h.Until = dayOf(&f, name+".since", l.Since), dayOf(&f, name+".until", l.Until)
		h.Where = v.where(l)
		v.Lines, plan.Hours = append(v.Lines, l), append(plan.Hours, h)
	}
	for _, l := range readLines(form, "exceptions", "day") {
		l.N = len(v.Exceptions)
		name := fmt.Sprintf("exceptions.%d", l.N)
		x := scheduling.Exception{Day: dayOf(&f, name+".day", l.Day), Off: l.Off}
		x.ID, _ = id.Parse[id.Exception](l.ID)
		if l.Off && l.From == "" && l.To == "" {
			l.From, l.To = "0:00", "24:00"
		}
		x.From, x.To = clockOf(&f, name+".from", l.From), clockOf(&f, name+".to", l.To)
		if !x.Off {
			x.Where = v.where(l)
		}
		v.Exceptions, plan.Exceptions = append(v.Exceptions, l), append(plan.Exceptions, x)
	}
	for _, l := range v.Plan.Lengths {
		name := "lengths." + string(l.Type)
		t := lengthView{l.Type, narrow(form.Text(name + ".minutes")), narrow(form.Text(name + ".slack"))}
		var err1, err2 error
		l.Minutes, err1 = strconv.Atoi(t.Minutes)
		l.Slack, err2 = strconv.Atoi(t.Slack)
		if err1 != nil {
			f.Add(name+".minutes", "form.number")
		}
		if err2 != nil {
			f.Add(name+".slack", "form.number")
		}
		v.Lengths, plan.Lengths = append(v.Lengths, t), append(plan.Lengths, l)
	}
	return plan, f.Err()
}

// where reads the ways of a line; a workplace where he is not appointed is none.
func (v *weekView) where(l lineView) scheduling.Where {
	w := scheduling.Where{Online: l.Online, InPerson: l.InPerson}
	if !l.InPerson {
		return w
	}
	w.Place = l.Place
	for _, x := range v.Workplaces {
		if string(x.ID) == l.Workplace {
			w.Workplace = x.ID
		}
	}
	return w
}

// readLines reads the lines that say something; mark is the field every line has.
func readLines(form web.Form, list, mark string) []lineView {
	var out []lineView
	for i := 0; form.Has(fmt.Sprintf("%s.%d.%s", list, i, mark)) && i < 600; i++ {
		text := func(name string) string { return form.Text(fmt.Sprintf("%s.%d.%s", list, i, name)) }
		weekday, err := strconv.Atoi(text("weekday"))
		if list == "hours" && (err != nil || weekday < 0 || weekday > 6) {
			continue
		}
		l := lineView{
			Weekday: time.Weekday(weekday), ID: text("id"), Day: text("day"), Off: text("kind") == "off",
			From: narrow(text("from")), To: narrow(text("to")), Since: text("since"), Until: text("until"),
			Online: text("online") != "", InPerson: text("inPerson") != "", Workplace: text("workplace"), Place: text("place"),
		}
		empty := l.From == "" && l.To == ""
		if list == "exceptions" {
			empty = l.Day == "" && (empty || l.Off)
		}
		if !empty && text("drop") == "" {
			out = append(out, l)
		}
	}
	return out
}

func clockOf(f *fault.Fields, name, text string) civil.Clock {
	c, err := civil.ParseClock(text)
	if err != nil {
		f.Add(name, "form.clock")
	}
	return c
}

func dayOf(f *fault.Fields, name, text string) civil.Date {
	if text == "" {
		return civil.Date{}
	}
	d, err := civil.ReadDate(text)
	if err != nil {
		f.Add(name, "form.date")
	}
	return d
}

// narrow makes full-width figures and colons plain: they come from Japanese keyboards.
func narrow(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == '：':
			return ':'
		case r == '．':
			return '.'
		}
		return r
	}, text)
}

// blank is an empty line after the n that there are.
func (v weekView) blank(n int, d time.Weekday) lineView {
	return lineView{N: n, Weekday: d, Online: true}
}

// on are the lines of a weekday.
func (v weekView) on(d time.Weekday) []lineView {
	var out []lineView
	for _, l := range v.Lines {
		if l.Weekday == d {
			out = append(out, l)
		}
	}
	return out
}

// monday begins the week of the page.
func weekdays() []time.Weekday {
	return []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}
}

func weekdayName(ctx context.Context, d time.Weekday) string {
	return []string{
		lang.T(ctx, "日曜日"), lang.T(ctx, "月曜日"), lang.T(ctx, "火曜日"), lang.T(ctx, "水曜日"),
		lang.T(ctx, "木曜日"), lang.T(ctx, "金曜日"), lang.T(ctx, "土曜日"),
	}[d]
}

// zonesFor are the zones offered: where physicians work, and the plan's own.
func zonesFor(own *time.Location) []string {
	out := []string{"Asia/Tokyo", "Asia/Seoul", "Asia/Shanghai", "Asia/Singapore", "Asia/Bangkok", "Australia/Sydney", "Europe/London", "Europe/Berlin", "America/New_York", "America/Los_Angeles", "UTC"}
	if own != nil && !slices.Contains(out, own.String()) {
		out = append(out, own.String())
	}
	return out
}

func zoneOptions(own *time.Location) []ui.Option {
	var out []ui.Option
	for _, z := range zonesFor(own) {
		out = append(out, ui.Option{Value: z, Text: z})
	}
	return out
}

func workplaceOptions(ctx context.Context, v weekView) []ui.Option {
	out := []ui.Option{{Value: "", Text: lang.T(ctx, "どの事業場の人とも")}}
	for _, w := range v.Workplaces {
		out = append(out, ui.Option{Value: string(w.ID), Text: lang.T(ctx, "%sの人だけ", w.Name)})
	}
	return out
}

// opening sums a day of the preview up: 9:00〜16:40, 12件.
func opening(ctx context.Context, d scheduling.Day, zone *time.Location) string {
	if len(d.Slots) == 0 {
		return lang.T(ctx, "受付なし")
	}
	var out []string
	for i := 0; i < len(d.Slots); {
		j := i
		for j+1 < len(d.Slots) && d.Slots[j+1].From.Equal(d.Slots[j].Until) {
			j++
		}
		out = append(out, ui.ClockSpan(ctx, d.Slots[i].From, d.Slots[j].To, zone))
		i = j + 1
	}
	sep := "、"
	if lang.From(ctx) == lang.EN {
		sep = ", "
	}
	return lang.T(ctx, "%s(%d件)", strings.Join(out, sep), len(d.Slots))
}

func kindValue(off bool) string {
	if off {
		return "off"
	}
	return "extra"
}
