// Package opinionpdf draws the two artefacts of an interview as A4 documents in
// Japanese: the full report for the health side and the worker, and the copy
// for the employer. The copy is drawn from a type that has no private half.
//
// The layout follows forms 4.1 and 4.2 of the ministry's manual (workflow
// section 4). Words come from the vocabulary; nothing is decided here.
package opinionpdf

import (
	"fmt"
	"time"

	"mendan/internal/civil"
	"mendan/internal/opinion"
	"mendan/internal/pdf"
)

// Drawer implements opinion.Pages.
type Drawer struct {
	fonts *pdf.Fonts
	words *opinion.Vocabulary
	seal  bool
}

// New draws with the fonts and the words of the tables. With seal the documents
// have a place for a stamp (押印欄).
func New(fonts *pdf.Fonts, words *opinion.Vocabulary, seal bool) Drawer {
	return Drawer{fonts: fonts, words: words, seal: seal}
}

// Unprintable implements opinion.Pages.
func (d Drawer) Unprintable(text string) (rune, bool) { return d.fonts.Missing(text) }

// EmployerCopy implements opinion.Pages.
func (d Drawer) EmployerCopy(c opinion.EmployerCopy) ([]byte, error) {
	h, f := c.Head, c.Facing
	doc := d.begin(c.Number, h, "会社提出用")
	doc.Address(h.Company + " 御中")
	doc.Pair(h.Workplace, "")
	doc.Title("就業上の措置に係る意見書", below(h))
	doc.Box("お願いしたいこと", d.request(f))
	doc.Heading("1 対象の方", 60)
	d.person(doc, h)
	doc.Heading("2 就業上の措置についての意見", 90)
	d.letter(doc, f)
	doc.Heading("3 面接指導結果の報告(会社提出用に加工したもの)", 90)
	d.report(doc, f)
	doc.Space(2)
	doc.Note(d.purpose(h))
	d.sign(doc, h)
	return doc.Bytes()
}

// Report implements opinion.Pages.
func (d Drawer) Report(r opinion.Report) ([]byte, error) {
	h, f, p := r.Head, r.Facing, r.Private
	doc := d.begin(r.Number, h, "産業保健側・本人用")
	title := "面接指導結果報告書"
	if !h.Statutory {
		title = "面談記録"
	}
	doc.Title(title, below(h))
	keep := "健康に関する情報を含みます。産業保健側で保管し、会社には提出しません。"
	if h.Statutory || r.Consent.Given {
		keep += "会社には別に作る「会社提出用」をお渡しします。"
	} else {
		keep += "この面談があったことも、会社には伝えません。"
	}
	doc.Box("取扱注意", keep)
	doc.Heading("1 対象の方", 60)
	d.person(doc, h)
	n := 2
	if h.Statutory {
		doc.Heading("2 確認した事項", 90)
		d.report(doc, f)
		n++
	}
	doc.Heading(fmt.Sprintf("%d 産業保健側の記録", n), 90)
	var rows []pdf.Row
	if h.Statutory || p.Finding != "" {
		rows = append(rows, pdf.Row{{Label: "心身の状況の所見", Parts: []pdf.Part{
			pdf.Checks{Items: d.ticks(opinion.Findings, p.Finding)}, text(p.FindingDetail)}}})
	}
	for _, x := range []struct{ label, text string }{
		{"相談の内容", p.Consultation}, {"勤務の状況の詳細", p.WorkDetail}, {"疲労の蓄積の根拠", p.FatigueDetail},
		{"本人への指導・助言", p.Advice}, {"特記事項", p.Remarks},
	} {
		if x.text != "" {
			rows = append(rows, pdf.Row{{Label: x.label, Parts: []pdf.Part{text(x.text)}}})
		}
	}
	if !h.Statutory {
		rows = append(rows, pdf.Row{{Label: "会社に伝えることへの本人の同意", Parts: []pdf.Part{text(d.consent(r.Consent))}}})
	}
	doc.Form(rows...)
	if h.Statutory || r.Consent.Given {
		doc.Heading(fmt.Sprintf("%d 会社に伝える意見", n+1), 90)
		d.letter(doc, f)
	}
	doc.Note("記録の根拠: " + h.Basis + "。")
	d.sign(doc, h)
	return doc.Bytes()
}

