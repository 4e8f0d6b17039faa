package notify_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/actor"
	"mendan/internal/database"
	"mendan/internal/database/databasetest"
	"mendan/internal/id"
	"mendan/internal/jobs"
	"mendan/internal/jobs/jobsdb"
	"mendan/internal/jobs/jobstest"
	"mendan/internal/mailer"
	"mendan/internal/notify"
	"mendan/internal/notify/notifydb"
	"mendan/internal/notify/notifymail"
	"mendan/internal/notify/notifytest"
	"mendan/internal/txn"
)

// house is the real service over a real database; only clock, people, diary
// and mail server are the test's.
type house struct {
	t        *testing.T
	db       *database.DB
	clock    *databasetest.Clock
	jobs     *jobs.Service
	notify   *notify.Service
	delivery *notify.Delivery
	people   *notifytest.People
	diary    *notifytest.Diary
	box      *mailer.Box
	hanako   id.Account
	booking  id.Booking
	caseID   string
}

func setup(t *testing.T, db *database.DB, clock *databasetest.Clock, post func(notify.Post) notify.Post) *house {
	t.Helper()
	texts, err := notifymail.NewTexts()
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, db: db, clock: clock, people: notifytest.NewPeople(clock.Now), diary: notifytest.NewDiary()}
	h.box = mailer.NewBox(mailer.Sender{From: mailer.Person{Name: "Mendan", Address: "noreply@mendan.example"}, Domain: "mendan.example"})
	h.jobs = jobs.New(jobsdb.New())
	store := notifydb.New()
	h.notify = notify.New(store, h.jobs)
	var out notify.Post = notifymail.NewPost(h.box)
	if post != nil {
		out = post(out)
	}
	h.delivery = notify.NewDelivery(db, h.notify, notify.NewTasks(db, store, h.people), h.people, h.diary, texts, out, "https://mendan.example/")
	h.hanako = h.people.Add(notifytest.Hanako)
	h.booking, h.caseID = id.New[id.Booking](), string(id.New[id.Case]())
	return h
}

func open(t *testing.T) *house {
	t.Helper()
	db, clock := databasetest.Open(t)
	return setup(t, db, clock, nil)
}

func (h *house) act(f func(ctx context.Context, tx txn.Write) error) {
	h.t.Helper()
	jobstest.Write(h.t, h.db, f)
}

func (h *house) send(n notify.Notice) {
	h.t.Helper()
	h.act(func(ctx context.Context, tx txn.Write) error { return h.notify.Send(ctx, tx, n) })
}

func (h *house) work() int {
	h.t.Helper()
	return jobstest.Work(h.t, h.db, h.jobs, h.delivery.Handlers())
}

// pass lets time go by in steps, working at each.
func (h *house) pass(d, step time.Duration) {
	h.t.Helper()
	for ; d > 0; d -= step {
		h.clock.Add(step)
		h.work()
	}
}

func (h *house) subjects() (out []string) {
	for _, k := range slices.Backward(h.box.List()) {
		out = append(out, k.Subject)
	}
	return out
}

// became lists what became of the messages about the case, oldest first.
func (h *house) became() (out []string) {
	h.t.Helper()
	jobstest.Read(h.t, h.db, func(ctx context.Context, tx txn.Read) error {
		list, err := notifydb.New().About(ctx, tx, h.caseID)
		for _, m := range list {
			out = append(out, strings.TrimSpace(fmt.Sprint(m.Kind, " ", m.State, " ", m.Reason)))
		}
		slices.Sort(out)
		return err
	})
	return out
}

func (h *house) tasks() (out []notify.Task) {
	h.t.Helper()
	jobstest.Read(h.t, h.db, func(ctx context.Context, tx txn.Read) (err error) {
		out, err = notifydb.New().Tasks(ctx, tx, false, 10)
		return err
	})
	return out
}

// book makes or moves the booking as scheduling would.
func (h *house) book(kind notify.Kind, sequence int64, from time.Time) {
	h.t.Helper()
	to := from.Add(30 * time.Minute)
	h.diary.Set(h.booking, notify.Appointment{Stands: kind != notify.CancelledBooking, From: from, To: to, Sequence: sequence})
	h.act(func(ctx context.Context, tx txn.Write) error {
		err := h.notify.Send(ctx, tx, notify.Notice{Kind: kind, To: h.hanako, Path: "/interviews/" + h.caseID, Subject: h.caseID,
			Calendar: &notify.Invite{Booking: h.booking, Sequence: sequence, From: from, To: to}})
		if err != nil {
			return err
		}
		if kind == notify.CancelledBooking {
			return h.notify.Forget(ctx, tx, h.booking)
		}
		return h.notify.Remind(ctx, tx, notify.Reminder{Booking: h.booking, Sequence: sequence, To: h.hanako,
			Path: "/interviews/" + h.caseID, Subject: h.caseID, From: from, Until: to})
	})
}

