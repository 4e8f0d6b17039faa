package governancedb

import (
	"context"

	"mendan/internal/database"
	"mendan/internal/governance"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Rules lists the versions of a workplace by first day.
func (Store) Rules(ctx context.Context, tx txn.Read, w id.Workplace) ([]governance.Rule, error) {
	return database.Many(ctx, tx, `SELECT id, company, workplace, number, title, sections, answers, types, deliberation, decided_on, from_day, for_workers, adopted_at, adopted_by
		FROM governance_rules WHERE workplace = ?1 ORDER BY from_day`,
		func(scan func(dest ...any) error) (governance.Rule, error) {
			var r governance.Rule
			err := scan(&r.ID, &r.Company, &r.Workplace, &r.Number, &r.Title, from{&r.Sections}, from{&r.Answers}, from{&r.Types}, &r.Deliberation,
				&r.DecidedOn, &r.From, from{&r.ForWorkers}, database.Into(&r.AdoptedAt), &r.AdoptedBy)
			return r, err
		}, w)
}

// InsertRule adds a version.
func (Store) InsertRule(ctx context.Context, tx txn.Write, r governance.Rule) error {
	err := database.Of(tx).Exec(ctx, `INSERT INTO governance_rules
		(id, company, workplace, number, title, sections, answers, types, deliberation, decided_on, from_day, for_workers, adopted_at, adopted_by)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)`,
		r.ID, r.Company, r.Workplace, int64(r.Number), r.Title, text(r.Sections), text(r.Answers), text(r.Types), r.Deliberation,
		r.DecidedOn, r.From, text(r.ForWorkers), database.At(r.AdoptedAt), r.AdoptedBy)
	if database.IsUnique(err) {
		return governance.ErrOverlap.With(r.Number, r.From.Japanese())
	}
	return err
}

const announcements = `SELECT id, company, workplace, rule, number, on_day, here, how, sections, at, said_by FROM governance_announcements `

func scanAnnouncement(scan func(dest ...any) error) (governance.Announcement, error) {
	var a governance.Announcement
	err := scan(&a.ID, &a.Company, &a.Workplace, &a.Rule, &a.Number, &a.On, &a.Here, &a.How, from{&a.Text}, database.Into(&a.At), &a.By)
	return a, err
}

// Announcements lists a workplace's, oldest first.
func (Store) Announcements(ctx context.Context, tx txn.Read, w id.Workplace) ([]governance.Announcement, error) {
	return database.Many(ctx, tx, announcements+`WHERE workplace = ?1 ORDER BY number, at`, scanAnnouncement, w)
}

// Announcement reads one.
func (Store) Announcement(ctx context.Context, tx txn.Read, a id.Announcement) (governance.Announcement, error) {
	list, err := database.Many(ctx, tx, announcements+`WHERE id = ?1`, scanAnnouncement, a)
	if err != nil || len(list) > 0 {
		return first(list), err
	}
	return governance.Announcement{}, governance.ErrNone
}

// LatestAnnouncements is the last one of each workplace.
func (Store) LatestAnnouncements(ctx context.Context, tx txn.Read) ([]governance.Announcement, error) {
	return database.Many(ctx, tx, announcements+`a WHERE number = (SELECT MAX(b.number) FROM governance_announcements b WHERE b.workplace = a.workplace) ORDER BY workplace`, scanAnnouncement)
}

// InsertAnnouncement adds one.
func (Store) InsertAnnouncement(ctx context.Context, tx txn.Write, a governance.Announcement) error {
	err := database.Of(tx).Exec(ctx, `INSERT INTO governance_announcements (id, company, workplace, rule, number, on_day, here, how, sections, at, said_by)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)`,
		a.ID, a.Company, a.Workplace, a.Rule, int64(a.Number), a.On, a.Here, a.How, text(a.Text), database.At(a.At), a.By)
	if database.IsUnique(err) {
		return governance.ErrAnnounced
	}
	return err
}

const told = `SELECT announcement, company, workplace, employee, way, at, joined, reminded, reminded_at, read_at, on_paper FROM governance_told `

func scanTold(scan func(dest ...any) error) (governance.Told, error) {
	var t governance.Told
	err := scan(&t.Announcement, &t.Company, &t.Workplace, &t.Employee, &t.Way, database.Into(&t.At), &t.Joined, &t.Reminded,
		database.Into(&t.RemindedAt), database.Into(&t.ReadAt), &t.OnPaper)
	return t, err
}

// Told lists who was told by an announcement.
func (Store) Told(ctx context.Context, tx txn.Read, a id.Announcement) ([]governance.Told, error) {
	return database.Many(ctx, tx, told+`WHERE announcement = ?1 ORDER BY at, employee`, scanTold, a)
}

// ToldOne reads one.
func (Store) ToldOne(ctx context.Context, tx txn.Read, a id.Announcement, e id.Employee) (governance.Told, error) {
	list, err := database.Many(ctx, tx, told+`WHERE announcement = ?1 AND employee = ?2`, scanTold, a, e)
	if err != nil || len(list) > 0 {
		return first(list), err
	}
	return governance.Told{}, governance.ErrNone
}

// PutTold adds or changes one.
func (Store) PutTold(ctx context.Context, tx txn.Write, t governance.Told) error {
	return database.Of(tx).Exec(ctx, `INSERT INTO governance_told
		(announcement, company, workplace, employee, way, at, joined, reminded, reminded_at, read_at, on_paper)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
		ON CONFLICT (announcement, employee) DO UPDATE SET reminded = excluded.reminded, reminded_at = excluded.reminded_at,
			read_at = excluded.read_at, on_paper = excluded.on_paper`,
		t.Announcement, t.Company, t.Workplace, t.Employee, string(t.Way), database.At(t.At), t.Joined, int64(t.Reminded),
		database.At(t.RemindedAt), database.At(t.ReadAt), t.OnPaper)
}

// Share counts an announcement.
func (Store) Share(ctx context.Context, tx txn.Read, a id.Announcement) (governance.Share, error) {
	var s governance.Share
	err := database.Of(tx).Row(ctx, `SELECT COUNT(*), COUNT(read_at) FROM governance_told WHERE announcement = ?1`, a).Scan(&s.Told, &s.Read)
	return s, none(err)
}
