package gate_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/database/databasetest"
	"mendan/internal/directory"
	"mendan/internal/fault"
	"mendan/internal/gate"
	"mendan/internal/gate/gatetest"
	"mendan/internal/id"
	"mendan/internal/txn"
)

func open(t *testing.T) (*gatetest.House, casework.Case) {
	t.Helper()
	db, clock := databasetest.Open(t)
	h := gatetest.NewHouse(t, db, clock)
	c, err := h.Cases.Open(context.Background(), h.AsWorker(), casework.OpenInput{Employee: h.Worker.ID, Type: casework.LongHoursGeneral})
	if err != nil {
		t.Fatal(err)
	}
	return h, c
}

func ask(t *testing.T, h *gatetest.House, c casework.Case, at time.Time) error {
	t.Helper()
	return h.DB.Read(context.Background(), func(ctx context.Context, tx txn.Read) error { return h.Gate.MayBeOnline(ctx, tx, c, at) })
}

// The plan ends in two days: an interview on that day may be online, one on the
// day after may not, and when the clock comes there nothing may.
func TestAPlanThatExpires(t *testing.T) {
	t.Parallel()
	h, c := open(t)
	now := h.Clock.Now()
	plan := h.Known[h.Honsha.ID]["emergency_plan"]
	plan.Until = directory.Today(clocked{h}, h.Honsha).AddDays(2)
	h.Known[h.Honsha.ID]["emergency_plan"] = plan
	if err := ask(t, h, c, now.AddDate(0, 0, 2)); err != nil {
		t.Errorf("on its last day: %v", err)
	}
	if err := ask(t, h, c, now.AddDate(0, 0, 3)); !errors.Is(err, gate.ErrClosed) || fault.KindOf(err) != fault.Conflict {
		t.Errorf("on the day after: %v", err)
	}
	h.Clock.Add(72 * time.Hour)
	if err := ask(t, h, c, h.Clock.Now()); !errors.Is(err, gate.ErrClosed) {
		t.Errorf("when it has expired: %v", err)
	}
}

type clocked struct{ h *gatetest.House }

func (c clocked) Now() time.Time { return c.h.Clock.Now() }

// A notice that was sent after the booking does not make the booking right, and
// both verdicts are kept as they were.
func TestWhatIsKept(t *testing.T) {
	t.Parallel()
	h, c := open(t)
	keep := func(m gate.Moment) {
		t.Helper()
		err := h.DB.Write(context.Background(), actor.System("test"), "test", func(ctx context.Context, tx txn.Write) error {
			return h.Gate.Keep(ctx, tx, c, m, h.Clock.Now())
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	announced := h.Known[h.Honsha.ID]["announced"]
	h.Known[h.Honsha.ID]["announced"] = gate.Fact{Why: "governance.notice_missing"}
	keep(gate.AtBooking)
	h.Known[h.Honsha.ID]["announced"] = announced
	keep(gate.AtStart)
	var list []gate.Kept
	err := h.DB.Read(context.Background(), func(ctx context.Context, tx txn.Read) (err error) {
		list, err = h.Gate.KeptOf(ctx, tx, c.ID)
		return err
	})
	if err != nil || len(list) != 2 {
		t.Fatalf("%d kept, %v", len(list), err)
	}
	if list[0].Verdict.Open || !list[1].Verdict.Open || list[0].Verdict.Version == "" {
		t.Errorf("at booking open %v, at start open %v, by %q", list[0].Verdict.Open, list[1].Verdict.Open, list[0].Verdict.Version)
	}
	closing := list[0].Verdict.Closing()
	if len(closing) != 1 || closing[0].ID != "ICT-2-3-1-b" || closing[0].Why != "governance.notice_missing" {
		t.Errorf("closing: %+v", closing)
	}
}

func TestWhoMaySee(t *testing.T) {
	t.Parallel()
	h, _ := open(t)
	for name, x := range map[string]struct {
		who  actor.Actor
		w    id.Workplace
		sees bool
	}{
		"HR": {h.AsHR(), h.Honsha.ID, true}, "physician": {h.AsPhysician(), h.Honsha.ID, true}, "coordinator": {h.AsCoordinator(), h.Chiba.ID, true},
		"nurse": {h.AsNurse(), h.Honsha.ID, true}, "committee": {h.AsCommittee(), h.Honsha.ID, true},
		"HR of the other workplace": {h.AsHR(), h.Chiba.ID, false}, "foreign HR": {h.AsForeignHR(), h.Honsha.ID, false},
		"worker": {h.AsWorker(), h.Honsha.ID, false}, "unappointed": {h.AsUnappointed(), h.Honsha.ID, false}, "nothing there": {h.AsHR(), id.New[id.Workplace](), false},
	} {
		s, err := h.Gate.Read(context.Background(), x.who, x.w)
		switch {
		case x.sees && (err != nil || len(s.Verdicts) != 2):
			t.Errorf("%s: %v, %d verdicts", name, err, len(s.Verdicts))
		case !x.sees && fault.KindOf(err) != fault.NotFound && fault.KindOf(err) != fault.Forbidden:
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What nobody has told closes: an empty house is a closed one.
func TestNothingKnownIsClosed(t *testing.T) {
	t.Parallel()
	h, _ := open(t)
	err := h.DB.Read(context.Background(), func(ctx context.Context, tx txn.Read) error {
		for _, kind := range []casework.Type{casework.LongHoursGeneral, casework.Consultation, "NO_SUCH"} {
			v, err := h.Gate.Check(ctx, tx, h.Chiba, kind, directory.Today(tx, h.Chiba))
			if err != nil {
				return err
			}
			if v.Open {
				t.Errorf("%s is open", kind)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
