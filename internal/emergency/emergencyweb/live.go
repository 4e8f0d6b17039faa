package emergencyweb

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"

	"mendan/internal/emergency"
	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/web"
)

const (
	lookEvery  = 2 * time.Second  // changes made on another node are found by looking
	speakEvery = 15 * time.Second // something is said at least so often
)

// Hub wakes the open pages of this node when an emergency changed. Losing a
// wake is harmless: streams look by themselves.
type Hub struct {
	mu     sync.Mutex // guards wakers
	wakers map[chan struct{}]bool
}

// NewHub makes a hub and lets it hear the service.
func NewHub(s *emergency.Service) *Hub {
	h := &Hub{wakers: map[chan struct{}]bool{}}
	s.Listen(h.wake)
	return h
}

// wake tells all open pages to look: there are few, and each looks only at its own.
func (h *Hub) wake(id.Alarm) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for ch := range h.wakers {
		select {
		case ch <- struct{}{}:
		default: // already told
		}
	}
}

func (h *Hub) watch() (<-chan struct{}, func()) {
	ch := make(chan struct{}, 1)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.wakers[ch] = true
	return ch, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.wakers, ch)
	}
}

// stream sends what look gives whenever it changed, and every 15 seconds.
func (d Deps) stream(w http.ResponseWriter, r *web.Request, look func() (any, error)) error {
	news, forget := d.Hub.watch()
	defer forget()
	see := func() ([]byte, error) {
		v, err := look()
		if err != nil {
			return nil, err
		}
		return json.Marshal(v)
	}
	body, err := see()
	if err != nil {
		return err
	}
	out := http.NewResponseController(w)
	_ = out.SetWriteDeadline(time.Time{})
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	w.Header().Set("X-Accel-Buffering", "no")
	w.WriteHeader(http.StatusOK)
	say := func(b []byte) bool {
		_, err := fmt.Fprintf(w, "event: state\ndata: %s\n\n", b)
		return err == nil && out.Flush() == nil
	}
	if !say(body) {
		return nil
	}
	ticker := time.NewTicker(lookEvery)
	defer ticker.Stop()
	silent := time.Duration(0)
	for {
		select {
		case <-r.Context().Done():
			return nil
		case <-web.Stopping(r.Context()):
			return nil
		case <-news:
		case <-ticker.C:
			silent += lookEvery
		}
		now, err := see()
		switch {
		case err != nil && fault.KindOf(err) == fault.Unavailable:
			continue
		case err != nil:
			return nil // no longer theirs to see
		case bytes.Equal(now, body) && silent < speakEvery:
			continue
		}
		body, silent = now, 0
		if !say(body) {
			return nil
		}
	}
}

// Live is an emergency as a page keeps it up to date. Words are made here, in
// the reader's language, and hold no more than the reader's view.
type Live struct {
	Alarm  id.Alarm   `json:"alarm"`
	Seq    int64      `json:"seq"`
	Closed bool       `json:"closed"`
	Shape  string     `json:"shape"` // changes when the page itself has to be drawn anew
	Mine   bool       `json:"mine"`  // a task waits for the reader
	Tasks  []LiveTask `json:"tasks"`
	Lines  []LiveLine `json:"lines"` // newest first, at most twelve
}

// LiveTask is a task in words. Due is when the next step comes, if nobody answers.
type LiveTask struct {
	ID    id.EmergencyTask `json:"id"`
	Name  string           `json:"name"`
	State emergency.State  `json:"state"`
	Word  string           `json:"word"`
	Text  string           `json:"text"`
	Due   string           `json:"due,omitempty"`
}

// LiveLine is a line of the timeline.
type LiveLine struct {
	At   string `json:"at"`
	Text string `json:"text"`
}

