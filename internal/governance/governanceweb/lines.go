package governanceweb

import (
	"context"
	"fmt"

	"mendan/internal/governance"
	"mendan/internal/lang"
	"mendan/internal/web/ui"
)

// own are the lines of this area, in the order in which they are done.
func own(ctx context.Context, s governance.Status) []governance.Line {
	w := s.Place.ID
	var out []governance.Line
	add := func(l governance.Line) { out = append(out, l) }

	kit := governance.Line{Key: "kit", Name: lang.T(ctx, "質問に答える"), Href: at(w, "/kit"), Do: lang.T(ctx, "質問に答える")}
	asked, open := len(s.Kit.Asked), len(s.Kit.Open)
	switch {
	case open == 0:
		kit.State, kit.Note = governance.LineDone, lang.T(ctx, "%d問すべてに答えました。", asked)
	case open < asked && len(s.Kit.Answers) > 0:
		kit.State, kit.Do = governance.LineDoing, lang.T(ctx, "続きに答える")
		kit.Note = lang.T(ctx, "%d問のうち%d問に答えました。途中でやめても続きから始められます。", asked, asked-open)
	default:
		kit.Note = lang.T(ctx, "%d問に答えると、規程の案などの書類ができます。10分ほどです。", asked)
	}
	add(kit)

	papers := governance.Line{Key: "papers", Name: lang.T(ctx, "書類を作って確かめる"), Href: at(w, "/kit#papers"), Do: lang.T(ctx, "書類を作る")}
	made := 0
	for _, k := range governance.KitKinds() {
		if s.Kit.Documents[k].Version > 0 {
			made++
		}
	}
	switch {
	case made == len(governance.KitKinds()) && !s.Kit.Stale:
		papers.State, papers.Note = governance.LineDone, lang.T(ctx, "規程の案、議題資料、周知文、議事録の様式があります。")
	case made > 0:
		papers.State, papers.Do = governance.LineDoing, lang.T(ctx, "書類を作り直す")
		papers.Note = lang.T(ctx, "答えが変わりました。書類を作り直すと、手で直したところは残ります。")
	case open > 0:
		papers.State, papers.Note = governance.LineLater, lang.T(ctx, "質問にすべて答えると作れます。")
	default:
		papers.Note = lang.T(ctx, "規程の案、議題資料、周知文、議事録の様式ができます。どれも直せます。")
	}
	add(papers)
	add(committeeLine(ctx, s))
	add(meetingLine(ctx, s, made > 0))
	add(ruleLine(ctx, s))
	add(noticeLine(ctx, s))
	add(minutesLine(ctx, s))

	posting := governance.Line{Key: "posting", Name: lang.T(ctx, "産業医の職務などを知らせる"), Href: at(w, "/documents/posting"), Do: lang.T(ctx, "案内を作る"),
		Note: lang.T(ctx, "産業医の仕事、相談の方法、情報の取扱いを、働く人に知らせます。")}
	switch {
	case !s.Unposted:
		posting.State, posting.Note = governance.LineDone, lang.T(ctx, "働く人の画面に載っています。")
	case open > 0:
		posting.State, posting.Href, posting.Note = governance.LineLater, at(w, "/kit"), lang.T(ctx, "質問にすべて答えると作れます。")
	default:
		posting.Href = at(w, "/kit#posting")
	}
	add(posting)
	return out
}

func committeeLine(ctx context.Context, s governance.Status) governance.Line {
	l := governance.Line{Key: "committee", Name: lang.T(ctx, "衛生委員会の委員を登録する"), Href: at(s.Place.ID, "/committee"), Do: lang.T(ctx, "委員を登録する")}
	if !s.Committee.Required {
		l.Name = lang.T(ctx, "働く人の意見を聴く準備")
		l.State, l.Note = governance.LineDone, lang.T(ctx, "50人未満の事業場です。委員会の代わりに、働く人の意見を聴く機会を設けます。")
		return l
	}
	missing := 0
	for _, c := range s.Committee.Composition {
		if !c.Met {
			missing++
		}
	}
	switch {
	case missing == 0:
		l.State, l.Note = governance.LineDone, lang.T(ctx, "委員の構成は、法律の条件を満たしています。")
	case len(s.Committee.Members) > 0:
		l.State, l.Do, l.Note = governance.LineDoing, lang.T(ctx, "足りない委員を登録する"), lang.T(ctx, "法律の条件のうち%dつが、まだそろっていません。", missing)
	default:
		l.Note = lang.T(ctx, "議長、衛生管理者、産業医、労働者側の推薦を受けた委員などです。")
	}
	return l
}

func meetingLine(ctx context.Context, s governance.Status, drafted bool) governance.Line {
	w := s.Place.ID
	l := governance.Line{Key: "meeting", Name: lang.T(ctx, "委員会で審議して決める"), Href: at(w, "/committee"), Do: lang.T(ctx, "委員会を記録する")}
	if !s.Committee.Required {
		l.Name, l.Do = lang.T(ctx, "働く人の意見を聴いて決める"), lang.T(ctx, "意見を聴いたことを記録する")
	}
	for _, d := range s.Committee.Deliberations {
		if d.Decision.Yes() {
			l.State, l.Note = governance.LineDone, lang.T(ctx, "%sに承認されました。", lang.Date(ctx, d.DecidedOn))
			return l
		}
	}
	for _, d := range s.Committee.Deliberations {
		if d.Decision == governance.Undecided {
			l.State, l.Href, l.Do = governance.LineDoing, at(w, "/committee/meetings/"+string(d.ID)), lang.T(ctx, "会議の記録を開く")
			l.Note, l.Due = lang.T(ctx, "予定があります。会議のあとに、決まったことを記録します。"), d.On
			return l
		}
	}
	switch {
	case !drafted:
		l.State, l.Note = governance.LineLater, lang.T(ctx, "規程の案ができると、議題にできます。")
	default:
		l.Href = at(w, "/committee/meetings/new")
		l.Note = lang.T(ctx, "議題資料と規程の案を委員に渡して、話し合います。")
	}
	return l
}

