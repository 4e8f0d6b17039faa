package readiness

import (
	"context"
	"time"

	"mendan/internal/civil"
	"mendan/internal/id"
	"mendan/internal/lang"
)

// Name is what a step is called on the worker's page.
func (s Step) Name(ctx context.Context) string {
	switch s.Key {
	case Booking:
		return lang.T(ctx, "日時を選ぶ")
	case Questionnaire:
		return lang.T(ctx, "事前の質問に答える")
	case StepPlace:
		return lang.T(ctx, "話す場所を決める")
	case StepContact:
		return lang.T(ctx, "連絡先を伝える")
	case StepCompany:
		return lang.T(ctx, "会社に伝わることを確かめる")
	case StepCheck:
		return lang.T(ctx, "カメラとマイクを確かめる")
	case StepToday:
		return lang.T(ctx, "今日いる場所を伝える")
	case Enter:
		return lang.T(ctx, "面談の部屋に入る")
	case Letter:
		return lang.T(ctx, "意見書を読む")
	}
	return ""
}

// Note says about a step what its state means: what it is for, or why it is
// closed and when it opens. zone is the workplace's.
func (s Step) Note(ctx context.Context, zone *time.Location) string {
	switch s.Why {
	case WhyTime:
		return lang.Moment(ctx, s.At, zone)
	case WhyBookFirst:
		return lang.T(ctx, "日時が決まると開きます。")
	case WhyFrom:
		return lang.T(ctx, "%sから入れます。", lang.Moment(ctx, s.At, zone))
	case WhyOnTheDay:
		return lang.T(ctx, "面談の日(%s)に開きます。", lang.Date(ctx, civil.DateOf(s.At, zone)))
	case WhyDayBefore:
		return lang.T(ctx, "今でもできます。前の日にもう一度できると安心です。")
	case WhyBegun:
		return lang.T(ctx, "面談が始まったため、変えられません。")
	case WhyOver:
		return lang.T(ctx, "面談は終わりました。")
	case WhyInPerson:
		return lang.T(ctx, "対面の面談では必要ありません。")
	case WhyPrepare:
		return lang.T(ctx, "話す場所、連絡先、今日いる場所がそろうと入れます。")
	case WhyAfter:
		return lang.T(ctx, "面談のあとに開きます。")
	case WhyWriting:
		return lang.T(ctx, "産業医が書いています。できたらメールでお知らせします。")
	case WhyWanted:
		return lang.T(ctx, "部屋の希望を受け付けました。決まるまでお待ちください。")
	case WhyCheckFailed:
		return lang.T(ctx, "前回はうまくいきませんでした。もう一度お試しください。")
	case WhyOptional:
		return lang.T(ctx, "答えなくても面談を受けられます。")
	case WhyProgress:
		return lang.T(ctx, "%d問のうち%d問まで回答しました", s.All, s.Count)
	case WhyNone:
	}
	return s.about(ctx)
}

func (s Step) about(ctx context.Context) string {
	if s.State != Open && s.State != Next {
		return ""
	}
	switch s.Key { //nolint:exhaustive // the rest explains itself
	case Questionnaire:
		return lang.T(ctx, "途中でやめても、続きから答えられます。")
	case StepPlace:
		return lang.T(ctx, "ひとりで、声が外に聞こえない場所を選びます。")
	case StepContact:
		return lang.T(ctx, "途中で切れたときや、もしものときのためです。")
	case StepCompany:
		return lang.T(ctx, "1分で読めます。")
	case StepCheck:
		return lang.T(ctx, "2分ほどです。映像や音は保存されません。")
	case StepToday:
		return lang.T(ctx, "もしものとき、助けを呼ぶためだけに使います。")
	}
	return ""
}

// Path is where a step is done.
func (s Step) Path(c id.Case) string {
	base := "/interviews/" + string(c)
	switch s.Key {
	case StepToday:
		return base + "/place/today"
	case Enter:
		return base + "/room"
	case Booking, Questionnaire, StepPlace, StepContact, StepCompany, StepCheck, Letter:
	}
	return base + "/" + string(s.Key)
}
