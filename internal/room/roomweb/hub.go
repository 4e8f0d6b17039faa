package roomweb

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"mendan/internal/id"
	"mendan/internal/room"
)

const (
	beatEvery = 8  // seconds between signs that pages are open
	leaveSlow = 3  // seconds a closed page may take to come back before it counts as gone
	mendEvery = 60 // seconds between looks whether the media server has the rooms it should have
)

// Hub knows the pages that are open on this web node: it wakes them when their
// room changed and tells the room that they are there. Other nodes have hubs of
// their own; what they change is found by the streams' own looking.
type Hub struct {
	rooms *room.Service
	log   *slog.Logger

	// mu guards what follows.
	mu      sync.Mutex
	wakers  map[chan struct{}]id.Case // empty case: any (arrivals)
	seats   map[room.Seat]int         // open pages
	leaving map[room.Seat]int         // seconds left
	arrived chan room.Seat            // newly seated, to be told at once
}

// NewHub makes a hub and lets it hear the room's changes.
func NewHub(rooms *room.Service, log *slog.Logger) *Hub {
	h := &Hub{
		rooms: rooms, log: log,
		wakers: map[chan struct{}]id.Case{}, seats: map[room.Seat]int{}, leaving: map[room.Seat]int{}, arrived: make(chan room.Seat, 256),
	}
	rooms.Listen(h.Wake)
	return h
}

// Wake tells the open pages of the case to look again.
func (h *Hub) Wake(c id.Case) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for ch, about := range h.wakers {
		if about == "" || about == c {
			select {
			case ch <- struct{}{}:
			default: // already told
			}
		}
	}
}

// watch gives a channel that is told of changes of the case (or of any when c is
// empty) until the returned function is called.
func (h *Hub) watch(c id.Case) (<-chan struct{}, func()) {
	ch := make(chan struct{}, 1)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.wakers[ch] = c
	return ch, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.wakers, ch)
	}
}

// sit notes an open page until the returned function is called.
func (h *Hub) sit(seat room.Seat) func() {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.leaving, seat)
	h.seats[seat]++
	if h.seats[seat] == 1 {
		select {
		case h.arrived <- seat:
		default: // the next beat tells it
		}
	}
	return func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		if h.seats[seat]--; h.seats[seat] <= 0 {
			delete(h.seats, seat)
			h.leaving[seat] = leaveSlow
		}
	}
}

// Run tells the room who is there, and now and then sets the media rooms right,
// until ctx is done. The app owns it.
func (h *Hub) Run(ctx context.Context) {
	second := time.NewTicker(time.Second)
	defer second.Stop()
	for n := 1; ; n++ {
		select {
		case <-ctx.Done():
			return
		case seat := <-h.arrived:
			h.tell(h.rooms.Beat(ctx, []room.Seat{seat}))
		case <-second.C:
			for _, seat := range h.gone() {
				h.tell(h.rooms.Gone(ctx, seat))
			}
			if n%beatEvery == 0 {
				h.tell(h.rooms.Beat(ctx, h.seated()))
			}
			if n%mendEvery == 0 && h.rooms.Media.Ready() == nil {
				h.tell(h.rooms.Restore(ctx))
			}
		}
	}
}

func (h *Hub) tell(err error) {
	if err != nil {
		h.log.Error("presence or rooms could not be kept", "error", err)
	}
}

func (h *Hub) seated() []room.Seat {
	h.mu.Lock()
	defer h.mu.Unlock()
	var out []room.Seat
	for s := range h.seats {
		out = append(out, s)
	}
	return out
}

// gone counts a second down and gives the seats whose page did not come back.
func (h *Hub) gone() []room.Seat {
	h.mu.Lock()
	defer h.mu.Unlock()
	var out []room.Seat
	for s, left := range h.leaving {
		if left--; left > 0 {
			h.leaving[s] = left
			continue
		}
		delete(h.leaving, s)
		out = append(out, s)
	}
	return out
}
