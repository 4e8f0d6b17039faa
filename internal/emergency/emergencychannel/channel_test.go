package emergencychannel

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"mendan/internal/emergency"
	"mendan/internal/outside"
)

// provider is a local server that follows the documented contract of one service.
type provider struct {
	t       *testing.T
	status  int
	body    string
	hang    bool
	request *http.Request
	posted  []byte
	calls   int
}

func (p *provider) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.calls++
	p.request, p.posted = r, nil
	p.posted, _ = io.ReadAll(r.Body)
	if p.hang {
		<-r.Context().Done()
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(p.status)
	_, _ = io.WriteString(w, p.body)
}

func serve(t *testing.T) (*provider, string, *http.Client) {
	t.Helper()
	p := &provider{t: t, status: 200}
	s := httptest.NewServer(p)
	t.Cleanup(s.Close)
	return p, s.URL, outside.Client(outside.Options{Inside: true, Timeout: 200 * time.Millisecond})
}

func out(ch emergency.Channel) emergency.Outgoing {
	return emergency.Outgoing{
		Call: emergency.Call{ID: "cll_1", Alarm: "alm_1", Task: "etk_1", Channel: ch, Number: "090-1234-5678", Tries: 1},
		Path: "/emergency/alm_1",
	}
}

var noon = time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC)

func clock() time.Time { return noon }

func TestWebhook(t *testing.T) {
	t.Parallel()
	p, at, client := serve(t)
	w := Webhook{URL: at, Secret: "a secret of sixteen", Public: "https://mendan.example", Client: client, Now: clock}
	p.body = `{"reference":"r-1"}`
	got, err := w.Send(context.Background(), out(emergency.SMS))
	if err != nil || got != "r-1" {
		t.Fatalf("%q, %v", got, err)
	}
	var o Order
	if err := json.Unmarshal(p.posted, &o); err != nil {
		t.Fatal(err)
	}
	if o.To != "+819012345678" || o.Channel != "sms" || o.ID != "cll_1" || o.Drill || !strings.Contains(o.Text, "https://mendan.example/emergency/alm_1") {
		t.Errorf("posted %+v", o)
	}
	if h := p.request.Header; h.Get("Idempotency-Key") != "cll_1" || h.Get("Mendan-Timestamp") != "1795402800" ||
		h.Get("Mendan-Signature") != Sign("a secret of sixteen", 1795402800, p.posted) || h.Get("Mendan-Signature") == Sign("another", 1795402800, p.posted) {
		t.Errorf("headers %v", h)
	}
	for _, c := range []struct {
		status int
		body   string
		want   error
	}{
		{200, "", nil}, {202, "not json", nil}, {409, "", nil},
		{400, `{"error":"invalid_number"}`, emergency.ErrBadNumber}, {422, `{"error":"refused"}`, emergency.ErrRefused}, {401, "", emergency.ErrRefused}, {404, "", emergency.ErrRefused},
		{429, "", emergency.ErrBusy}, {408, "", emergency.ErrDown}, {500, "", emergency.ErrDown}, {503, `{"error":"invalid_number"}`, emergency.ErrDown}, {302, "", emergency.ErrRefused},
	} {
		p.status, p.body = c.status, c.body
		if _, err := w.Send(context.Background(), out(emergency.Voice)); !errors.Is(err, c.want) {
			t.Errorf("%d %s: %v, want %v", c.status, c.body, err, c.want)
		}
	}
	p.hang = true
	if _, err := w.Send(context.Background(), out(emergency.SMS)); !errors.Is(err, emergency.ErrDown) {
		t.Errorf("no answer: %v", err)
	}
}

// An address inside our own network is not called, whatever was configured.
func TestInsideIsRefused(t *testing.T) {
	t.Parallel()
	p, at, _ := serve(t)
	w := Webhook{URL: at, Secret: "s", Client: outside.Client(outside.Options{}), Now: clock}
	_, err := w.Send(context.Background(), out(emergency.SMS))
	if !errors.Is(err, emergency.ErrDown) || p.calls != 0 {
		t.Errorf("called %d times, %v", p.calls, err)
	}
	if err != nil && strings.Contains(err.Error(), "127.0.0.1") {
		t.Errorf("the error tells the address: %v", err)
	}
}

