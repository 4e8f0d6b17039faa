// Package schedulingdb keeps plans, bookings and ticks in SQL, one text for
// both engines. It holds no rule: what may be booked is package scheduling's,
// that nothing is held twice is the primary key of the ticks table.
package schedulingdb

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"mendan/internal/database"
	"mendan/internal/id"
	"mendan/internal/scheduling"
	"mendan/internal/txn"
)

// Store implements scheduling.Store.
type Store struct {
	zones *sync.Map // *time.Location by name: reading one takes longer than reading a plan
}

// New makes a Store.
func New() Store { return Store{&sync.Map{}} }

func (s Store) zone(name string) (*time.Location, error) {
	if z, ok := s.zones.Load(name); ok {
		return z.(*time.Location), nil
	}
	z, err := time.LoadLocation(name)
	if err == nil {
		s.zones.Store(name, z)
	}
	return z, err
}

const columns = `id, case_id, company, workplace, employee, physician, type, starts, ends, until,
	mode, place, state, sequence, changed_by, on_behalf, made, changed`

func scan(row func(dest ...any) error) (scheduling.Booking, error) {
	var b scheduling.Booking
	var until time.Time
	err := row(&b.ID, &b.Case, &b.Company, &b.Workplace, &b.Employee, &b.Physician, &b.Type,
		database.Into(&b.From), database.Into(&b.To), database.Into(&until), &b.Mode, &b.Place, &b.State, &b.Sequence,
		&b.By, &b.OnBehalf, database.Into(&b.Made), database.Into(&b.Changed))
	b.Slack = until.Sub(b.To)
	return b, err
}

func one(row *database.Row) (scheduling.Booking, error) {
	b, err := scan(row.Scan)
	if errors.Is(err, database.ErrNone) {
		return scheduling.Booking{}, scheduling.ErrNone
	}
	return b, err
}

// Get implements scheduling.Store.
func (Store) Get(ctx context.Context, tx txn.Read, b id.Booking) (scheduling.Booking, error) {
	return one(database.Of(tx).Row(ctx, `SELECT `+columns+` FROM bookings WHERE id = ?1`, b))
}

// Latest implements scheduling.Store. A standing booking is always the newest.
func (Store) Latest(ctx context.Context, tx txn.Read, c id.Case) (scheduling.Booking, error) {
	return one(database.Of(tx).Row(ctx, `SELECT `+columns+` FROM bookings WHERE case_id = ?1
		ORDER BY CASE WHEN state = 'BOOKED' THEN 0 ELSE 1 END, made DESC, id LIMIT 1`, c))
}

// OfPhysician implements scheduling.Store.
func (Store) OfPhysician(ctx context.Context, tx txn.Read, p id.Physician, from, to time.Time) ([]scheduling.Booking, error) {
	return database.Many(ctx, tx, `SELECT `+columns+` FROM bookings
		WHERE physician = ?1 AND state = 'BOOKED' AND starts >= ?2 AND starts < ?3 ORDER BY starts`, scan,
		p, database.At(from), database.At(to))
}

// OfWorkplaces implements scheduling.Store.
func (Store) OfWorkplaces(ctx context.Context, tx txn.Read, w []id.Workplace, from, to time.Time) ([]scheduling.Booking, error) {
	if len(w) == 0 {
		return nil, nil
	}
	args := []any{database.At(from), database.At(to)}
	for _, x := range w {
		args = append(args, x)
	}
	return database.Many(ctx, tx, `SELECT `+columns+` FROM bookings
		WHERE workplace IN (`+places(3, len(w))+`) AND state = 'BOOKED' AND starts >= ?1 AND starts < ?2
		ORDER BY starts, id`, scan, args...)
}

// Changes implements scheduling.Store.
func (Store) Changes(ctx context.Context, tx txn.Read, b id.Booking) ([]scheduling.Change, error) {
	return database.Many(ctx, tx, `SELECT sequence, what, physician, starts, ends, mode, changed_by, on_behalf, at
		FROM booking_changes WHERE booking = ?1 ORDER BY sequence`, func(row func(dest ...any) error) (scheduling.Change, error) {
		var c scheduling.Change
		err := row(&c.Sequence, &c.What, &c.Physician, database.Into(&c.From), database.Into(&c.To), &c.Mode, &c.By, &c.OnBehalf, database.Into(&c.At))
		return c, err
	}, b)
}

// reach is how long before an instant a span that touches it may have begun.
const reach = (scheduling.MaxMinutes + scheduling.MaxSlack) * time.Minute

// Taken implements scheduling.Store. It reads two covering indexes and no rows.
func (Store) Taken(ctx context.Context, tx txn.Read, from, to time.Time, resources ...scheduling.Resource) (map[scheduling.Resource]scheduling.Spans, error) {
	out := map[scheduling.Resource]scheduling.Spans{}
	if len(resources) == 0 {
		return out, nil
	}
	in := places(4, len(resources))
	args := []any{database.At(from.Add(-reach)), database.At(to), database.At(from)}
	for _, r := range resources {
		args = append(args, string(r))
	}
	rows, err := database.Of(tx).Rows(ctx, `
		SELECT physician, starts, until, id FROM bookings
		WHERE physician IN (`+in+`) AND state = 'BOOKED' AND starts >= ?1 AND starts < ?2 AND until > ?3
		UNION ALL
		SELECT employee, starts, ends, id FROM bookings
		WHERE employee IN (`+in+`) AND state = 'BOOKED' AND starts >= ?1 AND starts < ?2 AND ends > ?3
		ORDER BY 2`, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var r scheduling.Resource
		var s scheduling.Span
		if err := rows.Scan(&r, database.Into(&s.From), database.Into(&s.To), &s.Booking); err != nil {
			return nil, err
		}
		out[r] = append(out[r], s)
	}
	return out, rows.Err()
}

