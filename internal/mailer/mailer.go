// Package mailer carries one mail to one person: by SMTP, or into a box in
// memory for the demonstration and for tests. It builds the message (text
// first, a calendar part when there is an appointment) and tells whether a
// failure can be mended by trying again.
//
// It writes no wording, keeps no list and tries once; package notify does the
// rest. It is the only importer of go-mail and of the calendar library.
// Addresses, names and the server's own words about them never reach a log:
// the types here and the errors hold them back. Read build.go for the form.
package mailer

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"mendan/internal/fault"
)

// Address is a mail address. Logs and fmt see [withheld].
type Address string

// Person is a name with an address. Logs and fmt see [withheld].
type Person struct {
	Name    string
	Address Address
}

const withheld = "[withheld]"

// LogValue keeps the address out of logs.
func (Address) LogValue() slog.Value { return slog.StringValue(withheld) }

// String keeps the address out of accidental formatting.
func (Address) String() string { return withheld }

// LogValue keeps the person out of logs.
func (Person) LogValue() slog.Value { return slog.StringValue(withheld) }

// String keeps the person out of accidental formatting.
func (Person) String() string { return withheld }

// Mail is one mail to one person.
type Mail struct {
	ID       string // left side of the Message-ID: the same at every try, so that a mail that came twice is seen once
	To       Person
	Subject  string
	Text     string    // lines end with \n
	Language string    // "ja", "en"
	At       time.Time // the Date of the mail
	Calendar *Event    // nil: no calendar part
}

// LogValue keeps the mail out of logs but for its id.
func (m Mail) LogValue() slog.Value { return slog.StringValue(m.ID + " " + withheld) }

// Transport carries mails. Send returns nil when somebody has taken over the
// responsibility for the mail, ErrRefused when no further try can help, and
// ErrLater for everything else. It may be called from several goroutines.
type Transport interface {
	Send(ctx context.Context, m Mail) error
}

// Errors of Send.
var (
	// ErrRefused: this mail to this person will never be taken.
	ErrRefused = fault.New(fault.Invalid, "mailer.refused")
	// ErrLater: not now. The server is away, busy, or wrongly configured; the
	// mail may even have arrived (the line was lost before the answer).
	ErrLater = fault.New(fault.Unavailable, "mailer.later")
)

// Sender is the platform as a mail sender.
type Sender struct {
	From   Person // also the organizer of appointments
	Domain string // right side of Message-ID and of calendar UIDs
}

// Check tells what is wrong with the sender.
func (s Sender) Check() error {
	if s.From.Address == "" || s.Domain == "" {
		return fmt.Errorf("mailer: a sender needs an address and a domain")
	}
	return nil
}
