package account_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"mendan/internal/access"
	"mendan/internal/account"
	"mendan/internal/account/accountdb"
	"mendan/internal/actor"
	"mendan/internal/database"
	"mendan/internal/database/databasetest"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/jobs"
	"mendan/internal/lang"
	"mendan/internal/notify"
	"mendan/internal/txn"
)

// house is a service on a real store, with a queue and a postman that only remember.
type house struct {
	*account.Service
	db    *database.DB
	clock *databasetest.Clock
	live  bool // everybody is in an interview

	queued []jobs.Job
	sent   []notify.Notice
}

func (h *house) Enqueue(_ context.Context, _ txn.Write, j jobs.Job) error {
	h.queued = append(h.queued, j)
	return nil
}

func (h *house) Send(_ context.Context, _ txn.Write, n notify.Notice) error {
	h.sent = append(h.sent, n)
	return n.Check()
}

func (h *house) Live(context.Context, txn.Read, actor.Actor) (bool, error) { return h.live, nil }

func open(t *testing.T) *house {
	t.Helper()
	db, clock := databasetest.Open(t)
	return move(db, clock)
}

// move puts the service into a store.
func move(db *database.DB, clock *databasetest.Clock) *house {
	h := &house{db: db, clock: clock}
	h.Service = account.NewService(db, accountdb.New(), clock.Now, account.Ports{Queue: h, Postman: h, Interviews: h})
	return h
}

var (
	admin = actor.Actor{Account: "acc_admin", Roles: actor.Of(actor.Admin)}
	home  = netip.MustParseAddr("203.0.113.7")
	phone = account.Device{System: "iPhone", Browser: "Safari"}
)

