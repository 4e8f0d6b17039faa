package readinessweb

import (
	"context"
	"net/http"
	"time"

	"mendan/internal/actor"
	"mendan/internal/civil"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/readiness"
	"mendan/internal/web"
	"mendan/internal/web/ui"
)

type requestsView struct {
	List []readiness.RequestLine
	Base string // /hr/rooms or /coordinator/rooms
}

// base is the desk of whoever arranges rooms.
func base(who actor.Actor, path string) string {
	if len(path) >= 3 && path[:3] == "/hr" && who.Is(actor.HROfficer) {
		return "/hr/rooms"
	}
	return "/coordinator/rooms"
}

func (p *Pages) requests(w http.ResponseWriter, r *web.Request) error {
	list, err := p.service.RequestList(r.Context(), r.Who)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, requestsPage(requestsView{list, base(r.Who, r.URL.Path)}))
}

type arrangeView struct {
	Line  readiness.RequestLine
	Base  string
	Found string
	In    readiness.AnswerInput
	Day   string
	From  string
	To    string
	Err   error
}

func (p *Pages) arrange(w http.ResponseWriter, r *web.Request) error {
	x, err := web.PathID[id.Request](r, "request")
	if err != nil {
		return err
	}
	line, err := p.service.RequestFor(r.Context(), r.Who, x)
	if err != nil {
		return err
	}
	q := line.Request
	v := arrangeView{Line: line, Base: base(r.Who, r.URL.Path), In: readiness.AnswerInput{Address: q.Address, Room: q.Room, Note: q.Note, LentOn: q.LentOn}}
	from, to := q.From, q.To
	if from.IsZero() && line.Booked { // a quarter of an hour to settle down before, and after
		from, to = line.From.Add(-15*time.Minute), line.To.Add(15*time.Minute)
	}
	if !from.IsZero() {
		v.Day, v.From, v.To = civil.DateOf(from, line.Zone).String(), civil.ClockOf(from, line.Zone).String(), civil.ClockOf(to, line.Zone).String()
	}
	if !q.LentOn.IsZero() {
		v.Day = q.LentOn.String()
	}
	switch q.State {
	case readiness.RequestArranged:
		v.Found = "yes"
	case readiness.RequestNotFound:
		v.Found = "no"
	case readiness.RequestOpen, readiness.RequestWithdrawn:
	}
	return web.Render(w, r, http.StatusOK, arrangePage(v))
}

func (p *Pages) answer(w http.ResponseWriter, r *web.Request) error {
	x, err := web.PathID[id.Request](r, "request")
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	line, err := p.service.RequestFor(r.Context(), r.Who, x)
	if err != nil {
		return err
	}
	v := arrangeView{Line: line, Base: base(r.Who, r.URL.Path), Found: form.Text("found"), Day: form.Text("day"), From: form.Text("from"), To: form.Text("to")}
	v.In = readiness.AnswerInput{Request: x, Found: v.Found, Address: form.Text("address"), Room: form.Text("room"), Note: form.Text("note")}
	if day, err := civil.ParseDate(v.Day); err == nil {
		if line.Request.Kind == readiness.HeadsetRequest {
			v.In.LentOn = day
		}
		if from, err := civil.ParseClock(v.From); err == nil {
			v.In.From = day.At(from, line.Zone)
		}
		if to, err := civil.ParseClock(v.To); err == nil {
			v.In.To = day.At(to, line.Zone)
		}
	}
	err = p.service.Answer(r.Context(), r.Who, v.In)
	if refused(err) {
		v.Err = err
		return web.Render(w, r, web.Status(fault.KindOf(err)), arrangePage(v))
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, v.Base)
}

// when is the appointment of a line, by its neutral name.
func when(ctx context.Context, l readiness.RequestLine) string {
	if !l.Booked {
		return lang.T(ctx, "日時はこれから決まります")
	}
	return lang.Span(ctx, l.From, l.To, l.Zone)
}

func (v arrangeView) rows(ctx context.Context) []ui.Row {
	l := v.Line
	rows := []ui.Row{
		{Key: lang.T(ctx, "氏名"), Value: l.Worker + " (" + l.Number + ")"},
		{Key: lang.T(ctx, "打合せの日時"), Value: when(ctx, l)},
		{Key: lang.T(ctx, "お願いするもの"), Value: requestWord(ctx, l.Request.Kind)},
	}
	if l.Request.Wish != "" {
		rows = append(rows, ui.Row{Key: lang.T(ctx, "本人の希望"), Value: l.Request.Wish})
	}
	return append(rows,
		ui.Row{Key: lang.T(ctx, "返事の期限"), Value: lang.Date(ctx, l.Request.Due)},
		ui.Row{Key: lang.T(ctx, "費用"), Value: costWord(ctx, l.Costs.Of(l.Request.Kind))},
		ui.Row{Key: lang.T(ctx, "状態"), Node: requestTag(l.Request, l.Late)})
}

// progress says how far a rehearsal is.
func progressWord(ctx context.Context, s readiness.Progress) (ui.Kind, string) {
	switch s {
	case readiness.Passed:
		return ui.Success, lang.T(ctx, "済")
	case readiness.Trouble:
		return ui.Warning, lang.T(ctx, "うまくいっていません")
	case readiness.Stuck:
		return ui.Error, lang.T(ctx, "お手伝いが必要です")
	case readiness.NotYet:
	}
	return ui.Plain, lang.T(ctx, "まだ")
}

func (p *Pages) rehearsals(w http.ResponseWriter, r *web.Request) error {
	list, err := p.Progress(r.Context(), r.Who)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, rehearsalsPage(list))
}
