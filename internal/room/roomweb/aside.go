package roomweb

import (
	"net/http"

	"mendan/internal/id"
	"mendan/internal/room"
	"mendan/internal/web"
)

// What stands beside the talk: the pause when somebody came in, the word about a
// poor line, the reason of a camera that stays off.

func (d Deps) pause(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	s, err := d.Rooms.Pause(r.Context(), r.Who, c)
	return changed(w, r, s, err)
}

func (d Deps) wish(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	var in struct {
		Wish room.Wish `json:"wish"`
	}
	if err := r.ReadJSON(&in); err != nil {
		return err
	}
	s, err := d.Rooms.Wish(r.Context(), r.Who, c, in.Wish)
	return changed(w, r, s, err)
}

func (d Deps) resume(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	var in struct {
		Alone bool `json:"alone"`
	}
	if err := r.ReadJSON(&in); err != nil {
		return err
	}
	s, err := d.Rooms.Continue(r.Context(), r.Who, c, in.Alone)
	return changed(w, r, s, err)
}

func (d Deps) camera(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	var in struct {
		Reason string `json:"reason"`
	}
	if err := r.ReadJSON(&in); err != nil {
		return err
	}
	s, err := d.Rooms.ExceptCamera(r.Context(), r.Who, c, in.Reason)
	return changed(w, r, s, err)
}

func (d Deps) line(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	line, err := d.Rooms.Line(r.Context(), r.Who, c)
	if err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, line)
}

func (d Deps) judgeLine(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	var in struct {
		Choice room.LineChoice `json:"choice"`
		Reason string          `json:"reason"`
		Note   string          `json:"note"`
	}
	if err := r.ReadJSON(&in); err != nil {
		return err
	}
	s, err := d.Rooms.JudgeLine(r.Context(), r.Who, c, in.Choice, in.Reason, web.Clean(in.Note))
	return changed(w, r, s, err)
}
