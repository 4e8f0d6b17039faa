package governance_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/civil"
	"mendan/internal/database/databasetest"
	"mendan/internal/directory"
	"mendan/internal/fault"
	"mendan/internal/governance"
	"mendan/internal/governance/governancetest"
	"mendan/internal/id"
	"mendan/internal/notify"
	"mendan/internal/txn"
)

var ctx = context.Background()

func house(t *testing.T) *governancetest.House {
	t.Helper()
	db, clock := databasetest.Open(t)
	return governancetest.NewHouse(t, db, clock)
}

func refuse(t *testing.T, what string, want, got error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// facts reads both facts of a day.
func facts(t *testing.T, h *governancetest.House, kind string, on civil.Date) (d governance.DeliberatedFact, a governance.AnnouncedFact) {
	t.Helper()
	must(t, h.DB.Read(ctx, func(ctx context.Context, tx txn.Read) (err error) {
		if d, err = h.Service.Deliberated(ctx, tx, h.Honsha.ID, kind, on); err != nil {
			return err
		}
		a, err = h.Service.Announced(ctx, tx, h.Honsha.ID, kind, on)
		return err
	}))
	return d, a
}

// From the first answer to the last worker: what holds at each step.
func TestTheWholeWay(t *testing.T) {
	t.Parallel()
	h := house(t)
	today, w := h.Today(), h.Honsha.ID
	d, a := facts(t, h, "CONSULTATION", today)
	if d.Held || a.Held || d.Why != governance.WhyNoRule {
		t.Errorf("before: %+v %+v", d, a)
	}
	h.Drafted(t)
	r := h.Adopted(t, today.AddDays(-3), today)
	d, a = facts(t, h, "CONSULTATION", today)
	if !d.Held || d.Rule != r.ID || d.DecidedOn != today.AddDays(-3) || a.Held || a.Why != governance.WhyNoNotice {
		t.Errorf("adopted: %+v %+v", d, a)
	}
	if d, a = facts(t, h, "CONSULTATION", today.AddDays(-1)); d.Held || a.Held {
		t.Error("the decision counts before the rule is in force")
	}
	if d, _ = facts(t, h, "RETURN_TO_WORK", today); d.Held || d.Why != governance.WhyNotCovered {
		t.Errorf("a type that nobody deliberated: %+v", d)
	}

	h.Mute[h.Manager.ID] = true
	ann, err := h.Service.Announce(ctx, h.AsHR(), w, r.ID)
	must(t, err)
	if len(h.Mails) != 0 || len(h.Jobs) != 1 {
		t.Errorf("the act itself sent %d mails and asked for %d jobs", len(h.Mails), len(h.Jobs))
	}
	must(t, h.Service.Tell(ctx, ann))
	must(t, h.Service.Tell(ctx, ann)) // again changes nothing
	if len(h.Mails) != 2 {            // three people, one without account
		t.Errorf("%d mails", len(h.Mails))
	}
	for _, m := range h.Mails {
		if m.Kind != notify.RuleNotice || m.Path != "/rules" {
			t.Errorf("mail %+v", m)
		}
	}
	if _, a = facts(t, h, "CONSULTATION", today); !a.Held || a.Share != (governance.Share{Told: 3}) {
		t.Errorf("announced: %+v", a)
	}
	if _, a = facts(t, h, "CONSULTATION", today.AddDays(-1)); a.Held {
		t.Error("announced before it was")
	}

	mine, err := h.Service.Mine(ctx, h.AsWorker())
	must(t, err)
	if !mine.ToRead() || mine.Rule.ID != r.ID || len(mine.Notice) == 0 || mine.Posting.Version != 1 {
		t.Errorf("the worker's page: %+v", mine)
	}
	must(t, h.Service.Acknowledge(ctx, h.AsWorker(), r.ID))
	h.Clock.Add(time.Hour)
	must(t, h.Service.Acknowledge(ctx, h.AsWorker(), r.ID)) // twice is once
	proof, err := h.Service.ProofOf(ctx, h.AsHR(), w, ann)
	must(t, err)
	if proof.Share != (governance.Share{Told: 3, Read: 1}) || len(proof.Lines) != 3 || proof.Untold != 0 {
		t.Errorf("proof: %+v", proof)
	}
	for _, l := range proof.Lines {
		if l.Employee == h.Worker.ID && !l.ReadAt.Equal(databasetest.Noon) {
			t.Errorf("read at %s: the first time counts", l.ReadAt)
		}
	}

	// Reminders: on the seventh day to whoever has not read and can be reached.
	h.Mails = nil
	h.Clock.Add(6 * 24 * time.Hour)
	must(t, h.Service.Daily(ctx))
	if len(h.Mails) != 0 {
		t.Errorf("%d reminders on the sixth day", len(h.Mails))
	}
	h.Clock.Add(24 * time.Hour)
	must(t, h.Service.Daily(ctx))
	must(t, h.Service.Daily(ctx))
	if len(h.Mails) != 1 || h.Mails[0].Kind != notify.RuleReminder {
		t.Errorf("reminders on the seventh day: %+v", h.Mails)
	}
	_, err = h.Service.Remind(ctx, h.AsHR(), w, ann)
	refuse(t, "a second reminder on one day", governance.ErrReminded, err)

	// Somebody joins and is told the next day.
	h.Mails = nil
	added, err := h.People.AddPeople(ctx, actor.System("test"), []directory.Employee{{
		Workplace: w, Number: "009999", Name: directory.Name{Family: "新", Given: "入", FamilyKana: "シン", GivenKana: "ニュウ"},
		Born: civil.Date{Year: 2000, Month: 1, Day: 1}, Mail: "new@minato.example", Hired: h.Today(),
	}})
	must(t, err)
	must(t, h.Service.Daily(ctx))
	told := false
	for _, m := range h.Mails {
		told = told || m.To == id.Account("acc_of_"+string(added[0].ID)) && m.Kind == notify.RuleNotice
	}
	if !told {
		t.Errorf("who joined was not told: %+v", h.Mails)
	}

	// Paper, for the one without account.
	refuse(t, "a signature before the notice", governance.ErrToldFuture, h.Service.SignedOnPaper(ctx, h.AsHR(), w, ann, []id.Employee{h.Manager.ID}, today.AddDays(-1)))
	must(t, h.Service.SignedOnPaper(ctx, h.AsHR(), w, ann, []id.Employee{h.Manager.ID}, today))
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	h := house(t)
	today, w, hr := h.Today(), h.Honsha.ID, h.AsHR()
	_, err := h.Service.Make(ctx, hr, w, governance.RuleText)
	refuse(t, "documents without answers", governance.ErrUnanswered, err)
	h.Drafted(t)

	coming := h.Met(t, today.AddDays(1))
	decide := func(m id.Deliberation, on civil.Date) error {
		return h.Service.Decide(ctx, hr, governance.DecideInput{Workplace: w, ID: m, Decision: governance.Adopted, On: on})
	}
	refuse(t, "a decision of a meeting to come", governance.ErrFuture, decide(coming, today))
	refuse(t, "a decision dated ahead", governance.ErrFuture, decide(coming, today.AddDays(1)))
	must(t, h.Service.Delete(ctx, hr, w, coming)) // a plan is no record

	m := h.Met(t, today.AddDays(-2))
	refuse(t, "a decision before its meeting", governance.ErrFuture, decide(m, today.AddDays(-3)))
	_, err = h.Service.Adopt(ctx, hr, w, m, today)
	refuse(t, "in force without a decision", governance.ErrNotAdopted, err)
	must(t, decide(m, today.AddDays(-2)))
	refuse(t, "a second decision", governance.ErrDecided, decide(m, today))
	_, err = h.Service.Adopt(ctx, hr, w, m, today.AddDays(-3))
	refuse(t, "in force before it was decided", governance.ErrDecidedLater, err)
	r, err := h.Service.Adopt(ctx, hr, w, m, today.AddDays(10))
	must(t, err)
	_, err = h.Service.Adopt(ctx, hr, w, m, today.AddDays(20))
	refuse(t, "one decision, two versions", governance.ErrUsed, err)

	second := h.Met(t, today)
	must(t, decide(second, today))
	_, err = h.Service.Adopt(ctx, hr, w, second, today.AddDays(10))
	refuse(t, "the same day", governance.ErrOverlap, err)
	_, err = h.Service.Adopt(ctx, hr, w, second, today.AddDays(5))
	refuse(t, "before a version that comes", governance.ErrOverlap, err)
	if f := fault.Of(err); len(f.Args) != 2 || f.Args[0] != 1 {
		t.Errorf("the sentence does not name the version: %v", f.Args)
	}

	_, err = h.Service.AnnounceElsewhere(ctx, hr, w, r.ID, today.AddDays(1), "朝礼")
	refuse(t, "told in the future", governance.ErrToldFuture, err)
	_, err = h.Service.AnnounceElsewhere(ctx, hr, w, r.ID, today.AddDays(-9), "朝礼")
	refuse(t, "told before it was decided", governance.ErrToldFuture, err)
	_, err = h.Service.Announce(ctx, hr, w, r.ID)
	must(t, err)
	_, err = h.Service.Announce(ctx, hr, w, r.ID)
	refuse(t, "told twice", governance.ErrAnnounced, err)
	refuse(t, "a version nobody was shown", governance.ErrOldRule, h.Service.Acknowledge(ctx, h.AsWorker(), id.New[id.Rule]()))

	refuse(t, "published without minutes", governance.ErrNoMinutes, h.Service.Publish(ctx, hr, w, m, today, "掲示"))
	must(t, h.Service.WriteMinutes(ctx, hr, w, m, "概要"))
	refuse(t, "published before the meeting", governance.ErrFuture, h.Service.Publish(ctx, hr, w, m, today.AddDays(-9), "掲示"))
	must(t, h.Service.Publish(ctx, hr, w, m, today, "掲示"))

	refuse(t, "deleted before three years", governance.ErrKept, h.Service.Delete(ctx, hr, w, m))
	none := h.Met(t, today)
	must(t, h.Service.Decide(ctx, hr, governance.DecideInput{Workplace: w, ID: none, Decision: governance.NotAdopted, On: today, Remark: "話し合いを続ける"}))
	h.Clock.Set(today.AddMonths(36).At(12*60, h.Honsha.Location()))
	refuse(t, "on the last day", governance.ErrKept, h.Service.Delete(ctx, hr, w, none))
	h.Clock.Add(24 * time.Hour)
	must(t, h.Service.Delete(ctx, hr, w, none))
	refuse(t, "what the rule in force stands on", governance.ErrUsed, h.Service.Delete(ctx, hr, w, m))
}

// A meeting on paper: conditions, and silence is no consent.
func TestPaperMeeting(t *testing.T) {
	t.Parallel()
	h := house(t)
	today, w, hr := h.Today(), h.Honsha.ID, h.AsHR()
	h.Drafted(t)
	for _, in := range []governance.MemberInput{
		{Number: h.Manager.Number, Capacity: governance.Chair},
		{Physician: h.Physician.ID, Capacity: governance.Doctor},
	} {
		in.Workplace, in.From = w, today.AddDays(-30)
		must(t, h.Service.PutMember(ctx, hr, in))
	}
	v, err := h.Service.Committee(ctx, hr, w)
	must(t, err)
	if len(v.Members) != 2 || governance.AllMet(v.Composition) {
		t.Errorf("%d members, composed %v", len(v.Members), v.Composition)
	}
	in := governance.MeetingInput{Workplace: w, On: today, Mode: governance.Paper, Agenda: []governance.Item{{Tag: "ONLINE_RULE"}}, Draft: 1}
	m, err := h.Service.Meet(ctx, hr, in)
	must(t, err)
	decide := func() error {
		return h.Service.Decide(ctx, hr, governance.DecideInput{Workplace: w, ID: m, Decision: governance.Adopted, On: today})
	}
	refuse(t, "without its conditions", governance.ErrConditions, decide())
	in.ID = m
	for _, c := range h.Service.Rules.Paper {
		in.Met = append(in.Met, c.ID)
	}
	_, err = h.Service.Meet(ctx, hr, in)
	must(t, err)
	refuse(t, "with silent members", governance.ErrSilent, decide())
	members := v.Members
	refuse(t, "somebody who is no member", governance.ErrNotMember, h.Service.State(ctx, h.AsCommittee(), w, m, members[0].ID, governance.Agrees, ""))
	must(t, h.Service.State(ctx, h.AsMember(), w, m, members[0].ID, governance.Agrees, ""))
	refuse(t, "for another member", governance.ErrNotMember, h.Service.State(ctx, h.AsMember(), w, m, members[1].ID, governance.Agrees, ""))
	if err := h.Service.State(ctx, h.AsPhysician(), w, m, members[1].ID, governance.Wishes, ""); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a wish without words: %v", err)
	}
	must(t, h.Service.State(ctx, h.AsPhysician(), w, m, members[1].ID, governance.Wishes, "対面の場所を増やしてください"))
	must(t, decide())
	refuse(t, "an opinion after the decision", governance.ErrDecided, h.Service.State(ctx, h.AsMember(), w, m, members[0].ID, governance.Disagrees, "x"))
	got, err := h.Service.Meeting(ctx, h.AsMember(), w, m)
	must(t, err)
	if got.Meeting.Composed || got.Me != members[0].ID || got.Manages {
		t.Errorf("%+v", got)
	}
}

