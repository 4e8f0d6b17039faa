// Package provisionweb draws the workplace card and the information package:
// HR fills both, the physician opens the package or says why he goes on
// without, the worker sees what was sent. Every page works without script.
package provisionweb

import (
	"context"
	"net/http"
	"strconv"

	"mendan/internal/actor"
	"mendan/internal/directory"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/provision"
	"mendan/internal/web"
	"mendan/internal/web/ui"
)

// Pages are the pages over a service.
type Pages struct{ service *provision.Service }

// New makes the pages.
func New(service *provision.Service) *Pages { return &Pages{service} }

// Routes is the table of doors.
func (p *Pages) Routes() []web.Route {
	worker, hr := actor.Of(actor.Employee), actor.Of(actor.HROfficer)
	health, doctor := actor.Of(actor.Physician, actor.HealthStaff), actor.Of(actor.Physician)
	readers := actor.Of(actor.HROfficer, actor.Physician, actor.HealthStaff, actor.Committee, actor.Coordinator)
	return []web.Route{
		{Method: http.MethodGet, Pattern: "/programme/{workplace}/card", Who: readers, Handle: p.card},
		{Method: http.MethodPost, Pattern: "/programme/{workplace}/card", Who: hr, Handle: p.keepCard},
		{Method: http.MethodGet, Pattern: "/hr/cases/{case}/package", Who: hr, Handle: p.fill},
		{Method: http.MethodPost, Pattern: "/hr/cases/{case}/package", Who: hr, Handle: p.give},
		{Method: http.MethodGet, Pattern: "/physician/cases/{case}/package", Who: health, Handle: p.open},
		{Method: http.MethodPost, Pattern: "/physician/cases/{case}/package", Who: doctor, Handle: p.waive},
		{Method: http.MethodGet, Pattern: "/interviews/{case}/package", Who: worker, Handle: p.own},
	}
}

// refused tells whether err belongs on the form's own page.
func refused(err error) bool {
	k := fault.KindOf(err)
	return err != nil && (k == fault.Invalid || k == fault.Conflict)
}

type cardView struct {
	Sheet provision.CardSheet
	In    provision.CardInput
	Saved bool
	Err   error
}

func (p *Pages) card(w http.ResponseWriter, r *web.Request) error {
	at, err := web.PathID[id.Workplace](r, "workplace")
	if err != nil {
		return err
	}
	sheet, err := p.service.ReadCard(r.Context(), r.Who, at)
	if err != nil {
		return err
	}
	c := sheet.Card
	in := provision.CardInput{Workplace: at, Business: c.Business, Work: c.Work, Environment: c.Environment, Hazards: c.Hazards, Hours: c.Hours, Shift: c.Shift, Headcount: strconv.Itoa(c.Headcount)}
	if !c.Filled() {
		in.Headcount = strconv.Itoa(sheet.Workplace.Headcount)
	}
	return web.Render(w, r, http.StatusOK, cardPage(cardView{Sheet: sheet, In: in, Saved: r.URL.Query().Has("saved")}))
}

func (p *Pages) keepCard(w http.ResponseWriter, r *web.Request) error {
	at, err := web.PathID[id.Workplace](r, "workplace")
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	in := provision.CardInput{
		Workplace: at, Business: form.Text("business"), Work: form.Text("work"), Environment: form.Text("environment"), Hazards: form.Text("hazards"),
		Hours: form.Text("hours"), Shift: form.Text("shift"), Headcount: form.Text("headcount"),
	}
	_, err = p.service.KeepCard(r.Context(), r.Who, in)
	if refused(err) {
		sheet, read := p.service.ReadCard(r.Context(), r.Who, at)
		if read != nil {
			return read
		}
		return web.Render(w, r, web.Status(fault.KindOf(err)), cardPage(cardView{Sheet: sheet, In: in, Err: err}))
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, "/programme/"+string(at)+"/card?saved")
}

type fillView struct {
	Sheet provision.Sheet
	In    provision.GiveInput
	Saved bool
	Err   error
}

