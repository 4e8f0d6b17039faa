package access

import (
	"strings"

	"mendan/internal/actor"
)

// Action is one thing that can be done, named by what is done.
type Action string

// The actions. Each has a line in the matrix; one without is never allowed.
const (
	SeeCompany           Action = "see_company"            // a company and its workplaces, without people
	ManageCompany        Action = "manage_company"         // add and change companies, workplaces, appointments
	SeePerson            Action = "see_person"             // name, number, department, contact of a worker
	ManagePeople         Action = "manage_people"          // add and change workers and departments
	SeePhysician         Action = "see_physician"          // a physician's name, specialty, register number
	ManagePhysician      Action = "manage_physician"       // add and change physicians and provider staff
	ManageAccounts       Action = "manage_accounts"        // who can sign in with which roles
	SeeAudit             Action = "see_audit"              // who did what, technical, no content
	SeeTasks             Action = "see_tasks"              // what a desk has to look after
	SeeHours             Action = "see_hours"              // overtime hours
	RecordHours          Action = "record_hours"           // import or enter overtime hours
	SeeFigures           Action = "see_figures"            // aggregated figures
	SeeApplication       Action = "see_application"        // that a worker applied (申出)
	ApplyForCase         Action = "apply_for_case"         // apply for or ask for an interview
	OpenCase             Action = "open_case"              // open a case for somebody else
	AssignPhysician      Action = "assign_physician"       // say who interviews
	SeeBookingFact       Action = "see_booking_fact"       // that, when, where and how an interview takes place
	BookInterview        Action = "book_interview"         // book, move, cancel one's own
	BookOnBehalf         Action = "book_on_behalf"         // book, move, cancel for the worker
	SetAvailability      Action = "set_availability"       // a physician's week and exceptions
	SeeTool              Action = "see_tool"               // which tool a workplace named for video
	NameTool             Action = "name_tool"              // name it, and give the credentials
	SeePackage           Action = "see_package"            // the employer's information package
	GivePackage          Action = "give_package"           // fill the employer's information package
	WaivePackage         Action = "waive_package"          // begin without one, and say why
	SeeCard              Action = "see_card"               // the workplace card (職場カード): no person in it
	KeepCard             Action = "keep_card"              // fill the workplace card
	SeeGate              Action = "see_gate"               // whether a workplace is ready for interviews by video
	SeeMode              Action = "see_mode"               // why online or in person: rows, reasons, facts about health
	DecideMode           Action = "decide_mode"            // the physician's word for in person, or for online where it is only recommended
	AnswerQuestionnaire  Action = "answer_questionnaire"   // fill in the questionnaire
	ReadQuestionnaire    Action = "read_questionnaire"     // read the answers
	DeclarePlace         Action = "declare_place"          // where one will sit
	SeePlace             Action = "see_place"              // where the worker will sit
	ArrangeRoom          Action = "arrange_room"           // see to a room or headset a worker asked for
	DecideCamera         Action = "decide_camera"          // whether the worker's camera may be off
	SeeRehearsal         Action = "see_rehearsal"          // how far the check of devices is
	GiveEmergencyContact Action = "give_emergency_contact" // name an emergency contact
	ReadEmergencyContact Action = "read_emergency_contact" // emergency contact and present location
	EnterRoom            Action = "enter_room"             // be in the live session
	AdmitToRoom          Action = "admit_to_room"          // open, end, convert the session; the checklist
	SeeEvidence          Action = "see_evidence"           // quality evidence without content
	ReadNotes            Action = "read_notes"             // the physician's private notes (手控え)
	WriteNotes           Action = "write_notes"            // keep private notes
	ReadReport           Action = "read_report"            // the full result report (面接指導結果報告書)
	WriteReport          Action = "write_report"           // draft and sign report and opinion
	ReadEmployer         Action = "read_employer"          // the employer copy: statutory items, processed
	ReadOpinion          Action = "read_opinion"           // the opinion letter (意見書) after release
	CommentOpinion       Action = "comment_opinion"        // the worker's word before release
	ReceiveOpinion       Action = "receive_opinion"        // acknowledge receipt for the employer
	RecordMeasure        Action = "record_measure"         // what the employer does, or why not
	SeeMeasure           Action = "see_measure"            // measure and period
	SeeMeasureCause      Action = "see_measure_cause"      // the health reason of a measure
	SeeConsents          Action = "see_consents"           // the consent ledger
	SeeReaders           Action = "see_readers"            // who opened a worker's record
	SeeEmergencyPlan     Action = "see_emergency_plan"     // the workplace's emergency plan and its drills
	WriteEmergencyPlan   Action = "write_emergency_plan"   // draft and approve it, start drills
	PressEmergency       Action = "press_emergency"        // start an emergency in one's own session
	LeadEmergency        Action = "lead_emergency"         // raise, close, disclose, look at what is sealed
	SeeEmergency         Action = "see_emergency"          // the timeline, beside those who were called
	SeeProgramme         Action = "see_programme"          // committee, drafts, rules, notices of a workplace, without people
	ManageProgramme      Action = "manage_programme"       // answer the kit, edit texts, record meetings, bring rules into force, announce
	SeeAcknowledged      Action = "see_acknowledged"       // who was told of the rule and who has read it, by name
	StateOpinion         Action = "state_opinion"          // speak as a member of the committee
	ReadRule             Action = "read_rule"              // the rule in force at one's own workplace
	AcknowledgeRule      Action = "acknowledge_rule"       // say that one has read it
)

