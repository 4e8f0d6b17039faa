package notify

import (
	"context"
	"time"

	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/txn"
)

// Store keeps messages.
type Store interface {
	Insert(ctx context.Context, tx txn.Write, m Message) error
	// Get reads one. Errors: ErrUnknown.
	Get(ctx context.Context, tx txn.Read, message id.Message) (Message, error)
	// Settle writes state, reason and time of a message that is queued.
	// Errors: ErrUnknown when it is not.
	Settle(ctx context.Context, tx txn.Write, m Message) error
	// Reminders lists the queued reminders of a booking, for one person or, with
	// an empty account, for all, in the order in which they are due.
	Reminders(ctx context.Context, tx txn.Read, booking id.Booking, to id.Account) ([]Message, error)
	// About lists the messages about a thing, newest first.
	About(ctx context.Context, tx txn.Read, subject string) ([]Message, error)
}

// TaskStore keeps tasks.
type TaskStore interface {
	InsertTask(ctx context.Context, tx txn.Write, t Task) error
	// Task reads one. Errors: ErrUnknownTask.
	Task(ctx context.Context, tx txn.Read, task id.Task) (Task, error)
	// OpenTask reads the open task of that kind about that thing. Errors: ErrUnknownTask.
	OpenTask(ctx context.Context, tx txn.Read, kind TaskKind, subject string) (Task, error)
	UpdateTask(ctx context.Context, tx txn.Write, t Task) error
	// Tasks lists open tasks, oldest first, or done ones, latest done first; at most limit.
	Tasks(ctx context.Context, tx txn.Read, done bool, limit int) ([]Task, error)
}

// Accounts says how people are reached. package account fills it.
type Accounts interface {
	// Contact reads today's truth. A NotFound fault when the account is closed or never was.
	Contact(ctx context.Context, tx txn.Read, account id.Account) (Contact, error)
	// Mint makes a fresh one-time link for the account that leads to next after
	// sign-in, and returns its path and until when it is good. Only the secret's
	// hash is stored; the path exists in memory and in the mail.
	Mint(ctx context.Context, tx txn.Write, account id.Account, next string) (path string, until time.Time, err error)
}

// Bookings says what is true about an appointment today. package scheduling
// fills it. A booking nobody knows does not stand: that is no error.
type Bookings interface {
	Upcoming(ctx context.Context, tx txn.Read, booking id.Booking) (Appointment, error)
}

// Facts is everything a text may say.
type Facts struct {
	Kind     Kind
	Name     string
	Company  string
	From, To time.Time // zero when it is not about an appointment
	Zone     *time.Location
	Link     string    // the way in, absolute
	Until    time.Time // until when the link is good; zero: no end
}

// Words is a rendered message.
type Words struct {
	Subject string
	Text    string
	Summary string // of the calendar entry
}

// Wording holds the texts: one per kind and language.
type Wording interface {
	Render(l lang.Lang, f Facts) (Words, error)
}

// Mail is what goes out.
type Mail struct {
	ID      id.Message // the same at each try
	To      Contact
	Words   Words
	At      time.Time
	Link    string
	Invite  Invite // zero: no calendar part
	Cancel  bool   // the calendar part takes the appointment away
	Account id.Account
}

// Post hands a mail in. Errors: ErrRefused when no further try can help;
// anything else means later.
type Post interface {
	Send(ctx context.Context, m Mail) error
}
