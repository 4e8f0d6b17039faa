package governanceweb

import (
	"context"
	"strconv"
	"strings"
	"unicode/utf8"

	"mendan/internal/governance"
	"mendan/internal/lang"
	"mendan/internal/web/ui"
)

func sectionAt(list []governance.Section, i int) governance.Section {
	if i < len(list) {
		return list[i]
	}
	return governance.Section{}
}

// rowsFor is the height of a field that shows its text without scrolling, within reason.
func rowsFor(text string) int {
	n := 1
	for l := range strings.Lines(text) {
		n += 1 + utf8.RuneCountInString(l)/42
	}
	return min(max(n, 3), 16)
}

func versionOptions(ctx context.Context, list []governance.Document) []ui.Option {
	var out []ui.Option
	for _, d := range list {
		out = append(out, ui.Option{Value: strconv.Itoa(d.Version), Text: lang.T(ctx, "第%d版", d.Version)})
	}
	return out
}

func changed(diff []governance.DiffSection) int {
	n := 0
	for _, s := range diff {
		if s.Changed() {
			n++
		}
	}
	return n
}

func capacityWord(ctx context.Context, c governance.Capacity) string {
	switch c {
	case governance.Chair:
		return lang.T(ctx, "議長")
	case governance.HealthOfficer:
		return lang.T(ctx, "衛生管理者")
	case governance.SafetyOfficer:
		return lang.T(ctx, "安全管理者")
	case governance.Doctor:
		return lang.T(ctx, "産業医")
	case governance.Experienced:
		return lang.T(ctx, "衛生に関する経験のある労働者")
	}
	return string(c)
}

func modeWord(ctx context.Context, d governance.Deliberation) string {
	switch {
	case d.Hearing:
		return lang.T(ctx, "意見を聴く機会")
	case d.Mode == governance.Online:
		return lang.T(ctx, "オンラインの委員会")
	case d.Mode == governance.Paper:
		return lang.T(ctx, "書面・メールの委員会")
	}
	return lang.T(ctx, "対面の委員会")
}

func decisionWord(ctx context.Context, d governance.Decision) string {
	switch d {
	case governance.Adopted:
		return lang.T(ctx, "承認")
	case governance.AdoptedWithChanges:
		return lang.T(ctx, "修正して承認")
	case governance.NotAdopted:
		return lang.T(ctx, "承認しない")
	case governance.Undecided:
	}
	return lang.T(ctx, "これから")
}

func decisionKind(d governance.Decision) ui.Kind {
	switch {
	case d.Yes():
		return ui.Success
	case d == governance.NotAdopted:
		return ui.Warning
	}
	return ui.Plain
}

func stanceWord(ctx context.Context, s governance.Stance) string {
	switch s {
	case governance.Agrees:
		return lang.T(ctx, "賛成")
	case governance.Wishes:
		return lang.T(ctx, "直せば賛成")
	case governance.Disagrees:
		return lang.T(ctx, "反対")
	case governance.Abstains:
		return lang.T(ctx, "保留")
	}
	return ""
}

func wayWord(ctx context.Context, t governance.Told) string {
	word := map[governance.Way]string{
		governance.ByMail: lang.T(ctx, "メールと画面"), governance.ByPage: lang.T(ctx, "画面"),
		governance.ByPoster: lang.T(ctx, "掲示(アカウントなし)"), governance.ByElsewhere: lang.T(ctx, "会社の方法"),
	}[t.Way]
	if t.Joined {
		word += lang.T(ctx, "・入社のとき")
	}
	return word
}

func says(ctx context.Context, s governance.Says) string { return s.In(lang.From(ctx)) }
