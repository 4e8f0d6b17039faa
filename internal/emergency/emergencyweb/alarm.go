package emergencyweb

import (
	"context"
	"net/http"
	"time"

	"mendan/internal/civil"
	"mendan/internal/emergency"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/txn"
	"mendan/internal/web"
	"mendan/internal/web/ui"
)

func (d Deps) board(w http.ResponseWriter, r *web.Request) error {
	list, err := d.Service.Board(r.Context(), r.Who)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, boardPage(boardView{List: list, Key: d.PushKey, Hotlines: d.hotlines(r.Context())}))
}

type boardView struct {
	List     []emergency.BoardLine
	Key      string
	Hotlines []Hotline
}

// alarmView is the page of one emergency.
type alarmView struct {
	View    emergency.View
	Live    Live
	Table   emergency.Table
	Sealed  *emergency.Whereabouts // just opened
	Note    emergency.Note
	Err     error
	Saved   bool
	Told    emergency.DisclosureInput
	Follow  string
	Outcome string
}

func (d Deps) alarm(w http.ResponseWriter, r *web.Request) error {
	a, err := web.PathID[id.Alarm](r, "alarm")
	if err != nil {
		return err
	}
	return d.draw(w, r, a, func(v *alarmView) { v.Saved = r.URL.Query().Has("saved") })
}

// draw draws the page of an emergency as who asks may see it.
func (d Deps) draw(w http.ResponseWriter, r *web.Request, a id.Alarm, change func(v *alarmView)) error {
	view, err := d.Service.View(r.Context(), r.Who, a)
	if err != nil {
		return err
	}
	v := alarmView{View: view, Live: d.liveOf(r.Context(), view), Table: d.Service.Table}
	if view.Doctor != nil && r.Who.Physician != "" && !view.Drill {
		if v.Note, err = d.Service.Note(r.Context(), r.Who, a); err != nil && fault.KindOf(err) != fault.NotFound && fault.KindOf(err) != fault.Forbidden {
			return err
		}
	}
	if view.Doctor != nil && !view.Doctor.FollowUp.IsZero() {
		v.Follow = civil.DateOf(view.Doctor.FollowUp, view.Zone).String()
	}
	if change != nil {
		change(&v)
	}
	status := http.StatusOK
	if v.Err != nil {
		status = web.Status(fault.KindOf(v.Err))
	}
	return web.Render(w, r, status, alarmPage(v))
}

// act does what a form of the page asks and leads back to it.
func (d Deps) act(w http.ResponseWriter, r *web.Request, do func(a id.Alarm, f web.Form) (keep func(v *alarmView), err error)) error {
	return d.actTo(w, r, do, func(_ context.Context, a id.Alarm) (string, error) { return pathOf(a) + "?saved", nil })
}

// drillsOf leads from a drill that has ended to the figures of its workplace.
func (d Deps) drillsOf(ctx context.Context, a id.Alarm) (string, error) {
	out := pathOf(a) + "?saved"
	err := d.Service.Txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		x, err := d.Service.Store.Alarm(ctx, tx, a)
		if err == nil && x.Drill {
			out = "/programme/" + string(x.Workplace) + "/drills"
		}
		return err
	})
	return out, err
}

// actTo is act that leads elsewhere.
func (d Deps) actTo(w http.ResponseWriter, r *web.Request, do func(a id.Alarm, f web.Form) (keep func(v *alarmView), err error), next func(context.Context, id.Alarm) (string, error)) error {
	a, err := web.PathID[id.Alarm](r, "alarm")
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	keep, err := do(a, form)
	if refused(err) {
		return d.draw(w, r, a, func(v *alarmView) {
			v.Err = err
			if keep != nil {
				keep(v)
			}
		})
	}
	if err != nil {
		return err
	}
	to, err := next(r.Context(), a)
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, to)
}

func task(f web.Form) (id.EmergencyTask, error) {
	t, err := id.Parse[id.EmergencyTask](f.Text("task"))
	if err != nil {
		return "", web.ErrNotFound
	}
	return t, nil
}

func (d Deps) take(w http.ResponseWriter, r *web.Request) error {
	return d.act(w, r, func(_ id.Alarm, f web.Form) (func(*alarmView), error) {
		t, err := task(f)
		if err != nil {
			return nil, err
		}
		return nil, d.Service.Acknowledge(r.Context(), r.Who, t)
	})
}

func (d Deps) answerFor(w http.ResponseWriter, r *web.Request) error {
	return d.act(w, r, func(_ id.Alarm, f web.Form) (func(*alarmView), error) {
		t, err := task(f)
		if err != nil {
			return nil, err
		}
		return nil, d.Service.AnswerFor(r.Context(), r.Who, t, f.Text("person"))
	})
}

