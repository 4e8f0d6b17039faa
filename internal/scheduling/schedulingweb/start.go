package schedulingweb

import (
	"net/http"

	"mendan/internal/casework"
	"mendan/internal/fault"
	"mendan/internal/web"
)

// startView is what the worker chose so far.
type startView struct {
	Type, Wish string
	Err        error
}

func (p *Pages) showStart(w http.ResponseWriter, r *web.Request) error {
	v := startView{Wish: string(casework.Either)}
	if kind := casework.Type(r.URL.Query().Get("type")); mayStart(kind) {
		v.Type = string(kind)
	}
	return web.Render(w, r, http.StatusOK, startPage(v))
}

// mayStart tells whether a worker starts interviews of that type by himself.
func mayStart(t casework.Type) bool {
	return t == casework.Consultation || t == casework.LongHoursGeneral
}

func (p *Pages) submitStart(w http.ResponseWriter, r *web.Request) error {
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	v := startView{Type: form.Text("type"), Wish: form.Text("wish")}
	var f fault.Fields
	if !mayStart(casework.Type(v.Type)) {
		f.Add("type", "form.choose")
	}
	if !casework.Mode(v.Wish).Valid() {
		f.Add("wish", "form.choose")
	}
	if v.Err = f.Err(); v.Err != nil {
		return web.Render(w, r, web.Status(fault.Invalid), startPage(v))
	}
	c, err := p.cases.Open(r.Context(), r.Who, casework.OpenInput{
		Employee: r.Who.Employee, Type: casework.Type(v.Type), Wish: casework.Mode(v.Wish),
	})
	if kind := fault.KindOf(err); err != nil && (kind == fault.Conflict || kind == fault.Invalid) {
		v.Err = err
		return web.Render(w, r, web.Status(kind), startPage(v))
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, "/interviews/"+string(c.ID)+"/booking")
}
