package roomweb

import (
	"errors"
	"net/http"
	"time"

	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/room"
	"mendan/internal/web"
)

// page draws the room as it is now. Without a booking there is no room: the
// worker's page of the interview says what to do next.
func (d Deps) page(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	state, err := d.Rooms.State(r.Context(), r.Who, c)
	if errors.Is(err, room.ErrNotBooked) {
		return web.SeeOther(w, r, back(r, c))
	}
	if err != nil {
		return err
	}
	if drawn, err := d.outside(w, r, c, state, nil); drawn || err != nil {
		return err
	}
	view := RoomView{
		Case: c, Me: state.Me, Base: "/interviews/" + string(c) + "/room", Back: back(r, c),
		State: state, StateJSON: stateJSON(state), Zone: zone(), Statutory: state.Statutory,
		Still: int(d.Rooms.Rules.Limit(room.StillPerson)), OffLimit: int(d.Rooms.Rules.Limit(room.CameraOffLimit)) / 60,
		Camera: choices(r, d.Rooms.Rules.ReasonsFor(room.ForCamera)), Line: choices(r, d.Rooms.Rules.ReasonsFor(room.ForLine)),
	}
	if state.Me == room.Worker && d.SamePhone != nil {
		if view.SamePhone, err = d.SamePhone(r.Context(), r.Who, c, r.UserAgent()); err != nil {
			return err
		}
	}
	if state.Me == room.Physician {
		desk := DeskView{}
		if d.Desk != nil {
			if desk, err = d.Desk(r.Context(), r.Who, c); err != nil {
				return err
			}
		}
		if desk.Notes, err = d.Rooms.ReadNotes(r.Context(), r.Who, c); err != nil {
			return err
		}
		desk.Report = "/physician/cases/" + string(c) + "/report"
		desk.Identities = room.Identities
		view.Desk = &desk
		if d.Emergency != nil {
			if view.Bar, view.Emergency, err = d.Emergency(r.Context(), r.Who, c); err != nil {
				return err
			}
		}
	} else if d.Help != nil {
		view.Help = d.Help(r.Context(), c)
	}
	return web.Render(w, r, http.StatusOK, RoomPage(view))
}

// choices are the reasons in the reader's language.
func choices(r *web.Request, list []room.Reason) []Choice {
	var out []Choice
	for _, x := range list {
		words := x.JA
		if lang.From(r.Context()) == lang.EN {
			words = x.EN
		}
		out = append(out, Choice{x.Code, words})
	}
	return out
}

func back(r *web.Request, c id.Case) string {
	if r.Who.Physician != "" {
		return "/physician/cases/" + string(c)
	}
	return "/interviews/" + string(c)
}

// zone is where the clock on the page stands. Both people sit in Japan: the
// interview of a worker abroad is not offered online (decision table D-26).
func zone() *time.Location {
	if z, err := time.LoadLocation("Asia/Tokyo"); err == nil {
		return z
	}
	return time.FixedZone("JST", 9*60*60)
}

// evidence hands out the signed document. Its name tells nothing.
func (d Deps) evidence(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	doc, err := d.Rooms.Evidence(r.Context(), r.Who, c)
	if err != nil {
		return err
	}
	return web.Download(w, "application/json; charset=utf-8", "evidence.json", doc)
}

// printed hands out the evidence as people read it.
func (d Deps) printed(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	signed, err := d.Rooms.Evidence(r.Context(), r.Who, c)
	if err != nil {
		return err
	}
	if d.Print == nil {
		return web.ErrNotFound
	}
	key := room.PublicOf(d.Rooms.Key)
	e, err := room.VerifyEvidence(signed, key)
	if err != nil {
		return err
	}
	page, err := d.Print(e, signed, room.PublicText(key))
	if err != nil {
		return err
	}
	return web.Download(w, "application/pdf", "evidence.pdf", page)
}
