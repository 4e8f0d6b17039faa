package notifyweb

import (
	"context"
	"net/http"
	"strconv"

	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/notify"
	"mendan/internal/web"
	"mendan/internal/web/ui"
)

// taskView is one task of the desk.
type taskView struct {
	Title  string
	Advice string // what helps
	Rows   []ui.Row
	Href   string // to mark it done; empty when it is
	Done   string // when; empty while open
}

// tasksView is the desk's list.
type tasksView struct {
	Open, Done []taskView
	Err        error
}

func (t *Tasks) list(w http.ResponseWriter, r *web.Request) error {
	return t.show(w, r, http.StatusOK, nil)
}

func (t *Tasks) show(w http.ResponseWriter, r *web.Request, status int, cause error) error {
	open, done, err := t.tasks.List(r.Context(), r.Who)
	if err != nil {
		return err
	}
	v := tasksView{Err: cause}
	for _, x := range open {
		v.Open = append(v.Open, t.view(r.Context(), x))
	}
	for _, x := range done {
		v.Done = append(v.Done, t.view(r.Context(), x))
	}
	return web.Render(w, r, status, tasksPage(v))
}

func (t *Tasks) done(w http.ResponseWriter, r *web.Request) error {
	task, err := web.PathID[id.Task](r, "task")
	if err != nil {
		return err
	}
	if err := t.tasks.Done(r.Context(), r.Who, task); err != nil {
		if fault.KindOf(err) == fault.Conflict {
			return t.show(w, r, http.StatusConflict, err)
		}
		return err
	}
	return web.SeeOther(w, r, "/coordinator/tasks")
}

func (t *Tasks) view(ctx context.Context, x notify.Seen) taskView {
	v := taskView{}
	v.Title, v.Advice = words(ctx, x.Kind)
	switch {
	case x.Person.Name != "":
		v.Rows = append(v.Rows, ui.Row{Key: lang.T(ctx, "相手"), Value: x.Person.Name + "\n" + x.Person.Company},
			ui.Row{Key: lang.T(ctx, "メールアドレス"), Value: or(x.Person.Address, lang.T(ctx, "登録なし"))})
	default:
		v.Rows = append(v.Rows, ui.Row{Key: lang.T(ctx, "対象の番号"), Value: x.Subject})
	}
	v.Rows = append(v.Rows,
		ui.Row{Key: lang.T(ctx, "理由"), Value: lang.Code(ctx, x.Reason)},
		ui.Row{Key: lang.T(ctx, "最後の報告"), Value: lang.T(ctx, "%s(%d回)", lang.Moment(ctx, x.Last, t.zone), x.Times)},
	)
	if x.Task.Done.IsZero() {
		v.Href = "/coordinator/tasks/" + string(x.ID) + "/done"
	} else {
		v.Done = lang.Moment(ctx, x.Task.Done, t.zone)
	}
	return v
}

func words(ctx context.Context, k notify.TaskKind) (title, advice string) {
	switch k {
	case notify.MailUndeliverable:
		return lang.T(ctx, "メールが届かない方がいます"), lang.T(ctx, "お電話などで連絡し、登録を直してから、済みにしてください。")
	case notify.MeetInPerson:
		return lang.T(ctx, "オンラインの面談を対面に変えます"), lang.T(ctx, "ご本人と産業医に連絡し、対面の場所と時間が決まってから、済みにしてください。")
	case notify.CallWanted:
		return lang.T(ctx, "電話での手伝いの希望があります"), lang.T(ctx, "ご本人に電話し、機器の準備が済むか、別の方法が決まってから、済みにしてください。")
	case notify.WorkGivenUp:
		return lang.T(ctx, "自動の処理が終わりませんでした"), lang.T(ctx, "システム管理者にこの番号を伝えてから、済みにしてください。")
	default:
		return lang.T(ctx, "確認が必要なことがあります"), ""
	}
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
