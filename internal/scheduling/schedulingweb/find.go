package schedulingweb

import (
	"context"
	"net/http"

	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/fault"
	"mendan/internal/lang"
	"mendan/internal/scheduling"
	"mendan/internal/web"
)

// findView is a search for a worker.
type findView struct {
	Words    string
	Asked    bool
	Found    []scheduling.Found
	MayKnow  bool // the kind of interview; the coordinator sees a neutral name
	Err      error
	Employer bool // the asker works for the employer
}

func (p *Pages) showFind(w http.ResponseWriter, r *web.Request) error {
	q := r.URL.Query()
	v := findView{
		Words: web.Clean(q.Get("q")), Asked: q.Has("q"),
		MayKnow: !r.Who.Is(actor.Coordinator), Employer: r.Who.Is(actor.HROfficer),
	}
	status := http.StatusOK
	if v.Asked {
		v.Found, v.Err = p.service.Find(r.Context(), r.Who, v.Words)
		if v.Err != nil {
			if fault.KindOf(v.Err) != fault.Invalid {
				return v.Err
			}
			status = web.Status(fault.Invalid)
		}
	}
	return web.Render(w, r, status, findPage(v))
}

// name is the interview as the asker may call it.
func (v findView) name(ctx context.Context, c casework.Case) string {
	if v.MayKnow {
		return kindName(ctx, c.Type)
	}
	return lang.T(ctx, "産業医との打合せ")
}

func kindName(ctx context.Context, t casework.Type) string {
	switch t {
	case casework.LongHoursGeneral:
		return lang.T(ctx, "長時間労働の面接指導")
	case casework.Consultation:
		return lang.T(ctx, "産業医への相談")
	}
	return lang.T(ctx, "産業医との打合せ")
}

func (v findView) href(c casework.Case) string { return "/interviews/" + string(c.ID) + "/booking" }

func cancelHref(c casework.Case) string { return "/interviews/" + string(c.ID) + "/booking/cancel" }
