package opinion

import (
	"context"
	"time"

	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/id"
	"mendan/internal/txn"
)

// Store keeps letters, documents and decisions. Its contract is
// opiniontest.Suite. Single reads answer ErrNone for what is not there.
type Store interface {
	// Insert keeps a new version. Errors: ErrDrafting when the case has a draft.
	Insert(ctx context.Context, tx txn.Write, l Letter) error
	// Update writes everything that can change, where Saved is still before, and
	// sets it to l.Saved. Errors: ErrBehind; ErrNone.
	Update(ctx context.Context, tx txn.Write, l Letter, before int) error
	// List is every version of the case, the oldest first.
	List(ctx context.Context, tx txn.Read, c id.Case) ([]Letter, error)
	// Released is the newest version that has gone to the employer and is not
	// superseded by another that has. It has no private half, so the employer's
	// side cannot pass one on.
	Released(ctx context.Context, tx txn.Read, c id.Case) (Released, error)
	// ListOffered is the letters that wait for the worker, oldest offer first.
	ListOffered(ctx context.Context, tx txn.Read) ([]Letter, error)

	InsertDocument(ctx context.Context, tx txn.Write, d Document) error
	// Document is the finished document of a letter. Errors: ErrNone.
	Document(ctx context.Context, tx txn.Read, l id.Letter, kind DocumentKind) (Document, error)

	InsertTaken(ctx context.Context, tx txn.Write, t Taken) error
	// ListTaken is the measures the employer takes after a letter, in its order.
	ListTaken(ctx context.Context, tx txn.Read, l id.Letter) ([]Taken, error)
	// ListTakenFor is the measures that hold on the day or later for a worker, by start.
	ListTakenFor(ctx context.Context, tx txn.Read, e id.Employee, day civil.Date) ([]Taken, error)
}

// Released is a letter as the employer's side may load it.
type Released struct {
	ID        id.Letter
	Case      id.Case
	Company   id.Company
	Workplace id.Workplace
	Employee  id.Employee
	Version   int
	Statutory bool
	Saved     int
	Copy      EmployerCopy
	Comment   string // only what the worker shared
	CommentAt time.Time

	ReleasedAt time.Time
	Ground     Ground
	Receipt
	Decision
}

// DocumentKind is which of the two artefacts.
type DocumentKind string

// The documents.
const (
	FullReport  DocumentKind = "REPORT"
	ForEmployer DocumentKind = "EMPLOYER"
)

// Document is one finished, unchangeable PDF.
type Document struct {
	ID      id.Document
	Letter  id.Letter
	Company id.Company
	Kind    DocumentKind
	Number  string
	SHA256  string // of Bytes, in hex
	Bytes   []byte
	MadeAt  time.Time
}

// Interviews is what the opinion asks of the areas below: facts about the
// interview and the people in it.
type Interviews interface {
	// Facts of one interview. Errors: a NotFound fault.
	Facts(ctx context.Context, tx txn.Read, c id.Case) (Facts, error)
	// Subordinates of a manager, by kana: id and name.
	Subordinates(ctx context.Context, tx txn.Read, manager id.Employee) ([]Person, error)
}

// Person is a worker as a manager may see him.
type Person struct {
	ID   id.Employee
	Name string
}

// Steps moves the case, inside the act; *casework.Service does it.
type Steps interface {
	Advance(ctx context.Context, tx txn.Write, c id.Case, e casework.Event) (casework.Case, error)
}

// Notice is a message without content: that there is something to do, not what.
type Notice string

// The notices.
const (
	NoticeToRead    Notice = "opinion.to_read"   // worker: the text can be read before it goes
	NoticeComment   Notice = "opinion.comment"   // physician: the worker wrote something
	NoticeReleased  Notice = "opinion.released"  // HR of the workplace: a letter has come
	NoticeGone      Notice = "opinion.gone"      // worker: the letter has gone to the company
	NoticeDecided   Notice = "opinion.decided"   // physician: the employer has decided
	NoticeMeasures  Notice = "opinion.measures"  // worker: the company has decided what it does
	NoticeToManager Notice = "opinion.to_manage" // manager: there is a measure to apply
)

// Notices sends messages, inside the act. Who gets which notice is told by the
// notice and the facts.
type Notices interface {
	Send(ctx context.Context, tx txn.Write, n Notice, f Facts) error
}

// Pages draws the documents. It runs outside of acts.
type Pages interface {
	Report(r Report) ([]byte, error)
	EmployerCopy(c EmployerCopy) ([]byte, error)
	// Unprintable is the first character of the text that documents cannot hold.
	Unprintable(text string) (rune, bool)
}
