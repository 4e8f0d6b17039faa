package emergencychannel

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"mendan/internal/emergency"
)

// Twilio hands SMS and voice calls to a provider that speaks Twilio's REST
// interface of 2010-04-01: Messages.json and Calls.json.
type Twilio struct {
	Base    string // https://api.twilio.com
	Account string // AC...
	Token   string
	From    string // E.164, or a messaging service MG... for SMS
	Public  string
	Client  *http.Client
}

// Codes of the provider that say that the number itself is the fault. Source:
// https://www.twilio.com/docs/api/errors (21211, 21214, 21217 invalid; 21610
// does not want to be reached; 21612, 21614 cannot receive).
var badNumber = map[int]bool{21211: true, 21214: true, 21217: true, 21610: true, 21612: true, 21614: true, 13223: true, 13224: true}

// Send posts one call.
func (t Twilio) Send(ctx context.Context, o emergency.Outgoing) (string, error) {
	words := words(o.Drill, t.Public+o.Path)
	form := url.Values{"To": {e164(o.Call.Number)}}
	if strings.HasPrefix(t.From, "MG") && o.Call.Channel == emergency.SMS {
		form.Set("MessagingServiceSid", t.From)
	} else {
		form.Set("From", t.From)
	}
	resource := "Messages.json"
	if o.Call.Channel == emergency.Voice {
		resource = "Calls.json"
		form.Set("Twiml", spoken(words.Spoken))
		form.Set("Timeout", "30")
	} else {
		form.Set("Body", words.Text)
	}
	at := strings.TrimRight(t.Base, "/") + "/2010-04-01/Accounts/" + url.PathEscape(t.Account) + "/" + resource
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, at, strings.NewReader(form.Encode()))
	if err != nil {
		return "", emergency.ErrNoChannel.Because(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept", "application/json")
	r.SetBasicAuth(t.Account, t.Token)
	status, body, err := exchange(t.Client, r)
	if err != nil {
		return "", err
	}
	var answer struct {
		SID       string `json:"sid"`
		Code      int    `json:"code"`
		ErrorCode *int   `json:"error_code"`
	}
	readable := json.Unmarshal(body, &answer) == nil
	switch {
	case status >= 200 && status < 300 && readable && answer.SID != "" && (answer.ErrorCode == nil || *answer.ErrorCode == 0):
		return answer.SID, nil
	case status >= 200 && status < 300:
		return "", emergency.ErrDown.Because(fmt.Errorf("status %d without a sid", status))
	case badNumber[answer.Code]:
		return "", emergency.ErrBadNumber.Because(fmt.Errorf("code %d", answer.Code))
	}
	return "", verdict(status)
}

// spoken is the call in the provider's words: said twice, slowly understood.
func spoken(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text))
	say := `<Say language="ja-JP">` + b.String() + `</Say><Pause length="1"/>`
	return `<Response>` + say + say + `</Response>`
}
