package deskweb

import (
	"context"

	"mendan/internal/civil"
	"mendan/internal/lang"
	"mendan/internal/web/ui"
)

// A helpline is a public desk that anybody may call.
type helpline struct {
	name, number string
	checked      civil.Date // the day the number was last compared with its source
}

// lines are the public desks shown on the help page.
// Source: quality bar D15 (numbers with the day they were checked); one published page has a wrong digit in the first.
var lines = []helpline{
	{"こころの健康相談統一ダイヤル", "0570-064-556", civil.Date{Year: 2026, Month: 11, Day: 22}},
	{"よりそいホットライン", "0120-279-338", civil.Date{Year: 2026, Month: 11, Day: 22}},
	{"#いのちSOS", "0120-061-338", civil.Date{Year: 2026, Month: 11, Day: 22}},
}

func helplines(ctx context.Context) []ui.Row {
	names := []string{lang.T(ctx, "こころの健康相談統一ダイヤル"), lang.T(ctx, "よりそいホットライン"), lang.T(ctx, "#いのちSOS")}
	var out []ui.Row
	for i, l := range lines {
		out = append(out, ui.Row{Key: names[i], Node: helpNumber(l)})
	}
	return out
}
