package ui_test

import (
	"context"
	"io"

	"github.com/a-h/templ"

	"mendan/internal/web/ui"
)

// kit is a page with every component, with and without faults.
func kit(err error) templ.Component {
	parts := []templ.Component{
		ui.Errors(err),
		ui.Back("/home", "一覧に戻る"),
		templ.Raw("<h1>部品の一覧</h1>"),
		with(ui.Next("面談の日時を選ぶ", false), templ.Raw(`<p>11月25日(水)までに選ぶと、期限に間に合います。</p>`), with(ui.Actions(), ui.Link(ui.Primary, "/x", "日時を選ぶ"))),
		ui.Tasks([]ui.Task{
			{Name: "予約", Href: "/a", State: ui.Done, Note: "11月25日(水) 14:00〜14:30 オンライン"},
			{Name: "事前アンケート", Href: "/b", State: ui.Now, Note: "3分ほど。途中で止めても続きから答えられます。"},
			{Name: "話す場所", Href: "/c", State: ui.Doing},
			{Name: "緊急時の連絡先", Href: "/d"},
			{Name: "入室", Href: "/e", State: ui.Later, Note: "11月25日(水) 13:45から入れます。"},
			{Name: "意見書", State: ui.None},
		}),
		with(ui.Banner(ui.Success, "予約できました"), templ.Raw("<p>確認のメールをお送りしました。</p>")),
		ui.Banner(ui.Info, "産業医はまだ入室していません"),
		ui.Banner(ui.Warning, "期限まであと3日です"),
		ui.Banner(ui.Error, "保存できませんでした"),
		with(ui.Form("/x"),
			ui.Field(ui.Input{Name: "phone", Label: "電話番号", Hint: "面談中に切れたとき、産業医からおかけします。", Type: "tel", Auto: "tel", Width: 12, Required: true, Err: err, Value: "090-12"}),
			ui.Field(ui.Input{Name: "hours", Label: "先月の残業", Width: 4, Unit: "時間", Err: err}),
			ui.Area(ui.Long{Name: "memo", Label: "話したいこと", Hint: "産業医だけが読みます。", Max: 1000, Err: err}),
			ui.Radios(ui.Choice{Name: "mode", Label: "面談の方法", Required: true, Err: err, Value: "online", Options: []ui.Option{{Value: "online", Text: "オンライン", Hint: "スマートフォンやパソコンで"}, {Value: "person", Text: "対面", Hint: "会社の面談室で"}}}),
			ui.Radios(ui.Choice{Name: "sleep", Label: "よく眠れていますか", Across: true, Bare: true, Options: []ui.Option{{Value: "1", Text: "はい"}, {Value: "2", Text: "いいえ"}, {Value: "0", Text: "答えたくない"}}}),
			ui.Checks(ui.Choice{Name: "days", Label: "都合のよい曜日", Values: []string{"mon"}, Options: []ui.Option{{Value: "mon", Text: "月曜日"}, {Value: "tue", Text: "火曜日"}}}),
			ui.Select(ui.Choice{Name: "site", Label: "事業場", Required: true, Options: []ui.Option{{Value: "", Text: "選んでください"}, {Value: "h", Text: "本社"}, {Value: "c", Text: "千葉工場"}}}),
			ui.Check(ui.Tick{Name: "alone", Text: "この部屋に一人でいます", Err: err}),
			ui.Hidden("version", "1"),
			with(ui.Actions(), ui.Button(ui.Primary, "保存する"), ui.Button(ui.Secondary, "あとで続ける"), ui.Button(ui.Danger, "予約を取り消す"), ui.Link(ui.Text, "/x", "やめる")),
		),
		ui.Rows([]ui.Row{{Key: "日時", Value: "2026年11月25日(水) 14:00〜14:30", Href: "/x"}, {Key: "産業医", Value: "森 和也\nみなと産業医事務所"}, {Key: "状態", Node: ui.Tag(ui.Success, "確定")}}),
		with(ui.Table("期限のある手続き", "期限", "対象", "状態", ""), templ.Raw(`<tr><td data-label="期限">11月25日(水)</td><td data-label="対象">髙橋 美咲</td><td data-label="状態">`), ui.Tag(ui.Warning, "あと3日"), templ.Raw(`</td><td>`), ui.LinkSmall(ui.Secondary, "/x", "意見書を受け取る"), templ.Raw(`</td></tr>`)),
		ui.Empty("いま急ぐことはありません", "新しい意見書が届くと、ここに表示されます。"),
		ui.Steps(2, "日時", "確認", "完了"),
		ui.Told([]string{"面談を受けたこと", "就業上の措置についての意見"}, []string{"話した内容", "事前アンケートの答え"}),
		with(ui.More("なぜ聞くのですか"), templ.Raw("<p>切れたときに、すぐにおかけするためです。</p>")),
		ui.Phone("03-1234-5678"), ui.PrintButton(),
	}
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return with(ui.Page(ui.Head{Title: "部品", Err: err}), parts...).Render(ctx, w)
	})
}

// with puts children into a component, as { children... } does in templ.
func with(c templ.Component, children ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return c.Render(templ.WithChildren(ctx, templ.Join(children...)), w)
	})
}
