package mailer

import (
	"errors"
	"fmt"
	"io"
	netmail "net/mail"
	"strings"

	"github.com/wneessen/go-mail"
)

// build makes the message as it goes over the wire.
//
//	without an appointment: text/plain
//	with one:               multipart/mixed
//	                          multipart/alternative
//	                            text/plain                     what a person reads
//	                            text/calendar; method=REQUEST  what Outlook and Google act upon
//	                          invite.ics                       for programs that only take files
//
// There is no HTML, so there is nothing to load and nothing that tracks.
func (s Sender) build(m Mail) (*mail.Msg, error) {
	msg := mail.NewMsg(mail.WithNoDefaultUserAgent(), mail.WithCharset(mail.CharsetUTF8), mail.WithEncoding(mail.EncodingB64))
	from, err := s.From.parse()
	if err != nil {
		return nil, fmt.Errorf("mailer: the sender's %w", err)
	}
	to, err := m.To.parse()
	if err != nil {
		return nil, ErrRefused.Because(err)
	}
	msg.FromMailAddress(from)
	msg.ToMailAddress(to)
	if m.ID == "" || m.Subject == "" || m.Text == "" || m.At.IsZero() || strings.ContainsAny(m.Subject, "\r\n") {
		return nil, fmt.Errorf("mailer: mail %q is incomplete", m.ID)
	}
	msg.SetMessageIDWithValue(m.ID + "@" + s.Domain)
	msg.SetDateWithValue(m.At)
	msg.Subject(m.Subject)
	// RFC 3834: no holiday notices in answer; Exchange listens to its own word.
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.SetGenHeader("X-Auto-Response-Suppress", "All")
	if m.Language != "" {
		msg.SetGenHeader("Content-Language", m.Language)
	}
	msg.SetBodyString(mail.TypeTextPlain, crlf(m.Text))
	if m.Calendar != nil {
		text, err := m.Calendar.text(s, m.To, m.At)
		if err != nil {
			return nil, err
		}
		kind := mail.ContentType("text/calendar; method=" + m.Calendar.Method())
		msg.AddAlternativeString(kind, text)
		file := mail.ContentType(fmt.Sprintf("text/calendar; charset=UTF-8; method=%s", m.Calendar.Method()))
		if err := msg.AttachReader("invite.ics", strings.NewReader(text), mail.WithFileContentType(file)); err != nil {
			return nil, err
		}
	}
	return msg, nil
}

// parse gives the person as a header takes it: a bare address and a name of one line.
func (p Person) parse() (*netmail.Address, error) {
	a, err := netmail.ParseAddress(string(p.Address))
	if err != nil || a.Address != string(p.Address) {
		return nil, errors.New("address is not one") // without the address: this may reach a log
	}
	return &netmail.Address{Name: plain(p.Name), Address: a.Address}, nil
}

// plain takes out of a name what no header and no quoting can carry.
func plain(name string) string {
	return strings.Map(func(r rune) rune {
		if r == '"' || r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, name)
}

// Write writes the message as it would go over the wire: for tests and the box.
func (s Sender) Write(w io.Writer, m Mail) error {
	msg, err := s.build(m)
	if err != nil {
		return err
	}
	_, err = msg.WriteTo(w)
	return err
}

func crlf(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", "\r\n")
}
