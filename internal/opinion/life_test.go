package opinion_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/database"
	"mendan/internal/database/databasetest"
	"mendan/internal/fault"
	"mendan/internal/opinion"
	"mendan/internal/opinion/opiniondb"
	"mendan/internal/opinion/opinionpdf"
	"mendan/internal/opinion/opiniontest"
	"mendan/internal/txn"
)

func world(t *testing.T, typ string) *opiniontest.World {
	t.Helper()
	db, clock := databasetest.Open(t)
	fonts, err := opiniontest.Fonts()
	if err != nil {
		t.Fatal(err)
	}
	v := words(t)
	return opiniontest.NewWorld(t, db, clock, opiniondb.New(), opinionpdf.New(fonts, v, false), v, typ)
}

var ctx = context.Background()

// signed writes and signs content.
func signed(t *testing.T, w *opiniontest.World, c opinion.Content) opinion.Letter {
	t.Helper()
	l, err := w.Service.Save(ctx, w.Physician, w.Facts.Case, 0, c)
	if err != nil {
		t.Fatal(err)
	}
	l, err = w.Service.Sign(ctx, w.Physician, w.Facts.Case, opinion.SignInput{Saved: l.Saved})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func decision(w *opiniontest.World) opinion.DecideInput {
	f := opiniontest.LongHours().Facing
	in := opinion.DecideInput{HeardOn: civil.DateOf(w.Clock.Now(), opiniontest.Tokyo), Heard: "本人も希望している。"}
	for _, m := range f.Measures {
		in.Taken = append(in.Taken, opinion.TakenInput{Measure: m, From: f.From, Until: f.Until})
	}
	return in
}

func acts(t *testing.T, w *opiniontest.World) string {
	t.Helper()
	var out []string
	if err := w.DB.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		var err error
		out, err = database.Many(ctx, tx, `SELECT act FROM audit_acts ORDER BY seq`, func(scan func(dest ...any) error) (string, error) {
			var s string
			return s, scan(&s)
		})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return strings.Join(out, " ")
}

// The whole way: written, signed, read, confirmed, received, decided, told.
func TestWholeLife(t *testing.T) {
	t.Parallel()
	w := world(t, "LONG_HOURS_GENERAL")
	s, c := w.Service, w.Facts.Case

	l := signed(t, w, opiniontest.LongHours())
	if l.Stage() != opinion.Offered || l.Number == "" || l.Head.Employee != "髙﨑 𠮷彦" || l.Head.Age != 42 {
		t.Fatalf("signed: %s %q %+v", l.Stage(), l.Number, l.Head)
	}
	if _, err := s.ReadForEmployer(ctx, w.HR, c); err != nil {
		t.Fatalf("HR may look at a statutory case that has no letter yet: %v", err)
	}
	if v, _ := s.ReadForEmployer(ctx, w.HR, c); !v.Waiting || v.Letter.Copy.Number != "" {
		t.Fatal("the employer has the letter before the worker")
	}
	if err := s.Receive(ctx, w.HR, c); !errors.Is(err, opinion.ErrNone) {
		t.Fatalf("received what has not come: %v", err)
	}

	v, err := s.Show(ctx, w.Worker, c)
	if err != nil || v.Copy.Facing.WorkStatus == "" || v.Due.String() != "2026-11-27" {
		t.Fatalf("shown: %+v, %v", v.Due, err)
	}
	if l, err = s.Answer(ctx, w.Worker, c, opinion.AnswerInput{Confirm: true}); err != nil || l.Stage() != opinion.ReleasedTo || l.Ground != opinion.Confirmed {
		t.Fatalf("confirmed: %s, %v", l.Stage(), err)
	}

	hr, err := s.ReadForEmployer(ctx, w.HR, c)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(v.Copy, hr.Letter.Copy); diff != "" {
		t.Fatalf("the employer reads something else than the worker:\n%s", diff)
	}
	if err := s.Decide(ctx, w.HR, c, decision(w)); !errors.Is(err, opinion.ErrNotReceived) {
		t.Fatalf("decided before receipt: %v", err)
	}
	for range 2 { // twice changes nothing
		if err := s.Receive(ctx, w.HR, c); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Decide(ctx, w.HR, c, decision(w)); err != nil {
		t.Fatal(err)
	}
	if err := s.Decide(ctx, w.HR, c, decision(w)); !errors.Is(err, opinion.ErrDecided) {
		t.Fatalf("decided twice: %v", err)
	}

	d, err := s.Desk(ctx, w.Physician, c)
	if err != nil || d.Letter.Stage() != opinion.Decided || len(d.Taken) != 3 || d.Letter.InformedAt.IsZero() || d.Letter.ReceivedBy != w.HR.Account {
		t.Fatalf("the physician is told: %s, %d, %v", d.Letter.Stage(), len(d.Taken), err)
	}
	m, err := s.ListForManager(ctx, w.Manager)
	if err != nil {
		t.Fatal(err)
	}
	want := []opinion.ForManager{
		{Employee: "髙﨑 𠮷彦", JA: "時間外労働を月20時間までとする", EN: "Overtime up to 20 hours per month", From: d.Taken[0].From, Until: d.Taken[0].Until},
		{Employee: "髙﨑 𠮷彦", JA: "就業時間を08:30〜20:00とする", EN: "Working hours 08:30〜20:00", From: d.Taken[0].From, Until: d.Taken[0].Until},
		{Employee: "髙﨑 𠮷彦", JA: "宿泊を伴う出張は控え、日帰りの範囲にしてください。", EN: "宿泊を伴う出張は控え、日帰りの範囲にしてください。", From: d.Taken[0].From, Until: d.Taken[0].Until},
	}
	if diff := cmp.Diff(want, m); diff != "" {
		t.Errorf("the manager sees:\n%s", diff)
	}
	if m, err := s.ListForManager(ctx, w.OtherManager); err != nil || m != nil {
		t.Errorf("another manager sees %v, %v", m, err)
	}
	w.Clock.Set(time.Date(2026, 12, 25, 3, 0, 0, 0, time.UTC))
	if m, _ := s.ListForManager(ctx, w.Manager); m != nil {
		t.Errorf("measures that are over are still shown: %v", m)
	}

	if diff := cmp.Diff([]casework.Event{"drafted", "signed", "delivered", "heard", "measured", "informed"}, w.Steps.Events); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]opinion.Notice{opinion.NoticeToRead, opinion.NoticeReleased, opinion.NoticeDecided, opinion.NoticeMeasures, opinion.NoticeToManager}, w.Notices.Sent); diff != "" {
		t.Error(diff)
	}
	if got := acts(t, w); got != "opinion.save opinion.sign opinion.read opinion.read opinion.show opinion.answer opinion.read opinion.receive opinion.receive opinion.decide" {
		t.Errorf("acts: %s", got)
	}
}

