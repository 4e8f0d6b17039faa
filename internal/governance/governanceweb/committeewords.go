package governanceweb

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"mendan/internal/directory"
	"mendan/internal/governance"
	"mendan/internal/lang"
	"mendan/internal/web/ui"
)

// silentWord is said of a member without a recorded opinion.
func silentWord(ctx context.Context, d governance.Deliberation) string {
	if d.Decision == governance.Undecided {
		return lang.T(ctx, "まだありません")
	}
	return lang.T(ctx, "記録なし")
}

func number(n int) string { return strconv.Itoa(n) }

func capacityOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, c := range governance.Capacities() {
		out = append(out, ui.Option{Value: string(c), Text: capacityWord(ctx, c)})
	}
	return out
}

func doctorOptions(ctx context.Context, list []directory.Physician) []ui.Option {
	out := []ui.Option{{Value: "", Text: lang.T(ctx, "選んでください")}}
	for _, p := range list {
		out = append(out, ui.Option{Value: string(p.ID), Text: p.Name.Full()})
	}
	return out
}

func modeOptions(ctx context.Context, required bool) []ui.Option {
	if !required {
		return []ui.Option{
			{Value: "HEARING", Text: lang.T(ctx, "働く人の意見を聴く機会(50人未満)"), Hint: lang.T(ctx, "朝礼での説明と意見箱、全員へのアンケートなど")},
			{Value: string(governance.InRoom), Text: lang.T(ctx, "対面の委員会")},
		}
	}
	return []ui.Option{
		{Value: string(governance.InRoom), Text: lang.T(ctx, "対面")},
		{Value: string(governance.Online), Text: lang.T(ctx, "オンライン(その場でやりとりする)")},
		{Value: string(governance.Paper), Text: lang.T(ctx, "書面やメール(その場でやりとりしない)")},
	}
}

func modeValue(in governance.MeetingInput) string {
	if in.Hearing {
		return "HEARING"
	}
	return string(in.Mode)
}

func noteLabel(ctx context.Context, required bool) string {
	if required {
		return lang.T(ctx, "書面やメールのときの、とりまとめの担当者")
	}
	return lang.T(ctx, "だれの意見を、どのように聴いたか")
}

func conditionOptions(ctx context.Context, list []governance.Requirement) []ui.Option {
	var out []ui.Option
	for _, c := range list {
		out = append(out, ui.Option{Value: c.ID, Text: says(ctx, c.Says)})
	}
	return out
}

func draftOptions(ctx context.Context, newest int) []ui.Option {
	var out []ui.Option
	for v := newest; v > 0; v-- {
		out = append(out, ui.Option{Value: number(v), Text: lang.T(ctx, "第%d版", v)})
	}
	return append(out, ui.Option{Value: "0", Text: lang.T(ctx, "規程の案は審議しない")})
}

func memberOptions(list []governance.Member) []ui.Option {
	var out []ui.Option
	for _, m := range list {
		out = append(out, ui.Option{Value: string(m.ID), Text: m.Name})
	}
	return out
}

func stanceOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, s := range []governance.Stance{governance.Agrees, governance.Wishes, governance.Disagrees, governance.Abstains} {
		out = append(out, ui.Option{Value: string(s), Text: stanceWord(ctx, s)})
	}
	return out
}

func decisionOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, d := range []governance.Decision{governance.Adopted, governance.AdoptedWithChanges, governance.NotAdopted} {
		out = append(out, ui.Option{Value: string(d), Text: decisionWord(ctx, d)})
	}
	return out
}

func meetingRows(ctx context.Context, f meetingForm) []ui.Row {
	d := f.Meeting
	var agenda []string
	for _, i := range d.Agenda {
		text := i.Text
		if text == "" {
			for _, t := range f.rules.Tags {
				if t.ID == i.Tag {
					text = says(ctx, t.Says)
				}
			}
		}
		agenda = append(agenda, text)
	}
	out := []ui.Row{{Key: lang.T(ctx, "議題"), Value: strings.Join(agenda, "\n")}}
	if d.Place != "" {
		out = append(out, ui.Row{Key: lang.T(ctx, "場所・道具"), Value: d.Place})
	}
	if d.Note != "" {
		out = append(out, ui.Row{Key: lang.T(ctx, "進め方"), Value: d.Note})
	}
	if d.Draft > 0 {
		out = append(out, ui.Row{
			Key: lang.T(ctx, "審議する規程の案"), Value: f.Draft.Title + " " + lang.T(ctx, "第%d版", d.Draft), Text: lang.T(ctx, "読む"),
			Href: ui.Query(at(f.Place.ID, "/documents/rule"), "version", number(d.Draft)),
		})
	}
	return out
}

func decisionRows(ctx context.Context, f meetingForm) []ui.Row {
	d := f.Meeting
	out := []ui.Row{
		{Key: lang.T(ctx, "結果"), Node: ui.Tag(decisionKind(d.Decision), decisionWord(ctx, d.Decision))},
		{Key: lang.T(ctx, "決まった日"), Value: lang.Date(ctx, d.DecidedOn)},
	}
	if d.Remark != "" {
		out = append(out, ui.Row{Key: lang.T(ctx, "直したところ、理由"), Value: d.Remark})
	}
	var present []string
	for _, m := range f.Members {
		if slices.Contains(d.Present, m.ID) {
			present = append(present, m.Name)
		}
	}
	if len(present) > 0 {
		out = append(out, ui.Row{Key: lang.T(ctx, "出席した委員"), Value: strings.Join(present, lang.T(ctx, "、"))})
	}
	return out
}
