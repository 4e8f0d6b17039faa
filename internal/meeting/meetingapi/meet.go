package meetingapi

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"mendan/internal/meeting"
)

// meet makes spaces at Google Meet: a service account with domain-wide
// delegation acts for the host. A space has no time and no subject, so moving
// an interview changes nothing there. Spaces cannot be listed or deleted: one
// whose answer was lost stays empty, and one that is not needed any more is
// ended and shut to everybody who is not let in.
type meet struct {
	*caller
	at Addresses
}

const meetScope = "https://www.googleapis.com/auth/meetings.space.created"

func (m *meet) grant(a meeting.Account) func(context.Context) (*http.Request, error) {
	return func(ctx context.Context) (*http.Request, error) {
		key, err := meeting.ParseKey(a.Secret)
		if err != nil {
			return nil, meeting.ErrRefused.Because(err)
		}
		now := m.now()
		signed, err := jwt.NewWithClaims(jwt.SigningMethodRS256, jwt.MapClaims{
			"iss": a.Client, "sub": a.Host, "scope": meetScope, "aud": m.at.GoogleToken,
			"iat": now.Unix(), "exp": now.Add(time.Hour).Unix(),
		}).SignedString(key)
		if err != nil {
			return nil, meeting.ErrRefused.Because(errors.New("the key does not sign"))
		}
		return form(ctx, m.at.GoogleToken, url.Values{"grant_type": {"urn:ietf:params:oauth:grant-type:jwt-bearer"}, "assertion": {signed}})
	}
}

// Check asks for a token.
func (m *meet) Check(ctx context.Context, a meeting.Account) error {
	m.forget(a)
	_, err := m.bearer(ctx, a, m.grant(a))
	return err
}

// Create makes a space into which nobody but the host comes without being let
// in.
func (m *meet) Create(ctx context.Context, a meeting.Account, o meeting.Order) (meeting.There, error) {
	if o.Find {
		return meeting.There{}, meeting.ErrGone
	}
	var out struct {
		Name       string `json:"name"`
		MeetingURI string `json:"meetingUri"`
	}
	err := m.do(ctx, a, m.grant(a), http.MethodPost, m.at.Meet+"/spaces", map[string]any{
		"config": map[string]any{"accessType": "RESTRICTED", "entryPointAccess": "ALL"},
	}, &out)
	if err == nil && !space(out.Name) {
		err = meeting.ErrUnreachable.Because(errors.New("a space without name"))
	}
	return meeting.There{Ref: out.Name, Link: out.MeetingURI}, err
}

// space tells whether the name is one of a space: it becomes part of an address.
func space(name string) bool {
	rest, ok := strings.CutPrefix(name, "spaces/")
	return ok && rest != "" && len(rest) <= 128 && !strings.ContainsAny(rest, "/:?#%. ")
}

// Update looks whether the space is still there.
func (m *meet) Update(ctx context.Context, a meeting.Account, ref string, _ meeting.Order) error {
	if !space(ref) {
		return meeting.ErrGone
	}
	return m.do(ctx, a, m.grant(a), http.MethodGet, m.at.Meet+"/"+ref, nil, nil)
}

// Delete ends what runs in the space. A space in which nothing runs is refused
// with 400 FAILED_PRECONDITION, which is as good.
func (m *meet) Delete(ctx context.Context, a meeting.Account, ref string) error {
	if !space(ref) {
		return nil
	}
	err := gone(m.do(ctx, a, m.grant(a), http.MethodPost, m.at.Meet+"/"+ref+":endActiveConference", map[string]any{}, nil))
	if errors.Is(err, meeting.ErrTakes) {
		return nil
	}
	return err
}
