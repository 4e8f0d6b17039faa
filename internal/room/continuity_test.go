package room_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"mendan/internal/room"
)

var ten = time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC) // 10:00 in Tokyo

func at(s float64) time.Time { return ten.Add(time.Duration(s * float64(time.Second))) }

type story struct {
	events  []room.Event
	batches []room.Batch
}

func (s *story) server(sec float64, kind room.Kind, side room.Side, conn, track string) *story {
	s.events = append(s.events, room.Event{At: at(sec), Source: room.FromServer, Kind: kind, Side: side, Data: room.Detail{Conn: conn, Track: track}})
	return s
}

func (s *story) platform(sec float64, kind room.Kind) *story {
	s.events = append(s.events, room.Event{At: at(sec), Source: room.FromPlatform, Kind: kind, Side: room.Worker})
	return s
}

// in is a person coming in with both tracks.
func (s *story) in(sec float64, side room.Side, conn string) *story {
	return s.server(sec, room.Joined, side, conn, "").
		server(sec, room.Published, side, conn, "camera").
		server(sec, room.Published, side, conn, "microphone")
}

// measures gives two-second samples of side over [from, to).
func (s *story) measures(side room.Side, from, to float64, change func(*room.Sample)) *story {
	return s.page("client-"+string(side), side, from, to, change)
}

// page is measures of one of several pages of the side.
func (s *story) page(client string, side room.Side, from, to float64, change func(*room.Sample)) *story {
	b := room.Batch{Side: side, Client: client, Seq: int64(len(s.batches))}
	for sec := from; sec < to; sec += 2 {
		x := room.Sample{At: at(sec + 2), Span: 2000, VideoIn: room.VideoIn{Frames: 50, Bytes: 1e5}, AudioIn: room.AudioIn{Bytes: 8000}, Connection: "connected"}
		if change != nil {
			change(&x)
		}
		b.Samples = append(b.Samples, x)
		b.Received = x.At
	}
	s.batches = append(s.batches, b)
	return s
}

func both() *story {
	s := &story{}
	return s.in(0, room.Worker, "w1").in(0, room.Physician, "p1")
}

