package room_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/audit/auditdb"
	"mendan/internal/casework"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/room"
	"mendan/internal/room/roomtest"
	"mendan/internal/txn"
)

func state(t *testing.T, h *roomtest.House, c id.Case) casework.State {
	t.Helper()
	var s casework.State
	err := h.DB.Read(t.Context(), func(ctx context.Context, tx txn.Read) error {
		k, err := h.Cases.Get(ctx, tx, c)
		s = k.State
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// A whole session, from the waiting room to the signed evidence.
func TestSession(t *testing.T) {
	t.Parallel()
	h, ctx := roomtest.NewHouse(t), t.Context()
	h.Facts.Known = room.Facts{"package_given": room.Yes("package:p1"), "package_waived": room.No(), "relations": room.Number(2), "device_checked": room.Yes(), "place_declared": room.Yes(), "emergency_plan": room.Yes(), "deliberated": room.Yes(), "announced": room.Yes()}
	worker, physician := h.AsWorker(), h.AsPhysician()
	var woken []id.Case
	h.Rooms.Listen(func(c id.Case) { woken = append(woken, c) })

	// The worker waits.
	s, err := h.Rooms.State(ctx, worker, h.Case)
	if err != nil || s.Phase != room.Waiting || s.Admitted || s.Me != room.Worker || s.Checklist != nil {
		t.Fatalf("waiting: %+v, %v", s, err)
	}
	if s.Phones != (room.Phones{Worker: "090-0000-0001", Physician: "03-0000-0009"}) {
		t.Errorf("phones %+v", s.Phones)
	}
	seat, err := h.Rooms.Seat(ctx, worker, h.Case)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Rooms.Beat(ctx, []room.Seat{seat}); err != nil {
		t.Fatal(err)
	}
	if s, _ = h.Rooms.State(ctx, physician, h.Case); !s.Worker.Present || s.Physician.Present || s.Me != room.Physician || s.Checklist == nil {
		t.Errorf("the physician sees %+v", s)
	}
	list, err := h.Rooms.Arrivals(ctx, physician)
	if err != nil || len(list) != 1 || list[0].Case != h.Case || list[0].Name != "髙橋 美咲" {
		t.Errorf("arrivals %+v, %v", list, err)
	}
	if _, err := h.Rooms.Pass(ctx, worker, h.Case); !errors.Is(err, room.ErrNotAdmitted) {
		t.Errorf("a pass before admission: %v", err)
	}

	// Admitted, both come in.
	h.Clock.Add(10 * time.Minute)
	if s, err = h.Rooms.Admit(ctx, physician, h.Case); err != nil || s.Phase != room.Open || s.OpenedAt == nil || !s.Interrupted {
		t.Fatalf("admit: %+v, %v", s, err)
	}
	if got := state(t, h, h.Case); got != casework.InSession {
		t.Errorf("the case is %s", got)
	}
	if len(woken) < 2 || woken[len(woken)-1] != h.Case {
		t.Errorf("woken %v", woken)
	}
	pass, err := h.Rooms.Pass(ctx, worker, h.Case)
	if err != nil || !pass.Expires.After(h.Clock.Now()) {
		t.Fatalf("pass: %+v, %v", pass, err)
	}
	if err := h.Rooms.MayConnect(ctx, worker, pass.Token); err != nil {
		t.Errorf("worker with his own token: %v", err)
	}
	h.Join(t, room.Worker, "w1")
	h.Join(t, room.Physician, "p1")
	if s, _ = h.Rooms.State(ctx, worker, h.Case); !s.Worker.Media || !s.Physician.Media || s.Interrupted {
		t.Errorf("both are in: %+v", s)
	}

	// The checklist in parts; ending too early names what is missing.
	half := roomtest.Checked()
	half.Alone, half.Explained = false, false
	if s, err = h.Rooms.SaveChecklist(ctx, physician, h.Case, half); err != nil || s.ChecklistDone {
		t.Fatalf("half a checklist: %+v, %v", s, err)
	}
	if diff := cmp.Diff([]string{"alone", "explained"}, s.Missing); diff != "" {
		t.Errorf("missing (-want +got):\n%s", diff)
	}
	_, err = h.Rooms.End(ctx, physician, h.Case, room.Completed, "")
	if f := fault.Of(err); !errors.Is(err, room.ErrChecklist) || len(f.Fields) != 2 || f.Fields[0].Name != "alone" {
		t.Errorf("ended with half a checklist: %v", err)
	}
	if s, err = h.Rooms.SaveChecklist(ctx, physician, h.Case, roomtest.Checked()); err != nil || !s.ChecklistDone {
		t.Fatalf("checklist: %+v, %v", s, err)
	}
	if w, _ := h.Rooms.State(ctx, worker, h.Case); w.Checklist != nil || w.Missing != nil {
		t.Errorf("the worker is shown the physician's checklist: %+v", w)
	}

	// Ten minutes of talk with statistics of both, one of them sent twice.
	for _, who := range []actor.Actor{worker, physician} {
		for seq := range 5 {
			b := room.Batch{Client: "client-" + string(who.Account), Seq: int64(seq)}
			for i := range 60 {
				b.Samples = append(b.Samples, room.Sample{At: h.Clock.Now().Add(time.Duration(seq*120+i*2+2) * time.Second), Span: 2000,
					VideoIn: room.VideoIn{Frames: 50}, AudioIn: room.AudioIn{Bytes: 9000}, Connection: "connected"})
			}
			h.Clock.Add(time.Duration(seq*120+120) * time.Second)
			for range 2 {
				if err := h.Rooms.Measured(ctx, who, h.Case, b); err != nil {
					t.Fatal(err)
				}
			}
			h.Clock.Add(-time.Duration(seq*120+120) * time.Second)
		}
	}
	h.Clock.Add(10 * time.Minute)
	if err := h.Rooms.Tell(ctx, worker, h.Case, room.Word{Client: "client-1", Seq: 1, Kind: room.PhoneShown, At: h.Clock.Now()}); err != nil {
		t.Error(err)
	}

	// The end.
	if s, err = h.Rooms.End(ctx, physician, h.Case, room.Completed, ""); err != nil || s.Phase != room.Ended || s.Admitted {
		t.Fatalf("end: %+v, %v", s, err)
	}
	if got := state(t, h, h.Case); got != casework.Held {
		t.Errorf("the case is %s", got)
	}
	if rooms, _ := h.Media.Rooms(ctx); len(rooms) != 0 {
		t.Errorf("the media room is still there: %v", rooms)
	}
	for name, err := range map[string]error{
		"pass":      second(h.Rooms.Pass(ctx, worker, h.Case)),
		"admit":     second(h.Rooms.Admit(ctx, physician, h.Case)),
		"checklist": second(h.Rooms.SaveChecklist(ctx, physician, h.Case, half)),
		"end":       second(h.Rooms.End(ctx, physician, h.Case, room.Aborted, "x")),
		"convert":   second(h.Rooms.Convert(ctx, physician, h.Case, "x")),
	} {
		if !errors.Is(err, room.ErrOver) {
			t.Errorf("%s after the end: %v, want ErrOver", name, err)
		}
	}
	if err := h.Rooms.MayConnect(ctx, worker, pass.Token); err == nil {
		t.Error("the token still opens the door after the end")
	}

	// The evidence.
	doc, err := h.Rooms.Evidence(ctx, physician, h.Case)
	if err != nil {
		t.Fatal(err)
	}
	e, err := room.VerifyEvidence(doc, room.PublicOf(h.Key))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range e.Conditions {
		if c.Verdict != room.Held {
			t.Errorf("%s: %s because %s", c.ID, c.Verdict, c.Reason)
		}
	}
	if e.Continuity.Together != 600 || e.Continuity.Worker.Measured != 600 || e.Statistics.Worker != 300 {
		t.Errorf("figures %+v, statistics %+v", e.Continuity, e.Statistics)
	}
	for _, secret := range []string{"髙橋", "佐藤", "090-", "東京都港区", "自宅"} {
		if strings.Contains(string(doc), secret) {
			t.Errorf("the evidence holds %q", secret)
		}
	}
	if _, err := auditdb.Verify(ctx, h.DB); err != nil {
		t.Errorf("audit: %v", err)
	}
}

func second[T any](_ T, err error) error { return err }

// Nobody but the two people of the case may learn that there is a room.
func TestOthers(t *testing.T) {
	t.Parallel()
	h, ctx := roomtest.NewHouse(t), t.Context()
	if _, err := h.Rooms.Admit(ctx, h.AsPhysician(), h.Case); err != nil {
		t.Fatal(err)
	}
	pass, err := h.Rooms.Pass(ctx, h.AsWorker(), h.Case)
	if err != nil {
		t.Fatal(err)
	}
	checked := roomtest.Checked()
	for name, who := range map[string]actor.Actor{
		"foreign worker": h.AsForeigner(), "other physician": h.AsUnappointed(), "HR": h.AsHR(), "manager": h.AsManager(),
		"nurse": h.AsNurse(), "committee": h.AsCommittee(), "coordinator": h.AsCoordinator(), "administrator": h.AsAdmin(), "nobody": {},
	} {
		for act, err := range map[string]error{
			"state":     second(h.Rooms.State(ctx, who, h.Case)),
			"seat":      second(h.Rooms.Seat(ctx, who, h.Case)),
			"admit":     second(h.Rooms.Admit(ctx, who, h.Case)),
			"pass":      second(h.Rooms.Pass(ctx, who, h.Case)),
			"connect":   h.Rooms.MayConnect(ctx, who, pass.Token),
			"checklist": second(h.Rooms.SaveChecklist(ctx, who, h.Case, checked)),
			"notes":     second(h.Rooms.ReadNotes(ctx, who, h.Case)),
			"save":      second(h.Rooms.SaveNotes(ctx, who, h.Case, "x", 0)),
			"end":       second(h.Rooms.End(ctx, who, h.Case, room.Aborted, "x")),
			"convert":   second(h.Rooms.Convert(ctx, who, h.Case, "x")),
			"tell":      h.Rooms.Tell(ctx, who, h.Case, room.Word{Client: "client-1", Kind: room.CameraOff}),
			"unknown":   second(h.Rooms.State(ctx, who, id.New[id.Case]())),
		} {
			if fault.KindOf(err) != fault.NotFound {
				t.Errorf("%s %s: %v, want not found", name, act, err)
			}
		}
		if list, err := h.Rooms.Arrivals(ctx, who); err != nil || len(list) != 0 {
			t.Errorf("%s sees arrivals: %v, %v", name, list, err)
		}
	}

	// The worker is in the room, and still does only what is his.
	for act, err := range map[string]error{
		"admit":     second(h.Rooms.Admit(ctx, h.AsWorker(), h.Case)),
		"checklist": second(h.Rooms.SaveChecklist(ctx, h.AsWorker(), h.Case, checked)),
		"end":       second(h.Rooms.End(ctx, h.AsWorker(), h.Case, room.Aborted, "x")),
		"convert":   second(h.Rooms.Convert(ctx, h.AsWorker(), h.Case, "x")),
	} {
		if !errors.Is(err, access.ErrForbidden) {
			t.Errorf("worker's %s: %v, want forbidden", act, err)
		}
	}
	for act, err := range map[string]error{
		"notes": second(h.Rooms.ReadNotes(ctx, h.AsWorker(), h.Case)),
		"save":  second(h.Rooms.SaveNotes(ctx, h.AsWorker(), h.Case, "x", 0)),
		"connect as the physician": h.Rooms.MayConnect(ctx, h.AsWorker(),
			strings.Replace(pass.Token, "worker", "physician", 1)),
		"connect to another room": h.Rooms.MayConnect(ctx, h.AsWorker(), "fake."+string(id.New[id.Room]())+".worker"),
		"connect with nonsense":   h.Rooms.MayConnect(ctx, h.AsWorker(), "nonsense"),
	} {
		if fault.KindOf(err) != fault.NotFound {
			t.Errorf("worker's %s: %v, want not found", act, err)
		}
	}
}

func TestWhoSeesEvidence(t *testing.T) {
	t.Parallel()
	h, ctx := roomtest.NewHouse(t), t.Context()
	if _, err := h.Rooms.Evidence(ctx, h.AsPhysician(), h.Case); !errors.Is(err, room.ErrNotFound) {
		t.Errorf("before anything began: %v", err)
	}
	for _, c := range []id.Case{h.Case, h.Private} {
		if _, err := h.Rooms.End(ctx, h.AsPhysician(), c, room.Aborted, "電話に変更"); err != nil {
			t.Fatal(err)
		}
		for name, who := range map[string]struct {
			actor.Actor
			sees bool
		}{
			"worker": {h.AsWorker(), true}, "physician": {h.AsPhysician(), true}, "coordinator": {h.AsCoordinator(), true}, "nurse": {h.AsNurse(), true},
			"HR": {h.AsHR(), false}, "manager": {h.AsManager(), false}, "committee": {h.AsCommittee(), false}, "administrator": {h.AsAdmin(), false},
			"foreign worker": {h.AsForeigner(), false}, "other physician": {h.AsUnappointed(), false}, "foreign HR": {h.AsForeignHR(), false},
		} {
			_, err := h.Rooms.Evidence(ctx, who.Actor, c)
			if (err == nil) != who.sees {
				t.Errorf("%s: %v", name, err)
			}
			if !who.sees && name != "HR" && fault.KindOf(err) != fault.NotFound && fault.KindOf(err) != fault.Forbidden {
				t.Errorf("%s: %v", name, err)
			}
			if c == h.Private && name == "HR" && fault.KindOf(err) != fault.NotFound {
				t.Errorf("HR learns of a consultation: %v", err)
			}
		}
	}
}

func TestEndings(t *testing.T) {
	t.Parallel()
	t.Run("converted while waiting", func(t *testing.T) {
		t.Parallel()
		h := roomtest.NewHouse(t)
		if _, err := h.Rooms.Convert(t.Context(), h.AsPhysician(), h.Case, "  "); !errors.Is(err, room.ErrReason) {
			t.Errorf("without reason: %v", err)
		}
		s, err := h.Rooms.Convert(t.Context(), h.AsPhysician(), h.Case, "めまいがあり診察が必要")
		if err != nil || s.Phase != room.Converted {
			t.Fatalf("%+v, %v", s, err)
		}
		if got := state(t, h, h.Case); got != casework.Ready {
			t.Errorf("the case is %s", got)
		}
		if s, err := h.Rooms.State(t.Context(), h.AsWorker(), h.Case); err != nil || s.Phase != room.Converted {
			t.Errorf("the worker sees %+v, %v", s, err)
		}
	})
	t.Run("aborted and booked again", func(t *testing.T) {
		t.Parallel()
		h := roomtest.NewHouse(t)
		if _, err := h.Rooms.Admit(t.Context(), h.AsPhysician(), h.Case); err != nil {
			t.Fatal(err)
		}
		old, err := h.Rooms.Pass(t.Context(), h.AsWorker(), h.Case)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.Rooms.End(t.Context(), h.AsPhysician(), h.Case, room.Aborted, "音声が届かない"); err != nil {
			t.Fatal(err)
		}
		if got := state(t, h, h.Case); got != casework.Ready {
			t.Errorf("the case is %s", got)
		}
		h.Advance(t, h.Case, casework.Scheduled)
		s, err := h.Rooms.State(t.Context(), h.AsWorker(), h.Case)
		if err != nil || s.Phase != room.Waiting || s.OpenedAt != nil {
			t.Errorf("the next session: %+v, %v", s, err)
		}
		if s, err = h.Rooms.Admit(t.Context(), h.AsPhysician(), h.Case); err != nil || s.Phase != room.Open || s.ChecklistDone {
			t.Errorf("the next session opened: %+v, %v", s, err)
		}
		if err := h.Rooms.MayConnect(t.Context(), h.AsWorker(), old.Token); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the token of the session before opens the next: %v", err)
		}
	})
	t.Run("nobody came", func(t *testing.T) {
		t.Parallel()
		h := roomtest.NewHouse(t)
		if _, err := h.Rooms.End(t.Context(), h.AsPhysician(), h.Case, room.Completed, ""); !errors.Is(err, room.ErrNotOpen) {
			t.Errorf("completed without opening: %v", err)
		}
		if _, err := h.Rooms.End(t.Context(), h.AsPhysician(), h.Case, "lunch", ""); !errors.Is(err, room.ErrOutcome) {
			t.Errorf("odd outcome: %v", err)
		}
		if _, err := h.Rooms.End(t.Context(), h.AsPhysician(), h.Case, room.Aborted, "来られなかった"); err != nil {
			t.Fatal(err)
		}
		if got := state(t, h, h.Case); got != casework.Ready {
			t.Errorf("the case is %s", got)
		}
	})
}

func TestOneRoomAtATime(t *testing.T) {
	t.Parallel()
	h, ctx := roomtest.NewHouse(t), t.Context()
	if _, err := h.Rooms.Admit(ctx, h.AsPhysician(), h.Case); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Rooms.Admit(ctx, h.AsPhysician(), h.Private); !errors.Is(err, room.ErrBusy) {
		t.Errorf("a second open room: %v, want ErrBusy", err)
	}
	if s, err := h.Rooms.State(ctx, h.AsWorker(), h.Private); err != nil || !s.Physician.Busy {
		t.Errorf("who waits is told: %+v, %v", s, err)
	}
	if s, err := h.Rooms.Admit(ctx, h.AsPhysician(), h.Case); err != nil || s.Phase != room.Open {
		t.Errorf("admitting twice: %+v, %v", s, err)
	}
}

func TestMediaServerDies(t *testing.T) {
	t.Parallel()
	h, ctx := roomtest.NewHouse(t), t.Context()
	if _, err := h.Rooms.Admit(ctx, h.AsPhysician(), h.Case); err != nil {
		t.Fatal(err)
	}
	h.Join(t, room.Worker, "w1")
	h.Join(t, room.Physician, "p1")
	h.Media.Down()
	h.See(t, room.ServerDown, "", room.Detail{})
	s, err := h.Rooms.State(ctx, h.AsWorker(), h.Case)
	if err != nil || s.Worker.Media || s.Physician.Media || !s.Interrupted || s.MediaUp || s.Phase != room.Open {
		t.Errorf("down: %+v, %v", s, err)
	}
	if _, err := h.Rooms.Pass(ctx, h.AsWorker(), h.Case); !errors.Is(err, room.ErrMedia) {
		t.Errorf("a pass while it is down: %v", err)
	}
	if _, err := h.Rooms.SaveChecklist(ctx, h.AsPhysician(), h.Case, roomtest.Checked()); err != nil {
		t.Errorf("the rest works without media: %v", err)
	}
	h.Media.Up()
	stranger := id.New[id.Room]()
	if err := h.Media.OpenRoom(ctx, stranger); err != nil {
		t.Fatal(err)
	}
	if err := h.Rooms.Restore(ctx); err != nil {
		t.Fatal(err)
	}
	if rooms, _ := h.Media.Rooms(ctx); len(rooms) != 1 || rooms[0] == stranger {
		t.Errorf("rooms after the return: %v", rooms)
	}
	h.Join(t, room.Worker, "w2")
	if s, _ = h.Rooms.State(ctx, h.AsPhysician(), h.Case); !s.Worker.Media || s.Physician.Media {
		t.Errorf("the worker is back: %+v", s)
	}
	// The old connection's farewell comes late and changes nothing.
	h.See(t, room.Left, room.Worker, room.Detail{Conn: "w1"})
	if s, _ = h.Rooms.State(ctx, h.AsPhysician(), h.Case); !s.Worker.Media {
		t.Error("a late farewell of an old connection sent the worker out")
	}
}

func TestPresenceFades(t *testing.T) {
	t.Parallel()
	h, ctx := roomtest.NewHouse(t), t.Context()
	seats := []room.Seat{{Case: h.Case, Side: room.Worker}}
	woken := 0
	h.Rooms.Listen(func(id.Case) { woken++ })
	for range 3 {
		if err := h.Rooms.Beat(ctx, seats); err != nil {
			t.Fatal(err)
		}
		h.Clock.Add(10 * time.Second)
	}
	if woken != 1 {
		t.Errorf("woken %d times by three beats, want once", woken)
	}
	if s, _ := h.Rooms.State(ctx, h.AsPhysician(), h.Case); !s.Worker.Present {
		t.Error("10 s after the last beat the page counts as closed")
	}
	h.Clock.Add(10 * time.Second)
	if s, _ := h.Rooms.State(ctx, h.AsPhysician(), h.Case); s.Worker.Present {
		t.Error("20 s after the last beat the page still counts as open")
	}
	if err := h.Rooms.Beat(ctx, seats); err != nil {
		t.Fatal(err)
	}
	if err := h.Rooms.Gone(ctx, seats[0]); err != nil {
		t.Fatal(err)
	}
	if s, _ := h.Rooms.State(ctx, h.AsPhysician(), h.Case); s.Worker.Present {
		t.Error("a closed page counts as open")
	}
	if woken != 3 {
		t.Errorf("woken %d times, want 3", woken)
	}
}

func TestNotes(t *testing.T) {
	t.Parallel()
	h, ctx := roomtest.NewHouse(t), t.Context()
	who := h.AsPhysician()
	n, err := h.Rooms.SaveNotes(ctx, who, h.Case, "睡眠 4時間", 0)
	if err != nil || n.Version != 1 {
		t.Fatalf("%+v, %v", n, err)
	}
	if n, err = h.Rooms.SaveNotes(ctx, who, h.Case, "睡眠 4時間\n食欲なし", 1); err != nil || n.Version != 2 {
		t.Fatalf("%+v, %v", n, err)
	}
	// Another window, still at version 1, is shown what is saved; nothing is lost.
	got, err := h.Rooms.SaveNotes(ctx, who, h.Case, "別の画面", 1)
	if !errors.Is(err, room.ErrStale) || got.Text != "睡眠 4時間\n食欲なし" || got.Version != 2 {
		t.Errorf("%+v, %v", got, err)
	}
	if saved, err := h.Rooms.ReadNotes(ctx, who, h.Case); err != nil || saved.Text != "睡眠 4時間\n食欲なし" {
		t.Errorf("%+v, %v", saved, err)
	}
	if _, err := h.Rooms.SaveNotes(ctx, who, h.Case, strings.Repeat("あ", 20001), 2); !errors.Is(err, room.ErrNotesLong) {
		t.Errorf("too long: %v", err)
	}
}

func TestRefusesOddWords(t *testing.T) {
	t.Parallel()
	h, ctx := roomtest.NewHouse(t), t.Context()
	if _, err := h.Rooms.Admit(ctx, h.AsPhysician(), h.Case); err != nil {
		t.Fatal(err)
	}
	for name, w := range map[string]room.Word{
		"no client":        {Kind: room.CameraOff},
		"server's kind":    {Client: "client-1", Kind: room.Joined},
		"platform's kind":  {Client: "client-1", Kind: room.Admitted},
		"negative number":  {Client: "client-1", Seq: -1, Kind: room.CameraOff},
		"client with text": {Client: "<script>1", Kind: room.CameraOff},
	} {
		if err := h.Rooms.Tell(ctx, h.AsWorker(), h.Case, w); !errors.Is(err, room.ErrBatch) {
			t.Errorf("%s: %v, want ErrBatch", name, err)
		}
	}
	one := room.Sample{At: h.Clock.Now(), Span: 2000}
	for name, b := range map[string]room.Batch{
		"no sample":     {Client: "client-1"},
		"too many":      {Client: "client-1", Samples: make([]room.Sample, 200)},
		"without time":  {Client: "client-1", Samples: []room.Sample{{Span: 10}}},
		"negative span": {Client: "client-1", Samples: []room.Sample{{At: one.At, Span: -1}}},
		"an hour long":  {Client: "client-1", Samples: []room.Sample{{At: one.At, Span: 3600000}}},
		"short client":  {Client: "c", Samples: []room.Sample{one}},
	} {
		if err := h.Rooms.Measured(ctx, h.AsWorker(), h.Case, b); !errors.Is(err, room.ErrBatch) {
			t.Errorf("%s: %v, want ErrBatch", name, err)
		}
	}
	for name, l := range map[string]room.Checklist{
		"identity": {Identity: "INSURANCE_CARD"}, "phone": {Phone: "call me"}, "place": {Place: strings.Repeat("あ", 201)},
	} {
		_, err := h.Rooms.SaveChecklist(ctx, h.AsPhysician(), h.Case, l)
		if f := fault.Of(err); f.Code != "form.invalid" || len(f.Fields) != 1 || f.Fields[0].Name != name {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Thirty days later nobody can read where the worker was, and the evidence
// still says that it was confirmed.
func TestErase(t *testing.T) {
	t.Parallel()
	h, ctx := roomtest.NewHouse(t), t.Context()
	if _, err := h.Rooms.Admit(ctx, h.AsPhysician(), h.Case); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Rooms.SaveChecklist(ctx, h.AsPhysician(), h.Case, roomtest.Checked()); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Rooms.End(ctx, h.AsPhysician(), h.Case, room.Completed, ""); err != nil {
		t.Fatal(err)
	}
	before, err := h.Rooms.Pack(ctx, h.AsPhysician(), h.Case)
	if err != nil {
		t.Fatal(err)
	}
	h.Clock.Add(29 * 24 * time.Hour)
	if err := h.Rooms.Erase(ctx); err != nil {
		t.Fatal(err)
	}
	if s, _ := h.Rooms.State(ctx, h.AsPhysician(), h.Case); s.Checklist.Place != "東京都港区の自宅" {
		t.Errorf("after 29 days the place is %q", s.Checklist.Place)
	}
	h.Clock.Add(2 * 24 * time.Hour)
	if err := h.Rooms.Erase(ctx); err != nil {
		t.Fatal(err)
	}
	s, err := h.Rooms.State(ctx, h.AsPhysician(), h.Case)
	if err != nil || s.Checklist.Place != room.Erased || s.Checklist.Phone != room.Erased || !s.ChecklistDone || s.Phones.Worker != "090-0000-0001" {
		t.Errorf("after 31 days: %+v %+v, %v", s.Checklist, s.Phones, err)
	}
	after, err := h.Rooms.Pack(ctx, h.AsPhysician(), h.Case)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before.Conditions, after.Conditions); diff != "" {
		t.Errorf("the conditions changed with the erasing:\n%s", diff)
	}
}
