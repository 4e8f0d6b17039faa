package governance

import (
	"context"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/civil"
	"mendan/internal/directory"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Adopt brings the text that a meeting adopted into force from a day. The
// version in force before ends the day before. After a decision "adopted with
// changes" the newest text is taken, otherwise the one that was laid before the
// meeting.
//
// Errors: an Invalid fault; ErrNotAdopted, ErrUsed, ErrDecidedLater, ErrFuture, ErrOverlap, ErrNoDraft, ErrNone, access faults.
func (s *Service) Adopt(ctx context.Context, who actor.Actor, w id.Workplace, d id.Deliberation, from civil.Date) (Rule, error) {
	if from.IsZero() {
		var f fault.Fields
		f.Add("from", "governance.day_needed")
		return Rule{}, f.Err()
	}
	var out Rule
	err := s.write(ctx, who, "adopt", w, func(ctx context.Context, tx txn.Write, w directory.Workplace) error {
		m, err := s.meeting(ctx, tx, w, d)
		if err != nil {
			return err
		}
		versions, err := s.Store.Rules(ctx, tx, w.ID)
		if err != nil {
			return err
		}
		if err := mayAdopt(m, versions, from, directory.Today(tx, w)); err != nil {
			return err
		}
		if m.Draft == 0 {
			return ErrNoDraft
		}
		version := m.Draft
		if m.Decision == AdoptedWithChanges {
			version = 0
		}
		text, err := s.Store.Document(ctx, tx, w.ID, RuleText, version)
		if err != nil {
			return err
		}
		r := Rule{
			ID: id.New[id.Rule](), Company: w.Company, Workplace: w.ID, Number: len(versions) + 1, Title: text.Title, Sections: text.Sections,
			Answers: text.Answers, Types: text.Answers["types"], Deliberation: d, DecidedOn: m.DecidedOn, From: from, AdoptedAt: tx.Now(), AdoptedBy: who.Account,
		}
		var before []Section
		if len(versions) > 0 {
			before = versions[len(versions)-1].Sections
		}
		r.ForWorkers = ForWorkers(before, r.Sections)
		tx.Touch(string(r.ID), "")
		if err := s.Store.InsertRule(ctx, tx, r); err != nil {
			return err
		}
		out = r
		return nil
	})
	return out, err
}

// RuleLine is one version with what became of it.
type RuleLine struct {
	Rule         Rule
	Until        civil.Date // last day; zero: open
	InForce      bool       // today
	Announcement Announcement
	Announced    bool // by its own notice
	Share        Share
}

// RulesView is all versions of the rule of a workplace.
type RulesView struct {
	Place  directory.Workplace
	Today  civil.Date
	Lines  []RuleLine // newest first
	Notice bool       // the text of the notice is there
	Ready  []Deliberation
}

// Versions reads them. Errors: access.ErrHidden.
func (s *Service) Versions(ctx context.Context, who actor.Actor, w id.Workplace) (RulesView, error) {
	var out RulesView
	err := s.read(ctx, who, access.SeeProgramme, w, func(ctx context.Context, tx txn.Read, w directory.Workplace) (err error) {
		out, err = s.versions(ctx, tx, w)
		return err
	})
	return out, err
}

func (s *Service) versions(ctx context.Context, tx txn.Read, w directory.Workplace) (RulesView, error) {
	v := RulesView{Place: w, Today: directory.Today(tx, w)}
	rules, err := s.Store.Rules(ctx, tx, w.ID)
	if err != nil {
		return v, err
	}
	notices, err := s.Store.Announcements(ctx, tx, w.ID)
	if err != nil {
		return v, err
	}
	current, _ := InForce(rules, v.Today)
	for i := len(rules) - 1; i >= 0; i-- {
		r := rules[i]
		line := RuleLine{Rule: r, Until: Until(rules, r), InForce: r.ID == current.ID}
		for _, a := range notices {
			if a.Rule == r.ID {
				line.Announcement, line.Announced = a, true
				if line.Share, err = s.Store.Share(ctx, tx, a.ID); err != nil {
					return v, err
				}
			}
		}
		v.Lines = append(v.Lines, line)
	}
	meetings, err := s.Store.Deliberations(ctx, tx, w.ID)
	if err != nil {
		return v, err
	}
	for _, d := range meetings {
		used := false
		for _, r := range rules {
			used = used || r.Deliberation == d.ID
		}
		if d.Decision.Yes() && !used {
			v.Ready = append(v.Ready, d)
		}
	}
	_, err = s.Store.Document(ctx, tx, w.ID, NoticeText, 0)
	if v.Notice = err == nil; fault.KindOf(err) == fault.NotFound {
		err = nil
	}
	return v, err
}

// RuleView is one version to read, with what changed since the one before.
type RuleView struct {
	Place  directory.Workplace
	Line   RuleLine
	Before Rule // zero for the first
	Diff   []DiffSection
	Lawful bool // the reader manages the programme
}

// RuleOf reads one version. Errors: ErrNone, access.ErrHidden.
func (s *Service) RuleOf(ctx context.Context, who actor.Actor, w id.Workplace, rule id.Rule) (RuleView, error) {
	var out RuleView
	err := s.read(ctx, who, access.SeeProgramme, w, func(ctx context.Context, tx txn.Read, w directory.Workplace) error {
		v, err := s.versions(ctx, tx, w)
		if err != nil {
			return err
		}
		for i, l := range v.Lines {
			if l.Rule.ID != rule {
				continue
			}
			out = RuleView{Place: w, Line: l, Lawful: access.May(who, access.ManageProgramme, w.Subject())}
			if i+1 < len(v.Lines) {
				out.Before = v.Lines[i+1].Rule
				out.Diff = Diff(out.Before.Sections, l.Rule.Sections)
			}
			return nil
		}
		return ErrNone
	})
	return out, err
}
