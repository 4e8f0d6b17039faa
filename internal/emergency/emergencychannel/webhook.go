package emergencychannel

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"mendan/internal/emergency"
)

// Webhook hands SMS and voice calls to a service of the operator. The contract
// is docs/operate/emergency-channels.md.
type Webhook struct {
	URL    string
	Secret string
	Public string // address of this product, no slash at the end
	Client *http.Client
	Now    func() time.Time
}

// Order is what is posted.
type Order struct {
	Version  int    `json:"version"` // 1
	ID       string `json:"id"`      // the same at each try
	Channel  string `json:"channel"` // sms or voice
	To       string `json:"to"`      // E.164
	Text     string `json:"text"`    // to be sent, or to be spoken
	Language string `json:"language"`
	Drill    bool   `json:"drill"`
}

// Receipt is what may be answered.
type Receipt struct {
	Reference string `json:"reference,omitempty"` // with a 2xx
	Error     string `json:"error,omitempty"`     // with a 4xx: invalid_number, refused
}

// Sign is the signature of a body at an instant in seconds.
func Sign(secret string, at int64, body []byte) string {
	m := hmac.New(sha256.New, []byte(secret))
	m.Write([]byte(strconv.FormatInt(at, 10) + "."))
	m.Write(body)
	return "v1=" + hex.EncodeToString(m.Sum(nil))
}

// Send posts one call.
func (w Webhook) Send(ctx context.Context, o emergency.Outgoing) (string, error) {
	words := words(o.Drill, w.Public+o.Path)
	order := Order{Version: 1, ID: string(o.Call.ID), Channel: "sms", To: e164(o.Call.Number), Text: words.Text, Language: "ja", Drill: o.Drill}
	if o.Call.Channel == emergency.Voice {
		order.Channel, order.Text = "voice", words.Spoken
	}
	body, err := json.Marshal(order)
	if err != nil {
		return "", err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, w.URL, bytes.NewReader(body))
	if err != nil {
		return "", emergency.ErrNoChannel.Because(err)
	}
	at := w.Now().Unix()
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Idempotency-Key", order.ID)
	r.Header.Set("Mendan-Timestamp", strconv.FormatInt(at, 10))
	r.Header.Set("Mendan-Signature", Sign(w.Secret, at, body))
	status, answer, err := exchange(w.Client, r)
	if err != nil {
		return "", err
	}
	var got Receipt
	_ = json.Unmarshal(answer, &got) // an answer without a body is a good one
	switch {
	case status >= 200 && status < 300, status == http.StatusConflict: // 409: it has this one already
		return got.Reference, nil
	case got.Error == "invalid_number" && status < 500:
		return "", emergency.ErrBadNumber
	}
	return "", verdict(status)
}