func (d Drawer) begin(number string, h opinion.Head, footer string) *pdf.Doc {
	doc := pdf.New(d.fonts, pdf.Meta{
		Title: "書類 " + number, Number: number, Footer: footer, Lang: "ja",
		Created: h.Signed.At(0, time.UTC), // the day only: the same letter gives the same bytes
	})
	doc.Pair("", "文書番号 "+number)
	doc.Pair("", "作成日 "+h.Signed.Japanese())
	if h.Version > 1 {
		doc.Pair("", fmt.Sprintf("第%d版(改訂)", h.Version))
	}
	return doc
}

func below(h opinion.Head) string {
	if h.Version > 1 {
		return h.Title + " 第" + fmt.Sprint(h.Version) + "版 改訂の理由: " + h.Reason
	}
	return h.Title
}

// request says in a few lines what the letter asks for: what, until when, when again.
func (d Drawer) request(f opinion.Facing) string {
	class, _ := d.words.Term(opinion.Classifications, f.Classification)
	out := class.SayJA + "。"
	n := 0
	for _, m := range f.Measures {
		if m.Code == opinion.NoInstruction {
			continue
		}
		n++
		ja, _ := d.words.Say(m)
		out += fmt.Sprintf("\n(%d) %s", n, ja)
	}
	if !f.From.IsZero() {
		out += "\n期間: " + period(f.From, f.Until)
	}
	if !f.Review.IsZero() {
		out += "\n見直し: " + f.Review.Japanese() + "までに"
	}
	return out
}

func (d Drawer) person(doc *pdf.Doc, h opinion.Head) {
	sex := ""
	if t, ok := d.words.Term(opinion.Sexes, h.Sex); ok {
		sex = t.JA
	}
	age := ""
	if h.Age > 0 {
		age = fmt.Sprintf("%d歳(面談の日)", h.Age)
	}
	mode := "対面"
	if h.Online {
		mode = "オンライン(映像と音声)"
	}
	doc.Form(
		pdf.Row{{Label: "氏名", Parts: []pdf.Part{pdf.Text{Text: h.Employee, Bold: true}}}, {Label: "所属", Parts: []pdf.Part{text(h.Department)}}},
		pdf.Row{{Label: "性別・年齢", Parts: []pdf.Part{text(join(sex, age))}}, {Label: "事業場", Parts: []pdf.Part{text(h.Workplace)}}},
		pdf.Row{{Label: "面談の日", Parts: []pdf.Part{text(h.Held.Japanese())}}, {Label: "面談の方法", Parts: []pdf.Part{text(mode)}}},
	)
}

// letter is form 4.2. Boxes stand in the order and with the numbers of the form.
func (d Drawer) letter(doc *pdf.Doc, f opinion.Facing) {
	rows := []pdf.Row{
		{{Label: "就業区分", Parts: []pdf.Part{pdf.Checks{Items: d.ticks(opinion.Classifications, f.Classification)}}}},
		{{Label: "労働時間の短縮", Parts: d.measures(opinion.TimeMeasures, f.Measures)}},
		{{Label: "労働時間以外の項目", Parts: d.measures(opinion.OtherMeasures, f.Measures)}},
	}
	if f.From.IsZero() {
		rows = append(rows, pdf.Row{{Label: "措置期間", Parts: []pdf.Part{text("定めない(措置なし)")}}})
	} else {
		rows = append(rows, pdf.Row{{Label: "措置期間・見直し", Parts: []pdf.Part{
			pdf.Text{Text: period(f.From, f.Until), Bold: true}, text("見直しの日: " + f.Review.Japanese()),
		}}})
	}
	doc.Form(append(rows,
		pdf.Row{{Label: "職場環境の改善に関する意見", Parts: []pdf.Part{written(f.Environment)}}},
		pdf.Row{{Label: "医療機関への受診配慮等", Parts: []pdf.Part{written(f.Visits)}}},
		pdf.Row{{Label: "その他・連絡事項等", Parts: []pdf.Part{written(f.Others)}}},
	)...)
}

