package readinessweb

import (
	"context"
	"net/http"
	"strings"
	"time"

	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/qr"
	"mendan/internal/readiness"
	"mendan/internal/web"
	"mendan/internal/web/ui"
)

// DeviceKind is the coarse kind of device a browser says it runs on, by the
// names of the device check.
func DeviceKind(agent string) string {
	for _, x := range [][2]string{{"iPhone", "iphone"}, {"iPad", "ipad"}, {"Android", "android"}, {"Windows", "windows"}, {"Macintosh", "mac"}, {"Linux", "linux"}} {
		if strings.Contains(agent, x[0]) {
			return x[1]
		}
	}
	return "other"
}

// deviceView is the page with the code for another device.
type deviceView struct {
	Case  id.Case
	Link  string
	Code  qr.Code
	Until time.Time
	Zone  *time.Location
}

// otherDevice makes a link for another device and shows it as a code, once: the
// link stands on this answer alone and is not kept readable.
func (d CheckDeps) otherDevice(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	if err := d.Service.Climb(r.Context(), r.Who, c, readiness.OtherDevice); err != nil {
		return err
	}
	link, until, err := d.Handover(r.Context(), r.Who, back(c)+"/check")
	if err != nil {
		return err
	}
	code, err := qr.Encode(link)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	return web.Render(w, r, http.StatusOK, devicePage(deviceView{Case: c, Link: link, Code: code, Until: until, Zone: d.Zone}))
}

// climb notes the way out that is taken and leads there.
func (d CheckDeps) climb(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	form, err := r.ReadForm()
	if err != nil {
		return err
	}
	rung := readiness.Rung(form.Text("way"))
	if err := d.Service.Climb(r.Context(), r.Who, c, rung); err != nil {
		return err
	}
	to := map[readiness.Rung]string{readiness.HeadsetOrRoom: "/place/request", readiness.Telephone: "/check", readiness.ComeInPerson: "/elsewhere"}
	return web.SeeOther(w, r, back(c)+to[rung])
}

// path draws the dark modules of a code as one SVG path.
func (v deviceView) path() string {
	var b strings.Builder
	for y, row := range v.Code {
		for x, dark := range row {
			if dark {
				b.WriteString("M" + itoa(x+4) + " " + itoa(y+4) + "h1v1h-1z")
			}
		}
	}
	return b.String()
}

func (v deviceView) box() string { n := itoa(len(v.Code) + 8); return "0 0 " + n + " " + n }

// rung says a way out: what it is, what it brings, and its button.
func (v CheckView) rung(ctx context.Context) (heading, text, button string) {
	switch v.Rehearsal.Ladder.Next {
	case readiness.OtherDevice:
		return lang.T(ctx, "ほかの機器で試してみませんか"), lang.T(ctx, "場所はそのままで、スマートフォンなどから同じ確認ができます。QRコードを読むだけです。"), lang.T(ctx, "QRコードを出す")
	case readiness.HeadsetOrRoom:
		return lang.T(ctx, "ヘッドセットや部屋をお願いできます"), lang.T(ctx, "マイクや音、場所の困りごとは、機器や部屋の用意で直ることがあります。理由は伝わりません。"), lang.T(ctx, "用意をお願いする")
	case readiness.Telephone:
		return lang.T(ctx, "電話でお手伝いします"), lang.T(ctx, "画面を見ながら、一緒に確かめられます。面談の内容は聞きません。"), lang.T(ctx, "電話番号を見る")
	case readiness.ComeInPerson:
		return lang.T(ctx, "対面で話すこともできます"), lang.T(ctx, "機器の心配がなくなります。いつでもオンラインに戻せます。"), lang.T(ctx, "日時や方法を変える")
	}
	return "", "", ""
}

// called tells whether the telephone was chosen, so that its number stands there.
func (v CheckView) called() bool {
	for _, r := range v.Rehearsal.Ladder.Taken {
		if r == readiness.Telephone {
			return true
		}
	}
	return false
}

// sites are the results by place.
func (v CheckView) sites(ctx context.Context) []ui.Row {
	var out []ui.Row
	for _, s := range v.Rehearsal.Sites {
		if s.Site == "" {
			continue
		}
		out = append(out, ui.Row{Key: v.Table.Name(s.Site).In(lang.From(ctx)), Node: siteVerdict(s, v.Zone)})
	}
	return out
}