func (d Deps) done(w http.ResponseWriter, r *web.Request) error {
	return d.act(w, r, func(_ id.Alarm, f web.Form) (func(*alarmView), error) {
		t, err := task(f)
		if err != nil {
			return nil, err
		}
		return nil, d.Service.Finish(r.Context(), r.Who, t)
	})
}

// sealed opens address, number and contact, and shows them on this page once:
// the page is not kept anywhere, and looking again is an opening again.
func (d Deps) sealed(w http.ResponseWriter, r *web.Request) error {
	a, err := web.PathID[id.Alarm](r, "alarm")
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	view, err := d.Service.View(r.Context(), r.Who, a)
	if err != nil {
		return err
	}
	var c id.Case
	switch {
	case view.Doctor != nil:
		c = view.Doctor.Case
	case view.Duty != nil:
		c = view.Duty.Case
	}
	if c == "" {
		return web.ErrNotFound
	}
	where, err := d.Service.Open(r.Context(), r.Who, emergency.OpenInput{Case: c, Reason: form.Text("reason")})
	if err != nil && !refused(err) {
		return err
	}
	return d.draw(w, r, a, func(v *alarmView) {
		if v.Err = err; err == nil {
			v.Sealed = &where
		}
	})
}

func (d Deps) raise(w http.ResponseWriter, r *web.Request) error {
	return d.act(w, r, func(a id.Alarm, f web.Form) (func(*alarmView), error) {
		return nil, d.Service.Raise(r.Context(), r.Who, a, emergency.Level(f.Text("level")))
	})
}

func (d Deps) callIn(w http.ResponseWriter, r *web.Request) error {
	return d.act(w, r, func(a id.Alarm, f web.Form) (func(*alarmView), error) {
		return nil, d.Service.CallIn(r.Context(), r.Who, a, emergency.Kind(f.Text("kind")), f.Has("consent"))
	})
}

func (d Deps) close(w http.ResponseWriter, r *web.Request) error {
	return d.actTo(w, r, func(a id.Alarm, f web.Form) (func(*alarmView), error) {
		in := emergency.CloseInput{Outcome: emergency.Outcome(f.Text("outcome"))}
		keep := func(v *alarmView) { v.Outcome, v.Follow = f.Text("outcome"), f.Text("follow_up") }
		at, err := d.day(r, a, f.Text("follow_up"))
		if err != nil {
			return keep, err
		}
		in.FollowUp = at
		return keep, d.Service.Close(r.Context(), r.Who, a, in)
	}, d.drillsOf)
}

func (d Deps) follow(w http.ResponseWriter, r *web.Request) error {
	return d.act(w, r, func(a id.Alarm, f web.Form) (func(*alarmView), error) {
		keep := func(v *alarmView) { v.Follow = f.Text("follow_up") }
		at, err := d.day(r, a, f.Text("follow_up"))
		if err != nil {
			return keep, err
		}
		return keep, d.Service.SetFollowUp(r.Context(), r.Who, a, at)
	})
}

// day reads a typed day as noon on the clock of the workplace.
func (d Deps) day(r *web.Request, a id.Alarm, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	view, err := d.Service.View(r.Context(), r.Who, a)
	if err != nil {
		return time.Time{}, err
	}
	day, err := civil.ParseDate(text)
	if err != nil {
		var f fault.Fields
		f.Add("follow_up", "form.date")
		return time.Time{}, f.Err()
	}
	return day.At(12*60, view.Zone), nil
}

func (d Deps) disclose(w http.ResponseWriter, r *web.Request) error {
	return d.act(w, r, func(a id.Alarm, f web.Form) (func(*alarmView), error) {
		in := emergency.DisclosureInput{
			Alarm: a, Ground: emergency.Ground(f.Text("ground")), Recipient: f.Text("recipient"), RecipientKind: f.Text("recipient_kind"),
			Channel: f.Text("channel"), Reason: f.Text("reason"),
		}
		for _, x := range f.All("data") {
			in.Data = append(in.Data, emergency.Datum(x))
		}
		return func(v *alarmView) { v.Told = in }, d.Service.Disclose(r.Context(), r.Who, in)
	})
}

func (d Deps) informed(w http.ResponseWriter, r *web.Request) error {
	return d.act(w, r, func(a id.Alarm, _ web.Form) (func(*alarmView), error) {
		return nil, d.Service.Informed(r.Context(), r.Who, a)
	})
}

