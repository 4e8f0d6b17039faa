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

type quietView struct {
	Case  id.Case
	Site  readiness.PlaceKind // declared; empty: none
	Table readiness.PlaceTable
	Kept  []readiness.SoundMark
	Pages *Pages
}

func (p *Pages) quiet(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	kept, err := p.service.SoundsOf(r.Context(), r.Who, c)
	if err != nil {
		return err
	}
	sheet, err := p.service.PlaceOf(r.Context(), r.Who, c)
	if err != nil {
		return err
	}
	v := quietView{Case: c, Table: p.service.Places, Kept: kept, Pages: p}
	if sheet.Place.Fits() {
		v.Site = sheet.Place.Kind
	}
	return web.Render(w, r, http.StatusOK, quietPage(v))
}

// keepSound takes the verdict's word and the kind of place; there is no field for anything else.
func (p *Pages) keepSound(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	var in struct {
		Verdict readiness.Sound     `json:"verdict"`
		Site    readiness.PlaceKind `json:"site"`
	}
	if err := r.ReadJSON(&in); err != nil {
		return err
	}
	if err := p.service.KeepSound(r.Context(), r.Who, c, in.Site, in.Verdict); err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, struct{}{})
}

// siteOptions are the places a check can be kept for.
func siteOptions(ctx context.Context, t readiness.PlaceTable) []ui.Option {
	var out []ui.Option
	for _, k := range t.For(readiness.WorkerSeat) {
		if k.Fits {
			out = append(out, ui.Option{Value: string(k.Kind), Text: k.Name.In(lang.From(ctx))})
		}
	}
	return out
}

// soundWord is a verdict in a few words.
func soundWord(ctx context.Context, v readiness.Sound) (ui.Kind, string) {
	switch v {
	case readiness.Quiet:
		return ui.Success, lang.T(ctx, "静かです")
	case readiness.Speech:
		return ui.Warning, lang.T(ctx, "近くで人の声がします")
	case readiness.TVOrMusic:
		return ui.Warning, lang.T(ctx, "テレビや音楽の音がします")
	case readiness.Babble:
		return ui.Warning, lang.T(ctx, "おおぜいの話し声がします")
	case readiness.Noisy:
		return ui.Warning, lang.T(ctx, "物音や機械の音がします")
	case readiness.MicSilent:
		return ui.Warning, lang.T(ctx, "マイクに音が入っていません")
	}
	return ui.Plain, ""
}

// soundAdvices are the plain words for each verdict.
func soundAdvices(ctx context.Context) map[string]Advice {
	return map[string]Advice{
		"QUIET": {lang.T(ctx, "静かです。この場所で話せます"), lang.T(ctx, "扉を閉めて、面談のあいだひとりでいられるか、もう一度お確かめください。"), nil},
		"SPEECH_NEARBY": {lang.T(ctx, "近くで人の声がします"), lang.T(ctx, "声が聞こえるところでは、こちらの声も聞こえているかもしれません。"), []string{
			lang.T(ctx, "扉や窓を閉め、声から離れた部屋に移ります。"),
			lang.T(ctx, "ヘッドセットを使うと、相手の声は外にもれません。自分の声は聞こえます。"),
			lang.T(ctx, "家の人がいない時間に、日時を変えることもできます。"),
		}},
		"TELEVISION_OR_MUSIC": {lang.T(ctx, "テレビや音楽の音がします"), lang.T(ctx, "音を消すと、お互いの声が聞き取りやすくなります。"), []string{
			lang.T(ctx, "テレビ、音楽、動画を止めます。"),
			lang.T(ctx, "となりの部屋の音なら、扉を閉めるか部屋を変えます。"),
			lang.T(ctx, "もう一度、10秒で確かめます。"),
		}},
		"CAFE_BABBLE": {lang.T(ctx, "おおぜいの話し声がします"), lang.T(ctx, "お店や共用スペースでは、話した内容が人に聞こえてしまいます。"), []string{
			lang.T(ctx, "扉のある、ひとりの部屋に移ります。"),
			lang.T(ctx, "部屋がないときは、個室ブースの用意を希望できます。"),
			lang.T(ctx, "別の日時や、対面に変えることもできます。"),
		}},
		"NOISY": {lang.T(ctx, "物音や機械の音がします"), lang.T(ctx, "面談はできますが、声が聞き取りにくいかもしれません。"), []string{
			lang.T(ctx, "換気扇、扇風機、エアコンを弱めるか、離れます。"),
			lang.T(ctx, "窓を閉めます。"),
			lang.T(ctx, "ヘッドセットやイヤホンのマイクを口の近くで使います。"),
		}},
		"MICROPHONE_SILENT": {lang.T(ctx, "マイクに音が入っていません"), lang.T(ctx, "静かなのではなく、マイクが消音になっているようです。"), []string{
			lang.T(ctx, "ヘッドセットやパソコンの消音を解きます。"),
			lang.T(ctx, "ほかのマイクがあれば、つなぎ替えます。"),
			lang.T(ctx, "もう一度、10秒で確かめます。"),
		}},
	}
}

// quietWords are the sentences the quiet-room check says.
func quietWords(ctx context.Context) map[string]string {
	return map[string]string{
		"quiet.asking": lang.T(ctx, "ブラウザーの質問に「許可」とお答えください。"),
		"quiet.listen": lang.T(ctx, "聞いています。声を出さずに、あと{number}秒お待ちください。"),
		"quiet.below":  lang.T(ctx, "10秒のあいだ、ほとんど静かの線より下でした。"),
		"quiet.above":  lang.T(ctx, "10秒のうち、{number}秒ほど静かの線をこえました。"),
		"quiet.kept":   lang.T(ctx, "結果の言葉だけを残しました。音は残っていません。"),
		"quiet.later":  lang.T(ctx, "残せませんでした。もう一度お試しください。"),
	}
}

func (v quietView) rows(ctx context.Context) []ui.Row {
	var out []ui.Row
	for _, m := range v.Kept {
		kind, word := soundWord(ctx, m.Verdict)
		out = append(out, ui.Row{Key: v.Table.Name(m.Site).In(lang.From(ctx)), Node: soundMark(lang.Moment(ctx, m.At, v.Pages.Zone), kind, word)})
	}
	return out
}
