package mailer_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"mendan/internal/mailer"
)

// sink is a mail server in this process that can be told to misbehave.
type sink struct {
	host string
	port int
	root *x509.CertPool

	mu       sync.Mutex
	got      []string         // whole messages; guarded by mu
	faults   map[string]error // by step: mail, rcpt, data; guarded by mu
	hang     chan struct{}    // closed at the end of the test
	reached  chan struct{}    // something hangs
	slow     string           // step that hangs; guarded by mu
	drop     bool             // cut the line after DATA without an answer; guarded by mu
	password string
	signedIn string // guarded by mu
	secure   bool   // of the latest MAIL; guarded by mu
}

func certificate(t *testing.T, host string) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: host}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.ParseIP(host)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}

func newSink(t *testing.T, security mailer.Security) *sink {
	t.Helper()
	s := &sink{faults: map[string]error{}, hang: make(chan struct{}), reached: make(chan struct{}, 9), host: "127.0.0.1"}
	cert, pool := certificate(t, s.host)
	s.root = pool
	server := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) {
		return &session{sink: s, conn: c}, nil
	}))
	server.Domain, server.EnableSMTPUTF8, server.ErrorLog = "sink.test", true, quiet{}
	server.AllowInsecureAuth = false
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", s.host+":0")
	if err != nil {
		t.Fatal(err)
	}
	conf := &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12}
	switch security {
	case mailer.TLS:
		l = tls.NewListener(l, conf)
	case mailer.StartTLS:
		server.TLSConfig = conf
	case mailer.Clear:
	}
	s.port = l.Addr().(*net.TCPAddr).Port
	ended := make(chan struct{})
	go func() {
		_ = server.Serve(l)
		close(ended)
	}()
	t.Cleanup(func() {
		close(s.hang)
		_ = l.Close() // the server forgets one that it has not begun to serve
		_ = server.Close()
		<-ended
	})
	return s
}

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

func (s *sink) at(step string) error {
	s.mu.Lock()
	err, slow := s.faults[step], s.slow == step
	s.mu.Unlock()
	if slow {
		s.reached <- struct{}{}
		<-s.hang
	}
	return err
}

type session struct {
	sink *sink
	conn *smtp.Conn
}

func (x *session) AuthMechanisms() []string {
	if x.sink.password == "" {
		return nil
	}
	return []string{sasl.Plain}
}

func (x *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if password != x.sink.password {
			return smtp.ErrAuthFailed
		}
		x.sink.mu.Lock()
		defer x.sink.mu.Unlock()
		x.sink.signedIn = user
		return nil
	}), nil
}

func (x *session) Reset()        {}
func (x *session) Logout() error { return nil }

func (x *session) Mail(string, *smtp.MailOptions) error {
	_, secure := x.conn.TLSConnectionState()
	x.sink.mu.Lock()
	x.sink.secure = secure
	x.sink.mu.Unlock()
	return x.sink.at("mail")
}

func (x *session) Rcpt(string, *smtp.RcptOptions) error { return x.sink.at("rcpt") }

func (x *session) Data(r io.Reader) error {
	b, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if err := x.sink.at("data"); err != nil {
		return err
	}
	x.sink.mu.Lock()
	defer x.sink.mu.Unlock()
	x.sink.got = append(x.sink.got, string(b))
	if x.sink.drop {
		_ = x.conn.Conn().Close()
	}
	return nil
}

func (s *sink) set(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f()
}

func (s *sink) mails() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.got...)
}

var sender = mailer.Sender{From: mailer.Person{Name: "Mendan ご案内係", Address: "noreply@mendan.example"}, Domain: "mendan.example"}

func (s *sink) transport(t *testing.T, security mailer.Security, change func(*mailer.Server)) *mailer.SMTP {
	t.Helper()
	server := mailer.Server{Host: s.host, Port: s.port, Security: security, Roots: s.root, Timeout: 5 * time.Second}
	if change != nil {
		change(&server)
	}
	tr, err := mailer.NewSMTP(sender, server)
	if err != nil {
		t.Fatal(err)
	}
	return tr
}