func TestActAndMessageAreOne(t *testing.T) {
	t.Parallel()
	h, boom := open(t), errors.New("boom")
	n := notify.Notice{Kind: notify.TaskAssigned, To: h.hanako, Path: "/coordinator", Subject: h.caseID}
	err := h.db.Write(t.Context(), jobstest.Someone, "test.act", func(ctx context.Context, tx txn.Write) error {
		return errors.Join(h.notify.Send(ctx, tx, n), boom)
	})
	if !errors.Is(err, boom) || h.work() != 0 || len(h.became()) != 0 {
		t.Errorf("%v; a message of an act that was rolled back went out: %v", err, h.became())
	}
	h.send(n)
	h.work()
	if d := cmp.Diff([]string{"task_assigned SENT"}, h.became()); d != "" {
		t.Error(d)
	}
	k := h.box.List()[0]
	if k.To.Address != "hanako@minato.example" || !strings.Contains(k.Text, "\nhttps://mendan.example/m/"+k.ID+"\n") || k.Calendar != nil {
		t.Errorf("mail = %q", k.Text)
	}
}

// The mail goes to where the person is reached when it goes out.
func TestTodaysTruth(t *testing.T) {
	t.Parallel()
	h := open(t)
	n := notify.Notice{Kind: notify.TaskAssigned, To: h.hanako, Path: "/x", Subject: h.caseID}
	h.send(n)
	married := notifytest.Hanako
	married.Name, married.Address, married.Language = "﨑山 花子", "sakiyama@minato.example", "en"
	h.people.Change(h.hanako, married)
	h.work()
	if k := h.box.List()[0]; k.To.Address != "sakiyama@minato.example" || !strings.Contains(k.Text, "Dear 﨑山 花子") {
		t.Errorf("mail = %q", k.Text)
	}
	h.send(n)
	h.people.Remove(h.hanako)
	h.work()
	if d := cmp.Diff([]string{"task_assigned DROPPED notify.nobody", "task_assigned SENT"}, h.became()); d != "" {
		t.Error(d)
	}
}

// The link of a mail says nothing, and leads on only the person it is for.
func TestWayIn(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.book(notify.Booked, 0, h.clock.Now().Add(30*time.Minute))
	h.send(notify.Notice{Kind: notify.Invitation, To: h.hanako, Path: "/signin", Subject: h.caseID})
	h.work()
	mails := h.box.List() // two workers: in either order
	if mails[0].Calendar == nil {
		mails[0], mails[1] = mails[1], mails[0]
	}
	k, invitation := mails[0], mails[1]
	if strings.Contains(k.Text+k.Calendar.Link, "interview") || k.Calendar.Link != "https://mendan.example/m/"+k.ID {
		t.Errorf("the link tells: %s", k.Calendar.Link)
	}
	if !strings.Contains(invitation.Text, "https://mendan.example/signin\n") {
		t.Error("an invitation needs a link that works without a session")
	}
	path, err := h.delivery.WayIn(t.Context(), actor.Actor{Account: h.hanako}, id.Message(k.ID))
	if err != nil || path != "/interviews/"+h.caseID {
		t.Errorf("WayIn = %q, %v", path, err)
	}
	for name, who := range map[string]actor.Actor{"another": {Account: id.New[id.Account](), Roles: actor.Of(actor.Coordinator)}, "nobody": {}} {
		if _, err := h.delivery.WayIn(t.Context(), who, id.Message(k.ID)); !errors.Is(err, notify.ErrUnknown) {
			t.Errorf("%s: %v, want ErrUnknown", name, err)
		}
	}
	if _, err := h.delivery.WayIn(t.Context(), actor.Actor{Account: h.hanako}, id.New[id.Message]()); !errors.Is(err, notify.ErrUnknown) {
		t.Errorf("a message that never was: %v, want ErrUnknown", err)
	}
}

