package app

import (
	"context"
	"strconv"
	"time"

	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/directory"
	"mendan/internal/gate"
	"mendan/internal/gate/gatedata"
	"mendan/internal/gate/gatedb"
	"mendan/internal/governance"
	"mendan/internal/id"
	"mendan/internal/meeting"
	"mendan/internal/room"
	"mendan/internal/txn"
)

// buildGate puts together the launch gate: who tells which facts.
func (s *services) buildGate() error {
	rules, err := gatedata.Rules()
	if err != nil {
		return err
	}
	s.gate = gate.NewService(gate.Parts{
		Txns: s.db, Store: gatedb.New(), People: s.people, Rules: rules,
		Sources: []gate.Source{physicianGate{s}, cardGate{s}, toolGate{s}, governanceGate{s}, emergencyGate{s}},
	})
	s.cases.Listen(s.keepGate)
	s.governance.AddLines(s.hubLines)
	return nil
}

// heldTypes are the types this release carries from end to end.
func heldTypes() []casework.Type {
	var out []casework.Type
	for _, t := range casework.Types() {
		if t.Held {
			out = append(out, t.ID)
		}
	}
	return out
}

// keepGate keeps what the gate said when an online interview was booked, moved
// or begun, in the same act.
func (s *services) keepGate(ctx context.Context, tx txn.Write, c casework.Changed) error {
	if c.After.Mode != casework.Online {
		return nil
	}
	switch c.Event { //nolint:exhaustive // the gate is asked at these two
	case casework.Scheduled:
		b, err := s.bookings.Standing(ctx, tx, c.After.ID)
		if err != nil {
			return err
		}
		return s.gate.Keep(ctx, tx, c.After, gate.AtBooking, b.From)
	case casework.Started:
		return s.gate.Keep(ctx, tx, c.After, gate.AtStart, tx.Now())
	}
	return nil
}

// physicianGate tells who is appointed and how he knows the workplace.
type physicianGate struct{ s *services }

func (p physicianGate) GateFacts(ctx context.Context, tx txn.Read, w directory.Workplace, _ casework.Type, day civil.Date) (gate.Facts, error) {
	list, err := p.s.people.Appointments(ctx, tx, w.ID, day)
	if err != nil {
		return nil, err
	}
	var appointed, round, relations gate.Fact
	for _, a := range list {
		if !appointed.Yes || a.Until.IsZero() || !appointed.Until.IsZero() && a.Until.After(appointed.Until) {
			appointed = gate.Fact{Yes: true, From: a.From, Until: a.Until, Evidence: []string{string(a.Physician)}}
		}
		if a.LastRound.After(round.From) || !round.Yes && !a.LastRound.IsZero() {
			round = gate.Fact{Yes: true, From: a.LastRound, Evidence: []string{string(a.Physician)}}
		}
		if n := len(a.Relations(day, civil.Date{})); n > relations.Number {
			relations = gate.Fact{Yes: true, Number: n, Evidence: []string{string(a.Physician)}}
		}
	}
	return gate.Facts{"physician_appointed": appointed, "last_round": round, "relations": relations}, nil
}

// toolGate tells which tool the workplace named. Our own room is approved by
// rule: it is encrypted, measured, needs no installing, and lets two people in.
type toolGate struct{ s *services }

func (t toolGate) GateFacts(ctx context.Context, tx txn.Read, w directory.Workplace, _ casework.Type, _ civil.Date) (gate.Facts, error) {
	d, err := t.s.meetings.Designated(ctx, tx, w.ID)
	if err != nil {
		return nil, err
	}
	f := gate.Fact{Yes: d.Tool == meeting.Own || d.Named(), Evidence: []string{"tool:" + string(d.Tool)}}
	if d.Named() {
		f.From = civil.DateOf(d.At, w.Location())
	}
	return gate.Facts{"tool_stable": f, "tool_secure": f, "tool_easy": f, "tool_approved": f}, nil
}

// governanceGate tells what the workplace has settled and made known.
type governanceGate struct{ s *services }

