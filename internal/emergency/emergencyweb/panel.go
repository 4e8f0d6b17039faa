package emergencyweb

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/a-h/templ"

	"mendan/internal/actor"
	"mendan/internal/emergency"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/web"
)

// panelState is what the script beside the picture keeps up to date.
type panelState struct {
	Open    bool            `json:"open"`
	Page    string          `json:"page,omitempty"` // the whole page of the emergency
	Level   emergency.Level `json:"level,omitempty"`
	Name    string          `json:"name,omitempty"`
	Live    *Live           `json:"live,omitempty"`
	MayCall []callable      `json:"mayCall,omitempty"`
	Higher  []callable      `json:"higher,omitempty"`
	Sealed  []panelRow      `json:"sealed,omitempty"` // only in the answer to the press that opened it
	Aloud   string          `json:"aloud,omitempty"`  // what is read to 119
	Problem string          `json:"problem,omitempty"`
}

type callable struct {
	Code    string `json:"code"`
	Text    string `json:"text"`
	Consent bool   `json:"consent,omitempty"`
}

type panelRow struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

func (d Deps) stateOf(ctx context.Context, who actor.Actor, c id.Case) (panelState, error) {
	p, err := d.Service.Panel(ctx, who, c)
	if err != nil || p.Open == nil || p.Open.Doctor == nil {
		return panelState{}, err
	}
	x := p.Open.Doctor
	live := d.liveOf(ctx, *p.Open)
	out := panelState{Open: p.Open.ClosedAt.IsZero(), Page: pathOf(p.Open.Alarm), Level: x.Level, Name: levelWord(ctx, d.Service.Table, x.Level), Live: &live}
	for _, k := range x.MayCall {
		if k == emergency.ForSecond {
			continue // has a button of its own
		}
		one := callable{Code: string(k), Text: kindWord(ctx, k)}
		if k == emergency.ForHR && x.NeedsHRok {
			one.Text, one.Consent = lang.T(ctx, "ご本人が同意したので、人事を呼ぶ"), true
		}
		out.MayCall = append(out.MayCall, one)
	}
	for _, l := range higher(x.Level) {
		out.Higher = append(out.Higher, callable{Code: string(l), Text: levelWord(ctx, d.Service.Table, l)})
	}
	return out, nil
}

func (d Deps) panelState(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	s, err := d.stateOf(r.Context(), r.Who, c)
	if err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, s)
}

func (d Deps) panelLive(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	return d.stream(w, r, func() (any, error) { return d.stateOf(r.Context(), r.Who, c) })
}

// press starts an emergency, raises it, or calls somebody in; and opens what is
// sealed in the same breath. The press stands whatever happens to the rest.
func (d Deps) press(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	var in struct {
		Level   emergency.Level `json:"level"`
		Call    emergency.Kind  `json:"call"`
		Consent bool            `json:"consent"`
		Sealed  bool            `json:"sealed"` // only open what is sealed
		Mistake bool            `json:"mistake"`
	}
	if err := r.ReadJSON(&in); err != nil {
		return err
	}
	ctx := r.Context()
	switch {
	case in.Mistake:
		err = d.withOpen(ctx, r.Who, c, func(a id.Alarm) error {
			return d.Service.Close(ctx, r.Who, a, emergency.CloseInput{Outcome: emergency.NoDanger})
		})
	case in.Call != "":
		err = d.withOpen(ctx, r.Who, c, func(a id.Alarm) error { return d.Service.CallIn(ctx, r.Who, a, in.Call, in.Consent) })
	case in.Sealed:
	default:
		_, err = d.Service.Press(ctx, r.Who, emergency.PressInput{Case: c, Level: in.Level, Consent: in.Consent})
	}
	if err != nil {
		return err
	}
	s, err := d.stateOf(ctx, r.Who, c)
	if err != nil {
		return err
	}
	if s.Open && (in.Level != "" || in.Sealed) {
		where, err := d.Service.Open(ctx, r.Who, emergency.OpenInput{Case: c})
		if err != nil {
			s.Problem = lang.Fault(ctx, fault.Of(err))
		} else {
			for _, row := range sealedRows(ctx, where) {
				s.Sealed = append(s.Sealed, panelRow{row.Key, row.Value})
			}
			s.Aloud = aloud(ctx, where)
		}
	}
	return web.JSON(w, http.StatusOK, s)
}

// aloud is what a second person, or the physician, reads to the fire headquarters.
func aloud(ctx context.Context, w emergency.Whereabouts) string {
	address := w.Prefecture + w.Street
	if address == "" {
		address = lang.T(ctx, "(住所はまだ聞いていません。いまたずねてください)")
	}
	number := string(w.Phone)
	if number == "" {
		number = lang.T(ctx, "(まだ聞いていません)")
	}
	return lang.T(ctx, "救急です。%sに人がいます。電話は%sです。私は離れた場所の医師で、映像でつながっています。", address, number)
}

func (d Deps) withOpen(ctx context.Context, who actor.Actor, c id.Case, f func(a id.Alarm) error) error {
	p, err := d.Service.Panel(ctx, who, c)
	if err != nil {
		return err
	}
	if p.Open == nil {
		return emergency.ErrOver
	}
	return f(p.Open.Alarm)
}

func (d Deps) second(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	if _, err := d.Service.CallSecond(r.Context(), r.Who, c); err != nil {
		return err
	}
	s, err := d.stateOf(r.Context(), r.Who, c)
	if err != nil {
		return err
	}
	return web.JSON(w, http.StatusOK, s)
}

// ask is the worker's own button.
func (d Deps) ask(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	if _, err := d.Service.Ask(r.Context(), r.Who, c); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, askedPage("/interviews/"+string(c), d.hotlines(r.Context())))
}

// Panel draws what stands in the physician's room: the buttons in its head and
// the panel beside the picture. For everybody else both are nil.
func (d Deps) Panel(ctx context.Context, who actor.Actor, c id.Case) (bar, panel templ.Component, err error) {
	p, err := d.Service.Panel(ctx, who, c)
	if k := fault.KindOf(err); err != nil && (k == fault.NotFound || k == fault.Forbidden) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	s, err := d.stateOf(ctx, who, c)
	if err != nil {
		return nil, nil, err
	}
	raw, err := json.Marshal(s)
	if err != nil {
		return nil, nil, errors.New("panel state")
	}
	base := "/interviews/" + string(c) + "/emergency"
	return panelBar(base, string(raw)), panelBox(p, d.Service.Table), nil
}

// Help draws the worker's way to help in the room: calm, one tap, nothing that
// starts by itself.
func (d Deps) Help(ctx context.Context, c id.Case) templ.Component {
	return helpBox("/interviews/"+string(c)+"/emergency/ask", d.hotlines(ctx))
}
