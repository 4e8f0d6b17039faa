package app

import (
	"context"
	"time"

	"mendan/internal/actor"
	"mendan/internal/civil"
	"mendan/internal/demo"
	"mendan/internal/directory"
	"mendan/internal/emergency"
	"mendan/internal/governance"
	"mendan/internal/lang"
	"mendan/internal/provision"
	"mendan/internal/txn"
)

// demoCard fills the workplace card of 本社.
func (s *services) demoCard(ctx context.Context, who actor.Actor, people demo.People) error {
	filled := false
	err := s.db.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		c, err := s.provisions.CardOf(ctx, tx, people.Honsha.ID)
		filled = c.Filled()
		return err
	})
	if err != nil || filled {
		return err
	}
	_, err = s.provisions.KeepCard(ctx, who, provision.CardInput{
		Workplace: people.Honsha.ID,
		Business:  "産業機械向け精密部品の設計・販売。製造は千葉工場で行う。",
		Work:      "設計開発、営業、購買、総務人事、経理。設計開発は解析ソフトを使った机上の仕事が中心。",
		Environment: "5階建てビルの事務室。空調あり、照度は机上700ルクス。画面を見る仕事が1日6時間以上。\n" +
			"週2日まで在宅勤務ができる。",
		Hazards:   "有害な業務はない。試作室(1階)で月に数回、切削機を使う。",
		Hours:     "フレックスタイム制(コアタイム 10:00-15:00)。管理監督者を除き、パソコンの記録で時間を把握する。",
		Shift:     "交替勤務と夜勤はない。納期の前に深夜まで働くことがある。",
		Headcount: "120人",
	})
	return err
}

// demoPlan puts an emergency plan of 本社 into force, decided by the meeting
// that adopted the rule.
func (s *services) demoPlan(ctx context.Context, hr actor.Actor, people demo.People, today civil.Date) error {
	w := people.Honsha.ID
	sheet, err := s.emergencies.Plans(ctx, hr, w)
	if err != nil || sheet.Force.ID != "" || sheet.Draft.ID != "" {
		return err
	}
	var met governance.DeliberatedFact
	err = s.db.Read(ctx, func(ctx context.Context, tx txn.Read) (err error) {
		met, err = s.governance.Deliberated(ctx, tx, w, string(heldTypes()[0]), today)
		return err
	})
	if err != nil || met.Deliberation == "" {
		return err
	}
	body := emergency.Body{
		People: []emergency.Person{
			{Key: "kimura", Role: emergency.Coordinator, Name: people.Coordinator.Account.Name, Account: people.Coordinator.Account.ID, Phone: "03-0123-4501", Deputy: "nakamura"},
			{Key: "nakamura", Role: emergency.Nurse, Name: people.Nurse.Account.Name, Account: people.Nurse.Account.ID, Phone: "03-0123-4502"},
			{Key: "hr", Role: emergency.HR, Name: people.HR.Account.Name, Account: people.HR.Account.ID, Phone: "03-0123-4511"},
			{Key: "boss", Role: emergency.Manager, Own: true},
			{Key: "aid", Role: emergency.FirstAider, Name: "村上 応", Phone: "03-0123-4520"},
		},
		Chain:  []string{"kimura", "hr", "boss"},
		Places: []emergency.Place{{Name: "3階 健康相談室", AED: "1階 受付の横", Way: "北側の入口からエレベーターで3階へ", Walkers: []string{"aid"}}},
		Desks: []emergency.Desk{
			{Kind: emergency.Hospital, Name: "みなと中央病院(見本)", Phone: "03-0123-0119", Source: "見本の番号です", Checked: today.AddDays(-20)},
			{Kind: emergency.Fire, Name: "港消防署(見本)", Phone: "03-0123-0120", Source: "見本の番号です", Checked: today.AddDays(-20)},
		},
	}
	for d := time.Sunday; d <= time.Saturday; d++ { // the demo is tried at any hour
		body.Offered = append(body.Offered, emergency.Hours{Day: d, From: 0, Until: 24 * 60})
	}
	plan, err := s.emergencies.SaveDraft(ctx, hr, w, body)
	if err != nil {
		return err
	}
	return s.emergencies.Approve(ctx, hr, emergency.ApproveInput{Plan: plan.ID, Meeting: string(met.Deliberation)})
}

// hubLines are the card and the gate on the page of a workplace's programme.
func (s *services) hubLines(ctx context.Context, tx txn.Read, _ actor.Actor, w directory.Workplace) ([]governance.Line, error) {
	card, err := s.provisions.CardOf(ctx, tx, w.ID)
	if err != nil {
		return nil, err
	}
	base := "/programme/" + string(w.ID)
	line := governance.Line{
		Key: "card", Name: lang.T(ctx, "職場カード"), Note: lang.T(ctx, "産業医が面談の前に職場を知るためのものです。個人のことは書きません。"),
		Do: lang.T(ctx, "職場カードを記入する"), Href: base + "/card",
	}
	if card.Filled() {
		line.State, line.Note = governance.LineDone, lang.T(ctx, "%d版", card.Version)
	}
	ready := governance.Line{
		Key: "gate", Name: lang.T(ctx, "オンラインで始められるか"), Do: lang.T(ctx, "足りない準備を見る"), Href: base + "/gate", State: governance.LineDone,
		Note: lang.T(ctx, "オンライン面談の準備は整っています"),
	}
	open := 0
	for _, t := range heldTypes() {
		v, err := s.gate.Check(ctx, tx, w, t, directory.Today(tx, w))
		if err != nil {
			return nil, err
		}
		if !v.Open {
			open = max(open, len(v.Closing()))
		}
	}
	if open > 0 {
		ready.State, ready.Note = governance.LineLater, lang.T(ctx, "あと%d件の準備が要ります。", open)
	}
	return []governance.Line{line, ready}, nil
}
