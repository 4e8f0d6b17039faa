package readinessweb

import (
	"context"
	"net/http"

	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/readiness"
	"mendan/internal/web"
	"mendan/internal/web/ui"
)

type requestView struct {
	Sheet readiness.RequestSheet
	Kind  string
	Wish  string
	Err   error
}

func (p *Pages) request(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	sheet, err := p.service.RequestsOf(r.Context(), r.Who, c)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, requestPage(requestView{Sheet: sheet}))
}

func (p *Pages) ask(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	in := readiness.RequestInput{Case: c, Kind: readiness.RequestKind(form.Text("kind")), Wish: form.Text("wish")}
	err = p.service.Ask(r.Context(), r.Who, in)
	if refused(err) {
		sheet, read := p.service.RequestsOf(r.Context(), r.Who, c)
		if read != nil {
			return read
		}
		return web.Render(w, r, web.Status(fault.KindOf(err)), requestPage(requestView{Sheet: sheet, Kind: string(in.Kind), Wish: in.Wish, Err: err}))
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, back(c)+"/place/request")
}

func (p *Pages) withdraw(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	if err := p.service.Withdraw(r.Context(), r.Who, c, readiness.RequestKind(form.Text("kind"))); err != nil {
		return err
	}
	return web.SeeOther(w, r, back(c)+"/place/request")
}

// has tells whether a request of the kind stands.
func (v requestView) has(k readiness.RequestKind) bool {
	for _, r := range v.Sheet.Requests {
		if r.Kind == k && r.State != readiness.RequestNotFound {
			return true
		}
	}
	return false
}

// options are what can still be asked for.
func (v requestView) options(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, k := range []readiness.RequestKind{readiness.RoomRequest, readiness.HeadsetRequest} {
		if !v.has(k) {
			out = append(out, ui.Option{Value: string(k), Text: requestWord(ctx, k), Hint: costWord(ctx, v.Sheet.Costs.Of(k))})
		}
	}
	return out
}

// rows say where a request stands, and where to go.
func (v requestView) rows(ctx context.Context, r readiness.Request) []ui.Row {
	rows := []ui.Row{{Key: lang.T(ctx, "状態"), Node: requestTag(r, false)}}
	add := func(key, value string) {
		if value != "" {
			rows = append(rows, ui.Row{Key: key, Value: value})
		}
	}
	switch r.State {
	case readiness.RequestArranged:
		if !r.From.IsZero() {
			add(lang.T(ctx, "使える時間"), lang.Span(ctx, r.From, r.To, v.Sheet.Zone))
		}
		add(lang.T(ctx, "住所"), r.Address)
		add(lang.T(ctx, "部屋"), r.Room)
		if !r.LentOn.IsZero() {
			add(lang.T(ctx, "お渡しする日"), lang.Date(ctx, r.LentOn))
		}
		add(lang.T(ctx, "ご案内"), r.Note)
	case readiness.RequestOpen:
		add(lang.T(ctx, "返事の目安"), lang.T(ctx, "%sまで", lang.Date(ctx, r.Due)))
		add(lang.T(ctx, "伝えた希望"), r.Wish)
	case readiness.RequestNotFound:
		add(lang.T(ctx, "ご案内"), r.Note)
	case readiness.RequestWithdrawn:
	}
	add(lang.T(ctx, "費用"), costWord(ctx, v.Sheet.Costs.Of(r.Kind)))
	return rows
}

func requestWord(ctx context.Context, k readiness.RequestKind) string {
	if k == readiness.HeadsetRequest {
		return lang.T(ctx, "ヘッドセットの貸出し")
	}
	return lang.T(ctx, "個室ブースや部屋")
}

// costWord says who pays, as far as the company's rule is known here.
func costWord(ctx context.Context, p readiness.Payer) string {
	switch p {
	case readiness.Employer:
		return lang.T(ctx, "費用は会社が負担します。")
	case readiness.Worker:
		return lang.T(ctx, "費用は、会社の規程により本人の負担です。")
	case readiness.ByRule:
	}
	return lang.T(ctx, "費用は会社の規程によります。わからないときは、返事をお待ちください。")
}

// seers says who reads a wish.
func (v requestView) seers(ctx context.Context) string {
	if v.Sheet.Case.Type.Statutory() {
		return lang.T(ctx, "会社の担当者が、部屋か機器が必要なことと日時だけを見ます。理由は伝わりません。")
	}
	return lang.T(ctx, "面談の運営事務局だけが見ます。会社には伝わりません。")
}

func stateWord(ctx context.Context, r readiness.Request, late bool) (ui.Kind, string) {
	switch r.State {
	case readiness.RequestArranged:
		if r.Kind == readiness.HeadsetRequest {
			return ui.Success, lang.T(ctx, "お貸しします")
		}
		return ui.Success, lang.T(ctx, "用意できました")
	case readiness.RequestNotFound:
		return ui.Warning, lang.T(ctx, "用意できませんでした")
	case readiness.RequestOpen, readiness.RequestWithdrawn:
	}
	if late {
		return ui.Error, lang.T(ctx, "期限を過ぎています")
	}
	return ui.Info, lang.T(ctx, "手配中")
}
