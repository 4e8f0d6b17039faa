package roomweb

import (
	"context"

	"mendan/internal/lang"
	"mendan/internal/room"
	"mendan/internal/web/ui"
)

// scripts are those of the page: the physician's emergency panel stands on its own.
func scripts(v RoomView) []string {
	if v.Bar != nil {
		return []string{"room.js", "sos.js"}
	}
	return []string{"room.js"}
}

// outsideHead brings the panel of an emergency with its script, where there is one.
func outsideHead(ctx context.Context, v outsideView) ui.Head {
	h := ui.Head{Title: lang.T(ctx, "オンライン面談室"), Err: v.Err, Wide: v.Desk != nil}
	if v.Bar != nil {
		h.Styles, h.Scripts = []string{"room.css"}, []string{"sos.js"}
	}
	return h
}

func yesNo(ctx context.Context) []ui.Option {
	return []ui.Option{{Value: "yes", Text: lang.T(ctx, "はい")}, {Value: "no", Text: lang.T(ctx, "いいえ")}}
}

func identityOptions(ctx context.Context, list []room.Identity) []ui.Option {
	var out []ui.Option
	for _, i := range list {
		out = append(out, ui.Option{Value: string(i), Text: identityName(ctx, i)})
	}
	return out
}
