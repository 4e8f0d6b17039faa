package roomweb

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/room"
	"mendan/internal/web"
)

// outsideView is the page of a session in an outside tool: the way there for the
// worker; desk, checklist, notes and the word about it for the physician.
type outsideView struct {
	Case  id.Case
	Base  string
	Back  string
	State room.State
	Where room.Elsewhere
	Zone  *time.Location

	Desk  *DeskView // physician only
	Check room.Checklist
	Word  attestForm
	Err   error
	Saved bool

	// Bar and Emergency are the physician's buttons and panel, as in our own room;
	// nil draws none.
	Bar, Emergency templ.Component
}

// attestForm is the form of the physician's word as it was typed.
type attestForm struct {
	From, To, Breaks, Long, Lost, Others string
	Video, Voice, OnlyTwo, Recorded      string
}

// outside draws the page when the session is held in an outside tool; false
// when it is held here.
func (d Deps) outside(w http.ResponseWriter, r *web.Request, c id.Case, state room.State, show func(v *outsideView)) (bool, error) {
	where, err := d.Rooms.Elsewhere(r.Context(), r.Who, c)
	if err != nil || where.Tool == "" {
		return false, err
	}
	v := outsideView{
		Case: c, Base: "/interviews/" + string(c) + "/room", Back: back(r, c), State: state, Where: where, Zone: zone(),
		Saved: r.URL.Query().Has("saved"),
	}
	if state.Me == room.Physician {
		desk := DeskView{}
		if d.Desk != nil {
			if desk, err = d.Desk(r.Context(), r.Who, c); err != nil {
				return true, err
			}
		}
		if desk.Notes, err = d.Rooms.ReadNotes(r.Context(), r.Who, c); err != nil {
			return true, err
		}
		desk.Report = "/physician/cases/" + string(c) + "/report"
		desk.Identities = room.Identities
		v.Desk = &desk
		if d.Emergency != nil {
			if v.Bar, v.Emergency, err = d.Emergency(r.Context(), r.Who, c); err != nil {
				return true, err
			}
		}
		if state.Checklist != nil {
			v.Check = *state.Checklist
		}
		v.Word = attestForm{Breaks: "0", Long: "0", Lost: "0", OnlyTwo: "yes"}
		if state.OpenedAt != nil {
			v.Word.From = state.OpenedAt.In(v.Zone).Format("15:04")
			v.Word.To = state.Now.In(v.Zone).Format("15:04")
		}
	}
	status := http.StatusOK
	if show != nil {
		show(&v)
		if v.Err != nil {
			status = web.Status(fault.KindOf(v.Err))
		}
	}
	return true, web.Render(w, r, status, outsidePage(v))
}

// act does what a form of the outside page asks and leads back to it; what the
// form got wrong is shown on the page.
func (d Deps) act(w http.ResponseWriter, r *web.Request, do func(c id.Case, f web.Form) (keep func(v *outsideView), err error)) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	keep, err := do(c, form)
	if k := fault.KindOf(err); err != nil && (k == fault.Invalid || k == fault.Conflict) {
		state, read := d.Rooms.State(r.Context(), r.Who, c)
		if read != nil {
			return read
		}
		drawn, draw := d.outside(w, r, c, state, func(v *outsideView) {
			v.Err = err
			if keep != nil {
				keep(v)
			}
		})
		if !drawn && draw == nil {
			return err
		}
		return draw
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, "/interviews/"+string(c)+"/room?saved")
}

func (d Deps) outsideOpen(w http.ResponseWriter, r *web.Request) error {
	return d.act(w, r, func(c id.Case, _ web.Form) (func(*outsideView), error) {
		_, err := d.Rooms.Admit(r.Context(), r.Who, c)
		return nil, err
	})
}

