// Package meetingapi makes meetings at Microsoft Teams, Google Meet and Zoom
// through the HTTP interfaces these services document, with a company's own
// credentials. It keeps tokens in memory until they end, and nothing else.
//
// What a service is told: the time, a neutral subject, and our opaque key of
// the booking where it takes one. No name, no mail address of anybody but the
// host whom the company named. Answers and addresses never enter an error: they
// can hold tokens and links.
//
// Sources, read 2026-11-22: learn.microsoft.com/graph/api/onlinemeeting-createorget and
// cloud-communication-online-meeting-application-access-policy; developers.google.com/workspace/meet/api/reference/rest/v2/spaces;
// developers.zoom.us/docs/internal-apps/s2s-oauth and /docs/api/meetings.
package meetingapi

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"mendan/internal/meeting"
	"mendan/internal/outside"
)

// Addresses are where the services are. The zero value is where they really are.
type Addresses struct {
	MicrosoftLogin, Graph string
	GoogleToken, Meet     string
	ZoomToken, Zoom       string
}

func (a Addresses) orReal() Addresses {
	or := func(have *string, real string) {
		if *have == "" {
			*have = real
		}
	}
	or(&a.MicrosoftLogin, "https://login.microsoftonline.com")
	or(&a.Graph, "https://graph.microsoft.com/v1.0")
	or(&a.GoogleToken, "https://oauth2.googleapis.com/token")
	or(&a.Meet, "https://meet.googleapis.com/v2")
	or(&a.ZoomToken, "https://zoom.us/oauth/token")
	or(&a.Zoom, "https://api.zoom.us/v2")
	return a
}

// Makers are the makers of all tools over one client.
func Makers(client *http.Client, now func() time.Time, a Addresses) map[meeting.Tool]meeting.Maker {
	a = a.orReal()
	c := &caller{client: client, now: now, tokens: map[string]token{}}
	return map[meeting.Tool]meeting.Maker{
		meeting.Teams: &teams{c, a}, meeting.Meet: &meet{c, a}, meeting.Zoom: &zoom{c, a},
	}
}

// mostAnswer is how much of an answer is read; those we ask for have a few kilobytes.
const mostAnswer = 1 << 20

// caller asks services and keeps their tokens.
type caller struct {
	client *http.Client
	now    func() time.Time

	mu     sync.Mutex // guards tokens
	tokens map[string]token
}

type token struct {
	text string
	ends time.Time
}

// early is how long before its end a token is not used any more.
const early = 2 * time.Minute

// tokenKey names a token by the credentials it came from, without holding them.
func tokenKey(a meeting.Account) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{string(a.Company), string(a.Tool), a.Tenant, a.Client, string(a.Secret), a.Host}, "\x00")))
	return hex.EncodeToString(sum[:])
}

// bearer is the token for the account: the one at hand, or a new one by grant.
func (c *caller) bearer(ctx context.Context, a meeting.Account, grant func(ctx context.Context) (*http.Request, error)) (string, error) {
	key := tokenKey(a)
	c.mu.Lock()
	have, ok := c.tokens[key]
	c.mu.Unlock()
	if ok && c.now().Before(have.ends.Add(-early)) {
		return have.text, nil
	}
	req, err := grant(ctx)
	if err != nil {
		return "", err
	}
	var out struct {
		AccessToken string  `json:"access_token"`
		ExpiresIn   seconds `json:"expires_in"`
	}
	asked := c.now()
	err = c.exchange(req, &out)
	switch {
	case errors.Is(err, meeting.ErrTakes), errors.Is(err, meeting.ErrNoRight), errors.Is(err, meeting.ErrGone):
		// A token endpoint answers wrong credentials with 400 invalid_client or invalid_grant, and a wrong tenant with 404.
		return "", meeting.ErrRefused.Because(err)
	case err != nil:
		return "", err
	case out.AccessToken == "" || strings.ContainsAny(out.AccessToken, "\r\n"):
		return "", meeting.ErrUnreachable.Because(errors.New("an answer without token"))
	}
	ends := asked.Add(time.Duration(out.ExpiresIn) * time.Second)
	c.mu.Lock()
	defer c.mu.Unlock()
	for k, t := range c.tokens {
		if !c.now().Before(t.ends) {
			delete(c.tokens, k)
		}
	}
	c.tokens[key] = token{out.AccessToken, ends}
	return out.AccessToken, nil
}

