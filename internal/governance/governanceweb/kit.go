package governanceweb

import (
	"context"
	"net/http"
	"slices"

	"mendan/internal/governance"
	"mendan/internal/lang"
	"mendan/internal/web"
	"mendan/internal/web/ui"
)

func (p *Pages) kit(w http.ResponseWriter, r *web.Request) error {
	k, err := workplaceOf(r)
	if err != nil {
		return err
	}
	v, err := p.Service.KitOf(r.Context(), r.Who, k)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, kitPage(kitView{KitView: v, kit: p.Service.Kit, manages: manages(r, v.Place), kept: r.URL.Query()["kept"]}, nil))
}

// kitView is the overview of the questions and what they make.
type kitView struct {
	governance.KitView
	kit     governance.Kit
	manages bool
	kept    []string
}

// groups are those with questions to be asked.
func (v kitView) groups() []governance.Group {
	var out []governance.Group
	for _, g := range v.kit.Groups {
		if len(v.in(g.ID)) > 0 {
			out = append(out, g)
		}
	}
	return out
}

func (v kitView) in(group string) []governance.Question {
	var out []governance.Question
	for _, q := range v.Asked {
		if q.Group == group {
			out = append(out, q)
		}
	}
	return out
}

// said is an answer in the reader's language.
func said(ctx context.Context, q governance.Question, a governance.Answers) string {
	text := ""
	for i, v := range a[q.ID] {
		if i > 0 {
			text += lang.T(ctx, "、")
		}
		if o, ok := q.Option(v); ok {
			text += o.Text.In(lang.From(ctx))
		} else {
			text += v
		}
	}
	return text
}

func (v kitView) rows(ctx context.Context, group string) []ui.Row {
	var out []ui.Row
	for _, q := range v.in(group) {
		row := ui.Row{Key: q.Ask.In(lang.From(ctx)), Value: said(ctx, q, v.Answers)}
		if row.Value == "" {
			row.Value = lang.T(ctx, "まだ答えていません")
		}
		if v.manages {
			row.Href = at(v.Place.ID, "/kit/questions/"+q.ID)
		}
		out = append(out, row)
	}
	return out
}

// step is a question, or the questions of a group, to be answered.
type step struct {
	kitView
	action    string
	questions []governance.Question
	given     governance.Answers // on the screen
	number    int                // of the first question among all, from 1
	title     string
	back      string
	alone     bool // one question on the page
}

func (p *Pages) question(w http.ResponseWriter, r *web.Request) error {
	return p.showQuestion(w, r, nil, nil)
}

func (p *Pages) showQuestion(w http.ResponseWriter, r *web.Request, given governance.Answers, fail error) error {
	s, err := p.step(r)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(s.Asked, func(q governance.Question) bool { return q.ID == r.PathValue("question") })
	if i < 0 {
		return web.ErrNotFound
	}
	s.questions, s.number, s.alone = s.Asked[i:i+1], i+1, true
	s.action = at(s.Place.ID, "/kit/questions/"+s.questions[0].ID)
	s.title, s.back = s.questions[0].Ask.In(r.Language()), at(s.Place.ID, "/kit")
	if i > 0 {
		s.back = at(s.Place.ID, "/kit/questions/"+s.Asked[i-1].ID)
	}
	if given != nil {
		s.given = given
	}
	return web.Render(w, r, status(fail), stepPage(s, fail))
}

func (p *Pages) group(w http.ResponseWriter, r *web.Request) error {
	return p.showGroup(w, r, nil, nil)
}

func (p *Pages) showGroup(w http.ResponseWriter, r *web.Request, given governance.Answers, fail error) error {
	s, err := p.step(r)
	if err != nil {
		return err
	}
	for _, g := range s.kit.Groups {
		if g.ID == r.PathValue("group") {
			s.title, s.questions = g.Name.In(r.Language()), s.in(g.ID)
		}
	}
	if len(s.questions) == 0 {
		return web.ErrNotFound
	}
	s.number = slices.IndexFunc(s.Asked, func(q governance.Question) bool { return q.ID == s.questions[0].ID }) + 1
	s.action, s.back = at(s.Place.ID, "/kit/groups/"+r.PathValue("group")), at(s.Place.ID, "/kit")
	if given != nil {
		s.given = given
	}
	return web.Render(w, r, status(fail), stepPage(s, fail))
}

func (p *Pages) step(r *web.Request) (step, error) {
	k, err := workplaceOf(r)
	if err != nil {
		return step{}, err
	}
	v, err := p.Service.KitOf(r.Context(), r.Who, k)
	return step{kitView: kitView{KitView: v, kit: p.Service.Kit, manages: manages(r, v.Place)}, given: v.Answers}, err
}

