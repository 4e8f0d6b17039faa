package emergencyweb

import (
	"context"
	"strconv"
	"strings"

	"mendan/internal/civil"
	"mendan/internal/emergency"
	"mendan/internal/fault"
	"mendan/internal/lang"
)

// faultLines says what keeps a draft from being approved, with the part of the
// plan it is about.
func faultLines(ctx context.Context, err error) []string {
	if err == nil {
		return nil
	}
	f := fault.Of(err)
	if len(f.Fields) == 0 {
		return []string{lang.Fault(ctx, f)}
	}
	var out []string
	for _, x := range f.Fields {
		out = append(out, partWord(ctx, x.Name)+lang.Code(ctx, x.Code, x.Args...))
	}
	return out
}

func partWord(ctx context.Context, name string) string {
	parts := strings.Split(name, ".")
	n := 0
	if len(parts) > 1 {
		n, _ = strconv.Atoi(parts[1])
	}
	n++
	switch parts[0] {
	case "people":
		return lang.T(ctx, "呼ぶ人 %d人目: ", n)
	case "chain":
		return lang.T(ctx, "呼ぶ順番: ")
	case "places":
		return lang.T(ctx, "部屋: ")
	case "desks":
		return lang.T(ctx, "病院と窓口: ")
	case "offered":
		return lang.T(ctx, "面談を行う時間: ")
	case "told":
		return lang.T(ctx, "伝えてよいこと: ")
	}
	return ""
}

func placeAt(b emergency.Body, i int) emergency.Place {
	if i < len(b.Places) {
		return b.Places[i]
	}
	return emergency.Place{}
}

func deskAt(b emergency.Body, i int) emergency.Desk {
	if i < len(b.Desks) {
		return b.Desks[i]
	}
	return emergency.Desk{}
}

func dateValue(d civil.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}
