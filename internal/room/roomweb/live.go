package roomweb

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"mendan/internal/fault"
	"mendan/internal/id"
	"mendan/internal/room"
	"mendan/internal/web"
)

const (
	lookEvery  = 3 * time.Second  // changes made on another node are found by looking
	speakEvery = 15 * time.Second // something is said at least so often
)

// live streams the state: at once, at each change, and every 15 seconds. The
// open stream is what makes a person present.
func (d Deps) live(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	seat, err := d.Rooms.Seat(r.Context(), r.Who, c)
	if err != nil {
		return err
	}
	news, forget := d.Hub.watch(c)
	defer forget()
	defer d.Hub.sit(seat)()
	return stream(w, r, "state", news, func() (any, any, error) {
		s, err := d.Rooms.State(r.Context(), r.Who, c)
		same := s
		same.Now = time.Time{}
		return s, same, err
	})
}

// arrivals streams who waits for the physician.
func (d Deps) arrivals(w http.ResponseWriter, r *web.Request) error {
	news, forget := d.Hub.watch("")
	defer forget()
	return stream(w, r, "arrivals", news, func() (any, any, error) {
		list, err := d.Rooms.Arrivals(r.Context(), r.Who)
		return struct {
			Arrivals []room.Arrival `json:"arrivals"`
		}{list}, list, err
	})
}

// stream sends what look gives whenever its second value changed (the first may
// hold the hour), and every 15 seconds. A page that may no longer look, or a
// server that stops, ends it; the browser comes back by itself.
func stream(w http.ResponseWriter, r *web.Request, event string, news <-chan struct{}, look func() (any, any, error)) error {
	out := http.NewResponseController(w)
	_ = out.SetWriteDeadline(time.Time{}) // a stream has no end of its own; where there is no deadline to lift, good
	first, mark, err := see(look)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	w.Header().Set("X-Accel-Buffering", "no") // proxies in front must not collect
	w.WriteHeader(http.StatusOK)
	say := func(body []byte) bool {
		_, err := fmt.Fprintf(w, "event: %s\ndata: %s\n\n", event, body)
		return err == nil && out.Flush() == nil
	}
	if !say(first) {
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
		body, now, err := see(look)
		switch {
		case err != nil && fault.KindOf(err) == fault.Unavailable:
			continue // the database is away; the page is not
		case err != nil:
			return nil // no longer theirs to see
		case bytes.Equal(now, mark) && silent < speakEvery:
			continue
		}
		mark, silent = now, 0
		if !say(body) {
			return nil
		}
	}
}

func see(look func() (any, any, error)) (body, mark []byte, err error) {
	whole, part, err := look()
	if err != nil {
		return nil, nil, err
	}
	body, err1 := json.Marshal(whole)
	mark, err2 := json.Marshal(part)
	return body, mark, errors.Join(err1, err2)
}
