package governanceweb

import (
	"encoding/csv"
	"net/http"
	"strings"
	"time"

	"mendan/internal/civil"
	"mendan/internal/governance"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/web"
)

func (p *Pages) versions(w http.ResponseWriter, r *web.Request) error {
	return p.showVersions(w, r, web.NewForm(nil), nil)
}

func (p *Pages) showVersions(w http.ResponseWriter, r *web.Request, form web.Form, fail error) error {
	k, err := workplaceOf(r)
	if err != nil {
		return err
	}
	v, err := p.Service.Versions(r.Context(), r.Who, k)
	if err != nil {
		return err
	}
	return web.Render(w, r, status(fail), versionsPage(v, manages(r, v.Place), form, fail))
}

func (p *Pages) adopt(w http.ResponseWriter, r *web.Request) error {
	k, err := workplaceOf(r)
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	d, err := id.Parse[id.Deliberation](form.Text("meeting"))
	if err != nil {
		return web.ErrNotFound
	}
	rule, err := p.Service.Adopt(r.Context(), r.Who, k, d, day(form, "from"))
	if refused(err) {
		return p.showVersions(w, r, form, err)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, at(k, "/rules/"+string(rule.ID)))
}

func (p *Pages) ruleOf(r *web.Request) (governance.RuleView, error) {
	k, err := workplaceOf(r)
	if err != nil {
		return governance.RuleView{}, err
	}
	rule, err := web.PathID[id.Rule](r, "rule")
	if err != nil {
		return governance.RuleView{}, err
	}
	return p.Service.RuleOf(r.Context(), r.Who, k, rule)
}

func (p *Pages) version(w http.ResponseWriter, r *web.Request) error {
	v, err := p.ruleOf(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, rulePage(v, web.NewForm(nil), nil))
}

func (p *Pages) announce(w http.ResponseWriter, r *web.Request) error {
	v, err := p.ruleOf(r)
	if err != nil {
		return err
	}
	a, err := p.Service.Announce(r.Context(), r.Who, v.Place.ID, v.Line.Rule.ID)
	return p.announced(w, r, v, web.NewForm(nil), a, err)
}

func (p *Pages) told(w http.ResponseWriter, r *web.Request) error {
	v, err := p.ruleOf(r)
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	a, err := p.Service.AnnounceElsewhere(r.Context(), r.Who, v.Place.ID, v.Line.Rule.ID, day(form, "told"), form.Text("how"))
	return p.announced(w, r, v, form, a, err)
}

func (p *Pages) announced(w http.ResponseWriter, r *web.Request, v governance.RuleView, form web.Form, a id.Announcement, err error) error {
	if refused(err) {
		return web.Render(w, r, status(err), rulePage(v, form, err))
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, at(v.Place.ID, "/notices/"+string(a)))
}

func (p *Pages) proofOf(r *web.Request) (governance.Proof, error) {
	k, err := workplaceOf(r)
	if err != nil {
		return governance.Proof{}, err
	}
	a, err := web.PathID[id.Announcement](r, "announcement")
	if err != nil {
		return governance.Proof{}, err
	}
	return p.Service.ProofOf(r.Context(), r.Who, k, a)
}

func (p *Pages) proof(w http.ResponseWriter, r *web.Request) error { return p.showProof(w, r, nil) }

func (p *Pages) showProof(w http.ResponseWriter, r *web.Request, fail error) error {
	v, err := p.proofOf(r)
	if err != nil {
		return err
	}
	return web.Render(w, r, status(fail), proofPage(v, remindDays(r.Context(), p.Service.Rules.RemindDays), r.URL.Query().Has("reminded"), fail))
}

func (p *Pages) remind(w http.ResponseWriter, r *web.Request) error {
	v, err := p.proofOf(r)
	if err != nil {
		return err
	}
	_, err = p.Service.Remind(r.Context(), r.Who, v.Place.ID, v.Announcement.ID)
	if refused(err) {
		return p.showProof(w, r, err)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, at(v.Place.ID, "/notices/"+string(v.Announcement.ID)+"?reminded=yes"))
}