// Below 50 workers a hearing is enough; from 50 on it is not.
func TestHearing(t *testing.T) {
	t.Parallel()
	h := house(t)
	small, err := h.People.AddWorkplace(ctx, actor.System("test"), directory.Workplace{Company: h.Company.ID, Name: "営業所", Zone: "Asia/Tokyo", Headcount: 49})
	must(t, err)
	sys := actor.System("test")
	for _, x := range []struct {
		w    id.Workplace
		want error
	}{{small.ID, nil}, {h.Honsha.ID, governance.ErrCommitteeNeeded}} {
		must(t, h.Service.Answer(ctx, sys, x.w, h.Usual()))
		_, err := h.Service.Make(ctx, sys, x.w, governance.RuleText)
		must(t, err)
		m, err := h.Service.Meet(ctx, sys, governance.MeetingInput{Workplace: x.w, Hearing: true, On: h.Today(), Note: "朝礼で全員から意見を聴いた", Agenda: []governance.Item{{Tag: "ONLINE_RULE"}}, Draft: 1})
		refuse(t, "hearing", x.want, err)
		if err != nil {
			continue
		}
		must(t, h.Service.Decide(ctx, sys, governance.DecideInput{Workplace: x.w, ID: m, Decision: governance.Adopted, On: h.Today()}))
		_, err = h.Service.Adopt(ctx, sys, x.w, m, h.Today())
		must(t, err)
		must(t, h.DB.Read(ctx, func(ctx context.Context, tx txn.Read) error {
			d, err := h.Service.Deliberated(ctx, tx, x.w, "CONSULTATION", h.Today())
			if !d.Held || !d.Hearing || !d.Composed {
				t.Errorf("%+v", d)
			}
			return err
		}))
	}
}

