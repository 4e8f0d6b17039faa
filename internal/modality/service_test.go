package modality_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/database/databasetest"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/modality"
	"mendan/internal/modality/modalitytest"
	"mendan/internal/txn"
)

var ctx = context.Background()

func house(t *testing.T) *modalitytest.House {
	t.Helper()
	db, clock := databasetest.Open(t)
	return modalitytest.NewHouse(t, db, clock)
}

// moments are the kept decisions in short: moment, outcome, rows.
func moments(list []modality.Record) []string {
	var out []string
	for _, r := range list {
		out = append(out, fmt.Sprintf("%s %s %s", r.Moment, r.Outcome, strings.Join(r.Rows, " ")))
	}
	return out
}

func TestDecidedAgainAndAgain(t *testing.T) {
	t.Parallel()
	h := house(t)
	c := h.Open(casework.LongHoursGeneral)
	tomorrow := h.Clock.Now().Add(24 * time.Hour)
	if err := h.MayBeOnline(c.ID, tomorrow); err != nil {
		t.Fatalf("prepared: %v", err)
	}
	h.Book(c.ID, tomorrow, casework.Online)
	h.Again(c.ID) // says the same but for the stage
	h.Again(c.ID)
	h.Clock.Set(tomorrow)
	if err := h.MayBeOnline(c.ID, time.Time{}); err != nil {
		t.Fatalf("at the start: %v", err)
	}
	h.Move(c.ID, casework.Started, nil)
	want := []string{
		"APPLICATION ONLINE_OK D-17", "BOOKING ONLINE_OK D-17", "PREPARATION ONLINE_OK D-17", "START ONLINE_OK D-17",
	}
	if diff := cmp.Diff(want, moments(h.History(c.ID))); diff != "" {
		t.Error(diff)
	}
	if got := h.News(); got != nil {
		t.Errorf("news of nothing: %v", got)
	}
}

// What is not known closes online; in person is never asked about here.
func TestNothingKnownIsClosed(t *testing.T) {
	t.Parallel()
	h := house(t)
	h.Said = modality.Said{}
	c := h.Open(casework.Consultation)
	if err := h.MayBeOnline(c.ID, h.Clock.Now().Add(time.Hour)); !errors.Is(err, modality.ErrClosed) {
		t.Errorf("booking: %v", err)
	}
	if err := h.MayBeOnline(c.ID, time.Time{}); !errors.Is(err, modality.ErrNotNow) {
		t.Errorf("starting: %v", err)
	}
}

// A place that nobody confirmed closes the start, not the booking.
func TestTheStartAsksMore(t *testing.T) {
	t.Parallel()
	h := house(t)
	delete(h.Said, "location_confirmed")
	delete(h.Said, "worker_place")
	c := h.Open(casework.LongHoursGeneral)
	if err := h.MayBeOnline(c.ID, h.Clock.Now().Add(time.Hour)); err != nil {
		t.Errorf("booking: %v", err)
	}
	if err := h.MayBeOnline(c.ID, time.Time{}); !errors.Is(err, modality.ErrNotNow) {
		t.Errorf("starting: %v", err)
	}
}

func TestABookedInterviewIsTurnedOnce(t *testing.T) {
	t.Parallel()
	h := house(t)
	c := h.Open(casework.LongHoursGeneral)
	h.Book(c.ID, h.Clock.Now().Add(48*time.Hour), casework.Online)
	h.News()

	h.Said["suicidality"] = "E1" // an answer of the questionnaire
	h.Again(c.ID)
	h.Again(c.ID)
	h.Said["device_failures"] = "2" // one more row: still closed, nobody is told again
	h.Again(c.ID)
	if diff := cmp.Diff([]string{"turned"}, h.News()); diff != "" {
		t.Error(diff)
	}
	if err := h.MayBeOnline(c.ID, h.Clock.Now().Add(time.Hour)); !errors.Is(err, modality.ErrClosed) {
		t.Errorf("still open: %v", err)
	}
	// Open again, closed again: told again.
	delete(h.Said, "suicidality")
	delete(h.Said, "device_failures")
	h.Again(c.ID)
	h.Said["physical_complaint"] = "true"
	h.Again(c.ID)
	if diff := cmp.Diff([]string{"turned"}, h.News()); diff != "" {
		t.Error(diff)
	}
	// Booked in person: nothing to turn.
	h.Book(c.ID, h.Clock.Now().Add(72*time.Hour), casework.InPerson)
	h.Again(c.ID)
	if got := h.News(); got != nil {
		t.Errorf("told of an interview in person: %v", got)
	}
}

