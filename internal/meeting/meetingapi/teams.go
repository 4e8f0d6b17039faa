package meetingapi

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"mendan/internal/meeting"
)

// teams makes meetings at Microsoft Teams through Graph: an application with
// OnlineMeetings.ReadWrite.All and an application access policy for the host.
// Meetings are made with createOrGet: the same key is the same meeting, so a
// lost answer costs nothing. They stand in nobody's calendar.
type teams struct {
	*caller
	at Addresses
}

func (t *teams) grant(a meeting.Account) func(context.Context) (*http.Request, error) {
	return func(ctx context.Context) (*http.Request, error) {
		return form(ctx, t.at.MicrosoftLogin+"/"+url.PathEscape(a.Tenant)+"/oauth2/v2.0/token", url.Values{
			"grant_type": {"client_credentials"}, "client_id": {a.Client}, "client_secret": {string(a.Secret)},
			"scope": {"https://graph.microsoft.com/.default"},
		})
	}
}

// Check asks for a token.
func (t *teams) Check(ctx context.Context, a meeting.Account) error {
	t.forget(a)
	_, err := t.bearer(ctx, a, t.grant(a))
	return err
}

func (t *teams) meetings(a meeting.Account) string {
	return t.at.Graph + "/users/" + url.PathEscape(a.Host) + "/onlineMeetings"
}

func zulu(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05Z") }

// Create makes the meeting of the key, or finds it, and closes its door: only
// the host passes the lobby by himself, and nothing records.
func (t *teams) Create(ctx context.Context, a meeting.Account, o meeting.Order) (meeting.There, error) {
	var out struct {
		ID         string `json:"id"`
		JoinWebURL string `json:"joinWebUrl"`
	}
	err := t.do(ctx, a, t.grant(a), http.MethodPost, t.meetings(a)+"/createOrGet", map[string]any{
		"externalId": o.Key, "subject": meeting.Subject, "startDateTime": zulu(o.From), "endDateTime": zulu(o.To),
	}, &out)
	if err != nil {
		return meeting.There{}, err
	}
	there := meeting.There{Ref: out.ID, Link: out.JoinWebURL}
	if out.ID == "" || o.Find {
		return there, nil
	}
	return there, t.Update(ctx, a, out.ID, o)
}

// Update moves the meeting and sets its door again.
func (t *teams) Update(ctx context.Context, a meeting.Account, ref string, o meeting.Order) error {
	return t.do(ctx, a, t.grant(a), http.MethodPatch, t.meetings(a)+"/"+url.PathEscape(ref), map[string]any{
		"subject": meeting.Subject, "startDateTime": zulu(o.From), "endDateTime": zulu(o.To),
		"lobbyBypassSettings": map[string]any{"scope": "organizer", "isDialInBypassEnabled": false},
		"recordAutomatically": false, "allowRecording": false, "allowTranscription": false, "allowedPresenters": "organizer",
		"allowAttendeeToEnableCamera": true, "allowAttendeeToEnableMic": true,
	}, nil)
}

// Delete removes it.
func (t *teams) Delete(ctx context.Context, a meeting.Account, ref string) error {
	return gone(t.do(ctx, a, t.grant(a), http.MethodDelete, t.meetings(a)+"/"+url.PathEscape(ref), nil, nil))
}
