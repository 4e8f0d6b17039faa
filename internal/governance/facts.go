package governance

import (
	"context"

	"mendan/internal/civil"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// DeliberatedFact says whether the method of an interview was deliberated and a
// rule about it is in force on a day. Source: S03 2(3)(1), S04 1(1).
type DeliberatedFact struct {
	Held         bool
	Why          string          // a code when not Held: governance.no_rule, governance.type_not_covered
	Rule         id.Rule         // in force on the day
	Number       int             // 第n版
	From         civil.Date      // in force since
	Until        civil.Date      // last day of this version; zero: open
	Deliberation id.Deliberation // the meeting or hearing that adopted it
	DecidedOn    civil.Date
	Hearing      bool       // workers were heard in another way (under 50)
	Composed     bool       // the committee was composed as the law asks
	Published    civil.Date // the minutes were made known to workers; zero: not yet
}

// AnnouncedFact says whether the workers were told of the rule in force on a
// day, not later than that day.
type AnnouncedFact struct {
	Held         bool
	Why          string // a code when not Held: governance.no_rule, governance.type_not_covered, governance.notice_missing
	Rule         id.Rule
	Announcement id.Announcement
	On           civil.Date
	Share        Share // of those told, how many have acknowledged until now
}

// The reasons why a fact does not hold.
const (
	WhyNoRule     = "governance.no_rule"
	WhyNotCovered = "governance.type_not_covered"
	WhyNoNotice   = "governance.notice_missing"
)

// Settled is both facts.
type Settled struct {
	Deliberated DeliberatedFact
	Announced   AnnouncedFact
}

// Settled answers both for a workplace, a type of interview and a day, and reads
// everything once: the launch gate asks before each booking and each beginning.
// It joins the caller's snapshot and asks no permission.
func (s *Service) Settled(ctx context.Context, tx txn.Read, w id.Workplace, caseType string, on civil.Date) (Settled, error) {
	versions, err := s.Store.Rules(ctx, tx, w)
	if err != nil {
		return Settled{}, err
	}
	var out Settled
	if out.Deliberated, err = s.deliberated(ctx, tx, versions, caseType, on); err != nil {
		return out, err
	}
	out.Announced, err = s.announced(ctx, tx, w, versions, caseType, on)
	return out, err
}

// Deliberated is the first half of Settled.
func (s *Service) Deliberated(ctx context.Context, tx txn.Read, w id.Workplace, caseType string, on civil.Date) (DeliberatedFact, error) {
	versions, err := s.Store.Rules(ctx, tx, w)
	if err != nil {
		return DeliberatedFact{}, err
	}
	return s.deliberated(ctx, tx, versions, caseType, on)
}

// Announced is the second half of Settled.
func (s *Service) Announced(ctx context.Context, tx txn.Read, w id.Workplace, caseType string, on civil.Date) (AnnouncedFact, error) {
	versions, err := s.Store.Rules(ctx, tx, w)
	if err != nil {
		return AnnouncedFact{}, err
	}
	return s.announced(ctx, tx, w, versions, caseType, on)
}

func (s *Service) deliberated(ctx context.Context, tx txn.Read, versions []Rule, caseType string, on civil.Date) (DeliberatedFact, error) {
	r, ok := InForce(versions, on)
	if !ok {
		return DeliberatedFact{Why: WhyNoRule}, nil
	}
	f := DeliberatedFact{Rule: r.ID, Number: r.Number, From: r.From, Until: Until(versions, r), Deliberation: r.Deliberation, DecidedOn: r.DecidedOn}
	d, err := s.Store.Deliberation(ctx, tx, r.Deliberation)
	if err != nil {
		return f, err
	}
	f.Hearing, f.Composed, f.Published = d.Hearing, d.Composed, d.Published
	if !r.Covers(caseType) {
		f.Why = WhyNotCovered
		return f, nil
	}
	f.Held = true
	return f, nil
}

func (s *Service) announced(ctx context.Context, tx txn.Read, w id.Workplace, versions []Rule, caseType string, on civil.Date) (AnnouncedFact, error) {
	r, ok := InForce(versions, on)
	if !ok {
		return AnnouncedFact{Why: WhyNoRule}, nil
	}
	f := AnnouncedFact{Rule: r.ID}
	if !r.Covers(caseType) {
		f.Why = WhyNotCovered
		return f, nil
	}
	list, err := s.Store.Announcements(ctx, tx, w)
	if err != nil {
		return f, err
	}
	a, ok := announcedFor(versions, list, r, on)
	if !ok {
		f.Why = WhyNoNotice
		return f, nil
	}
	f.Held, f.Announcement, f.On = true, a.ID, a.On
	f.Share, err = s.Store.Share(ctx, tx, a.ID)
	return f, err
}

// AnswerInForce is what the rule in force on the day says to one question of
// the kit (cost of a booth, camera exceptions, who receives opinions ...): the
// values of governancedata/questions.txt. Empty when no rule is in force.
func (s *Service) AnswerInForce(ctx context.Context, tx txn.Read, w id.Workplace, question string, on civil.Date) ([]string, error) {
	versions, err := s.Store.Rules(ctx, tx, w)
	if err != nil {
		return nil, err
	}
	r, _ := InForce(versions, on)
	return r.Answers[question], nil
}