// A plan that expires closes a booked interview without anybody's doing.
func TestReviewFindsWhatExpires(t *testing.T) {
	t.Parallel()
	h := house(t)
	c := h.Open(casework.LongHoursGeneral)
	far := h.Clock.Now().Add(20 * 24 * time.Hour)
	h.Book(c.ID, far, casework.Online)
	review := func() {
		t.Helper()
		if err := h.Service.Review(ctx); err != nil {
			t.Fatal(err)
		}
	}
	review()
	if got := h.News(); got != nil {
		t.Errorf("told of nothing: %v", got)
	}
	h.Said["plan_until"] = "2026-11-30" // renewed for a short time only
	review()
	review()
	if diff := cmp.Diff([]string{"turned"}, h.News()); diff != "" {
		t.Error(diff)
	}
}

func TestARecommendationIsAnsweredWithASentence(t *testing.T) {
	t.Parallel()
	h := house(t)
	h.Said["suicidality"] = "E0"
	c := h.Open(casework.LongHoursGeneral)
	if diff := cmp.Diff([]string{"asked"}, h.News()); diff != "" {
		t.Errorf("the appointed physician is asked: %s", diff)
	}
	later := h.Clock.Now().Add(time.Hour)
	if err := h.MayBeOnline(c.ID, later); !errors.Is(err, modality.ErrClosed) {
		t.Fatalf("without a sentence: %v", err)
	}
	for name, sentence := range map[string]string{"empty": "  ", "long": strings.Repeat("あ", 301)} {
		if err := h.Service.Loosen(ctx, h.AsPhysician(), c.ID, sentence); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := h.Service.Loosen(ctx, h.AsPhysician(), c.ID, "オンラインの方が2日早く、当番もいる"); err != nil {
		t.Fatal(err)
	}
	if err := h.MayBeOnline(c.ID, later); err != nil {
		t.Errorf("with a sentence: %v", err)
	}
	if diff := cmp.Diff([]string{"opened"}, h.News()); diff != "" {
		t.Error(diff)
	}
	// Another recommendation is another question.
	h.Said["dispute"] = "true"
	if err := h.MayBeOnline(c.ID, later); !errors.Is(err, modality.ErrClosed) {
		t.Errorf("a new recommendation is not answered: %v", err)
	}
	// And what is required is not to be loosened.
	h.Said["suicidality"] = "E2"
	if err := h.Service.Loosen(ctx, h.AsPhysician(), c.ID, "大丈夫"); !errors.Is(err, modality.ErrCannotLoosen) {
		t.Errorf("required: %v", err)
	}
	h.Said = modalitytest.Prepared()
	if err := h.Service.Loosen(ctx, h.AsPhysician(), c.ID, "大丈夫"); !errors.Is(err, modality.ErrCannotLoosen) {
		t.Errorf("nothing to loosen: %v", err)
	}
}

func TestThePhysicianTightensAtAnyMoment(t *testing.T) {
	t.Parallel()
	t.Run("before", func(t *testing.T) {
		t.Parallel()
		h := house(t)
		c := h.Open(casework.LongHoursGeneral)
		h.Book(c.ID, h.Clock.Now().Add(48*time.Hour), casework.Online)
		if err := h.Service.Tighten(ctx, h.AsPhysician(), c.ID, "BECAUSE", ""); fault.KindOf(err) != fault.Invalid {
			t.Errorf("no reason: %v", err)
		}
		if err := h.Service.Tighten(ctx, h.AsPhysician(), c.ID, modality.SeePerson, "表情を直接見たい"); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"turned"}, h.News()); diff != "" {
			t.Error(diff)
		}
		if err := h.MayBeOnline(c.ID, time.Time{}); !errors.Is(err, modality.ErrNotNow) {
			t.Errorf("still online: %v", err)
		}
		last := h.History(c.ID)
		if got := last[len(last)-1]; got.Moment != modality.AtWord || !slices.Contains(got.Rows, "D-01") {
			t.Errorf("kept: %s", moments(last))
		}
	})
	t.Run("during", func(t *testing.T) {
		t.Parallel()
		h := house(t)
		c := h.Open(casework.LongHoursGeneral)
		h.Book(c.ID, h.Clock.Now().Add(time.Minute), casework.Online)
		h.Move(c.ID, casework.Started, nil)
		h.Move(c.ID, casework.Converted, nil)
		h.Booked = time.Time{}
		if err := h.MayBeOnline(c.ID, h.Clock.Now().Add(time.Hour)); !errors.Is(err, modality.ErrClosed) {
			t.Errorf("turned, and still online: %v", err)
		}
		list := h.History(c.ID)
		if got := list[len(list)-1]; got.Moment != modality.AtConversion || !slices.Contains(got.Rows, "D-01") {
			t.Errorf("kept: %s", moments(list))
		}
	})
	t.Run("after", func(t *testing.T) {
		t.Parallel()
		h := house(t)
		first := h.Open(casework.LongHoursGeneral)
		h.Book(first.ID, h.Clock.Now().Add(time.Minute), casework.Online)
		h.Move(first.ID, casework.Started, nil)
		h.Move(first.ID, casework.Completed, nil)
		h.Booked = time.Time{}
		if err := h.Service.Tighten(ctx, h.AsPhysician(), first.ID, modality.SuicidalitySeen, ""); err != nil {
			t.Fatal(err)
		}
		if err := h.Service.Loosen(ctx, h.AsPhysician(), first.ID, "もう終わった"); fault.KindOf(err) != fault.Conflict {
			t.Errorf("loosened after it was held: %v", err)
		}
		h.Clock.Add(time.Hour)
		next := h.Open(casework.Consultation)
		if err := h.MayBeOnline(next.ID, h.Clock.Now().Add(time.Hour)); !errors.Is(err, modality.ErrClosed) {
			t.Errorf("the next one is online: %v", err)
		}
		if got := moments(h.History(next.ID)); got[0] != "APPLICATION IN_PERSON_REQUIRED D-15 D-24" {
			t.Errorf("%s", got)
		}
		// Seen in person: the word has done its work.
		h.Book(next.ID, h.Clock.Now().Add(time.Minute), casework.InPerson)
		h.Move(next.ID, casework.Started, nil)
		h.Move(next.ID, casework.Completed, nil)
		h.Booked = time.Time{}
		h.Clock.Add(time.Hour)
		third := h.Open(casework.Consultation)
		if err := h.MayBeOnline(third.ID, h.Clock.Now().Add(time.Hour)); err != nil {
			t.Errorf("after a meeting in person: %v", err)
		}
	})
}

