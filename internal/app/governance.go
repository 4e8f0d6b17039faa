package app

import (
	"context"
	"strings"

	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/directory"
	"mendan/internal/governance"
	"mendan/internal/governance/governancedata"
	"mendan/internal/governance/governancedb"
	"mendan/internal/governance/governancepdf"
	"mendan/internal/governance/governanceweb"
	"mendan/internal/room"
	"mendan/internal/txn"
	"mendan/internal/web"
)

// buildGovernance puts together what a workplace settles before it begins.
func (s *services) buildGovernance() error {
	kit, err := governancedata.Kit()
	if err != nil {
		return err
	}
	rules, err := governancedata.Committee()
	if err != nil {
		return err
	}
	s.governance = governance.NewService(governance.Parts{
		Txns: s.db, Store: governancedb.New(), People: s.people, Accounts: accountsOf{s.accounts}, Notices: s.notices, Later: s.jobs,
		Kit: kit, Rules: rules,
	})
	return nil
}

// governanceRoutes are the pages of the programme. address is the public one.
func (s *services) governanceRoutes(address string) []web.Route {
	return governanceweb.New(governanceweb.Deps{
		Service: s.governance, Paper: governancepdf.New(s.fonts), Address: strings.TrimSuffix(address, "/") + governance.RulesPath,
		Doctors: func(ctx context.Context, w directory.Workplace) ([]directory.Physician, error) {
			return snapshot(ctx, s.db, func(ctx context.Context, tx txn.Read) ([]directory.Physician, error) {
				return s.people.PhysiciansFor(ctx, tx, w.ID, civil.DateOf(tx.Now(), w.Location()))
			})
		},
	}).Routes()
}

// ruleToRead tells whether a worker's home has something of the company to read.
func (s *services) ruleToRead(ctx context.Context, who actor.Actor) (bool, error) {
	return snapshot(ctx, s.db, func(ctx context.Context, tx txn.Read) (bool, error) {
		return s.governance.Banner(ctx, tx, who)
	})
}

// governanceFacts adds to the evidence what the workplace had settled on the day.
func (s *services) governanceFacts(ctx context.Context, tx txn.Read, c casework.Case, day civil.Date, facts room.Facts) error {
	both, err := s.governance.Settled(ctx, tx, c.Workplace, string(c.Type), day)
	if err != nil {
		return err
	}
	d, a := both.Deliberated, both.Announced
	facts["deliberated"] = room.No(string(d.Rule))
	if d.Held {
		facts["deliberated"] = room.Yes(string(d.Deliberation), string(d.Rule))
	}
	facts["announced"] = room.No(string(a.Rule))
	if a.Held {
		facts["announced"] = room.Yes(string(a.Announcement), string(a.Rule))
	}
	return nil
}
