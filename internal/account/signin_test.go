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
