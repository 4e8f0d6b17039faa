package governanceweb

import (
	"net/http"

	"mendan/internal/access"
	"mendan/internal/governance"
	"mendan/internal/web"
)

type place struct {
	status governance.Status
	lines  []governance.Line
}

// workplaces lists the workplaces of the reader; who has one is led there.
func (p *Pages) workplaces(w http.ResponseWriter, r *web.Request) error {
	list, err := p.Service.Workplaces(r.Context(), r.Who)
	if err != nil {
		return err
	}
	switch len(list) {
	case 0:
		return access.ErrHidden
	case 1:
		return web.SeeOther(w, r, at(list[0].Place.ID, ""))
	}
	var out []place
	for _, s := range list {
		out = append(out, place{s, own(r.Context(), s)})
	}
	return web.Render(w, r, http.StatusOK, workplacesPage(out))
}

func (p *Pages) hub(w http.ResponseWriter, r *web.Request) error {
	k, err := workplaceOf(r)
	if err != nil {
		return err
	}
	s, more, err := p.Service.Hub(r.Context(), r.Who, k)
	if err != nil {
		return err
	}
	lines := own(r.Context(), s)
	if !manages(r, s.Place) {
		for i, l := range lines { // who only reads is led to what he may read
			switch l.Key {
			case "notice":
				lines[i].Href = at(k, "/rules")
			case "meeting":
				lines[i].Href = at(k, "/committee")
			}
		}
	}
	// What law asks after the meeting stands behind what opens the door to the first interview.
	lines = append(lines, more...)
	return web.Render(w, r, http.StatusOK, hubPage(s, lines, manages(r, s.Place), len(r.Who.Workplaces) > 1))
}