// The secret of a one-time link is nowhere but in the mail: not in a message,
// not in a job, not in the audit log. It is made anew for every try.
func TestSignInLink(t *testing.T) {
	t.Parallel()
	databasetest.Both(t, func(t *testing.T, db *database.DB, clock *databasetest.Clock) {
		h := setup(t, db, clock, nil)
		h.send(notify.Notice{Kind: notify.SignInLink, To: h.hanako, Path: "/", Subject: string(h.hanako)})
		h.box.Fail(mailer.ErrLater)
		h.work()
		h.box.Fail(nil)
		h.pass(10*time.Second, 5*time.Second)
		minted := h.people.Minted()
		if len(minted) != 2 || len(h.box.List()) != 1 || !strings.Contains(h.box.List()[0].Text, "https://mendan.example"+minted[1]+"\n") {
			t.Fatalf("minted %v, mails %v", minted, h.subjects())
		}
		jobstest.Read(t, db, func(ctx context.Context, tx txn.Read) error {
			for _, q := range []string{
				`SELECT id || kind || subject || COALESCE(unique_key, '') || last_code FROM jobs`,
				`SELECT id || kind || account || path || subject || reason FROM notify_messages`,
				`SELECT actor || act || subjects FROM audit_acts`,
			} {
				rows, err := database.Many(ctx, tx, q, func(scan func(...any) error) (s string, err error) { return s, scan(&s) })
				if err != nil {
					return err
				}
				if len(rows) == 0 || strings.Contains(strings.Join(rows, "\n"), "secret") {
					t.Errorf("%s\n%s", q, strings.Join(rows, "\n"))
				}
			}
			return nil
		})
	})
}

// Nobody gets a way in half an hour after he gave up waiting.
func TestStaleSignInLink(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.box.Fail(mailer.ErrLater)
	h.send(notify.Notice{Kind: notify.SignInLink, To: h.hanako, Path: "/", Subject: h.caseID})
	h.pass(40*time.Minute, time.Minute)
	h.box.Fail(nil)
	h.pass(time.Hour, time.Minute)
	if d := cmp.Diff([]string{"sign_in_link DROPPED notify.past"}, h.became()); d != "" || len(h.box.List()) != 0 || len(h.tasks()) != 0 {
		t.Error(d, h.subjects(), h.tasks())
	}
}

// A booking that lives its plain life.
func TestBookedAndReminded(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.book(notify.Booked, 0, h.clock.Now().Add(50*time.Hour))
	var at []string
	seen := 0
	for step := time.Duration(0); step <= 52*time.Hour; step += time.Minute {
		h.work()
		for _, k := range h.box.List()[:len(h.box.List())-seen] {
			at = append(at, step.String()+" "+k.Subject)
			seen++
		}
		h.clock.Add(time.Minute)
	}
	want := []string{"0s 【Mendan】ご予定の確認", "26h0m0s 【Mendan】ご予定のお知らせ", "49h0m0s 【Mendan】本日のご予定のお知らせ", "49h50m0s 【Mendan】まもなくお時間です"}
	if d := cmp.Diff(want, at); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if k := h.box.List()[3]; k.Calendar == nil || k.Calendar.Cancel || k.Calendar.Sequence != 0 || k.Calendar.UID != string(h.booking)+"."+string(h.hanako) || k.Calendar.Summary != "打合せ" {
		t.Errorf("calendar = %+v", k.Calendar)
	}
	for _, k := range h.box.List()[:3] {
		if k.Calendar != nil {
			t.Errorf("%s has a calendar part", k.Subject)
		}
	}
}

// Moved, then cancelled: the calendar follows, and no reminder speaks of what
// is no more.
func TestMovedAndCancelled(t *testing.T) {
	t.Parallel()
	h := open(t)
	first := h.clock.Now().Add(30 * time.Hour)
	h.book(notify.Booked, 0, first)
	h.work()
	h.book(notify.Moved, 1, first.Add(24*time.Hour))
	h.work()
	h.pass(29*time.Hour, 10*time.Minute) // both days before are over but the second's
	if d := cmp.Diff([]string{"【Mendan】ご予定の確認", "【Mendan】ご予定の変更"}, h.subjects()); d != "" {
		t.Error(d)
	}
	h.pass(2*time.Hour, 10*time.Minute)
	h.book(notify.CancelledBooking, 2, first.Add(24*time.Hour))
	h.pass(30*time.Hour, 10*time.Minute)
	if d := cmp.Diff([]string{"【Mendan】ご予定の確認", "【Mendan】ご予定の変更", "【Mendan】ご予定のお知らせ", "【Mendan】ご予定の取消"}, h.subjects()); d != "" {
		t.Error(d)
	}
	var calendars []string
	for _, k := range slices.Backward(h.box.List()) {
		if k.Calendar != nil {
			calendars = append(calendars, fmt.Sprint(k.Calendar.Sequence, k.Calendar.Cancel, k.Calendar.UID == h.box.List()[3].Calendar.UID))
		}
	}
	if d := cmp.Diff([]string{"0 false true", "1 false true", "2 true true"}, calendars); d != "" {
		t.Error(d)
	}
	if n := strings.Count(strings.Join(h.became(), "\n"), "QUEUED"); n != 0 {
		t.Errorf("still queued: %v", h.became())
	}
}