func (c *caller) forget(a meeting.Account) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.tokens, tokenKey(a))
}

// seconds is a number that some services write as text.
type seconds int64

// UnmarshalJSON reads 3600 and "3600".
func (s *seconds) UnmarshalJSON(b []byte) error {
	n, err := strconv.ParseInt(strings.Trim(string(b), `"`), 10, 64)
	if err != nil || n < 0 || n > 30*24*3600 {
		return errors.New("no lifetime of a token")
	}
	*s = seconds(n)
	return nil
}

// do sends one request with the account's token; a token that is not accepted
// any more (revoked, or our clock is wrong) is renewed once.
func (c *caller) do(ctx context.Context, a meeting.Account, grant func(context.Context) (*http.Request, error), method, address string, body, out any) error {
	for try := 0; ; try++ {
		bearer, err := c.bearer(ctx, a, grant)
		if err != nil {
			return err
		}
		var reader *bytes.Reader
		if body != nil {
			raw, err := json.Marshal(body)
			if err != nil {
				return err
			}
			reader = bytes.NewReader(raw)
		} else {
			reader = bytes.NewReader(nil)
		}
		req, err := http.NewRequestWithContext(ctx, method, address, reader)
		if err != nil {
			return meeting.ErrTakes.Because(errors.New("no address"))
		}
		if body != nil {
			req.Header.Set("Content-Type", "application/json")
		}
		req.Header.Set("Authorization", "Bearer "+bearer)
		err = c.exchange(req, out)
		if errors.Is(err, meeting.ErrRefused) {
			c.forget(a)
			if try == 0 {
				continue
			}
		}
		return err
	}
}

// exchange sends a request and reads its answer into out (nil: none wanted).
func (c *caller) exchange(req *http.Request, out any) error {
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", "Mendan")
	res, err := c.client.Do(req)
	if err != nil {
		var u *url.Error
		if errors.As(err, &u) {
			err = u.Err // without the address
		}
		return meeting.ErrUnreachable.Because(err)
	}
	body, err := outside.Read(res, mostAnswer)
	if err != nil {
		return meeting.ErrUnreachable.Because(errors.New("the answer broke off"))
	}
	status := fmt.Errorf("status %d", res.StatusCode)
	switch {
	case res.StatusCode >= 200 && res.StatusCode < 300:
	case res.StatusCode == http.StatusUnauthorized:
		return meeting.ErrRefused.Because(status)
	case res.StatusCode == http.StatusForbidden:
		if limited(body) {
			return &meeting.Later{After: c.after(res, time.Minute)}
		}
		return meeting.ErrNoRight.Because(status)
	case res.StatusCode == http.StatusNotFound, res.StatusCode == http.StatusGone:
		return meeting.ErrGone.Because(status)
	case res.StatusCode == http.StatusTooManyRequests:
		return &meeting.Later{After: c.after(res, time.Minute)}
	case res.StatusCode == http.StatusServiceUnavailable && res.Header.Get("Retry-After") != "":
		return &meeting.Later{After: c.after(res, time.Minute)}
	case res.StatusCode >= 400 && res.StatusCode < 500 && res.StatusCode != http.StatusRequestTimeout:
		return meeting.ErrTakes.Because(status)
	default: // redirects among them: we follow none
		return meeting.ErrUnreachable.Because(status)
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(body, out); err != nil {
		return meeting.ErrUnreachable.Because(errors.New("an answer that cannot be read"))
	}
	return nil
}

// limited tells a quota answered as 403 (Google) from a missing right.
func limited(body []byte) bool {
	var e struct {
		Error struct {
			Status string `json:"status"`
		} `json:"error"`
	}
	return json.Unmarshal(body, &e) == nil && e.Error.Status == "RESOURCE_EXHAUSTED"
}

// after reads Retry-After: seconds or a date.
func (c *caller) after(res *http.Response, otherwise time.Duration) time.Duration {
	text := res.Header.Get("Retry-After")
	if n, err := strconv.Atoi(text); err == nil && n >= 0 && n < 1<<20 {
		return time.Duration(n) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil {
		if d := at.Sub(c.now()); d > 0 {
			return d
		}
		return 0
	}
	return otherwise
}

// form is a POST of a form to a token endpoint.
func form(ctx context.Context, address string, values url.Values) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(values.Encode()))
	if err != nil {
		return nil, meeting.ErrTakes.Because(errors.New("no address"))
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return req, nil
}
