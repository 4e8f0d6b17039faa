package deskweb

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"mendan/internal/id"
	"mendan/internal/web"
)

// interviewView is the one page of an interview.
type interviewView struct {
	Interview
	Steps []step
	Next  int // index in Steps, -1 when there is nothing to do but wait
}

func view(ctx context.Context, i Interview) interviewView {
	v := interviewView{Interview: i, Steps: steps(ctx, i)}
	v.Next = chosenStep(v.Steps)
	return v
}

func (p *Pages) home(w http.ResponseWriter, r *web.Request) error {
	list, err := p.from.Interviews(r.Context(), r.Who)
	if err != nil {
		return err
	}
	var current, past []interviewView
	for _, i := range list {
		if v := view(r.Context(), i); i.State.Over() || i.Letter == LetterReleased {
			past = append(past, v)
		} else {
			current = append(current, v)
		}
	}
	slices.SortStableFunc(current, func(a, b interviewView) int {
		if by := cmp.Compare(a.urgency(), b.urgency()); by != 0 || a.Booking == nil || b.Booking == nil {
			return by
		}
		return a.Booking.From.Compare(b.Booking.From)
	})
	rule := false
	if p.from.RuleToRead != nil {
		if rule, err = p.from.RuleToRead(r.Context(), r.Who); err != nil {
			return err
		}
	}
	return web.Render(w, r, http.StatusOK, homePage(current, past, rule))
}

// urgency orders several interviews: an open door or a letter to read, then what has a date, then the rest.
func (v interviewView) urgency() int {
	switch {
	case v.Next >= 0 && (v.Steps[v.Next].id == "room" || v.Steps[v.Next].id == "letter"):
		return 0
	case v.Booking != nil:
		return 1
	}
	return 2
}

func (p *Pages) interview(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	i, err := p.from.Interview(r.Context(), r.Who, c)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, interviewPage(view(r.Context(), i)))
}
