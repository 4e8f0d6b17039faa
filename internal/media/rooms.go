package media

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// Room is a room as the media server knows it.
type Room struct {
	Name   string   `json:"name"`
	People []string `json:"people"` // identities
}

// OpenRoom makes sure that the room is there; opening it again changes nothing.
// Errors: ErrNotReady.
func (s *Supervisor) OpenRoom(ctx context.Context, room string) error {
	return s.call(ctx, http.MethodPut, "/rooms/"+url.PathEscape(room), nil)
}

// OpenBriefly opens a room that goes by itself: after 2 minutes in which nobody
// came, 20 seconds after the last one left. Errors: ErrNotReady.
func (s *Supervisor) OpenBriefly(ctx context.Context, room string) error {
	return s.call(ctx, http.MethodPut, "/rooms/"+url.PathEscape(room)+"?briefly", nil)
}

// CloseRoom sends everybody out and forgets the room; one that is not there is closed.
// Errors: ErrNotReady.
func (s *Supervisor) CloseRoom(ctx context.Context, room string) error {
	return s.call(ctx, http.MethodDelete, "/rooms/"+url.PathEscape(room), nil)
}

// Remove sends one identity out of a room. Errors: ErrNotReady.
func (s *Supervisor) Remove(ctx context.Context, room, identity string) error {
	return s.call(ctx, http.MethodDelete, "/rooms/"+url.PathEscape(room)+"/people/"+url.PathEscape(identity), nil)
}

// Rooms lists the open rooms with who is in them. Errors: ErrNotReady.
func (s *Supervisor) Rooms(ctx context.Context) ([]Room, error) {
	var out []Room
	err := s.call(ctx, http.MethodGet, "/rooms", &out)
	return out, err
}

// Token lets one identity into one room for ttl from now. The server must not be
// running for it: the same secret serves every life of the child.
func (s *Supervisor) Token(room, identity string, g Grants, ttl time.Duration) (string, error) {
	return signToken(keyName, s.secret, room, identity, g, time.Now(), ttl)
}

// ReadToken tells for whom a token of ours is. Errors: ErrToken.
func (s *Supervisor) ReadToken(token string) (room, identity string, err error) {
	return readToken(keyName, s.secret, token)
}

func (s *Supervisor) call(ctx context.Context, method, path string, into any) error {
	r, ok := s.now()
	if !ok {
		return ErrNotReady
	}
	req, err := http.NewRequestWithContext(ctx, method, "http://"+r.Signal+path, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+s.admin)
	res, err := s.client.Do(req)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNotReady, err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(res.Body, 1<<20))
	if err != nil {
		return fmt.Errorf("media: %s: %w", method, err)
	}
	if res.StatusCode >= 300 {
		return fmt.Errorf("media: %s %s: %s: %s", method, path, res.Status, bytes.TrimSpace(body))
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(body, into)
}
