package ui

import (
	"context"
	"net/http"

	"mendan/internal/lang"
)

type problem struct{ Title, Text, Next string }

// problemWords says what happened, whose fault it is not, and what helps.
func problemWords(ctx context.Context, status int) problem {
	switch status {
	case http.StatusNotFound, http.StatusMethodNotAllowed:
		return problem{
			lang.T(ctx, "ページが見つかりません"),
			lang.T(ctx, "アドレスが変わったか、このアカウントでは開けないページです。"),
			lang.T(ctx, "アドレスを入力したときは、もう一度お確かめください。"),
		}
	case http.StatusForbidden:
		return problem{
			lang.T(ctx, "この画面は開けません"),
			lang.T(ctx, "お使いのアカウントには、この操作の権限がありません。"),
			lang.T(ctx, "必要なときは、担当の方に権限をご確認ください。"),
		}
	case http.StatusUnauthorized:
		return problem{
			lang.T(ctx, "サインインが必要です"),
			lang.T(ctx, "一定の時間がたったため、サインインの期限が切れました。"),
			lang.T(ctx, "もう一度サインインすると続きから始められます。"),
		}
	case http.StatusConflict:
		return problem{
			lang.T(ctx, "ほかの操作が先に行われました"),
			lang.T(ctx, "画面を開いている間に、内容が変わりました。"),
			lang.T(ctx, "画面を開き直して、いまの状態をご確認ください。"),
		}
	case http.StatusGone:
		return problem{
			lang.T(ctx, "このリンクは使い終わっています"),
			lang.T(ctx, "リンクは一度だけ使えます。期限が過ぎた場合もあります。"),
			lang.T(ctx, "新しいリンクをお受け取りください。"),
		}
	case http.StatusRequestEntityTooLarge:
		return problem{
			lang.T(ctx, "送られた内容が大きすぎます"),
			lang.T(ctx, "内容は保存されていません。"),
			lang.T(ctx, "前の画面に戻り、短くしてからお送りください。"),
		}
	case http.StatusTooManyRequests:
		return problem{
			lang.T(ctx, "少し時間をおいてください"),
			lang.T(ctx, "短い間に多くの操作がありました。"),
			lang.T(ctx, "1分ほど待ってから、もう一度お試しください。"),
		}
	case http.StatusServiceUnavailable:
		return problem{
			lang.T(ctx, "ただいま使えません"),
			lang.T(ctx, "一時的に保存や読み出しができません。いまの操作は保存されていません。"),
			lang.T(ctx, "数分たってから、もう一度お試しください。"),
		}
	}
	return problem{
		lang.T(ctx, "うまく処理できませんでした"),
		lang.T(ctx, "こちらの不具合です。いまの操作は保存されていない可能性があります。"),
		lang.T(ctx, "もう一度お試しください。続くときは、下の番号を担当の方にお伝えください。"),
	}
}

func or(text, otherwise string) string {
	if text != "" {
		return text
	}
	return otherwise
}
