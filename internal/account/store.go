package account

import (
	"context"
	"time"

	"mendan/internal/actor"
	"mendan/internal/id"
	"mendan/internal/jobs"
	"mendan/internal/notify"
	"mendan/internal/txn"
)

// Store keeps accounts, links and sessions. Its contract is accounttest.Suite.
type Store interface {
	// Account reads one. Errors: ErrUnknown.
	Account(ctx context.Context, tx txn.Read, a id.Account) (Account, error)
	// AccountByMail takes Key of the address. Errors: ErrUnknown.
	AccountByMail(ctx context.Context, tx txn.Read, key string) (Account, error)
	// OpenAccountByMail is the id of the open account with that Key of the
	// address, found by one question whether there is one or not. Errors: ErrUnknown.
	OpenAccountByMail(ctx context.Context, tx txn.Read, key string) (id.Account, error)
	// AccountOfEmployee and AccountOfPhysician read the account of a person. Errors: ErrUnknown.
	AccountOfEmployee(ctx context.Context, tx txn.Read, e id.Employee) (Account, error)
	AccountOfPhysician(ctx context.Context, tx txn.Read, p id.Physician) (Account, error)
	// ListHolders is the open accounts with the role, by name then id; with a
	// workplace only those that act there.
	ListHolders(ctx context.Context, tx txn.Read, role actor.Role, w id.Workplace) ([]Account, error)
	// InsertAccount answers ErrMailTaken or ErrPersonTaken.
	InsertAccount(ctx context.Context, tx txn.Write, a Account) error
	// UpdateAccount writes everything but the id. Errors: ErrUnknown, ErrMailTaken, ErrPersonTaken.
	UpdateAccount(ctx context.Context, tx txn.Write, a Account) error

	// InsertRequest notes that a link was asked for.
	InsertRequest(ctx context.Context, tx txn.Write, r Request) error
	// Request reads one. Errors: ErrUnknown.
	Request(ctx context.Context, tx txn.Read, key string) (Request, error)
	// CountRequests counts those since the moment: for the mail, for the network,
	// and for both together.
	CountRequests(ctx context.Context, tx txn.Read, mail, network string, since time.Time) (Counts, error)
	// DeleteRequests forgets those before the moment.
	DeleteRequests(ctx context.Context, tx txn.Write, before time.Time) error

	// InsertLink keeps a link by the hash of its secret.
	InsertLink(ctx context.Context, tx txn.Write, l Link) error
	// Link reads one by hash. Errors: ErrLink.
	Link(ctx context.Context, tx txn.Read, hash string) (Link, error)
	// UseLink marks the link used; only the first call for a link succeeds. Errors: ErrLink.
	UseLink(ctx context.Context, tx txn.Write, hash string) error
	// DeleteLinks forgets those that ended before the moment.
	DeleteLinks(ctx context.Context, tx txn.Write, before time.Time) error
	// EndLinks ends what is left of an account's links.
	EndLinks(ctx context.Context, tx txn.Write, a id.Account) error

	// InsertSession keeps a session by the hash of its secret.
	InsertSession(ctx context.Context, tx txn.Write, s Session, hash string) error
	// SessionByHash reads one, ended or not. Errors: ErrNobody.
	SessionByHash(ctx context.Context, tx txn.Read, hash string) (Session, error)
	// ListSessions is an account's sessions that were not ended and have not run out at the moment, newest first.
	ListSessions(ctx context.Context, tx txn.Read, a id.Account, now time.Time) ([]Session, error)
	// Seen notes that the session was used now. An ended session stays as it is.
	Seen(ctx context.Context, tx txn.Write, s id.Session) error
	// EndSession ends a session of the account. Errors: ErrUnknown when it has none such under way.
	EndSession(ctx context.Context, tx txn.Write, a id.Account, s id.Session) error
	// EndSessions ends every session of the account but one (or all, when spared is empty).
	EndSessions(ctx context.Context, tx txn.Write, a id.Account, spared id.Session) error
	// DeleteSessions forgets those that ended or ran out before the moment.
	DeleteSessions(ctx context.Context, tx txn.Write, before time.Time) error
}

// Request is a link asked for. The address is kept as a hash only, since it
// may belong to nobody here.
type Request struct {
	Key     string // names the request
	Mail    string // hash of the address's key
	Network string // hash of the network prefix, empty when not known
	Account id.Account
	Next    string // the page that was wanted, a path of ours
	At      time.Time
}

// Counts is how often links were asked for lately.
type Counts struct{ Mail, Network, Both int }

// Link is a one-time link.
type Link struct {
	Hash    string
	Account id.Account
	Next    string // where it leads, a path of ours
	Made    time.Time
	Until   time.Time
	Used    time.Time // zero while unused
}

// Queue takes later work in the act: jobs.Service is one.
type Queue interface {
	Enqueue(ctx context.Context, tx txn.Write, j jobs.Job) error
}

// Postman tells people things: notify.Service is one. The way in is made by
// Mint when the mail is delivered, never before: it must not lie in a queue.
type Postman interface {
	Send(ctx context.Context, tx txn.Write, n notify.Notice) error
}

// Places says where an account's person belongs: the name of the company
// (empty for the provider's people) and the zone of the clock on the wall.
type Places interface {
	Place(ctx context.Context, tx txn.Read, a Account) (company string, zone *time.Location, err error)
}

// Interviews tells whether the person is in a live interview: his session is
// then not ended by the clock.
type Interviews interface {
	Live(ctx context.Context, tx txn.Read, who actor.Actor) (bool, error)
}