// Scheduling forgot to plan anew: the reminders look for themselves.
func TestRemindersReadTheTruth(t *testing.T) {
	t.Parallel()
	h := open(t)
	first := h.clock.Now().Add(26 * time.Hour)
	h.book(notify.Booked, 0, first)
	h.work()
	later := first.Add(48 * time.Hour)
	h.diary.Set(h.booking, notify.Appointment{Stands: true, From: later, To: later.Add(time.Hour), Sequence: 1})
	h.pass(27*time.Hour, 10*time.Minute)
	if n := len(h.box.List()); n != 1 {
		t.Errorf("reminded of the old time: %v", h.subjects())
	}
	h.pass(24*time.Hour, 10*time.Minute)
	if d := cmp.Diff([]string{"【Mendan】ご予定の確認", "【Mendan】ご予定のお知らせ"}, h.subjects()); d != "" {
		t.Error(d)
	}
	if k := h.box.List()[0]; !strings.Contains(k.Text, "2026年11月26日(木) 14:00〜15:00") {
		t.Errorf("the reminder names the old time:\n%s", k.Text)
	}
	h.diary.Set(h.booking, notify.Appointment{})
	h.pass(30*time.Hour, 10*time.Minute)
	if n := len(h.box.List()); n != 2 {
		t.Errorf("reminded of a booking that is gone: %v", h.subjects())
	}
}

// Booked shortly before: no reminder of the past.
func TestLateBookingIsQuiet(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.book(notify.Booked, 0, h.clock.Now().Add(40*time.Minute))
	h.pass(2*time.Hour, time.Minute)
	if d := cmp.Diff([]string{"【Mendan】ご予定の確認", "【Mendan】まもなくお時間です"}, h.subjects()); d != "" {
		t.Error(d)
	}
}

// The mail server is away for 24 hours. Then everything that is still of use
// arrives, once each, within a quarter of an hour; an hour's reminder within a
// minute; nothing that is past; and nobody's desk is bothered.
func TestOutage(t *testing.T) {
	t.Parallel()
	databasetest.Both(t, func(t *testing.T, db *database.DB, clock *databasetest.Clock) {
		h := setup(t, db, clock, nil)
		h.box.Fail(mailer.ErrLater)
		const people = 4
		for range people {
			h.send(notify.Notice{Kind: notify.LetterToRead, To: h.people.Add(notifytest.Hanako), Path: "/interviews/x", Subject: h.caseID})
		}
		h.book(notify.Booked, 0, clock.Now().Add(24*time.Hour+40*time.Minute)) // its hour's reminder falls into the outage
		h.book(notify.Moved, 1, clock.Now().Add(24*time.Hour+40*time.Minute+time.Minute))
		h.pass(24*time.Hour, 10*time.Minute)
		if len(h.box.List()) != 0 {
			t.Fatal("mail went out during the outage")
		}
		h.box.Fail(nil)
		h.pass(time.Minute, time.Minute)
		if !slices.Contains(h.subjects(), "【Mendan】本日のご予定のお知らせ") {
			t.Errorf("a minute after the outage the reminder is not there: %v", h.subjects())
		}
		h.pass(15*time.Minute, time.Minute)
		got := map[string]int{}
		for _, s := range h.subjects() {
			got[s]++
		}
		want := map[string]int{"【Mendan】書類のご確認のお願い": people, "【Mendan】ご予定の変更": 1, "【Mendan】本日のご予定のお知らせ": 1}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("(-want +got):\n%s", d)
		}
		if n := len(h.tasks()); n != 0 {
			t.Errorf("%d tasks", n)
		}
	})
}

