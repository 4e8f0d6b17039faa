package deskweb

import (
	"context"

	"mendan/internal/casework"
	"mendan/internal/lang"
	"mendan/internal/web/ui"
)

// known leaves out the lines of which nothing is known.
func known(rows ...ui.Row) []ui.Row {
	var out []ui.Row
	for _, r := range rows {
		if r.Value != "" || r.Node != nil {
			out = append(out, r)
		}
	}
	return out
}

func caseRows(ctx context.Context, c PhysicianCase) []ui.Row {
	rows := []ui.Row{{Key: lang.T(ctx, "種類"), Value: typeWord(ctx, c.Type)}}
	if c.Booked {
		rows = append(rows, ui.Row{Key: lang.T(ctx, "日時"), Value: lang.Span(ctx, c.From, c.To, zone(c.Zone)) + "\n" + modeWord(ctx, c.Mode)})
	} else {
		rows = append(rows, ui.Row{Key: lang.T(ctx, "日時"), Value: lang.T(ctx, "予約はまだありません。")})
	}
	if c.Phone != "" {
		rows = append(rows, ui.Row{Key: lang.T(ctx, "電話"), Node: ui.Phone(c.Phone)})
	}
	return append(rows, known(
		ui.Row{Key: lang.T(ctx, "面談の方法"), Value: c.ModeState, Href: "/physician/cases/" + string(c.Case) + "/mode", Text: lang.T(ctx, "理由を見る・決める")},
		ui.Row{Key: lang.T(ctx, "話す場所"), Value: c.Place},
		ui.Row{Key: lang.T(ctx, "緊急連絡先"), Value: c.Contact},
		ui.Row{Key: lang.T(ctx, "機器の確認"), Value: checkWord(ctx, c)},
	)...)
}

func workRows(ctx context.Context, c PhysicianCase) []ui.Row {
	years := ""
	if c.Age > 0 {
		years = lang.T(ctx, "%d歳", c.Age)
	}
	return known(
		ui.Row{Key: lang.T(ctx, "社員番号"), Value: c.Number},
		ui.Row{Key: lang.T(ctx, "年齢"), Value: years},
		ui.Row{Key: lang.T(ctx, "仕事"), Value: c.Work},
		ui.Row{Key: lang.T(ctx, "時間外労働"), Value: c.Hours},
		ui.Row{Key: lang.T(ctx, "会社からの情報提供"), Value: c.Package, Href: "/physician/cases/" + string(c.Case) + "/package", Text: lang.T(ctx, "開く")},
	)
}

func checkWord(ctx context.Context, c PhysicianCase) string {
	switch {
	case c.State == SessionEnded:
		return ""
	case c.Checked:
		return lang.T(ctx, "済")
	}
	return lang.T(ctx, "まだです")
}

func letterButton(ctx context.Context, c PhysicianCase) string {
	switch {
	case c.LetterDone:
		return lang.T(ctx, "報告書と意見書を見る")
	case c.Letter.Begun:
		return lang.T(ctx, "続きを書く")
	}
	return lang.T(ctx, "報告書と意見書を書く")
}

func hrRows(ctx context.Context, c HRCase) []ui.Row {
	rows := []ui.Row{{Key: lang.T(ctx, "状態"), Value: stateWord(ctx, c.State)}}
	if c.State == casework.Abandoned {
		// No date is missing: none is wanted any more.
	} else if c.From.IsZero() {
		rows = append(rows, ui.Row{Key: lang.T(ctx, "面談の日時"), Value: lang.T(ctx, "まだ決まっていません。")})
	} else {
		rows = append(rows, ui.Row{Key: lang.T(ctx, "面談の日時"), Value: lang.Moment(ctx, c.From, zone(c.Zone)) + "\n" + modeWord(ctx, c.Mode)})
	}
	return append(rows, known(
		ui.Row{Key: lang.T(ctx, "オンラインか対面か"), Value: c.Modes},
		ui.Row{Key: lang.T(ctx, "産業医"), Value: c.Physician},
		ui.Row{Key: lang.T(ctx, "産業医への情報提供"), Value: c.Package, Href: packageHref(c), Text: lang.T(ctx, "開く")},
		ui.Row{Key: lang.T(ctx, "申出の日"), Value: lang.Date(ctx, c.AppliedOn)},
		ui.Row{Key: lang.T(ctx, "取り下げの日"), Value: lang.Date(ctx, c.Withdrawn)},
		ui.Row{Key: lang.T(ctx, "面談を行った日"), Value: lang.Date(ctx, c.HeldOn)},
		ui.Row{Key: lang.T(ctx, "意見書を受け取った日"), Value: lang.Date(ctx, c.Received)},
	)...)
}

func packageHref(c HRCase) string {
	if c.Package == "" {
		return ""
	}
	return "/hr/cases/" + string(c.Case) + "/package"
}

// notShown is what HR's desk leaves out on purpose, with the reason.
func notShown(ctx context.Context) []string {
	return []string{
		lang.T(ctx, "事前アンケートの答え、話した内容、産業医の手控え"),
		lang.T(ctx, "健康相談の申し込みと予約"),
		lang.T(ctx, "日時を変えた理由、取り消しや取り下げの理由"),
	}
}

// waitingFor says whose turn it is when HR can only wait.
func waitingFor(ctx context.Context, d Duty) string {
	switch d {
	case DutyOpinion:
		return lang.T(ctx, "産業医が作成中です")
	case DutyBook:
		return lang.T(ctx, "本人の予約を待っています")
	default:
		return lang.T(ctx, "予約済みです")
	}
}

// Rebook tells whether a date can still be set or moved.
func (c HRCase) Rebook() bool {
	switch c.State {
	case casework.Waiting, casework.Ready, casework.Booked:
		return true
	default:
		return false
	}
}
