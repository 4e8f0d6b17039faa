package readinessweb

import (
	"context"
	"net/http"

	"mendan/internal/actor"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/readiness"
	"mendan/internal/web"
	"mendan/internal/web/ui"
)

type cardView struct {
	Case      id.Case
	Card      readiness.Sight
	Table     readiness.PlaceTable
	Physician bool // has the way into the session
}

// card shows the physician and the health staff which place was said and that
// contact and address are given. What they are is not on this page: the page
// leads to where they are opened.
func (p *Pages) card(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	card, err := p.service.Card(r.Context(), r.Who, c)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, cardPage(cardView{c, card, p.service.Places, r.Who.Is(actor.Physician)}))
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
	said := lang.T(ctx, "まだ聞いていません")
	if !v.Card.AddressAt.IsZero() {
		said = lang.T(ctx, "確認済み(住所は緊急のときに開けます)")
	}
	return []ui.Row{{Key: lang.T(ctx, "今日いる場所"), Value: said}}
}

func (v cardView) phones(ctx context.Context) []ui.Row {
	k := v.Card
	if k.Phone == "" {
		return []ui.Row{{Key: lang.T(ctx, "本人の電話番号"), Value: lang.T(ctx, "まだ聞いていません")}}
	}
	return []ui.Row{
		{Key: lang.T(ctx, "本人の電話番号"), Node: ui.Phone(string(k.Phone))},
		{Key: lang.T(ctx, "もう1つの連絡方法"), Value: k.Second},
	}
}

func (v cardView) emergency(ctx context.Context) []ui.Row {
	k := v.Card
	if !k.Named {
		said := lang.T(ctx, "まだ聞いていません")
		if k.Nobody {
			said = lang.T(ctx, "決めていない(本人の希望)")
		}
		return []ui.Row{{Key: lang.T(ctx, "緊急連絡先"), Value: said}}
	}
	rows := []ui.Row{{Key: lang.T(ctx, "緊急連絡先"), Value: lang.T(ctx, "登録あり")}}
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
	if !v.Card.Doctor {
		return nil
	}
	return []ui.Row{{Key: lang.T(ctx, "かかりつけの医療機関"), Value: lang.T(ctx, "登録あり")}}
}
