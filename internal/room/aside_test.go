package room_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"mendan/internal/access"
	"mendan/internal/casework"
	"mendan/internal/fault"
	"mendan/internal/room"
	"mendan/internal/room/roomtest"
	"mendan/internal/txn"
)

// talk is an open session with both inside.
func talk(t *testing.T) *roomtest.House {
	t.Helper()
	h := roomtest.NewHouse(t)
	if _, err := h.Rooms.Admit(t.Context(), h.AsPhysician(), h.Case); err != nil {
		t.Fatal(err)
	}
	h.Join(t, room.Worker, "w1")
	h.Join(t, room.Physician, "p1")
	return h
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Somebody came in: the session stops for both, only the one who stopped it goes
// on and only alone, the physician asks again, and the clock leaves it out.
func TestPause(t *testing.T) {
	t.Parallel()
	h, ctx := talk(t), t.Context()
	worker, physician := h.AsWorker(), h.AsPhysician()
	_, err := h.Rooms.SaveChecklist(ctx, physician, h.Case, roomtest.Checked())
	must(t, err)
	if _, err := h.Rooms.Wish(ctx, worker, h.Case, room.Rebook); !errors.Is(err, room.ErrNotPaused) {
		t.Errorf("a wish without a pause: %v", err)
	}
	if s, err := h.Rooms.Continue(ctx, worker, h.Case, false); err != nil || s.Pause != nil {
		t.Errorf("going on where nothing was stopped: %+v, %v", s.Pause, err)
	}
	h.Clock.Add(time.Minute)
	s, err := h.Rooms.Pause(ctx, worker, h.Case)
	must(t, err)
	if s.Pause == nil || s.Pause.By != room.Worker || !s.Pause.At.Equal(h.Clock.Now()) {
		t.Fatalf("the pause is %+v", s.Pause)
	}
	h.Clock.Add(time.Minute)
	if s, err = h.Rooms.Pause(ctx, physician, h.Case); err != nil || s.Pause.By != room.Worker {
		t.Errorf("stopped twice: %+v, %v", s.Pause, err)
	}
	for name, c := range map[string]struct {
		err, want error
	}{
		"the other side goes on":     {second(h.Rooms.Continue(ctx, physician, h.Case, true)), room.ErrNotYours},
		"the other side wishes":      {second(h.Rooms.Wish(ctx, physician, h.Case, room.Rebook)), room.ErrNotYours},
		"not alone":                  {second(h.Rooms.Continue(ctx, worker, h.Case, false)), room.ErrNotAlone},
		"an odd wish":                {second(h.Rooms.Wish(ctx, worker, h.Case, "party")), room.ErrChoice},
		"completed while stopped":    {second(h.Rooms.End(ctx, physician, h.Case, room.Completed, "")), room.ErrPaused},
		"nobody else can stop":       {second(h.Rooms.Pause(ctx, h.AsHR(), h.Case)), room.ErrNotFound},
		"nor a foreign company's":    {second(h.Rooms.Pause(ctx, h.AsForeigner(), h.Case)), room.ErrNotFound},
		"before anything was opened": {second(h.Rooms.Pause(ctx, worker, h.Private)), room.ErrNotOpen},
	} {
		if !errors.Is(c.err, c.want) {
			t.Errorf("%s: %v, want %v", name, c.err, c.want)
		}
	}
	if s, err = h.Rooms.Wish(ctx, worker, h.Case, room.Rebook); err != nil || s.Pause.Wish != room.Rebook {
		t.Errorf("the wish: %+v, %v", s.Pause, err)
	}
	h.Clock.Add(30 * time.Second)
	s, err = h.Rooms.Continue(ctx, worker, h.Case, true)
	must(t, err)
	if s.Pause != nil || s.PausedMS != 90_000 {
		t.Errorf("after the pause: %+v, %d ms", s.Pause, s.PausedMS)
	}
	if s, err = h.Rooms.State(ctx, physician, h.Case); err != nil || !slices.Equal(s.Missing, []string{"alone"}) {
		t.Errorf("the physician has to ask again: missing %v, %v", s.Missing, err)
	}
	doc, err := h.Rooms.Pack(ctx, physician, h.Case)
	must(t, err)
	if c := doc.Continuity; c.Pauses != 1 || c.Paused != 90 || c.Together != 60 || c.Apart != 0 {
		t.Errorf("figures %+v", c)
	}
}

// measured lets the physician's browser report ten minutes of the worker's
// picture, of which the last lost seconds were dark, and the worker's likewise of nothing wrong.
func measured(t *testing.T, h *roomtest.House, lost int) {
	t.Helper()
	const whole = 600
	began := h.Clock.Now()
	h.Clock.Add(whole * time.Second)
	for _, who := range []room.Side{room.Worker, room.Physician} {
		a := h.AsWorker()
		if who == room.Physician {
			a = h.AsPhysician()
		}
		b := room.Batch{Client: "client-" + string(who)}
		for sec := 5; sec <= whole; sec += 5 {
			x := room.Sample{At: began.Add(time.Duration(sec) * time.Second), Span: 5000, VideoIn: room.VideoIn{Frames: 100}, AudioIn: room.AudioIn{Bytes: 9000}, Connection: "connected"}
			if who == room.Physician && sec > whole-lost {
				x.VideoIn.Frames = 0
			}
			b.Samples = append(b.Samples, x)
		}
		must(t, h.Rooms.Measured(context.Background(), a, h.Case, b))
	}
}

// A line that passed a limit asks the physician for a word; without one the
// interview is not completed, and the word stands in the evidence.
func TestLine(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		lost   int
		doubts []string
	}{
		"good":              {0, nil},
		"just under":        {30, nil},
		"one long stretch":  {120, nil},
		"more than allowed": {185, []string{"line_lost"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h, ctx := talk(t), t.Context()
			physician := h.AsPhysician()
			measured(t, h, c.lost)
			_, err := h.Rooms.SaveChecklist(ctx, physician, h.Case, roomtest.Checked())
			must(t, err)
			line, err := h.Rooms.Line(ctx, physician, h.Case)
			must(t, err)
			if line.Lost != float64(c.lost) || !slices.Equal(line.Doubts, append([]string{}, c.doubts...)) || !slices.Equal(line.Open, line.Doubts) {
				t.Fatalf("line %+v", line)
			}
			if line.Limits["line_lost"] != 180 || line.Limits["long_stops"] != 2 || line.Limits["without_voice"] != 180 {
				t.Errorf("limits %v", line.Limits)
			}
			if _, err := h.Rooms.Line(ctx, h.AsWorker(), h.Case); !errors.Is(err, access.ErrForbidden) {
				t.Errorf("the worker asks: %v", err)
			}
			_, err = h.Rooms.End(ctx, physician, h.Case, room.Completed, "")
			if len(c.doubts) == 0 {
				must(t, err)
				return
			}
			if !errors.Is(err, room.ErrLine) || len(fault.Of(err).Fields) != len(c.doubts) {
				t.Fatalf("completed without a word about the line: %v", err)
			}
			for _, wrong := range []struct {
				choice       room.LineChoice
				reason, note string
				want         error
			}{
				{"maybe", "", "", room.ErrChoice}, {room.GoOn, "BECAUSE", "", room.ErrChoice}, {room.GoOn, room.OtherReason, " ", room.ErrReason},
			} {
				if _, err := h.Rooms.JudgeLine(ctx, physician, h.Case, wrong.choice, wrong.reason, wrong.note); !errors.Is(err, wrong.want) {
					t.Errorf("%+v: %v", wrong, err)
				}
			}
			if _, err := h.Rooms.JudgeLine(ctx, h.AsWorker(), h.Case, room.GoOn, "OBSERVED", ""); !errors.Is(err, access.ErrForbidden) {
				t.Errorf("the worker decides: %v", err)
			}
			_, err = h.Rooms.JudgeLine(ctx, physician, h.Case, room.GoOn, room.OtherReason, "音声で確かめた")
			must(t, err)
			_, err = h.Rooms.End(ctx, physician, h.Case, room.Completed, "")
			must(t, err)
			doc, err := h.Rooms.Pack(ctx, physician, h.Case)
			must(t, err)
			if w := doc.Session.Line; w == nil || w.Choice != room.GoOn || w.Reason != room.OtherReason || w.Note != "" || w.Facts != "line_lost" {
				t.Errorf("the evidence says %+v", w)
			}
		})
	}
}

