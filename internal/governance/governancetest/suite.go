package governancetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/actor"
	"mendan/internal/civil"
	"mendan/internal/database"
	"mendan/internal/directory"
	"mendan/internal/governance"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Suite is what every governance.Store has to do. db is fresh and empty.
func Suite(t *testing.T, db *database.DB, store governance.Store) {
	t.Helper()
	now := time.Date(2026, 11, 23, 3, 0, 0, 123000, time.UTC)
	day := civil.Date{Year: 2026, Month: 11, Day: 20}
	act := func(f func(ctx context.Context, tx txn.Write) error) {
		t.Helper()
		if err := db.Write(context.Background(), actor.System("test"), "test", f); err != nil {
			t.Fatal(err)
		}
	}
	refused := func(want error, f func(ctx context.Context, tx txn.Write) error) {
		t.Helper()
		if err := db.Write(context.Background(), actor.System("test"), "test", f); !errors.Is(err, want) {
			t.Errorf("%v, want %v", err, want)
		}
	}
	same := func(what string, want, got any) {
		t.Helper()
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-want +got)\n%s", what, d)
		}
	}
	none := func(what string, err error) {
		t.Helper()
		if !errors.Is(err, governance.ErrNone) {
			t.Errorf("%s: %v, want ErrNone", what, err)
		}
	}
	company := id.New[id.Company]()
	here := directory.Workplace{ID: id.New[id.Workplace](), Company: company}
	there := id.New[id.Workplace]()

	act(func(ctx context.Context, tx txn.Write) error { // nothing there
		a, err := store.Answers(ctx, tx, here.ID)
		same("no answers", 0, len(a))
		_, err2 := store.Document(ctx, tx, here.ID, governance.RuleText, 0)
		none("document", err2)
		_, err2 = store.Member(ctx, tx, id.New[id.Member]())
		none("member", err2)
		_, err2 = store.Deliberation(ctx, tx, id.New[id.Deliberation]())
		none("deliberation", err2)
		_, err2 = store.Announcement(ctx, tx, id.New[id.Announcement]())
		none("announcement", err2)
		_, err2 = store.ToldOne(ctx, tx, id.New[id.Announcement](), id.New[id.Employee]())
		none("told", err2)
		s, err2 := store.Share(ctx, tx, id.New[id.Announcement]())
		same("share", governance.Share{}, s)
		return errors.Join(err, err2)
	})

	act(func(ctx context.Context, tx txn.Write) error { // answers: replaced, taken away, kept apart
		for _, v := range [][]string{{"own"}, {"teams"}, {}} {
			if err := store.PutAnswer(ctx, tx, here, "tool", v); err != nil {
				return err
			}
			a, err := store.Answers(ctx, tx, here.ID)
			if err != nil {
				return err
			}
			same("answer", governance.Answers{"tool": v}, a)
		}
		other, err := store.Answers(ctx, tx, there)
		same("of another workplace", 0, len(other))
		if err := store.PutAnswer(ctx, tx, here, "tool", nil); err != nil {
			return err
		}
		a, err2 := store.Answers(ctx, tx, here.ID)
		same("taken away", 0, len(a))
		return errors.Join(err, err2)
	})

	doc := governance.Document{
		Company: company, Workplace: here.ID, Kind: governance.RuleText, Version: 1, Title: "規程", Articles: true, Kit: 3, How: governance.FromKit, MadeAt: now, MadeBy: "acc_x",
		Sections: []governance.Section{{Key: "purpose", Heading: "目的", Text: "𠮷田\n\"改行\"", Workers: true}}, Base: []governance.Section{{Key: "purpose"}},
		Answers: governance.Answers{"tool": {"own"}, "types": {"A", "B"}},
	}
	second := doc
	second.Version, second.Title = 2, "規程(改)"
	act(func(ctx context.Context, tx txn.Write) error {
		for _, d := range []governance.Document{doc, second} {
			if err := store.InsertDocument(ctx, tx, d); err != nil {
				return err
			}
		}
		list, err := store.Documents(ctx, tx, here.ID, governance.RuleText)
		same("documents, newest first", []governance.Document{second, doc}, list)
		newest, err2 := store.Document(ctx, tx, here.ID, governance.RuleText, 0)
		same("newest", second, newest)
		one, err3 := store.Document(ctx, tx, here.ID, governance.RuleText, 1)
		same("first", doc, one)
		_, err4 := store.Document(ctx, tx, here.ID, governance.NoticeText, 0)
		none("another kind", err4)
		return errors.Join(err, err2, err3)
	})
	refused(governance.ErrOldDocument, func(ctx context.Context, tx txn.Write) error { return store.InsertDocument(ctx, tx, second) })

	member := governance.Member{ID: id.New[id.Member](), Company: company, Workplace: here.ID, Employee: id.New[id.Employee](), Name: "濵田 修", Capacity: governance.Experienced, Recommended: true, From: day}
	changed := member
	changed.Until, changed.Recommended, changed.Capacity = day.AddDays(30), false, governance.Chair
	for _, m := range []governance.Member{member, changed} {
		act(func(ctx context.Context, tx txn.Write) error {
			if err := store.PutMember(ctx, tx, m); err != nil {
				return err
			}
			got, err := store.Member(ctx, tx, m.ID)
			same("member", m, got)
			list, err2 := store.Members(ctx, tx, here.ID)
			same("members", []governance.Member{m}, list)
			return errors.Join(err, err2)
		})
	}

	meeting := governance.Deliberation{ID: id.New[id.Deliberation](), Company: company, Workplace: here.ID, On: day, Mode: governance.Paper, Met: []string{"B1"},
		Agenda: []governance.Item{{Tag: "OTHER", Text: "ほか"}}, Draft: 2, MadeAt: now}
	decided := meeting
	decided.Decision, decided.DecidedOn, decided.Remark, decided.Composed, decided.Present = governance.AdoptedWithChanges, day.AddDays(1), "直した", true, []id.Member{member.ID}
	decided.Minutes, decided.WrittenAt, decided.Published, decided.Where, decided.Place, decided.Note = "概要", now, day.AddDays(3), "掲示", "会議室", "担当"
	for _, d := range []governance.Deliberation{meeting, decided} {
		act(func(ctx context.Context, tx txn.Write) error {
			if err := store.PutDeliberation(ctx, tx, d); err != nil {
				return err
			}
			got, err := store.Deliberation(ctx, tx, d.ID)
			same("deliberation", d, got)
			list, err2 := store.Deliberations(ctx, tx, here.ID)
			same("deliberations", []governance.Deliberation{d}, list)
			return errors.Join(err, err2)
		})
	}
	said := governance.Statement{Deliberation: meeting.ID, Member: member.ID, Company: company, Stance: governance.Wishes, Text: "ここを", At: now, By: "acc_x"}
	for _, stance := range []governance.Stance{governance.Wishes, governance.Agrees} {
		act(func(ctx context.Context, tx txn.Write) error {
			said.Stance = stance
			if err := store.PutStatement(ctx, tx, said); err != nil {
				return err
			}
			list, err := store.Statements(ctx, tx, meeting.ID)
			same("statements", []governance.Statement{said}, list)
			return err
		})
	}

	rule := governance.Rule{ID: id.New[id.Rule](), Company: company, Workplace: here.ID, Number: 1, Title: "規程", Sections: doc.Sections, Answers: doc.Answers,
		Types: []string{"A"}, Deliberation: meeting.ID, DecidedOn: day, From: day.AddDays(10), ForWorkers: []string{"目的"}, AdoptedAt: now, AdoptedBy: "acc_x"}
	later := rule
	later.ID, later.Number, later.From = id.New[id.Rule](), 2, day.AddDays(40)
	act(func(ctx context.Context, tx txn.Write) error {
		for _, r := range []governance.Rule{later, rule} {
			if err := store.InsertRule(ctx, tx, r); err != nil {
				return err
			}
		}
		list, err := store.Rules(ctx, tx, here.ID)
		same("rules by first day", []governance.Rule{rule, later}, list)
		return err
	})
	refused(governance.ErrOverlap, func(ctx context.Context, tx txn.Write) error {
		twice := rule
		twice.ID = id.New[id.Rule]()
		return store.InsertRule(ctx, tx, twice)
	})

	first := governance.Announcement{ID: id.New[id.Announcement](), Company: company, Workplace: here.ID, Rule: rule.ID, Number: 1, On: day, How: "朝礼", Text: doc.Sections, At: now, By: "acc_x"}
	next := first
	next.ID, next.Rule, next.Number, next.Here = id.New[id.Announcement](), later.ID, 2, true
	act(func(ctx context.Context, tx txn.Write) error {
		for _, a := range []governance.Announcement{next, first} {
			if err := store.InsertAnnouncement(ctx, tx, a); err != nil {
				return err
			}
		}
		list, err := store.Announcements(ctx, tx, here.ID)
		same("announcements, oldest first", []governance.Announcement{first, next}, list)
		latest, err2 := store.LatestAnnouncements(ctx, tx)
		same("latest", []governance.Announcement{next}, latest)
		return errors.Join(err, err2)
	})
	refused(governance.ErrAnnounced, func(ctx context.Context, tx txn.Write) error {
		twice := first
		twice.ID = id.New[id.Announcement]()
		return store.InsertAnnouncement(ctx, tx, twice)
	})

	one := governance.Told{Announcement: next.ID, Company: company, Workplace: here.ID, Employee: id.New[id.Employee](), Way: governance.ByMail, At: now}
	two := one
	two.Employee, two.At, two.Joined, two.Way = id.New[id.Employee](), now.Add(time.Hour), true, governance.ByPoster
	act(func(ctx context.Context, tx txn.Write) error {
		for _, x := range []governance.Told{two, one} {
			if err := store.PutTold(ctx, tx, x); err != nil {
				return err
			}
		}
		one.ReadAt, one.Reminded, one.RemindedAt, one.OnPaper = now.Add(2*time.Hour), 2, now.Add(time.Hour), true
		if err := store.PutTold(ctx, tx, one); err != nil {
			return err
		}
		list, err := store.Told(ctx, tx, next.ID)
		same("told, in order", []governance.Told{one, two}, list)
		got, err2 := store.ToldOne(ctx, tx, next.ID, one.Employee)
		same("told one", one, got)
		share, err3 := store.Share(ctx, tx, next.ID)
		same("share", governance.Share{Told: 2, Read: 1}, share)
		empty, err4 := store.Told(ctx, tx, first.ID)
		same("of another announcement", 0, len(empty))
		return errors.Join(err, err2, err3, err4)
	})

	act(func(ctx context.Context, tx txn.Write) error {
		if err := store.DeleteDeliberation(ctx, tx, meeting.ID); err != nil {
			return err
		}
		_, err := store.Deliberation(ctx, tx, meeting.ID)
		none("deleted", err)
		list, err := store.Statements(ctx, tx, meeting.ID)
		same("deleted with its statements", 0, len(list))
		return err
	})
}
