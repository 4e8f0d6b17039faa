package emergencychannel

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"mendan/internal/emergency"
)

var b64 = base64.RawURLEncoding

// Push is web push to the browsers of a person.
type Push struct {
	Key     *ecdsa.PrivateKey // of this installation (VAPID), P-256
	Contact string            // mailto: or https: of the operator, for the push services
	Public  string
	Client  *http.Client
	Now     func() time.Time
	// Forget is told of a browser that is gone.
	Forget func(ctx context.Context, b emergency.Browser) error
}

// PublicKey is what browsers subscribe with (applicationServerKey).
func (p Push) PublicKey() (string, error) {
	k, err := p.Key.PublicKey.ECDH()
	if err != nil {
		return "", err
	}
	return b64.EncodeToString(k.Bytes()), nil
}

// note is what the service worker of the page shows.
type note struct {
	Title string `json:"title"`
	Body  string `json:"body"`
	URL   string `json:"url"`
	Tag   string `json:"tag"`
}

// Send posts one call to every browser of the person; one that takes it is enough.
func (p Push) Send(ctx context.Context, o emergency.Outgoing) (string, error) {
	if len(o.Browsers) == 0 {
		return "", emergency.ErrNoChannel
	}
	w := words(o.Drill, "")
	body, err := json.Marshal(note{Title: w.Title, Body: w.Text, URL: o.Path, Tag: string(o.Call.Alarm)})
	if err != nil {
		return "", err
	}
	var failed error
	for _, b := range o.Browsers {
		err := p.one(ctx, b, body, string(o.Call.Task))
		if err == nil {
			p.rest(ctx, o, b, body)
			return "", nil
		}
		if failed == nil || !errors.Is(err, emergency.ErrBadNumber) {
			failed = err
		}
	}
	return "", failed
}

// rest tells the other browsers; that one has it already is what counts.
func (p Push) rest(ctx context.Context, o emergency.Outgoing, done emergency.Browser, body []byte) {
	seen := false
	for _, b := range o.Browsers {
		if seen {
			_ = p.one(ctx, b, body, string(o.Call.Task))
		}
		seen = seen || b.ID == done.ID
	}
}

func (p Push) one(ctx context.Context, b emergency.Browser, body []byte, topic string) error {
	key, err1 := b64.DecodeString(trimPad(b.Key))
	auth, err2 := b64.DecodeString(trimPad(b.Auth))
	if err := errors.Join(err1, err2); err != nil {
		return emergency.ErrBadNumber.Because(err)
	}
	sealed, err := Seal(rand.Reader, key, auth, body)
	if err != nil {
		return emergency.ErrBadNumber.Because(err)
	}
	token, err := p.vapid(b.Endpoint)
	if err != nil {
		return emergency.ErrBadNumber.Because(err)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, b.Endpoint, bytes.NewReader(sealed))
	if err != nil {
		return emergency.ErrBadNumber.Because(errors.New("no address"))
	}
	r.Header.Set("Content-Encoding", "aes128gcm")
	r.Header.Set("Content-Type", "application/octet-stream")
	r.Header.Set("TTL", "300")
	r.Header.Set("Urgency", "high")
	sum := sha256.Sum256([]byte(topic))
	r.Header.Set("Topic", b64.EncodeToString(sum[:])[:32]) // a later call of the same task takes the place of an unread one
	r.Header.Set("Authorization", token)
	status, _, err := exchange(p.Client, r)
	switch {
	case err != nil:
		return err
	case status >= 200 && status < 300:
		return nil
	case status == http.StatusNotFound || status == http.StatusGone:
		if p.Forget != nil {
			_ = p.Forget(ctx, b) // kept for another time when the database is away
		}
		return emergency.ErrBadNumber
	}
	return verdict(status)
}

func trimPad(text string) string {
	for len(text) > 0 && text[len(text)-1] == '=' {
		text = text[:len(text)-1]
	}
	return text
}

// vapid is who sends (RFC 8292): a token for the push service's origin.
func (p Push) vapid(endpoint string) (string, error) {
	u, err := url.Parse(endpoint)
	if err != nil || u.Scheme != "https" && u.Hostname() != "127.0.0.1" {
		return "", errors.New("no address")
	}
	public, err := p.PublicKey()
	if err != nil {
		return "", err
	}
	claims, err := json.Marshal(map[string]any{"aud": u.Scheme + "://" + u.Host, "exp": p.Now().Add(12 * time.Hour).Unix(), "sub": p.Contact})
	if err != nil {
		return "", err
	}
	text := b64.EncodeToString([]byte(`{"typ":"JWT","alg":"ES256"}`)) + "." + b64.EncodeToString(claims)
	sum := sha256.Sum256([]byte(text))
	r, s, err := ecdsa.Sign(rand.Reader, p.Key, sum[:])
	if err != nil {
		return "", err
	}
	signature := append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...)
	return "vapid t=" + text + "." + b64.EncodeToString(signature) + ", k=" + public, nil
}

const record = 4096 // size of the one record

// Seal encrypts a message so that only the browser can read it (RFC 8291, with
// the content coding of RFC 8188): key is its p256dh, auth its secret.
func Seal(random io.Reader, key, auth, text []byte) ([]byte, error) {
	private, err := ecdh.P256().GenerateKey(random)
	if err != nil {
		return nil, err
	}
	salt := make([]byte, 16)
	if _, err := io.ReadFull(random, salt); err != nil {
		return nil, err
	}
	return seal(private, salt, key, auth, text)
}

func seal(private *ecdh.PrivateKey, salt, key, auth, text []byte) ([]byte, error) {
	if len(text) > record-16-1-86 {
		return nil, fmt.Errorf("message of %d bytes is too long", len(text))
	}
	browser, err := ecdh.P256().NewPublicKey(key)
	if err != nil {
		return nil, err
	}
	secret, err := private.ECDH(browser)
	if err != nil {
		return nil, err
	}
	own := private.PublicKey().Bytes()
	info := "WebPush: info\x00" + string(key) + string(own)
	material, err1 := hkdf.Key(sha256.New, secret, auth, info, 32)
	cek, err2 := hkdf.Key(sha256.New, material, salt, "Content-Encoding: aes128gcm\x00", 16)
	nonce, err3 := hkdf.Key(sha256.New, material, salt, "Content-Encoding: nonce\x00", 12)
	if err := errors.Join(err1, err2, err3); err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(cek)
	if err != nil {
		return nil, err
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	out := append([]byte(nil), salt...)
	out = binary.BigEndian.AppendUint32(out, record)
	out = append(out, byte(len(own)))
	out = append(out, own...)
	return gcm.Seal(out, nonce, append(append([]byte(nil), text...), 2), nil), nil
}