// Who cannot be reached is on the coordinator's desk: once, by id, with the
// reason; and the message shows it.
func TestUndeliverable(t *testing.T) {
	t.Parallel()
	h := open(t)
	n := notify.Notice{Kind: notify.LetterToRead, To: h.hanako, Path: "/x", Subject: h.caseID}
	h.box.Fail(mailer.ErrRefused)
	h.send(n)
	h.send(n)
	h.work()
	nobody := h.people.Add(notify.Contact{Name: "住所 不明"})
	h.send(notify.Notice{Kind: notify.LetterToRead, To: nobody, Path: "/x", Subject: h.caseID})
	h.work()
	want := []string{"letter_to_read UNDELIVERABLE notify.no_address", "letter_to_read UNDELIVERABLE notify.refused", "letter_to_read UNDELIVERABLE notify.refused"}
	if d := cmp.Diff(want, h.became()); d != "" {
		t.Error(d)
	}
	var got []string
	for _, x := range h.tasks() {
		got = append(got, fmt.Sprint(x.Kind, " ", x.Subject == string(h.hanako), " ", x.Reason, " ", x.Times))
	}
	slices.Sort(got)
	if d := cmp.Diff([]string{"MAIL_UNDELIVERABLE false notify.no_address 1", "MAIL_UNDELIVERABLE true notify.refused 2"}, got); d != "" {
		t.Error(d)
	}
}

// Three days without a mail server: given up, and told.
func TestExhausted(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.box.Fail(mailer.ErrLater)
	h.send(notify.Notice{Kind: notify.LetterToRead, To: h.hanako, Path: "/x", Subject: h.caseID})
	h.pass(71*time.Hour, 15*time.Minute)
	if d := cmp.Diff([]string{"letter_to_read QUEUED"}, h.became()); d != "" {
		t.Errorf("given up too early: %s", d)
	}
	h.pass(4*time.Hour, 15*time.Minute)
	if d := cmp.Diff([]string{"letter_to_read UNDELIVERABLE notify.exhausted"}, h.became()); d != "" || len(h.tasks()) != 1 {
		t.Error(d, h.tasks())
	}
}

// stumbling is a post whose process dies right after the mail went out.
type stumbling struct {
	notify.Post
	stumbles int
}

func (s *stumbling) Send(ctx context.Context, m notify.Mail) error {
	if err := s.Post.Send(ctx, m); err != nil {
		return err
	}
	if s.stumbles--; s.stumbles >= 0 {
		panic("the process dies")
	}
	return nil
}

// Sent, and dead before it was written down: sent again under the same id.
func TestCrashAfterSend(t *testing.T) {
	t.Parallel()
	db, clock := databasetest.Open(t)
	post := &stumbling{stumbles: 1}
	h := setup(t, db, clock, func(p notify.Post) notify.Post { post.Post = p; return post })
	h.send(notify.Notice{Kind: notify.LetterToRead, To: h.hanako, Path: "/x", Subject: h.caseID})
	func() {
		defer func() { _ = recover() }()
		h.work()
	}()
	if d := cmp.Diff([]string{"letter_to_read QUEUED"}, h.became()); d != "" || len(h.box.List()) != 1 {
		t.Fatal(d)
	}
	h.pass(2*time.Minute, time.Minute) // the lease runs out
	if d := cmp.Diff([]string{"letter_to_read SENT"}, h.became()); d != "" || len(h.box.List()) != 1 {
		t.Errorf("%s; the box shows %d mails, want the one", d, len(h.box.List()))
	}
}

func TestContactIsWithheld(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	slog.New(slog.NewJSONHandler(&b, nil)).Info("x", "contact", notifytest.Hanako)
	fmt.Fprintf(&b, "%v %+v %s", notifytest.Hanako, notifytest.Hanako, notifytest.Hanako)
	for _, secret := range []string{"hanako", "花子", "みなと"} {
		if strings.Contains(b.String(), secret) {
			t.Errorf("%q in %s", secret, b.String())
		}
	}
}

// A mail without content is asked for once while it waits, and again when it has gone.
func TestOneWaitingFactIsEnough(t *testing.T) {
	t.Parallel()
	h := open(t)
	n := notify.Notice{Kind: notify.BookingFact, To: h.hanako, Path: "/hr/cases/" + h.caseID, Subject: h.caseID}
	h.send(n)
	h.send(n)
	h.work()
	h.send(n)
	h.work()
	if d := cmp.Diff([]string{"booking_fact SENT", "booking_fact SENT"}, h.became()); d != "" {
		t.Error(d)
	}
}