func (d Deps) outsideCheck(w http.ResponseWriter, r *web.Request) error {
	return d.act(w, r, func(c id.Case, f web.Form) (func(*outsideView), error) {
		l := room.Checklist{
			Identity: room.Identity(f.Text("identity")), Place: f.Text("place"), Phone: f.Text("phone"),
			Alone: f.Has("alone"), CameraWorker: f.Has("cameraWorker"), CameraPhysician: f.Has("cameraPhysician"), NotRecording: f.Has("notRecording"), Explained: f.Has("explained"),
		}
		_, err := d.Rooms.SaveChecklist(r.Context(), r.Who, c, l)
		return func(v *outsideView) { v.Check = l }, err
	})
}

func (d Deps) outsideNotes(w http.ResponseWriter, r *web.Request) error {
	return d.act(w, r, func(c id.Case, f web.Form) (func(*outsideView), error) {
		version, err := strconv.Atoi(f.Text("version"))
		if err != nil {
			return nil, web.ErrUnreadable.Because(err)
		}
		_, err = d.Rooms.SaveNotes(r.Context(), r.Who, c, f.Raw("notes"), version)
		if errors.Is(err, room.ErrStale) {
			// Nothing is lost: what was typed stands below what was saved elsewhere.
			return func(v *outsideView) { v.Desk.Notes.Text += "\n\n" + f.Raw("notes") }, err
		}
		return func(v *outsideView) { v.Desk.Notes.Text = f.Raw("notes") }, err
	})
}

func (d Deps) outsideAttest(w http.ResponseWriter, r *web.Request) error {
	return d.act(w, r, func(c id.Case, f web.Form) (func(*outsideView), error) {
		form := attestForm{
			From: f.Text("from"), To: f.Text("to"), Breaks: f.Text("breaks"), Long: f.Text("long"), Lost: f.Text("lost"), Others: f.Text("others"),
			Video: f.Text("video"), Voice: f.Text("voice"), OnlyTwo: f.Text("onlyTwo"), Recorded: f.Text("recorded"),
		}
		keep := func(v *outsideView) { v.Word = form }
		state, err := d.Rooms.State(r.Context(), r.Who, c)
		if err != nil {
			return keep, err
		}
		word, err := form.read(state)
		if err != nil {
			return keep, err
		}
		_, err = d.Rooms.Attest(r.Context(), r.Who, c, word)
		return keep, err
	})
}

// read turns what was typed into a word; clock times are of the session's day.
func (a attestForm) read(state room.State) (room.Attestation, error) {
	var f fault.Fields
	day := state.Now
	if state.OpenedAt != nil {
		day = *state.OpenedAt
	}
	clock := func(name, text string) time.Time {
		if text == "" {
			return time.Time{}
		}
		t, err := time.ParseInLocation("2006-01-02 15:04", day.In(zone()).Format("2006-01-02 ")+text, zone())
		if err != nil {
			f.Add(name, "form.time")
		}
		return t.UTC()
	}
	number := func(name, text string, times int) int {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || n > 10000 {
			f.Add(name, "form.number")
			return 0
		}
		return n * times
	}
	yes := func(name, text string) bool {
		if text != "yes" && text != "no" {
			f.Add(name, "form.choose")
		}
		return text == "yes"
	}
	out := room.Attestation{
		From: clock("from", a.From), To: clock("to", a.To), Video: yes("video", a.Video), Voice: yes("voice", a.Voice),
		Breaks: number("breaks", a.Breaks, 1), Long: number("long", a.Long, 1), Lost: number("lost", a.Lost, 1),
		OnlyTwo: yes("onlyTwo", a.OnlyTwo), Others: a.Others, Recorded: yes("recorded", a.Recorded),
	}
	return out, f.Err()
}

func (d Deps) outsideStop(w http.ResponseWriter, r *web.Request) error {
	return d.act(w, r, func(c id.Case, f web.Form) (func(*outsideView), error) {
		if f.Text("how") == "convert" {
			_, err := d.Rooms.Convert(r.Context(), r.Who, c, f.Text("reason"))
			return nil, err
		}
		_, err := d.Rooms.End(r.Context(), r.Who, c, room.Aborted, f.Text("reason"))
		return nil, err
	})
}
