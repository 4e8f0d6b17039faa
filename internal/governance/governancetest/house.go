// Package governancetest holds what tests of governance share: a house with a
// company and its people over a real database, and the suite that every store
// has to pass. For tests only.
package governancetest

import (
	"context"
	"testing"

	"mendan/internal/actor"
	"mendan/internal/civil"
	"mendan/internal/database"
	"mendan/internal/database/databasetest"
	"mendan/internal/directory"
	"mendan/internal/directory/directorydb"
	"mendan/internal/directory/directorytest"
	"mendan/internal/governance"
	"mendan/internal/governance/governancedata"
	"mendan/internal/governance/governancedb"
	"mendan/internal/id"
	"mendan/internal/jobs"
	"mendan/internal/notify"
	"mendan/internal/txn"
)

// House is the real service on a real database. Mails and jobs are kept.
type House struct {
	*directorytest.World
	DB      *database.DB
	Clock   *databasetest.Clock
	Service *governance.Service
	People  *directory.Service

	Mails []notify.Notice
	Jobs  []jobs.Job
	Mute  map[id.Employee]bool // has no account
}

// NewHouse builds one on a fresh store.
func NewHouse(t testing.TB, db *database.DB, clock *databasetest.Clock) *House {
	t.Helper()
	kit, err := governancedata.Kit()
	if err != nil {
		t.Fatal(err)
	}
	rules, err := governancedata.Committee()
	if err != nil {
		t.Fatal(err)
	}
	h := &House{World: directorytest.NewWorld(t, db, directorydb.New()), DB: db, Clock: clock, People: directory.NewService(db, directorydb.New()), Mute: map[id.Employee]bool{}}
	h.Service = governance.NewService(governance.Parts{
		Txns: db, Store: governancedb.New(), People: h.People, Accounts: outside{h}, Notices: outside{h}, Later: outside{h}, Kit: kit, Rules: rules,
	})
	return h
}

// AsMember is the manager as a member of the committee.
func (h *House) AsMember() actor.Actor {
	a := h.AsCommittee()
	a.Employee = h.Manager.ID
	return a
}

// Usual are the answers that most companies give.
func (h *House) Usual() governance.Answers {
	out := governance.Answers{}
	for _, q := range h.Service.Kit.Questions {
		out[q.ID] = q.Usual
		if q.How == governance.Text {
			out[q.ID] = []string{"総務人事部"}
		}
	}
	return out
}

// Drafted answers the kit and makes all documents.
func (h *House) Drafted(t testing.TB) {
	t.Helper()
	ctx := context.Background()
	if err := h.Service.Answer(ctx, h.AsHR(), h.Honsha.ID, h.Usual()); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Service.Make(ctx, h.AsHR(), h.Honsha.ID, governance.Kinds()...); err != nil {
		t.Fatal(err)
	}
}

// Met records a meeting of that day with the newest draft.
func (h *House) Met(t testing.TB, on civil.Date) id.Deliberation {
	t.Helper()
	ctx := context.Background()
	d, err := h.Service.DocumentOf(ctx, h.AsHR(), h.Honsha.ID, governance.RuleText, 0)
	if err != nil {
		t.Fatal(err)
	}
	m, err := h.Service.Meet(ctx, h.AsHR(), governance.MeetingInput{
		Workplace: h.Honsha.ID, On: on, Mode: governance.InRoom, Place: "大会議室", Agenda: []governance.Item{{Tag: "ONLINE_RULE"}}, Draft: d.Document.Version,
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// Adopted is a meeting of that day that adopted the newest draft, in force from a day.
func (h *House) Adopted(t testing.TB, on, from civil.Date) governance.Rule {
	t.Helper()
	ctx := context.Background()
	m := h.Met(t, on)
	if err := h.Service.Decide(ctx, h.AsHR(), governance.DecideInput{Workplace: h.Honsha.ID, ID: m, Decision: governance.Adopted, On: on}); err != nil {
		t.Fatal(err)
	}
	r, err := h.Service.Adopt(ctx, h.AsHR(), h.Honsha.ID, m, from)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Today is the day at Honsha.
func (h *House) Today() civil.Date { return civil.DateOf(h.Clock.Now(), h.Honsha.Location()) }

// outside fills the ports.
type outside struct{ h *House }

func (o outside) AccountOfEmployee(_ context.Context, _ txn.Read, e id.Employee) (id.Account, error) {
	if o.h.Mute[e] {
		return "", governance.ErrNone
	}
	return id.Account("acc_of_" + string(e)), nil
}

func (o outside) Send(_ context.Context, _ txn.Write, n notify.Notice) error {
	if err := n.Check(); err != nil {
		return err
	}
	o.h.Mails = append(o.h.Mails, n)
	return nil
}

func (o outside) Enqueue(_ context.Context, _ txn.Write, j jobs.Job) error {
	o.h.Jobs = append(o.h.Jobs, j)
	return nil
}
