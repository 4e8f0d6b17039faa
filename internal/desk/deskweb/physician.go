package deskweb

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"

	"mendan/internal/id"
	"mendan/internal/web"
)

func (p *Pages) physician(w http.ResponseWriter, r *web.Request) error {
	d, err := p.from.PhysicianDay(r.Context(), r.Who)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, physicianPage(d, physicianNext(r.Context(), d, p.from.Now())))
}

func (p *Pages) physicianCase(w http.ResponseWriter, r *web.Request) error {
	c, err := web.PathID[id.Case](r, "case")
	if err != nil {
		return err
	}
	got, err := p.from.PhysicianCase(r.Context(), r.Who, c)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, physicianCasePage(got))
}

// How often the waiting rooms are looked at, and how often a quiet stream shows that it lives.
const (
	look  = 2 * time.Second
	pulse = 15 * time.Second
)

// live streams who waits: one event "waiting" with the ids of the cases at each change.
// The page knows the rest, so the stream carries no name.
func (p *Pages) live(w http.ResponseWriter, r *web.Request) error {
	first, err := p.from.Waiting(r.Context(), r.Who)
	if err != nil {
		return err
	}
	out := http.NewResponseController(w)
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no")
	if err := out.SetWriteDeadline(time.Time{}); err != nil && r.Context().Err() == nil {
		_ = err // a writer without deadlines has none to lift
	}
	known := tell(w, first)
	if err := out.Flush(); err != nil {
		return nil //nolint:nilerr // the reader left; there is nobody to tell
	}
	ticker, heart := time.NewTicker(look), time.NewTicker(pulse)
	defer ticker.Stop()
	defer heart.Stop()
	for {
		select {
		case <-r.Context().Done():
			return nil
		case <-web.Stopping(r.Context()):
			return nil
		case <-heart.C:
			_, _ = fmt.Fprint(w, ": here\n\n")
		case <-ticker.C:
			now, err := p.from.Waiting(r.Context(), r.Who)
			if err != nil {
				return nil //nolint:nilerr // the browser comes back by itself and is answered properly then
			}
			if slices.Equal(known, ids(now)) {
				continue
			}
			known = tell(w, now)
		}
		if err := out.Flush(); err != nil {
			return nil //nolint:nilerr // as above
		}
	}
}

func tell(w http.ResponseWriter, list []Waiting) []string {
	known := ids(list)
	b, _ := json.Marshal(known) // a list of strings always has a JSON form
	_, _ = fmt.Fprintf(w, "event: waiting\ndata: %s\n\n", b)
	return known
}

func ids(list []Waiting) []string {
	out := []string{}
	for _, x := range list {
		out = append(out, string(x.Case))
	}
	slices.Sort(out)
	return out
}
