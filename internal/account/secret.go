package account

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"

	"mendan/internal/private"
)

// Secret opens something once it is shown: a link, a session. It is never
// stored and never logged; Reveal is called where it goes into a mail or cookie.
type Secret struct {
	private.Mark

	text string
}

func newSecret() Secret {
	var b [32]byte
	_, _ = rand.Read(b[:]) // crypto/rand never fails: it ends the process instead
	return Secret{text: base64.RawURLEncoding.EncodeToString(b[:])}
}

// Reveal is the secret itself.
func (s Secret) Reveal() string { return s.text }

// String keeps the secret out of whatever prints it.
func (Secret) String() string { return "[withheld]" }

// GoString keeps the secret out of whatever prints it.
func (Secret) GoString() string { return "[withheld]" }

// hashOf is how a secret is kept: SHA-256 is enough for 256 random bits. The
// purpose stands inside, so that a link never opens as a session.
func hashOf(purpose, secret string) string {
	sum := sha256.Sum256([]byte("mendan " + purpose + "\x00" + secret))
	return hex.EncodeToString(sum[:])
}