func TestWaitingTimeReleases(t *testing.T) {
	t.Parallel()
	w := world(t, "LONG_HOURS_GENERAL")
	signed(t, w, opiniontest.LongHours()) // Monday 2026-11-23, noon in Tokyo
	run := func(at time.Time, want int) {
		t.Helper()
		w.Clock.Set(at)
		if n, err := w.Service.ReleaseDue(ctx); err != nil || n != want {
			t.Errorf("at %s: %d released, %v; want %d", at, n, err, want)
		}
	}
	tokyo := func(day, hour, minute int) time.Time {
		return time.Date(2026, 11, day, hour, minute, 0, 0, opiniontest.Tokyo)
	}
	run(tokyo(26, 23, 59), 0) // the three days 24, 25, 26 are the worker's
	run(tokyo(27, 0, 0), 1)
	run(tokyo(27, 0, 1), 0)
	d, _ := w.Service.Desk(ctx, w.Physician, w.Facts.Case)
	if d.Letter.Ground != opinion.Waited {
		t.Errorf("ground %s", d.Letter.Ground)
	}
	if diff := cmp.Diff([]opinion.Notice{opinion.NoticeToRead, opinion.NoticeReleased, opinion.NoticeGone}, w.Notices.Sent); diff != "" {
		t.Error(diff)
	}
}

