package opinionweb

import (
	"context"
	"slices"
	"strings"

	"mendan/internal/lang"
	"mendan/internal/opinion"
	"mendan/internal/web"
	"mendan/internal/web/ui"
)

// fieldName is what a field is called, for lists of what is missing.
func fieldName(ctx context.Context, name string) string {
	for field, said := range map[string]string{
		"work_status": lang.T(ctx, "勤務の状況"), "state_text": lang.T(ctx, "会社向けの説明"),
		"facing_remarks": lang.T(ctx, "その他特記すべき事項(会社向け)"), "environment": lang.T(ctx, "職場環境の改善に関する意見"),
		"visits": lang.T(ctx, "医療機関への受診配慮等"), "others": lang.T(ctx, "その他・連絡事項等"),
		"classification": lang.T(ctx, "就業区分"), "measures": lang.T(ctx, "措置"), "guidance": lang.T(ctx, "本人への指導区分"),
		"interview_by": lang.T(ctx, "再面接の時期"), "period_from": lang.T(ctx, "措置の期間"), "period_until": lang.T(ctx, "措置の期間"),
		"review": lang.T(ctx, "見直しの日"), "consent_on": lang.T(ctx, "同意の日"), "consent_how": lang.T(ctx, "同意の確かめ方"),
		"work_detail": lang.T(ctx, "勤務と生活の詳細"), "fatigue_detail": lang.T(ctx, "疲労の蓄積の根拠"),
		"finding_detail": lang.T(ctx, "所見の内容"), "consultation": lang.T(ctx, "相談の内容"), "advice": lang.T(ctx, "本人への指導・助言"),
		"remarks": lang.T(ctx, "特記事項"),
	} {
		if field == name {
			return said
		}
	}
	switch {
	case strings.HasPrefix(name, "hours_"):
		return lang.T(ctx, "時間外労働の上限(1か月)")
	case strings.HasPrefix(name, "clock_"), strings.HasPrefix(name, "until_"):
		return lang.T(ctx, "就業時間の制限")
	}
	return lang.T(ctx, "措置の具体的な内容")
}

// sayStage is where the letter stands, for the physician.
func sayStage(ctx context.Context, v desk) string {
	switch v.Letter.Stage() {
	case opinion.Closed:
		return lang.T(ctx, "記録は完成しました")
	case opinion.Offered:
		return lang.T(ctx, "本人が読むのを待っています")
	case opinion.Shown:
		return lang.T(ctx, "本人が読みました。確認を待っています")
	case opinion.ReleasedTo:
		return lang.T(ctx, "会社の受け取りを待っています")
	case opinion.Received:
		return lang.T(ctx, "会社が受け取りました。措置の決定を待っています")
	case opinion.Decided:
		return lang.T(ctx, "会社が措置を決めました")
	case opinion.Superseded:
		return lang.T(ctx, "新しい版に置き換わりました")
	case opinion.Draft:
	}
	return lang.T(ctx, "下書きです")
}

func sayAfter(ctx context.Context, v desk) string {
	switch v.Letter.Stage() {
	case opinion.Closed:
		return lang.T(ctx, "会社には何も渡りません。")
	case opinion.Offered, opinion.Shown:
		if v.Goes == "" {
			return lang.T(ctx, "本人が確認したときだけ会社に渡ります。")
		}
		return lang.T(ctx, "確認がないときは%sに会社へ渡ります。", v.Goes)
	case opinion.Decided:
		return lang.T(ctx, "下に会社の決定があります。")
	case opinion.ReleasedTo, opinion.Received:
		return lang.T(ctx, "決まるとお知らせします。")
	case opinion.Draft, opinion.Superseded:
	}
	return ""
}

// lifeRows is what has happened so far.
func lifeRows(ctx context.Context, v desk) []ui.Row {
	l, zone := v.Letter, v.Facts.Zone
	var out []ui.Row
	add := func(key, value string) {
		if value != "" {
			out = append(out, ui.Row{Key: key, Value: value})
		}
	}
	add(lang.T(ctx, "文書番号"), l.Number)
	add(lang.T(ctx, "署名"), lang.Moment(ctx, l.SignedAt, zone))
	add(lang.T(ctx, "本人が開いた日時"), lang.Moment(ctx, l.ShownAt, zone))
	add(lang.T(ctx, "会社に渡った日時"), lang.Moment(ctx, l.ReleasedAt, zone))
	add(lang.T(ctx, "会社が受け取った日時"), lang.Moment(ctx, l.ReceivedAt, zone))
	add(lang.T(ctx, "産業医に伝えられた日時"), lang.Moment(ctx, l.InformedAt, zone))
	return out
}

func decidedRows(ctx context.Context, v *opinion.Vocabulary, d opinion.Decision, taken []opinion.Taken) []ui.Row {
	out := []ui.Row{
		{Key: lang.T(ctx, "本人の意見を聴いた日"), Value: lang.Date(ctx, d.HeardOn)},
		{Key: lang.T(ctx, "本人の意見の要旨"), Value: d.Heard},
	}
	for _, t := range taken {
		out = append(out, ui.Row{Key: lang.T(ctx, "措置"), Value: sayMeasure(ctx, v, t.Measure) + "\n" + span(ctx, t.From, t.Until)})
	}
	if d.NoneReason != "" {
		out = append(out, ui.Row{Key: lang.T(ctx, "措置を行わない理由"), Value: d.NoneReason})
	}
	if d.Deviation != "" {
		out = append(out, ui.Row{Key: lang.T(ctx, "意見と違う点とその理由"), Value: d.Deviation})
	}
	return out
}

func ticked(form web.Form, name, value string) bool { return slices.Contains(form.All(name), value) }
