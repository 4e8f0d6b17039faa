package meetingweb

import (
	"context"
	"net/http"
	"time"

	"mendan/internal/actor"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/meeting"
	"mendan/internal/web"
	"mendan/internal/web/ui"
)

type linkView struct {
	Meeting meeting.Meeting
	Zone    *time.Location
	Back    string
	Text    string
	Err     error
}

func (p *Pages) link(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	m, err := p.service.Pasteable(r.Context(), r.Who, c)
	if err != nil {
		return err
	}
	v := linkView{Meeting: m, Zone: p.zone, Back: backOf(r.Who, c)}
	if m.Way == meeting.Pasted {
		v.Text = string(m.Link)
	}
	return web.Render(w, r, http.StatusOK, linkPage(v))
}

func (p *Pages) giveLink(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	err = p.service.Paste(r.Context(), r.Who, c, form.Text("link"))
	if fault.KindOf(err) == fault.Invalid && err != nil {
		m, read := p.service.Pasteable(r.Context(), r.Who, c)
		if read != nil {
			return read
		}
		return web.Render(w, r, http.StatusUnprocessableEntity, linkPage(linkView{Meeting: m, Zone: p.zone, Back: backOf(r.Who, c), Text: form.Text("link"), Err: err}))
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, backOf(r.Who, c))
}

func backOf(who actor.Actor, c id.Case) string {
	switch {
	case who.Is(actor.Physician):
		return "/physician/cases/" + string(c)
	case who.Is(actor.HROfficer):
		return "/hr/cases/" + string(c)
	case who.Is(actor.HealthStaff):
		return "/nurse"
	}
	return "/coordinator"
}

func linkState(ctx context.Context, m meeting.Meeting) string {
	switch {
	case m.State == meeting.Ready && m.Way == meeting.Pasted:
		return lang.T(ctx, "手で入れたリンクがあります")
	case m.State == meeting.Ready:
		return lang.T(ctx, "自動で作られました")
	case m.State == meeting.Failed || m.Way == meeting.Pasted:
		return lang.T(ctx, "まだありません。下から入れてください。")
	}
	return lang.T(ctx, "作っています")
}

func current(ctx context.Context, s meeting.Sheet) []ui.Row {
	named := lang.T(ctx, "まだ決めていません(はじめの設定のままです)")
	if s.Designation.Named() {
		named = lang.Moment(ctx, s.Designation.At, s.Workplace.Location())
	}
	out := []ui.Row{
		{Key: lang.T(ctx, "いまのツール"), Value: toolName(ctx, s.Designation.Tool)},
		{Key: lang.T(ctx, "決めた日時"), Value: named},
	}
	if s.Designation.Tool.Outside() {
		way := lang.T(ctx, "面談ごとに、リンクを手で入れる")
		if s.Designation.Way == meeting.Made {
			way = lang.T(ctx, "予約のたびに、自動で会議を作る")
		}
		out = append(out, ui.Row{Key: lang.T(ctx, "会議の用意のしかた"), Value: way},
			ui.Row{Key: lang.T(ctx, "運営する会社"), Value: s.Designation.Tool.Operator()})
	}
	return out
}

func accounts(ctx context.Context, s meeting.Sheet) []ui.Row {
	var out []ui.Row
	for _, t := range meeting.Tools() {
		if !t.Outside() {
			continue
		}
		r := ui.Row{Key: t.Name(), Value: lang.T(ctx, "登録していません"), Href: home(s.Workplace.ID) + "/account/" + string(t), Text: lang.T(ctx, "登録する")}
		if g, ok := s.Accounts[t]; ok {
			r.Value, r.Text = lang.T(ctx, "登録済み(%s)", lang.Moment(ctx, g.At, s.Workplace.Location())), lang.T(ctx, "変更")
		}
		out = append(out, r)
	}
	return out
}

func secretHint(ctx context.Context, given bool) string {
	if given {
		return lang.T(ctx, "登録済みです。変えるときだけ入力してください。")
	}
	return lang.T(ctx, "封をして保管し、画面には二度と表示しません。")
}
