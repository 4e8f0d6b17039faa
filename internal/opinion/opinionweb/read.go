package opinionweb

import (
	"net/http"

	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/opinion"
	"mendan/internal/web"
)

// reading is the worker's page.
type reading struct {
	opinion.WorkerView
	Case  id.Case
	Words *opinion.Vocabulary
	Form  web.Form
	Err   error
	Sent  bool // just answered
	Due   string
}

func (p *Pages) reading(r *web.Request) (reading, error) {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return reading{}, err
	}
	v, err := p.service.Show(r.Context(), r.Who, c)
	if err != nil {
		return reading{}, err
	}
	return reading{WorkerView: v, Case: c, Words: p.service.Words, Due: lang.Date(r.Context(), v.Due)}, nil
}

func (p *Pages) read(w http.ResponseWriter, r *web.Request) error {
	v, err := p.reading(r)
	if err != nil {
		return err
	}
	v.Sent = r.URL.Query().Has("sent")
	return page(w, r, nil, letterPage(v))
}

func (p *Pages) answer(w http.ResponseWriter, r *web.Request) error {
	v, err := p.reading(r)
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	_, err = p.service.Answer(r.Context(), r.Who, v.Case, opinion.AnswerInput{
		Comment: form.Text("comment"), Shared: form.Has("shared"), Confirm: form.Text("do") == "confirm",
	})
	if err != nil {
		if !shown(err) {
			return err
		}
		v.Form, v.Err = form, err
		return page(w, r, err, letterPage(v))
	}
	return web.SeeOther(w, r, letterPath(v.Case)+"?sent")
}
