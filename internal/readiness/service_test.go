package readiness_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/database/databasetest"
	"mendan/internal/id"
	"mendan/internal/readiness"
	"mendan/internal/readiness/readinesstest"
	"mendan/internal/txn"
)

func house(t *testing.T) *readinesstest.House {
	t.Helper()
	db, clock := databasetest.Open(t)
	return readinesstest.NewHouse(t, db, clock)
}

// in three hours, on the day of the clock: Monday 15:00 in Tokyo
var soon = databasetest.Noon.Add(3 * time.Hour)

func contact(c id.Case) readiness.ContactInput {
	return readiness.ContactInput{
		Case: c, Phone: "090-1234-5678", Second: "m@example.jp", Name: "髙橋 一郎", Relation: "夫", Tel: "03-1234-5678",
		Consents: readiness.Consents{Life: true, Lost: true},
	}
}

func (l ledger) String() string { return strings.Join(l, " ") }

type ledger []string

func ledgerOf(t *testing.T, h *readinesstest.House) ledger {
	t.Helper()
	list, err := h.Ready.Ledger(context.Background(), h.AsWorker())
	if err != nil {
		t.Fatal(err)
	}
	var out ledger
	for _, c := range list {
		sign := "-"
		if c.Given {
			sign = "+"
		}
		out = append(out, sign+strings.TrimPrefix(string(c.Kind), "CONTACT_"))
	}
	return out
}