func (p *Pages) answerOne(w http.ResponseWriter, r *web.Request) error {
	name := r.PathValue("question")
	return p.answer(w, r, func(q governance.Question) bool { return q.ID == name }, p.showQuestion, func(v kitView) string {
		// The next question without an answer after this one, then from the beginning.
		i := slices.IndexFunc(v.Asked, func(q governance.Question) bool { return q.ID == name })
		for n := range v.Asked {
			q := v.Asked[(i+1+n)%len(v.Asked)]
			if slices.ContainsFunc(v.Open, func(o governance.Question) bool { return o.ID == q.ID }) {
				return "/kit/questions/" + q.ID
			}
		}
		return "/kit"
	})
}

func (p *Pages) answerGroup(w http.ResponseWriter, r *web.Request) error {
	name := r.PathValue("group")
	return p.answer(w, r, func(q governance.Question) bool { return q.Group == name }, p.showGroup, func(v kitView) string {
		// A question that only these answers brought up comes first; then the next group.
		for _, q := range v.Open {
			if q.Group == name {
				return "/kit/groups/" + name
			}
		}
		if len(v.Open) > 0 {
			return "/kit/groups/" + v.Open[0].Group
		}
		return "/kit"
	})
}

func (p *Pages) answer(w http.ResponseWriter, r *web.Request, mine func(governance.Question) bool,
	again func(http.ResponseWriter, *web.Request, governance.Answers, error) error, onward func(kitView) string) error {
	s, err := p.step(r)
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	given := governance.Answers{}
	for _, q := range s.Asked {
		if mine(q) {
			given[q.ID] = form.All(q.ID)
			if given[q.ID] == nil {
				given[q.ID] = []string{}
			}
		}
	}
	if len(given) == 0 {
		return web.ErrNotFound
	}
	err = p.Service.Answer(r.Context(), r.Who, s.Place.ID, given)
	if refused(err) {
		shown := governance.Answers{}
		for k, v := range s.Answers {
			shown[k] = v
		}
		for k, v := range given {
			shown[k] = v
		}
		return again(w, r, shown, err)
	}
	if err != nil {
		return err
	}
	after, err := p.step(r)
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, at(s.Place.ID, onward(after.kitView)))
}

func (p *Pages) make(w http.ResponseWriter, r *web.Request) error {
	return p.draft(w, r, "/kit", "#papers", governance.KitKinds()...)
}

func (p *Pages) makePosting(w http.ResponseWriter, r *web.Request) error {
	return p.draft(w, r, "/documents/posting", "", governance.PostingText)
}

func (p *Pages) draft(w http.ResponseWriter, r *web.Request, path, mark string, kinds ...governance.Kind) error {
	k, err := workplaceOf(r)
	if err != nil {
		return err
	}
	kept, err := p.Service.Make(r.Context(), r.Who, k, kinds...)
	if refused(err) {
		v, err2 := p.Service.KitOf(r.Context(), r.Who, k)
		if err2 != nil {
			return err2
		}
		return web.Render(w, r, status(err), kitPage(kitView{KitView: v, kit: p.Service.Kit, manages: true}, err))
	}
	if err != nil {
		return err
	}
	var pairs []string
	for _, kind := range kinds {
		if len(kept[kind]) > 0 {
			pairs = append(pairs, "kept", string(kind))
		}
	}
	to := at(k, path)
	for i := 0; i+1 < len(pairs); i += 2 {
		sep := "&"
		if i == 0 {
			sep = "?"
		}
		to += sep + "kept=" + pairs[i+1]
	}
	return web.SeeOther(w, r, to+mark)
}

// kindWord names a document.
func kindWord(ctx context.Context, k governance.Kind) string {
	switch k {
	case governance.RuleText:
		return lang.T(ctx, "規程の案")
	case governance.AgendaPaper:
		return lang.T(ctx, "委員会の議題資料")
	case governance.NoticeText:
		return lang.T(ctx, "働く人への周知文")
	case governance.MinutesForm:
		return lang.T(ctx, "議事録の様式")
	case governance.PostingText:
		return lang.T(ctx, "産業医の職務などの案内")
	}
	return string(k)
}

func choice(ctx context.Context, s step, q governance.Question, err error) ui.Choice {
	c := ui.Choice{Name: q.ID, Label: q.Ask.In(lang.From(ctx)), Hint: q.Why.In(lang.From(ctx)), Err: err, Required: !q.May, Ask: s.alone, Values: s.given[q.ID]}
	if q.How == governance.Many {
		c.Hint += lang.T(ctx, "(いくつでも選べます)")
	}
	if len(c.Values) > 0 {
		c.Value = c.Values[0]
	}
	for _, o := range q.Choices {
		x := ui.Option{Value: o.Value, Text: o.Text.In(lang.From(ctx))}
		if slices.Contains(q.Usual, o.Value) {
			x.Hint = lang.T(ctx, "迷ったときの目安")
		}
		c.Options = append(c.Options, x)
	}
	return c
}