func someMail() mailer.Mail {
	return mailer.Mail{
		ID: "msg_1", To: mailer.Person{Name: "髙橋 花子", Address: "hanako@minato.example"}, Subject: "【Mendan】ご予定の確認",
		Text: "髙橋 花子 様\n\nお世話になっております。\n", Language: "ja", At: time.Date(2026, 11, 23, 3, 0, 0, 0, time.UTC),
	}
}

func TestSMTPDelivers(t *testing.T) {
	t.Parallel()
	for _, security := range []mailer.Security{mailer.StartTLS, mailer.TLS, mailer.Clear} {
		t.Run(string(security), func(t *testing.T) {
			t.Parallel()
			s := newSink(t, security)
			tr := s.transport(t, security, nil)
			for range 2 { // the transport is not used up by a mail
				if err := tr.Send(t.Context(), someMail()); err != nil {
					t.Fatal(err)
				}
			}
			got := s.mails()
			if len(got) != 2 || !strings.Contains(got[0], "Message-ID: <msg_1@mendan.example>") || !strings.Contains(got[1], "<msg_1@mendan.example>") {
				t.Errorf("got %d mails, want two with the same Message-ID:\n%s", len(got), strings.Join(got, "\n"))
			}
			s.mu.Lock()
			defer s.mu.Unlock()
			if s.secure != (security != mailer.Clear) {
				t.Errorf("the line was secure: %v", s.secure)
			}
		})
	}
}

func TestSMTPSignsIn(t *testing.T) {
	t.Parallel()
	for _, security := range []mailer.Security{mailer.StartTLS, mailer.TLS} {
		t.Run(string(security), func(t *testing.T) {
			t.Parallel()
			s := newSink(t, security)
			s.password = "right"
			good := s.transport(t, security, func(v *mailer.Server) { v.User, v.Password = "mendan", "right" })
			if err := good.Send(t.Context(), someMail()); err != nil {
				t.Fatal(err)
			}
			s.mu.Lock()
			if s.signedIn != "mendan" {
				t.Errorf("signed in as %q", s.signedIn)
			}
			s.mu.Unlock()
			bad := s.transport(t, security, func(v *mailer.Server) { v.User, v.Password = "mendan", "wrong" })
			if err := bad.Send(t.Context(), someMail()); !errors.Is(err, mailer.ErrLater) {
				t.Errorf("a wrong password = %v, want ErrLater: it is our setting, nobody's mail may be lost for it", err)
			}
		})
	}
}

// What the server says decides whether a mail is tried again.
func TestSMTPVerdicts(t *testing.T) {
	t.Parallel()
	answer := func(code int) error {
		return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 1, 1}, Message: "no hanako@minato.example here"}
	}
	for _, c := range []struct {
		step string
		code int
		want error
	}{
		{"rcpt", 550, mailer.ErrRefused},
		{"rcpt", 553, mailer.ErrRefused},
		{"rcpt", 450, mailer.ErrLater},
		{"rcpt", 421, mailer.ErrLater},
		{"rcpt", 530, mailer.ErrLater}, // sign in first: about us
		{"data", 554, mailer.ErrRefused},
		{"data", 552, mailer.ErrRefused},
		{"data", 451, mailer.ErrLater},
		{"mail", 451, mailer.ErrLater},
		{"mail", 553, mailer.ErrLater}, // our sender address is refused: about us
	} {
		s := newSink(t, mailer.Clear)
		s.set(func() { s.faults[c.step] = answer(c.code) })
		err := s.transport(t, mailer.Clear, nil).Send(t.Context(), someMail())
		if !errors.Is(err, c.want) {
			t.Errorf("%s answers %d: %v, want %v", c.step, c.code, err, c.want)
		}
		if err != nil && (strings.Contains(err.Error(), "hanako") || strings.Contains(err.Error(), "minato")) {
			t.Errorf("the error tells the address: %v", err)
		}
		if n := len(s.mails()); n != 0 {
			t.Errorf("%s answers %d: %d mails were taken", c.step, c.code, n)
		}
	}
}

