package account_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"mendan/internal/access"
	"mendan/internal/account"
	"mendan/internal/actor"
	"mendan/internal/lang"
)

func TestSessionsEndByTheClock(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		roles []actor.Role
		idle  time.Duration
		whole time.Duration
	}{
		{"worker", []actor.Role{actor.Employee}, 7 * 24 * time.Hour, 30 * 24 * time.Hour},
		{"HR officer", []actor.Role{actor.Employee, actor.HROfficer}, 30 * time.Minute, 12 * time.Hour},
		{"physician", []actor.Role{actor.Physician}, 30 * time.Minute, 12 * time.Hour},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := open(t)
			ctx := context.Background()
			a := h.person(t, "a@minato.example", c.roles...)

			_, idle := h.enter(t, a.ID)
			h.clock.Add(c.idle - time.Second)
			v, err := h.Lookup(ctx, idle)
			if err != nil || v.Actor.Account != a.ID || v.Actor.Roles != a.Roles || v.Name != a.Name {
				t.Fatalf("within the idle time: %+v, %v", v.Actor, err)
			}
			h.clock.Add(c.idle - time.Second) // the look above counted as use
			if _, err := h.Lookup(ctx, idle); err != nil {
				t.Errorf("used in between: %v", err)
			}
			h.clock.Add(c.idle)
			if _, err := h.Lookup(ctx, idle); !errors.Is(err, account.ErrNobody) {
				t.Errorf("left alone: %v", err)
			}

			_, busy := h.enter(t, a.ID)
			for at := time.Duration(0); at+c.idle/2 < c.whole; at += c.idle / 2 {
				if _, err := h.Lookup(ctx, busy); err != nil {
					t.Fatalf("in use after %s: %v", at, err)
				}
				h.clock.Add(c.idle / 2)
			}
			h.clock.Add(c.idle / 2)
			if _, err := h.Lookup(ctx, busy); !errors.Is(err, account.ErrNobody) {
				t.Errorf("after %s: %v", c.whole, err)
			}
			h.live = true
			if _, err := h.Lookup(ctx, busy); err != nil {
				t.Errorf("in the middle of an interview: %v", err)
			}
		})
	}
}

// Use is noted every five minutes, of workers every hour.
func TestUseIsNotedNowAndThen(t *testing.T) {
	t.Parallel()
	for role, want := range map[actor.Role]int{actor.HROfficer: 24, actor.Employee: 2} {
		h := open(t)
		a := h.person(t, "a@minato.example", role)
		_, secret := h.enter(t, a.ID)
		for range 120 { // a look each minute for two hours
			h.clock.Add(time.Minute)
			if _, err := h.Lookup(context.Background(), secret); err != nil {
				t.Fatal(err)
			}
		}
		if n := h.count(t, `SELECT COUNT(*) FROM audit_acts WHERE act = 'account.seen'`); n != want {
			t.Errorf("%s: %d notes, want %d", role, n, want)
		}
	}
}

func TestSpeaking(t *testing.T) {
	t.Parallel()
	h := open(t)
	ctx := context.Background()
	a := h.person(t, "a@minato.example", actor.Employee)
	in, secret := h.enter(t, a.ID)
	for said, want := range map[lang.Lang]lang.Lang{lang.EN: lang.EN, lang.Easy: lang.Easy, "xx": lang.JA} {
		look := lang.Style{Era: said == lang.EN, Ruby: said == lang.Easy}
		if err := h.Speak(ctx, a.Actor(in.Session.ID), said, look); err != nil {
			t.Fatal(err)
		}
		if v, err := h.Lookup(ctx, secret); err != nil || v.Language != want || v.Style != look {
			t.Errorf("%q: %q, %v", said, v.Language, err)
		}
	}
	got, err := h.Mine(ctx, a.Actor(in.Session.ID))
	if err != nil || got.Roles != a.Roles || got.Mail != a.Mail {
		t.Errorf("speaking changed more: %+v, %v", got.Roles, err)
	}
}

