package readiness_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/casework"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/readiness"
	"mendan/internal/readiness/readinesstest"
	"mendan/internal/txn"
)

func factsOf(t *testing.T, h *readinesstest.House, c casework.Case) readiness.Facts {
	t.Helper()
	var out readiness.Facts
	if err := h.DB.Read(context.Background(), func(ctx context.Context, tx txn.Read) (err error) {
		out, err = h.Ready.Facts(ctx, tx, c)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

// Once a day the physician says where he talks; tomorrow he is asked anew.
func TestPhysiciansPlaceHoldsForOneDay(t *testing.T) {
	t.Parallel()
	h := house(t)
	ctx, who := context.Background(), h.AsPhysician()
	c := h.Open(casework.LongHoursGeneral)
	c.Physician = who.Physician
	may := func() error {
		return h.DB.Read(ctx, func(ctx context.Context, tx txn.Read) error { return h.Ready.MayStart(ctx, tx, c) })
	}
	if err := may(); !errors.Is(err, readiness.ErrPhysicianPlace) {
		t.Errorf("nothing said: %v", err)
	}
	for _, x := range []struct {
		in   readiness.PlaceInput
		want []string
	}{
		{readiness.PlaceInput{Kind: readiness.Cafe, Alone: "yes", Unseen: "yes"}, []string{"kind=readiness.cafe"}},
		{readiness.PlaceInput{Kind: readiness.NoPlace}, []string{"kind=form.choose"}},
		{readiness.PlaceInput{Kind: "CLINIC", Alone: "no", Unseen: "no"}, []string{"alone=readiness.physician_alone", "unseen=readiness.physician_unseen"}},
		{readiness.PlaceInput{Kind: "CLINIC"}, []string{"alone=form.choose", "unseen=form.choose"}},
	} {
		if d := cmp.Diff(x.want, codes(h.Ready.DeclarePhysicianPlace(ctx, who, x.in))); d != "" {
			t.Errorf("%+v (-want +got)\n%s", x.in, d)
		}
	}
	if got := factsOf(t, h, c).PhysicianPlace; got != "" {
		t.Errorf("before: %q", got)
	}
	if err := h.Ready.DeclarePhysicianPlace(ctx, who, readiness.PlaceInput{Kind: "CLINIC", Alone: "yes", Unseen: "yes", Network: "WIRED"}); err != nil {
		t.Fatal(err)
	}
	if err := may(); err != nil {
		t.Errorf("said today: %v", err)
	}
	if got := factsOf(t, h, c).PhysicianPlace; got != readiness.Yes {
		t.Errorf("after: %q", got)
	}
	h.Clock.Set(h.Clock.Now().Add(24 * time.Hour))
	if err := may(); !errors.Is(err, readiness.ErrPhysicianPlace) {
		t.Errorf("the next day: %v", err)
	}
	sheet, err := h.Ready.PhysicianPlaceOf(ctx, who)
	if err != nil || sheet.Place.Kind != "" || sheet.Last.Kind != "CLINIC" {
		t.Errorf("the next day's page: %+v, %v", sheet, err)
	}
	for name, other := range map[string]actor.Actor{"worker": h.AsWorker(), "hr": h.AsHR(), "coordinator": h.AsCoordinator()} {
		if err := h.Ready.DeclarePhysicianPlace(ctx, other, readiness.PlaceInput{Kind: "CLINIC", Alone: "yes", Unseen: "yes"}); !errors.Is(err, access.ErrHidden) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// From the wish to the address on the worker's page; nobody learns why.
func TestARoomIsAskedForAndArranged(t *testing.T) {
	t.Parallel()
	h := house(t)
	ctx := context.Background()
	c := h.Open(casework.LongHoursGeneral)
	h.Book(c, soon.Add(72*time.Hour), casework.Online)
	ask := func(wish string) {
		t.Helper()
		if err := h.Ready.Ask(ctx, h.AsWorker(), readiness.RequestInput{Case: c.ID, Kind: readiness.RoomRequest, Wish: wish}); err != nil {
			t.Fatal(err)
		}
	}
	ask("駅の近く")
	ask("駅の近く") // a double click
	ask("駅の近く、2階まで")
	if len(h.Wanted) != 1 || h.Wanted[0].ByProvider {
		t.Fatalf("told %d times: %+v", len(h.Wanted), h.Wanted)
	}
	if got := factsOf(t, h, c).Room; got != readiness.RequestOpen {
		t.Errorf("facts: %q", got)
	}
	list, err := h.Ready.RequestList(ctx, h.AsHR())
	if err != nil || len(list) != 1 || list[0].Request.Wish != "駅の近く、2階まで" || list[0].Worker == "" || list[0].Late {
		t.Fatalf("%+v, %v", list, err)
	}
	line := list[0]
	h.Clock.Set(h.Clock.Now().Add(72 * time.Hour))
	if late, err := h.Ready.RequestFor(ctx, h.AsHR(), line.Request.ID); err != nil || !late.Late {
		t.Errorf("three days later: %+v, %v", late, err)
	}
	answer := readiness.AnswerInput{Request: line.Request.ID, Found: "yes"}
	if d := cmp.Diff([]string{"address=readiness.room_address", "room=readiness.room_name", "from=readiness.room_time"}, codes(h.Ready.Answer(ctx, h.AsHR(), answer))); d != "" {
		t.Errorf("empty answer (-want +got)\n%s", d)
	}
	answer.Address, answer.Room, answer.From, answer.To = "東京都港区芝1-2-3 みなとビル5階", "ブースA", soon.Add(71*time.Hour), soon.Add(73*time.Hour)
	for name, other := range map[string]actor.Actor{"worker": h.AsWorker(), "manager": h.AsManager(), "physician": h.AsPhysician(), "foreigner": h.AsForeigner(), "admin": h.AsAdmin()} {
		if err := h.Ready.Answer(ctx, other, answer); err == nil {
			t.Errorf("%s arranged a room", name)
		}
	}
	if err := h.Ready.Answer(ctx, h.AsHR(), answer); err != nil {
		t.Fatal(err)
	}
	sheet, err := h.Ready.RequestsOf(ctx, h.AsWorker(), c.ID)
	if err != nil || len(sheet.Requests) != 1 || !sheet.Requests[0].Given() || sheet.Requests[0].Room != "ブースA" || len(h.Answered) != 1 {
		t.Errorf("the worker's page: %+v, %v, told %d", sheet, err, len(h.Answered))
	}
	if got := factsOf(t, h, c).Room; got != readiness.RequestArranged {
		t.Errorf("facts: %q", got)
	}
	answer.Found = "no"
	if err := h.Ready.Answer(ctx, h.AsHR(), answer); err != nil {
		t.Fatal(err)
	}
	if got := factsOf(t, h, c).Room; got != readiness.RequestNotFound {
		t.Errorf("facts: %q", got)
	}
	if err := h.Ready.Withdraw(ctx, h.AsWorker(), c.ID, readiness.RoomRequest); err != nil {
		t.Fatal(err)
	}
	if list, err := h.Ready.RequestList(ctx, h.AsHR()); err != nil || len(list) != 0 {
		t.Errorf("withdrawn: %+v, %v", list, err)
	}
	h.Move(c.ID, casework.Started)
	if err := h.Ready.Ask(ctx, h.AsWorker(), readiness.RequestInput{Case: c.ID, Kind: readiness.HeadsetRequest}); !errors.Is(err, readiness.ErrClosed) {
		t.Errorf("after the beginning: %v", err)
	}
}

// Of a consultation the employer learns nothing: the coordinator arranges.
func TestAConsultationsRoomIsTheProviders(t *testing.T) {
	t.Parallel()
	h := house(t)
	ctx := context.Background()
	c := h.Open(casework.Consultation)
	if err := h.Ready.Ask(ctx, h.AsWorker(), readiness.RequestInput{Case: c.ID, Kind: readiness.HeadsetRequest, Wish: "自宅あてに"}); err != nil {
		t.Fatal(err)
	}
	r := h.Wanted[0]
	if !r.ByProvider {
		t.Error("the employer is asked")
	}
	for name, x := range map[string]struct {
		who  actor.Actor
		want int
	}{"hr": {h.AsHR(), 0}, "manager": {h.AsManager(), 0}, "committee": {h.AsCommittee(), 0}, "worker": {h.AsWorker(), 0}, "coordinator": {h.AsCoordinator(), 1}, "nurse": {h.AsNurse(), 1}} {
		list, err := h.Ready.RequestList(ctx, x.who)
		if err != nil || len(list) != x.want {
			t.Errorf("%s sees %d: %v", name, len(list), err)
		}
		if _, err := h.Ready.RequestFor(ctx, x.who, r.ID); (err == nil) != (x.want == 1) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := h.Ready.RequestFor(ctx, h.AsHR(), r.ID); !errors.Is(err, access.ErrHidden) {
		t.Errorf("hr can tell that it is there: %v", err)
	}
}

func TestCameraAskedBeforehand(t *testing.T) {
	t.Parallel()
	h := house(t)
	ctx := context.Background()
	c := h.Open(casework.LongHoursGeneral)
	h.Book(c, soon, casework.Online)
	if err := h.Ready.AskCamera(ctx, h.AsWorker(), readiness.CameraInput{Case: c.ID, Reason: "BORED"}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("an invented reason: %v", err)
	}
	if err := h.Ready.DecideCamera(ctx, h.AsPhysician(), c.ID, readiness.CameraAllowed, ""); !errors.Is(err, readiness.ErrNone) {
		t.Errorf("nothing asked: %v", err)
	}
	if err := h.Ready.AskCamera(ctx, h.AsWorker(), readiness.CameraInput{Case: c.ID, Reason: "UNSAID", Note: " 言いにくい事情 "}); err != nil {
		t.Fatal(err)
	}
	for name, who := range map[string]actor.Actor{"worker": h.AsWorker(), "hr": h.AsHR(), "nurse": h.AsNurse(), "unappointed": h.AsUnappointed(), "coordinator": h.AsCoordinator()} {
		if err := h.Ready.DecideCamera(ctx, who, c.ID, readiness.CameraAllowed, ""); err == nil {
			t.Errorf("%s decided", name)
		}
	}
	for name, x := range map[string]struct {
		who  actor.Actor
		sees bool
	}{"physician": {h.AsPhysician(), true}, "nurse": {h.AsNurse(), true}, "hr": {h.AsHR(), false}, "manager": {h.AsManager(), false}, "coordinator": {h.AsCoordinator(), false}} {
		if s, err := h.Ready.CameraOf(ctx, x.who, c.ID); (err == nil) != x.sees || x.sees && s.Camera.Note != "言いにくい事情" {
			t.Errorf("%s: %+v, %v", name, s, err)
		}
	}
	if err := h.Ready.DecideCamera(ctx, h.AsPhysician(), c.ID, readiness.CameraAllowed, "大丈夫です"); err != nil {
		t.Fatal(err)
	}
	s, err := h.Ready.CameraOf(ctx, h.AsWorker(), c.ID)
	if err != nil || !s.Camera.Allowed() || !s.Statutory || h.Decided != 1 {
		t.Errorf("%+v, %v, told %d", s, err, h.Decided)
	}
	// Another wish is another question.
	if err := h.Ready.AskCamera(ctx, h.AsWorker(), readiness.CameraInput{Case: c.ID, Reason: "DEVICE"}); err != nil {
		t.Fatal(err)
	}
	if s, err := h.Ready.CameraOf(ctx, h.AsWorker(), c.ID); err != nil || s.Camera.Allowed() {
		t.Errorf("asked anew: %+v, %v", s, err)
	}
	if err := h.Ready.WithdrawCamera(ctx, h.AsWorker(), c.ID); err != nil {
		t.Fatal(err)
	}
	if s, err := h.Ready.CameraOf(ctx, h.AsWorker(), c.ID); err != nil || !s.Camera.AskedAt.IsZero() {
		t.Errorf("withdrawn: %+v, %v", s, err)
	}
}

// What is said in confidence reaches the decision, and no employer.
func TestCircumstancesAndFacts(t *testing.T) {
	t.Parallel()
	h := house(t)
	ctx := context.Background()
	c := h.Open(casework.LongHoursGeneral)
	h.Book(c, soon, casework.Online)
	if d := cmp.Diff(readiness.Facts{}, factsOf(t, h, c)); d != "" {
		t.Errorf("at first (-want +got)\n%s", d)
	}
	if err := h.Ready.SayCircumstances(ctx, h.AsWorker(), readiness.CircumstancesInput{Case: c.ID, Overheard: "PERHAPS"}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("an invented answer: %v", err)
	}
	if err := h.Ready.SayCircumstances(ctx, h.AsWorker(), readiness.CircumstancesInput{Case: c.ID, Overheard: readiness.Yes, Operate: readiness.Help}); err != nil {
		t.Fatal(err)
	}
	if err := h.Ready.DeclarePlace(ctx, h.AsWorker(), readiness.PlaceInput{Case: c.ID, Kind: readiness.NoPlace}); err != nil {
		t.Fatal(err)
	}
	want := readiness.Facts{WorkerPlace: readiness.No, Room: readiness.RequestOpen, Overheard: readiness.Yes, Operate: readiness.Help}
	if d := cmp.Diff(want, factsOf(t, h, c)); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
	for name, who := range map[string]actor.Actor{"hr": h.AsHR(), "manager": h.AsManager(), "coordinator": h.AsCoordinator(), "physician": h.AsPhysician()} {
		if _, err := h.Ready.CircumstancesOf(ctx, who, c.ID); err == nil {
			t.Errorf("%s reads it", name)
		}
	}
}

// The quiet-room check leaves one word for each place.
func TestSoundsAreKeptByPlace(t *testing.T) {
	t.Parallel()
	h := house(t)
	ctx := context.Background()
	c := h.Open(casework.LongHoursGeneral)
	h.Book(c, soon, casework.Online)
	keep := func(site readiness.PlaceKind, v readiness.Sound) error {
		h.Clock.Set(h.Clock.Now().Add(time.Minute))
		return h.Ready.KeepSound(ctx, h.AsWorker(), c.ID, site, v)
	}
	for site, v := range map[readiness.PlaceKind]readiness.Sound{readiness.Home: "LOUD", "MOON": readiness.Quiet, readiness.NoPlace: readiness.Quiet} {
		if err := keep(site, v); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s %s: %v", site, v, err)
		}
	}
	for _, x := range []struct {
		site readiness.PlaceKind
		v    readiness.Sound
	}{{readiness.Home, readiness.Speech}, {readiness.CompanyRoom, readiness.Noisy}, {readiness.Home, readiness.Quiet}} {
		if err := keep(x.site, x.v); err != nil {
			t.Fatal(err)
		}
	}
	list, err := h.Ready.SoundsOf(ctx, h.AsWorker(), c.ID)
	if err != nil || len(list) != 2 || list[0].Site != readiness.Home || list[0].Verdict != readiness.Quiet || list[1].Verdict != readiness.Noisy {
		t.Errorf("%+v, %v", list, err)
	}
	sheet, err := h.Ready.RehearsalOf(ctx, h.AsWorker(), c.ID, "iphone")
	if err != nil || sheet.Ladder.Failing || len(sheet.Sites) != 2 {
		t.Errorf("%+v, %v", sheet, err)
	}
	if err := h.Ready.KeepSound(ctx, h.AsHR(), c.ID, readiness.Home, readiness.Quiet); err == nil {
		t.Error("hr keeps a verdict")
	}
}

// The coordinator sees who is stuck and nothing of why.
func TestProgressWithoutContent(t *testing.T) {
	t.Parallel()
	h := house(t)
	ctx := context.Background()
	c := h.Open(casework.Consultation)
	h.Book(c, soon, casework.Online)
	see := func(who actor.Actor) (out []readiness.ProgressLine) {
		t.Helper()
		if err := h.DB.Read(ctx, func(ctx context.Context, tx txn.Read) (err error) {
			out, err = h.Ready.ProgressOf(ctx, tx, who, []id.Case{c.ID})
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return out
	}
	if list := see(h.AsCoordinator()); len(list) != 1 || list[0].State != readiness.NotYet || list[0].Worker == "" {
		t.Errorf("at first: %+v", list)
	}
	if err := h.Ready.KeepSound(ctx, h.AsWorker(), c.ID, readiness.Home, readiness.Speech); err != nil {
		t.Fatal(err)
	}
	if err := h.Ready.Climb(ctx, h.AsWorker(), c.ID, readiness.HeadsetOrRoom); err != nil {
		t.Fatal(err)
	}
	if list := see(h.AsCoordinator()); len(list) != 1 || list[0].State != readiness.Stuck || list[0].Rungs != 1 {
		t.Errorf("stuck: %+v", list)
	}
	for name, who := range map[string]actor.Actor{"hr": h.AsHR(), "manager": h.AsManager(), "admin": h.AsAdmin()} {
		if list := see(who); len(list) != 0 {
			t.Errorf("%s sees %+v", name, list)
		}
	}
	if len(h.Calls) != 0 {
		t.Errorf("called for a headset: %v", h.Calls)
	}
	for range 2 {
		if err := h.Ready.Climb(ctx, h.AsWorker(), c.ID, readiness.Telephone); err != nil {
			t.Fatal(err)
		}
	}
	if len(h.Calls) != 1 || h.Calls[0] != c.ID {
		t.Errorf("help by telephone was wanted once: %v", h.Calls)
	}
	if err := h.Ready.Climb(ctx, h.AsWorker(), c.ID, "ROOF"); fault.KindOf(err) != fault.Invalid {
		t.Errorf("an invented way: %v", err)
	}
}
