package notifyweb

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/mailer"
	"mendan/internal/web"
	"mendan/internal/web/ui"
)

// person is somebody in the box.
type person struct {
	Name, Address string
	Mails         int
	Chosen        bool
}

// mailLine is one mail in the list.
type mailLine struct {
	Href, Subject, To, At string
	Calendar              bool
}

// boxView is the list of mails, newest first, of one person or of all.
type boxView struct {
	People []person
	Mails  []mailLine
	All    bool
}

func (b *Box) list(w http.ResponseWriter, r *web.Request) error {
	wanted := r.URL.Query().Get("to")
	v := boxView{All: wanted == ""}
	for _, k := range b.box.List() {
		address := string(k.To.Address)
		i := slices.IndexFunc(v.People, func(p person) bool { return p.Address == address })
		if i < 0 {
			i = len(v.People)
			v.People = append(v.People, person{Name: k.To.Name, Address: address, Chosen: address == wanted})
		}
		v.People[i].Mails++
		if wanted == "" || wanted == address {
			v.Mails = append(v.Mails, mailLine{
				Href: "/demo/mail/" + k.ID, Subject: k.Subject, To: k.To.Name,
				At: lang.Moment(r.Context(), k.At, b.zone), Calendar: k.Calendar != nil,
			})
		}
	}
	slices.SortFunc(v.People, func(a, b person) int { return strings.Compare(a.Address, b.Address) })
	return web.Render(w, r, http.StatusOK, boxPage(v))
}

// mailView is one mail as its reader sees it.
type mailView struct {
	Subject, Back string
	Head          []ui.Row
	Lines         []string
	Calendar      []ui.Row
}

func (b *Box) one(w http.ResponseWriter, r *web.Request) error {
	message, err := web.PathID[id.Message](r, "message")
	if err != nil {
		return err
	}
	k, ok := b.box.Get(string(message))
	if !ok {
		return web.ErrNotFound
	}
	ctx := r.Context()
	v := mailView{
		Subject: k.Subject, Back: ui.Query("/demo/mail", "to", string(k.To.Address)),
		Head: []ui.Row{
			{Key: lang.T(ctx, "宛先"), Value: k.To.Name + " <" + string(k.To.Address) + ">"},
			{Key: lang.T(ctx, "送信日時"), Value: lang.Moment(ctx, k.At, b.zone)},
		},
		Lines: strings.Split(strings.TrimRight(k.Text, "\n"), "\n"),
	}
	if e := k.Calendar; e != nil {
		v.Calendar = b.calendar(ctx, *e)
	}
	return web.Render(w, r, http.StatusOK, mailPage(v))
}

func (b *Box) calendar(ctx context.Context, e mailer.Event) []ui.Row {
	what := lang.T(ctx, "カレンダーに入れる、または新しい時刻に直す")
	if e.Cancel {
		what = lang.T(ctx, "カレンダーから消す")
	}
	return []ui.Row{
		{Key: lang.T(ctx, "はたらき"), Value: what + " (" + e.Method() + ")"},
		{Key: lang.T(ctx, "予定の名前"), Value: e.Summary},
		{Key: lang.T(ctx, "日時"), Value: lang.Span(ctx, e.From, e.To, b.zone)},
		{Key: lang.T(ctx, "公開の範囲"), Value: lang.T(ctx, "非公開")},
		{Key: lang.T(ctx, "版"), Value: itoa(e.Sequence)},
	}
}
