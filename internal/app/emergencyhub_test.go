package app

import (
	"context"
	"strings"
	"testing"

	"mendan/internal/civil"
	"mendan/internal/emergency"
	"mendan/internal/governance"
	"mendan/internal/lang"
)

func TestEmergencyLineOfTheHub(t *testing.T) {
	t.Parallel()
	today := civil.Date{Year: 2026, Month: 11, Day: 23}
	from, until, drilled := civil.Date{Year: 2026, Month: 4, Day: 1}, civil.Date{Year: 2027, Month: 3, Day: 31}, civil.Date{Year: 2026, Month: 10, Day: 1}
	valid := emergency.Facts{Plan: "pln_x", ValidFrom: from, ValidUntil: until, Valid: true, DrilledOn: drilled}
	for name, c := range map[string]struct {
		change func(f *emergency.Facts)
		state  governance.LineState
		says   string
		due    bool
	}{
		"missing":      {func(f *emergency.Facts) { *f = emergency.Facts{Missing: true, Undrilled: true} }, governance.LineOpen, "まだありません", false},
		"expired":      {func(f *emergency.Facts) { f.Valid, f.Expired = false, true }, governance.LineOpen, "切れました", false},
		"early":        {func(f *emergency.Facts) { f.Valid, f.Early = false, true }, governance.LineDoing, "から有効", false},
		"never tried":  {func(f *emergency.Facts) { f.DrilledOn, f.Undrilled = civil.Date{}, true }, governance.LineDoing, "訓練はまだ", false},
		"ends soon":    {func(f *emergency.Facts) { f.ValidUntil = today.AddDays(planSoon) }, governance.LineDoing, "まで有効", true},
		"not yet soon": {func(f *emergency.Facts) { f.ValidUntil = today.AddDays(planSoon + 1) }, governance.LineDone, "まで有効", false},
		"in order":     {func(*emergency.Facts) {}, governance.LineDone, "前の訓練は2026年10月1日", false},
	} {
		f := valid
		c.change(&f)
		l := emergencyLine(context.Background(), f, "wpl_x", today)
		if l.State != c.state || !strings.Contains(l.Note, c.says) || l.Due.IsZero() == c.due || l.Href != "/programme/wpl_x/emergency" {
			t.Errorf("%s: %+v", name, l)
		}
		en := emergencyLine(lang.With(context.Background(), lang.EN), f, "wpl_x", today)
		if strings.ContainsAny(en.Name+en.Note+en.Do, "計画訓練期限緊急") {
			t.Errorf("%s in English: %+v", name, en)
		}
	}
}
