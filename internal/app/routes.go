package app

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"mendan/internal/account/accountweb"
	"mendan/internal/actor"
	"mendan/internal/assets"
	"mendan/internal/desk/deskweb"
	"mendan/internal/emergency/emergencyweb"
	"mendan/internal/gate/gateweb"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/meeting/meetingweb"
	"mendan/internal/modality/modalityweb"
	"mendan/internal/notify/notifyweb"
	"mendan/internal/opinion/opinionweb"
	"mendan/internal/provision/provisionweb"
	"mendan/internal/questionnaire/questionnaireweb"
	"mendan/internal/readiness/readinessweb"
	"mendan/internal/room/roomweb"
	"mendan/internal/scheduling/schedulingweb"
	"mendan/internal/txn"
	"mendan/internal/web"
)

// tables are the doors of all areas: what internal/app/routes_test.go lists by role.
func (s *services) tables(o Options, began time.Time) [][]web.Route {
	site := accountweb.New(s.accounts, home)
	alarms := s.emergencyPages()
	out := [][]web.Route{
		{web.LanguageRoute(), {Method: "GET", Pattern: "/{$}", Public: true, Handle: front}},
		site.Routes(),
		deskweb.New(s.sources(o.Version, began)).Routes(),
		schedulingweb.New(s.bookings, s.cases).Routes(),
		questionnaireweb.New(s.questionnaires).Routes(),
		readinessweb.New(s.readinessPages()).Routes(),
		readinessweb.CheckRoutes(s.checkPages(o.Config.PublicURL)),
		roomweb.Routes(roomweb.Deps{Rooms: s.rooms, Hub: s.hub, Signal: s.media.Proxy(), Desk: s.roomDesk, Print: s.evidence.Evidence, Other: s.checker.MayKnock, SamePhone: s.samePhone, Emergency: alarms.Panel, Help: alarms.Help}),
		meetingweb.New(s.meetings, home).Routes(),
		provisionweb.New(s.provisions).Routes(),
		modalityweb.New(modalityweb.Deps{Modes: s.modes, Head: s.modeHead, Zone: home}).Routes(),
		gateweb.New(s.gate).Routes(),
		s.governanceRoutes(o.Config.PublicURL),
		emergencyweb.Routes(alarms),
		opinionweb.New(s.opinions).Routes(),
		notifyweb.NewTasks(s.tasks, home).Routes(),
		notifyweb.NewLinks(s.delivery).Routes(),
	}
	if o.Config.Demo {
		out = append(out, site.Demo(s.demoPeople), notifyweb.NewBox(s.box, home).Routes())
	}
	return out
}

// door is the whole web: pages, assets, health.
func (s *services) door(o Options, log *slog.Logger, stopping <-chan struct{}, began time.Time) http.Handler {
	mux := http.NewServeMux()
	healthz, readyz := s.health(stopping)
	mux.Handle("GET /healthz", healthz)
	mux.Handle("GET /readyz", readyz)
	mux.Handle("GET /assets/", assets.Handler())
	mux.Handle("/", web.New(web.Options{
		Sessions: accountweb.Sessions(s.accounts), Log: log, Now: time.Now, Demo: o.Config.Demo, Stopping: stopping,
	}, s.tables(o, began)...))
	return mux
}

// front leads everyone to the desk of his first role.
func front(w http.ResponseWriter, r *web.Request) error {
	for _, d := range []struct {
		role actor.Role
		path string
	}{
		{actor.Physician, "/physician"}, {actor.HROfficer, "/hr"}, {actor.HealthStaff, "/nurse"}, {actor.Coordinator, "/coordinator"},
		{actor.Admin, "/admin"}, {actor.LineManager, "/manager"}, {actor.Committee, "/committee"}, {actor.Employee, "/home"},
	} {
		if r.Who.Is(d.role) {
			return web.SeeOther(w, r, d.path)
		}
	}
	return web.SeeOther(w, r, "/signin")
}

// roomDesk is what stands beside the picture.
func (s *services) roomDesk(ctx context.Context, who actor.Actor, c id.Case) (roomweb.DeskView, error) {
	v, err := s.physicianCase(ctx, who, c)
	if err != nil {
		return roomweb.DeskView{}, err
	}
	fact := func(label, value string) roomweb.Line { return roomweb.Line{Label: label, Value: value} }
	out := roomweb.DeskView{Facts: []roomweb.Line{
		fact(lang.T(ctx, "会社"), v.Company+" "+v.Workplace),
		fact(lang.T(ctx, "所属"), v.Department),
		fact(lang.T(ctx, "仕事"), v.Work),
		fact(lang.T(ctx, "年齢"), lang.T(ctx, "%d歳", v.Age)),
		fact(lang.T(ctx, "話す場所"), v.Place),
		fact(lang.T(ctx, "電話"), v.Phone),
		fact(lang.T(ctx, "緊急の連絡先"), v.Contact),
	}}
	out.Package = v.Package
	if v.Memo != "" {
		out.Highlights = append(out.Highlights, roomweb.Line{Label: lang.T(ctx, "話したいこと"), Value: v.Memo})
	}
	for _, a := range append(v.Highlights, v.Scores...) {
		out.Highlights = append(out.Highlights, roomweb.Line{Label: a.Question, Value: a.Text, Alert: a.Attention})
	}
	for _, name := range s.statutoryItems(string(v.Type)) {
		out.Statutory = append(out.Statutory, roomweb.Item{Name: lang.T(ctx, name)})
	}
	return out, nil
}

// statutoryItems are the headings of what the physician has to confirm while
// talking. Source: S02 Ordinance 52-4; the report's own items are opinion's.
func (s *services) statutoryItems(kind string) []string {
	names := map[string]string{"work_status": "勤務の状況", "fatigue": "疲労の蓄積の状況", "other_state": "その他の心身の状況", "burden": "心理的な負担の状況"}
	var out []string
	for _, i := range s.opinions.Words.Kind(kind).Items {
		if n := names[i.Name]; n != "" {
			out = append(out, n)
		}
	}
	return out
}

// sweepBookings forgets the ticks of bookings that are long over.
func (s *services) sweepBookings(ctx context.Context) error {
	return s.db.Write(ctx, actor.System("scheduling.sweep"), "scheduling.sweep", func(ctx context.Context, tx txn.Write) error {
		_, err := s.bookings.Sweep(ctx, tx)
		return err
	})
}

func (s *services) purgeAddresses(ctx context.Context) error {
	_, err := s.readiness.PurgeAddresses(ctx)
	return err
}
