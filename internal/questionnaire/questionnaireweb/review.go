package questionnaireweb

import (
	"net/http"

	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/questionnaire"
	"mendan/internal/web"
	"mendan/internal/web/ui"
)

type reviewView struct {
	Sheet  questionnaire.Sheet
	Parts  []reviewPart
	Left   int    // questions nobody dealt with
	Open   string // the first of them
	Result *questionnaire.Result
	Fresh  bool // sent just now
	Err    error
}

type reviewPart struct {
	Title string
	Rows  []ui.Row
}

// review shows all answers with links to change them.
func (p *Pages) review(w http.ResponseWriter, r *web.Request) error {
	s, err := p.sheet(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, reviewPage(p.reviewOf(r, s, nil)))
}

func (p *Pages) reviewOf(r *web.Request, s questionnaire.Sheet, err error) reviewView {
	l := lang.From(r.Context())
	v := reviewView{Sheet: s, Err: err, Fresh: r.URL.Query().Has("sent") && s.Response.Sent()}
	for _, q := range s.Form.Path(s.Response.Answers) {
		title := s.Form.SectionTitle(q).In(l)
		if len(v.Parts) == 0 || v.Parts[len(v.Parts)-1].Title != title {
			v.Parts = append(v.Parts, reviewPart{Title: title})
		}
		part := &v.Parts[len(v.Parts)-1]
		a, answered := s.Response.Answers[q.ID]
		row := ui.Row{Key: q.Text.In(l), Value: words(r, q, a)}
		if s.Open && !s.Response.Sent() {
			row.Href = at(s.Case.ID, string(s.Form.ID), q.ID) + again(true)
			if !answered {
				row.Href, row.Text = at(s.Case.ID, string(s.Form.ID), q.ID), lang.T(r.Context(), "答える")
			}
		}
		part.Rows = append(part.Rows, row)
		if !answered {
			if v.Left == 0 {
				v.Open = at(s.Case.ID, string(s.Form.ID), q.ID)
			}
			v.Left++
		}
	}
	if result, counted := s.Form.Score(s.Response.Answers); counted && v.Left == 0 {
		v.Result = &result
	}
	return v
}

// words is an answer in the reader's language, one line for each thing chosen.
func words(r *web.Request, q *questionnaire.Question, a questionnaire.Answer) string {
	ctx := r.Context()
	switch a.State {
	case questionnaire.Declined:
		return lang.T(ctx, "答えたくない")
	case questionnaire.Skipped:
		return lang.T(ctx, "答えずに進んだ")
	case questionnaire.Given:
		return lines(lang.From(ctx), q.Say(a))
	}
	return lang.T(ctx, "まだ答えていません")
}

func lines(l lang.Lang, texts []questionnaire.Text) string {
	out := ""
	for i, t := range texts {
		if i > 0 {
			out += "\n"
		}
		out += t.In(l)
	}
	return out
}

// send hands the answers to the physician.
func (p *Pages) send(w http.ResponseWriter, r *web.Request) error {
	return p.change(w, r, "?sent", p.service.Send)
}

// reopen takes sent answers back to be changed.
func (p *Pages) reopen(w http.ResponseWriter, r *web.Request) error {
	return p.change(w, r, "", p.service.Reopen)
}

func (p *Pages) change(w http.ResponseWriter, r *web.Request, mark string, act act) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	form := questionnaire.FormID(r.PathValue("form"))
	err = act(r.Context(), r.Who, c, form)
	if fault.KindOf(err) == fault.Conflict {
		s, read := p.sheet(r)
		if read != nil {
			return read
		}
		return web.Render(w, r, http.StatusConflict, reviewPage(p.reviewOf(r, s, err)))
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, at(c, string(form), "review")+mark)
}
