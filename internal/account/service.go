package account

import (
	"context"
	"slices"
	"sync"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Ports is what the service needs from elsewhere.
type Ports struct {
	Queue      Queue
	Postman    Postman
	Places     Places     // nil: no company names, Japan's clock
	Interviews Interviews // nil: nobody is ever in an interview
}

// Service opens and closes accounts, signs people in and keeps them signed in.
type Service struct {
	txns  txn.Runner
	store Store
	ports Ports
	now   func() time.Time // only to decide whether an act is worth opening

	mu   sync.Mutex
	seen map[id.Session]time.Time // guarded by mu: when Lookup last wrote, so that one page does not write five times
}

// NewService makes a Service.
func NewService(txns txn.Runner, store Store, now func() time.Time, ports Ports) *Service {
	return &Service{txns: txns, store: store, ports: ports, now: now, seen: map[id.Session]time.Time{}}
}

// Account reads one. Errors: ErrUnknown.
func (s *Service) Account(ctx context.Context, tx txn.Read, a id.Account) (Account, error) {
	return s.store.Account(ctx, tx, a)
}

// ByMail is the account with the address, however it is written. Errors: ErrUnknown.
func (s *Service) ByMail(ctx context.Context, tx txn.Read, m Mail) (Account, error) {
	return s.store.AccountByMail(ctx, tx, Key(m))
}

// OfEmployee is the account of a worker. Errors: ErrUnknown when he has none.
func (s *Service) OfEmployee(ctx context.Context, tx txn.Read, e id.Employee) (Account, error) {
	return s.store.AccountOfEmployee(ctx, tx, e)
}

// OfPhysician is the account of a physician. Errors: ErrUnknown when he has none.
func (s *Service) OfPhysician(ctx context.Context, tx txn.Read, p id.Physician) (Account, error) {
	return s.store.AccountOfPhysician(ctx, tx, p)
}

// Holders is the open accounts with a role, by name; with a workplace only
// those that act there: HR officers of 本社, coordinators ("").
func (s *Service) Holders(ctx context.Context, tx txn.Read, role actor.Role, w id.Workplace) ([]Account, error) {
	return s.store.ListHolders(ctx, tx, role, w)
}

// Open makes an account; its id is made here. It never touches an account that
// is there already.
//
// Errors: ErrMailTaken, ErrPersonTaken, access.ErrForbidden; input faults.
func (s *Service) Open(ctx context.Context, who actor.Actor, a Account) (Account, error) {
	opened, err := s.OpenAll(ctx, who, []Account{a})
	if err != nil {
		return Account{}, err
	}
	return opened[0], nil
}

// OpenAll opens all of the accounts or none, as Open does.
func (s *Service) OpenAll(ctx context.Context, who actor.Actor, list []Account) ([]Account, error) {
	opened := make([]Account, 0, len(list))
	for _, a := range list {
		if err := a.Check(); err != nil {
			return nil, err
		}
		a.ID, a.Closed = id.New[id.Account](), time.Time{}
		a.Mail, _ = ParseMail(string(a.Mail))
		a.Workplaces = slices.Sorted(slices.Values(a.Workplaces))
		opened = append(opened, a)
	}
	err := s.txns.Write(ctx, who, "account.open", func(ctx context.Context, tx txn.Write) error {
		if err := access.Check(who, access.ManageAccounts, access.Subject{}); err != nil {
			return err
		}
		for _, a := range opened {
			tx.Touch(string(a.ID), a.Roles.String())
			if err := s.store.InsertAccount(ctx, tx, a); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return opened, nil
}

// Change replaces mail, name, roles and links of an account. New roles are for
// new sign-ins: its sessions end.
//
// Errors: ErrUnknown, ErrMailTaken, ErrPersonTaken, access.ErrForbidden; input faults.
func (s *Service) Change(ctx context.Context, who actor.Actor, a Account) error {
	if err := a.Check(); err != nil {
		return err
	}
	return s.txns.Write(ctx, who, "account.change", func(ctx context.Context, tx txn.Write) error {
		if err := access.Check(who, access.ManageAccounts, access.Subject{}); err != nil {
			return err
		}
		old, err := s.store.Account(ctx, tx, a.ID)
		if err != nil {
			return err
		}
		a := a
		a.Mail, _ = ParseMail(string(a.Mail))
		a.Closed = old.Closed
		tx.Touch(string(a.ID), a.Roles.String())
		if err := s.shut(ctx, tx, a.ID); err != nil {
			return err
		}
		return s.store.UpdateAccount(ctx, tx, a)
	})
}

// Close ends an account with all its sessions and links. The next request of
// each is nobody's.
// Errors: ErrUnknown, access.ErrForbidden.
func (s *Service) Close(ctx context.Context, who actor.Actor, account id.Account) error {
	return s.txns.Write(ctx, who, "account.close", func(ctx context.Context, tx txn.Write) error {
		if err := access.Check(who, access.ManageAccounts, access.Subject{}); err != nil {
			return err
		}
		a, err := s.store.Account(ctx, tx, account)
		if err != nil {
			return err
		}
		if a.Closed.IsZero() {
			a.Closed = tx.Now()
		}
		tx.Touch(string(a.ID), "")
		if err := s.shut(ctx, tx, a.ID); err != nil {
			return err
		}
		return s.store.UpdateAccount(ctx, tx, a)
	})
}

// shut ends every session and link of the account.
func (s *Service) shut(ctx context.Context, tx txn.Write, a id.Account) error {
	if err := s.store.EndSessions(ctx, tx, a, ""); err != nil {
		return err
	}
	return s.store.EndLinks(ctx, tx, a)
}
