package opinionweb

import (
	"context"
	"net/http"
	"net/url"

	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/opinion"
	"mendan/internal/web"
)

// employer is HR's page. It has no private half.
type employer struct {
	opinion.EmployerView
	Words *opinion.Vocabulary
	Form  web.Form
	Err   error
	Said  []opinion.Measure // what the letter asks for
}

func (p *Pages) employer(r *web.Request) (employer, error) {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return employer{}, err
	}
	v, err := p.service.ReadForEmployer(r.Context(), r.Who, c)
	if err != nil {
		return employer{}, err
	}
	out := employer{EmployerView: v, Words: p.service.Words}
	for _, m := range v.Letter.Copy.Facing.Measures {
		if m.Code != opinion.NoInstruction {
			out.Said = append(out.Said, m)
		}
	}
	return out, nil
}

func (p *Pages) receive(w http.ResponseWriter, r *web.Request) error {
	v, err := p.employer(r)
	if err != nil {
		return err
	}
	return page(w, r, nil, employerPage(v))
}

func (p *Pages) received(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	if err := p.service.Receive(r.Context(), r.Who, c); err != nil {
		return err
	}
	return web.SeeOther(w, r, employerPath(c)+"/measures")
}

func (p *Pages) measures(w http.ResponseWriter, r *web.Request) error {
	v, err := p.employer(r)
	if err != nil {
		return err
	}
	if v.Waiting || v.Letter.ReceivedAt.IsZero() {
		return web.SeeOther(w, r, employerPath(v.Case)+"/letter")
	}
	v.Form = web.NewForm(v.values(r.Context()))
	return page(w, r, nil, measuresPage(v))
}

// values proposes to do what the letter says.
func (v employer) values(ctx context.Context) url.Values {
	out := url.Values{"decision": {"taken"}, "heard_on": {v.Today.String()}}
	if len(v.Said) == 0 {
		out.Set("decision", "none")
		out.Set("none_reason", lang.T(ctx, "産業医の意見のとおり、通常の勤務とするため。"))
	}
	f := v.Letter.Copy.Facing
	for _, m := range v.Said {
		out.Add("taken", m.Code)
		setMeasure(v.Words, out, m)
		out.Set("period_from_"+m.Code, f.From.String())
		out.Set("period_until_"+m.Code, f.Until.String())
	}
	return out
}

// own is the box for one measure that the letter does not ask for, described in
// the employer's own words.
func (v employer) own() opinion.Term {
	code := "OTHER_MEASURE"
	for _, m := range v.Said {
		if m.Code == code {
			code = "OTHER_TIME"
		}
	}
	t, _ := v.Words.MeasureTerm(code)
	return t
}

func (p *Pages) decide(w http.ResponseWriter, r *web.Request) error {
	v, err := p.employer(r)
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	var f fault.Fields
	in := readDecision(v.Words, form, &f)
	err = f.Err()
	if err == nil {
		err = p.service.Decide(r.Context(), r.Who, v.Case, in)
	}
	if err != nil {
		if !shown(err) || v.Waiting {
			return err
		}
		v.Form, v.Err = form, err
		return page(w, r, err, measuresPage(v))
	}
	return web.SeeOther(w, r, employerPath(v.Case)+"/measures")
}

func readDecision(v *opinion.Vocabulary, form web.Form, f *fault.Fields) opinion.DecideInput {
	in := opinion.DecideInput{
		HeardOn: readDay(form, "heard_on", f), Heard: form.Text("heard"), ManagerAsked: form.Has("manager_asked"),
		None: form.Text("decision") == "none", NoneReason: form.Text("none_reason"), Deviation: form.Text("deviation"),
	}
	switch form.Text("decision") {
	case "none":
		return in // fields of measures do not matter then
	case "taken":
	default:
		f.Add("decision", "opinion.choose")
	}
	seen := map[string]bool{}
	for _, code := range form.All("taken") {
		t, ok := v.MeasureTerm(code)
		if !ok || seen[code] {
			continue
		}
		seen[code] = true
		in.Taken = append(in.Taken, opinion.TakenInput{
			Measure: readMeasure(t, form, f),
			From:    readDay(form, "period_from_"+code, f), Until: readDay(form, "period_until_"+code, f),
		})
	}
	return in
}
