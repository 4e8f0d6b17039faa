package provision_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"mendan/internal/casework"
	"mendan/internal/database/databasetest"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/notify"
	"mendan/internal/provision"
	"mendan/internal/provision/provisiontest"
	"mendan/internal/txn"
)

func house(t *testing.T) *provisiontest.House {
	t.Helper()
	db, clock := databasetest.Open(t)
	return provisiontest.NewHouse(t, db, clock)
}

// mayStart asks what the room asks.
func mayStart(t *testing.T, h *provisiontest.House, k id.Case) error {
	t.Helper()
	return h.DB.Read(context.Background(), func(ctx context.Context, tx txn.Read) error {
		c, err := h.Cases.Get(ctx, tx, k)
		if err != nil {
			return err
		}
		return h.Service.MayStart(ctx, tx, c)
	})
}

func TestFromCardToStart(t *testing.T) {
	t.Parallel()
	h, ctx := house(t), context.Background()
	c := h.Open(t, casework.LongHoursGeneral)
	h.Book(t, c.ID, h.Clock.Now().Add(48*time.Hour))

	if _, err := h.Service.Give(ctx, h.AsHR(), provisiontest.Filled(c.ID)); !errors.Is(err, provision.ErrNoCard) {
		t.Fatalf("without a card: %v", err)
	}
	h.Card(t)
	if err := mayStart(t, h, c.ID); !errors.Is(err, provision.ErrMissing) {
		t.Fatalf("start without a package: %v", err)
	}
	p, err := h.Service.Give(ctx, h.AsHR(), provisiontest.Filled(c.ID))
	if err != nil {
		t.Fatal(err)
	}
	if p.Overtime != 92*60 || p.HolidayWork != 8*60+30 || p.NightTime != 10*60+30 || p.Nights != 4 || p.Month.String() != "2026-10" || p.Worker.Name != "髙橋 美咲" || p.Worker.Department != "製造技術部" || p.Card != 1 {
		t.Errorf("given: %d %d %d %d %s card %d", p.Overtime, p.HolidayWork, p.NightTime, p.Nights, p.Month, p.Card)
	}
	if err := mayStart(t, h, c.ID); err != nil {
		t.Fatalf("start with a package: %v", err)
	}
	if len(h.Sent) != 1 || h.Sent[0].Kind != notify.TaskAssigned || h.Sent[0].Path != "/physician/cases/"+string(c.ID)+"/package" {
		t.Errorf("told the physician: %+v", h.Sent)
	}

	if s, err := h.Service.Open(ctx, h.AsNurse(), c.ID); err != nil || !s.Package.OpenedAt.IsZero() {
		t.Errorf("the nurse reads: %v, opened %v", err, s.Package.OpenedAt)
	}
	s, err := h.Service.Open(ctx, h.AsPhysician(), c.ID)
	first := h.Clock.Now()
	if err != nil || !s.Package.OpenedAt.Equal(first) {
		t.Errorf("the physician reads: %v, opened %v", err, s.Package.OpenedAt)
	}
	h.Clock.Add(time.Hour)
	if s, err = h.Service.Open(ctx, h.AsPhysician(), c.ID); err != nil || !s.Package.OpenedAt.Equal(first) {
		t.Errorf("reads again: %v, opened %v, want %v", err, s.Package.OpenedAt, first)
	}
	in := provisiontest.Filled(c.ID)
	in.Overtime = "91時間"
	if p, err = h.Service.Give(ctx, h.AsHR(), in); err != nil || p.Version != 2 || !p.OpenedAt.IsZero() {
		t.Errorf("corrected: %v, version %d, opened %v", err, p.Version, p.OpenedAt)
	}
	if err := h.Service.Waive(ctx, h.AsPhysician(), c.ID, "理由"); !errors.Is(err, provision.ErrThere) {
		t.Errorf("waive what is there: %v", err)
	}
	h.Advance(t, c.ID, casework.Started, casework.Completed)
	if _, err = h.Service.Give(ctx, h.AsHR(), in); !errors.Is(err, provision.ErrOver) {
		t.Errorf("after the interview: %v", err)
	}
}

// What was sent before anybody was booked is told to the physician with the
// booking, once; without a package there is nothing to tell.
func TestGivenBeforeBooking(t *testing.T) {
	t.Parallel()
	h, ctx := house(t), context.Background()
	h.Card(t)
	c := h.Open(t, casework.LongHoursGeneral)
	if _, err := h.Service.Give(ctx, h.AsHR(), provisiontest.Filled(c.ID)); err != nil || len(h.Sent) != 0 {
		t.Fatalf("given before booking: %v, sent %+v", err, h.Sent)
	}
	from := h.Clock.Now().Add(48 * time.Hour)
	h.Book(t, c.ID, from)
	if len(h.Sent) != 1 || h.Sent[0].Kind != notify.TaskAssigned || h.Sent[0].Path != "/physician/cases/"+string(c.ID)+"/package" || h.Sent[0].Subject != string(c.ID) {
		t.Errorf("told with the booking: %+v", h.Sent)
	}
	h.Book(t, c.ID, from.Add(time.Hour))
	if len(h.Sent) != 1 {
		t.Errorf("told again when the time was moved: %+v", h.Sent)
	}
}

