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
	Kind  string
	Alone string
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
	v := placeView{Sheet: sheet, Kind: string(sheet.Place.Kind), Note: sheet.Place.Note}
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
	in := readiness.PlaceInput{Case: c, Kind: readiness.PlaceKind(form.Text("kind")), Alone: form.Text("alone"), Note: form.Text("note")}
	err = p.service.DeclarePlace(r.Context(), r.Who, in)
	if refused(err) {
		sheet, read := p.service.PlaceOf(r.Context(), r.Who, c)
		if read != nil {
			return read
		}
		v := placeView{Sheet: sheet, Kind: string(in.Kind), Alone: in.Alone, Note: in.Note, Err: err}
		v.Away = in.Kind == readiness.Cafe || in.Kind == readiness.Coworking || in.Alone == "no"
		return web.Render(w, r, web.Status(fault.KindOf(err)), placePage(v))
	}
	if err != nil {
		return err
	}
	if in.Kind == readiness.NoPlace {
		return web.SeeOther(w, r, back(c)+"/place")
	}
	return web.SeeOther(w, r, back(c))
}

func placeOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, k := range readiness.PlaceKinds() {
		o := ui.Option{Value: string(k), Text: placeWord(ctx, k)}
		switch k { //nolint:exhaustive // only these need a second line
		case readiness.CompanyRoom:
			o.Hint = lang.T(ctx, "会議室など、扉を閉められる部屋")
		case readiness.Booth:
			o.Hint = lang.T(ctx, "ひとり用の個室やレンタルの部屋")
		case readiness.NoPlace:
			o.Hint = lang.T(ctx, "部屋の用意を希望できます")
		}
		out = append(out, o)
	}
	return out
}

// placeWord is what a kind of place is called.
func placeWord(ctx context.Context, k readiness.PlaceKind) string {
	switch k {
	case readiness.Home:
		return lang.T(ctx, "自宅")
	case readiness.CompanyRoom:
		return lang.T(ctx, "会社の個室")
	case readiness.Booth:
		return lang.T(ctx, "個室ブース")
	case readiness.OtherRoom:
		return lang.T(ctx, "そのほかの個室")
	case readiness.Cafe:
		return lang.T(ctx, "カフェなどのお店")
	case readiness.Coworking:
		return lang.T(ctx, "コワーキングなどの共用スペース")
	case readiness.NoPlace:
		return lang.T(ctx, "話せる場所がない")
	}
	return ""
}