// A comment gives the physician the same time to answer.
func TestCommentWaitsAgainAndStaysPrivate(t *testing.T) {
	t.Parallel()
	w := world(t, "LONG_HOURS_GENERAL")
	s, c := w.Service, w.Facts.Case
	signed(t, w, opiniontest.LongHours())
	w.Clock.Add(48 * time.Hour)
	l, err := s.Answer(ctx, w.Worker, c, opinion.AnswerInput{Comment: "上司には知られたくない一言"})
	if err != nil || l.Stage() != opinion.Shown {
		t.Fatalf("%s, %v", l.Stage(), err)
	}
	w.Clock.Set(time.Date(2026, 11, 28, 23, 59, 0, 0, opiniontest.Tokyo))
	if n, _ := s.ReleaseDue(ctx); n != 0 {
		t.Error("the comment did not move the day")
	}
	w.Clock.Add(time.Minute)
	if n, _ := s.ReleaseDue(ctx); n != 1 {
		t.Error("not released after the second wait")
	}
	v, err := s.ReadForEmployer(ctx, w.HR, c)
	if err != nil || v.Letter.Comment != "" {
		t.Errorf("the employer reads the comment %q, %v", v.Letter.Comment, err)
	}
	if _, err := s.Answer(ctx, w.Worker, c, opinion.AnswerInput{Comment: "会社にも伝えてください", Shared: true}); err != nil {
		t.Fatal(err)
	}
	if v, _ := s.ReadForEmployer(ctx, w.HR, c); v.Letter.Comment != "会社にも伝えてください" {
		t.Errorf("a shared comment did not reach the employer: %q", v.Letter.Comment)
	}
}

func TestUrgentGoesAtOnce(t *testing.T) {
	t.Parallel()
	w := world(t, "LONG_HOURS_GENERAL")
	l, err := w.Service.Save(ctx, w.Physician, w.Facts.Case, 0, opiniontest.LongHours())
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.Service.Sign(ctx, w.Physician, w.Facts.Case, opinion.SignInput{Saved: l.Saved, Urgent: true})
	if f := fault.Of(err).Fields; len(f) != 1 || f[0].Code != "opinion.urgent_reason" {
		t.Fatalf("urgent without reason: %v", err)
	}
	l, err = w.Service.Sign(ctx, w.Physician, w.Facts.Case, opinion.SignInput{Saved: l.Saved, Urgent: true, UrgentReason: "今夜からの休養が必要"})
	if err != nil || l.Ground != opinion.Urgent || l.Stage() != opinion.ReleasedTo {
		t.Fatalf("%s %s %v", l.Stage(), l.Ground, err)
	}
	if diff := cmp.Diff([]opinion.Notice{opinion.NoticeToRead, opinion.NoticeReleased, opinion.NoticeGone}, w.Notices.Sent); diff != "" {
		t.Error(diff)
	}
}

func TestCannotBeSignedWhileAnItemIsEmpty(t *testing.T) {
	t.Parallel()
	w := world(t, "LONG_HOURS_GENERAL")
	s, c := w.Service, w.Facts.Case
	content := opiniontest.LongHours()
	content.Facing.Fatigue, content.Private.Finding, content.Facing.Measures[0].Hours = "", "", 0
	content.Facing.Others = "助かります😀"
	l, err := s.Save(ctx, w.Physician, c, 0, content)
	if err != nil {
		t.Fatalf("a half draft is kept: %v", err)
	}
	_, err = s.Sign(ctx, w.Physician, c, opinion.SignInput{Saved: l.Saved})
	var got []string
	for _, f := range fault.Of(err).Fields {
		got = append(got, f.Name+"="+f.Code)
	}
	want := "fatigue=opinion.missing_fatigue finding=opinion.missing_finding hours_LIMIT_OVERTIME=opinion.hours others=opinion.unprintable"
	if diff := cmp.Diff(want, strings.Join(got, " ")); diff != "" {
		t.Error(diff)
	}
	if len(w.Notices.Sent) != 0 || acts(t, w) != "opinion.save" {
		t.Errorf("a refused signature left something: %v, %s", w.Notices.Sent, acts(t, w))
	}
}

func TestFlaggedWordsNeedAReason(t *testing.T) {
	t.Parallel()
	w := world(t, "LONG_HOURS_GENERAL")
	content := opiniontest.LongHours()
	content.Facing.Others = "うつ病の治療と両立できるように"
	l, _ := w.Service.Save(ctx, w.Physician, w.Facts.Case, 0, content)
	if _, err := w.Service.Sign(ctx, w.Physician, w.Facts.Case, opinion.SignInput{Saved: l.Saved}); !errors.Is(err, opinion.ErrWords) {
		t.Fatalf("signed with a diagnosis: %v", err)
	}
	l, err := w.Service.Sign(ctx, w.Physician, w.Facts.Case, opinion.SignInput{Saved: l.Saved, WordReason: "本人が会社に伝えることを望んでいる"})
	if err != nil || l.WordReason == "" {
		t.Errorf("with a reason: %v", err)
	}
}

