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
