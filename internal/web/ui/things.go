package ui

import (
	"context"

	"mendan/internal/lang"
)

// toneWord says the tone of a banner, for it must not hang on colour alone.
func toneWord(ctx context.Context, k Kind) string {
	switch k {
	case Success:
		return lang.T(ctx, "完了")
	case Warning:
		return lang.T(ctx, "注意")
	case Error:
		return lang.T(ctx, "エラー")
	default:
		return lang.T(ctx, "お知らせ")
	}
}

func stateWord(ctx context.Context, s State) string {
	switch s {
	case Now:
		return lang.T(ctx, "次はここ")
	case Doing:
		return lang.T(ctx, "途中まで")
	case Done:
		return lang.T(ctx, "済")
	case Later:
		return lang.T(ctx, "まだ開けません")
	case None:
		return lang.T(ctx, "対象外")
	default:
		return lang.T(ctx, "未開始")
	}
}

func stateKind(s State) Kind {
	switch s {
	case Now:
		return Strong
	case Doing:
		return Warning
	case Done:
		return Success
	default:
		return Plain
	}
}
