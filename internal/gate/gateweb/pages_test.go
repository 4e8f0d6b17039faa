package gateweb_test

import (
	"context"
	"html"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"mendan/internal/actor"
	"mendan/internal/civil"
	"mendan/internal/database/databasetest"
	"mendan/internal/gate"
	"mendan/internal/gate/gatetest"
	"mendan/internal/gate/gateweb"
	"mendan/internal/id"
	"mendan/internal/web"
)

type people map[string]actor.Actor

func (p people) Lookup(_ context.Context, secret string) (web.Visitor, error) {
	who, ok := p[secret]
	if !ok {
		return web.Visitor{}, web.ErrUnauthenticated
	}
	return web.Visitor{Actor: who, Name: "吉田 直子"}, nil
}

// get reads the page of a workplace as somebody, in a language.
func get(t *testing.T, h *gatetest.House, who, language string, w id.Workplace) (int, string) {
	t.Helper()
	chiba := h.AsHR()
	chiba.Workplaces = []id.Workplace{h.Chiba.ID}
	door := web.New(web.Options{
		Sessions: people{
			"hr": h.AsHR(), "chiba": chiba, "foreign": h.AsForeignHR(), "physician": h.AsPhysician(), "nurse": h.AsNurse(), "committee": h.AsCommittee(),
			"coordinator": h.AsCoordinator(), "worker": h.AsWorker(), "manager": h.AsManager(), "admin": h.AsAdmin(), "unappointed": h.AsUnappointed(),
		},
		Log: slog.New(slog.DiscardHandler), Now: h.Clock.Now,
	}, gateweb.New(h.Gate).Routes())
	r := httptest.NewRequest(http.MethodGet, "https://mendan.test/programme/"+string(w)+"/gate", nil)
	r.AddCookie(&http.Cookie{Name: web.SessionCookie, Value: who})
	r.AddCookie(&http.Cookie{Name: "__Host-language", Value: language})
	rec := httptest.NewRecorder()
	door.ServeHTTP(rec, r)
	return rec.Code, html.UnescapeString(rec.Body.String())
}

func wants(t *testing.T, what, body string, has, lacks []string) {
	t.Helper()
	for _, x := range has {
		if !strings.Contains(body, x) {
			t.Errorf("%s: the page lacks %q", what, x)
		}
	}
	for _, x := range lacks {
		if strings.Contains(body, x) {
			t.Errorf("%s: the page says %q", what, x)
		}
	}
}

func TestGatePage(t *testing.T) {
	t.Parallel()
	db, clock := databasetest.Open(t)
	h := gatetest.NewHouse(t, db, clock)

	_, body := get(t, h, "hr", "ja", h.Honsha.ID)
	wants(t, "all is ready", body, []string{"オンライン面談の準備は整っています", "長時間労働者の面接指導", "健康相談", "ICT-2-3-1-a", "S03 2(3)(1)", "面談ごとに確かめること", "規則の版"}, []string{"次にすること", "対面だけ行えます", "まだです"})

	plan := h.Known[h.Honsha.ID]["emergency_plan"]
	plan.Until = civil.DateOf(clock.Now(), h.Honsha.Location()).AddDays(-1)
	h.Known[h.Honsha.ID]["emergency_plan"] = plan
	h.Known[h.Honsha.ID]["announced"] = gate.Fact{Why: "governance.notice_missing"}
	h.Known[h.Honsha.ID]["drilled"] = gate.Fact{}
	_, body = get(t, h, "hr", "ja", h.Honsha.ID)
	wants(t, "two things are missing", body, []string{
		"次にすること", "規程を従業員に周知してください。", "そのあとにすること", "緊急時の対応計画を作り、承認を受けてください。", "で期限切れ", "対面だけ行えます", "できれば進めること",
		"/programme/" + string(h.Honsha.ID) + "/rules", "予約や面談は止まりません",
	}, []string{"オンライン面談の準備は整っています"})
	if strings.Index(body, "次にすること") > strings.Index(body, "条件と状態") {
		t.Error("what to do does not come first")
	}

	status, body := get(t, h, "physician", "ja", h.Honsha.ID)
	wants(t, "the physician reads", body, []string{"規程を従業員に周知してください。"}, []string{"この準備を進める", "/programme/" + string(h.Honsha.ID) + "/rules"})
	if status != http.StatusOK {
		t.Errorf("physician: %d", status)
	}
	_, body = get(t, h, "hr", "en", h.Honsha.ID)
	wants(t, "in English", body, []string{"Announce the rule to all workers.", "In person only", "Expired on", "Required"}, []string{"周知", "対面"})

	_, body = get(t, h, "chiba", "ja", h.Chiba.ID)
	wants(t, "nothing is known", body, []string{"次にすること", "確かめられません"}, []string{"オンラインで行えます"})
}

func TestWhoOpensTheGatePage(t *testing.T) {
	t.Parallel()
	db, clock := databasetest.Open(t)
	h := gatetest.NewHouse(t, db, clock)
	for who, want := range map[string]int{
		"hr": 200, "physician": 200, "nurse": 200, "committee": 200, "coordinator": 200,
		"worker": 403, "manager": 403, "admin": 403, "foreign": 404, "chiba": 403, "unappointed": 404,
	} {
		if status, _ := get(t, h, who, "ja", h.Honsha.ID); status != want && !(want == 403 && status == 404) {
			t.Errorf("%s: %d, want %d", who, status, want)
		}
	}
}