// The line is lost before the answer: the mail may have arrived. It is tried
// again under the same Message-ID, so it is seen once.
func TestSMTPDropAfterData(t *testing.T) {
	t.Parallel()
	s := newSink(t, mailer.Clear)
	tr := s.transport(t, mailer.Clear, nil)
	s.set(func() { s.drop = true })
	if err := tr.Send(t.Context(), someMail()); !errors.Is(err, mailer.ErrLater) {
		t.Fatalf("Send = %v, want ErrLater", err)
	}
	s.set(func() { s.drop = false })
	if err := tr.Send(t.Context(), someMail()); err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for _, m := range s.mails() {
		_, rest, _ := strings.Cut(m, "Message-ID: ")
		id, _, _ := strings.Cut(rest, "\r\n")
		ids[id] = true
	}
	if len(s.mails()) != 2 || len(ids) != 1 {
		t.Errorf("%d mails with %d ids, want 2 with 1", len(s.mails()), len(ids))
	}
}

func TestSMTPSlow(t *testing.T) {
	t.Parallel()
	for _, step := range []string{"mail", "rcpt", "data"} {
		s := newSink(t, mailer.Clear)
		s.set(func() { s.slow = step })
		tr := s.transport(t, mailer.Clear, func(v *mailer.Server) { v.Timeout = 50 * time.Millisecond })
		if err := tr.Send(t.Context(), someMail()); !errors.Is(err, mailer.ErrLater) {
			t.Errorf("%s hangs: %v, want ErrLater", step, err)
		}
	}
	// Who stops does not wait for the server.
	s := newSink(t, mailer.Clear)
	s.set(func() { s.slow = "data" })
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- s.transport(t, mailer.Clear, nil).Send(ctx, someMail()) }()
	<-s.reached
	cancel()
	if err := <-ended; !errors.Is(err, mailer.ErrLater) {
		t.Errorf("cancelled: %v, want ErrLater", err)
	}
}

// Without TLS nothing is said: not the address, not the password.
func TestSMTPNeedsTLS(t *testing.T) {
	t.Parallel()
	strip := newSink(t, mailer.Clear) // an attacker who takes STARTTLS away looks like this
	if err := strip.transport(t, mailer.StartTLS, nil).Send(t.Context(), someMail()); !errors.Is(err, mailer.ErrLater) {
		t.Errorf("no STARTTLS: %v, want ErrLater", err)
	}
	for _, security := range []mailer.Security{mailer.StartTLS, mailer.TLS} {
		s := newSink(t, security)
		stranger := s.transport(t, security, func(v *mailer.Server) { v.Roots = x509.NewCertPool() })
		err := stranger.Send(t.Context(), someMail())
		if !errors.Is(err, mailer.ErrLater) || !strings.Contains(err.Error(), "certificate") {
			t.Errorf("%s with an unknown certificate: %v", security, err)
		}
		if len(s.mails()) != 0 || len(strip.mails()) != 0 {
			t.Error("a mail went over a line that is not trusted")
		}
	}
	if _, err := mailer.NewSMTP(sender, mailer.Server{Host: "h", Security: mailer.Clear, User: "u", Password: "p"}); err == nil {
		t.Error("a password in clear was accepted")
	}
	if _, err := mailer.NewSMTP(sender, mailer.Server{Host: "h", Security: "maybe"}); err == nil {
		t.Error("an unknown protection was accepted")
	}
}

func TestSMTPNobodyThere(t *testing.T) {
	t.Parallel()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	_ = l.Close()
	tr, err := mailer.NewSMTP(sender, mailer.Server{Host: "127.0.0.1", Port: port, Security: mailer.Clear})
	if err != nil {
		t.Fatal(err)
	}
	if err := tr.Send(t.Context(), someMail()); !errors.Is(err, mailer.ErrLater) {
		t.Errorf("Send = %v, want ErrLater", err)
	}
	m := someMail()
	m.To.Address = "not an address"
	if err := tr.Send(t.Context(), m); !errors.Is(err, mailer.ErrRefused) || strings.Contains(err.Error(), "not an address") {
		t.Errorf("Send to no address = %v, want ErrRefused without the address", err)
	}
}
