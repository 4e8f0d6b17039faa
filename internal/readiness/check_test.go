package readiness_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/fault"
	"mendan/internal/readiness"
	"mendan/internal/readiness/readinessdb"
	"mendan/internal/readiness/readinesstest"
)

// rooms is a media server that signs by writing down.
type rooms struct {
	down   bool
	opened []string
}

func (r *rooms) Open(_ context.Context, room string) error {
	if r.down {
		return errors.New("not there")
	}
	r.opened = append(r.opened, room)
	return nil
}

func (r *rooms) Token(room, identity string, _ time.Duration) (string, error) {
	return room + " " + identity, nil
}

func (r *rooms) ReadToken(token string) (room, identity string, err error) {
	for i := range token {
		if token[i] == ' ' {
			return token[:i], token[i+1:], nil
		}
	}
	return "", "", errors.New("not ours")
}

func checker(t *testing.T) (*readiness.Checker, *readinesstest.House, *rooms) {
	t.Helper()
	h := house(t)
	server := &rooms{}
	return readiness.NewChecker(readiness.CheckParts{
		Txns: h.DB, Store: readinessdb.Checks{}, Cases: h.Cases, Rooms: server, Random: func() string { return "random" },
	}), h, server
}

var fine = readiness.VerdictInput{
	Camera: readiness.Fine, Microphone: readiness.Fine, Speaker: readiness.Fine, Line: readiness.Fine, Way: readiness.UDP, Kilobits: 1500, RTT: 20, Device: "android",
}

func TestVerdict(t *testing.T) {
	t.Parallel()
	verdict := func(change func(v *readiness.Verdict)) readiness.Verdict {
		v := readiness.Verdict{Camera: readiness.Fine, Microphone: readiness.Fine, Speaker: readiness.Fine, Line: readiness.Fine}
		change(&v)
		return v
	}
	for name, c := range map[string]struct {
		v  readiness.Verdict
		ok bool
	}{
		"all fine":     {verdict(func(*readiness.Verdict) {}), true},
		"without UDP":  {verdict(func(v *readiness.Verdict) { v.Line = readiness.NoUDP }), true},
		"too slow":     {verdict(func(v *readiness.Verdict) { v.Line = readiness.Slow }), false},
		"no line":      {verdict(func(v *readiness.Verdict) { v.Line = readiness.NoLine }), false},
		"no camera":    {verdict(func(v *readiness.Verdict) { v.Camera = readiness.Missing }), false},
		"silent":       {verdict(func(v *readiness.Verdict) { v.Microphone = readiness.Silent }), false},
		"not heard":    {verdict(func(v *readiness.Verdict) { v.Speaker = readiness.Unheard }), false},
		"not finished": {verdict(func(v *readiness.Verdict) { v.Line = readiness.Skipped }), false},
	} {
		if c.v.OK() != c.ok {
			t.Errorf("%s: OK is %v", name, c.v.OK())
		}
	}
}

func TestVerdictInput(t *testing.T) {
	t.Parallel()
	if err := fine.Check(); err != nil {
		t.Errorf("a whole verdict: %v", err)
	}
	for name, change := range map[string]func(*readiness.VerdictInput){
		"unknown cause":  func(in *readiness.VerdictInput) { in.Camera = "<script>" },
		"unknown way":    func(in *readiness.VerdictInput) { in.Way = "pigeon" },
		"unknown device": func(in *readiness.VerdictInput) { in.Device = "iPhone of Misaki" },
		"negative speed": func(in *readiness.VerdictInput) { in.Kilobits = -1 },
		"endless delay":  func(in *readiness.VerdictInput) { in.RTT = 1 << 40 },
	} {
		in := fine
		change(&in)
		if fault.KindOf(in.Check()) != fault.Invalid {
			t.Errorf("%s was taken: %v", name, in.Check())
		}
	}
}

func TestCheckIsKept(t *testing.T) {
	t.Parallel()
	s, h, _ := checker(t)
	ctx := context.Background()
	c := h.Open(casework.LongHoursGeneral)
	if _, err := s.Last(ctx, h.AsWorker(), c.ID); !errors.Is(err, readiness.ErrNone) {
		t.Errorf("before: %v, want ErrNone", err)
	}
	if _, err := s.Keep(ctx, h.AsWorker(), c.ID, fine); err != nil {
		t.Fatal(err)
	}
	v, err := s.Last(ctx, h.AsWorker(), c.ID)
	if err != nil || !v.OK() || v.Device != "android" || v.Company != c.Company {
		t.Errorf("after: %+v, %v", v, err)
	}
	for name, who := range map[string]actor.Actor{
		"another worker": h.AsForeigner(), "HR": h.AsHR(), "manager": h.AsManager(), "committee": h.AsCommittee(), "administrator": h.AsAdmin(),
	} {
		if _, err := s.Last(ctx, who, c.ID); err == nil {
			t.Errorf("%s reads the check", name)
		}
		if _, err := s.Keep(ctx, who, c.ID, fine); err == nil {
			t.Errorf("%s reports a check", name)
		}
		if _, err := s.Pass(ctx, who, c.ID); err == nil {
			t.Errorf("%s gets a room", name)
		}
	}
}

func TestTooManyChecks(t *testing.T) {
	t.Parallel()
	s, h, _ := checker(t)
	ctx := context.Background()
	c := h.Open(casework.LongHoursGeneral)
	var err error
	kept := 0
	for ; kept < 100 && err == nil; kept++ {
		_, err = s.Keep(ctx, h.AsWorker(), c.ID, fine)
	}
	if !errors.Is(err, readiness.ErrTooManyChecks) || kept < 30 {
		t.Errorf("stopped after %d with %v", kept, err)
	}
	if _, err := s.Pass(ctx, h.AsWorker(), c.ID); !errors.Is(err, readiness.ErrTooManyChecks) {
		t.Errorf("a room after too many: %v", err)
	}
	h.Clock.Add(2 * time.Hour)
	if _, err := s.Pass(ctx, h.AsWorker(), c.ID); err != nil {
		t.Errorf("two hours later: %v", err)
	}
}

func TestCheckRoom(t *testing.T) {
	t.Parallel()
	s, h, server := checker(t)
	ctx := context.Background()
	c := h.Open(casework.LongHoursGeneral)
	pass, err := s.Pass(ctx, h.AsWorker(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(server.opened) != 1 || server.opened[0] != "check-random" {
		t.Errorf("opened %q", server.opened)
	}
	for _, token := range []string{pass.Token, pass.Echo} {
		if err := s.MayKnock(ctx, h.AsWorker(), token); err != nil {
			t.Errorf("own token: %v", err)
		}
		if err := s.MayKnock(ctx, h.AsForeigner(), token); !errors.Is(err, access.ErrHidden) {
			t.Errorf("somebody else's session: %v", err)
		}
	}
	own := string(h.AsWorker().Account)
	for _, token := range []string{"", "x", "rom_x " + own + ":a", "check- " + own + ":a", "check-random " + own, "check-random :a"} {
		if err := s.MayKnock(ctx, h.AsWorker(), token); !errors.Is(err, access.ErrHidden) {
			t.Errorf("token %q: %v", token, err)
		}
	}
	if err := s.MayKnock(ctx, actor.Actor{}, "check-random :a"); !errors.Is(err, access.ErrHidden) {
		t.Errorf("nobody: %v", err)
	}
	server.down = true
	if _, err := s.Pass(ctx, h.AsWorker(), c.ID); !errors.Is(err, readiness.ErrCheckLater) {
		t.Errorf("media server down: %v", err)
	}
}