func TestBookedWithoutPackage(t *testing.T) {
	t.Parallel()
	h := house(t)
	for _, kind := range []casework.Type{casework.LongHoursGeneral, casework.Consultation} {
		c := h.Open(t, kind)
		h.Book(t, c.ID, h.Clock.Now().Add(48*time.Hour))
	}
	if len(h.Sent) != 0 {
		t.Errorf("told of nothing: %+v", h.Sent)
	}
}

func TestWaiver(t *testing.T) {
	t.Parallel()
	h, ctx := house(t), context.Background()
	c := h.Open(t, casework.LongHoursGeneral)
	h.Book(t, c.ID, h.Clock.Now().Add(48*time.Hour))
	for _, who := range []struct {
		name string
		err  error
	}{
		{"hr", h.Service.Waive(ctx, h.AsHR(), c.ID, "理由")},
		{"worker", h.Service.Waive(ctx, h.AsWorker(), c.ID, "理由")},
		{"nurse", h.Service.Waive(ctx, h.AsNurse(), c.ID, "理由")},
		{"another physician", h.Service.Waive(ctx, h.AsUnappointed(), c.ID, "理由")},
	} {
		if k := fault.KindOf(who.err); k != fault.Forbidden && k != fault.NotFound {
			t.Errorf("%s: %v", who.name, who.err)
		}
	}
	if err := h.Service.Waive(ctx, h.AsPhysician(), c.ID, ""); fault.KindOf(err) != fault.Invalid {
		t.Errorf("without a reason: %v", err)
	}
	if err := h.Service.Waive(ctx, h.AsPhysician(), c.ID, "電話で人事から聞き取った"); err != nil {
		t.Fatal(err)
	}
	if err := mayStart(t, h, c.ID); err != nil {
		t.Errorf("start after a waiver: %v", err)
	}
	s, err := h.Service.Open(ctx, h.AsPhysician(), c.ID)
	if err != nil || !s.Standing.Waived || s.Standing.Given || s.Waiver.Reason == "" {
		t.Errorf("after a waiver: %v %+v", err, s.Standing)
	}
	h.Card(t)
	if _, err := h.Service.Give(ctx, h.AsHR(), provisiontest.Filled(c.ID)); err != nil {
		t.Fatal(err)
	}
	if s, err = h.Service.Open(ctx, h.AsPhysician(), c.ID); err != nil || s.Standing.Waived || !s.Standing.Given {
		t.Errorf("a package that came after all: %v %+v", err, s.Standing)
	}
}

func TestAConsultationAsksNothing(t *testing.T) {
	t.Parallel()
	h, ctx := house(t), context.Background()
	h.Card(t)
	c := h.Open(t, casework.Consultation)
	h.Book(t, c.ID, h.Clock.Now().Add(48*time.Hour))
	if err := mayStart(t, h, c.ID); err != nil {
		t.Errorf("start: %v", err)
	}
	for name, err := range map[string]error{
		"read": second(h.Service.ReadForEmployer(ctx, h.AsHR(), c.ID)),
		"give": second(h.Service.Give(ctx, h.AsHR(), provisiontest.Filled(c.ID))),
	} {
		if fault.KindOf(err) != fault.NotFound {
			t.Errorf("HR %ss: %v, want not found", name, err)
		}
	}
	s, err := h.Service.Open(ctx, h.AsPhysician(), c.ID)
	if err != nil || s.Standing.Asked || !s.Card.Filled() {
		t.Errorf("the physician sees the card alone: %v %+v", err, s.Standing)
	}
	if err := h.Service.Waive(ctx, h.AsPhysician(), c.ID, "理由"); !errors.Is(err, provision.ErrNotAsked) {
		t.Errorf("waive: %v", err)
	}
	if len(h.Sent) != 0 {
		t.Errorf("somebody was told: %+v", h.Sent)
	}
}

func second[T any](_ T, err error) error { return err }