func TestMeasure(t *testing.T) {
	t.Parallel()
	dark := func(x *room.Sample) { x.VideoIn.Frames = 0 }
	mute := func(x *room.Sample) { x.AudioIn.Bytes = 0 }
	frozen := func(x *room.Sample) { x.VideoIn.FreezeMS = 1500 }
	lost := func(x *room.Sample) {
		x.Connection = "reconnecting"
		x.VideoIn.Frames, x.AudioIn.Bytes = 0, 0
	}
	for name, c := range map[string]struct {
		story *story
		want  room.Continuity
	}{
		"nothing was seen": {&story{}, room.Continuity{Total: 600}},
		"all went well": {
			both().measures(room.Worker, 0, 600, nil).measures(room.Physician, 0, 600, nil),
			room.Continuity{Total: 600, Together: 600, Worker: room.Shown{Measured: 600}, Physician: room.Shown{Measured: 600}},
		},
		"the physician came first": {
			(&story{}).in(-60, room.Physician, "p1").in(30, room.Worker, "w1"),
			room.Continuity{Total: 600, Together: 570},
		},
		"the worker was cut off and came back": {
			both().server(100, room.Left, room.Worker, "w1", "").in(130, room.Worker, "w2"),
			room.Continuity{Total: 600, Together: 570, Apart: 30, Gaps: 1, LongestGap: 30, Reconnects: 1, Worker: room.Shown{LineLost: 30}, Physician: room.Shown{LineLost: 30}},
		},
		"a page loaded again joins before the old one is given up": {
			both().in(100, room.Worker, "w2").server(101, room.Left, room.Worker, "w1", ""),
			room.Continuity{Total: 600, Together: 600, Reconnects: 1},
		},
		"resumed without leaving": {
			both().server(100, room.Resumed, room.Worker, "w1", ""),
			room.Continuity{Total: 600, Together: 600, Reconnects: 1},
		},
		"the media server died": {
			both().server(200, room.ServerDown, "", "", "").in(202, room.Worker, "w2").in(204, room.Physician, "p2"),
			room.Continuity{Total: 600, Together: 596, Apart: 4, Gaps: 1, LongestGap: 4, Reconnects: 2, Worker: room.Shown{LineLost: 4}, Physician: room.Shown{LineLost: 4}},
		},
		"the worker switched the camera off": {
			both().server(100, room.Muted, room.Worker, "w1", "camera").server(160, room.Unmuted, room.Worker, "w1", "camera"),
			room.Continuity{Total: 600, Together: 600, Worker: room.Shown{CameraOff: 60, WithoutPicture: 60, LongestBlind: 60, LongBlinds: 1}},
		},
		"the physician muted himself: no lost voice": {
			both().server(100, room.Muted, room.Physician, "p1", "microphone").server(120, room.Unmuted, room.Physician, "p1", "microphone").
				measures(room.Worker, 0, 100, nil).measures(room.Worker, 100, 120, mute).measures(room.Worker, 120, 600, nil),
			room.Continuity{Total: 600, Together: 600, Physician: room.Shown{MicOff: 20, Measured: 600}},
		},
		"the worker's picture did not arrive": {
			both().measures(room.Physician, 0, 100, nil).measures(room.Physician, 100, 140, dark).measures(room.Physician, 140, 600, nil),
			room.Continuity{Total: 600, Together: 600, Worker: room.Shown{WithoutPicture: 40, LongestBlind: 40, LongBlinds: 1, LineLost: 40, LongStops: 1, Measured: 600}},
		},
		"dark while the camera is off counts once": {
			both().server(100, room.Muted, room.Worker, "w1", "camera").server(140, room.Unmuted, room.Worker, "w1", "camera").
				measures(room.Physician, 0, 100, nil).measures(room.Physician, 100, 140, dark).measures(room.Physician, 140, 600, nil),
			room.Continuity{Total: 600, Together: 600, Worker: room.Shown{CameraOff: 40, WithoutPicture: 40, LongestBlind: 40, LongBlinds: 1, Measured: 600}},
		},
		"the picture stood still": {
			both().measures(room.Physician, 0, 20, nil).measures(room.Physician, 20, 30, frozen).measures(room.Physician, 30, 600, nil),
			room.Continuity{Total: 600, Together: 600, Worker: room.Shown{Frozen: 7.5, LongestBlind: 10, LineLost: 10, Measured: 600}},
		},
		"the physician's line was gone for a moment": {
			both().measures(room.Physician, 0, 20, nil).measures(room.Physician, 20, 26, lost).measures(room.Physician, 26, 600, nil),
			room.Continuity{Total: 600, Together: 600, Worker: room.Shown{WithoutPicture: 6, WithoutVoice: 6, LongestBlind: 6, LineLost: 6, Measured: 600}},
		},
		"measured by two pages at once is measured once": {
			both().page("page-one", room.Physician, 0, 600, nil).page("page-two", room.Physician, 0, 600, nil),
			room.Continuity{Total: 600, Together: 600, Worker: room.Shown{Measured: 600}},
		},
		"what arrives on one of two pages has arrived": {
			both().page("page-one", room.Physician, 0, 600, nil).page("page-two", room.Physician, 100, 300, lost),
			room.Continuity{Total: 600, Together: 600, Worker: room.Shown{Measured: 600}},
		},
		"frozen on two pages at once is frozen once": {
			both().page("page-one", room.Physician, 0, 10, frozen).page("page-two", room.Physician, 0, 10, frozen),
			room.Continuity{Total: 600, Together: 600, Worker: room.Shown{Frozen: 7.5, LongestBlind: 10, LineLost: 10, Measured: 10}},
		},
		"measured for a part only": {
			both().measures(room.Physician, 0, 100, nil).measures(room.Physician, 400, 600, nil),
			room.Continuity{Total: 600, Together: 600, Worker: room.Shown{Measured: 300}},
		},
		"a cut and what came with it are one stretch": {
			both().server(100, room.Left, room.Worker, "w1", "").in(120, room.Worker, "w2").
				measures(room.Physician, 0, 100, nil).measures(room.Physician, 120, 140, dark).measures(room.Physician, 140, 600, nil),
			room.Continuity{
				Total: 600, Together: 580, Apart: 20, Gaps: 1, LongestGap: 20, Reconnects: 1,
				Worker:    room.Shown{WithoutPicture: 20, LongestBlind: 20, LineLost: 40, LongStops: 1, Measured: 580},
				Physician: room.Shown{LineLost: 20},
			},
		},
		"somebody came in: the pause counts nowhere": {
			both().platform(100, room.Paused).server(100, room.Muted, room.Worker, "w1", "camera").server(110, room.Left, room.Physician, "p1", "").
				in(150, room.Physician, "p2").server(160, room.Unmuted, room.Worker, "w1", "camera").platform(160, room.Continued).
				platform(500, room.Paused).platform(500, room.Paused).
				measures(room.Physician, 0, 100, nil).measures(room.Physician, 100, 160, dark).measures(room.Physician, 160, 600, nil),
			room.Continuity{Total: 600, Together: 440, Reconnects: 1, Pauses: 2, Paused: 160, Worker: room.Shown{Measured: 440}},
		},
		"what happens before and after does not count": {
			(&story{}).in(-60, room.Worker, "w1").in(-50, room.Physician, "p1").measures(room.Physician, -50, 0, dark).
				server(700, room.Left, room.Worker, "w1", ""),
			room.Continuity{Total: 600, Together: 600},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.want.From, c.want.To = at(0), at(600)
			got := room.Measure(at(0), at(600), c.story.events, c.story.batches, 30*time.Second)
			// Who switched nothing off and was measured by nobody: tracks of those who never joined count as off.
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestMeasureMendsClocks(t *testing.T) {
	t.Parallel()
	s := both().measures(room.Physician, 0, 300, nil).measures(room.Physician, 300, 600, func(x *room.Sample) { x.VideoIn.Frames = 0 })
	for i := range s.batches { // the browser's clock is four minutes slow; the second batch came a minute late
		for j := range s.batches[i].Samples {
			s.batches[i].Samples[j].At = s.batches[i].Samples[j].At.Add(-4 * time.Minute)
		}
	}
	s.batches[1].Received = s.batches[1].Received.Add(time.Minute)
	got := room.Measure(at(0), at(600), s.events, s.batches, 30*time.Second)
	if got.Worker.WithoutPicture != 300 || got.Worker.Measured != 600 {
		t.Errorf("worker = %+v, want 300 s dark of 600 s measured", got.Worker)
	}
}

func TestMeasureOfNothing(t *testing.T) {
	t.Parallel()
	if got := room.Measure(time.Time{}, at(10), both().events, nil, 30*time.Second); got.Total != 0 {
		t.Errorf("never opened: %+v", got)
	}
	if got := room.Measure(at(10), at(10), both().events, nil, 30*time.Second); got.Total != 0 {
		t.Errorf("opened and ended at once: %+v", got)
	}
}
