package roomweb

import (
	"context"

	"mendan/internal/lang"
)

// roomWords are the sentences the room's script says: it holds none itself.
// Words in braces are filled in by the script.
func roomWords(ctx context.Context) map[string]string {
	return map[string]string{
		"title.arrived":  lang.T(ctx, "● 入室されました - {title}"),
		"title.admitted": lang.T(ctx, "● どうぞお入りください - {title}"),

		"wait.absent":   lang.T(ctx, "{name}医師はまだ入室していません。このままお待ちください。"),
		"wait.late":     lang.T(ctx, "{name}医師の入室が遅れています。このままお待ちください。"),
		"wait.busy":     lang.T(ctx, "前の面談が続いています。終わりしだいお呼びします。"),
		"wait.soon":     lang.T(ctx, "{name}医師が準備しています。まもなくお呼びします。"),
		"wait.admitted": lang.T(ctx, "お待たせしました。どうぞお入りください。"),

		"preview.asking": lang.T(ctx, "ブラウザーの質問に「許可」とお答えください。"),
		"preview.ready":  lang.T(ctx, "カメラとマイクをオンにする"),
		"preview.again":  lang.T(ctx, "もう一度試す"),
		"preview.ok":     lang.T(ctx, "映像は、お呼びするまで誰にも見えません。"),

		"line.unknown":  lang.T(ctx, "つないでいます"),
		"line.good":     lang.T(ctx, "とても良い"),
		"line.fair":     lang.T(ctx, "良い"),
		"line.unstable": lang.T(ctx, "不安定です。音声を優先しています"),
		"line.picture":  lang.T(ctx, "映像が止まっています。音声を優先しています"),
		"line.cut":      lang.T(ctx, "切れています。自動でつなぎ直しています"),
		"them.unknown":  lang.T(ctx, "まだつながっていません"),
		"them.hidden":   "—",
		"them.good":     lang.T(ctx, "安定しています"),
		"them.unstable": lang.T(ctx, "不安定です"),
		"them.cut":      lang.T(ctx, "切れています"),

		"name.worker":    lang.T(ctx, "{name}さん"),
		"name.physician": lang.T(ctx, "{name}医師"),
		"cover.cut":      lang.T(ctx, "回線が切れました。自動でつなぎ直しています({seconds})"),
		"cover.theirs":   lang.T(ctx, "{name}の回線が切れました。戻るのを待っています({seconds})"),
		"cover.coming":   lang.T(ctx, "{name}とつないでいます"),
		"cover.frozen":   lang.T(ctx, "{name}の映像が届いていません。声は届きます"),
		"cover.camera":   lang.T(ctx, "{name}のカメラはオフです({seconds})"),
		"own.camera":     lang.T(ctx, "こちらのカメラはオフです({seconds})"),
		"told.cut":       lang.T(ctx, "回線が切れました。自動でつなぎ直しています。操作は要りません。"),
		"told.theirs":    lang.T(ctx, "{name}の回線が切れました。つながるまでお待ちください。"),
		"told.back":      lang.T(ctx, "つながりました。"),

		"mic.on":         lang.T(ctx, "オン"),
		"mic.off":        lang.T(ctx, "オフ"),
		"camera.on":      lang.T(ctx, "オン"),
		"camera.off":     lang.T(ctx, "オフ"),
		"full.enter":     lang.T(ctx, "全画面"),
		"full.leave":     lang.T(ctx, "全画面を終える"),
		"self.hide":      lang.T(ctx, "小さくする"),
		"self.show":      lang.T(ctx, "元の大きさに戻す"),
		"device.unnamed": lang.T(ctx, "機器 {number}"),
		"device.changed": lang.T(ctx, "切り替えました。"),
		"device.replaced": lang.T(ctx,
			"機器が外れたため、ほかの機器に切り替えました。"),

		"cause.denied":    lang.T(ctx, "カメラとマイクが許可されていません。ブラウザーの設定で許可してください。"),
		"cause.dismissed": lang.T(ctx, "質問が閉じられました。もう一度押して「許可」をお選びください。"),
		"cause.missing":   lang.T(ctx, "カメラまたはマイクが見つかりません。接続をご確認ください。"),
		"cause.busy":      lang.T(ctx, "ほかのアプリが使っています。閉じてからもう一度お試しください。"),
		"cause.insecure":  lang.T(ctx, "安全な接続ではないため、カメラを使えません。"),
		"cause.old":       lang.T(ctx, "このブラウザーでは使えません。新しいブラウザーで開いてください。"),
		"cause.failed":    lang.T(ctx, "カメラとマイクを使えませんでした。もう一度お試しください。"),

		"over.ended":               lang.T(ctx, "面談は終わりました"),
		"over.converted":           lang.T(ctx, "対面での面談に切り替わりました"),
		"over.ended.worker":        lang.T(ctx, "おつかれさまでした。この画面は閉じてかまいません。"),
		"over.ended.physician":     lang.T(ctx, "記録を確かめて、報告書へお進みください。"),
		"over.converted.worker":    lang.T(ctx, "日時と場所は、あらためてお知らせします。"),
		"over.converted.physician": lang.T(ctx, "日時と場所を決めて、ご本人にお知らせください。"),

		"desk.absent":  lang.T(ctx, "{name}さんはまだ来ていません"),
		"desk.waiting": lang.T(ctx, "{name}さんが待合室でお待ちです"),
		"desk.open":    lang.T(ctx, "{name}さんと面談中です"),
		"desk.arrived": lang.T(ctx, "{name}さんが待合室に着きました。"),

		"check.identity":        lang.T(ctx, "本人確認"),
		"check.alone":           lang.T(ctx, "一人でいること"),
		"check.place":           lang.T(ctx, "いまいる場所"),
		"check.phone":           lang.T(ctx, "折り返し番号"),
		"check.cameraWorker":    lang.T(ctx, "ご本人の映像"),
		"check.cameraPhysician": lang.T(ctx, "こちらの映像"),
		"check.notRecording":    lang.T(ctx, "録音・録画なし"),
		"check.explained":       lang.T(ctx, "目的と守秘の説明"),
		"check.missing":         lang.T(ctx, "あと{number}項目"),
		"check.complete":        lang.T(ctx, "すべて確認しました"),
		"list.comma":            lang.T(ctx, "、"),
		"list.colon":            lang.T(ctx, ": "),
		"save.saving":           lang.T(ctx, "保存しています"),
		"save.saved":            lang.T(ctx, "保存しました"),
		"save.later":            lang.T(ctx, "保存できていません。すぐにもう一度試します"),

		"notes.typing":   lang.T(ctx, "入力中"),
		"notes.saving":   lang.T(ctx, "保存しています"),
		"notes.saved":    lang.T(ctx, "保存しました {time}"),
		"notes.offline":  lang.T(ctx, "まだ保存できていません。つながりしだい保存します"),
		"notes.conflict": lang.T(ctx, "ほかの画面で書き換えられています"),
		"notes.divider":  lang.T(ctx, "―― ここから、この画面の文 ――"),
		"item.done":      lang.T(ctx, "記入あり"),
		"item.missing":   lang.T(ctx, "未記入"),
		"items.missing":  lang.T(ctx, "まだ聞いていない項目が{number}件あります"),
		"items.complete": lang.T(ctx, "すべての項目に記入があります"),

		"end.missing":    lang.T(ctx, "残っている項目: {items}"),
		"reason.missing": lang.T(ctx, "理由を入力してください。"),
		"failed.try":     lang.T(ctx, "うまくいきませんでした。少し待ってもう一度お試しください。"),
	}
}
