package questionnaireweb

import (
	"net/http"
	"strconv"

	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/questionnaire"
	"mendan/internal/web"
	"mendan/internal/web/ui"
)

// fromReview is the field and parameter that lead back to the review after a change.
const fromReview = "from"

type askView struct {
	Sheet  questionnaire.Sheet
	Q      *questionnaire.Question
	N, Of  int
	Back   string
	Review bool     // came from the review
	Values []string // typed or saved
	State  questionnaire.State
	Card   *questionnaire.Card
	Err    error
}

// ask shows one question. A question that is not on the path, or a form that is
// sent, leads to where the worker can go on: old tabs and links stay useful.
func (p *Pages) ask(w http.ResponseWriter, r *web.Request) error {
	s, err := p.sheet(r)
	if err != nil {
		return err
	}
	q, ok := s.Form.Question(r.PathValue("question"))
	if !ok {
		return questionnaire.ErrUnknownQuestion
	}
	if n, _ := s.Form.Place(s.Response.Answers, q.ID); n == 0 || s.Response.Sent() || !s.Open {
		return web.SeeOther(w, r, at(s.Case.ID, string(s.Form.ID)))
	}
	v := p.question(s, q, r.URL.Query().Get(fromReview) == "review")
	a := s.Response.Answers[q.ID]
	v.Values, v.State = a.Values, a.State
	return web.Render(w, r, http.StatusOK, askPage(v))
}

func (p *Pages) question(s questionnaire.Sheet, q *questionnaire.Question, review bool) askView {
	v := askView{Sheet: s, Q: q, Review: review}
	v.N, v.Of = s.Form.Place(s.Response.Answers, q.ID)
	form := string(s.Form.ID)
	v.Back = at(s.Case.ID)
	if before, ok := s.Form.Before(s.Response.Answers, q.ID); ok {
		v.Back = at(s.Case.ID, form, before.ID)
	}
	if review {
		v.Back = at(s.Case.ID, form, "review")
	}
	if card, ok := p.service.Help().Card(q.Card); ok {
		v.Card = &card
	}
	return v
}

// save keeps one answer and leads on: to the help card when the answer asks for
// it, back to the review when the change came from there, else to the next question.
func (p *Pages) save(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	name, question := questionnaire.FormID(r.PathValue("form")), r.PathValue("question")
	review := form.Text(fromReview) == "review"
	in := questionnaire.Input{Values: form.All(questionnaire.Field), Decline: form.Has("decline")}
	saved, err := p.service.Save(r.Context(), r.Who, questionnaire.SaveInput{
		Case: c, Form: name, Question: question, Language: string(r.Language()), Answer: in,
	})
	switch fault.KindOf(err) { //nolint:exhaustive // the rest is answered in one place
	case fault.Invalid:
		return p.again(w, r, in, review, err)
	case fault.Conflict: // sent or begun in another tab: the review says so
		return web.SeeOther(w, r, at(c, string(name), "review"))
	}
	if err != nil {
		return err
	}
	if saved.Card != "" {
		return web.SeeOther(w, r, at(c, string(name), question, "help")+again(review))
	}
	return web.SeeOther(w, r, p.next(saved.Sheet, question, review))
}

// again shows the question with what was typed and what is wrong with it.
func (p *Pages) again(w http.ResponseWriter, r *web.Request, in questionnaire.Input, review bool, fault error) error {
	s, err := p.sheet(r)
	if err != nil {
		return err
	}
	q, ok := s.Form.Question(r.PathValue("question"))
	if !ok {
		return questionnaire.ErrUnknownQuestion
	}
	v := p.question(s, q, review)
	v.Values, v.Err = in.Values, fault
	return web.Render(w, r, http.StatusUnprocessableEntity, askPage(v))
}

// next is where the worker goes after a question.
func (p *Pages) next(s questionnaire.Sheet, question string, review bool) string {
	form := string(s.Form.ID)
	open, left := s.Form.FirstOpen(s.Response.Answers)
	if review && left {
		return at(s.Case.ID, form, open.ID) + again(true) // the change opened a new question
	}
	if q, ok := s.Form.After(s.Response.Answers, question); ok && !review {
		return at(s.Case.ID, form, q.ID)
	}
	if left {
		return at(s.Case.ID, form, open.ID)
	}
	return at(s.Case.ID, form, "review")
}

func again(review bool) string {
	if review {
		return ui.Query("", fromReview, "review")
	}
	return ""
}

type helpView struct {
	Card questionnaire.Card
	Next string
}

// help shows the fixed card that belongs to the answer just saved. Without such
// an answer there is nothing to show and the worker goes on.
func (p *Pages) help(w http.ResponseWriter, r *web.Request) error {
	s, err := p.sheet(r)
	if err != nil {
		return err
	}
	question := r.PathValue("question")
	if _, ok := s.Form.Question(question); !ok {
		return questionnaire.ErrUnknownQuestion
	}
	next := p.next(s, question, r.URL.Query().Get(fromReview) == "review")
	card, ok := p.service.CardFor(s, question)
	if !ok {
		return web.SeeOther(w, r, next)
	}
	return web.Render(w, r, http.StatusOK, helpPage(helpView{Card: card, Next: next}))
}

// options are the choices in the reader's language.
func options(l lang.Lang, q *questionnaire.Question) []ui.Option {
	var out []ui.Option
	for _, o := range q.Choices {
		out = append(out, ui.Option{Value: o.ID, Text: o.Text.In(l)})
	}
	return out
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

// scale are the steps of a scale, both ends named.
func scale(l lang.Lang, q *questionnaire.Question) []ui.Option {
	var out []ui.Option
	for n := int(q.Min); n <= int(q.Max); n++ {
		o := ui.Option{Value: strconv.Itoa(n), Text: strconv.Itoa(n)}
		switch n {
		case int(q.Min):
			o.Hint = q.Low.In(l)
		case int(q.Max):
			o.Hint = q.High.In(l)
		}
		out = append(out, o)
	}
	return out
}
