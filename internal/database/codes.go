package database

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/ncruces/go-sqlite3"

	"mendan/internal/fault"
)

// ErrUnavailable says that nothing can be read or saved just now: the disk is
// full, the file is gone, the server does not answer. Nothing was changed.
var ErrUnavailable = fault.New(fault.Unavailable, "web.unavailable")

// IsUnique tells whether err is a violated primary key or unique index.
func IsUnique(err error) bool {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return pg.Code == "23505"
	}
	return errors.Is(err, sqlite3.CONSTRAINT_UNIQUE) || errors.Is(err, sqlite3.CONSTRAINT_PRIMARYKEY)
}

func isRetry(err error) bool {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		return pg.Code == "40001" || pg.Code == "40P01"
	}
	return errors.Is(err, sqlite3.BUSY)
}

// classify is the package's classify; once the store is closed every fault of
// it is ErrUnavailable.
func (db *DB) classify(err error) error {
	if err != nil && db.closed.Load() && fault.KindOf(err) == fault.Internal {
		return ErrUnavailable.Because(err)
	}
	return classify(err)
}

// classify turns a driver's word for "not now" into ErrUnavailable and leaves
// everything else as it is.
func classify(err error) error {
	if err == nil || fault.KindOf(err) != fault.Internal || errors.Is(err, context.Canceled) {
		return err
	}
	for _, code := range []sqlite3.ErrorCode{sqlite3.FULL, sqlite3.IOERR, sqlite3.CANTOPEN, sqlite3.READONLY, sqlite3.BUSY, sqlite3.NOTADB, sqlite3.CORRUPT} {
		if errors.Is(err, code) {
			return ErrUnavailable.Because(err)
		}
	}
	// No connection first: its cause may be the server's own refusal, of any class.
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return ErrUnavailable.Because(err)
	}
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		for _, class := range []string{"08", "53", "57P", "58", "25006"} {
			if strings.HasPrefix(pg.Code, class) {
				return ErrUnavailable.Because(err)
			}
		}
		return err
	}
	if _, ok := errors.AsType[net.Error](err); ok || errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) {
		return ErrUnavailable.Because(err)
	}
	return err
}
