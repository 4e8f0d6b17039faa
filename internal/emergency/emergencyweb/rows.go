package emergencyweb

import (
	"context"
	"net/http"
	"time"

	"mendan/internal/actor"
	"mendan/internal/emergency"
	"mendan/internal/lang"
	"mendan/internal/web"
	"mendan/internal/web/ui"
)

// jst is the clock of pages that belong to no workplace.
func jst() *time.Location {
	if z, err := time.LoadLocation("Asia/Tokyo"); err == nil {
		return z
	}
	return time.FixedZone("JST", 9*60*60)
}

func zoneOf(v alarmView) *time.Location {
	if v.View.Zone != nil {
		return v.View.Zone
	}
	return jst()
}

func taskTone(s emergency.State) ui.Kind {
	switch s {
	case emergency.Waiting:
		return ui.Warning
	case emergency.Taken:
		return ui.Success
	case emergency.Finished, emergency.Needless:
	}
	return ui.Plain
}

// tells whether anything of what the role may be told is sealed.
func tells(list []emergency.Datum) bool {
	for _, d := range list {
		switch d {
		case emergency.TellAddress, emergency.TellPhone, emergency.TellContact, emergency.TellDoctor, emergency.TellPlace:
			return true
		case emergency.TellName, emergency.TellLevel, emergency.TellTodo:
		}
	}
	return false
}

func dutyRows(ctx context.Context, v alarmView) []ui.Row {
	x := v.View.Duty
	var out []ui.Row
	if x.Worker != "" {
		out = append(out, ui.Row{Key: lang.T(ctx, "お名前"), Value: lang.T(ctx, "%sさん", x.Worker)})
	}
	if x.Level != "" {
		out = append(out, ui.Row{Key: lang.T(ctx, "段階"), Value: levelWord(ctx, v.Table, x.Level)})
	}
	out = append(out, ui.Row{Key: lang.T(ctx, "はじまり"), Value: clock(v.View.OpenedAt, v.View.Zone)})
	return out
}

// helperRows hold what the plan allows the employer's side, and nothing else.
func helperRows(ctx context.Context, h emergency.HelperView) []ui.Row {
	var out []ui.Row
	if h.Worker != "" {
		out = append(out, ui.Row{Key: lang.T(ctx, "お名前"), Value: lang.T(ctx, "%sさん", h.Worker)})
	}
	switch {
	case h.Room.Name != "":
		out = append(out, ui.Row{Key: lang.T(ctx, "場所"), Value: h.Room.Name})
	case h.Remote:
		out = append(out, ui.Row{Key: lang.T(ctx, "場所"), Value: lang.T(ctx, "社外にいます")})
	}
	if h.Phone != "" {
		out = append(out, ui.Row{Key: lang.T(ctx, "ご本人の電話"), Node: ui.Phone(string(h.Phone))})
	}
	if h.Call.Phone != "" {
		out = append(out, ui.Row{Key: lang.T(ctx, "困ったときの電話"), Value: lang.T(ctx, "%s医師", h.Call.Name) + " " + string(h.Call.Phone)})
	}
	return out
}

func recipientOptions(ctx context.Context) []ui.Option {
	out := []ui.Option{{Value: "", Text: lang.T(ctx, "選んでください")}}
	for _, k := range emergency.RecipientKinds() {
		out = append(out, ui.Option{Value: k, Text: recipientWord(ctx, k)})
	}
	return out
}

func groundOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, g := range emergency.Grounds() {
		out = append(out, ui.Option{Value: string(g), Text: groundWord(ctx, g)})
	}
	return out
}

func channelOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, c := range emergency.ToldBy() {
		out = append(out, ui.Option{Value: c, Text: toldByWord(ctx, c)})
	}
	return out
}

func datumOptions(ctx context.Context, list []emergency.Datum) []ui.Option {
	var out []ui.Option
	for _, d := range list {
		out = append(out, ui.Option{Value: string(d), Text: datumWord(ctx, d)})
	}
	return out
}

func dataValues(list []emergency.Datum) []string {
	var out []string
	for _, d := range list {
		out = append(out, string(d))
	}
	return out
}

func uninformed(list []emergency.Disclosure) bool {
	for _, d := range list {
		if d.InformedAt.IsZero() {
			return true
		}
	}
	return false
}

// mine is the worker's own page.
func (d Deps) mine(w http.ResponseWriter, r *web.Request) error {
	opened, told, err := d.Service.Mine(r.Context(), r.Who)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, minePage(opened, told))
}

// sorted are the levels as they are offered in a hurry: the gravest first.
func sorted(list []emergency.Script) []emergency.Script {
	var out []emergency.Script
	for _, l := range []emergency.Level{emergency.E2, emergency.P1, emergency.E1, emergency.E0, emergency.L1} {
		for _, s := range list {
			if s.Level == l {
				out = append(out, s)
			}
		}
	}
	return out
}

// levelKey is the key that chooses a level while the choice is open.
func levelKey(l emergency.Level) string {
	return map[emergency.Level]string{emergency.E0: "0", emergency.E1: "1", emergency.E2: "2", emergency.P1: "P", emergency.L1: "L"}[l]
}

// endsDrills tells whether the reader writes plans: then he may end a drill.
func endsDrills(ctx context.Context) bool {
	roles := ui.ViewerFrom(ctx).Roles
	return roles.Has(actor.HROfficer) || roles.Has(actor.Coordinator)
}
