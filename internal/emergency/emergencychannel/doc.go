// Package emergencychannel hands the calls of an emergency to the outside: web
// push (RFC 8030, 8188, 8291, 8292), SMS and voice through a webhook of the
// operator (docs/operate/emergency-channels.md) or a provider with Twilio's
// REST interface.
//
// What goes out is neutral and the same for everybody: that something is urgent
// and a page to open. No name of a worker, no level, no word of health; a
// drill's messages begin with 訓練. Nothing is kept here: what became of a call
// is written by package emergency.
package emergencychannel

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"mendan/internal/emergency"
	"mendan/internal/phone"
)

// Words are what a message says, in both languages at once: nobody looks up a
// language while the clock runs.
type Words struct{ Title, Text, Spoken string }

// words composes them; link is the whole address of the page.
func words(drill bool, link string) Words {
	if drill {
		return Words{
			Title:  "【訓練】Mendan / DRILL",
			Text:   "【訓練】Mendanの連絡訓練です。開いて「対応します」を押してください。 / DRILL: please open and take it. " + link,
			Spoken: "これは訓練です。メンダンの連絡訓練です。メールかショートメッセージのページを開いて、対応しますを押してください。",
		}
	}
	return Words{
		Title:  "【至急】Mendan / URGENT",
		Text:   "【至急】Mendanです。開いて「対応します」を押してください。 / URGENT: please open and take it. " + link,
		Spoken: "メンダンからの至急のご連絡です。メールかショートメッセージのページを開いて、対応しますを押してください。",
	}
}

// e164 is the number as networks write it: +819012345678.
func e164(n phone.Number) string {
	var b strings.Builder
	for _, r := range string(n) {
		if r >= '0' && r <= '9' {
			b.WriteRune(r)
		}
	}
	digits := b.String()
	switch {
	case strings.HasPrefix(string(n), "+"):
		return "+" + digits
	case strings.HasPrefix(digits, "0"):
		return "+81" + digits[1:]
	}
	return digits
}

// mostAnswer is how much of an answer is read.
const mostAnswer = 16 << 10

// exchange sends a request and reads a short answer. An error of the network
// never holds the address that was called: it may be a secret.
func exchange(client *http.Client, r *http.Request) (status int, body []byte, err error) {
	answer, err := client.Do(r)
	if err != nil {
		if ctx := r.Context(); ctx.Err() != nil {
			return 0, nil, emergency.ErrDown.Because(context.Cause(ctx))
		}
		return 0, nil, emergency.ErrDown.Because(errors.New("no answer"))
	}
	defer func() { _ = answer.Body.Close() }()
	body, err = io.ReadAll(io.LimitReader(answer.Body, mostAnswer))
	if err != nil {
		return 0, nil, emergency.ErrDown.Because(errors.New("the answer broke off"))
	}
	return answer.StatusCode, body, nil
}

// verdict turns a status nobody documented better into one of our faults.
func verdict(status int) error {
	because := fmt.Errorf("status %d", status)
	switch {
	case status == http.StatusTooManyRequests:
		return emergency.ErrBusy.Because(because)
	case status >= 500, status == http.StatusRequestTimeout:
		return emergency.ErrDown.Because(because)
	}
	return emergency.ErrRefused.Because(because)
}
