package readinessweb

import (
	"context"
	"maps"

	"mendan/internal/lang"
	"mendan/internal/readiness"
)

// Advice is what a person reads when a step did not pass: what it means, and
// what to do, in order.
type Advice struct {
	Title string   `json:"title"`
	Text  string   `json:"text"`
	Steps []string `json:"steps"`
}

// advices are the explanations by cause; a cause with a device's name behind
// it ("denied.iphone") is for that device and goes before the general one.
func advices(ctx context.Context) map[string]Advice {
	return map[string]Advice{
		"denied": {
			lang.T(ctx, "カメラとマイクが許可されていません"),
			lang.T(ctx, "ブラウザーかパソコンの設定で止められています。"),
			[]string{
				lang.T(ctx, "アドレスの左にある鍵やスライダーのしるしを押します。"),
				lang.T(ctx, "カメラとマイクを「許可」に変えます。"),
				lang.T(ctx, "変わらないときは、パソコンのプライバシー設定でも許可します。"),
				lang.T(ctx, "「もう一度試す」を押します。"),
			},
		},
		"denied.iphone": {
			lang.T(ctx, "カメラとマイクが許可されていません"),
			lang.T(ctx, "iPhoneの設定で止められています。"),
			[]string{
				lang.T(ctx, "アドレスの左の「ぁあ」を押し、「Webサイトの設定」を開きます。"),
				lang.T(ctx, "カメラとマイクを「許可」に変えます。"),
				lang.T(ctx, "変わらないときは、「設定」の「Safari」でも許可します。"),
				lang.T(ctx, "「もう一度試す」を押します。"),
			},
		},
		"denied.android": {
			lang.T(ctx, "カメラとマイクが許可されていません"),
			lang.T(ctx, "Androidの設定で止められています。"),
			[]string{
				lang.T(ctx, "アドレスの左のしるしを押し、「権限」を開きます。"),
				lang.T(ctx, "カメラとマイクを「許可」に変えます。"),
				lang.T(ctx, "変わらないときは、「設定」の「アプリ」からChromeの権限も許可します。"),
				lang.T(ctx, "「もう一度試す」を押します。"),
			},
		},
		"dismissed": {
			lang.T(ctx, "質問が閉じられました"),
			lang.T(ctx, "ブラウザーの質問に、まだお答えいただいていません。"),
			[]string{
				lang.T(ctx, "「もう一度試す」を押します。"),
				lang.T(ctx, "出てきた質問で「許可」を選びます。"),
			},
		},
		"missing": {
			lang.T(ctx, "機器が見つかりません"),
			lang.T(ctx, "カメラまたはマイクがつながっていないようです。"),
			[]string{
				lang.T(ctx, "外付けの機器は、ケーブルを差し直します。"),
				lang.T(ctx, "パソコンにカメラがないときは、スマートフォンで同じページを開きます。"),
				lang.T(ctx, "「もう一度試す」を押します。"),
			},
		},
		"busy": {
			lang.T(ctx, "ほかのアプリが使っています"),
			lang.T(ctx, "会議アプリなどが、カメラかマイクを使っているようです。"),
			[]string{
				lang.T(ctx, "ZoomやTeamsなど、ほかのアプリとタブを閉じます。"),
				lang.T(ctx, "「もう一度試す」を押します。"),
				lang.T(ctx, "変わらないときは、機器を再起動します。"),
			},
		},
		"insecure": {
			lang.T(ctx, "安全な接続ではありません"),
			lang.T(ctx, "アドレスがhttps://で始まるページでないと、カメラを使えません。"),
			[]string{
				lang.T(ctx, "お知らせのメールにあるリンクから開き直します。"),
				lang.T(ctx, "変わらないときは、会社の担当者にお知らせください。"),
			},
		},
		"inapp": {
			lang.T(ctx, "アプリの中の画面で開いています"),
			lang.T(ctx, "アプリの中では、カメラとマイクを使えないことがあります。"),
			[]string{
				lang.T(ctx, "画面の端の「…」や共有のしるしを押します。"),
				lang.T(ctx, "「ブラウザーで開く」を選びます。"),
				lang.T(ctx, "開いた画面で、もう一度サインインします。"),
			},
		},
		"inapp.iphone": {
			lang.T(ctx, "アプリの中の画面で開いています"),
			lang.T(ctx, "アプリの中では、カメラとマイクを使えないことがあります。"),
			[]string{
				lang.T(ctx, "画面の端の「…」や共有のしるしを押します。"),
				lang.T(ctx, "「Safariで開く」を選びます。"),
				lang.T(ctx, "開いた画面で、もう一度サインインします。"),
			},
		},
		"old": {
			lang.T(ctx, "このブラウザーでは使えません"),
			lang.T(ctx, "映像の通話に必要な機能がありません。"),
			[]string{
				lang.T(ctx, "ブラウザーを新しくするか、Chrome・Edge・Safariの最新版で開きます。"),
				lang.T(ctx, "iPhoneは、iOS 15.4より新しいものをお使いください。"),
			},
		},
		"silent": {
			lang.T(ctx, "声が届いていません"),
			lang.T(ctx, "マイクは開きましたが、音が入ってきません。"),
			[]string{
				lang.T(ctx, "ヘッドセットやパソコンの消音を解きます。"),
				lang.T(ctx, "ほかのマイクがあれば、下の一覧から選びます。"),
				lang.T(ctx, "「もう一度試す」を押して、声を出します。"),
			},
		},
		"dark": {
			lang.T(ctx, "映像が真っ暗です"),
			lang.T(ctx, "カメラは開きましたが、何も写っていません。"),
			[]string{
				lang.T(ctx, "カメラのふたやシャッターを開けます。"),
				lang.T(ctx, "部屋を明るくします。"),
				lang.T(ctx, "ほかのカメラがあれば、下の一覧から選びます。"),
				lang.T(ctx, "「もう一度試す」を押します。"),
			},
		},
		"noudp": {
			lang.T(ctx, "つながりますが、遅くなることがあります"),
			lang.T(ctx, "この回線は、速い通り道(UDP)を通しません。面談はできます。"),
			[]string{
				lang.T(ctx, "できれば、自宅のWi-Fiや有線でもう一度試します。"),
				lang.T(ctx, "VPNを使っているときは、切って試します。"),
			},
		},
		"noline": {
			lang.T(ctx, "映像の回線がつながりません"),
			lang.T(ctx, "この回線からは、面談室に届きませんでした。"),
			[]string{
				lang.T(ctx, "VPNを使っているときは、切ります。"),
				lang.T(ctx, "Wi-Fiと携帯の回線を切り替えます。"),
				lang.T(ctx, "「もう一度試す」を押します。"),
				lang.T(ctx, "つながらないときは、対面に変えることもできます。"),
			},
		},
		"slow": {
			lang.T(ctx, "回線がとてもゆっくりです"),
			lang.T(ctx, "声は届きますが、映像が止まることがあります。"),
			[]string{
				lang.T(ctx, "Wi-Fiの親機の近くに移るか、有線でつなぎます。"),
				lang.T(ctx, "動画やダウンロードなど、ほかの通信を止めます。"),
				lang.T(ctx, "「もう一度試す」を押します。"),
			},
		},
		"unheard": {
			lang.T(ctx, "音が聞こえませんでした"),
			lang.T(ctx, "スピーカーやイヤホンから音が出ていないようです。"),
			[]string{
				lang.T(ctx, "音量を上げ、消音を解きます。iPhoneは横のスイッチも確かめます。"),
				lang.T(ctx, "イヤホンやBluetoothの接続を確かめます。"),
				lang.T(ctx, "「もう一度試す」を押します。"),
			},
		},
		"failed": {
			lang.T(ctx, "うまくいきませんでした"),
			lang.T(ctx, "理由ははっきりしません。"),
			[]string{
				lang.T(ctx, "ページを読み込み直します。"),
				lang.T(ctx, "変わらないときは、ほかのブラウザーや機器でお試しください。"),
			},
		},
	}
}

