package account

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/netip"
	"strings"
	"time"

	"mendan/internal/actor"
	"mendan/internal/id"
	"mendan/internal/jobs"
	"mendan/internal/notify"
	"mendan/internal/txn"
)

// linkLife is how long a link opens. It is also the window in which requests
// are counted: whoever is refused for his address has a link in his mailbox
// that still opens, so flooding an address locks nobody out.
const linkLife = 10 * time.Minute

// The limits within linkLife. Source: S13 (limits on tries).
const (
	mostPerBoth    = 5  // one address from one network
	mostPerMail    = 10 // one address from everywhere
	mostPerNetwork = 60 // all addresses from one network: an office signs in on Monday morning
)

const postLink = "account.post_link"

// AskLink notes that somebody at the address wants a link, and lets it be
// mailed when the address belongs to an open account. It does the same work
// and answers the same whether it does or not. next is the page that was
// wanted; what is no path of ours becomes the person's first page.
//
// Errors: ErrTooMany when the network asks for too many, whatever the
// addresses; an Invalid fault for what is no address.
func (s *Service) AskLink(ctx context.Context, address, next string, from netip.Addr) error {
	m, err := ParseMail(address)
	if err != nil {
		return err
	}
	r := Request{Key: "lnk_" + hashOf("request", newSecret().text)[:26], Mail: digest(Key(m)), Network: networkOf(from), Next: local(next)}
	return s.txns.Write(ctx, actor.System("account.ask_link"), "account.ask_link", func(ctx context.Context, tx txn.Write) error {
		since := tx.Now().Add(-linkLife)
		n, err := s.store.CountRequests(ctx, tx, r.Mail, r.Network, since)
		if err != nil {
			return err
		}
		if n.Network >= mostPerNetwork {
			return ErrTooMany
		}
		owner, err := s.store.OpenAccountByMail(ctx, tx, Key(m))
		if err != nil && !errors.Is(err, ErrUnknown) {
			return err
		}
		if n.Mail >= mostPerMail || n.Both >= mostPerBoth {
			owner = ""
		}
		// The same steps for everybody: a row and a job.
		r := r
		r.Account, r.At = owner, tx.Now()
		if err := s.store.InsertRequest(ctx, tx, r); err != nil {
			return err
		}
		return s.ports.Queue.Enqueue(ctx, tx, jobs.Job{Kind: postLink, Subject: r.Key})
	})
}

// Handlers is the later work of this area, apart from Tidy, which is due every hour.
func (s *Service) Handlers() []jobs.Handler {
	// Whoever waits for a mail that does not come asks for another; nobody else needs to be told.
	quiet := func(context.Context, jobs.Job, error) error { return nil }
	return []jobs.Handler{{Kind: postLink, Limit: 10 * time.Second, Tries: 5, Work: s.post, GiveUp: quiet}}
}

// post hands a request that belongs to somebody to the postman.
func (s *Service) post(ctx context.Context, job jobs.Job) error {
	var r Request
	if err := s.txns.Read(ctx, func(ctx context.Context, tx txn.Read) (err error) {
		r, err = s.store.Request(ctx, tx, job.Subject)
		return err
	}); err != nil {
		return jobs.Permanent(err)
	}
	if r.Account == "" || s.now().Sub(r.At) > linkLife {
		return nil
	}
	return s.txns.Write(ctx, actor.System(postLink), postLink, func(ctx context.Context, tx txn.Write) error {
		tx.Touch(string(r.Account), "")
		return s.ports.Postman.Send(ctx, tx, notify.Notice{Kind: notify.SignInLink, To: r.Account, Path: r.Next, Subject: string(r.Account)})
	})
}

// Mint makes a link for the account that leads to next, in the act of the
// delivery that mails it: see notify.Accounts. It returns the link's path.
// Errors: ErrUnknown when there is no such account or it is closed.
func (s *Service) Mint(ctx context.Context, tx txn.Write, account id.Account, next string) (path string, until time.Time, err error) {
	secret, until, err := s.mint(ctx, tx, account, next, linkLife)
	if err != nil {
		return "", time.Time{}, err
	}
	return "/signin/" + secret.text, until, nil
}