func TestTwilio(t *testing.T) {
	t.Parallel()
	p, at, client := serve(t)
	w := Twilio{Base: at, Account: "AC1", Token: "token", From: "+81312345678", Public: "https://mendan.example", Client: client}
	p.status, p.body = 201, `{"sid":"SM1","status":"queued","error_code":null}`
	got, err := w.Send(context.Background(), out(emergency.SMS))
	if err != nil || got != "SM1" {
		t.Fatalf("%q, %v", got, err)
	}
	form, _ := url.ParseQuery(string(p.posted))
	user, password, _ := p.request.BasicAuth()
	if p.request.URL.Path != "/2010-04-01/Accounts/AC1/Messages.json" || user != "AC1" || password != "token" || form.Get("To") != "+819012345678" || form.Get("From") != "+81312345678" || form.Get("Body") == "" {
		t.Errorf("%s %v", p.request.URL.Path, form)
	}
	p.body = `{"sid":"CA1","status":"queued"}`
	if got, err = w.Send(context.Background(), out(emergency.Voice)); err != nil || got != "CA1" {
		t.Fatalf("%q, %v", got, err)
	}
	form, _ = url.ParseQuery(string(p.posted))
	if p.request.URL.Path != "/2010-04-01/Accounts/AC1/Calls.json" || !strings.HasPrefix(form.Get("Twiml"), `<Response><Say language="ja-JP">`) || form.Get("Body") != "" {
		t.Errorf("%s %v", p.request.URL.Path, form)
	}
	w.From = "MG1"
	if _, err := w.Send(context.Background(), out(emergency.SMS)); err != nil {
		t.Error(err)
	}
	if form, _ = url.ParseQuery(string(p.posted)); form.Get("MessagingServiceSid") != "MG1" || form.Has("From") {
		t.Errorf("messaging service: %v", form)
	}
	for _, c := range []struct {
		status int
		body   string
		want   error
	}{
		{400, `{"code":21211,"message":"The 'To' number is not a valid phone number.","status":400}`, emergency.ErrBadNumber},
		{400, `{"code":21614,"message":"not a mobile number","status":400}`, emergency.ErrBadNumber},
		{400, `{"code":21408,"message":"permission","status":400}`, emergency.ErrRefused},
		{401, `{"code":20003,"message":"Authenticate","status":401}`, emergency.ErrRefused},
		{429, `{"code":20429,"message":"Too Many Requests","status":429}`, emergency.ErrBusy},
		{500, `<html>`, emergency.ErrDown}, {503, ``, emergency.ErrDown},
		{200, `{}`, emergency.ErrDown}, {201, `{"sid":"SM2","error_code":30003}`, emergency.ErrDown},
	} {
		p.status, p.body = c.status, c.body
		if _, err := w.Send(context.Background(), out(emergency.SMS)); !errors.Is(err, c.want) {
			t.Errorf("%d %s: %v, want %v", c.status, c.body, err, c.want)
		}
	}
	p.hang = true
	if _, err := w.Send(context.Background(), out(emergency.SMS)); !errors.Is(err, emergency.ErrDown) {
		t.Errorf("no answer: %v", err)
	}
}

// What goes out says nothing about anybody; a drill says so first.
func TestWordsAreNeutral(t *testing.T) {
	t.Parallel()
	for _, drill := range []bool{false, true} {
		w := words(drill, "https://mendan.example/emergency/alm_1")
		for _, text := range []string{w.Title, w.Text, w.Spoken} {
			for _, bad := range []string{"死", "病", "医", "健康", "面談", "精神", "救急", "health", "doctor", "interview", "suicid"} {
				if strings.Contains(strings.ToLower(text), bad) {
					t.Errorf("%q says %q", text, bad)
				}
			}
			if strings.Contains(text, "訓練") != drill {
				t.Errorf("drill %t: %q", drill, text)
			}
		}
	}
}