// A new version asks for a new notice exactly when something changes for workers.
func TestANewVersion(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		name, key string
		needs     bool
	}{{"what concerns workers", "place", true}, {"what does not", "review", false}} {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			h := house(t)
			today, w, hr := h.Today(), h.Honsha.ID, h.AsHR()
			h.Drafted(t)
			first := h.Adopted(t, today.AddDays(-9), today.AddDays(-8))
			a1, err := h.Service.AnnounceElsewhere(ctx, hr, w, first.ID, today.AddDays(-8), "朝礼")
			must(t, err)
			must(t, h.Service.Tell(ctx, a1))
			if len(h.Mails) != 0 {
				t.Errorf("%d mails for a notice that was given elsewhere", len(h.Mails))
			}
			must(t, h.Service.Acknowledge(ctx, h.AsWorker(), first.ID))

			v, err := h.Service.DocumentOf(ctx, hr, w, governance.RuleText, 0)
			must(t, err)
			sections := append([]governance.Section(nil), v.Document.Sections...)
			for i := range sections {
				if sections[i].Key == x.key {
					sections[i].Text += "\n加えた文。"
				}
			}
			edit := governance.EditInput{Workplace: w, Kind: governance.RuleText, Base: 1, Title: v.Document.Title, Sections: sections}
			_, err = h.Service.Edit(ctx, hr, edit)
			must(t, err)
			_, err = h.Service.Edit(ctx, hr, edit)
			refuse(t, "an edit over somebody else's", governance.ErrOldDocument, err)
			second := h.Adopted(t, today, today)
			if second.NeedsNotice() != x.needs || second.Number != 2 {
				t.Fatalf("needs notice %v: %v", second.NeedsNotice(), second.ForWorkers)
			}
			d, a := facts(t, h, "CONSULTATION", today)
			if d.Rule != second.ID || a.Held == x.needs {
				t.Errorf("today: %+v %+v", d, a)
			}
			if d, _ := facts(t, h, "CONSULTATION", today.AddDays(-1)); d.Rule != first.ID || d.Until != today.AddDays(-1) {
				t.Errorf("yesterday: %+v", d)
			}
			mine, err := h.Service.Mine(ctx, h.AsWorker())
			must(t, err)
			if mine.ToRead() || mine.ReadOn.IsZero() {
				t.Errorf("nothing new was announced: %+v", mine.Rule.Number)
			}
			if !x.needs {
				if mine.Rule.ID != second.ID {
					t.Error("the worker reads an old text")
				}
				return
			}
			a2, err := h.Service.Announce(ctx, hr, w, second.ID)
			must(t, err)
			must(t, h.Service.Tell(ctx, a2))
			mine, err = h.Service.Mine(ctx, h.AsWorker())
			must(t, err)
			if !mine.ToRead() || mine.Rule.ID != second.ID || strings.Join(mine.Changed, "") != "面談を受ける場所" {
				t.Errorf("after the new notice: %v %v", mine.ToRead(), mine.Changed)
			}
			refuse(t, "the old version", governance.ErrOldRule, h.Service.Acknowledge(ctx, h.AsWorker(), first.ID))
		})
	}
}