func (p *Pages) fill(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	sheet, err := p.service.ReadForEmployer(r.Context(), r.Who, c)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, fillPage(fillView{Sheet: sheet, In: prefilled(sheet), Saved: r.URL.Query().Has("saved")}))
}

// prefilled is the package given before, or what is known: the month before,
// and from the last interview of the same worker what rarely changes.
func prefilled(s provision.Sheet) provision.GiveInput {
	in := provision.GiveInput{Case: s.Case.ID, Month: provision.MonthOf(s.Today).Before().String()}
	p := s.Package
	if !p.Given() {
		p = s.Before
		in.Content, in.Intensity, in.Responsibility, in.Environment, in.Earlier = p.Content, p.Intensity, p.Responsibility, p.Environment, p.Earlier
		return in
	}
	count := func(n int) string {
		if n < 0 {
			return ""
		}
		return strconv.Itoa(n)
	}
	in = provision.GiveInput{
		Case: p.Case, Month: p.Month.String(), WorkDays: count(p.WorkDays), WorkTime: p.WorkTime.Text(), Overtime: p.Overtime.Text(), HolidayWork: p.HolidayWork.Text(),
		Nights: count(p.Nights), NightTime: p.NightTime.Text(), Content: p.Content, Intensity: p.Intensity, Responsibility: p.Responsibility,
		Environment: p.Environment, Earlier: p.Earlier, Examination: p.Examination,
	}
	return in
}

func (p *Pages) give(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	in := provision.GiveInput{
		Case: c, Month: form.Text("month"), WorkDays: form.Text("work_days"), WorkTime: form.Text("work_time"), Overtime: form.Text("overtime"),
		HolidayWork: form.Text("holiday_work"), Nights: form.Text("nights"), NightTime: form.Text("night_time"), Content: form.Text("content"),
		Intensity: form.Text("intensity"), Responsibility: form.Text("responsibility"), Environment: form.Text("environment"),
		Earlier: form.Text("earlier"), Examination: form.Text("examination"),
	}
	_, err = p.service.Give(r.Context(), r.Who, in)
	if refused(err) {
		sheet, read := p.service.ReadForEmployer(r.Context(), r.Who, c)
		if read != nil {
			return read
		}
		return web.Render(w, r, web.Status(fault.KindOf(err)), fillPage(fillView{Sheet: sheet, In: in, Err: err}))
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, "/hr/cases/"+string(c)+"/package?saved")
}

type openView struct {
	Sheet  provision.Sheet
	Doctor bool   // the physician of the case looks: he may waive
	Reason string // as typed
	Err    error
}

func (p *Pages) open(w http.ResponseWriter, r *web.Request) error { return p.opened(w, r, "", nil) }

func (p *Pages) opened(w http.ResponseWriter, r *web.Request, reason string, because error) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	sheet, err := p.service.Open(r.Context(), r.Who, c)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if because != nil {
		status = web.Status(fault.KindOf(because))
	}
	doctor := r.Who.Physician != "" && r.Who.Physician == sheet.Case.Physician
	return web.Render(w, r, status, openPage(openView{Sheet: sheet, Doctor: doctor, Reason: reason, Err: because}))
}

func (p *Pages) waive(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	err = p.service.Waive(r.Context(), r.Who, c, form.Text("reason"))
	if refused(err) {
		return p.opened(w, r, form.Text("reason"), err)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, "/physician/cases/"+string(c)+"/package")
}

func (p *Pages) own(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	sheet, err := p.service.ReadOwn(r.Context(), r.Who, c)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, ownPage(sheet))
}

// hours is a length of work in the reader's language.
func hours(ctx context.Context, d provision.Duration) string {
	if d < 0 {
		return lang.T(ctx, "記入なし")
	}
	if lang.From(ctx) == lang.JA {
		return d.Japanese()
	}
	return d.English()
}

func times(ctx context.Context, n int) string {
	if n < 0 {
		return lang.T(ctx, "記入なし")
	}
	return lang.T(ctx, "%d回", n)
}

