package readinessweb

import (
	"net/http"

	"mendan/internal/fault"
	"mendan/internal/readiness"
	"mendan/internal/web"
)

type physicianPlaceView struct {
	Sheet  readiness.PhysicianSheet
	Table  readiness.PlaceTable
	Kind   string
	Alone  string
	Unseen string
	Net    string
	Note   string
	Err    error
}

func (p *Pages) physicianPlace(w http.ResponseWriter, r *web.Request) error {
	sheet, err := p.service.PhysicianPlaceOf(r.Context(), r.Who)
	if err != nil {
		return err
	}
	v := physicianPlaceView{Sheet: sheet, Table: p.service.Places}
	known := sheet.Place
	if known.Kind == "" { // the room of last time is offered; that it is private today is asked anew
		known = sheet.Last
	} else {
		v.Alone, v.Unseen = yes(known.Alone), yes(known.Unseen)
	}
	v.Kind, v.Net, v.Note = string(known.Kind), string(known.Network), known.Note
	return web.Render(w, r, http.StatusOK, physicianPlacePage(v))
}

func (p *Pages) declarePhysicianPlace(w http.ResponseWriter, r *web.Request) error {
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	in := readiness.PlaceInput{
		Kind: readiness.PlaceKind(form.Text("kind")), Alone: form.Text("alone"), Unseen: form.Text("unseen"),
		Network: readiness.Network(form.Text("network")), Note: form.Text("note"),
	}
	err = p.service.DeclarePhysicianPlace(r.Context(), r.Who, in)
	if refused(err) {
		sheet, read := p.service.PhysicianPlaceOf(r.Context(), r.Who)
		if read != nil {
			return read
		}
		return web.Render(w, r, web.Status(fault.KindOf(err)), physicianPlacePage(physicianPlaceView{
			Sheet: sheet, Table: p.service.Places, Kind: string(in.Kind), Alone: in.Alone, Unseen: in.Unseen, Net: string(in.Network), Note: in.Note, Err: err,
		}))
	}
	if err != nil {
		return err
	}
	if p.service.Places.Warning(in.Network).JA != "" {
		return web.SeeOther(w, r, "/physician/place")
	}
	return web.SeeOther(w, r, "/physician")
}