// measures is all boxes of a group, those chosen with what they ask for.
func (d Drawer) measures(g opinion.Group, chosen []opinion.Measure) []pdf.Part {
	boxes := pdf.Checks{}
	for _, t := range d.words.Terms(g) {
		on := false
		words := t.Number + " " + t.JA
		for _, m := range chosen {
			if m.Code != t.Code {
				continue
			}
			on = true
			switch t.Parameter {
			case opinion.Hours:
				words += fmt.Sprintf(" → 月%d時間まで", m.Hours)
			case opinion.Clocks:
				words += fmt.Sprintf(" → %s〜%s", m.From, m.To)
			case opinion.Worded:
				words += " → " + m.Text
			case opinion.NoParameter, opinion.When:
			}
		}
		boxes.Items = append(boxes.Items, pdf.Check{On: on, Text: words})
	}
	return []pdf.Part{boxes}
}

// report is form 4.1 in processed wording.
func (d Drawer) report(doc *pdf.Doc, f opinion.Facing) {
	guidance := pdf.Checks{}
	for _, t := range d.words.Terms(opinion.Guidances) {
		on := false
		for _, code := range f.Guidance {
			on = on || code == t.Code
		}
		words := t.Number + " " + t.JA
		if on && t.Code == opinion.ReInterview {
			words += "(" + f.InterviewBy.Japanese() + "頃)"
		}
		guidance.Items = append(guidance.Items, pdf.Check{On: on, Text: words})
	}
	state := []pdf.Part{pdf.Checks{Items: d.ticks(opinion.States, f.OtherState)}}
	if f.StateText != "" {
		state = append(state, text(f.StateText))
	}
	doc.Form(
		pdf.Row{{Label: "勤務の状況", Parts: []pdf.Part{written(f.WorkStatus)}}},
		pdf.Row{{Label: "疲労の蓄積の状況", Parts: []pdf.Part{pdf.Checks{Items: d.ticks(opinion.Fatigues, f.Fatigue)}}}},
		pdf.Row{{Label: "配慮すべき他の心身の状況", Parts: state}},
		pdf.Row{{Label: "本人への指導区分", Parts: []pdf.Part{guidance}}},
		pdf.Row{{Label: "その他特記すべき事項", Parts: []pdf.Part{written(f.Remarks)}}},
	)
}

func (d Drawer) ticks(g opinion.Group, code string) []pdf.Check {
	var out []pdf.Check
	for _, t := range d.words.Terms(g) {
		out = append(out, pdf.Check{On: t.Code == code, Text: t.Number + " " + t.JA})
	}
	return out
}

func (d Drawer) consent(c opinion.Consent) string {
	if !c.Given {
		return "同意なし。会社には何も伝えません。"
	}
	how, _ := d.words.Term(opinion.ConsentHows, c.How)
	return "同意あり。" + c.On.Japanese() + "、" + how.JA + "。会社に伝える意見は別紙のとおり。"
}

func (d Drawer) purpose(h opinion.Head) string {
	out := "・この書面は、面談の結果にもとづく医師の意見です(" + h.Basis + ")。措置を決めるときは、あらかじめ本人の意見を聴いてください。\n"
	if !h.Statutory {
		out = "・この書面は、本人の同意(" + h.ConsentOn.Japanese() + ")にもとづいてお渡しする医師の意見です。措置を決めるときは、あらかじめ本人の意見を聴いてください。\n"
	}
	return out +
		"・就業上の措置のためだけにお使いください。この面談や意見を理由とする不利益な取扱いはできません。\n" +
		"・講じた措置、または講じない場合はその理由を、産業医にお知らせください(労働安全衛生規則第14条の2)。\n" +
		"・保存: " + h.Keep + "。直属の上長には、措置の内容と期間だけをお伝えください。"
}

func (d Drawer) sign(doc *pdf.Doc, h opinion.Head) {
	lines := []string{h.Signed.Japanese()}
	if h.Affiliation != "" {
		lines = append(lines, h.Affiliation)
	}
	lines = append(lines, "医師 "+h.Physician)
	if h.Register != "" {
		lines = append(lines, "医籍登録番号 "+h.Register)
	}
	seal := ""
	if d.seal {
		seal = "印"
	}
	doc.Signature(lines, seal)
}

func period(from, until civil.Date) string {
	return fmt.Sprintf("%s から %s まで(%d日間)", from.Japanese(), until.Japanese(), from.DaysUntil(until)+1)
}

func text(s string) pdf.Text { return pdf.Text{Text: s} }

// written is free text; an empty field says so, as a form does.
func written(s string) pdf.Text {
	if s == "" {
		return pdf.Text{Text: "特になし"}
	}
	return pdf.Text{Text: s}
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "・" + b
}
