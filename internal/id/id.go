// Package id names things: one Go type for each kind of thing, so that a case
// is never taken for a booking.
//
// The text of an id is a short prefix, an underscore and 26 characters that
// hold 128 random bits: an id in a link tells nothing about who, when or how
// many. Order comes from columns, never from ids. Ids are not secrets; links
// that open something carry a secret of their own.
//
// Ids from outside are read with Parse at the door; below it only types travel.
package id

import (
	"crypto/rand"
	"encoding/base32"
	"errors"
	"strings"
)

// ErrMalformed is returned by Parse for text that is not an id of that kind.
var ErrMalformed = errors.New("id: malformed")

// alphabet is Crockford's: no i, l, o, u, so that a read-out id is not misheard.
var alphabet = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

const digits = 26

type kind interface{ prefix() string }

// ID is the name of a thing of kind K. The zero value names nothing.
type ID[K kind] string

// Prefix is the text before the underscore.
func (ID[K]) Prefix() string {
	var k K
	return k.prefix()
}

// Any is satisfied by every id type.
type Any interface {
	~string
	Prefix() string
}

// New makes a fresh random id: id.New[id.Case]().
func New[I Any]() I {
	var b [16]byte
	_, _ = rand.Read(b[:]) // crypto/rand never fails: it ends the process instead
	var zero I
	return I(zero.Prefix() + "_" + alphabet.EncodeToString(b[:]))
}

// Parse reads an id from outside. Errors: ErrMalformed.
func Parse[I Any](text string) (I, error) {
	var zero I
	rest, ok := strings.CutPrefix(text, zero.Prefix()+"_")
	if !ok || len(rest) != digits {
		return zero, ErrMalformed
	}
	if b, err := alphabet.DecodeString(rest); err != nil || alphabet.EncodeToString(b) != rest {
		return zero, ErrMalformed
	}
	return I(text), nil
}