// matrix says which role may do what.
//
// Source: S01 104 and 105 (only as needed, secrecy), S08 (classes H1 to H3),
// S07 p.186 (no raw data to the employer), S12 p.107 (how letters circulate).
//
// Legend: F full, O own only, X fact or status only, P processed (measure
// level), A figures of at least ten, C only with the worker's consent, B only
// under break-glass, - nothing.
//
// Kind of case: "statutory" and "voluntary" lines differ where the employer may
// know of a statutory interview but not of a consultation (健康相談); "any" does
// not care, except that the employer's roles (HR, manager, committee) never reach
// a voluntary case through it. A case that does not say it is statutory is
// voluntary.
//
// Reach: how near the subject must be.
//
//	person     oneself; HR and health staff: the workplace; manager: a direct subordinate; physician: assigned or appointed
//	assigned   as person, but of physicians only the one assigned to the case
//	workplace  as person; used where the subject is a workplace's matter
//	company    the same company is enough
//	anything   no relation is asked
//
// HR_OFFICER is the appointed handler without personnel authority (HR_CLERK).
const matrix = `
# action                case       reach      EMPLOYEE  HR_OFFICER  LINE_MANAGER  OCC_PHYSICIAN  OCC_HEALTH_STAFF  COMMITTEE_MEMBER  PROVIDER_COORDINATOR  SYSTEM_ADMIN
see_company             any        company    F         F           -             F              F                 F                 F                     F
manage_company          any        company    -         -           -             -              -                 -                 F                     F
see_person              any        person     O         F           X             F              F                 -                 F                     -
manage_people           any        workplace  -         F           -             -              -                 -                 -                     -
see_physician           any        anything   F         F           -             F              F                 F                 F                     F
manage_physician        any        assigned   -         -           -             -              -                 -                 F                     -
manage_accounts         any        anything   -         -           -             -              -                 -                 -                     F
see_audit               any        anything   -         -           -             -              -                 -                 -                     X
see_tasks               any        workplace  -         F           -             F              F                 -                 F                     -
see_hours               any        workplace  O         F           X             F              F                 A                 X                     -
record_hours            any        workplace  -         F           -             -              -                 -                 -                     -
see_figures             any        company    -         A           A             A              A                 A                 A                     -

see_application         statutory  person     O         F           -             F              F                 A                 X                     -
see_application         voluntary  person     O         -           -             F              F                 -                 X                     -
apply_for_case          any        person     O         -           -             -              -                 -                 -                     -
open_case               statutory  workplace  -         F           -             F              F                 -                 F                     -
open_case               voluntary  workplace  -         -           -             F              F                 -                 -                     -
assign_physician        any        workplace  -         -           -             -              F                 -                 F                     -
see_booking_fact        statutory  person     O         X           -             F              F                 -                 F                     -
see_booking_fact        voluntary  person     O         -           -             F              F                 -                 F                     -
book_interview          any        person     O         -           -             -              -                 -                 -                     -
book_on_behalf          statutory  person     -         F           -             F              F                 -                 F                     -
book_on_behalf          voluntary  person     -         -           -             F              F                 -                 F                     -
set_availability        any        assigned   -         -           -             F              -                 -                 F                     -
see_tool                any        workplace  -         F           -             F              F                 F                 F                     F
name_tool               any        workplace  -         F           -             -              -                 -                 F                     -

see_package             statutory  person     O         F           -             F              F                 -                 X                     -
see_package             voluntary  person     O         -           -             F              F                 -                 X                     -
give_package            statutory  person     -         F           -             -              -                 -                 -                     -
give_package            voluntary  person     -         -           -             -              -                 -                 -                     -
waive_package           any        assigned   -         -           -             F              -                 -                 -                     -
see_card                any        workplace  -         F           -             F              F                 F                 F                     -
keep_card               any        workplace  -         F           -             -              -                 -                 -                     -
see_gate                any        workplace  -         F           -             F              F                 F                 F                     -
see_mode                any        person     O         -           -             F              F                 -                 -                     -
decide_mode             any        person     -         -           -             F              -                 -                 -                     -
answer_questionnaire    any        person     O         -           -             -              -                 -                 -                     -
read_questionnaire      any        assigned   O         -           -             F              F                 -                 -                     -
declare_place           any        person     O         -           -             -              -                 -                 -                     -
see_place               any        assigned   O         -           -             F              F                 -                 -                     -
arrange_room            statutory  person     -         F           -             -              F                 -                 F                     -
arrange_room            voluntary  person     -         -           -             -              F                 -                 F                     -
decide_camera           any        assigned   -         -           -             F              -                 -                 -                     -
see_rehearsal           any        person     O         -           -             F              F                 -                 X                     -
give_emergency_contact  any        person     O         -           -             -              -                 -                 -                     -
read_emergency_contact  statutory  assigned   O         B           -             F              F                 -                 B                     -
read_emergency_contact  voluntary  assigned   O         -           -             F              F                 -                 B                     -

enter_room              any        assigned   O         -           -             F              -                 -                 -                     -
admit_to_room           any        assigned   -         -           -             F              -                 -                 -                     -
see_evidence            statutory  assigned   O         A           -             F              F                 A                 F                     X
see_evidence            voluntary  assigned   O         -           -             F              F                 A                 F                     X
read_notes              any        assigned   -         -           -             F              -                 -                 -                     -
write_notes             any        assigned   -         -           -             F              -                 -                 -                     -

read_report             any        assigned   O         -           -             F              F                 -                 -                     -
write_report            any        assigned   -         -           -             F              -                 -                 -                     -
read_employer           statutory  assigned   O         P           -             F              F                 -                 -                     -
read_employer           voluntary  assigned   O         C           -             F              F                 -                 -                     -
read_opinion            statutory  assigned   O         F           -             F              F                 A                 -                     -
read_opinion            voluntary  assigned   O         C           -             F              F                 -                 -                     -
comment_opinion         any        person     O         -           -             -              -                 -                 -                     -
receive_opinion         statutory  person     -         F           -             -              -                 -                 -                     -
receive_opinion         voluntary  person     -         C           -             -              -                 -                 -                     -
record_measure          statutory  person     -         F           -             -              -                 -                 -                     -
record_measure          voluntary  person     -         C           -             -              -                 -                 -                     -
see_measure             statutory  assigned   O         F           P             F              F                 A                 -                     -
see_measure             voluntary  assigned   O         C           C             F              F                 -                 -                     -
see_measure_cause       any        assigned   O         -           -             F              F                 -                 -                     -
see_consents            statutory  person     O         X           -             F              F                 -                 X                     -
see_consents            voluntary  person     O         -           -             F              F                 -                 X                     -
see_readers             any        person     O         -           -             -              -                 -                 -                     -

see_emergency_plan      any        workplace  -         F           -             F              F                 F                 F                     -
write_emergency_plan    any        workplace  -         F           -             F              F                 -                 F                     -
press_emergency         any        assigned   O         -           -             F              -                 -                 -                     -
lead_emergency          any        assigned   -         -           -             F              -                 -                 -                     -
see_emergency           any        assigned   O         -           -             F              F                 -                 F                     -

see_programme           any        workplace  -         F           -             F              F                 F                 F                     -
manage_programme        any        workplace  -         F           -             -              -                 -                 -                     -
see_acknowledged        any        workplace  -         F           -             -              -                 -                 -                     -
state_opinion           any        workplace  -         -           -             F              -                 F                 -                     -
read_rule               any        person     O         -           -             -              -                 -                 -                     -
acknowledge_rule        any        person     O         -           -             -              -                 -                 -                     -
`

