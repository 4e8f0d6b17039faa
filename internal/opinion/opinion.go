// Package opinion carries what the physician concludes from an interview to
// where something is done about it: the result report (面接指導結果報告書), the
// opinion letter (意見書) with its measures, the worker's reading, the
// employer's receipt and decision, and the word back to the physician.
//
// Invariants:
//
//   - Two artefacts by construction. Content is written in two halves: Private,
//     for the health side, and Facing, which may go. Compose makes an
//     EmployerCopy from a type that does not even contain the private half, and
//     whoever reads for the employer gets a Released, which has none either. So
//     what the employer sees cannot depend on what was written privately.
//   - A letter cannot be signed while a statutory item is empty. Signed, it is
//     locked: a change is a new version with a reason, the earlier one is kept.
//   - The worker reads first. The employer copy goes when he has confirmed it,
//     when the waiting time is over, or at once in urgent cases with the
//     physician's reason.
//   - Of a voluntary interview nothing goes without recorded consent and the
//     worker's own confirmation; no waiting time replaces it.
//
// It does not draw documents (opinionpdf), keep rows (opiniondb), send mail
// (package notify), or move the case by itself (package casework): see store.go
// for the ports. Read letter.go for the types, stage.go for the life, sign.go
// for the heart.
package opinion

import (
	"time"

	"mendan/internal/access"
	"mendan/internal/casework"
	"mendan/internal/civil"
	"mendan/internal/id"
	"mendan/internal/private"
	"mendan/internal/txn"
)

// Facts is what reports and letters need to know of the interview and the
// people in it, read from other areas in the same snapshot.
type Facts struct {
	private.Mark `json:"-"`

	Case      id.Case
	Type      string // LONG_HOURS_GENERAL
	State     casework.State
	Company   id.Company
	Workplace id.Workplace
	Employee  id.Employee
	Manager   id.Employee // of the worker; empty at the top
	Physician id.Physician
	Appointed []id.Physician

	CompanyName   string
	WorkplaceName string
	Department    string
	EmployeeName  string
	Sex           string // F, M or empty
	Born          civil.Date

	PhysicianName string
	Affiliation   string // what the physician writes below his name; may be empty
	Register      string // medical-register number (医籍登録番号); may be empty

	Zone   *time.Location // of the workplace
	Held   civil.Date     // day of the interview in that zone; zero until it took place
	Online bool           // by video; false: in person
	Done   bool           // the interview came to its end as an interview
}

// Subject is the interview as a question of permission. Consent is the worker's
// recorded consent that the employer learns what the letter says.
func (f Facts) Subject(statutory, consent bool) access.Subject {
	return access.Subject{
		Company: f.Company, Workplace: f.Workplace, Employee: f.Employee, Manager: f.Manager,
		Physician: f.Physician, Appointed: f.Appointed, Type: f.Type, Statutory: statutory, Consent: consent,
	}
}

// Service holds the use cases. All fields are required.
type Service struct {
	Txns       txn.Runner
	Store      Store
	Interviews Interviews
	Steps      Steps
	Notices    Notices
	Pages      Pages
	Words      *Vocabulary
}
