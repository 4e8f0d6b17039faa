package deskweb

import (
	"context"

	"mendan/internal/hotlines"
	"mendan/internal/lang"
	"mendan/internal/web/ui"
)

// helplines are the public desks shown on the help page; 119 stands above them.
func helplines(ctx context.Context) []ui.Row {
	var out []ui.Row
	for _, l := range hotlines.All() {
		if l.ID != "119" {
			out = append(out, ui.Row{Key: lang.In(lang.From(ctx), l.Name, l.NameEN), Node: helpNumber(l)})
		}
	}
	return out
}