// MintDemoLink makes a link that lives for a day, to be printed at the start of
// a demonstration. It returns the link's path.
// Errors: ErrUnknown when there is no such account or it is closed.
func (s *Service) MintDemoLink(ctx context.Context, account id.Account) (path string, err error) {
	err = s.txns.Write(ctx, actor.System("account.mint_demo"), "account.mint_demo", func(ctx context.Context, tx txn.Write) error {
		secret, _, err := s.mint(ctx, tx, account, "/", 24*time.Hour)
		path = "/signin/" + secret.text
		return err
	})
	if err != nil {
		return "", err
	}
	return path, nil
}

func (s *Service) mint(ctx context.Context, tx txn.Write, account id.Account, next string, life time.Duration) (Secret, time.Time, error) {
	a, err := s.store.Account(ctx, tx, account)
	if err != nil {
		return Secret{}, time.Time{}, err
	}
	if !a.Closed.IsZero() {
		return Secret{}, time.Time{}, ErrUnknown
	}
	secret, until := newSecret(), tx.Now().Add(life)
	tx.Touch(string(a.ID), "link")
	err = s.store.InsertLink(ctx, tx, Link{
		Hash: hashOf("link", secret.text), Account: a.ID, Next: local(next), Made: tx.Now(), Until: until,
	})
	return secret, until, err
}

// Contact is how the account's person is reached today: see notify.Accounts.
// Errors: ErrUnknown when there is no such account or it is closed.
func (s *Service) Contact(ctx context.Context, tx txn.Read, account id.Account) (notify.Contact, error) {
	a, err := s.store.Account(ctx, tx, account)
	if err != nil {
		return notify.Contact{}, err
	}
	if !a.Closed.IsZero() {
		return notify.Contact{}, ErrUnknown
	}
	c := notify.Contact{Address: string(a.Mail), Name: a.Name, Language: a.Language, Zone: time.FixedZone("JST", 9*60*60)}
	if s.ports.Places != nil {
		if c.Company, c.Zone, err = s.ports.Places.Place(ctx, tx, a); err != nil {
			return notify.Contact{}, err
		}
	}
	return c, nil
}

// local is path when it is a path of ours, "/" otherwise.
func local(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\ \r\n\t") || len(path) > 200 {
		return "/"
	}
	return path
}

// LookAtLink tells as whom the link would sign in, and changes nothing: what
// scanners and previews of mail do has no effect. The name lets a person see
// that a link somebody sent him is not his own.
// Errors: ErrLink.
func (s *Service) LookAtLink(ctx context.Context, secret string) (name string, err error) {
	err = s.txns.Read(ctx, func(ctx context.Context, tx txn.Read) error {
		_, a, err := s.link(ctx, tx, secret)
		name = a.Name
		return err
	})
	return name, err
}

// link finds the link and its account while both are good. Errors: ErrLink.
func (s *Service) link(ctx context.Context, tx txn.Read, secret string) (Link, Account, error) {
	l, err := s.store.Link(ctx, tx, hashOf("link", secret))
	if err != nil {
		return Link{}, Account{}, err
	}
	if !l.Used.IsZero() || !tx.Now().Before(l.Until) {
		return Link{}, Account{}, ErrLink
	}
	a, err := s.store.Account(ctx, tx, l.Account)
	if err != nil {
		return Link{}, Account{}, err
	}
	if !a.Closed.IsZero() {
		return Link{}, Account{}, ErrLink
	}
	return l, a, nil
}

// SignedIn is the result of a sign-in.
type SignedIn struct {
	Account Account
	Session Session
	Secret  Secret // for the cookie
	Next    string // the page the link leads to; "/" for the person's first page
}

