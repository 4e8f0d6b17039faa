package mailer

import (
	"bytes"
	"context"
	"slices"
	"sync"
)

// Kept is a mail in the box.
type Kept struct {
	Mail
	Raw []byte // as it would go over the wire
}

// Box is a transport that keeps mails in memory instead of sending them: for
// the demonstration and for tests. It is never wired in production. A mail
// with an id that is already there replaces it, as a mail program shows it once.
type Box struct {
	sender Sender

	mu   sync.Mutex
	kept []Kept // guarded by mu, oldest first
	fail error  // guarded by mu
}

// boxed is how many mails the box keeps; the oldest go first.
const boxed = 2000

// NewBox makes an empty box.
func NewBox(sender Sender) *Box { return &Box{sender: sender} }

// Send implements Transport.
func (b *Box) Send(_ context.Context, m Mail) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.fail != nil {
		return b.fail
	}
	var raw bytes.Buffer
	if err := b.sender.Write(&raw, m); err != nil {
		return err
	}
	b.kept = slices.DeleteFunc(b.kept, func(k Kept) bool { return k.ID == m.ID })
	b.kept = append(b.kept, Kept{Mail: m, Raw: raw.Bytes()})
	if len(b.kept) > boxed {
		b.kept = slices.Delete(b.kept, 0, len(b.kept)-boxed)
	}
	return nil
}

// Fail makes every Send end with err, until it is nil again.
func (b *Box) Fail(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.fail = err
}

// List gives the mails, newest first.
func (b *Box) List() []Kept {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := slices.Clone(b.kept)
	slices.Reverse(out)
	return out
}

// Get gives the mail with that id.
func (b *Box) Get(id string) (Kept, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	i := slices.IndexFunc(b.kept, func(k Kept) bool { return k.ID == id })
	if i < 0 {
		return Kept{}, false
	}
	return b.kept[i], true
}
