// Package ui is the design system: the whole document, form fields, error
// summary, task list, banners, tables. It is the only place that knows markup
// and classes of the Digital Agency design system; pages are written with it.
//
// Start with Page in page.templ. Words inside components are said with package
// lang, so every component speaks the reader's language by itself. Values with
// a zero value are sane: leave out what you do not need. Form components take
// the fault of the whole form in Err and find their own part by field name.
// It holds no rule of the domain and reads no data.
//
// Source: Digital Agency Design System (DADS), form contract: label above with
// 「※必須」 or 「※任意」, support text, error text, control of 48 px or more.
package ui

import (
	"context"
	"crypto/rand"
	"net/url"
	"strings"

	"mendan/internal/actor"
	"mendan/internal/fault"
	"mendan/internal/lang"
)

// Viewer is who looks at the page, as far as the frame around it needs to know. The web kit fills it.
type Viewer struct {
	Name  string // shown in the header; empty when nobody is signed in
	Place string // company or organisation, shown below the name
	Roles actor.Roles
	Path  string // of the page, for the navigation and the way back from the language switch
	Demo  bool   // a demonstration with invented people
}

type viewerKey struct{}

// WithViewer gives a context in which pages know who looks.
func WithViewer(ctx context.Context, v Viewer) context.Context {
	return context.WithValue(ctx, viewerKey{}, v)
}

// ViewerFrom is who looks; the zero Viewer when nobody was set.
func ViewerFrom(ctx context.Context) Viewer {
	v, _ := ctx.Value(viewerKey{}).(Viewer)
	return v
}

// Head says what the document is.
type Head struct {
	Title   string   // neutral: no word of health, it stands in tabs and histories
	Wide    bool     // a desk: up to 76rem; otherwise a reading column
	Plain   bool     // no navigation: sign-in, the room, error pages
	Bare    bool     // nothing of us at all: no header, no footer, no name in the title
	Err     error    // puts 「エラー:」 before the title
	Styles  []string // further style sheets by name: "room.css"
	Scripts []string // further scripts by name: "room.js"
}

// Kind is the tone of a button, banner or tag.
type Kind string

// Tones of buttons.
const (
	Primary   Kind = "primary" // one on a page
	Secondary Kind = "secondary"
	Danger    Kind = "danger"
	Text      Kind = "text"
)

// Tones of banners and tags.
const (
	Info    Kind = "info"
	Success Kind = "success"
	Warning Kind = "warning"
	Error   Kind = "error"
	Strong  Kind = "strong" // tags only
	Plain   Kind = "plain"  // tags only
)

type place struct{ Href, Text string }

// nav is the navigation by role; a person with several roles sees them all.
func nav(ctx context.Context, roles actor.Roles) []place {
	var out []place
	for _, n := range []struct {
		role actor.Role
		href string
		text string
	}{
		{actor.Employee, "/home", lang.T(ctx, "わたしの面談")},
		{actor.Employee, "/rules", lang.T(ctx, "会社の決まり")},
		{actor.Physician, "/physician", lang.T(ctx, "きょうの面談")},
		{actor.Physician, "/physician/availability", lang.T(ctx, "面談できる時間")},
		{actor.Physician, "/physician/place", lang.T(ctx, "今日話す場所")},
		{actor.Physician, "/programme", lang.T(ctx, "職場の準備")},
		{actor.HROfficer, "/hr", lang.T(ctx, "人事のデスク")},
		{actor.HROfficer, "/hr/bookings/new", lang.T(ctx, "代わりに予約")},
		{actor.HROfficer, "/programme", lang.T(ctx, "導入準備")},
		{actor.HROfficer, "/hr/rooms", lang.T(ctx, "部屋と機器の手配")},
		{actor.HealthStaff, "/nurse", lang.T(ctx, "保健師のデスク")},
		{actor.HealthStaff, "/programme", lang.T(ctx, "職場の準備")},
		{actor.LineManager, "/manager", lang.T(ctx, "職場での対応")},
		{actor.Committee, "/committee", lang.T(ctx, "衛生委員会")},
		{actor.Coordinator, "/coordinator", lang.T(ctx, "調整のデスク")},
		{actor.Coordinator, "/emergency", lang.T(ctx, "至急の連絡")},
		{actor.Coordinator, "/coordinator/rooms", lang.T(ctx, "部屋と機器の手配")},
		{actor.Coordinator, "/coordinator/rehearsals", lang.T(ctx, "事前の確認の進み具合")},
		{actor.Admin, "/admin", lang.T(ctx, "システム")},
	} {
		if roles.Has(n.role) {
			out = append(out, place{n.href, n.text})
		}
	}
	return out
}

