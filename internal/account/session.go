package account

import (
	"context"
	"time"

	"mendan/internal/actor"
	"mendan/internal/id"
	"mendan/internal/lang"
	"mendan/internal/txn"
)

// Lookup finds who a session secret belongs to, and notes now and then that it
// is in use. A session that the clock would end stays while its person is in a
// live interview.
//
// Errors: ErrNobody.
func (s *Service) Lookup(ctx context.Context, secret string) (Visitor, error) {
	var session Session
	var a Account
	err := s.txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		got, err := s.store.SessionByHash(ctx, tx, hashOf("session", secret))
		if err != nil {
			return err
		}
		owner, err := s.store.Account(ctx, tx, got.Account)
		if err != nil {
			return err
		}
		if !got.Ended.IsZero() || !owner.Closed.IsZero() {
			return ErrNobody
		}
		if !got.alive(owner.Roles, tx.Now()) {
			if s.ports.Interviews == nil {
				return ErrNobody
			}
			live, err := s.ports.Interviews.Live(ctx, tx, owner.Actor(got.ID))
			if err != nil {
				return err
			}
			if !live {
				return ErrNobody
			}
		}
		session, a = got, owner
		return nil
	})
	if err != nil {
		return Visitor{}, err
	}
	s.note(ctx, session, spanOf(a.Roles).note)
	return Visitor{Actor: a.Actor(session.ID), Name: a.Name, Language: a.Language, Style: a.Style}, nil
}

// note writes now and then that the session is in use. When that cannot be
// written just now the person keeps working.
func (s *Service) note(ctx context.Context, session Session, every time.Duration) {
	now := s.now()
	s.mu.Lock()
	last := session.Seen
	if t, ok := s.seen[session.ID]; ok && t.After(last) {
		last = t
	}
	due := now.Sub(last) >= every
	if due {
		if len(s.seen) > 10_000 {
			clear(s.seen)
		}
		s.seen[session.ID] = now
	}
	s.mu.Unlock()
	if !due {
		return
	}
	_ = s.txns.Write(ctx, actor.System("account.seen"), "account.seen", func(ctx context.Context, tx txn.Write) error {
		tx.Touch(string(session.ID), "")
		return s.store.Seen(ctx, tx, session.ID)
	})
}

// Sessions is the actor's own sessions that still hold, newest first.
func (s *Service) Sessions(ctx context.Context, who actor.Actor) ([]Session, error) {
	var out []Session
	err := s.txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		a, err := s.store.Account(ctx, tx, who.Account)
		if err != nil {
			return err
		}
		all, err := s.store.ListSessions(ctx, tx, who.Account, tx.Now())
		if err != nil {
			return err
		}
		out = nil
		for _, x := range all {
			if x.alive(a.Roles, tx.Now()) || x.ID == who.Session {
				out = append(out, x)
			}
		}
		return nil
	})
	return out, err
}

// EndSession ends one of the actor's own sessions, this one or another.
// Errors: ErrUnknown for anything else.
func (s *Service) EndSession(ctx context.Context, who actor.Actor, session id.Session) error {
	return s.txns.Write(ctx, who, "account.end_session", func(ctx context.Context, tx txn.Write) error {
		tx.Touch(string(who.Account), "")
		tx.Touch(string(session), "")
		return s.store.EndSession(ctx, tx, who.Account, session)
	})
}

// EndOtherSessions ends all of the actor's sessions but the one he is in, and
// every link on its way to him.
func (s *Service) EndOtherSessions(ctx context.Context, who actor.Actor) error {
	return s.txns.Write(ctx, who, "account.end_other_sessions", func(ctx context.Context, tx txn.Write) error {
		tx.Touch(string(who.Account), "")
		if err := s.store.EndLinks(ctx, tx, who.Account); err != nil {
			return err
		}
		return s.store.EndSessions(ctx, tx, who.Account, who.Session)
	})
}

// Mine is the actor's own account.
func (s *Service) Mine(ctx context.Context, who actor.Actor) (Account, error) {
	var out Account
	err := s.txns.Read(ctx, func(ctx context.Context, tx txn.Read) (err error) {
		out, err = s.store.Account(ctx, tx, who.Account)
		return err
	})
	return out, err
}

// Speak chooses the language of the actor's own mails and pages, and how the
// pages look. What is no language of the product becomes Japanese.
func (s *Service) Speak(ctx context.Context, who actor.Actor, l lang.Lang, look lang.Style) error {
	l, _ = lang.Parse(string(l))
	return s.txns.Write(ctx, who, "account.speak", func(ctx context.Context, tx txn.Write) error {
		a, err := s.store.Account(ctx, tx, who.Account)
		if err != nil {
			return err
		}
		a.Language, a.Style = l, look
		tx.Touch(string(a.ID), "language")
		return s.store.UpdateAccount(ctx, tx, a)
	})
}
