package emergency

import (
	"context"
	"net/url"
	"time"

	"mendan/internal/access"
	"mendan/internal/actor"
	"mendan/internal/id"
	"mendan/internal/private"
	"mendan/internal/txn"
)

// Browser is where web push reaches somebody (RFC 8030): an address of the
// browser's maker and the keys with which only that browser can read.
type Browser struct {
	private.Mark

	ID       id.Push
	Account  id.Account
	Endpoint string
	Key      string // p256dh, base64url
	Auth     string // base64url
	AddedAt  time.Time
}

// mostBrowsers is how many one person may have.
const mostBrowsers = 10

// Subscribe lets a browser of who be reached. Errors: form faults about
// endpoint and key; access.ErrHidden for nobody.
func (s *Service) Subscribe(ctx context.Context, who actor.Actor, b Browser) error {
	var f faults
	u, err := url.Parse(b.Endpoint)
	f.choose("endpoint", err == nil && u.Scheme == "https" && u.Host != "" && len(b.Endpoint) <= 1000)
	f.choose("key", len(b.Key) > 80 && len(b.Key) < 120 && len(b.Auth) > 15 && len(b.Auth) < 40)
	if err := f.Err(); err != nil {
		return err
	}
	return s.Txns.Write(ctx, who, "emergency.subscribe", func(ctx context.Context, tx txn.Write) error {
		if who.Account == "" {
			return access.ErrHidden
		}
		list, err := s.Store.Pushes(ctx, tx, who.Account)
		if err != nil {
			return err
		}
		for i := 0; len(list)-i >= mostBrowsers; i++ {
			if err := s.Store.DeletePush(ctx, tx, who.Account, list[i].Endpoint); err != nil {
				return err
			}
		}
		b.ID, b.Account, b.AddedAt = id.New[id.Push](), who.Account, tx.Now()
		return s.Store.PutPush(ctx, tx, b)
	})
}

// Unsubscribe forgets a browser of who.
func (s *Service) Unsubscribe(ctx context.Context, who actor.Actor, endpoint string) error {
	return s.Txns.Write(ctx, who, "emergency.unsubscribe", func(ctx context.Context, tx txn.Write) error {
		return s.Store.DeletePush(ctx, tx, who.Account, endpoint)
	})
}

// Unsubscribed forgets a browser that its maker says is gone.
func (s *Service) Unsubscribed(ctx context.Context, b Browser) error {
	return s.Txns.Write(ctx, system, "emergency.unsubscribe", func(ctx context.Context, tx txn.Write) error {
		return s.Store.DeletePush(ctx, tx, b.Account, b.Endpoint)
	})
}
