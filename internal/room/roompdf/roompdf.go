// Package roompdf prints the evidence of a session for people: which conditions
// of the notice held and why, the opening checklist and the figures. The signed
// document is the JSON; the print names its hash and the key, so that the two
// can be put side by side. Nothing is decided here.
package roompdf

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"mendan/internal/pdf"
	"mendan/internal/room"
)

// Drawer prints evidence.
type Drawer struct {
	fonts *pdf.Fonts
	zone  *time.Location
}

// New prints with the fonts, times in the zone.
func New(fonts *pdf.Fonts, zone *time.Location) Drawer { return Drawer{fonts, zone} }

var verdicts = map[room.Verdict]string{room.Held: "満たした", room.NotHeld: "満たしていない", room.Unknown: "確認できない"}

// bases say how we know; what the platform's own records say needs no word.
var bases = map[room.Basis]string{room.Attested: "(医師の申告による)", room.Measured: "(計測による)"}

var outcomes = map[room.Outcome]string{
	room.Completed: "完了", room.Aborted: "中止", room.InPerson: "対面に変更", "": "継続中",
}

var items = map[string]string{
	"identity": "本人確認", "alone": "双方とも一人で、人に聞かれない場所にいる", "place": "現在地の確認", "phone": "折り返しの電話番号の確認",
	"cameraWorker": "本人の様子が映像で見える", "cameraPhysician": "医師の様子が映像で見える", "notRecording": "録音・録画をしていない", "explained": "目的・流れ・守秘の説明",
}

var ways = map[room.Identity]string{
	room.EmployeeCard: "社員証を見て確認", room.MyNumberFront: "マイナンバーカード(表面)を見て確認", room.DrivingLicence: "運転免許証を見て確認", room.Known: "面識により確認",
}

// Evidence prints the document whose signed bytes are given.
func (d Drawer) Evidence(e room.Evidence, signed []byte, key string) ([]byte, error) {
	sum := sha256.Sum256(signed)
	number := "EV-" + hex.EncodeToString(sum[:5])
	doc := pdf.New(d.fonts, pdf.Meta{Title: "書類 " + number, Number: number, Footer: "実施状況の記録(内容は含みません)", Lang: "ja", Created: e.Issued})
	doc.Pair("", "文書番号 "+number)
	doc.Pair("", "作成 "+d.moment(e.Issued))
	doc.Title("オンライン面談 実施状況の記録", d.span(e))
	if !e.Rules.Binding {
		doc.Box("この記録の位置づけ", "この面談は通達が対象とする面接指導ではありません。条件は参考として示します。")
	}
	doc.Heading("1 通達の条件", 90)
	var rows []pdf.Row
	for _, c := range e.Conditions {
		rows = append(rows, pdf.Row{
			{Label: c.ID, Width: 0.72, Parts: []pdf.Part{pdf.Text{Text: c.Title.JA}, pdf.Small{Text: c.Why.JA + bases[c.Basis]}}},
			{Width: 0.28, Parts: []pdf.Part{pdf.Checks{Column: true, Items: []pdf.Check{
				{On: c.Verdict == room.Held, Text: verdicts[room.Held]},
				{On: c.Verdict == room.NotHeld, Text: verdicts[room.NotHeld]},
				{On: c.Verdict == room.Unknown, Text: verdicts[room.Unknown]},
			}}}},
		})
	}
	doc.Form(rows...)
	doc.Note(fmt.Sprintf("判定の表: %s。%s", e.Rules.Version, e.Rules.Source))

	doc.Heading("2 開始時の確認", 90)
	var checks []pdf.Check
	way := "記録なし"
	for _, c := range e.Checklist {
		checks = append(checks, pdf.Check{On: c.Done, Text: items[c.Item]})
		if c.Way != "" {
			way = ways[c.Way]
		}
	}
	doc.Form(
		pdf.Row{{Label: "確認した項目", Parts: []pdf.Part{pdf.Checks{Items: checks, Column: true}}}},
		pdf.Row{{Label: "本人確認の方法", Parts: []pdf.Part{pdf.Text{Text: way}, pdf.Small{Text: "画像や番号は残していません。"}}}},
	)

	if a := e.Session.Attested; a != nil {
		d.attested(doc, *a)
	}
	doc.Heading("3 つながりの記録", 90)
	c := e.Continuity
	if e.Session.Tool != "" {
		doc.Note("外部のツールで行った面談です。つながりは測っていません。下の数字は、この基盤の中の記録だけによります。")
	}
	doc.Form(
		pdf.Row{{Label: "開始から終了", Parts: text(seconds(c.Total))}, {Label: "二人がつながった時間", Parts: text(seconds(c.Together))}},
		pdf.Row{{Label: "途切れ", Parts: text(fmt.Sprintf("%d回、合わせて%s", c.Gaps, seconds(c.Apart)))}, {Label: "つなぎ直し", Parts: text(fmt.Sprintf("%d回", c.Reconnects))}},
		pdf.Row{{Label: "止めた時間(人が来たときなど。ほかの数字に含みません)", Parts: text(fmt.Sprintf("%d回、合わせて%s", c.Pauses, seconds(c.Paused)))}, {Label: "通信についての医師の判断", Parts: judged(e.Session)}},
		pdf.Row{{Label: "本人の映像", Parts: shown(c.Worker)}, {Label: "医師の映像", Parts: shown(c.Physician)}},
		pdf.Row{{Label: "計測", Parts: []pdf.Part{pdf.Text{Text: fmt.Sprintf("本人の端末から%d件、医師の端末から%d件、サーバーなどの記録%d件", e.Statistics.Worker, e.Statistics.Physician, len(e.Events))}}}},
	)

	doc.Heading("4 この記録の確かめ方", 60)
	doc.Form(
		pdf.Row{{Label: "電子の記録", Parts: []pdf.Part{pdf.Text{Text: "evidence.json"}, pdf.Small{Text: "SHA-256 " + hex.EncodeToString(sum[:])}}}},
		pdf.Row{{Label: "署名の鍵", Parts: []pdf.Part{pdf.Text{Text: "Ed25519"}, pdf.Small{Text: key}}}},
		pdf.Row{{Label: "面談の番号", Parts: []pdf.Part{pdf.Small{Text: string(e.Session.Case)}, pdf.Small{Text: string(e.Session.Room)}}}},
	)
	doc.Note("署名があるのは電子の記録です。「mendan evidence verify evidence.json」で、書き換えがないことを確かめられます。")
	return doc.Bytes()
}