func must[T any](t *testing.T) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// RFC 8291 appendix A: the example with all of its secrets.
func TestSealAsTheStandardSays(t *testing.T) {
	t.Parallel()
	bytes := func(text string) []byte { return must[[]byte](t)(b64.DecodeString(text)) }
	private := must[*ecdh.PrivateKey](t)(ecdh.P256().NewPrivateKey(bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")))
	got, err := seal(private, bytes("DGv6ra1nlYgDCS1FRnbzlw"),
		bytes("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
		bytes("BTBZMqHH6r4Tts7J_aSIgg"), []byte("When I grow up, I want to be a watermelon"))
	want := "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
	if err != nil || b64.EncodeToString(got) != want {
		t.Errorf("%s\nwant\n%s\n%v", b64.EncodeToString(got), want, err)
	}
}

// browser opens what was sealed for it.
func browser(t *testing.T, private *ecdh.PrivateKey, auth, sealed []byte) []byte {
	t.Helper()
	salt, own := sealed[:16], sealed[21:21+int(sealed[20])]
	sender := must[*ecdh.PublicKey](t)(ecdh.P256().NewPublicKey(own))
	secret := must[[]byte](t)(private.ECDH(sender))
	material := must[[]byte](t)(hkdf.Key(sha256.New, secret, auth, "WebPush: info\x00"+string(private.PublicKey().Bytes())+string(own), 32))
	cek := must[[]byte](t)(hkdf.Key(sha256.New, material, salt, "Content-Encoding: aes128gcm\x00", 16))
	nonce := must[[]byte](t)(hkdf.Key(sha256.New, material, salt, "Content-Encoding: nonce\x00", 12))
	gcm := must[cipher.AEAD](t)(cipher.NewGCM(must[cipher.Block](t)(aes.NewCipher(cek))))
	text := must[[]byte](t)(gcm.Open(nil, nonce, sealed[21+len(own):], nil))
	return text[:len(text)-1] // the delimiter of the last record
}

func TestPush(t *testing.T) {
	t.Parallel()
	p, at, client := serve(t)
	key := must[*ecdsa.PrivateKey](t)(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	private := must[*ecdh.PrivateKey](t)(ecdh.P256().GenerateKey(rand.Reader))
	auth := make([]byte, 16)
	var forgotten []string
	w := Push{Key: key, Contact: "mailto:desk@mendan.example", Client: client, Now: clock, Forget: func(_ context.Context, b emergency.Browser) error {
		forgotten = append(forgotten, b.Endpoint)
		return nil
	}}
	o := out(emergency.Push)
	if _, err := w.Send(context.Background(), o); !errors.Is(err, emergency.ErrNoChannel) {
		t.Errorf("no browser: %v", err)
	}
	o.Drill = true
	o.Browsers = []emergency.Browser{{ID: "psh_1", Endpoint: at + "/one", Key: b64.EncodeToString(private.PublicKey().Bytes()), Auth: b64.EncodeToString(auth)}}
	p.status = 201
	if _, err := w.Send(context.Background(), o); err != nil {
		t.Fatal(err)
	}
	var n note
	if err := json.Unmarshal(browser(t, private, auth, p.posted), &n); err != nil || n.URL != "/emergency/alm_1" || !strings.Contains(n.Title, "訓練") {
		t.Errorf("%+v, %v", n, err)
	}
	h := p.request.Header
	if h.Get("Content-Encoding") != "aes128gcm" || h.Get("TTL") != "300" || h.Get("Urgency") != "high" || len(h.Get("Topic")) != 32 {
		t.Errorf("headers %v", h)
	}
	token, public, _ := strings.Cut(strings.TrimPrefix(h.Get("Authorization"), "vapid t="), ", k=")
	parts := strings.Split(token, ".")
	if own, err := w.PublicKey(); err != nil || len(parts) != 3 || public != own {
		t.Fatalf("authorization %q, %v", h.Get("Authorization"), err)
	}
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	sig := must[[]byte](t)(b64.DecodeString(parts[2]))
	if !ecdsa.Verify(&key.PublicKey, sum[:], new(big.Int).SetBytes(sig[:32]), new(big.Int).SetBytes(sig[32:])) {
		t.Error("the token is not signed with our key")
	}
	if claims := string(must[[]byte](t)(b64.DecodeString(parts[1]))); !strings.Contains(claims, `"aud":"`+at+`"`) || !strings.Contains(claims, "mailto:desk@mendan.example") {
		t.Errorf("claims %s", claims)
	}
	for status, want := range map[int]error{200: nil, 404: emergency.ErrBadNumber, 410: emergency.ErrBadNumber, 413: emergency.ErrRefused, 429: emergency.ErrBusy, 500: emergency.ErrDown} {
		p.status = status
		if _, err := w.Send(context.Background(), o); !errors.Is(err, want) {
			t.Errorf("%d: %v, want %v", status, err, want)
		}
	}
	if len(forgotten) != 2 {
		t.Errorf("forgotten %v", forgotten)
	}
	bad := o
	bad.Browsers = []emergency.Browser{{ID: "psh_0", Endpoint: at, Key: "AAAA", Auth: "AAAA"}, o.Browsers[0]}
	p.status = 201
	if _, err := w.Send(context.Background(), bad); err != nil {
		t.Errorf("one browser that takes it is enough: %v", err)
	}
}