func TestSavesDoNotOverwriteEachOther(t *testing.T) {
	t.Parallel()
	w := world(t, "LONG_HOURS_GENERAL")
	s, c := w.Service, w.Facts.Case
	one, err := s.Save(ctx, w.Physician, c, 0, opiniontest.LongHours())
	if err != nil {
		t.Fatal(err)
	}
	for _, saved := range []int{0, one.Saved + 1} {
		if _, err := s.Save(ctx, w.Physician, c, saved, opinion.Content{}); !errors.Is(err, opinion.ErrBehind) {
			t.Errorf("saved on top of %d: %v", saved, err)
		}
	}
	if _, err := s.Sign(ctx, w.Physician, c, opinion.SignInput{Saved: one.Saved - 1}); !errors.Is(err, opinion.ErrMoved) {
		t.Errorf("signed what was not checked: %v", err)
	}
	if _, err := s.Sign(ctx, w.Physician, c, opinion.SignInput{Saved: one.Saved}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Save(ctx, w.Physician, c, one.Saved+1, opinion.Content{}); !errors.Is(err, opinion.ErrSigned) {
		t.Errorf("wrote into a signed letter: %v", err)
	}
}

// The facts printed on the letter are those that were checked.
func TestFactsThatMoveStopTheSignature(t *testing.T) {
	t.Parallel()
	w := world(t, "LONG_HOURS_GENERAL")
	l, _ := w.Service.Save(ctx, w.Physician, w.Facts.Case, 0, opiniontest.LongHours())
	moved := *w.Service
	moved.Pages = renaming{w.Service.Pages, w.Facts}
	if _, err := moved.Sign(ctx, w.Physician, w.Facts.Case, opinion.SignInput{Saved: l.Saved}); !errors.Is(err, opinion.ErrMoved) {
		t.Errorf("%v", err)
	}
}

// A name that cannot be printed is told, not drawn as a blank and not an inner fault.
func TestUnprintableName(t *testing.T) {
	t.Parallel()
	w := world(t, "LONG_HOURS_GENERAL")
	w.Facts.EmployeeName = "山田 \U00031350郎"
	l, _ := w.Service.Save(ctx, w.Physician, w.Facts.Case, 0, opiniontest.LongHours())
	if _, err := w.Service.Sign(ctx, w.Physician, w.Facts.Case, opinion.SignInput{Saved: l.Saved}); !errors.Is(err, opinion.ErrName) {
		t.Errorf("%v", err)
	}
}

// renaming changes the department while the documents are drawn.
type renaming struct {
	opinion.Pages
	facts *opinion.Facts
}

func (r renaming) Report(x opinion.Report) ([]byte, error) {
	r.facts.Department = "品質保証部"
	return r.Pages.Report(x)
}

func TestWritingBeforeAndDuringTheInterview(t *testing.T) {
	t.Parallel()
	w := world(t, "LONG_HOURS_GENERAL")
	s, c := w.Service, w.Facts.Case
	held := w.Facts.Held
	w.Facts.State, w.Facts.Done, w.Facts.Held = casework.Booked, false, civil.Date{}
	if _, err := s.Save(ctx, w.Physician, c, 0, opiniontest.LongHours()); !errors.Is(err, opinion.ErrNotHeld) {
		t.Fatalf("before: %v", err)
	}
	w.Facts.State = casework.InSession
	l, err := s.Save(ctx, w.Physician, c, 0, opiniontest.LongHours())
	if err != nil || len(w.Steps.Events) != 0 {
		t.Fatalf("during: %v, %v", err, w.Steps.Events)
	}
	if _, err := s.Sign(ctx, w.Physician, c, opinion.SignInput{Saved: l.Saved}); !errors.Is(err, opinion.ErrNotHeld) {
		t.Fatalf("signed during: %v", err)
	}
	w.Facts.State, w.Facts.Done, w.Facts.Held = casework.Held, true, held
	if _, err := s.Sign(ctx, w.Physician, c, opinion.SignInput{Saved: l.Saved}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]casework.Event{"drafted", "signed"}, w.Steps.Events); diff != "" {
		t.Error(diff)
	}
}

