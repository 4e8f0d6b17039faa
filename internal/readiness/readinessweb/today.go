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

type todayView struct {
	Sheet readiness.AddressSheet
	In    readiness.AddressInput
	Err   error
}

func (p *Pages) today(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	sheet, err := p.service.AddressOf(r.Context(), r.Who, c)
	if err != nil {
		return err
	}
	v := todayView{Sheet: sheet}
	if a := sheet.Address; !a.SaidAt.IsZero() {
		v.In = readiness.AddressInput{Case: c, Prefecture: a.Prefecture, Street: a.Street, Nearby: yes(a.Nearby)}
	}
	return web.Render(w, r, http.StatusOK, todayPage(v))
}

func (p *Pages) giveAddress(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	in := readiness.AddressInput{Case: c, Prefecture: form.Text("prefecture"), Street: form.Text("street"), Nearby: form.Text("nearby")}
	err = p.service.GiveAddress(r.Context(), r.Who, in)
	if refused(err) {
		sheet, read := p.service.AddressOf(r.Context(), r.Who, c)
		if read != nil {
			return read
		}
		return web.Render(w, r, web.Status(fault.KindOf(err)), todayPage(todayView{Sheet: sheet, In: in, Err: err}))
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, back(c))
}

func prefectureOptions(ctx context.Context) []ui.Option {
	out := []ui.Option{{Value: "", Text: lang.T(ctx, "選んでください")}}
	for _, p := range readiness.Prefectures() {
		o := ui.Option{Value: p.JA, Text: p.JA}
		if lang.From(ctx) == lang.EN {
			o.Text = p.EN
		}
		out = append(out, o)
	}
	return out
}