// here finds the entry of the navigation that the path belongs to: the longest that fits.
func here(entries []place, path string) string {
	best := ""
	for _, e := range entries {
		under := path == e.Href || strings.HasPrefix(path, e.Href+"/") || e.Href == "/home" && strings.HasPrefix(path, "/interviews")
		if under && len(e.Href) > len(best) {
			best = e.Href
		}
	}
	return best
}

// leaves tells whether the page shows the way out: pages of a worker do, who may not be alone at the screen.
// Who has other roles as well sees it on the pages about himself.
func leaves(v Viewer) bool {
	return v.Roles == actor.Of(actor.Employee) ||
		v.Roles.Has(actor.Employee) && (strings.HasPrefix(v.Path, "/home") || v.Path == "/rules" || strings.HasPrefix(v.Path, "/interviews"))
}

// home is where the name of the product leads.
func home(ctx context.Context) string {
	if v := ViewerFrom(ctx); v.Name != "" {
		if n := nav(ctx, v.Roles); len(n) > 0 {
			return n[0].Href
		}
	}
	return "/"
}

func title(ctx context.Context, h Head) string {
	t := h.Title
	if h.Err != nil {
		t = lang.T(ctx, "エラー: ") + t
	}
	switch {
	case h.Bare:
		return t
	case t == "":
		return "Mendan"
	}
	return t + " - Mendan"
}

// otherLanguage is the one a press away. Easy Japanese and the rest of the
// look are chosen on a page of their own (lookHref).
func otherLanguage(ctx context.Context) (code lang.Lang, name string) {
	if lang.From(ctx) == lang.JA {
		return lang.EN, "English"
	}
	return lang.JA, "日本語"
}

// lookHref is where language, readings and the count of years are chosen: in
// the account, for whoever is not signed in on a page that leads back.
func lookHref(ctx context.Context) string {
	if ViewerFrom(ctx).Name != "" {
		return "/account#look"
	}
	return Query("/language", "next", ViewerFrom(ctx).Path)
}

// once is a fresh key of a form: the server may take each key one time only.
func once() string { return strings.ToLower(rand.Text()) }

// ErrorFor is the sentence for the named field, empty when the field has no fault.
func ErrorFor(ctx context.Context, err error, name string) string {
	if err == nil {
		return ""
	}
	for _, f := range fault.Of(err).Fields {
		if f.Name == name {
			return lang.Code(ctx, f.Code, f.Args...)
		}
	}
	return ""
}

// id of a control by the name of its field.
func controlID(name string) string { return "f-" + name }

// described lists the texts that belong to a control.
func described(name, hint, problem string, counted bool) string {
	var ids []string
	if hint != "" {
		ids = append(ids, controlID(name)+"-hint")
	}
	if problem != "" {
		ids = append(ids, controlID(name)+"-error")
	}
	if counted {
		ids = append(ids, controlID(name)+"-count")
	}
	return strings.Join(ids, " ")
}

// telHref is the address that dials a number written for people.
func telHref(number string) string {
	var b strings.Builder
	for i, r := range number {
		switch {
		case r >= '0' && r <= '9' || r == '+' && i == 0:
			b.WriteRune(r)
		case r == '#' && i == 0: // #7119; a bare # would begin a fragment
			b.WriteString("%23")
		}
	}
	return "tel:" + b.String()
}

// Query builds an address with parameters: Query("/hr", "tab", "late") is "/hr?tab=late".
func Query(path string, pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}