// An interview of the law with the worker's camera off for too long is not
// completed as one, with or without an exception; what was said counts as a
// consultation, or it goes on in person. A consultation has no such rule.
func TestCameraRule(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		off    time.Duration
		except bool
		want   error
	}{
		{"on", 0, false, nil},
		{"off for as long as may be", 180 * time.Second, false, nil},
		{"off for longer", 181 * time.Second, false, room.ErrCameraOff},
		{"off for longer, with a reason", 181 * time.Second, true, room.ErrCameraOff},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h, ctx := talk(t), t.Context()
			physician := h.AsPhysician()
			_, err := h.Rooms.SaveChecklist(ctx, physician, h.Case, roomtest.Checked())
			must(t, err)
			h.Clock.Add(time.Minute)
			h.See(t, room.Muted, room.Worker, room.Detail{Conn: "w1", Track: "camera"})
			h.Clock.Add(c.off)
			h.See(t, room.Unmuted, room.Worker, room.Detail{Conn: "w1", Track: "camera"})
			h.Clock.Add(time.Minute)
			if c.except {
				s, err := h.Rooms.ExceptCamera(ctx, h.AsWorker(), h.Case, "HEALTH")
				if err != nil || s.Camera == nil || s.Camera.Asked.IsZero() || !s.Camera.Given.IsZero() {
					t.Fatalf("asked: %+v, %v", s.Camera, err)
				}
				if s, err = h.Rooms.ExceptCamera(ctx, physician, h.Case, "HEALTH"); err != nil || s.Camera.Given.IsZero() || s.Camera.Asked.IsZero() {
					t.Fatalf("given: %+v, %v", s.Camera, err)
				}
				if _, err := h.Rooms.ExceptCamera(ctx, physician, h.Case, "BORED"); !errors.Is(err, room.ErrChoice) {
					t.Errorf("an odd reason: %v", err)
				}
			}
			if _, err := h.Rooms.End(ctx, physician, h.Case, room.Completed, ""); !errors.Is(err, c.want) {
				t.Fatalf("completed: %v, want %v", err, c.want)
			}
			if c.want == nil {
				return
			}
			s, err := h.Rooms.End(ctx, physician, h.Case, room.TalkOnly, "映像がなかったため")
			if err != nil || s.Outcome != room.Aborted || s.Ending != room.AsConsultation {
				t.Fatalf("talk only: %+v, %v", s, err)
			}
			if got := state(t, h, h.Case); got != casework.Ready {
				t.Errorf("the case is %s, want to be booked again", got)
			}
			doc, err := h.Rooms.Pack(ctx, physician, h.Case)
			must(t, err)
			if (doc.Session.Camera != nil) != c.except || doc.Session.Ending != room.AsConsultation {
				t.Errorf("the evidence says %+v", doc.Session)
			}
		})
	}
	h, ctx := roomtest.NewHouse(t), t.Context()
	_, err := h.Rooms.Admit(ctx, h.AsPhysician(), h.Private)
	must(t, err)
	if _, err := h.Rooms.End(ctx, h.AsPhysician(), h.Private, room.TalkOnly, "x"); !errors.Is(err, room.ErrOutcome) {
		t.Errorf("a consultation turned into one: %v", err)
	}
}

type beforehand struct{ asked room.CameraException }

func (b beforehand) CameraException(context.Context, txn.Read, casework.Case) (room.CameraException, error) {
	return b.asked, nil
}

// What was asked before the session is seen in it, until something is said there.
func TestCameraAskedBeforehand(t *testing.T) {
	t.Parallel()
	asked := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
	h := roomtest.NewHouse(t, func(d *room.Deps) {
		d.Exceptions = beforehand{room.CameraException{Reason: "UNSAID", Asked: asked}}
	})
	ctx := t.Context()
	s, err := h.Rooms.Admit(ctx, h.AsPhysician(), h.Case)
	if err != nil || s.Camera == nil || s.Camera.Reason != "UNSAID" {
		t.Fatalf("the physician sees %+v, %v", s.Camera, err)
	}
	s, err = h.Rooms.ExceptCamera(ctx, h.AsPhysician(), h.Case, "HEALTH")
	if err != nil || s.Camera.Reason != "HEALTH" || !s.Camera.Asked.Equal(asked) || s.Camera.Given.IsZero() {
		t.Errorf("given: %+v, %v", s.Camera, err)
	}
}
