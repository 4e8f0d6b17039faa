package readinessweb

import (
	"context"
	"net/http"

	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/readiness"
	"mendan/internal/web"
	"mendan/internal/web/ui"
)

type cardView struct {
	Case  id.Case
	Card  readiness.Card
	Table readiness.PlaceTable
}

// card shows place, contact and address to the physician and the health staff.
func (p *Pages) card(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	card, err := p.service.Card(r.Context(), r.Who, c)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, cardPage(cardView{c, card, p.service.Places}))
}

func (v cardView) place(ctx context.Context) []ui.Row {
	p := v.Card.Place
	if p.Kind == "" {
		return []ui.Row{{Key: lang.T(ctx, "話す場所"), Value: lang.T(ctx, "まだ聞いていません")}}
	}
	rows := []ui.Row{{Key: lang.T(ctx, "話す場所"), Value: v.Table.Name(p.Kind).In(lang.From(ctx))}}
	if p.Note != "" {
		rows = append(rows, ui.Row{Key: lang.T(ctx, "部屋について"), Value: p.Note})
	}
	alone := lang.T(ctx, "いいえ")
	if p.Alone {
		alone = lang.T(ctx, "はい")
	}
	return append(rows, ui.Row{Key: lang.T(ctx, "ひとりになれる"), Value: alone})
}

func (v cardView) today(ctx context.Context) []ui.Row {
	a := v.Card.Address
	if a.SaidAt.IsZero() {
		return []ui.Row{{Key: lang.T(ctx, "今日いる場所"), Value: lang.T(ctx, "まだ聞いていません")}}
	}
	nearby := lang.T(ctx, "いない")
	if a.Nearby {
		nearby = lang.T(ctx, "いる")
	}
	return []ui.Row{
		{Key: lang.T(ctx, "今日いる場所"), Value: a.Prefecture + " " + a.Street},
		{Key: lang.T(ctx, "助けを頼める人"), Value: nearby},
	}
}

func (v cardView) phones(ctx context.Context) []ui.Row {
	k := v.Card.Contact
	if k.Phone == "" {
		return []ui.Row{{Key: lang.T(ctx, "本人の電話番号"), Value: lang.T(ctx, "まだ聞いていません")}}
	}
	return []ui.Row{
		{Key: lang.T(ctx, "本人の電話番号"), Node: ui.Phone(string(k.Phone))},
		{Key: lang.T(ctx, "もう1つの連絡方法"), Value: k.Second},
	}
}

func (v cardView) emergency(ctx context.Context) []ui.Row {
	k := v.Card.Contact
	if k.Name == "" {
		said := lang.T(ctx, "まだ聞いていません")
		if k.Nobody {
			said = lang.T(ctx, "決めていない(本人の希望)")
		}
		return []ui.Row{{Key: lang.T(ctx, "緊急連絡先"), Value: said}}
	}
	rows := []ui.Row{
		{Key: lang.T(ctx, "緊急連絡先"), Value: lang.T(ctx, "%s(%s)", k.Name, k.Relation)},
		{Key: lang.T(ctx, "その方の電話番号"), Node: ui.Phone(string(k.Tel))},
	}
	for _, c := range []struct {
		what  string
		given bool
	}{
		{lang.T(ctx, "命に危険があるとき"), k.Consents.Life},
		{lang.T(ctx, "面談中に連絡がとれなくなったとき"), k.Consents.Lost},
		{lang.T(ctx, "今後のことを相談したいとき"), k.Consents.Consult},
	} {
		kind, word := ui.Plain, lang.T(ctx, "同意なし")
		if c.given {
			kind, word = ui.Success, lang.T(ctx, "同意あり")
		}
		rows = append(rows, ui.Row{Key: c.what, Node: ui.Tag(kind, word)})
	}
	return rows
}

func (v cardView) doctor(ctx context.Context) []ui.Row {
	k := v.Card.Contact
	if k.Doctor == "" && k.DoctorTel == "" {
		return nil
	}
	rows := []ui.Row{{Key: lang.T(ctx, "かかりつけの医療機関"), Value: k.Doctor}}
	if k.DoctorTel != "" {
		rows = append(rows, ui.Row{Key: lang.T(ctx, "医療機関の電話番号"), Node: ui.Phone(string(k.DoctorTel))})
	}
	return rows
}