func (h *house) person(t *testing.T, mail string, roles ...actor.Role) account.Account {
	t.Helper()
	a := account.Account{
		Mail: account.Mail(mail), Name: "髙橋 美咲", Roles: actor.Of(roles...), Company: "com_a",
		Employee: id.Employee("emp_" + mail), Language: lang.JA,
	}
	if a.Roles.Has(actor.Physician) {
		a.Physician = id.Physician("phy_" + mail)
	}
	a, err := h.Open(context.Background(), admin, a)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// work does what the job runner would do.
func (h *house) work(t *testing.T) {
	t.Helper()
	for _, j := range h.queued {
		if err := h.Handlers()[0].Work(context.Background(), j); err != nil {
			t.Fatal(err)
		}
	}
	h.queued = nil
}

func (h *house) mint(t *testing.T, a id.Account, next string) string {
	t.Helper()
	var path string
	if err := h.db.Write(context.Background(), actor.System("test"), "test.mint", func(ctx context.Context, tx txn.Write) (err error) {
		path, _, err = h.Mint(ctx, tx, a, next)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return strings.TrimPrefix(path, "/signin/")
}

func (h *house) enter(t *testing.T, a id.Account) (account.SignedIn, string) {
	t.Helper()
	in, err := h.SignIn(context.Background(), h.mint(t, a, "/"), phone, "")
	if err != nil {
		t.Fatal(err)
	}
	return in, in.Secret.Reveal()
}

func (h *house) count(t *testing.T, query string) (n int) {
	t.Helper()
	if err := h.db.Read(context.Background(), func(ctx context.Context, tx txn.Read) error {
		return database.Of(tx).Row(ctx, query).Scan(&n)
	}); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestAskingDoesTheSameForEverybody(t *testing.T) {
	t.Parallel()
	h := open(t)
	ctx := context.Background()
	a := h.person(t, "misaki@minato.example", actor.Employee)
	gone := h.person(t, "gone@minato.example", actor.Employee)
	if err := h.Close(ctx, admin, gone.ID); err != nil {
		t.Fatal(err)
	}
	var last int
	for _, address := range []string{"  ＭＩＳＡＫＩ@minato.example　", "nobody@minato.example", "gone@minato.example"} {
		before := h.count(t, `SELECT COUNT(*) FROM audit_acts`)
		if err := h.AskLink(ctx, address, "/interviews/x", home); err != nil {
			t.Fatalf("%s: %v", address, err)
		}
		if got := h.count(t, `SELECT COUNT(*) FROM audit_acts`) - before; got != 1 {
			t.Errorf("%s: %d acts, want 1", address, got)
		}
		if len(h.queued) != last+1 {
			t.Errorf("%s: %d jobs, want %d", address, len(h.queued), last+1)
		}
		last = len(h.queued)
	}
	h.work(t)
	if len(h.sent) != 1 || h.sent[0].To != a.ID || h.sent[0].Kind != notify.SignInLink || h.sent[0].Path != "/interviews/x" {
		t.Errorf("sent %+v, want one to %s", h.sent, a.ID)
	}
	if got := h.count(t, `SELECT COUNT(*) FROM account_requests WHERE mail LIKE '%@%' OR network LIKE '%.%'`); got != 0 {
		t.Errorf("%d requests keep what was typed", got)
	}
	for _, bad := range []string{"", "misaki", "a@b", "a b@c.example", "a@b.example, c@d.example", "<a@b.example>"} {
		if err := h.AskLink(ctx, bad, "/", home); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q: %v, want invalid", bad, err)
		}
	}
}

// Whoever floods an address or asks from one network is stopped; its owner
// always has a link that opens, or gets one.
func TestFloodingLocksNobodyOut(t *testing.T) {
	t.Parallel()
	h := open(t)
	ctx := context.Background()
	h.person(t, "misaki@minato.example", actor.Employee)
	h.person(t, "ken@minato.example", actor.Employee)
	for i := range 100 {
		from := netip.AddrFrom4([4]byte{198, 51, byte(i), byte(i)})
		if err := h.AskLink(ctx, "misaki@minato.example", "/", from); err != nil {
			t.Fatal(err)
		}
	}
	h.work(t)
	if len(h.sent) != 10 {
		t.Errorf("%d mails for 100 requests, want 10", len(h.sent))
	}
	h.sent = nil
	for range 7 { // one device that keeps pressing
		if err := h.AskLink(ctx, "ken@minato.example", "/", home); err != nil {
			t.Fatal(err)
		}
	}
	h.work(t)
	if len(h.sent) != 5 {
		t.Errorf("%d mails for one address from one network, want 5", len(h.sent))
	}
	// The links of the flood open for ten minutes; from then on the owner gets a new one.
	h.clock.Add(10*time.Minute + time.Second)
	h.sent = nil
	if err := h.AskLink(ctx, "misaki@minato.example", "/", home); err != nil {
		t.Fatal(err)
	}
	h.work(t)
	if len(h.sent) != 1 {
		t.Errorf("%d mails for the owner, want 1", len(h.sent))
	}

	for i := range 60 {
		if err := h.AskLink(ctx, fmt.Sprintf("p%d@minato.example", i), "/", netip.MustParseAddr("192.0.2.1")); err != nil {
			t.Fatalf("request %d: %v", i+1, err)
		}
	}
	if err := h.AskLink(ctx, "next@minato.example", "/", netip.MustParseAddr("192.0.2.200")); !errors.Is(err, account.ErrTooMany) {
		t.Errorf("the 61st of a network: %v", err)
	}
	if err := h.AskLink(ctx, "misaki@minato.example", "/", home); err != nil {
		t.Errorf("another network: %v", err)
	}
}

func TestLookingUsesNothingUp(t *testing.T) {
	t.Parallel()
	h := open(t)
	ctx := context.Background()
	a := h.person(t, "misaki@minato.example", actor.Employee)
	secret := h.mint(t, a.ID, "/interviews/x")
	for range 10 {
		if _, err := h.LookAtLink(ctx, secret); err != nil {
			t.Fatal(err)
		}
	}
	in, err := h.SignIn(ctx, secret, phone, "")
	if err != nil || in.Next != "/interviews/x" {
		t.Fatalf("%q, %v", in.Next, err)
	}
	if _, err := h.LookAtLink(ctx, secret); !errors.Is(err, account.ErrLink) {
		t.Errorf("a used link: %v", err)
	}
	if _, err := h.SignIn(ctx, secret, phone, ""); !errors.Is(err, account.ErrLink) {
		t.Errorf("again: %v", err)
	}
	for _, bad := range []string{"", "x", secret + "x", strings.Repeat("A", 43), in.Secret.Reveal()} {
		if _, err := h.SignIn(ctx, bad, phone, ""); !errors.Is(err, account.ErrLink) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestALinkOpensForTenMinutes(t *testing.T) {
	t.Parallel()
	h := open(t)
	ctx := context.Background()
	a := h.person(t, "misaki@minato.example", actor.Employee)
	early, late := h.mint(t, a.ID, "/"), h.mint(t, a.ID, "/")
	h.clock.Add(10*time.Minute - time.Microsecond)
	if _, err := h.SignIn(ctx, early, phone, ""); err != nil {
		t.Errorf("just before: %v", err)
	}
	h.clock.Add(time.Microsecond)
	if _, err := h.SignIn(ctx, late, phone, ""); !errors.Is(err, account.ErrLink) {
		t.Errorf("at ten minutes: %v", err)
	}
	open := h.mint(t, a.ID, "/")
	if err := h.Close(ctx, admin, a.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := h.SignIn(ctx, open, phone, ""); !errors.Is(err, account.ErrLink) {
		t.Errorf("of a closed account: %v", err)
	}
}

func TestOfManyWithOneLinkOneGetsIn(t *testing.T) {
	t.Parallel()
	databasetest.Both(t, func(t *testing.T, db *database.DB, clock *databasetest.Clock) {
		h := move(db, clock)
		a := h.person(t, "misaki@minato.example", actor.Employee)
		secret := h.mint(t, a.ID, "/")
		var wg sync.WaitGroup
		in := make(chan account.SignedIn, 40)
		for range 40 {
			wg.Go(func() {
				got, err := h.SignIn(context.Background(), secret, phone, "")
				switch {
				case err == nil:
					in <- got
				case !errors.Is(err, account.ErrLink):
					t.Errorf("a loser got %v", err)
				}
			})
		}
		wg.Wait()
		if len(in) != 1 {
			t.Fatalf("%d got in, want 1", len(in))
		}
		if n := h.count(t, `SELECT COUNT(*) FROM sessions`); n != 1 {
			t.Errorf("%d sessions, want 1", n)
		}
	})
}

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
	for said, want := range map[lang.Lang]lang.Lang{lang.EN: lang.EN, "xx": lang.JA} {
		if err := h.Speak(ctx, a.Actor(in.Session.ID), said); err != nil {
			t.Fatal(err)
		}
		if v, err := h.Lookup(ctx, secret); err != nil || v.Language != want {
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

func TestNothingPersonalIsLogged(t *testing.T) {
	t.Parallel()
	h := open(t)
	a := h.person(t, "misaki@minato.example", actor.Employee)
	in, secret := h.enter(t, a.ID)
	v, err := h.Lookup(context.Background(), secret)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	log := slog.New(slog.NewJSONHandler(&b, nil))
	log.Info("x", "account", a, "mail", a.Mail, "secret", in.Secret, "visitor", v)
	log.Info(fmt.Sprint(in.Secret) + fmt.Sprintf("%v %+v %#v %s", in.Secret, in.Secret, in.Secret, in.Secret))
	for _, word := range []string{"misaki", "髙橋", secret, "minato.example"} {
		if strings.Contains(b.String(), word) {
			t.Errorf("the log holds %q:\n%s", word, b.String())
		}
	}
}

func TestTidying(t *testing.T) {
	t.Parallel()
	h := open(t)
	ctx := context.Background()
	a := h.person(t, "a@minato.example", actor.Physician)
	if err := h.AskLink(ctx, "a@minato.example", "/", home); err != nil {
		t.Fatal(err)
	}
	_, _ = h.enter(t, a.ID)
	for _, c := range []struct {
		later time.Duration
		want  int
	}{{0, 3}, {25 * time.Hour, 1}, {31 * 24 * time.Hour, 0}} {
		h.clock.Add(c.later)
		if err := h.Tidy(ctx); err != nil {
			t.Fatal(err)
		}
		if n := h.count(t, `SELECT (SELECT COUNT(*) FROM account_requests) + (SELECT COUNT(*) FROM account_links) + (SELECT COUNT(*) FROM sessions)`); n != c.want {
			t.Errorf("%s later: %d rows, want %d", c.later, n, c.want)
		}
	}
}