func TestTheWorkersWish(t *testing.T) {
	t.Parallel()
	h := house(t)
	c := h.Open(casework.Consultation)
	wish := func(m casework.Mode, x modality.Support) error {
		return h.Service.Wish(ctx, h.AsWorker(), modality.WishInput{Case: c.ID, Wish: m, Support: x})
	}
	if err := wish("MAYBE", "SOME"); fault.KindOf(err) != fault.Invalid {
		t.Errorf("%v", err)
	}
	if err := wish(casework.InPerson, ""); err != nil {
		t.Fatal(err)
	}
	later := h.Clock.Now().Add(time.Hour)
	if err := h.MayBeOnline(c.ID, later); !errors.Is(err, modality.ErrClosed) {
		t.Errorf("%v", err)
	}
	if err := wish(casework.Either, modality.SupportMissing); err != nil {
		t.Fatal(err)
	}
	s, err := h.Service.SheetOf(ctx, h.AsWorker(), c.ID)
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Standing.Decision.IDs(); !slices.Equal(got, []string{"D-23", "D-24"}) || s.Support != modality.SupportMissing || s.MayWord {
		t.Errorf("%v %v", got, s.MayWord)
	}
	if got := moments(h.History(c.ID)); len(got) != 3 || got[1] != "WISH IN_PERSON_REQUIRED D-07 D-24" {
		t.Errorf("%v", got)
	}
}