var choices = map[room.LineChoice]string{room.GoOn: "面談を続けた", room.Redo: "日を改める", room.ToMeet: "対面で行う"}

// judged is what the physician said about the line and the camera, by code.
func judged(s room.AboutSession) []pdf.Part {
	said := "基準を超える途切れについての記録はありません"
	if s.Line != nil {
		said = choices[s.Line.Choice]
		if s.Line.Reason != "" {
			said += "(理由コード " + s.Line.Reason + ")"
		}
	}
	out := text(said)
	if s.Camera != nil {
		word := "申し出あり"
		if !s.Camera.Given.IsZero() {
			word = "医師が認めた"
		}
		out = append(out, pdf.Small{Text: "カメラを切ることについて: " + word + "(理由コード " + s.Camera.Reason + ")"})
	}
	if s.Ending == room.AsConsultation {
		out = append(out, pdf.Small{Text: "法令の面接指導としては完了していません。話した内容は健康相談として扱います。"})
	}
	return out
}

// attested prints the physician's word about a session in an outside tool.
func (d Drawer) attested(doc *pdf.Doc, a room.Attestation) {
	said := func(b bool) string {
		if b {
			return "はい"
		}
		return "いいえ"
	}
	doc.Heading("医師による申告(計測ではありません)", 90)
	doc.Form(
		pdf.Row{{Label: "ツール", Parts: text(a.Tool)}, {Label: "申告した日時", Parts: text(d.moment(a.At))}},
		pdf.Row{{Label: "開始", Parts: text(d.moment(a.From))}, {Label: "終了", Parts: text(d.moment(a.To))}},
		pdf.Row{{Label: "映像が双方向で続いた", Parts: text(said(a.Video))}, {Label: "音声が双方向で続いた", Parts: text(said(a.Voice))}},
		pdf.Row{{Label: "途切れ", Parts: text(fmt.Sprintf("%d回(30秒を超えたもの%d回)、合わせて%s", a.Breaks, a.Long, seconds(float64(a.Lost))))}, {Label: "二人だけだった", Parts: text(said(a.OnlyTwo))}},
		pdf.Row{{Label: "録画・文字起こしをした", Parts: text(said(a.Recorded))}},
	)
}

func text(s string) []pdf.Part { return []pdf.Part{pdf.Text{Text: s}} }

func shown(s room.Shown) []pdf.Part {
	return []pdf.Part{
		pdf.Text{Text: "映像なし " + seconds(s.WithoutPicture) + "(カメラ切 " + seconds(s.CameraOff) + ")"},
		pdf.Text{Text: "静止 " + seconds(s.Frozen) + "、音声なし " + seconds(s.WithoutVoice)},
		pdf.Small{Text: fmt.Sprintf("通信による途切れ %s(長いもの%d回)", seconds(s.LineLost), s.LongStops)},
		pdf.Small{Text: "相手側での計測 " + seconds(s.Measured) + "、マイク切 " + seconds(s.MicOff)},
	}
}

// seconds is 12分3秒, or 3.5秒 below a minute.
func seconds(s float64) string {
	if s < 60 {
		return fmt.Sprintf("%.1f秒", s)
	}
	whole := int(s + 0.5)
	return fmt.Sprintf("%d分%d秒", whole/60, whole%60)
}

func (d Drawer) moment(t time.Time) string { return t.In(d.zone).Format("2006年1月2日 15:04:05") }

func (d Drawer) span(e room.Evidence) string {
	if e.Session.Opened == nil {
		return "開始前 / " + outcomes[e.Session.Outcome]
	}
	out := d.moment(*e.Session.Opened) + " から"
	if e.Session.Ended != nil {
		out += " " + e.Session.Ended.In(d.zone).Format("15:04:05") + " まで"
	}
	return out + " / " + outcomes[e.Session.Outcome]
}
