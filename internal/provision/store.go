package provision

import (
	"context"
	"time"

	"mendan/internal/id"
	"mendan/internal/notify"
	"mendan/internal/txn"
)

// Store keeps cards, packages and waivers. Its contract is provisiontest.Suite.
type Store interface {
	// Card is the newest card of the workplace. Errors: ErrNone.
	Card(ctx context.Context, tx txn.Read, w id.Workplace) (Card, error)
	// CardVersion is the card as it was. Errors: ErrNone.
	CardVersion(ctx context.Context, tx txn.Read, w id.Workplace, version int64) (Card, error)
	// Cards gives all versions, newest first.
	Cards(ctx context.Context, tx txn.Read, w id.Workplace) ([]Card, error)
	// AddCard adds the version in c.
	AddCard(ctx context.Context, tx txn.Write, c Card) error

	// Package is the newest package of the case. Errors: ErrNone.
	Package(ctx context.Context, tx txn.Read, c id.Case) (Package, error)
	// LastOfWorker is the newest package about the worker of another case. Errors: ErrNone.
	LastOfWorker(ctx context.Context, tx txn.Read, e id.Employee, but id.Case) (Package, error)
	// AddPackage adds the version in p.
	AddPackage(ctx context.Context, tx txn.Write, p Package) error
	// SetOpened notes when the physician opened a version; an earlier note stays.
	SetOpened(ctx context.Context, tx txn.Write, c id.Case, version int64, at time.Time) error

	// Waiver is the newest waiver of the case. Errors: ErrNone.
	Waiver(ctx context.Context, tx txn.Read, c id.Case) (Waiver, error)
	// AddWaiver adds one.
	AddWaiver(ctx context.Context, tx txn.Write, w Waiver) error
}

// Times knows when the interview of a case is booked: zero when it is not.
type Times interface {
	Begins(ctx context.Context, tx txn.Read, c id.Case) (time.Time, error)
}

// Notices sends messages. *notify.Service fills it.
type Notices interface {
	Send(ctx context.Context, tx txn.Write, n notify.Notice) error
}

// Accounts finds how a physician signs in. Errors: a NotFound fault.
type Accounts interface {
	AccountOfPhysician(ctx context.Context, tx txn.Read, p id.Physician) (id.Account, error)
}
