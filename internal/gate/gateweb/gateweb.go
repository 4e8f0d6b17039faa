// Package gateweb draws the launch gate of a workplace: what to do next first,
// then what holds and until when. It changes nothing.
package gateweb

import (
	"context"
	"net/http"

	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/gate"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/web"
	"mendan/internal/web/ui"
)

// Pages are the pages over a service.
type Pages struct{ service *gate.Service }

// New makes the pages.
func New(service *gate.Service) *Pages { return &Pages{service} }

// Routes is the table of doors.
func (p *Pages) Routes() []web.Route {
	readers := actor.Of(actor.HROfficer, actor.Physician, actor.HealthStaff, actor.Committee, actor.Coordinator)
	return []web.Route{{Method: http.MethodGet, Pattern: "/programme/{workplace}/gate", Who: readers, Handle: p.gate}}
}

type view struct {
	gate.Sheet
	HR bool // may do something about it: sees the links
}

func (p *Pages) gate(w http.ResponseWriter, r *web.Request) error {
	at, err := web.PathID[id.Workplace](r, "workplace")
	if err != nil {
		return err
	}
	s, err := p.service.Read(r.Context(), r.Who, at)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, gatePage(view{s, s.Keep}))
}

// step is one thing to do, however many types wait for it.
type step struct {
	gate.Item
	For []casework.Type
}

// steps are what closes the gate of some type, or only warns; the same thing
// asked by two notices is one step.
func (v view) steps(pick func(gate.Verdict) []gate.Item) []step {
	var out []step
	for _, x := range v.Verdicts {
	items:
		for _, i := range pick(x) {
			for n := range out {
				if out[n].Next == i.Next && out[n].Link == i.Link && out[n].State == i.State {
					out[n].For = append(out[n].For, x.Type)
					continue items
				}
			}
			out = append(out, step{i, []casework.Type{x.Type}})
		}
	}
	return out
}

func (v view) open() bool {
	for _, x := range v.Verdicts {
		if !x.Open {
			return false
		}
	}
	return len(v.Verdicts) > 0
}

// say is a sentence of the table in the reader's language.
func say(ctx context.Context, w gate.Words) string {
	if lang.From(ctx) == lang.JA {
		return w.JA
	}
	return w.EN
}

func typeName(ctx context.Context, t casework.Type) string { return lang.T(ctx, t.Name()) }

func typeNames(ctx context.Context, list []casework.Type) string {
	out := ""
	for i, t := range list {
		if i > 0 {
			out += lang.T(ctx, "、")
		}
		out += typeName(ctx, t)
	}
	return out
}

// stateTag is the state in a word.
func stateTag(ctx context.Context, i gate.Item) (ui.Kind, string) {
	switch i.State {
	case gate.Held:
		return ui.Success, lang.T(ctx, "整っています")
	case gate.Expires:
		return ui.Success, lang.T(ctx, "%sまで", lang.Date(ctx, i.Until))
	case gate.Expired:
		return ui.Error, lang.T(ctx, "%sで期限切れ", lang.Date(ctx, i.Until))
	case gate.Late:
		return ui.Error, lang.T(ctx, "%sからのため、まだです", lang.Date(ctx, i.Since))
	case gate.Unknown:
		return ui.Plain, lang.T(ctx, "確かめられません")
	case gate.Each:
		return ui.Plain, lang.T(ctx, "面談ごと")
	case gate.Missing:
	}
	if i.Strength == gate.Hard {
		return ui.Error, lang.T(ctx, "まだです")
	}
	return ui.Warning, lang.T(ctx, "まだです")
}

func strengthWord(ctx context.Context, s gate.Strength) string {
	switch s {
	case gate.Hard:
		return lang.T(ctx, "必須")
	case gate.Duty:
		return lang.T(ctx, "法律の義務(予約は止まりません)")
	case gate.Desirable:
	}
	return lang.T(ctx, "望ましい(予約は止まりません)")
}

// because is why a fact does not hold, in words; empty when its area does not say.
func because(ctx context.Context, i gate.Item) string {
	if i.Why == "" || i.State.OK() {
		return ""
	}
	return lang.Code(ctx, i.Why)
}

// reason is why the first thing is to be done.
func reason(ctx context.Context, i gate.Item) string {
	if b := because(ctx, i); b != "" {
		return b
	}
	_, word := stateTag(ctx, i)
	return word
}