func (d Deps) note(w http.ResponseWriter, r *web.Request) error {
	return d.act(w, r, func(a id.Alarm, f web.Form) (func(*alarmView), error) {
		version := 0
		for _, c := range f.Text("version") {
			if c < '0' || c > '9' || version > 1<<20 {
				return nil, web.ErrUnreadable
			}
			version = version*10 + int(c-'0')
		}
		_, err := d.Service.SaveNote(r.Context(), r.Who, a, version, f.Raw("text"))
		return func(v *alarmView) {
			// Nothing is lost: what was saved elsewhere stands above what was typed.
			if v.Note.Version != version && v.Note.Text != "" {
				v.Note.Text += "\n\n" + f.Raw("text")
				return
			}
			v.Note.Text = f.Raw("text")
		}, err
	})
}

// browser keeps a browser for web push.
func (d Deps) browser(w http.ResponseWriter, r *web.Request) error {
	var in struct {
		Endpoint string `json:"endpoint"`
		Keys     struct {
			P256dh string `json:"p256dh"`
			Auth   string `json:"auth"`
		} `json:"keys"`
		Off bool `json:"off"`
	}
	if err := r.ReadJSON(&in); err != nil {
		return err
	}
	var err error
	if in.Off {
		err = d.Service.Unsubscribe(r.Context(), r.Who, in.Endpoint)
	} else {
		err = d.Service.Subscribe(r.Context(), r.Who, emergency.Browser{Endpoint: in.Endpoint, Key: in.Keys.P256dh, Auth: in.Keys.Auth})
	}
	if err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func outcomeOptions(ctx context.Context, drill bool) []ui.Option {
	if drill {
		return []ui.Option{{Value: string(emergency.Drilled), Text: outcomeWord(ctx, emergency.Drilled)}}
	}
	var out []ui.Option
	for _, o := range emergency.Outcomes() {
		out = append(out, ui.Option{Value: string(o), Text: outcomeWord(ctx, o)})
	}
	return out
}

func higher(l emergency.Level) []emergency.Level {
	switch l {
	case emergency.E0:
		return []emergency.Level{emergency.E1, emergency.E2, emergency.P1}
	case emergency.L1:
		return []emergency.Level{emergency.E1, emergency.E2, emergency.P1}
	case emergency.E1:
		return []emergency.Level{emergency.E2, emergency.P1}
	case emergency.E2, emergency.P1:
	}
	return nil
}

func placeWord(ctx context.Context, w emergency.Whereabouts) string {
	kind := map[string]string{
		"HOME": lang.T(ctx, "自宅"), "COMPANY_ROOM": lang.T(ctx, "会社の個室"), "BOOTH": lang.T(ctx, "個室ブース"), "OTHER_ROOM": lang.T(ctx, "そのほかの個室"),
	}[w.PlaceKind]
	if w.PlaceNote != "" {
		kind += " " + w.PlaceNote
	}
	return kind
}

// sealedRows are what was opened, in the order in which it is read aloud to 119.
func sealedRows(ctx context.Context, w emergency.Whereabouts) []ui.Row {
	said := func(s string) string {
		if s == "" {
			return lang.T(ctx, "まだ聞いていません")
		}
		return s
	}
	address := w.Prefecture + w.Street
	near := lang.T(ctx, "近くに人はいない")
	if w.Nearby {
		near = lang.T(ctx, "同じ建物に人がいる")
	}
	contact := lang.T(ctx, "登録されていません")
	if w.Contact.Name != "" {
		contact = w.Contact.Name + "(" + w.Contact.Relation + ") " + string(w.Contact.Tel)
		var may []string
		if w.Contact.Life {
			may = append(may, lang.T(ctx, "命の危険のとき"))
		}
		if w.Contact.Lost {
			may = append(may, lang.T(ctx, "連絡がとれないとき"))
		}
		if w.Contact.Consult {
			may = append(may, lang.T(ctx, "相談のため"))
		}
		if len(may) == 0 {
			may = []string{lang.T(ctx, "同意なし")}
		}
		contact += "\n" + lang.T(ctx, "連絡してよい場面: ")
		for i, m := range may {
			if i > 0 {
				contact += lang.T(ctx, "、")
			}
			contact += m
		}
	}
	out := []ui.Row{
		{Key: lang.T(ctx, "いまいる住所"), Value: said(address)},
		{Key: lang.T(ctx, "場所"), Value: said(placeWord(ctx, w)) + "\n" + near},
		{Key: lang.T(ctx, "ご本人の電話"), Value: said(string(w.Phone))},
		{Key: lang.T(ctx, "ほかの連絡方法"), Value: said(w.Second)},
		{Key: lang.T(ctx, "緊急の連絡先"), Value: contact},
	}
	if w.Doctor != "" {
		out = append(out, ui.Row{Key: lang.T(ctx, "主治医"), Value: w.Doctor + " " + string(w.DoctorTel)})
	}
	return out
}
