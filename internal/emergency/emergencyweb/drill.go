package emergencyweb

import (
	"net/http"
	"time"

	"mendan/internal/directory"
	"mendan/internal/emergency"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/web"
)

type drillView struct {
	Place directory.Workplace
	List  []emergency.DrillFigures
	Sheet emergency.PlanSheet
	Table emergency.Table
	Zone  *time.Location
	Level string
	Err   error
}

func (d Deps) drillView(r *web.Request) (drillView, error) {
	w, err := web.PathID[id.Workplace](r, "workplace")
	if err != nil {
		return drillView{}, err
	}
	v := drillView{Table: d.Service.Table, Level: string(emergency.E2)}
	if v.List, err = d.Service.Drills(r.Context(), r.Who, w); err != nil {
		return v, err
	}
	if v.Sheet, err = d.Service.Plans(r.Context(), r.Who, w); err != nil {
		return v, err
	}
	v.Place, err = d.workplace(r)
	v.Zone = v.Place.Location()
	return v, err
}

func (d Deps) drills(w http.ResponseWriter, r *web.Request) error {
	v, err := d.drillView(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, drillPage(v))
}

func (d Deps) startDrill(w http.ResponseWriter, r *web.Request) error {
	v, err := d.drillView(r)
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	v.Level = form.Text("level")
	a, err := d.Service.StartDrill(r.Context(), r.Who, v.Place.ID, emergency.Level(v.Level))
	if refused(err) {
		v.Err = err
		return web.Render(w, r, web.Status(fault.KindOf(err)), drillPage(v))
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, pathOf(a))
}
