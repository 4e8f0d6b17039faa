package desktest

import (
	"context"
	"time"

	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/desk/deskweb"
	"mendan/internal/id"
)

// Full gives a busy day. Every case is answered with the interview i to its worker.
func Full(i deskweb.Interview) deskweb.Sources {
	return deskweb.Sources{
		Now:           func() time.Time { return Now },
		Interviews:    Give([]deskweb.Interview{i, Consultation(), Released()}),
		Interview:     GiveCase(i),
		PhysicianDay:  Give(PhysicianDay()),
		PhysicianCase: GiveCase(PhysicianCase()),
		HRDesk:        Give(HRDesk()),
		HRCase:        GiveCase(HRCase()),
		Nurse: Give(deskweb.NurseDesk{Today: Today, Lines: []deskweb.NurseLine{
			{Case: caseID('d'), Worker: "𠮷田 健", Company: "みなと精工", Workplace: "本社", Type: casework.Consultation, Attention: true, Sent: true},
			{Case: caseID('a'), Worker: "髙橋 美咲", Company: "みなと精工", Workplace: "本社", Type: casework.LongHoursGeneral, From: at(25, 14, 0), Due: civil.Date{Year: 2026, Month: 12, Day: 18}},
		}}),
		Manager: Give(deskweb.ManagerDesk{Today: Today, Measures: []deskweb.MeasureLine{
			{Worker: "小林 直樹", Measure: "時間外労働は月20時間まで", From: civil.Date{Year: 2026, Month: 12, Day: 1}, To: civil.Date{Year: 2027, Month: 2, Day: 28}},
			{Worker: "佐々木 亮", Measure: "深夜の勤務をしない", From: civil.Date{Year: 2026, Month: 9, Day: 1}, To: civil.Date{Year: 2026, Month: 10, Day: 31}},
		}}),
		Committee: Give(deskweb.CommitteeDesk{Workplace: "本社", Period: "2026年度", Figures: []deskweb.Figure{
			{Name: "面談を受けた人", Count: 14}, {Name: "措置を決めた人", Count: 4}, {Name: "措置を行わないと決めた人", Count: 0},
		}}),
		Coordinator: Give(deskweb.CoordinatorDesk{Today: Today, Sessions: Sessions(), Tasks: []deskweb.DeskTask{
			{ID: "tsk_00000000000000000000000000", Kind: "MAIL_UNDELIVERABLE", Text: "加藤 恵さんあて。アドレスをご確認ください。", Since: at(25, 9, 12)},
		}}),
		Admin: Give(deskweb.AdminDesk{Version: "0.1.0", Since: Now, Parts: []deskweb.SystemPart{
			{Name: "データベース", Note: "SQLite", OK: true}, {Name: "映像と音"}, {Name: "メール", OK: true},
		}, Figures: []deskweb.Figure{{Name: "待っている仕事", Count: 3}}}),
	}
}

// Empty gives a first day on which nothing has happened; no case exists.
func Empty() deskweb.Sources {
	return deskweb.Sources{
		Now:           func() time.Time { return Now },
		Interviews:    Give([]deskweb.Interview(nil)),
		Interview:     none[deskweb.Interview],
		PhysicianDay:  Give(deskweb.PhysicianDay{Today: Today}),
		PhysicianCase: none[deskweb.PhysicianCase],
		HRDesk:        Give(deskweb.HRDesk{Company: "みなと精工", Today: Today}),
		HRCase:        none[deskweb.HRCase],
		Nurse:         Give(deskweb.NurseDesk{Today: Today}),
		Manager:       Give(deskweb.ManagerDesk{Today: Today}),
		Committee:     Give(deskweb.CommitteeDesk{Workplace: "本社"}),
		Coordinator:   Give(deskweb.CoordinatorDesk{Today: Today}),
		Admin:         Give(deskweb.AdminDesk{Version: "0.1.0", Since: Now}),
	}
}

// Case is the id of the interview that Full answers with.
var Case = caseID('a')

// Give is a source that always gives v.
func Give[T any](v T) func(context.Context, actor.Actor) (T, error) {
	return func(context.Context, actor.Actor) (T, error) { return v, nil }
}

// GiveCase is a source that answers every case with v.
func GiveCase[T any](v T) func(context.Context, actor.Actor, id.Case) (T, error) {
	return func(context.Context, actor.Actor, id.Case) (T, error) { return v, nil }
}

func none[T any](context.Context, actor.Actor, id.Case) (T, error) {
	var zero T
	return zero, casework.ErrNotFound
}

// With is a full day with something else in it.
func With(change func(*deskweb.Sources)) deskweb.Sources {
	s := Full(Booked())
	change(&s)
	return s
}
