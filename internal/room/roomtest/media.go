// Package roomtest helps tests of the room: a contract suite for stores, a fake
// media server, and a house with one booked interview. For tests only.
package roomtest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"mendan/internal/id"
	"mendan/internal/room"
)

// Media is a media server that only remembers.
type Media struct {
	mu    sync.Mutex
	down  bool
	rooms []id.Room
}

// Down makes the server die: its rooms are gone and it does not answer.
func (m *Media) Down() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.down, m.rooms = true, nil
}

// Up brings it back, empty.
func (m *Media) Up() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.down = false
}

var errDown = errors.New("roomtest: the media server is down")

func (m *Media) ready() error {
	if m.down {
		return errDown
	}
	return nil
}

// Ready implements room.Media.
func (m *Media) Ready() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.ready()
}

// OpenRoom implements room.Media.
func (m *Media) OpenRoom(_ context.Context, r id.Room) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.ready(); err != nil {
		return err
	}
	if !slices.Contains(m.rooms, r) {
		m.rooms = append(m.rooms, r)
	}
	return nil
}

// CloseRoom implements room.Media.
func (m *Media) CloseRoom(_ context.Context, r id.Room) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.rooms = slices.DeleteFunc(m.rooms, func(x id.Room) bool { return x == r })
	return m.ready()
}

// Rooms implements room.Media.
func (m *Media) Rooms(context.Context) ([]id.Room, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.rooms), m.ready()
}

// Token implements room.Media: the token says what it is for.
func (m *Media) Token(r id.Room, side room.Side, _ time.Duration) (string, error) {
	return "fake." + string(r) + "." + string(side), nil
}

// ReadToken implements room.Media.
func (m *Media) ReadToken(token string) (id.Room, room.Side, error) {
	p := strings.Split(token, ".")
	if len(p) != 3 || p[0] != "fake" {
		return "", "", errors.New("roomtest: not a token")
	}
	return id.Room(p[1]), room.Side(p[2]), nil
}
