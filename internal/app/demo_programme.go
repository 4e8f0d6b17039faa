package app

import (
	"context"
	"fmt"

	"mendan/internal/actor"
	"mendan/internal/civil"
	"mendan/internal/demo"
	"mendan/internal/governance"
	"mendan/internal/id"
)

// demoProgramme prepares 本社 as a careful company would have done it weeks ago:
// the committee deliberated, the rule is in force, everybody was told and most
// have signed. 千葉工場 has nothing yet, so that somebody can set it up. What is
// there already stays; what is missing is done.
func (s *services) demoProgramme(ctx context.Context, people demo.People, today civil.Date) error {
	who, w := actor.System("demo.seed"), people.Honsha.ID
	for _, step := range []struct {
		name string
		do   func() error
	}{
		{"answers", func() error { return s.demoAnswers(ctx, who, w) }},
		{"members", func() error { return s.demoMembers(ctx, who, people, today) }},
		{"meeting", func() error { return s.demoMeeting(ctx, who, w, today) }},
		{"notice", func() error { return s.demoNotice(ctx, who, people, today) }},
	} {
		if err := step.do(); err != nil {
			return fmt.Errorf("demo: programme: %s: %w", step.name, err)
		}
	}
	return nil
}

func (s *services) demoAnswers(ctx context.Context, who actor.Actor, w id.Workplace) error {
	v, err := s.governance.KitOf(ctx, who, w)
	if err != nil || len(v.Documents) == len(governance.Kinds()) {
		return err
	}
	texts := map[string]string{"contact": "総務人事部 健康管理担当(内線 4510)", "owner": "総務人事部"}
	for len(v.Open) > 0 {
		given := governance.Answers{}
		for _, q := range v.Open {
			given[q.ID] = q.Usual
			if t := texts[q.ID]; t != "" {
				given[q.ID] = []string{t}
			}
		}
		if err := s.governance.Answer(ctx, who, w, given); err != nil {
			return err
		}
		if v, err = s.governance.KitOf(ctx, who, w); err != nil {
			return err
		}
	}
	_, err = s.governance.Make(ctx, who, w, governance.Kinds()...)
	return err
}

func (s *services) demoMembers(ctx context.Context, who actor.Actor, people demo.People, today civil.Date) error {
	v, err := s.governance.Committee(ctx, who, people.Honsha.ID)
	if err != nil || len(v.Members) > 0 {
		return err
	}
	from := today.AddDays(-200)
	for _, m := range []governance.MemberInput{
		{Number: people.Manager.Employee.Number, Capacity: governance.Chair},
		{Number: people.HR.Employee.Number, Capacity: governance.HealthOfficer},
		{Physician: people.Physician.Physician.ID, Capacity: governance.Doctor},
		{Number: people.Committee.Employee.Number, Capacity: governance.Experienced, Recommended: true},
		{Name: "森 恵子", Capacity: governance.Experienced, Recommended: true},
	} {
		m.Workplace, m.From = people.Honsha.ID, from
		if err := s.governance.PutMember(ctx, who, m); err != nil {
			return err
		}
	}
	return nil
}

func (s *services) demoMeeting(ctx context.Context, who actor.Actor, w id.Workplace, today civil.Date) error {
	rules, err := s.governance.Versions(ctx, who, w)
	if err != nil || len(rules.Lines) > 0 {
		return err
	}
	v, err := s.governance.Committee(ctx, who, w)
	if err != nil {
		return err
	}
	on := today.AddDays(-45)
	var met governance.Deliberation
	for _, d := range v.Deliberations {
		met = d
	}
	if met.ID == "" {
		if met.ID, err = s.governance.Meet(ctx, who, governance.MeetingInput{
			Workplace: w, On: on, Mode: governance.InRoom, Place: "本社5階 大会議室", Draft: 1,
			Agenda: []governance.Item{{Tag: "ONLINE_RULE"}, {Tag: "LONG_HOURS"}, {Tag: "MENTAL_HEALTH"}},
		}); err != nil {
			return err
		}
	}
	if met.Decision == governance.Undecided {
		in := governance.DecideInput{Workplace: w, ID: met.ID, Decision: governance.Adopted, On: on}
		for i, m := range v.Members {
			in.Present = append(in.Present, m.ID)
			if i < 4 {
				words := map[governance.Capacity]string{
					governance.Doctor:      "画面では顔色などが見えにくいことがあります。必要なときは対面に切り替えます。",
					governance.Experienced: "自宅に個室がない人のために、会社で部屋を用意してください。",
				}[m.Capacity]
				if err := s.governance.State(ctx, who, w, met.ID, m.ID, governance.Agrees, words); err != nil {
					return err
				}
			}
		}
		if err := s.governance.Decide(ctx, who, in); err != nil {
			return err
		}
	}
	if met.Minutes == "" {
		if err := s.governance.WriteMinutes(ctx, who, w, met.ID, "オンライン産業医面談の実施方法と規程の案を審議し、承認した。\n場所がない人のために、会社が個室ブースを手配することを確認した。\n長時間労働の対策と、心の健康づくりの取組みについて報告を受けた。"); err != nil {
			return err
		}
	}
	if met.Published.IsZero() {
		if err := s.governance.Publish(ctx, who, w, met.ID, today.AddDays(-40), "社内の掲示板に掲示"); err != nil {
			return err
		}
	}
	_, err = s.governance.Adopt(ctx, who, w, met.ID, today.AddDays(-30))
	return err
}

func (s *services) demoNotice(ctx context.Context, who actor.Actor, people demo.People, today civil.Date) error {
	w := people.Honsha.ID
	rules, err := s.governance.Versions(ctx, who, w)
	if err != nil || len(rules.Lines) == 0 || rules.Lines[0].Announced {
		return err
	}
	a, err := s.governance.AnnounceElsewhere(ctx, who, w, rules.Lines[len(rules.Lines)-1].Rule.ID, today.AddDays(-38), "朝礼で説明し、書面を配布")
	if err != nil {
		return err
	}
	if err := s.governance.Tell(ctx, a); err != nil {
		return err
	}
	p, err := s.governance.ProofOf(ctx, who, w, a)
	if err != nil {
		return err
	}
	var signed []id.Employee
	for i, l := range p.Lines {
		if i%12 != 5 && l.Employee != people.Worker.Employee.ID { // somebody is always on leave; the worker of the story reads it on the page
			signed = append(signed, l.Employee)
		}
	}
	return s.governance.SignedOnPaper(ctx, who, w, a, signed, today.AddDays(-35))
}
