package meetingdb

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

const keySize = 32

// Seal closes secrets before they reach SQL, so that neither a copy of the
// database nor its backup opens somebody's account at a tool. What a secret
// belongs to is part of the seal: it cannot be moved to another company's row.
type Seal struct{ box cipher.AEAD }

// NewSeal makes a seal with a key of 32 bytes.
func NewSeal(key []byte) (Seal, error) {
	if len(key) != keySize {
		return Seal{}, errors.New("meeting key: want 32 bytes")
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return Seal{}, err
	}
	box, err := cipher.NewGCMWithRandomNonce(block)
	return Seal{box}, err
}

func (s Seal) close(text, about string) []byte {
	return s.box.Seal(nil, nil, []byte(text), []byte(about))
}

func (s Seal) open(sealed []byte, about string) (string, error) {
	b, err := s.box.Open(nil, nil, sealed, []byte(about))
	if err != nil {
		return "", errors.New("meeting: a secret was sealed with another key")
	}
	return string(b), nil
}

// LoadKey reads the key at path, and makes it when there is none. A key that
// others can read is refused.
func LoadKey(path string) ([]byte, error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return createKey(path)
	}
	if err != nil {
		return nil, fmt.Errorf("meeting key: %w", err)
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, fmt.Errorf("meeting key: %w", err)
	case info.Mode().Perm()&0o077 != 0:
		return nil, fmt.Errorf("meeting key: %s can be read by others (%04o); chmod 600 it", path, info.Mode().Perm())
	case len(b) != keySize:
		return nil, fmt.Errorf("meeting key: %s holds no key", path)
	}
	return b, nil
}

// createKey writes a new key aside and links it into place: two programs
// starting at once end with one key, and a full disk leaves none rather than half.
func createKey(path string) ([]byte, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("meeting key: %w", err)
	}
	key := make([]byte, keySize)
	if _, err := rand.Read(key); err != nil {
		return nil, err
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".meeting-*")
	if err != nil {
		return nil, fmt.Errorf("meeting key: %w", err)
	}
	defer func() { _ = os.Remove(tmp.Name()) }()
	_, err = tmp.Write(key)
	if err = errors.Join(err, tmp.Chmod(0o600), tmp.Sync(), tmp.Close()); err != nil {
		return nil, fmt.Errorf("meeting key: %w", err)
	}
	if err := os.Link(tmp.Name(), path); err != nil {
		if errors.Is(err, fs.ErrExist) {
			return LoadKey(path) // somebody was first
		}
		return nil, fmt.Errorf("meeting key: %w", err)
	}
	return key, nil
}
