package modalityweb

import (
	"context"

	"mendan/internal/lang"
	"mendan/internal/modality"
	"mendan/internal/web/ui"
)

// The words here are the worker's; words.go has those of staff.

// headline is the outcome for the worker.
func headline(ctx context.Context, s modality.Standing) string {
	switch {
	case s.Decision.Outcome == modality.OnlineOK:
		return lang.T(ctx, "オンラインでも、対面でも話せます")
	case s.MayOnline():
		return lang.T(ctx, "オンラインも選べます")
	case s.Decision.Outcome == modality.Recommended:
		return lang.T(ctx, "会ってお話しすることをおすすめします")
	}
	return lang.T(ctx, "会ってお話しします")
}

func wishOptions(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: "EITHER", Text: lang.T(ctx, "どちらでもよい")},
		{Value: "ONLINE", Text: lang.T(ctx, "オンラインがよい")},
		{Value: "IN_PERSON", Text: lang.T(ctx, "対面がよい"), Hint: lang.T(ctx, "いつでも選べます。理由はいりません。")},
	}
}

func supportOptions(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: "NONE", Text: lang.T(ctx, "必要ない")},
		{Value: "ARRANGED", Text: lang.T(ctx, "必要で、用意がある"), Hint: lang.T(ctx, "例: 手話通訳、字幕、通訳の同席")},
		{Value: "MISSING", Text: lang.T(ctx, "必要だが、まだ用意がない")},
	}
}

// employer is what the employer reads of this case; nothing where he may not
// know of it.
func employer(ctx context.Context, s modality.Sheet) string {
	if !s.Case.Type.Statutory() {
		return lang.T(ctx, "なし(この面談があることも伝わりません)")
	}
	out := ""
	for _, t := range s.Standing.Decision.Employer() {
		out += t.In(in(ctx))
	}
	return out
}

// told is what the company learns, for the worker.
func told(ctx context.Context, s modality.Sheet) []string {
	if !s.Case.Type.Statutory() {
		return []string{lang.T(ctx, "なし(この面談があることも伝わりません)")}
	}
	return []string{lang.T(ctx, "面談の日時と、オンラインか対面か"), employer(ctx, s)}
}