// liveOf puts a view into words.
func (d Deps) liveOf(ctx context.Context, v emergency.View) Live {
	out := Live{Alarm: v.Alarm, Seq: v.Seq, Closed: !v.ClosedAt.IsZero(), Tasks: []LiveTask{}, Lines: []LiveLine{}}
	kind, mine := "", emergency.TaskView{}
	var tasks []emergency.TaskView
	var lines []emergency.Line
	switch {
	case v.Doctor != nil:
		kind, tasks, lines = "lead:"+string(v.Doctor.Level)+fmt.Sprint(len(v.Doctor.MayCall), len(v.Doctor.Told)), v.Doctor.Tasks, v.Doctor.Timeline
	case v.Duty != nil:
		kind, tasks, lines, mine = "duty", v.Duty.Tasks, v.Duty.Timeline, v.Duty.Mine
	case v.Helper != nil:
		kind, mine = "helper", v.Helper.Mine
	case v.Bystander != nil:
		kind, mine = "called", v.Bystander.Mine
		out.Mine = !v.Bystander.Taken
	}
	for _, t := range tasks {
		out.Tasks = append(out.Tasks, taskLive(ctx, t, v.Zone))
	}
	for i := len(lines) - 1; i >= 0 && len(out.Lines) < 12; i-- {
		out.Lines = append(out.Lines, LiveLine{clock(lines[i].At, v.Zone), deedWord(ctx, d.Service.Table, lines[i])})
	}
	out.Shape = fmt.Sprint(kind, mine.ID, mine.State, out.Closed, len(tasks))
	return out
}

// taskLive says where a task stands.
func taskLive(ctx context.Context, t emergency.TaskView, zone *time.Location) LiveTask {
	out := LiveTask{ID: t.ID, Name: kindWord(ctx, t.Kind), State: t.State}
	switch t.State {
	case emergency.Waiting:
		out.Word, out.Due = lang.T(ctx, "呼び出し中"), t.DueAt.UTC().Format(time.RFC3339Nano)
		switch {
		case t.Everybody && len(t.Route) == 0:
			out.Text = lang.T(ctx, "呼べる人が計画にいません")
		case t.Everybody:
			out.Text = lang.T(ctx, "全員を呼んでいます")
		case len(t.Calling) > 0:
			out.Text = lang.T(ctx, "%sさんを呼んでいます", t.Calling[0].Name)
		}
	case emergency.Taken:
		out.Word, out.Text = lang.T(ctx, "応答あり"), lang.T(ctx, "%sさんが引き受けました(%s)", t.AnsweredBy.Name, clock(t.AnsweredAt, zone))
	case emergency.Finished:
		out.Word, out.Text = lang.T(ctx, "済"), lang.T(ctx, "%sさんが終えました", t.AnsweredBy.Name)
	case emergency.Needless:
		out.Word, out.Text = lang.T(ctx, "不要"), lang.T(ctx, "必要なくなりました")
	}
	return out
}

func (d Deps) alarmLive(w http.ResponseWriter, r *web.Request) error {
	a, err := web.PathID[id.Alarm](r, "alarm")
	if err != nil {
		return err
	}
	return d.stream(w, r, func() (any, error) {
		v, err := d.Service.View(r.Context(), r.Who, a)
		return d.liveOf(r.Context(), v), err
	})
}

// boardLive tells which emergencies there are and whether one calls the reader.
func (d Deps) boardLive(w http.ResponseWriter, r *web.Request) error {
	type line struct {
		Alarm   id.Alarm `json:"alarm"`
		Waiting int      `json:"waiting"`
		Mine    bool     `json:"mine"`
		Open    bool     `json:"open"`
	}
	return d.stream(w, r, func() (any, error) {
		list, err := d.Service.Board(r.Context(), r.Who)
		out := struct {
			List []line `json:"list"`
			Mine bool   `json:"mine"`
		}{List: []line{}}
		for _, b := range list {
			out.List = append(out.List, line{b.Alarm, b.Waiting, b.Mine, b.ClosedAt.IsZero()})
			out.Mine = out.Mine || b.Mine && b.ClosedAt.IsZero()
		}
		return out, err
	})
}
