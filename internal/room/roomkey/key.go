// Package roomkey keeps the key that signs evidence in a file of its own,
// readable by nobody else: made on first use, never replaced.
package roomkey

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

const block = "PRIVATE KEY" // PKCS #8, as openssl reads it

// Load reads the key at path, and makes it when there is none. A key that
// others can read is refused: whoever has it can sign in our name.
func Load(path string) (ed25519.PrivateKey, error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return create(path)
	}
	if err != nil {
		return nil, fmt.Errorf("evidence key: %w", err)
	}
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("evidence key: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("evidence key: %s can be read by others (%04o); chmod 600 it", path, info.Mode().Perm())
	}
	return parse(path, b)
}

func parse(path string, b []byte) (ed25519.PrivateKey, error) {
	p, _ := pem.Decode(b)
	if p == nil || p.Type != block {
		return nil, fmt.Errorf("evidence key: %s holds no %s", path, block)
	}
	k, err := x509.ParsePKCS8PrivateKey(p.Bytes)
	if err != nil {
		return nil, fmt.Errorf("evidence key: %s: %w", path, err)
	}
	key, ok := k.(ed25519.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("evidence key: %s is no Ed25519 key", path)
	}
	return key, nil
}

// create writes a new key aside and links it into place, so that two programs
// starting at once end with one key, and a full disk leaves none rather than half.
func create(path string) (ed25519.PrivateKey, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("evidence key: %w", err)
	}
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".evidence-*")
	if err != nil {
		return nil, fmt.Errorf("evidence key: %w", err)
	}
	defer func() { _ = os.Remove(tmp.Name()) }()
	_, err = tmp.Write(pem.EncodeToMemory(&pem.Block{Type: block, Bytes: der}))
	if err = errors.Join(err, tmp.Chmod(0o600), tmp.Sync(), tmp.Close()); err != nil {
		return nil, fmt.Errorf("evidence key: %w", err)
	}
	if err := os.Link(tmp.Name(), path); err != nil {
		if errors.Is(err, fs.ErrExist) {
			return Load(path) // somebody was first
		}
		return nil, fmt.Errorf("evidence key: %w", err)
	}
	return key, nil
}