func (g governanceGate) GateFacts(ctx context.Context, tx txn.Read, w directory.Workplace, t casework.Type, day civil.Date) (gate.Facts, error) {
	both, err := g.s.governance.Settled(ctx, tx, w.ID, string(t), day)
	if err != nil {
		return nil, err
	}
	d, a := both.Deliberated, both.Announced
	deliberated := gate.Fact{Yes: d.Held, From: d.DecidedOn, Why: d.Why}
	out := gate.Facts{"committee_composed": {Yes: d.Composed}, "minutes_published": {}}
	if d.Rule != "" {
		deliberated.Evidence = []string{string(d.Deliberation), string(d.Rule)}
		met := []string{string(d.Deliberation)}
		out["committee_composed"] = gate.Fact{Yes: d.Composed, Evidence: met}
		out["minutes_published"] = gate.Fact{Yes: !d.Published.IsZero(), From: d.Published, Evidence: met}
	}
	out["deliberated"] = deliberated
	announced := gate.Fact{Yes: a.Held, From: a.On, Why: a.Why}
	if a.Announcement != "" {
		announced.Evidence = []string{string(a.Announcement), string(a.Rule)}
	}
	out["announced"] = announced
	posting, err := g.s.governance.Store.Document(ctx, tx, w.ID, governance.PostingText, 0)
	switch {
	case err == nil:
		out["posted"] = gate.Fact{Yes: true, From: civil.DateOf(posting.MadeAt, w.Location()), Evidence: []string{"posting:" + strconv.Itoa(posting.Version)}}
	case missing(err):
		out["posted"] = gate.Fact{}
	default:
		return nil, err
	}
	return out, nil
}

// emergencyGate tells about the emergency plan and its drills.
type emergencyGate struct{ s *services }

func (e emergencyGate) GateFacts(ctx context.Context, tx txn.Read, w directory.Workplace, _ casework.Type, day civil.Date) (gate.Facts, error) {
	f, err := e.s.emergencies.PlanFacts(ctx, tx, w.ID, day)
	if err != nil {
		return nil, err
	}
	plan := gate.Fact{Yes: !f.Missing, From: f.ValidFrom, Until: f.ValidUntil}
	if plan.Yes {
		plan.Evidence = []string{string(f.Plan)}
	}
	return gate.Facts{"emergency_plan": plan, "drilled": {Yes: !f.Undrilled, From: f.DrilledOn}}, nil
}

// gateSaid gives the evidence of an interview what the gate said about it.
type gateSaid struct{ s *services }

func (g gateSaid) Gate(ctx context.Context, tx txn.Read, c id.Case) ([]room.GateSaid, error) {
	list, err := g.s.gate.KeptOf(ctx, tx, c)
	if err != nil {
		return nil, err
	}
	var out []room.GateSaid
	for _, k := range list {
		x := room.GateSaid{Moment: string(k.Moment), At: k.At, Day: k.Verdict.Day, Version: k.Verdict.Version, Open: k.Verdict.Open}
		for _, i := range k.Verdict.Items {
			if i.Stage == gate.Launch {
				x.Items = append(x.Items, room.GateItem{ID: i.ID, Strength: string(i.Strength), State: string(i.State), Since: i.Since, Until: i.Until, Evidence: i.Evidence})
			}
		}
		out = append(out, x)
	}
	return out, nil
}

// gateOpen is the question whether the workplace is ready.
func (s *services) gateOpen(ctx context.Context, tx txn.Read, c casework.Case, at time.Time) error {
	return s.gate.MayBeOnline(ctx, tx, c, at)
}

// planFacts is emergency_plan for the conditions of the notice: approved, and in
// force on the day.
func (s *services) planFacts(ctx context.Context, tx txn.Read, c casework.Case, day civil.Date, facts room.Facts) error {
	f, err := s.emergencies.PlanFacts(ctx, tx, c.Workplace, day)
	switch {
	case err != nil:
		return err
	case f.Valid:
		facts["emergency_plan"] = room.Yes(string(f.Plan))
	default:
		facts["emergency_plan"] = room.No(string(f.Plan))
	}
	return nil
}
