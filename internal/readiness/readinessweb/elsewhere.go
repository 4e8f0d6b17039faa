package readinessweb

import (
	"context"
	"net/http"
	"time"

	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/scheduling"
	"mendan/internal/web"
)

// offered is how many times of each way the page offers at once.
const offered = 3

// elsewhereView is what helps somebody who cannot talk where he is: the next
// times, and in person. It is the ordinary move of a booking; no reason is
// asked, sent or kept.
type elsewhereView struct {
	Case     id.Case
	Offer    scheduling.Offer
	Online   []scheduling.Slot
	InPerson []scheduling.Slot
	Movable  bool // a booking stands and has not begun
}

func (p *Pages) elsewhere(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	// Permission is asked where the place is declared: this page is the worker's alone.
	if _, err := p.service.PlaceOf(r.Context(), r.Who, c); err != nil {
		return err
	}
	offer, err := p.Free(r.Context(), r.Who, scheduling.Ask{Case: c, Days: 14})
	if err != nil {
		return err
	}
	v := elsewhereView{Case: c, Offer: offer, Movable: offer.Current.ID != "" && p.Now().Before(offer.Current.From)}
	for _, d := range offer.Days {
		for _, s := range d.Slots {
			if s.Offers(casework.Online, offer.Case.Workplace) && len(v.Online) < offered {
				v.Online = append(v.Online, s)
			}
			if s.Offers(casework.InPerson, offer.Case.Workplace) && len(v.InPerson) < offered {
				v.InPerson = append(v.InPerson, s)
			}
		}
	}
	return web.Render(w, r, http.StatusOK, elsewherePage(v))
}

// slotWord is a time as a button says it.
func (v elsewhereView) slotWord(ctx context.Context, s scheduling.Slot, m casework.Mode) string {
	text := lang.Date(ctx, civil.DateOf(s.From, v.Offer.Zone)) + " " + civil.ClockOf(s.From, v.Offer.Zone).String()
	if m == casework.InPerson {
		return lang.T(ctx, "%s 対面", text)
	}
	return lang.T(ctx, "%s オンライン", text)
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }
