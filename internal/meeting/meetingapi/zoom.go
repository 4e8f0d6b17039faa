package meetingapi

import (
	"context"
	"errors"
	"math"
	"net/http"
	"net/url"
	"strconv"

	"mendan/internal/meeting"
)

// zoom makes meetings at Zoom with a Server-to-Server OAuth app. Zoom knows no
// key of ours, so the key stands in the meeting's agenda, and a try whose
// answer was lost looks for it among the host's meetings first.
type zoom struct {
	*caller
	at Addresses
}

func (z *zoom) grant(a meeting.Account) func(context.Context) (*http.Request, error) {
	return func(ctx context.Context) (*http.Request, error) {
		req, err := form(ctx, z.at.ZoomToken, url.Values{"grant_type": {"account_credentials"}, "account_id": {a.Tenant}})
		if err == nil {
			req.SetBasicAuth(a.Client, string(a.Secret))
		}
		return req, err
	}
}

// Check asks for a token.
func (z *zoom) Check(ctx context.Context, a meeting.Account) error {
	z.forget(a)
	_, err := z.bearer(ctx, a, z.grant(a))
	return err
}

// body is a scheduled meeting with a waiting room; nobody comes in before the
// host, and nothing records by itself.
func (z *zoom) body(o meeting.Order) map[string]any {
	return map[string]any{
		"topic": meeting.Subject, "agenda": o.Key, "type": 2, "start_time": zulu(o.From), "timezone": "UTC",
		"duration": int(math.Ceil(o.To.Sub(o.From).Minutes())),
		"settings": map[string]any{
			"waiting_room": true, "join_before_host": false, "auto_recording": "none", "host_video": true, "participant_video": true,
			"mute_upon_entry": false, "approval_type": 2, "registrants_email_notification": false, "email_notification": false,
			"meeting_authentication": false, "use_pmi": false,
		},
	}
}

// Create makes the meeting, or finds the one of an earlier try.
func (z *zoom) Create(ctx context.Context, a meeting.Account, o meeting.Order) (meeting.There, error) {
	users := z.at.Zoom + "/users/" + url.PathEscape(a.Host) + "/meetings"
	type made struct {
		ID      int64  `json:"id"`
		JoinURL string `json:"join_url"`
		Agenda  string `json:"agenda"`
	}
	there := func(m made) (meeting.There, error) {
		if m.ID == 0 {
			return meeting.There{}, meeting.ErrUnreachable.Because(errors.New("a meeting without number"))
		}
		return meeting.There{Ref: strconv.FormatInt(m.ID, 10), Link: m.JoinURL}, nil
	}
	if o.Again {
		for page, n := "", 0; n < 20; n++ {
			var list struct {
				Next     string `json:"next_page_token"`
				Meetings []made `json:"meetings"`
			}
			address := users + "?" + url.Values{"type": {"upcoming_meetings"}, "page_size": {"300"}, "next_page_token": {page}}.Encode()
			if err := z.do(ctx, a, z.grant(a), http.MethodGet, address, nil, &list); err != nil {
				return meeting.There{}, err
			}
			for _, m := range list.Meetings {
				if m.Agenda == o.Key {
					return there(m)
				}
			}
			if page = list.Next; page == "" {
				break
			}
		}
	}
	if o.Find {
		return meeting.There{}, meeting.ErrGone
	}
	var m made
	if err := z.do(ctx, a, z.grant(a), http.MethodPost, users, z.body(o), &m); err != nil {
		return meeting.There{}, err
	}
	return there(m)
}

// Update moves the meeting.
func (z *zoom) Update(ctx context.Context, a meeting.Account, ref string, o meeting.Order) error {
	return z.do(ctx, a, z.grant(a), http.MethodPatch, z.at.Zoom+"/meetings/"+url.PathEscape(ref), z.body(o), nil)
}

// Delete removes it; nobody gets a mail from Zoom about it.
func (z *zoom) Delete(ctx context.Context, a meeting.Account, ref string) error {
	address := z.at.Zoom + "/meetings/" + url.PathEscape(ref) + "?" + url.Values{"schedule_for_reminder": {"false"}, "cancel_meeting_reminder": {"false"}}.Encode()
	return gone(z.do(ctx, a, z.grant(a), http.MethodDelete, address, nil, nil))
}

// gone reads "there is none" as done.
func gone(err error) error {
	if errors.Is(err, meeting.ErrGone) {
		return nil
	}
	return err
}