func TestEndingSessions(t *testing.T) {
	t.Parallel()
	h := open(t)
	ctx := context.Background()
	a, b := h.person(t, "a@minato.example", actor.Employee), h.person(t, "b@minato.example", actor.Employee)
	one, oneSecret := h.enter(t, a.ID)
	_, twoSecret := h.enter(t, a.ID)
	_, threeSecret := h.enter(t, a.ID)
	_, foreign := h.enter(t, b.ID)
	who, stranger := a.Actor(one.Session.ID), b.Actor("ses_x")

	if err := h.EndSession(ctx, stranger, one.Session.ID); !errors.Is(err, account.ErrUnknown) {
		t.Errorf("a stranger ended it: %v", err)
	}
	two, err := h.Lookup(ctx, twoSecret)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.EndSession(ctx, who, two.Actor.Session); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Lookup(ctx, twoSecret); !errors.Is(err, account.ErrNobody) {
		t.Errorf("an ended session: %v", err)
	}
	waiting := h.mint(t, a.ID, "/")
	if err := h.EndOtherSessions(ctx, who); err != nil {
		t.Fatal(err)
	}
	for secret, want := range map[string]bool{oneSecret: true, threeSecret: false, foreign: true} {
		if _, err := h.Lookup(ctx, secret); (err == nil) != want {
			t.Errorf("after ending the others: %v, want alive %t", err, want)
		}
	}
	if _, err := h.LookAtLink(ctx, waiting); !errors.Is(err, account.ErrLink) {
		t.Errorf("a link on its way still opens: %v", err)
	}
	list, err := h.Sessions(ctx, who)
	if err != nil || len(list) != 1 || list[0].ID != one.Session.ID {
		t.Errorf("%d sessions listed, %v", len(list), err)
	}

	// Signing in again in the same browser ends what was there, even as somebody else.
	in, err := h.SignIn(ctx, h.mint(t, b.ID, "/"), phone, oneSecret)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Lookup(ctx, oneSecret); !errors.Is(err, account.ErrNobody) {
		t.Errorf("the earlier session of the browser: %v", err)
	}
	if err := h.Close(ctx, admin, b.ID); err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{foreign, in.Secret.Reveal()} {
		if _, err := h.Lookup(ctx, secret); !errors.Is(err, account.ErrNobody) {
			t.Errorf("of a closed account: %v", err)
		}
	}
}

func TestOpeningAnAccountChangesNoOther(t *testing.T) {
	t.Parallel()
	h := open(t)
	ctx := context.Background()
	a := h.person(t, "a@minato.example", actor.Employee)
	_, secret := h.enter(t, a.ID)
	again := a
	again.Mail, again.Employee, again.Roles = "A@minato.EXAMPLE", "emp_thief", actor.Of(actor.Admin)
	if _, err := h.Open(ctx, admin, again); !errors.Is(err, account.ErrMailTaken) {
		t.Errorf("same address: %v", err)
	}
	again.Mail, again.Employee = "thief@minato.example", a.Employee
	if _, err := h.Open(ctx, admin, again); !errors.Is(err, account.ErrPersonTaken) {
		t.Errorf("same person: %v", err)
	}
	if v, err := h.Lookup(ctx, secret); err != nil || v.Actor.Roles != a.Roles {
		t.Errorf("the first account changed: %v, %v", v.Actor.Roles, err)
	}
	for _, role := range []actor.Role{actor.Employee, actor.HROfficer, actor.LineManager, actor.Physician, actor.HealthStaff, actor.Committee, actor.Coordinator} {
		who := a.Actor("ses_x")
		who.Roles = actor.Of(role)
		if _, err := h.Open(ctx, who, account.Account{Mail: "x@minato.example", Name: "x", Roles: actor.Of(actor.Admin)}); !errors.Is(err, access.ErrForbidden) {
			t.Errorf("%s opens an account: %v", role, err)
		}
		if err := h.Close(ctx, who, a.ID); !errors.Is(err, access.ErrForbidden) {
			t.Errorf("%s closes an account: %v", role, err)
		}
	}
}

// New roles are for new sign-ins.
func TestChangedRolesEndSessions(t *testing.T) {
	t.Parallel()
	h := open(t)
	ctx := context.Background()
	a := h.person(t, "a@minato.example", actor.Employee, actor.HROfficer)
	_, secret := h.enter(t, a.ID)
	link := h.mint(t, a.ID, "/")
	a.Roles, a.Mail = actor.Of(actor.Employee), "new@minato.example"
	if err := h.Change(ctx, admin, a); err != nil {
		t.Fatal(err)
	}
	h.live = true // an interview keeps a session from the clock, not from the administrator
	if _, err := h.Lookup(ctx, secret); !errors.Is(err, account.ErrNobody) {
		t.Errorf("the session: %v", err)
	}
	if _, err := h.LookAtLink(ctx, link); !errors.Is(err, account.ErrLink) {
		t.Errorf("a link mailed to the old address: %v", err)
	}
}

func TestRolesThatStayApart(t *testing.T) {
	t.Parallel()
	base := account.Account{Mail: "a@minato.example", Name: "a", Company: "com_a", Employee: "emp_a", Physician: "phy_a"}
	for _, c := range []struct {
		roles []actor.Role
		fine  bool
	}{
		{[]actor.Role{actor.Employee, actor.HROfficer}, true}, {[]actor.Role{actor.Employee, actor.Physician}, true},
		{[]actor.Role{actor.Admin, actor.HealthStaff}, false}, {[]actor.Role{actor.Physician, actor.HROfficer}, false},
		{[]actor.Role{actor.HealthStaff, actor.LineManager}, false}, {nil, false},
	} {
		a := base
		a.Roles = actor.Of(c.roles...)
		if err := a.Check(); (err == nil) != c.fine {
			t.Errorf("%s: %v", a.Roles, err)
		}
	}
}
