package database

import (
	"container/list"
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"

	sqlite "github.com/ncruces/go-sqlite3/driver"
)

// SQLite prepares a statement anew each time database/sql runs one with
// arguments, and parsing and planning cost more than most of our statements
// do. So each connection keeps the statements it has prepared. database/sql's
// own *sql.Stmt does not help: it asks the pool for a connection, and the one
// writing connection is inside the act that wants to prepare.
//
// PostgreSQL needs nothing here: pgx keeps prepared statements per connection
// itself (its default mode QueryExecModeCacheStatement, 512 of them).

// statements is how many statements a connection keeps: more than the program
// has, so that only text put together at run time (lists of places) pushes
// others out.
const statements = 512

// openSQLite opens a pool whose connections keep their statements.
func openSQLite(dsn string) (*sql.DB, error) {
	c, err := (&sqlite.SQLite{}).OpenConnector(dsn)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(keeping{c}), nil
}

// keeping is the connector of connections that keep their statements.
type keeping struct{ driver.Connector }

// Connect implements driver.Connector.
func (k keeping) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := k.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	inner, ok := c.(sqliteConn)
	if !ok {
		_ = c.Close()
		return nil, errors.New("database: the SQLite driver lacks what its connections had")
	}
	return &keeper{sqliteConn: inner, kept: map[string]*list.Element{}, used: list.New()}, nil
}

// sqliteConn is what the driver's connections can do.
type sqliteConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.NamedValueChecker
}

// keeper is a connection with its statements. database/sql uses it from one
// goroutine at a time.
type keeper struct {
	sqliteConn
	kept map[string]*list.Element // of *kept, those not in use
	used *list.List               // the same, latest used first
}

// sqliteStmt is what the driver's statements can do.
type sqliteStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
	driver.NamedValueChecker
}

// kept is a prepared statement. Closing it gives it back, unless it failed.
type kept struct {
	sqliteStmt
	conn   *keeper
	text   string
	failed bool
}

// ExecContext implements driver.StmtExecContext.
func (s *kept) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	r, err := s.sqliteStmt.ExecContext(ctx, args)
	s.failed = s.failed || err != nil
	return r, err
}

// QueryContext implements driver.StmtQueryContext.
func (s *kept) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	r, err := s.sqliteStmt.QueryContext(ctx, args)
	s.failed = s.failed || err != nil
	return r, err
}

// PrepareContext takes the statement out of those kept, or prepares it. One
// that is in use, its rows still being read, is prepared a second time.
func (c *keeper) PrepareContext(ctx context.Context, text string) (driver.Stmt, error) {
	if e, ok := c.kept[text]; ok {
		delete(c.kept, text)
		return c.used.Remove(e).(*kept), nil
	}
	s, err := c.sqliteConn.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	inner, ok := s.(sqliteStmt)
	if !ok {
		return s, nil
	}
	return &kept{sqliteStmt: inner, conn: c, text: text}, nil
}

// Prepare implements driver.Conn.
func (c *keeper) Prepare(text string) (driver.Stmt, error) {
	return c.PrepareContext(context.Background(), text)
}

// Close gives the statement back to its connection. The driver resets a
// statement and clears its arguments when it was run or its rows were closed,
// so what is kept holds no data. One that failed ends, and one whose twin is
// back already; of too many, the one not used for longest.
func (s *kept) Close() error {
	c := s.conn
	if _, twin := c.kept[s.text]; twin || s.failed || c.used == nil {
		return s.sqliteStmt.Close()
	}
	c.kept[s.text] = c.used.PushFront(s)
	if c.used.Len() <= statements {
		return nil
	}
	last := c.used.Remove(c.used.Back()).(*kept)
	delete(c.kept, last.text)
	return last.sqliteStmt.Close()
}

// Close ends the statements and the connection.
func (c *keeper) Close() error {
	var err error
	for e := c.used.Front(); e != nil; e = e.Next() {
		err = errors.Join(err, e.Value.(*kept).sqliteStmt.Close())
	}
	c.kept, c.used = nil, nil
	return errors.Join(err, c.sqliteConn.Close())
}
