package governance

import "mendan/internal/fault"

// The faults of this area.
var (
	// ErrNone: there is no such thing yet.
	ErrNone = fault.New(fault.NotFound, "governance.none")
	// ErrUnanswered: the documents can be drafted when all questions are answered.
	ErrUnanswered = fault.New(fault.Conflict, "governance.unanswered")
	// ErrOldDocument: somebody saved a newer version of the text meanwhile.
	ErrOldDocument = fault.New(fault.Conflict, "governance.old_document")
	// ErrNoDraft: no text of the rule was laid before the meeting.
	ErrNoDraft = fault.New(fault.Conflict, "governance.no_draft")
	// ErrSame: the text is the same as the version before.
	ErrSame = fault.New(fault.Conflict, "governance.same")
	// ErrDecided: the meeting has decided; what was deliberated stays as it was.
	ErrDecided = fault.New(fault.Conflict, "governance.decided")
	// ErrFuture: a meeting or decision cannot be recorded before its day.
	ErrFuture = fault.New(fault.Conflict, "governance.future")
	// ErrCommitteeNeeded: from 50 workers on a hearing does not replace the committee.
	ErrCommitteeNeeded = fault.New(fault.Conflict, "governance.committee_needed")
	// ErrConditions: the conditions of the way of meeting are not all met.
	ErrConditions = fault.New(fault.Conflict, "governance.conditions")
	// ErrSilent: in a paper or mail meeting a member has not spoken; silence is not consent.
	ErrSilent = fault.New(fault.Conflict, "governance.silent")
	// ErrNoMinutes: minutes are published when they are written.
	ErrNoMinutes = fault.New(fault.Conflict, "governance.no_minutes")
	// ErrKept: the record has to be kept until the day named.
	ErrKept = fault.New(fault.Conflict, "governance.kept")
	// ErrNotAdopted: the meeting has not adopted a rule.
	ErrNotAdopted = fault.New(fault.Conflict, "governance.not_adopted")
	// ErrDecidedLater: a rule cannot be in force before it was decided.
	ErrDecidedLater = fault.New(fault.Conflict, "governance.decided_later")
	// ErrOverlap: another version is in force on that day or begins later.
	ErrOverlap = fault.New(fault.Conflict, "governance.overlap")
	// ErrUsed: the decision has already brought a version into force.
	ErrUsed = fault.New(fault.Conflict, "governance.used")
	// ErrAnnounced: this version has already been announced.
	ErrAnnounced = fault.New(fault.Conflict, "governance.announced")
	// ErrToldFuture: the day on which workers were told lies ahead.
	ErrToldFuture = fault.New(fault.Conflict, "governance.told_future")
	// ErrNotTold: workers have not been told yet.
	ErrNotTold = fault.New(fault.Conflict, "governance.not_told")
	// ErrReminded: everybody who has not answered was reminded today.
	ErrReminded = fault.New(fault.Conflict, "governance.reminded")
	// ErrOldRule: a newer version of the rule is in force than the one that was read.
	ErrOldRule = fault.New(fault.Conflict, "governance.old_rule")
	// ErrNotMember: only members of the committee state opinions.
	ErrNotMember = fault.New(fault.Forbidden, "governance.not_member")
)
