package questionnaireweb

import (
	"net/http"

	"mendan/internal/id"
	"mendan/internal/questionnaire"
	"mendan/internal/web"
)

type formsView struct {
	Case  id.Case
	Forms []questionnaire.FormState
	Card  questionnaire.Card
}

// forms lists what is asked before this interview and says beforehand what happens with it.
func (p *Pages) forms(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	list, err := p.service.Forms(r.Context(), r.Who, c)
	if err != nil {
		return err
	}
	card, _ := p.service.Help().Card(lifeCard)
	return web.Render(w, r, http.StatusOK, formsPage(formsView{Case: c, Forms: list, Card: card}))
}

// lifeCard is the card whose numbers are shown before anything is asked.
const lifeCard = "life"

type introView struct {
	Sheet questionnaire.Sheet
	First string // where the first question is
	All   int    // questions
	Card  questionnaire.Card
}

// begin says what to expect before the first answer, whichever way the worker
// came; later it leads to where he left off: the first question nobody dealt
// with, or the review.
func (p *Pages) begin(w http.ResponseWriter, r *web.Request) error {
	s, err := p.sheet(r)
	if err != nil {
		return err
	}
	next := at(s.Case.ID, string(s.Form.ID), "review")
	if q, left := s.Form.FirstOpen(s.Response.Answers); left && s.Open && !s.Response.Sent() {
		next = at(s.Case.ID, string(s.Form.ID), q.ID)
		if !s.Response.Begun() {
			card, _ := p.service.Help().Card(lifeCard)
			v := introView{Sheet: s, First: next, All: s.Form.Progress(s.Response.Answers).All, Card: card}
			return web.Render(w, r, http.StatusOK, introPage(v))
		}
	}
	return web.SeeOther(w, r, next)
}
