package opinion

import (
	"time"

	"mendan/internal/civil"
	"mendan/internal/id"
	"mendan/internal/private"
)

// Content is everything the physician writes about one interview.
type Content struct {
	Private Private
	Facing  Facing
	Consent Consent
}

// Private is the half that stays on the health side. Nothing that is composed
// for the employer takes a value that contains it.
type Private struct {
	private.Mark `json:"-"`

	WorkDetail    string // what the worker said about work and life
	FatigueDetail string // on what the grade of fatigue rests
	Finding       string // NO_FINDINGS, FINDINGS
	FindingDetail string
	Consultation  string // what a consultation was about
	Advice        string // guidance and advice given to the worker
	Remarks       string
}

// Facing is the half that may go to the employer: form 4.1 in processed wording
// and form 4.2 (workflow section 4).
type Facing struct {
	private.Mark `json:"-"`

	WorkStatus  string // 勤務の状況
	Fatigue     string // 疲労の蓄積の状況: 0 to 3, empty while not said
	OtherState  string // NONE, CONSIDER
	StateText   string // その他の心身の状況, in words fit for the employer
	Guidance    []string
	InterviewBy civil.Date // when again, with RE_INTERVIEW
	Remarks     string     // その他特記すべき事項

	Classification string
	Measures       []Measure
	From, Until    civil.Date // 措置期間, both days included
	Review         civil.Date // when the measures are looked at again
	Environment    string     // 職場環境の改善に関する意見
	Visits         string     // 医療機関への受診配慮等
	Others         string     // その他・連絡事項等
}

// Measure is one measure with what it needs to be acted on (就業上の措置).
type Measure struct {
	Code     string
	Hours    int         // per month, with LIMIT_OVERTIME
	From, To civil.Clock // with LIMIT_WORKING_HOURS
	Text     string      // the concrete description of the rest
}

// Consent is the worker's word that the employer may learn what Facing says. It
// is needed where the interview is voluntary.
type Consent struct {
	Given bool
	On    civil.Date
	How   string // SPOKEN, WRITTEN
}

// Letter is one version of the report and letter of a case.
type Letter struct {
	private.Mark `json:"-"`

	ID        id.Letter
	Case      id.Case
	Company   id.Company
	Workplace id.Workplace
	Employee  id.Employee
	Physician id.Physician
	Type      string
	Statutory bool

	Version int // 1, 2, ... of the case
	Saved   int // rises with each save: who saves on top of an older one is told
	Reason  string
	Content Content

	CreatedAt, SavedAt time.Time

	Signing
	Reading
	Release
	Receipt
	Decision
}

// Signing is what signing adds: from then on the content is locked.
type Signing struct {
	SignedAt     time.Time
	Number       string // document number
	Head         Head   // the facts as they were on that day
	Urgent       bool
	UrgentReason string // health side
	WordReason   string // why a flagged word stays; health side
}

// Reading is the worker's part.
type Reading struct {
	OfferedAt   time.Time // could be read from then on
	ShownAt     time.Time // first opened
	Comment     string
	CommentAt   time.Time
	Shared      bool // the comment goes to the employer too
	ConfirmedAt time.Time
}

// Release is when and why the employer copy went.
type Release struct {
	ReleasedAt   time.Time
	Ground       Ground
	SupersededAt time.Time // a newer version was signed
}

// Ground is why a copy went to the employer.
type Ground string

// The grounds.
const (
	Confirmed Ground = "CONFIRMED" // the worker read it and agreed
	Waited    Ground = "WAITED"    // the waiting time of the rule passed
	Urgent    Ground = "URGENT"    // the physician gave a reason why it could not wait
)

// Receipt is the employer's acknowledgement.
type Receipt struct {
	ReceivedAt time.Time
	ReceivedBy id.Account
}

// Decision is what the employer does (workflow section 4.3).
type Decision struct {
	HeardOn      civil.Date // the worker was heard (INT-13)
	Heard        string     // what he said
	ManagerAsked bool       // about feasibility, without health detail
	NoneReason   string     // why nothing is done
	Deviation    string     // why something else is done than the opinion says
	DecidedAt    time.Time
	DecidedBy    id.Account
	InformedAt   time.Time // the physician was told (Ordinance 14-2(1)(i))
}

// Taken is one measure the employer takes.
type Taken struct {
	ID          id.Measure
	Letter      id.Letter
	Case        id.Case
	Company     id.Company
	Employee    id.Employee
	Measure     Measure
	From, Until civil.Date // both days included
}

// Head is the printed head of both documents: who, where, when. It is frozen at
// signing.
type Head struct {
	private.Mark `json:"-"`

	Company       string
	Workplace     string
	Department    string
	Employee      string
	Sex           string
	Age           int // on the day of the interview; 0 when not known
	Held          civil.Date
	Online        bool
	Physician     string
	Affiliation   string
	Register      string
	Signed        civil.Date
	Title         string // the type of the interview in Japanese
	Statutory     bool
	Basis         string // by which law
	Keep          string // how long to keep
	Version       int
	Reason        string // of an amendment
	ConsentOn     civil.Date
	Vocabulary    string // version of the tables
	SchemaVersion int
}

// Report is the full record, for the health side and the worker (面接指導結果報告書).
type Report struct {
	Number  string
	Head    Head
	Facing  Facing
	Private Private
	Consent Consent
}

// EmployerCopy is what the employer gets: opinion letter and the report's items
// in processed wording. It has no field for anything else.
type EmployerCopy struct {
	Number string
	Head   Head
	Facing Facing
}

// Compose makes the employer copy. Its parameters are all it can depend on.
func Compose(number string, head Head, facing Facing) EmployerCopy {
	return EmployerCopy{Number: number, Head: head, Facing: facing}
}

// ComposeReport makes the full report.
func ComposeReport(number string, head Head, c Content) Report {
	return Report{Number: number, Head: head, Facing: c.Facing, Private: c.Private, Consent: c.Consent}
}

// ForEmployer is the copy that belongs to the report: only what Compose takes.
func (r Report) ForEmployer() EmployerCopy { return Compose(r.Number, r.Head, r.Facing) }

// headOf freezes the facts.
func headOf(f Facts, k Kind, l Letter, signed civil.Date, vocabulary string) Head {
	h := Head{
		Company: f.CompanyName, Workplace: f.WorkplaceName, Department: f.Department, Employee: f.EmployeeName, Sex: f.Sex,
		Held: f.Held, Online: f.Online, Physician: f.PhysicianName, Affiliation: f.Affiliation, Register: f.Register,
		Signed: signed, Title: k.JA, Statutory: k.Statutory, Basis: k.Basis, Keep: k.Keep, Version: l.Version, Reason: l.Reason, Vocabulary: vocabulary, SchemaVersion: 1,
	}
	if !f.Born.IsZero() && !f.Held.IsZero() {
		h.Age = f.Born.AgeOn(f.Held)
	}
	if !k.Statutory {
		h.ConsentOn = l.Content.Consent.On
	}
	return h
}