func TestWhoMay(t *testing.T) {
	t.Parallel()
	h := house(t)
	h.Said["suicidality"] = "E0"
	c := h.Open(casework.LongHoursGeneral)
	type try struct {
		name              string
		who               actor.Actor
		see, decide, wish error
	}
	for _, x := range []try{
		{"worker", h.AsWorker(), nil, access.ErrForbidden, nil},
		{"physician", h.AsPhysician(), nil, nil, access.ErrHidden},
		{"nurse", h.AsNurse(), nil, access.ErrForbidden, access.ErrForbidden},
		{"hr", h.AsHR(), access.ErrForbidden, access.ErrForbidden, access.ErrForbidden},
		{"manager", h.AsManager(), access.ErrHidden, access.ErrHidden, access.ErrHidden},
		{"committee", h.AsCommittee(), access.ErrHidden, access.ErrHidden, access.ErrHidden},
		{"coordinator", h.AsCoordinator(), access.ErrForbidden, access.ErrForbidden, access.ErrForbidden},
		{"unappointed", h.AsUnappointed(), access.ErrHidden, access.ErrHidden, access.ErrHidden},
		{"foreigner", h.AsForeigner(), access.ErrHidden, access.ErrHidden, access.ErrHidden},
		{"admin", h.AsAdmin(), access.ErrHidden, access.ErrHidden, access.ErrHidden},
	} {
		_, see := h.Service.SheetOf(ctx, x.who, c.ID)
		loosen := h.Service.Loosen(ctx, x.who, c.ID, "早い方がよい")
		tighten := h.Service.Tighten(ctx, x.who, c.ID, modality.Safety, "")
		wish := h.Service.Wish(ctx, x.who, modality.WishInput{Case: c.ID, Wish: casework.Either})
		for what, e := range map[string][2]error{"see": {see, x.see}, "loosen": {loosen, x.decide}, "tighten": {tighten, x.decide}, "wish": {wish, x.wish}} {
			if !errors.Is(e[0], e[1]) && (e[0] != nil || e[1] != nil) {
				t.Errorf("%s may %s: %v, want %v", x.name, what, e[0], e[1])
			}
		}
	}
	if _, err := h.Service.SheetOf(ctx, h.AsPhysician(), id.New[id.Case]()); fault.KindOf(err) != fault.NotFound {
		t.Errorf("no such case: %v", err)
	}
}

// What the employer reads is the same whichever private row fired, also through
// the service.
func TestEmployer(t *testing.T) {
	t.Parallel()
	h := house(t)
	c := h.Open(casework.LongHoursGeneral)
	employer := func() []modality.Text {
		t.Helper()
		var out []modality.Text
		if err := h.DB.Read(ctx, func(ctx context.Context, tx txn.Read) error {
			got, err := h.Service.Employer(ctx, tx, c)
			out = got
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return out
	}
	quiet := employer()
	h.Said["suicidality"] = "E0" // recommended
	if diff := cmp.Diff(quiet, employer()); diff != "" {
		t.Errorf("a recommendation shows: %s", diff)
	}
	var closed []modality.Text
	for _, fact := range []struct{ name, value string }{{"suicidality", "E2"}, {"physical_complaint", "true"}, {"overheard_risk", "true"}, {"operation", "CANNOT"}, {"device_failures", "3"}} {
		h.Said = modalitytest.Prepared()
		delete(h.Said, "worker_place")
		h.Said[fact.name] = fact.value
		got := employer()
		if closed == nil {
			closed = got
		}
		if diff := cmp.Diff(closed, got); diff != "" {
			t.Errorf("%s shows: %s", fact.name, diff)
		}
	}
	h.Said["deliberated"] = "false"
	if got := employer(); len(got) != 1 || !strings.Contains(got[0].JA, "衛生委員会") {
		t.Errorf("his own business is told: %v", got)
	}
}

func TestKeptForDocuments(t *testing.T) {
	t.Parallel()
	h := house(t)
	h.Said["suicidality"] = "E0"
	c := h.Open(casework.LongHoursGeneral)
	h.Book(c.ID, h.Clock.Now().Add(time.Minute), casework.Online)
	h.Move(c.ID, casework.Started, nil)
	h.Move(c.ID, casework.Completed, nil)
	if err := h.Service.Tighten(ctx, h.AsPhysician(), c.ID, modality.Safety, ""); err != nil {
		t.Fatal(err)
	}
	if err := h.DB.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		k, err := h.Service.Kept(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		if k.Record.Moment != modality.AtStart || k.Withheld != 1 || !slices.Equal(k.Rows, []string{"D-17"}) {
			t.Errorf("%s %v %d", k.Record.Moment, k.Rows, k.Withheld)
		}
		_, err = h.Service.Kept(ctx, tx, id.New[id.Case]())
		if !errors.Is(err, modality.ErrNone) {
			t.Errorf("%v", err)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}
