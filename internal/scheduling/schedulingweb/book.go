package schedulingweb

import (
	"errors"
	"net/http"
	"time"

	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/scheduling"
	"mendan/internal/web"
)

func (p *Pages) showSlots(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	from, err := civil.ReadDate(r.URL.Query().Get("from"))
	if err != nil {
		from = civil.Date{} // a crooked link shows the first page
	}
	return p.slots(w, r, c, from, nil)
}

// slots draws the list; after a refusal with what was refused and what is free instead.
func (p *Pages) slots(w http.ResponseWriter, r *web.Request, c id.Case, from civil.Date, refused error) error {
	offer, err := p.service.FreeSlots(r.Context(), r.Who, scheduling.Ask{Case: c, From: from, Days: week})
	if err != nil {
		return err
	}
	v := slotsView{Offer: offer, Err: refused}
	status := http.StatusOK
	if refused != nil {
		status = web.Status(fault.KindOf(refused))
		if taken, ok := errors.AsType[*scheduling.Taken](refused); ok {
			v.Instead = taken.Next
			if err := p.addPhysicians(r, &v); err != nil {
				return err
			}
		}
	}
	return web.Render(w, r, status, slotsPage(v))
}

// addPhysicians names those of the slots offered instead, who may work on other days.
func (p *Pages) addPhysicians(r *web.Request, v *slotsView) error {
	for _, s := range v.Instead {
		if _, ok := v.Physicians[s.Physician]; ok {
			continue
		}
		d, err := p.service.Physician(r.Context(), s.Physician)
		if err != nil {
			return err
		}
		v.Physicians[s.Physician] = d
	}
	return nil
}

func (p *Pages) submitWish(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	err = p.service.SetWish(r.Context(), r.Who, c, casework.Mode(form.Text("wish")))
	if fault.KindOf(err) == fault.Invalid && err != nil {
		return p.slots(w, r, c, civil.Date{}, err)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, "/interviews/"+string(c)+"/booking")
}

// confirmView is one free time before the button is pressed.
type confirmView struct {
	scheduling.Offer
	Slot scheduling.Slot
	Mode casework.Mode
	Err  error
}

func (p *Pages) showConfirm(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	q := r.URL.Query()
	physician, start, ok := slotOf(q.Get("physician"), q.Get("start"))
	if !ok {
		return web.SeeOther(w, r, "/interviews/"+string(c)+"/booking")
	}
	return p.confirm(w, r, scheduling.BookInput{Case: c, Physician: physician, Start: start}, nil)
}

func (p *Pages) confirm(w http.ResponseWriter, r *web.Request, in scheduling.BookInput, refused error) error {
	offer, err := p.service.FreeSlots(r.Context(), r.Who, scheduling.Ask{Case: in.Case, From: civil.DateOf(in.Start.AddDate(0, 0, -1), time.UTC), Days: 3})
	if err != nil {
		return err
	}
	for _, d := range offer.Days {
		for _, s := range d.Slots {
			if s.Physician == in.Physician && s.From.Equal(in.Start) {
				v := confirmView{Offer: offer, Slot: s, Mode: in.Mode, Err: refused}
				status := http.StatusOK
				if refused != nil {
					status = web.Status(fault.KindOf(refused))
				}
				return web.Render(w, r, status, confirmPage(v))
			}
		}
	}
	// Gone since the list was drawn: show what there is.
	if in.Start.IsZero() {
		return p.slots(w, r, in.Case, civil.Date{}, refused)
	}
	return p.slots(w, r, in.Case, civil.DateOf(in.Start, offer.Zone), scheduling.ErrNotOffered)
}

func (p *Pages) submitBook(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	in := scheduling.BookInput{Case: c, Mode: casework.Mode(form.Text("mode"))}
	in.Physician, in.Start, _ = slotOf(form.Text("physician"), form.Text("start"))
	act := p.service.Book
	if form.Text("move") != "" {
		act = p.service.Move
	}
	_, err = act(r.Context(), r.Who, in)
	switch kind := fault.KindOf(err); {
	case err == nil:
		return web.SeeOther(w, r, "/interviews/"+string(c)+"/booking/done")
	case kind == fault.Invalid:
		return p.confirm(w, r, in, err)
	case kind == fault.Conflict:
		return p.slots(w, r, c, civil.DateOf(in.Start, time.UTC), err)
	}
	return err
}

// slotOf reads what names a slot in an address or a form.
func slotOf(physician, start string) (id.Physician, time.Time, bool) {
	who, err := id.Parse[id.Physician](physician)
	at, err2 := time.Parse(time.RFC3339, start)
	return who, at.UTC(), err == nil && err2 == nil
}

// doneView is a booking that stands, or the one that was cancelled.
type doneView struct {
	scheduling.Kept
}

func (p *Pages) showDone(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	kept, err := p.service.Kept(r.Context(), r.Who, c)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, donePage(doneView{kept}))
}
