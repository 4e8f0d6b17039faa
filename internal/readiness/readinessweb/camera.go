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

type cameraView struct {
	Sheet  readiness.CameraSheet
	Table  readiness.CameraTable
	Reason string
	Note   string
	Decide string // of the physician's form
	Answer string
	Err    error
}

func (p *Pages) camera(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	return p.showCamera(w, r, c, nil, cameraView{})
}

// showCamera draws the worker's page; v holds what was typed when err is set.
func (p *Pages) showCamera(w http.ResponseWriter, r *web.Request, c id.Case, err error, v cameraView) error {
	sheet, read := p.service.CameraOf(r.Context(), r.Who, c)
	if read != nil {
		return read
	}
	status := http.StatusOK
	if err != nil {
		status = web.Status(fault.KindOf(err))
	} else {
		v.Reason, v.Note = sheet.Camera.Reason, sheet.Camera.Note
	}
	v.Sheet, v.Table, v.Err = sheet, p.service.Camera, err
	return web.Render(w, r, status, cameraPage(v))
}

func (p *Pages) askCamera(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	in := readiness.CameraInput{Case: c, Reason: form.Text("reason"), Note: form.Text("note")}
	err = p.service.AskCamera(r.Context(), r.Who, in)
	if refused(err) {
		return p.showCamera(w, r, c, err, cameraView{Reason: in.Reason, Note: in.Note})
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, back(c)+"/camera")
}

func (p *Pages) withdrawCamera(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	if err := p.service.WithdrawCamera(r.Context(), r.Who, c); err != nil {
		return err
	}
	return web.SeeOther(w, r, back(c)+"/camera")
}

func (p *Pages) cameraDecision(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	sheet, err := p.service.CameraOf(r.Context(), r.Who, c)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, cameraDecisionPage(cameraView{
		Sheet: sheet, Table: p.service.Camera, Decide: string(sheet.Camera.Decision), Answer: sheet.Camera.Answer,
	}))
}

func (p *Pages) decideCamera(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	decision, answer := form.Text("decision"), form.Text("answer")
	err = p.service.DecideCamera(r.Context(), r.Who, c, readiness.CameraDecision(decision), answer)
	if refused(err) {
		sheet, read := p.service.CameraOf(r.Context(), r.Who, c)
		if read != nil {
			return read
		}
		return web.Render(w, r, web.Status(fault.KindOf(err)), cameraDecisionPage(cameraView{Sheet: sheet, Table: p.service.Camera, Decide: decision, Answer: answer, Err: err}))
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, "/physician/cases/"+string(c))
}

func (v cameraView) options(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, r := range v.Table.Reasons {
		out = append(out, ui.Option{Value: r.Reason, Text: r.Name.In(lang.From(ctx))})
	}
	return out
}

// asked says what was asked and what became of it.
func (v cameraView) asked(ctx context.Context) []ui.Row {
	c := v.Sheet.Camera
	rows := []ui.Row{{Key: lang.T(ctx, "事情"), Value: v.Table.Name(c.Reason).In(lang.From(ctx))}}
	if c.Note != "" {
		rows = append(rows, ui.Row{Key: lang.T(ctx, "補足"), Value: c.Note})
	}
	kind, word := ui.Info, lang.T(ctx, "産業医の返事を待っています")
	switch c.Decision {
	case readiness.CameraAllowed:
		kind, word = ui.Success, lang.T(ctx, "カメラを切って話せます")
	case readiness.CameraTalk:
		kind, word = ui.Info, lang.T(ctx, "面談のはじめに相談します")
	case readiness.CameraOpen:
	}
	rows = append(rows, ui.Row{Key: lang.T(ctx, "返事"), Node: ui.Tag(kind, word)})
	if c.Answer != "" {
		rows = append(rows, ui.Row{Key: lang.T(ctx, "産業医から"), Value: c.Answer})
	}
	return rows
}
