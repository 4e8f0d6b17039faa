package emergencyweb

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"slices"
	"sort"
	"strconv"
	"strings"

	"mendan/internal/civil"
	"mendan/internal/directory"
	"mendan/internal/emergency"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/phone"
	"mendan/internal/web"
	"mendan/internal/web/ui"
)

type planView struct {
	Place    directory.Workplace
	Sheet    emergency.PlanSheet
	Shown    emergency.Plan // which version is shown in full
	Meetings []Meeting
	Meeting  string
	From     string
	Until    string
	Hotlines []Hotline
	Table    emergency.Table
	Err      error
	Saved    bool
}

func home(w id.Workplace) string { return "/programme/" + string(w) + "/emergency" }

func (d Deps) planView(r *web.Request) (planView, error) {
	w, err := web.PathID[id.Workplace](r, "workplace")
	if err != nil {
		return planView{}, err
	}
	sheet, err := d.Service.Plans(r.Context(), r.Who, w)
	if err != nil {
		return planView{}, err
	}
	place, err := d.workplace(r)
	if err != nil {
		return planView{}, err
	}
	v := planView{Place: place, Sheet: sheet, Shown: sheet.Force, Table: d.Service.Table, Hotlines: d.hotlines(r.Context()), From: sheet.Today.String(), Saved: r.URL.Query().Has("saved")}
	if v.Shown.ID == "" {
		v.Shown = sheet.Draft
	}
	if sheet.MayEdit && sheet.Draft.ID != "" && d.Meetings != nil {
		if v.Meetings, err = d.Meetings(r.Context(), r.Who, w); err != nil {
			return planView{}, err
		}
	}
	return v, nil
}

func (d Deps) plan(w http.ResponseWriter, r *web.Request) error {
	v, err := d.planView(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, planPage(v))
}

func (d Deps) print(w http.ResponseWriter, r *web.Request) error {
	v, err := d.planView(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, printPage(v))
}

func (d Deps) approve(w http.ResponseWriter, r *web.Request) error {
	v, err := d.planView(r)
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	v.Meeting, v.From, v.Until = form.Text("meeting"), form.Text("from"), form.Text("until")
	in := emergency.ApproveInput{Plan: v.Sheet.Draft.ID, Meeting: v.Meeting}
	var f fault.Fields
	for _, x := range []struct {
		name, text string
		into       *civil.Date
	}{{"from", v.From, &in.From}, {"until", v.Until, &in.Until}} {
		if x.text == "" {
			continue
		}
		day, err := civil.ParseDate(x.text)
		if err != nil {
			f.Add(x.name, "form.date")
		}
		*x.into = day
	}
	if err = f.Err(); err == nil {
		err = d.Service.Approve(r.Context(), r.Who, in)
	}
	if refused(err) {
		v.Err = err
		return web.Render(w, r, web.Status(fault.KindOf(err)), planPage(v))
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, home(v.Place.ID)+"?saved")
}

// editView is the draft as a form: rows that are there, and empty ones to add.
type editView struct {
	Place      directory.Workplace
	Body       emergency.Body
	Offered    string
	Hours      []string // of the people, as typed
	Candidates []Candidate
	Err        error
	Faults     error // what keeps it from being approved
	Saved      bool
}

// more is how many empty rows a form offers.
const morePeople, morePlaces, moreDesks = 2, 1, 2

func (d Deps) editView(r *web.Request) (editView, error) {
	v, err := d.planView(r)
	if err != nil {
		return editView{}, err
	}
	if !v.Sheet.MayEdit {
		return editView{}, web.ErrNotFound
	}
	e := editView{Place: v.Place, Body: v.Sheet.Draft.Body, Saved: v.Saved}
	if v.Sheet.Draft.ID == "" {
		e.Body = v.Sheet.Force.Body
	} else {
		e.Faults = v.Sheet.Faults
	}
	if len(e.Body.People) == 0 {
		e.Body.People = []emergency.Person{
			{Key: "coordinator", Role: emergency.Coordinator}, {Key: "hr", Role: emergency.HR}, {Key: "manager", Role: emergency.Manager, Own: true},
		}
		e.Body.Chain = []string{"coordinator", "hr", "manager"}
	}
	e.Offered = hoursText(e.Body.Offered)
	for _, p := range e.Body.People {
		e.Hours = append(e.Hours, hoursText(p.Hours))
	}
	if d.Candidates != nil {
		if e.Candidates, err = d.Candidates(r.Context(), v.Place.ID); err != nil {
			return editView{}, err
		}
	}
	return e, nil
}

func (d Deps) edit(w http.ResponseWriter, r *web.Request) error {
	v, err := d.editView(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, editPage(v))
}

func (d Deps) save(w http.ResponseWriter, r *web.Request) error {
	v, err := d.editView(r)
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	v.Saved, v.Faults = false, nil
	v.Body, v.Offered, v.Hours, err = readBody(form)
	if err == nil {
		_, err = d.Service.SaveDraft(r.Context(), r.Who, v.Place.ID, v.Body)
	}
	if refused(err) {
		v.Err = err
		return web.Render(w, r, web.Status(fault.KindOf(err)), editPage(v))
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, home(v.Place.ID)+"/edit?saved")
}