func ruleLine(ctx context.Context, s governance.Status) governance.Line {
	l := governance.Line{Key: "rule", Name: lang.T(ctx, "規程の施行日を決める"), Href: at(s.Place.ID, "/rules"), Do: lang.T(ctx, "施行日を決める")}
	switch {
	case len(s.Rules.Ready) > 0:
		l.Note = lang.T(ctx, "承認された規程があります。いつから使うかを決めます。")
	case s.InForce.ID != "":
		l.State, l.Note = governance.LineDone, lang.T(ctx, "第%d版が%sから施行されています。", s.InForce.Number, lang.Date(ctx, s.InForce.From))
	case s.Next.ID != "":
		l.State, l.Note, l.Due = governance.LineDone, lang.T(ctx, "第%d版が%sに施行されます。", s.Next.Number, lang.Date(ctx, s.Next.From)), s.Next.From
	default:
		l.State, l.Note = governance.LineLater, lang.T(ctx, "委員会で承認されると決められます。")
	}
	return l
}

func noticeLine(ctx context.Context, s governance.Status) governance.Line {
	l := governance.Line{Key: "notice", Name: lang.T(ctx, "働く人全員に知らせる"), Href: at(s.Place.ID, "/rules"), Do: lang.T(ctx, "全員に知らせる")}
	wanting := false
	for _, x := range s.Rules.Lines {
		if x.Rule.NeedsNotice() && !x.Announced && (x.InForce || x.Rule.From.After(s.Today)) {
			wanting = true
		}
	}
	switch {
	case len(s.Rules.Lines) == 0:
		l.State, l.Note = governance.LineLater, lang.T(ctx, "施行日が決まると知らせられます。")
	case wanting:
		l.Note = lang.T(ctx, "メールと画面で全員に知らせ、読んだことを確かめます。知らせるまで、オンラインの予約は始まりません。")
	case s.Notice.Held:
		l.State, l.Href = governance.LineDone, at(s.Place.ID, "/notices/"+string(s.Notice.Announcement))
		l.Note = lang.T(ctx, "%sに知らせました。", lang.Date(ctx, s.Notice.On)) + shareWords(ctx, s.Notice.Share)
	}
	return l
}

func minutesLine(ctx context.Context, s governance.Status) governance.Line {
	l := governance.Line{Key: "minutes", Name: lang.T(ctx, "委員会の議事の概要を知らせる"), Href: at(s.Place.ID, "/committee"), Do: lang.T(ctx, "議事の概要を知らせる")}
	if !s.Committee.Required {
		l.State, l.Extra, l.Note = governance.LineDone, true, lang.T(ctx, "委員会を置かない事業場では、必要ありません。")
		return l
	}
	switch {
	case len(s.MinutesDue) > 0:
		d := s.MinutesDue[len(s.MinutesDue)-1]
		l.Href = at(s.Place.ID, "/committee/meetings/"+string(d.ID)+"#minutes")
		l.Note, l.Due = lang.T(ctx, "%sの委員会の分です。法律では「遅滞なく」とされています。", lang.Date(ctx, d.On)), s.Committee.DueOf(d)
	default:
		for _, d := range s.Committee.Deliberations {
			if !d.Published.IsZero() {
				l.State, l.Note = governance.LineDone, lang.T(ctx, "知らせていない議事の概要はありません。")
				return l
			}
		}
		l.State, l.Note = governance.LineLater, lang.T(ctx, "委員会を開いたあとに行います。")
	}
	return l
}

func shareWords(ctx context.Context, s governance.Share) string {
	if s.Told == 0 {
		return lang.T(ctx, "お知らせを送っているところです。")
	}
	return lang.T(ctx, "%d人のうち%d人が読みました(%s)。", s.Told, s.Read, percent(s))
}

func percent(s governance.Share) string { return fmt.Sprintf("%d%%", s.PerMille()/10) }

// next is the first line that can be done now.
func next(lines []governance.Line) (governance.Line, bool) {
	for _, l := range lines {
		if (l.State == governance.LineOpen || l.State == governance.LineDoing) && !l.Extra {
			return l, true
		}
	}
	return governance.Line{}, false
}

// tasks draws lines as a list of steps.
func tasks(ctx context.Context, s governance.Status, lines []governance.Line) []ui.Task {
	now, any := next(lines)
	var out []ui.Task
	for _, l := range lines {
		t := ui.Task{Name: l.Name, Href: l.Href, Note: l.Note}
		switch {
		case any && l.Key == now.Key:
			t.State = ui.Now
		case l.State == governance.LineDone:
			t.State = ui.Done
		case l.State == governance.LineDoing:
			t.State = ui.Doing
		case l.State == governance.LineLater:
			t.State = ui.Later
		}
		if !l.Due.IsZero() && l.State != governance.LineDone {
			t.Note += " " + lang.T(ctx, "%sまで(%s)", ui.DayShort(ctx, l.Due), ui.Until(ctx, s.Today, l.Due))
		}
		out = append(out, t)
	}
	return out
}

func done(lines []governance.Line) int {
	n := 0
	for _, l := range lines {
		if l.State == governance.LineDone {
			n++
		}
	}
	return n
}
