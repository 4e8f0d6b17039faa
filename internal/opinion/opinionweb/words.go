package opinionweb

import (
	"context"

	"github.com/a-h/templ"

	"mendan/internal/civil"
	"mendan/internal/lang"
	"mendan/internal/opinion"
	"mendan/internal/web"
	"mendan/internal/web/ui"
)

// say is a term's words in the reader's language.
func say(ctx context.Context, t opinion.Term) string {
	if lang.From(ctx) == lang.EN {
		return t.EN
	}
	return t.JA
}

// sayMeasure is a measure with what it asks for, in the reader's language.
func sayMeasure(ctx context.Context, v *opinion.Vocabulary, m opinion.Measure) string {
	ja, en := v.Say(m)
	if lang.From(ctx) == lang.EN {
		return en
	}
	return ja
}

func sayKind(ctx context.Context, k opinion.Kind) string {
	if lang.From(ctx) == lang.EN {
		return k.EN
	}
	return k.JA
}

// options are the choices of a group, with the form's own numbers.
func options(ctx context.Context, v *opinion.Vocabulary, g opinion.Group) []ui.Option {
	var out []ui.Option
	for _, t := range v.Terms(g) {
		text := say(ctx, t)
		if t.Number != "" {
			text = t.Number + " " + text
		}
		out = append(out, ui.Option{Value: t.Code, Text: text})
	}
	return out
}

func term(ctx context.Context, v *opinion.Vocabulary, g opinion.Group, code string) string {
	t, ok := v.Term(g, code)
	if !ok {
		return ""
	}
	return say(ctx, t)
}

func span(ctx context.Context, from, until civil.Date) string {
	if from.IsZero() && until.IsZero() {
		return ""
	}
	return lang.Date(ctx, from) + " 〜 " + lang.Date(ctx, until)
}

// copyRows is the employer copy for the eye: the same fields, in the same order,
// for the physician's pane, the worker and HR.
func copyRows(ctx context.Context, v *opinion.Vocabulary, c opinion.EmployerCopy) (request, letter, report []ui.Row) {
	f := c.Facing
	row := func(list []ui.Row, key, value string) []ui.Row {
		if value == "" {
			value = lang.T(ctx, "(特になし)")
		}
		return append(list, ui.Row{Key: key, Value: value})
	}
	measures := ""
	for _, m := range f.Measures {
		if measures != "" {
			measures += "\n"
		}
		measures += "・" + sayMeasure(ctx, v, m)
	}
	request = row(request, lang.T(ctx, "就業区分"), term(ctx, v, opinion.Classifications, f.Classification))
	request = row(request, lang.T(ctx, "措置"), measures)
	request = row(request, lang.T(ctx, "措置の期間"), span(ctx, f.From, f.Until))
	request = row(request, lang.T(ctx, "見直しの日"), lang.Date(ctx, f.Review))

	letter = row(letter, lang.T(ctx, "職場環境の改善に関する意見"), f.Environment)
	letter = row(letter, lang.T(ctx, "医療機関への受診配慮等"), f.Visits)
	letter = row(letter, lang.T(ctx, "その他・連絡事項等"), f.Others)

	state := term(ctx, v, opinion.States, f.OtherState)
	if f.StateText != "" {
		state += "\n" + f.StateText
	}
	guidance := ""
	for _, code := range f.Guidance {
		if guidance != "" {
			guidance += "、"
		}
		guidance += term(ctx, v, opinion.Guidances, code)
		if code == opinion.ReInterview && !f.InterviewBy.IsZero() {
			guidance += "(" + lang.Date(ctx, f.InterviewBy) + ")"
		}
	}
	report = row(report, lang.T(ctx, "勤務の状況"), f.WorkStatus)
	report = row(report, lang.T(ctx, "疲労の蓄積の状況"), term(ctx, v, opinion.Fatigues, f.Fatigue))
	report = row(report, lang.T(ctx, "配慮すべき他の心身の状況"), state)
	report = row(report, lang.T(ctx, "本人への指導区分"), guidance)
	report = row(report, lang.T(ctx, "その他特記すべき事項"), f.Remarks)
	return request, letter, report
}

func headRows(ctx context.Context, v *opinion.Vocabulary, h opinion.Head) []ui.Row {
	sex := term(ctx, v, opinion.Sexes, h.Sex)
	if h.Age > 0 {
		if sex != "" {
			sex += "・"
		}
		sex += lang.T(ctx, "%d歳", h.Age)
	}
	out := []ui.Row{
		{Key: lang.T(ctx, "対象の方"), Value: h.Employee + "(" + h.Department + ")"},
		{Key: lang.T(ctx, "性別・年齢"), Value: sex},
		{Key: lang.T(ctx, "面談の日"), Value: lang.Date(ctx, h.Held)},
		{Key: lang.T(ctx, "産業医"), Value: h.Physician},
	}
	if h.Version > 1 {
		out = append(out, ui.Row{Key: lang.T(ctx, "改訂の理由"), Value: h.Reason})
	}
	return out
}

// page answers with a page; a fault of the form has its own status.
func page(w respond, r *web.Request, err error, c templ.Component) error {
	return web.Render(w, r, status(err), c)
}