func TestOverdue(t *testing.T) {
	t.Parallel()
	h := house(t)
	h.Card(t)
	c := h.Open(t, casework.LongHoursGeneral)
	standing := func() provision.Standing {
		s, err := h.Service.ReadForEmployer(context.Background(), h.AsHR(), c.ID)
		if err != nil {
			t.Fatal(err)
		}
		return s.Standing
	}
	if s := standing(); !s.Asked || s.Late || !s.Due.IsZero() {
		t.Errorf("not booked: %+v", s)
	}
	h.Book(t, c.ID, h.Clock.Now().Add(48*time.Hour))
	if s := standing(); s.Due.IsZero() || s.Late {
		t.Errorf("in two days: %+v", s)
	}
	h.Clock.Add(24 * time.Hour)
	if s := standing(); s.Late {
		t.Errorf("on the day before: %+v", s)
	}
	h.Clock.Add(16 * time.Hour)
	if s := standing(); !s.Late {
		t.Errorf("on the day itself: %+v", s)
	}
}

func TestWhatIsTypedWrong(t *testing.T) {
	t.Parallel()
	h, ctx := house(t), context.Background()
	h.Card(t)
	c := h.Open(t, casework.LongHoursGeneral)
	for _, x := range []struct {
		change func(*provision.GiveInput)
		want   string
	}{
		{func(in *provision.GiveInput) { in.Overtime = "-5時間" }, "overtime=provision.hours_wrong"},
		{func(in *provision.GiveInput) { in.Overtime = "80:75" }, "overtime=provision.minutes_wrong"},
		{func(in *provision.GiveInput) { in.Overtime = "" }, "overtime=form.required"},
		{func(in *provision.GiveInput) { in.Overtime = "300" }, "overtime=provision.more_than_all"},
		{func(in *provision.GiveInput) { in.Nights, in.NightTime = "0", "10" }, "night_time=provision.nights_differ"},
		{func(in *provision.GiveInput) { in.Month = "2027-01" }, "month=provision.month_ahead"},
		{func(in *provision.GiveInput) { in.WorkDays = "40" }, "work_days=provision.count_too_many"},
		{func(in *provision.GiveInput) { in.Content = "" }, "content=form.required"},
		{func(in *provision.GiveInput) { in.Earlier = strings.Repeat("あ", 2001) }, "earlier=provision.too_long"},
	} {
		in := provisiontest.Filled(c.ID)
		x.change(&in)
		if _, err := h.Service.Give(ctx, h.AsHR(), in); err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%v, want %s", err, x.want)
		}
	}
}

func TestNobodyElse(t *testing.T) {
	t.Parallel()
	h, ctx := house(t), context.Background()
	h.Card(t)
	c := h.Open(t, casework.LongHoursGeneral)
	if _, err := h.Service.Give(ctx, h.AsHR(), provisiontest.Filled(c.ID)); err != nil {
		t.Fatal(err)
	}
	if s, err := h.Service.ReadOwn(ctx, h.AsWorker(), c.ID); err != nil || s.Package.Overtime != 92*60 {
		t.Errorf("the worker: %v", err)
	}
	for name, err := range map[string]error{
		"foreign worker":       second(h.Service.ReadOwn(ctx, h.AsForeigner(), c.ID)),
		"HR as the worker":     second(h.Service.ReadOwn(ctx, h.AsHR(), c.ID)),
		"foreign HR":           second(h.Service.ReadForEmployer(ctx, h.AsForeignHR(), c.ID)),
		"manager":              second(h.Service.ReadForEmployer(ctx, h.AsManager(), c.ID)),
		"manager opens":        second(h.Service.Open(ctx, h.AsManager(), c.ID)),
		"coordinator":          second(h.Service.Open(ctx, h.AsCoordinator(), c.ID)),
		"committee":            second(h.Service.Open(ctx, h.AsCommittee(), c.ID)),
		"another physician":    second(h.Service.Open(ctx, h.AsUnappointed(), c.ID)),
		"physician fills card": second(h.Service.KeepCard(ctx, h.AsPhysician(), provisiontest.FilledCard(h.Honsha.ID))),
		"HR of elsewhere":      second(h.Service.KeepCard(ctx, h.AsForeignHR(), provisiontest.FilledCard(h.Honsha.ID))),
		"worker reads card":    second(h.Service.ReadCard(ctx, h.AsWorker(), h.Honsha.ID)),
	} {
		if k := fault.KindOf(err); err == nil || k != fault.NotFound && k != fault.Forbidden {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What a package says about a person is in no log.
func TestNothingInLogs(t *testing.T) {
	t.Parallel()
	for _, x := range []any{provision.Package{Examination: "要確認"}, provision.Worker{Name: "髙橋"}, provision.Waiver{Reason: "理由"}} {
		var b strings.Builder
		slog.New(slog.NewTextHandler(&b, nil)).Info("x", "value", x)
		if !strings.Contains(b.String(), "withheld") || strings.Contains(b.String(), "髙橋") {
			t.Errorf("%T: %s", x, fmt.Sprint(b.String()))
		}
	}
}