// SignIn uses the link up and begins a session. Of many who come with one link
// one gets in. previous is the session secret the browser came with, if any:
// that session ends, so that one browser is never two people.
//
// Errors: ErrLink.
func (s *Service) SignIn(ctx context.Context, secret string, device Device, previous string) (SignedIn, error) {
	var out SignedIn
	err := s.txns.Write(ctx, actor.System("account.sign_in"), "account.sign_in", func(ctx context.Context, tx txn.Write) error {
		l, a, err := s.link(ctx, tx, secret)
		if err != nil {
			return err
		}
		if err := s.store.UseLink(ctx, tx, l.Hash); err != nil {
			return err
		}
		in, err := s.begin(ctx, tx, a, ProofLink, device, previous)
		if err != nil {
			return err
		}
		in.Next = l.Next
		out = in
		return nil
	})
	return out, err
}

// SignInDemo begins a session without a link. Only a demonstration wires it.
// Errors: ErrUnknown.
func (s *Service) SignInDemo(ctx context.Context, account id.Account, device Device, previous string) (SignedIn, error) {
	var out SignedIn
	err := s.txns.Write(ctx, actor.System("account.sign_in_demo"), "account.sign_in_demo", func(ctx context.Context, tx txn.Write) error {
		a, err := s.store.Account(ctx, tx, account)
		if err != nil {
			return err
		}
		if !a.Closed.IsZero() {
			return ErrUnknown
		}
		in, err := s.begin(ctx, tx, a, ProofDemo, device, previous)
		if err != nil {
			return err
		}
		out = in
		return nil
	})
	return out, err
}

// begin is where every proof arrives: a session for the account.
func (s *Service) begin(ctx context.Context, tx txn.Write, a Account, proof Proof, device Device, previous string) (SignedIn, error) {
	if previous != "" {
		old, err := s.store.SessionByHash(ctx, tx, hashOf("session", previous))
		if err == nil && old.Ended.IsZero() {
			err = s.store.EndSession(ctx, tx, old.Account, old.ID)
		}
		if err != nil && !errors.Is(err, ErrNobody) {
			return SignedIn{}, err
		}
	}
	secret := newSecret()
	session := Session{
		ID: id.New[id.Session](), Account: a.ID, Proof: proof, Device: device,
		Began: tx.Now(), Seen: tx.Now(), Until: tx.Now().Add(spanOf(a.Roles).whole),
	}
	tx.Touch(string(a.ID), string(proof))
	tx.Touch(string(session.ID), "")
	if err := s.store.InsertSession(ctx, tx, session, hashOf("session", secret.text)); err != nil {
		return SignedIn{}, err
	}
	return SignedIn{Account: a, Session: session, Secret: secret, Next: "/"}, nil
}

// Tidy forgets requests, links and sessions a while after they ended.
func (s *Service) Tidy(ctx context.Context) error {
	return s.txns.Write(ctx, actor.System("account.tidy"), "account.tidy", func(ctx context.Context, tx txn.Write) error {
		day := tx.Now().Add(-24 * time.Hour)
		if err := s.store.DeleteRequests(ctx, tx, day); err != nil {
			return err
		}
		if err := s.store.DeleteLinks(ctx, tx, day); err != nil {
			return err
		}
		return s.store.DeleteSessions(ctx, tx, tx.Now().Add(-30*24*time.Hour))
	})
}

// digest is how something typed is kept for counting.
func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:16])
}

// networkOf is the digest of the network an address belongs to: /24 of IPv4,
// /48 of IPv6. Empty, and not counted, for the machine itself and for none.
func networkOf(a netip.Addr) string {
	a = a.Unmap()
	if !a.IsValid() || a.IsLoopback() {
		return ""
	}
	bits := 48
	if a.Is4() {
		bits = 24
	}
	p, err := a.WithZone("").Prefix(bits)
	if err != nil {
		return ""
	}
	return digest(p.String())
}
