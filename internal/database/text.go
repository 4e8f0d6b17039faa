package database

import (
	"strings"
	"sync"
	"time"
)

// rewritten remembers the PostgreSQL text of each statement; statements are
// constants of the program, so it does not grow without limit.
var rewritten sync.Map

// text gives the statement in the engine's writing. A "$1" would be silently
// misbound by SQLite, so statements are written with ?1 and rewritten here.
func (tx *Tx) text(query string) string {
	if tx.db.engine == SQLite {
		return query
	}
	if t, ok := rewritten.Load(query); ok {
		return t.(string)
	}
	t := dollars(query)
	rewritten.Store(query, t)
	return t
}

// dollars turns ?1 into $1 outside of quoted text.
func dollars(query string) string {
	var b strings.Builder
	quote := byte(0)
	for i := 0; i < len(query); i++ {
		c := query[i]
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case c == '?' && i+1 < len(query) && query[i+1] >= '1' && query[i+1] <= '9':
			c = '$'
		}
		b.WriteByte(c)
	}
	return b.String()
}

// instant cuts to UTC and whole microseconds, the finest both engines keep.
func instant(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }

// At is an instant as a column value: microseconds since 1970, or NULL for the zero time.
func At(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMicro()
}

// Into scans what At stored.
func Into(t *time.Time) any { return &into{t} }

type into struct{ t *time.Time }

// Scan implements sql.Scanner.
func (i *into) Scan(src any) error {
	if n, ok := src.(int64); ok {
		*i.t = time.UnixMicro(n).UTC()
		return nil
	}
	*i.t = time.Time{}
	return nil
}
