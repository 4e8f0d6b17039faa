package readinessweb

import (
	"net/http"

	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/readiness"
	"mendan/internal/web"
)

type contactView struct {
	Sheet readiness.ContactSheet
	In    readiness.ContactInput // as typed, or as known
	Old   bool                   // known from an earlier interview, not confirmed for this one
	Trap  readiness.PhoneTrap
	Err   error
}

func (p *Pages) contact(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	sheet, err := p.service.ContactOf(r.Context(), r.Who, c)
	if err != nil {
		return err
	}
	k := sheet.Contact
	return web.Render(w, r, http.StatusOK, contactPage(contactView{
		Sheet: sheet,
		Trap:  readiness.Trap(DeviceKind(r.UserAgent()), k.Phone, k.Second),
		Old:   !k.ChangedAt.IsZero() && sheet.ConfirmedAt.IsZero(),
		In: readiness.ContactInput{
			Case: c, Phone: string(k.Phone), Second: k.Second, Nobody: k.Nobody, Name: k.Name, Relation: k.Relation,
			Tel: string(k.Tel), Consents: k.Consents, Doctor: k.Doctor, DoctorTel: string(k.DoctorTel),
		},
	}))
}

func (p *Pages) giveContact(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	in := readiness.ContactInput{
		Case: c, Phone: form.Text("phone"), Second: form.Text("second"), Nobody: form.Has("nobody"),
		Name: form.Text("name"), Relation: form.Text("relation"), Tel: form.Text("tel"),
		Consents: readiness.Consents{Life: form.Has("may_life"), Lost: form.Has("may_lost"), Consult: form.Has("may_consult")},
		Doctor:   form.Text("doctor"), DoctorTel: form.Text("doctor_tel"),
	}
	err = p.service.GiveContact(r.Context(), r.Who, in)
	if refused(err) {
		sheet, read := p.service.ContactOf(r.Context(), r.Who, c)
		if read != nil {
			return read
		}
		return web.Render(w, r, web.Status(fault.KindOf(err)), contactPage(contactView{Sheet: sheet, In: in, Err: err}))
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, back(c))
}
