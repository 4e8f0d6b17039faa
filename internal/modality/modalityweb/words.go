package modalityweb

import (
	"context"

	"mendan/internal/lang"
	"mendan/internal/modality"
	"mendan/internal/web/ui"
)

func reasonWord(ctx context.Context, r modality.Reason) string {
	switch r {
	case modality.SeePerson:
		return lang.T(ctx, "直接会って様子を見たい")
	case modality.Examine:
		return lang.T(ctx, "診る・測ることが必要")
	case modality.Safety:
		return lang.T(ctx, "本人の安全のため")
	case modality.SuicidalitySeen:
		return lang.T(ctx, "オンラインの面談中に希死念慮があらわれた")
	case modality.Weighty:
		return lang.T(ctx, "大切な判断、または争いがある")
	case modality.Privacy:
		return lang.T(ctx, "安心して話せる場所がない")
	case modality.LineBad:
		return lang.T(ctx, "映像・音声が十分でない")
	case modality.Understanding:
		return lang.T(ctx, "聞こえ・見え方・言葉・操作の支援が必要")
	case modality.Conversion:
		return lang.T(ctx, "面談の途中で対面に切り替えた")
	case modality.OtherReason:
	}
	return lang.T(ctx, "そのほか")
}

func reasonOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, r := range modality.Reasons() {
		o := ui.Option{Value: string(r), Text: reasonWord(ctx, r)}
		if r == modality.SuicidalitySeen {
			o.Hint = lang.T(ctx, "次の面談も、対面が原則になります。")
		}
		out = append(out, o)
	}
	return out
}

func momentWord(ctx context.Context, m modality.Moment) string {
	switch m {
	case modality.AtApplication:
		return lang.T(ctx, "申込み")
	case modality.AtBooking:
		return lang.T(ctx, "予約")
	case modality.AtPreparation:
		return lang.T(ctx, "準備の変化")
	case modality.AtStart:
		return lang.T(ctx, "開始")
	case modality.AtWord:
		return lang.T(ctx, "産業医の判断")
	case modality.AtConversion:
		return lang.T(ctx, "対面への切替え")
	case modality.AtWish:
	}
	return lang.T(ctx, "本人の希望")
}

// outcomeWord is an outcome in a word or two.
func outcomeWord(ctx context.Context, o modality.Outcome) string {
	switch o {
	case modality.OnlineOK:
		return lang.T(ctx, "オンライン可")
	case modality.Recommended:
		return lang.T(ctx, "対面をおすすめ")
	case modality.Required:
	}
	return lang.T(ctx, "対面のみ")
}

func outcomeKind(o modality.Outcome) ui.Kind {
	switch o {
	case modality.OnlineOK:
		return ui.Success
	case modality.Recommended:
		return ui.Warning
	case modality.Required:
	}
	return ui.Strong
}

// wordRows are the physician's words.
func wordRows(ctx context.Context, v theirsView) []ui.Row {
	var out []ui.Row
	for _, w := range v.Sheet.Standing.Words {
		text := lang.T(ctx, "オンラインでもよい") + ": " + w.Note
		if w.Kind == modality.Tightened {
			text = lang.T(ctx, "対面で行う") + ": " + reasonWord(ctx, w.Reason)
			if w.Note != "" {
				text += "\n" + w.Note
			}
		}
		out = append(out, ui.Row{Key: lang.Moment(ctx, w.At, v.Zone), Value: text})
	}
	return out
}
