package questionnaireweb

import (
	"context"
	"net/http"

	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/questionnaire"
	"mendan/internal/web"
	"mendan/internal/web/ui"
)

type readView struct {
	Reading questionnaire.Reading
	Forms   []readPart
}

type readPart struct {
	Title  string
	Sent   bool
	Result *questionnaire.Result
	Parts  []reviewPart
}

// read shows everything to the physician and the health staff.
func (p *Pages) read(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	reading, err := p.service.Read(r.Context(), r.Who, c)
	if err != nil {
		return err
	}
	l := lang.From(r.Context())
	v := readView{Reading: reading}
	for _, f := range reading.Forms {
		part := readPart{Title: f.Form.Title.In(l), Sent: f.Response.Sent(), Result: f.Result}
		for _, q := range f.Form.Path(f.Response.Answers) {
			a, answered := f.Response.Answers[q.ID]
			if !answered {
				continue
			}
			title := f.Form.SectionTitle(q).In(l)
			if n := len(part.Parts); n == 0 || part.Parts[n-1].Title != title {
				part.Parts = append(part.Parts, reviewPart{Title: title})
			}
			last := &part.Parts[len(part.Parts)-1]
			last.Rows = append(last.Rows, ui.Row{Key: q.Text.In(l), Value: words(r, q, a)})
		}
		v.Forms = append(v.Forms, part)
	}
	return web.Render(w, r, http.StatusOK, readPage(v))
}

// kindWord says why something is shown first.
func kindWord(ctx context.Context, h questionnaire.Highlight) (ui.Kind, string) {
	switch h.Kind {
	case questionnaire.HighlightAlert:
		switch h.Level {
		case questionnaire.Urgent:
			return ui.Error, lang.T(ctx, "至急")
		case questionnaire.SuicidalitySignal:
			return ui.Error, lang.T(ctx, "命に関わる可能性")
		case questionnaire.PhysicalUrgent:
			return ui.Error, lang.T(ctx, "体の急ぎの症状")
		case questionnaire.Review:
		}
		return ui.Warning, lang.T(ctx, "確認")
	case questionnaire.HighlightMemo:
		return ui.Info, lang.T(ctx, "話したいこと")
	case questionnaire.HighlightWorry:
		return ui.Warning, lang.T(ctx, "心配")
	case questionnaire.HighlightWish:
		return ui.Info, lang.T(ctx, "希望")
	case questionnaire.HighlightScore:
		return ui.Strong, lang.T(ctx, "判定")
	case questionnaire.HighlightDeclined:
		return ui.Plain, lang.T(ctx, "答えたくない")
	case questionnaire.HighlightNotable:
	}
	return ui.Warning, lang.T(ctx, "気になる回答")
}