// checkWords are the sentences the check's script says.
func checkWords(ctx context.Context) map[string]string {
	out := quietWords(ctx)
	maps.Copy(out, map[string]string{
		"state.wait":     lang.T(ctx, "これから"),
		"state.now":      lang.T(ctx, "確認中"),
		"state.ok":       lang.T(ctx, "だいじょうぶです"),
		"state.noudp":    lang.T(ctx, "使えます"),
		"state.problem":  lang.T(ctx, "直すところがあります"),
		"camera.ok":      lang.T(ctx, "カメラは使えます。顔がまん中に写るようにしてください。"),
		"camera.asking":  lang.T(ctx, "ブラウザーの質問に「許可」とお答えください。"),
		"mic.speak":      lang.T(ctx, "「こんにちは」と声に出してみてください。"),
		"mic.ok":         lang.T(ctx, "声が入っています。"),
		"line.connect":   lang.T(ctx, "面談室の回線につないでいます。"),
		"line.measure":   lang.T(ctx, "速さをはかっています。5秒ほどかかります。"),
		"line.tcp":       lang.T(ctx, "予備の通り道を試しています。"),
		"line.relay":     lang.T(ctx, "中継の通り道を試しています。"),
		"line.ok":        lang.T(ctx, "映像と音声が、なめらかに届きます。"),
		"line.noudp":     lang.T(ctx, "つながります。映像が少し遅れることがあります。"),
		"way.yes":        lang.T(ctx, "つながる"),
		"way.no":         lang.T(ctx, "つながらない"),
		"way.untried":    lang.T(ctx, "確かめていません"),
		"speed.good":     lang.T(ctx, "じゅうぶん({number} kbps)"),
		"speed.low":      lang.T(ctx, "ゆっくり({number} kbps)"),
		"done.ok":        lang.T(ctx, "準備ができています。この機器と回線で面談できます。"),
		"done.problem":   lang.T(ctx, "直すところがあります。下の案内をお試しください。"),
		"save.saved":     lang.T(ctx, "結果を保存しました。映像と音は保存していません。"),
		"save.later":     lang.T(ctx, "結果を保存できませんでした。もう一度お試しください。"),
		"device.unnamed": lang.T(ctx, "機器 {number}"),
		"next":           lang.T(ctx, "このまま次へ"),
		"retry":          lang.T(ctx, "もう一度試す"),
		"open.line":      lang.T(ctx, "ブラウザーで開く"),
	})
	return out
}

// findingName says a finding in a few words, for the last verdict.
func findingName(ctx context.Context, f readiness.Finding) string {
	switch f {
	case readiness.Fine:
		return lang.T(ctx, "だいじょうぶです")
	case readiness.Skipped:
		return lang.T(ctx, "確かめていません")
	default:
		return advices(ctx)[string(f)].Title
	}
}
