package governanceweb

import (
	"context"
	"strings"
	"time"

	"mendan/internal/civil"
	"mendan/internal/directory"
	"mendan/internal/governance"
	"mendan/internal/lang"
	"mendan/internal/web/ui"
)

func spanWords(ctx context.Context, l governance.RuleLine) string {
	if l.Until.IsZero() {
		return lang.T(ctx, "%sから施行", lang.Date(ctx, l.Rule.From))
	}
	return lang.T(ctx, "%sから%sまで", lang.Date(ctx, l.Rule.From), lang.Date(ctx, l.Until))
}

func forceTag(ctx context.Context, today civil.Date, l governance.RuleLine) (ui.Kind, string) {
	switch {
	case l.InForce:
		return ui.Success, lang.T(ctx, "施行中")
	case l.Rule.From.After(today):
		return ui.Info, lang.T(ctx, "施行前")
	}
	return ui.Plain, lang.T(ctx, "前の版")
}

func noticeWords(ctx context.Context, l governance.RuleLine) string {
	switch {
	case l.Announced:
		how := ""
		if !l.Announcement.Here {
			how = lang.T(ctx, "方法: %s。", l.Announcement.How)
		}
		return lang.T(ctx, "%sに知らせました。", lang.Date(ctx, l.Announcement.On)) + how + shareWords(ctx, l.Share)
	case !l.Rule.NeedsNotice():
		return lang.T(ctx, "働く人にかかわる変更がないため、知らせる必要はありません。")
	}
	return lang.T(ctx, "まだ知らせていません。")
}

// remindDays is 7、14、28.
func remindDays(ctx context.Context, list []int) string {
	var out []string
	for _, n := range list {
		out = append(out, number(n))
	}
	return strings.Join(out, lang.T(ctx, "、"))
}

func dayOf(ctx context.Context, t time.Time, w directory.Workplace) string {
	if t.IsZero() {
		return ""
	}
	return ui.DayShort(ctx, civil.DateOf(t, w.Location()))
}

func readWord(ctx context.Context, l governance.ProofLine) string {
	switch {
	case l.ReadAt.IsZero():
		return ""
	case l.OnPaper:
		return lang.T(ctx, "紙に署名")
	}
	return lang.T(ctx, "画面で確認")
}

func proofRows(ctx context.Context, v governance.Proof) []ui.Row {
	how := lang.T(ctx, "メールと画面")
	if !v.Announcement.Here {
		how = v.Announcement.How
	}
	return []ui.Row{
		{Key: lang.T(ctx, "知らせた日"), Value: lang.Date(ctx, v.Announcement.On)},
		{Key: lang.T(ctx, "方法"), Value: how},
		{Key: lang.T(ctx, "読んだ人"), Value: shareWords(ctx, v.Share)},
	}
}
