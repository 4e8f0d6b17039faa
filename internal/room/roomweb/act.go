package roomweb

import (
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/media"
	"mendan/internal/room"
	"mendan/internal/web"
)

// Problem is the answer to a refused request of the script.
type Problem struct {
	Code    string         `json:"code"`
	Message string         `json:"message"`
	Fields  []ProblemField `json:"fields,omitempty"`
	*room.Notes
}

// ProblemField says what is wrong with one field.
type ProblemField struct {
	Name    string `json:"name"`
	Message string `json:"message"`
}

// refuse answers a fault that names fields; others are the door's to answer.
func refuse(w http.ResponseWriter, r *web.Request, err error) error {
	f := fault.Of(err)
	if len(f.Fields) == 0 {
		return err
	}
	p := Problem{Code: f.Code, Message: lang.Fault(r.Context(), f)}
	for _, x := range f.Fields {
		p.Fields = append(p.Fields, ProblemField{x.Name, lang.Code(r.Context(), x.Code, x.Args...)})
	}
	return web.JSON(w, web.Status(f.Kind), p)
}

func (d Deps) state(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	s, err := d.Rooms.State(r.Context(), r.Who, c)
	if err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, s)
}

// changed answers with the state after a change.
func changed(w http.ResponseWriter, r *web.Request, s room.State, err error) error {
	if err != nil {
		return refuse(w, r, err)
	}
	return web.JSON(w, http.StatusOK, s)
}

func (d Deps) admit(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	s, err := d.Rooms.Admit(r.Context(), r.Who, c)
	return changed(w, r, s, err)
}

func (d Deps) token(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	pass, err := d.Rooms.Pass(r.Context(), r.Who, c)
	if err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, struct {
		URL     string    `json:"url"`
		Token   string    `json:"token"`
		Expires time.Time `json:"expires"`
	}{media.Prefix, pass.Token, pass.Expires})
}

func (d Deps) checklist(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	var l room.Checklist
	if err := r.ReadJSON(&l); err != nil {
		return err
	}
	l.Place, l.Phone = web.Clean(l.Place), web.Clean(l.Phone)
	s, err := d.Rooms.SaveChecklist(r.Context(), r.Who, c, l)
	return changed(w, r, s, err)
}

func (d Deps) readNotes(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	n, err := d.Rooms.ReadNotes(r.Context(), r.Who, c)
	if err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, n)
}

func (d Deps) saveNotes(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	var in struct {
		Text    string `json:"text"`
		Version int    `json:"version"`
	}
	if err := r.ReadJSON(&in); err != nil {
		return err
	}
	n, err := d.Rooms.SaveNotes(r.Context(), r.Who, c, in.Text, in.Version)
	if errors.Is(err, room.ErrStale) {
		// Both texts are the writer's own: the page shows the saved one beside the new.
		return web.JSON(w, http.StatusConflict, Problem{Code: room.ErrStale.Code, Message: lang.Fault(r.Context(), room.ErrStale), Notes: &n})
	}
	if err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, struct {
		Version int       `json:"version"`
		SavedAt time.Time `json:"savedAt"`
	}{n.Version, n.SavedAt})
}

func (d Deps) stats(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	// Fields we do not know are left out rather than refused: a page that was
	// loaded before an upgrade must not lose what it measured.
	var b room.Batch
	if err := json.NewDecoder(r.Body).Decode(&b); err != nil {
		return unreadable(err)
	}
	return done(w, d.Rooms.Measured(r.Context(), r.Who, c, b))
}

func (d Deps) event(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	var word room.Word
	if err := json.NewDecoder(r.Body).Decode(&word); err != nil {
		return unreadable(err)
	}
	return done(w, d.Rooms.Tell(r.Context(), r.Who, c, word))
}

func unreadable(err error) error {
	if most, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return web.ErrTooLarge.With(most.Limit / 1024)
	}
	return web.ErrUnreadable.Because(err)
}

func done(w http.ResponseWriter, err error) error {
	if err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (d Deps) end(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	var in struct {
		Outcome room.Outcome `json:"outcome"`
		Reason  string       `json:"reason"`
	}
	if err := r.ReadJSON(&in); err != nil {
		return err
	}
	s, err := d.Rooms.End(r.Context(), r.Who, c, in.Outcome, web.Clean(in.Reason))
	return changed(w, r, s, err)
}

func (d Deps) convert(w http.ResponseWriter, r *web.Request) error {
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
	s, err := d.Rooms.Convert(r.Context(), r.Who, c, web.Clean(in.Reason))
	return changed(w, r, s, err)
}
