package schedulingweb

import (
	"context"
	"net/http"

	"mendan/internal/casework"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/scheduling"
	"mendan/internal/web"
)

func (p *Pages) showWithdraw(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	return p.withdraw(w, r, c, nil)
}

func (p *Pages) withdraw(w http.ResponseWriter, r *web.Request, c id.Case, refused error) error {
	kept, err := p.service.Kept(r.Context(), r.Who, c)
	switch {
	case err != nil:
		return err
	case kept.OnBehalf: // nobody takes an interview back for somebody else
		return casework.ErrNotFound
	case !kept.Case.MayWithdraw() && refused == nil:
		return web.SeeOther(w, r, "/interviews/"+string(c)) // the page says where it stands
	}
	status := http.StatusOK
	if refused != nil {
		status = web.Status(fault.KindOf(refused))
	}
	return web.Render(w, r, status, withdrawPage(kept, refused))
}

func (p *Pages) submitWithdraw(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	_, err = p.cases.Withdraw(r.Context(), r.Who, c)
	switch {
	case err == nil:
		return web.SeeOther(w, r, "/interviews/"+string(c))
	case fault.KindOf(err) == fault.Conflict:
		return p.withdraw(w, r, c, err)
	}
	return err
}

// afterwards says what follows when the interview is taken back.
func afterwards(ctx context.Context, k scheduling.Kept) []string {
	out := []string{lang.T(ctx, "理由は聞きません。どなたからも聞かれません。")}
	if k.Stands {
		out = append(out, lang.T(ctx, "予約も取り消されます。カレンダーの予定を消すメールが届きます。"))
	}
	if k.Case.Type.Statutory() {
		out = append(out, lang.T(ctx, "人事担当の画面には「取り下げられました」と出ます。ほかのことは伝わりません。"))
	} else {
		out = append(out, lang.T(ctx, "会社には何も伝わりません。"))
	}
	return append(out, lang.T(ctx, "また話したくなったら、いつでも申し込めます。"))
}