// readBody reads the whole draft from its form. Rows without a name are left
// out; what cannot be read at all is a fault of its field.
func readBody(form web.Form) (b emergency.Body, offered string, hours []string, err error) {
	var f fault.Fields
	field := func(group string, i int, name string) string { return fmt.Sprintf("%s.%d.%s", group, i, name) }
	offered = form.Text("offered")
	var ok bool
	if b.Offered, ok = readHours(offered); !ok {
		f.Add("offered", "emergency.hours_typed")
	}
	if b.Ack, err = strconv.Atoi(form.Text("ack")); err != nil {
		b.Ack = 0
	}
	type place struct {
		key  string
		turn int
	}
	var chain []place
	keys := map[int]string{}
	for i := range 40 {
		key := form.Text(field("people", i, "key"))
		if key == "" {
			continue
		}
		p := emergency.Person{
			Key: key, Role: emergency.Role(form.Text(field("people", i, "role"))), Name: form.Text(field("people", i, "name")),
			Account: id.Account(form.Text(field("people", i, "account"))), Phone: phone.Number(form.Text(field("people", i, "phone"))),
			Deputy: form.Text(field("people", i, "deputy")), Own: form.Has(field("people", i, "own")),
		}
		if form.Has(field("people", i, "drop")) || p.Name == "" && !p.Own && p.Phone == "" {
			continue
		}
		if p.Own {
			p.Name, p.Account, p.Phone = "", "", ""
		}
		at := len(b.People)
		keys[at] = key
		typed := form.Text(field("people", i, "hours"))
		if p.Hours, ok = readHours(typed); !ok {
			f.Add(field("people", at, "hours"), "emergency.hours_typed")
		}
		hours = append(hours, typed)
		if n, err := strconv.Atoi(form.Text(field("people", i, "turn"))); err == nil && n > 0 {
			chain = append(chain, place{key, n})
		}
		b.People = append(b.People, p)
	}
	sort.SliceStable(chain, func(i, j int) bool { return chain[i].turn < chain[j].turn })
	for _, c := range chain {
		b.Chain = append(b.Chain, c.key)
	}
	known := func(key string) bool {
		return slices.ContainsFunc(b.People, func(p emergency.Person) bool { return p.Key == key })
	}
	for i := range b.People {
		if !known(b.People[i].Deputy) {
			b.People[i].Deputy = ""
		}
	}
	for i := range 20 {
		p := emergency.Place{Name: form.Text(field("places", i, "name")), AED: form.Text(field("places", i, "aed")), Way: form.Text(field("places", i, "way"))}
		for _, k := range form.All(field("places", i, "walkers")) {
			if known(k) {
				p.Walkers = append(p.Walkers, k)
			}
		}
		if p.Name == "" && p.AED == "" || form.Has(field("places", i, "drop")) {
			continue
		}
		b.Places = append(b.Places, p)
	}
	for i := range 40 {
		x := emergency.Desk{
			Kind: emergency.DeskKind(form.Text(field("desks", i, "kind"))), Name: form.Text(field("desks", i, "name")), Phone: phone.Number(form.Text(field("desks", i, "phone"))),
			Address: form.Text(field("desks", i, "address")), Hours: form.Text(field("desks", i, "hours")), Source: form.Text(field("desks", i, "source")),
		}
		if x.Name == "" && x.Phone == "" || form.Has(field("desks", i, "drop")) {
			continue
		}
		if text := form.Text(field("desks", i, "checked")); text != "" {
			day, err := civil.ParseDate(text)
			if err != nil {
				f.Add(field("desks", len(b.Desks), "checked"), "form.date")
			}
			x.Checked = day
		}
		b.Desks = append(b.Desks, x)
	}
	for _, r := range emergency.Roles() {
		t := emergency.Told{Role: r, Ground: emergency.LifeProtection}
		for _, x := range form.All("told." + string(r)) {
			t.Data = append(t.Data, emergency.Datum(x))
		}
		b.Told = append(b.Told, t)
	}
	return b, offered, hours, f.Err()
}

func freshKey() string { return "p" + strings.ToLower(rand.Text()[:8]) }

// turn is the person's place in the chain, empty when he is none of it.
func turn(b emergency.Body, key string) string {
	if i := slices.Index(b.Chain, key); i >= 0 {
		return strconv.Itoa(i + 1)
	}
	return ""
}

// rowsOf are the people of the form: those there are, and empty rows.
func rowsOf(v editView) []emergency.Person {
	out := slices.Clone(v.Body.People)
	for range morePeople {
		out = append(out, emergency.Person{Key: freshKey()})
	}
	return out
}

func hoursOf(v editView, i int) string {
	if i < len(v.Hours) {
		return v.Hours[i]
	}
	return ""
}

