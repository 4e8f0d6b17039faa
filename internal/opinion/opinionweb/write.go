package opinionweb

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/opinion"
	"mendan/internal/web"
)

// desk is the physician's page: the form, or what became of the signed letter.
type desk struct {
	opinion.Desk
	Words  *opinion.Vocabulary
	Form   web.Form
	Review opinion.Review
	Err    error
	Saved  bool   // just saved
	Writer bool   // may write; the nurse only reads
	Goes   string // the day it goes without the worker's answer
}

func (p *Pages) desk(r *web.Request) (desk, error) {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return desk{}, err
	}
	d, err := p.service.Desk(r.Context(), r.Who, c)
	if err != nil {
		return desk{}, err
	}
	out := desk{Desk: d, Words: p.service.Words, Writer: r.Who.Physician != "" && r.Who.Physician == d.Facts.Physician}
	out.Goes = lang.Date(r.Context(), d.Letter.Due(d.Facts.Zone, p.service.Words.WaitingDays()))
	if d.Letter.Stage() == opinion.Draft {
		out.Form = web.NewForm(values(p.service.Words, d.Letter))
		out.Review = p.service.Review(d)
	}
	return out, nil
}

func (p *Pages) write(w http.ResponseWriter, r *web.Request) error {
	v, err := p.desk(r)
	if err != nil {
		return err
	}
	v.Saved = r.URL.Query().Has("saved")
	return page(w, r, nil, reportPage(v))
}

// save keeps the draft and goes where the button says: back to the form, or on
// to the page before signing. A draft may be half finished.
func (p *Pages) save(w http.ResponseWriter, r *web.Request) error {
	v, err := p.desk(r)
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	letter, err := p.keep(r, v, form)
	if err != nil {
		if !shown(err) || v.Letter.Stage() != opinion.Draft {
			return err
		}
		v.Form, v.Err = form, err
		v.Letter.Content = readContent(v.Words, form, &fault.Fields{})
		v.Review = p.service.Review(v.Desk)
		return page(w, r, err, reportPage(v))
	}
	switch form.Text("do") {
	case "check":
		return web.SeeOther(w, r, reportPath(letter.Case)+"/check")
	case "propose":
		letter.Content.Facing = v.Words.Propose(letter.Content.Facing, v.Today)
		if _, err := p.service.Save(r.Context(), r.Who, letter.Case, letter.Saved, letter.Content); err != nil {
			return err
		}
		return web.SeeOther(w, r, reportPath(letter.Case)+"?saved#f-period_from")
	}
	return web.SeeOther(w, r, reportPath(letter.Case)+"?saved")
}

func (p *Pages) keep(r *web.Request, v desk, form web.Form) (opinion.Letter, error) {
	var f fault.Fields
	content := readContent(v.Words, form, &f)
	if err := f.Err(); err != nil {
		return opinion.Letter{}, err
	}
	saved, err := strconv.Atoi(form.Text("saved"))
	if err != nil {
		return opinion.Letter{}, opinion.ErrBehind
	}
	return p.service.Save(r.Context(), r.Who, v.Facts.Case, saved, content)
}

// autosave is the same for the script of the page: it answers with the new count.
func (p *Pages) autosave(w http.ResponseWriter, r *web.Request) error {
	v, err := p.desk(r)
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	letter, err := p.keep(r, v, form)
	if err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, map[string]any{
		"saved":   letter.Saved,
		"message": lang.T(r.Context(), "%sに保存しました", letter.SavedAt.In(v.Facts.Zone).Format(time.TimeOnly)),
	})
}

// check is the page before signing.
func (p *Pages) check(w http.ResponseWriter, r *web.Request) error {
	v, err := p.desk(r)
	if err != nil {
		return err
	}
	if v.Letter.Stage() != opinion.Draft || v.Letter.Saved == 0 {
		return web.SeeOther(w, r, reportPath(v.Facts.Case))
	}
	return page(w, r, nil, checkPage(v))
}

func (p *Pages) sign(w http.ResponseWriter, r *web.Request) error {
	v, err := p.desk(r)
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	saved, err := strconv.Atoi(form.Text("saved"))
	if err != nil {
		return opinion.ErrMoved
	}
	_, err = p.service.Sign(r.Context(), r.Who, v.Facts.Case, opinion.SignInput{
		Saved: saved, Urgent: form.Has("urgent"), UrgentReason: form.Text("urgent_reason"), WordReason: form.Text("word_reason"),
	})
	if err != nil {
		if !shown(err) || v.Letter.Stage() != opinion.Draft {
			return err
		}
		if errors.Is(err, opinion.ErrWords) {
			var f fault.Fields
			f.Add("word_reason", opinion.ErrWords.Code)
			err = f.Err()
		}
		v.Form, v.Err = form, err
		return page(w, r, err, checkPage(v))
	}
	return web.SeeOther(w, r, reportPath(v.Facts.Case))
}

func (p *Pages) amend(w http.ResponseWriter, r *web.Request) error {
	v, err := p.desk(r)
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	if _, err := p.service.Amend(r.Context(), r.Who, v.Facts.Case, form.Text("reason")); err != nil {
		if !shown(err) {
			return err
		}
		v.Form, v.Err = form, err
		return page(w, r, err, reportPage(v))
	}
	return web.SeeOther(w, r, reportPath(v.Facts.Case))
}
