package readinessweb

import (
	"context"
	"net/http"

	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/readiness"
	"mendan/internal/web"
	"mendan/internal/web/ui"
)

type placeView struct {
	Sheet readiness.PlaceSheet
	Table readiness.PlaceTable
	Kind  string
	Alone string
	Net   string
	Note  string
	Err   error
	Away  bool // a shop or shared space was chosen, or somebody is there: show what else is possible
}

func (p *Pages) place(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	sheet, err := p.service.PlaceOf(r.Context(), r.Who, c)
	if err != nil {
		return err
	}
	v := placeView{Sheet: sheet, Table: p.service.Places, Kind: string(sheet.Place.Kind), Net: string(sheet.Place.Network), Note: sheet.Place.Note}
	if sheet.Place.Fits() {
		v.Alone = "yes"
	}
	return web.Render(w, r, http.StatusOK, placePage(v))
}

func (p *Pages) declarePlace(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	in := readiness.PlaceInput{Case: c, Kind: readiness.PlaceKind(form.Text("kind")), Alone: form.Text("alone"), Network: readiness.Network(form.Text("network")), Note: form.Text("note")}
	err = p.service.DeclarePlace(r.Context(), r.Who, in)
	if refused(err) {
		sheet, read := p.service.PlaceOf(r.Context(), r.Who, c)
		if read != nil {
			return read
		}
		v := placeView{Sheet: sheet, Table: p.service.Places, Kind: string(in.Kind), Alone: in.Alone, Net: string(in.Network), Note: in.Note, Err: err}
		rule, _ := p.service.Places.Find(in.Kind)
		v.Away = rule.Refusal != "" || in.Alone == "no"
		return web.Render(w, r, web.Status(fault.KindOf(err)), placePage(v))
	}
	if err != nil {
		return err
	}
	switch {
	case in.Kind == readiness.NoPlace:
		return web.SeeOther(w, r, back(c)+"/place/request")
	case p.service.Places.Warning(in.Network).JA != "":
		return web.SeeOther(w, r, back(c)+"/place") // there the warning stands
	}
	return web.SeeOther(w, r, back(c))
}

// placeOptions offers the kinds of the table to a seat.
func placeOptions(ctx context.Context, t readiness.PlaceTable, seat readiness.Seat) []ui.Option {
	var out []ui.Option
	for _, k := range t.For(seat) {
		out = append(out, ui.Option{Value: string(k.Kind), Text: k.Name.In(lang.From(ctx)), Hint: k.Hint.In(lang.From(ctx))})
	}
	return out
}

// networkOptions offers the kinds of lines.
func networkOptions(ctx context.Context, t readiness.PlaceTable) []ui.Option {
	var out []ui.Option
	for _, n := range t.Networks {
		out = append(out, ui.Option{Value: string(n.Network), Text: n.Name.In(lang.From(ctx))})
	}
	return out
}