func TestAmendment(t *testing.T) {
	t.Parallel()
	w := world(t, "LONG_HOURS_GENERAL")
	s, c := w.Service, w.Facts.Case
	first := signed(t, w, opiniontest.LongHours())
	for reason, code := range map[string]string{
		"": "opinion.amend_reason", strings.Repeat("長", 201): "opinion.too_long", "😀": "opinion.unprintable", "うつ病が判明したため": "opinion.amend_words",
	} {
		_, err := s.Amend(ctx, w.Physician, c, reason)
		if f := fault.Of(err).Fields; len(f) != 1 || f[0].Code != code {
			t.Errorf("amended because of %q: %v", reason, err)
		}
	}
	if _, err := s.Answer(ctx, w.Worker, c, opinion.AnswerInput{Confirm: true}); err != nil {
		t.Fatal(err)
	}
	if err := s.Receive(ctx, w.HR, c); err != nil {
		t.Fatal(err)
	}
	two, err := s.Amend(ctx, w.Physician, c, "措置期間の訂正")
	if err != nil || two.Version != 2 {
		t.Fatal(err)
	}
	if _, err := s.Amend(ctx, w.Physician, c, "もう一度"); !errors.Is(err, opinion.ErrDrafting) {
		t.Errorf("two drafts: %v", err)
	}
	content := two.Content
	content.Facing.Until = content.Facing.Until.AddDays(14)
	if two, err = s.Save(ctx, w.Physician, c, two.Saved, content); err != nil {
		t.Fatal(err)
	}
	if two, err = s.Sign(ctx, w.Physician, c, opinion.SignInput{Saved: two.Saved}); err != nil || two.Number == first.Number {
		t.Fatalf("%v %s", err, two.Number)
	}
	// Between the signature and the release the employer keeps the first and waits.
	v, err := s.ReadForEmployer(ctx, w.HR, c)
	if err != nil || v.Letter.Version != 1 || !v.Amending {
		t.Fatalf("version %d, amending %t, %v", v.Letter.Version, v.Amending, err)
	}
	if err := s.Decide(ctx, w.HR, c, decision(w)); !errors.Is(err, opinion.ErrAmending) {
		t.Errorf("decided on a letter that is being replaced: %v", err)
	}
	if _, err := s.Answer(ctx, w.Worker, c, opinion.AnswerInput{Confirm: true}); err != nil {
		t.Fatal(err)
	}
	v, err = s.ReadForEmployer(ctx, w.HR, c)
	if err != nil || v.Letter.Version != 2 || v.Amending || v.Letter.Copy.Head.Reason != "措置期間の訂正" || !v.Letter.ReceivedAt.IsZero() {
		t.Fatalf("%+v, %v", v.Letter.Copy.Head, err)
	}
	d, _ := s.Desk(ctx, w.Physician, c)
	if len(d.Earlier) != 1 || d.Earlier[0].Stage() != opinion.Superseded || d.Earlier[0].Content.Facing.Until == content.Facing.Until {
		t.Error("the earlier version is not kept as it was")
	}
}

// An unreleased version that is amended never goes.
func TestAmendedBeforeRelease(t *testing.T) {
	t.Parallel()
	w := world(t, "LONG_HOURS_GENERAL")
	s, c := w.Service, w.Facts.Case
	signed(t, w, opiniontest.LongHours())
	two, err := s.Amend(ctx, w.Physician, c, "本人の意見を受けて")
	if err != nil {
		t.Fatal(err)
	}
	if _, err = s.Sign(ctx, w.Physician, c, opinion.SignInput{Saved: two.Saved}); err != nil {
		t.Fatal(err)
	}
	w.Clock.Add(30 * 24 * time.Hour)
	if n, err := s.ReleaseDue(ctx); n != 1 || err != nil {
		t.Errorf("%d released, %v", n, err)
	}
	if v, _ := s.ReadForEmployer(ctx, w.HR, c); v.Letter.Version != 2 {
		t.Errorf("version %d went", v.Letter.Version)
	}
}