func roleOptions(ctx context.Context) []ui.Option {
	out := []ui.Option{{Value: "", Text: lang.T(ctx, "選んでください")}}
	for _, r := range emergency.Roles() {
		out = append(out, ui.Option{Value: string(r), Text: roleWord(ctx, r)})
	}
	return out
}

func accountOptions(ctx context.Context, list []Candidate) []ui.Option {
	out := []ui.Option{{Value: "", Text: lang.T(ctx, "電話だけで呼ぶ")}}
	for _, c := range list {
		out = append(out, ui.Option{Value: string(c.Account), Text: c.Name + "(" + roleWord(ctx, c.Role) + ")"})
	}
	return out
}

func personName(ctx context.Context, p emergency.Person) string {
	if p.Own {
		return lang.T(ctx, "ご本人の上長")
	}
	return p.Name
}

func deputyOptions(ctx context.Context, v editView, self string) []ui.Option {
	out := []ui.Option{{Value: "", Text: lang.T(ctx, "なし")}}
	for _, p := range v.Body.People {
		if p.Key != self && (p.Name != "" || p.Own) {
			out = append(out, ui.Option{Value: p.Key, Text: personName(ctx, p)})
		}
	}
	return out
}

func walkerOptions(ctx context.Context, b emergency.Body) []ui.Option {
	var out []ui.Option
	for _, p := range b.People {
		if p.Name != "" || p.Own {
			out = append(out, ui.Option{Value: p.Key, Text: personName(ctx, p) + "(" + roleWord(ctx, p.Role) + ")"})
		}
	}
	return out
}

func deskOptions(ctx context.Context) []ui.Option {
	out := []ui.Option{{Value: "", Text: lang.T(ctx, "選んでください")}}
	for _, k := range emergency.DeskKinds() {
		out = append(out, ui.Option{Value: string(k), Text: deskWord(ctx, k)})
	}
	return out
}

// toldOf is what the draft lets a role be told; a draft that says nothing yet
// offers what helps and no more.
func toldOf(b emergency.Body, r emergency.Role) []string {
	for _, t := range b.Told {
		if t.Role == r {
			return dataValues(t.Data)
		}
	}
	if len(b.Told) > 0 {
		return nil
	}
	switch r {
	case emergency.HR, emergency.Manager:
		return []string{string(emergency.TellTodo), string(emergency.TellName), string(emergency.TellPlace)}
	case emergency.FirstAider:
		return []string{string(emergency.TellTodo), string(emergency.TellPlace)}
	case emergency.Coordinator, emergency.Nurse, emergency.Doctor:
	}
	return dataValues(emergency.MayTell(r))
}

func meetingOptions(ctx context.Context, list []Meeting) []ui.Option {
	out := []ui.Option{{Value: "", Text: lang.T(ctx, "選んでください")}}
	for _, m := range list {
		out = append(out, ui.Option{Value: m.ID, Text: m.Label})
	}
	return out
}

func dayText(ctx context.Context, d civil.Date) string {
	if d.IsZero() {
		return lang.T(ctx, "まだありません")
	}
	return lang.Date(ctx, d)
}

// chainRows are the people in the order in which they are called.
func chainRows(ctx context.Context, b emergency.Body) []ui.Row {
	var out []ui.Row
	person := func(key string) (emergency.Person, bool) {
		for _, p := range b.People {
			if p.Key == key {
				return p, true
			}
		}
		return emergency.Person{}, false
	}
	line := func(p emergency.Person) string {
		text := personName(ctx, p)
		if p.Phone != "" {
			text += " " + string(p.Phone)
		}
		if len(p.Hours) > 0 {
			text += "(" + hoursText(p.Hours) + ")"
		}
		return text
	}
	for i, key := range b.Chain {
		p, ok := person(key)
		if !ok {
			continue
		}
		text := line(p)
		seen := map[string]bool{key: true}
		for d, ok := person(p.Deputy); ok && !seen[d.Key]; d, ok = person(d.Deputy) {
			seen[d.Key] = true
			text += "\n" + lang.T(ctx, "代わり: %s", line(d))
		}
		out = append(out, ui.Row{Key: fmt.Sprintf("%d %s", i+1, roleWord(ctx, p.Role)), Value: text})
	}
	return out
}

func walkers(ctx context.Context, b emergency.Body, p emergency.Place) string {
	var out []string
	for _, k := range p.Walkers {
		for _, x := range b.People {
			if x.Key == k {
				out = append(out, personName(ctx, x))
			}
		}
	}
	return strings.Join(out, lang.T(ctx, "、"))
}

func toldRows(ctx context.Context, b emergency.Body) []ui.Row {
	var out []ui.Row
	for _, r := range emergency.Roles() {
		var list []emergency.Datum
		for _, x := range toldOf(b, r) {
			list = append(list, emergency.Datum(x))
		}
		if len(list) > 0 {
			out = append(out, ui.Row{Key: roleWord(ctx, r), Value: dataWords(ctx, list)})
		}
	}
	return out
}