// Neighbours see nothing, not even that it is there.
func TestNeighbours(t *testing.T) {
	t.Parallel()
	h := house(t)
	h.Drafted(t)
	r := h.Adopted(t, h.Today(), h.Today())
	a, err := h.Service.Announce(ctx, h.AsHR(), h.Honsha.ID, r.ID)
	must(t, err)
	for name, who := range map[string]actor.Actor{"another company": h.AsForeignHR(), "a worker": h.AsWorker(), "a manager": h.AsManager(), "an unappointed physician": h.AsUnappointed(), "nobody": {}} {
		_, err := h.Service.KitOf(ctx, who, h.Honsha.ID)
		refuse(t, name+" reads the kit", access.ErrHidden, err)
		refuse(t, name+" answers", access.ErrHidden, h.Service.Answer(ctx, who, h.Honsha.ID, governance.Answers{"tool": {"own"}}))
		_, err = h.Service.ProofOf(ctx, who, h.Honsha.ID, a)
		refuse(t, name+" reads names", access.ErrHidden, err)
	}
	// HR of Honsha has no business at Chiba, and no meeting of Honsha is at Chiba.
	_, err = h.Service.Committee(ctx, h.AsHR(), h.Chiba.ID)
	refuse(t, "HR at another workplace", access.ErrHidden, err)
	both := h.AsHR()
	both.Workplaces = append(both.Workplaces, h.Chiba.ID)
	_, err = h.Service.Meeting(ctx, both, h.Chiba.ID, r.Deliberation)
	refuse(t, "a meeting under another workplace", governance.ErrNone, err)
	_, err = h.Service.ProofOf(ctx, both, h.Chiba.ID, a)
	refuse(t, "a list under another workplace", governance.ErrNone, err)
	// The committee reads, and neither records nor sees names.
	if _, err := h.Service.Committee(ctx, h.AsCommittee(), h.Honsha.ID); err != nil {
		t.Error(err)
	}
	_, err = h.Service.ProofOf(ctx, h.AsCommittee(), h.Honsha.ID, a)
	refuse(t, "the committee reads names", access.ErrForbidden, err)
	_, err = h.Service.Remind(ctx, h.AsCommittee(), h.Honsha.ID, a)
	refuse(t, "the committee reminds", access.ErrForbidden, err)
	_, err = h.Service.Mine(ctx, h.AsForeigner())
	must(t, err) // his own company has nothing: an empty page
}
