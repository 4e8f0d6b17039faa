package mailer

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
)

// Security is how the line to the server is protected.
type Security string

// The ways. There is no "if the server can": that is what an attacker switches off.
const (
	StartTLS Security = "starttls" // begin in clear, then TLS or nothing
	TLS      Security = "tls"      // TLS from the first byte
	Clear    Security = "clear"    // no TLS: for a relay on this machine; refuses to send a password
)

// Server is where mails are handed in.
type Server struct {
	Host     string
	Port     int // 0: 587, 465 with TLS, 25 in clear
	Security Security
	User     string // empty: no sign-in
	Password string
	Hello    string         // how we name ourselves; empty: the sender's domain
	Timeout  time.Duration  // for one mail, all steps together; 0: 30 s
	Roots    *x509.CertPool // nil: those of the system
}

// SMTP carries mails by SMTP, each over its own connection: mails are few, and
// one mail's trouble is then never another's.
type SMTP struct {
	sender Sender
	server Server
}

// NewSMTP makes the transport. It does not connect.
func NewSMTP(sender Sender, server Server) (*SMTP, error) {
	if err := sender.Check(); err != nil {
		return nil, err
	}
	port := map[Security]int{StartTLS: 587, TLS: 465, Clear: 25}[server.Security]
	if server.Host == "" || port == 0 {
		return nil, fmt.Errorf("mailer: a mail server needs a host and one of starttls, tls, clear")
	}
	if server.Security == Clear && server.Password != "" {
		return nil, fmt.Errorf("mailer: a password is not sent in clear")
	}
	if server.Port == 0 {
		server.Port = port
	}
	if server.Hello == "" {
		server.Hello = sender.Domain
	}
	if server.Timeout == 0 {
		server.Timeout = 30 * time.Second
	}
	return &SMTP{sender: sender, server: server}, nil
}

// Send implements Transport.
func (t *SMTP) Send(ctx context.Context, m Mail) error {
	msg, err := t.sender.build(m)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, t.server.Timeout)
	defer cancel()
	var line net.Conn
	client, err := mail.NewClient(t.server.Host, t.options(func(ctx context.Context, network, addr string) (net.Conn, error) {
		c, err := t.dial(ctx, network, addr)
		if err == nil {
			line = c
		}
		return c, err
	})...)
	if err != nil {
		return ErrLater.Because(fmt.Errorf("prepare the client: %w", err))
	}
	dialled, err := client.DialToSMTPClientWithContext(ctx)
	if line != nil {
		defer func() { _ = line.Close() }()
	}
	if err != nil {
		return ErrLater.Because(fmt.Errorf("reach %s: %w", t.server.Host, bare(err)))
	}
	// The library looks at the context only while it connects.
	stop := context.AfterFunc(ctx, func() { _ = line.Close() })
	defer stop()
	err = client.SendWithSMTPClient(dialled, msg)
	if msg.IsDelivered() {
		_ = client.CloseWithSMTPClient(dialled) // the mail is theirs; how the line ends does not matter
		return nil
	}
	return verdict(err)
}

func (t *SMTP) options(dial mail.DialContextFunc) []mail.Option {
	policy := mail.NoTLS // for TLS from the first byte the dialler sees to it
	if t.server.Security == StartTLS {
		policy = mail.TLSMandatory
	}
	o := []mail.Option{
		mail.WithPort(t.server.Port), mail.WithTimeout(t.server.Timeout), mail.WithHELO(t.server.Hello),
		mail.WithTLSPolicy(policy), mail.WithTLSConfig(t.tls()), mail.WithDialContextFunc(dial), mail.WithoutNoop(),
	}
	if t.server.User != "" {
		o = append(o, mail.WithUsername(t.server.User), mail.WithPassword(t.server.Password),
			mail.WithOpportunisticSMTPAuth(mail.SMTPAuthSCRAMSHA256PLUS, mail.SMTPAuthSCRAMSHA256, mail.SMTPAuthPlain, mail.SMTPAuthLogin))
	}
	return o
}

func (t *SMTP) tls() *tls.Config {
	return &tls.Config{ServerName: t.server.Host, MinVersion: tls.VersionTLS12, RootCAs: t.server.Roots}
}

func (t *SMTP) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	d := net.Dialer{}
	if t.server.Security == TLS {
		return (&tls.Dialer{NetDialer: &d, Config: t.tls()}).DialContext(ctx, network, addr)
	}
	return d.DialContext(ctx, network, addr)
}

// verdict decides whether another try can help. Only a 5xx about the recipient
// or the content is final. A 5xx about us (sender, sign-in, TLS) is a wrong
// setting that somebody will mend, and must not cost anybody his mail.
func verdict(err error) error {
	se, ok := errors.AsType[*mail.SendError](err)
	if !ok {
		return ErrLater.Because(bare(err))
	}
	code := se.ErrorCode()
	why := fmt.Errorf("%s: answer %d", strings.ToLower(se.Reason.String()), code)
	aboutThem := se.Reason == mail.ErrSMTPRcptTo || se.Reason == mail.ErrSMTPData || se.Reason == mail.ErrSMTPDataClose
	switch {
	case se.Reason == mail.ErrNoUnencoded, se.Reason == mail.ErrGetRcpts:
		return ErrRefused.Because(why)
	case aboutThem && code >= 500 && code < 600 && code != 530 && code != 535:
		return ErrRefused.Because(why)
	}
	return ErrLater.Because(why)
}

// bare keeps of a network error what helps an operator, without a server's
// sentence in it, since that may quote an address.
func bare(err error) error {
	var net1 net.Error
	var cert *tls.CertificateVerificationError
	var unknown x509.UnknownAuthorityError
	switch {
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &net1) && net1.Timeout():
		return errors.New("timeout")
	case errors.As(err, &cert), errors.As(err, &unknown):
		return errors.New("the server's certificate is not trusted")
	case errors.As(err, &net1):
		return errors.New("network")
	}
	return fmt.Errorf("%T", err)
}