func TestFromNothingToTheDoor(t *testing.T) {
	t.Parallel()
	h := house(t)
	ctx, who := context.Background(), h.AsWorker()
	c := h.Open(casework.LongHoursGeneral)
	h.Book(c, soon, casework.Online)

	missing := func() []readiness.Key {
		t.Helper()
		var out []readiness.Key
		if err := h.DB.Read(ctx, func(ctx context.Context, tx txn.Read) error {
			card, err := h.Ready.CardOf(ctx, tx, c)
			out = card.Missing
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return out
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	if d := cmp.Diff([]readiness.Key{readiness.StepPlace, readiness.StepContact, readiness.StepToday}, missing()); d != "" {
		t.Errorf("at first (-want +got)\n%s", d)
	}
	must(h.Ready.DeclarePlace(ctx, who, readiness.PlaceInput{Case: c.ID, Kind: readiness.Home, Alone: "yes"}))
	must(h.Ready.GiveContact(ctx, who, contact(c.ID)))
	must(h.Ready.GiveAddress(ctx, who, readiness.AddressInput{Case: c.ID, Prefecture: "東京都", Street: "港区芝1-2-3", Nearby: "no"}))
	if got := missing(); got != nil {
		t.Errorf("in the end: %v", got)
	}

	// The interview is moved to tomorrow: where he is will be asked again then.
	h.Booked.From, h.Booked.To = soon.Add(24*time.Hour), soon.Add(25*time.Hour)
	if d := cmp.Diff([]readiness.Key{readiness.StepToday}, missing()); d != "" {
		t.Errorf("moved (-want +got)\n%s", d)
	}
	if err := h.Ready.GiveAddress(ctx, who, readiness.AddressInput{Case: c.ID, Prefecture: "東京都", Street: "港区芝1-2-3", Nearby: "no"}); !errors.Is(err, readiness.ErrTooEarly) {
		t.Errorf("a day early: %v", err)
	}
	card, err := h.Ready.Card(ctx, h.AsPhysician(), c.ID)
	if err != nil || !card.AddressAt.IsZero() {
		t.Errorf("the address of another day is shown: %+v, %v", card.AddressAt, err)
	}

	h.Move(c.ID, casework.Started)
	for name, err := range map[string]error{
		"place":   h.Ready.DeclarePlace(ctx, who, readiness.PlaceInput{Case: c.ID, Kind: readiness.Home, Alone: "yes"}),
		"contact": h.Ready.GiveContact(ctx, who, contact(c.ID)),
		"address": h.Ready.GiveAddress(ctx, who, readiness.AddressInput{Case: c.ID, Prefecture: "東京都", Street: "港区芝1-2-3", Nearby: "no"}),
	} {
		if !errors.Is(err, readiness.ErrClosed) {
			t.Errorf("%s after the interview began: %v", name, err)
		}
	}
}

func TestAWishForARoomIsPassedOnOnce(t *testing.T) {
	t.Parallel()
	h := house(t)
	ctx := context.Background()
	c := h.Open(casework.Consultation)
	say := func(kind readiness.PlaceKind, note string) {
		t.Helper()
		if err := h.Ready.DeclarePlace(ctx, h.AsWorker(), readiness.PlaceInput{Case: c.ID, Kind: kind, Alone: "yes", Note: note}); err != nil {
			t.Fatal(err)
		}
	}
	say(readiness.NoPlace, "家族に知られたくない")
	say(readiness.NoPlace, "家族に知られたくないので会社の近く")
	say(readiness.Home, "")
	say(readiness.NoPlace, "やはり必要です")
	if len(h.Wanted) != 1 || h.Wanted[0].Wish != "" || !h.Wanted[0].ByProvider {
		t.Errorf("what is passed on: %+v", h.Wanted)
	}
	p, err := h.Ready.PlaceOf(ctx, h.AsWorker(), c.ID)
	if err != nil || p.Place.Fits() {
		t.Errorf("a wish is no place: %+v, %v", p.Place, err)
	}
}

// Each consent has its own history; a new person starts with none.
func TestConsents(t *testing.T) {
	t.Parallel()
	h := house(t)
	ctx := context.Background()
	c := h.Open(casework.LongHoursGeneral)
	give := func(change func(*readiness.ContactInput)) {
		t.Helper()
		in := contact(c.ID)
		change(&in)
		if err := h.Ready.GiveContact(ctx, h.AsWorker(), in); err != nil {
			t.Fatal(err)
		}
	}
	for _, x := range []struct {
		name   string
		change func(*readiness.ContactInput)
		want   string
	}{
		{"two of three", func(*readiness.ContactInput) {}, "+LIFE +LOST"},
		{"saved again", func(*readiness.ContactInput) {}, "+LIFE +LOST"},
		{"one taken back, one given", func(in *readiness.ContactInput) { in.Consents = readiness.Consents{Life: true, Consult: true} }, "+LIFE +LOST -LOST +CONSULT"},
		{"another person", func(in *readiness.ContactInput) {
			in.Name, in.Consents = "髙橋 花子", readiness.Consents{Life: true}
		}, "+LIFE +LOST -LOST +CONSULT -LIFE -CONSULT +LIFE"},
		{"nobody any more", func(in *readiness.ContactInput) { in.Nobody = true }, "+LIFE +LOST -LOST +CONSULT -LIFE -CONSULT +LIFE -LIFE"},
	} {
		give(x.change)
		if got := ledgerOf(t, h).String(); got != x.want {
			t.Errorf("%s: %s, want %s", x.name, got, x.want)
		}
	}
}

// The contact of the last interview is offered again, and counts only when confirmed.
func TestContactOfTheLastInterview(t *testing.T) {
	t.Parallel()
	h := house(t)
	ctx := context.Background()
	first, second := h.Open(casework.LongHoursGeneral), h.Open(casework.Consultation)
	if err := h.Ready.GiveContact(ctx, h.AsWorker(), contact(first.ID)); err != nil {
		t.Fatal(err)
	}
	s, err := h.Ready.ContactOf(ctx, h.AsWorker(), second.ID)
	if err != nil || s.Contact.Phone != "090-1234-5678" || !s.ConfirmedAt.IsZero() {
		t.Errorf("%+v, %v", s, err)
	}
	card, err := h.Ready.Card(ctx, h.AsPhysician(), second.ID)
	if err != nil || card.Phone == "" || !card.ConfirmedAt.IsZero() {
		t.Errorf("the physician: %+v, %v", card, err)
	}
}

// An address is gone 30 days after the interview, not a moment before.
func TestAddressesArePurged(t *testing.T) {
	t.Parallel()
	h := house(t)
	ctx := context.Background()
	c := h.Open(casework.LongHoursGeneral)
	h.Book(c, soon, casework.Online)
	if err := h.Ready.GiveAddress(ctx, h.AsWorker(), readiness.AddressInput{Case: c.ID, Prefecture: "東京都", Street: "港区芝1-2-3", Nearby: "no"}); err != nil {
		t.Fatal(err)
	}
	end := soon.Add(30*time.Minute + readiness.AddressKept)
	for _, x := range []struct {
		at   time.Time
		want int64
	}{{end.Add(-time.Microsecond), 0}, {end, 1}, {end, 0}} {
		h.Clock.Set(x.at)
		n, err := h.Ready.PurgeAddresses(ctx)
		if err != nil || n != x.want {
			t.Errorf("%s: %d, %v, want %d", x.at, n, err, x.want)
		}
	}
}

func TestReadingTheCompanyText(t *testing.T) {
	t.Parallel()
	h := house(t)
	ctx := context.Background()
	c := h.Open(casework.Consultation)
	s, err := h.Ready.CompanyOf(ctx, h.AsWorker(), c.ID)
	if err != nil || !s.ReadAt.IsZero() || s.Text.Type != "CONSULTATION" {
		t.Fatalf("%+v, %v", s, err)
	}
	if err := h.Ready.ConfirmRead(ctx, h.AsWorker(), c.ID, s.Text.Version+1); !errors.Is(err, readiness.ErrOldText) {
		t.Errorf("another version: %v", err)
	}
	for range 2 {
		if err := h.Ready.ConfirmRead(ctx, h.AsWorker(), c.ID, s.Text.Version); err != nil {
			t.Fatal(err)
		}
	}
	if s, err = h.Ready.CompanyOf(ctx, h.AsWorker(), c.ID); err != nil || s.ReadAt.IsZero() {
		t.Errorf("%+v, %v", s, err)
	}
}

// Only the worker writes, only he, his physician and the health staff read; an
// employer cannot tell a case from one that does not exist.
func TestWhoMay(t *testing.T) {
	t.Parallel()
	h := house(t)
	ctx := context.Background()
	c := h.Open(casework.Consultation)
	h.Book(c, soon, casework.Online)
	for name, x := range map[string]struct {
		who         actor.Actor
		write, card bool
	}{
		"worker": {h.AsWorker(), true, true}, "physician": {h.AsPhysician(), false, true}, "nurse": {h.AsNurse(), false, true},
		"unappointed": {h.AsUnappointed(), false, false}, "foreigner": {h.AsForeigner(), false, false}, "hr": {h.AsHR(), false, false},
		"manager": {h.AsManager(), false, false}, "committee": {h.AsCommittee(), false, false}, "coordinator": {h.AsCoordinator(), false, false},
		"admin": {h.AsAdmin(), false, false}, "nobody": {actor.Actor{}, false, false},
	} {
		_, place := h.Ready.PlaceOf(ctx, x.who, c.ID)
		_, card := h.Ready.ContactOf(ctx, x.who, c.ID)
		_, today := h.Ready.AddressOf(ctx, x.who, c.ID)
		_, text := h.Ready.CompanyOf(ctx, x.who, c.ID)
		for what, err := range map[string]error{
			"place": place, "contact": card, "today": today, "text": text,
			"declare": h.Ready.DeclarePlace(ctx, x.who, readiness.PlaceInput{Case: c.ID, Kind: readiness.Home, Alone: "yes"}),
			"give":    h.Ready.GiveContact(ctx, x.who, contact(c.ID)),
			"address": h.Ready.GiveAddress(ctx, x.who, readiness.AddressInput{Case: c.ID, Prefecture: "東京都", Street: "港区芝1-2-3", Nearby: "no"}),
			"read":    h.Ready.ConfirmRead(ctx, x.who, c.ID, 1),
		} {
			if (err == nil) != x.write {
				t.Errorf("%s %s: %v", name, what, err)
			}
			if name == "hr" && !errors.Is(err, access.ErrHidden) {
				t.Errorf("hr learns of a consultation from %s: %v", what, err)
			}
		}
		if _, err := h.Ready.Card(ctx, x.who, c.ID); (err == nil) != x.card {
			t.Errorf("%s card: %v", name, err)
		}
	}
}

func TestInPersonNeedsNeitherPlaceNorAddress(t *testing.T) {
	t.Parallel()
	h := house(t)
	ctx := context.Background()
	c := h.Open(casework.LongHoursGeneral)
	h.Book(c, soon, casework.InPerson)
	for name, err := range map[string]error{
		"place":   h.Ready.DeclarePlace(ctx, h.AsWorker(), readiness.PlaceInput{Case: c.ID, Kind: readiness.Home, Alone: "yes"}),
		"address": h.Ready.GiveAddress(ctx, h.AsWorker(), readiness.AddressInput{Case: c.ID, Prefecture: "東京都", Street: "港区芝1-2-3", Nearby: "no"}),
	} {
		if !errors.Is(err, readiness.ErrNotNeeded) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