func (p *Pages) signed(w http.ResponseWriter, r *web.Request) error {
	v, err := p.proofOf(r)
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	var people []id.Employee
	for _, x := range form.All("employee") {
		e, err := id.Parse[id.Employee](x)
		if err != nil {
			return web.ErrNotFound
		}
		people = append(people, e)
	}
	err = p.Service.SignedOnPaper(r.Context(), r.Who, v.Place.ID, v.Announcement.ID, people, day(form, "signed"))
	if refused(err) {
		return p.showProof(w, r, err)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, at(v.Place.ID, "/notices/"+string(v.Announcement.ID)))
}

func (p *Pages) proofFile(w http.ResponseWriter, r *web.Request) error {
	v, err := p.proofOf(r)
	if err != nil {
		return err
	}
	if r.URL.Query().Get("as") == "pdf" {
		b, err := p.Paper.Proof(v)
		if err != nil {
			return err
		}
		return web.Download(w, "application/pdf", "mendan-notice-list.pdf", b)
	}
	var b strings.Builder
	b.WriteString("\ufeff") // Excel reads UTF-8 only with it
	c := csv.NewWriter(&b)
	c.UseCRLF = true
	ctx, zone := r.Context(), v.Place.Location()
	moment := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return civil.DateOf(t, zone).String() + " " + civil.ClockOf(t, zone).String()
	}
	rows := [][]string{{lang.T(ctx, "社員番号"), lang.T(ctx, "氏名"), lang.T(ctx, "所属"), lang.T(ctx, "知らせた日時"), lang.T(ctx, "方法"), lang.T(ctx, "お知らせし直した回数"), lang.T(ctx, "読んだ日時"), lang.T(ctx, "確認の方法")}}
	for _, l := range v.Lines {
		rows = append(rows, []string{harmless(l.Number), harmless(l.Name), harmless(l.Department), moment(l.At), wayWord(ctx, l.Told), number(l.Reminded), moment(l.ReadAt), readWord(ctx, l)})
	}
	if err := c.WriteAll(rows); err != nil {
		return err
	}
	return web.Download(w, "text/csv; charset=utf-8", "mendan-notice-list.csv", []byte(b.String()))
}

// harmless keeps a spreadsheet from reading text as a formula. Leading zeros of
// numbers survive as well.
func harmless(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
		return "'" + text
	}
	return text
}

func (p *Pages) poster(w http.ResponseWriter, r *web.Request) error {
	k, err := workplaceOf(r)
	if err != nil {
		return err
	}
	v, err := p.Service.KitOf(r.Context(), r.Who, k)
	if err != nil {
		return err
	}
	contact := ""
	if c := v.Answers["contact"]; len(c) > 0 {
		contact = c[0]
	}
	b, err := p.Paper.Poster("", v.Place.Name, contact, p.Address)
	if err != nil {
		return err
	}
	return web.Download(w, "application/pdf", "mendan-poster.pdf", b)
}

func (p *Pages) mine(w http.ResponseWriter, r *web.Request) error {
	return p.showMine(w, r, nil)
}

func (p *Pages) showMine(w http.ResponseWriter, r *web.Request, fail error) error {
	m, err := p.Service.Mine(r.Context(), r.Who)
	if err != nil {
		return err
	}
	return web.Render(w, r, status(fail), minePage(m, r.URL.Query().Has("read"), fail))
}

func (p *Pages) acknowledge(w http.ResponseWriter, r *web.Request) error {
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	rule, err := id.Parse[id.Rule](form.Text("rule"))
	if err != nil {
		return web.ErrNotFound
	}
	err = p.Service.Acknowledge(r.Context(), r.Who, rule)
	if refused(err) {
		return p.showMine(w, r, err)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, "/rules?read=yes")
}