// Insert implements scheduling.Store.
func (s Store) Insert(ctx context.Context, tx txn.Write, b scheduling.Booking) error {
	err := database.Of(tx).Exec(ctx, `INSERT INTO bookings (`+columns+`)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)`,
		b.ID, b.Case, b.Company, b.Workplace, b.Employee, b.Physician, b.Type, database.At(b.From), database.At(b.To), database.At(b.Until()),
		b.Mode, b.Place, b.State, b.Sequence, b.By, b.OnBehalf, database.At(b.Made), database.At(b.Changed))
	if database.IsUnique(err) {
		return scheduling.ErrAlreadyBooked.Because(err)
	}
	if err != nil {
		return err
	}
	if err := hold(ctx, tx, b); err != nil {
		return err
	}
	return note(ctx, tx, b, "book")
}

// Update implements scheduling.Store.
func (s Store) Update(ctx context.Context, tx txn.Write, b scheduling.Booking, what string) error {
	before, err := s.Get(ctx, tx, b.ID)
	if err != nil {
		return err
	}
	if err := release(ctx, tx, before); err != nil {
		return err
	}
	err = database.Of(tx).Exec(ctx, `UPDATE bookings SET physician = ?2, starts = ?3, ends = ?4, until = ?5, mode = ?6, place = ?7,
		state = ?8, sequence = ?9, changed_by = ?10, on_behalf = ?11, changed = ?12 WHERE id = ?1`,
		b.ID, b.Physician, database.At(b.From), database.At(b.To), database.At(b.Until()), b.Mode, b.Place,
		b.State, b.Sequence, b.By, b.OnBehalf, database.At(b.Changed))
	if err != nil {
		return err
	}
	if b.State == scheduling.Booked {
		if err := hold(ctx, tx, b); err != nil {
			return err
		}
	}
	return note(ctx, tx, b, what)
}

func note(ctx context.Context, tx txn.Write, b scheduling.Booking, what string) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO booking_changes
		(booking, sequence, what, physician, starts, ends, mode, changed_by, on_behalf, at)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)`,
		b.ID, b.Sequence, what, b.Physician, database.At(b.From), database.At(b.To), b.Mode, b.By, b.OnBehalf, database.At(b.Changed))
}

// held is what a booking holds: the worker without, the physician with the slack.
func held(b scheduling.Booking) []tick {
	var out []tick
	for n := range scheduling.Ticks(b.From, b.To) {
		out = append(out, tick{string(b.Employee), n})
	}
	for n := range scheduling.Ticks(b.From, b.Until()) {
		out = append(out, tick{string(b.Physician), n})
	}
	// Always in the order of the key: two writers on an engine that lets them
	// race then meet at the same row first and never wait for each other in a ring.
	slices.SortFunc(out, func(x, y tick) int {
		if c := strings.Compare(x.resource, y.resource); c != 0 {
			return c
		}
		return int(x.n - y.n)
	})
	return out
}

type tick struct {
	resource string
	n        int64
}

func hold(ctx context.Context, tx txn.Write, b scheduling.Booking) error {
	var q strings.Builder
	q.WriteString(`INSERT INTO ticks (resource, tick, booking) VALUES `)
	args := []any{b.ID}
	for i, t := range held(b) {
		if i > 0 {
			q.WriteString(", ")
		}
		fmt.Fprintf(&q, "(?%d, ?%d, ?1)", len(args)+1, len(args)+2)
		args = append(args, t.resource, t.n)
	}
	err := database.Of(tx).Exec(ctx, q.String(), args...)
	if database.IsUnique(err) {
		return scheduling.ErrSlotTaken.Because(err)
	}
	return err
}

// release lets go of what the booking holds; ticks that Sweep took are gone already.
func release(ctx context.Context, tx txn.Write, b scheduling.Booking) error {
	for _, r := range []string{string(b.Employee), string(b.Physician)} {
		err := database.Of(tx).Exec(ctx, `DELETE FROM ticks WHERE resource = ?1 AND tick >= ?2 AND tick <= ?3 AND booking = ?4`,
			r, scheduling.TickOf(b.From), scheduling.TickOf(b.Until()), b.ID)
		if err != nil {
			return err
		}
	}
	return nil
}

// Sweep implements scheduling.Store.
func (Store) Sweep(ctx context.Context, tx txn.Write, t time.Time) (int64, error) {
	return database.Of(tx).Change(ctx, `DELETE FROM ticks WHERE tick < ?1`, scheduling.TickOf(t))
}

// places is "?4, ?5, ?6".
func places(first, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "?%d", first+i)
	}
	return b.String()
}
