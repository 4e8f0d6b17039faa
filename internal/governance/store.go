package governance

import (
	"context"
	"strconv"
	"time"

	"mendan/internal/civil"
	"mendan/internal/directory"
	"mendan/internal/id"
	"mendan/internal/jobs"
	"mendan/internal/notify"
	"mendan/internal/txn"
)

// Store keeps what a workplace settles. Its contract is governancetest.Suite.
// Single reads answer ErrNone for what is not there.
type Store interface {
	// Answers are those given for the kit of a workplace; empty when none.
	Answers(ctx context.Context, tx txn.Read, w id.Workplace) (Answers, error)
	// PutAnswer saves one, replacing an earlier one. Nil values take it away.
	PutAnswer(ctx context.Context, tx txn.Write, w directory.Workplace, question string, values []string) error

	// Documents lists the versions of a text, newest first, with sections.
	Documents(ctx context.Context, tx txn.Read, w id.Workplace, k Kind) ([]Document, error)
	// Document reads one version; 0 is the newest. Errors: ErrNone.
	Document(ctx context.Context, tx txn.Read, w id.Workplace, k Kind, version int) (Document, error)
	// InsertDocument adds a version. Errors: ErrOldDocument when that version is there.
	InsertDocument(ctx context.Context, tx txn.Write, d Document) error

	// Members lists all there ever were, by first day.
	Members(ctx context.Context, tx txn.Read, w id.Workplace) ([]Member, error)
	// Member reads one. Errors: ErrNone.
	Member(ctx context.Context, tx txn.Read, m id.Member) (Member, error)
	// PutMember adds or changes one.
	PutMember(ctx context.Context, tx txn.Write, m Member) error

	// Deliberations lists a workplace's, latest day first.
	Deliberations(ctx context.Context, tx txn.Read, w id.Workplace) ([]Deliberation, error)
	// Deliberation reads one. Errors: ErrNone.
	Deliberation(ctx context.Context, tx txn.Read, d id.Deliberation) (Deliberation, error)
	// PutDeliberation adds or changes one.
	PutDeliberation(ctx context.Context, tx txn.Write, d Deliberation) error
	// DeleteDeliberation deletes one with its statements.
	DeleteDeliberation(ctx context.Context, tx txn.Write, d id.Deliberation) error
	// Statements lists those of a meeting, in the order they were made.
	Statements(ctx context.Context, tx txn.Read, d id.Deliberation) ([]Statement, error)
	// PutStatement saves a member's, replacing an earlier one.
	PutStatement(ctx context.Context, tx txn.Write, s Statement) error

	// Rules lists the versions of a workplace by first day.
	Rules(ctx context.Context, tx txn.Read, w id.Workplace) ([]Rule, error)
	// InsertRule adds a version. Errors: ErrOverlap for the same first day.
	InsertRule(ctx context.Context, tx txn.Write, r Rule) error

	// Announcements lists a workplace's, oldest first.
	Announcements(ctx context.Context, tx txn.Read, w id.Workplace) ([]Announcement, error)
	// Announcement reads one. Errors: ErrNone.
	Announcement(ctx context.Context, tx txn.Read, a id.Announcement) (Announcement, error)
	// LatestAnnouncements is the last one of each workplace that has any.
	LatestAnnouncements(ctx context.Context, tx txn.Read) ([]Announcement, error)
	// InsertAnnouncement adds one.
	InsertAnnouncement(ctx context.Context, tx txn.Write, a Announcement) error

	// Told lists who was told by an announcement, in the order told.
	Told(ctx context.Context, tx txn.Read, a id.Announcement) ([]Told, error)
	// ToldOne reads one. Errors: ErrNone.
	ToldOne(ctx context.Context, tx txn.Read, a id.Announcement, e id.Employee) (Told, error)
	// PutTold adds or changes one.
	PutTold(ctx context.Context, tx txn.Write, t Told) error
	// Share counts an announcement.
	Share(ctx context.Context, tx txn.Read, a id.Announcement) (Share, error)
}

// The parts below are other areas, as far as they are needed.
type (
	// People gives workplaces and their workers; directory.Service is one.
	People interface {
		Company(ctx context.Context, tx txn.Read, c id.Company) (directory.Company, error)
		Workplace(ctx context.Context, tx txn.Read, w id.Workplace) (directory.Workplace, error)
		Employee(ctx context.Context, tx txn.Read, e id.Employee) (directory.Employee, error)
		People(ctx context.Context, tx txn.Read, w id.Workplace, page directory.Page) ([]directory.Employee, error)
		Department(ctx context.Context, tx txn.Read, d id.Department) (directory.Department, error)
		FindEmployees(ctx context.Context, tx txn.Read, at []id.Workplace, words string, limit int) ([]directory.Employee, error)
		PhysiciansFor(ctx context.Context, tx txn.Read, w id.Workplace, on civil.Date) ([]directory.Physician, error)
		AppointmentsOf(ctx context.Context, tx txn.Read, p id.Physician, on civil.Date) ([]directory.Appointment, error)
		Appointed(ctx context.Context, tx txn.Read, w id.Workplace, on civil.Date) ([]id.Physician, error)
	}
	// Accounts finds how a worker signs in. A NotFound fault when he cannot.
	Accounts interface {
		AccountOfEmployee(ctx context.Context, tx txn.Read, e id.Employee) (id.Account, error)
	}
	// Notices sends mails; notify.Service is one.
	Notices interface {
		Send(ctx context.Context, tx txn.Write, n notify.Notice) error
	}
	// Later does work after the act; jobs.Service is one.
	Later interface {
		Enqueue(ctx context.Context, tx txn.Write, j jobs.Job) error
	}
)

// day is the civil day of an instant at a workplace; zero for the zero time.
func day(t time.Time, w directory.Workplace) civil.Date {
	if t.IsZero() {
		return civil.Date{}
	}
	return civil.DateOf(t, w.Location())
}

func number(n int) string { return strconv.Itoa(n) }