type reach string

const (
	person    reach = "person"
	assigned  reach = "assigned"
	workplace reach = "workplace"
	company   reach = "company"
	anything  reach = "anything"
)

type line struct {
	action Action
	kind   string // statutory, voluntary or any
	reach  reach
	grades map[actor.Role]Grade
}

type lineKey struct {
	action Action
	kind   string
}

var lines = index(parse())

// lineFor is the line that holds for s; none for an action without a line.
func lineFor(a Action, s Subject) (line, bool) {
	if l, ok := lines[lineKey{a, "any"}]; ok {
		return l, true
	}
	kind := "voluntary"
	if s.Statutory {
		kind = "statutory"
	}
	l, ok := lines[lineKey{a, kind}]
	return l, ok
}

// parse reads the matrix. A fault in it is a fault of this file: it panics, and every test fails.
func parse() []line {
	var roles []actor.Role
	var out []line
	for row := range strings.Lines(matrix) {
		words := strings.Fields(row)
		switch {
		case len(words) == 0:
		case words[0] == "#":
			for _, name := range words[4:] {
				roles = append(roles, actor.ParseRoles(name).List()...)
			}
		default:
			if len(words) != 3+len(roles) {
				panic("access: the matrix has a crooked line: " + row)
			}
			l := line{action: Action(words[0]), kind: words[1], reach: reach(words[2]), grades: map[actor.Role]Grade{}}
			for i, role := range roles {
				l.grades[role] = Grade(words[3+i][0])
			}
			out = append(out, l)
		}
	}
	return out
}

func index(all []line) map[lineKey]line {
	out := make(map[lineKey]line, len(all))
	for _, l := range all {
		out[lineKey{l.action, l.kind}] = l
	}
	return out
}