func days(ctx context.Context, n int) string {
	if n < 0 {
		return lang.T(ctx, "記入なし")
	}
	return lang.T(ctx, "%d日", n)
}

func month(ctx context.Context, m provision.Month) string {
	if lang.From(ctx) == lang.JA {
		return strconv.Itoa(m.Year) + "年" + strconv.Itoa(int(m.Month)) + "月"
	}
	return m.Month.String() + " " + strconv.Itoa(m.Year)
}

func said(ctx context.Context, text string) string {
	if text == "" {
		return lang.T(ctx, "記入なし")
	}
	return text
}

func sex(ctx context.Context, s directory.Sex) string {
	switch s {
	case directory.Female:
		return lang.T(ctx, "女性")
	case directory.Male:
		return lang.T(ctx, "男性")
	}
	return lang.T(ctx, "記入なし")
}

func cardRows(ctx context.Context, c provision.Card) []ui.Row {
	return []ui.Row{
		{Key: lang.T(ctx, "事業の概要"), Value: c.Business},
		{Key: lang.T(ctx, "業務の内容"), Value: c.Work},
		{Key: lang.T(ctx, "作業環境"), Value: c.Environment},
		{Key: lang.T(ctx, "有害な業務・危険な作業"), Value: c.Hazards},
		{Key: lang.T(ctx, "労働時間の制度"), Value: c.Hours},
		{Key: lang.T(ctx, "交替・夜勤"), Value: c.Shift},
		{Key: lang.T(ctx, "働く人の数"), Value: lang.T(ctx, "%d人", c.Headcount)},
	}
}

func workerRows(ctx context.Context, s provision.Sheet, w provision.Worker) []ui.Row {
	age := lang.T(ctx, "記入なし")
	if w.Age > 0 {
		age = lang.T(ctx, "%d歳", w.Age)
	}
	return []ui.Row{
		{Key: lang.T(ctx, "氏名"), Value: w.Name + " (" + w.Number + ")"},
		{Key: lang.T(ctx, "性別・年齢"), Value: sex(ctx, w.Sex) + " " + age},
		{Key: lang.T(ctx, "事業場・所属"), Value: s.Workplace.Name + " " + w.Department},
		{Key: lang.T(ctx, "役職"), Value: said(ctx, w.Post)},
	}
}

func figureRows(ctx context.Context, p provision.Package) []ui.Row {
	return []ui.Row{
		{Key: lang.T(ctx, "対象の月"), Value: month(ctx, p.Month)},
		{Key: lang.T(ctx, "労働日数"), Value: days(ctx, p.WorkDays)},
		{Key: lang.T(ctx, "総労働時間"), Value: hours(ctx, p.WorkTime)},
		{Key: lang.T(ctx, "時間外・休日の労働時間"), Value: hours(ctx, p.Overtime)},
		{Key: lang.T(ctx, "うち休日の労働時間"), Value: hours(ctx, p.HolidayWork)},
		{Key: lang.T(ctx, "深夜業の回数"), Value: times(ctx, p.Nights)},
		{Key: lang.T(ctx, "深夜業の時間"), Value: hours(ctx, p.NightTime)},
	}
}

func workRows(ctx context.Context, p provision.Package) []ui.Row {
	out := []ui.Row{
		{Key: lang.T(ctx, "仕事の内容"), Value: p.Content},
		{Key: lang.T(ctx, "仕事の密度・負担"), Value: p.Intensity},
		{Key: lang.T(ctx, "責任の重さ"), Value: p.Responsibility},
		{Key: lang.T(ctx, "作業環境"), Value: p.Environment},
		{Key: lang.T(ctx, "これまでの面談と措置"), Value: said(ctx, p.Earlier)},
	}
	if p.Examination != "" {
		out = append(out, ui.Row{Key: lang.T(ctx, "健康診断の結果(加工したもの)"), Value: p.Examination})
	}
	return out
}
